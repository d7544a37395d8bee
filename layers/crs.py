"""Coordinate systems of Brussels, and the one way to go from each to each.

Every transformation goes through ETRS89 longitude and latitude, by pipelines that are written out here. PROJ is
never asked to choose: from Lambert 72 straight to WGS84 it takes a Helmert transformation of 1 m even where the
Belgian grid is installed, and later registries re-target the grid so that 31370 → 4258 loses it in silence.
WGS84 is treated as ETRS89 (they differ by the drift of the plate, less than 1 m).

The grid `be_ign_bd72lb72_etrs89lb08.tif` (IGN/NGI, CC BY 4.0, < 1 cm) comes with `pyproj sync` or lies in the
folder that the environment variable CARTOVIEWER_GRIDS names. Without it the Helmert transformation of NGI stands
in: measured over the whole Region it is 0.135 m off on average, 0.185 m at most.
"""

import os
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from layers.errors import CrsError
from layers.shapes import Floats, Integers, Shapes

__all__ = [
    "CRS_NAMES",
    "ETRS89",
    "GRID_FILE",
    "LAMBERT_72",
    "LAMBERT_2008",
    "SUPPORTED",
    "UTM_31N",
    "WEB_MERCATOR",
    "WGS84",
    "DatumShift",
    "best_shift",
    "epsg_of",
    "grid_available",
    "is_definition",
    "is_geographic",
    "transform",
    "transform_geometries",
    "transform_point",
    "transform_shapes",
]

LAMBERT_72: Final = 31370
LAMBERT_2008: Final = 3812
WGS84: Final = 4326
ETRS89: Final = 4258
UTM_31N: Final = 25831
WEB_MERCATOR: Final = 3857

SUPPORTED: Final = (LAMBERT_72, LAMBERT_2008, WGS84, ETRS89, UTM_31N, WEB_MERCATOR)

CRS_NAMES: Final = {
    LAMBERT_72: "Lambert 72",
    LAMBERT_2008: "Lambert 2008",
    WGS84: "WGS84",
    ETRS89: "ETRS89",
    UTM_31N: "UTM 31N",
    WEB_MERCATOR: "Web Mercator",
}
"""Names that are the same in every language."""

GRID_FILE: Final = "be_ign_bd72lb72_etrs89lb08.tif"

_GRID_FOLDER_VARIABLE: Final = "CARTOVIEWER_GRIDS"

_FROM_LAMBERT_72: Final = (
    "+proj=pipeline +step +inv +proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333"
    " +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl"
)
_TO_DEGREES: Final = " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
_GRID_STEP: Final = f" +step +proj=hgridshift +grids={GRID_FILE}"
# EPSG "BD72 to ETRS89 (2)": seven parameters, coordinate-frame rotation.
_HELMERT_STEPS: Final = (
    " +step +proj=push +v_3 +step +proj=cart +ellps=intl"
    " +step +proj=helmert +x=-106.8686 +y=52.2978 +z=-103.7239 +rx=-0.3366 +ry=0.457 +rz=-1.8422 +s=-1.2747"
    " +convention=coordinate_frame +step +inv +proj=cart +ellps=GRS80 +step +proj=pop +v_3"
)
_FROM_PROJECTED: Final = {
    LAMBERT_2008: (
        "+proj=lcc +lat_0=50.797815 +lon_0=4.35921583333333 +lat_1=49.8333333333333 +lat_2=51.1666666666667"
        " +x_0=649328 +y_0=665262 +ellps=GRS80"
    ),
    UTM_31N: "+proj=utm +zone=31 +ellps=GRS80",
    # The WGS84 twin of UTM_31N, as GPS receivers write it.
    32631: "+proj=utm +zone=31 +ellps=GRS80",
    WEB_MERCATOR: "+proj=webmerc +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 +ellps=WGS84",
}
_GEOGRAPHIC: Final = frozenset({WGS84, ETRS89})


class DatumShift(StrEnum):
    """How one goes between the Belgian datum of 1972 and ETRS89."""

    GRID = "grid"
    HELMERT = "helmert"


def _grid_folder_known() -> None:
    """Let PROJ look into the user's grid folder too; has to come before the first transformer is made."""
    folder = os.environ.get(_GRID_FOLDER_VARIABLE, "")
    if folder and Path(folder).is_dir():
        pyproj.datadir.append_data_dir(folder)


@cache
def best_shift() -> DatumShift:
    """Give the best datum shift on this machine: the grid where PROJ finds it, else Helmert."""
    _grid_folder_known()
    try:
        pyproj.Transformer.from_pipeline(_FROM_LAMBERT_72 + _GRID_STEP + _TO_DEGREES)
    except ProjError:
        return DatumShift.HELMERT
    return DatumShift.GRID


def grid_available() -> bool:
    """Tell whether the Belgian grid is there, so that Lambert 72 is right within centimetres."""
    return best_shift() is DatumShift.GRID


@cache
def _to_etrs89(epsg: int, shift: DatumShift) -> pyproj.Transformer:
    """Make the transformer from a projected CRS to ETRS89 longitude and latitude in degrees."""
    if epsg == LAMBERT_72:
        step = _GRID_STEP if shift is DatumShift.GRID else _HELMERT_STEPS
        return pyproj.Transformer.from_pipeline(_FROM_LAMBERT_72 + step + _TO_DEGREES)
    if epsg in _FROM_PROJECTED:
        return pyproj.Transformer.from_pipeline(
            "+proj=pipeline +step +inv " + _FROM_PROJECTED[epsg] + _TO_DEGREES,
        )
    try:
        return pyproj.Transformer.from_crs(epsg, ETRS89, always_xy=True)
    except (CRSError, ProjError):
        raise CrsError(
            "EPSG:{epsg} is no known coordinate system. Give one of {known}.",
            epsg=epsg,
            known=", ".join(f"EPSG:{code}" for code in SUPPORTED),
        ) from None


