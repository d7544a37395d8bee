"""The line between toolbar and map: what to do next with the tool in hand, and the few choices it has."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from bnip.zone import ZoneKind
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from cartoviewer.ui.tools.place import PlaceTool
from cartoviewer.ui.tools.route import RouteTool
from cartoviewer.ui.tools.select import SelectTool
from cartoviewer.ui.tools.zone import ZoneTool
from symbols.catalogue import catalogue
from symbols.zones import zone_names

__all__ = ["ToolStrip"]


class ToolStrip(QFrame):
    """Speaks for the tool that the canvas has in hand."""

    def __init__(self, session: Session, theme: Theme, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._canvas = canvas
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_M)
        self._choice = QComboBox()
        self._choice.activated.connect(self._choose)
        self._hint = _Sentence()
        self._give_up = QToolButton(autoRaise=True)
        self._give_up.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._give_up.clicked.connect(self._put_away)
        row.addWidget(self._choice)
        row.addWidget(self._hint, 1)
        row.addWidget(self._give_up)
        # The map keeps its size whether or not there is something to choose.
        self.setMinimumHeight(self._choice.sizeHint().height() + 2 * SPACE_S)
        self._listened = canvas.tool
        canvas.tool.hint_changed.connect(self._write)
        canvas.tool_changed.connect(self._follow)
        session.language_changed.connect(self._write_all)
        session.selection_changed.connect(self._write)
        theme.changed.connect(self._write_all)
        self._write_all()

    @property
    def hint(self) -> str:
        """The sentence that is shown."""
        return self._hint.sentence

    def _follow(self) -> None:
        self._listened.hint_changed.disconnect(self._write)
        self._listened = self._canvas.tool
        self._listened.hint_changed.connect(self._write)
        self._write_all()

    def _put_away(self) -> None:
        self._canvas.tool.finished.emit()

    def _choose(self) -> None:
        tool, chosen = self._canvas.tool, self._choice.currentData()
        if isinstance(tool, ZoneTool):
            tool.choose(ZoneKind(chosen))
        elif isinstance(tool, RouteTool | PlaceTool):
            tool.choose(chosen)
        self._canvas.setFocus()

    def _write(self) -> None:
        hint = self._canvas.tool.hint
        words = self._session.texts(hint.text, **hint.values)
        self._hint.say(words)

    def _write_all(self) -> None:
        tool, texts = self._canvas.tool, self._session.texts
        self._choice.clear()
        if isinstance(tool, ZoneTool):
            for kind in ZoneKind:
                self._choice.addItem(texts.name(zone_names(kind.value)), kind.value)
            self._choice.setCurrentIndex(self._choice.findData(tool.kind.value))
        elif isinstance(tool, RouteTool | PlaceTool):
            family = tool.symbol.split(";")[0].split(".")[0]
            for entry in catalogue().values():
                if entry.id.startswith(family + "."):
                    self._choice.addItem(texts.name(entry.names), entry.id)
            self._choice.setCurrentIndex(self._choice.findData(tool.symbol.split(";")[0]))
        self._choice.setVisible(self._choice.count() > 0)
        self._choice.setAccessibleName(texts("Kind"))
        self._give_up.setVisible(not isinstance(tool, SelectTool))
        self._give_up.setIcon(self._theme.icon("close"))
        self._give_up.setText(texts("Give up"))
        self._write()


class _Sentence(QLabel):
    """A sentence on one line; what does not fit gives way to dots, and stands in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = ""
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self.sentence = sentence
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(self.width() - SPACE_S, 0)
        self.setText(self.fontMetrics().elidedText(self.sentence, Qt.TextElideMode.ElideRight, width))
