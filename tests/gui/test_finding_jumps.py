"""Every finding leads to what it speaks of: a place, a layer, a field of the sheet, or the sheet itself."""

import pytest
from PySide6.QtWidgets import QApplication

from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.ui.sheet_findings import SheetFindings
from resources.texts import Language, Names, Texts
from tests.gui.window_specimens import MIDDLE


@pytest.fixture
def sheet(window):
    made = Sheet(id="sheet", template="bnip_a3", centre=MIDDLE, scale=5_000.0, names=Names("Un", "", ""))
    window.session.do(Label("Sheet"), put(window.session.document, made))
    return made


def test_a_place_is_brought_to_the_middle_of_the_map(window, sheet):
    there = (MIDDLE[0] + 700.0, MIDDLE[1] - 300.0)
    window.panels.show_finding(sheet, Finding("small-symbols", Note("small"), place=there))
    assert window.canvas.view.centre == pytest.approx(there)


def test_a_layer_is_chosen_in_the_list_of_layers(window, sheet):
    window.docks["layers"].close()
    window.panels.show_finding(sheet, Finding("scale", Note("not drawn"), layer="shelters"))
    assert window.docks["layers"].isVisible()
    assert [layer.id for layer in window.layers.chosen] == ["shelters"]


def test_a_field_of_the_sheet_has_the_keyboard(qtbot, window, sheet):
    window.panels.show_finding(sheet, Finding("translation", Note("missing"), field="names"))
    preview = next(one for one in QApplication.topLevelWidgets() if type(one).__name__ == "SheetPreview")
    assert preview.sheet.id == "sheet"
    focused = preview.focusWidget()
    assert focused is not None
    # The first of its languages that is empty.
    assert focused.text() == ""
    assert preview.settings.isAncestorOf(focused)


def test_words_that_come_from_the_plan_are_corrected_in_the_plan(qtbot, window, sheet):
    plan = Plan(id="plan", names=Names("Gares", "", ""))
    window.session.do(Label("Plan"), put(window.session.document, plan))
    window.panels.show_finding(sheet, Finding("translation", Note("missing"), field="plan_names", plan="plan"))
    assert window.docks["plan"].isVisible()
    assert window.panels.plan.plan.id == "plan"
    focused = window.panels.plan.form.focusWidget()
    assert focused is not None
    assert focused.text() == ""


def test_a_finding_of_several_places_leads_to_the_next_each_time(qtbot, theme):
    findings = SheetFindings(theme)
    qtbot.addWidget(findings)
    places = ((1.0, 2.0), (3.0, 4.0))
    findings.show_findings((Finding("labels", Note("two"), place=places[0], places=places),), Texts(Language.EN))
    seen = []
    findings.finding_wanted.connect(lambda finding: seen.append(finding.place))
    for _ in range(3):
        findings.itemActivated.emit(findings.item(0))
    assert seen == [places[0], places[1], places[0]]
