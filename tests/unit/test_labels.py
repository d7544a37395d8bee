"""Labels on the base map: repeated, in both languages, never upside down, over nothing, and never lost unsaid."""

from itertools import combinations

import numpy as np
import pytest
import shapely

from bnip.incident import Incident, Mark
from bnip.record import Place
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.scene import labeller
from cartoviewer.scene.gather import gather
from cartoviewer.scene.label_lines import Look, Room, rooms
from cartoviewer.scene.label_places import broken
from cartoviewer.scene.label_texts import in_small_letters
from cartoviewer.scene.occupancy import Occupancy
from cartoviewer.scene.scene import LabelText, LineBatch
from cartoviewer.scene.text_metrics import letter_ends_mm, width_mm, widths_mm
from cartoviewer.scene.view import MapView
from resources.texts import Language, Names
from symbols.style import LabelStyle
from symbols.symbology import palette_colour
from tests.map_specimens import NOW, SITE, Ground, at, line

WIDE = (400.0, 250.0)


def scene_of(ground, scale=5_000.0, language=Language.FR, size_mm=WIDE):
    return gather(ground.document, ground, MapView(SITE, scale, size_mm), language, now=NOW)


def labels(scene):
    return [element for element in scene.elements if isinstance(element, LabelText)]


def street(ground, *courses, fr="Rue Haute", nl="Hoogstraat"):
    names = [fr] * len(courses) if isinstance(fr, str) else fr
    ground.add("street", list(courses), name_fr=names, name_nl=[nl] * len(courses) if isinstance(nl, str) else nl)


def test_a_long_street_says_its_name_every_twelve_centimetres():
    ground = Ground()
    street(ground, line((-950, 0), (950, 0)))
    found = sorted(label.anchor_mm[0] for label in labels(scene_of(ground)))
    assert len(found) == 3
    assert all(100 <= gap <= 145 for gap in np.diff(found))


def test_pieces_that_meet_to_the_centimetre_carry_one_name_together():
    ground = Ground()
    # Each piece is 12 mm long on paper: too short for the name.
    pieces = [[(60 * step - 300.0, 0.004 * step), (60 * step - 240.008, 0.004 * step)] for step in range(10)]
    ground.add("street", [shapely.union_all([line(*piece) for piece in pieces])], name_fr=["Rue Haute"])
    (label,) = labels(scene_of(ground))
    assert label.lines == ("Rue Haute",)


def test_both_names_are_one_run_where_the_street_is_long_enough():
    ground = Ground()
    street(ground, line((-300, 0), (300, 0)))
    assert {label.lines for label in labels(scene_of(ground, language=Language.FR_NL))} == {
        ("Rue Haute – Hoogstraat",)
    }


def test_both_names_follow_one_another_where_the_street_winds_too_much_for_one_run():
    ground = Ground()
    # Straight for 38 mm at a time: room for either name, not for both.
    zigzag = [(-540 + 180 * step, 100 * (step % 2)) for step in range(7)]
    street(ground, line(*zigzag), fr="Avenue de la Couronne", nl="Kroonlaan van Elsene")
    said = [label.lines[0] for label in labels(scene_of(ground, language=Language.FR_NL))]
    assert sorted(said) == ["Avenue de la Couronne", "Kroonlaan van Elsene"]


def test_places_carry_french_over_dutch_and_equal_names_once():
    ground = Ground()
    ground.add(
        "school",
        [shapely.Point(at(-200, 0)), shapely.Point(at(200, 0))],
        name_fr=["École du Parc", "Sint-Jan"],
        name_nl=["Parkschool", "Sint-Jan"],
    )
    both = {label.lines for label in labels(scene_of(ground, language=Language.FR_NL))}
    assert both == {("École du Parc", "Parkschool"), ("Sint-Jan",)}


@pytest.mark.parametrize("degrees", range(0, 360, 15))
def test_no_street_name_stands_on_its_head(degrees):
    ground = Ground()
    turn = np.radians(degrees)
    ends = [(s * 300 * np.cos(turn), s * 300 * np.sin(turn)) for s in (-1, 0, 1)]
    street(ground, line(*ends))
    (label,) = labels(scene_of(ground))
    assert label.path[-1, 0] >= label.path[0, 0] - 0.5


