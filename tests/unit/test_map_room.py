"""The room of a map is that of its sheet's real arrangement: an own layout, a grown poster, a full legend."""

import msgspec
import numpy as np
import pytest

from bnip.furniture import TextSpec
from bnip.layout import Layout
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.arrangement_choice import arrangement_called, arrangement_key
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import MARGIN_MM, fitted
from cartoviewer.scene.framing_series import FramingError, over_grid, reach
from cartoviewer.scene.map_room import map_rooms
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.template import sheet_template
from resources.texts import Names
from tests import sheet_specimens as specimens

X, Y = specimens.SITE


def on_layout(template, change):
    """A sheet on a layout of the dossier that was made from a template, and its dossier."""
    arrangement = msgspec.structs.replace(change(sheet_template(template)), papers=())
    layout = Layout(id="own", names=Names.same("Own"), arrangement=arrangement)
    document = MapDocument({"own": layout})
    sheet = msgspec.structs.replace(
        specimens.sheet(template, scale=5_000.0), **arrangement_called("layout/own", document)
    )
    return sheet, document


def narrowed(template):
    x, y, width, height = template.map.box
    return msgspec.structs.replace(
        template, map=msgspec.structs.replace(template.map, box=(x, y, width / 2, height))
    )


def covered(template):
    """With a text over the left third of the map."""
    x, y, width, height = template.map.box
    note = TextSpec(text=Names.same("Note"), box=(x, y, width / 3, height), over=True)
    return msgspec.structs.replace(template, furniture=(*template.furniture, note))


def on_paper(sheet, document, points):
    view = sheet_view(sheet, arrangement_of(sheet, document))
    return view.to_paper(points), view.size_mm


def test_what_is_fitted_is_whole_on_the_map_of_the_dossiers_own_layout():
    sheet, document = on_layout("bnip_a3", narrowed)
    ground = np.array([(X - 700.0, Y), (X + 700.0, Y)])
    assert fitted(sheet, ground).scale == 5_000.0
    after = fitted(sheet, ground, document)
    paper, (width, _) = on_paper(after, document, ground)
    assert after.scale > 5_000.0
    assert paper[:, 0].min() >= MARGIN_MM
    assert paper[:, 0].max() <= width - MARGIN_MM


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("epsg", [31370, 3812])
def test_what_is_fitted_lies_beside_what_is_laid_over_the_map(turned, epsg):
    sheet, document = on_layout("bnip_a3", covered)
    sheet = msgspec.structs.replace(sheet, epsg=epsg)
    ground = np.array([(X - 500.0, Y - 300.0), (X + 500.0, Y + 300.0)])
    after = fitted(sheet, ground, document, turned=turned)
    view = sheet_view(msgspec.structs.replace(after, epsg=31370), arrangement_of(after, document))
    paper, (width, height) = view.to_paper(ground), view.size_mm
    assert paper[:, 0].min() >= width / 3 + MARGIN_MM - 0.6
    assert paper[:, 0].max() <= width - MARGIN_MM + 0.6
    assert paper[:, 1].min() >= MARGIN_MM - 0.6
    assert paper[:, 1].max() <= height - MARGIN_MM + 0.6


def test_a_map_that_is_covered_all_over_is_taken_as_it_is():
    template = sheet_template("bnip_a3")
    note = TextSpec(text=Names.same("Note"), box=template.map.box, over=True)
    (room,) = map_rooms(msgspec.structs.replace(template, furniture=(*template.furniture, note)), 5.0)
    assert room.size == (template.map.box[2] - 10.0, template.map.box[3] - 10.0)
    assert room.off == (0.0, 0.0)


def test_neighbours_of_a_grid_overlap_on_the_maps_that_they_have():
    sheet, document = on_layout("bnip_a3", narrowed)
    left, right = over_grid(sheet, 2, 1, 10.0, document)
    width = arrangement_of(sheet, document).map.box[2]
    assert (right.centre[0] - left.centre[0]) * 1000 / 5_000 == pytest.approx(width - 10.0, abs=0.1)
    assert {one.layout for one in (left, right)} == {"own"}


@pytest.mark.parametrize("template", ["bnip_a4_portrait", "bnip_a5", "bnip_a0_portrait"])
def test_a_grid_has_no_gaps_where_legends_take_all_of_the_map_that_they_may(template):
    sheet = specimens.sheet(template, scale=5_000.0)
    whole = sheet_template(template)
    lowest = whole.with_legend_grown(whole.legend_growth)
    upper, lower = over_grid(sheet, 1, 2, 0.0)
    foot = sheet_view(upper, lowest).bounds[1]
    assert foot <= sheet_view(lower, lowest).bounds[3] + 0.2


def test_an_overlap_that_leaves_nothing_of_a_map_is_refused():
    sheet = specimens.sheet("bnip_a5", scale=5_000.0)
    with pytest.raises(FramingError, match="cannot overlap"):
        reach(sheet, 60.0)


def test_a_layout_of_the_dossier_names_the_template_most_like_it():
    for template in ("bnip_a3", "bnip_a4_portrait", "situation_a4", "bnip_a0"):
        sheet, document = on_layout(template, narrowed)
        assert (sheet.template, sheet.layout) == (template, "own")
        assert arrangement_key(sheet, document) == "layout/own"
    assert arrangement_called("layout/gone", MapDocument({})) == {"template": "bnip_a3", "layout": ""}
