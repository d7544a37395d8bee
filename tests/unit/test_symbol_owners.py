"""Another discipline than the catalogue's changes the fill, the rim and the digit; a hazard stays white."""

import msgspec
import pytest

from bnip.incident import Incident, Mark
from bnip.record import Place
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.gather import gather
from cartoviewer.scene.record_glyph import record_code
from resources.texts import Language, Texts
from symbols.catalogue import catalogue
from symbols.discipline import PAPER, Discipline
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.ownership import owned_by, owned_entry, sign_names
from symbols.svg import to_svg
from symbols.wording import described
from tests.map_specimens import NOW, SITE, Ground, view

AMBULANCE = Mark(id="m", place=Place(0.0, 0.0), symbol="res.d2.amb")


def _fills(code: str) -> set[str]:
    return {shape.fill for shape in draw(Symbol.parse(code), Language.FR).shapes}


@pytest.mark.parametrize("owner", [each for each in Discipline if each.digit])
@pytest.mark.parametrize("symbol", ["res.d1.pump", "cmd.press", "pt.cordonpost"])
def test_the_frame_takes_the_colour_of_the_discipline_that_looks_after_it(symbol: str, owner: Discipline):
    assert owner.colour in _fills(f"{symbol};owner={owner.value}")


def test_what_several_disciplines_share_is_white_and_has_no_digit():
    shared = draw(Symbol.parse("res.d1.pump;owner=multi"), Language.FR)
    assert Discipline.D1.colour not in {shape.fill for shape in shared.shapes}
    assert len(shared.shapes) < len(draw(Symbol.parse("res.d1.pump"), Language.FR).shapes)


def test_the_command_post_of_a_discipline_is_always_its_own():
    post = Symbol(id="cmd.cp2")
    assert owned_by(post, "d3") == post


def test_the_digit_follows():
    pictures = {str(draw(Symbol.parse(f"cmd.press;owner={d}"), Language.FR).shapes[-1].path) for d in ("d1", "d3")}
    assert len(pictures) == 2


def test_the_rim_of_a_permanent_place_follows():
    lines = {shape.line for shape in draw(Symbol.parse("ref.townhall;owner=d4"), Language.FR).shapes}
    assert Discipline.D4.colour in lines


def test_a_hazard_stays_white_and_says_nothing_of_an_owner():
    fire = Symbol(id="haz.fire")
    assert owned_by(fire, "d3") == fire
    incident = Incident(id="i", place=Place(0.0, 0.0), symbol="haz.fire", discipline="d1")
    assert "owner" not in record_code(incident)
    assert PAPER in _fills("haz.fire")


def test_the_white_cross_stands_on_green_whoever_looks_after_the_post():
    assert Discipline.D2.colour in _fills("cmd.firstaid;owner=d1")
    assert Discipline.D1.colour not in _fills("cmd.firstaid;owner=d1")


def test_the_code_of_a_record_tells_the_owner_only_where_it_is_another():
    assert record_code(AMBULANCE) == "res.d2.amb"
    assert record_code(msgspec.structs.replace(AMBULANCE, discipline="d2")) == "res.d2.amb"
    assert record_code(msgspec.structs.replace(AMBULANCE, discipline="d3")) == "res.d2.amb;owner=d3"
    assert record_code(msgspec.structs.replace(AMBULANCE, discipline="fire brigade")) == "res.d2.amb"


@pytest.mark.parametrize("symbol_id", list(catalogue()))
def test_every_code_with_an_owner_is_read_back(symbol_id: str):
    for owner in Discipline:
        symbol = owned_by(Symbol(id=symbol_id), owner.value)
        assert Symbol.parse(str(symbol)) == symbol
        assert owned_entry(symbol).frame is catalogue()[symbol_id].frame


def test_words_name_the_owner():
    symbol = Symbol.parse("res.d2.amb;owner=d3")
    assert sign_names(symbol).fr.endswith("(D3)")
    assert "discipline 3" in described(symbol, Texts(Language.FR))
    assert "pluridisciplinaire" in sign_names(Symbol.parse("res.d2.amb;owner=multi")).fr
    assert sign_names(Symbol.parse("res.d2.amb")) == catalogue()["res.d2.amb"].names


def test_the_legend_tells_signs_of_different_owners_apart():
    marks = [
        msgspec.structs.replace(AMBULANCE, id=f"m{number}", place=Place(*SITE), discipline=discipline)
        for number, discipline in enumerate(("", "d3", "d3"))
    ]
    document = MapDocument({mark.id: mark for mark in marks})
    scene = gather(document, Ground(), view(), Language.FR, now=NOW)
    found = {(each.names.fr, each.count) for each in scene.legend if each.glyph is not None}
    assert found == {("Ambulance", 1), ("Ambulance (D3)", 2)}


def test_the_svg_has_the_owners_colour():
    assert (
        Discipline.D3.colour.lower() in to_svg(draw(Symbol.parse("res.d2.amb;owner=d3"), Language.NL), 8.0).lower()
    )
