"""Finding coordinates in the columns of a table: by the columns' names, then by their numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.crs import CRS_NAMES, LAMBERT_72, LAMBERT_2008, WGS84, is_geographic
from layers.errors import CrsError, LayerReadError
from layers.extents import Guess, recognise
from layers.report import Fault, Note
from layers.shapes import Floats
from layers.values import folded, is_missing, parse_number

__all__ = ["CoordinateColumns", "PlacedTable", "find_columns", "place"]

_EAST: Final = frozenset(
    {"x", "lon", "long", "lng", "longitude", "lengtegraad", "lengte", "east", "easting", "oost", "est"}
)
_NORTH: Final = frozenset({"y", "lat", "latitude", "breedtegraad", "breedte", "north", "northing", "noord", "nord"})
_GLUED: Final = re.compile(r"[xy](?:coord|coordinate|coordinaat)?(?:_?(?:l72|lb72|lambert72|lambert|l2008|lb08))?")
_PAIR: Final = frozenset(
    {"geo_point", "geo_point_2d", "geopoint", "geo_point2d", "coordinates", "coordonnees", "coordinaten"}
    | {"gpscoordinates", "latlon", "lat_lon", "location_point", "point", "geom_point"}
)
_TEXT_GEOMETRY: Final = frozenset(
    {"wkt", "wkt_geom", "geom", "geometry", "the_geom", "geometrie", "shape", "geo_shape"}
)
_HINTS: Final = (
    (re.compile(r"31370|l72|lb72|lambert_?(?:19)?72|xl72|yl72"), LAMBERT_72),
    (re.compile(r"3812|l2008|lb08|lambert_?(?:20)?08"), LAMBERT_2008),
    (re.compile(r"4326|wgs_?84|gps"), WGS84),
)
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
# 50°50'45"N, N 50° 50,75', 50:50:45, 4 21 08: degrees with minutes, that no number can be taken for.
_ANGLE: Final = re.compile(
    r"(?P<before>[nsewo]?)\s*(?P<sign>-?)(?P<degrees>\d{1,3})(?:\s*[°ºd:]\s*|\s+)"
    r"(?P<minutes>[0-5]?\d(?:[.,]\d+)?)"
    r"(?:\s*['′’:]\s*|\s+|$|(?=[nsewo]))"
    r"(?:(?P<seconds>[0-5]?\d(?:[.,]\d+)?)\s*(?:[\"″”]|''|’’|′′)?)?\s*(?P<after>[nsewo]?)",
    re.IGNORECASE,
)
_MINUS: Final = frozenset({"s", "w"})


@dataclass(frozen=True, slots=True)
class CoordinateColumns:
    """Which columns hold the place: `east` and `north`, or one of `pair` (both in one) and `wkt`."""

    east: str = ""
    north: str = ""
    pair: str = ""
    wkt: str = ""
    epsg: int | None = None

    @property
    def used(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(name for name in (self.east, self.north, self.pair, self.wkt) if name)


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table with geometry: which of its rows (by position) have one, and in which CRS."""

    geometries: npt.NDArray[np.object_]
    positions: list[int]
    epsg: int
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


def find_columns(columns: Sequence[str], mapping: Mapping[str, str]) -> CoordinateColumns | None:
    """Find the columns of the place; `mapping` may name them under `x`/`lon`, `y`/`lat` and `geometry`.

    Where a table has its places twice, as BeSt has, metres are preferred: its degrees have five decimals only.
    """
    east = mapping.get("x") or mapping.get("lon", "")
    north = mapping.get("y") or mapping.get("lat", "")
    if east and north:
        return CoordinateColumns(east, north, epsg=_hint(east))
    found: list[tuple[int, CoordinateColumns]] = []
    souths = {name: _axis(name) for name in columns}
    for name in columns:
        if souths[name] != "east":
            continue
        partner = _partner(name, [other for other in columns if souths[other] == "north"])
        if partner:
            degrees = _axis_family(name) == "degrees"
            hint = _hint(name) or (WGS84 if degrees else None)
            found.append((1 if hint == WGS84 else 0, CoordinateColumns(name, partner, epsg=hint)))
    if found:
        return min(found, key=lambda item: item[0])[1]
    for name in columns:
        if mapping.get("geometry") == name or folded(name) in _TEXT_GEOMETRY:
            return CoordinateColumns(wkt=name)
    for name in columns:
        if folded(name) in _PAIR:
            return CoordinateColumns(pair=name)
    return None


