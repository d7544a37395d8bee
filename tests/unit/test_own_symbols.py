"""A user's own symbol: made of a pictogram or an SVG file, carried in its id; hostile files are refused."""

import pytest

from resources.texts import Language, Names, Texts
from symbols.catalogue import FrameClass, entry_of, known_symbol
from symbols.discipline import Discipline
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.own import OwnSign, OwnSignError, own_id, own_sign
from symbols.own_svg import outline_of_svg
from symbols.svg import to_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24 24">'


def svg(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def sign(**said: str) -> OwnSign:
    return OwnSign(names=Names("Ruche", "Bijenkast", ""), frame="hazard", owner=Discipline.D1, **said)


def test_an_own_symbol_is_whole_in_its_id():
    own = sign(picture="bee")
    code = own_id(own)
    assert Symbol.parse(code).id == code
    assert own_sign(code) == own
    entry = entry_of(code)
    assert (entry.frame, entry.owner, entry.names.en) == (FrameClass.HAZARD, Discipline.D1, "Ruche")
    assert known_symbol(f"{code};state=planned").id == code
    assert (
        draw(Symbol(id=code), Language.FR).shapes
        != draw(Symbol(id=own_id(sign(picture="cow"))), Language.FR).shapes
    )


def test_an_outline_of_a_file_is_drawn_in_the_frame_with_its_holes():
    ring = "M12 2A10 10 0 1 0 12 22 10 10 0 1 0 12 2zM12 7a5 5 0 1 1 0 10 5 5 0 1 1 0-10z"
    outline = outline_of_svg(svg(f'<g transform="translate(3 4) scale(2)"><path d="{ring}"/></g>'))
    assert outline.count("M") == 2
    code = own_id(sign(outline=outline))
    written = to_svg(draw(Symbol(id=code), Language.FR), 8.0)
    assert "url(" not in written
    assert "<image" not in written
    assert draw(Symbol(id=code, reserve=True), Language.NL).bounds[0] > 0


@pytest.mark.parametrize(
    "inside",
    [
        '<rect x="2" y="2" width="20" height="10"/>',
        '<circle cx="12" cy="12" r="9"/>',
        '<path fill="none" stroke="#000" stroke-width="3" d="M2 2h20v20"/>',
        '<path d="M2 2q10 0 10 10t10 10s-5-5-10 0z"/>',
        '<polygon points="2,2 22,2 12,20"/>',
        '<g style="fill:none;stroke:black;stroke-width:2"><line x1="1" y1="1" x2="20" y2="20"/></g>',
        '<title>ok</title><metadata><x xmlns="urn:x"/></metadata><ellipse rx="4" ry="8"/>',
    ],
)
def test_what_paints_is_read(inside: str):
    own_id(sign(outline=outline_of_svg(svg(inside))))


def test_what_is_painted_white_is_cut_out():
    outline = outline_of_svg(
        svg('<rect width="20" height="20"/><rect x="5" y="5" width="10" height="10" fill="#FFF"/>')
    )
    assert outline.count("M") == 2


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + HEAD + "<title>&b;</title></svg>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (svg("<script>alert(1)</script>"), "script"),
        (svg('<path onload="x()" d="M0 0h9v9z"/>'), "script"),
        (svg('<use xlink:href="http://example.org/a.svg#b"/>'), "elsewhere"),
        (svg('<a xlink:href="javascript:x"><path d="M0 0h9v9z"/></a>'), "outside"),
        (svg('<image xlink:href="data:image/png;base64,AAAA"/>'), "embedded picture"),
        (svg("<foreignObject/>"), "foreignObject"),
        (svg("<style>path{fill:url(http://example.org)}</style>"), "style sheet"),
        (svg('<path style="fill:url(#g)" d="M0 0h9v9z"/>'), "url"),
        (svg('<path fill="url(http://example.org/x)" d="M0 0h9v9z"/>'), "url"),
        (svg("<animate/>"), "moves"),
        (svg("<text>A</text>"), "paths"),
        (LAUGHS.encode(), "entities"),
        (b'<!DOCTYPE svg SYSTEM "http://example.org/x.dtd">' + svg(""), "document type"),
        (b'<?xml-stylesheet href="x.css"?>' + svg(""), "instruction"),
        (svg("<g>" * 60 + "</g>" * 60), "deeply"),
        (svg("<g/>" * 3000), "too many"),
        (svg("<path d='M0 0'>")[:-9], "well-formed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "well-formed"),
        (b"<html><body/></html>", "no SVG"),
        (b"", "well-formed"),
        (svg("<!--" + "x" * 400_000 + "-->"), "larger"),
        (svg(""), "paints nothing"),
        (svg('<path d="M0 0 L10"/>'), "cannot be read"),
        (svg('<path d="M0 0 L1e300 5 L4 4z"/>'), "cannot be read"),
        (svg('<path d="nonsense"/>'), "cannot be read"),
        (svg('<path fill="none" d="M0 0h9v9z"/>'), "paints nothing"),
        (svg('<path transform="rotate()" d="M0 0h9v9z"/>'), "cannot be read"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_its_reason(data: bytes, reason: str):
    with pytest.raises(OwnSignError, match=reason):
        outline_of_svg(data)


def test_a_picture_of_too_many_corners_is_refused():
    corners = " ".join(f"{(i * 7919) % 4001},{(i * 104729) % 3989}" for i in range(400))
    with pytest.raises(OwnSignError, match="too detailed"):
        outline_of_svg(svg(f'<polyline fill="none" stroke="#000" stroke-width="9" points="{corners}"/>'))


@pytest.mark.parametrize("said", [{}, {"picture": "no-such-thing"}, {"outline": "M0 0 L1 1 Z"}, {"outline": "x"}])
def test_what_cannot_be_a_sign_is_refused(said: dict[str, str]):
    with pytest.raises(OwnSignError):
        own_id(sign(**said))


@pytest.mark.parametrize("broken", ["own.hazard.d1.aaaa", "own.hazard.d9.aaaa", "own.moon.d1.a", "own.hazard.d1"])
def test_a_broken_id_is_drawn_with_a_question_mark(broken: str):
    assert own_sign(broken) is None
    assert entry_of(broken).letters.fr == "?"
    assert draw(Symbol.read(broken), Language.FR).shapes


@pytest.mark.parametrize("language", [Language.FR, Language.NL])
def test_why_a_file_is_refused_is_told_in_the_users_language(language: Language):
    for data in (svg("<script/>"), svg("<image/>"), svg(""), svg("<g/>" * 3000), b"<a/>", svg('<path d="M0"/>')):
        with pytest.raises(OwnSignError) as refused:
            outline_of_svg(data)
        assert Texts(language)(refused.value.text) != refused.value.text
