"""What a hand has drawn on the map: free shapes, texts, and measurements that stay."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from bnip.drawing import Arrows, Caption, Measurement, Shape
from bnip.record import Point
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import path_of
from cartoviewer.scene.fitted_lines import fitted_line
from cartoviewer.scene.label_places import area_places, block_size_mm, box_places, edge_places
from cartoviewer.scene.labels import LabelWish
from cartoviewer.scene.measures import measurement_lines
from cartoviewer.scene.occupancy import BoxMm, block
from cartoviewer.scene.scene import AreaBatch, Element, LabelText, LegendEntry, LineBatch
from layers.sensitivity import Sensitivity
from layers.shapes import Floats
from resources.texts import Language, Names, Texts
from symbols.style import Fill, LabelStyle, Stroke, Style
from symbols.symbology import label_style

__all__ = [
    "MEASURED",
    "ShapeElements",
    "arrowhead_mm",
    "caption_label",
    "gather_shapes",
    "shape_names",
    "shape_style",
]

MEASURED: Final = Stroke("#7A1FA2", 0.4, (2.0, 1.2), cap="flat", casing_colour="#FFFFFF", casing_mm=0.3)
"""The line of a measurement that stays."""

SPARED_MM: Final = 1.2
"""So wide a strip along what is drawn by hand is kept free of texts."""

_POINT_MM: Final = 2.2
_HALO: Final = "#FFFFFF"

Paper = Callable[[Iterable[Point]], Floats]


@dataclass(slots=True)
class ShapeElements:
    """What shapes, captions and measurements put on the map; see `RecordElements` for the meaning of each."""

    areas: list[Element] = field(default_factory=list)
    lines: list[Element] = field(default_factory=list)
    texts: list[Element] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    wishes: list[LabelWish] = field(default_factory=list)
    taken: list[Floats] = field(default_factory=list)
    spared: list[tuple[Floats, float]] = field(default_factory=list)
    sensitivity: Sensitivity = Sensitivity.CLEAR


def shape_style(shape: Shape) -> Style:
    """Give how a shape is drawn; a point is a dot as wide as its line."""
    width = _POINT_MM + shape.width_mm if not (shape.form.is_area or shape.form.is_line) else shape.width_mm
    dash = (3 * shape.width_mm + 1.2, 1.0 + 1.5 * shape.width_mm) if shape.dashed else ()
    stroke = Stroke(
        shape.colour,
        width,
        dash,
        cap="flat" if shape.dashed else "round",
        casing_colour=_HALO,
        casing_mm=0.2,
    )
    fill = Fill(shape.colour, shape.fill_alpha) if shape.form.is_area and shape.fill_alpha > 0 else None
    return Style(fill=fill, stroke=stroke)


def shape_names(shape: Shape) -> Names:
    """Give what a shape is called, or else what form it has."""
    if shape.names != Names():
        return shape.names
    return _in_all(shape.form.label)


def caption_label(caption: Caption, anchor_mm: tuple[float, float], texts: Texts, turn: float = 0.0) -> LabelText:
    """Give a caption as a text at its place, one block of lines for each language.

    On paper whose top lies `turn` degrees off grid north a level text stays level; one that was laid along
    something on the ground stays along it, and is never upside down.
    """
    angle = caption.angle_deg
    if angle and turn:
        angle = (angle + turn + 90.0) % 180.0 - 90.0
    style = LabelStyle(
        (),
        size_pt=caption.size_pt,
        weight="bold" if caption.bold else "semibold",
        colour=caption.colour,
        halo_colour=_HALO,
        halo_mm=0.45,
    )
    lines = tuple(line for said in texts.name_lines(caption.names) for line in said.splitlines() if line)
    return LabelText(lines, anchor_mm, style, angle)


def arrowhead_mm(tip: Floats, towards: Floats, width_mm: float) -> Floats:
    """Give the triangle of an arrowhead, (3, 2) mm, its tip first; `towards` is where the line comes from."""
    back = towards - tip
    back = back / max(float(np.hypot(*back)), 1e-9)
    length, half = 2.4 + 2.2 * width_mm, 0.9 + 1.1 * width_mm
    side = np.array((-back[1], back[0])) * half
    return np.array((tip, tip + back * length + side, tip + back * length - side))


def gather_shapes(
    document: MapDocument, language: Language, paper: Paper, seen_mm: shapely.Geometry, turn: float = 0.0
) -> ShapeElements:
    """Gather what is seen of shapes, captions and measurements.

    Parameters
    ----------
    paper
        Brings points of a record, Lambert 72, to millimetres on paper.
    seen_mm
        The frame of the map with a little around it; what lies outside is left out.
    turn
        How far the top of the paper lies off grid north, degrees clockwise.
    """
    found = ShapeElements()
    _shapes(found, document.of(Shape), paper, seen_mm, language)
    _measurements(found, document.of(Measurement), paper, seen_mm, language)
    texts = Texts(language)
    for caption in document.of(Caption):
        (x, y), *_ = paper([caption.place.point]).tolist()
        label = caption_label(caption, (x, y), texts, turn)
        if not label.lines or not shapely.intersects(shapely.Point(x, y), seen_mm):
            continue
        found.texts.append(label)
        found.sensitivity = max(found.sensitivity, caption.sensitivity)
        width, height = block_size_mm(label.lines, label.style)
        found.taken.append(np.array((x, y)) + _turned(block((0.0, 0.0), width, height), label.angle_deg))
    return found


def _shapes(
    found: ShapeElements, shapes: tuple[Shape, ...], paper: Paper, seen_mm: shapely.Geometry, language: Language
) -> None:
    classes: dict[tuple[Names, Style], int] = {}
    dots: set[Names] = set()
    texts = Texts(language)
    left, top, right, bottom = shapely.bounds(seen_mm).tolist()
    within = (left, top, right, bottom)
    for shape in shapes:
        xy = paper(shape.path)
        geometry = _geometry(shape, xy)
        if geometry is None or not shapely.intersects(geometry, seen_mm):
            continue
        style = shape_style(shape)
        found.sensitivity = max(found.sensitivity, shape.sensitivity)
        classes[shape_names(shape), style] = classes.get((shape_names(shape), style), 0) + 1
        if shape.form.is_area:
            parts = np.array([0, len(xy)])
            edge = style.stroke if style.stroke is None or not style.stroke.dash_mm else None
            found.areas.append(AreaBatch(xy, parts, np.array([0, 1]), style.fill, edge))
            if edge is None and style.stroke is not None:
                found.areas.extend(fitted_line(xy, style.stroke, within))
            found.spared.append((xy, SPARED_MM))
        elif shape.form.is_line:
            _line(found, shape, xy, style, within)
        elif style.stroke is not None:
            dots.add(shape_names(shape))
            found.lines.append(LineBatch(np.array([xy[0], xy[0] + (0.001, 0.0)]), np.array([0, 2]), style.stroke))
            found.taken.append(
                block((float(xy[0, 0]), float(xy[0, 1])), style.stroke.width_mm, style.stroke.width_mm)
            )
        _name(found, shape, geometry, xy, texts)
    for (names, style), count in classes.items():
        found.legend.append(
            LegendEntry(_in_all("Situation"), names, style.fill, style.stroke, is_dot=names in dots, count=count)
        )


def _line(found: ShapeElements, shape: Shape, xy: Floats, style: Style, within: BoxMm) -> None:
    if style.stroke is None:
        return
    ends = {Arrows.NONE: (), Arrows.END: (-1,), Arrows.BOTH: (-1, 0)}[shape.arrows]
    line = xy.copy()
    heads = []
    for end in ends:
        before = xy[-2] if end == -1 else xy[1]
        head = arrowhead_mm(xy[end], before, shape.width_mm)
        heads.append(head)
        # The line ends inside its head, so that the tip stays sharp; a very short one stays as it is.
        middle = (head[1] + head[2]) / 2
        if np.hypot(*(before - xy[end])) > np.hypot(*(middle - xy[end])):
            line[end] = middle
    found.lines.extend(fitted_line(line, style.stroke, within))
    rim = Stroke(_HALO, 0.2, casing_mm=0.0)
    for head in heads:
        ring = np.vstack((head, head[:1]))
        found.lines.append(AreaBatch(ring, np.array([0, 4]), np.array([0, 1]), Fill(shape.colour), rim))
    found.spared.append((xy, SPARED_MM))


def _name(found: ShapeElements, shape: Shape, geometry: shapely.Geometry, xy: Floats, texts: Texts) -> None:
    """Ask for a place for the name of a shape that has one."""
    lines = tuple(line for line in texts.name_lines(shape.names) if line)
    if not lines:
        return
    style, said = label_style("crisis"), "\n".join(lines)
    if shape.form.is_area:
        inside = area_places(lines, style, geometry, may_overhang=True)
        places = (place for offered in (edge_places(lines, style, geometry), inside) for place in offered)
        found.wishes.append(LabelWish(shape.id, style, places, float(shapely.area(geometry)), words=said))
        return
    middle = shapely.Point(xy[0])
    if shape.form.is_line:
        middle = shapely.LineString(xy).interpolate(0.5, normalized=True)
    reach = 1.0 + shape.width_mm
    box = (middle.x - reach, middle.y - reach, middle.x + reach, middle.y + reach)
    found.wishes.append(LabelWish(shape.id, style, box_places(lines, style, [box]), words=said))


def _measurements(
    found: ShapeElements,
    measurements: tuple[Measurement, ...],
    paper: Paper,
    seen_mm: shapely.Geometry,
    language: Language,
) -> None:
    texts = Texts(language)
    counts = {True: 0, False: 0}
    style = LabelStyle((), size_pt=8.0, weight="semibold", colour=MEASURED.colour, halo_colour=_HALO, halo_mm=0.45)
    for measured in measurements:
        xy = paper(path_of(measured))
        if len(xy) < 2 or not shapely.intersects(shapely.LineString(xy), seen_mm):
            continue
        counts[measured.closed] += 1
        found.sensitivity = max(found.sensitivity, measured.sensitivity)
        found.lines.append(LineBatch(xy, np.array([0, len(xy)]), MEASURED))
        found.spared.append((xy, SPARED_MM))
        if measured.closed and len(xy) > 3:
            at = shapely.point_on_surface(shapely.make_valid(shapely.Polygon(xy)))
        else:
            at = shapely.LineString(xy).interpolate(0.5, normalized=True)
        lines = measurement_lines(measured, texts)
        label = LabelText(lines, (float(at.x), float(at.y)), style)
        found.texts.append(label)
        found.taken.append(block(label.anchor_mm, *block_size_mm(lines, style)))
    for closed, text in ((False, "Measured distance"), (True, "Measured area")):
        if counts[closed]:
            found.legend.append(
                LegendEntry(_in_all("Situation"), _in_all(text), stroke=MEASURED, count=counts[closed])
            )


def _geometry(shape: Shape, xy: Floats) -> shapely.Geometry | None:
    if shape.form.is_area:
        return shapely.make_valid(shapely.Polygon(xy)) if len(xy) > 3 else None
    if shape.form.is_line:
        return shapely.LineString(xy) if len(xy) > 1 else None
    return shapely.Point(xy[0]) if len(xy) else None


def _turned(points: Floats, angle_deg: float) -> Floats:
    angle = np.radians(angle_deg)
    turn = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    return np.asarray(points @ turn, dtype=np.float64)


def _in_all(text: str) -> Names:
    return Names(*(Texts(language)(text) for language in (Language.FR, Language.NL, Language.EN)))