def _axis(column: str) -> str:
    """Tell whether a column's name says east, north or neither."""
    name = folded(column)
    words = set(name.split("_"))
    if len(words & _EAST) == 1 and not words & _NORTH:
        return "east"
    if len(words & _NORTH) == 1 and not words & _EAST:
        return "north"
    if _GLUED.fullmatch(name):
        return "east" if name[0] == "x" else "north"
    return ""


def _partner(east: str, norths: Sequence[str]) -> str:
    """Find the column of the north that is called like that of the east but for the axis."""
    rest = set(folded(east).split("_")) - _EAST
    like = [north for north in norths if set(folded(north).split("_")) - _NORTH == rest]
    degrees = _axis_family(east)
    same = [north for north in like or norths if _axis_family(north) == degrees and _hint(north) == _hint(east)]
    return same[0] if same else ""


def _axis_family(column: str) -> str:
    """Tell degrees from metres by the word that was used."""
    name = folded(column)
    return "degrees" if re.search(r"(?:^|_)l(?:at|on|ng)|lengte|breedte", name) else "metres"


def _hint(column: str) -> int | None:
    name = folded(column)
    return next((epsg for pattern, epsg in _HINTS if pattern.search(name)), None)


def place(table: pd.DataFrame, rows: Sequence[int], columns: CoordinateColumns, epsg: int | None) -> PlacedTable:
    """Make points (or shapes from WKT) of the rows of a table.

    Rows without a readable place are set aside. Where the CRS is not given it is recognised by the numbers, and
    where the two columns stand in each other's place they are exchanged; both are told in the notes.

    Raises
    ------
    CrsError
        The numbers fit no CRS of Belgium, and none was given.
    LayerReadError
        No row has a place.
    """
    if columns.wkt:
        return _shaped(table, rows, columns.wkt, epsg)
    xy, faults = (_pairs if columns.pair else _axes)(table, rows, columns)
    positions = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(positions):
        raise LayerReadError(
            "None of the {count} rows has coordinates in {columns}.",
            count=len(table),
            columns=", ".join(columns.used),
        )
    notes: list[Note] = []
    guess, kept = _crs_of(xy[positions], columns, epsg, notes)
    points = np.empty(len(kept), dtype=np.object_)
    points[:] = shapely.points(kept)
    return PlacedTable(points, positions.tolist(), guess, tuple(faults), tuple(notes))


def _crs_of(xy: Floats, columns: CoordinateColumns, epsg: int | None, notes: list[Note]) -> tuple[int, Floats]:
    """Settle the CRS and the order of the numbers; gives the code and the numbers, east first."""
    told = epsg or columns.epsg
    found = recognise(xy, told)
    if found is None and columns.epsg is not None and epsg is None:
        found = recognise(xy)
    if found is None and told is not None:
        found = Guess(told)
    if found is None:
        x, y = np.median(xy, axis=0)
        raise CrsError(
            "The coordinates in {columns} (in the middle {x}, {y}) fit no coordinate system of Belgium. "
            "Say which it is (EPSG code), or check the columns and the decimal comma.",
            columns=", ".join(columns.used),
            x=f"{x:g}",
            y=f"{y:g}",
        )
    if found.epsg != told:
        notes.append(
            Note(
                "The table does not say its coordinate system; the numbers are those of {crs} (EPSG:{epsg}).",
                {"crs": CRS_NAMES.get(found.epsg, ""), "epsg": found.epsg},
            )
        )
    if found.swapped and not columns.pair:
        notes.append(
            Note(
                "The columns {east} and {north} stand in each other's place; they were exchanged.",
                {"east": columns.east, "north": columns.north},
            )
        )
    return found.epsg, np.ascontiguousarray(xy[:, ::-1]) if found.swapped else xy


