"""Names of symbols: a reader gives each to its own, and none lies on a line where there is room elsewhere."""

from math import cos, hypot, pi, sin

import numpy as np
import pytest
import shapely

from bnip.incident import Incident, Mark
from bnip.record import Place
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.scene.gather import Gatherer, gather
from cartoviewer.scene.hits import hits
from cartoviewer.scene.label_places import block_size_mm
from cartoviewer.scene.scene import LabelText, LineBatch, MarkBatch
from cartoviewer.scene.sign_boxes import glyph_boxes_mm
from cartoviewer.scene.spreading import LEADER
from cartoviewer.scene.view import MapView
from resources.texts import Language, Names
from tests.map_specimens import NOW, SITE, Ground, at

VIEW = MapView(SITE, 10_000.0, (240.0, 180.0))
RINGS = ((ZoneKind.RED, 100.0), (ZoneKind.ORANGE, 240.0))


def mark(name, x, y, symbol="res.d1.pump", **more):
    return Mark(id=name, place=Place(*at(x, y)), symbol=symbol, names=Names.same(name), **more)


def scene_of(*records, ground=None, view=VIEW):
    ground = ground or Ground()
    ground.put(*records)
    return gather(ground.document, ground, view, Language.FR, now=NOW, apart=True)


def named(scene):
    return {" ".join(each.lines): each for each in scene.elements if isinstance(each, LabelText)}


def text_box(label):
    (x, y), (width, height) = label.anchor_mm, block_size_mm(label.lines, label.style)
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def sign_boxes(scene):
    """Give for each sign on the map the box of its symbol and the boxes of all that stands beside it."""
    found = []
    for each in scene.elements:
        for place in each.xy.tolist() if isinstance(each, MarkBatch) else ():
            boxes = np.array(glyph_boxes_mm(each.glyph, Language.FR)) + np.tile(place, 2)
            found.append(([shapely.box(*box) for box in boxes], place))
    return found


def on_paper(x, y):
    return VIEW.to_paper(np.array([at(x, y)]))[0]


