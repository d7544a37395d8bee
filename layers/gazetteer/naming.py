"""Named places and municipalities by what they are called."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from layers.gazetteer.categories import categories, category_of_words
from layers.gazetteer.found import Found, FoundKind, Quality
from layers.gazetteer.gazetteer import Gazetteer, Named
from layers.gazetteer.municipalities import Area, area_of_nis, area_of_postcode, find_area, nearly_area
from layers.gazetteer.said import tokens_of
from layers.gazetteer.words import spoken

__all__ = ["find_areas", "find_places"]

_LEAST: Final = 62.0
_SURE: Final = 82.0
_OTHER_KIND: Final = 8.0
_MOST_WORDS: Final = 12
_POINT_M: Final = 25.0


def find_places(
    gazetteer: Gazetteer, text: str, limit: int, *, unfinished: bool = False, dutch_first: bool = False
) -> list[Found]:
    """Give the named places that a text may mean, best first."""
    words = [token.word for token in tokens_of(text)]
    if not words or len(words) > _MOST_WORDS:
        return []
    if not spoken(tuple(words)).core:
        # A type of street is not yet a name.
        return []
    best: dict[int, tuple[float, Named]] = {}
    for said, category, area, cost in _ways(words):
        taken = spoken(tuple(said))
        if not taken.plain:
            continue
        matches = gazetteer.place_names.nearest(
            taken, most=24, unfinished=unfinished, cutoff=_LEAST
        ) + gazetteer.place_names.exact(taken)
        for match in matches:
            for id_ in gazetteer.places_of[match.at]:
                named = gazetteer.places[id_]
                score = match.score - cost + _bonus(named)
                if category:
                    score += 1.0 if _is_kind(named.category, category) else -_OTHER_KIND
                if area is not None and named.nis:
                    score += 0.0 if area.nis == named.nis else -6.0
                if id_ not in best or best[id_][0] < score:
                    best[id_] = (score, named)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return [_found(named, score, dutch_first=dutch_first) for score, named in ranked[:limit]]


def _ways(words: Sequence[str]) -> list[tuple[Sequence[str], str, Area | None, float]]:
    """Give the ways to read words as a name: all of them, without what kind of place it is, without where."""
    found: list[tuple[Sequence[str], str, Area | None, float]] = [(words, "", None, 0.0)]
    category, taken = category_of_words(words)
    rest = words[taken:]
    if category and rest:
        found.append((rest, category, None, 2.0))
    for size in range(min(4, len(words) - 1), 0, -1):
        area = find_area(words[-size:])
        if area is not None:
            shorter = [word for word in words[:-size] if not word.isdigit()]
            if shorter:
                found.append((shorter, "", area, 1.0))
                if category and len(shorter) > taken:
                    found.append((shorter[taken:], category, area, 2.5))
            break
    return found


def _is_kind(known: str, said: str) -> bool:
    return known == said or {known, said} <= {"station", "metro", "stop"} or {known, said} <= {"hospital", "health"}


def _bonus(named: Named) -> float:
    category = categories().get(named.category)
    return 0.35 * ((category.rank if category else 4) - 9)


def _found(named: Named, score: float, *, dutch_first: bool) -> Found:
    names = (named.nl, named.fr) if dutch_first else (named.fr, named.nl)
    label = " / ".join(dict.fromkeys(name for name in names if name))
    area = area_of_nis(named.nis)
    return Found(
        f"{label}, {area.label}" if area is not None and fuzz.ratio(area.label, label) < 100 else label,
        FoundKind.PLACE,
        named.x,
        named.y,
        round(max(named.radius_m, _POINT_M), 1),
        max(min(score, 100.0), 0.0),
        bounds=(
            named.x - named.radius_m,
            named.y - named.radius_m,
            named.x + named.radius_m,
            named.y + named.radius_m,
        )
        if named.radius_m > _POINT_M
        else None,
        quality=Quality.NAMED,
        category=named.category,
        doubt=score < _SURE,
    )


def find_areas(text: str) -> list[Found]:
    """Give the municipality, or the part of one, that a text names: by name, by postcode or by both."""
    words = [token.word for token in tokens_of(text)]
    if not words or len(words) > _MOST_WORDS:
        return []
    codes = [word for word in words if word.isdigit() and area_of_postcode(word) is not None]
    names = [word for word in words if not word.isdigit()]
    exact = find_area(names) if names else None
    area = exact or (nearly_area(names) if names else None)
    if area is None and len(codes) == 1 and not names:
        area = area_of_postcode(codes[0])
        exact = area
    if area is None or any(word.isdigit() and word not in codes for word in words):
        return []
    if codes and (by_code := area_of_postcode(codes[0])) is not None and by_code.nis == area.nis:
        area = by_code
    postcode = area.postcodes[0] if len(area.postcodes) == 1 else ""
    return [
        Found(
            " ".join(part for part in (postcode, area.label) if part),
            FoundKind.MUNICIPALITY,
            area.x,
            area.y,
            area.radius_m,
            99.9 if exact is not None else 88.0,
            bounds=(
                area.x - area.radius_m,
                area.y - area.radius_m,
                area.x + area.radius_m,
                area.y + area.radius_m,
            ),
            quality=Quality.MUNICIPALITY,
            doubt=exact is None,
        )
    ]
