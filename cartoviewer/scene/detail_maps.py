"""The other maps of a sheet: each with its own place, scale, theme and moment, and its outline on the main map."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Final

import numpy as np

from bnip.furniture import Box, MapPieceSpec
from bnip.layout import MapSpec
from bnip.sheet import Sheet
from bnip.theme import Theme
from cartoviewer.scene.furniture import DetailMap, MapFrame, MapTag, Note
from cartoviewer.scene.graticule import graticule
from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.scale_bar import scale_text
from cartoviewer.scene.scene import LegendEntry, MarkBatch, Scene
from cartoviewer.scene.sheet_style import FIELD_NAME, MAP_NAME, MAP_TAG
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, set_text, text_width_mm
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from resources.texts import Names, Texts

__all__ = ["Detail", "detail_view", "hidden_symbols", "joined", "laid_details", "missing_themes", "outlined", "tag"]

_GAP_MM: Final = 0.8
_TAG_PADDING_MM: Final = 0.8
_ROOM_MM: Final = 0.8
_FRAME_MM: Final = 0.25


@dataclass(frozen=True, slots=True)
class Detail:
    """One other map, gathered: its piece of the template, what it shows, and the theme that it is bound to.

    Its words are `growth` times larger than on a sheet for a table.
    """

    spec: MapPieceSpec
    scene: Scene
    theme: Theme | None
    growth: float = 1.0


def detail_view(spec: MapPieceSpec, sheet: Sheet, growth: float = 1.0) -> MapView:
    """Give what a map in a box of the template shows, under the line with its name, which has grown so much."""
    x, y = spec.centre or sheet.centre
    centre = (x, y) if sheet.epsg == LAMBERT_72 else transform_point(x, y, LAMBERT_72, sheet.epsg)
    box = _map_box(spec, growth)
    return MapView(centre, spec.scale or sheet.scale, box[2:], sheet.epsg, sheet.rotation % 360.0)


def laid_details(
    details: tuple[Detail, ...],
    main: MapView,
    frame: Callable[[MapSpec, Scene], MapFrame],
    texts: Texts,
    scenario_names: Callable[[str], Names],
) -> dict[MapPieceSpec, DetailMap]:
    """Lay out the maps with their names and scales; those that lie in the main map have a letter.

    Parameters
    ----------
    frame
        Lays out the frame around a scene.
    scenario_names
        Gives what the scenario with an id is called.
    """
    letters = _letters(details, main)
    found: dict[MapPieceSpec, DetailMap] = {}
    for detail in details:
        spec, view, growth = detail.spec, detail.scene.view, detail.growth
        box, map_box = _inner(spec), _map_box(spec, growth)
        named, quiet = _larger(MAP_NAME, growth), _larger(FIELD_NAME, growth)
        letter = letters.get(spec, "")
        name = texts.name(spec.names) or (texts("Detail") if letter else texts("Map"))
        said = f"{letter} · {name}" if letter else name
        scale = scale_text(view.scale)
        beside = text_width_mm(scale, quiet) + _GAP_MM * growth
        title = set_text((said,), named, box[2] - beside, named.size_pt * 0.5, at=box[:2])
        figure = set_text((scale,), quiet, box[2], at=(box[0], box[1] + 0.3 * growth), align="right")
        lines = [texts.name(detail.theme.names)] if detail.theme is not None else []
        if spec.scenario:
            lines.append(texts.name(scenario_names(spec.scenario)))
        if spec.moment is not None:
            lines.append(texts("Situation at {moment}", moment=texts.moment(spec.moment)))
        below = set_text(
            (" · ".join(line for line in lines if line),),
            quiet,
            box[2],
            3.0 * growth,
            at=(box[0], box[1] + 3.2 * growth),
        )
        laid = frame(MapSpec(map_box, coordinates_mm=0.0, frame_mm=_FRAME_MM * growth), detail.scene)
        if spec.grid:
            laid = replace(laid, grid=graticule(view))
        found[spec] = DetailMap(_box(spec), _blocks(title, figure, below), laid)
    return found


def outlined(details: tuple[Detail, ...], main: MapView) -> tuple[MapTag, ...]:
    """Give the outline of each map that lies in the main map, in millimetres of the main map, with its letter."""
    tags = []
    for spec, letter in _letters(details, main).items():
        detail = next(detail for detail in details if detail.spec == spec)
        rectangle = _on_main(detail.scene.view, main)
        # Above the corner, so that it hides nothing of what is shown larger.
        high = tag(letter, (0.0, 0.0), growth=detail.growth).box[3]
        at = (max(rectangle[0], 0.0), max(rectangle[1] - high, 0.0))
        tags.append(tag(letter, at, rectangle, detail.growth))
    return tuple(tags)


def tag(words: str, at: tuple[float, float], rectangle: Box | None = None, growth: float = 1.0) -> MapTag:
    """Set words on white, their corner at a place of the map in millimetres."""
    style, padding = _larger(MAP_TAG, growth), _TAG_PADDING_MM * growth
    width = text_width_mm(words, style) + 2 * padding
    block = set_text((words,), style, width, at=(at[0], at[1] + padding / 2), align="centre")
    return MapTag((at[0], at[1], width, block.height_mm + padding), block, rectangle)


def _larger(style: TypeStyle, growth: float) -> TypeStyle:
    return replace(style, size_pt=style.size_pt * growth)


def joined(main: Scene, details: tuple[Detail, ...]) -> Scene:
    """Give the main map's scene as the rest of the sheet sees it: with the legend and sources of every map.

    Each class stands once in the legend; the strictest level is that of all maps.
    """
    scenes = [detail.scene for detail in details]
    legend: list[LegendEntry] = list(main.legend)
    for scene in scenes:
        for entry in scene.legend:
            if not any(_is_same(entry, known) for known in legend):
                legend.insert(_place(entry, legend), entry)
    sources = {credit: None for scene in (main, *scenes) for credit in scene.credits}
    unplaced = {name: None for scene in (main, *scenes) for name in scene.unplaced}
    return replace(
        main,
        legend=tuple(legend),
        credits=tuple(sources),
        unplaced=tuple(unplaced),
        sensitivity=max(scene.sensitivity for scene in (main, *scenes)),
    )


def hidden_symbols(scene: Scene, covered: tuple[BoxMm, ...]) -> tuple[Note, ...]:
    """Tell how many symbols of the main map lie under what stands on it (left, top, right, bottom, millimetres)."""
    count = 0
    for element in scene.elements:
        if isinstance(element, MarkBatch):
            x, y = element.xy[:, 0], element.xy[:, 1]
            under = np.zeros(len(element.xy), dtype=bool)
            for left, top, right, bottom in covered:
                under |= (x > left) & (x < right) & (y > top) & (y < bottom)
            count += int(under.sum())
    if not count:
        return ()
    return (Note("Symbols under what lies on the map: {n}. Move it, or the map.", (("n", str(count)),)),)


def missing_themes(specs: tuple[MapPieceSpec, ...], texts: Texts) -> tuple[Note, ...]:
    """Tell which maps name a theme that is not there."""
    return tuple(
        Note(
            "The map “{name}” is bound to a theme that is not there, and shows the visible layers.",
            (("name", texts.name(spec.names) or texts("Detail")),),
        )
        for spec in specs
    )


def _box(spec: MapPieceSpec) -> Box:
    return spec.box or (0.0, 0.0, 1.0, 1.0)


def _inner(spec: MapPieceSpec) -> Box:
    """Give the room in a piece's box: a little less where it has a frame of its own on the main map."""
    x, y, width, height = _box(spec)
    room = _ROOM_MM if spec.over else 0.0
    return (x + room, y + room, width - 2 * room, height - 2 * room)


