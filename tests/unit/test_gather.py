"""What a scene holds: the right features, classes, legend, credits and labels, without Qt."""

from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely

from bnip.incident import Mark
from bnip.record import Place
from bnip.zone import Zone, ZoneKind, ZoneStatus, circle
from cartoviewer.document.layer import Layer
from cartoviewer.scene.gather import Gatherer, gather
from cartoviewer.scene.label_places import block_size_mm
from cartoviewer.scene.scene import AreaBatch, LabelText, LineBatch, MarkBatch, SpeckBatch
from layers.crs import transform_point
from layers.progress import Cancelled
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names
from symbols.style import Fill, Rule, Stroke, Style, Symbology
from symbols.symbology import palette_colour
from tests.map_specimens import NOW, SITE, Ground, at, line, quarter, square, view


def scene_of(ground, seen=None, language=Language.FR, **more):
    return gather(ground.document, ground, seen or view(), language, now=NOW, **more)


def texts(scene):
    return [element.lines for element in scene.elements if isinstance(element, LabelText)]


def test_only_what_is_seen_is_drawn_and_stands_in_the_legend():
    ground = Ground()
    ground.add("shelter", [shapely.Point(at(0, 0)), shapely.Point(at(5000, 0))])
    ground.add("school", [shapely.Point(at(5000, 0))])
    scene = scene_of(ground)
    (marks,) = [element for element in scene.elements if isinstance(element, MarkBatch)]
    np.testing.assert_allclose(marks.xy, [[60.0, 45.0]])
    assert [(entry.names.en, entry.count) for entry in scene.legend] == [("shelter", 1)]
    assert len(scene.credits) == 1


def test_the_legend_counts_what_touches_the_frame_not_what_only_comes_near():
    ground = Ground()
    # 60 mm at 1:5 000 are 300 m: the bounds of the hook reach into the frame, the hook does not.
    hook = shapely.Polygon(
        [at(*p) for p in ((-320, -400), (400, -400), (400, 400), (390, 400), (390, -390), (-320, -390))]
    )
    ground.add("green", [hook], kind=["park"])
    assert scene_of(ground).legend == ()


def test_a_hidden_layer_and_a_clear_one_draw_nothing():
    ground = Ground()
    ground.add("shelter", [shapely.Point(SITE)], visible=False)
    ground.add("lisa", [shapely.Point(SITE)], opacity=0.0)
    assert scene_of(ground).elements == ()


def test_classes_follow_the_first_rule_that_fits():
    ground = Ground()
    ground.add("depot", [shapely.Point(at(-100, 0)), shapely.Point(at(100, 0))], stock_kind=["relief", "dangerous"])
    glyphs = {e.glyph.symbol: e.xy[0, 0] for e in scene_of(ground).elements if isinstance(e, MarkBatch)}
    assert glyphs == {"ref.depot": pytest.approx(40.0), "ref.depot.hazard": pytest.approx(80.0)}


def test_a_layer_of_the_user_overrides_the_default_style():
    mine = Symbology((Rule(Names.same("mine"), Style(fill=Fill("#123456"))),))
    ground = Ground()
    ground.add("building", [square(0, 0, 50)], symbology=mine)
    (area,) = scene_of(ground).elements
    assert area.fill.colour == "#123456"
    assert area.stroke is None


def test_a_rule_holds_between_its_scales_only():
    ground = Ground()
    ground.add("building", [square(0, 0, 200)])
    edged, plain = scene_of(ground, view(2_000)).elements, scene_of(ground, view(12_000)).elements
    assert edged[0].stroke is not None
    assert plain[0].stroke is None


def test_a_long_line_is_cut_near_the_frame():
    ground = Ground()
    ground.add("railway", [line((-90_000, 0), (90_000, 0))], kind=["rail"])
    xs = np.concatenate([e.xy[:, 0] for e in scene_of(ground).elements if isinstance(e, LineBatch)])
    assert -20 < xs.min() < 0
    assert 120 < xs.max() < 140


def test_casings_of_all_streets_come_before_any_street():
    lines = [e.stroke for e in scene_of(quarter()).elements if isinstance(e, LineBatch)]
    banks = palette_colour("water_edge")
    strokes = [stroke for stroke in lines if not stroke.dash_mm and stroke.colour != banks][:6]
    assert [stroke.colour for stroke in strokes][3:] == ["#FFFFFF"] * 3
    assert all(under.width_mm > over.width_mm for under, over in zip(strokes[:3], strokes[3:], strict=True))


