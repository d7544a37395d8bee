"""Framing sheets: what a paper shows at a round scale is laid over the map, one after the other."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.changes import put, remove
from cartoviewer.document.drawings import PLACED
from cartoviewer.document.edit import Change, Label
from cartoviewer.scene.arrangement_choice import arrangement_called
from cartoviewer.scene.frame_fit import fitted, record_points
from cartoviewer.scene.framing_series import numbered
from cartoviewer.scene.view import MapView
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.frame_outline import (
    STEP_DEG,
    handle_pixel,
    is_inside,
    is_near,
    is_near_edge,
    next_scale,
    outline_pixels,
    turn_towards,
)
from cartoviewer.ui.tools.frame_surface import FrameSurface
from cartoviewer.ui.tools.frame_wish import FrameWish
from cartoviewer.ui.tools.tool import Pointer, Tool
from layers.sensitivity import Sensitivity
from layers.shapes import Floats
from resources.texts import Names

__all__ = ["FrameSheetTool"]


class FrameSheetTool(Tool):
    """The frame of a paper follows the mouse and a click sets it; a drag lays it so that all of an area is on it.

    A frame is taken by its edge and moved, and turned by its handle. What the strip says (paper, scale, turn,
    title) goes to the frame that is chosen, and to the next ones. Frames that are set become sheets by Enter, all
    of them in one edit; those of the dossier's sheets are edited at once.

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
        self._wish = FrameWish()
        self._set: tuple[Sheet, ...] = ()
        self._chosen = ""
        self._hover: Pointer | None = None
        self._grip: tuple[Point, Point] | None = None
        self._area: Point | None = None
        self._turning = False
        session.dossier_changed.connect(self._forget)

    # What the strip shows and says

    @property
    def wish(self) -> FrameWish:
        """How the chosen frame is, and how the next ones will be."""
        return self._wish

    @property
    def frames(self) -> tuple[Sheet, ...]:
        """The frames that are set and no sheets yet."""
        return self._set

    @property
    def chosen(self) -> Sheet | None:
        """The frame that is chosen."""
        return next((sheet for sheet in self._shown() if sheet.id == self._chosen), None)

    def use(
        self,
        *,
        paper: str | None = None,
        scale: float | None = None,
        rotation: float | None = None,
        names: Names | None = None,
    ) -> None:
        """Take another paper or layout, scale, turn or title, for the chosen frame too."""
        was = self._wish
        self._wish = FrameWish(
            was.template,
            scale or was.scale,
            was.rotation if rotation is None else rotation % 360.0,
            was.names if names is None else names,
            was.layout,
        )
        if paper is not None:
            self._wish = replace(self._wish, **arrangement_called(paper, self._session.document))
        sheet = self.chosen
        if sheet is not None:
            after = msgspec.structs.replace(self._wish.on(sheet), names=sheet.names if names is None else names)
            self._change(after, Label("Sheet {name} framed anew", {"name": after.names}))
        self._tell()

    def fit(self, points: Floats, names: Names, sensitivity: Sensitivity, *, turned: bool) -> None:
        """Fit the chosen frame, or another one, to ground (n, 2) in Lambert 72 that is called `names`.

        Where a thing lies is no more public than the thing: the sheet is as strict as what it is fitted to.

        Raises
        ------
        FitError
            It is too large for any sheet, or nowhere.
        """
        if not self._session.can_edit:
            return
        sheet = self.chosen
        if sheet is None:
            named = self._wish if self._wish.names != Names() else replace(self._wish, names=names)
            sheet = named.at((0.0, 0.0), self._session.document)
        strict = msgspec.structs.replace(sheet, sensitivity=max(sheet.sensitivity, sensitivity))
        after = fitted(strict, points, self._session.document, turned=turned)
        if self.chosen is None:
            self._set = (*self._set, after)
        else:
            self._change(after, Label("Sheet {name} framed anew", {"name": after.names}))
        self._choose(after)

    def fit_selection(self, *, turned: bool = False) -> None:
        """Fit the chosen frame, or another one, to the drawings that are selected. Raises FitError as `fit`."""
        drawn = [record for record in self._session.selected if isinstance(record, PLACED)]
        points = record_points(drawn)
        names = drawn[0].names if len(drawn) == 1 else Names()
        self.fit(points, names, max(record.sensitivity for record in drawn), turned=turned)

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
            return Label(
                "Enter makes the sheets. Click or drag sets one more; an edge moves it, the handle turns it."
            )
        if self.chosen is not None:
            return Label("Drag to move this sheet, its handle to turn it; the rest is in the bar. Enter shows it.")
        return Label(
            "Click where the sheet is to lie, or drag over what it is to show. Click an edge to choose it."
        )

    def begin(self) -> None:
        """Take a scale at which the frame can be seen whole."""
        self._wish = self._wish.seen_whole(self._view(), self._session.document)
        self._tell()

    def end(self) -> None:
        """Forget the mouse; the frames that are set wait for the tool to be taken again."""
        self._chosen, self._hover = "", None
        self._let_go()

    def press(self, pointer: Pointer) -> bool:
        """Take the handle, a frame by its edge, the chosen one anywhere inside it, or begin an area."""
        if not self._session.can_edit:
            return False
        if self._on_handle(pointer):
            self._turning = True
            return True
        sheet = self._at_edge(pointer) or self._inside_chosen(pointer)
        if sheet is None:
            self._area = pointer.place
            return True
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
        """Move or turn the frame, or lay one over the area."""
        self._hover = pointer
        laid, sheet, turning = self._over_area(), self._dragged(), self._turning
        self._let_go()
        if laid is not None:
            self._set = (*self._set, laid)
            self._choose(laid)
        elif sheet is not None and sheet != self.chosen:
            turned = Label("Turned {name}", {"name": sheet.names})
            self._change(sheet, turned if turning else Label("Moved {name}", {"name": sheet.names}))
            self._choose(sheet)
        self._tell()

    def click(self, pointer: Pointer) -> None:
        """Choose the frame whose edge is clicked, or set another."""
        on_handle = self._turning
        self._let_go()
        sheet = self._at_edge(pointer)
        if sheet is not None:
            self._choose(sheet)
            return
        if on_handle:
            return
        if not self._session.can_edit:
            return
        made = self._wish.at(pointer.place, self._session.document)
        self._set = (*self._set, made)
        self._chosen = made.id
        self._tell()

    def double_click(self, pointer: Pointer) -> None:
        """Show the sheet whose edge is clicked twice."""
        sheet = self._at_edge(pointer)
        if sheet is not None and sheet.id in self._session.document:
            self.sheet_wanted.emit(sheet.id)

    def key(self, event: QKeyEvent) -> bool:
        """Enter makes the sheets, Backspace and Delete take a frame away, Esc gives up; [ and ], < and > turn."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.make()
            case Qt.Key.Key_Delete if self.chosen is not None:
                self._take_away(self._chosen)
            case Qt.Key.Key_Backspace if self._set:
                self._take_away(self._set[-1].id)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.use(scale=next_scale(self._wish.scale, larger=event.key() == Qt.Key.Key_PageUp))
            case Qt.Key.Key_BracketLeft | Qt.Key.Key_Less:
                self.use(rotation=self._wish.rotation - STEP_DEG)
            case Qt.Key.Key_BracketRight | Qt.Key.Key_Greater:
                self.use(rotation=self._wish.rotation + STEP_DEG)
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
        """Paint the frames of all sheets, those that are set, and the one that would be set or turned now."""
        dragged, hover, texts = self._dragged(), self._hover, self._session.texts
        is_held = self._grip is not None or self._area is not None or self._turning
        at_edge = self._at_edge(hover) if hover is not None and not is_held else None
        strong = {self._chosen, at_edge.id if at_edge is not None else ""}
        numbers = {one.id: one.number for one in numbered(self._set, self._session.document.of(Sheet))}
        surface = FrameSurface(painter, view, pixels_per_mm, self._font, texts, self._session.document)
        for sheet in self._shown():
            shown = dragged if dragged is not None and dragged.id == sheet.id else sheet
            fresh = numbers.get(sheet.id)
            handle = sheet.id == self._chosen and self._session.can_edit
            surface.sheet(shown, fresh or sheet.number, strong=sheet.id in strong, fresh=bool(fresh), handle=handle)
        if hover is None or not self._session.can_edit:
            return
        if self._turning and dragged is not None:
            surface.angle(dragged.rotation, hover.pixel)
        elif self._area is not None:
            surface.area(self._area, hover.place, self._over_area(), hover.pixel)
        elif not is_held and at_edge is None and not self._on_handle(hover):
            surface.next_sheet(self._wish.at(hover.place, self._session.document), hover.pixel)

    # Inside

    def _shown(self) -> tuple[Sheet, ...]:
        return (*self._session.document.of(Sheet), *self._set)

    def _over_area(self) -> Sheet | None:
        """Give the frame that would show all of the area that is being dragged."""
        if self._area is None or self._hover is None:
            return None
        return self._wish.over(self._area, self._hover.place, self._session.document)

    def _choose(self, sheet: Sheet) -> None:
        self._chosen = sheet.id
        self._wish = FrameWish.of(sheet)
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
        if self._grip is not None or self._turning or self._area is not None:
            self._let_go()
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
        if sheet is not None and self._turning and self._hover is not None:
            steps = bool(self._hover.modifiers & Qt.KeyboardModifier.ShiftModifier)
            return msgspec.structs.replace(sheet, rotation=turn_towards(sheet, self._hover.place, in_steps=steps))
        if sheet is None or self._grip is None or self._hover is None:
            return None
        (from_x, from_y), (x, y) = self._grip
        to_x, to_y = self._hover.place
        return msgspec.structs.replace(sheet, centre=(round(x + to_x - from_x, 1), round(y + to_y - from_y, 1)))

    def _at_edge(self, pointer: Pointer) -> Sheet | None:
        """Give the frame whose edge lies under the mouse, the uppermost first."""
        view = self._view()
        for sheet in reversed(self._shown()):
            pixels = outline_pixels(sheet, self._session.document, view, self._pixels_per_mm)
            if pixels and is_near_edge(pointer.pixel, pixels):
                return sheet
        return None

    def _inside_chosen(self, pointer: Pointer) -> Sheet | None:
        sheet = self.chosen
        if sheet is None:
            return None
        pixels = outline_pixels(sheet, self._session.document, self._view(), self._pixels_per_mm)
        return sheet if is_inside(pointer.pixel, pixels) else None

    def _on_handle(self, pointer: Pointer) -> bool:
        sheet, document = self.chosen, self._session.document
        pixels = outline_pixels(sheet, document, self._view(), self._pixels_per_mm) if sheet is not None else []
        return bool(pixels) and is_near(pointer.pixel, handle_pixel(pixels, self._view(), self._pixels_per_mm))

    def _let_go(self) -> None:
        self._grip, self._area, self._turning = None, None, False

    def _forget(self) -> None:
        self._set, self._chosen, self._wish = (), "", FrameWish(self._wish.template)

    def _tell(self) -> None:
        self.hint_changed.emit()
        self.repaint.emit()
