"""Framing sheets: what a paper shows at a round scale is laid over the map, one after the other."""

from collections.abc import Callable
from math import ceil
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPolygonF

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.changes import put, remove
from cartoviewer.document.edit import Change, Label
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.framing_series import numbered
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_frame, paint_tag, to_pixels
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_framing import ROUND_SCALES, new_sheet
from cartoviewer.ui.tools.tool import Pointer, Tool
from layers.crs import LAMBERT_72, transform_point
from layers.errors import Problem
from resources.texts import Names

__all__ = ["FrameSheetTool", "frame_corners"]

_FIRST_TEMPLATE: Final = "bnip_a3"
_GRIP_PX: Final = 6.0
_SHARE: Final = 0.8
_SMALLEST_SHARE: Final = 0.15


def frame_corners(sheet: Sheet) -> tuple[Point, ...]:
    """Give the corners of a sheet's map from its lower left, counter-clockwise, metres in Lambert 72.

    Raises
    ------
    TemplateError, SheetError
        The sheet cannot be drawn.
    """
    corners = sheet_view(sheet, sheet_template(sheet.template)).corners
    if sheet.epsg == LAMBERT_72:
        return corners
    return tuple(transform_point(x, y, sheet.epsg, LAMBERT_72) for x, y in corners)


class FrameSheetTool(Tool):
    """The frame of a paper follows the mouse and a click sets it; a frame is taken by its edge and moved.

    What the strip says (paper, scale, title) goes to the frame that is chosen, and to the next ones. Frames that
    are set become sheets by Enter, all of them in one edit; those of the dossier's sheets are edited at once.

    Signals
    -------
    sheet_wanted (str)
        The preview of a sheet is to be shown.
    """

    sheet_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        view: Callable[[], MapView],
        pixels_per_mm: float,
        font: QFont,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._pixels_per_mm = pixels_per_mm
        self._font = font
        self._template = _FIRST_TEMPLATE
        self._scale = 0.0
        self._names = Names()
        self._set: tuple[Sheet, ...] = ()
        self._chosen = ""
        self._hover: Pointer | None = None
        self._grip: tuple[Point, Point] | None = None
        session.dossier_changed.connect(self._forget)

    # What the strip shows and says

    @property
    def template(self) -> str:
        """The template of the chosen frame and of the next ones."""
        return self._template

    @property
    def scale(self) -> float:
        """The denominator of the chosen frame and of the next ones."""
        return self._scale

    @property
    def names(self) -> Names:
        """The title of the chosen frame and of the next ones."""
        return self._names

    @property
    def frames(self) -> tuple[Sheet, ...]:
        """The frames that are set and no sheets yet."""
        return self._set

    @property
    def chosen(self) -> Sheet | None:
        """The frame that is chosen."""
        return next((sheet for sheet in self._shown() if sheet.id == self._chosen), None)

    def use(self, *, template: str | None = None, scale: float | None = None, names: Names | None = None) -> None:
        """Take another paper, scale or title, for the chosen frame too."""
        self._template = template or self._template
        self._scale = scale or self._scale
        self._names = self._names if names is None else names
        sheet = self.chosen
        if sheet is not None:
            titled = self._names if names is not None else sheet.names
            after = msgspec.structs.replace(sheet, template=self._template, scale=self._scale, names=titled)
            self._change(after, Label("Sheet {name} framed anew", {"name": after.names}))
        self._tell()

    def make(self) -> None:
        """Make sheets of the frames that are set, as one edit; a chosen sheet is shown where there are none."""
        if not self._set:
            sheet = self.chosen
            if sheet is not None:
                self.sheet_wanted.emit(sheet.id)
            return
        document = self._session.document
        made = numbered(self._set, document.of(Sheet))
        label = (
            Label("New sheet {name}", {"name": made[0].names})
            if len(made) == 1
            else Label("Laid {n} sheets over the map", {"n": str(len(made))})
        )
        if self._session.do(label, *(put(document, one) for one in made)) is not None:
            self._set, self._chosen = (), ""
            self.finished.emit()
            self.sheet_wanted.emit(made[0].id)

    # The tool

    @property
    def hint(self) -> Label:
        """What to do next."""
        if self._set:
            return Label("Enter makes the sheets. Click sets one more; drag an edge to move; Backspace takes back.")
        if self.chosen is not None:
            return Label("Drag to move this sheet; paper, scale and title are in the bar. Enter shows it.")
        return Label("Click where the sheet is to lie. Click the edge of a frame to choose it.")

    def begin(self) -> None:
        """Take a scale at which the frame can be seen whole."""
        view = self._view()
        room = min(view.size_mm[0] / self._box[0], view.size_mm[1] / self._box[1]) * view.scale
        if not _SMALLEST_SHARE * room <= self._scale <= room:
            self._scale = float(max((one for one in ROUND_SCALES if one <= room * _SHARE), default=ROUND_SCALES[0]))
        self._tell()

    def end(self) -> None:
        """Forget the mouse; the frames that are set wait for the tool to be taken again."""
        self._chosen, self._hover, self._grip = "", None, None

    def press(self, pointer: Pointer) -> bool:
        """Take a frame by its edge, or the chosen one anywhere inside it."""
        sheet = self._at_edge(pointer) or self._inside_chosen(pointer)
        if sheet is None or not self._session.can_edit:
            return False
        self._choose(sheet)
        self._grip = (pointer.place, sheet.centre)
        return True

    def move(self, pointer: Pointer) -> None:
        """Carry the frame along."""
        self._hover = pointer
        self.repaint.emit()

    def drag(self, pointer: Pointer) -> None:
        """Show the frame where it would be put."""
        self._hover = pointer
        self.repaint.emit()

    def drop(self, pointer: Pointer) -> None:
        """Move the frame."""
        self._hover = pointer
        sheet, grip = self._dragged(), self._grip
        self._grip = None
        if sheet is not None and grip is not None and sheet.centre != grip[1]:
            self._change(sheet, Label("Moved {name}", {"name": sheet.names}))
        self._tell()

    def click(self, pointer: Pointer) -> None:
        """Choose the frame whose edge is clicked, or set another."""
        self._grip = None
        sheet = self._at_edge(pointer)
        if sheet is not None:
            self._choose(sheet)
            return
        if not self._session.can_edit:
            return
        made = self._frame_at(pointer.place)
        self._set = (*self._set, made)
        self._chosen = made.id
        self._tell()

    def double_click(self, pointer: Pointer) -> None:
        """Show the sheet whose edge is clicked twice."""
        sheet = self._at_edge(pointer)
        if sheet is not None and sheet.id in self._session.document:
            self.sheet_wanted.emit(sheet.id)

    def key(self, event: QKeyEvent) -> bool:
        """Enter makes the sheets, Backspace and Delete take a frame away, Esc gives up."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.make()
            case Qt.Key.Key_Delete if self.chosen is not None:
                self._take_away(self._chosen)
            case Qt.Key.Key_Backspace if self._set:
                self._take_away(self._set[-1].id)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.use(scale=_next_scale(self._scale, larger=event.key() == Qt.Key.Key_PageUp))
            case Qt.Key.Key_Escape:
                self._give_up()
            case _:
                return False
        return True

    def wants(self, event: QKeyEvent) -> bool:
        """Keep Delete for the frame that is chosen."""
        return event.key() == Qt.Key.Key_Delete and self.chosen is not None

    def leave(self) -> None:
        """Forget where the mouse was."""
        self._hover = None
        self.repaint.emit()

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the frames of all sheets, those that are set, and the one that follows the mouse."""
        dragged = self._dragged()
        at_edge = self._at_edge(self._hover) if self._hover is not None and self._grip is None else None
        numbers = {one.id: one.number for one in numbered(self._set, self._session.document.of(Sheet))}
        for sheet in self._shown():
            shown = dragged if dragged is not None and dragged.id == sheet.id else sheet
            pixels = _pixels(shown, view, pixels_per_mm)
            if pixels:
                strong = sheet.id == self._chosen or (at_edge is not None and at_edge.id == sheet.id)
                fresh = sheet.id in numbers
                paint_frame(painter, pixels, strong=strong, dashed=fresh)
                number = numbers.get(sheet.id, sheet.number)
                self._paint_tag(painter, pixels, f"{number} · {self._session.texts.name(sheet.names)}")
        if self._hover is not None and self._grip is None and at_edge is None and self._session.can_edit:
            pixels = _pixels(self._frame_at(self._hover.place), view, pixels_per_mm)
            if pixels:
                paint_frame(painter, pixels, strong=False, dashed=True)
                paper = paper_name(sheet_template(self._template).page)
                scale = f"1:{self._session.texts.number(round(self._scale))}"
                paint_tag(painter, self._hover.pixel, (f"{paper} · {scale}",), self._font)

    # Inside

    @property
    def _box(self) -> tuple[float, float]:
        return sheet_template(self._template).map.box[2:]

    def _shown(self) -> tuple[Sheet, ...]:
        return (*self._session.document.of(Sheet), *self._set)

    def _frame_at(self, place: Point) -> Sheet:
        view = MapView(place, self._scale, self._box)
        sheet = new_sheet(self._session.document, view, self._template)
        titled = self._names if self._names != Names() else sheet.names
        centre = (round(place[0], 1), round(place[1], 1))
        return msgspec.structs.replace(sheet, centre=centre, scale=self._scale, names=titled)

    def _choose(self, sheet: Sheet) -> None:
        self._chosen = sheet.id
        self._template, self._scale, self._names = sheet.template, sheet.scale, sheet.names
        self._tell()

    def _change(self, after: Sheet, label: Label) -> None:
        """Change a frame that is set, or a sheet of the dossier by an edit."""
        if any(sheet.id == after.id for sheet in self._set):
            self._set = tuple(after if sheet.id == after.id else sheet for sheet in self._set)
        elif self._session.document.get(after.id) != after:
            change: Change = put(self._session.document, after)
            self._session.do(label, change)

    def _take_away(self, sheet_id: str) -> None:
        sheet = next(one for one in self._shown() if one.id == sheet_id)
        if sheet in self._set:
            self._set = tuple(one for one in self._set if one.id != sheet_id)
        else:
            label = Label("Deleted sheet {name}", {"name": sheet.names})
            self._session.do(label, remove(self._session.document, sheet_id))
        self._chosen = "" if self._chosen == sheet_id else self._chosen
        self._tell()

    def _give_up(self) -> None:
        """Put a drag back, then let go of the chosen frame, then of the frames that are set, then of the tool."""
        if self._grip is not None:
            self._grip = None
        elif self._chosen:
            self._chosen = ""
        elif self._set:
            self._set = ()
        else:
            self.finished.emit()
            return
        self._tell()

    def _dragged(self) -> Sheet | None:
        """Give the frame as it would be put now."""
        sheet = self.chosen
        if sheet is None or self._grip is None or self._hover is None:
            return None
        (from_x, from_y), (x, y) = self._grip
        to_x, to_y = self._hover.place
        return msgspec.structs.replace(sheet, centre=(round(x + to_x - from_x, 1), round(y + to_y - from_y, 1)))

    def _at_edge(self, pointer: Pointer) -> Sheet | None:
        """Give the frame whose edge lies under the mouse, the uppermost first."""
        view = self._view()
        for sheet in reversed(self._shown()):
            pixels = _pixels(sheet, view, self._pixels_per_mm)
            if pixels and _is_near_edge(pointer.pixel, pixels):
                return sheet
        return None

    def _inside_chosen(self, pointer: Pointer) -> Sheet | None:
        sheet = self.chosen
        if sheet is None:
            return None
        outline = QPolygonF(_pixels(sheet, self._view(), self._pixels_per_mm))
        return sheet if outline.containsPoint(pointer.pixel, Qt.FillRule.OddEvenFill) else None

    def _paint_tag(self, painter: QPainter, pixels: list[QPointF], text: str) -> None:
        """Write at the upper left corner of a frame, or where it enters the picture, what the frame is."""
        corner, bounds = pixels[3], painter.viewport()
        at = QPointF(max(corner.x(), 0.0) - 8.0, max(corner.y(), 0.0) - 8.0)
        if at.x() < bounds.width() and at.y() < bounds.height():
            width = ceil(max(pixels[1].x() - at.x(), 0.0))
            if width > 40:
                paint_tag(painter, at, (text,), self._font)

    def _forget(self) -> None:
        self._set, self._chosen, self._names, self._scale = (), "", Names(), 0.0

    def _tell(self) -> None:
        self.hint_changed.emit()
        self.repaint.emit()


def _pixels(sheet: Sheet, view: MapView, pixels_per_mm: float) -> list[QPointF]:
    """Give a frame's corners; none for a sheet that cannot be drawn, which its preview tells."""
    try:
        return to_pixels(frame_corners(sheet), view, pixels_per_mm)
    except Problem:
        return []


def _is_near_edge(at: QPointF, pixels: list[QPointF]) -> bool:
    for start, end in zip(pixels, [*pixels[1:], pixels[0]], strict=True):
        along = end - start
        length = QPointF.dotProduct(along, along)
        part = min(max(QPointF.dotProduct(at - start, along) / length, 0.0), 1.0) if length else 0.0
        off = at - (start + along * part)
        if QPointF.dotProduct(off, off) <= _GRIP_PX**2:
            return True
    return False


def _next_scale(scale: float, *, larger: bool) -> float:
    """Give the round scale next to one: with `larger` the one that shows the ground larger."""
    if larger:
        return float(max((one for one in ROUND_SCALES if one < scale), default=ROUND_SCALES[0]))
    return float(min((one for one in ROUND_SCALES if one > scale), default=ROUND_SCALES[-1]))
