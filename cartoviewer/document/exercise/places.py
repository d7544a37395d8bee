"""The made-up places of the exercise: shelters, depots, LISA antennas, ANPR sites and temporary cameras.

Everything is drawn by a generator that begins with the seed of the data file, so the same data give the same
places. A place lies within its municipality's cores and cantons, and apart from the others of its layer.
"""

import math
import random
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.resources import files
from itertools import cycle
from typing import Any, Final

import geopandas as gpd
import shapely
from shapely import Point

from cartoviewer.document.exercise.territory import Municipality, Territory
from layers.crs import LAMBERT_72
from resources.texts import Names

__all__ = ["Places", "read_places"]

_FROM_BORDER_M: Final = 60.0
_TRIES: Final = 4_000


class Places:
    """The tables of made-up places, each in the columns of its schema, in Lambert 72."""

    def __init__(self, tables: Mapping[str, gpd.GeoDataFrame], credit: str, source: str, day: date) -> None:
        self.tables: Final = tables
        self.credit: Final = credit
        self.source: Final = source
        self.date: Final = day


def read_places(territory: Territory) -> Places:
    """Draw all places of the exercise on its ground."""
    table = tomllib.loads((files("resources") / "exercise" / "facilities.toml").read_text("utf-8"))
    day: date = table["date"]
    # Each layer has a generator of its own: one more shelter does not move the cameras.
    seed: int = table["seed"]
    tables = {
        "shelter": _shelters(table["shelters"], territory, _Ground(seed + 1, table["shelters"]), day),
        "depot": _depots(table["depots"], territory, _Ground(seed + 2, table["depots"]), day),
        "lisa": _lisa(table["lisa"], territory, _Ground(seed + 3, table["lisa"])),
        "anpr": _anpr(table["anpr"], territory, _Ground(seed + 4, table["anpr"])),
        "camera_placement": _cameras(table["cameras"], territory, _Ground(seed + 5, table["cameras"])),
    }
    return Places(tables, table["credit"], table["source"], day)


class _Ground:
    """Draws points, each a certain distance from all those drawn before."""

    def __init__(self, seed: int, table: Mapping[str, Any]) -> None:
        self.chance = random.Random(seed)
        self._spacing = float(table["spacing_m"])
        self._taken: list[Point] = []

    def in_municipality(self, municipality: Municipality, near: tuple[float, float, float] | None = None) -> Point:
        """Draw a point in one of the cores of a municipality, or around one given place."""
        ground = shapely.buffer(municipality.ground, -_FROM_BORDER_M)
        shapely.prepare(ground)
        cores = (near,) if near else municipality.cores
        weights = [core[2] ** 2 for core in cores]
        for attempt in range(_TRIES):
            x, y, radius = self.chance.choices(cores, weights)[0]
            turn, reach = self.chance.random() * 2 * math.pi, radius * math.sqrt(self.chance.random())
            point = Point(round(x + reach * math.cos(turn), 1), round(y + reach * math.sin(turn), 1))
            # A crowded core gives way in small steps rather than for ever.
            spacing = self._spacing * (1 - attempt / _TRIES)
            if ground.contains(point) and all(point.distance(other) >= spacing for other in self._taken):
                self._taken.append(point)
                return point
        raise ValueError(f"no room for a place in {municipality.nis}")

    def take(self, point: Point) -> Point:
        """Keep the places drawn later away from this one."""
        self._taken.append(point)
        return point


def _shared_out(counts: Mapping[str, int], territory: Territory) -> Iterable[Municipality]:
    for nis, count in counts.items():
        for _ in range(count):
            yield territory.municipalities[nis]


def _frame(rows: list[dict[str, Any]], points: list[Point]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry=points, crs=LAMBERT_72)


def _shelters(table: Mapping[str, Any], territory: Territory, ground: _Ground, day: date) -> gpd.GeoDataFrame:
    rows, points = [], []
    kinds = cycle(table["kinds"])
    for number, (municipality, kind) in enumerate(
        zip(_shared_out(table["count"], territory), kinds, strict=False), start=1
    ):
        points.append(ground.in_municipality(municipality))
        seated = ground.chance.randrange(kind["seated"][0], kind["seated"][1] + 1, 10)
        rows.append(
            {
                "name_fr": kind["name_fr"].format(n=number),
                "name_nl": kind["name_nl"].format(n=number),
                "functions": ";".join(kind["functions"]),
                "address": f"Rue de l’Exercice {number} / Oefeningstraat {number}",
                "postcode": municipality.postcode,
                "municipality": _both(municipality.names),
                "capacity_seated": seated,
                "capacity_lying": int(seated * kind["lying"] / 10) * 10,
                "accessible": kind["accessible"],
                "power": kind["power"],
                "showers": kind["showers"],
                "kitchen": kind["kitchen"],
                "contact_function": kind["contact"],
                "last_verified_on": (day - timedelta(days=ground.chance.randrange(10, 330))).isoformat(),
            }
        )
    return _frame(rows, points)