def transform(xy: Floats, source: int, target: int, *, shift: DatumShift | None = None) -> Floats:
    """Carry coordinates from one CRS to another.

    Parameters
    ----------
    xy
        (n, 2) float64: x (east, longitude in degrees) first, y (north, latitude) second, whatever the order of
        the axes in the registry.
    source, target
        EPSG codes. Those of `SUPPORTED` go by fixed pipelines; any other by PROJ to and from ETRS89.
    shift
        The datum shift of Lambert 72; the best on this machine when not given.

    Returns
    -------
    Floats
        (n, 2) float64. A point that cannot be expressed in the target becomes NaN or infinite. Points that the
        Belgian grid does not cover go by Helmert, as they would without it.

    Raises
    ------
    CrsError
        A code is unknown.
    """
    xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    if source == target or (source in _GEOGRAPHIC and target in _GEOGRAPHIC):
        return xy.copy()
    shift = shift or best_shift()
    lonlat = xy if source in _GEOGRAPHIC else _steps(xy, source, shift, inverse=False)
    return lonlat if target in _GEOGRAPHIC else _steps(lonlat, target, shift, inverse=True)


def _steps(xy: Floats, epsg: int, shift: DatumShift, *, inverse: bool) -> Floats:
    """Go from a projected CRS to longitude and latitude, or back."""
    direction = pyproj.enums.TransformDirection.INVERSE if inverse else pyproj.enums.TransformDirection.FORWARD
    columns = _to_etrs89(epsg, shift).transform(xy[:, 0], xy[:, 1], direction=direction)
    out: Floats = np.column_stack(columns).astype(np.float64, copy=False)
    if epsg == LAMBERT_72 and shift is DatumShift.GRID:
        beyond = ~np.isfinite(out).all(axis=1) & np.isfinite(xy).all(axis=1)
        if beyond.any():
            out[beyond] = _steps(xy[beyond], epsg, DatumShift.HELMERT, inverse=inverse)
    return out


def transform_point(x: float, y: float, source: int, target: int) -> tuple[float, float]:
    """Carry one point, x (or longitude) first; see `transform`."""
    ((tx, ty),) = transform(np.array([[x, y]], dtype=np.float64), source, target).tolist()
    return (tx, ty)


def transform_geometries(geometries: npt.NDArray[np.object_], source: int, target: int) -> npt.NDArray[np.object_]:
    """Carry shapely geometries to another CRS; None stays None, heights are left out."""
    if source == target:
        return geometries
    carried: npt.NDArray[np.object_] = shapely.transform(geometries, lambda xy: transform(xy, source, target))
    return carried


def transform_shapes(shapes: Shapes, source: int, target: int) -> Shapes:
    """Carry the geometry of a whole layer to another CRS, with its bounds."""
    if source == target:
        return shapes
    xy = transform(shapes.xy, source, target)
    return Shapes(
        shapes.kind,
        xy,
        shapes.rings,
        shapes.parts,
        shapes.features,
        _bounds(xy, shapes.rings[shapes.parts[shapes.features]]),
    )


def _bounds(xy: Floats, starts: Integers) -> Floats:
    """Give the (f, 4) bounds of the spans of points that `starts` (f + 1) delimits; NaN where a span is empty."""
    bounds = np.full((len(starts) - 1, 4), np.nan)
    filled = np.flatnonzero(np.diff(starts) > 0)
    if len(filled):
        # Empty spans share their start with the next one, so the starts of the filled spans are all that counts.
        begins = starts[filled]
        bounds[filled, :2] = np.minimum.reduceat(xy, begins, axis=0)
        bounds[filled, 2:] = np.maximum.reduceat(xy, begins, axis=0)
    return bounds


@cache
def is_geographic(epsg: int) -> bool:
    """Tell whether coordinates in this CRS are degrees. Raises CrsError for an unknown code."""
    if epsg in SUPPORTED:
        return epsg in _GEOGRAPHIC
    try:
        return bool(pyproj.CRS.from_epsg(epsg).is_geographic)
    except CRSError:
        raise CrsError(
            "EPSG:{epsg} is no known coordinate system. Give one of {known}.",
            epsg=epsg,
            known=", ".join(f"EPSG:{code}" for code in SUPPORTED),
        ) from None


def is_definition(text: str) -> bool:
    """Tell whether a text, such as that of a .prj file, says a coordinate system at all."""
    try:
        pyproj.CRS.from_user_input(text)
    except CRSError:
        return False
    return True


def epsg_of(definition: str) -> int | None:
    """Recognise a CRS from what a file says of it: `EPSG:31370`, a URN, or WKT as ESRI writes it.

    Returns None when no EPSG code fits. Belgian Lambert systems are known by their names too, because old .prj
    files describe them without a code and without a datum that PROJ could match.
    """
    try:
        found = pyproj.CRS.from_user_input(definition)
        # With heights (Lambert 72 + Ostend, or WGS84 as GDAL calls it where GeoJSON has heights) only the part on
        # the map counts.
        flat = found.sub_crs_list[0] if found.is_compound else found.to_2d()
        code = flat.to_epsg(min_confidence=25)
    except CRSError:
        code = None
    if code is not None:
        # GeoJSON's CRS84 is WGS84 with longitude first, which is how coordinates are read here anyway.
        return int(code)
    words = definition.lower().replace("_", " ")
    if "crs84" in words:
        return WGS84
    if "belge lambert 1972" in words or "belgian lambert 72" in words or "belgian 1972" in words:
        return LAMBERT_72
    if "belgian lambert 2008" in words or "belge lambert 2008" in words:
        return LAMBERT_2008
    return None
