from dataclasses import replace
from itertools import pairwise
from math import inf

import pytest

from bnip.layout import MapSpec
from cartoviewer.scene.furniture import LegendPanel
from cartoviewer.scene.graticule import graticule, grid_step, thousands
from cartoviewer.scene.legend_layout import lay_out_legend
from cartoviewer.scene.map_frame import map_frame
from cartoviewer.scene.scale_bar import bar_length, scale_bar
from cartoviewer.scene.scene import Credit, Glyph, LegendEntry, Scene
from cartoviewer.scene.sheet_words import credit_text
from cartoviewer.scene.text_metrics import MM_PER_PT
from cartoviewer.scene.typesetting import TypeStyle, set_text, text_width_mm
from cartoviewer.scene.view import MapView
from resources.texts import Language, Names, Texts
from symbols.style import Fill, Stroke

SCALES = (1_000, 1_250, 2_000, 2_500, 4_000, 5_000, 7_500, 10_000, 12_500, 15_000, 20_000, 25_000, 50_000, 75_000)
PLAIN = TypeStyle(8.0)


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_bar_has_a_round_length_of_60_to_100_mm(scale: float):
    length, divisions = bar_length(scale)
    assert 60.0 <= length * 1000 / scale <= 100.0
    digits = f"{length:g}".rstrip("0")
    assert len(digits) <= 2
    assert (length / divisions * 1000) % 1 == 0
    assert len(f"{length / divisions:g}".rstrip("0")) <= 2


def test_a_scale_bar_says_metres_under_two_kilometres_and_kilometres_above():
    box = (10.0, 10.0, 150.0, 12.0)
    near = scale_bar(box, MapView((0, 0), 10_000, (100, 100)), Texts(Language.FR))
    far = scale_bar(box, MapView((0, 0), 25_000, (100, 100)), Texts(Language.FR))
    assert near.blocks[4].lines == ("1\u202f000\u00a0m",)
    assert [block.lines[0] for block in far.blocks[:5]] == ["0", "0,5", "1", "1,5", "2\u00a0km"]
    assert near.bar[2] == pytest.approx(100.0)
    assert any("1:10\u202f000" in block.lines for block in near.blocks)


@pytest.mark.parametrize(
    ("scale", "step"), [(1_000, 100), (2_500, 100), (5_000, 250), (10_000, 500), (25_000, 1_000), (75_000, 2_000)]
)
def test_the_grid_is_as_wide_as_the_band_of_scale_asks(scale: float, step: float):
    assert grid_step(scale) == step


def test_grid_lines_stand_where_their_coordinates_are():
    view = MapView((148_853.28, 170_702.89), 10_000, (316, 245))
    grid = graticule(view)
    for line in grid.eastings:
        assert view.to_ground(line.at_mm, 0)[0] == pytest.approx(line.value_m, abs=1e-6)
    for line in grid.northings:
        assert view.to_ground(0, line.at_mm)[1] == pytest.approx(line.value_m, abs=1e-6)
    assert len(grid.eastings) == 6
    assert all(line.value_m % 500 == 0 for line in (*grid.eastings, *grid.northings))


def test_thousands_stand_apart_by_a_thin_space():
    assert thousands(148_500.0) == "148\u202f500"


@pytest.mark.parametrize("scale", SCALES)
def test_coordinates_at_the_edge_never_overlap_nor_leave_the_frame(scale: float):
    spec = MapSpec((20.0, 20.0, 182.0, 174.0))
    frame = map_frame(
        spec,
        Scene(MapView((147_735.0, 169_487.0), scale, (182.0, 174.0))),
        Texts(Language.FR),
        exercise=False,
        draft=False,
    )
    top = [block for block, angle in frame.coordinates if not angle and block.y_mm < 20.0]
    spans = sorted((block.x_mm - block.width_mm / 2, block.x_mm + block.width_mm / 2) for block in top)
    assert len(spans) >= 2
    assert spans[0][0] >= 20.0
    assert spans[-1][1] <= 202.0
    assert all(before[1] + 1.0 < after[0] for before, after in pairwise(spans))


def test_words_that_fit_keep_their_size():
    block = set_text(("Gare du Midi",), PLAIN, 60.0, 4.0)
    assert (block.lines, block.size_pt, block.cut) == (("Gare du Midi",), 8.0, "")


def test_words_shrink_before_they_are_wrapped():
    block = set_text(("Gare de Bruxelles-Midi, place Horta",), PLAIN, 38.0)
    assert len(block.lines) == 1
    assert 6.0 <= block.size_pt < 8.0
    assert block.width_mm <= 38.0


def test_words_that_cannot_shrink_enough_are_wrapped_at_the_largest_size_that_fits():
    block = set_text(("Gare de Bruxelles-Midi, place Victor Horta, Saint-Gilles",), PLAIN, 40.0, 8.0)
    assert len(block.lines) == 2
    assert not block.cut
    assert block.height_mm <= 8.0
    assert block.width_mm <= 40.0


def test_words_without_room_are_cut_with_an_ellipsis_and_told():
    text = "Une phrase beaucoup trop longue pour une si petite boîte, et qui continue encore"
    block = set_text((text,), PLAIN, 30.0, 3.0)
    assert block.lines[-1].endswith("…")
    assert block.cut == text
    assert block.size_pt == 6.0
    assert block.width_mm <= 30.0
    assert block.height_mm <= 3.0


def test_a_word_longer_than_its_box_is_cut():
    block = set_text(("Gewestelijkcrisiscentrumbrusselhoofdstad",), PLAIN, 20.0, inf)
    assert block.width_mm <= 20.0
    assert block.cut


def test_nothing_is_set_smaller_than_six_points():
    assert set_text(("x" * 300,), PLAIN, 10.0, 1.0).size_pt == 6.0


