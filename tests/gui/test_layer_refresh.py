"""A layer is given the objects of a newer file, and what that means for its series is offered."""

import geopandas as gpd
import pytest
import shapely

from bnip.series import Each
from bnip.sheet import Sheet
from cartoviewer.document.layer import Layer
from cartoviewer.scene.series_again import new_series, relaid
from resources.texts import Names
from tests import sheet_specimens as specimens


def written(path, names):
    """A file of places, one for each name."""
    places = [shapely.Point(148_000.0 + 500.0 * k, 170_000.0) for k in range(len(names))]
    gpd.GeoDataFrame({"name": names}, geometry=places, crs=31370).to_file(path, layer=path.stem)
    return path


@pytest.fixture
def layer(qtbot, window, tmp_path):
    """A layer of two places, with a sheet for each."""
    refreshing, session = window.panels.refreshing, window.session
    shelters = session.document.get("shelters")
    told = []
    window.messages.told.connect(told.append)
    refreshing.take(shelters, written(tmp_path / "shelter.gpkg", ["Alma", "Delta"]))
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    fresh = session.document.get("shelters")
    assert isinstance(fresh, Layer)
    assert fresh.dataset != shelters.dataset
    first = specimens.sheet("bnip_a3", scale=5_000.0, names=Names())
    made = relaid(new_series(Each("shelters"), first, session.document), session.document, session.datasets)
    session.do(made.label, *made.changes(session.document))
    return fresh


def test_newer_objects_keep_the_layer_as_it_is_and_offer_to_lay_its_series_again(qtbot, window, layer, tmp_path):
    told = []
    window.messages.told.connect(told.append)
    window.panels.refreshing.take(layer, written(tmp_path / "newer.gpkg", ["Alma", "Delta", "Yser"]))
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    (offer,) = told[-1].offers
    offer.act()
    panel = window.panels.series
    qtbot.waitUntil(lambda: panel.relaid is not None and bool(panel.relaid.added), timeout=10_000)
    assert [sheet.names.en for sheet in panel.relaid.added] == ["Yser"]
    assert (panel.relaid.changed, panel.relaid.gone) == ((), ())
    panel.lay()
    assert len(window.session.document.of(Sheet)) == 3


def test_a_file_with_the_same_objects_changes_nothing_and_says_so(qtbot, window, layer, tmp_path):
    told = []
    window.messages.told.connect(told.append)
    position = window.session.history.position
    window.panels.refreshing.take(layer, written(tmp_path / "shelter.gpkg", ["Alma", "Delta"]))
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "already" in told[-1].text
    assert window.session.history.position == position
