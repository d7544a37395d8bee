"""A made-up town, the same at every run: streets in a bent grid, buildings of nine points along them, points."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from benchmarks.drawing import Drawing
from cartoviewer.document.dossier import Dossier
from layers.dataset import DatasetCard
from layers.frames import content_hash
from layers.shapes import GeometryKind

__all__ = ["made_up", "write_dossier"]

SIDE_M = 16_000.0
WEST, SOUTH = 142_000.0, 162_000.0


def made_up(source: str, count: int | None = None) -> gpd.GeoDataFrame:
    """Make one table of the town: `buildings`, `streets` or `points`, in Lambert 72."""
    random = np.random.default_rng(20_231_016)
    count = count or {"buildings": 200_000, "streets": 60_000, "points": 50_000}[source]
    if source == "buildings":
        geometries = _buildings(random, count)
    elif source == "streets":
        geometries = _streets(random, count)
    else:
        geometries = shapely.points(_bent(random.uniform(0, SIDE_M, (count, 2))))
    code, kind = np.arange(count), random.choice(["a", "b", "c"], count)
    return gpd.GeoDataFrame({"code": code, "kind": kind}, geometry=geometries, crs=31370)


def read(source: str, folder: Path) -> gpd.GeoDataFrame:
    """Read a layer of a file of open data, `file:layer`."""
    file, layer = source.split(":")
    return pyogrio.read_dataframe(folder / file, layer=layer)[["feat_id" if "osm" in file else "name", "geometry"]]


def write_dossier(path: Path, drawing: Drawing, folder: Path | None = None) -> Drawing:
    """Write the tables of a drawing to a new dossier; give the drawing with what the dossier knows them by."""
    tables = []
    with Dossier.create(path) as dossier:
        for table in drawing.tables:
            frame = made_up(table.source) if folder is None else read(table.source, folder)
            card = DatasetCard(
                hash=content_hash(frame),
                schema="generic",
                kind=GeometryKind(table.kind),
                epsg=31370,
                count=len(frame),
                source=table.source,
                imported=datetime(2026, 1, 1, tzinfo=UTC),
            )
            stored = dossier.add_dataset(frame, card)
            tables.append(replace(table, hash=stored.hash, table=stored.table))
    return replace(drawing, tables=tuple(tables), dossier=str(path))


def _bent(xy: np.ndarray) -> np.ndarray:
    """Bend the grid, so that nothing is parallel to the pixels."""
    x, y = xy[..., 0], xy[..., 1]
    turn = 0.31
    middle = SIDE_M / 2
    dx = x + 90 * np.sin(y / 1900) - middle
    dy = y + 110 * np.sin(x / 2300) - middle
    return np.stack(
        (
            WEST + middle + dx * np.cos(turn) - dy * np.sin(turn),
            SOUTH + middle + dx * np.sin(turn) + dy * np.cos(turn),
        ),
        axis=-1,
    )


def _buildings(random: np.random.Generator, count: int) -> np.ndarray:
    """Make L-shaped houses with a bay: nine points, closed."""
    rows = int(np.ceil(np.sqrt(count)))
    step = SIDE_M / rows
    at = np.arange(count)
    corner = np.stack(((at % rows) * step, (at // rows) * step), axis=-1)
    corner = corner + random.uniform(0.1, 0.3, (count, 2)) * step
    size = random.uniform(0.35, 0.65, (count, 2)) * step
    outline = np.array([(0, 0), (1, 0), (1, 0.55), (0.62, 0.55), (0.62, 1), (0.3, 1), (0.3, 0.9), (0, 0.9), (0, 0)])
    return shapely.polygons(_bent(corner[:, None, :] + outline[None, :, :] * size[:, None, :]))


def _streets(random: np.random.Generator, count: int) -> np.ndarray:
    """Make pieces of streets between crossings, a dozen points each, half of them to the north."""
    rows = int(np.ceil(np.sqrt(count / 2)))
    step = SIDE_M / rows
    at = np.arange(count)
    begin = np.stack((((at // 2) % rows) * step, ((at // 2) // rows) * step), axis=-1)
    along = np.zeros((count, 12, 2))
    along[at % 2 == 0, :, 0] = np.linspace(0, 1, 12) * step
    along[at % 2 == 1, :, 1] = np.linspace(0, 1, 12) * step
    along[:, 1:-1] += random.normal(0, 0.6, (count, 10, 2))
    return shapely.linestrings(_bent(begin[:, None, :] + along))
