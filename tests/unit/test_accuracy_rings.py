"""Rings around places that are not known exactly, on paper."""

import numpy as np
import pytest

from bnip.incident import Incident, Mark
from bnip.record import Place
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.accuracy_rings import RING_LEGEND, accuracy_rings
from cartoviewer.scene.gather import gather
from cartoviewer.scene.view import MapView
from resources.texts import Language
from tests import sheet_specimens as specimens

HERE = (148_000.0, 170_000.0)
FOUND = Place(*HERE, "rue de la Loi", "street", accuracy_m=120.0)


def document(*places: Place) -> MapDocument:
    records = [Incident(id=f"i{k}", symbol="haz.fire", place=place) for k, place in enumerate(places)]
    return MapDocument({record.id: record for record in records})


@pytest.mark.parametrize("epsg", [31370, 3812])
def test_a_ring_is_as_wide_on_paper_as_the_place_is_uncertain(epsg: int):
    view = MapView(HERE if epsg == 31370 else (648_000.0, 670_000.0), 5_000.0, (300.0, 200.0), epsg)
    (ring,) = accuracy_rings(document(FOUND), view)
    width, height = np.ptp(ring.xy, axis=0)
    assert width == pytest.approx(48.0, abs=0.1)
    assert height == pytest.approx(48.0, abs=0.1)


def test_what_was_put_right_by_hand_or_lies_under_its_symbol_or_far_away_has_no_ring():
    view = MapView(HERE, 5_000.0, (300.0, 200.0))
    corrected = FOUND.corrected((148_010.0, 170_000.0))
    exact = Place(*HERE, accuracy_m=5.0)
    far = Place(160_000.0, 170_000.0, accuracy_m=120.0)
    assert not list(accuracy_rings(document(corrected, exact, far, Place(*HERE)), view))


def test_paper_shows_the_ring_and_says_what_it_means_and_the_window_leaves_it_to_the_selection():
    view = MapView(HERE, 5_000.0, (300.0, 200.0))
    mark = Mark(id="m", symbol="cmd.cpops", place=FOUND)
    shown = MapDocument({"m": mark})
    paper = gather(shown, specimens.datasets(), view, Language.FR, apart=True)
    window = gather(shown, specimens.datasets(), view, Language.FR)
    names = [entry.names for entry in paper.legend]
    assert RING_LEGEND.names in names
    assert RING_LEGEND.names not in [entry.names for entry in window.legend]
    assert paper.legend[names.index(RING_LEGEND.names)].group == paper.legend[0].group
