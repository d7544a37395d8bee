"""The list of all drawings and of their layers: filter, group, jump, show, lock; by mouse or by keyboard."""

from typing import Final

import msgspec
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.changes import new_id, put
from cartoviewer.document.drawings import DEFAULT_LAYER, extent_of
from cartoviewer.document.edit import Label
from cartoviewer.document.layering import layer_by_id, layer_deleted, layer_moved, new_layer
from cartoviewer.ui.drawing_rows import EYE, LOCK, NAME, DrawingRows, Grouping
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from resources.texts import Language, Names

__all__ = ["DrawingList"]

_LATER_MS: Final = 80
_THEN_MS: Final = 20
_MANY: Final = 2000
_ICON_COLUMN: Final = 28


class DrawingList(QWidget):
    """Lists what was drawn.

    Signals
    -------
    zoom_wanted (Bounds)
        The map is to show this ground: metres in Lambert 72.
    """

    zoom_wanted = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.rows = DrawingRows(session, theme, self)
        self._filter = QLineEdit()
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._on_filter)
        self._grouping = QComboBox()
        for grouping in Grouping:
            self._grouping.addItem("", grouping)
        self._grouping.activated.connect(self._on_grouping)
        self.view = _Tree(self)
        self.view.setModel(self.rows)
        self._empty = QLabel()
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._new, self._up, self._down, self._gone = (QToolButton(autoRaise=True) for _ in range(4))
        self._new.clicked.connect(self.add_layer)
        self._up.clicked.connect(lambda: self._move_layer(1))
        self._down.clicked.connect(lambda: self._move_layer(-1))
        self._gone.clicked.connect(self.delete_layer)
        head = QHBoxLayout()
        head.addWidget(self._filter, 1)
        head.addWidget(self._grouping)
        foot = QHBoxLayout()
        for button in (self._new, self._up, self._down, self._gone):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.refresh)
        self._then = QTimer(self, singleShot=True, interval=_THEN_MS)
        self._then.timeout.connect(self._follow)
        self._is_following = False
        self.view.clicked.connect(self._on_click)
        self.view.doubleClicked.connect(self._jump)
        self.view.selectionModel().selectionChanged.connect(self._on_rows)
        self.view.renamed.connect(self._rename)
        self.view.asked.connect(self._on_key)
        session.document_changed.connect(self._soon)
        session.selection_changed.connect(self._soon)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self.setFocusProxy(self.view)
        self._write()

    def refresh(self) -> None:
        """Show the document and the selection as they are now."""
        self._is_following = True
        is_anew = self.rows.refresh()
        if is_anew:
            for heading in self.rows.headings():
                self.view.expand(heading)
        self._empty.setVisible(self.rows.count() == 0)
        self._is_following = False
        if is_anew and self.rows.count() > _MANY:
            # So many rows take a while: their marking has a turn of its own, and the window answers before it.
            self._then.start()
        else:
            self._follow()

    def _follow(self) -> None:
        """Mark the rows of what is selected."""
        self._is_following = True
        chosen = frozenset(self._session.selection)
        selection = QItemSelection()
        runs = self.rows.runs_of(chosen) if chosen else []
        for first, last in runs:
            selection.select(first, last)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        current = self.view.currentIndex()
        if runs or self.rows.record_at(current) is not None:
            self.view.selectionModel().select(selection, flags)
        if len(runs) == 1 and runs[0][0] == runs[0][1]:
            self.view.scrollTo(runs[0][0])
        self._is_following = False
        self._enable()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the document when the list comes into sight."""
        super().showEvent(event)
        self.refresh()

    # Layers

    def add_layer(self) -> None:
        """Make a drawing layer, draw on it, and let its name be written."""
        texts, document = self._session.texts, self._session.document
        layer = new_layer(document, new_id(), Names.same(texts("New layer")))
        label = Label("Drawing layer added: {name}", {"name": layer.names})
        if self._session.do(label, put(document, layer)) is None:
            return
        self._session.draw_on(layer.id)
        self._show_layers()
        for row in range(self.rows.rowCount()):
            index = self.rows.index(row, NAME)
            shown = self.rows.layer_at(index)
            if shown is not None and shown.id == layer.id:
                self.view.setCurrentIndex(index)
                self.view.edit(index)

    def delete_layer(self) -> None:
        """Delete the layer under the cursor; its drawings come to lie on the default one."""
        layer = self.rows.layer_at(self.view.currentIndex())
        if layer is None or layer.id == DEFAULT_LAYER or not self._session.can_edit:
            return
        label = Label("Drawing layer deleted: {name}", {"name": layer.names})
        self._session.do(label, *layer_deleted(self._session.document, layer.id))

    def _move_layer(self, steps: int) -> None:
        layer = self.rows.layer_at(self.view.currentIndex())
        if layer is not None:
            changes = layer_moved(self._session.document, layer.id, steps)
            self._session.do(Label("Drawing layer moved: {name}", {"name": layer.names}), *changes)

    def _rename(self, index: QModelIndex, text: str) -> None:
        layer, name = self.rows.layer_at(index), text.strip()
        if layer is None or not name or name == self._session.texts.name(layer.names):
            return
        field = self._session.language.parts[0].value
        # A new layer has one name for all languages until somebody writes the others.
        same = layer.names == Names.same(layer.names.fr)
        names = Names.same(name) if same else msgspec.structs.replace(layer.names, **{field: name})
        label = Label("Renamed {before} to {after}", {"before": layer.names, "after": names})
        self._session.do(label, put(self._session.document, msgspec.structs.replace(layer, names=names)))

    def _show_layers(self) -> None:
        self._grouping.setCurrentIndex(self._grouping.findData(Grouping.LAYER))
        self.rows.grouping = Grouping.LAYER
        self._filter.clear()
        self.refresh()

    # Answers

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() == NAME:
            layer = self.rows.layer_at(index)
            if layer is not None:
                self._session.draw_on(layer.id)
        else:
            self._toggle(index)

    def _toggle(self, index: QModelIndex) -> None:
        """Switch the eye or the lock of a drawing or of a layer, as one edit."""
        document = self._session.document
        layer, record = self.rows.layer_at(index), self.rows.record_at(index)
        if not self._session.can_edit or (layer is None and record is None):
            return
        if layer is not None:
            layer = layer_by_id(document, layer.id)
            name = {"name": layer.names}
            if index.column() == EYE:
                text = "Drawing layer hidden: {name}" if layer.visible else "Drawing layer shown: {name}"
                changed = msgspec.structs.replace(layer, visible=not layer.visible)
            else:
                text = "Drawing layer unlocked: {name}" if layer.locked else "Drawing layer locked: {name}"
                changed = msgspec.structs.replace(layer, locked=not layer.locked)
            self._session.do(Label(text, dict(name)), put(document, changed))
        elif record is not None:
            values = {"name": record_names(record)}
            if index.column() == EYE:
                text = "Showed {name}" if record.hidden else "Hid {name}"
                drawn = msgspec.structs.replace(record, hidden=not record.hidden)
            else:
                text = "Unlocked {name}" if record.locked else "Locked {name}"
                drawn = msgspec.structs.replace(record, locked=not record.locked)
            self._session.do(Label(text, dict(values)), put(document, drawn))

    def _jump(self, index: QModelIndex) -> None:
        record = self.rows.record_at(index)
        bounds = extent_of(record) if record is not None else None
        if bounds is not None:
            self.zoom_wanted.emit(bounds)

    def _on_rows(self) -> None:
        if self._is_following:
            return
        records = (self.rows.record_at(index) for index in self.view.selectionModel().selectedRows(NAME))
        self._is_following = True
        self._session.select(*(record.id for record in records if record is not None))
        self._is_following = False
        self._enable()

    def _on_key(self, key: int) -> None:
        index = self.view.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump(index)
        elif key == Qt.Key.Key_H:
            self._toggle(index.siblingAtColumn(EYE))
        elif key == Qt.Key.Key_L:
            self._toggle(index.siblingAtColumn(LOCK))
        elif key == Qt.Key.Key_Delete:
            self.delete_layer()

    def _on_filter(self, text: str) -> None:
        self.rows.wanted = text
        self.refresh()

    def _on_grouping(self) -> None:
        self.rows.grouping = self._grouping.currentData()
        self.refresh()

    def _soon(self) -> None:
        if self.isVisible() and not self._is_following:
            self._later.start()

    def _enable(self) -> None:
        layer = self.rows.layer_at(self.view.currentIndex())
        can = self._session.can_edit
        self._new.setEnabled(can)
        for button in (self._up, self._down):
            button.setEnabled(can and layer is not None)
        self._gone.setEnabled(can and layer is not None and layer.id != DEFAULT_LAYER)

    def _write(self, _language: Language | None = None) -> None:
        texts = self._session.texts
        self._filter.setPlaceholderText(texts("Filter the drawings"))
        self._filter.setAccessibleName(texts("Filter the drawings"))
        self._grouping.setAccessibleName(texts("Group by"))
        self._grouping.setToolTip(texts("Group by"))
        for place, grouping in enumerate(Grouping):
            self._grouping.setItemText(place, texts(grouping.value))
        self.view.setAccessibleName(texts("Drawings"))
        self._empty.setText(texts("Nothing is drawn yet. Take a symbol or a tool and click on the map."))
        for button, icon, words in (
            (self._new, "layers-plus", texts("New drawing layer")),
            (self._up, "arrow-up", texts("Layer up")),
            (self._down, "arrow-down", texts("Layer down")),
            (self._gone, "delete-outline", texts("Delete the layer, keep its drawings")),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
        if self.isVisible():
            # Out of sight nothing is read; what is shown later is read then.
            self.refresh()


class _Tree(QTreeView):
    """The tree; it tells what is typed and what is pressed.

    Signals
    -------
    renamed (QModelIndex, str), asked (int)
        A heading was renamed; a key was pressed that means something to the list.
    """

    renamed = Signal(object, str)
    asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformRowHeights(True)
        self.setHeaderHidden(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        self.setItemDelegate(_Names(self))

    def setModel(self, model: DrawingRows) -> None:  # type: ignore[override]
        """Take the rows, the two small columns as wide as their pictures."""
        super().setModel(model)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (EYE, LOCK):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _ICON_COLUMN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell the keys of the list; the others move the cursor."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_H, Qt.Key.Key_L, Qt.Key.Key_Delete)
        if event.key() in keys and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.asked.emit(event.key())
        else:
            super().keyPressEvent(event)


class _Names(QStyledItemDelegate):
    """Lets the names of layers be written."""

    def setModelData(self, editor: QWidget, model: object, index: QModelIndex) -> None:  # type: ignore[override]
        """Tell the new name; the document, not the model, takes it."""
        del model
        tree = self.parent()
        if isinstance(editor, QLineEdit) and isinstance(tree, _Tree):
            tree.renamed.emit(index, editor.text())
