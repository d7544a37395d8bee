"""A message is pasted; the places in it are marked, and each can be shown on the map."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.edit import Label
from cartoviewer.ui.ground import Ground
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.search_results import told_aside
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import SPACE_L, SPACE_M, Theme
from layers.gazetteer.found import Found
from layers.gazetteer.message import Mention, mentions

__all__ = ["MessageDialog"]

_PAUSE_MS = 250
_ROLE = 0x0100


class MessageDialog(QDialog):
    """A window beside the map; it reads anew whenever the message changes.

    Signals
    -------
    found_chosen (Found, str)
        The map is to show this place; the text is how the message says it.
    """

    found_chosen = Signal(object, str)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        ground: Ground,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_wired = False
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._ground = ground
        self._messages = messages
        self._task: Task | None = None
        self._mentions: list[Mention] = []
        self._lead = QLabel()
        self._lead.setProperty("role", "muted")
        self._lead.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._list = QTreeWidget()
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._show, self._close = QPushButton(), QPushButton()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self._text.textChanged.connect(self._pause.start)
        self._list.currentItemChanged.connect(lambda *_: self._mark())
        self._list.itemActivated.connect(lambda *_: self._choose())
        self._close.setAutoDefault(False)
        self._show.setDefault(True)
        self._show.clicked.connect(self._choose)
        self._close.clicked.connect(self.close)
        parts = QSplitter()
        parts.addWidget(self._text)
        parts.addWidget(self._list)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self._lead)
        column.addWidget(parts, 1)
        column.addLayout(row)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._mark)
        self.resize(860, 460)
        self._write()

    @property
    def mentions(self) -> list[Mention]:
        """The places that were found in the message."""
        return self._mentions

    def set_message(self, text: str) -> None:
        """Read this message."""
        self._text.setPlainText(text)

    def read(self) -> None:
        """Look for the places of the message, beside the window."""
        if self._task is not None:
            self._task.cancel()
        text, ground, language = self._text.toPlainText(), self._ground, self._session.language

        def done(found: list[Mention]) -> None:
            self._task = None
            if self._text.toPlainText() == text:
                self._mentions = found
                self._fill()

        self._task = self._tasks.run(
            lambda progress: ground.ask(lambda gazetteer: mentions(text, gazetteer, language, progress)),
            done,
            self._messages.report,
            Label("Reading the message"),
        )

    def close_down(self) -> None:
        """Stop reading and go."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
        self.close()

    def _fill(self) -> None:
        texts = self._session.texts
        self._list.clear()
        for at, mention in enumerate(self._mentions):
            best = mention.found[0]
            item = QTreeWidgetItem(self._list, [best.label, told_aside(best, texts)])
            item.setToolTip(0, f"{mention.text}\n{best.label}")
            item.setData(0, _ROLE, (at, 0))
            for other, found in enumerate(mention.found[1:], start=1):
                child = QTreeWidgetItem(item, [found.label, told_aside(found, texts)])
                child.setData(0, _ROLE, (at, other))
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)
        self._write()
        self._mark()

    def _chosen(self) -> tuple[Mention, Found] | None:
        item = self._list.currentItem()
        place = item.data(0, _ROLE) if item is not None else None
        if place is None or place[0] >= len(self._mentions):
            return None
        mention = self._mentions[place[0]]
        return mention, mention.found[place[1]]

    def _choose(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.found_chosen.emit(chosen[1], chosen[0].text)

    def _mark(self) -> None:
        """Mark the places in the message, the chosen one more strongly."""
        chosen = self._chosen()
        colours = self._theme.colours
        marks = []
        for mention in self._mentions:
            mark = QTextEdit.ExtraSelection()
            shape = QTextCharFormat()
            shape.setBackground(QColor(colours.selected))
            shape.setForeground(QColor(colours.text))
            shape.setFontUnderline(chosen is not None and chosen[0] is mention)
            # Qt counts in UTF-16: letters beyond the first plane are two.
            before, inside = self._text.toPlainText()[: mention.start], mention.text
            cursor = QTextCursor(self._text.document())
            cursor.setPosition(_units(before))
            cursor.setPosition(_units(before) + _units(inside), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, shape
            marks.append(mark)
        self._text.setExtraSelections(marks)
        self._show.setEnabled(chosen is not None)

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Places in a message"))
        self._text.setPlaceholderText(texts("Paste an e-mail or a radio message here."))
        self._text.setAccessibleName(texts("Message"))
        self._list.setAccessibleName(texts("Places found"))
        self._show.setText(texts("Show on the map"))
        self._close.setText(texts("Close"))
        self._lead.setText(
            texts.plural("{n} place found.", "{n} places found.", len(self._mentions))
            if self._mentions
            else texts("Addresses, crossings, names and coordinates in the message are marked and offered.")
        )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
