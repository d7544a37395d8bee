"""Every control of the panels can be reached by keyboard and has a name for screen readers, in each language."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from bnip.incident import Mark
from cartoviewer.scene.view import MapView
from cartoviewer.ui.address_dialog import AddressDialog
from cartoviewer.ui.ground import Ground
from cartoviewer.ui.history_panel import HistoryPanel
from cartoviewer.ui.import_dialog import ImportDialog
from cartoviewer.ui.index_dialog import IndexDialog
from cartoviewer.ui.inspector import Inspector
from cartoviewer.ui.message_dialog import MessageDialog
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.plan_panel import PlanPanel
from cartoviewer.ui.search_box import SearchBox
from cartoviewer.ui.sheet_preview import SheetPreview
from cartoviewer.ui.start_page import StartPage
from cartoviewer.ui.symbol_palette import SymbolPalette
from cartoviewer.ui.task_runner import TaskRunner
from resources.texts import Language

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
VIEW = MapView((147_640.0, 169_330.0), 8_000.0, (300.0, 200.0))


def _controls(panel: QWidget) -> list[QWidget]:
    found = [one for kind in CONTROLS for one in panel.findChildren(kind) if one.isVisibleTo(panel)]
    if isinstance(panel, CONTROLS):
        found.append(panel)
    # The field and the list inside of a box of choices, and Qt's own clear button, speak through their owner.
    return [
        one
        for one in found
        if not isinstance(one.parent(), QComboBox | QScrollBar | QLineEdit)
        and not (one.parent() is not None and isinstance(one.parent().parent(), QComboBox))
        and not isinstance(one, QHeaderView)
        and not type(one).__name__.startswith("QTableCornerButton")
    ]


def _nameless(panel: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in _controls(panel)
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ]


@pytest.fixture(
    params=[
        "start",
        "palette",
        "inspector",
        "plan",
        "history",
        "search",
        "sheets",
        "import",
        "message",
        "addresses",
        "index",
    ]
)
def panel(request, qtbot, open_session, theme, clock, tmp_path: Path):
    tasks, messages = TaskRunner(), Messages()
    if request.param == "start":
        made = StartPage(open_session, theme, (tmp_path / "exercise.gpkg",))
    elif request.param == "palette":
        made = SymbolPalette(open_session, theme)
    elif request.param == "inspector":
        made = Inspector(open_session, theme)
        open_session.select(open_session.document.of(Mark)[0].id)
    elif request.param == "plan":
        made = PlanPanel(open_session, theme)
    elif request.param == "history":
        made = HistoryPanel(open_session, theme, tasks, messages)
    elif request.param == "search":
        made = SearchBox(open_session, theme, Ground(open_session))
    elif request.param == "message":
        made = MessageDialog(open_session, theme, tasks, Ground(open_session), messages)
    elif request.param == "addresses":
        made = AddressDialog(open_session, theme, tasks, Ground(open_session))
    elif request.param == "index":
        made = IndexDialog(open_session, theme, tasks, Ground(open_session), clock)
    elif request.param == "sheets":
        made = SheetPreview(open_session, theme, tasks, lambda: VIEW, clock)
    else:
        path = tmp_path / "places.csv"
        path.write_text("nom;x;y\nA;149000;170000\n", encoding="utf-8")
        made = ImportDialog(open_session, theme, tasks, messages, path)
    qtbot.addWidget(made)
    made.show()
    if request.param == "import":
        qtbot.waitUntil(lambda: made.choices is not None)
    if request.param == "sheets":
        qtbot.waitUntil(lambda: made.composition is not None, timeout=60_000)
    yield made
    if hasattr(made, "close_down"):
        made.close_down()
    tasks.close()


def test_every_control_has_a_name(panel: QWidget):
    assert _nameless(panel) == []


def test_every_control_can_be_reached_with_the_tab_key(panel: QWidget):
    out_of_reach = [
        f"{type(one).__name__} {one.accessibleName()}"
        for one in _controls(panel)
        if one.isEnabled() and not one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert out_of_reach == []


def test_names_follow_the_language(panel: QWidget, open_session):
    french = [one.accessibleName() or getattr(one, "text", str)() for one in _controls(panel)]
    open_session.speak(Language.NL)
    dutch = [one.accessibleName() or getattr(one, "text", str)() for one in _controls(panel)]
    assert len(french) == len(dutch)
    assert french != dutch
