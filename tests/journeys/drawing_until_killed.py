"""A program that draws with the real tools of the window, and tells each action; the test that starts it kills it.

`python drawing_until_killed.py DOSSIER LAST` goes on where the log ends and stops after LAST actions, each of them
one edit; with `undo` in place of LAST it takes everything back.
"""

import sys
import tempfile
from collections.abc import Callable
from math import hypot
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bnip.drawing import DrawingLayer, Form, Shape
from bnip.incident import Mark, Route
from bnip.zone import ZoneKind
from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.drawings import PLACED
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.ui.main_window import MainWindow
from resources.texts import Language, Names
from tests.gui.window_specimens import MIDDLE, make_window

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Hand:
    """Does one action after the other."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.canvas = window.canvas
        self.actions: tuple[Callable[[int], None], ...] = (
            self.symbol,
            self.incident,
            self.circle,
            self.route,
            self.typed_line,
            self.polygon,
            self.move,
            self.caption,
            self.measurement,
            self.duplicate,
            self.state_of_several,
            self.corner,
            self.lock,
            self.buffer,
            self.layer,
            self.align,
            self.typed_line,
            self.split,
            self.join,
            self.typed_line,
            self.parallel,
            self.simplify,
            self.turn,
            self.symbol,
            self.kind,
            self.undo,
            self.delete,
        )

    def act(self, number: int) -> None:
        """Do an action; where it changes nothing, place a symbol instead."""
        before = len(self.window.session.dossier.log)
        self.window.tools.take_select()
        self.actions[number % len(self.actions)](number)
        if len(self.window.session.dossier.log) == before:
            self.window.tools.take_select()
            self.symbol(number)
        assert len(self.window.session.dossier.log) == before + 1, self.actions[number % len(self.actions)]

    def at(self, number: int, step: int = 0) -> QPoint:
        """Give a place on the map, another for each action."""
        x = 80 + (number * 137 + step * 61) % (self.canvas.width() - 160)
        y = 80 + (number * 89 + step * 43) % (self.canvas.height() - 160)
        return QPoint(x, y)

    def click(self, place: QPoint, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.mouseMove(self.canvas, place)
        QTest.mouseClick(self.canvas, LEFT, modifier, place)

    def drag(self, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(self.canvas, LEFT, PLAIN, start)
        QTest.mouseMove(self.canvas, (start + end) / 2)
        QTest.mouseMove(self.canvas, end)
        QTest.mouseRelease(self.canvas, LEFT, PLAIN, end)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.canvas, key)

    def last(self, count: int) -> None:
        """Select what was drawn last and is not locked."""
        free = [
            record for record in self.window.session.document if isinstance(record, PLACED) and not record.locked
        ]
        self.window.session.select(*(record.id for record in free[-count:]))

    # The actions

    def symbol(self, number: int) -> None:
        self.window.tools.take_for(("cmd.cpops", "cmd.pma;state=planned", "res.fire.pump", "cmd.ppd")[number % 4])
        self.click(self.at(number))

    def incident(self, number: int) -> None:
        self.window.tools.take_incident()
        self.click(self.at(number, 1))

    def circle(self, number: int) -> None:
        self.window.tools.take_zone()
        self.window.tools.zone.choose(list(ZoneKind)[number % len(ZoneKind)])
        self.click(self.at(number, 2))
        QTest.keyClicks(self.canvas, str(50 + number))
        self.key(Qt.Key.Key_Return)

    def route(self, number: int) -> None:
        self.window.tools.take_route()
        self.window.tools.route.choose(("line.cordon", "line.evacroute", "line.barrier")[number % 3])
        for step in range(3):
            self.click(self.at(number, step))
        self.key(Qt.Key.Key_Return)

    def typed_line(self, number: int) -> None:
        self.window.tools.take_shape()
        self.window.tools.shape.take_form((Form.LINE, Form.ARROW)[number % 2])
        self.click(self.at(number, 3))
        for _ in range(2):
            QTest.keyClicks(self.canvas, f"{30 + number % 50} m @ {number % 360}")
            self.key(Qt.Key.Key_Return)
        self.key(Qt.Key.Key_Return)

    def polygon(self, number: int) -> None:
        self.window.tools.take_shape()
        self.window.tools.shape.take_form(Form.POLYGON)
        for step in range(4):
            self.click(self.at(number, step))
        self.key(Qt.Key.Key_Return)

    def move(self, number: int) -> None:
        self.last(1)
        (record,) = self.window.session.selected
        if isinstance(record, PLACED) and isinstance(record, Shape):
            grip = self.canvas.pixel_of(record.path[0]).toPoint()
            self.drag(grip, grip + QPoint(20 + number % 9, 15))

    def caption(self, number: int) -> None:
        self.window.tools.take_caption()
        self.click(self.at(number, 4))

    def measurement(self, number: int) -> None:
        self.window.tools.take_distance()
        self.click(self.at(number, 5))
        self.click(self.at(number, 6))
        self.window.tools.distance.keep()

    def duplicate(self, number: int) -> None:
        self.last(1 + number % 3)
        self.window.drawing_edits.duplicate()

    def state_of_several(self, number: int) -> None:
        self.last(4)
        form = self.window.panels.inspector._record
        for field, _, editor in form._rows:
            if field.path == "note":
                editor.committed.emit(f"noted {number}")

    def corner(self, number: int) -> None:
        self.last(1)
        self.window.tools.take_corners()
        handles = self.window.tools.corners.handles()
        if handles:
            grip = self.canvas.pixel_of(handles[0].place).toPoint()
            self.drag(grip, grip + QPoint(17, 11 + number % 7))

    def lock(self, number: int) -> None:
        del number
        self.last(1)
        self.window.drawing_edits.switch_lock()

    def buffer(self, number: int) -> None:
        self.last(1)
        self.window.tools.take_buffer()
        self.window.tools.buffer.enter(f"{20 + number} m")

    def layer(self, number: int) -> None:
        document = self.window.session.document
        layer = DrawingLayer(id=f"layer{number}", names=Names.same(f"Phase {number}"), rank=float(number))
        self.window.session.do(Label("Drawing layer added: {name}", {"name": layer.names}), put(document, layer))
        self.window.session.draw_on(layer.id)

    def align(self, number: int) -> None:
        self.last(3)
        edits = self.window.drawing_edits
        (edits.align_west, edits.align_north, edits.turn_right)[number // len(self.actions) % 3]()

    def line(self) -> Shape | Route | None:
        """Select the line that was drawn last and is not locked."""
        lines = [
            record
            for record in self.window.session.document
            if isinstance(record, Shape | Route) and not record.locked and 1 < len(record.path) < 60
            and record.path[0] != record.path[-1]
        ]  # fmt: skip
        if not lines:
            return None
        self.window.session.select(lines[-1].id)
        return lines[-1]

    def split(self, number: int) -> None:
        del number
        line = self.line()
        if line is None:
            return
        start, end = (self.canvas.pixel_of(point) for point in line.path[:2])
        middle, along = (start + end) / 2, end - start
        across = QPointF(-along.y(), along.x()) * (12 / max(hypot(along.x(), along.y()), 1.0))
        self.window.tools.take_split()
        self.click((middle - across).toPoint())
        self.click((middle + across).toPoint())
        self.key(Qt.Key.Key_Return)

    def join(self, number: int) -> None:
        del number
        first = self.line()
        if first is not None:
            ends = {first.path[0], first.path[-1]}
            others = [
                record.id
                for record in self.window.session.document
                if isinstance(record, Shape | Route) and record.id != first.id and not record.locked
                and ends & {record.path[0], record.path[-1]}
            ]  # fmt: skip
            self.window.session.select(*others[-1:], first.id)
            if others:
                self.window.drawing_edits.join()

    def parallel(self, number: int) -> None:
        if self.line() is not None:
            self.window.tools.take_parallel()
            self.window.tools.parallel.enter(f"{15 + number % 20} m")

    def simplify(self, number: int) -> None:
        del number
        if self.line() is not None:
            self.window.drawing_edits.simplify()

    def turn(self, number: int) -> None:
        self.last(1 + number % 2)
        self.window.drawing_edits.turn_left()

    def kind(self, number: int) -> None:
        marks = [record for record in self.window.session.document.of(Mark) if not record.locked]
        if marks:
            self.window.session.select(marks[-1].id)
            others = [code for code in ("cmd.pma", "cmd.cpops", "cmd.decon") if code != marks[-1].symbol]
            for field, _, editor in self.window.panels.inspector._record._rows:
                if field.path == "symbol":
                    editor.committed.emit(others[number % 2])

    def undo(self, number: int) -> None:
        del number
        self.window.undo()

    def delete(self, number: int) -> None:
        del number
        self.last(1)
        self.canvas.setFocus()
        self.window.drawing_edits.delete_selected()


def main(path: Path, last: str) -> None:
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        window = make_window(application, Path(folder), Language.FR)
        window.resize(1200, 800)
        window.show()
        dossier = Dossier.open(path)
        window.session.show(dossier, History(dossier.log, "hand"))
        window.canvas.centre_on(MIDDLE)
        window.canvas.set_scale(5000)
        window.tools.snapper.switch(on=False)
        hand = Hand(window)
        if last == "undo":
            while window.session.undo_label is not None:
                window.undo()
            sys.stdout.write(f"left {len(window.session.document)}\n")
        else:
            while len(dossier.log) < int(last):
                hand.act(len(dossier.log))
                application.processEvents()
                sys.stdout.write(f"{len(dossier.log)}\n")
                sys.stdout.flush()
            sys.stdout.write("done\n")
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
