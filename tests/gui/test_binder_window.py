"""The window of the binder: sheets chosen and ordered, looked over, written with a reason where one is needed."""

import msgspec
import pikepdf
import pytest
from PySide6.QtCore import Qt

from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.framing_series import numbered, over_grid
from cartoviewer.ui.binder_window import BinderWindow
from cartoviewer.ui.task_runner import TaskRunner
from layers.sensitivity import Audience
from resources.texts import Language, Names, Texts

UNTICKED = Qt.CheckState.Unchecked


@pytest.fixture
def binder(qtbot, open_session, theme, clock):
    """The window, on two sheets of which the first has no Dutch title."""
    first = open_session.document.of(Sheet)[0]
    lacking = msgspec.structs.replace(first, names=Names(fr="Gare du Midi"))
    open_session.do(Label("Renamed"), put(open_session.document, lacking))
    tasks = TaskRunner()
    widget = BinderWindow(open_session, theme, tasks, clock)
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    widget.close_down()
    tasks.close()


def test_sheets_are_bound_in_the_order_of_the_list_and_those_without_a_tick_are_not(qtbot, binder, open_session):
    laid = numbered(over_grid(open_session.document.of(Sheet)[1], 2, 1), open_session.document.of(Sheet))
    open_session.do(Label("Laid"), *(put(open_session.document, one) for one in laid))
    assert [sheet.number for sheet in binder.sheets.chosen] == [1, 2, 3, 4]
    binder.sheets.list.setCurrentRow(3)
    binder.sheets.shift(-1)
    binder.sheets.list.item(0).setCheckState(UNTICKED)
    assert [sheet.number for sheet in binder.sheets.chosen] == [2, 4, 3]
    open_session.undo()
    assert [sheet.number for sheet in binder.sheets.chosen] == [2]
    binder.sheets.tick(lambda _: True)
    binder.sheets.by_number()
    assert [sheet.number for sheet in binder.sheets.chosen] == [1, 2]


def test_a_serious_fault_is_told_and_stops_the_file_until_its_reason_is_in_the_log(
    qtbot, binder, open_session, tmp_path
):
    binder.sheets.tick(lambda sheet: sheet.number == 1)
    out, lost = tmp_path / "binder.pdf", tmp_path / "nowhere" / "binder.pdf"
    binder.write_to(out)
    qtbot.waitUntil(lambda: binder.drawn is not None and binder.reason.isVisible(), timeout=60_000)
    assert not out.exists()
    assert any("NL" in binder.findings.item(row).text() for row in range(binder.findings.count()))
    shown = []
    binder.finding_wanted.connect(lambda sheet, finding: shown.append((sheet.number, finding.field)))
    binder.findings.itemActivated.emit(binder.findings.item(1))
    assert shown == [(1, "names")]
    binder.reason.setText("French-speaking exercise")
    binder.write_to(lost)
    said = Texts(Language.EN)
    assert "French-speaking exercise" in open_session.undo_label.write(said)
    qtbot.waitUntil(lambda: bool(binder._bar.messages), timeout=10_000)
    assert not lost.exists()
    # What was drawn before the reason was given is what leaves: it is not drawn a second time.
    drawn = binder.drawn
    assert drawn is not None
    assert drawn.stopping == ()
    assert not binder.reason.isVisible()
    binder.write_to(out)
    qtbot.waitUntil(out.exists, timeout=60_000)
    assert out.read_bytes() == drawn.data
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 3
    (override,) = next(sheet for sheet in open_session.document.of(Sheet) if sheet.number == 1).overrides
    assert override.reason == "French-speaking exercise"


def test_what_was_looked_over_is_forgotten_when_something_else_is_chosen(qtbot, binder):
    binder.sheets.tick(lambda sheet: sheet.number == 2)
    binder.options.index.setChecked(False)
    binder.options.plan.setChecked(False)
    binder.look_over()
    qtbot.waitUntil(lambda: binder.drawn is not None and binder.write_file.isEnabled(), timeout=60_000)
    assert binder.drawn.pages == 1
    binder.audience.choose(Audience.PUBLIC)
    assert binder.drawn is None
    binder.sheets.tick(lambda _: False)
    assert not binder.write_file.isEnabled()
