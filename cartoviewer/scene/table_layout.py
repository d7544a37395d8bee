"""A table on paper: columns as wide as what they hold, rows as long as they must, and a count of those left out."""

from dataclasses import dataclass, replace
from math import inf
from typing import Final

from bnip.furniture import Box
from cartoviewer.scene.furniture import TextPanel
from cartoviewer.scene.sheet_style import CREDIT, FIELD_NAME, TABLE_CELL
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, set_text, text_width_mm
from resources.texts import Texts

__all__ = ["Table", "set_table"]

_SIZES: Final = (7.0, 6.5, 6.0)
_GUTTER_MM: Final = 2.5
_UNDER_RULE_MM: Final = 1.2
_ROW_GAP_MM: Final = 0.7
_NARROWEST_MM: Final = 6.0
_NARROW_MM: Final = 90.0
_LANGUAGES: Final = " / "

Line = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """What a table says: its title, the names of its columns, and its rows of as many cells.

    A new line in a cell begins a new line. `narrow` says the same in fewer columns, for a column of a sheet. The
    last `spare` columns were asked for by nobody: they go where words would be cut.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: "Table | None" = None
    spare: int = 0

    @property
    def without_last(self) -> "Table":
        """The table without its last column, which is spare."""
        rows = tuple(row[:-1] for row in self.rows)
        return replace(self, columns=self.columns[:-1], rows=rows, spare=self.spare - 1)


def set_table(table: Table, box: Box, texts: Texts, *, rule: bool) -> tuple[TextPanel | None, int]:
    """Set a table in a box, and tell how many rows have no room; nothing where there is no row, or room for none.

    Words are wrapped within their column. Rows that do not fit are counted in a line under the table.
    """
    if not table.rows:
        return None, 0
    if table.narrow is not None and box[2] < _NARROW_MM:
        table = table.narrow
    while table.spare and any(
        block.cut for block in _set(table, box, texts, 6.0, len(table.rows), rule=rule).blocks
    ):
        table = table.without_last
    whole = None
    for size in _SIZES:
        whole = _set(table, box, texts, size, len(table.rows), rule=rule)
        alike = size == _SIZES[-1] or all(block.size_pt >= size for row in whole.rows[1:] for block in row)
        if alike and _height(whole) <= box[3] + 1e-6:
            return whole, 0
    for kept in range(len(table.rows) - 1, 0, -1):
        panel = _set(table, box, texts, _SIZES[-1], kept, rule=rule)
        if _height(panel) <= box[3] + 1e-6:
            return panel, len(table.rows) - kept
    return None, len(table.rows)


def _set(table: Table, box: Box, texts: Texts, size: float, kept: int, *, rule: bool) -> TextPanel:
    x, y, width, _ = box
    style = replace(TABLE_CELL, size_pt=size, one_line_pt=size)
    rows = table.rows[:kept]
    widths = _widths((table.columns, *rows), size, width)
    lefts = [x + sum(widths[:k]) + _GUTTER_MM * k for k in range(len(widths))]
    top = y + (_UNDER_RULE_MM if rule else 0.0)
    title = set_text((table.title.upper(),), FIELD_NAME, width, at=(x, top))
    blocks: list[TextBlock] = [title]
    lines: list[Line] = []
    kept_rows: list[tuple[TextBlock, ...]] = []
    top = title.bottom_mm + _ROW_GAP_MM
    head = replace(TABLE_CELL, size_pt=6.0, weight="semibold", one_line_pt=6.0)
    for row, look in ((table.columns, head), *((row, style) for row in rows)):
        if not any(row):
            continue
        cells = [
            set_text(_lines(cell, look, room), look, room, inf, at=(left, top))
            for cell, room, left in zip(row, widths, lefts, strict=True)
            if cell
        ]
        blocks += cells
        kept_rows.append(tuple(cells))
        top = max(cell.bottom_mm for cell in cells) + _ROW_GAP_MM
        lines.append((x, top - _ROW_GAP_MM / 2, x + width, top - _ROW_GAP_MM / 2))
    left_out = len(table.rows) - kept
    if left_out:
        said = texts.plural("and {n} more", "and {n} more", left_out)
        blocks.append(set_text((said,), CREDIT, width, at=(x, top)))
    foot = max(block.bottom_mm for block in blocks)
    return TextPanel((x, y, width, foot - y), tuple(blocks), rule, tuple(lines), rows=tuple(kept_rows))


def _lines(cell: str, style: TypeStyle, room: float) -> tuple[str, ...]:
    """Give the lines of a cell; languages that do not stand on one begin their own, if that takes no more lines."""
    found: list[str] = []
    for line in cell.split("\n"):
        apart = tuple(line.split(_LANGUAGES))
        if len(apart) > 1 and text_width_mm(line, style) > room:
            joined = len(set_text((line,), style, room, inf).lines)
            found += apart if len(set_text(apart, style, room, inf).lines) <= joined else (line,)
        else:
            found.append(line)
    return tuple(found)


def _widths(rows: tuple[tuple[str, ...], ...], size: float, width: float) -> list[float]:
    """Share a width among columns: a narrow one gets what it needs, the wide ones share what is left.

    Where not all have room, the names of columns, which come first, take a line for each language.
    """
    style = replace(TABLE_CELL, size_pt=size)
    room = width - _GUTTER_MM * (len(rows[0]) - 1)
    wanted = _wanted(rows, style)
    if sum(wanted) > room:
        wanted = _wanted((tuple(head.replace(_LANGUAGES, "\n") for head in rows[0]), *rows[1:]), style)
    if sum(wanted) <= room:
        return [*wanted[:-1], wanted[-1] + room - sum(wanted)]
    given = [0.0] * len(wanted)
    open_columns = sorted(range(len(wanted)), key=lambda k: wanted[k])
    while open_columns:
        share = room / len(open_columns)
        narrow = open_columns.pop(0)
        given[narrow] = min(wanted[narrow], share)
        room -= given[narrow]
    return given


def _wanted(rows: tuple[tuple[str, ...], ...], style: TypeStyle) -> list[float]:
    """Give how wide each column is when no line of it is wrapped."""
    return [
        max(_NARROWEST_MM, *(text_width_mm(line, style) + 0.2 for cell in column for line in cell.split("\n")))
        for column in zip(*rows, strict=True)
    ]


def _height(panel: TextPanel) -> float:
    return panel.box[3]
