"""How each sheet of a series is: paper or layout, scale, turn, language, titles, grids; and the order of pages."""

from typing import Any, Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QSpinBox, QWidget

from bnip.series import PageOrder, Series
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.arrangement_choice import arrangement_called, arrangement_key
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.paper_box import PaperBox
from cartoviewer.ui.paper_words import scale_text
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_framing import ROUND_SCALES, read_scale, read_turn
from cartoviewer.ui.sheet_settings import SHEET_LANGUAGES
from cartoviewer.ui.theme import SPACE_S
from resources.texts import Language, Names, Texts

__all__ = ["SeriesLook"]

_FIRST_SCALE: Final = 5_000.0
_FIRST_PAPER: Final = "bnip_a3"
_MOST_OVERLAP_MM: Final = 60
_ORDERS: Final = {
    PageOrder.NAME: "By name",
    PageOrder.LAYER: "As in the layer",
    PageOrder.NORTH: "From north to south",
    PageOrder.WEST: "From west to east",
    PageOrder.ROWS: "Row by row",
    PageOrder.COLUMNS: "Column by column",
    PageOrder.SNAKE: "To and fro",
    PageOrder.FORWARD: "Along the line",
    PageOrder.BACKWARD: "Against the line",
}


class SeriesLook(QWidget):
    """A form; `changed` tells that one of its choices is another now."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scale, self._turn = _FIRST_SCALE, 0.0
        self._orders: tuple[PageOrder, ...] = ()
        self.paper = PaperBox(session)
        self.scale, self.language, self.order = CalmBox(), CalmBox(), CalmBox()
        self.turn = QLineEdit()
        self.overlap = QSpinBox(suffix=" mm", maximum=_MOST_OVERLAP_MM, value=10)
        self.title_fr, self.title_nl, self.title_en = QLineEdit(), QLineEdit(), QLineEdit()
        self.squares, self.mgrs = QCheckBox(), QCheckBox()
        self._labels: dict[QLabel, tuple[str, QWidget]] = {}
        self._form = QFormLayout(self)
        self._lay_out()
        self._connect()
        self.write()

    @property
    def overlap_mm(self) -> float:
        """How far neighbours overlap, millimetres on paper."""
        return float(self.overlap.value())

    @property
    def page_order(self) -> PageOrder | None:
        """The order of the pages; None for the usual one."""
        chosen = self.order.currentData()
        return PageOrder(str(chosen)) if chosen and self.order.currentIndex() > 0 else None

    @property
    def names(self) -> Names:
        """The title that was typed, in each language."""
        return Names(self.title_fr.text().strip(), self.title_nl.text().strip(), self.title_en.text().strip())

    def on(self, sheet: Sheet, document: MapDocument) -> Sheet:
        """Give a sheet all that is chosen here, but for its title."""
        return msgspec.structs.replace(
            sheet,
            **arrangement_called(self.paper.key, document),
            scale=self._scale,
            rotation=self._turn,
            language=Language(str(self.language.currentData())),
            search_grid=self.squares.isChecked(),
            mgrs=self.mgrs.isChecked(),
        )

    def show_series(self, series: Series) -> None:
        """Show how the sheets of a series are; nothing is told."""
        first, editors = series.first, (self.overlap, self.squares, self.mgrs)
        blockers = [QSignalBlocker(editor) for editor in editors]
        self.paper.show_key(arrangement_key(first, self._session.document))
        self._scale, self._turn = first.scale, first.rotation
        self.language.setCurrentIndex(self.language.findData(first.language.value))
        self.overlap.setValue(round(series.overlap_mm))
        self.squares.setChecked(first.search_grid)
        self.mgrs.setChecked(first.mgrs)
        for field, words in (
            (self.title_fr, first.names.fr),
            (self.title_nl, first.names.nl),
            (self.title_en, first.names.en),
        ):
            field.setText(words)
        self.offer_orders(series.ground.orders)
        self.order.setCurrentIndex(max(self.order.findData(series.order.value), 0) if series.order else 0)
        del blockers
        self._write_numbers()

    def offer_orders(self, orders: tuple[PageOrder, ...]) -> None:
        """Offer the orders of another kind of ground, the usual one first."""
        if orders != self._orders:
            self._orders = orders
            self.order.clear()
            for order in orders:
                self.order.addItem(self._session.texts(_ORDERS[order]), order.value)

    def show_overlap(self, *, on: bool) -> None:
        """Ask for the overlap, or not where sheets have no neighbours."""
        self._form.setRowVisible(self.overlap, on)

    def allow_turn(self, *, on: bool) -> None:
        """Take a fixed turn, or none where each sheet finds its own."""
        self.turn.setEnabled(on)

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        for label, (words, editor) in self._labels.items():
            label.setText(texts(words))
            editor.setAccessibleName(texts(words))
        self.paper.write()
        for index, order in enumerate(self._orders):
            self.order.setItemText(index, texts(_ORDERS[order]))
        self.scale.clear()
        self.scale.addItems([scale_text(scale, texts) for scale in ROUND_SCALES])
        self.squares.setText(texts("Letters and figures on the grid"))
        self.mgrs.setText(texts("Lines of the MGRS"))
        self.turn.setToolTip(texts("Turn of the map: degrees clockwise from grid north to its top"))
        self._write_numbers()

    # Inside

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(SPACE_S)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(CalmBox.InsertPolicy.NoInsert)
        for words, editor in (
            ("Paper", self.paper),
            ("Scale", self.scale),
            ("Turn", self.turn),
            ("Overlap", self.overlap),
            ("Pages", self.order),
            ("Title in French", self.title_fr),
            ("Title in Dutch", self.title_nl),
            ("Title in English", self.title_en),
            ("Language of the sheet", self.language),
        ):
            label = QLabel()
            label.setProperty("role", "muted")
            label.setBuddy(editor)
            self._labels[label] = (words, editor)
            self._form.addRow(label, editor)
        for check in (self.squares, self.mgrs):
            self._form.addRow(check)
        self.squares.setChecked(True)
        for box in (self.paper, self.scale, self.language, self.order):
            box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        self.paper.show_key(_FIRST_PAPER)
        for language, words in SHEET_LANGUAGES.items():
            self.language.addItem(words, language.value)

    def _connect(self) -> None:
        for box in (self.paper, self.language, self.order):
            box.activated.connect(self._tell)
        self.scale.activated.connect(lambda _: self._read_scale())
        edit = self.scale.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._read_scale)
        self.turn.editingFinished.connect(self._read_turn)
        self.overlap.valueChanged.connect(self._tell)
        for title in (self.title_fr, self.title_nl, self.title_en):
            title.textEdited.connect(self._tell)
        for check in (self.squares, self.mgrs):
            check.toggled.connect(self._tell)

    def _tell(self, _value: Any = None) -> None:
        self.changed.emit()

    def _read_scale(self) -> None:
        """Take the scale that was typed; what is none is put back."""
        asked, before = read_scale(self.scale.currentText()), self._scale
        self._scale = asked or self._scale
        self._write_numbers()
        if self._scale != before:
            self.changed.emit()

    def _read_turn(self) -> None:
        """Take the degrees that were typed; what are none is put back."""
        asked, before = read_turn(self.turn.text()), self._turn
        self._turn = self._turn if asked is None else asked
        self._write_numbers()
        if self._turn != before:
            self.changed.emit()

    def _write_numbers(self) -> None:
        texts = self._session.texts
        self.scale.setEditText(scale_text(self._scale, texts))
        self.turn.setText(_turn_text(self._turn, texts))


def _turn_text(turn: float, texts: Texts) -> str:
    return f"{texts.number(turn, 0 if turn == round(turn) else 1)}°"
