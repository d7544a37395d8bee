"""The sheet as it prints, with the boxes of what stands on it to be taken hold of."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bnip.furniture import Box
from cartoviewer.scene.layout_parts import Part, box_of, kinds_of, parts_of
from cartoviewer.scene.layout_snapping import Edges, Guide, moved_box, sized_box, snapped
from cartoviewer.scene.piece_kinds import KIND_NAMES
from cartoviewer.ui.layout_draft import LayoutDraft
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_canvas import SheetCanvas
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import LIGHT, SPACE_S, Theme

__all__ = ["MOVED", "MOVED_MANY", "SIZED", "SIZED_MANY", "LayoutCanvas"]

MOVED: Final = "Moved {piece} on sheet {name}"
MOVED_MANY: Final = "Moved {count} pieces on sheet {name}"
SIZED: Final = "Sized {piece} on sheet {name}"
SIZED_MANY: Final = "Sized {count} pieces on sheet {name}"

_HANDLE_PX: Final = 4.0
_REACH_PX: Final = 6.0
_DRAG_PX: Final = 3.0
_STEPS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_EDGES: Final[tuple[Edges, ...]] = (
    (-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1),
)  # fmt: skip
_CURSORS: Final = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
}


class LayoutCanvas(SheetCanvas):
    """Shows the sheet of a draft and lets its boxes be chosen, moved and sized, by mouse and by keys.

    Signals
    -------
    opened (Part)
        A part was double-clicked, or Enter pressed on it: what it says is to be edited.
    delete_wanted
        What is chosen is to be deleted.
    """

    opened = Signal(object)
    delete_wanted = Signal()

    def __init__(
        self, session: Session, theme: Theme, tasks: TaskRunner, draft: LayoutDraft, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tasks, parent=parent)
        self._session = session
        self._draft = draft
        self._guides: tuple[Guide, ...] = ()
        self._edges: Edges = (0, 0)
        self._begun: QPointF | None = None
        self._begun_boxes: dict[Part, Box] = {}
        self._moved = False
        self._band: QRectF | None = None
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        draft.changed.connect(self._follow)
        session.language_changed.connect(self._follow)

    # Where things are

    def pixels(self, box: Box) -> QRectF:
        """Give where a box of the page is, in pixels of the viewport."""
        factor, corner = self._factor(), self._place().topLeft()
        x, y, width, height = (length * factor for length in box)
        return QRectF(corner.x() + x, corner.y() + y, width, height)

    def part_at(self, at: QPointF) -> Part | None:
        """Give the part under a pixel; the smallest where one lies in another."""
        arrangement = self._draft.arrangement
        if arrangement is None:
            return None
        found = [
            (box[2] * box[3], part)
            for part in parts_of(arrangement)
            if self.pixels(box := box_of(arrangement, part)).contains(at)
        ]
        return min(found)[1] if found else None

    def handle_at(self, at: QPointF) -> Edges | None:
        """Give the edges that a handle under a pixel pulls; there are handles while one part is chosen."""
        boxes = self._draft.boxes
        if len(boxes) != 1 or not self._draft.can_edit:
            return None
        for edges, handle in self._handles(next(iter(boxes.values()))):
            if handle.adjusted(-2, -2, 2, 2).contains(at):
                return edges
        return None

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet, and over it the boxes, the handles and the lines that something is drawn to."""
        super().paintEvent(event)
        arrangement = self._draft.arrangement
        if arrangement is None or self._composition is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        faulty = {part for fault in self._draft.faults for part in fault.parts}
        chosen = self._draft.selection
        for part in parts_of(arrangement):
            # Just outside the box: what stands in it begins at its very edge.
            rect = self.pixels(box_of(arrangement, part)).adjusted(-1.5, -1.5, 1.5, 1.5)
            colour = QColor(LIGHT.danger if part in faulty else LIGHT.accent)
            if part in faulty:
                wash = QColor(colour)
                wash.setAlpha(46)
                painter.fillRect(rect, wash)
            # Two lines of which one is white: to be seen on whatever the map is made of.
            wide = 2.0 if part in chosen else 1.0
            style = Qt.PenStyle.SolidLine if part in chosen or part in faulty else Qt.PenStyle.DashLine
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if part in chosen:
                painter.setPen(QPen(QColor("#FFFFFF"), wide + 2.0))
                painter.drawRect(rect)
            painter.setPen(QPen(colour, wide, style))
            painter.drawRect(rect)
        if len(chosen) == 1:
            self._paint_handles(painter, box_of(arrangement, chosen[0]))
        for part in chosen:
            self._paint_tag(painter, part)
        self._paint_guides(painter)
        if self._band is not None:
            painter.setPen(QPen(QColor(LIGHT.accent), 1.0, Qt.PenStyle.DotLine))
            painter.drawRect(self._band)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle, of a part, or of nothing: then a band is drawn around what is to be chosen."""
        at = event.position()
        if event.button() is Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._begun, self._moved = at, False
        edges = self.handle_at(at)
        if edges is not None:
            self._edges = edges
            self._begun_boxes = self._draft.boxes
            return
        self._edges = (0, 0)
        part = self.part_at(at)
        several = bool(event.modifiers() & (_SHIFT | _CONTROL))
        if part is None:
            if not several:
                self._draft.select(())
            self._band = QRectF(at, at)
        elif several:
            self._draft.toggle(part)
        elif part not in self._draft.selection:
            self._draft.select((part,))
        self._begun_boxes = self._draft.boxes if part is not None else {}

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move or size what was taken hold of; Alt lets it lie anywhere."""
        at = event.position()
        if self._grip is not None:
            super().mouseMoveEvent(event)
            return
        if self._begun is None:
            self._show_cursor(at)
            return
        if self._band is not None:
            self._band = QRectF(self._begun, at).normalized()
            self.viewport().update()
            return
        off = at - self._begun
        if not self._begun_boxes or not self._draft.can_edit:
            return
        if not self._moved and max(abs(off.x()), abs(off.y())) < _DRAG_PX:
            return
        self._moved = True
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._drag(off.x() / self._factor(), off.y() / self._factor(), free=free)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was moved is one edit."""
        if event.button() is Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            return
        band, self._band = self._band, None
        moved, self._moved = self._moved, False
        self._begun, self._guides = None, ()
        if band is not None:
            self._choose_in(band)
        elif moved:
            sizing = self._edges != (0, 0)
            texts = (SIZED, SIZED_MANY) if sizing else (MOVED, MOVED_MANY)
            self._draft.name(*texts, tuple(self._begun_boxes))
            self._draft.keep()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what lies there."""
        part = self.part_at(event.position())
        if part is not None:
            self._draft.select((part,))
            self.opened.emit(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, size with Ctrl and the arrows, ten times as far with Shift."""
        key, draft = Qt.Key(event.key()), self._draft
        if key in _STEPS and draft.selection:
            far = 10.0 if event.modifiers() & _SHIFT else 1.0
            dx, dy = (step * far for step in _STEPS[key])
            if event.modifiers() & _CONTROL:
                draft.nudge(lambda box: sized_box(box, (1, 1), dx, dy), SIZED, SIZED_MANY)
            else:
                draft.nudge(lambda box: moved_box(box, dx, dy), MOVED, MOVED_MANY)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            draft.step(1 if key is Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and len(draft.selection) == 1:
            self.opened.emit(draft.selection[0])
        elif key is Qt.Key.Key_A and event.modifiers() & _CONTROL and draft.arrangement is not None:
            draft.select(parts_of(draft.arrangement))
        elif key is Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    # Inside

    def _factor(self) -> float:
        """Give pixels for a millimetre of the page."""
        return self._pixels_per_inch / 25.4 * self._zoom

    def _give_up(self) -> None:
        if self._draft.is_pending:
            self._draft.put_back()
        else:
            self._draft.select(())
        self._begun, self._band, self._guides, self._moved = None, None, (), False
        self.viewport().update()

    def _drag(self, dx: float, dy: float, *, free: bool) -> None:
        arrangement = self._draft.arrangement
        if arrangement is None:
            return
        first = self._around(list(self._begun_boxes.values()))
        after = self._changed(first, dx, dy)
        self._guides = ()
        if not free:
            others = [box_of(arrangement, part) for part in parts_of(arrangement) if part not in self._begun_boxes]
            reach = _REACH_PX / self._factor()
            more_x, more_y, self._guides = snapped(after, self._edges, others, arrangement.page, reach)
            dx, dy = dx + more_x, dy + more_y
        self._draft.show_boxes({part: self._changed(box, dx, dy) for part, box in self._begun_boxes.items()})

    def _changed(self, box: Box, dx: float, dy: float) -> Box:
        return moved_box(box, dx, dy) if self._edges == (0, 0) else sized_box(box, self._edges, dx, dy)

    @staticmethod
    def _around(boxes: list[Box]) -> Box:
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, foot = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        return (left, top, right - left, foot - top)

    def _choose_in(self, band: QRectF) -> None:
        arrangement = self._draft.arrangement
        if arrangement is None or max(band.width(), band.height()) < _DRAG_PX:
            return
        inside = [part for part in parts_of(arrangement) if band.contains(self.pixels(box_of(arrangement, part)))]
        self._draft.select((*self._draft.selection, *inside))

    def _show_cursor(self, at: QPointF) -> None:
        edges = self.handle_at(at)
        if edges is None and self._draft.can_edit and self.part_at(at) in self._draft.selection:
            edges = (0, 0)
        self.viewport().setCursor(_CURSORS[edges] if edges is not None else Qt.CursorShape.ArrowCursor)

    def _handles(self, box: Box) -> list[tuple[Edges, QRectF]]:
        rect = self.pixels(box)
        xs = {-1: rect.left(), 0: rect.center().x(), 1: rect.right()}
        ys = {-1: rect.top(), 0: rect.center().y(), 1: rect.bottom()}
        side = 2 * _HANDLE_PX
        return [
            (edges, QRectF(xs[edges[0]] - _HANDLE_PX, ys[edges[1]] - _HANDLE_PX, side, side)) for edges in _EDGES
        ]

    def _paint_handles(self, painter: QPainter, box: Box) -> None:
        if not self._draft.can_edit:
            return
        painter.setPen(QPen(QColor(LIGHT.accent), 1.5))
        painter.setBrush(QColor("#FFFFFF"))
        for _, handle in self._handles(box):
            painter.drawRect(handle)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_tag(self, painter: QPainter, part: Part) -> None:
        """Say what a part is and how large, at its upper left corner."""
        arrangement = self._draft.arrangement
        if arrangement is None:
            return
        texts, box = self._session.texts, box_of(arrangement, part)
        kinds = [texts(KIND_NAMES[kind]) for kind in kinds_of(arrangement, part)]
        name = kinds[0] if len(kinds) == 1 else f"{kinds[0]} +{len(kinds) - 1}"
        words = f"{name} · {texts.number(box[2], 1)} × {texts.number(box[3], 1)} mm"
        rect = self.pixels(box)
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(words) + 2 * SPACE_S
        left = max(min(rect.left(), self.viewport().width() - wide), 0.0)
        top = max(rect.top() - metrics.height() - 2 * SPACE_S, 0.0)
        tag = QRectF(left, top, wide, metrics.height() + SPACE_S)
        painter.fillRect(tag, QColor(LIGHT.accent))
        painter.setPen(QColor(LIGHT.on_accent))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_guides(self, painter: QPainter) -> None:
        page = QRectF(self._place())
        painter.setPen(QPen(QColor(LIGHT.exercise), 1.0))
        for guide in self._guides:
            at = guide.at_mm * self._factor()
            if guide.upright:
                x = page.left() + at
                painter.drawLine(QPointF(x, page.top()), QPointF(x, page.bottom()))
            else:
                y = page.top() + at
                painter.drawLine(QPointF(page.left(), y), QPointF(page.right(), y))

    def _follow(self) -> None:
        """Show the draft anew, and tell a screen reader what is chosen."""
        texts, draft = self._session.texts, self._draft
        self.setAccessibleName(texts("The sheet and what stands on it"))
        told = []
        for part, box in draft.boxes.items():
            if draft.arrangement is not None:
                kinds = ", ".join(texts(KIND_NAMES[kind]) for kind in kinds_of(draft.arrangement, part))
                told.append(f"{kinds}: {', '.join(f'{length:g}' for length in box)} mm")
        self.setAccessibleDescription("; ".join(told))
        self.viewport().update()
