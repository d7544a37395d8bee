"""The index of a binder: where its sheets lie on the ground, what each is, and on which page it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Final

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from bnip.furniture import Box
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.export.index_pages import FOOT, LEFT, TOP, WIDTH, pages_pdf, words_of
from cartoviewer.export.publication import Publication
from cartoviewer.render.device import PDF
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import STRONG_MM
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.overview import Overview
from cartoviewer.scene.scale_bar import scale_text
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.sheet_style import FIELD_NAME, FIELD_VALUE, INK, LEGEND_NAME, title_style
from cartoviewer.scene.sheet_words import title_lines
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, set_text
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform
from layers.sensitivity import Sensitivity
from layers.shapes import Floats
from resources.texts import Texts

__all__ = ["Index", "IndexLine", "index_of", "page_numbers"]

_MAP_MM: Final = 118.0
_GAP_MM: Final = 4.0
_LINE_GAP_MM: Final = 1.4
_BASE: Final = ("water", "green", "railway", "metro", "metro_station", "street")
_OUTLINES: Final = ("municipality", "region")
_PALE: Final = 0.6
_ROOM_M: Final = 400.0
_ROOM_SHARE: Final = 0.15
"""What is shown around the sheets, to know where they lie: a share of their ground, and so many metres at least."""
# Where each column begins, from the left, and how wide it is: page, title, scale, version, marking.
_COLUMNS: Final = ((0.0, 14.0), (16.0, 100.0), (118.0, 18.0), (138.0, 14.0), (154.0, 28.0))
_NUMBER: Final = TypeStyle(6.5, "bold")
_ON_MAP: Final = TypeStyle(8.0, "bold")
_RUN: Final = 3
"""So many sheets one after the other of which all the same is told have one row."""

_Said = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_Row = tuple[tuple[TextBlock, ...], int]
"""The words of a row, and the sheet that it leads to."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the index: on which page of it, in which box in millimetres, and which sheet it leads to."""

    page: int
    box: tuple[float, float, float, float]
    sheet: int


@dataclass(frozen=True, slots=True)
class Index:
    """The index as a PDF, the lines that lead to the sheets, and the words of each of its pages."""

    pdf: bytes
    lines: tuple[IndexLine, ...]
    marking: Sensitivity
    words: tuple[str, ...] = ()


def index_of(
    publication: Publication,
    title: str,
    sheets: tuple[Sheet, ...],
    markings: tuple[Sensitivity, ...],
    printed: datetime,
) -> Index:
    """Lay out and paint the index of sheets that were drawn with these markings."""
    texts = Texts(publication.language)
    views = [sheet_view(sheet, arrangement_of(sheet, publication.document)) for sheet in sheets]
    overview, outlines = _ground(publication, views, printed)
    marking = max((*markings, outlines))
    numbers = page_numbers(sheets)
    said = [_words(publication.sheet(sheet), level, texts) for sheet, level in zip(sheets, markings, strict=True)]
    pages, lines = _paged(_condensed(said, numbers), title, texts, with_map=overview is not None)
    on_first = None
    if overview is not None:
        top = pages[0][0].bottom_mm + _GAP_MM
        tags = _tags(overview, views, numbers)
        lines += [IndexLine(0, _linked(box, top), sheet) for sheet, (_, box) in enumerate(tags)]
        on_first = partial(_paint_ground, scene=overview, views=views, tags=tags, publication=publication, top=top)
    pdf = pages_pdf(pages, marking, publication, printed, on_first)
    return Index(pdf, tuple(lines), marking, words_of(pages))


def page_numbers(sheets: Sequence[Sheet]) -> tuple[int, ...]:
    """Give by which number each sheet of a binder is found: its own, which is printed on it and on its neighbours.

    Sheets of which several have one number are counted in their order.
    """
    own = tuple(sheet.number for sheet in sheets)
    return own if len(set(own)) == len(own) else tuple(range(1, len(own) + 1))


