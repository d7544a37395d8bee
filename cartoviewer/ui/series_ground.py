"""What a series of sheets is laid over, to be chosen: the objects of a layer, a line, or a stretch of ground."""

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from cartoviewer.document.drawings import extent_of
from cartoviewer.document.layer import Layer
from cartoviewer.scene.series import Cover, Each, Follow, Grid, Ground, Where, lines_to_follow, title_fields
from cartoviewer.ui.extents import united
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S
from layers.schema import schemas
from layers.shapes import Bounds
from resources.texts import Names

__all__ = ["GroundPage", "LinePage", "ObjectsPage", "StretchPage"]

_MOST: Final = 20


class GroundPage(Protocol):
    """A page of the panel that says what the sheets are laid over."""

    @property
    def depends_on_view(self) -> bool:
        """Whether another view of the map gives other sheets."""
        ...

    def ground(self, seen: Bounds) -> Ground | None:
        """Give what is chosen, None while there is nothing to choose; `seen` is what the map shows."""
        ...

    def write(self) -> None:
        """Write everything anew, in the language and with the records of now."""
        ...


class _Page(QWidget):
    """A form of choices; `changed` tells that one of them is another now."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(SPACE_S)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._labels: dict[QLabel, tuple[str, QWidget]] = {}

    def _row(self, words: str, editor: QWidget) -> None:
        label = QLabel()
        label.setProperty("role", "muted")
        label.setBuddy(editor)
        self._labels[label] = (words, editor)
        self._form.addRow(label, editor)

    def _box(self) -> CalmBox:
        box = CalmBox()
        box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(7)
        box.activated.connect(self.changed)
        return box

    def _check(self) -> QCheckBox:
        check = QCheckBox()
        check.toggled.connect(self.changed)
        self._form.addRow(check)
        return check

    def _write_labels(self) -> None:
        for label, (words, editor) in self._labels.items():
            label.setText(self._session.texts(words))
            editor.setAccessibleName(self._session.texts(words))


def _refill(box: CalmBox, rows: Sequence[tuple[str, str]]) -> None:
    """Put other choices in a box, keeping the one that is chosen."""
    kept = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, value in rows:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(kept), 0) if rows else -1)


class ObjectsPage(_Page):
    """A layer, which of its objects, and the columns that give each sheet its title."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.layer, self.field = self._box(), self._box()
        self.text = QLineEdit(clearButtonEnabled=True)
        self.text.textEdited.connect(self.changed)
        self._values = QStringListModel(self)
        completer = QCompleter(self._values, self.text)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self.changed)
        self.text.setCompleter(completer)
        self.title_fr, self.title_nl, self.title_en = self._box(), self._box(), self._box()
        self._titles = {"fr": self.title_fr, "nl": self.title_nl, "en": self.title_en}
        self._row("Layer", self.layer)
        self._row("Only where", self.field)
        self._row("holds", self.text)
        self.seen_only = self._check()
        self._row("Title FR from", self.title_fr)
        self._row("Title NL from", self.title_nl)
        self._row("Title EN from", self.title_en)
        self.fit = self._check()
        self.together = self._check()
        self.layer.activated.connect(self._on_layer)
        self.field.activated.connect(lambda _: self._show_filter())
        self.fit.setChecked(True)

    @property
    def depends_on_view(self) -> bool:
        """Whether another view of the map gives other sheets."""
        return self.seen_only.isChecked()

    def ground(self, seen: Bounds) -> Ground | None:
        """Give the objects that are chosen; None where the dossier has no layer."""
        layer_id = self.layer.currentData()
        if not layer_id:
            return None
        field = str(self.field.currentData() or "")
        return Each(
            layer=str(layer_id),
            fields=Names(*(str(box.currentData() or "") for box in self._titles.values())),
            where=Where(field, self.text.text()) if field and self.text.text().strip() else None,
            within=seen if self.seen_only.isChecked() else None,
            fit=self.fit.isChecked(),
            together=self.together.isChecked(),
        )

    def offer_values(self, values: Sequence[str]) -> None:
        """Offer what is in the column that is asked for, to complete what is typed."""
        self._values.setStringList(list(values))

    def choose_layer(self, layer_id: str) -> None:
        """Choose a layer, with the columns that most likely name its objects."""
        self.layer.setCurrentIndex(self.layer.findData(layer_id))
        self._on_layer()

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self._write_labels()
        shown = self.layer.currentData()
        _refill(self.layer, [(texts.name(one.names), one.id) for one in reversed(self._session.document.layers)])
        self.seen_only.setText(texts("Only what the map shows"))
        self.fit.setText(texts("Smaller scale for large objects"))
        self.together.setText(texts("One sheet for each name"))
        self.fit.setToolTip(
            texts("An object that is too large for the scale gets the next round one that shows it whole.")
        )
        self.together.setToolTip(texts("Objects of the same name share a sheet, as the platforms of a station do."))
        self.text.setPlaceholderText(texts("part of its text"))
        if self.layer.currentData() != shown:
            self._on_layer()
        else:
            self._fill_fields()

    def _layer(self) -> Layer | None:
        record = self._session.document.get(str(self.layer.currentData() or ""))
        return record if isinstance(record, Layer) else None

    def _on_layer(self) -> None:
        """Offer the columns of another layer."""
        self.text.clear()
        self._fill_fields()
        layer, datasets = self._layer(), self._session.datasets
        if layer is not None and datasets is not None:
            likely = title_fields(datasets.get(layer.dataset).card)
            for box, field in zip(self._titles.values(), (likely.fr, likely.nl, likely.en), strict=True):
                box.setCurrentIndex(max(box.findData(field), 0))
        self.field.setCurrentIndex(0)
        self._show_filter()
        self.changed.emit()

    def _fill_fields(self) -> None:
        texts = self._session.texts
        layer, datasets = self._layer(), self._session.datasets
        rows: list[tuple[str, str]] = []
        if layer is not None and datasets is not None:
            schema = schemas().get(layer.schema)
            named = {field.id: texts.name(field.names) for field in schema.fields} if schema is not None else {}
            fields = datasets.get(layer.dataset).card.fields
            rows = [(named.get(field.name, field.name), field.name) for field in fields]
        _refill(self.field, [(texts("All objects"), ""), *rows])
        for box in self._titles.values():
            _refill(box, [(texts("the likeliest column"), ""), *rows])
        self._show_filter()

    def _show_filter(self) -> None:
        self._form.setRowVisible(self.text, bool(self.field.currentData()))


