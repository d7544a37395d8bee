"""What one does to selected drawings: copy, paste, join, align, turn, lock; each is one edit with a name."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import msgspec
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from bnip.drawing import Form, Photograph, Shape
from bnip.geometry.arranging import Side, aligned, distributed, middle_of, turned
from bnip.geometry.operations import ShapingError, merged, simplified
from bnip.record import Point
from cartoviewer.document.changes import moved, new_id, put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import (
    DEFAULT_LAYER,
    PLACED,
    POINTS,
    Placed,
    extent_of,
    is_locked,
    path_of,
    transformed,
    with_path,
)
from cartoviewer.document.edit import Change, Edit, Label
from cartoviewer.document.record import AnyRecord, decode_record, encode_record
from cartoviewer.scene.view import MapView
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.record_names import count_label, record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from layers.sensitivity import Sensitivity
from layers.shapes import Bounds
from resources.texts import Names

__all__ = ["RECORDS_FORMAT", "DrawingEdits"]

RECORDS_FORMAT: Final = "application/x-cartoviewer-records"
"""Records on the clipboard: a JSON list of what the log holds."""

_SHIFT_MM: Final = 6.0
_SIMPLER_MM: Final = 0.5
_TURN_DEG: Final = 15.0
_MANY: Final = 500
"""From so many records on a paste is written beside the window."""


class DrawingEdits(QObject):
    """The handlers of the commands on selected drawings.

    Parameters
    ----------
    view
        Gives how the map is shown: a copy lies a little beside, a line is made as simple as is not seen.
    """

    def __init__(
        self,
        session: Session,
        tasks: TaskRunner,
        messages: Messages,
        view: Callable[[], MapView],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._messages = messages
        self._view = view

    # The clipboard

    def copy_selected(self) -> None:
        """Put the selected drawings on the clipboard, with their photographs."""
        document = self._session.document
        chosen: list[AnyRecord] = [record for record in self._session.selected if isinstance(record, PLACED)]
        if not chosen:
            return
        for record in tuple(chosen):
            pictures = (document.get(each) for each in cast("Placed", record).photographs)
            chosen += [picture for picture in pictures if isinstance(picture, Photograph)]
        data = QMimeData()
        data.setData(RECORDS_FORMAT, b"[" + b",".join(map(encode_record, chosen)) + b"]")
        texts = self._session.texts
        level = max(record.sensitivity for record in chosen)
        # What is pasted elsewhere says who may see it.
        marking = [level.marking] if level > Sensitivity.CLEAR else []
        data.setText(
            "\n".join((*marking, *(texts.name(record_names(record)) for record in self._session.selected)))
        )
        QGuiApplication.clipboard().setMimeData(data)

    def cut_selected(self) -> None:
        """Copy, then delete."""
        self.copy_selected()
        self.delete_selected()

    def paste(self) -> None:
        """Put the drawings of the clipboard on the map, from whichever dossier they come."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(RECORDS_FORMAT):
            self._messages.tell("There are no drawings on the clipboard.")
            return
        try:
            parts = msgspec.json.decode(data.data(RECORDS_FORMAT).data(), type=list[msgspec.Raw])
            records = [decode_record(bytes(part)) for part in parts]
        except msgspec.DecodeError:
            self._messages.warn("What is on the clipboard is not made of drawings. Nothing was pasted.")
            return
        self.put_copies(records)

    def duplicate(self) -> None:
        """Make a copy of what is selected, a little beside it."""
        document = self._session.document
        chosen: list[AnyRecord] = list(self._session.selected)
        for record in tuple(chosen):
            if isinstance(record, PLACED):
                pictures = (document.get(each) for each in record.photographs)
                chosen += [picture for picture in pictures if picture is not None]
        self.put_copies(chosen)

    def put_copies(self, records: Sequence[AnyRecord]) -> None:
        """Put copies of drawings on the map as one edit, however many they are, and select them."""
        session = self._session
        drawn = [record for record in records if isinstance(record, PLACED)]
        if not session.can_edit or not drawn:
            return
        document, layer = session.document, session.drawing_layer
        beside = _SHIFT_MM / self._view().mm_per_metre
        label = count_label("Pasted {name}", "Pasted {count} drawings", drawn)

        def make() -> tuple[Change, ...]:
            return copies(records, document, beside, "" if layer == DEFAULT_LAYER else layer)

        def select(edit: Edit) -> None:
            session.select(*[change.record_id for change in edit.changes if type(change.after) is not Photograph])

        if len(records) >= _MANY:
            session.do_beside(self._tasks, label, make, select)
        else:
            edit = session.do(label, *make())
            if edit is not None:
                select(edit)

    # Deleting, locking, hiding

    def delete_selected(self) -> None:
        """Delete what is selected and not locked, as one edit; undo brings it back."""
        document = self._session.document
        doomed = [record for record in self._session.selected if not is_locked(document, record)]
        if len(doomed) < len(self._session.selected):
            self._messages.tell("What is locked was not deleted.")
        if doomed:
            label = count_label("Deleted {name}", "Deleted {count} objects", doomed)
            self._session.do(label, *(remove(document, record.id) for record in doomed))

    def switch_lock(self) -> None:
        """Lock what is selected, or unlock it where all of it is locked."""
        self._switch("locked", "Locked {name}", "Locked {count} drawings", "Unlocked {name}",
                     "Unlocked {count} drawings")  # fmt: skip

    def switch_hidden(self) -> None:
        """Hide what is selected, or show it where all of it is hidden."""
        self._switch("hidden", "Hid {name}", "Hid {count} drawings", "Showed {name}", "Showed {count} drawings")

    def _switch(self, field: str, on_one: str, on_many: str, off_one: str, off_many: str) -> None:
        chosen = [record for record in self._session.selected if isinstance(record, PLACED)]
        if not chosen:
            return
        on = not all(getattr(record, field) for record in chosen)
        label = count_label(on_one, on_many, chosen) if on else count_label(off_one, off_many, chosen)
        self._do(label, chosen, [msgspec.structs.replace(record, **{field: on}) for record in chosen])

    # Shapes

    def join(self) -> None:
        """Join what is selected into the first of it, as one edit."""
        chosen = self._free()
        try:
            path = merged([path_of(record) for record in chosen])
        except ShapingError as error:
            self._session.problem.emit(error)
            return
        document = self._session.document
        whole = with_path(chosen[0], path)
        changes = [put(document, whole), *(remove(document, record.id) for record in chosen[1:])]
        values: dict[str, str | Names] = {"count": str(len(chosen)), "name": record_names(whole)}
        if self._session.do(Label("Joined {count} drawings into {name}", values), *changes) is not None:
            self._session.select(whole.id)

    def simplify(self) -> None:
        """Leave out the corners that cannot be seen at this scale."""
        tolerance = _SIMPLER_MM / self._view().mm_per_metre
        chosen = [record for record in self._free() if len(path_of(record)) > 2]
        simpler = [with_path(record, simplified(path_of(record), tolerance)) for record in chosen]
        fewer = [
            (record, after)
            for record, after in zip(chosen, simpler, strict=True)
            if len(path_of(after)) < len(path_of(record))
        ]
        if not fewer:
            self._messages.tell("Nothing is left out: every corner is seen at this scale.")
            return
        before = [record for record, _ in fewer]
        self._do(count_label("Simplified {name}", "Simplified {count} drawings", before), before,
                 [after for _, after in fewer])  # fmt: skip

    # Order

    def turn_right(self) -> None:
        """Turn what is selected clockwise about its middle."""
        self._turn(_TURN_DEG)

    def turn_left(self) -> None:
        """Turn what is selected counter-clockwise about its middle."""
        self._turn(-_TURN_DEG)

    def align_west(self) -> None:
        """Align on the left."""
        self._align(Side.WEST)

    def align_centre(self) -> None:
        """Align on the middle, one below the other."""
        self._align(Side.CENTRE)

    def align_east(self) -> None:
        """Align on the right."""
        self._align(Side.EAST)

    def align_north(self) -> None:
        """Align at the top."""
        self._align(Side.NORTH)

    def align_middle(self) -> None:
        """Align on the middle, side by side."""
        self._align(Side.MIDDLE)

    def align_south(self) -> None:
        """Align at the bottom."""
        self._align(Side.SOUTH)

    def spread_across(self) -> None:
        """Bring to equal distances from left to right."""
        self._move_each(lambda boxes: distributed(boxes, across=True), "Spread {count} drawings evenly")

    def spread_up(self) -> None:
        """Bring to equal distances from top to bottom."""
        self._move_each(lambda boxes: distributed(boxes, across=False), "Spread {count} drawings evenly")

    # Inside

    def _align(self, side: Side) -> None:
        self._move_each(lambda boxes: aligned(boxes, side), "Aligned {count} drawings")

    def _move_each(self, moves: Callable[[Sequence[Bounds]], Sequence[Point]], text: str) -> None:
        chosen = [record for record in self._free() if path_of(record)]
        if len(chosen) < 2:
            self._messages.tell("Select two drawings or more first.")
            return
        boxes = [cast("Bounds", extent_of(record)) for record in chosen]
        after = [moved(record, *by) for record, by in zip(chosen, moves(boxes), strict=True)]
        self._do(Label(text, {"count": str(len(chosen))}), chosen, after)

    def _turn(self, clockwise_deg: float) -> None:
        chosen = [record for record in self._free() if path_of(record)]
        if not chosen:
            return
        about = middle_of([cast("Bounds", extent_of(record)) for record in chosen])

        def turn(point: Point) -> Point:
            return turned(point, about, clockwise_deg)

        after = [_turned(record, turn, clockwise_deg) for record in chosen]
        self._do(count_label("Turned {name}", "Turned {count} drawings", chosen), chosen, after)

    def _free(self) -> list[Placed]:
        document = self._session.document
        return [
            record
            for record in self._session.selected
            if isinstance(record, PLACED) and not is_locked(document, record)
        ]

    def _do(self, label: Label, before: Sequence[Placed], after: Sequence[Placed]) -> None:
        document = self._session.document
        changes = [put(document, new) for old, new in zip(before, after, strict=True) if old != new]
        if changes:
            self._session.do(label, *changes)


