"""Pictures on a sheet: read without what a camera writes beside them, painted in colour and in greys."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from bnip.furniture import PictureSpec
from bnip.picture import PictureKind
from cartoviewer.document.svg_cleaning import PictureRefused
from cartoviewer.render.device import Device
from cartoviewer.render.furniture.picture_panel import paint_picture_panel
from cartoviewer.render.layout_reading import read_whole_layout
from cartoviewer.render.picture_reading import read_picture
from cartoviewer.scene.layout_file import write_layout
from cartoviewer.scene.layout_parts import Part, added, without
from cartoviewer.scene.own_pieces import place_picture
from cartoviewer.scene.template import sheet_template
from resources.texts import Language, Texts

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'
    b'<rect width="20" height="10" fill="#f00"/></svg>'
)


def file_of(form: str, *, text: str = "") -> bytes:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF0000"))
    if text:
        image.setText("Comment", text)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)
    return bytes(store.data())


def painted(picture, *, monochrome: bool) -> QColor:
    page = QImage(200, 100, QImage.Format.Format_ARGB32_Premultiplied)
    page.fill(QColor("white"))
    painter = QPainter(page)
    paint_picture_panel(
        painter, Device(raster=True, monochrome=monochrome), place_picture(picture, (0, 0, 200, 100))
    )
    painter.end()
    return page.pixelColor(100, 50)


@pytest.mark.parametrize(
    ("data", "kind"),
    [(file_of("PNG"), PictureKind.PNG), (file_of("JPG"), PictureKind.JPEG), (SVG, PictureKind.SVG)],
)
def test_a_picture_is_painted_in_colour_and_on_a_grey_sheet_in_greys(data: bytes, kind: PictureKind):
    picture = read_picture(data, "logo.any")
    assert picture.picture is kind
    assert picture.width_px == 2 * picture.height_px
    red = painted(picture, monochrome=False)
    assert red.red() > 240
    assert red.green() < 20
    grey = painted(picture, monochrome=True)
    assert grey.red() == grey.green() == grey.blue() < 200


def test_the_same_picture_has_the_same_id_and_no_text_of_the_file_comes_along():
    plain, noted = read_picture(file_of("PNG"), "a.png"), read_picture(file_of("PNG", text="canary"), "b.png")
    assert b"canary" in file_of("PNG", text="canary")
    assert b"canary" not in noted.data
    assert plain.id == noted.id


def test_what_is_no_picture_is_refused(tmp_path: Path):
    with pytest.raises(PictureRefused):
        read_picture(b"GIF89a nothing", "x.gif")
    with pytest.raises(PictureRefused):
        read_picture(file_of("PNG")[:60], "x.png")


@pytest.mark.parametrize("data", [file_of("PNG"), file_of("JPG"), SVG])
def test_a_picture_travels_with_the_file_of_a_layout_and_is_looked_at_again(data: bytes):
    picture = read_picture(data, "logo.any")
    piece = PictureSpec(box=(347, 20, 10, 4), picture=picture.id)
    arrangement, _ = added(without(sheet_template("bnip_a3"), (Part("stack", 1),)), piece)
    file = write_layout(arrangement, (picture,))
    again, pictures = read_whole_layout(file, "own.toml", Texts(Language.EN))
    (kept,) = pictures
    assert kept.picture is picture.picture
    assert kept.names.fr == "logo"
    (piece,) = [one for one in again.furniture if isinstance(one, PictureSpec)]
    assert piece.picture == kept.id


def test_a_picture_that_is_refused_keeps_a_layout_out():
    bad = read_picture(SVG, "logo.svg")
    bad = msgspec.structs.replace(bad, data=SVG.replace(b"<rect", b"<script/><rect"))
    with pytest.raises(PictureRefused):
        read_whole_layout(write_layout(sheet_template("bnip_a3"), (bad,)), "own.toml", Texts(Language.EN))