def _depots(table: Mapping[str, Any], territory: Territory, ground: _Ground, day: date) -> gpd.GeoDataFrame:
    rows, points = [], []
    for number, place in enumerate(table["places"], start=1):
        municipality = territory.municipalities[place["municipality"]]
        points.append(ground.in_municipality(municipality))
        rows.append(
            {
                "name_fr": place["name_fr"],
                "name_nl": place["name_nl"],
                "stock_kind": place["kind"],
                "contents": place["contents"],
                "owner": place["owner"],
                "access_hours": place["access_hours"],
                "address": f"Quai de l’Exercice {number} / Oefeningkaai {number}",
                "postcode": municipality.postcode,
                "municipality": _both(municipality.names),
                "last_verified_on": (day - timedelta(days=ground.chance.randrange(10, 200))).isoformat(),
            }
        )
    return _frame(rows, points)


def _lisa(table: Mapping[str, Any], territory: Territory, ground: _Ground) -> gpd.GeoDataFrame:
    rows, points = [], []
    for place in table["places"]:
        municipality = territory.municipalities[place["municipality"]]
        near = place.get("near")
        points.append(ground.in_municipality(municipality, (near[0], near[1], near[2]) if near else None))
        quarter = Names(place["quarter_fr"], place["quarter_nl"])
        is_open = place["status"] != "project"
        rows.append(
            {
                "name_fr": f"LISA {municipality.names.fr} – {quarter.fr} (exercice)",
                "name_nl": f"LISA {municipality.names.nl} – {quarter.nl} (oefening)",
                "municipality": _both(municipality.names),
                "quarter": _both(quarter),
                "status": place["status"],
                "call_year": place["call_year"],
                "opening_hours": "09:00–17:00" if is_open else None,
                "address": None,
            }
        )
    return _frame(rows, points)


def _anpr(table: Mapping[str, Any], territory: Territory, ground: _Ground) -> gpd.GeoDataFrame:
    edge = shapely.buffer(territory.region.geometry.iloc[0], -float(table["gate_inset_m"]))
    ring = max(shapely.get_parts(edge), key=lambda part: float(part.area)).exterior
    gates = [ring.interpolate((index + 0.35) / table["gates"], normalized=True) for index in range(table["gates"])]
    points = [ground.take(Point(round(gate.x, 1), round(gate.y, 1))) for gate in gates]
    points += [ground.in_municipality(municipality) for municipality in _shared_out(table["count"], territory)]
    statuses, directions = cycle(table["statuses"]), cycle(table["directions"])
    rows = [
        {
            "site_code": f"EX-ANPR-{number:03}",
            "road_fr": f"Chaussée de l’Exercice {number}",
            "road_nl": f"Oefeningsteenweg {number}",
            "direction": next(directions),
            "cameras": ground.chance.choice((2, 2, 4, 4, 6, 8)),
            "operator": "Région (exercice) / Gewest (oefening)",
            "status": next(statuses),
        }
        for number in range(1, len(points) + 1)
    ]
    return _frame(rows, points)


def _cameras(table: Mapping[str, Any], territory: Territory, ground: _Ground) -> gpd.GeoDataFrame:
    rows, points = [], []
    first: date = table["first_day"]
    purposes, powers, links = cycle(table["purposes"]), cycle(table["powers"]), cycle(table["links"])
    for number, municipality in enumerate(_shared_out(table["count"], territory), start=1):
        points.append(ground.in_municipality(municipality))
        begin = first + timedelta(days=ground.chance.randrange(0, 90))
        kind, requester = _requester(number, municipality)
        rows.append(
            {
                "unit_number": f"EX-T{number:02}",
                "requester": requester,
                "requester_kind": kind,
                "purpose": next(purposes),
                "from": begin.isoformat(),
                "until": (begin + timedelta(weeks=ground.chance.choice(table["weeks"]))).isoformat(),
                "decision": table["decision"].format(n=number),
                "power": next(powers),
                "network_4g": next(links),
                "address": f"Place de l’Exercice {number} / Oefeningplein {number}",
            }
        )
    return _frame(rows, points)


def _requester(number: int, municipality: Municipality) -> tuple[str, str]:
    """Give who asked for a camera: mostly police zones, then municipalities, sometimes an administration."""
    match number % 5:
        case 0 | 2:
            return "municipality", _both(municipality.names)
        case 4:
            return "administration", "Propreté publique (exercice) / Openbare netheid (oefening)"
        case _:
            names = municipality.zone_names
            return "police_zone", f"ZP/PZ {municipality.zone} {_both(names)}"


def _both(names: Names) -> str:
    return names.fr if names.fr == names.nl else f"{names.fr} / {names.nl}"
