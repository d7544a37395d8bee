"""A plan is compared with what its kind must contain, and what is missing is told with its place."""

import re
import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest

from bnip.incident import Route
from bnip.plan import Chapter, Contact, Plan, PlanKind, PlanningZone, Recipient, RiskCategory, Scenario
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.document import MapDocument
from cartoviewer.document.plan_contents import headings, missing_from
from cartoviewer.document.plan_reading import PlanError, plan_from, plan_table
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts

ZONE = Zone(
    id="z", zone=ZoneKind.PLANNING, outline=((0.0, 0.0), (9.0, 0.0), (0.0, 9.0), (0.0, 0.0)), names=Names("Zone A")
)
ROUTE = Route(id="r", path=((0.0, 0.0), (5.0, 5.0)), symbol="line.accessroute", names=Names.same("North road"))
DOCUMENT = MapDocument({"z": ZONE, "r": ROUTE})
BOTH = Names("texte", "tekst")
WHOLE = Plan(
    id="p",
    number="BNIP-07",
    names=BOTH,
    authority=BOTH,
    category=RiskCategory.TECHNOECONOMIC,
    risk=BOTH,
    version="1.0",
    author="Coordinator",
    checker="Dir-D1",
    approver="High Official",
    approved=date(2026, 1, 1),
    review=date(2029, 1, 1),
    planning_zones=(PlanningZone("z", BOTH),),
    scenarios=(Scenario("s", BOTH, BOTH, zones=("z",), routes=("r",)),),
    contacts=tuple(Contact(Names.same(f"Dir {n}"), n, f"TG {n}") for n in (1, 2, 3, 4, 5)),
    chapters=(Chapter("procedures", BOTH),),
    distribution=(Recipient(BOTH, 2),),
)


def lacks(plan: Plan, document: MapDocument = DOCUMENT) -> dict[str, str]:
    return {each.heading.key: each.note.write(Texts(Language.EN)) for each in missing_from(plan, document)}


def test_a_whole_special_plan_lacks_nothing():
    assert lacks(WHOLE) == {}


def test_an_empty_special_plan_lacks_all_that_the_decree_asks_for():
    assert set(lacks(Plan(id="p"))) == {each.key for each in headings() if PlanKind.BNIP in each.plans}


@pytest.mark.parametrize("chapter", ["risks", "updating", "phases", "alerting", "reception", "aftercare"])
def test_a_general_plan_has_chapters_of_its_own(chapter: str):
    general = msgspec.structs.replace(WHOLE, plan=PlanKind.ANIP)
    assert lacks(general)[chapter] == "nothing is written"
    assert chapter not in lacks(msgspec.structs.replace(general, chapters=(Chapter(chapter, BOTH),)))


def test_each_discipline_without_a_contact_is_named():
    missing = missing_from(msgspec.structs.replace(WHOLE, contacts=WHOLE.contacts[1:4]), DOCUMENT)
    assert [each.note.values["n"] for each in missing] == ["1", "5"]


def test_a_zone_that_was_deleted_is_missing():
    assert set(lacks(WHOLE, MapDocument({"r": ROUTE}))) == {"planning-zones", "intervention-zones"}
    assert set(lacks(WHOLE, MapDocument({"z": ZONE}))) == {"routes"}


def test_a_zone_without_a_basis_is_told_with_its_place():
    (found,) = missing_from(msgspec.structs.replace(WHOLE, planning_zones=(PlanningZone("z"),)), DOCUMENT)
    assert (found.row, found.record, found.heading.field) == (0, "z", "planning_zones")


def test_a_text_in_one_language_lacks_the_other():
    assert lacks(msgspec.structs.replace(WHOLE, risk=Names(fr="texte"))) == {"risk": "not written in NL"}


def test_every_place_to_mend_is_a_field_of_the_plan():
    known = {field.name for field in msgspec.structs.fields(Plan)}
    assert {each.field for each in headings() if not each.chapter} <= known


def test_a_table_names_zones_and_routes_as_people_do():
    table = {
        "names": {"fr": "PPUI"},
        "planning_zones": [{"zone": "Zone A", "basis": "500 m"}],
        "scenarios": [{"id": "a", "names": "Smoke", "routes": ["north road"]}],
        "contacts": [{"function": "Dir-Si", "discipline": 1, "channel": "TG", "sensitivity": "AMBER+STRICT"}],
        "approved": date(2026, 1, 2),
    }
    made = plan_from(table, Plan(id="p", names=Names(nl="BNIP")), DOCUMENT)
    assert made.names == Names("PPUI", "BNIP")
    assert made.planning_zones == (PlanningZone("z", Names.same("500 m")),)
    assert made.scenarios[0].routes == ("r",)
    assert made.contacts[0].sensitivity is Sensitivity.AMBER_STRICT
    assert made.approved == date(2026, 1, 2)


def test_words_of_the_command_line_change_one_field_each():
    words = ("risk.nl=Rook", "category=natural", "approved=", "chapters.risks.fr=Voir annexe", "review=2027-05-01")
    made = plan_from(plan_table(words), WHOLE, DOCUMENT)
    assert made.risk == Names("texte", "Rook")
    assert (made.category, made.approved, made.review) == (RiskCategory.NATURAL, None, date(2027, 5, 1))
    assert made.text_of("risks") == Names(fr="Voir annexe")
    assert made.text_of("procedures") == BOTH


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("colour=red", "no field colour"),
        ("names.de=Plan", "no field names.de"),
        ("category=fire", "cannot be read"),
        ("approved=soon", "cannot be read"),
        ("contacts=Dir", "--from"),
        ("kind=sheet", "no field kind"),
        ("number", "not field=value"),
        ("routes=x", "--from"),
    ],
)
def test_what_is_not_understood_is_named(word: str, said: str):
    with pytest.raises(PlanError) as caught:
        plan_from(plan_table([word]), WHOLE, DOCUMENT)
    assert said in Texts(Language.EN)(caught.value.text, **caught.value.values)


def test_the_example_of_the_handbook_is_a_whole_plan():
    written = (Path(__file__).parents[2] / "docs" / "plans.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", written, re.DOTALL)
    assert example is not None
    names = ("Zone de planification", "Périmètre d’exclusion")
    zones = [msgspec.structs.replace(ZONE, id=name, names=Names(fr=name)) for name in names]
    route = msgspec.structs.replace(ROUTE, names=Names(fr="Accès nord"))
    document = MapDocument({each.id: each for each in (*zones, route)})
    made = plan_from(tomllib.loads(example[1]), Plan(id="p"), document)
    assert missing_from(made, document) == ()
    assert made.places == ("Zone de planification", "r", "Périmètre d’exclusion")


def test_a_zone_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(PlanError) as caught:
        plan_from({"planning_zones": [{"zone": "Zone B"}]}, WHOLE, DOCUMENT)
    assert caught.value.values == {"field": "planning_zones[1].zone", "asked": "Zone B", "known": "Zone A"}