def _turned(record: Any, turn: Callable[[Point], Point], clockwise_deg: float) -> Any:
    """Give a drawing turned; a rectangle that no longer lies along the grid is a polygon."""
    after = transformed(record, turn, clockwise_deg=clockwise_deg)
    if isinstance(after, Shape) and after.form is Form.RECTANGLE:
        return msgspec.structs.replace(after, form=Form.POLYGON)
    if isinstance(record, POINTS) and getattr(record, "direction_deg", 0.0) is None:
        return msgspec.structs.replace(after, direction_deg=clockwise_deg % 360.0)
    return after


def copies(records: Sequence[AnyRecord], document: MapDocument, beside_m: float, layer: str) -> tuple[Change, ...]:
    """Make copies of drawings and of their photographs, each with an id of its own.

    Parameters
    ----------
    beside_m
        How far to the south-east a copy lies of what is on this map already.
    layer
        Where drawings lie whose layer is not in this dossier.
    """
    pictures = {record.id: new_id() for record in records if isinstance(record, Photograph)}
    changes: list[Change] = []
    for record in records:
        if isinstance(record, Photograph):
            picture = msgspec.structs.replace(record, id=pictures[record.id])
            changes.append(Change(picture.id, None, picture))
        elif isinstance(record, PLACED):
            copy = moved(record, beside_m, -beside_m) if record.id in document else record
            kept = tuple(pictures[each] for each in record.photographs if each in pictures)
            on = record.layer if record.layer in document else layer if record.layer else ""
            copy = msgspec.structs.replace(
                copy, id=new_id(), photographs=kept, layer=on, locked=False, hidden=False
            )
            changes.append(Change(copy.id, None, copy))
    return tuple(changes)
