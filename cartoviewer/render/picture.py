"""A scene as a picture of pixels."""

from PySide6.QtGui import QImage, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.pixels import PixelPainters
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
    rasteriser: PixelPainters | None = None,
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
    rasteriser
        Paints what is many on all cores, for the screen. Without it the picture is the same on every machine.
    """
    image = QImage(size_px[0], size_px[1], QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(0)
    pixels = rasteriser.painter(image) if rasteriser is not None else None
    painter = QPainter(image)
    try:
        painter.scale(dpi / 25.4, dpi / 25.4)
        device = Device(raster=True, dpi=dpi, monochrome=monochrome)
        paint_scene(painter, scene, language, device, progress, pixels)
    finally:
        painter.end()
    return image
