"""The index opened: names in memory, doors and lines read from the file when they are asked for."""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.gazetteer.index_file import IndexProblem, damaged, missing, open_index
from layers.gazetteer.matching import Grams, NameTable
from layers.gazetteer.municipalities import area_of_nis, area_of_postcode
from layers.gazetteer.words import Spoken
from layers.shapes import Bounds

__all__ = ["Door", "Gazetteer", "Named", "Street"]

_STREETS: Final = (
    "SELECT id, fr, nl, nis, postcodes, x, y, radius, west, south, east, north, length, addresses, raws"
    " FROM street ORDER BY id"
)
_MOST_LINES: Final = 512
_NAMESAKE: Final = 3.0
_ONE_DOOR_M: Final = 60.0
_NAMES = msgspec.msgpack.Decoder(list[tuple[str, str, str, str, list[int]]])


@dataclass(frozen=True, slots=True)
class Street:
    """A street in one municipality; x and y are a point of it near its middle, `radius_m` how far it reaches."""

    id: int
    fr: str
    nl: str
    nis: str
    postcodes: tuple[str, ...]
    x: float
    y: float
    radius_m: float
    bounds: Bounds | None
    length_m: float
    addresses: int
    raws: tuple[int, ...]

    def municipality(self, postcode: str = "") -> str:
        """Give its postcode and municipality, both names; a part of the municipality where the postcode tells."""
        postcode = postcode or (self.postcodes[0] if len(self.postcodes) == 1 else "")
        part = area_of_postcode(postcode) if postcode else None
        area = part if part is not None and part.nis == self.nis else area_of_nis(self.nis)
        return " ".join(text for text in (postcode, area.label if area else "") if text)


@dataclass(frozen=True, slots=True)
class Named:
    """A named place; `radius_m` is how far it reaches from its point."""

    id: int
    fr: str
    nl: str
    en: str
    category: str
    x: float
    y: float
    radius_m: float
    nis: str


@dataclass(frozen=True, slots=True)
class Door:
    """A house number of a street and where it is, Lambert 72 metres."""

    street: int
    number: int
    suffix: str
    upto: int
    postcode: str
    x: float
    y: float