def crowd():
    """Vehicles so near to one another that a name fits beside few of them."""
    return [mark(f"Véhicule {n}", 75 * (n % 4) - 110, 75 * (n // 4) - 110) for n in range(16)]


def test_each_name_is_nearest_to_its_own_symbol_or_has_a_line_to_it():
    scene = scene_of(*crowd())
    found = named(scene)
    assert len(found) >= 12
    assert any(label.lead is not None for label in found.values())
    for record in crowd():
        label = found.get(record.names.fr)
        if label is None:
            assert record.names.fr in scene.unplaced
            continue
        place = on_paper(record.place.x - SITE[0], record.place.y - SITE[1])
        own, others = None, []
        for boxes, there in sign_boxes(scene):
            distance = shapely.distance(text_box(label), shapely.union_all(boxes))
            if hypot(there[0] - place[0], there[1] - place[1]) < 0.01:
                own = distance
            else:
                others.append(distance)
        if label.lead is None:
            assert own is not None
            assert min(others) > own + 0.4
        else:
            assert min(others) > 1.0


def test_a_line_to_a_name_begins_at_its_symbol_ends_at_the_name_and_crosses_no_other_thing():
    scene = scene_of(*crowd())
    led = [label for label in named(scene).values() if label.lead is not None]
    assert led
    for label in led:
        line = shapely.LineString(label.lead)
        assert shapely.distance(line, text_box(label)) < 1.2
        touched = [boxes for boxes, _ in sign_boxes(scene) if shapely.distance(boxes[0], line) < 0.45]
        assert len(touched) == 1
        others = [text_box(other) for other in named(scene).values() if other is not label]
        assert not any(line.intersects(other) for other in others)


def test_the_name_of_an_incident_stands_outside_the_small_zone_around_it():
    incident = Incident(
        id="x", place=Place(*at(0, 0)), symbol="haz.explosion", names=Names.same("Explosion de gaz en gare")
    )
    zones = [Zone(id=f"z{r}", zone=kind, outline=circle(at(0, 0), r)) for kind, r in RINGS]
    label = named(scene_of(incident, *zones))["Explosion de gaz en gare"]
    edges = [shapely.LinearRing(VIEW.to_paper(np.array(zone.outline))) for zone in zones]
    assert label.lead is not None
    assert not any(text_box(label).intersects(edge) for edge in edges)


@pytest.mark.parametrize(("bearing", "side"), [(0.0, "left"), (pi, "right")])
def test_a_count_changes_sides_where_a_line_of_a_zone_is_in_the_way(bearing, side):
    # The edge of the zone runs a centimetre beside the place, on the side where a count stands.
    edge = Zone(id="z", zone=ZoneKind.YELLOW, outline=circle(at(400 * cos(bearing) * -1, 400 * sin(bearing)), 480))
    scene = scene_of(edge, mark("Mesure", 0, 0, "obs.measure", right="0 % LEL"))
    (glyph,) = [each.glyph for each in scene.elements if isinstance(each, MarkBatch)]
    assert getattr(glyph, side) == "0 % LEL"
    ((_, *texts), _) = sign_boxes(scene)[0]
    line = shapely.LinearRing(VIEW.to_paper(np.array(edge.outline)))
    assert not any(text.intersects(line) for text in texts)


def sites(*places, schema="shelter", **columns):
    ground = Ground()
    names = [f"Salle {n}" for n in range(len(places))]
    ground.add(schema, [shapely.Point(at(*place)) for place in places], name_fr=names, **columns)
    return ground


def test_symbols_of_layers_that_cover_one_another_stand_apart_each_on_a_line_to_its_place():
    ground = sites((0, 0), (20, 10), (-15, 20), (300, 0))
    ground.add("lisa", [shapely.Point(at(8, -6))], name_fr=["LISA"])
    scene = scene_of(mark("Pompe", 5, 5), ground=ground)
    boxes = [boxes[0] for boxes, _ in sign_boxes(scene)]
    assert len(boxes) == 6
    for index, box in enumerate(boxes):
        for other in boxes[:index]:
            assert box.intersection(other).area < 0.13 * box.area
    (pump,) = [xy for xy, glyph in placed_signs(scene) if glyph.symbol == "res.d1.pump"]
    assert pump == pytest.approx(tuple(on_paper(5, 5)))
    true = {tuple(np.round(on_paper(*place), 2)) for place in ((0, 0), (20, 10), (-15, 20), (8, -6))}
    starts = {
        tuple(np.round(each.xy[first], 2))
        for each in scene.elements
        if isinstance(each, LineBatch) and each.stroke == LEADER
        for first in each.lines[:-1].tolist()
    }
    assert len(starts) >= 3
    assert starts <= true
    assert sum(stratum.count for stratum in scene.strata) == len(scene.elements)


def placed_signs(scene):
    return [
        (tuple(place), each.glyph)
        for each in scene.elements
        if isinstance(each, MarkBatch)
        for place in each.xy.tolist()
    ]


def test_the_name_of_a_symbol_that_has_moved_aside_stands_beside_it_where_it_is_seen():
    scene = scene_of(ground=sites((0, 0), (20, 10), (-15, 20)))
    aside = scene.features_aside["shelter0"]
    assert aside
    found = named(scene)
    for index, (right, down) in aside.items():
        label = found[f"Salle {index}"]
        x, y = on_paper(*((0, 0), (20, 10), (-15, 20))[index]) + np.array((right, down))
        if label.lead is None:
            assert text_box(label).distance(shapely.Point(x, y)) < 5.0


def test_a_symbol_of_a_layer_is_asked_about_where_it_is_seen_and_at_its_place():
    ground = sites((0, 0), (20, 10))
    scene = scene_of(ground=ground)
    ((index, (right, down)),) = scene.features_aside["shelter0"].items()
    x, y = at(*((0, 0), (20, 10))[index])
    seen = (x + right / VIEW.mm_per_metre, y - down / VIEW.mm_per_metre)
    for place, aside in ((seen, scene.features_aside), ((x, y), {})):
        found = hits(ground.document, ground, place, VIEW, features_aside=aside)
        assert index in [hit.index for hit in found]
    assert hits(ground.document, ground, seen, VIEW) == ()


def test_where_a_layer_s_symbols_are_a_crowd_they_stay_at_their_places():
    side = 25
    ground = sites(*[(8 * (n % side), 8 * (n // side)) for n in range(side * side)])
    scene = scene_of(ground=ground)
    assert scene.features_aside == {}
    assert not any(isinstance(each, LineBatch) and each.stroke == LEADER for each in scene.elements)


def test_in_a_window_the_symbols_of_layers_stay_aside_while_the_map_is_panned():
    ground = sites((0, 0), (20, 10), (-15, 20), (30, -20))
    gatherer = Gatherer(ground)
    first = gatherer.gather(ground.document, VIEW, Language.FR, now=NOW, settled=True)
    panned = VIEW.panned(17.3, -9.1)
    second = gatherer.gather(ground.document, panned, Language.FR, now=NOW, settled=True)
    assert first.features_aside["shelter0"]
    assert second.features_aside["shelter0"].keys() == first.features_aside["shelter0"].keys()
    # Some leave the frame, the others stay; all are there again when the map comes back.
    for x in (115.0, -115.0):
        gatherer.gather(ground.document, VIEW.panned(x, 0.0), Language.FR, now=NOW, settled=True)
    again = gatherer.gather(ground.document, VIEW, Language.FR, now=NOW, settled=True)
    for index, by in first.features_aside["shelter0"].items():
        assert again.features_aside["shelter0"][index] == pytest.approx(by, abs=1e-6)
        assert second.features_aside["shelter0"][index] == pytest.approx(by, abs=1e-6)
