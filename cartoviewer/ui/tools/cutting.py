"""Cutting drawings along a line, and setting off a parallel or a buffer at a distance shown or typed."""

from collections.abc import Sequence

import msgspec
import shapely
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from bnip.drawing import Form, Shape
from bnip.geometry.entry import read_entry
from bnip.geometry.operations import Path, ShapingError, buffered, geometry_of, is_closed, parallel, split_by
from bnip.incident import Route
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.drawings import PLACED, Placed, is_locked, path_of, with_path
from cartoviewer.document.edit import Change, Label
from cartoviewer.scene.measures import write_distance
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_guide, paint_tag, to_pixels
from cartoviewer.ui.record_names import count_label, record_names
from cartoviewer.ui.tools.sketch import Ground, SketchTool
from cartoviewer.ui.tools.tool import Pointer, Tool
from resources.texts import Names

__all__ = ["BufferTool", "ParallelTool", "SplitTool"]


class SplitTool(SketchTool):
    """Cuts the selected lines and areas, or everything the line crosses where nothing is selected."""

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Draw a line across what is to be cut. Enter or a double click cuts, Esc gives up.")

    def complete(self) -> None:
        """Cut, as one edit: the first piece stays the drawing it was, the others are new."""
        session, blade = self._session, self.corners
        document = session.document
        chosen: Sequence[object] = session.selected or tuple(document)
        changes: list[Change] = []
        cut: list[Placed] = []
        for record in chosen:
            if not isinstance(record, PLACED) or is_locked(document, record) or len(path_of(record)) < 2:
                continue
            try:
                first, *others = split_by(path_of(record), blade)
            except ShapingError:
                continue
            cut.append(record)
            changes.append(put(document, with_path(record, first)))
            for path in others:
                piece = msgspec.structs.replace(with_path(record, path), id=new_id())
                changes.append(put(document, piece))
        self.end()
        if not cut:
            session.problem.emit(
                ShapingError("The line cuts nothing in two. Draw from one side of a drawing to the other.")
            )
            return
        if session.do(count_label("Cut {name}", "Cut {count} objects", cut), *changes) is not None:
            session.select(*(change.record_id for change in changes))
            self.finished.emit()