def _words(sheet: Sheet, marking: Sensitivity, texts: Texts) -> _Said:
    return title_lines(sheet, texts), (scale_text(sheet.scale),), (sheet.version,), (marking.marking,)


def _condensed(said: Sequence[_Said], numbers: Sequence[int]) -> list[_Row]:
    """Set a row for each sheet; a run of sheets of which all the same is told has one row, `4–33`."""
    rows: list[_Row] = []
    for words, run in groupby(range(len(said)), key=said.__getitem__):
        places = list(run)
        are_a_run = len({numbers[place] - place for place in places}) == 1
        if len(places) >= _RUN and are_a_run:
            spans = [(f"{numbers[places[0]]}–{numbers[places[-1]]}", places[0])]
        else:
            spans = [(str(numbers[place]), place) for place in places]
        rows += [(_row(called, words), place) for called, place in spans]
    return rows


def _row(called: str, words: _Said) -> tuple[TextBlock, ...]:
    styles = (_NUMBER, FIELD_VALUE, LEGEND_NAME, LEGEND_NAME, LEGEND_NAME)
    return tuple(
        set_text(told, style, width, at=(LEFT + left, 0.0))
        for told, style, (left, width) in zip(((called,), *words), styles, _COLUMNS, strict=True)
    )


def _paged(
    rows: list[_Row], title: str, texts: Texts, *, with_map: bool
) -> tuple[list[list[TextBlock]], list[IndexLine]]:
    """Set the rows one under the other, as many on a page as there is room for."""
    heading = set_text(tuple(title.split(" / ")), title_style(18.0), WIDTH, at=(LEFT, TOP))
    pages: list[list[TextBlock]] = [[heading]]
    at = heading.bottom_mm + _GAP_MM + (_MAP_MM + _GAP_MM if with_map else 0.0)
    at = _headed(pages[0], at, texts)
    lines: list[IndexLine] = []
    for row, sheet in rows:
        height = max(block.height_mm for block in row)
        if at + height > FOOT:
            pages.append([])
            at = _headed(pages[-1], TOP, texts)
        pages[-1] += [_down(block, at) for block in row]
        lines.append(IndexLine(len(pages) - 1, (LEFT, at, WIDTH, height), sheet))
        at += height + _LINE_GAP_MM
    return pages, lines


def _headed(page: list[TextBlock], at: float, texts: Texts) -> float:
    names = ("Page", "Sheet", "Scale", "Version", "Distribution")
    blocks = [
        set_text((texts(name).upper(),), FIELD_NAME, width + 2.0, at=(LEFT + left, at))
        for name, (left, width) in zip(names, _COLUMNS, strict=True)
    ]
    page += blocks
    return max(block.bottom_mm for block in blocks) + _LINE_GAP_MM


def _down(block: TextBlock, at: float) -> TextBlock:
    return TextBlock(block.lines, block.style, block.size_pt, block.x_mm, at, block.align, block.cut)


def _ground(publication: Publication, views: list[MapView], printed: datetime) -> tuple[Scene | None, Sensitivity]:
    """Draw the ground around all sheets: a quiet base map where the dossier has one, else the Region's outlines."""
    corners = np.vstack([_lambert(view) for view in views])
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    size = (WIDTH, _MAP_MM)
    gatherer = Gatherer(publication.datasets)
    base = _base_map(publication.document)
    if base is not None:
        room = max(_ROOM_M, _ROOM_SHARE * max(east - west, north - south))
        near = (west - room, south - room, east + room, north + room)
        scene = gatherer.gather(base, MapView.fitting(near, size), publication.language, now=printed)
        return scene, scene.sensitivity
    overview = Overview(
        publication.document,
        publication.datasets,
        gatherer,
        MapView.fitting((west, south, east, north), size),
        publication.language,
        printed,
    )
    return overview.scene(size), overview.sensitivity


