"""The one box for everything: a place, coordinates, a drawing, a layer, or what one wants to do."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cartoviewer.document.edit import Label
from cartoviewer.scene.finding import Finder, Found
from cartoviewer.scene.matching import Wanted
from cartoviewer.ui.ground import Ground
from cartoviewer.ui.search_results import Answer, SearchResults
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import Theme
from symbols.grammar import folded

__all__ = ["SearchBox"]

_PAUSE_MS: Final = 20
_MOST: Final = 12
_MOST_COMMANDS: Final = 4


class SearchBox(QLineEdit):
    """Finds while one types; Enter takes the first answer, arrows choose another, Esc gives the map back.

    Signals
    -------
    found_chosen (Found)
        The map is to show this place, record, feature or layer; `said` is what was typed for it.
    left
        The user is done here; the map may take the keyboard.
    """

    found_chosen = Signal(object)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._ground = ground
        self._finder = Finder()
        # Its own thread: an answer must not wait behind a long import.
        self._tasks = TaskRunner(self, threads=1, name="search")
        self._task: Task | None = None
        self._commands: Mapping[str, QAction] = {}
        self._takes_first = False
        self._said = ""
        self._results = SearchResults(session, theme, self)
        self._results.chosen.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._magnifier = self.addAction(theme.icon("magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._typed)
        session.language_changed.connect(self._write)
        session.dossier_changed.connect(self._forget)
        theme.changed.connect(self._write)
        self._write()

    @property
    def said(self) -> str:
        """What was typed when the last answer was taken: the words that are kept with an incident."""
        return self._said

    @property
    def results(self) -> SearchResults:
        """The list of answers."""
        return self._results

    def offer(self, commands: Mapping[str, QAction]) -> None:
        """Let these commands be found by their names."""
        self._commands = commands

    def begin(self) -> None:
        """Be ready to type; what stands there is replaced."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def close_down(self) -> None:
        """Let go of the thread."""
        self._tasks.close()

    def sizeHint(self) -> QSize:
        """Be wide enough for a street with both its names."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), self.fontMetrics().averageCharWidth() * 60), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the answers, take one, or leave."""
        key = event.key()
        if (
            key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            and not self._is_hidden()
        ):
            self._results.keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._hide()
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the answers away when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        if not self._results.underMouse():
            self._hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the answers as wide as the box."""
        super().resizeEvent(event)
        if not self._is_hidden():
            self._results.place_below(self)

    def _write(self) -> None:
        texts = self._session.texts
        self.setPlaceholderText(texts("Address, crossing, name, coordinates, layer or command  (Ctrl+K)"))
        self.setAccessibleName(texts("Search or command"))
        self._results.setAccessibleName(texts("Answers"))
        self._magnifier.setIcon(self._theme.icon("magnify"))

    def _forget(self) -> None:
        self._finder = Finder()
        self._stop()
        self._hide()

    def _typed(self, text: str) -> None:
        self._takes_first = False
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._hide()

    def _enter(self) -> None:
        answer = self._results.current if not self._is_hidden() else None
        if answer is not None and not self._pause.isActive() and self._task is None:
            self._take(answer)
        elif self.text().strip():
            # The answers are still on their way: the first one is taken when they come.
            self._takes_first = True
            self._pause.stop()
            self._search()

    def _search(self) -> None:
        self._stop()
        text, finder, ground = self.text(), self._finder, self._ground
        document, datasets, language = self._session.document, self._session.datasets, self._session.language

        def ended(found: list[Found]) -> None:
            self._task = None
            self._show(text, found)

        def failed(error: BaseException) -> None:
            self._task = None
            self._session.problem.emit(error)
            self._show(text, [])

        self._task = self._tasks.run(
            lambda _progress: (
                []
                if datasets is None
                else ground.ask(
                    lambda gazetteer: finder.find(
                        text, document, datasets, language, _MOST, gazetteer, unfinished=True
                    )
                )
            ),
            ended,
            failed,
            Label("Searching"),
        )

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _show(self, text: str, found: list[Found]) -> None:
        if text != self.text():
            return
        answers = [Answer(one, None, one.score) for one in found] + self._fitting_commands(text)
        answers.sort(key=lambda answer: -answer.score)
        nothing = self._session.texts(
            "Nothing is called “{words}”. Try fewer letters, or the other language."
            if self._ground.exists
            else "Nothing is called “{words}” here. Build the index of places (Layers menu) to find addresses.",
            words=text,
        )
        self._results.show_answers(answers[:_MOST], nothing)
        if self._takes_first and answers:
            self._take(answers[0])
        elif self.hasFocus() or self.isVisible():
            self._results.place_below(self)
        self._takes_first = False

    def _fitting_commands(self, text: str) -> list[Answer]:
        wanted = Wanted.of(text)
        if not wanted.words:
            return []
        fitting = [
            Answer(None, action, score - 5.0)
            for action in self._commands.values()
            if action.isEnabled()
            for score in [wanted.score(folded(action.text().replace("&", "")))]
            if score >= 50.0
        ]
        return sorted(fitting, key=lambda answer: -answer.score)[:_MOST_COMMANDS]

    def _take(self, answer: Answer) -> None:
        self._hide()
        if answer.command is not None:
            self.clear()
            self.left.emit()
            answer.command.trigger()
        elif answer.found is not None:
            self._said = self.text()
            self.setText(answer.found.label)
            self.left.emit()
            self.found_chosen.emit(answer.found)

    def _is_hidden(self) -> bool:
        return self._results.isHidden()

    def _hide(self) -> None:
        self._results.hide()
