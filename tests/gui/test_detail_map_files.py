"""Sheets with several maps, texts and pictures as files: vectors, told to who cannot see, never above the gate."""

from pathlib import Path

import pikepdf
import pytest

from bnip.furniture import MapPieceSpec, PictureSpec, TextSpec
from bnip.layout import Layout
from bnip.picture import Picture, PictureKind
from cartoviewer.document.document import MapDocument
from cartoviewer.export.image import write_svg
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.publication import Publication
from cartoviewer.scene.layout_parts import MAP, added, with_boxes
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from tests import sheet_specimens as specimens

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M0 0h20v10z" fill="#f00"/></svg>'


@pytest.fixture
def laid():
    arrangement = with_boxes(sheet_template("bnip_a3"), {MAP: (22, 22, 316, 160)})
    names, words = Names("Gare", "Station", "Station"), Names("Version {version}", "Versie {version}")
    for piece in (
        MapPieceSpec(box=(20, 190, 70, 70), names=names, scale=2500.0, grid=True),
        TextSpec(box=(100, 190, 80, 20), text=words),
        PictureSpec(box=(200, 190, 40, 40), picture="logo"),
        TextSpec(box=(100, 220, 80, 20), text=Names.same("canary-words")),
    ):
        arrangement, _ = added(arrangement, piece)
    logo = Picture(
        id="logo",
        sensitivity=Sensitivity.CLEAR,
        names=Names.same("Logo"),
        picture=PictureKind.SVG,
        data=LOGO,
        width_px=20,
        height_px=10,
    )
    layout = Layout(id="own", sensitivity=Sensitivity.RED, names=Names.same("own"), arrangement=arrangement)
    sheet = specimens.sheet("bnip_a3", layout="own")
    known = {record.id: record for record in specimens.document()} | {one.id: one for one in (logo, layout, sheet)}
    return MapDocument(known), sheet


def published(document: MapDocument, audience: Audience) -> Publication:
    return Publication.prepare(document, specimens.datasets(), audience, Language.FR)


def figures(node: pikepdf.Object) -> list[str]:
    found = [str(node.Alt)] if node.get("/S") == "/Figure" else []
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid):
            found += figures(kid)
    return found


def test_a_pdf_tells_of_every_map_and_picture_and_needs_no_pixels(qapp, laid, tmp_path: Path):
    path = tmp_path / "sheet.pdf"
    write_pdf(published(laid[0], Audience.INTERNAL), laid[1], path, printed=specimens.PRINTED)
    with pikepdf.open(path) as pdf:
        told = figures(pdf.Root.StructTreeRoot)
        assert sum("2" in words and "500" in words and "Carte" in words for words in told) >= 1
        assert "Logo" in told
        assert not [
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]


def test_a_public_file_has_none_of_the_words_that_somebody_put_on_a_strict_layout(qapp, laid, tmp_path: Path):
    document, sheet = laid
    strict, public = tmp_path / "strict.svg", tmp_path / "public.svg"
    write_svg(published(document, Audience.INTERNAL), sheet, strict, printed=specimens.PRINTED)
    write_svg(published(document, Audience.PUBLIC), sheet, public, printed=specimens.PRINTED)
    assert "canary-words" in strict.read_text("utf-8")
    assert "Version 1.3" in strict.read_text("utf-8")
    assert "canary" not in public.read_text("utf-8").lower()
