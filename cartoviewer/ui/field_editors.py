"""Small editors for one value of a record; each tells when its user has finished, not at every letter."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QDoubleValidator,
    QFocusEvent,
    QIntValidator,
    QKeyEvent,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from resources.texts import Names, Texts

__all__ = ["MIXED", "CalmBox", "ChoiceEditor", "FieldEditor", "NoteEditor", "NumberEditor", "TextEditor"]

Choice = tuple[Any, str | Names]
"""A value and its English source text, or its names."""

_TEXT_MARGIN: Final = 4
"""Pixels that Qt leaves free beside the words of a box."""

MIXED: Final = object()
"""Stands for the value of several records that do not have the same."""


class FieldEditor(Protocol):
    """What the form needs of an editor."""

    def widget(self) -> QWidget:
        """Give the widget itself."""
        ...

    def show_value(self, value: Any) -> None:
        """Show a value; nothing is told."""
        ...

    def write(self, texts: Texts) -> None:
        """Write its words in another language."""
        ...

    def lock(self, *, locked: bool) -> None:
        """Allow looking only, or editing again."""
        ...


class TextEditor(QLineEdit):
    """One line; Esc gives the shown value back."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.editingFinished.connect(self._finish)

    def widget(self) -> QWidget:
        """Give the widget itself."""
        return self

    def show_value(self, value: Any) -> None:
        """Show a text; what is half typed stays when the record's value is as it was."""
        text = "" if value is MIXED else self.text_of(value)
        if text != self._shown or not self.hasFocus():
            self._shown = text
            self.setText(text)
            self.setCursorPosition(0)

    def text_of(self, value: Any) -> str:
        """Write a value as it is edited."""
        return str(value or "")

    def value_of(self, text: str) -> Any:
        """Read what was typed."""
        return text.strip()

    def write(self, texts: Texts) -> None:
        """Nothing in a text depends on the language."""
        del texts

    def lock(self, *, locked: bool) -> None:
        """Allow looking and copying only, or editing again."""
        self.setReadOnly(locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc give back what was there."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.text() != self._shown and not self.isReadOnly():
            self._shown = self.text()
            self.committed.emit(self.value_of(self.text()))


class NumberEditor(TextEditor):
    """A number or nothing.

    Parameters
    ----------
    lowest, highest
        The limits.
    whole
        Only whole numbers.
    """

    def __init__(self, lowest: float, highest: float, *, whole: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = whole
        if whole:
            self.setValidator(QIntValidator(int(lowest), int(highest), self))
        else:
            validator = QDoubleValidator(lowest, highest, 1, self)
            validator.setNotation(QDoubleValidator.Notation.StandardNotation)
            self.setValidator(validator)

    def text_of(self, value: Any) -> str:
        """Write a number without noise behind the point."""
        return "" if value is None else f"{value:g}" if not self._whole else str(value)

    def value_of(self, text: str) -> Any:
        """Read a number, with a decimal comma or a point; None where nothing is typed."""
        typed = text.strip().replace(",", ".")
        if not typed:
            return None
        return int(typed) if self._whole else float(typed)


class NoteEditor(QPlainTextEdit):
    """Several lines; told when the keyboard leaves, or with Ctrl+Enter."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setMaximumHeight(self.fontMetrics().height() * 5)
        self.setMinimumHeight(self.fontMetrics().height() * 3)

    def widget(self) -> QWidget:
        """Give the widget itself."""
        return self

    def show_value(self, value: Any) -> None:
        """Show a text; what is half typed stays when the record's value is as it was."""
        text = "" if value is MIXED else str(value or "")
        if text != self._shown or not self.hasFocus():
            self._shown = text
            self.setPlainText(text)

    def write(self, texts: Texts) -> None:
        """Nothing in a text depends on the language."""
        del texts

    def lock(self, *, locked: bool) -> None:
        """Allow looking and copying only, or editing again."""
        self.setReadOnly(locked)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell what was typed."""
        super().focusOutEvent(event)
        self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Ctrl+Enter tell at once."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        text = self.toPlainText()
        if text != self._shown and not self.isReadOnly():
            self._shown = text
            self.committed.emit(text.strip())


class CalmBox(QComboBox):
    """A box of choices that a turn of the wheel scrolls past instead of changing it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """End words that do not fit in dots: cut letters look like others."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        width = room.width() - _TEXT_MARGIN
        words = option.currentText
        if self.currentIndex() < 0 and self.placeholderText():
            words = self.placeholderText()
            muted = option.palette.brush(QPalette.ColorRole.PlaceholderText)
            option.palette.setBrush(QPalette.ColorRole.ButtonText, muted)
        option.currentText = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class ChoiceEditor(CalmBox):
    """One of a few values."""

    committed = Signal(object)

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self.addItems([words if isinstance(words, str) else words.en for _, words in self._choices])
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.activated.connect(lambda index: self.committed.emit(self._choices[index][0]))

    def widget(self) -> QWidget:
        """Give the widget itself."""
        return self

    def show_value(self, value: Any) -> None:
        """Show a value."""
        values = [choice for choice, _ in self._choices]
        with QSignalBlocker(self):
            self.setCurrentIndex(values.index(value) if value in values else -1)

    def write(self, texts: Texts) -> None:
        """Write the choices in another language."""
        for index, (_, words) in enumerate(self._choices):
            self.setItemText(index, texts(words) if isinstance(words, str) else texts.name(words))

    def lock(self, *, locked: bool) -> None:
        """Allow looking only, or choosing again."""
        self.setEnabled(not locked)
