"""The line above the map that tells what was found, how well, and offers what can be done with it."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.document.placing import place_of
from cartoviewer.scene.finding import Found
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.search_results import told_aside
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from cartoviewer.ui.tool_box import ToolBox
from cartoviewer.ui.tools.place import PlaceTool, placed
from resources.texts import Names

__all__ = ["FoundBar"]


class FoundBar(QFrame):
    """Shows one found place at a time; hidden when there is none.

    Signals
    -------
    left
        The place was used or put away.
    """

    left = Signal()

    def __init__(self, session: Session, theme: Theme, tools: ToolBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tools = tools
        self._found: Found | None = None
        self._said = ""
        self._label, self._aside = QLabel(), QLabel()
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._aside.setProperty("role", "muted")
        self._incident, self._symbol = QPushButton(), QPushButton()
        self._sheet, self._close = QPushButton(), QToolButton(autoRaise=True)
        self._sheets = QMenu(self)
        self._sheet.setMenu(self._sheets)
        self._sheets.aboutToShow.connect(self._list_sheets)
        self._incident.clicked.connect(lambda: self._place(self._tools.incident))
        self._symbol.clicked.connect(lambda: self._place(self._tools.symbol))
        self._close.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self._label, 1)
        for part in (self._aside, self._incident, self._symbol, self._sheet, self._close):
            row.addWidget(part)
        session.language_changed.connect(self._write)
        session.document_changed.connect(self._write)
        session.dossier_changed.connect(self.put_away)
        theme.changed.connect(self._write)
        self.hide()
        self._write()

    @property
    def found(self) -> Found | None:
        """The place that is offered."""
        return self._found

    def offer(self, found: Found, said: str) -> None:
        """Offer what can be done with a place; `said` are the words it was found by."""
        self._found, self._said = found, said
        self._write()
        self.show()

    def put_away(self) -> None:
        """Offer nothing more."""
        self._found = None
        self.hide()
        self.left.emit()

    def place_incident(self) -> None:
        """Place the incident in hand on what was found."""
        self._place(self._tools.incident)

    def centre_sheet(self, sheet: Sheet) -> None:
        """Put the middle of a sheet on what was found."""
        if self._found is None:
            return
        moved = msgspec.structs.replace(sheet, centre=(self._found.x, self._found.y))
        label = Label("{sheet} centred on {place}", {"sheet": sheet.names, "place": Names.same(self._found.label)})
        if self._session.do(label, put(self._session.document, moved)) is not None:
            self.put_away()

    def _place(self, tool: PlaceTool) -> None:
        if self._found is None:
            return
        record = placed(tool.symbol, place_of(self._found, self._said), new_id(), tool.details)
        label = Label("Placed {name}", {"name": record_names(record)})
        if self._session.do(label, put(self._session.document, record)) is not None:
            self.put_away()
            self._session.select(record.id)
            tool.placed.emit(record)

    def _list_sheets(self) -> None:
        self._sheets.clear()
        for sheet in self._session.document.of(Sheet):
            action = self._sheets.addAction(self._session.texts.name(sheet.names))
            action.triggered.connect(lambda _=False, sheet=sheet: self.centre_sheet(sheet))

    def _write(self) -> None:
        texts, icon = self._session.texts, self._theme.icon
        if self._found is not None:
            self._label.setText(self._found.label)
            self._label.setToolTip(self._found.label)
            self._aside.setText(told_aside(self._found, texts))
        self._incident.setText(texts("Place an incident"))
        self._incident.setIcon(icon("alert-rhombus-outline"))
        self._symbol.setText(texts("Place a symbol"))
        self._symbol.setIcon(icon("map-marker-plus-outline"))
        self._sheet.setText(texts("Centre a sheet"))
        self._sheet.setVisible(bool(self._session.document.of(Sheet)))
        self._close.setIcon(icon("close"))
        self._close.setToolTip(texts("Put away"))
        self._close.setAccessibleName(texts("Put away"))
        for button in (self._incident, self._symbol, self._sheet):
            button.setEnabled(self._session.can_edit)
