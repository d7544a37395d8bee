"""How each layer is drawn when nobody has chosen otherwise: read from `symbols/styles/*.toml`.

`palette.toml` holds every colour, size and letter once; a style names them and says at which bands of scale
(A site, B perimeter, C town, D zone, E Region) each of its classes is drawn.
"""

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from resources.texts import Names
from symbols.style import Band, Fill, Hatch, LabelStyle, MarkStyle, Rule, Stroke, Style, Symbology

__all__ = ["BANDS", "band_of", "default_symbology", "grey", "label_style", "mark_size_mm", "palette_colour"]

BANDS: Final = "ABCDE"


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("symbols") / "styles" / f"{name}.toml").read_text("utf-8"))


@cache
def _style_names() -> frozenset[str]:
    return frozenset(entry.name.removesuffix(".toml") for entry in (files("symbols") / "styles").iterdir())


def band_of(scale: float) -> str:
    """Give the band of scale (A to E) that a scale denominator lies in."""
    ends: dict[str, float] = _toml("palette")["bands"]
    return next((band for band, end in ends.items() if scale < end), BANDS[-1])


def _limits(band: str) -> tuple[float, float]:
    """Give the scale denominators between which a band lies."""
    ends: dict[str, float] = _toml("palette")["bands"]
    at = BANDS.index(band)
    return (ends[BANDS[at - 1]] if at else 0.0, ends.get(band, float("inf")))


@lru_cache(maxsize=64)
def mark_size_mm(scale: float) -> float:
    """Give the size of a point symbol at this scale."""
    return float(_toml("palette")["marks"][band_of(scale)])


def palette_colour(name: str) -> str:
    """Give a colour of the palette as `#RRGGBB`; a colour written so is given back."""
    return name if name.startswith("#") else str(_toml("palette")["colours"][name][0])


@cache
def grey(colour: str) -> str:
    """Give the grey that stands for a colour on a monochrome sheet.

    Colours of the palette have a grey chosen so that neighbours stay apart; any other keeps its lightness.

    Parameters
    ----------
    colour
        `#RRGGBB`.
    """
    chosen = {shade.upper(): level for shade, level in _toml("palette")["colours"].values()}
    lightness = chosen.get(colour.upper())
    if lightness is None:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    else:
        luminance = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3
    value = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    level = round(255 * min(max(value, 0.0), 1.0))
    return f"#{level:02X}{level:02X}{level:02X}"


@cache
def default_symbology(style_name: str, kind: str = "") -> Symbology:
    """Give the classes of a style, in the order they are drawn.

    Parameters
    ----------
    style_name
        The name of a file in `symbols/styles`; an unknown name gives the style of a layer of no known kind.
    kind
        `point`, `line` or `area` leaves out the classes that are for another kind of geometry.
    """
    name = style_name if style_name in _style_names() and style_name != "palette" else "generic"
    rules: list[Rule] = []
    for entry in _toml(name)["rules"]:
        if not kind or entry.get("kind", kind) == kind:
            rules.extend(_rules(entry))
    return Symbology(tuple(rules))


def _rules(entry: dict[str, Any]) -> list[Rule]:
    """Make one rule for each band of scale of an entry; neighbouring bands that look the same become one."""
    found: list[Rule] = []
    names = msgspec.convert(entry.get("names", {}), Names)
    when = {field: tuple(values) for field, values in entry.get("when", {}).items()}
    for band in entry.get("bands", BANDS):
        largest, smallest = _limits(band)
        largest = max(largest, entry.get("largest", 0.0))
        smallest = min(smallest, entry.get("smallest", float("inf")))
        if largest >= smallest:
            continue
        style = _style(entry, band)
        last = found[-1] if found else None
        if last is not None and last.style == style and last.smallest == largest:
            found[-1] = msgspec.structs.replace(last, smallest=smallest)
        else:
            found.append(
                Rule(names, style, when, largest, smallest, entry.get("from_m", 0.0), entry.get("together", ""))
            )
    return found


def _style(entry: dict[str, Any], band: str) -> Style:
    factor = _toml("palette")["streets"][band] if entry.get("street", False) else 1.0
    stroke = _stroke(entry["stroke"], factor) if "stroke" in entry else None
    label = entry.get("label") if band in entry.get("label_bands", BANDS) else None
    return Style(
        fill=_fill(entry["fill"]) if "fill" in entry else None,
        stroke=stroke,
        ground=_fill(entry["ground"]) if "ground" in entry else None,
        band=_coloured(entry["band"], Band) if "band" in entry else None,
        mark=_mark(entry, band) if "mark" in entry else None,
        label=label_style(label, entry["label_fields"], band=band) if label else None,
        outer=entry.get("outer", False),
        deck=_deck(stroke) if stroke is not None and entry.get("bridge", False) else None,
    )


def _deck(stroke: Stroke) -> Stroke:
    """Give what lies beneath a line on a bridge: a strip of paper a little wider than it, between two edges."""
    bridge = _toml("palette")["bridge"]
    return Stroke(
        palette_colour(bridge["colour"]),
        round(stroke.width_mm + 2 * stroke.casing_mm + 2 * bridge["beside_mm"], 3),
        cap="flat",
        casing_colour=palette_colour(bridge["edge"]),
        casing_mm=bridge["edge_mm"],
    )


def _mark(entry: dict[str, Any], band: str) -> MarkStyle:
    size = _toml("palette")["marks"][band] * entry.get("mark_size", 1.0)
    return MarkStyle(entry["mark"], round(size, 2))


def _coloured(data: dict[str, Any], kind: type[Any]) -> Any:
    return msgspec.convert({**data, "colour": palette_colour(data["colour"])}, kind)


def _fill(data: dict[str, Any]) -> Fill:
    hatch = _coloured(data["hatch"], Hatch) if "hatch" in data else None
    plain = {key: value for key, value in data.items() if key != "hatch"}
    fill: Fill = _coloured(plain, Fill)
    return msgspec.structs.replace(fill, hatch=hatch)


def _stroke(data: dict[str, Any], factor: float) -> Stroke:
    stroke: Stroke = _coloured(data, Stroke)
    casing = palette_colour(stroke.casing_colour) if stroke.casing_colour else ""
    return msgspec.structs.replace(stroke, width_mm=round(stroke.width_mm * factor, 3), casing_colour=casing)


def label_style(name: str, fields: Sequence[str] = (), colour: str = "", band: str = "") -> LabelStyle:
    """Give a kind of label of the palette, for the fields that name a feature.

    Parameters
    ----------
    name
        The kind, as in `[labels.…]` of the palette.
    fields
        Where the text is found.
    colour
        `#RRGGBB` instead of the palette's colour.
    band
        The band of scale, for kinds whose size follows it.
    """
    data = _toml("palette")["labels"][name]
    size = data.get("sizes", {}).get(band, data["size_pt"])
    return msgspec.convert(
        {
            **{key: value for key, value in data.items() if key not in {"sizes", "halo", "plate"}},
            "size_pt": size,
            "colour": colour or palette_colour(data["colour"]),
            "plate_colour": palette_colour(data["plate"]) if "plate" in data else "",
            "halo_colour": palette_colour(data.get("halo", "paper")),
            "fields": tuple(fields),
        },
        LabelStyle,
    )