def _base_map(document: MapDocument) -> MapDocument | None:
    """Give the visible base layers of a document, paler than on a sheet; None where there are only outlines."""
    layers = [layer for layer in document.layers if layer.visible and layer.schema in (*_BASE, *_OUTLINES)]
    if not any(layer.schema in _BASE for layer in layers):
        return None
    return MapDocument(
        {layer.id: msgspec.structs.replace(layer, opacity=layer.opacity * _PALE) for layer in layers}
    )


def _lambert(view: MapView) -> Floats:
    """Give the corners (4, 2) of a sheet in Lambert 72, whatever it is drawn in; from the lower left."""
    corners = np.array(view.corners)
    return corners if view.epsg == LAMBERT_72 else transform(corners, view.epsg, LAMBERT_72)


def _tags(scene: Scene, views: Sequence[MapView], numbers: Sequence[int]) -> list[tuple[TextBlock, Box]]:
    """Set the number of each sheet in its frame, with the box around it.

    It stands in the upper left corner, as on the sheet, or where that is taken, in another corner, at an edge or in
    the middle.
    """
    tags: list[tuple[TextBlock, Box]] = []
    for number, view in zip(numbers, views, strict=True):
        lower_left, lower_right, upper_right, upper_left = scene.view.to_paper(_lambert(view))
        word = set_text((str(number),), _ON_MAP, 20.0)
        width, height = word.width_mm + 1.6, word.height_mm + 0.4
        middle = (lower_left + upper_right) / 2
        corners = (upper_left, upper_right, lower_right, lower_left)
        edges = [(one + other) / 2 for one, other in zip(corners, (*corners[1:], corners[0]), strict=True)]
        boxes = [_inside(place, middle, width, height) for place in (*corners, *edges, middle)]
        free = [box for box in boxes if not any(_overlap(box, other) for _, other in tags)]
        box = (free or boxes)[0]
        tags.append((set_text((str(number),), _ON_MAP, 20.0, at=(box[0] + 0.8, box[1] + 0.3)), box))
    return tags


def _inside(place: Floats, middle: Floats, width: float, height: float) -> Box:
    """Give a box at a place of a frame, on the side of its middle."""
    (x, y), (to_x, to_y) = place.tolist(), middle.tolist()
    across = 0.0 if x < to_x - 0.1 else width if x > to_x + 0.1 else width / 2
    down = 0.0 if y < to_y - 0.1 else height if y > to_y + 0.1 else height / 2
    return (x - across, y - down, width, height)


def _overlap(one: Box, other: Box) -> bool:
    (x, y, width, height), (left, top, wide, high) = one, other
    return x < left + wide and left < x + width and y < top + high and top < y + height


def _linked(box: Box, top: float) -> Box:
    """Give the box of a number on the map as it lies on the page."""
    x, y, width, height = box
    return (LEFT + x, top + y, width, height)


def _paint_ground(
    painter: QPainter,
    scene: Scene,
    views: list[MapView],
    tags: Sequence[tuple[TextBlock, Box]],
    publication: Publication,
    top: float,
) -> None:
    """Paint where every sheet lies, with its number inside the upper left corner."""
    painter.save()
    painter.translate(LEFT, top)
    paint_scene(painter, scene, publication.language, PDF)
    painter.setClipRect(QRectF(0, 0, WIDTH, _MAP_MM), Qt.ClipOperation.IntersectClip)
    pen = QPen(PDF.colour(INK), STRONG_MM)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    for view in views:
        corners = scene.view.to_paper(_lambert(view)).tolist()
        painter.setBrush(QBrush())
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    # Over all frames: a number that another frame runs through is not read.
    for word, box in tags:
        painter.setPen(pen)
        painter.fillRect(QRectF(*box), PDF.colour("#FFFFFF"))
        painter.drawRect(QRectF(*box))
        paint_block(painter, PDF, word)
    painter.restore()
