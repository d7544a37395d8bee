"""The history: the log as a list, the map as it stood, the chain of hashes."""

import sqlite3

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView

from bnip.incident import Mark
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.history_model import HistoryColumn, HistoryModel, HistoryRole
from cartoviewer.ui.history_panel import HistoryPanel
from cartoviewer.ui.messages import MessageKind, Messages
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from resources.texts import Language


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def panel(qtbot, open_session: Session, theme, messages) -> HistoryPanel:
    tasks = TaskRunner()
    widget = HistoryPanel(open_session, theme, tasks, messages)
    qtbot.addWidget(widget)
    widget.resize(620, 330)
    widget.show()
    yield widget
    tasks.close()


def _edit_a_note(session: Session) -> None:
    mark = session.document.of(Mark)[0]
    changed = msgspec.structs.replace(mark, note="new")
    session.do(
        Label("{name}: {field} changed", {"name": mark.names, "field": "Note"}), put(session.document, changed)
    )


def _table(panel: HistoryPanel) -> QTableView:
    return panel.findChild(QTableView)


def _cell(panel: HistoryPanel, row: int, column: HistoryColumn) -> str:
    return str(_table(panel).model().index(row, column).data())


def test_an_edit_appears_on_top_and_an_undone_one_is_struck_out(panel, open_session):
    rows = _table(panel).model().rowCount()
    _edit_a_note(open_session)
    assert _table(panel).model().rowCount() == rows + 1
    assert _cell(panel, 0, HistoryColumn.LABEL).endswith(": Note modifié")
    open_session.undo()
    model = panel.findChild(HistoryModel)
    assert _cell(panel, 0, HistoryColumn.LABEL).startswith("Annulé")
    assert model.index(1, HistoryColumn.LABEL).data(Qt.ItemDataRole.FontRole).strikeOut()
    open_session.redo()
    assert model.index(2, HistoryColumn.LABEL).data(Qt.ItemDataRole.FontRole) is None


def test_choosing_an_entry_shows_the_map_as_it_stood_and_back_to_now_returns(qtbot, panel, open_session):
    now = len(open_session.document)
    table = _table(panel)
    table.selectRow(6)
    position = table.model().index(6, 0).data(HistoryRole.POSITION)
    assert open_session.moment == position
    assert len(open_session.document) < now
    back = next(button for button in panel.findChildren(QPushButton) if button.text() == "Revenir au présent")
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert open_session.moment is None
    assert len(open_session.document) == now
    assert not back.isVisible()


def test_the_newest_entry_is_now(panel, open_session):
    table = _table(panel)
    table.selectRow(3)
    table.selectRow(0)
    assert open_session.moment is None
    assert open_session.can_edit


def test_search_finds_words_without_their_accents(qtbot, panel, open_session):
    qtbot.keyClicks(panel.findChild(QLineEdit), "perimetre")
    rows = _table(panel).model().rowCount()
    assert 0 < rows < len(list(open_session.dossier.log.entries()))
    assert all("périmètre" in _cell(panel, row, HistoryColumn.LABEL).lower() for row in range(rows))


def test_labels_follow_the_language(panel, open_session):
    french = _cell(panel, 0, HistoryColumn.LABEL)
    open_session.speak(Language.NL)
    assert _cell(panel, 0, HistoryColumn.LABEL) != french


def test_a_whole_log_is_said_to_be_whole(qtbot, panel, messages):
    with qtbot.waitSignal(messages.told) as told:
        panel.check()
    assert told.args[0].text.startswith("The log is whole")


def test_a_log_changed_behind_the_program_s_back_is_told(qtbot, panel, messages, open_session):
    with sqlite3.connect(open_session.dossier.path) as connection:
        connection.execute("DROP TRIGGER cartoviewer_log_no_update")
        connection.execute("UPDATE cartoviewer_log SET author = 'nobody' WHERE position = 3")
    connection.close()
    with qtbot.waitSignal(messages.told) as told:
        panel.check()
    assert told.args[0].kind is MessageKind.WARNING
    assert "3" in told.args[0].values["faults"]