def test_a_longer_text_is_wider():
    assert text_width_mm("WWWW", PLAIN) == pytest.approx(4 * text_width_mm("W", PLAIN))
    assert text_width_mm("i", PLAIN) < 8.0 * MM_PER_PT


def entries(count: int) -> tuple[LegendEntry, ...]:
    crisis = Names("Crise", "Crisis", "Crisis")
    ground = Names("Fond", "Ondergrond", "Ground")
    made = [
        LegendEntry(crisis, Names(f"Poste {k}", f"Post {k}", f"Post {k}"), glyph=Glyph("cmd.cpops", 6.0))
        for k in range(count // 2)
    ]
    made += [
        LegendEntry(ground, Names(f"Zone {k}", f"Gebied {k}", f"Area {k}"), Fill("#DEEBD3"), Stroke("#000000", 0.2))
        for k in range(count - count // 2)
    ]
    return tuple(made)


@pytest.mark.parametrize("count", [1, 5, 12, 20, 28])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("box", [(10.0, 239.0, 152.0, 33.0), (346.0, 80.0, 66.0, 90.0)])
def test_a_legend_shows_every_class_once_inside_its_box_without_overlap(count: int, language: Language, box):
    wanted = entries(count)
    panel, notes = lay_out_legend(box, wanted, Texts(language), rule=True)
    assert isinstance(panel, LegendPanel)
    if not notes:
        assert [sample.entry for sample in panel.samples] == list(wanted)
    taken = [sample.box for sample in panel.samples]
    for sample in panel.samples:
        _, y, _, height = sample.box
        assert y + height <= box[1] + box[3] + 1e-6
        assert sample.text.x_mm + sample.text.width_mm <= box[0] + box[2] + 1e-6
        assert sample.text.size_pt >= 6.0
    for index, (x, y, w, h) in enumerate(taken):
        for other_x, other_y, other_w, other_h in taken[index + 1 :]:
            beside = x + w <= other_x or other_x + other_w <= x
            assert beside or y + h <= other_y + 1e-6 or other_y + other_h <= y + 1e-6


def test_a_legend_of_an_a4_sheet_has_room_for_twenty_classes_in_two_languages():
    _, notes = lay_out_legend((10.0, 239.0, 152.0, 33.0), entries(20), Texts(Language.FR_NL), rule=True)
    assert not notes


def test_what_a_legend_has_no_room_for_is_told_by_name():
    panel, notes = lay_out_legend((0.0, 0.0, 60.0, 20.0), entries(60), Texts(Language.NL), rule=False)
    assert panel is not None
    told = str(notes[0])
    left_out = [entry for entry in entries(60) if entry not in [sample.entry for sample in panel.samples]]
    assert left_out
    assert all(entry.names.nl in told for entry in left_out)


def test_a_legend_of_nothing_takes_no_room():
    assert lay_out_legend((0, 0, 60, 60), (), Texts(Language.FR), rule=True) == (None, ())


def test_a_group_that_only_repeats_its_one_class_is_not_written_twice():
    names = Names.same("Depots")
    panel, _ = lay_out_legend(
        (0, 0, 60, 60), (LegendEntry(names, names, Fill("#000000")),), Texts(Language.EN), rule=False
    )
    assert panel is not None
    assert [line for block in panel.blocks for line in block.lines] == ["LEGEND"]
    assert isinstance(panel.samples[0].text.lines, tuple)


@pytest.mark.parametrize("count", range(1, 14))
def test_a_groups_name_stands_above_one_of_its_classes(count: int):
    panel, _ = lay_out_legend((10.0, 239.0, 152.0, 33.0), entries(count), Texts(Language.EN), rule=False)
    assert panel is not None
    for heading in panel.blocks[1:]:
        below = [s.text for s in panel.samples if s.box[0] == heading.x_mm and s.text.y_mm > heading.y_mm]
        assert below, heading.lines


@pytest.mark.parametrize("box", [(10.0, 239.0, 152.0, 60.0), (346.0, 80.0, 66.0, 150.0)])
def test_a_long_name_is_wrapped_rather_than_cut(box):
    long = Names(
        "Poste de commandement opérationnel avancé", "Vooruitgeschoven commandopost operaties", "Command post"
    )
    wanted = (*entries(12), LegendEntry(entries(1)[0].group, long, Fill("#DEEBD3")), *entries(12))
    panel, notes = lay_out_legend(box, wanted, Texts(Language.FR_NL), rule=True)
    assert panel is not None
    assert not notes
    assert not [sample.text.cut for sample in panel.samples if sample.text.cut]


def test_ground_that_explains_itself_leaves_a_crowded_legend_first_and_that_is_said():
    wanted = tuple(replace(entry, plain=entry.glyph is None) for entry in entries(28))
    texts = Texts(Language.EN)
    large, _ = lay_out_legend((0, 0, 66, 200), wanted, texts, rule=False)
    assert large.comfortable
    assert {sample.entry for sample in large.samples} == set(wanted)
    small, notes = lay_out_legend((0, 0, 66, 34), wanted, texts, rule=False)
    assert not notes
    assert not small.comfortable
    assert not any(sample.entry.plain for sample in small.samples)
    assert "Base map: usual signs" in " ".join(line for block in small.blocks for line in block.lines)


def test_sources_keep_every_maker_where_their_layers_have_no_room():
    sources = tuple(Credit(Names.same(f"Layer {k}"), f"© Maker {k % 3}", "2026-05-01") for k in range(30))
    whole, short = (credit_text(sources, Texts(Language.EN), layers=layers) for layers in (True, False))
    assert len(short) < len(whole) / 2
    assert all(f"© Maker {k}" in short for k in range(3))
