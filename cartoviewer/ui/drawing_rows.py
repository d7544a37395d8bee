"""All drawings as rows under headings: filtered, grouped, and told apart at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from bnip.drawing import DrawingLayer
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import DEFAULT_LAYER, PLACED, Placed, drawing_layers, layer_of
from cartoviewer.document.validity import holds
from cartoviewer.ui.record_names import in_all_languages, kind_names, record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_fields import DISCIPLINES, discipline_of
from cartoviewer.ui.theme import Theme
from resources.texts import Texts
from symbols.grammar import folded

__all__ = ["COLUMNS", "EYE", "LOCK", "NAME", "DrawingRows", "Grouping"]

NAME, EYE, LOCK = range(3)
COLUMNS: Final = 3

Index = QModelIndex | QPersistentModelIndex

_OF_A_ROW: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class Grouping(StrEnum):
    """What the rows are put together by; the value is its English source text."""

    LAYER = "Drawing layer"
    KIND = "Kind"
    DISCIPLINE = "Discipline"
    STATE = "State"


_DISCIPLINE_WORDS: Final[Mapping[str, str]] = dict(DISCIPLINES) | {"": "No discipline"}
_STATE_WORDS: Final[Mapping[str, str]] = {
    "planned": "Planned",
    "proposed": "Proposed",
    "requested": "Requested",
    "in-place": "In place",
    "in-force": "In force",
    "ended": "Ended",
    "lifted": "Lifted",
    "": "No state",
}


class _Row:
    """A drawing in the list; what it is called is found when it comes into sight: very many never do."""

    def __init__(self, record: Placed, texts: Texts) -> None:
        self.record: Final = record
        self._texts: Final = texts

    @cached_property
    def name(self) -> str:
        """The drawing's own name and what it is."""
        name, kind = self._texts.name(record_names(self.record)), self._texts.name(kind_names(self.record))
        return name if kind == name else f"{name} · {kind}"

    @cached_property
    def searched(self) -> str:
        """What a word of the filter is looked for in."""
        return folded(f"{self.name} {self.record.note}")


@dataclass(slots=True)
class _Group:
    key: str
    title: str
    rows: list[_Row]
    layer: DrawingLayer | None = None