def test_small_houses_become_specks_of_the_same_area():
    ground = Ground()
    ground.add("building", [square(40 * i - 400, 0, 10) for i in range(20)])
    scene = scene_of(ground, view(60_000))
    (specks,) = [element for element in scene.elements if isinstance(element, SpeckBatch)]
    np.testing.assert_allclose(specks.area_mm2, (10 / 60) ** 2)


def test_the_eye_sees_ground_then_zones_then_marks_then_the_incident_then_labels():
    scene = scene_of(quarter())
    order = []
    for element in scene.elements:
        if isinstance(element, MarkBatch):
            order.append("crisis" if element.glyph.symbol.startswith(("haz.", "cmd.")) else "mark")
        elif isinstance(element, LabelText):
            order.append("label")
        elif isinstance(element, AreaBatch) and element.fill and element.fill.colour in ("#D7191C", "#F58220"):
            order.append("zone")
        else:
            order.append("ground or line")
    places = [
        [i for i, what in enumerate(order) if what == wanted] for wanted in ("zone", "mark", "crisis", "label")
    ]
    for before, after in pairwise(places):
        assert max(before) < min(after)


def test_the_regions_land_lies_beneath_every_layer():
    first = scene_of(quarter()).elements[0]
    assert isinstance(first, AreaBatch)
    assert first.fill.colour == palette_colour("built_up")


def test_orange_is_filled_around_red_and_bounded_outside():
    scene = scene_of(quarter())
    filled = {e.fill.colour: e for e in scene.elements if isinstance(e, AreaBatch) and e.fill and e.fill.hatch}
    # 110 m and 50 m at 1:5 000 are 22 mm and 10 mm.
    ring = np.hypot(*(filled["#F58220"].xy - (72.0, 45.0)).T)
    assert ring.min() == pytest.approx(10.0, abs=0.02)
    assert ring.max() == pytest.approx(22.0, abs=0.02)


def test_a_lifted_zone_is_a_line_and_has_no_name():
    ground = Ground()
    ground.put(Zone(id="z", zone=ZoneKind.RED, outline=circle(SITE, 60), status=ZoneStatus.LIFTED))
    scene = scene_of(ground)
    assert texts(scene) == []
    assert all(isinstance(e, LineBatch) or e.fill is None for e in scene.elements)
    assert "levée" in scene.legend[0].names.fr
    assert "opgeheven" in scene.legend[0].names.nl


def test_the_scene_is_as_sensitive_as_the_strictest_thing_drawn():
    assert scene_of(quarter()).sensitivity is Sensitivity.AMBER
    assert scene_of(quarter(), view(1_000, (20.0, 20.0))).sensitivity is Sensitivity.AMBER
    ground = Ground()
    ground.add("anpr", [shapely.Point(at(9000, 0))], sensitivity=Sensitivity.AMBER_STRICT)
    assert scene_of(ground).sensitivity is Sensitivity.CLEAR


def test_data_older_than_their_schema_allows_are_stale():
    sources = {credit.credit: credit for credit in scene_of(quarter()).credits}
    shelter = next(credit for text, credit in sources.items() if "shelter" in text)
    assert (shelter.stale, shelter.date) == (True, "01/01/2024")
    assert not next(credit for text, credit in sources.items() if "street" in text).stale


def test_the_crisis_comes_first_in_the_legend_and_the_ground_last():
    names = [entry.names.en for entry in scene_of(quarter()).legend]
    assert names.index("Fire") < names.index("shelter") < names.index("region")


@pytest.mark.parametrize("language", [Language.FR, Language.NL, Language.FR_NL])
def test_labels_speak_the_language_of_the_map(language):
    said = {text for lines in texts(scene_of(quarter(), language=language)) for text in lines}
    french, dutch = "Salle du Lac" in said, "Meerzaal" in said
    assert (french, dutch) == (language is not Language.NL, language is not Language.FR)


def test_a_street_has_both_names_in_one_run_where_there_is_room():
    said = [lines for lines in texts(scene_of(quarter(), language=Language.FR_NL)) if "Moulin" in lines[0]]
    assert said == [("Chaussée du Moulin – Molensteenweg",)]


