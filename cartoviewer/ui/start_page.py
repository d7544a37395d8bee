"""The first thing one sees: open the exercise, make a new dossier, open one, or take one of the last."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, TextRole, Theme

__all__ = ["StartPage"]

_WIDTH: Final = 780
_LETTERS: Final = 120
_CARD: Final = QSize(220, 190)


class _Choice(QPushButton):
    """One large choice: an icon, a title, and what will happen."""

    def __init__(self, icon: str, title: str, text: str, session: Session, theme: Theme) -> None:
        super().__init__()
        self._words = (title, text)
        self._icon_name = icon
        self._session = session
        self._theme = theme
        self._picture, self._title, self._text = QLabel(), QLabel(), QLabel()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        self._title.setProperty("role", "heading")
        for label in (self._picture, self._title, self._text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setWordWrap(label is not self._picture)
            column.addWidget(label)
        column.addStretch(1)
        self.setObjectName("choice")
        self.setAutoDefault(True)
        self.setMinimumSize(_CARD)

    def write(self) -> None:
        """Write the words in the language and the colours of now."""
        texts, colours = self._session.texts, self._theme.colours
        title, text = (texts(words) for words in self._words)
        self._picture.setPixmap(self._theme.icon(self._icon_name, colours.accent).pixmap(36, 36))
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setStyleSheet(
            f"QPushButton#choice {{ background: {colours.surface}; border: 1px solid {colours.line};"
            " border-radius: 8px; }"
            f"QPushButton#choice:hover {{ background: {colours.raised}; }}"
            f"QPushButton#choice:focus {{ border: 2px solid {colours.accent}; }}"
            f"QPushButton#choice:pressed {{ background: {colours.selected}; }}"
        )

    def sizeHint(self) -> QSize:
        """Give the size that the words need."""
        return self._column.sizeHint().expandedTo(_CARD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the words are in this width: a larger letter takes more lines."""
        super().resizeEvent(event)
        self.setMinimumHeight(max(_CARD.height(), self._column.heightForWidth(self.width())))


class _RecentList(QListWidget):
    """A click or Enter takes an entry; a double click takes it once, as a click does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what a click does."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.itemClicked.emit(item)
        else:
            super().keyPressEvent(event)


class StartPage(QWidget):
    """Three large choices and the dossiers opened last; shown while no dossier is open.

    Signals
    -------
    exercise_wanted, new_wanted, open_wanted
        One of the three choices was taken.
    dossier_chosen (Path)
        One of the last dossiers is to be opened.
    """

    exercise_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    dossier_chosen = Signal(object)

    def __init__(
        self, session: Session, theme: Theme, recent: Sequence[Path] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._recent = tuple(recent)
        self._title, self._lead, self._last, self._hint = QLabel(), QLabel(), QLabel(), QLabel()
        self._choices = [
            _Choice(
                "school-outline",
                "Open the exercise",
                "A fictitious gas explosion in Brussels, with shelters, cameras and sheets, to try everything on.",
                session,
                theme,
            ),
            _Choice(
                "file-plus-outline",
                "New dossier",
                "An empty map of the Region. Add your layers, place an incident, print a sheet.",
                session,
                theme,
            ),
            _Choice(
                "folder-open-outline",
                "Open a dossier",
                "A dossier from this computer or the network, with its history.",
                session,
                theme,
            ),
        ]
        for choice, signal in zip(
            self._choices, (self.exercise_wanted, self.new_wanted, self.open_wanted), strict=True
        ):
            choice.clicked.connect(signal)
        self._list = _RecentList()
        self._list.setSpacing(SPACE_S // 2)
        self._list.itemClicked.connect(self._open)
        self._lay_out()
        self._write()
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)

    def show_recent(self, recent: Sequence[Path]) -> None:
        """Offer these dossiers, the last one first."""
        self._recent = tuple(recent)
        self._write()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setMaximumWidth(max(_WIDTH, self.fontMetrics().averageCharWidth() * _LETTERS))
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE_L, 2 * SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        self._title.setProperty("role", "title")
        self._lead.setProperty("role", "muted")
        self._lead.setWordWrap(True)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        for choice in self._choices:
            row.addWidget(choice, 1)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addSpacing(SPACE_M)
        column.addLayout(row)
        column.addSpacing(SPACE_L)
        column.addWidget(self._last)
        column.addWidget(self._list)
        column.addWidget(self._hint)
        column.addStretch(1)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(page, 8)
        across.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(middle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _write(self) -> None:
        texts = self._session.texts
        self._title.setText("CartoViewer")
        self._lead.setText(
            texts("Maps for emergency plans and for the crisis of the moment. Everything stays on this computer.")
        )
        for choice in self._choices:
            choice.write()
        self._last.setText(texts("Opened last"))
        self._last.setFont(self._theme.font(TextRole.BODY, bold=True))
        self._list.setAccessibleName(texts("Opened last"))
        self._hint.setText(texts("You can also drop a dossier or a data file anywhere in this window."))
        self._list.clear()
        for path in self._recent:
            is_there = path.is_file()
            words = f"{path.stem}\n{path.parent}"
            if is_there:
                moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                words = f"{path.stem}   ·   {texts.moment(moment)}\n{path.parent}"
            item = QListWidgetItem(self._theme.icon("file-document-outline"), words)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path) if is_there else texts("This file is no longer there"))
            if not is_there:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        self._last.setVisible(bool(self._recent))
        self._list.setVisible(bool(self._recent))
        row = self._list.sizeHintForRow(0) + self._list.spacing() if self._recent else 0
        self._list.setFixedHeight(min(len(self._recent), 5) * row + 2 * SPACE_S)

    def _open(self, item: QListWidgetItem) -> None:
        self.dossier_chosen.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))
