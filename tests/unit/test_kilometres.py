"""A march route is marked at each kilometre of the ground, in either Lambert, on paper and on the page."""

import numpy as np
import pytest
import shapely

from bnip.incident import Route
from cartoviewer.document.document import MapDocument
from cartoviewer.export.page_records import records_on_page
from cartoviewer.export.page_style import PageStyles
from cartoviewer.scene.gather import gather
from cartoviewer.scene.scene import LineBatch
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, LAMBERT_2008, WGS84, transform, transform_point
from resources.texts import Language, Texts
from symbols.lines import along_lines, decorations
from tests.map_specimens import NOW, Ground

PATH = ((146_000.0, 168_000.0), (148_000.0, 170_000.0), (147_500.0, 171_000.0), (151_000.0, 172_500.0))
MARCH = Route(id="march", symbol="line.route", path=PATH)
POSTS = [shapely.LineString(PATH).interpolate(1000.0 * number) for number in range(1, 8)]


def marked(epsg: int, scale: float = 20_000.0) -> np.ndarray:
    """Give where kilometres are marked on a map in a system of coordinates, metres in Lambert 72."""
    ground = Ground()
    ground.put(MARCH)
    view = MapView(transform_point(148_500.0, 170_000.0, LAMBERT_72, epsg), scale, (400.0, 300.0), epsg)
    scene = gather(ground.document, ground, view, Language.FR, now=NOW)
    # Its dashes are pieces of their own; the marks stand along the whole of it.
    (line,) = [each for each in scene.elements if isinstance(each, LineBatch) and each.pattern]
    found = along_lines(line.pattern, line.xy, line.lines, mm_per_km=view.mm_per_metre * 1000)
    paper = found[-1].where
    there = np.array([view.to_ground(x, y) for x, y in paper.tolist()])
    return transform(there, epsg, LAMBERT_72) if epsg != LAMBERT_72 else there


@pytest.mark.parametrize("epsg", [LAMBERT_72, LAMBERT_2008])
def test_kilometres_stand_at_their_places_in_either_lambert(epsg: int):
    places = marked(epsg)
    assert len(places) == len(POSTS)
    expected = np.array([(post.x, post.y) for post in POSTS])
    # The two projections stretch the ground by 0.1 m in a kilometre at most.
    assert np.hypot(*(places - expected).T).max() < 1.0


def test_the_page_marks_the_same_places():
    layers = records_on_page(MapDocument({MARCH.id: MARCH}), PageStyles(Language.FR), Texts(Language.FR))
    (feature,) = layers[0].told["features"]
    told = np.array([post["at"] for post in feature["posts"]])
    expected = transform(np.array([(post.x, post.y) for post in POSTS]), LAMBERT_72, WGS84)
    assert told[:, ::-1] == pytest.approx(expected, abs=2e-6)
    assert len({post["svg"] for post in feature["posts"]}) == len(POSTS)
    assert all("<path" in post["svg"] for post in feature["posts"])


def test_other_lines_have_no_kilometres_on_the_page():
    cordon = Route(id="cordon", symbol="line.cordon", path=PATH)
    layers = records_on_page(MapDocument({cordon.id: cordon}), PageStyles(Language.FR), Texts(Language.FR))
    assert layers[0].told["features"][0]["posts"] == []


def test_where_kilometres_are_shorter_than_their_signs_only_some_are_marked():
    path = np.array([(0.0, 0.0), (40.0, 0.0)])
    _, discs, _ = decorations("line.route", path, mm_per_km=2.0)
    middles = [np.mean(disc[:-1], axis=0)[0] for disc in discs.path.polylines]
    assert middles == pytest.approx([10.0, 20.0, 30.0, 40.0])