def labels_boxes(scene):
    for element in scene.elements:
        if isinstance(element, LabelText):
            if element.path is not None:
                yield shapely.LineString(element.path).buffer(element.style.size_pt * 0.3528 * 0.33)
            else:
                width, height = block_size_mm(element.lines, element.style)
                x, y = element.anchor_mm
                yield shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@pytest.mark.parametrize("scale", [2_000, 5_000, 10_000])
def test_no_label_touches_another_or_a_symbol_or_the_frame(scale):
    ground = quarter()
    ground.add(
        "school",
        [shapely.Point(at(60 * i - 250, 37 * j - 140)) for i in range(9) for j in range(8)],
        name_fr=[f"École {i}" for i in range(72)],
        name_nl=[f"School {i}" for i in range(72)],
    )
    seen = view(scale)
    scene = scene_of(ground, seen, Language.FR_NL)
    boxes = list(labels_boxes(scene))
    assert len(boxes) > (8 if scale < 8_000 else 1)
    assert all(one.intersection(other).area < 0.05 for one, other in combinations(boxes, 2))
    frame = shapely.box(0, 0, *seen.size_mm)
    assert all(frame.contains(box) for box in boxes)
    for element in scene.elements:
        if isinstance(element, MarkBatch):
            for place in element.xy:
                disc = shapely.Point(place).buffer(element.glyph.size_mm * 0.4)
                assert not any(disc.intersects(box) for box in boxes)


