"""The kilometres of a march route on a published page: at their places on the ground, each with its number."""

from typing import Any, Final

import numpy as np
import shapely

from bnip.incident import Route
from cartoviewer.export.page_layers import to_page
from cartoviewer.export.page_style import signs_svg
from layers.crs import LAMBERT_72, WGS84, transform_geometries
from symbols.lines import kilometre_sign

__all__ = ["kilometre_posts"]

_KILOMETRE_M: Final = 1000.0


def kilometre_posts(route: Route, code: str) -> list[dict[str, Any]]:
    """Give the posts of a route that marks its kilometres: where each stands, and its sign, SVG in millimetres."""
    if not kilometre_sign(code, 1):
        return []
    line = shapely.LineString(route.path)
    at = np.arange(_KILOMETRE_M, float(line.length) + 1e-6, _KILOMETRE_M)
    places = transform_geometries(np.asarray(shapely.line_interpolate_point(line, at)), LAMBERT_72, WGS84)
    return [
        {"at": to_page(place), "svg": signs_svg(kilometre_sign(code, number))}
        for number, place in enumerate(places, start=1)
    ]
