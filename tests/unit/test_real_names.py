"""Names of the real streets of Brussels: no halo reaches another name, whichever scale and language."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from cartoviewer.scene.gather import gather
from cartoviewer.scene.label_places import block_size_mm
from cartoviewer.scene.scene import LabelText
from cartoviewer.scene.text_metrics import CAP_HEIGHT, MM_PER_PT
from cartoviewer.scene.view import MapView
from resources.texts import Language
from tests.map_specimens import NOW, Ground

FOLDER = Path(os.environ.get("CARTOVIEWER_DATA", "") or "/nowhere")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="CARTOVIEWER_DATA names no folder with the real data")

CENTRE, SCHUMAN, MIDI = (148_853.0, 170_703.0), (150_834.0, 170_310.0), (147_735.0, 169_487.0)
DESCENDER = 0.21
"""How far letters reach below their foot, as a share of the size."""


@cache
def town() -> Ground:
    ground = Ground()
    names = {"name_fr": "name_fr", "name_nl": "name_nl"}
    quarters = {"name_fr": "territory_name_urbis_fr", "name_nl": "territory_name_urbis_nl"}
    for schema, file, layer, fields in (
        ("quarter", "admin_brussels.gpkg", "monitoring_quartiers", quarters),
        ("water", "osm_brussels_2026-05.gpkg", "water_line", names),
        ("street", "streets_brussels.gpkg", "streets", names),
    ):
        frame = pyogrio.read_dataframe(FOLDER / file, layer=layer)
        columns = {ours: frame[theirs].to_list() for ours, theirs in fields.items()}
        kind = {"kind": frame["waterway"].fillna("").to_list()} if schema == "water" else {}
        ground.add(schema, frame.geometry.to_list(), **columns, **kind)
    return ground


def letters(label: LabelText) -> shapely.Geometry:
    """Give about what the letters of a name take: their capitals, and below them what some letters reach."""
    size = label.style.size_pt * MM_PER_PT
    if label.path is None:
        (x, y), (width, height) = label.anchor_mm, block_size_mm(label.lines, label.style)
        return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    up, down = CAP_HEIGHT / 2 * size, (CAP_HEIGHT / 2 + DESCENDER) * size
    line = shapely.LineString(label.path)
    # To the right of a path that runs to the right, y down, is below.
    sides = [shapely.buffer(line, by, cap_style="flat", single_sided=True) for by in (down, -up)]
    return shapely.make_valid(shapely.union_all(sides))


@pytest.mark.parametrize(("place", "turn"), [(CENTRE, 0.0), (SCHUMAN, 0.0), (MIDI, 35.0)])
@pytest.mark.parametrize("scale", [5_000.0, 10_000.0, 25_000.0])
def test_no_halo_of_a_name_reaches_the_letters_of_another(place, scale, turn):
    view = MapView(place, scale, (330.0, 250.0), turn=turn)
    scene = gather(town().document, town(), view, Language.FR_NL, now=NOW)
    labels = [each for each in scene.elements if isinstance(each, LabelText)]
    assert len(labels) > 25
    shapes = np.array([letters(label) for label in labels], dtype=object)
    halos = np.array([label.style.halo_mm for label in labels])
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=1.0)
    pairs = one < other
    apart = shapely.distance(shapes[one[pairs]], shapes[other[pairs]])
    near = apart <= np.maximum(halos[one[pairs]], halos[other[pairs]])
    assert [
        (labels[a].lines, labels[b].lines) for a, b in zip(one[pairs][near], other[pairs][near], strict=True)
    ] == []