class DrawingRows(QAbstractItemModel):
    """The rows; what did not change since the last time is not written anew."""

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._groups: list[_Group] = []
        self._known: dict[str, _Row] = {}
        self._language = session.language
        self.grouping = Grouping.LAYER
        self.wanted = ""

    def refresh(self) -> bool:
        """Read the document anew; True when rows came, went or moved, so that the view must lay them out again."""
        if self._language is not self._session.language:
            self._language, self._known = self._session.language, {}
        groups = self._read(self._session.document)
        if _layout(groups) == _layout(self._groups):
            self._groups = groups
            for place, group in enumerate(groups):
                parent = self.index(place, 0)
                self.dataChanged.emit(parent, self.index(place, LOCK))
                if group.rows:
                    self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, LOCK, parent))
            return False
        self.beginResetModel()
        self._groups = groups
        self.endResetModel()
        return True

    def count(self) -> int:
        """Give how many drawings are listed."""
        return sum(len(group.rows) for group in self._groups)

    def record_at(self, index: Index) -> Placed | None:
        """Give the drawing of a row; None for a heading."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._groups[index.internalId() - 1].rows[index.row()].record

    def layer_at(self, index: Index) -> DrawingLayer | None:
        """Give the drawing layer of a heading; None for anything else."""
        if not index.isValid() or index.internalId() != 0:
            return None
        return self._groups[index.row()].layer

    def index_of(self, record_id: str) -> QModelIndex:
        """Give the row of a drawing; an invalid index where it is not listed."""
        for place, group in enumerate(self._groups):
            for row, shown in enumerate(group.rows):
                if shown.record.id == record_id:
                    return self.index(row, 0, self.index(place, 0))
        return QModelIndex()

    def runs_of(self, record_ids: frozenset[str]) -> list[tuple[QModelIndex, QModelIndex]]:
        """Give the rows of several drawings as runs of neighbours: the first and the last of each."""
        runs = []
        for place, group in enumerate(self._groups):
            heading = self.index(place, 0)
            chosen = [row for row, shown in enumerate(group.rows) if shown.record.id in record_ids]
            # Where the rows leave out one, a run ends.
            for _, run in groupby(enumerate(chosen), lambda pair: pair[1] - pair[0]):
                rows = [row for _, row in run]
                runs.append((self.index(rows[0], 0, heading), self.index(rows[-1], 0, heading)))
        return runs

    def headings(self) -> list[QModelIndex]:
        """Give the headings."""
        return [self.index(place, 0) for place in range(len(self._groups))]

    # Qt's model

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own
        """Give an index; a heading has the internal id 0, a row that of its heading plus 1."""
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Give the heading of a row."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Give how many headings, or how many rows under one."""
        if not parent.isValid():
            return len(self._groups)
        return len(self._groups[parent.row()].rows) if parent.internalId() == 0 and parent.column() == 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, eye and lock."""
        del parent
        return COLUMNS

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Tell whether there is anything under a heading; asked for every row."""
        if not parent.isValid():
            return bool(self._groups)
        return parent.internalId() == 0 and bool(self._groups[parent.row()].rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected, names of layers be edited."""
        if index.internalId():
            return _OF_A_ROW
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.layer_at(index) is not None and index.column() == NAME and self._session.can_edit:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Give what is shown of a row or a heading."""
        if not index.isValid():
            return None
        group = self._groups[index.row() if index.internalId() == 0 else index.internalId() - 1]
        row = group.rows[index.row()] if index.internalId() else None
        told = row.record if row is not None else group.layer
        if index.column() == NAME:
            return self._name(group, row, role)
        if told is None:
            return None
        hidden = told.hidden if not isinstance(told, DrawingLayer) else not told.visible
        if role == Qt.ItemDataRole.DecorationRole:
            if index.column() == EYE:
                return self._theme.icon("eye-off-outline" if hidden else "eye-outline")
            return self._theme.icon("lock-outline" if told.locked else "lock-open-variant-outline")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            texts = self._session.texts
            if index.column() == EYE:
                return texts("Hidden") if hidden else texts("Visible")
            return texts("Locked") if told.locked else texts("Not locked")
        return None

    def _name(self, group: _Group, row: _Row | None, role: int) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return group.title if row is None else row.name
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if row is None:
                return f"{group.title} ({len(group.rows)})"
            return (
                row.name if self._holds(row) else self._session.texts("{name} (not on the map now)", name=row.name)
            )
        if role == Qt.ItemDataRole.ForegroundRole and row is not None and not self._holds(row):
            return QColor(self._theme.colours.muted)
        if role == Qt.ItemDataRole.FontRole and row is None:
            font = QFont(self._theme.font())
            font.setBold(True)
            font.setUnderline(group.layer is not None and group.key == self._session.drawing_layer)
            return font
        return None

    def _holds(self, row: _Row) -> bool:
        record = row.record
        return (record.valid_from is None and record.valid_until is None) or holds(record, self._session.map_moment)

    # Reading

    def _read(self, document: MapDocument) -> list[_Group]:
        texts = self._session.texts
        words = folded(self.wanted).split()
        groups: dict[str, _Group] = {}
        if self.grouping is Grouping.LAYER:
            for layer in reversed(drawing_layers(document)):
                groups[layer.id] = _Group(layer.id, texts.name(layer.names), [], layer)
        known: dict[str, _Row] = {}
        for record in document:
            if not isinstance(record, PLACED):
                continue
            row = self._known.get(record.id)
            if row is None or row.record is not record:
                row = _Row(record, texts)
            known[record.id] = row
            if not words or all(word in row.searched for word in words):
                key = self._key(record)
                if self.grouping is Grouping.LAYER and key not in groups:
                    key = DEFAULT_LAYER
                group = groups.get(key)
                if group is None:
                    group = groups[key] = _Group(key, self._title(record, key), [])
                group.rows.append(row)
        self._known = known
        if self.grouping is Grouping.LAYER:
            return list(groups.values())
        return sorted(groups.values(), key=lambda group: group.title.casefold())

    def _key(self, record: Placed) -> str:
        if self.grouping is Grouping.LAYER:
            return layer_of(record)
        if self.grouping is Grouping.DISCIPLINE:
            return discipline_of(record)
        if self.grouping is Grouping.STATE:
            return str(getattr(record, "state", getattr(record, "status", "")))
        names = kind_names(record)
        return names.en or names.fr

    def _title(self, record: Placed, key: str) -> str:
        texts = self._session.texts
        if self.grouping is Grouping.DISCIPLINE:
            return texts.name(in_all_languages(_DISCIPLINE_WORDS[key]))
        if self.grouping is Grouping.STATE:
            return texts.name(in_all_languages(_STATE_WORDS[key]))
        return texts.name(kind_names(record))


def _layout(groups: list[_Group]) -> list[tuple[str, list[str]]]:
    return [(group.key, [row.record.id for row in group.rows]) for group in groups]
