"""A scene as a picture of pixels."""

from PySide6.QtGui import QImage, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.scene.scene import Scene
from layers.progress import NoProgress, Progress
from resources.texts import Language

__all__ = ["paint_picture"]


def paint_picture(
    scene: Scene,
    language: Language,
    size_px: tuple[int, int],
    dpi: float = 96.0,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    *,
    monochrome: bool = False,
) -> QImage:
    """Paint a scene on a picture.

    Parameters
    ----------
    scene
        Its frame fills the picture when `size_px` is its size in inches times `dpi`.
    language
        The language of what symbols say.
    size_px
        Width and height.
    dpi
        Pixels to the inch of paper.
    progress
        Told between chunks; may raise `Cancelled`.
    monochrome
        Paint in greys.
    """
    image = QImage(size_px[0], size_px[1], QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(0)
    painter = QPainter(image)
    try:
        painter.scale(dpi / 25.4, dpi / 25.4)
        paint_scene(painter, scene, language, Device(raster=True, dpi=dpi, monochrome=monochrome), progress)
    finally:
        painter.end()
    return image
