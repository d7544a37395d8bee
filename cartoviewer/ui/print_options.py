"""How a sheet is printed: on its own paper or over several pages, on one side or on both."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.export.duplex import Duplex
from cartoviewer.scene.tiling import OVERLAP_MM, PAPERS, Tiling, TilingError, tiled
from resources.texts import Texts

__all__ = ["SIDES", "PrintOptions", "PrintWish"]

SIDES = (
    (Duplex.NONE, "One side"),
    (Duplex.BOUND_LEFT, "Both sides, bound on the left"),
    (Duplex.LONG, "Both sides, turned along the long edge"),
    (Duplex.SHORT, "Both sides, turned along the short edge"),
)
"""How the sides of the paper are printed, with the words for it."""


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What was chosen: pages to lay the sheet over, where it is laid over several, and the sides of the paper.

    `to_file` is whether a PDF is written in the place of printing.
    """

    tiling: Tiling | None
    duplex: Duplex
    to_file: bool = False


class PrintOptions(QDialog):
    """Asks how a sheet is printed, and tells how many pages that takes.

    Parameters
    ----------
    page_mm
        The size of the sheet.
    """

    def __init__(self, page_mm: tuple[float, float], texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page_mm = page_mm
        self._texts = texts
        self._to_file = False
        self.setWindowTitle(texts("Print the sheet"))
        self.paper, self.duplex, self.overlap = QComboBox(), QComboBox(), QDoubleSpinBox()
        width, height = page_mm
        self.paper.addItem(
            texts("Its own paper, {width} × {height} mm", width=f"{width:g}", height=f"{height:g}"), ""
        )
        for paper in PAPERS:
            if self._tiling(paper, OVERLAP_MM) is not None:
                self.paper.addItem(texts("Pages of {paper}, to be glued", paper=paper), paper)
        self.overlap.setRange(0.0, 50.0)
        self.overlap.setDecimals(0)
        self.overlap.setSuffix(" mm")
        self.overlap.setValue(OVERLAP_MM)
        for way, words in SIDES:
            self.duplex.addItem(texts(words), way)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setProperty("role", "muted")
        form = QFormLayout()
        form.addRow(texts("Paper"), self.paper)
        form.addRow(texts("Overlap"), self.overlap)
        form.addRow(texts("Sides"), self.duplex)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(texts("Cancel"))
        self.preview = buttons.addButton(texts("Preview and print…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.file = buttons.addButton(texts("Write a PDF…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.preview.setDefault(True)
        self.preview.clicked.connect(self.accept)
        self.file.clicked.connect(self._write_file)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self.told)
        whole.addStretch(1)
        whole.addWidget(buttons)
        self.paper.currentIndexChanged.connect(self._tell)
        self.overlap.valueChanged.connect(self._tell)
        self.setMinimumWidth(420)
        self._tell()

    @property
    def wish(self) -> PrintWish:
        """What is chosen now."""
        paper = str(self.paper.currentData())
        tiling = self._tiling(paper, self.overlap.value()) if paper else None
        return PrintWish(tiling, Duplex(self.duplex.currentData()), self._to_file)

    def _tiling(self, paper: str, overlap_mm: float) -> Tiling | None:
        try:
            return tiled(self._page_mm, paper, overlap_mm)
        except TilingError:
            return None

    def _tell(self) -> None:
        texts, tiling = self._texts, self.wish.tiling
        self.overlap.setEnabled(tiling is not None)
        self.file.setEnabled(tiling is not None)
        if tiling is None:
            self.told.setText(texts("One page at its true scale."))
            return
        self.told.setText(
            texts(
                "{n} pages, {columns} across and {rows} down, at the true scale, and one that shows how they lie.",
                n=len(tiling.tiles),
                columns=tiling.columns,
                rows=tiling.rows,
            )
        )

    def _write_file(self) -> None:
        self._to_file = True
        self.accept()