def test_letters_turn_no_more_than_twenty_five_degrees_from_one_to_the_next():
    ground = Ground()
    bends = [[(-300, 0), (0, 0), (np.cos(a) * 300, np.sin(a) * 300)] for a in np.radians((0, 20, 40, 60, 90, 140))]
    for number, bend in enumerate(bends):
        street(ground, line(*[(x, y + 90 * number - 250) for x, y in bend]), fr=f"Rue du Coude {number}")
    found = labels(scene_of(ground))
    assert len(found) >= 6
    for label in found:
        steps = np.diff(label.path, axis=0)
        at_mm = np.concatenate(([0.0], np.cumsum(np.hypot(*steps.T))))
        ends = np.array(letter_ends_mm(label.lines[0], label.style))
        letters = np.column_stack([np.interp(ends, at_mm, label.path[:, axis]) for axis in (0, 1)])
        chords = np.diff(letters, axis=0)
        turns = np.abs(np.diff(np.unwrap(np.arctan2(chords[:, 1], chords[:, 0]))))
        assert np.degrees(turns.max()) <= 26


def test_street_names_cross_neither_each_other_nor_a_dot_and_keep_off_the_frame():
    ground = Ground()
    courses = [line((-950, 55 * k - 500), (0, 55 * k - 490 + 20 * (k % 3)), (950, 55 * k - 500)) for k in range(19)]
    street(ground, *courses, fr=[f"Rue numéro {k}" for k in range(19)], nl=[f"Straat {k}" for k in range(19)])
    stops = [shapely.Point(at(x, 55 * k - 490)) for k in range(0, 19, 2) for x in (-500, 0, 500)]
    ground.add("poi", stops, kind=["school"] * len(stops), name_fr=[f"École {n}" for n in range(len(stops))])
    scene = scene_of(ground)
    strips = [
        shapely.LineString(label.path).buffer(label.style.size_pt * 0.3528 * 0.33)
        for label in labels(scene)
        if label.path is not None
    ]
    assert len(strips) > 15
    assert all(one.intersection(other).area < 0.05 for one, other in combinations(strips, 2))
    inner = shapely.box(0, 0, *WIDE).buffer(-1.5)
    assert all(inner.contains(strip) for strip in strips)
    dots = [
        shapely.Point(place).buffer(element.stroke.width_mm / 2)
        for element in scene.elements
        if isinstance(element, LineBatch) and element.stroke.width_mm == 0.9
        for place in element.xy[::2]
    ]
    assert len(dots) == len(stops)
    assert not any(dot.intersects(strip) for dot in dots for strip in strips)


def test_what_finds_no_place_is_named_the_most_important_first():
    ground = Ground()
    ground.add("shelter", [shapely.Point(at(i, 0)) for i in range(9)], name_fr=[f"Salle {i}" for i in range(9)])
    street(ground, line((-60, 0), (60, 0)), fr="Rue Cachée")
    scene = scene_of(ground)
    shown = {name for label in labels(scene) for name in label.lines}
    assert scene.dropped_labels == len(scene.unplaced) == 9 - len([name for name in shown if "Salle" in name]) + 1
    assert scene.unplaced[-1] == "Rue Cachée"
    assert not shown & set(scene.unplaced)


def test_a_name_in_capitals_is_not_said_again_beside_the_same_in_small_letters():
    ground = Ground()
    ground.add("shelter", [shapely.Point(at(0, 0))], name_fr=["De Brouckère"])
    ground.add("hospital", [shapely.Point(at(60, 0))], name_fr=["DE BROUCKERE"])
    assert len(labels(scene_of(ground))) == 1


def test_the_name_of_a_park_lies_in_what_is_seen_of_it():
    ground = Ground()
    # An L whose middle is outside of it, and half of it outside the frame.
    park = shapely.Polygon(
        [at(*p) for p in ((-100, -600), (1500, -600), (1500, -400), (0, -400), (0, 300), (-100, 300))]
    )
    ground.add("green", [park], kind=["park"], name_fr=["Parc du Coin"], name_nl=["Hoekpark"])
    (label,) = labels(scene_of(ground, language=Language.FR_NL))
    x, y = label.anchor_mm
    east, north = SITE[0] + (x - WIDE[0] / 2) * 5, SITE[1] - (y - WIDE[1] / 2) * 5
    assert park.contains(shapely.box(east - 30, north - 12, east + 30, north + 12))


def test_lines_beside_a_symbol_begin_at_its_side():
    ground = Ground()
    ground.add("school", [shapely.Point(at(0, 0))], name_fr=["École communale du Parc"], name_nl=["Parkschool"])
    (label,) = labels(scene_of(ground, language=Language.FR_NL))
    assert label.align == "left"
    assert label.anchor_mm[0] > WIDE[0] / 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("NOTRE-DAME AUX NEIGES", "Notre-Dame aux Neiges"),
        ("LEOPOLD III LAAN", "Leopold III Laan"),
        ("PORTE D'ANDERLECHT", "Porte d'Anderlecht"),
        ("IJZER", "IJzer"),
        ("Rue de la Loi", "Rue de la Loi"),
        ("", ""),
    ],
)
def test_capitals_of_a_source_are_written_as_in_a_text(written, said):
    assert in_small_letters(written) == said


