"""Making a symbol of one's own: a pictogram or an SVG file in a frame of the grammar, seen while it is made."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bnip.own_symbol import OwnSymbol
from cartoviewer.document.edit import Label
from cartoviewer.ui.messages import explained
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from resources.texts import Names
from symbols.catalogue import FrameClass, frame_names, search
from symbols.discipline import Discipline
from symbols.grammar import SymbolCodeError, folded
from symbols.outlines import pictogram_names
from symbols.own import OWN_FRAMES, OwnFrame, OwnSign, own_id, own_sign
from symbols.own_svg import outline_of_file

__all__ = ["OwnSymbolDialog"]

_MOST_FOUND: Final = 48
_MOST_BY_WORD: Final = 8
_PREVIEWS: Final = (96, 48, 28)
_OWNERS: Final = {
    Discipline.D1: "Discipline 1, rescue",
    Discipline.D2: "Discipline 2, medical",
    Discipline.D3: "Discipline 3, police",
    Discipline.D4: "Discipline 4, logistics",
    Discipline.D5: "Discipline 5, information",
    Discipline.MULTI: "Several disciplines",
}


class _PictureDelegate(QStyledItemDelegate):
    """Paints a pictogram in the middle of its square, on the colour of what is selected."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one pictogram."""
        square: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(square.adjusted(1, 1, -1, -1), QColor(self._theme.colours.selected))
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, square.adjusted(SPACE_S, SPACE_S, -SPACE_S, -SPACE_S))


