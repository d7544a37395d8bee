"""Points, lines and rings for drawings, read from what stands on a command line: coordinates, WKT, GeoJSON."""

import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from bnip.geometry.operations import Path
from layers.crs import LAMBERT_72, SUPPORTED, WGS84, transform
from layers.errors import Problem
from layers.position import read_position

__all__ = ["DrawingProblem", "paths_of_geojson", "paths_of_wkt", "said_path"]

# What lies farther than this from Belgium is a wrong system of coordinates.
_NEAR: Final = (1_000.0, 1_000.0, 500_000.0, 450_000.0)
_MOST: Final = 50_000


class DrawingProblem(Problem):
    """Something cannot be drawn as it was said; nothing was changed."""


def said_path(text: str) -> Path:
    """Read places one after the other: `148000,170000 148200,170100`, or of any system with `;` between them.

    Raises
    ------
    DrawingProblem
        One of them is no coordinate.
    """
    parts = text.split(";") if ";" in text else text.split()
    path = []
    for part in filter(None, map(str.strip, parts)):
        found = read_position(part)
        if not found:
            raise DrawingProblem(
                "“{said}” is no coordinate. Write X,Y X,Y … in Lambert 72, or coordinates of any system with ; "
                "between them.",
                said=part,
            )
        path.append((round(found[0].x, 3), round(found[0].y, 3)))
    return tuple(path)


def paths_of_wkt(text: str, epsg: int = LAMBERT_72) -> list[Path]:
    """Read well-known text in a system of coordinates; each part of a collection is a drawing of its own.

    Raises
    ------
    DrawingProblem
        It is no WKT, has holes, or lies nowhere near Belgium.
    """
    try:
        geometry = shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        raise DrawingProblem("This is no WKT ({detail}): {said}", detail=str(error), said=text[:60]) from error
    return list(_paths(geometry, epsg))


def paths_of_geojson(file: FilePath, epsg: int = WGS84) -> list[tuple[Path, dict[str, Any]]]:
    """Read a GeoJSON file, a geometry, a feature or a collection of them: each path with the properties of its own.

    Raises
    ------
    DrawingProblem
        It is no GeoJSON, has holes, or lies nowhere near Belgium.
    OSError
        The file cannot be read.
    """
    try:
        value = json.loads(file.read_text("utf-8-sig"))
        features = [(shapely.from_geojson(json.dumps(each)), told) for each, told in _features(value)]
    except (ValueError, TypeError, shapely.errors.GEOSException) as error:
        detail = " ".join(str(error).split())[:120]
        raise DrawingProblem("{file} is no GeoJSON ({detail}).", file=file.name, detail=detail) from error
    paths = [(path, told) for geometry, told in features for path in _paths(geometry, epsg)]
    if not paths:
        raise DrawingProblem("There is nothing to draw in {file}.", file=file.name)
    if len(paths) > _MOST:
        raise DrawingProblem(
            "{file} holds {count} shapes, which is a layer rather than a drawing. Use `cartoviewer add`.",
            file=file.name,
            count=len(paths),
        )
    return paths


def _features(value: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "FeatureCollection":
        for feature in value.get("features") or ():
            yield from _features(feature)
    elif kind == "Feature":
        told = value.get("properties")
        if value.get("geometry") is not None:
            yield value["geometry"], told if isinstance(told, dict) else {}
    elif kind is None:
        raise ValueError("typeless")
    else:
        yield value, {}


def _paths(geometry: BaseGeometry, epsg: int) -> Iterator[Path]:
    if epsg not in SUPPORTED:
        raise DrawingProblem(
            "The system of coordinates {code} is not known here. Use one of {known}.",
            code=epsg,
            known=", ".join(map(str, sorted(SUPPORTED))),
        )
    for part in shapely.get_parts(geometry, return_index=False):
        if part.geom_type == "GeometryCollection" or part.geom_type.startswith("Multi"):
            yield from _paths(part, epsg)
            continue
        if part.is_empty:
            continue
        if shapely.get_num_interior_rings(part):
            raise DrawingProblem("A drawing has no holes. Give the outline alone, or add the file as a layer.")
        outline = part.exterior if part.geom_type == "Polygon" else part
        xy = np.asarray(shapely.get_coordinates(outline), dtype=np.float64)
        if epsg != LAMBERT_72:
            xy = transform(xy, epsg, LAMBERT_72)
        west, south, east, north = _NEAR
        # Written so that what is no number is refused too.
        if not bool(np.all((xy > (west, south)) & (xy < (east, north)))):
            raise DrawingProblem(
                "These coordinates are not in or near Belgium. Say with --crs in which system they are: 31370, "
                "3812, 4326."
            )
        yield tuple((round(x, 3), round(y, 3)) for x, y in xy.tolist())
