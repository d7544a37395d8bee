"""The parts of a sheet as a list, their places typed in millimetres, and bringing several into line."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bnip.furniture import Box
from cartoviewer.scene.layout_order import Line, aligned, distributed
from cartoviewer.scene.layout_parts import Part, kinds_of, parts_of
from cartoviewer.scene.piece_kinds import KIND_NAMES, KINDS
from cartoviewer.ui.layout_canvas import MOVED, MOVED_MANY, SIZED, SIZED_MANY
from cartoviewer.ui.layout_draft import LayoutDraft
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme

__all__ = ["LayoutPartsPanel"]

_LINES: Final = {
    Line.LEFT: "align-horizontal-left",
    Line.MIDDLE_ACROSS: "align-horizontal-center",
    Line.RIGHT: "align-horizontal-right",
    Line.TOP: "align-vertical-top",
    Line.MIDDLE_DOWN: "align-vertical-center",
    Line.BOTTOM: "align-vertical-bottom",
}
_SPREADS: Final = {
    True: ("distribute-horizontal-center", "Equal distances from left to right"),
    False: ("distribute-vertical-center", "Equal distances from top to bottom"),
}
_ALIGNED: Final = "Brought {count} pieces of sheet {name} into line"
_ROLE: Final = Qt.ItemDataRole.UserRole
_LOCALES: Final = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}


class LayoutPartsPanel(QWidget):
    """Chooses parts and gives them places.

    Signals
    -------
    add_wanted (str)
        A piece of this kind is to be put on the sheet.
    delete_wanted, apart_wanted
        What is chosen is to be deleted, or a stack taken apart.
    order_wanted (int)
        What is chosen is to be moved up (-1) or down (1) in the order.
    """

    add_wanted = Signal(str)
    delete_wanted = Signal()
    apart_wanted = Signal()
    order_wanted = Signal(int)

    def __init__(self, session: Session, theme: Theme, draft: LayoutDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._draft = draft
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setMinimumHeight(self.fontMetrics().height() * 9)
        self.tree.itemSelectionChanged.connect(self._on_chosen)
        self.add = QToolButton()
        self._kinds = QMenu(self)
        self.add.setMenu(self._kinds)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.delete, self.apart, self.up, self.down = (QToolButton() for _ in range(4))
        self.delete.clicked.connect(self.delete_wanted)
        self.apart.clicked.connect(self.apart_wanted)
        self.up.clicked.connect(lambda: self.order_wanted.emit(-1))
        self.down.clicked.connect(lambda: self.order_wanted.emit(1))
        self.sides = [QDoubleSpinBox() for _ in range(4)]
        self._side_labels = [QLabel() for _ in range(4)]
        self._lines = {line: QToolButton() for line in Line}
        self._spreads = {across: QToolButton() for across in _SPREADS}
        self._rows: tuple[object, ...] = ()
        self._lay_out()
        draft.changed.connect(self._follow)
        session.language_changed.connect(self.write)
        theme.changed.connect(self.write)
        self.write()

    @property
    def piece_in_stack(self) -> tuple[Part, int] | None:
        """The piece of a stack that is chosen by itself, None where none is."""
        item = self.tree.currentItem()
        if item is None or not item.isSelected():
            return None
        part, index = item.data(0, _ROLE)
        return None if index is None else (part, int(index))

    def choose_in_stack(self, part: Part, index: int) -> None:
        """Choose one piece of a stack, as far as there is one."""
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None and item.data(0, _ROLE)[0] == part and item.childCount():
                child = item.child(min(max(index, 0), item.childCount() - 1))
                self.tree.clearSelection()
                if child is not None:
                    self.tree.setCurrentItem(child)

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self.tree.setAccessibleName(texts("What stands on the sheet"))
        self.add.setText(texts("Add"))
        self.add.setIcon(self._theme.icon("plus"))
        self.add.setToolTip(texts("Put another piece on the sheet"))
        self._kinds.clear()
        for kind in KINDS:
            self._kinds.addAction(texts(KIND_NAMES[kind])).triggered.connect(
                _without_arguments(partial(self.add_wanted.emit, kind))
            )
        for button, icon, words in (
            (self.delete, "delete-outline", texts("Delete")),
            (self.apart, "ungroup", texts("Take the stack apart: each piece gets a box of its own")),
            (self.up, "arrow-up", texts("Earlier in the order")),
            (self.down, "arrow-down", texts("Later in the order")),
            *((self._lines[line], icon, texts(line.value)) for line, icon in _LINES.items()),
            *((self._spreads[across], icon, texts(text)) for across, (icon, text) in _SPREADS.items()),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
        names = (texts("From the left"), texts("From the top"), texts("Width"), texts("Height"))
        locale = QLocale(_LOCALES[self._session.language.parts[0].value])
        for box, label, words in zip(self.sides, self._side_labels, names, strict=True):
            label.setText(words)
            box.setAccessibleName(words)
            box.setLocale(locale)
        self._rows = ()
        self._follow()

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_S)
        for button in (self.add, self.delete, self.up, self.down, self.apart):
            tools.addWidget(button)
        tools.addStretch(1)
        places = QGridLayout()
        places.setSpacing(SPACE_S)
        for k, (box, label) in enumerate(zip(self.sides, self._side_labels, strict=True)):
            box.setDecimals(1)
            box.setRange(0.0 if k < 2 else 1.0, 2000.0)
            box.setSuffix(" mm")
            box.setKeyboardTracking(False)
            box.valueChanged.connect(partial(self._on_typed, k))
            label.setBuddy(box)
            label.setProperty("role", "muted")
            places.addWidget(label, k // 2 * 2, k % 2)
            places.addWidget(box, k // 2 * 2 + 1, k % 2)
        lines = QHBoxLayout()
        lines.setSpacing(SPACE_S)
        for line, button in self._lines.items():
            button.clicked.connect(_without_arguments(partial(self._align, line)))
            lines.addWidget(button)
        for across, button in self._spreads.items():
            button.clicked.connect(_without_arguments(partial(self._distribute, across)))
            lines.addWidget(button)
        lines.addStretch(1)
        column.addWidget(self.tree, 1)
        column.addLayout(tools)
        column.addLayout(places)
        column.addLayout(lines)

    # Following the draft

    def _follow(self) -> None:
        draft = self._draft
        arrangement = draft.arrangement
        shape: tuple[object, ...] = ()
        if arrangement is not None:
            shape = tuple((part, kinds_of(arrangement, part)) for part in parts_of(arrangement))
        with QSignalBlocker(self.tree):
            if shape != self._rows:
                self._rows = shape
                self._list()
            self._mark()
        chosen = draft.selection
        single = len(chosen) == 1
        boxes = list(draft.boxes.values())
        for k, box in enumerate(self.sides):
            with QSignalBlocker(box):
                box.setEnabled(single and draft.can_edit)
                if (single and not box.hasFocus()) or (single and box.value() != boxes[0][k]):
                    box.setValue(boxes[0][k])
        in_stack = self.piece_in_stack
        editable = draft.can_edit
        self.add.setEnabled(editable)
        movable = (single and chosen[0].kind == "furniture") or in_stack is not None
        self.delete.setEnabled(editable and any(part.kind != "map" for part in chosen))
        self.up.setEnabled(editable and movable)
        self.down.setEnabled(editable and movable)
        self.apart.setEnabled(editable and single and chosen[0].kind == "stack")
        for button in self._lines.values():
            button.setEnabled(editable and len(chosen) > 1)
        for button in self._spreads.values():
            button.setEnabled(editable and len(chosen) > 2)

    def _list(self) -> None:
        texts, arrangement = self._session.texts, self._draft.arrangement
        self.tree.clear()
        if arrangement is None:
            return
        for part in parts_of(arrangement):
            kinds = [texts(KIND_NAMES[kind]) for kind in kinds_of(arrangement, part)]
            if part.kind == "stack":
                down = arrangement.stack[part.index].direction == "down"
                words = texts("One below the other") if down else texts("Side by side")
                item = QTreeWidgetItem([f"{words} ({len(kinds)})"])
                for index, name in enumerate(kinds):
                    child = QTreeWidgetItem([name])
                    child.setData(0, _ROLE, (part, index))
                    item.addChild(child)
            else:
                item = QTreeWidgetItem([kinds[0]])
            item.setData(0, _ROLE, (part, None))
            self.tree.addTopLevelItem(item)
        self.tree.expandAll()

    def _mark(self) -> None:
        """Mark what is chosen, leaving a piece of a chosen stack marked where it was."""
        chosen = set(self._draft.selection)
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is None:
                continue
            part = item.data(0, _ROLE)[0]
            children = [child for k in range(item.childCount()) if (child := item.child(k)) is not None]
            if part not in chosen:
                for each in (item, *children):
                    each.setSelected(False)
            elif not any(each.isSelected() for each in (item, *children)):
                item.setSelected(True)
                self.tree.setCurrentItem(item, 0, QItemSelectionModel.SelectionFlag.NoUpdate)

    # What the user does

    def _on_chosen(self) -> None:
        self._draft.select(item.data(0, _ROLE)[0] for item in self.tree.selectedItems())
        self._follow()

    def _on_typed(self, side: int, value: float) -> None:
        boxes = self._draft.boxes
        if len(boxes) != 1:
            return
        ((part, box),) = boxes.items()
        typed = list(box)
        typed[side] = value
        after: Box = (typed[0], typed[1], typed[2], typed[3])
        if after != box:
            self._draft.put_boxes({part: after}, *((MOVED, MOVED_MANY) if side < 2 else (SIZED, SIZED_MANY)))

    def _align(self, line: Line) -> None:
        self._draft.put_boxes(aligned(self._draft.boxes, line), _ALIGNED, _ALIGNED)

    def _distribute(self, across: bool) -> None:
        self._draft.put_boxes(distributed(self._draft.boxes, across=across), _ALIGNED, _ALIGNED)


def _without_arguments(handler: Callable[[], object]) -> Callable[[], None]:
    """Hide from the handler that Qt tells whether a button is checked."""

    def call() -> None:
        handler()

    return call