class LinePage(_Page):
    """A route or a drawn line of the dossier."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.line = self._box()
        self._row("Line", self.line)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self._form.addRow(self._empty)

    @property
    def depends_on_view(self) -> bool:
        """A line lies where it lies."""
        return False

    def ground(self, seen: Bounds) -> Ground | None:
        """Give the line that is chosen."""
        del seen
        line = self.line.currentData()
        return Follow(str(line)) if line else None

    def write(self) -> None:
        """Write everything anew; a line that is selected on the map is chosen."""
        texts = self._session.texts
        self._write_labels()
        lines = lines_to_follow(self._session.document)
        _refill(self.line, [(texts.name(record_names(line)), line.id) for line in lines])
        chosen = next((line.id for line in lines if line.id in self._session.selection), None)
        if chosen is not None:
            self.line.setCurrentIndex(self.line.findData(chosen))
        self.line.setEnabled(bool(lines))
        self._form.setRowVisible(self._empty, not lines)
        self._empty.setText(texts("Draw a route or a line first (R): the sheets are laid along it."))


class StretchPage(_Page):
    """Columns and rows around the middle of the map, or as many sheets as cover a stretch of ground."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.what = self._box()
        self._row("Ground", self.what)
        self.columns, self.rows = QSpinBox(), QSpinBox()
        size = QWidget()
        row = QHBoxLayout(size)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        for box, value in ((self.columns, 3), (self.rows, 2)):
            box.setRange(1, _MOST)
            box.setValue(value)
            box.valueChanged.connect(self.changed)
        row.addWidget(self.columns)
        row.addWidget(QLabel("×"))
        row.addWidget(self.rows)
        row.addStretch(1)
        self._size = size
        self._row("Columns × rows", size)
        self.what.activated.connect(lambda _: self._show_size())

    @property
    def depends_on_view(self) -> bool:
        """Whether another view of the map gives other sheets."""
        return str(self.what.currentData()) != "selected"

    def ground(self, seen: Bounds) -> Ground | None:
        """Give the ground that is chosen; None where nothing is selected."""
        match self.what.currentData():
            case "seen":
                return Cover(seen)
            case "selected":
                boxes = [box for record in self._session.selected if (box := extent_of(record)) is not None]
                return Cover(united(boxes)) if boxes else None
            case _:
                return Grid(self.columns.value(), self.rows.value())

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self._write_labels()
        rows = [
            (texts("Around the middle of the map"), "middle"),
            (texts("All that the map shows"), "seen"),
            (texts("All that is selected"), "selected"),
        ]
        _refill(self.what, rows)
        self.columns.setAccessibleName(texts("Columns"))
        self.rows.setAccessibleName(texts("Rows"))
        self._show_size()

    def _show_size(self) -> None:
        self._form.setRowVisible(self._size, self.what.currentData() == "middle")
