"""What lies under a click."""

import msgspec
import numpy as np
import shapely

from bnip.incident import Incident, Mark, Route
from bnip.record import Place
from cartoviewer.document.document import MapDocument
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.hits import FeatureHit, RecordHit, hits
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, LAMBERT_2008, transform_point
from tests.sheet_specimens import SITE, datasets, document

VIEW = MapView(SITE, 10_000, (250, 200))


def _ids(found) -> list[str]:
    return [hit.record.id if isinstance(hit, RecordHit) else hit.layer.id for hit in found]


def _with(*records: AnyRecord) -> MapDocument:
    return MapDocument({record.id: record for record in records})


def test_the_crisis_comes_before_the_ground_and_small_zones_before_large_ones():
    found = _ids(hits(document(), datasets(), SITE, VIEW))
    assert found[:5] == ["incident", "route", "zone-red", "zone-orange", "zone-yellow"]
    assert found[-1] == "layer-cantons"


def test_a_click_on_the_flag_of_a_post_finds_the_post_though_its_foot_is_elsewhere():
    place = (148000.0, 169500.0)
    post = _with(Mark(id="post", place=Place(*place), symbol="cmd.cpops"))
    flag = (place[0] + 30.0, place[1] + 55.0)  # 3 mm right and 5.5 mm above the foot at 1:10 000
    below = (place[0] + 30.0, place[1] - 55.0)
    assert _ids(hits(post, datasets(), flag, VIEW)) == ["post"]
    assert hits(post, datasets(), below, VIEW) == ()


def test_on_a_turned_map_the_flag_stands_upright_over_its_foot_all_the_same():
    place = (148000.0, 169500.0)
    post = _with(Mark(id="post", place=Place(*place), symbol="cmd.cpops"))
    turned = MapView(SITE, 10_000, (250, 200), turn=90.0)
    # East is up: 5.5 mm above the foot lie 55 m to the east of it, 3 mm right of it 30 m to the south.
    assert _ids(hits(post, datasets(), (place[0] + 55.0, place[1] - 30.0), turned)) == ["post"]
    assert hits(post, datasets(), (place[0] + 30.0, place[1] + 55.0), turned) == ()


def test_the_same_click_reaches_less_ground_at_a_larger_scale():
    x, y = SITE
    route = _with(Route(id="way", path=((x, y), (x + 500, y)), symbol="line.evacroute"))
    beside = (x + 250, y + 12.0)
    assert _ids(hits(route, datasets(), beside, MapView(SITE, 10_000, (250, 200)))) == ["way"]
    assert hits(route, datasets(), beside, MapView(SITE, 1_000, (250, 200))) == ()


def test_a_feature_is_found_by_its_row_in_either_lambert():
    shelters = datasets().get("shelters".ljust(64, "0"))
    x, y = shelters.shapes(LAMBERT_72).xy[5]
    old = hits(document(), datasets(), (x, y), VIEW)
    centre = transform_point(*SITE, LAMBERT_72, LAMBERT_2008)
    new = hits(document(), datasets(), (x, y), MapView(centre, 10_000, (250, 200), LAMBERT_2008))
    for found in (old, new):
        rows = [hit.index for hit in found if isinstance(hit, FeatureHit) and hit.layer.schema == "shelter"]
        assert rows[0] == 5


def test_what_is_hidden_is_not_found():
    x, y = datasets().get("shelters".ljust(64, "0")).shapes(LAMBERT_72).xy[5]
    shown = document()
    layer = msgspec.structs.replace(shown.get("layer-shelters"), visible=False)
    hidden = _with(*(layer if record.id == layer.id else record for record in shown))
    assert "layer-shelters" in _ids(hits(shown, datasets(), (x, y), VIEW))
    assert "layer-shelters" not in _ids(hits(hidden, datasets(), (x, y), VIEW))


def test_the_canton_that_is_found_is_the_one_that_holds_the_click():
    cantons = datasets().get("cantons".ljust(64, "0"))
    geometries = cantons.shapes(LAMBERT_72).geometries()
    for row in (0, 7, 18):
        inside = shapely.point_on_surface(geometries[row])
        found = hits(document(), datasets(), (inside.x, inside.y), VIEW)
        features = [hit for hit in found if isinstance(hit, FeatureHit) and hit.layer.id == "layer-cantons"]
        assert [hit.index for hit in features] == [row]
        assert np.isclose(features[0].distance_m, 0.0)


def test_a_record_with_an_unreadable_symbol_is_still_found():
    odd = _with(Incident(id="odd", place=Place(*SITE), symbol="not a code"))
    assert _ids(hits(odd, datasets(), SITE, VIEW)) == ["odd"]
