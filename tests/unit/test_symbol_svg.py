"""Symbols as SVG for web pages and other programs."""

import xml.etree.ElementTree as ElementTree

import pytest

from resources.texts import Language
from symbols.catalogue import catalogue
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.svg import to_svg

SVG = "{http://www.w3.org/2000/svg}"


def svg(code: str, size_mm: float = 8.0, title: str = "", **said: str) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(draw(Symbol.parse(code), Language.NL, **said), size_mm, title=title))


@pytest.mark.parametrize("code", list(catalogue()))
def test_every_symbol_is_well_formed_and_needs_nothing_from_outside(code: str):
    text = to_svg(draw(Symbol.parse(code), Language.FR), 6.0)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert {element.tag for element in root} == {f"{SVG}path"}
    for word in ("href", "url(", "<image", "<use", "<style", "<font", "<text", "@import"):
        assert word not in text
    assert text.count("http") == 1  # the name of the SVG language itself


def test_the_picture_is_as_large_as_was_asked():
    root = svg("ref.shelter", 8.0)
    left, _, width, _ = (float(number) for number in root.attrib["viewBox"].split())
    assert float(root.attrib["width"].removesuffix("mm")) == pytest.approx(width / 10, abs=0.001)
    assert float(root.attrib["data-anchor-x"]) == pytest.approx((50 - left) / 10, abs=0.001)


def test_texts_are_inside_the_picture_and_read_aloud():
    root = svg("res.d3.heli", left="HEL <A1> & co", bottom='23 "14:05"', title="Helikopter")
    assert root.attrib["aria-label"] == 'Helikopter, HEL <A1> & co, 23 "14:05"'
    assert root.find(f"{SVG}title").text == "Helikopter"
    left, top, width, height = (float(number) for number in root.attrib["viewBox"].split())
    for path in root.iter(f"{SVG}path"):
        numbers = [float(word) for word in "".join(c if c not in "MLCZ" else " " for c in path.attrib["d"]).split()]
        assert left <= min(numbers[::2])
        assert max(numbers[::2]) <= left + width
        assert top <= min(numbers[1::2])
        assert max(numbers[1::2]) <= top + height


def test_dashes_and_caps_are_kept():
    assert any("stroke-dasharray" in path.attrib for path in svg("cmd.pma;state=planned"))
    assert any(path.get("stroke-linecap") == "round" for path in svg("cmd.pma;state=requested"))
