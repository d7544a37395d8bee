"""The inspector of what is selected: one record or several, and their values; each change is one edit."""

from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bnip.drawing import Photograph, Shape
from bnip.incident import Incident, Mark, Route
from bnip.zone import Zone
from cartoviewer.document.changes import put
from cartoviewer.document.drawings import PLACED, is_locked
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.record_glyph import record_code
from cartoviewer.ui.field_editors import MIXED
from cartoviewer.ui.form_labels import write_label
from cartoviewer.ui.photograph_strip import PhotographStrip
from cartoviewer.ui.record_facts import facts_of
from cartoviewer.ui.record_fields import RecordField, shared_fields
from cartoviewer.ui.record_labels import edit_label
from cartoviewer.ui.record_names import kind_names, record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_fields import lost_by
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from symbols.grammar import SymbolCodeError

__all__ = ["RecordForm"]

_PICTURE: Final = 48
_PHOTOGRAPH: Final = 180
_LABEL_WIDTH: Final = 108
_COMPARED: Final = 1000
_TOLD: Final[dict[type, Callable[[Any], str]]] = {
    **dict.fromkeys((Incident, Mark, Route), attrgetter("symbol")),
    Zone: attrgetter("zone.value"),
    Shape: attrgetter("form.value"),
}
_UNLOCKING: Final = ("locked",)
"""What can be changed although a record is locked."""


class RecordForm(QWidget):
    """Shows records as they are in the document; what they share is changed for all of them at once."""

    def __init__(
        self, session: Session, theme: Theme, pictures: SymbolPictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._pictures = pictures
        self._ids: tuple[str, ...] = ()
        self._built: tuple[object, ...] = ()
        self._rows: list[tuple[RecordField, QLabel, Any]] = []
        self._picture, self._title, self._facts = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self._facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        head.addLayout(words, 1)
        self._column.addLayout(head)
        self._values = QWidget()
        self._column.addWidget(self._values)
        self._photographs = PhotographStrip(session, theme)
        self._column.addWidget(self._photographs)

    def show_record(self, record: AnyRecord) -> None:
        """Show one record."""
        self.show_records((record,))

    def show_records(self, records: Sequence[AnyRecord]) -> None:
        """Show records; the editors stay when what they share is the same."""
        self._ids = tuple([record.id for record in records])
        sorts = _sorts(records)
        fields = shared_fields([record for record, _ in sorts], self._session.document, len(records))
        # What is offered is part of it: an own symbol that has just been made is among the kinds.
        wanted = tuple((field.path, tuple(field.choices or ())) for field in fields)
        kinds = tuple(sorted({type(record).__name__ for record, _ in sorts}))
        if self._built != (*kinds, *wanted):
            self._built = (*kinds, *wanted)
            self._build(fields)
        self._write(records, sorts)

    def begin_writing(self) -> None:
        """Put the keyboard into the first name, all of it marked."""
        for field, _, editor in self._rows:
            if field.path == f"names.{self._session.language.parts[0].value}":
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                editor.selectAll()
                return

    def begin_field(self, path: str) -> None:
        """Put the keyboard into the editor of a value, or of the first of its languages that is empty."""
        found = [editor for field, _, editor in self._rows if field.path.partition(".")[0] == path]
        empty = (editor for editor in found if hasattr(editor, "text") and not editor.text())
        editor = next(empty, found[0] if found else None)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self) -> None:
        """Write everything anew: the language, the colours or the records have changed."""
        # A drawing may have become another kind, with other values.
        records = self._records
        if records:
            self.show_records(records)

    def _write(self, records: Sequence[AnyRecord], sorts: Sequence[tuple[AnyRecord, int]]) -> None:
        if not records:
            return
        texts, first = self._session.texts, records[0]
        alone = len(records) == 1
        self._title.setText(
            texts.name(record_names(first)) if alone else texts.plural("{n} drawing", "{n} drawings", len(records))
        )
        facts = facts_of(first, self._session) if alone else _kinds(sorts, self._session)
        self._facts.setText("\n".join(facts))
        self._facts.setVisible(bool(facts))
        symbols = {_symbol_of(first, alone=True)} if alone else {_symbol_of(record) for record, _ in sorts}
        symbol = symbols.pop() if len(symbols) == 1 else ""
        self._picture.setVisible(bool(symbol))
        if symbol:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(self._pictures.pixmap(symbol, self._session.language, _PICTURE, ratio))
        if alone and isinstance(first, Photograph):
            picture = QPixmap()
            picture.loadFromData(first.jpeg)
            side = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(picture.scaled(_PHOTOGRAPH, _PHOTOGRAPH, *side))
            self._picture.setVisible(True)
        document = self._session.document
        is_fixed = all(is_locked(document, record) for record in records)
        for field, label, editor in self._rows:
            name = texts(field.text)
            write_label(label, name, _LABEL_WIDTH)
            editor.setAccessibleName(name)
            hint = texts(field.hint) if field.hint else ""
            editor.setToolTip(hint)
            editor.setAccessibleDescription(hint)
            editor.write(texts)
            value = field.read(first)
            # Comparing very many would take longer than a hand waits: they are said to differ.
            mixed = len(records) > _COMPARED or any(field.read(record) != value for record in records[1:])
            if hasattr(editor, "setPlaceholderText"):
                editor.setPlaceholderText(texts("Several values") if mixed else hint)
            editor.show_value(MIXED if mixed else value)
            editor.lock(locked=not self._session.can_edit or (is_fixed and field.path not in _UNLOCKING))
        drawings = [record for record in records if isinstance(record, PLACED)]
        several = len(drawings) == len(records) <= _COMPARED
        self._photographs.show_records(drawings if several else ())

    @property
    def _records(self) -> tuple[AnyRecord, ...]:
        return tuple([record for record in map(self._session.document.get, self._ids) if record is not None])

    def _build(self, fields: Sequence[RecordField]) -> None:
        self._column.removeWidget(self._values)
        self._values.hide()
        self._values.deleteLater()
        self._values = QWidget()
        form = QFormLayout(self._values)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._rows = []
        for field in fields:
            label, editor = QLabel(), field.make()
            label.setProperty("role", "muted")
            label.setBuddy(editor)
            editor.committed.connect(lambda value, field=field: self._commit(field, value))
            form.addRow(label, editor)
            self._rows.append((field, label, editor))
        self._column.insertWidget(1, self._values)

    def _commit(self, field: RecordField, value: Any) -> None:
        document = self._session.document
        before = [
            record
            for record in self._records
            if field.read(record) != value and (field.path in _UNLOCKING or not is_locked(document, record))
        ]
        if not before:
            return
        try:
            after = [field.write(record, value) for record in before]
        except SymbolCodeError as error:
            self.write()
            self._facts.setText(self._session.texts(error.text, **error.values))
            self._facts.setVisible(True)
            return
        lost = lost_by(before, value) if field.path == "symbol" else ()
        label = edit_label(field, value, before, after, lost)
        if self._session.do(label, *(put(document, record) for record in after)) is None:
            self.write()
        elif lost:
            texts = self._session.texts
            said = texts("Not kept: {what}. Undo brings it back.", what=", ".join(map(texts, lost)))
            self._facts.setText("\n".join(filter(None, (said, self._facts.text()))))
            self._facts.setVisible(True)