def test_a_zone_whose_name_finds_no_place_is_told_by_its_name():
    ground = Ground()
    ground.put(
        Zone(id="small", zone=ZoneKind.RED, outline=circle(SITE, 90)),
        Incident(id="fire", place=Place(x=SITE[0], y=SITE[1]), symbol="haz.fire"),
    )
    (told,) = scene_of(ground, scale=10_000.0).unplaced
    assert told.startswith("Zone rouge")


def test_those_for_which_no_place_is_sought_are_told_too(monkeypatch):
    monkeypatch.setattr(labeller, "LARGEST", 1)
    ground = Ground()
    street(
        ground, line((-500, 0), (500, 0)), line((-400, 200), (400, 200)), fr=["Rue Haute", "Rue Basse"], nl="Straat"
    )
    scene = scene_of(ground)
    assert {label.lines for label in labels(scene)} == {("Rue Haute",)}
    assert scene.unplaced == ("Rue Basse",)


@pytest.mark.parametrize("capitals", [False, True])
def test_many_texts_measured_at_once_are_as_long_as_each_alone(capitals):
    style = LabelStyle(("name",), capitals=capitals, tracking=0.06)
    texts = ["Straße", "", "Île", "", "\U0001f692 x", "Æ", ""]
    assert widths_mm(texts, style) == pytest.approx([width_mm(text, style) for text in texts], abs=1e-9)
    assert widths_mm(["", ""], style).tolist() == [0, 0]


def test_a_quick_look_at_many_boxes_never_denies_one_that_is_free():
    random = np.random.default_rng(7)
    occupancy = Occupancy((120.0, 90.0))
    for corner in random.uniform(0, 80, (12, 2)):
        occupancy.take_box((*corner, *(corner + random.uniform(1, 9, 2))))
    corners = random.uniform(-5, 110, (4_000, 2))
    boxes = np.hstack((corners, corners + random.uniform(0.2, (30, 6), (4_000, 2))))
    quick = occupancy.boxes_may_be_free(boxes)
    free = np.array([occupancy.box_is_free(tuple(box)) for box in boxes.tolist()])
    assert 0 < free.sum() < quick.sum() + 1 < len(boxes)
    assert quick[free].all()
    # Most of what is taken is seen to be.
    assert (quick & ~free).sum() < 0.05 * (~free).sum()


def test_the_room_along_many_lines_is_the_longest_free_row_of_each_piece():
    occupancy = Occupancy((100.0, 60.0))
    occupancy.take_box((40.0, 0.0, 44.0, 60.0))

    def look(needed, *rows):
        points = [np.column_stack((np.arange(x, x + n, 1.0), np.full(n, y))) for x, y, n in rows]
        return Look(np.concatenate(points), tuple(map(len, points)), needed)

    looks = [
        look(32, (10, 20, 60)),  # cut in two by what stands there
        look(20, (10, 20, 60)),
        look(20, (10, 20, 15), (10, 30, 15)),  # two pieces are no long one
        look(30, (80, 20, 40)),  # leaves the frame
        look(10, (41, 10, 3), (50, 10, 12)),
    ]
    assert rooms(looks, occupancy) == [Room.TAKEN, Room.FREE, Room.NEVER, Room.NEVER, Room.FREE]


def test_from_afar_roads_carry_their_numbers_on_plates():
    ground = Ground()
    ways = [line((-9_000, 200 * n), (9_000, 200 * n + 30)) for n in (0, 15, 30)]
    ground.add(
        "street",
        [*ways, line((-9_000, -6_000), (9_000, -6_000))],
        **{"class": ["motorway", "motorway", "main", "motorway"]},
        ref=["R0", "E 40;A3", "N3", None],
        name_fr=["Ring", "Autoroute", "Chaussée", "Sans numéro"],
    )
    far = [label for label in labels(scene_of(ground, scale=60_000.0)) if label.style.plate_colour]
    assert {label.lines for label in far} == {("R0",), ("A3 · E40",), ("N3",)}
    assert all(label.path is None for label in far)
    near = labels(scene_of(ground, scale=10_000.0))
    assert {label.lines for label in near} >= {("Ring",)}
    assert not any(label.style.plate_colour for label in near)


def test_a_name_of_the_base_map_rather_goes_than_crosses_a_line_of_the_crisis():
    ground = Ground()
    ground.add("poi", [shapely.Point(at(0, 0))], kind=["school"], name_fr=["École"])
    assert [label.lines for label in labels(scene_of(ground, scale=2_500.0))] == [("École",)]
    # Whichever way the name stands, an edge of the zones is in it.
    for number, reach in enumerate((3, 6, 9, 12)):
        ground.put(
            Zone(id=f"z{number}", zone=ZoneKind.RED, outline=circle(at(0, 0), reach), names=Names.same("Zone"))
        )
    scene = scene_of(ground, scale=2_500.0)
    assert ("École",) not in {label.lines for label in labels(scene)}
    assert "École" in scene.unplaced


