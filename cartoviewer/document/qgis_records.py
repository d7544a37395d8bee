"""How QGIS shows the tables of records: every sign of the catalogue, and those that one dossier alone has.

A dossier's own symbols, and signs that another discipline looks after, are drawn too: their pictures are written
into the style of the table at the edit that first uses them.
"""

import sqlite3
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from bnip.incident import Incident, Mark
from bnip.zone import ZoneKind, ZoneStatus
from cartoviewer.document.database import Database
from cartoviewer.document.edit import Edit
from cartoviewer.document.feature_tables import RECORD_TABLES, RecordTable, table_of, told_symbol
from cartoviewer.document.qgis_style import equals, literal, put_style, rules_qml
from layers.shapes import GeometryKind
from resources.texts import Names
from symbols.catalogue import catalogue, entry_of
from symbols.discipline import Discipline
from symbols.grammar import Symbol
from symbols.lines import line_style
from symbols.own import own_sign
from symbols.ownership import sign_names
from symbols.style import Fill, MarkStyle, Rule, Stroke, Style
from symbols.zones import zone_style

__all__ = ["SymbolStyles", "has_record_styles", "write_record_styles"]

_MARK_MM: Final = 7.0
_MOST_VARIANTS: Final = 200
"""So many signs of its own a style holds at most; the others are shown with a question mark."""
_FAMILIES: Final = {
    "routes": ("line.",),
    "incidents": ("haz.",),
    "marks": ("haz.", "res.", "cmd.", "pt.", "ref."),
}
_OWNED: Final = "\"symbol\" LIKE '%;owner=%'"

Variants = tuple[Symbol, ...]


def write_record_styles(connection: sqlite3.Connection) -> None:
    """Enter the styles of the tables of records, with the signs that the rows have now."""
    for table in RECORD_TABLES:
        _write(connection, table, _variants_in(connection, table))


def has_record_styles(database: Database) -> bool:
    """Tell whether QGIS shows every sign of a dossier; a style of an older program has no rule for the rest."""
    with database.read() as connection:
        older = connection.execute(
            "SELECT 1 FROM layer_styles WHERE f_table_name IN ('incidents', 'marks')"
            " AND description = 'CartoViewer' AND instr(styleQML, 'filter=\"ELSE\"') = 0"
        ).fetchone()
    return older is None


class SymbolStyles:
    """Writes a sign that the catalogue does not show as it is into the style of its table; a follower of the log.

    It comes after the feature tables, from which it reads which signs there are.
    """

    def __init__(self) -> None:
        self._known: dict[str, set[Symbol]] = {}

    def follow(self, connection: sqlite3.Connection, edit: Edit) -> None:
        """Add the signs that an edit is the first to use."""
        new: set[str] = set()
        for change in edit.changes:
            if not isinstance(change.after, Incident | Mark):
                continue
            variant = _variant(told_symbol(change.after))
            table = table_of(change.after)
            if variant is not None and table is not None and variant not in self._known.get(table.name, ()):
                new.add(table.name)
        for table in RECORD_TABLES:
            if table.name in new:
                # What an undo has taken away may stay: nothing fits its rule.
                kept = self._known.setdefault(table.name, set())
                kept.update(_variants_in(connection, table))
                _write(connection, table, tuple(sorted(kept, key=str)[:_MOST_VARIANTS]))


def _write(connection: sqlite3.Connection, table: RecordTable, variants: Variants) -> None:
    put_style(connection, table.name, table.name, _record_qml(table.name, variants))


def _variants_in(connection: sqlite3.Connection, table: RecordTable) -> Variants:
    """Give the signs in a table that are not drawn as the catalogue has them."""
    if table.name not in ("incidents", "marks"):
        return ()
    rows = connection.execute(
        f"SELECT DISTINCT symbol FROM {table.name} WHERE symbol LIKE 'own.%' OR symbol LIKE '%;owner=%'"
    )
    found = {variant for (code,) in rows if (variant := _variant(code)) is not None}
    return tuple(sorted(found, key=str)[:_MOST_VARIANTS])


@lru_cache(maxsize=4096)
def _variant(code: str) -> Symbol | None:
    """Give the sign and its owner, where the style of every dossier does not have it; None where it has."""
    symbol = Symbol.read(code)
    is_own = symbol.id.startswith("own.") and own_sign(symbol.id) is not None
    if not is_own and (symbol.owner is Discipline.NONE or symbol.id not in catalogue()):
        return None
    return Symbol(id=symbol.id, owner=symbol.owner)


@cache
def _plain_qml(name: str) -> str:
    """Write the style of a table of records; a second dossier need not wait for a hundred pictures."""
    return _built(name, ())


def _record_qml(name: str, variants: Variants) -> str:
    return _built(name, variants) if variants else _plain_qml(name)


def _built(name: str, variants: Variants) -> str:
    (table,) = (table for table in RECORD_TABLES if table.name == name)
    return rules_qml(_record_rules(table, variants), table.kind, own_colour="colour" in table.columns)


def _record_rules(table: RecordTable, variants: Variants) -> Iterator[tuple[str, Rule]]:
    if table.name not in ("incidents", "marks", "routes", "zones"):
        stroke = Stroke("#0A5BC4", 2.2 if table.kind is GeometryKind.POINT else 0.7)
        fill = Fill("#0A5BC4", 0.15) if table.kind is GeometryKind.AREA else None
        yield "", Rule(Names.same(table.name), Style(fill=fill, stroke=stroke))
        return
    if table.kind is GeometryKind.AREA:
        for zone in ZoneKind:
            for status in ZoneStatus:
                condition = f"{equals('symbol', zone.value)} AND {equals('state', status.value)}"
                yield condition, Rule(entry_of(zone.value).names, zone_style(zone.value, status.value))
        return
    for symbol_id in catalogue():
        if symbol_id.startswith(_FAMILIES[table.name]):
            names = entry_of(symbol_id).names
            if table.kind is GeometryKind.LINE:
                yield _with_id(symbol_id), Rule(names, Style(stroke=line_style(symbol_id)))
            else:
                condition = f"({_with_id(symbol_id)}) AND NOT {_OWNED}"
                yield condition, Rule(names, Style(mark=MarkStyle(symbol_id, _MARK_MM)))
    if table.kind is GeometryKind.LINE:
        return
    for variant in variants:
        owned = (
            f'"symbol" LIKE {literal(f"%;owner={variant.owner.value}%")}'
            if variant.owner is not Discipline.NONE
            else f"NOT {_OWNED}"
        )
        condition = f"({_with_id(variant.id)}) AND {owned}"
        yield condition, Rule(sign_names(variant), Style(mark=MarkStyle(str(variant), _MARK_MM)))
    unknown = Names("Autre symbole", "Ander symbool", "Another symbol")
    yield "ELSE", Rule(unknown, Style(mark=MarkStyle("ref.unknown", _MARK_MM)))


def _with_id(symbol_id: str) -> str:
    """Write that a code has an id; it carries more than the id: `haz.fire;severity=danger`."""
    return f'{equals("symbol", symbol_id)} OR "symbol" LIKE {literal(symbol_id + ";%")}'
