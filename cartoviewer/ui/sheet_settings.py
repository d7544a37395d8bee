"""What a sheet is: its template, scale, language and words; each change is one edit."""

from datetime import datetime
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bnip.layout import Layout
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.sheet_layout import arrangement_of, layout_names, layout_of
from cartoviewer.scene.template import sheet_templates
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.moment_choice import MomentChoice
from cartoviewer.ui.record_form import RecordForm
from cartoviewer.ui.record_names import in_all_languages
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_framing import ROUND_SCALES, read_scale
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from resources.texts import Language, Names

__all__ = ["SHEET_LANGUAGES", "SheetSettings"]

SHEET_LANGUAGES: Final = {
    Language.FR_NL: "Français + Nederlands",
    Language.FR: "Français",
    Language.NL: "Nederlands",
    Language.EN: "English",
}
"""What a sheet is written in, each named in itself."""

_OWN: Final = "layout/"
"""What stands before the id of a layout of the dossier in the list of templates."""

_INKS: Final = {False: "In colour", True: "In greys"}


class SheetSettings(QWidget):
    """Edits the sheet with one id.

    Signals
    -------
    frame_wanted
        The sheet is to show what the map shows now.
    arrange_wanted (str)
        What stands on the sheet with this id is to be moved and sized.
    """

    frame_wanted = Signal()
    arrange_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sheet_id = ""
        self._template, self._scale, self._language = CalmBox(), CalmBox(), CalmBox()
        self._ink = CalmBox()
        self._labels = {box: QLabel() for box in (self._template, self._scale, self._language, self._ink)}
        for language, words in SHEET_LANGUAGES.items():
            self._language.addItem(words, language.value)
        for monochrome, words in _INKS.items():
            self._ink.addItem(words, monochrome)
        self._scale.setEditable(True)
        self._scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._moment, self._moment_label = MomentChoice(session, theme), QLabel()
        self._frame = QPushButton()
        self._frame.clicked.connect(self.frame_wanted)
        self._arrange = QPushButton()
        self._arrange.setAutoDefault(False)
        self._arrange.clicked.connect(lambda: self.arrange_wanted.emit(self._sheet_id))
        self._form = RecordForm(session, theme, SymbolPictures())
        grid = QFormLayout()
        grid.setSpacing(SPACE_S)
        grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        grid.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for box, label in self._labels.items():
            label.setProperty("role", "muted")
            label.setBuddy(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            grid.addRow(label, box)
        self._moment_label.setProperty("role", "muted")
        self._moment_label.setBuddy(self._moment)
        grid.addRow(self._moment_label, self._moment)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(grid)
        for button in (self._frame, self._arrange):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._form)
        self._template.activated.connect(lambda _: self._take_template(str(self._template.currentData())))
        self._language.activated.connect(
            lambda _: self._change(language=Language(str(self._language.currentData())))
        )
        self._ink.activated.connect(lambda _: self._change(monochrome=bool(self._ink.currentData())))
        self._moment.committed.connect(self._take_moment)
        self._scale.activated.connect(lambda _: self._read_scale())
        edit = self._scale.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._read_scale)
        theme.changed.connect(self.write)
        session.language_changed.connect(self.write)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a sheet."""
        self._sheet_id = sheet.id
        self.write()

    def begin_field(self, field: str) -> None:
        """Put the keyboard where a field of the sheet is edited."""
        own = {"template": self._template, "scale": self._scale, "language": self._language}
        if field in own:
            own[field].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._form.begin_field(field)

    def write(self) -> None:
        """Write everything anew."""
        sheet = self._sheet()
        if sheet is None:
            return
        texts = self._session.texts
        words = {self._template: "Template", self._scale: "Scale", self._language: "Language of the sheet"}
        words[self._ink] = "Printing"
        for box, label in self._labels.items():
            label.setText(texts(words[box]))
            box.setAccessibleName(texts(words[box]))
            box.setEnabled(self._session.can_edit)
        self._template.clear()
        for name, template in sheet_templates().items():
            self._template.addItem(texts.name(template.names), name)
        for layout in self._session.document.of(Layout):
            self._template.addItem(texts.name(layout.names), _OWN + layout.id)
        own = layout_of(sheet, self._session.document)
        self._template.setCurrentIndex(self._template.findData(sheet.template if own is None else _OWN + own.id))
        self._arrange.setText(texts("Arrange the sheet…"))
        self._arrange.setToolTip(texts("Move and size what stands on the sheet, and add maps, texts and pictures"))
        self._language.setCurrentIndex(self._language.findData(sheet.language.value))
        for index, ink in enumerate(_INKS.values()):
            self._ink.setItemText(index, texts(ink))
        self._ink.setCurrentIndex(self._ink.findData(sheet.monochrome))
        if self._scale.count() == 0:
            self._scale.addItems([self._scale_text(scale) for scale in ROUND_SCALES])
        self._scale.setEditText(self._scale_text(sheet.scale))
        self._moment_label.setText(texts("As it stood at (empty: now)"))
        self._moment.setAccessibleName(self._moment_label.text())
        self._moment.write(texts)
        self._moment.show_value(sheet.moment)
        self._moment.lock(locked=not self._session.can_edit)
        self._frame.setText(texts("Frame what the map shows"))
        self._frame.setEnabled(self._session.can_edit)
        self._form.show_record(sheet)

    def _sheet(self) -> Sheet | None:
        record = self._session.document.get(self._sheet_id)
        return record if isinstance(record, Sheet) else None

    def _scale_text(self, scale: float) -> str:
        return f"1:{scale:,.0f}".replace(",", "\u202f")

    def _read_scale(self) -> None:
        sheet = self._sheet()
        if sheet is None:
            return
        typed = read_scale(self._scale.currentText())
        if typed is not None:
            self._change(scale=typed)
        else:
            self._scale.setEditText(self._scale_text(sheet.scale))

    def _take_template(self, chosen: str) -> None:
        """Lay the sheet out on a template of the program, or on a layout of the dossier."""
        if chosen.startswith(_OWN):
            self._change(layout=chosen.removeprefix(_OWN))
        else:
            self._change(template=chosen, layout="")

    def _take_moment(self, moment: datetime | None) -> None:
        """Bind the main map to a moment, or to the present again."""
        sheet = self._sheet()
        if sheet is not None and sheet.moment != moment:
            label = Label("Sheet {name}: another moment", {"name": sheet.names})
            self._session.do(label, put(self._session.document, msgspec.structs.replace(sheet, moment=moment)))

    def _change(self, **values: Any) -> None:
        sheet = self._sheet()
        if sheet is None:
            return
        changed = msgspec.structs.replace(sheet, **values)
        if changed == sheet or not self._session.can_edit:
            self.write()
            return
        document = self._session.document
        field, value = next(iter(values.items()))
        text = {
            "template": "Template",
            "layout": "Template",
            "scale": "Scale",
            "language": "Language of the sheet",
            "monochrome": "Printing",
        }[field]
        written = {
            "template": arrangement_of(changed, document).names,
            "layout": layout_names(changed, document),
            "scale": Names.same(self._scale_text(changed.scale)),
            "language": Names.same(SHEET_LANGUAGES[changed.language]),
            "monochrome": in_all_languages(_INKS[changed.monochrome]),
        }[field]
        del value
        named: dict[str, str | Names] = {"name": sheet.names, "field": in_all_languages(text), "value": written}
        self._session.do(Label("{name}: {field} is now {value}", named), put(self._session.document, changed))
