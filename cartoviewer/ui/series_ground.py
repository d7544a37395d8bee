"""What a series of sheets is laid over, to be chosen: the objects of a layer, or a line."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QFormLayout, QLabel, QLineEdit, QWidget

from bnip.series import Each, Follow, Ground, Where
from cartoviewer.document.layer import Layer
from cartoviewer.scene.object_frames import title_fields
from cartoviewer.scene.series import lines_to_follow
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S
from layers.schema import schemas
from layers.shapes import Bounds
from resources.texts import Names

__all__ = ["ChoicePage", "GroundPage", "LinePage", "ObjectsPage", "refill"]


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


class ChoicePage(QWidget):
    """A form of choices; `changed` tells that one of them is another now."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(SPACE_S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._labels: dict[QLabel, tuple[str, QWidget]] = {}

    def add_row(self, words: str, editor: QWidget) -> None:
        """Ask for one thing more, under an English source text."""
        label = QLabel()
        label.setProperty("role", "muted")
        label.setBuddy(editor)
        self._labels[label] = (words, editor)
        self.form.addRow(label, editor)

    def add_box(self) -> CalmBox:
        """Give a box of choices."""
        box = CalmBox()
        box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(7)
        box.activated.connect(self.changed)
        return box

    def add_check(self) -> QCheckBox:
        """Give a box to tick, in a row of its own."""
        check = QCheckBox()
        check.toggled.connect(self.changed)
        self.form.addRow(check)
        return check

    def write_labels(self) -> None:
        """Write what is asked for, in the language of now."""
        for label, (words, editor) in self._labels.items():
            label.setText(self._session.texts(words))
            editor.setAccessibleName(self._session.texts(words))


def refill(box: CalmBox, rows: Sequence[tuple[str, str]]) -> None:
    """Put other choices in a box, keeping the one that is chosen."""
    kept = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, value in rows:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(kept), 0) if rows else -1)


class ObjectsPage(ChoicePage):
    """A layer, which of its objects, and the columns that give each sheet its title."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.layer, self.field = self.add_box(), self.add_box()
        self.text = QLineEdit(clearButtonEnabled=True)
        self.text.textEdited.connect(self.changed)
        self._values = QStringListModel(self)
        completer = QCompleter(self._values, self.text)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self.changed)
        self.text.setCompleter(completer)
        self.title_fr, self.title_nl, self.title_en = self.add_box(), self.add_box(), self.add_box()
        self._titles = {"fr": self.title_fr, "nl": self.title_nl, "en": self.title_en}
        self.add_row("Layer", self.layer)
        self.add_row("Only where", self.field)
        self.add_row("holds", self.text)
        self.seen_only = self.add_check()
        self.add_row("Title FR from", self.title_fr)
        self.add_row("Title NL from", self.title_nl)
        self.add_row("Title EN from", self.title_en)
        self.fit = self.add_check()
        self.turned = self.add_check()
        self.together = self.add_check()
        self.layer.activated.connect(self._on_layer)
        self.field.activated.connect(lambda _: self._show_filter())
        self.fit.toggled.connect(self.turned.setEnabled)
        self.fit.setChecked(True)
        self._within: Bounds | None = None
        self.seen_only.toggled.connect(lambda _: self._forget_ground())

    @property
    def depends_on_view(self) -> bool:
        """Whether another view of the map gives other sheets."""
        return self.seen_only.isChecked() and self._within is None

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
            within=(self._within or seen) if self.seen_only.isChecked() else None,
            fit=self.fit.isChecked(),
            together=self.together.isChecked(),
            turned=self.fit.isChecked() and self.turned.isChecked(),
        )

    def show_ground(self, ground: Each) -> None:
        """Show what a series was asked to be; nothing is told."""
        with QSignalBlocker(self):
            self.choose_layer(ground.layer)
            for box, field in zip(
                self._titles.values(), (ground.fields.fr, ground.fields.nl, ground.fields.en), strict=True
            ):
                box.setCurrentIndex(max(box.findData(field), 0))
            where = ground.where
            self.field.setCurrentIndex(max(self.field.findData(where.field), 0) if where is not None else 0)
            self.text.setText(where.text if where is not None else "")
            self._show_filter()
            for check, on in (
                (self.seen_only, ground.within is not None),
                (self.fit, ground.fit),
                (self.turned, ground.turned),
                (self.together, ground.together),
            ):
                check.setChecked(on)
            self._within = ground.within

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
        self.write_labels()
        shown = self.layer.currentData()
        refill(self.layer, [(texts.name(one.names), one.id) for one in reversed(self._session.document.layers)])
        self.seen_only.setText(texts("Only what the map shows"))
        self.fit.setText(texts("Smaller scale for large objects"))
        self.turned.setText(texts("Turn each to its object"))
        self.turned.setToolTip(texts("Each map is turned so that its object is as large as can be."))
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

    def _forget_ground(self) -> None:
        """Take what the map shows now: the ground that a series had was let go of by hand."""
        self._within = None

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
        refill(self.field, [(texts("All objects"), ""), *rows])
        for box in self._titles.values():
            refill(box, [(texts("the likeliest column"), ""), *rows])
        self._show_filter()

    def _show_filter(self) -> None:
        self.form.setRowVisible(self.text, bool(self.field.currentData()))


class LinePage(ChoicePage):
    """A route or a drawn line of the dossier."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.line = self.add_box()
        self.add_row("Line", self.line)
        self.turned = self.add_check()
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self.form.addRow(self._empty)

    @property
    def depends_on_view(self) -> bool:
        """A line lies where it lies."""
        return False

    def ground(self, seen: Bounds) -> Ground | None:
        """Give the line that is chosen."""
        del seen
        line = self.line.currentData()
        return Follow(str(line), turned=self.turned.isChecked()) if line else None

    def show_ground(self, ground: Follow) -> None:
        """Show what a series was asked to be; nothing is told."""
        with QSignalBlocker(self):
            self.write()
            self.line.setCurrentIndex(self.line.findData(ground.line))
            self.turned.setChecked(ground.turned)

    def write(self) -> None:
        """Write everything anew; a line that is selected on the map is chosen."""
        texts = self._session.texts
        self.write_labels()
        self.turned.setText(texts("Turn each sheet along the line"))
        lines = lines_to_follow(self._session.document)
        refill(self.line, [(texts.name(record_names(line)), line.id) for line in lines])
        chosen = next((line.id for line in lines if line.id in self._session.selection), None)
        if chosen is not None:
            self.line.setCurrentIndex(self.line.findData(chosen))
        self.line.setEnabled(bool(lines))
        self.form.setRowVisible(self._empty, not lines)
        self._empty.setText(texts("Draw a route or a line first (R): the sheets are laid along it."))
