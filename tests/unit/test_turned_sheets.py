"""A sheet whose map is turned: its frame is drawn whole and nothing beyond, and what stands on it turns along."""

from itertools import combinations, pairwise

import msgspec
import numpy as np
import pytest
import shapely

from bnip.drawing import Caption
from bnip.incident import Mark
from bnip.layout import MapSpec
from bnip.record import Place
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export.pdf_words import map_words
from cartoviewer.scene.composition import SheetError, compose, sheet_view
from cartoviewer.scene.framing_series import numbered, over_grid
from cartoviewer.scene.furniture import NorthArrow, OverviewMap, SheetComposition, WindArrow
from cartoviewer.scene.gather import gather
from cartoviewer.scene.graticule import Axis, graticule
from cartoviewer.scene.map_frame import map_frame
from cartoviewer.scene.neighbours import Side, neighbours
from cartoviewer.scene.scene import AreaBatch, LabelText, LineBatch, MarkBatch, Scene
from cartoviewer.scene.search_grid import own_edges, square_of
from cartoviewer.scene.sheet_checks import check_sheet
from cartoviewer.scene.sheet_tables import layer_rows
from cartoviewer.scene.street_index import street_index
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names, Texts
from symbols.style import Fill, LabelStyle, MarkStyle, Rule, Stroke, Style, Symbology
from tests import sheet_specimens as specimens
from tests.unit.test_sheet_composition import pieces, rectangle

SIZE = (182.0, 174.0)
SPEC = MapSpec((20.0, 20.0, *SIZE))


def composed(rotation: float, template: str = "bnip_a3", **changes) -> SheetComposition:
    sheet = specimens.sheet(template, rotation=rotation, **changes)
    return compose(specimens.document(), specimens.datasets(), sheet, Language.FR_NL, specimens.PRINTED)


def shown(kind: GeometryKind, geometries: list, style: Style, view: MapView, schema: str = "generic") -> Scene:
    """What a view shows of one layer."""
    names = {"name_fr": [f"Rue {k}" for k in range(len(geometries))]}
    dataset = specimens.SpecimenDataset("things", schema, geometries, names, kind=kind)
    layer = Layer(
        id="layer-things",
        names=Names.same("Things"),
        dataset=dataset.card.hash,
        schema=schema,
        symbology=Symbology((Rule(Names.same("Thing"), style),)),
    )
    datasets = specimens.SpecimenDatasets(dataset)
    return gather(MapDocument({layer.id: layer}), datasets, view, Language.FR, now=specimens.PRINTED)


def turned_view(turn: float) -> MapView:
    return MapView(specimens.SITE, 10_000.0, (300.0, 100.0), turn=turn)


# The ground


@pytest.mark.parametrize("turn", [25.0, 130.0, 270.0])
def test_a_place_near_each_corner_is_drawn_and_one_in_the_corners_of_the_box_is_not(turn: float):
    view = turned_view(turn)
    inside = [view.to_ground(*place) for place in ((3.0, 3.0), (297.0, 3.0), (297.0, 97.0), (3.0, 97.0))]
    west, south, east, north = view.bounds
    beyond = [(west + 5, south + 5), (east - 5, south + 5), (east - 5, north - 5), (west + 5, north - 5)]
    style = Style(mark=MarkStyle("fac.shelter", 6.0))
    points = [shapely.Point(place) for place in (*inside, *(beyond if turn % 90 else ()))]
    (batch,) = [
        one for one in shown(GeometryKind.POINT, points, style, view).elements if isinstance(one, MarkBatch)
    ]
    assert np.abs(np.sort(batch.xy, axis=0) - np.sort(view.to_paper(np.array(inside)), axis=0)).max() < 1e-6


@pytest.mark.parametrize("turn", [25.0, 130.0, 315.0])
def test_an_area_that_covers_everything_fills_the_frame_and_ends_at_its_margin(turn: float):
    x, y = specimens.SITE
    everything = shapely.box(x - 90_000, y - 90_000, x + 90_000, y + 90_000)
    scene = shown(GeometryKind.AREA, [everything], Style(fill=Fill("#88AA88")), turned_view(turn))
    (batch,) = [element for element in scene.elements if isinstance(element, AreaBatch)]
    assert batch.xy.min(axis=0).tolist() == pytest.approx([-6.0, -6.0], abs=1e-6)
    assert batch.xy.max(axis=0).tolist() == pytest.approx([306.0, 106.0], abs=1e-6)
    covered = shapely.Polygon(batch.xy[batch.rings[0] : batch.rings[1]])
    assert covered.area == pytest.approx(312.0 * 112.0)


