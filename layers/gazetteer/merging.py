"""Putting the sources of the index together: one street of many, crossings from their lines, twins among places."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.gazetteer.categories import categories
from layers.gazetteer.crossings import write_crossings
from layers.gazetteer.matching import Grams
from layers.gazetteer.municipalities import area_of_nis
from layers.gazetteer.words import Spoken, spoken, tokens
from layers.progress import Progress

__all__ = ["merge", "pack_names"]

_TWINS_M: Final = 150.0
_SMALLEST_RADIUS_M: Final = 10.0
_SAME_GROUND_M: Final = 250.0


@dataclass(slots=True, eq=False)
class _Street:
    """A street being put together from the rows of several sources."""

    fr: str
    nl: str
    nis: str
    raws: list[int] = field(default_factory=list)
    lines: list[BaseGeometry] = field(default_factory=list)
    middles: list[tuple[float, float]] = field(default_factory=list)
    postcodes: set[str] = field(default_factory=set)
    addresses: int = 0
    names: list[str] = field(default_factory=list)
    source: int = -1
    sources: set[int] = field(default_factory=set)
    plains: set[str] = field(default_factory=set)


def merge(connection: sqlite3.Connection, progress: Progress) -> None:
    """Make everything that depends on more than one source anew."""
    for table in ("street", "crossing", "grams"):
        connection.execute(f"DELETE FROM {table}")
    progress.step(0.0, "Putting the sources together")
    streets = _merged(connection)
    geometries = _write_streets(connection, streets)
    progress.step(0.3, "Computing the crossings")
    write_crossings(connection, [{street.fr, street.nl} for street in streets], geometries, progress)
    progress.step(0.7, "Comparing the names")
    _places(connection, streets, geometries)
    _pack_streets(connection, streets)
    _pack_places(connection)
    progress.step(0.95, "Writing the index")
    connection.execute("CREATE INDEX IF NOT EXISTS address_by_cell ON address (cell)")
    connection.execute("CREATE INDEX IF NOT EXISTS crossing_by_a ON crossing (a)")
    connection.execute("CREATE INDEX IF NOT EXISTS crossing_by_b ON crossing (b)")


def _plain(name: str) -> str:
    return spoken(tuple(tokens(name))).plain


def _merged(connection: sqlite3.Connection) -> list[_Street]:
    """Give the streets: rows of one municipality that share a name are one street."""
    rows = connection.execute(
        "SELECT id, fr, nl, nis, postcodes, x, y, geometry, addresses, source FROM raw_street"
        # What has lines names the streets; addresses join them.
        " ORDER BY geometry IS NULL, source, length(geometry) DESC, addresses DESC, id"
    ).fetchall()
    outlines = _outlines(connection)
    streets: list[_Street] = []
    by_name: dict[tuple[str, str], list[_Street]] = defaultdict(list)
    anywhere: dict[str, list[_Street]] = defaultdict(list)
    for id_, fr, nl, nis, postcodes, x, y, wkb, addresses, source in rows:
        lines = shapely.from_wkb(wkb) if wkb is not None else None
        pieces = [(nis, lines)] if nis or lines is None else _divided(lines, outlines)
        names = tuple(dict.fromkeys(_plain(name) for name in (fr, nl)))
        for code, part in pieces:
            candidates = [found for name in names for found in by_name[(code, name)]]
            street = _same(candidates, names, source)
            if street is None and not code and x is not None:
                street = _on_the_spot([found for name in names for found in anywhere[name]], x, y)
            if street is None:
                street = _Street(fr, nl, code)
                streets.append(street)
            elif fr != nl and street.fr == street.nl:
                # A source of one language is completed by one that has both.
                street.fr, street.nl = fr, nl
            for name in names:
                street.plains.add(name)
                for table, key in ((by_name, (code, name)), (anywhere, name)):
                    if street not in table[key]:  # type: ignore[index]
                        table[key].append(street)  # type: ignore[index]
            street.sources.add(source)
            street.raws.append(id_)
            street.names += [name for name in (fr, nl) if name not in street.names]
            if part is not None and street.source in (-1, source):
                # Another layer of streets would tell the same lines again.
                street.source = source
                street.lines.append(part)
            if x is not None:
                street.middles.append((x, y))
            street.postcodes |= set(postcodes.split())
            street.addresses += addresses
    return streets


def _same(candidates: Sequence[_Street], names: Sequence[str], source: int) -> _Street | None:
    """Give the street that a row is about: the one of both names, or that of another source with one of them.

    Two rows of one source that share a single name are two streets: `Vuilbeekpad` and `Vuilbeekvoetpad`.
    """
    for street in candidates:
        if set(names) <= street.plains and (len(street.plains) == len(names) or source in street.sources):
            return street
    return next((street for street in candidates if source not in street.sources), None)


def _outlines(connection: sqlite3.Connection) -> list[tuple[str, BaseGeometry]]:
    found: dict[str, BaseGeometry] = {}
    for nis, wkb in connection.execute("SELECT nis, geometry FROM boundary ORDER BY rowid"):
        found.setdefault(nis, shapely.make_valid(shapely.from_wkb(wkb)))
    return list(found.items())


def _divided(lines: BaseGeometry, outlines: Sequence[tuple[str, BaseGeometry]]) -> list[tuple[str, BaseGeometry]]:
    """Divide the lines of a street that does not tell its municipality, by where their middles lie."""
    if not outlines:
        return [("", lines)]
    parts = shapely.get_parts(lines)
    middles = shapely.line_interpolate_point(parts, 0.5, normalized=True)
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    shapes = np.array([outline for _, outline in outlines], dtype=np.object_)
    for part, middle in zip(parts.tolist(), middles.tolist(), strict=True):
        inside = np.flatnonzero(shapely.intersects(shapes, middle))
        groups[outlines[int(inside[0])][0] if len(inside) else ""].append(part)
    return [(nis, _lines_of(group)) for nis, group in groups.items()]


def _on_the_spot(candidates: Sequence[_Street], x: float, y: float) -> _Street | None:
    """Give the street of that name that runs by a place."""
    here = shapely.Point(x, y)
    near = [(line.distance(here), at) for at, street in enumerate(candidates) for line in street.lines]
    near = [pair for pair in near if pair[0] < _SAME_GROUND_M]
    return candidates[min(near)[1]] if near else None


def _write_streets(connection: sqlite3.Connection, streets: Sequence[_Street]) -> list[BaseGeometry | None]:
    geometries: list[BaseGeometry | None] = []
    rows: list[tuple[Any, ...]] = []
    for at, street in enumerate(streets):
        line = _joined(street.lines)
        geometries.append(line)
        x: float | None = None
        y: float | None = None
        radius, length = 200.0, 0.0
        box: tuple[float | None, ...] = (None, None, None, None)
        if line is not None:
            west, south, east, north = line.bounds
            box = (west, south, east, north)
            centre = shapely.Point((west + east) / 2, (south + north) / 2)
            point = shapely.get_point(shapely.shortest_line(line, centre), 0)
            x, y, length = point.x, point.y, line.length
            radius = float(shapely.hausdorff_distance(line, point))
        elif street.middles:
            x, y = (sum(values) / len(values) for values in zip(*street.middles, strict=True))
            radius, box = _reach(connection, street, x, y)
        if not street.postcodes:
            area = area_of_nis(street.nis)
            if area is not None and len(area.postcodes) == 1:
                street.postcodes = set(area.postcodes)
        rows.append(
            (
                at,
                street.fr,
                street.nl,
                street.nis,
                " ".join(sorted(street.postcodes)),
                x,
                y,
                max(radius, _SMALLEST_RADIUS_M),
                *box,
                length,
                street.addresses,
                shapely.to_wkb(line) if line is not None else None,
                " ".join(map(str, street.raws)),
            )
        )
    connection.executemany(f"INSERT INTO street VALUES ({','.join('?' * 16)})", rows)
    return geometries


def _joined(lines: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Give all the lines of a street as one geometry."""
    if len(lines) <= 1:
        return lines[0] if lines else None
    return _lines_of([part for line in lines for part in shapely.get_parts(line).tolist()])


