"""A made-up town, the same at every run: streets in a bent grid, buildings of nine points along them, points."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

__all__ = ["write_ground"]

SIDE_M = 16_000.0
WEST, SOUTH = 142_000.0, 162_000.0


def write_ground(path: Path, buildings: int = 200_000, streets: int = 60_000, points: int = 50_000) -> None:
    """Write the tables `buildings`, `streets` and `points` in Lambert 72 to a new GeoPackage."""
    random = np.random.default_rng(20_231_016)
    for name, geometries in (
        ("buildings", _buildings(random, buildings)),
        ("streets", _streets(random, streets)),
        ("points", shapely.points(_bent(random.uniform(0, SIDE_M, (points, 2))))),
    ):
        frame = gpd.GeoDataFrame(
            {"code": np.arange(len(geometries)), "kind": random.choice(["a", "b", "c"], len(geometries))},
            geometry=geometries,
            crs=31370,
        )
        frame.to_file(path, layer=name, driver="GPKG")


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
