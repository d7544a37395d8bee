"""Words, pictures and tables of one's own on a sheet."""

import msgspec
import pytest

from bnip.furniture import ContactsSpec, PictureSpec, TableSpec, TextSpec
from bnip.layout import Layout
from bnip.picture import Picture, PictureKind
from bnip.plan import Contact, Plan
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.svg_cleaning import PictureRefused, cleaned_svg
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import PicturePanel, TextPanel
from cartoviewer.scene.layout_faults import layout_faults
from cartoviewer.scene.layout_file import LayoutFileError, read_layout, write_layout
from cartoviewer.scene.layout_parts import MAP, added, with_boxes
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.text_fields import TEXT_FIELDS
from cartoviewer.scene.text_filling import FILLERS
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names, Texts
from tests import sheet_specimens as specimens

CLEAR = Sensitivity.CLEAR
BOX = (20.0, 190.0, 120.0, 60.0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z" fill="#f00"/></svg>'


def laid(*pieces, records=(), level=CLEAR, **sheet) -> tuple[MapDocument, Sheet]:
    arrangement = with_boxes(sheet_template("bnip_a3"), {MAP: (22, 22, 316, 160)})
    for piece in pieces:
        arrangement, _ = added(arrangement, piece)
    layout = Layout(id="own", sensitivity=level, names=Names.same("own"), arrangement=arrangement)
    kept = specimens.sheet("bnip_a3", layout="own", **sheet)
    known = {record.id: record for record in specimens.document()}
    return MapDocument(known | {record.id: record for record in (layout, kept, *records)}), kept


def panel(document: MapDocument, sheet: Sheet, language: Language = Language.FR):
    composition = compose(document, specimens.datasets(), sheet, language, specimens.PRINTED)
    at = [piece for piece in composition.furniture if piece.box[:2] == BOX[:2]]
    return (at[0] if at else None), composition


def words(piece) -> list[str]:
    return [line for block in piece.blocks for line in block.lines]


def test_every_field_that_may_be_written_is_filled():
    assert set(FILLERS) == set(TEXT_FIELDS)


def test_a_text_is_set_with_its_fields_filled_in_each_language_of_the_sheet():
    text = Names("Version {version} du {issued}\nau {scale}", "Versie {version}", "Version {version}")
    spec = TextSpec(box=BOX, text=text, size_pt=12.0, weight="bold", colour="#0A58A6", align="right", rule=False)
    piece, _ = panel(*laid(spec), Language.FR_NL)
    assert isinstance(piece, TextPanel)
    lines = words(piece)
    assert lines[0] == "Version 1.3 du 02/11/2026"
    assert lines[1].startswith("au 1:10")
    assert lines[2] == "Versie 1.3"
    (block,) = piece.blocks
    assert (block.size_pt, block.style.weight, block.style.colour, block.align) == (
        12.0,
        "bold",
        "#0A58A6",
        "right",
    )


def test_a_text_in_one_language_does_not_stand_twice_on_a_sheet_in_two():
    piece, _ = panel(*laid(TextSpec(box=BOX, text=Names(fr="Seulement"))), Language.FR_NL)
    assert words(piece) == ["Seulement"]


def test_every_field_gives_words_on_a_full_sheet():
    text = "\n".join(f"{field}={{{field}}}" for field in TEXT_FIELDS)
    piece, _ = panel(*laid(TextSpec(box=BOX, text=Names.same(text), size_pt=6.0)))
    assert len(words(piece)) == len(TEXT_FIELDS)
    assert "marking=TLP:AMBER+STRICT" in words(piece) or "marking=TLP:RED" in words(piece)


def test_an_unknown_field_is_refused_with_those_that_are_known():
    arrangement, _ = added(sheet_template("bnip_a3"), TextSpec(box=(0, 0, 4, 4), text=Names(fr="{wetter} {title}")))
    told = [fault.written(Texts(Language.NL)) for fault in layout_faults(arrangement)]
    assert any("{wetter}" in text and "plan_number" in text for text in told)
    with pytest.raises(LayoutFileError, match="cannot be used"):
        read_layout(write_layout(arrangement), "trial.toml", Texts(Language.NL))


@pytest.mark.parametrize("wrong", ["size_pt = 4.0", 'colour = "red"', 'align = "middle"'])
def test_a_text_smaller_than_six_points_or_of_no_colour_is_refused(wrong: str):
    data = write_layout(sheet_template("bnip_a3")).decode()
    data += f'\n[[furniture]]\nkind = "text"\nbox = [1.0, 1.0, 5.0, 5.0]\n{wrong}\n[furniture.text]\nfr = "x"\n'
    with pytest.raises(LayoutFileError):
        read_layout(data.encode(), "trial.toml", Texts(Language.EN))


def test_the_marking_counts_the_words_and_a_public_sheet_has_none_that_are_above_it():
    spec = TextSpec(box=BOX, text=Names.same("canary-words"))
    document, sheet = laid(spec, level=Sensitivity.RED)
    piece, composition = panel(document, sheet)
    assert words(piece) == ["canary-words"]
    assert composition.marking is Sensitivity.RED
    publication = Publication.prepare(document, specimens.datasets(), Audience.PUBLIC, Language.FR)
    assert "canary" not in repr(publication.document.of(Layout))
    shown = compose(
        publication.document, publication.datasets, publication.sheet(sheet), Language.FR, specimens.PRINTED
    )
    assert not any("canary" in line for block in shown.blocks for line in block.lines)
    assert shown.map.box == composition.map.box


def test_a_picture_keeps_its_shape_and_counts_for_the_marking():
    picture = Picture(
        id="picture-1", sensitivity=Sensitivity.RED, picture=PictureKind.SVG, data=SVG, width_px=20, height_px=10
    )
    piece, composition = panel(*laid(PictureSpec(box=BOX, picture="picture-1"), records=[picture]))
    assert isinstance(piece, PicturePanel)
    assert piece.place == (20.0, 190.0, 120.0, 60.0)
    assert composition.marking is Sensitivity.RED
    high = msgspec.structs.replace(picture, width_px=10)
    piece, _ = panel(*laid(PictureSpec(box=BOX, picture="picture-1"), records=[high]))
    assert piece.place == (50.0, 190.0, 60.0, 60.0)


def test_a_picture_that_is_not_there_is_told():
    piece, composition = panel(*laid(PictureSpec(box=BOX, picture="gone")))
    assert piece is None
    assert any("picture of the sheet is not there" in note.text for note in composition.notes)


def test_a_table_lists_any_layer_with_the_columns_asked_for():
    spec = TableSpec(box=BOX, layer="layer-antennas", columns=("status", "nonsense"))
    piece, _ = panel(*laid(spec))
    lines = words(piece)
    assert lines[0] == "ANTENNES LISA"
    assert len([line for line in lines if line == "LISA"]) == 4
    assert "nonsense" not in lines


def test_two_tables_of_two_layers_stand_on_one_sheet():
    one = TableSpec(box=BOX, layer="layer-antennas")
    other = TableSpec(box=(150.0, 190.0, 100.0, 60.0), layer="layer-shelters")
    _, composition = panel(*laid(one, other))
    said = [line for block in composition.blocks for line in block.lines]
    assert "ANTENNES LISA" in said
    assert "CENTRES D’ACCUEIL" in said


def test_a_column_above_the_audience_is_in_no_table():
    spec = TableSpec(box=BOX, layer="layer-shelters", columns=("key_holder",))
    document, sheet = laid(spec)
    piece, composition = panel(document, sheet)
    assert any("canary-column-value" in line for line in words(piece))
    assert composition.marking is Sensitivity.RED
    publication = Publication.prepare(document, specimens.datasets(), Audience.PARTNERS, Language.FR)
    shown = compose(publication.document, publication.datasets, sheet, Language.FR, specimens.PRINTED)
    assert not any("canary" in line for block in shown.blocks for line in block.lines)


def test_the_contacts_of_the_plan_stand_in_a_table_as_far_as_they_may_be_seen():
    plan = Plan(
        id="plan",
        sensitivity=CLEAR,
        contacts=(
            Contact(Names.same("CP-Ops"), 1, "TG 12", CLEAR),
            Contact(Names.same("Canary"), None, "canary", Sensitivity.RED),
        ),
    )
    document, sheet = laid(ContactsSpec(box=BOX), records=[plan], plan="plan")
    piece, composition = panel(document, sheet)
    assert {"CP-Ops", "D1", "TG 12", "Canary"} <= set(words(piece))
    assert composition.marking is Sensitivity.RED
    publication = Publication.prepare(document, specimens.datasets(), Audience.PUBLIC, Language.FR)
    piece, _ = panel(publication.document, publication.sheet(sheet))
    assert "CP-Ops" in words(piece)
    assert "Canary" not in words(piece)


def test_an_svg_keeps_what_it_paints_and_nothing_else():
    noisy = SVG.replace(
        b"<path",
        b'<metadata>canary</metadata><x:note xmlns:x="urn:x" x:who="canary">canary</x:note>'
        b'<path xmlns:i="urn:i" i:k="canary"',
    )
    clean = cleaned_svg(noisy, "logo.svg")
    assert b"canary" not in clean
    assert b"M0 0h20v10z" in clean


@pytest.mark.parametrize(
    "bad",
    [
        SVG.replace(b"<path", b"<script>1</script><path"),
        SVG.replace(b"<path", b'<path onclick="x()"'),
        SVG.replace(b"<path", b'<use href="http://example.org/x.svg#a"/><path'),
        SVG.replace(b'"#f00"', b'"url(http://example.org/x)"'),
        SVG.replace(b"<path", b'<style>@import "x.css";</style><path'),
        SVG.replace(b"<path", b'<image href="#x"/><path'),
        SVG.replace(b"<path", b"<text>words</text><path"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        b"<svg",
        b"<html/>",
    ],
)
def test_an_svg_that_does_more_than_paint_is_refused(bad: bytes):
    with pytest.raises(PictureRefused, match=r"logo\.svg"):
        cleaned_svg(bad, "logo.svg")


def test_a_poster_s_own_pieces_grow_with_its_furniture_and_know_where_they_stand():
    arrangement = sheet_template("bnip_a0")
    assert arrangement.furniture_growth > 1.0
    x, y, _, height = arrangement.map.box
    text = TextSpec(box=(x, y + height - 100, 200.0, 60.0), text=Names.same("words"), size_pt=10.0, over=True)
    table = TableSpec(box=(x + 300, y + height - 200, 300.0, 150.0), layer="layer-antennas", over=True)
    for piece in (text, table):
        arrangement, _ = added(arrangement, piece)
    assert not list(layout_faults(arrangement))
    layout = Layout(id="own", sensitivity=CLEAR, names=Names.same("own"), arrangement=arrangement)
    sheet = specimens.sheet("bnip_a0", layout="own")
    document = MapDocument({one.id: one for one in (*specimens.document(), layout, sheet)})
    composition = compose(document, specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    assert composition.covers == (text.box, table.box)
    (block,) = [block for block in composition.blocks if block.lines == ("words",)]
    assert block.size_pt == pytest.approx(10.0 * arrangement.furniture_growth)
    assert "ANTENNES LISA" in [line for block in composition.blocks for line in block.lines]
