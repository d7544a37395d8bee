"""What a source adds to the index: streets, addresses, named places, kilometre posts and boundaries."""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from layers.crs import LAMBERT_72, transform_geometries
from layers.errors import LayerReadError, Problem, SourceError
from layers.files import open_source
from layers.gazetteer.address_table import AddressRows, is_address_table, read_address_table
from layers.gazetteer.categories import category_columns, category_of
from layers.gazetteer.municipalities import area_of_name, area_of_nis
from layers.places import find_columns, place
from layers.progress import NoProgress, Progress
from layers.rows import read_layer, read_table
from layers.shapes import Integers
from layers.values import folded as folded_column
from layers.values import is_missing, parse_number

__all__ = ["Contribution", "PlaceRow", "StreetRow", "read_contribution"]

_NOBODY: Final = NoProgress()
_STREET_LAYERS: Final = ("street", "rue", "straat", "road", "voirie", "axes", "axe", "strassen")
_LONGEST_NAME: Final = 160


@dataclass(frozen=True, slots=True)
class StreetRow:
    """A street of a source: its names, the code of its municipality ("" if not told), its lines in Lambert 72."""

    fr: str
    nl: str
    nis: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A named place of a source, Lambert 72; `geometry` only of areas, `radius_m` how far the place reaches."""

    fr: str
    nl: str
    en: str
    category: str
    x: float
    y: float
    radius_m: float
    geometry: BaseGeometry | None


@dataclass(slots=True)
class Contribution:
    """All that one source adds."""

    rows: int = 0
    left_out: int = 0
    streets: list[StreetRow] = field(default_factory=list)
    addresses: list[AddressRows] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    kilometres: list[tuple[str, float, float, float]] = field(default_factory=list)
    boundaries: list[tuple[str, BaseGeometry]] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """What it mostly is: `addresses`, `streets` or `names`."""
        if sum(len(rows) for rows in self.addresses) > len(self.places):
            return "addresses"
        return "streets" if len(self.streets) > len(self.places) else "names"

    @property
    def is_empty(self) -> bool:
        """Tell whether it adds nothing."""
        parts = (self.streets, self.places, self.kilometres, self.boundaries)
        return not any(parts) and not any(len(rows) for rows in self.addresses)


@cache
def _columns() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "columns.toml").read_text("utf-8"))
    return {part: {role: tuple(names) for role, names in roles.items()} for part, roles in table.items()}


def _role(part: str, role: str, columns: Mapping[str, str]) -> str:
    """Give the column (as the source calls it) that has this role; "" for none."""
    return next((columns[name] for name in _columns()[part][role] if name in columns), "")


def read_contribution(path: Path, progress: Progress = _NOBODY) -> Contribution:
    """Read all that a source knows by name.

    Raises
    ------
    SourceError, LayerReadError, CrsError
        The file cannot be read, or nothing in it has a name and a place.
    """
    found = Contribution()
    if path.suffix.lower() in (".csv", ".txt", ".tsv", ".zip") and is_address_table(path):
        rows = read_address_table(path, progress)
        found.rows, found.left_out = rows.rows_read, rows.left_out
        found.addresses.append(rows)
        found.columns |= set(rows.columns)
        return found
    if path.suffix.lower() == ".json" and (frame := _plain_json(path)) is not None:
        _of_frame(found, frame, path.stem)
        return _checked(found, path)
    problem: Problem | None = None
    with open_source(path) as source:
        for at, layer in enumerate(source.layers):
            progress.step(at / len(source.layers), "Reading the sources")
            try:
                raw = (
                    read_table(source, layer, None, {}, _NOBODY)
                    if layer.is_table
                    else read_layer(source, layer, None, _NOBODY)
                )
            except (LayerReadError, SourceError) as error:
                problem = error
                continue
            found.rows += raw.rows_read
            found.left_out += raw.rows_read - len(raw.frame)
            found.columns |= {str(name) for name in raw.frame.columns}
            geometries = transform_geometries(shapely.force_2d(raw.geometries), raw.epsg, LAMBERT_72)
            _of_layer(found, raw.frame, geometries, layer.name, progress)
    if found.is_empty and problem is not None:
        raise problem
    return _checked(found, path)


def _checked(found: Contribution, path: Path) -> Contribution:
    if found.is_empty:
        raise LayerReadError(
            "“{file}” holds nothing that has both a name and a place: no street, address or named object. Its "
            "columns are {columns}.",
            file=path.name,
            columns=", ".join(sorted(found.columns)) or "–",
        )
    return found


def _plain_json(path: Path) -> pd.DataFrame | None:
    """Read a list of objects, as portals give them; None where the file is something else."""
    try:
        read = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    if isinstance(read, dict) and "type" not in read:
        read = next((value for value in read.values() if isinstance(value, list)), None)
    if not (isinstance(read, list) and read and all(isinstance(row, dict) for row in read)):
        return None
    if all("geometry" in row for row in read[:3]):
        return None
    frame = pd.json_normalize(read, sep="_")
    frame.columns = pd.Index([str(name) for name in frame.columns], dtype=object)
    return frame


def _of_frame(found: Contribution, frame: pd.DataFrame, name: str) -> None:
    columns = find_columns([str(column) for column in frame.columns], {})
    if columns is None:
        return
    placed = place(frame, list(range(1, len(frame) + 1)), columns, None)
    found.rows += len(frame)
    found.left_out += len(frame) - len(placed.positions)
    found.columns |= {str(column) for column in frame.columns}
    kept = frame.iloc[placed.positions].reset_index(drop=True)
    _of_layer(found, kept, transform_geometries(placed.geometries, placed.epsg, LAMBERT_72), name, _NOBODY)


def _of_layer(
    found: Contribution,
    frame: pd.DataFrame,
    geometries: npt.NDArray[np.object_],
    layer: str,
    progress: Progress,
) -> None:
    columns: dict[str, str] = {}
    for name in frame.columns:
        columns.setdefault(folded_column(str(name)), str(name))
    there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    kinds = np.asarray(shapely.get_dimensions(geometries), dtype=np.int64)
    is_street_layer = _is_street_layer(columns, layer)
    number = _role("street", "number", columns)
    street = [_role("street", role, columns) for role in ("fr", "nl", "both")]
    if number and any(street):
        rows = AddressRows.of_frame(
            frame[there].reset_index(drop=True), columns, shapely.centroid(geometries[there])
        )
        found.addresses.append(rows)
        if not _named(columns):
            found.left_out += rows.left_out
            return
    _boundaries(found, frame, columns, geometries, kinds)
    if _kilometres(found, frame, columns, geometries, there & (kinds == 0)):
        return
    lines = np.flatnonzero(there & (kinds == 1)) if is_street_layer else np.array([], dtype=np.int64)
    if len(lines):
        _streets(found, frame, columns, geometries, lines)
    rest = there.copy()
    rest[lines] = False
    _places(found, frame, columns, geometries, np.flatnonzero(rest), layer, progress)


def _is_street_layer(columns: Mapping[str, str], layer: str) -> bool:
    if any(_role("street", role, columns) for role in ("fr", "nl")):
        return True
    if not _named(columns) or any(name in columns for name in ("railway", "waterway", "route", "cycleway")):
        return False
    return any(word in layer.casefold() for word in _STREET_LAYERS) or _role("street", "nis", columns) != ""


def _named(columns: Mapping[str, str]) -> bool:
    return any(_role("name", role, columns) for role in ("fr", "nl", "both"))


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    if not column:
        return [""] * len(frame)
    return [
        "" if is_missing(value) else " ".join(str(value).split())[:_LONGEST_NAME]
        for value in frame[column].tolist()
    ]


def _names(frame: pd.DataFrame, columns: Mapping[str, str], *, street: bool) -> list[tuple[str, str]]:
    """Give the French and the Dutch name of each row; a name in one column for both is divided at its dash."""
    fr, nl, both = (
        _role("street", role, columns)
        if street and _role("street", role, columns)
        else _role("name", role, columns)
        for role in ("fr", "nl", "both")
    )
    french, dutch, shared = _texts(frame, fr), _texts(frame, nl), _texts(frame, both)
    return [divided(f, n, b) for f, n, b in zip(french, dutch, shared, strict=True)]


def divided(fr: str, nl: str, both: str) -> tuple[str, str]:
    """Settle the French and the Dutch name: where both are missing, of a name for both (`Rue X - Xstraat`)."""
    if fr and nl:
        return fr, nl
    if fr or nl:
        return fr or nl, nl or fr
    first, dash, second = both.partition(" - ")
    return (first.strip(), second.strip()) if dash and second.strip() else (both, both)


def _streets(
    found: Contribution,
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    geometries: npt.NDArray[np.object_],
    lines: Integers,
) -> None:
    part = frame.iloc[lines]
    names = _names(part, columns, street=True)
    nis_column, mun_column = _role("street", "nis", columns), _role("street", "municipality", columns)
    codes, muns = _texts(part, nis_column), _texts(part, mun_column)
    groups: dict[tuple[str, str, str], list[BaseGeometry]] = {}
    for at, (fr, nl), code, mun in zip(lines.tolist(), names, codes, muns, strict=True):
        if not (fr or nl):
            continue
        nis = code.rpartition("/")[2]
        if not nis and mun:
            area = area_of_name(mun)
            nis = area.nis if area else ""
        groups.setdefault((fr, nl, nis), []).extend(shapely.get_parts(geometries[at]).tolist())
    found.streets += [
        StreetRow(
            fr, nl, nis, shapely.MultiLineString([part for part in parts if isinstance(part, shapely.LineString)])
        )
        for (fr, nl, nis), parts in groups.items()
    ]


def _places(
    found: Contribution,
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    geometries: npt.NDArray[np.object_],
    rows: Integers,
    layer: str,
    progress: Progress,
) -> None:
    if not _named(columns) or not len(rows):
        return
    part, shapes = frame.iloc[rows], geometries[rows]
    names = _names(part, columns, street=False)
    english = _texts(part, _role("name", "en", columns))
    telling = [(name, _texts(part, columns[name])) for name in category_columns() if name in columns]
    middles = shapely.point_on_surface(shapely.make_valid(shapes))
    bounds = shapely.bounds(shapes)
    for at, (fr, nl) in enumerate(names):
        if at % 2_000 == 0:
            progress.step(0.5, "Reading the sources")
        if not (fr or nl):
            continue
        west, south, east, north = bounds[at].tolist()
        middle = middles[at]
        if middle.is_empty:
            continue
        radius = float(np.hypot(max(east - middle.x, middle.x - west), max(north - middle.y, middle.y - south)))
        values = {name: column[at] for name, column in telling if column[at]}
        category = category_of(values, layer)
        area = shapes[at] if shapely.get_dimensions(shapes[at]) == 2 else None
        found.places.append(PlaceRow(fr, nl, english[at], category, middle.x, middle.y, radius, area))


def _kilometres(
    found: Contribution,
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    geometries: npt.NDArray[np.object_],
    points: npt.NDArray[np.bool_],
) -> bool:
    """Take a layer of kilometre posts: points with a road and a distance along it."""
    road, km = _role("kilometre", "road", columns), _role("kilometre", "km", columns)
    if not (road and km) or not points.any():
        return False
    taken = 0
    rows = np.flatnonzero(points)
    roads, posts = _texts(frame.iloc[rows], road), _texts(frame.iloc[rows], km)
    middles = shapely.centroid(geometries[rows])
    for name, text, point in zip(roads, posts, middles, strict=True):
        try:
            value = parse_number(text.lower().removeprefix("km").removesuffix("km").strip())
        except ValueError:
            continue
        if name:
            found.kilometres.append((name, value, point.x, point.y))
            taken += 1
    return taken > len(rows) / 2


def _boundaries(
    found: Contribution,
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    geometries: npt.NDArray[np.object_],
    kinds: Integers,
) -> None:
    """Keep the outlines of the municipalities, where the source has them."""
    column = _role("street", "nis", columns) or columns.get("ref_ins", "")
    if not column:
        return
    for at, code in enumerate(_texts(frame, column)):
        nis = code.rpartition("/")[2]
        if kinds[at] == 2 and area_of_nis(nis) is not None and _is_named_as(frame, columns, at, nis):
            found.boundaries.append((nis, geometries[at]))


def _is_named_as(frame: pd.DataFrame, columns: Mapping[str, str], at: int, nis: str) -> bool:
    names: Iterable[str] = _names(frame.iloc[[at]], columns, street=False)[0]
    return any((area := area_of_name(name)) is not None and area.nis == nis for name in names if name)


def all_columns(names: Sequence[str]) -> dict[str, str]:
    """Give the columns of a table by their folded names."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded_column(name), name)
    return found
