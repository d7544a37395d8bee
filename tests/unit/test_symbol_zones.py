"""How zones look."""

import pytest

from bnip.zone import ZoneKind, ZoneStatus
from symbols.zones import zone_names, zone_note, zone_pattern, zone_style

KINDS = list(ZoneKind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ZoneStatus)
def test_every_kind_of_zone_has_a_style_in_every_status(kind: ZoneKind, status: ZoneStatus):
    style = zone_style(kind, status)
    assert style.stroke is not None
    assert style.stroke.width_mm > 0
    assert zone_names(kind).fr


def test_the_three_zones_look_as_the_plan_says():
    red, orange, yellow = (zone_style(f"area.{colour}") for colour in ("red", "orange", "yellow"))
    assert [style.fill.alpha for style in (red, orange, yellow)] == [0.20, 0.15, 0.12]
    assert [style.stroke.width_mm for style in (red, orange, yellow)] == [1.0, 0.8, 0.8]
    assert [style.stroke.colour for style in (red, orange, yellow)] == ["#D7191C", "#F58220", "#FFD400"]
    assert (red.fill.hatch.kind, red.fill.hatch.angle_deg) == ("lines", 45.0)
    assert (orange.fill.hatch.kind, orange.fill.hatch.angle_deg) == ("lines", 135.0)
    assert yellow.fill.hatch.kind == "dots"
    assert red.stroke.dash_mm == ()
    assert len(orange.stroke.dash_mm) == 2
    assert len(yellow.stroke.dash_mm) == 4
    assert (red.stroke.casing_colour, red.stroke.casing_mm) == ("#FFFFFF", 0.25)
    assert (yellow.stroke.casing_colour, yellow.stroke.casing_mm) == ("#1A1A1A", 0.2)


def test_the_three_zones_differ_without_colour():
    looks = {
        (style.fill.hatch.kind, style.fill.hatch.angle_deg, style.stroke.dash_mm)
        for style in (zone_style(f"area.{colour}") for colour in ("red", "orange", "yellow"))
    }
    assert len(looks) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_no_fill_hides_the_streets(kind: ZoneKind):
    fill = zone_style(kind).fill
    assert fill is None or fill.alpha <= 0.30


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_in_force_is_paler_and_thinner(kind: ZoneKind):
    holds = zone_style(kind)
    for status in ("planned", "proposed", "lifted"):
        style = zone_style(kind, status)
        assert style.stroke.width_mm < holds.stroke.width_mm
        assert style.stroke.dash_mm
        assert style.fill is None or (style.fill.alpha < holds.fill.alpha and style.fill.hatch is None)
    assert zone_style(kind, "lifted").fill is None
    assert zone_style(kind, "lifted").stroke.alpha < 0.6


def test_a_plume_is_written_to_be_an_estimate():
    note = zone_note("area.plume")
    assert (note.fr, note.nl) == ("ESTIMATION", "RAMING")
    assert zone_note("area.red").fr == ""


def test_signs_along_the_edge_are_told():
    assert zone_pattern("area.evac") == "area.evac"
    assert zone_pattern("area.red") == ""


def test_a_zone_of_an_unknown_kind_is_still_drawn():
    assert zone_style("area.quarantine").stroke is not None
    assert zone_pattern("area.quarantine") == ""
