"""The map's frame on a sheet: the coordinates around it and the words across it."""

from collections.abc import Mapping
from math import atan2, cos, degrees, hypot, sin
from types import MappingProxyType
from typing import Final

from bnip.layout import MapSpec
from cartoviewer.scene.frame_coordinates import coordinates_around
from cartoviewer.scene.furniture import MapFrame, Mark
from cartoviewer.scene.graticule import graticule
from cartoviewer.scene.marking_band import EXERCISE_WORDS
from cartoviewer.scene.mgrs_lines import mgrs_lines
from cartoviewer.scene.neighbours import Side
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.search_grid import own_edges
from cartoviewer.scene.sheet_style import DRAFT_ALPHA, DRAFT_COLOUR, EXERCISE_ALPHA, EXERCISE_COLOUR
from cartoviewer.scene.text_metrics import MM_PER_PT
from cartoviewer.scene.typesetting import LEADING, TypeStyle, text_width_mm
from resources.texts import Texts

__all__ = ["map_frame"]

_MARK_PT: Final = 100.0
_MARK_SHARE: Final = 0.72
_LARGEST_MARK_PT: Final = 48.0


def map_frame(
    spec: MapSpec,
    scene: Scene,
    texts: Texts,
    *,
    exercise: bool,
    draft: bool,
    squares: bool = False,
    mgrs: bool = False,
    neighbours: Mapping[Side, int] = MappingProxyType({}),
) -> MapFrame:
    """Lay out the frame around a scene that is as large as the template's map."""
    view = scene.view
    grid = graticule(view) if spec.coordinates_mm > 0 else None
    reference = mgrs_lines(view) if mgrs and grid is not None else None
    words = ([(EXERCISE_WORDS, EXERCISE_COLOUR, EXERCISE_ALPHA)] if exercise else []) + (
        [(" · ".join(texts.lines("DRAFT")), DRAFT_COLOUR, DRAFT_ALPHA)] if draft else []
    )
    return MapFrame(
        spec.box,
        spec.frame_mm,
        scene,
        grid,
        coordinates_around(spec, view, grid, reference, neighbours, squares=squares) if grid else (),
        _marks(spec, words),
        reference,
        own_edges(view) if squares and grid else ((), ()),
    )


def _marks(spec: MapSpec, words: list[tuple[str, str, float]]) -> tuple[Mark, ...]:
    """Set words along the diagonal, one under the other, as large as the map allows."""
    x, y, width, height = spec.box
    slope = atan2(height, width)
    marks = []
    for index, (text, colour, alpha) in enumerate(words):
        wide = text_width_mm(text, TypeStyle(_MARK_PT, "bold"))
        size = min(_LARGEST_MARK_PT, _MARK_PT * hypot(width, height) * _MARK_SHARE / wide)
        off = (index - (len(words) - 1) / 2) * _LARGEST_MARK_PT * MM_PER_PT * LEADING
        centre = (x + width / 2 + off * sin(slope), y + height / 2 + off * cos(slope))
        marks.append(Mark(text, colour, alpha, size, centre, degrees(slope)))
    return tuple(marks)
