"""The frame of every window that shows what will leave the house: side, stage, messages and progress."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.edit import Label
from cartoviewer.ui.latest_task import LatestTask
from cartoviewer.ui.messages import MessageBar, Messages
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.task_strip import TaskStrip
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.progress import Progress

__all__ = ["PreviewWindow", "column_of", "scrolled"]

T = TypeVar("T")

_PAUSE_MS: Final = 200
"""What is changed quickly one after the other is shown once."""


class PreviewWindow(QDialog):
    """A window beside the map; it does not hold it up.

    It tells in itself what happens: the map's own messages may lie behind it. Enter ends what is typed in a field
    and presses no button, but for the one that is named as the default.

    Parameters
    ----------
    size
        What it wants; it is never larger than the screen.
    """

    def __init__(
        self, session: Session, theme: Theme, tasks: TaskRunner, size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._messages = Messages(self)
        self._bar = MessageBar(session, theme, self._messages)
        self._strip = TaskStrip(session, theme)
        self._latest = LatestTask(tasks, self._strip)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._renew)
        self._default: QPushButton | None = None
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.resize(size.boundedTo(self.screen().availableSize() - QSize(SPACE_M, 2 * SPACE_M)))
        session.dossier_changed.connect(self._latest.stop)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def close_down(self) -> None:
        """Stop what is being made, for good."""
        self._latest.stop()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is being made for the preview; what is being written goes on."""
        self._pause.stop()
        self._latest.stop()
        super().closeEvent(event)

    # Enter

    def showEvent(self, event: QShowEvent) -> None:
        """Let Enter press no button but the default one."""
        for button in self.findChildren(QPushButton):
            self._calm(button)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the default button by Enter where there is one, and nothing else."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._default is not None and self._default.isEnabled() and self._default.isVisible():
                self._default.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QPushButton) and self.isAncestorOf(now):
            self._calm(now)

    def _calm(self, button: QPushButton) -> None:
        button.setAutoDefault(False)
        button.setDefault(button is self._default)

    # The frame

    def _frame(self, side: QWidget, stage: QWidget, foot: QWidget | None = None) -> None:
        """Put what is chosen at the side, what is shown under the messages, and the foot below both."""
        right = QWidget()
        column = column_of(right, stage_of=True)
        column.addWidget(self._bar)
        column.addWidget(stage, 1)
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(right)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(split, 1)
        if foot is not None:
            whole.addWidget(foot)

    def _foot(self, *buttons: QWidget) -> QWidget:
        """Give a foot with the progress on the left and these buttons on the right."""
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        row.setSpacing(SPACE_M)
        row.addWidget(self._strip, 1)
        row.addStretch(0)
        for button in buttons:
            row.addWidget(button)
        return foot

    # What each window does

    def _write(self) -> None:
        """Write everything anew, in another language or another look."""

    def _renew(self) -> None:
        """Make the preview of what is chosen now."""

    def _soon(self, _changed: object = None) -> None:
        """Make the preview anew when the changes have come to rest."""
        self._pause.start()

    def _send_out(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        title: Label,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Task:
        """Do work whose result leaves the house; its progress is shown, and it can be stopped."""
        task = self._tasks.run(
            work,
            done,
            failed or self._messages.report,
            title,
            cancelled=lambda: self._messages.tell("Stopped. Nothing was written."),
        )
        self._strip.follow(task)
        return task


def column_of(widget: QWidget, *parts: QWidget | QLayout, stage_of: bool = False) -> QVBoxLayout:
    """Give a widget's parts, one below the other; those of a stage touch each other and the edges."""
    column = QVBoxLayout(widget)
    margin, gap = (0, 0) if stage_of else (SPACE_M, SPACE_M)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return column


def scrolled(widget: QWidget, width: int = 0) -> QScrollArea:
    """Give a widget that may be longer than the window, never broader than its column."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setMinimumWidth(width)
    scroll.setWidget(widget)
    return scroll
