"""Tables of addresses with millions of rows: BeSt as it comes, zipped or not, and others with like columns.

BeSt has one row for each letterbox; doors are what counts here, so rows of the same street, number and postcode
are one.
"""

import io
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.crs import LAMBERT_72, transform
from layers.errors import CrsError, SourceError
from layers.extents import recognise
from layers.gazetteer.house_number import read_house_number
from layers.gazetteer.municipalities import area_of_name
from layers.places import CoordinateColumns, find_columns
from layers.progress import NoProgress, Progress
from layers.shapes import Floats, Integers
from layers.values import folded, parse_number

__all__ = ["AddressRows", "is_address_table", "read_address_table"]

_NOBODY: Final = NoProgress()
_CHUNK: Final = 100_000
_CURRENT: Final = frozenset({"", "current", "inuse", "in_use", "actief", "actif", "active"})
_ROLES: Final = ("fr", "nl", "both", "number", "postcode", "nis", "municipality", "status")


@dataclass(slots=True)
class AddressRows:
    """Doors of a source.

    Attributes
    ----------
    streets
        (French, Dutch, NIS) of each street.
    street, number, upto, suffix, postcode
        Of each door: its street, its number, the last number of a range or 0, and what tells doors of one
        number apart.
    xy
        (n, 2) Lambert 72 metres.
    """

    streets: list[tuple[str, str, str]] = field(default_factory=list)
    street: Integers = field(default_factory=lambda: np.array([], dtype=np.int64))
    number: Integers = field(default_factory=lambda: np.array([], dtype=np.int64))
    upto: Integers = field(default_factory=lambda: np.array([], dtype=np.int64))
    suffix: npt.NDArray[np.object_] = field(default_factory=lambda: np.array([], dtype=np.object_))
    postcode: npt.NDArray[np.object_] = field(default_factory=lambda: np.array([], dtype=np.object_))
    xy: Floats = field(default_factory=lambda: np.empty((0, 2)))
    rows_read: int = 0
    left_out: int = 0
    columns: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.street)

    @classmethod
    def of_frame(cls, frame: pd.DataFrame, columns: Mapping[str, str], points: npt.NDArray[np.object_]) -> Self:
        """Take the doors of a layer, its points in Lambert 72."""
        gathered = _Gathered()
        text = {role: frame[name].fillna("").astype(str) for role in _ROLES if (name := _column(role, columns))}
        gathered.take(text, np.column_stack((shapely.get_x(points), shapely.get_y(points))), len(frame))
        return cls(**gathered.result())


@cache
def _names() -> dict[str, tuple[str, ...]]:
    table: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "columns.toml").read_text("utf-8"))
    return {role: tuple(names) for role, names in table["street"].items()}


