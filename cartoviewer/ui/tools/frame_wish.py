"""What the bar over the map says of frames: on which paper, at which scale, how turned, under which title."""

from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from bnip.layout import Layout
from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.arrangement_choice import layout_key
from cartoviewer.scene.frame_fit import ROUND_SCALES, FitError, box_points, fitted
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from cartoviewer.ui.sheet_framing import new_sheet
from resources.texts import Names

__all__ = ["FrameWish"]

_FIRST_TEMPLATE: Final = "bnip_a3"
_SHARE: Final = 0.8
_SMALLEST_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True)
class FrameWish:
    """How the next frame is to be: `scale` is a denominator, `rotation` clockwise from grid north to its top."""

    template: str = _FIRST_TEMPLATE
    scale: float = 0.0
    rotation: float = 0.0
    names: Names = field(default_factory=Names)
    layout: str = ""

    @classmethod
    def of(cls, sheet: Sheet) -> "FrameWish":
        """Give what would make another frame like this one."""
        return cls(sheet.template, sheet.scale, sheet.rotation, sheet.names, sheet.layout)

    def key(self, document: MapDocument) -> str:
        """Give the word for the paper or layout that is wished."""
        layout = document.get(self.layout) if self.layout else None
        return layout_key(layout) if isinstance(layout, Layout) else self.template

    def on(self, sheet: Sheet) -> Sheet:
        """Give a sheet with the paper, scale and turn that are wished; its title stays."""
        return msgspec.structs.replace(
            sheet, template=self.template, layout=self.layout, scale=self.scale, rotation=self.rotation
        )

    def seen_whole(self, view: MapView, document: MapDocument) -> "FrameWish":
        """Give the wish at a round scale at which the frame can be seen whole, where it is not at one already."""
        width, height = self._box(document)
        room = min(view.size_mm[0] / width, view.size_mm[1] / height) * view.scale
        if _SMALLEST_SHARE * room <= self.scale <= room:
            return self
        fitting = max((one for one in ROUND_SCALES if one <= room * _SHARE), default=ROUND_SCALES[0])
        return replace(self, scale=float(fitting))

    def at(self, place: Point, document: MapDocument) -> Sheet:
        """Give a new sheet over a place, metres in Lambert 72."""
        sheet = self.on(new_sheet(document, MapView(place, self.scale, self._box(document)), self.template))
        titled = self.names if self.names != Names() else sheet.names
        return msgspec.structs.replace(sheet, centre=(round(place[0], 1), round(place[1], 1)), names=titled)

    def over(self, one: Point, other: Point, document: MapDocument) -> Sheet | None:
        """Give a new sheet that shows all of the rectangle between two corners; None where it is too large."""
        (x0, y0), (x1, y1) = one, other
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        try:
            return fitted(self.at(one, document), box_points(box), document)
        except FitError:
            return None

    def _box(self, document: MapDocument) -> tuple[float, float]:
        layout = document.get(self.layout) if self.layout else None
        arrangement = layout.arrangement if isinstance(layout, Layout) else sheet_template(self.template)
        return arrangement.map.box[2:]
