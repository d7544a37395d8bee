"""A small made-up quarter in memory, for tests of scenes and their painting."""

from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from bnip.incident import Incident, Mark, Route
from bnip.record import Place
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset, DatasetCard
from layers.frames import FrameDataset
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Names
from symbols.style import Symbology

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SITE = (149_000.0, 170_500.0)


def view(scale: float = 5_000, size_mm: tuple[float, float] = (120.0, 90.0), epsg: int = 31370) -> MapView:
    return MapView(SITE, scale, size_mm, epsg)


class Ground:
    """Layers and records put together one by one; `datasets` and `document` are what a gatherer takes."""

    def __init__(self) -> None:
        self._datasets: dict[str, Dataset] = {}
        self._records: dict[str, Any] = {}

    def get(self, hash: str) -> Dataset:  # noqa: A002 - as in the protocol
        return self._datasets[hash]

    @property
    def document(self) -> MapDocument:
        return MapDocument(dict(self._records))

    def add(
        self,
        schema: str,
        geometries: list[Any],
        *,
        symbology: Symbology | None = None,
        day: date | None = date(2026, 11, 1),
        sensitivity: Sensitivity = Sensitivity.CLEAR,
        opacity: float = 1.0,
        visible: bool = True,
        **columns: list[Any],
    ) -> None:
        name = f"{schema}{len(self._datasets)}"
        kinds = {0: "point", 1: "line", 2: "area"}
        card = DatasetCard(
            hash=name,
            schema=schema,
            kind=GeometryKind(kinds[int(shapely.get_dimensions(geometries[0]))]),
            epsg=31370,
            count=len(geometries),
            source=f"{name}.gpkg",
            imported=NOW,
            date=day,
            credit=f"© {name}",
        )
        frame = gpd.GeoDataFrame(columns, geometry=np.array(geometries, dtype=object), crs=31370)
        self._datasets[name] = FrameDataset(frame, card)
        self._records[name] = Layer(
            id=name,
            names=Names.same(schema),
            dataset=name,
            schema=schema,
            rank=len(self._datasets),
            symbology=symbology,
            sensitivity=sensitivity,
            opacity=opacity,
            visible=visible,
        )

    def put(self, *records: Any) -> None:
        for record in records:
            self._records[record.id] = record


def at(dx: float, dy: float) -> tuple[float, float]:
    return (SITE[0] + dx, SITE[1] + dy)


def square(dx: float, dy: float, side: float) -> shapely.Polygon:
    x, y = at(dx, dy)
    return shapely.box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(*point) for point in points])


def quarter() -> Ground:
    """A quarter with everything a map shows."""
    ground = Ground()
    ground.add("region", [square(0, 0, 560)], name_fr=["Région"], name_nl=["Gewest"])
    ground.add(
        "green",
        [square(-150, 90, 130), square(170, -120, 90)],
        kind=["park", "wood"],
        name_fr=["Parc du Cèdre", None],
        name_nl=["Cederpark", None],
    )
    ground.add("water", [shapely.Point(at(-150, 100)).buffer(28)], kind=["pond"])
    ground.add(
        "building",
        [square(-260 + 40 * column, -190 + 45 * row, 22) for column in range(14) for row in range(3)],
        kind=["building"] * 42,
    )
    ground.add(
        "street",
        [line((-320, -60), (320, -40)), line((40, -230), (60, 230)), line((-300, 180), (300, 150))],
        **{"class": ["main", "secondary", "local"]},
        name_fr=["Chaussée du Moulin", "Rue Haute", "Rue de l’Étang"],
        name_nl=["Molensteenweg", "Hoogstraat", "Vijverstraat"],
    )
    ground.add("railway", [line((-320, 30), (0, 60), (320, 120))], kind=["rail"])
    ground.add(
        "shelter",
        [shapely.Point(at(120, 60)), shapely.Point(at(-70, -140))],
        sensitivity=Sensitivity.GREEN,
        day=date(2024, 1, 1),
        name_fr=["Salle du Lac", "École du Nord"],
        name_nl=["Meerzaal", "Noordschool"],
    )
    ground.put(
        Zone(id="red", zone=ZoneKind.RED, outline=circle(at(60, 0), 50)),
        Zone(id="orange", zone=ZoneKind.ORANGE, outline=circle(at(60, 0), 110), sensitivity=Sensitivity.AMBER),
        Incident(id="fire", place=Place(x=at(60, 0)[0], y=at(60, 0)[1]), symbol="haz.fire"),
        Mark(id="cp", place=Place(x=at(-20, 70)[0], y=at(-20, 70)[1]), symbol="cmd.cpops"),
        Route(id="way", path=(at(60, -60), at(60, -200)), symbol="line.evacroute"),
    )
    return ground