class Gazetteer:
    """What an index knows, ready to be asked; safe to ask from several threads.

    Raises
    ------
    IndexProblem
        On opening: the index is not there or damaged. On asking: it has been damaged since.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path: Final = path
        self._connection: Final = connection
        self._lock: Final = threading.RLock()
        self._stamp: Final = _stamp(path)
        self._lines: OrderedDict[int, BaseGeometry | None] = OrderedDict()
        self._neighbours: dict[int, list[tuple[int, float, float, float]]] | None = None
        self._areas: tuple[list[Named], shapely.STRtree] | None = None
        self._trees: dict[str, Any] = {}
        try:
            self.streets: Final = tuple(
                map(
                    _street,
                    connection.execute(_STREETS),
                )
            )
            self.places: Final = {
                row[0]: Named(*row)
                for row in connection.execute(
                    "SELECT id, fr, nl, en, category, x, y, radius, near FROM place WHERE twin IS NULL"
                )
            }
            self.street_names, self.streets_of = self._names("street")
            self.place_names, self.places_of = self._names("place")
            self.kilometres: Final = tuple(
                connection.execute("SELECT road, km, x, y FROM kilometre ORDER BY road, km").fetchall()
            )
        except (sqlite3.Error, ValueError, TypeError, IndexError, msgspec.MsgspecError) as error:
            raise damaged(path, error) from None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index."""
        with open_index(path):
            pass
        try:
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
            )
        except sqlite3.Error as error:
            raise damaged(path, error) from None
        try:
            return cls(path, connection)
        except IndexProblem:
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @property
    def is_stale(self) -> bool:
        """Tell whether another file lies there now, so that the index is to be opened anew.

        Raises
        ------
        IndexProblem
            The file has vanished.
        """
        stamp = _stamp(self.path)
        if stamp is None:
            raise damaged(self.path, FileNotFoundError()) if self._stamp else missing(self.path)
        return stamp != self._stamp

    def _names(self, kind: str) -> tuple[NameTable, list[list[int]]]:
        row = self._connection.execute(
            "SELECT keys, starts, postings, names FROM grams WHERE kind = ?", (kind,)
        ).fetchone()
        if row is None:
            return NameTable([]), []
        keys, starts, postings, packed = row
        read = _NAMES.decode(packed)
        grams = Grams(
            tuple(keys.decode().split("\x1f")) if keys else (),
            np.frombuffer(starts, dtype="<i4"),
            np.frombuffer(postings, dtype="<i4"),
        )
        table = NameTable([Spoken(*name) for *name, _ in read], grams)
        return table, [ids for *_, ids in read]

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise damaged(self.path, error) from None

    def streets_named(self, at: int) -> list[tuple[Street, float]]:
        """Give the streets that bear a name of `street_names`, and what it costs where only a namesake does."""
        found: dict[int, float] = {}
        for id_ in self.streets_of[at]:
            found.setdefault(id_ if id_ >= 0 else -1 - id_, 0.0 if id_ >= 0 else _NAMESAKE)
        return [(self.streets[id_], cost) for id_, cost in found.items()]

    def doors(self, street: Street, number: int) -> list[Door]:
        """Give the doors of a street that bear a number, also within a range such as 795-797."""
        found: list[Door] = []
        for raw in street.raws:
            rows = self._rows("SELECT * FROM address WHERE street = ? AND number = ?", (raw, number))
            if not rows and not found:
                rows = self._rows(
                    "SELECT * FROM address WHERE street = ? AND number BETWEEN ? AND ? AND upto >= ?",
                    (raw, number - 60, number - 1, number),
                )
                rows = [row for row in rows if (row[1] - number) % 2 == 0 or (row[4] - row[1]) % 2]
            for row in rows:
                door = _door(street, row)
                # Another source knows the same door a few metres off.
                if not any(
                    door.suffix == other.suffix and abs(door.x - other.x) + abs(door.y - other.y) < _ONE_DOOR_M
                    for other in found
                ):
                    found.append(door)
        return found

    def neighbours_of(self, street: Street, number: int) -> tuple[Door | None, Door | None]:
        """Give the nearest door below and above a number, on its side of the street."""
        best: list[Door | None] = [None, None]
        for raw in street.raws:
            for at, (sign, order) in enumerate((("<", "DESC"), (">", "ASC"))):
                rows = self._rows(
                    f"SELECT * FROM address WHERE street = ? AND number {sign} ? AND number % 2 = ?"
                    f" ORDER BY number {order} LIMIT 1",
                    (raw, number, number % 2),
                )
                if rows and best[at] is None:
                    best[at] = _door(street, rows[0])
        return best[0], best[1]

    def line(self, street: int) -> BaseGeometry | None:
        """Give the lines of a street, Lambert 72; None where no source has them."""
        with self._lock:
            if street not in self._lines:
                rows = self._rows("SELECT geometry FROM street WHERE id = ?", (street,))
                try:
                    self._lines[street] = shapely.from_wkb(rows[0][0]) if rows and rows[0][0] else None
                except shapely.errors.ShapelyError as error:
                    raise damaged(self.path, error) from None
                if len(self._lines) > _MOST_LINES:
                    self._lines.popitem(last=False)
            else:
                self._lines.move_to_end(street)
            return self._lines[street]

    def crossings_of(self, street: int) -> list[tuple[int, float, float, float]]:
        """Give the crossings of a street: (other street, x, y, how far it reaches)."""
        with self._lock:
            if self._neighbours is None:
                found: dict[int, list[tuple[int, float, float, float]]] = {}
                for a, b, x, y, radius in self._rows("SELECT a, b, x, y, radius FROM crossing"):
                    found.setdefault(a, []).append((b, x, y, radius))
                    found.setdefault(b, []).append((a, x, y, radius))
                self._neighbours = found
            return self._neighbours.get(street, [])

    def doors_around(self, x: float, y: float, cells: int) -> list[Door]:
        """Give the doors in the squares of 100 m around a place, `cells` to each side."""
        column, row = int(x // 100), int(y // 100)
        by_raw = self._streets_of_raws()
        found = []
        for east in range(column - cells, column + cells + 1):
            rows = self._rows(
                "SELECT * FROM address WHERE cell BETWEEN ? AND ?",
                (east * 100_000 + row - cells, east * 100_000 + row + cells),
            )
            found += [_door(self.streets[by_raw[each[0]]], each) for each in rows if each[0] in by_raw]
        return found

    def _streets_of_raws(self) -> dict[int, int]:
        if "raws" not in self._trees:
            self._trees["raws"] = {raw: street.id for street in self.streets for raw in street.raws}
        found: dict[int, int] = self._trees["raws"]
        return found

    def crossings_around(self, x: float, y: float, reach: float) -> list[tuple[int, int, float, float]]:
        """Give the crossings within a square around a place: (street, street, x, y)."""
        return [
            (int(a), int(b), float(cx), float(cy))
            for a, b, cx, cy in self._rows(
                "SELECT a, b, x, y FROM crossing WHERE x BETWEEN ? AND ? AND y BETWEEN ? AND ?",
                (x - reach, x + reach, y - reach, y + reach),
            )
        ]

    def areas_at(self, x: float, y: float) -> list[Named]:
        """Give the named areas that a place lies in, the smallest first: quarter, sector, park."""
        with self._lock:
            if self._areas is None:
                rows = self._rows("SELECT id, geometry FROM place WHERE geometry IS NOT NULL AND twin IS NULL")
                try:
                    shapes = [shapely.from_wkb(row[1]) for row in rows]
                except shapely.errors.ShapelyError as error:
                    raise damaged(self.path, error) from None
                self._areas = ([self.places[row[0]] for row in rows], shapely.STRtree(shapes))
            named, tree = self._areas
        inside = tree.query(shapely.Point(x, y), predicate="intersects")
        return sorted((named[at] for at in inside.tolist()), key=lambda each: each.radius_m)

    def streets_around(self, x: float, y: float, reach: float) -> list[tuple[float, Street]]:
        """Give the streets whose lines pass within a reach: (distance, street), the nearest first."""
        here = shapely.Point(x, y)
        found = []
        for street in self.streets:
            if street.bounds is None:
                continue
            west, south, east, north = street.bounds
            if west - reach <= x <= east + reach and south - reach <= y <= north + reach:
                line = self.line(street.id)
                distance = line.distance(here) if line is not None else np.hypot(street.x - x, street.y - y)
                if distance <= reach:
                    found.append((float(distance), street))
        return sorted(found, key=lambda pair: pair[0])

    def municipality_at(self, x: float, y: float) -> str:
        """Give the code of the municipality at a place; "" where no outline tells."""
        with self._lock:
            if "outlines" not in self._trees:
                rows = self._rows("SELECT nis, geometry FROM boundary ORDER BY rowid")
                self._trees["outlines"] = ([row[0] for row in rows], [shapely.from_wkb(row[1]) for row in rows])
            codes, shapes = self._trees["outlines"]
        here = shapely.Point(x, y)
        return next((code for code, shape in zip(codes, shapes, strict=True) if shape.intersects(here)), "")


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _street(row: tuple[Any, ...]) -> Street:
    id_, fr, nl, nis, postcodes, x, y, radius, west, south, east, north, length, addresses, raws = row
    return Street(
        id_,
        fr,
        nl,
        nis,
        tuple(postcodes.split()),
        float(x) if x is not None else float("nan"),
        float(y) if y is not None else float("nan"),
        float(radius),
        (west, south, east, north) if west is not None else None,
        float(length),
        int(addresses),
        tuple(map(int, raws.split())),
    )


def _door(street: Street, row: tuple[Any, ...]) -> Door:
    _, number, suffix, postcode, upto, x, y, _ = row
    return Door(street.id, number, suffix, upto, postcode, x / 100, y / 100)