def _axes(table: pd.DataFrame, rows: Sequence[int], columns: CoordinateColumns) -> tuple[Floats, list[Fault]]:
    xy = np.full((len(table), 2), np.nan)
    faults: list[Fault] = []
    for axis, name in enumerate((columns.east, columns.north)):
        for position, raw in enumerate(table[name].tolist()):
            if is_missing(raw):
                reason = Note("The row has no coordinate.")
            else:
                try:
                    xy[position, axis] = _coordinate(raw)
                    continue
                except ValueError:
                    reason = Note("This is no coordinate.")
            faults.append(Fault(rows[position], name, "" if is_missing(raw) else str(raw), reason))
    return xy, faults


def _coordinate(raw: object) -> float:
    """Read a coordinate; `148.853` beside thousands apart is metres, so a lone point stays a decimal one."""
    if isinstance(raw, (int, float)):
        return float(raw)
    angle = _ANGLE.fullmatch(str(raw).strip())
    if angle:
        parts = [float((angle[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")]
        size = parts[0] + parts[1] / 60 + parts[2] / 3600
        turned = bool(angle["sign"]) or (angle["before"] or angle["after"]).lower() in _MINUS
        return -size if turned else size
    return parse_number(str(raw).strip().rstrip("°m").strip())


def _pairs(table: pd.DataFrame, rows: Sequence[int], columns: CoordinateColumns) -> tuple[Floats, list[Fault]]:
    """Read `50.84, 4.35`, `{"lon": 4.35, "lat": 50.84}` and the like; the numbers settle the order."""
    xy = np.full((len(table), 2), np.nan)
    faults: list[Fault] = []
    for position, raw in enumerate(table[columns.pair].tolist()):
        text = "" if is_missing(raw) else str(raw)
        # In a pair the comma divides, unless there is another divider.
        plain = text.replace(",", ".") if ";" in text else text.replace(",", " ")
        numbers = _NUMBER.findall(plain)
        if len(numbers) == 2:
            first, second = (float(number) for number in numbers)
            # Degrees of Belgium tell their order themselves, row by row: its latitudes are near 50.
            xy[position] = (second, first) if 90 >= first > second > 0 else (first, second)
        else:
            reason = Note("This is no coordinate.") if text else Note("The row has no coordinate.")
            faults.append(Fault(rows[position], columns.pair, text, reason))
    return xy, faults


def _shaped(table: pd.DataFrame, rows: Sequence[int], column: str, epsg: int | None) -> PlacedTable:
    texts = [None if is_missing(raw) else str(raw) for raw in table[column].tolist()]
    srid = next((match for text in texts if text and (match := re.match(r"SRID=(\d+);", text))), None)
    bare = [re.sub(r"^SRID=\d+;", "", text) if text else None for text in texts]
    shapes = np.array(
        [
            shapely.from_geojson(text, on_invalid="ignore")
            if text and text.lstrip().startswith("{")
            else shapely.from_wkt(text, on_invalid="ignore")
            for text in bare
        ],
        dtype=np.object_,
    )
    faults = [
        Fault(
            rows[position],
            column,
            (texts[position] or "")[:200],
            Note("This is no geometry.") if texts[position] else Note("The row has no place on the map."),
        )
        for position in np.flatnonzero(shapely.is_missing(shapes)).tolist()
    ]
    positions = np.flatnonzero(~shapely.is_missing(shapes))
    if not len(positions):
        raise LayerReadError(
            "None of the {count} rows has coordinates in {columns}.", count=len(table), columns=column
        )
    code = epsg or (int(srid.group(1)) if srid else None)
    notes: list[Note] = []
    if code is None:
        code, _ = _crs_of(shapely.get_coordinates(shapes[positions]), CoordinateColumns(pair=column), None, notes)
    is_geographic(code)
    return PlacedTable(shapes[positions], positions.tolist(), code, tuple(faults), tuple(notes))
