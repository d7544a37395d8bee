from pathlib import Path

import pytest

from bnip.furniture import RowSpec
from cartoviewer.scene.framing_series import template_for
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.template import TemplateError, read_template, sheet_template, sheet_templates

GOOD = """
page = [210, 297]
[names]
fr = "Fiche"
[map]
box = [20, 20, 150, 150]
[[furniture]]
kind = "banner"
box = [10, 8, 190, 6]
[[stack]]
box = [10, 200, 190, 30]
direction = "right"
[[stack.furniture]]
kind = "legend"
fill = true
[[stack.furniture]]
kind = "north"
size = 12
"""


def fault(text: str) -> str:
    with pytest.raises(TemplateError) as caught:
        read_template(text.encode(), "trial")
    assert "trial" in str(caught.value)
    return str(caught.value)


def test_both_templates_of_the_first_issue_are_there_and_sound():
    assert sheet_templates()["situation_a4"].page == (210, 297)
    assert sheet_templates()["bnip_a3"].page == (420, 297)


def test_every_file_in_the_folder_is_a_template():
    folder = Path(__file__).resolve().parents[2] / "resources" / "sheets"
    files = {path.stem: read_template(path.read_bytes(), path.stem) for path in folder.glob("*.toml")}
    papers = {paper.name for template in files.values() for paper in template.papers}
    assert set(sheet_templates()) == {*files, *papers}


@pytest.mark.parametrize("paper", ["A5", "A4", "A3", "A2", "A1", "A0"])
def test_a_plan_sheet_is_there_lying_on_every_paper(paper: str):
    template = sheet_template(f"bnip_{paper.lower()}")
    assert paper_name(template.page) == paper
    assert template.page[0] > template.page[1]
    assert template_for(paper, upright=False) == f"bnip_{paper.lower()}"
    assert template_for(paper, upright=True) == f"bnip_{paper.lower()}_portrait"


@pytest.mark.parametrize("paper", ["A5", "A4", "A3", "A2", "A1", "A0"])
def test_a_plan_sheet_is_there_upright_on_every_paper(paper: str):
    template = sheet_template(f"bnip_{paper.lower()}_portrait")
    assert paper_name(template.page) == paper
    assert template.page[0] < template.page[1]
    assert template.names.fr.endswith(paper)


def test_a_larger_paper_is_given_to_the_map_less_what_grows_around_it():
    small, large = sheet_template("bnip_a3"), sheet_template("bnip_a1")
    around = [small.page[axis] - small.map.box[2 + axis] for axis in (0, 1)]
    assert large.map.box[2] == pytest.approx(841 - around[0] * 1.5 - 12)
    assert large.map.box[3] == pytest.approx(594 - around[1] * 1.5)
    assert large.stack[1].box[2] == pytest.approx(small.stack[1].box[2] * 1.5 + 12)
    assert large.map.coordinates_mm == small.map.coordinates_mm * 1.5


def test_a_good_template_is_read():
    template = read_template(GOOD.encode(), "trial")
    assert [type(piece).__name__ for piece in template.pieces] == ["BannerSpec", "LegendSpec", "NorthSpec"]


def test_an_unknown_template_is_told_with_those_that_exist():
    with pytest.raises(TemplateError, match=r"bnip_a3, .*situation_a4"):
        sheet_template("wall_a0")


def test_an_unknown_kind_is_told():
    assert "legendary" in fault(GOOD.replace('"legend"', '"legendary"'))


def test_an_unknown_parameter_is_told():
    assert "colums" in fault(GOOD.replace("fill = true", "fill = true\ncolums = 3"))


def test_a_syntax_error_is_told():
    assert "trial" in fault("page = [210, 297")


def test_a_box_beyond_the_page_is_told():
    assert "beyond the page" in fault(GOOD.replace("[10, 8, 190, 6]", "[10, 8, 290, 6]"))


def test_boxes_that_overlap_are_told():
    assert "“map” and “banner” overlap" in fault(GOOD.replace("[10, 8, 190, 6]", "[10, 12, 190, 6]"))


def test_furniture_without_a_place_is_told():
    assert "needs a box" in fault(GOOD.replace("box = [10, 8, 190, 6]", ""))
    assert "needs a size or fill" in fault(GOOD.replace("size = 12", ""))


def test_a_stack_that_is_too_short_is_told():
    assert "190 mm long" in fault(GOOD.replace("size = 12", "size = 212"))


def test_two_pieces_cannot_both_fill_a_stack():
    assert "only one piece" in fault(GOOD.replace("size = 12", "fill = true"))


def test_a_growing_legend_takes_its_room_from_the_map_and_from_nothing_else():
    template = sheet_template("situation_a4")
    grown = template.with_legend_grown(24)
    assert grown.map.box[3] == template.map.box[3] - 24
    (legend,) = [s for s in template.stack if any(isinstance(piece, RowSpec) for piece in s.furniture)]
    after = grown.stack[template.stack.index(legend)]
    assert (after.box[1], after.box[3]) == (legend.box[1] - 24, legend.box[3] + 24)
    assert after.box[1] + after.box[3] == legend.box[1] + legend.box[3]
    strip = template.stack[1]
    assert grown.stack[1].box == (strip.box[0], strip.box[1] - 24, *strip.box[2:])
    assert grown.furniture == template.furniture
    assert grown.stack[0] == template.stack[0]


def test_a_legend_beside_the_map_does_not_grow():
    template = sheet_template("bnip_a3")
    assert template.legend_growth == 0
    assert template.with_legend_grown(24) == template


def test_a_row_without_room_is_told():
    row = '[[stack.furniture]]\nkind = "row"\n[[stack.furniture.furniture]]\nkind = "north"\nsize = 12\n'
    down = GOOD[: GOOD.index("[[stack]]")] + '[[stack]]\nbox = [10, 200, 190, 30]\ndirection = "down"\n'
    assert "row in a stack needs" in fault(down + row)
    assert "needs a size or fill" in fault(
        down + row.replace('kind = "row"', 'kind = "row"\nfill = true').replace("size = 12", "")
    )
