"""A map's moment is chosen from what was done: the list of the log's entries, in the sheet and in its editor."""

import msgspec
import pytest

from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.moment_choice import MomentChoice
from resources.texts import Language, Texts

DUTCH = Texts(Language.NL)


@pytest.fixture
def choice(qtbot, open_session, theme):
    """The choice of a moment, beside a log of which the last three entries are known."""
    (first, *_) = open_session.document.of(Sheet)
    for version in ("1.1", "1.2", "1.3"):
        edited = msgspec.structs.replace(first, version=version)
        open_session.do(Label(f"Version {version}"), put(open_session.document, edited))
    widget = MomentChoice(open_session, theme)
    qtbot.addWidget(widget)
    return widget


def test_the_entries_of_the_log_are_listed_and_one_of_them_is_the_moment(qtbot, choice, open_session):
    taken = []
    choice.committed.connect(taken.append)
    dialog = choice.dialog()
    qtbot.addWidget(dialog)
    last = open_session.history.position
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == last)
    dialog.choose(last - 1)
    choice.take(dialog)
    (entry, *_) = list(open_session.history.log.entries(last - 2))
    assert taken == [entry.edit.moment]
    dialog.search.setText("version 1.1")
    assert dialog.table.model().rowCount() == 1


def test_it_says_after_which_entry_the_moment_is_and_nothing_for_the_present(choice, open_session):
    choice.show_value(next(iter(open_session.history.log.entries(0))).edit.moment)
    assert choice.after.isVisibleTo(choice)
    assert choice.after.text().startswith("Après")
    choice.write(DUTCH)
    assert choice.after.text().startswith("Na “")
    choice.show_value(None)
    assert not choice.after.isVisibleTo(choice)
    assert choice.line.text() == ""


def test_a_moment_is_still_typed_and_what_is_locked_is_only_looked_at(choice):
    taken = []
    choice.committed.connect(taken.append)
    choice.line.setText("24/11/2026 14:05")
    choice.line.editingFinished.emit()
    assert taken[0].minute == 5
    choice.lock(locked=True)
    assert not choice.button.isEnabled()
    assert choice.line.isReadOnly()
