"""The bar over the map while sheets are framed: paper, scale, turn and title, fitting, and making the sheets."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.fit_menu import FitMenu
from cartoviewer.ui.paper_box import PaperBox
from cartoviewer.ui.paper_words import scale_text
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_framing import ROUND_SCALES, read_scale, read_turn
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S
from cartoviewer.ui.tools.frame_sheet import FrameSheetTool
from resources.texts import Texts

__all__ = ["FrameStrip"]

_TURN_PX: Final = 72


class FrameStrip(QFrame):
    """Speaks for the tool that frames sheets; hidden while another is in hand."""

    def __init__(
        self,
        session: Session,
        canvas: Canvas,
        tool: FrameSheetTool,
        tasks: TaskRunner,
        report: Callable[[BaseException], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._tool = tool
        self.setAutoFillBackground(True)
        self.paper, self.scale = PaperBox(session), CalmBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(CalmBox.InsertPolicy.NoInsert)
        self.turn = QLineEdit()
        self.turn.setMaximumWidth(_TURN_PX)
        self.fit = QToolButton()
        self.fit.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.fit.setMenu(FitMenu(session, tool, tasks, report, self))
        self.title_fr, self.title_nl = QLineEdit(), QLineEdit()
        self.make = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_S)
        row.addWidget(self.paper)
        row.addWidget(self.scale)
        row.addWidget(self.turn)
        row.addWidget(self.fit)
        row.addWidget(self.title_fr, 1)
        row.addWidget(self.title_nl, 1)
        row.addWidget(self.make)
        self.paper.activated.connect(self._take_paper)
        self.scale.activated.connect(self._take_scale)
        edit = self.scale.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._read_scale)
        self.turn.editingFinished.connect(self._read_turn)
        self.turn.returnPressed.connect(canvas.setFocus)
        for field in (self.title_fr, self.title_nl):
            field.textEdited.connect(self._keep_title)
            field.editingFinished.connect(self._take_title)
            field.returnPressed.connect(self._make)
        self.make.clicked.connect(self._make)
        tool.hint_changed.connect(self._follow)
        canvas.tool_changed.connect(self._follow)
        session.document_changed.connect(self._follow)
        session.language_changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        texts = self._session.texts
        self.scale.clear()
        self.scale.addItems([scale_text(scale, texts) for scale in ROUND_SCALES])
        for part, words in (
            (self.paper, texts("Paper")),
            (self.scale, texts("Scale")),
            (self.turn, texts("Turn of the map: degrees clockwise from grid north to its top")),
            (self.fit, texts("Fit the frame so that all of something is on it")),
            (self.title_fr, texts("Title in French")),
            (self.title_nl, texts("Title in Dutch")),
        ):
            part.setAccessibleName(words)
            part.setToolTip(words)
        self.fit.setText(texts("Fit to"))
        self.title_fr.setPlaceholderText(texts("Title in French"))
        self.title_nl.setPlaceholderText(texts("Title in Dutch"))
        self._follow()

    def _follow(self) -> None:
        """Show what the tool has in hand."""
        tool, texts = self._tool, self._session.texts
        wish = tool.wish
        self.setVisible(self._canvas.tool is tool)
        self.paper.write()
        self.paper.show_key(wish.key(self._session.document))
        self.scale.setEditText(scale_text(wish.scale, texts))
        if not (self.turn.hasFocus() and self.turn.isModified()):
            self.turn.setText(_turn_text(wish.rotation, texts))
        self.fit.setEnabled(self._session.can_edit)
        for field, words in ((self.title_fr, wish.names.fr), (self.title_nl, wish.names.nl)):
            if field.text() != words and not field.isModified():
                field.setText(words)
        count = len(tool.frames)
        self.make.setText(
            texts.plural("Make {n} sheet", "Make {n} sheets", count) if count else texts("Show the sheet")
        )
        self.make.setEnabled(bool(count) or tool.chosen is not None)

    def _take_paper(self) -> None:
        self._tool.use(paper=self.paper.key)
        self._canvas.setFocus()

    def _take_scale(self) -> None:
        self._read_scale()
        self._canvas.setFocus()

    def _read_scale(self) -> None:
        """Take the scale that was typed; what is none is put back."""
        asked = read_scale(self.scale.currentText())
        if asked is not None and asked != self._tool.wish.scale:
            self._tool.use(scale=asked)
        self._follow()

    def _read_turn(self) -> None:
        """Take the degrees that were typed; what are none is put back."""
        asked = read_turn(self.turn.text())
        self.turn.setModified(False)
        if asked is not None and asked != self._tool.wish.rotation:
            self._tool.use(rotation=asked)
        self._follow()

    def _keep_title(self) -> None:
        """Take the title while it is typed, as long as that is no edit of the dossier."""
        chosen = self._tool.chosen
        if chosen is None or chosen in self._tool.frames:
            self._take_title()

    def _take_title(self) -> None:
        typed = msgspec.structs.replace(self._tool.wish.names, fr=self.title_fr.text(), nl=self.title_nl.text())
        for field in (self.title_fr, self.title_nl):
            field.setModified(False)
        if typed != self._tool.wish.names:
            self._tool.use(names=typed)

    def _make(self) -> None:
        self._take_title()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tool.make()


def _turn_text(turn: float, texts: Texts) -> str:
    return f"{texts.number(turn, 0 if turn == round(turn) else 1)}°"
