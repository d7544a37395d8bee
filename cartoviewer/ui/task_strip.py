"""The progress of one piece of work, in place: what is being done, how far it is, and a way to stop it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task
from cartoviewer.ui.theme import SPACE_M, Theme

__all__ = ["TaskStrip"]


class TaskStrip(QWidget):
    """Hidden until it follows a task, and again when the task is over."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._task: Task | None = None
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(self.fontMetrics().height())
        self._stop = QToolButton()
        self._stop.setAutoRaise(True)
        self._stop.setIconSize(QSize(16, 16))
        self._stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()
        self.setVisible(False)

    def follow(self, task: Task) -> None:
        """Show a task until it is over."""
        self._task = task
        task.progressed.connect(self._write)
        # A method of this widget, so that nothing is told to it any more once it is gone.
        task.ended.connect(self._end)
        self._stop.setEnabled(True)
        self._write()
        self.setVisible(True)

    def _end(self) -> None:
        if self._task is not None and self._task.is_over:
            self._task = None
            self.setVisible(False)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._stop.setEnabled(False)

    def _write(self) -> None:
        texts = self._session.texts
        self._stop.setIcon(self._theme.icon("close-circle-outline"))
        self._stop.setToolTip(texts("Stop"))
        self._stop.setAccessibleName(texts("Stop"))
        if self._task is None:
            return
        title = self._task.title
        self._words.setText(texts(self._task.text) if self._task.text else texts(title.text, **title.values))
        self._bar.setAccessibleName(self._words.text())
        known = self._task.share >= 0
        self._bar.setRange(0, 100 if known else 0)
        self._bar.setValue(round(self._task.share * 100) if known else 0)