def _lines_of(parts: Sequence[BaseGeometry]) -> shapely.MultiLineString:
    return shapely.MultiLineString([part for part in parts if isinstance(part, shapely.LineString)])


def _reach(
    connection: sqlite3.Connection, street: _Street, x: float, y: float
) -> tuple[float, tuple[float, float, float, float]]:
    """Give how far the doors of a street without lines lie from its middle, and their bounds."""
    marks = ",".join("?" * len(street.raws))
    west, south, east, north = (
        value / 100
        for value in connection.execute(
            f"SELECT min(x), min(y), max(x), max(y) FROM address WHERE street IN ({marks})", street.raws
        ).fetchone()
    )
    return float(np.hypot(max(x - west, east - x), max(y - south, north - y))), (west, south, east, north)


def _places(
    connection: sqlite3.Connection, streets: Sequence[_Street], geometries: Sequence[BaseGeometry | None]
) -> None:
    """Tell in which municipality each place lies, and which places are one that two sources know."""
    rows = connection.execute("SELECT id, fr, nl, category, x, y FROM place ORDER BY id").fetchall()
    if not rows:
        return
    near = _municipalities(connection, [(row[4], row[5]) for row in rows], streets, geometries)
    connection.executemany(
        "UPDATE place SET near = ?, twin = NULL WHERE id = ?",
        ((nis, row[0]) for nis, row in zip(near, rows, strict=True)),
    )
    ranks = {name: each.rank for name, each in categories().items()}
    order = sorted(rows, key=lambda row: (-ranks.get(row[3], 0), row[0]))
    seen: dict[str, list[tuple[int, float, float, str]]] = defaultdict(list)
    twins: list[tuple[int, int]] = []
    for id_, fr, nl, category, x, y in order:
        names = tuple(dict.fromkeys(name for name in (_plain(fr), _plain(nl)) if name))
        first = next(
            (
                other
                for name in names
                for other, ox, oy, kind in seen[name]
                if abs(ox - x) + abs(oy - y) < _TWINS_M and not _tells_apart(kind, category)
            ),
            None,
        )
        if first is not None:
            twins.append((first, id_))
            continue
        for name in names:
            seen[name].append((id_, x, y, category))
    connection.executemany("UPDATE place SET twin = ? WHERE id = ?", twins)


