"""The inspector of one record: what it is, and its values to edit; each change is one edit with a name."""

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bnip.incident import Incident, Mark, Route
from bnip.zone import Zone
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.ui.field_editors import ChoiceEditor
from cartoviewer.ui.record_fields import RecordField, fields_of, in_all_languages, value_of, with_value
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.position import PositionSystem, write_position
from resources.texts import Names
from symbols.catalogue import entry_of
from symbols.grammar import Symbol, SymbolCodeError
from symbols.zones import zone_names

__all__ = ["RecordForm", "names_of"]

_PICTURE: Final = 48


def names_of(record: AnyRecord) -> Names:
    """Give what a record is called, or else what kind of thing it is."""
    own = record.names
    if own.fr or own.nl or own.en:
        return own
    if isinstance(record, Incident | Mark | Route):
        return symbol_names(record.symbol)
    if isinstance(record, Zone):
        return zone_names(record.zone.value)
    return own


def symbol_names(code: str) -> Names:
    """Give what a symbol is called; the code itself where it cannot be read."""
    try:
        return entry_of(Symbol.parse(code).id).names
    except SymbolCodeError:
        return Names.same(code)


class RecordForm(QWidget):
    """Shows the record with one id as it is in the document; edits go through the session."""

    def __init__(
        self, session: Session, theme: Theme, pictures: SymbolPictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._pictures = pictures
        self._record_id = ""
        self._kind: type | None = None
        self._fields: tuple[RecordField, ...] = ()
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

    def show_record(self, record: AnyRecord) -> None:
        """Show a record; the editors stay when it is of the same kind."""
        self._record_id = record.id
        if self._kind is not type(record) or self._fields != fields_of(record):
            self._kind = type(record)
            self._build(record)
        self.write()

    def write(self) -> None:
        """Write everything anew: the language, the colours or the record has changed."""
        record = self._session.document.get(self._record_id)
        if record is None or type(record) is not self._kind:
            return
        texts = self._session.texts
        self._title.setText(texts.name(names_of(record)))
        facts = self._facts_of(record)
        self._facts.setText("\n".join(facts))
        self._facts.setVisible(bool(facts))
        symbol = self._symbol_of(record)
        self._picture.setVisible(bool(symbol))
        if symbol:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(self._pictures.pixmap(symbol, self._session.language, _PICTURE, ratio))
        locked = not self._session.can_edit
        for field, label, editor in self._rows:
            name = texts(field.text)
            label.setText(name)
            editor.setAccessibleName(name)
            hint = texts(field.hint) if field.hint else ""
            editor.setToolTip(hint)
            editor.setAccessibleDescription(hint)
            if not isinstance(editor, ChoiceEditor):
                editor.setPlaceholderText(hint)
            editor.write(texts)
            editor.show_value(value_of(record, field.path))
            editor.lock(locked=locked)

    def _build(self, record: AnyRecord) -> None:
        self._column.removeWidget(self._values)
        self._values.hide()
        self._values.deleteLater()
        self._values = QWidget()
        form = QFormLayout(self._values)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows = []
        self._fields = fields_of(record)
        for field in self._fields:
            label, editor = QLabel(), field.make()
            label.setProperty("role", "muted")
            label.setBuddy(editor)
            editor.committed.connect(lambda value, field=field: self._commit(field, value))
            form.addRow(label, editor)
            self._rows.append((field, label, editor))
        self._column.addWidget(self._values)

    def _commit(self, field: RecordField, value: Any) -> None:
        document = self._session.document
        record = document.get(self._record_id)
        if record is None or value_of(record, field.path) == value:
            return
        try:
            after = with_value(record, field.path, value)
        except SymbolCodeError as error:
            self.write()
            self._facts.setText(self._session.texts(error.text, **error.values))
            self._facts.setVisible(True)
            return
        name, called = names_of(record), in_all_languages(field.text)
        if field.path.startswith("names."):
            label = Label("Renamed {before} to {after}", {"before": name, "after": names_of(after)})
        elif field.choices is not None:
            chosen = in_all_languages(field.choices[value])
            label = Label("{name}: {field} is now {value}", {"name": name, "field": called, "value": chosen})
        elif value in ("", None):
            label = Label("{name}: {field} cleared", {"name": name, "field": called})
        else:
            label = Label("{name}: {field} changed", {"name": name, "field": called})
        if self._session.do(label, put(document, after)) is None:
            self.write()

    def _symbol_of(self, record: AnyRecord) -> str:
        if isinstance(record, Incident | Mark | Route):
            return record.symbol
        return record.zone.value if isinstance(record, Zone) else ""

    def _facts_of(self, record: AnyRecord) -> list[str]:
        """Give what is known of a record and not edited here."""
        texts = self._session.texts
        facts: list[str] = []
        if isinstance(record, Incident | Mark):
            kind = texts.name(symbol_names(record.symbol))
            facts += [kind] if kind != self._title.text() else []
            facts.append(write_position(*record.place.point, PositionSystem.LAMBERT_72, texts))
            if record.place.accuracy_m is not None:
                facts.append(texts("Known to within {metres} m", metres=texts.number(record.place.accuracy_m)))
        if isinstance(record, Incident) and record.occurred is not None:
            facts.append(texts("Occurred {moment}", moment=texts.moment(record.occurred)))
        if isinstance(record, Zone):
            kind = texts.name(zone_names(record.zone.value))
            facts += [kind] if kind != self._title.text() else []
            if record.radius_m is not None:
                facts.append(texts("Radius {metres} m", metres=texts.number(record.radius_m)))
            if record.in_force is not None:
                facts.append(texts("In force since {moment}", moment=texts.moment(record.in_force)))
        if isinstance(record, Layer):
            facts += _layer_facts(record, self._session)
        return facts


def _layer_facts(layer: Layer, session: Session) -> list[str]:
    texts = session.texts
    try:
        card = session.datasets.get(layer.dataset).card if session.datasets is not None else None
    except KeyError:
        card = None
    if card is None:
        return [texts("The data of this layer are not in the dossier.")]
    facts = [
        texts.plural("{n} feature", "{n} features", card.count),
        texts("Source: {source}", source=card.source),
        texts("Data of {date}", date=texts.date(card.date)) if card.date else texts("Date of the data unknown"),
    ]
    return facts + ([card.credit] if card.credit else [])
