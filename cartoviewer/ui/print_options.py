"""How a sheet is printed: on its own paper or over several pages, on one side or on both, in which copies."""

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.export.duplex import Duplex
from cartoviewer.scene.numbered_copies import CopiesError, NumberedCopy, chosen_copies
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
    """What was chosen: the pages over which the sheet is laid, the sides of the paper, the numbered copies.

    Without `tiling` the sheet is printed on its own paper; without `copies` it is printed without a number.
    """

    tiling: Tiling | None
    duplex: Duplex
    copies: tuple[NumberedCopy, ...] = ()


class PrintOptions(QDialog):
    """Asks how a sheet is printed, and tells how many pages that takes.

    Parameters
    ----------
    page_mm
        The size of the sheet.
    copies
        The numbered copies of its plan; empty where the plan has no distribution list.
    """

    def __init__(
        self,
        page_mm: tuple[float, float],
        texts: Texts,
        parent: QWidget | None = None,
        *,
        copies: tuple[NumberedCopy, ...] = (),
    ) -> None:
        super().__init__(parent)
        self._page_mm = page_mm
        self._texts = texts
        self._copies = copies
        self.setWindowTitle(texts("Print the sheet"))
        self.paper, self.duplex, self.overlap = QComboBox(), QComboBox(), QDoubleSpinBox()
        self.numbering, self.numbers = QComboBox(), QLineEdit("1" if len(copies) == 1 else f"1-{len(copies)}")
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
        self.numbering.addItem(texts("Without a number"), False)  # noqa: FBT003 - Qt's own signature
        if copies:
            self.numbering.addItem(texts("Numbered, for the distribution list"), True)  # noqa: FBT003
        self.numbers.setPlaceholderText(texts("all, or numbers: 1-3, 7"))
        self.told, self.fault = QLabel(), QLabel()
        for label, role in ((self.told, "muted"), (self.fault, "danger")):
            label.setWordWrap(True)
            label.setProperty("role", role)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            ("Paper", self.paper),
            ("Overlap", self.overlap),
            ("Sides", self.duplex),
            ("Copies", self.numbering),
            ("Numbers", self.numbers),
        ):
            field.setAccessibleName(texts(words))
            form.addRow(texts(words), field)
        self._form = form
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(texts("Cancel"))
        self.preview = buttons.addButton(texts("Show the pages"), QDialogButtonBox.ButtonRole.AcceptRole)
        for button in buttons.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.preview.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self.told)
        whole.addWidget(self.fault)
        whole.addStretch(1)
        whole.addWidget(buttons)
        self.paper.currentIndexChanged.connect(self._tell)
        self.overlap.valueChanged.connect(self._tell)
        self.numbering.currentIndexChanged.connect(self._tell)
        self.numbers.textChanged.connect(self._tell)
        self.setMinimumWidth(440)
        self._tell()

    @property
    def wish(self) -> PrintWish:
        """What is chosen now.

        Raises
        ------
        CopiesError
            The numbers cannot be read, or are not in the list.
        """
        paper = str(self.paper.currentData())
        tiling = self._tiling(paper, self.overlap.value()) if paper else None
        copies = chosen_copies(self._copies, self.numbers.text()) if self.numbering.currentData() else ()
        return PrintWish(tiling, Duplex(self.duplex.currentData()), copies)

    def _tiling(self, paper: str, overlap_mm: float) -> Tiling | None:
        try:
            return tiled(self._page_mm, paper, overlap_mm)
        except TilingError:
            return None

    def _tell(self) -> None:
        texts = self._texts
        self._form.setRowVisible(self.numbers, bool(self.numbering.currentData()))
        self.overlap.setEnabled(bool(self.paper.currentData()))
        try:
            wish = self.wish
        except CopiesError as error:
            self.fault.setText(texts(error.text, **error.values))
            self.fault.show()
            self.told.clear()
            self.preview.setEnabled(False)
            return
        self.fault.hide()
        self.preview.setEnabled(True)
        lines = [texts("One page at its true scale.")]
        if wish.tiling is not None:
            lines = [
                texts(
                    "{n} pages, {columns} across and {rows} down, at the true scale, and one that shows "
                    "how they lie.",
                    n=len(wish.tiling.tiles),
                    columns=wish.tiling.columns,
                    rows=wish.tiling.rows,
                )
            ]
        for holder, held in groupby(wish.copies, key=lambda copy: copy.holder):
            numbers = [copy.number for copy in held]
            span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
            lines.append(texts("Copy {numbers}: {holder}", numbers=span, holder=texts.name(holder)))
        self.told.setText("\n".join(lines))
