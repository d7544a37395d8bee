"""A picture file as a picture of the dossier: nothing of it is kept but what is seen."""

from hashlib import sha256
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter
from PySide6.QtSvg import QSvgRenderer

from bnip.picture import Picture, PictureKind
from cartoviewer.document.svg_cleaning import PictureRefused, cleaned_svg
from layers.sensitivity import Sensitivity
from resources.texts import Names

__all__ = ["read_picture"]

_LARGEST_PX: Final = 3000
_MOST_BYTES: Final = 40_000_000
_MOST_MEGAPIXELS: Final = 80
_QUALITY: Final = 90


def read_picture(data: bytes, name: str, sensitivity: Sensitivity = Sensitivity.CLEAR) -> Picture:
    """Read a PNG, a JPEG or an SVG file.

    Pixels are written anew, at most 3000 wide or high, so that no position, date or hidden preview comes along;
    of an SVG file only shapes, colours and gradients come along.

    Raises
    ------
    PictureRefused
        The file is none of the three, too large, or an SVG file that does more than paint.
    """
    if len(data) > _MOST_BYTES:
        raise PictureRefused("“{name}” is too large to be a picture on a sheet. Make it smaller first.", name=name)
    stem = name.rpartition(".")[0] or name
    head = data[:1000].lstrip().lower()
    if b"<svg" in head or head.startswith(b"<?xml"):
        clean = cleaned_svg(data, name)
        size = QSvgRenderer(QByteArray(clean)).defaultSize()
        if size.isEmpty():
            raise PictureRefused("“{name}” says no size: it needs a width and height, or a viewBox.", name=name)
        return _picture(clean, PictureKind.SVG, size, stem, sensitivity)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in (b"png", b"jpeg"):
        raise PictureRefused("“{name}” is not a picture that can be read. Take a PNG, JPEG or SVG file.", name=name)
    if size.width() * size.height() > _MOST_MEGAPIXELS * 1_000_000:
        raise PictureRefused("“{name}” is too large to be a picture on a sheet. Make it smaller first.", name=name)
    is_jpeg = bytes(reader.format().data()) == b"jpeg"
    image = reader.read()
    if image.isNull():
        raise PictureRefused("“{name}” is not a picture that can be read. Take a PNG, JPEG or SVG file.", name=name)
    if max(image.width(), image.height()) > _LARGEST_PX:
        image = image.scaled(
            QSize(_LARGEST_PX, _LARGEST_PX),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    kind = PictureKind.JPEG if is_jpeg else PictureKind.PNG
    return _picture(_written(image, kind), kind, image.size(), stem, sensitivity)


def _written(image: QImage, kind: PictureKind) -> bytes:
    """Write the pixels alone: texts that a file carries beside them stay behind."""
    form = QImage.Format.Format_ARGB32 if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    # A copy of the bytes: a converted picture would carry the texts of the file on.
    plain = QImage(image.convertToFormat(form).constBits(), image.width(), image.height(), form).copy()
    store = QByteArray()
    out = QBuffer(store)
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(out, QByteArray(kind.value.encode()))
    writer.setQuality(_QUALITY if kind is PictureKind.JPEG else 0)
    writer.write(plain)
    out.close()
    return bytes(store.data())


def _picture(data: bytes, kind: PictureKind, size: QSize, name: str, sensitivity: Sensitivity) -> Picture:
    return Picture(
        id="picture-" + sha256(data).hexdigest(),
        sensitivity=sensitivity,
        names=Names.same(name),
        picture=kind,
        data=data,
        width_px=size.width(),
        height_px=size.height(),
    )