def _column(role: str, columns: Mapping[str, str]) -> str:
    return next((columns[name] for name in _names()[role] if name in columns), "")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a table, or the one table in a zip file."""
    if path.suffix.lower() != ".zip":
        with path.open("rb") as stream:
            yield stream
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith((".csv", ".txt", ".tsv"))]
            if len(names) != 1:
                raise SourceError("“{file}” does not hold exactly one table.", file=path.name)
            with archive.open(names[0]) as stream:
                yield stream
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise SourceError(
            "The zip file “{file}” is damaged or protected by a password. Unpack it yourself, or get it again.",
            file=path.name,
        ) from None


def _header(path: Path) -> tuple[list[str], str]:
    """Give the columns of a table and its delimiter; none where it is no table of text."""
    with _opened(path) as stream:
        line = stream.readline(65_536)
    if b"\x00" in line:
        return [], ","
    text = line.decode("utf-8-sig", "replace").strip("\r\n")
    delimiter = max(";,\t|", key=text.count)
    return [name.strip().strip('"') for name in text.split(delimiter)], delimiter


def is_address_table(path: Path) -> bool:
    """Tell whether a file is a table of addresses with coordinates, by its header."""
    try:
        names, _ = _header(path)
    except (SourceError, OSError):
        return False
    columns = {folded(name): name for name in names}
    has_street = any(_column(role, columns) for role in ("fr", "nl", "both"))
    return has_street and bool(_column("number", columns)) and find_columns(names, {}) is not None


def read_address_table(path: Path, progress: Progress = _NOBODY) -> AddressRows:
    """Read the doors of a table.

    Raises
    ------
    SourceError
        It cannot be read to its end.
    CrsError
        Its coordinates fit no system of Belgium.
    """
    names, delimiter = _header(path)
    columns = {folded(name): name for name in names}
    where = find_columns(names, {})
    if where is None:
        raise SourceError("“{file}” has no columns with coordinates.", file=path.name)
    roles = {role: name for role in _ROLES if (name := _column(role, columns))}
    wanted = sorted({*roles.values(), *where.used}, key=names.index)
    try:
        return _read(path, delimiter, wanted, roles, where, "utf-8-sig", progress, names)
    except UnicodeDecodeError:
        return _read(path, delimiter, wanted, roles, where, "cp1252", progress, names)


def _read(
    path: Path,
    delimiter: str,
    wanted: Sequence[str],
    roles: Mapping[str, str],
    where: CoordinateColumns,
    encoding: str,
    progress: Progress,
    names: Sequence[str],
) -> AddressRows:
    gathered = _Gathered()
    size = max(path.stat().st_size * (4 if path.suffix.lower() == ".zip" else 1), 1)
    with _opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        try:
            chunks = pd.read_csv(
                text,
                sep=delimiter,
                usecols=list(wanted),
                dtype=str,
                keep_default_na=False,
                chunksize=_CHUNK,
                on_bad_lines="skip",
                skipinitialspace=True,
            )
            read = 0
            for frame in chunks:
                gathered.take(
                    {role: frame[name] for role, name in roles.items()}, _points(frame, where), len(frame)
                )
                read += len(frame) * 150
                progress.step(min(0.99, read / size), "Reading the addresses")
        except (pd.errors.ParserError, pd.errors.EmptyDataError, EOFError, zipfile.BadZipFile, ValueError) as error:
            if isinstance(error, UnicodeDecodeError):
                raise
            raise SourceError(
                "“{file}” cannot be read as a table of addresses: {error}. Get it again.",
                file=path.name,
                error=str(error),
            ) from None
    return AddressRows(**gathered.result(), columns=tuple(names))


def _points(frame: pd.DataFrame, where: CoordinateColumns) -> Floats:
    """Give the places of the rows in Lambert 72, NaN where they have none."""
    if where.pair or where.wkt:
        raise CrsError("The coordinates of addresses have to stand in two columns, x and y.")
    xy = np.column_stack([_numbers(frame[where.east]), _numbers(frame[where.north])])
    known = xy[np.isfinite(xy).all(axis=1)]
    if where.epsg == LAMBERT_72 or not len(known):
        return xy
    guess = recognise(known, where.epsg) or recognise(known)
    if guess is None:
        raise CrsError("The coordinates of the addresses fit no coordinate system of Belgium.")
    if guess.swapped:
        xy = np.ascontiguousarray(xy[:, ::-1])
    return transform(xy, guess.epsg, LAMBERT_72)


def _numbers(column: "pd.Series[Any]") -> Floats:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64).copy()
    odd = np.flatnonzero(np.isnan(numbers) & (column.to_numpy() != ""))
    for at in odd.tolist():
        try:
            numbers[at] = parse_number(str(column.iloc[at]))
        except ValueError:
            continue
    return numbers


class _Gathered:
    """Doors from one piece of a table after the other, each door once."""

    def __init__(self) -> None:
        self._streets: dict[str, int] = {}
        self._suffixes: dict[str, int] = {"": 0}
        self._postcodes: dict[str, int] = {"": 0}
        self._numbers: dict[str, tuple[int, int, str]] = {}
        self._pieces: list[npt.NDArray[np.int64]] = []
        self._points: list[Floats] = []
        self._rows = 0
        self._left_out = 0

    def take(self, text: Mapping[str, "pd.Series[str]"], xy: Floats, count: int) -> None:
        """Take rows: the columns by role, and their places."""
        self._rows += count
        keep = np.isfinite(xy).all(axis=1)
        if "status" in text:
            codes, values = pd.factorize(text["status"])
            current = np.array([str(value).strip().casefold() in _CURRENT for value in values], dtype=bool)
            keep &= current[codes] if len(values) else True
        number = self._coded(text.get("number"), count, self._number)
        street = self._coded(self._street_keys(text, count), count, self._street)
        postcode = self._coded(text.get("postcode"), count, lambda value: (self._postcode(value),))
        keep &= (number[:, 0] > 0) & (street[:, 0] >= 0)
        self._left_out += count - int(keep.sum())
        rows = np.column_stack((street, number, postcode))[keep]
        _, first = np.unique(rows, axis=0, return_index=True)
        first.sort()
        self._pieces.append(rows[first])
        self._points.append(xy[keep][first])

    @staticmethod
    def _coded(column: Any, count: int, read: Any) -> npt.NDArray[np.int64]:
        """Read each different value once."""
        if column is None:
            return np.tile(np.asarray(read(""), dtype=np.int64), (count, 1))
        codes, values = pd.factorize(column)
        table = np.array([read(str(value)) for value in values], dtype=np.int64)
        out: npt.NDArray[np.int64] = table[codes] if len(values) else np.empty((0, len(read(""))), dtype=np.int64)
        return out

    @staticmethod
    def _street_keys(text: Mapping[str, "pd.Series[str]"], count: int) -> "pd.Series[str]":
        empty = pd.Series([""] * count, dtype=object)
        parts = [
            text[role].reset_index(drop=True).astype(object) if role in text else empty
            for role in ("fr", "nl", "both", "nis", "municipality")
        ]
        joined = parts[0]
        for part in parts[1:]:
            joined = joined + "\x1f" + part
        return joined

    def _street(self, key: str) -> tuple[int]:
        fr, nl, both, nis, municipality = (part.strip() for part in (key.split("\x1f") + [""] * 5)[:5])
        if not fr and not nl:
            first, dash, second = both.partition(" - ")
            fr, nl = (first.strip(), second.strip()) if dash else (both, both)
        fr, nl = fr or nl, nl or fr
        if not fr:
            return (-1,)
        nis = nis.rpartition("/")[2]
        if not nis and municipality:
            area = area_of_name(municipality)
            nis = area.nis if area else ""
        return (self._streets.setdefault(f"{fr}\x1f{nl}\x1f{nis}", len(self._streets)),)

    def _number(self, text: str) -> tuple[int, int, int]:
        read = read_house_number(text)
        if read is None:
            return (0, 0, 0)
        suffix = self._suffixes.setdefault(read.suffix, len(self._suffixes))
        return (read.number, read.upto, suffix)

    def _postcode(self, text: str) -> int:
        return self._postcodes.setdefault(text.strip().partition(".")[0][:8], len(self._postcodes))

    def result(self) -> dict[str, Any]:
        """Give what was gathered, as the fields of `AddressRows`."""
        if not self._pieces:
            return {"rows_read": self._rows, "left_out": self._left_out}
        rows, xy = np.concatenate(self._pieces), np.concatenate(self._points)
        _, first = np.unique(rows[:, [0, 1, 3, 4]], axis=0, return_index=True)
        rows, xy = rows[first], xy[first]
        suffixes = np.array(list(self._suffixes), dtype=np.object_)
        postcodes = np.array(list(self._postcodes), dtype=np.object_)
        return {
            "streets": [tuple(key.split("\x1f")) for key in self._streets],
            "street": rows[:, 0],
            "number": rows[:, 1],
            "upto": rows[:, 2],
            "suffix": suffixes[rows[:, 3]],
            "postcode": postcodes[rows[:, 4]],
            "xy": xy,
            "rows_read": self._rows,
            "left_out": self._left_out,
        }