@pytest.mark.parametrize("dash", [(), (3.0, 1.5)])
def test_no_line_reaches_far_beyond_a_turned_frame(dash: tuple[float, ...]):
    x, y = specimens.SITE
    lines = [shapely.LineString([(x - 30_000, y + off), (x + 30_000, y + off)]) for off in range(-2000, 2001, 250)]
    view = turned_view(40.0)
    scene = shown(GeometryKind.LINE, lines, Style(stroke=Stroke("#000000", 0.3, dash)), view)
    xy = np.vstack([element.xy for element in scene.elements if isinstance(element, LineBatch)])
    # As with north up: a sixteenth of the frame, or a piece of a dashed line, may hang over.
    assert xy.min() > -40.0
    assert xy[:, 0].max() < 340.0
    assert xy[:, 1].max() < 140.0
    # Every line that crosses the frame is there from one edge to the other.
    seen = [line for line in lines if shapely.intersects(line, shapely.Polygon(view.corners))]
    assert len(seen) > 4
    drawn = [
        shapely.LineString(batch.xy[batch.lines[k] : batch.lines[k + 1]])
        for batch in scene.elements
        if isinstance(batch, LineBatch)
        for k in range(len(batch.lines) - 1)
    ]
    everything = shapely.union_all(drawn)
    for line in seen:
        inside = shapely.intersection(
            shapely.LineString(view.to_paper(shapely.get_coordinates(line))), shapely.box(0, 0, 300, 100)
        )
        assert shapely.hausdorff_distance(shapely.intersection(everything, inside.buffer(0.01)), inside) < 0.1


def test_a_class_that_lies_in_the_corners_of_the_box_only_is_not_in_the_legend():
    view = turned_view(30.0)
    west, south, *_ = view.bounds
    style = Style(fill=Fill("#88AA88"))
    hidden = shapely.box(west + 10, south + 10, west + 60, south + 60)
    assert shown(GeometryKind.AREA, [hidden], style, view).legend == ()
    inside = shapely.Point(view.to_ground(5.0, 95.0)).buffer(20.0)
    assert len(shown(GeometryKind.AREA, [inside], style, view).legend) == 1


@pytest.mark.parametrize("turn", [0.0, 60.0, 120.0, 180.0, 300.0])
def test_names_along_streets_run_to_the_right_of_the_paper(turn: float):
    x, y = specimens.SITE
    rays = np.radians(np.arange(0.0, 360.0, 30.0))
    streets = [
        shapely.LineString(
            [(x + 300 * np.sin(a), y + 300 * np.cos(a)), (x + 1200 * np.sin(a), y + 1200 * np.cos(a))]
        )
        for a in rays
    ]
    style = Style(stroke=Stroke("#000000", 0.3), label=LabelStyle(("name_fr",), size_pt=7.0, placement="line"))
    view = MapView(specimens.SITE, 10_000.0, (250.0, 250.0), turn=turn)
    labels = [
        element
        for element in shown(GeometryKind.LINE, streets, style, view).elements
        if isinstance(element, LabelText) and element.path is not None
    ]
    assert len(labels) >= 10
    for label in labels:
        assert label.path is not None
        assert label.path[-1, 0] - label.path[0, 0] > -1e-6


def test_symbols_stand_upright_and_only_what_points_somewhere_turns_along():
    x, y = specimens.SITE
    mark = Mark(id="wind", place=Place(x, y), symbol="pt.wind", direction_deg=240.0)
    plain = Mark(id="post", place=Place(x + 100, y), symbol="cmd.pma")
    captions = [
        Caption(id=f"c{angle}", place=Place(x, y - 200), names=Names.same("Pont"), angle_deg=angle)
        for angle in (0.0, 30.0)
    ]
    document = MapDocument({record.id: record for record in (mark, plain, *captions)})
    scene = gather(document, specimens.datasets(), turned_view(70.0), Language.FR, now=specimens.PRINTED)
    facing = [element.glyph.direction_deg for element in scene.elements if isinstance(element, MarkBatch)]
    assert facing == [170.0, None]
    angles = [element.angle_deg for element in scene.elements if isinstance(element, LabelText)]
    # 30 + 70 would stand on its head, by a half turn it does not.
    assert sorted(angles) == pytest.approx([-80.0, 0.0])


# Grids


@pytest.mark.parametrize("turn", [5.0, 45.0, 90.0, 200.0])
def test_each_line_of_the_grid_keeps_its_coordinate_and_runs_from_edge_to_edge(turn: float):
    view = turned_view(turn)
    grid = graticule(view)
    assert grid.eastings
    assert grid.northings
    for line in grid.lines:
        for x, y in line.path:
            at = view.to_ground(x, y)[0 if line.axis is Axis.EASTING else 1]
            assert at == pytest.approx(line.value_m, abs=1e-6)
            assert min(abs(x), abs(y), abs(300.0 - x), abs(100.0 - y)) < 1e-6


