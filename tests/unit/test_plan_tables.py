"""The plan in words, for the pages at the front of a binder."""

from datetime import date

import msgspec

from bnip.incident import Route
from bnip.plan import Amendment, Contact, Plan, PlanningZone, Recipient, Scenario
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.plan_tables import plan_facts, plan_level, plan_tables
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts

ZONE = Zone(
    id="zone",
    names=Names("Zone A", "Zone A bis", "Zone A"),
    zone=ZoneKind.PLANNING,
    outline=circle((148_000.0, 170_000.0), 700.0),
    radius_m=700.0,
)
ROUTE = Route(id="route", symbol="line.access", path=((148_000.0, 170_000.0), (149_000.0, 170_000.0)))
PLAN = Plan(
    id="plan",
    sensitivity=Sensitivity.GREEN,
    number="P-1",
    names=Names("Plan gaz", "Gasplan", "Gas plan"),
    version="2.0",
    valid_until=date(2027, 11, 19),
    review=date(2027, 5, 1),
    author="Planning",
    drawn_up=date(2026, 11, 1),
    planning_zones=(PlanningZone("zone", Names("Rayon", "Straal", "Radius")), PlanningZone("gone")),
    scenarios=(Scenario("gas", Names.same("Gas"), Names("Rupture", "Breuk", "Break"), ("zone",), ("route",)),),
    contacts=(Contact(Names.same("Dir-Med"), 2, "T-2", Sensitivity.AMBER), Contact(Names.same("Governor"))),
    distribution=(Recipient(Names.same("Centre"), 2), Recipient(Names.same("Post"))),
    amendments=(
        Amendment("1.0", date(2025, 1, 1), Names.same("First")),
        Amendment("2.0", None, Names.same("Next")),
    ),
)
DOCUMENT = MapDocument({record.id: record for record in (ZONE, ROUTE, PLAN)})


def tables(language: Language, *, checked: bool = False):
    return {table.title: table for table in plan_tables(PLAN, DOCUMENT, Texts(language), checked=checked)}


def test_days_of_validity_and_review_are_among_the_facts():
    facts = dict(plan_facts(PLAN, Texts(Language.EN)))
    assert facts["Valid until"] == "19/11/2027"
    assert facts["Review by"] == "01/05/2027"
    assert "Risk" not in facts


def test_zones_are_told_with_their_basis_and_what_is_gone_from_the_map_is_not():
    (row,) = tables(Language.FR_NL)["Zones de planification d’urgence / Noodplanningszones"].rows
    assert row == ("Zone A / Zone A bis", "700 m", "Rayon / Straal")


def test_a_scenario_names_its_zones_and_routes_and_a_nameless_one_by_what_it_is():
    (row,) = tables(Language.EN)["Scenarios"].rows
    assert row == ("Gas", "Zone A, Emergency access route", "Break")


def test_copies_are_numbered_on_and_the_latest_amendment_comes_first():
    found = tables(Language.EN)
    assert [row[1] for row in found["Distribution"].rows] == ["1–2", "3"]
    assert [row[0] for row in found["Amendments"].rows] == ["2.0", "1.0"]


def test_what_the_plan_lacks_is_told_only_where_it_is_asked_for():
    assert "What the plan still lacks" not in tables(Language.EN)
    lacking = tables(Language.EN, checked=True)["What the plan still lacks"]
    assert any("zone 2 is not on the map any more" in row[1] for row in lacking.rows)


def test_the_pages_are_as_strict_as_the_strictest_of_what_they_tell():
    assert plan_level(PLAN, DOCUMENT) is Sensitivity.AMBER
    open_plan = msgspec.structs.replace(PLAN, contacts=())
    assert plan_level(open_plan, DOCUMENT) is max(Sensitivity.GREEN, ZONE.sensitivity)