def _symbol_of(record: AnyRecord, *, alone: bool = False) -> str:
    """Give the code of the picture: of one record with all it says, of several what they have in common."""
    if alone and isinstance(record, Incident | Mark):
        return record_code(record)
    if isinstance(record, Incident | Mark | Route):
        return record.symbol
    return record.zone.value if isinstance(record, Zone) else ""


def _sorts(records: Sequence[AnyRecord]) -> list[tuple[AnyRecord, int]]:
    """Give one record of each sort among these, and how many there are: very many are of few sorts."""
    found: list[tuple[AnyRecord, int]] = []
    for kind in dict.fromkeys(map(type, records)):
        alike = [record for record in records if type(record) is kind]
        told = list(map(_TOLD[kind], alike)) if kind in _TOLD else [""] * len(alike)
        firsts = dict(zip(reversed(told), reversed(alike), strict=True))
        found += [(firsts[sort], count) for sort, count in Counter(told).items()]
    return found


def _kinds(sorts: Sequence[tuple[AnyRecord, int]], session: Session) -> list[str]:
    """Give how many of each kind are selected, the most frequent first."""
    counts: dict[str, int] = {}
    for record, count in sorts:
        kind = session.texts.name(kind_names(record))
        counts[kind] = counts.get(kind, 0) + count
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    said = [f"{count} × {kind}" for kind, count in ordered[:6]]
    return said + (["…"] if len(ordered) > 6 else [])
