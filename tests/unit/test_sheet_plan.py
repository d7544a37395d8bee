"""A sheet takes over from its plan what it does not say itself, and nothing that its reader may not see."""

from datetime import date

import msgspec
import pytest

from bnip.plan import Contact, Plan, PlanningZone, Scenario
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.record import encode_record
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import compose
from cartoviewer.scene.finding import Finder
from cartoviewer.scene.framing_series import blank
from cartoviewer.scene.sheet_checks import check_sheet
from cartoviewer.scene.sheet_plan import with_plan
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from tests import sheet_specimens as specimens

PLAN = Plan(
    id="plan",
    sensitivity=Sensitivity.CLEAR,
    number="BNIP-07",
    names=Names("PPUI Métro", "BNIP Metro", "Metro plan"),
    authority=Names("Haut fonctionnaire", "Hoge ambtenaar"),
    version="2.1",
    issued=date(2026, 3, 1),
    author="Planning coordinator",
    checker="Dir-D1",
    approver="High Official",
    approved=date(2026, 3, 2),
    valid_until=date(2029, 3, 1),
    scenarios=(Scenario("smoke", Names("Fumées", "Rook", "Smoke"), zones=("red", "hidden")),),
)
SILENT = Sheet(
    id="s",
    sensitivity=Sensitivity.CLEAR,
    template="bnip_a3",
    centre=(148_000.0, 170_000.0),
    scale=5_000.0,
    names=Names(),
    plan="plan",
    plan_scenario="smoke",
)


def document(*records: Plan | Sheet) -> MapDocument:
    return MapDocument({record.id: record for record in (*specimens.document(), *records)})


def published(audience: Audience, *records: Plan | Sheet) -> Publication:
    return Publication.prepare(document(*records), specimens.datasets(), audience, Language.FR_NL)


def test_a_silent_sheet_says_what_its_plan_says():
    told = with_plan(SILENT, document(PLAN))
    assert (told.plan_number, told.plan_names, told.authority) == (PLAN.number, PLAN.names, PLAN.authority)
    assert (told.author, told.checker, told.approver) == (PLAN.author, PLAN.checker, PLAN.approver)
    assert (told.version, told.issued, told.approved, told.valid_until) == (
        "2.1",
        PLAN.issued,
        PLAN.approved,
        PLAN.valid_until,
    )
    assert told.scenario == Names("Fumées", "Rook", "Smoke")


def test_what_a_sheet_says_itself_stands():
    own = msgspec.structs.replace(SILENT, plan_number="X-1", author="SITCEN", scenario=Names.same("Crowd"))
    told = with_plan(own, document(PLAN))
    assert (told.plan_number, told.author, told.scenario) == ("X-1", "SITCEN", Names.same("Crowd"))
    assert told.checker == PLAN.checker


def test_another_version_of_the_sheet_is_not_approved_with_the_plan():
    told = with_plan(msgspec.structs.replace(SILENT, version="3.0"), document(PLAN))
    assert (told.version, told.approved, told.approver, told.issued) == ("3.0", None, "", None)
    assert told.valid_until is None


def test_one_approver_does_not_borrow_the_day_of_another():
    told = with_plan(msgspec.structs.replace(SILENT, approver="Burgomaster"), document(PLAN))
    assert (told.approver, told.approved) == ("Burgomaster", None)


def test_taking_over_twice_changes_nothing():
    once = with_plan(SILENT, document(PLAN))
    assert with_plan(once, document(PLAN)) == once


def test_a_plan_that_is_gone_says_nothing():
    assert with_plan(SILENT, document()) == SILENT


def test_the_words_of_a_plan_bring_its_marking_along():
    amber = msgspec.structs.replace(PLAN, sensitivity=Sensitivity.AMBER)
    assert with_plan(SILENT, document(amber)).sensitivity is Sensitivity.AMBER


@pytest.mark.parametrize("audience", Audience)
def test_a_plan_above_the_audience_says_nothing_on_the_sheet(audience: Audience):
    secret = msgspec.structs.replace(PLAN, sensitivity=Sensitivity.RED, number="canary-plan")
    shown = published(audience, secret, SILENT).sheet(SILENT)
    assert (shown.plan_number == "canary-plan") is (audience is Audience.INTERNAL)


def test_contacts_and_hidden_places_of_a_plan_stay_inside():
    contacts = (
        Contact(Names.same("canary-contact"), 1, "TG-1"),
        Contact(Names.same("Info line"), 5, "0800", Sensitivity.CLEAR),
    )
    plan = msgspec.structs.replace(PLAN, contacts=contacts, planning_zones=(PlanningZone("hidden"),))
    public = published(Audience.PUBLIC, plan).document.get("plan")
    assert isinstance(public, Plan)
    assert [contact.function.fr for contact in public.contacts] == ["Info line"]
    assert public.planning_zones == ()
    assert b"hidden" not in encode_record(public)
    partners = published(Audience.PARTNERS, plan).document.get("plan")
    assert isinstance(partners, Plan)
    assert len(partners.contacts) == 2


def test_a_new_sheet_speaks_for_the_only_plan_of_the_dossier():
    other = msgspec.structs.replace(PLAN, id="other")
    for plans, named in (((), ""), ((PLAN,), "plan"), ((PLAN, other), "")):
        made = blank(document(*plans), "bnip_a3", (148_000.0, 170_000.0), 5_000.0, Names.same("A"))
        assert made.plan == named
    assert with_plan(blank(document(PLAN), "bnip_a3", (0.0, 0.0), 5_000.0, Names()), document(PLAN)).authority == (
        PLAN.authority
    )


def test_an_approved_plan_makes_its_sheet_no_draft():
    for plan, draft in ((PLAN, False), (msgspec.structs.replace(PLAN, approved=None), True)):
        made = compose(document(plan), specimens.datasets(), SILENT, Language.FR_NL, specimens.PRINTED)
        assert any("PROJET" in mark.text for mark in made.map.marks) is draft


def test_a_plan_is_found_by_its_number_where_its_sheet_lies():
    found = Finder().find("BNIP-07", document(PLAN, SILENT), specimens.datasets(), Language.FR)
    assert [(each.id, each.label, each.x) for each in found if each.id == "plan"] == [
        ("plan", "PPUI Métro", 148_000.0)
    ]


def test_the_checks_look_at_the_words_of_the_plan_too():
    made = compose(document(PLAN), specimens.datasets(), SILENT, Language.EN, specimens.PRINTED)
    found = check_sheet(SILENT, made, document(PLAN), specimens.datasets())
    assert any("authority" in each.note.text for each in found)
