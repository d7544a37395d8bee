"""The panel of the plan: made, written, filled from the map, and led by what is missing."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from bnip.plan import Contact, Plan, PlanningZone, Scenario
from bnip.zone import Zone
from cartoviewer.document.changes import put, remove
from cartoviewer.document.edit import Label
from cartoviewer.ui.plan_panel import PlanPanel
from cartoviewer.ui.session import Session
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names
from tests.gui.conftest import NOW

PLAN = Plan(id="plan", number="BNIP-07", names=Names("PPUI", "BNIP"), version="1.0")


@pytest.fixture
def panel(qtbot, open_session: Session, theme) -> PlanPanel:
    made = PlanPanel(open_session, theme)
    for plan in open_session.document.of(Plan):
        open_session.do(Label("x"), remove(open_session.document, plan.id))
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    return made


def shown(panel: PlanPanel, session: Session, plan: Plan = PLAN) -> Plan:
    session.do(Label("x"), put(session.document, plan))
    panel.refresh()
    assert panel.plan is not None
    return panel.plan


def column(panel: PlanPanel, field: str, path: str) -> int:
    return [each.path for each in panel.tables[field].rows.part.columns].index(path)


def typed(panel: PlanPanel, field: str, row: int, path: str, value: object) -> bool:
    rows = panel.tables[field].rows
    return rows.setData(rows.index(row, column(panel, field, path)), value)


def test_a_plan_is_made_of_the_operations_authority_and_undone(panel: PlanPanel, open_session: Session):
    panel.make_plan()
    (plan,) = open_session.document.of(Plan)
    operation = open_session.document.operation
    assert operation is not None
    assert plan.authority == operation.authority
    assert panel.missing.count() > 10
    open_session.undo()
    panel.refresh()
    assert panel.plan is None


def test_rows_are_added_written_moved_and_removed_each_as_one_edit(panel: PlanPanel, open_session: Session):
    shown(panel, open_session)
    contacts = panel.tables["contacts"]
    contacts.add_row()
    assert typed(panel, "contacts", 0, "function.fr", "Dir-Si")
    assert typed(panel, "contacts", 0, "discipline", 1)
    assert typed(panel, "contacts", 0, "sensitivity", Sensitivity.RED)
    assert panel.plan is not None
    assert panel.plan.contacts == (Contact(Names(fr="Dir-Si"), 1, "", Sensitivity.RED),)
    label = open_session.undo_label
    assert label is not None
    assert label.write(open_session.texts) == "PPUI : Contacts modifié"
    contacts.begin(0)
    contacts.remove_row()
    assert panel.plan.contacts == ()


def test_what_is_not_understood_is_told_and_changes_nothing(panel: PlanPanel, open_session: Session):
    plan = shown(panel, open_session, msgspec.structs.replace(PLAN, scenarios=(Scenario("a", Names.same("A")),)))
    assert not typed(panel, "scenarios", 0, "zones", "Nulle part")
    assert "Nulle part" in panel._refusal.text()
    assert panel._refusal.isVisible()
    assert panel.plan == plan


def test_zones_selected_on_the_map_come_into_the_scenario_under_the_cursor(panel: PlanPanel, open_session: Session):
    shown(panel, open_session, msgspec.structs.replace(PLAN, scenarios=(Scenario("a", Names.same("A")),)))
    zones = open_session.document.of(Zone)[:2]
    open_session.select(*(zone.id for zone in zones))
    panel.tables["scenarios"].begin(0)
    panel.tables["scenarios"].add_selected()
    panel.tables["planning_zones"].add_selected()
    assert panel.plan is not None
    assert panel.plan.scenarios[0].zones == tuple(zone.id for zone in zones)
    assert [each.zone for each in panel.plan.planning_zones] == [zone.id for zone in zones]
    written = panel.tables["scenarios"].rows.index(0, column(panel, "scenarios", "zones")).data()
    assert written == "; ".join(zone.names.fr for zone in zones)


def test_a_required_text_is_written_beside_its_heading(panel: PlanPanel, open_session: Session):
    shown(panel, open_session)
    assert panel.tables["chapters"].rows.index(0, 0).data() == "Procédures propres au risque"
    assert typed(panel, "chapters", 0, "text.nl", "Zie fiche 12")
    assert panel.plan is not None
    assert panel.plan.text_of("procedures") == Names(nl="Zie fiche 12")


def test_a_double_click_on_what_is_missing_goes_there(qtbot, panel: PlanPanel, open_session: Session):
    zone = open_session.document.of(Zone)[0]
    shown(panel, open_session, msgspec.structs.replace(PLAN, planning_zones=(PlanningZone(zone.id),)))
    lines = {
        panel.missing.item(n).text().partition(" – ")[0]: panel.missing.item(n)
        for n in range(panel.missing.count())
    }
    with qtbot.waitSignal(panel.zoom_wanted):
        panel.missing.itemDoubleClicked.emit(lines["Zones de planification d’urgence"])
    assert open_session.selection == (zone.id,)
    assert panel.parts.currentText() == "Zones de planification"
    panel.missing.itemDoubleClicked.emit(lines["Description du risque"])
    assert panel.parts.currentIndex() == 0


def test_nothing_can_be_changed_while_the_past_is_shown(panel: PlanPanel, open_session: Session):
    shown(panel, open_session, msgspec.structs.replace(PLAN, contacts=(Contact(Names.same("A")),)))
    first = panel.tables["contacts"].rows.index(0, 1)
    assert first.flags() & Qt.ItemFlag.ItemIsEditable
    open_session.look_at(NOW)
    assert not first.flags() & Qt.ItemFlag.ItemIsEditable


def test_the_panel_speaks_the_language_of_the_window(panel: PlanPanel, open_session: Session):
    shown(panel, open_session)
    open_session.speak(Language.NL)
    assert panel.parts.itemText(1) == "Scenario’s"
    assert panel.missing.item(0).text() == "Bevoegde overheid – er is niets ingevuld"
