"""The overview: the Region with its municipalities, and where the sheet's map lies in it."""

from datetime import datetime
from typing import Final

import msgspec
import numpy as np

from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.view import MapView
from layers.dataset import Datasets
from layers.sensitivity import Sensitivity
from layers.shapes import Bounds
from resources.texts import Language
from symbols.style import Fill, Rule, Stroke, Style, Symbology

__all__ = ["Overview", "frame_in"]

# The schemas whose outlines tell where one is, from the lowest to the topmost, and how they are drawn there.
_STYLES: Final = {
    "municipality": Style(fill=Fill("#F2EEE8"), stroke=Stroke("#B5A9BD", 0.12)),
    "police_zone": Style(stroke=Stroke("#9A8AA6", 0.12)),
    "region": Style(stroke=Stroke("#7A5A8C", 0.35)),
}
_ALONE: Final = Style(fill=Fill("#F2EEE8"), stroke=Stroke("#7A5A8C", 0.2))


class Overview:
    """A small map made of the document's own outlines of Region, municipalities or police zones.

    Parameters
    ----------
    gatherer
        That of the large map: both draw the same outlines.
    view
        What the large map shows.
    """

    def __init__(
        self,
        document: MapDocument,
        datasets: Datasets,
        gatherer: Gatherer,
        view: MapView,
        language: Language,
        now: datetime,
    ) -> None:
        self._datasets = datasets
        self._gatherer = gatherer
        self._view = view
        self._language = language
        self._now = now
        self._layers = _outlines(document)

    @property
    def sensitivity(self) -> Sensitivity:
        """The strictest level of the outlines that are drawn."""
        return max((layer.sensitivity for layer in self._layers), default=Sensitivity.CLEAR)

    def scene(self, size_mm: tuple[float, float]) -> Scene | None:
        """Draw the outlines and the whole of the large map into this size; None where there are no outlines."""
        bounds = self._bounds()
        if bounds is None:
            return None
        records: dict[str, AnyRecord] = {layer.id: layer for layer in self._layers}
        view = MapView.fitting(bounds, size_mm, self._view.epsg)
        return self._gatherer.gather(MapDocument(records), view, self._language, now=self._now)

    def _bounds(self) -> Bounds | None:
        boxes = [self._datasets.get(layer.dataset).shapes(self._view.epsg).bounds for layer in self._layers]
        boxes = [box for box in boxes if len(box) and not np.isnan(box).all()]
        if not boxes:
            return None
        everything = np.vstack([*boxes, np.array([self._view.bounds])])
        west, south = np.nanmin(everything[:, :2], axis=0)
        east, north = np.nanmax(everything[:, 2:], axis=0)
        return (float(west), float(south), float(east), float(north))


def frame_in(small: MapView, large: MapView) -> tuple[Bounds, tuple[tuple[float, float], ...]]:
    """Give where the frame of a large map lies in a small one of the same CRS, and its corners from the lower left.

    Both are in millimetres of the small map; the first is left, top, width and height.
    """
    corners = small.to_paper(np.array(large.corners))
    (left, top), (width, height) = corners.min(axis=0).tolist(), np.ptp(corners, axis=0).tolist()
    return (left, top, width, height), tuple((float(x), float(y)) for x, y in corners.tolist())


def _outlines(document: MapDocument) -> tuple[Layer, ...]:
    """Give the layers of the overview in their quiet style: the first of each schema, none twice."""
    found: dict[str, Layer] = {}
    for layer in document.layers:
        if layer.schema in _STYLES:
            found.setdefault(layer.schema, layer)
    if "municipality" in found:
        found.pop("police_zone", None)
    outlines = []
    for rank, schema in enumerate(name for name in _STYLES if name in found):
        style = _STYLES[schema] if rank or schema == "municipality" else _ALONE
        layer = found[schema]
        quiet = Symbology((Rule(layer.names, style),))
        outlines.append(
            msgspec.structs.replace(layer, symbology=quiet, rank=float(rank), visible=True, opacity=1.0)
        )
    return tuple(outlines)
