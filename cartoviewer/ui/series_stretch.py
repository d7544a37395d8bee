"""The ground that sheets lie over side by side: around the middle of the map, what it shows, what is selected."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from bnip.series import Cover, Grid, Ground
from cartoviewer.document.drawings import extent_of
from cartoviewer.ui.extents import united
from cartoviewer.ui.series_ground import ChoicePage, refill
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S
from layers.shapes import Bounds

__all__ = ["StretchPage"]

_MOST: Final = 20


class StretchPage(ChoicePage):
    """Columns and rows around the middle of the map, or as many sheets as cover a stretch of ground."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.what = self.add_box()
        self.add_row("Ground", self.what)
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
        self.add_row("Columns × rows", size)
        self.what.activated.connect(lambda _: self._show_size())
        self._kept: Grid | Cover | None = None

    @property
    def depends_on_view(self) -> bool:
        """Whether another view of the map gives other sheets."""
        return str(self.what.currentData()) not in ("selected", "kept")

    def ground(self, seen: Bounds) -> Ground | None:
        """Give the ground that is chosen; None where nothing is selected."""
        match self.what.currentData():
            case "seen":
                return Cover(seen)
            case "selected":
                boxes = [box for record in self._session.selected if (box := extent_of(record)) is not None]
                return Cover(united(boxes)) if boxes else None
            case "kept":
                return self._kept
            case _:
                return Grid(self.columns.value(), self.rows.value())

    def keep(self, ground: Grid | Cover | None) -> None:
        """Choose the ground that a series has; with None it is offered no more."""
        self._kept = ground
        self.write()
        if ground is not None:
            self.what.setCurrentIndex(self.what.findData("kept"))
            self._show_size()

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self.write_labels()
        rows = [
            (texts("Around the middle of the map"), "middle"),
            (texts("All that the map shows"), "seen"),
            (texts("All that is selected"), "selected"),
        ]
        if self._kept is not None:
            rows.append((texts("The ground that the series has"), "kept"))
        refill(self.what, rows)
        self.columns.setAccessibleName(texts("Columns"))
        self.rows.setAccessibleName(texts("Rows"))
        self._show_size()

    def _show_size(self) -> None:
        self.form.setRowVisible(self._size, self.what.currentData() == "middle")