def _map_box(spec: MapPieceSpec, growth: float) -> Box:
    """Give the frame inside the piece's box: under one line with its name, or two where it is bound."""
    x, y, width, height = _inner(spec)
    head = (6.4 if spec.theme or spec.scenario or spec.moment is not None else 4.0) * growth
    line = _FRAME_MM * growth
    return (x + line, y + head, width - 2 * line, height - head - line)


def _letters(details: tuple[Detail, ...], main: MapView) -> dict[MapPieceSpec, str]:
    """Give letters to the maps that show a part of the main map, in their order."""
    inside = [detail.spec for detail in details if _is_part(detail.scene.view, main)]
    return {spec: ascii_uppercase[k % len(ascii_uppercase)] for k, spec in enumerate(inside)}


def _on_main(view: MapView, main: MapView) -> Box:
    """Give where a map lies in the main one, which is turned as it is: millimetres of the main map."""
    x, y = main.to_paper(np.array([view.centre]))[0].tolist()
    width, height = (length * view.scale / main.scale for length in view.size_mm)
    return (x - width / 2, y - height / 2, width, height)


def _is_part(view: MapView, main: MapView) -> bool:
    """Tell whether a map shows less ground than the main map, and some of it."""
    x, y, width, height = _on_main(view, main)
    across, down = main.size_mm
    meets = x < across and y < down and x + width > 0 and y + height > 0
    return meets and width < across * 0.95 and height < down * 0.95


def _is_same(one: LegendEntry, other: LegendEntry) -> bool:
    """Tell whether two maps drew the same class: its line or symbol may be larger at another scale."""
    return _class(one) == _class(other)


def _class(entry: LegendEntry) -> tuple[object, ...]:
    symbol = entry.glyph.symbol if entry.glyph is not None else ""
    return (entry.group, entry.names, entry.fill is None, entry.stroke is None, entry.is_dot, symbol)


def _place(entry: LegendEntry, legend: list[LegendEntry]) -> int:
    """Give where a class belongs: after the last of its group, or at the end."""
    same = [k for k, known in enumerate(legend) if known.group == entry.group]
    return same[-1] + 1 if same else len(legend)


def _blocks(*blocks: TextBlock) -> tuple[TextBlock, ...]:
    return tuple(block for block in blocks if block.lines)
