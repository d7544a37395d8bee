"""Makes the pictures of the canvas from the scene and the painter; lives in the drawing thread."""

from PySide6.QtGui import QImage

from cartoviewer.render.picture import paint_picture
from cartoviewer.render.pixels import PixelPainters
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.levels import Detail
from cartoviewer.scene.scene import Scene
from cartoviewer.ui.canvas_render import Order
from layers.dataset import Datasets
from layers.progress import Progress

__all__ = ["MapDrawing"]

_MM_PER_INCH = 25.4


class MapDrawing:
    """Gathers and paints one picture after the other, keeping what the next one needs again.

    Called from one thread only.

    Parameters
    ----------
    rasteriser
        Paints what is many; whoever made it closes it.
    """

    def __init__(self, rasteriser: PixelPainters | None = None) -> None:
        self._rasteriser = rasteriser
        self._datasets: Datasets | None = None
        self._detail = Detail()
        self._gatherer: Gatherer | None = None

    def __call__(self, order: Order, progress: Progress) -> tuple[QImage, Scene]:
        """Make the picture of an order."""
        width = max(round(order.size_px[0] * order.pixel_ratio), 1)
        height = max(round(order.size_px[1] * order.pixel_ratio), 1)
        dots_per_inch = width * _MM_PER_INCH / order.view.size_mm[0]
        # Rounded: a window of another size is no other screen.
        detail = Detail.of_dots(_MM_PER_INCH / round(dots_per_inch))
        if self._gatherer is None or self._datasets is not order.datasets or self._detail != detail:
            self._datasets, self._detail, self._gatherer = order.datasets, detail, Gatherer(order.datasets, detail)
        scene = self._gatherer.gather(order.document, order.view, order.language, progress, settled=order.apart)
        image = paint_picture(
            scene, order.language, (width, height), dots_per_inch, progress, rasteriser=self._rasteriser
        )
        image.setDevicePixelRatio(order.pixel_ratio)
        return image, scene
