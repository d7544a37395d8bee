"""What the user says about a file before it is read: kind of layer, name, CRS, and which column is which field."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M, SPACE_S
from layers.crs import ETRS89, LAMBERT_72, LAMBERT_2008, UTM_31N, WEB_MERCATOR, WGS84
from layers.reading import LayerDescription, SourceDescription
from layers.recognition import guessed_columns, guessed_schema
from layers.schema import GENERIC, schema, schemas

__all__ = ["ImportChoices"]

_SYSTEMS: Final = {
    LAMBERT_72: "Lambert 72 (EPSG:31370)",
    LAMBERT_2008: "Lambert 2008 (EPSG:3812)",
    WGS84: "WGS84 (EPSG:4326)",
    ETRS89: "ETRS89 (EPSG:4258)",
    UTM_31N: "ETRS89 / UTM 31N (EPSG:25831)",
    WEB_MERCATOR: "Web Mercator (EPSG:3857)",
}
_PLACES: Final = {"x": "X or longitude", "y": "Y or latitude"}
"""Columns of a table that hold the place, with their English source texts."""
_ALL: Final = "\n"
"""Stands for all layers of a file; no layer is called so."""


class ImportChoices(QWidget):
    """The form of one file; what was guessed is filled in.

    Signals
    -------
    changed
        Something was chosen anew.
    """

    changed = Signal()

    def __init__(self, session: Session, described: SourceDescription, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._source = described
        self._layer, self._schema, self._system = QComboBox(), QComboBox(), QComboBox()
        self._name = QLineEdit()
        self._count, self._hint = QLabel(), QLabel()
        self._labels = {box: QLabel() for box in (self._layer, self._schema, self._name, self._system)}
        self._fields = QTableWidget(0, 2)
        self._boxes: dict[str, QComboBox] = {}
        if len(described.layers) > 1:
            self._layer.addItem("", _ALL)
        for layer in described.layers:
            self._layer.addItem(layer.name, layer.name)
        for one in schemas().values():
            self._schema.addItem("", one.id)
        self._system.addItem("", None)
        for epsg, words in _SYSTEMS.items():
            self._system.addItem(words, epsg)
        self._lay_out()
        self._layer.currentIndexChanged.connect(self._begin)
        self._schema.currentIndexChanged.connect(self._fill_fields)
        self._system.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._begin()
        self.write()

    @property
    def layer(self) -> LayerDescription:
        """The layer of the file that is to be read, the first where all are."""
        chosen = self._layer.currentData()
        return next((each for each in self._source.layers if each.name == chosen), self._source.layers[0])

    @property
    def takes_all(self) -> bool:
        """Whether every layer of the file is read, as what it is recognised to be."""
        return bool(self._layer.currentData() == _ALL)

    def choose_layer(self, name: str) -> None:
        """Say which layer of the file is to be read."""
        self._layer.setCurrentIndex(self._layer.findData(name))

    @property
    def schema_id(self) -> str:
        """What the layer is."""
        return str(self._schema.currentData() or GENERIC)

    @property
    def layer_name(self) -> str:
        """What the layer will be called; empty for the schema's own name."""
        return self._name.text().strip()

    @property
    def epsg(self) -> int | None:
        """The CRS that the user says; None to take the file's own."""
        chosen = self._system.currentData()
        return chosen if isinstance(chosen, int) else None

    @property
    def mapping(self) -> dict[str, str]:
        """Field → column, where the user says otherwise than would be taken anyway."""
        guessed = guessed_columns(schema(self.schema_id), self.layer.columns)
        said = {field: str(box.currentData() or "") for field, box in self._boxes.items()}
        return {field: column for field, column in said.items() if column and column != guessed.get(field)}

    @property
    def is_complete(self) -> bool:
        """Tell whether the file can be read: it has a CRS, or the user has said which."""
        return bool(self._source.layers)

    def choose_schema(self, schema_id: str) -> None:
        """Say what the layer is."""
        self._schema.setCurrentIndex(self._schema.findData(schema_id))

    def choose_column(self, field: str, column: str) -> None:
        """Say which column holds a field."""
        self._boxes[field].setCurrentIndex(self._boxes[field].findData(column))

    def choose_epsg(self, epsg: int) -> None:
        """Say which CRS the coordinates are in."""
        self._system.setCurrentIndex(self._system.findData(epsg))

    def write(self) -> None:
        """Write everything in the language of now."""
        texts = self._session.texts
        words = {
            self._layer: texts("Layer of the file"),
            self._schema: texts("What it is"),
            self._name: texts("Name on the map"),
            self._system: texts("Coordinates"),
        }
        for box, label in self._labels.items():
            label.setText(words[box])
            box.setAccessibleName(words[box])
        if len(self._source.layers) > 1:
            self._layer.setItemText(0, texts("All of them, as they are recognised"))
        for index in range(self._schema.count()):
            one = schemas()[str(self._schema.itemData(index))]
            self._schema.setItemText(index, f"{texts.name(one.names)}  –  {texts.name(one.group)}")
        known = self.layer.epsg if self._source.layers else None
        told = _SYSTEMS.get(known, f"EPSG:{known}") if known is not None else ""
        self._system.setItemText(
            0, texts("As the file says: {system}", system=told) if told else texts("To be recognised")
        )
        self._fill_fields()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for box, label in self._labels.items():
            label.setProperty("role", "muted")
            label.setBuddy(box)
            form.addRow(label, box)
        form.setRowVisible(self._layer, len(self._source.layers) > 1)
        self._form = form
        for label in (self._count, self._hint):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        table = self._fields
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self._count)
        column.addLayout(form)
        column.addWidget(self._hint)
        column.addWidget(table, 1)

    def _begin(self) -> None:
        """Guess anew what the chosen layer is."""
        if not self._source.layers:
            return
        for box in (self._schema, self._name, self._system):
            self._form.setRowVisible(box, not self.takes_all)
        self.choose_schema(guessed_schema(self.layer, self._source.path.stem))
        self._fill_fields()

    def _list_layers(self) -> None:
        """Tell what each layer of the file will come in as."""
        texts = self._session.texts
        layers = self._source.layers
        self._fields.setHorizontalHeaderLabels([texts("Layer of the file"), texts("What it is")])
        self._fields.setAccessibleName(texts("What each layer of the file is"))
        self._boxes = {}
        self._fields.setRowCount(0)
        self._fields.setRowCount(len(layers))
        for row, layer in enumerate(layers):
            names = schema(guessed_schema(layer, self._source.path.stem)).names
            for column, words in enumerate((layer.name, texts.name(names))):
                item = QTableWidgetItem(words)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._fields.setItem(row, column, item)
        self._fields.setVisible(True)
        self._count.setText(texts.plural("{n} row", "{n} rows", sum(layer.count for layer in layers)))
        self._hint.setText(texts("What is not recognised comes in hidden. Choose one layer to say more about it."))
        self.changed.emit()

    def _fill_fields(self) -> None:
        texts = self._session.texts
        if not self._source.layers:
            return
        if self.takes_all:
            self._list_layers()
            return
        self._fields.setHorizontalHeaderLabels([texts("Field"), texts("Column of the file")])
        self._fields.setAccessibleName(texts("Which column is which field"))
        layer, chosen = self.layer, schema(self.schema_id)
        rows = texts.plural("{n} row", "{n} rows", layer.count)
        self._count.setText(f"{rows}  ·  {texts.plural('{n} column', '{n} columns', len(layer.columns))}")
        self._name.setPlaceholderText(
            (layer.name or self._source.path.stem) if chosen.id == GENERIC else texts.name(chosen.names)
        )
        guessed = guessed_columns(chosen, layer.columns)
        wanted = {} if layer.geometry else {key: texts(words) for key, words in _PLACES.items()}
        wanted |= {field.id: texts.name(field.names) + (" *" if field.required else "") for field in chosen.fields}
        self._boxes = {}
        self._fields.setRowCount(0)
        self._fields.setRowCount(len(wanted))
        for row, (key, name) in enumerate(wanted.items()):
            item = QTableWidgetItem(name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._fields.setItem(row, 0, item)
            box = CalmBox()
            box.setAccessibleName(name)
            box.addItem(texts("– none –"), "")
            for column in layer.columns:
                box.addItem(column, column)
            box.setCurrentIndex(max(box.findData(guessed.get(key, "")), 0))
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
            self._fields.setCellWidget(row, 1, box)
            self._boxes[key] = box
        self._fields.setVisible(bool(wanted))
        hint = texts("All columns are taken as they are.")
        if any(field.required for field in chosen.fields):
            hint = texts("Fields with * must be filled; rows without them are set aside and listed.")
        elif wanted:
            hint = texts("The columns were recognised by their names. Change what is wrong.")
        self._hint.setText(hint)
        self.changed.emit()
