"""What the checks found, in the window: listed, leading to its place, stopping what is serious."""

import msgspec
import pytest
from PySide6.QtWidgets import QInputDialog

from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.scene.view import MapView
from cartoviewer.ui.sheet_findings import SheetFindings
from cartoviewer.ui.sheet_preview import SheetPreview
from cartoviewer.ui.task_runner import TaskRunner
from resources.texts import Language, Names, Texts

VIEW = MapView((147_640.0, 169_330.0), 8_000.0, (300.0, 200.0))


@pytest.fixture
def preview(qtbot, open_session, theme, clock):
    """The window of sheets, its first sheet without a Dutch title."""
    first = open_session.document.of(Sheet)[0]
    lacking = msgspec.structs.replace(first, names=Names(fr="Gare du Midi"), language=Language.FR_NL)
    open_session.do(Label("Renamed"), put(open_session.document, lacking))
    tasks = TaskRunner()
    widget = SheetPreview(open_session, theme, tasks, lambda: VIEW, clock)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: widget.composition is not None, timeout=60_000)
    yield widget
    widget.close_down()
    tasks.close()


def test_a_serious_fault_is_listed_first_and_stops_the_file_until_a_reason_is_given(
    qtbot, preview, open_session, tmp_path, monkeypatch
):
    assert preview.findings.isVisible()
    assert preview.findings.item(0).font().bold()
    out = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("", False))
    preview.write_to(out)
    assert not out.exists()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("French-speaking exercise", True))
    preview.write_to(out)
    qtbot.waitUntil(out.exists, timeout=60_000)
    (override,) = preview.sheet.overrides
    assert override.reason == "French-speaking exercise"
    assert override.rules == ("translation",)
    assert "French-speaking exercise" in open_session.undo_label.write(Texts(Language.EN))


def test_a_finding_leads_to_its_place(qtbot, theme):
    findings = SheetFindings(theme)
    qtbot.addWidget(findings)
    there = Finding("small-symbols", Note("small"), place=(148_000.0, 170_000.0))
    grey = Finding("grey", Note("grey"))
    findings.show_findings((grey, there), Texts(Language.EN))
    seen = []
    findings.finding_wanted.connect(seen.append)
    for row in range(findings.count()):
        findings.itemActivated.emit(findings.item(row))
    assert seen == [grey, there]