@pytest.mark.parametrize("scale", [2_000.0, 10_000.0, 25_000.0])
@pytest.mark.parametrize("turn", [0.0, 4.0, 30.0, 45.0, 90.0, 133.0, 250.0])
@pytest.mark.parametrize("squares", [False, True])
def test_nothing_around_a_turned_frame_overlaps_and_each_coordinate_stands_at_its_line(
    scale: float, turn: float, squares: bool
):
    view = MapView(specimens.SITE, scale, SIZE, turn=turn)
    frame = map_frame(
        SPEC, Scene(view), Texts(Language.FR), exercise=False, draft=False, squares=squares, mgrs=True,
        neighbours={Side.NORTH: 2, Side.WEST: 4},
    )  # fmt: skip
    rows: dict[str, list[tuple[float, float]]] = {}
    for block, angle in frame.coordinates:
        left, top, width, height = rectangle(block)
        beside = block.x_mm < 20.0 or block.x_mm > 202.0
        if angle:
            # Read upwards: as wide as the text, along the side.
            low, high = block.y_mm - width / 2, block.y_mm + width / 2
        else:
            low, high = (top, top + height) if beside else (left, left + width)
        edge = ("left" if block.x_mm < 20.0 else "right") if beside else ("top" if top < 20.0 else "foot")
        rows.setdefault(edge, []).append((low, high))
        assert low >= 20.0 - 1e-6
        assert high <= 20.0 + SIZE[1 if beside else 0] + 1e-6
    for spans in rows.values():
        for (_, end), (start, _) in pairwise(sorted(spans)):
            assert end <= start + 1e-6
    assert frame.grid is not None
    texts = {line.text for line in frame.grid.lines}
    said = [block.lines[0].removeprefix("X ").removeprefix("Y ") for block, _ in frame.coordinates]
    told = {text for text in texts if any(words.startswith(text) for words in said)}
    # With squares there is little room, but of each direction something is always told.
    assert len(told) >= (0.65 * len(texts) if not squares else 2)


@pytest.mark.parametrize("turn", [30.0, 271.0])
def test_a_coordinate_stands_where_its_line_meets_the_edge(turn: float):
    view = MapView(specimens.SITE, 10_000.0, SIZE, turn=turn)
    frame = map_frame(SPEC, Scene(view), Texts(Language.FR), exercise=False, draft=False)
    assert len(frame.coordinates) >= 8
    for block, angle in frame.coordinates:
        axis, number = block.lines[0].split(" ", 1)
        metres = float("".join(letter for letter in number.split(" ")[0] if letter.isdigit()))
        along = (block.y_mm if angle else block.x_mm) - 20.0
        edge = (along, 0.0 if block.y_mm < 20.0 else SIZE[1])
        if angle:
            edge = (0.0 if block.x_mm < 20.0 else SIZE[0], along)
        at = view.to_ground(*edge)["XY".index(axis)]
        # A text at a corner moves inwards by no more than half its width.
        assert abs(at - metres) <= 160.0
        if 25.0 < along < SIZE[1] - 25.0:
            assert at == pytest.approx(metres, abs=1e-6)


def test_the_squares_of_a_turned_sheet_lie_along_the_paper_and_all_have_names():
    view = turned_view(35.0)
    across, down = own_edges(view)
    assert across == pytest.approx((50.0, 100.0, 150.0, 200.0, 250.0))
    assert down == pytest.approx((50.0,))
    assert square_of(view, 1.0, 1.0) == "A1"
    assert square_of(view, 299.0, 99.0) == "F2"
    assert own_edges(view.upright) == ((), ())


# What else stands on the sheet