_OF_GROUND: Final = frozenset({"quarter", "sector", "municipality", "police_zone"})


def _tells_apart(one: str, other: str) -> bool:
    """Tell whether two places of one name are still two: a quarter, and what is called after it."""
    return one != other and bool({one, other} & _OF_GROUND)


def _municipalities(
    connection: sqlite3.Connection,
    points: Sequence[tuple[float, float]],
    streets: Sequence[_Street],
    geometries: Sequence[BaseGeometry | None],
) -> list[str]:
    """Give the code of the municipality of each point: by outlines where known, else that of the nearest street."""
    spots = shapely.points(np.array(points))
    codes = np.full(len(points), "", dtype=object)
    outlines = _outlines(connection)
    if outlines:
        tree = shapely.STRtree([outline for _, outline in outlines])
        at, which = tree.query(spots, predicate="intersects")
        codes[at] = [outlines[i][0] for i in which]
        return [str(code) for code in codes]
    known = [at for at, line in enumerate(geometries) if line is not None and streets[at].nis]
    if known:
        tree = shapely.STRtree([line for at in known if (line := geometries[at]) is not None])
        at, which = tree.query_nearest(spots, max_distance=500.0, all_matches=False)
        codes[at] = [streets[known[i]].nis for i in which]
    return [str(code) for code in codes]


def _pack_streets(connection: sqlite3.Connection, streets: Sequence[_Street]) -> None:
    """Write the names of the streets; what a street is called in the next municipality finds it too.

    `Chaussée de Wavre` is `Waversesteenweg` here and `Steenweg op Waver` there: people say either. A street that is
    found by the name of a namesake is written as -1 - id.
    """
    of_name: dict[str, set[str]] = defaultdict(set)
    plains = [{_plain(name): name for name in street.names} for street in streets]
    for names in plains:
        for plain in names:
            of_name[plain] |= set(names.values())
    own = ((at, name) for at, street in enumerate(streets) for name in street.names)
    others = (
        (-1 - at, other)
        for at, names in enumerate(plains)
        for plain in names
        for other in of_name[plain]
        if _plain(other) not in names
    )
    pack_names(connection, "street", (*own, *others))


def _pack_places(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT id, fr, nl, en FROM place WHERE twin IS NULL ORDER BY id").fetchall()
    pack_names(connection, "place", ((row[0], name) for row in rows for name in row[1:] if name))


def pack_names(connection: sqlite3.Connection, kind: str, named: Any) -> None:
    """Write names with their postings, ready to be searched.

    Parameters
    ----------
    named
        (id, name) pairs; ids of one plain name are gathered.
    """
    found: dict[str, tuple[Spoken, list[int]]] = {}
    for id_, name in named:
        said = spoken(tuple(tokens(name)))
        if said.plain:
            ids = found.setdefault(said.plain, (said, []))[1]
            if id_ not in ids[-1:]:
                ids.append(id_)
    names = list(found.values())
    grams = Grams.of([said.plain for said, _ in names])
    packed = msgspec.msgpack.encode(
        [(said.plain, said.core, said.type, said.whole, list(dict.fromkeys(ids))) for said, ids in names]
    )
    connection.execute(
        "INSERT INTO grams VALUES (?, ?, ?, ?, ?)",
        (
            kind,
            "\x1f".join(grams.keys).encode(),
            grams.starts.astype("<i4").tobytes(),
            grams.postings.astype("<i4").tobytes(),
            packed,
        ),
    )
