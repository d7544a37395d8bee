"""Where on the ground a sheet lies, said so that GIS programs and PDF readers measure on it.

ISO 32000-2, 12.10 (geospatial features): a viewport over the map with a measure dictionary. The corners are
given in the geographic coordinates of the sheet's own datum, so no datum shift comes between.
"""

from functools import lru_cache

import pikepdf
import pyproj

from cartoviewer.scene.furniture import SheetComposition

__all__ = ["georeference", "ground_transform"]

_POINTS_PER_MM = 72.0 / 25.4


def ground_transform(composition: SheetComposition) -> tuple[float, float, float, float, float, float]:
    """Give a, b, c, d, e, f: x mm from the left and y from the top of the page lie at (ax + by + c, dx + ey + f).

    The ground is in metres of the sheet's own coordinate system. Of a map that is turned, b and d are not zero.
    """
    view, (x, y) = composition.map.scene.view, composition.map.box[:2]
    corner, right, down = (view.to_ground(*place) for place in ((-x, -y), (1.0 - x, -y), (-x, 1.0 - y)))
    a, d = right[0] - corner[0], right[1] - corner[1]
    b, e = down[0] - corner[0], down[1] - corner[1]
    if not view.turn:
        metres = view.scale / 1000.0
        a, b, d, e = metres, 0.0, 0.0, -metres
    return a, b, corner[0], d, e, corner[1]


@lru_cache(maxsize=8)
def _system(epsg: int) -> tuple[pyproj.Transformer, str]:
    """Give what leads to the geographic coordinates of a system's own datum, and the system in words."""
    system = pyproj.CRS.from_epsg(epsg)
    return pyproj.Transformer.from_crs(system, system.geodetic_crs, always_xy=True), system.to_wkt("WKT1_ESRI")


def georeference(pdf: pikepdf.Pdf, page: pikepdf.Page, composition: SheetComposition) -> None:
    """Put the viewport of the map on a page whose top edge is the upper edge of its media box."""
    view = composition.map.scene.view
    geographic, wkt = _system(view.epsg)
    lower_left, lower_right, upper_right, upper_left = view.corners
    degrees: list[float] = []
    for x, y in (lower_left, upper_left, upper_right, lower_right):
        longitude, latitude = geographic.transform(x, y)
        degrees += [round(latitude, 10), round(longitude, 10)]
    left, top, width, height = (length * _POINTS_PER_MM for length in composition.map.box)
    upper = float(page.mediabox[3]) - top
    box = [round(value, 5) for value in (left, upper - height, left + width, upper)]
    measure = pikepdf.Dictionary(
        Type=pikepdf.Name.Measure,
        Subtype=pikepdf.Name.GEO,
        Bounds=pikepdf.Array([0, 0, 0, 1, 1, 1, 1, 0]),
        GPTS=pikepdf.Array(degrees),
        LPTS=pikepdf.Array([0, 0, 0, 1, 1, 1, 1, 0]),
        GCS=pikepdf.Dictionary(
            Type=pikepdf.Name.PROJCS,
            EPSG=view.epsg,
            WKT=pikepdf.String(wkt),
        ),
    )
    viewport = pikepdf.Dictionary(
        Type=pikepdf.Name.Viewport,
        BBox=pikepdf.Array(box),
        Name=pikepdf.String("Map"),
        Measure=pdf.make_indirect(measure),
    )
    page.obj.VP = pikepdf.Array([viewport])