def test_the_north_arrow_and_the_wind_turn_with_the_map():
    x, y = specimens.SITE
    wind = Mark(id="wind", sensitivity=Sensitivity.CLEAR, place=Place(x, y), symbol="pt.wind", direction_deg=240.0)
    records = {record.id: record for record in specimens.document()} | {"wind": wind}
    sheet = specimens.sheet("bnip_a3", rotation=70.0)
    composition = compose(MapDocument(records), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    (north,) = pieces(composition, NorthArrow)
    (rose,) = pieces(composition, WindArrow)
    assert (north.turn, rose.turn, rose.from_deg) == (70.0, 70.0, 240.0)


def test_the_overview_shows_the_turned_frame():
    composition = composed(30.0)
    (overview,) = pieces(composition, OverviewMap)
    ground = [overview.scene.view.to_ground(*corner) for corner in overview.outline]
    for found, corner in zip(ground, composition.map.scene.view.corners, strict=True):
        assert found == pytest.approx(corner)
    left, top, width, height = overview.rectangle
    assert 0 <= left <= left + width <= overview.map_box[2]
    assert 0 <= top <= top + height <= overview.map_box[3]


def test_sheets_laid_side_by_side_are_turned_together_and_lead_to_each_other():
    made = numbered(over_grid(specimens.sheet("bnip_a3", rotation=40.0), 3, 3))
    views = [sheet_view(sheet, sheet_template(sheet.template)) for sheet in made]
    assert all(view.turn == 40.0 for view in views)
    frames = [shapely.Polygon(view.corners) for view in views]
    paper = frames[0].area
    for one, other in combinations(frames, 2):
        # Neighbours share the strip of a centimetre, no more.
        assert shapely.intersection(one, other).area < 0.05 * paper
    document = MapDocument({sheet.id: sheet for sheet in made})
    assert neighbours(made[4], document, views[4]) == {Side.NORTH: 2, Side.EAST: 6, Side.SOUTH: 8, Side.WEST: 4}


def test_a_table_lists_what_lies_in_the_turned_frame_only():
    sheet = specimens.sheet("bnip_a3", rotation=30.0, table="layer-shelters")
    view = sheet_view(sheet, sheet_template("bnip_a3"))
    west, south, *_ = view.bounds
    points = [shapely.Point(view.to_ground(5.0, 5.0)), shapely.Point(west + 50.0, south + 50.0)]
    dataset = specimens.SpecimenDataset("shelters", "shelter", points, {"name_fr": ["Dedans", "Dehors"]})
    told = layer_rows(sheet, specimens.document(), specimens.SpecimenDatasets(dataset), view, Texts(Language.FR))
    assert [row[0] for row in told.table.rows] == ["Dedans"]


def test_the_street_index_knows_the_turned_frame():
    sheet = specimens.sheet("bnip_a3", rotation=30.0, search_grid=True)
    view = sheet_view(sheet, sheet_template("bnip_a3"))
    west, south, *_ = view.bounds
    inside = [view.to_ground(10.0, 10.0), view.to_ground(20.0, 12.0)]
    lines = [shapely.LineString(inside), shapely.LineString([(west, south), (west + 90.0, south + 90.0)])]
    dataset = specimens.SpecimenDataset(
        "streets", "street", lines, {"name_fr": ["Rue A", "Rue B"]}, kind=GeometryKind.LINE
    )
    layer = Layer(id="streets", names=Names.same("Rues"), dataset=dataset.card.hash, schema="street")
    index = street_index(
        MapDocument({layer.id: layer}), specimens.SpecimenDatasets(dataset), [(sheet, view)], Language.FR
    )
    found = [(entry.name, entry.places) for _, entries in index.lists for entry in entries]
    assert found == [("Rue A", "1\N{NO-BREAK SPACE}A1")]


def test_a_layer_in_the_corners_of_the_box_only_is_not_missed_at_its_scale():
    sheet = specimens.sheet("bnip_a3", rotation=30.0)
    view = sheet_view(sheet, sheet_template("bnip_a3"))
    west, south, *_ = view.bounds
    rule = Rule(Names.same("Near"), Style(fill=Fill("#000000")), smallest=1_000.0)

    def missed(place: tuple[float, float]) -> bool:
        dataset = specimens.SpecimenDataset(
            "far", "generic", [shapely.Point(place).buffer(30.0)], {}, kind=GeometryKind.AREA
        )
        layer = Layer(
            id="far",
            names=Names.same("Far"),
            dataset=dataset.card.hash,
            schema="generic",
            symbology=Symbology((rule,)),
        )
        document, datasets = MapDocument({"far": layer}), specimens.SpecimenDatasets(dataset)
        composition = compose(document, datasets, sheet, Language.FR, specimens.PRINTED)
        return "scale" in {found.rule for found in check_sheet(sheet, composition, document, datasets)}

    assert missed(view.to_ground(8.0, 8.0))
    assert not missed((west + 60.0, south + 60.0))


def test_a_turn_that_is_no_number_is_refused_in_plain_words():
    with pytest.raises(SheetError, match="degrees"):
        sheet_view(specimens.sheet(rotation=float("nan")), sheet_template("situation_a4"))


def test_a_sheet_made_before_maps_could_be_turned_has_north_up():
    plain = specimens.sheet()
    assert b"rotation" not in msgspec.json.encode(plain)
    assert msgspec.json.decode(msgspec.json.encode(plain), type=Sheet).rotation == 0.0


def test_who_cannot_see_the_map_is_told_its_true_size_and_that_it_is_turned():
    upright, turned = composed(0.0), composed(30.0)
    width, height = (length * 10_000 / 1e6 for length in turned.map.box[2:])
    said = map_words(turned, turned.map)
    assert f"{width:.2f}".replace(".", ",") in said
    assert f"{height:.2f}".replace(".", ",") in said
    assert "Elle est tournée : le haut se trouve à 30°" in said
    assert "Hij is gedraaid: de bovenkant ligt 30°" in said
    assert "tournée" not in map_words(upright, upright.map)
