"""Outlines read from fonts."""

import logging
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbols import outlines
from symbols.path import Path, circle, polygon, rectangle
from symbols.pictograms import composed_names, fitted, layers, outline_of, picture


def test_the_fonts_are_read_without_a_word(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG, logger="fontTools"):
        for face in (outlines._icons.__wrapped__(), outlines._letters.__wrapped__()):
            for code in list(face._codes)[:200]:
                face.outline(code, 24.0)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_other_words_of_fonttools_are_still_heard(caplog: pytest.LogCaptureFixture):
    with outlines._known_warnings_silenced():
        logging.getLogger("fontTools.ttLib.tables._h_e_a_d").warning("something new")
        logging.getLogger("fontTools.ttLib.tables._h_e_a_d").warning("'created' timestamp seems very low")
    assert [record.getMessage() for record in caplog.records] == ["something new"]


def test_the_catalogue_can_be_searched_without_opening_a_font():
    code = (
        "import sys; from symbols.catalogue import search; assert search('brand'); "
        "assert not [name for name in sys.modules if name.startswith(('fontTools', 'PySide6', 'qtpy'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_drawing_symbols_does_not_bring_qt():
    code = (
        "import sys; from symbols.drawing import draw; from symbols.grammar import Symbol; "
        "from resources.texts import Language; assert draw(Symbol.parse('haz.fire'), Language.NL).shapes; "
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'qtpy', 'qtawesome'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_name_of_the_list_of_icons_is_in_the_font():
    assert set(outlines.icon_codes().values()) <= set(outlines._icons()._codes)


def test_a_pictogram_that_the_font_has_not_is_named():
    with pytest.raises(outlines.PictogramError, match="fire-breathing-dragon"):
        outlines.pictogram("fire-breathing-dragon")


@pytest.mark.parametrize("name", sorted(composed_names() | {"fire", "ambulance", "biohazard"}))
def test_pictograms_are_drawn_in_a_square_of_24_or_a_little_more(name: str):
    left, top, right, bottom = picture(name).bounds
    assert max(right - left, bottom - top) > 16
    assert max(right - left, bottom - top) < 40


def test_a_hole_is_cut_out_and_a_colour_kept():
    (screen, ink), *rest = layers("cyber")
    assert not rest
    assert ink == ""
    outer, *holes = [Path("M" + "L" * (len(line) - 2) + "Z", line[:-1]).area for line in screen.polylines]
    assert all(outer * hole < 0 for hole in holes)
    assert [colour for _, colour in layers("civil-protection")] == ["#F58220", "#12408C"]


def test_letters_stand_on_their_base_line_one_em_high():
    _, top, _, bottom = outlines.letters("H").bounds
    assert bottom == pytest.approx(0.0, abs=0.001)
    assert -top == pytest.approx(outlines.CAP_HEIGHT, abs=0.01)
    assert outlines.text_width("CP") == pytest.approx(outlines.text_width("C") + outlines.text_width("P"))


def test_a_letter_that_the_font_has_not_becomes_a_question_mark():
    assert outlines.letters("\u4e2d") == outlines.letters("?")


@given(
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    st.tuples(st.floats(1, 60), st.floats(1, 60)),
    st.tuples(st.floats(1, 60), st.floats(1, 60)),
)
def test_a_fitted_path_fills_its_box_in_one_direction_and_keeps_its_proportions(
    corner: tuple[float, float], size: tuple[float, float], room: tuple[float, float]
):
    path = rectangle((corner[0], corner[1], corner[0] + size[0], corner[1] + size[1]))
    left, top, right, bottom = fitted(path, (10, 10, 10 + room[0], 10 + room[1])).bounds
    assert min(room[0] - (right - left), room[1] - (bottom - top)) == pytest.approx(0, abs=1e-6)
    assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1])
    assert (left + right) / 2 == pytest.approx(10 + room[0] / 2)


def test_a_path_knows_its_length_and_area():
    assert circle(3, 4, 10).length == pytest.approx(62.83, abs=0.1)
    assert abs(circle(3, 4, 10).area) == pytest.approx(314.2, abs=1.5)
    square = polygon(((0, 0), (2, 0), (2, 2), (0, 2)))
    assert square.length == 8
    assert square.area == 4
    assert square.reversed().area == -4
    assert square.turned(90).bounds == pytest.approx((-2, 0, 0, 2))
    assert circle(0, 0, 5).reversed().area == pytest.approx(-circle(0, 0, 5).area)


def test_an_outline_with_a_number_too_few_is_refused():
    with pytest.raises(ValueError, match="needs 4 numbers"):
        outline_of("M0 0 L1")
