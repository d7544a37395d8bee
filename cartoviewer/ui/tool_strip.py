"""The line between toolbar and map: what to do next with the tool in hand, and the few choices it has."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QToolButton, QWidget

from bnip.zone import ZoneKind
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.one_line import OneLine
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from cartoviewer.ui.tools.corners import CornerTool
from cartoviewer.ui.tools.cutting import BufferTool
from cartoviewer.ui.tools.form import FormTool
from cartoviewer.ui.tools.measure import MeasureTool
from cartoviewer.ui.tools.place import PlaceTool
from cartoviewer.ui.tools.route import RouteTool
from cartoviewer.ui.tools.select import SelectTool
from cartoviewer.ui.tools.sketch import SketchTool
from cartoviewer.ui.tools.zone import ZoneTool
from symbols.catalogue import catalogue, entry_of
from symbols.zones import zone_names

__all__ = ["ToolStrip"]

_TYPED: Final = (SketchTool, CornerTool, BufferTool, PlaceTool)
"""The tools that take what is typed into the line."""
_HINT_COLUMN: Final = 2
_NARROW_LETTERS: Final = 150


class ToolStrip(QFrame):
    """Speaks for the tool that the canvas has in hand."""

    def __init__(self, session: Session, theme: Theme, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._canvas = canvas
        self._choice = CalmBox()
        self._choice.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setMinimumContentsLength(14)
        self._choice.activated.connect(self._choose)
        self._hint = OneLine("muted")
        self._give_up = QToolButton(autoRaise=True)
        self._give_up.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._give_up.clicked.connect(self._put_away)
        self._form = CalmBox()
        self._form.activated.connect(self._take_form)
        self._entry = _Entry()
        self._entry.left.connect(canvas.setFocus)
        self._entry.returnPressed.connect(self._enter)
        self._keep = QToolButton(autoRaise=True)
        self._keep.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._keep.clicked.connect(self._keep_measured)
        self._parts = (self._choice, self._form, self._keep, self._entry, self._give_up)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_S, SPACE_M, SPACE_S)
        grid.setSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(_HINT_COLUMN, 1)
        grid.addWidget(self._hint, 0, _HINT_COLUMN)
        for part, column in zip(self._parts, (0, 1, 3, 4, 5), strict=True):
            grid.addWidget(part, 0, column)
        self._is_below = False
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentence a line of its own where there is little room."""
        super().resizeEvent(event)
        self._place_hint()

    def _place_hint(self) -> None:
        """Put the sentence beside the choices, or below them; the height depends on the width alone."""
        is_narrow = self.width() < _NARROW_LETTERS * self.fontMetrics().averageCharWidth()
        below = is_narrow and any(part.isVisibleTo(self) for part in (self._choice, self._form, self._entry))
        if below is not self._is_below:
            self._is_below = below
            self._grid.removeWidget(self._hint)
            if below:
                self._grid.addWidget(self._hint, 1, 0, 1, -1)
            else:
                self._grid.addWidget(self._hint, 0, _HINT_COLUMN)
        self._hint.allow(2 if is_narrow and not below else 1)
        # The map keeps its size whatever tool is in hand, and whether or not there is something to choose.
        tallest = max(part.sizeHint().height() for part in (self._choice, self._entry, self._give_up))
        line = self._hint.height_of(1) + SPACE_S if is_narrow else 0
        self.setFixedHeight(tallest + line + 2 * SPACE_S)

    def _follow(self) -> None:
        self._listened.hint_changed.disconnect(self._write)
        self._listened = self._canvas.tool
        self._listened.hint_changed.connect(self._write)
        self._write_all()

    def _put_away(self) -> None:
        self._canvas.tool.finished.emit()

    def _take_form(self) -> None:
        tool = self._canvas.tool
        if isinstance(tool, FormTool):
            tool.take_form(self._form.currentData())
        self._canvas.setFocus()

    def _enter(self) -> None:
        """Set a point by what was typed; what has no meaning stays to be corrected."""
        tool, text = self._canvas.tool, self._entry.text()
        if not text.strip():
            if isinstance(tool, SketchTool):
                tool.finish()
            self._canvas.setFocus()
        elif isinstance(tool, _TYPED) and tool.enter(text):
            self._entry.clear()
            self._hint.say(self._said())
            if isinstance(tool, PlaceTool):
                self._canvas.setFocus()
        else:
            self._hint.say(self._session.texts("“{text}” is neither a length nor a place here.", text=text))
            self._entry.selectAll()

    def _keep_measured(self) -> None:
        if isinstance(self._canvas.tool, MeasureTool):
            self._canvas.tool.keep()

    def _said(self) -> str:
        hint = self._canvas.tool.hint
        return self._session.texts(hint.text, **hint.values)

    def _choose(self) -> None:
        tool, chosen = self._canvas.tool, self._choice.currentData()
        if isinstance(tool, ZoneTool):
            tool.choose(ZoneKind(chosen))
        elif isinstance(tool, RouteTool | PlaceTool):
            tool.choose(chosen)
        self._canvas.setFocus()

    def _write(self) -> None:
        self._hint.say(self._said())
        tool = self._canvas.tool
        self._keep.setVisible(isinstance(tool, MeasureTool))
        self._keep.setEnabled(isinstance(tool, MeasureTool) and tool.can_keep)

    def _write_all(self) -> None:
        tool, texts = self._canvas.tool, self._session.texts
        self._choice.clear()
        if isinstance(tool, ZoneTool):
            for kind in ZoneKind:
                self._choice.addItem(texts.name(zone_names(kind.value)), kind.value)
            self._choice.setCurrentIndex(self._choice.findData(tool.kind.value))
        elif isinstance(tool, RouteTool | PlaceTool):
            chosen = tool.symbol.split(";")[0]
            family = chosen.split(".")[0]
            for entry in catalogue().values():
                if entry.id.startswith(family + "."):
                    self._choice.addItem(texts.name(entry.names), entry.id)
            if self._choice.findData(chosen) < 0:
                self._choice.addItem(texts.name(entry_of(chosen).names), chosen)
            self._choice.setCurrentIndex(self._choice.findData(chosen))
        self._form.clear()
        if isinstance(tool, FormTool) and len(tool.forms) > 1:
            for form in tool.forms:
                self._form.addItem(texts(form.label), form)
            self._form.setCurrentIndex(self._form.findData(tool.form))
        self._form.setVisible(self._form.count() > 0)
        self._form.setAccessibleName(texts("Form"))
        self._entry.setVisible(isinstance(tool, _TYPED))
        self._entry.clear()
        places = isinstance(tool, PlaceTool)
        hint = texts("120 m @ 45, or coordinates")
        self._entry.setFixedWidth(self._entry.fontMetrics().horizontalAdvance(hint) + 2 * SPACE_L)
        self._entry.setPlaceholderText(texts("Coordinates") if places else hint)
        self._entry.setAccessibleName(
            texts("Coordinates") if places else texts("Length and bearing, or coordinates")
        )
        self._entry.setToolTip(
            texts("Coordinates in any system; then Enter")
            if places
            else texts(
                "A length, a length @ a bearing, sides as 120 x 80, or coordinates in any system; then Enter"
            )
        )
        self._keep.setIcon(self._theme.icon("pin-outline"))
        self._keep.setText(texts("Keep on the map"))
        self._choice.setVisible(self._choice.count() > 0)
        self._choice.setAccessibleName(texts("Kind"))
        self._give_up.setVisible(not isinstance(tool, SelectTool))
        self._give_up.setIcon(self._theme.icon("close"))
        self._give_up.setText(texts("Give up"))
        self._place_hint()
        self._write()


class _Entry(QLineEdit):
    """A line for a length or a place; Esc leaves it.

    Signals
    -------
    left
        Whoever typed goes back to the map.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)
