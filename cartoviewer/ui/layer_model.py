"""The layers as a tree: headings for layers that follow each other in one group, layers, their classes.

The topmost layer of the map stands first. The order of the list is the order of drawing and nothing else: a
group whose layers are drawn in two places has two headings.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from itertools import count
from typing import Any, Final, overload

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.classes import rules_at
from cartoviewer.ui.session import Session
from layers.dataset import DatasetCard
from layers.errors import Problem
from layers.schema import schema
from resources.texts import Names
from symbols.style import Rule, Style

__all__ = ["LAYER_MIME", "LayerModel", "LayerNode", "NodeKind", "age_in_days"]

LAYER_MIME: Final = "application/x-cartoviewer-layers"
NODE_ROLE: Final = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class NodeKind(IntEnum):
    """What a row of the tree is."""

    GROUP = 0
    LAYER = 1
    CLASS = 2


@dataclass(eq=False)
class LayerNode:
    """A row: a heading with its layers, a layer with its card and classes, or a class with its rule."""

    kind: NodeKind
    names: Names
    parent: "LayerNode | None" = None
    children: "list[LayerNode]" = field(default_factory=list)
    layer: Layer | None = None
    card: DatasetCard | None = None
    rule: Rule | None = None
    is_stale: bool = False
    number: int = 0

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that this row stands for."""
        if self.layer is not None:
            return (self.layer,)
        return tuple(child.layer for child in self.children if child.layer is not None)

    @property
    def key(self) -> tuple[int, str]:
        """What tells a row apart when the tree is built anew."""
        return (self.kind, self.layers[0].id if self.layers else "")


def age_in_days(card: DatasetCard, today: date) -> int:
    """Tell how old data are, by their own date or else by their import."""
    return (today - (card.date or card.imported.date())).days


