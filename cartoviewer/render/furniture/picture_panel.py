"""A picture on a sheet: pixels as they are, drawings as vectors, in greys where the sheet is."""

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from bnip.picture import Picture, PictureKind
from cartoviewer.render.device import Device
from cartoviewer.scene.furniture import PicturePanel

__all__ = ["paint_picture_panel"]

_GREY_DPI: Final = 300.0


def paint_picture_panel(painter: QPainter, device: Device, panel: PicturePanel) -> None:
    """Paint a picture at its place."""
    place = QRectF(*panel.place)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if panel.picture.picture is PictureKind.SVG and not device.monochrome:
        QSvgRenderer(QByteArray(panel.picture.data)).render(painter, place)
    else:
        image = _pixels(panel.picture, place)
        if device.monochrome:
            image = _grey(image)
        painter.drawImage(place, image)
    painter.restore()


def _pixels(picture: Picture, place: QRectF) -> QImage:
    if picture.picture is not PictureKind.SVG:
        return QImage.fromData(picture.data)
    side = _GREY_DPI / 25.4
    image = QImage(
        QSize(max(round(place.width() * side), 1), max(round(place.height() * side), 1)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(picture.data)).render(painter)
    painter.end()
    return image


def _grey(image: QImage) -> QImage:
    """Give a picture in greys that keeps what is see-through."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied
    )
    if image.hasAlphaChannel():
        grey.setAlphaChannel(image.convertToFormat(QImage.Format.Format_Alpha8))
    return grey