def test_every_mark_s_name_stands_beside_its_own_symbol():
    ground = Ground()
    places = {"Poste médical avancé": (-300, 0), "Parc ambulances": (0, 0), "Point presse": (300, 0)}
    for name, place in places.items():
        ground.put(Mark(id=name, place=Place(*at(*place)), symbol="cmd.pma", names=Names.same(name)))
    view = MapView(SITE, 5_000.0, WIDE)
    found = {" ".join(label.lines): label.anchor_mm for label in labels(scene_of(ground))}
    for name, place in places.items():
        x, y = view.to_paper(np.array([at(*place)]))[0]
        assert np.hypot(found[name][0] - x, found[name][1] - y) < 30


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Vooruitgeschoven medische post",), ("Vooruitgeschoven", "medische post")),
        (("Verkeerspost 12",), ("Verkeerspost 12",)),
        (("Autopompe",), ("Autopompe",)),
        (("Poste médical avancé", "Vooruitgeschoven medische post"),) * 2,
    ],
)
def test_a_long_name_may_be_broken_in_two_but_no_scrap_stands_alone(lines, expected):
    assert broken(lines) == expected


def test_the_name_of_a_bent_area_stands_in_its_widest_part():
    ground = Ground()
    ring = shapely.Point(at(0, 0)).buffer(500).difference(shapely.Point(at(0, 0)).buffer(420))
    ground.add("green", [ring.union(shapely.Point(at(460, 0)).buffer(150))], kind=["park"], name_fr=["Parc"])
    (label,) = labels(scene_of(ground, scale=10_000.0))
    x, y = MapView(SITE, 10_000.0, WIDE).to_paper(np.array([at(460, 0)]))[0]
    assert np.hypot(label.anchor_mm[0] - x, label.anchor_mm[1] - y) < 4


def test_an_incident_is_named_before_the_means_around_it():
    ground = Ground()
    place = Place(*at(0, 0))
    ground.put(Incident(id="fire", place=place, symbol="haz.fire", names=Names.same("Incendie de l’entrepôt")))
    for number in range(12):
        ground.put(
            Mark(id=f"m{number}", place=Place(*at(5 * number - 30, 40)), symbol="cmd.pma", names=Names.same("PMA"))
        )
        ground.put(
            Mark(
                id=f"s{number}",
                place=Place(*at(5 * number - 30, -40)),
                symbol="cmd.pma",
                names=Names.same(f"P {number}"),
            )
        )
    said = [" ".join(label.lines) for label in labels(scene_of(ground))]
    assert said[0] == "Incendie de l’entrepôt"


@pytest.mark.parametrize("end", [-1, 1])
def test_a_long_line_is_named_on_whatever_part_of_it_the_map_shows(end):
    ground = Ground()
    # 220 mm on paper, of which the frame shows one end: the middle of the line lies outside of it.
    course = line((-1_100, 10), (1_100, -10))
    ground.add("water", [course], kind=["canal"], name_fr=["Canal de Charleroi"], name_nl=["Kanaal naar Charleroi"])
    view = MapView(at(end * 700, 0), 10_000.0, (100.0, 80.0))
    scene = gather(ground.document, ground, view, Language.FR_NL, now=NOW)
    assert "Canal de Charleroi – Kanaal naar Charleroi" in {label.lines[0] for label in labels(scene)}


def test_the_halo_of_a_stream_is_of_the_land_and_that_of_a_canal_of_its_water():
    halos = {}
    for kind in ("stream", "canal"):
        ground = Ground()
        ground.add("water", [line((-400, 0), (400, 0))], kind=[kind], name_fr=["Senne"])
        (label,) = labels(scene_of(ground, scale=10_000.0))
        halos[kind] = label.style.halo_colour
    assert halos == {"stream": palette_colour("halo"), "canal": palette_colour("water")}


def test_where_a_map_shows_too_little_of_a_line_for_both_names_each_stands_alone():
    ground = Ground()
    # The line bends in the middle; either leg has room for a name, only what is beyond the frame for both.
    legs = [(-1_500, 0), (-180, 0), (-60, 120), (60, 0), (180, 120), (300, 0), (420, 120)]
    street(ground, line(*legs), fr="Chaussée de Mons", nl="Bergensesteenweg")
    view = MapView(at(100, 60), 5_000.0, (120.0, 60.0))
    scene = gather(ground.document, ground, view, Language.FR_NL, now=NOW)
    said = {label.lines[0] for label in labels(scene)}
    assert said
    assert said <= {"Chaussée de Mons", "Bergensesteenweg"}