class LayerModel(QAbstractItemModel):
    """The tree for Qt's view.

    Signals
    -------
    reordered (tuple of ids, id or "")
        Layers were dropped above the layer with that id; "" is below all.
    renamed (id, str)
        A layer was given another name in the window's language.
    """

    reordered = Signal(object, str)
    renamed = Signal(str, str)

    def __init__(self, session: Session, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._now = now
        self._scale = 10_000.0
        self._groups: list[LayerNode] = []
        self._cards: dict[str, DatasetCard] = {}
        # Qt keeps numbers, never our objects: a number of a tree that is gone finds nothing.
        self._nodes: dict[int, LayerNode] = {}
        self._numbers = count(1)
        self.rebuild()

    @property
    def groups(self) -> Sequence[LayerNode]:
        """The headings, from the top of the map down."""
        return tuple(self._groups)

    def set_scale(self, scale: float) -> None:
        """Show the classes that are drawn at this scale."""
        self._scale = scale

    def rebuild(self) -> None:
        """Read the document again."""
        self.beginResetModel()
        self._groups = self._read()
        self._nodes = {}
        for node in _all(self._groups):
            node.number = next(self._numbers)
            self._nodes[node.number] = node
        self.endResetModel()

    def node(self, index: AnyIndex) -> LayerNode | None:
        """Give the row at an index, None outside."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, layer_id: str) -> QModelIndex:
        """Give the index of a layer; invalid when it is not there."""
        for row, group in enumerate(self._groups):
            parent = self.index(row, 0, QModelIndex())
            for below, node in enumerate(group.children):
                if node.layer is not None and node.layer.id == layer_id:
                    return self.index(below, 0, parent)
        return QModelIndex()

    # What Qt asks

    def index(self, row: int, column: int, parent: AnyIndex = _ROOT) -> QModelIndex:
        """Give the index of a row."""
        above = self.node(parent)
        rows = self._groups if above is None else above.children
        if column != 0 or not 0 <= row < len(rows):
            return QModelIndex()
        return self.createIndex(row, column, rows[row].number)

    @overload
    def parent(self) -> QObject | None: ...
    @overload
    def parent(self, child: AnyIndex) -> QModelIndex: ...
    def parent(self, child: AnyIndex | None = None) -> QObject | QModelIndex | None:
        """Give the index of the row above, or the object that owns this one."""
        if child is None:
            return super().parent()
        node = self.node(child)
        if node is None or node.parent is None:
            return QModelIndex()
        above = node.parent
        rows = self._groups if above.parent is None else above.parent.children
        return self.createIndex(rows.index(above), 0, above.number)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Tell how many rows lie below."""
        node = self.node(parent)
        return len(self._groups if node is None else node.children)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """One column: the delegate paints all of a row."""
        del parent
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the name, the tooltip and what a screen reader says."""
        node = self.node(index)
        if node is None:
            return None
        texts = self._session.texts
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return texts.name(node.names)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._described(node)
        if role == NODE_ROLE:
            return node
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a new name."""
        node = self.node(index)
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or node is None or node.layer is None or not name:
            return False
        if name != self._session.texts.name(node.names):
            self.renamed.emit(node.layer.id, name)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Tell what may be done with a row."""
        node = self.node(index)
        flag = Qt.ItemFlag
        if node is None:
            return flag.ItemIsDropEnabled
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if node.kind is NodeKind.CLASS:
            return flag.ItemIsEnabled
        if self._session.can_edit:
            flags |= flag.ItemIsDragEnabled | flag.ItemIsDropEnabled
            if node.kind is NodeKind.LAYER:
                flags |= flag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Tell what can be dropped on the list."""
        return [LAYER_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Write the dragged layers down."""
        dragged = {layer.id: None for index in indexes if (node := self.node(index)) for layer in node.layers}
        data = QMimeData()
        data.setData(LAYER_MIME, "\n".join(dragged).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Layers may be dropped between layers and between groups."""
        del action, row, column
        node = self.node(parent)
        return data.hasFormat(LAYER_MIME) and (node is None or node.kind is not NodeKind.CLASS)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        """Tell that layers were dropped; the document answers with a new order, so no row is moved here."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        ids = tuple(bytes(data.data(LAYER_MIME).data()).decode().split("\n"))
        self.reordered.emit(ids, self._above(row, parent))
        return False

    # Inside

    def _above(self, row: int, parent: AnyIndex) -> str:
        """Give the id of the layer that will lie just below what is dropped; "" when none."""
        order = [layer.id for group in self._groups for layer in group.layers]
        node = self.node(parent)
        if node is None:
            group = self._groups[row] if 0 <= row < len(self._groups) else None
            return group.layers[0].id if group is not None and row >= 0 else ""
        if node.kind is NodeKind.LAYER and node.layer is not None:
            return node.layer.id
        if row < 0:
            return node.layers[0].id
        if row < len(node.children):
            return node.layers[row].id
        after = order.index(node.layers[-1].id) + 1
        return order[after] if after < len(order) else ""

    def _read(self) -> list[LayerNode]:
        groups: list[LayerNode] = []
        today = self._now().date()
        for layer in reversed(self._session.document.layers):
            group, stale_days = _schema_facts(layer.schema)
            if not groups or groups[-1].names != group:
                groups.append(LayerNode(NodeKind.GROUP, group))
            card = self._card(layer.dataset)
            stale = card is not None and stale_days is not None and age_in_days(card, today) > stale_days
            node = LayerNode(NodeKind.LAYER, layer.names, groups[-1], layer=layer, card=card, is_stale=stale)
            rules = self._rules(layer, card)
            if len(rules) == 1:
                node.rule = rules[0]
            else:
                node.children = [_class_row(node, rule) for rule in rules]
            groups[-1].children.append(node)
        return groups

    def _rules(self, layer: Layer, card: DatasetCard | None) -> tuple[Rule, ...]:
        if card is None:
            return ()
        rules = rules_at(symbology_of(layer, card.kind), self._scale)
        # A class of which nothing is drawn (a site that was taken down) is no row of the legend.
        return tuple(rule for rule in rules if rule.style != Style())

    def _card(self, dataset: str) -> DatasetCard | None:
        dossier = self._session.dossier
        if dataset not in self._cards and dossier is not None:
            self._cards = {card.hash: card for card in dossier.cards()}
        return self._cards.get(dataset)

    def _described(self, node: LayerNode) -> str:
        texts = self._session.texts
        if node.kind is not NodeKind.LAYER or node.layer is None:
            return texts.name(node.names)
        said = [texts.name(node.names)]
        if node.card is not None:
            said.append(texts.plural("{n} feature", "{n} features", node.card.count))
            known = texts.date(node.card.date or node.card.imported.date())
            said.append(
                texts("Data of {date}", date=known) + (f" – {texts('out of date')}" if node.is_stale else "")
            )
            if node.card.credit:
                said.append(node.card.credit)
        said.append(node.layer.sensitivity.marking)
        if not node.layer.visible:
            said.append(texts("Hidden"))
        return "\n".join(said)


def _class_row(node: LayerNode, rule: Rule) -> LayerNode:
    """Give the row of one class; a class without a name has its layer's."""
    names = rule.names if rule.names != Names() else node.names
    return LayerNode(NodeKind.CLASS, names, node, layer=node.layer, card=node.card, rule=rule)


def _all(nodes: Sequence[LayerNode]) -> Iterator[LayerNode]:
    """Give the nodes and everything below them."""
    for node in nodes:
        yield node
        yield from _all(node.children)


def _schema_facts(schema_id: str) -> tuple[Names, int | None]:
    """Give group and days until stale of a schema; of one this version does not know, the general ones."""
    try:
        found = schema(schema_id)
    except Problem:
        found = schema("generic")
    return found.group, found.stale_days
