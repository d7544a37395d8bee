"""Measure how long labels take to find their places: `python -m benchmarks.labelling`.

Twenty thousand named things lie in one frame of A3: eight thousand points, eight thousand streets and four thousand
areas, far more than there is room for. Told are the seconds to make and place all of them for the first picture and
for the next (names and the places along lines are kept), the medians of several runs in one process; how many were
placed, and how many found no room.
"""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

import geopandas as gpd
import numpy as np
import shapely

from cartoviewer.scene.labeller import Labeller
from cartoviewer.scene.labels import LabelWish, placed
from cartoviewer.scene.occupancy import Occupancy
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset, DatasetCard
from layers.frames import FrameDataset
from layers.progress import NoProgress
from layers.shapes import GeometryKind
from resources.texts import Language
from symbols.style import LabelStyle
from symbols.symbology import label_style

VIEW = MapView((149_000.0, 170_500.0), 10_000.0, (404.0, 281.0))
POINTS, STREETS, AREAS = 8_000, 8_000, 4_000
PIECE = 1_000
"""So many features of a dataset: as if of twenty layers."""
TIMES = 7
"""So often all is measured."""

Ground = list[tuple[Dataset, LabelStyle]]


def ground() -> Ground:
    """Make the named things, the same ones each time."""
    random = np.random.default_rng(2026)
    west, south, east, north = VIEW.bounds
    fields = ("name_fr", "name_nl")
    made: Ground = []
    for kind, count, style, words in (
        (GeometryKind.POINT, POINTS, "building_point", ("École", "School")),
        (GeometryKind.LINE, STREETS, "street_local", ("Rue de la Paix", "Vredestraat")),
        (GeometryKind.AREA, AREAS, "green", ("Parc", "Park")),
    ):
        for first in range(0, count, PIECE):
            places = random.uniform((west, south), (east, north), (PIECE, 2))
            reach = random.uniform(60, 400, PIECE)
            turn = random.uniform(0, np.pi, PIECE)
            if kind is GeometryKind.POINT:
                geometries = shapely.points(places)
            elif kind is GeometryKind.AREA:
                geometries = shapely.buffer(shapely.points(places), reach / 4, quad_segs=4)
            else:
                bends = turn[:, None] + np.linspace(0.0, 0.4, 9)
                steps = np.stack((np.cos(bends), np.sin(bends)), axis=-1) * reach[:, None, None] / 9
                geometries = shapely.linestrings(places[:, None, :] + np.cumsum(steps, axis=1))
            names = {
                field: [f"{word} {first + number}" for number in range(PIECE)]
                for field, word in zip(fields, words, strict=True)
            }
            frame = gpd.GeoDataFrame(names, geometry=geometries, crs=31370)
            name = f"{kind.value}{first}"
            card = DatasetCard(name, "generic", kind, 31370, PIECE, name, datetime(2026, 1, 1, tzinfo=UTC))
            made.append((FrameDataset(frame, card), label_style(style, fields)))
    return made


def wishes(named: Ground, labeller: Labeller) -> Iterator[LabelWish]:
    """Let everything ask for its label."""
    dot = [(-0.5, -0.5, 0.5, 0.5)]
    for dataset, style in named:
        features = np.arange(dataset.card.count, dtype=np.int64)
        yield from labeller.wishes(dataset, style, features, dot, VIEW, Language.FR_NL)


def main() -> None:
    """Measure and print."""
    named = ground()
    for dataset, _ in named:
        dataset.shapes(VIEW.epsg)
    taken: dict[str, list[float]] = {"first": [], "next": []}
    for _ in range(TIMES):
        labeller = Labeller()
        for seconds in taken.values():
            begin = time.perf_counter()
            labels, unplaced = placed(wishes(named, labeller), Occupancy(VIEW.size_mm), NoProgress())
            seconds.append(time.perf_counter() - begin)
    figures = {f"{name}_s": round(median(seconds), 3) for name, seconds in taken.items()}
    figures |= {"candidates": POINTS + STREETS + AREAS, "placed": len(labels), "unplaced": len(unplaced)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
