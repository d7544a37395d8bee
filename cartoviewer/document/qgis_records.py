"""How QGIS shows the tables of records: every sign of the catalogue, and those that one dossier alone has.

A dossier's own symbols, and signs that another discipline looks after, are drawn too. Writing their pictures takes
a hundred milliseconds, for which no edit waits: the edit that first uses a sign notes, in its own transaction, that
the style of the table is behind. It is written soon after, at the latest when the dossier is closed, or is opened
again after the program was killed.
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
_BEHIND: Final = "signs to write: "
"""Before the name of a table, in `cartoviewer_about`: its style lacks a sign that the edit named there has used."""
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
    """Sees to it that the style of a table has every sign in it that the catalogue does not show; a follower.

    It comes after the feature tables, from which it reads which signs there are.
    """

    def __init__(self) -> None:
        self._written: dict[str, set[Symbol]] = {}
        self._behind = False

    @property
    def may_be_behind(self) -> bool:
        """Whether there may be something for `catch_up` to write; asked after each edit."""
        return self._behind

    def follow(self, connection: sqlite3.Connection, edit: Edit) -> None:
        """Note the tables in which an edit is the first to use a sign."""
        for change in edit.changes:
            if not isinstance(change.after, Incident | Mark):
                continue
            variant = _variant(told_symbol(change.after))
            table = table_of(change.after)
            if variant is not None and table is not None and variant not in self._written.get(table.name, ()):
                connection.execute(
                    "INSERT OR REPLACE INTO cartoviewer_about VALUES (?, ?)", (_BEHIND + table.name, edit.id)
                )
                self._behind = True

    def catch_up(self, database: Database) -> None:
        """Write the styles that are behind; may be called from any thread, and at any time.

        Raises
        ------
        DossierError
            The dossier is closed, or did not take them; they stay noted.
        """
        self._behind = False
        try:
            with database.read() as connection:
                noted = connection.execute(
                    "SELECT key, value FROM cartoviewer_about WHERE key LIKE ?", (_BEHIND + "%",)
                ).fetchall()
                behind = [(table, key, edit) for key, edit in noted if (table := _named(key)) is not None]
                signs = {table.name: _variants_in(connection, table) for table, _, _ in behind}
            for table, key, edit in behind:
                # What an undo has taken away may stay: nothing fits its rule.
                known = self._written.get(table.name, set()) | set(signs[table.name])
                qml = _record_qml(table.name, tuple(sorted(known, key=str)[:_MOST_VARIANTS]))
                with database.write() as connection:
                    put_style(connection, table.name, table.name, qml)
                    # Where an edit has come in between, its own note stays.
                    connection.execute("DELETE FROM cartoviewer_about WHERE key = ? AND value = ?", (key, edit))
                self._written[table.name] = known
        except BaseException:
            self._behind = True
            raise


def _named(key: str) -> RecordTable | None:
    return next((table for table in RECORD_TABLES if key == _BEHIND + table.name), None)


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