def test_labels_that_find_no_place_are_counted():
    ground = Ground()
    ground.add(
        "shelter", [shapely.Point(at(i % 3, i // 3)) for i in range(30)], name_fr=[f"Salle {i}" for i in range(30)]
    )
    scene = scene_of(ground)
    assert len(texts(scene)) + scene.dropped_labels == 30
    assert scene.dropped_labels > 20


def test_the_same_name_is_said_once_in_one_place():
    ground = Ground()
    ground.add("shelter", [shapely.Point(at(i * 30, 0)) for i in range(4)], name_fr=["Parc"] * 4)
    scene = scene_of(ground)
    assert texts(scene) == [("Parc",)]
    assert scene.dropped_labels == 0


def test_in_lambert_2008_everything_stands_on_the_same_paper():
    from_72 = scene_of(quarter())
    in_2008 = gather(quarter().document, quarter(), view_2008(), Language.FR, now=NOW)
    for kind in (MarkBatch, LineBatch):
        for one, other in zip(
            (e for e in from_72.elements if isinstance(e, kind)),
            (e for e in in_2008.elements if isinstance(e, kind)),
            strict=True,
        ):
            for edge in (np.min, np.max):
                np.testing.assert_allclose(edge(one.xy, axis=0), edge(other.xy, axis=0), atol=0.05)


def view_2008():
    return type(view())(transform_point(*SITE, 31370, 3812), 5_000, (120.0, 90.0), 3812)


def test_a_gatherer_gives_the_same_scene_again_after_a_pan():
    ground = quarter()
    gatherer = Gatherer(ground)
    first = gatherer.gather(ground.document, view(), Language.FR, now=NOW)
    gatherer.gather(ground.document, view().panned(30, 10), Language.FR, now=NOW)
    again = gatherer.gather(ground.document, view(), Language.FR, now=NOW)
    assert texts(again) == texts(first)
    for one, other in zip(first.elements, again.elements, strict=True):
        if not isinstance(one, LabelText):
            np.testing.assert_array_equal(one.xy, other.xy)


def test_gathering_stops_when_it_is_cancelled():
    class Impatient:
        def __init__(self):
            self.steps = 0

        def step(self, done, text=""):
            self.steps += 1
            if self.steps > 3:
                raise Cancelled

    watched = Impatient()
    ground = quarter()
    with pytest.raises(Cancelled):
        gather(ground.document, ground, view(), Language.FR, watched, now=NOW)
    assert watched.steps == 4


def test_a_line_layer_of_the_user_may_be_a_casing_and_dashes():
    mine = Symbology(
        (
            Rule(
                Names.same("x"),
                Style(stroke=Stroke("#111111", 0.5, (2.0, 1.0), casing_colour="#FFFFFF", casing_mm=0.2)),
            ),
        )
    )
    ground = Ground()
    ground.add("street", [line((-100, 0), (100, 0))], symbology=mine)
    casing, dashes = scene_of(ground).elements
    assert (casing.stroke.width_mm, casing.stroke.dash_mm) == (pytest.approx(0.9), ())
    assert (dashes.stroke.dash_mm, dashes.stroke.casing_colour) == ((2.0, 1.0), "")


def test_staleness_is_judged_at_the_moment_given():
    ground = Ground()
    ground.add("lisa", [shapely.Point(SITE)], day=date(2026, 11, 20), status=["operational"])
    later = NOW.replace(year=2027, month=12)
    assert not scene_of(ground).credits[0].stale
    assert gather(ground.document, ground, view(), Language.FR, now=later).credits[0].stale


@pytest.mark.parametrize("side", [20.0, 60.0])
def test_a_view_from_within_a_zone_is_drawn(side):
    ground = Ground()
    ground.put(
        Zone(id="r", zone=ZoneKind.RED, outline=circle(SITE, 400)),
        Zone(id="o", zone=ZoneKind.ORANGE, outline=circle(SITE, 900)),
        Zone(id="p", zone=ZoneKind.PLUME, outline=circle(SITE, 950)),
    )
    scene = scene_of(ground, view(1_000, (side, side)), Language.FR_NL)
    # The orange zone lies beyond the frame on all sides; the plume lies over both.
    assert [entry.names.en.split()[0] for entry in scene.legend] == ["Red", "Plume"]


def test_a_layer_whose_data_are_missing_is_told_and_the_rest_is_drawn():
    ground = quarter()
    ground.put(Layer(id="gone", names=Names.same("gone"), dataset="f" * 64, schema="shelter", rank=99))
    scene = scene_of(ground, language=Language.NL)
    assert len(scene.elements) > 10
    assert [(c.credit, c.stale) for c in scene.credits if c.names.fr == "gone"] == [
        ("De gegevens van deze laag zitten niet in het dossier", True)
    ]


@pytest.mark.parametrize("scale", [1, 100, 1_000_000, 50_000_000])
def test_any_scale_gives_a_scene(scale):
    scene = scene_of(quarter(), view(scale), Language.FR_NL)
    for element in scene.elements:
        if not isinstance(element, LabelText):
            assert np.isfinite(element.xy).all()


def test_features_without_a_place_do_no_harm():
    ground = Ground()
    ground.add("building", [square(0, 0, 30), shapely.Polygon(), square(50, 0, 30)])
    ground.add("street", [line((0, 0), (90, 0)), shapely.LineString()], **{"class": ["local", "local"]})
    ground.add("shelter", [shapely.Point(SITE), shapely.Point()], name_fr=["Un", "Deux"])
    scene = scene_of(ground, view(20_000))
    assert texts(scene) == []
    assert [entry.count for entry in scene.legend] == [1, 1, 2]
    assert texts(scene_of(ground)) == [("Un",)]


def test_a_boundary_that_is_not_seen_is_not_in_the_legend():
    ground = Ground()
    ground.add("municipality", [square(0, 0, 3000), square(3000, 0, 3000)], name_fr=["Une", "Deux"])
    assert scene_of(ground).legend == ()
    assert len(scene_of(ground).credits) == 1
    assert [entry.count for entry in scene_of(ground, view(15_000, (250.0, 90.0))).legend] == [2]


def test_where_streets_have_no_class_length_tells_which_a_small_scale_shows():
    ground = Ground()
    ground.add("street", [line((-900, 0), (900, 0)), line((0, -100), (0, 100))])
    town = [
        batch.stroke.width_mm for batch in scene_of(ground, view(25_000)).elements if isinstance(batch, LineBatch)
    ]
    region = [batch for batch in scene_of(ground, view(75_000)).elements if isinstance(batch, LineBatch)]
    assert max(town) > 3 * min(town)
    assert sum(len(batch.lines) - 1 for batch in region) == 1


def test_what_is_called_a_tunnel_is_drawn_as_one():
    ground = Ground()
    ground.add("street", [line((-200, 0), (200, 0))], name_fr=["Tunnel Léopold II"])
    (tunnel,) = [batch for batch in scene_of(ground).elements if isinstance(batch, LineBatch)]
    assert tunnel.stroke.dash_mm


def test_the_platforms_of_a_station_are_one_dot_and_another_station_of_the_name_has_its_own():
    ground = Ground()
    places = [shapely.Point(at(*p)) for p in ((0, 0), (20, 5), (60, 0), (2_000, 0))]
    ground.add("transit_stop", places, mode=["train"] * 4, name_fr=["Centrale"] * 4)
    dots = [
        element
        for element in scene_of(ground, view(17_000, (400, 90))).elements
        if isinstance(element, LineBatch) and len(element.xy)
    ]
    assert sum(len(batch.xy) // 2 for batch in dots) == 2


def test_what_two_layers_share_stands_in_the_legend_once_and_groups_stay_together():
    ground = Ground()
    ground.add("railway", [line((-200, 0), (200, 0)), line((-200, 20), (200, 20))], kind=["tram", "rail"])
    ground.add("water", [square(0, 100, 60)], kind=["pond"])
    ground.add("railway", [line((-200, 40), (200, 40)), line((-200, 80), (200, 80))], kind=["tram", "rail"])
    ground.add("street", [line((-200, -90), (200, -90))])
    legend = scene_of(ground).legend
    assert [entry.names.en for entry in legend].count("Tram") == 1
    assert next(entry.count for entry in legend if entry.names.en == "Tram") == 2
    groups = [entry.group for entry in legend]
    assert len(set(groups)) == 1 + sum(one != other for one, other in pairwise(groups))


@pytest.mark.parametrize("scale", [2_500, 5_000, 10_000])
def test_a_point_class_is_a_dot_in_the_legend(scale):
    ground = Ground()
    ground.add("transit_stop", [shapely.Point(SITE)], mode=["train"], name_fr=["Centrale"])
    (entry,) = scene_of(ground, view(scale)).legend
    assert entry.is_dot


def test_a_class_that_is_only_named_has_no_entry_in_the_legend():
    ground = Ground()
    ground.add("boundary", [square(0, 0, 900)], level=["municipality"], name_fr=["Bourg-la-Reine"])
    scene = scene_of(ground, view(12_000))
    assert texts(scene) == [("Bourg-la-Reine",)]
    assert scene.legend == ()


def test_a_bridge_lies_over_the_streets_of_its_layer_and_parts_from_them_by_its_deck():
    ground = Ground()
    ground.add(
        "street",
        [line((-200, 0), (200, 0)), line((0, -200), (0, 200))],
        **{"class": ["local", "main"], "bridge": ["true", ""]},
        name_fr=["Pont", "Chaussée"],
    )
    lines = [each for each in scene_of(ground).elements if isinstance(each, LineBatch)]
    deck, casing, bridge = lines[-3:]
    assert deck.stroke.casing_mm > 0
    assert deck.stroke.width_mm > casing.stroke.width_mm > bridge.stroke.width_mm
    for each in (deck, casing, bridge):
        assert np.ptp(each.xy[:, 1]) == pytest.approx(0.0, abs=1e-6)
    # The main road, though more important, lies beneath.
    assert all(np.ptp(each.xy[:, 0]) == pytest.approx(0.0, abs=1e-6) for each in lines[:-3])


def test_bridges_are_no_class_of_their_own_in_the_legend():
    ground = Ground()
    ground.add(
        "railway",
        [line((-200, 0), (0, 0)), line((0, 0), (200, 0))],
        kind=["rail", "rail"],
        bridge=["true", ""],
    )
    entries = [entry.names.en for entry in scene_of(ground).legend]
    assert entries.count("Railway") <= 1
    assert len(entries) == 1


def test_the_legend_tells_in_words_what_the_ring_of_a_hazard_tells():
    ground = Ground()
    for number, severity in enumerate(("danger", "caution", "unknown")):
        place = Place(*at(150 * number - 150, 0))
        ground.put(Mark(id=severity, place=place, symbol=f"haz.gas;severity={severity}"))
    names = {(entry.names.fr, entry.names.nl, entry.names.en) for entry in scene_of(ground).legend}
    assert names == {
        ("Fuite de gaz (danger)", "Gaslek (gevaar)", "Gas leak (danger)"),
        ("Fuite de gaz (prudence)", "Gaslek (opgelet)", "Gas leak (caution)"),
        ("Fuite de gaz", "Gaslek", "Gas leak"),
    }
