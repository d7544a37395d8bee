"""A drawing becomes something else: what both kinds have stays, and what is lost is told."""

from datetime import UTC, datetime

import msgspec
import pytest

from bnip.drawing import Form, Shape
from bnip.incident import Casualties, Incident, Mark, Route
from bnip.record import Certainty, Place, State
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.retyping import ground_of, retyped
from layers.sensitivity import Sensitivity
from resources.texts import Names
from symbols.catalogue import catalogue
from symbols.discipline import Discipline
from symbols.grammar import Symbol
from symbols.own import OwnSign, own_id

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SQUARE = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0))
SHARED = {
    "names": Names("Poste", "Post", "Post"),
    "note": "by the canal",
    "layer": "phase-1",
    "discipline": "d3",
    "valid_from": NOON,
    "photographs": ("p1",),
    "sensitivity": Sensitivity.AMBER,
    "locked": True,
}
POST = Mark(
    id="m",
    place=Place(1.0, 2.0, text="quay"),
    symbol="cmd.pma;reserve",
    state=State.PLANNED,
    left="PMA 1",
    present=12,
    capacity=30,
    casualties=Casualties(t1=2),
    **SHARED,
)
SPILL = Incident(
    id="i", place=Place(1.0, 2.0), symbol="haz.chem;severity=danger;kemler=33;un=1203", occurred=NOON, **SHARED
)
OWN = own_id(OwnSign(names=Names.same("Dog"), frame="hazard", owner=Discipline.NONE, picture="dog"))


def same(before, after, *, but: tuple[str, ...]) -> bool:
    common = set(before.__struct_fields__) & set(after.__struct_fields__) - set(but)
    return all(getattr(before, name) == getattr(after, name) for name in common)


def test_a_post_becomes_an_incident_and_keeps_what_incidents_have():
    changed = retyped(POST, "haz.fire")
    assert isinstance(changed.record, Incident)
    assert same(POST, changed.record, but=("symbol", "right"))
    assert changed.record.symbol == "haz.fire;reserve"
    assert changed.record.right == "12/30"
    assert changed.lost == ()


def test_what_does_not_fit_into_the_one_text_of_an_incident_is_told():
    changed = retyped(msgspec.structs.replace(POST, right="full"), OWN)
    assert isinstance(changed.record, Incident)
    assert changed.record.right == "full"
    assert changed.lost == ("People present", "Capacity")


def test_an_incident_becomes_a_post_and_tells_what_posts_do_not_have():
    changed = retyped(SPILL, "cmd.decon")
    assert isinstance(changed.record, Mark)
    assert same(SPILL, changed.record, but=("symbol",))
    assert changed.record.symbol == "cmd.decon"
    assert changed.lost == ("Severity", "Hazard number (Kemler)", "UN number", "Occurred")


def test_another_hazard_keeps_the_severity_and_loses_the_plate():
    changed = retyped(SPILL, "haz.fire")
    assert changed.record.symbol == "haz.fire;severity=danger"
    assert changed.lost == ("Hazard number (Kemler)", "UN number")


def test_a_sketched_area_becomes_a_zone_and_a_sketched_line_a_route():
    drawn = Shape(id="s", form=Form.POLYGON, path=SQUARE, colour="#D7191C", **SHARED)
    zone = retyped(drawn, "area.evac")
    assert isinstance(zone.record, Zone)
    assert (zone.record.zone, zone.record.outline) == (ZoneKind.EVACUATION, SQUARE)
    assert same(drawn, zone.record, but=())
    assert zone.lost == ("Colour",)
    route = retyped(msgspec.structs.replace(drawn, form=Form.LINE, path=SQUARE[:3], dashed=True), "line.cordon")
    assert isinstance(route.record, Route)
    assert route.record.path == SQUARE[:3]
    assert route.lost == ("Colour", "Dashed")


def test_a_circle_stays_one_of_which_the_radius_is_known():
    circle = Shape(id="s", form=Form.CIRCLE, path=SQUARE, centre=(4.0, 4.0), radius_m=5.0)
    zone = retyped(circle, "area.red").record
    assert isinstance(zone, Zone)
    assert (zone.centre, zone.radius_m, zone.basis) == ((4.0, 4.0), 5.0, "radius")


def test_a_sketched_point_becomes_a_symbol():
    point = Shape(id="s", form=Form.POINT, path=((3.0, 4.0),), names=Names.same("Gate"))
    mark = retyped(point, "cmd.access").record
    assert isinstance(mark, Mark)
    assert (mark.place.point, mark.symbol, mark.names) == ((3.0, 4.0), "cmd.access", Names.same("Gate"))
    assert mark.certainty is Certainty.CONFIRMED


@pytest.mark.parametrize("record", [POST, SPILL], ids=["post", "incident"])
def test_every_symbol_on_a_point_can_be_taken_and_given_back(record: Mark | Incident):
    for entry in catalogue().values():
        if entry.id.startswith(("area.", "line.")):
            continue
        there = retyped(record, entry.id).record
        assert ground_of(there) == "point"
        back = retyped(there, Symbol.read(record.symbol).id).record
        assert type(back) is type(record)
        assert same(record, back, but=("symbol", "right", "present", "capacity", "occurred"))