class BufferTool(Tool):
    """Makes the area around the selected drawing; how far, the mouse shows or a number says."""

    makes_area = True

    def __init__(self, ground: Ground, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._session = ground.session
        self._hover: Point | None = None
        self._typed = ""

    @property
    def record(self) -> Placed | None:
        """What it is set off from."""
        chosen = self._session.selected
        return chosen[0] if len(chosen) == 1 and isinstance(chosen[0], PLACED) else None

    @property
    def typed(self) -> str:
        """What is being typed."""
        return self._typed

    @property
    def hint(self) -> Label:
        """What to do next."""
        if self.record is None:
            return Label("Select one drawing first, then take this tool again. Esc gives up.")
        return Label("Click at the distance you want, or type it in metres and press Enter. Esc gives up.")

    def end(self) -> None:
        """Forget the distance."""
        self._hover, self._typed = None, ""

    def move(self, pointer: Pointer) -> None:
        """Follow the mouse."""
        self._hover = pointer.place
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Make it at this distance."""
        self._hover = pointer.place
        self._make(self._distance())

    def wants(self, event: QKeyEvent) -> bool:
        """Keep letters that are shortcuts while a distance is being typed."""
        return bool(self._typed) and event.text().isprintable() and bool(event.text())

    def key(self, event: QKeyEvent) -> bool:
        """Type the distance, Enter makes it, Backspace and Esc take back."""
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            self.finished.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._make(self._distance())
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
        elif text and text.isprintable() and (self._typed or text.isdecimal()):
            self._typed += text
        else:
            return False
        self.hint_changed.emit()
        self.repaint.emit()
        return True

    def enter(self, text: str) -> bool:
        """Make it at the distance that was typed."""
        entry = read_entry(text)
        if entry is None or entry.metres is None:
            return False
        self._make(self._signed(entry.metres))
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint what would be made, and how far it is."""
        metres = self._distance()
        path = self._path(metres) if metres is not None else None
        if metres is None or path is None:
            return
        pixels = to_pixels(path, view, pixels_per_mm)
        paint_guide(painter, pixels, dashed=True)
        at = to_pixels((self._hover,), view, pixels_per_mm)[0] if self._hover is not None else pixels[0]
        said = [self._typed + "▏"] if self._typed else [write_distance(abs(metres), self._session.texts)]
        paint_tag(painter, at, said, self._ground.font)

    # Inside

    def _distance(self) -> float | None:
        """Give the distance: to the left of a line is positive."""
        if self._typed:
            entry = read_entry(self._typed)
            return self._signed(entry.metres) if entry is not None and entry.metres is not None else None
        record = self.record
        if record is None or self._hover is None:
            return None
        geometry = geometry_of(path_of(record))
        line = geometry.boundary if geometry.area > 0 else geometry
        return self._signed(round(float(line.distance(shapely.Point(self._hover))), 1))

    def _signed(self, metres: float) -> float:
        record, hover = self.record, self._hover
        if record is None or hover is None:
            return metres
        path = path_of(record)
        if is_closed(path):
            return -metres if geometry_of(path).contains(shapely.Point(hover)) else metres
        return metres

    def _path(self, metres: float) -> Path | None:
        record = self.record
        if record is None or metres == 0:
            return None
        try:
            return self._shaped(path_of(record), metres)
        except ShapingError:
            return None

    def _shaped(self, path: Path, metres: float) -> Path:
        return buffered(path, metres)

    def _text(self) -> str:
        return "Buffer of {distance} around {name}"

    def _make(self, metres: float | None) -> None:
        record, session = self.record, self._session
        if record is None or metres is None or metres == 0 or not session.can_edit:
            return
        try:
            path = self._shaped(path_of(record), metres)
        except ShapingError as error:
            session.problem.emit(error)
            return
        made = self._made(record, path)
        values: dict[str, str | Names] = {"distance": f"{abs(metres):g} m", "name": record_names(record)}
        if session.do(Label(self._text(), values), put(session.document, made)) is not None:
            session.select(made.id)
            self.finished.emit()

    def _made(self, record: Placed, path: Path) -> Placed:
        """Make a drawing of the same kind where the kind has this geometry, a free shape otherwise."""
        if isinstance(record, Zone) and is_closed(path):
            return msgspec.structs.replace(with_path(record, path), id=new_id())
        if isinstance(record, Route) and not is_closed(path):
            return msgspec.structs.replace(with_path(record, path), id=new_id())
        form = Form.POLYGON if is_closed(path) else Form.LINE
        if isinstance(record, Shape):
            made = msgspec.structs.replace(record, id=new_id(), path=path, form=form, centre=None, radius_m=None)
            return msgspec.structs.replace(made, from_deg=None, to_deg=None)
        return self._session.on_drawing_layer(Shape(id=new_id(), form=form, path=path))


class ParallelTool(BufferTool):
    """Makes a line beside the selected one, on the side where the mouse is."""

    def _signed(self, metres: float) -> float:
        record, hover = self.record, self._hover
        if record is None or hover is None or is_closed(path_of(record)) or len(path_of(record)) < 2:
            return super()._signed(metres)
        line = shapely.LineString(path_of(record))
        along = line.project(shapely.Point(hover))
        before = line.interpolate(max(along - 0.5, 0.0))
        after = line.interpolate(min(along + 0.5, line.length))
        side = (after.x - before.x) * (hover[1] - before.y) - (after.y - before.y) * (hover[0] - before.x)
        return metres if side >= 0 else -metres

    def _shaped(self, path: Path, metres: float) -> Path:
        return parallel(path, metres)

    def _text(self) -> str:
        return "Parallel of {name} at {distance}"
