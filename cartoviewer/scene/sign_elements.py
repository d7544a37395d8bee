"""The signs of the crisis: marks and incidents, where they stand and what they say."""

from collections.abc import Sequence
from itertools import chain, compress
from math import hypot
from typing import Final

import numpy as np

from bnip.incident import Incident, Mark
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.crisis_elements import RecordElements, in_all, paper_of, situation
from cartoviewer.scene.known_signs import KnownSign, KnownSigns
from cartoviewer.scene.label_callouts import MOST_CALLED_OUT, callout_places
from cartoviewer.scene.label_places import BoxMm, box_places, broken
from cartoviewer.scene.labels import LabelWish
from cartoviewer.scene.scene import Glyph, LegendEntry, MarkBatch
from cartoviewer.scene.settling import AROUND_MM, FARTHEST_MM, Settled, SettledSymbol
from cartoviewer.scene.sign_sides import with_clear_sides
from cartoviewer.scene.spreading import Standing, leaders, spread
from cartoviewer.scene.view import MapView
from layers.shapes import Floats
from resources.texts import Language, Names, Texts
from symbols.grammar import Severity, Symbol
from symbols.ownership import sign_names
from symbols.symbology import BANDS, band_of, label_style, mark_size_mm

__all__ = ["gather_signs"]

FARTHEST_NAME_MM: Final = 28.0
FARTHEST_INCIDENT_MM: Final = 52.0
"""How far the line to a name may reach: what has happened is named, whatever stands around it."""

_SAME_MM: Final = 1e-3


def gather_signs(
    found: RecordElements,
    document: MapDocument,
    view: MapView,
    language: Language,
    *,
    apart: bool,
    settled: Settled | None,
    signs: KnownSigns,
) -> None:
    """Gather marks, then incidents above them; `signs` are those that earlier maps showed."""
    size = mark_size_mm(view.scale)
    is_near = band_of(view.scale) < BANDS[-1]
    texts = Texts(language)
    counts: dict[str, int] = {}
    drawn: list[KnownSign] = []
    standing: list[Standing] = []
    records, ground = document.worked_out(_places)
    paper = paper_of(ground, view)
    margin = FARTHEST_MM + AROUND_MM if settled is not None else size
    inside = ((paper >= -margin) & (paper <= np.array(view.size_mm) + margin)).all(axis=1)
    near = np.flatnonzero(inside)
    for index, (x, y) in zip(near.tolist(), paper[near].tolist(), strict=True):
        sign = signs.of(records[index], view, language)
        drawn.append(sign)
        standing.append(Standing((x, y), sign.around))
    places = [symbol.place for symbol in standing]
    if settled is not None:
        places = _settled(settled, [sign.record for sign in drawn], standing, view, language, margin)
        keep = [-size <= x <= view.size_mm[0] + size and -size <= y <= view.size_mm[1] + size for x, y in places]
        drawn, standing, places = (
            list(compress(drawn, keep)),
            list(compress(standing, keep)),
            list(compress(places, keep)),
        )
    elif apart:
        # The incident, gathered last to lie on top, is the last to move.
        places = spread(standing[::-1], view.size_mm)[::-1]
    drawn = with_clear_sides(drawn, places, found.spared, language)
    found.marks.extend(leaders(standing, places))
    for sign, symbol, place in zip(drawn, standing, places, strict=True):
        if place != symbol.place:
            found.aside[sign.record.id] = (place[0] - symbol.place[0], place[1] - symbol.place[1])
    for sign in drawn:
        found.sensitivity = max(found.sensitivity, sign.record.sensitivity)
        counts[sign.plain] = counts.get(sign.plain, 0) + 1
    for (record, glyph, boxes, around, _), place in zip(drawn, places, strict=True):
        found.marks.append(MarkBatch(np.array([place]), glyph))
        here = [_moved(box, place) for box in boxes]
        found.boxes.extend(here)
        lines = texts.name_lines(record.names)
        if any(lines):
            style = label_style("crisis")
            said = "\n".join(lines)
            # What has happened is named before what has been done about it.
            rank, far = (1.0, FARTHEST_INCIDENT_MM) if isinstance(record, Incident) else (0.0, FARTHEST_NAME_MM)
            ways = dict.fromkeys((tuple(lines), broken(tuple(lines))))
            offered = chain(*[box_places(way, style, here) for way in ways])
            # Over the whole Region the signs alone tell enough of what is done about it.
            if len(drawn) <= MOST_CALLED_OUT and (is_near or rank > 0):
                offered = chain(offered, *[callout_places(way, style, here, far) for way in ways])
            own = _moved(around, place)
            found.wishes.append(LabelWish(record.id, style, offered, rank, words=said, own=own, must=rank > 0))
    for code, count in counts.items():
        names = _with_severity(Symbol.read(code))
        found.legend.append(LegendEntry(situation(), names, glyph=Glyph(code, size), count=count))


def _with_severity(symbol: Symbol) -> Names:
    """Give the names of a sign, and in brackets how bad it is where that is known: `Gas leak (danger)`."""
    names = sign_names(symbol)
    if symbol.severity is Severity.UNKNOWN:
        return names

    def said(language: Language) -> str:
        word, _, _ = Texts(language)(symbol.severity.label).partition(":")
        return f"{names.in_language(language)} ({word.strip().lower()})"

    return in_all(said)


def _settled(
    settled: Settled,
    records: Sequence[Mark | Incident],
    standing: Sequence[Standing],
    view: MapView,
    language: Language,
    around: float,
) -> list[tuple[float, float]]:
    """Give where symbols stand in a window, on the paper of its view."""
    # From a place on the ground that is the same for every view of this scale.
    west, _, _, north = view.bounds
    left, top = west * view.mm_per_metre, -north * view.mm_per_metre
    symbols = [
        SettledSymbol(
            record.id,
            Standing((each.place[0] + left, each.place[1] + top), each.box),
            isinstance(record, Incident),
        )
        for record, each in zip(records, standing, strict=True)
    ]
    width, height = view.size_mm
    looked_at = (left - around, top - around, left + width + around, top + height + around)
    # The incident, gathered last to lie on top, is the last to move.
    found = settled.places((view.scale, view.epsg, language), symbols[::-1], looked_at)[::-1]
    return [
        # One that keeps its place keeps it to the last digit.
        each.place
        if hypot(place[0] - there[0], place[1] - there[1]) < _SAME_MM
        else (place[0] - left, place[1] - top)
        for each, place, there in zip(standing, found, [symbol.standing.place for symbol in symbols], strict=True)
    ]


def _places(document: MapDocument) -> tuple[tuple[Mark | Incident, ...], Floats]:
    """Give the marks, then the incidents, with all their places, Lambert 72."""
    records: tuple[Mark | Incident, ...] = (*document.of(Mark), *document.of(Incident))
    xy = np.array([record.place.point for record in records], np.float64).reshape(-1, 2)
    return records, xy


def _moved(box: BoxMm, by: tuple[float, float]) -> BoxMm:
    return (box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1])
