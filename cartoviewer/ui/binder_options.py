"""How a binder is bound: its language, its sides and pages, and what stands before and after its sheets."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from cartoviewer.export.binder import Parts
from cartoviewer.export.duplex import Duplex
from cartoviewer.scene.tiling import PAPERS, Tiles
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.print_options import SIDES
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_settings import SHEET_LANGUAGES
from cartoviewer.ui.theme import SPACE_S
from resources.texts import Language

__all__ = ["BinderOptions"]


class BinderOptions(QWidget):
    """A form; `changed` tells that one of its choices is another now."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.language, self.sides, self.large = CalmBox(), CalmBox(), CalmBox()
        self.plan, self.index, self.streets = QCheckBox(), QCheckBox(), QCheckBox()
        self._labels = {QLabel(): (self.language, "Language"), QLabel(): (self.sides, "Sides")}
        self._labels[QLabel()] = (self.large, "Large sheets")
        for language, words in SHEET_LANGUAGES.items():
            self.language.addItem(words, language.value)
        for way, _ in SIDES:
            self.sides.addItem("", way.value)
        for paper in ("", *PAPERS):
            self.large.addItem("", paper)
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, (box, _) in self._labels.items():
            label.setBuddy(box)
            box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.activated.connect(self._tell)
            form.addRow(label, box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(form)
        for check in (self.plan, self.index, self.streets):
            check.setChecked(True)
            check.toggled.connect(self._tell)
            column.addWidget(check)

    @property
    def spoken(self) -> Language:
        """The language that the binder is written in."""
        return Language(str(self.language.currentData()))

    @property
    def duplex(self) -> Duplex:
        """How both sides of its paper are printed."""
        return Duplex(str(self.sides.currentData()))

    @property
    def tiles(self) -> Tiles | None:
        """The pages that its large sheets are laid over; None where they stay whole."""
        paper = str(self.large.currentData())
        return Tiles(paper) if paper else None

    @property
    def parts(self) -> Parts:
        """What it has beside its sheets."""
        return Parts(plan=self.plan.isChecked(), index=self.index.isChecked(), streets=self.streets.isChecked())

    def write(self) -> None:
        """Write everything anew, in the language of now."""
        texts = self._session.texts
        for label, (box, words) in self._labels.items():
            label.setText(texts(words))
            box.setAccessibleName(texts(words))
        for index, (_, words) in enumerate(SIDES):
            self.sides.setItemText(index, texts(words))
        for index in range(self.large.count()):
            paper = str(self.large.itemData(index))
            whole = texts("Whole, on their own paper")
            said = texts("Pages of {paper}, to be glued", paper=paper) if paper else whole
            self.large.setItemText(index, said)
        self.plan.setText(texts("Pages of the plan"))
        self.index.setText(texts("Index of the sheets, with a map"))
        self.streets.setText(texts("Index of the streets"))

    def _tell(self, _value: Any = None) -> None:
        self.changed.emit()
