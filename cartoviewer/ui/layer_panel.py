"""The layer list: what lies on the map, in which order, how strongly, how fresh, and for whose eyes."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.layer import Layer
from cartoviewer.ui.layer_delegate import LayerDelegate
from cartoviewer.ui.layer_edits import LayerEdit, faded, marked, named, removed, reordered, shown
from cartoviewer.ui.layer_model import LayerModel, LayerNode, NodeKind
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from layers.sensitivity import Sensitivity

__all__ = ["LayerPanel"]


class LayerPanel(QWidget):
    """The panel.

    Signals
    -------
    add_wanted
        The user asks for another layer.
    zoom_wanted (tuple of Layer)
        The user wants to see all of these layers.
    refresh_wanted (Layer)
        The user wants to give this layer the objects of a newer file.
    """

    add_wanted = Signal()
    zoom_wanted = Signal(object)
    refresh_wanted = Signal(object)

    def __init__(
        self, session: Session, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._folded: set[str] = set()
        self._opened: set[str] = set()
        self._filling = False
        self.model = LayerModel(session, now, self)
        self.model.reordered.connect(self._reorder)
        self.model.renamed.connect(self._rename)
        self._delegate = LayerDelegate(session, theme, self)
        self._delegate.eye_clicked.connect(self.toggle)
        self.tree = _Tree()
        self.tree.setItemDelegate(self._delegate)
        self.tree.setModel(self.model)
        self.tree.toggled.connect(self._toggle_chosen)
        self.tree.removed.connect(self.remove_chosen)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.doubleClicked.connect(lambda: self.zoom_wanted.emit(self.chosen))
        self.tree.expanded.connect(lambda index: self._fold(index, folded=False))
        self.tree.collapsed.connect(lambda index: self._fold(index, folded=True))
        self.tree.selectionModel().selectionChanged.connect(self._show_chosen)
        self._empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("role", "muted")
        self._add_first = QPushButton()
        self._add_first.clicked.connect(self.add_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot())
        session.document_changed.connect(self.rebuild)
        session.moment_changed.connect(self.rebuild)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    @property
    def chosen(self) -> tuple[Layer, ...]:
        """The layers of the selected rows, topmost first, as they are in the document."""
        nodes = [self.model.node(index) for index in self.tree.selectedIndexes()]
        ids = {layer.id for node in nodes if node is not None for layer in node.layers}
        return tuple(layer for layer in reversed(self._session.document.layers) if layer.id in ids)

    def choose(self, layer_id: str) -> None:
        """Select the row of a layer."""
        index = self.model.index_of(layer_id)
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)

    def set_scale(self, scale: float) -> None:
        """Show the classes drawn at this scale."""
        self.model.set_scale(scale)
        self.rebuild()

    def rebuild(self) -> None:
        """Show the layers of the document."""
        chosen = [layer.id for layer in self.chosen]
        self._filling = True
        self.model.rebuild()
        for row, group in enumerate(self.model.groups):
            index = self.model.index(row, 0)
            self.tree.setExpanded(index, group.layers[0].id not in self._folded)
            for below, node in enumerate(group.children):
                if node.layer is not None and node.layer.id in self._opened:
                    self.tree.setExpanded(self.model.index(below, 0, index), True)  # noqa: FBT003 - Qt's signature
        for layer_id in chosen:
            index = self.model.index_of(layer_id)
            if index.isValid():
                self.tree.selectionModel().select(index, self.tree.selectionModel().SelectionFlag.Select)
        self._filling = False
        self._pages.setCurrentIndex(1 if self._session.document.layers else 0)
        self._show_chosen()

    def toggle(self, node: LayerNode) -> None:
        """Show what is hidden or hide what is shown; a heading does it for all its layers."""
        visible = not any(layer.visible for layer in node.layers)
        self._do(shown(self._session.document, node.layers, visible=visible))

    def remove_chosen(self) -> None:
        """Take the selected layers off the map."""
        if self.chosen:
            self._do(removed(self._session.document, self.chosen))

    # Inside

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_L)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(self._add_first, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return page

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        row.setSpacing(SPACE_S)
        self._add = _button(self.add_wanted.emit)
        self._zoom = _button(lambda: self.zoom_wanted.emit(self.chosen))
        self._remove = _button(self.remove_chosen)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(10, 100)
        self._slider.setPageStep(10)
        self._slider.valueChanged.connect(self._write_opacity)
        self._slider.sliderReleased.connect(self._fade)
        self._slider.actionTriggered.connect(lambda: None if self._slider.isSliderDown() else self._fade_later())
        self._percent = QLabel()
        self._percent.setProperty("role", "small")
        row.addWidget(self._add)
        row.addWidget(self._slider, 1)
        row.addWidget(self._percent)
        row.addWidget(self._zoom)
        row.addWidget(self._remove)
        return foot

    def _show_chosen(self) -> None:
        if self._filling:
            return
        chosen = self.chosen
        editable = self._session.can_edit
        self._add.setEnabled(editable)
        self._add_first.setEnabled(editable)
        self._zoom.setEnabled(bool(chosen))
        self._remove.setEnabled(bool(chosen) and editable)
        self._slider.setEnabled(len(chosen) == 1 and editable)
        if not self._slider.isSliderDown():
            self._slider.setValue(round(chosen[0].opacity * 100) if len(chosen) == 1 else 100)
        self._write_opacity()

    def _write_opacity(self) -> None:
        self._percent.setText(f"{self._slider.value()} %")
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))

    def _fade_later(self) -> None:
        # The slider tells of a key or a click before its value has changed.
        self._slider.valueChanged.connect(self._fade, Qt.ConnectionType.SingleShotConnection)

    def _fade(self) -> None:
        chosen = self.chosen
        if len(chosen) == 1 and not self._filling:
            self._do(faded(self._session.document, chosen[0], self._slider.value() / 100))

    def _toggle_chosen(self) -> None:
        chosen = self.chosen
        if chosen:
            visible = not any(layer.visible for layer in chosen)
            self._do(shown(self._session.document, chosen, visible=visible))

    def _reorder(self, moving: tuple[str, ...], below: str) -> None:
        self._do(reordered(self._session.document, moving, below))

    def _rename(self, layer_id: str, name: str) -> None:
        layer = self._session.document.get(layer_id)
        if isinstance(layer, Layer):
            self._do(named(self._session.document, layer, name, self._session.language))

    def _do(self, edit: LayerEdit) -> None:
        label, changes = edit
        self._session.do(label, *changes)

    def _fold(self, index: QModelIndex, *, folded: bool) -> None:
        node = self.model.node(index)
        if self._filling or node is None or not node.layers:
            return
        keep = self._folded if node.kind is NodeKind.GROUP else self._opened
        remembered = folded if node.kind is NodeKind.GROUP else not folded
        (keep.add if remembered else keep.discard)(node.layers[0].id)

    def _menu(self, at: QPoint) -> None:
        chosen = self.chosen
        if not chosen:
            return
        texts, editable = self._session.texts, self._session.can_edit
        menu = QMenu(self)
        menu.addAction(
            self._theme.icon("magnify-scan"), texts("Zoom to the layer"), lambda: self.zoom_wanted.emit(chosen)
        )
        menu.addAction(texts("Show or hide"), self._toggle_chosen).setEnabled(editable)
        if len(chosen) == 1:
            index = self.model.index_of(chosen[0].id)
            menu.addAction(texts("Rename"), lambda: self.tree.edit(index)).setEnabled(editable)
            menu.addAction(texts("Refresh from a file…"), lambda: self.refresh_wanted.emit(chosen[0])).setEnabled(
                editable
            )
            levels = menu.addMenu(texts("Who may see it"))
            levels.setEnabled(editable)
            for level in Sensitivity:
                action = levels.addAction(level.marking)
                action.setCheckable(True)
                action.setChecked(level is chosen[0].sensitivity)
                action.triggered.connect(lambda _=False, level=level: self._mark(chosen[0], level))
        menu.addSeparator()
        menu.addAction(
            self._theme.icon("delete-outline"), texts("Remove from the map"), self.remove_chosen
        ).setEnabled(editable)
        menu.exec(self.tree.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _mark(self, layer: Layer, level: Sensitivity) -> None:
        self._do(marked(self._session.document, layer, level))

    def _write(self) -> None:
        texts, icon = self._session.texts, self._theme.icon
        self._empty.setText(
            texts(
                "Layers are the ground of the map: shelters, depots, cameras, streets. "
                "Add a file, or drop one anywhere in the window."
            )
        )
        self._add_first.setText(texts("Add a layer…"))
        self.tree.setAccessibleName(texts("Layers"))
        self._slider.setAccessibleName(texts("Opacity"))
        self._slider.setToolTip(texts("Opacity"))
        for button, name, words in (
            (self._add, "plus", texts("Add a layer…")),
            (self._zoom, "magnify-scan", texts("Zoom to the layer")),
            (self._remove, "delete-outline", texts("Remove from the map")),
        ):
            button.setIcon(icon(name))
            button.setToolTip(words)
            button.setAccessibleName(words)
        palette = self.tree.palette()
        palette.setColor(QPalette.ColorRole.Highlight, QColor(self._theme.colours.selected))
        self.tree.setPalette(palette)
        self._delegate.forget_samples()
        self.rebuild()


class _Tree(QTreeView):
    """The list with its keys: space shows and hides, Del removes, F2 renames."""

    toggled = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(SPACE_L)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        # On a low screen with all panels open two rows are enough to go on from.
        self.setMinimumHeight(3 * SPACE_L)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the list."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def _button(act: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.clicked.connect(act)
    return button
