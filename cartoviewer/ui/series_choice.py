"""Which series is laid: a new one, or one of the dossier, which is then laid again or deleted."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from bnip.series import Series
from cartoviewer.document.changes import remove
from cartoviewer.document.edit import Label
from cartoviewer.scene.series_again import sheets_of
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme

__all__ = ["SeriesChoice"]


class SeriesChoice(QWidget):
    """The series of the dossier after a new one, and what is to become of sheets that are there already.

    Signals
    -------
    chosen
        Another series is to be laid.
    changed
        Something else is to become of the sheets that are there.
    """

    chosen = Signal()
    changed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.box, self.delete = CalmBox(), QToolButton()
        self.box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(7)
        self.renumber, self.keep_gone = QCheckBox(), QCheckBox()
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.box, 1)
        row.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(row)
        column.addWidget(self.renumber)
        column.addWidget(self.keep_gone)
        self.box.activated.connect(lambda _: self._on_choice())
        self.renumber.toggled.connect(self.changed)
        self.keep_gone.toggled.connect(self.changed)
        self.delete.clicked.connect(self._delete)
        theme.changed.connect(self.write)
        self.write()

    @property
    def series(self) -> Series | None:
        """The series that is laid again; None for a new one."""
        found = self._session.document.get(str(self.box.currentData() or ""))
        return found if isinstance(found, Series) else None

    def choose(self, series_id: str) -> None:
        """Lay a series of the dossier again."""
        self.write()
        self.box.setCurrentIndex(max(self.box.findData(series_id), 0))
        self._on_choice()

    def write(self) -> None:
        """Write everything anew: the series of now, in the language of now."""
        texts, document = self._session.texts, self._session.document
        kept = self.box.currentData()
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(texts("A new series"), "")
            for series in document.of(Series):
                count = len(sheets_of(series, document))
                sheets = texts.plural("{n} sheet", "{n} sheets", count)
                self.box.addItem(f"{texts.name(record_names(series))} · {sheets}", series.id)
            self.box.setCurrentIndex(max(self.box.findData(kept), 0))
        self.box.setAccessibleName(texts("Series of sheets"))
        self.delete.setIcon(self._theme.icon("delete-outline"))
        self.delete.setToolTip(texts("Delete the series with its sheets"))
        self.delete.setAccessibleName(texts("Delete the series with its sheets"))
        self.renumber.setText(texts("Number all its pages anew"))
        self.renumber.setToolTip(
            texts("Else each sheet keeps its number, which may be on paper already, and new ones come last.")
        )
        self.keep_gone.setText(texts("Keep sheets whose object has gone"))
        self._show()
        if kept and self.series is None:
            self.chosen.emit()

    def _on_choice(self) -> None:
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        there = self.series is not None
        for part in (self.delete, self.renumber, self.keep_gone):
            part.setVisible(there)
        self.delete.setEnabled(self._session.can_edit)

    def _delete(self) -> None:
        series, document = self.series, self._session.document
        if series is not None:
            gone = (*sheets_of(series, document), series)
            label = Label("Deleted series {name} with its sheets", {"name": record_names(series)})
            self._session.do(label, *(remove(document, one.id) for one in gone))