class OwnSymbolDialog(QDialog):
    """Asks for names, frame, discipline and pictogram; shows at once what the symbol will look like.

    Parameters
    ----------
    session
        The language.
    theme
        Icons and colours.
    tasks
        Reads files beside the window.
    before
        The symbol to change; None for a new one.

    Signals
    -------
    made (str, Names)
        The id of the finished symbol, and its names.
    """

    made = Signal(str, object)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        before: OwnSymbol | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._pictures = SymbolPictures()
        self._picture, self._outline = "", ""
        self._names = {language: QLineEdit() for language in ("fr", "nl", "en")}
        self._frame, self._owner = QComboBox(), QComboBox()
        self._search, self._found = QLineEdit(), QListWidget()
        self._file = QPushButton()
        self._previews = tuple(QLabel() for _ in _PREVIEWS)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out()
        self._fill()
        self._start_from(before)
        for field in self._names.values():
            field.textChanged.connect(self._show)
        self._frame.currentIndexChanged.connect(self._show)
        self._owner.currentIndexChanged.connect(self._show)
        self._search.textChanged.connect(self._find)
        self._found.currentItemChanged.connect(self._take_picture)
        self._file.clicked.connect(self._ask_file)
        self._buttons.accepted.connect(self._finish)
        self._buttons.rejected.connect(self.reject)
        self._find(self._search.text())
        self._show()

    @property
    def symbol(self) -> str:
        """The id of the symbol as it stands; empty while something is missing."""
        try:
            return own_id(self._sign())
        except SymbolCodeError:
            return ""

    def read_file(self, path: Path) -> None:
        """Take the pictogram from an SVG file; a file that is refused leaves what was there."""

        def take(outline: str) -> None:
            self._picture, self._outline = "", outline
            self._found.setCurrentRow(-1)
            self._show()

        def refuse(error: BaseException) -> None:
            told = explained(error)
            text, values = (
                (error.text, error.values) if isinstance(error, SymbolCodeError) else (told.text, told.values)
            )
            self._said.setText(self._session.texts(text, **values))

        self._tasks.run(
            lambda _progress: outline_of_file(path), take, refuse, Label("Reading {name}", {"name": path.name})
        )

    def _lay_out(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("A symbol of your own"))
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        for words, field in (
            *zip(("Name (FR)", "Name (NL)", "Name (EN)"), self._names.values(), strict=True),
            ("Frame", self._frame),
            ("Discipline", self._owner),
            ("Pictogram", self._search),
        ):
            label = QLabel(texts(words))
            label.setBuddy(field)
            field.setAccessibleName(texts(words))
            form.addRow(label, field)
        self._search.setPlaceholderText(texts("A word: dog, fire, chien… English finds most"))
        self._search.setClearButtonEnabled(True)
        self._found.setViewMode(QListWidget.ViewMode.IconMode)
        self._found.setIconSize(QSize(28, 28))
        self._found.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._found.setMovement(QListWidget.Movement.Static)
        self._found.setUniformItemSizes(True)
        self._found.setItemDelegate(_PictureDelegate(self._theme, self))
        self._found.setAccessibleName(texts("Pictogram"))
        self._file.setText(texts("From an SVG file…"))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(texts("Keep"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(texts("Cancel"))
        seen = QHBoxLayout()
        seen.setSpacing(SPACE_L)
        for label in self._previews:
            seen.addWidget(label, 0, Qt.AlignmentFlag.AlignBottom)
        seen.addStretch(1)
        self._said.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addLayout(form)
        column.addWidget(self._found, 1)
        column.addWidget(self._file, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(seen)
        column.addWidget(self._said)
        column.addWidget(self._buttons)
        self.resize(480, 640)

    def _fill(self) -> None:
        texts = self._session.texts
        for frame in OWN_FRAMES:
            self._frame.addItem(texts.name(frame_names(FrameClass(frame))), frame)
        for owner, words in _OWNERS.items():
            self._owner.addItem(texts(words), owner.value)

    def _start_from(self, before: OwnSymbol | None) -> None:
        sign = own_sign(before.symbol) if before is not None else None
        self._frame.setCurrentIndex(self._frame.findData(sign.frame if sign else "resource"))
        if sign is None:
            return
        for language, field in self._names.items():
            field.setText(getattr(sign.names, language))
        self._owner.setCurrentIndex(self._owner.findData(sign.owner.value))
        self._picture, self._outline = sign.picture, sign.outline
        self._search.setText(sign.picture)

    def _sign(self) -> OwnSign:
        frame: OwnFrame = self._frame.currentData()
        return OwnSign(
            names=Names(*(field.text().strip() for field in self._names.values())),
            frame=frame,
            owner=Discipline(self._owner.currentData()),
            picture=self._picture,
            outline=self._outline,
        )

    def _find(self, typed: str) -> None:
        """Show the pictograms whose names hold all words, the shortest names first.

        The names are English; a word of another language finds the pictograms of the catalogue.
        """
        words, known = folded(typed).split(), pictogram_names()
        names = [name for name in known if all(word in name for word in words)]
        names.sort(key=lambda name: (not name.startswith(tuple(words)), len(name), name))
        used = (entry.picture for entry in search(typed, _MOST_BY_WORD)) if words else ()
        names = list(dict.fromkeys([*names, *(name for name in used if name in known)]))
        self._found.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._found.clear()
        for name in names[:_MOST_FOUND] if words else ():
            icon: QIcon = self._theme.icon(name)
            item = QListWidgetItem(icon, "")
            item.setToolTip(name)
            item.setSizeHint(QSize(40, 40))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            self._found.addItem(item)
        self._found.blockSignals(False)  # noqa: FBT003

    def _take_picture(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._picture, self._outline = str(item.data(Qt.ItemDataRole.UserRole)), ""
            self._show()

    def _ask_file(self) -> None:
        texts = self._session.texts
        chosen, _ = QFileDialog.getOpenFileName(self, texts("From an SVG file…"), "", "SVG (*.svg)")
        if chosen:
            self.read_file(Path(chosen))

    def _show(self) -> None:
        """Show the symbol at three sizes, or what is missing for it."""
        texts, ratio = self._session.texts, self.devicePixelRatioF()
        said = ""
        try:
            own_id(self._sign())
        except SymbolCodeError as error:
            said = texts(error.text, **error.values)
        self._said.setText(said)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not said)
        shown = self.symbol or self._nameless()
        for label, side in zip(self._previews, _PREVIEWS, strict=True):
            label.setVisible(bool(shown))
            if shown:
                label.setPixmap(self._pictures.pixmap(shown, self._session.language, side, ratio))

    def _nameless(self) -> str:
        """Give the symbol as it looks before it has a name."""
        sign = self._sign()
        try:
            return own_id(
                OwnSign(
                    names=Names.same("…"),
                    frame=sign.frame,
                    owner=sign.owner,
                    picture=sign.picture,
                    outline=sign.outline,
                )
            )
        except SymbolCodeError:
            return ""

    def _finish(self) -> None:
        symbol = self.symbol
        if symbol:
            self.made.emit(symbol, self._sign().names)
            self.accept()
