"""Posters: furniture that grows with the paper, and what must not change with it."""

from itertools import combinations, pairwise

import pytest

from bnip.furniture import MapPieceSpec
from bnip.layout import Layout
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import DetailMap, LegendPanel, OverviewMap, ScaleBar
from cartoviewer.scene.layout_parts import added
from cartoviewer.scene.template import sheet_template, sheet_templates
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names
from tests import sheet_specimens as specimens

GROWN = [name for name, template in sheet_templates().items() if template.furniture_growth > 1.0]


def composed(template: str, language: Language = Language.FR_NL, scale: float = 5_000.0):
    sheet = specimens.sheet(template, scale=scale, search_grid=True)
    return compose(specimens.document(), specimens.datasets(), sheet, language, specimens.PRINTED)


def piece(composition, kind):
    return next(each for each in composition.furniture if isinstance(each, kind))


def test_the_walls_papers_grow_and_the_tables_do_not():
    assert {"bnip_a1", "bnip_a0", "bnip_a1_portrait", "bnip_a0_portrait"} <= set(GROWN)
    assert sheet_template("bnip_a3").furniture_growth == 1.0
    assert sheet_template("bnip_a0").furniture_growth > sheet_template("bnip_a1").furniture_growth


@pytest.mark.parametrize("template", ["bnip_a1", "bnip_a0_portrait"])
def test_every_word_of_a_poster_grows_and_none_leaves_the_page(template: str):
    growth = sheet_template(template).furniture_growth
    poster = composed(template)
    width, height = poster.page_mm
    smallest = min(block.size_pt for block in poster.blocks if block.lines)
    assert smallest >= 6.0 * growth - 1e-6
    for block in poster.blocks:
        assert block.y_mm >= -0.01
        assert block.bottom_mm <= height + 0.01
        assert block.x_mm <= width
    for one, other in combinations([each.box for each in poster.furniture], 2):
        across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
        down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
        assert min(across, down) <= 0.01


@pytest.mark.parametrize("template", ["bnip_a1", "bnip_a0"])
def test_a_scale_bar_that_has_grown_still_measures_true(template: str):
    poster = composed(template)
    bar = piece(poster, ScaleBar)
    view = poster.map.scene.view
    last = next(block.lines[0] for block in bar.blocks if block.lines and block.lines[0].endswith("m"))
    number = float(last.split("\u00a0")[0].replace("\u202f", "").replace(",", "."))
    metres = number * (1000.0 if last.endswith("km") else 1.0)
    assert bar.bar[2] == pytest.approx(metres * view.mm_per_metre, abs=0.01)
    assert any("1:5" in line for block in bar.blocks for line in block.lines)


def test_the_overview_is_drawn_for_its_size_with_the_frame_where_the_map_lies():
    poster = composed("bnip_a0")
    overview = piece(poster, OverviewMap)
    west, south, _, _ = poster.map.scene.view.bounds
    x, y, _, height = overview.rectangle
    assert overview.scene.view.size_mm == pytest.approx(overview.map_box[2:])
    assert overview.scene.view.to_ground(x, y + height) == pytest.approx((west, south), abs=1.0)


def test_samples_of_the_legend_grow_with_their_names():
    small, large = (piece(composed(name, Language.EN), LegendPanel) for name in ("bnip_a3", "bnip_a0"))
    assert max(sample.patch_mm[0] for sample in large.samples) > 1.5 * max(
        sample.patch_mm[0] for sample in small.samples
    )


def test_coordinates_of_a_poster_are_larger_and_keep_apart():
    poster = composed("bnip_a0")
    _, y, _, _ = poster.map.box
    top = [block for block, angle in poster.map.coordinates if angle == 0.0 and block.y_mm < y]
    assert min(block.size_pt for block in top) > 6.5
    spans = sorted((block.x_mm - block.width_mm / 2, block.x_mm + block.width_mm / 2) for block in top)
    assert all(high < low for (_, high), (low, _) in pairwise(spans))
    assert all(block.bottom_mm <= y for block in top)


def test_the_name_of_another_map_on_a_poster_grows_with_the_rest():
    def made(template: str) -> DetailMap:
        arrangement = sheet_template(template)
        x, y, _, height = arrangement.map.box
        spec = MapPieceSpec(box=(x + 2.0, y + height - 122.0, 120.0, 120.0), over=True, names=Names.same("Gare"))
        layout, _ = added(arrangement, spec)
        records = {record.id: record for record in specimens.document()}
        kept = Layout(id="own", sensitivity=Sensitivity.CLEAR, names=Names.same("own"), arrangement=layout)
        return piece(
            compose(
                MapDocument(records | {"own": kept}),
                specimens.datasets(),
                specimens.sheet(template, layout="own", scale=5_000.0),
                Language.EN,
                specimens.PRINTED,
            ),
            DetailMap,
        )

    small, large = made("bnip_a3"), made("bnip_a0")
    assert [block.size_pt for block in large.blocks] == [2.0 * block.size_pt for block in small.blocks]
    lowest = max(block.bottom_mm for block in large.blocks[:1])
    assert lowest <= large.frame.box[1] + 0.2
