"""The legend in columns: as large as on the map where there is room, smaller and in more columns where not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from bnip.furniture import Box
from cartoviewer.scene.furniture import LegendPanel, LegendSample, Note
from cartoviewer.scene.scene import LegendEntry
from cartoviewer.scene.sheet_style import FIELD_NAME, LEGEND_GROUP
from cartoviewer.scene.text_metrics import MM_PER_PT
from cartoviewer.scene.typesetting import LEADING, TextBlock, TypeStyle, set_text, text_width_mm
from resources.texts import Texts

__all__ = ["lay_out_legend"]


@dataclass(frozen=True, slots=True)
class _Density:
    """How tightly the legend is set: text size, patch, symbols relative to the map, room between rows."""

    size_pt: float
    patch_mm: tuple[float, float]
    symbol_scale: float
    gap_mm: float


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a column: a group's name or an entry."""

    height: float
    text: TextBlock
    indent: float = 0.0
    entry: LegendEntry | None = None


@dataclass(frozen=True, slots=True)
class _Set:
    """Entries set in columns; those beyond `count` have no room."""

    entries: tuple[LegendEntry, ...]
    density: _Density
    column_mm: float
    count: int
    columns: list[list[_Row]]

    @property
    def whole(self) -> bool:
        """Whether every entry has room."""
        return len(self.columns) <= self.count


_DENSITIES: Final = (
    _Density(7.5, (8.0, 4.5), 1.0, 1.3),
    _Density(7.5, (8.0, 4.0), 0.85, 0.9),
    _Density(7.0, (7.0, 3.8), 0.75, 0.7),
    _Density(6.5, (6.5, 3.4), 0.65, 0.5),
    _Density(6.0, (6.0, 3.0), 0.55, 0.4),
    _Density(6.0, (5.0, 2.6), 0.45, 0.25),
)
_COMFORTABLE_PT: Final = 6.5
_COMFORTABLE_MM: Final = 56.0
_NARROWEST_MM: Final = 28.0
_GUTTER_MM: Final = 4.0
_BESIDE_MM: Final = 2.0
_LINES: Final = (2, 3, 4)


def lay_out_legend(
    box: Box, entries: tuple[LegendEntry, ...], texts: Texts, *, rule: bool
) -> tuple[LegendPanel | None, tuple[Note, ...]]:
    """Set the legend in a box; what finds no room even at the smallest size is left out and told.

    Ground that explains itself goes first, and the legend says so in a line.
    """
    if not entries:
        return None, ()
    x, y, width, height = box
    title = set_text((texts("Legend").upper(),), FIELD_NAME, width, at=(x, y + (1.2 if rule else 0.0)))
    top = title.bottom_mm + 1.0
    room = y + height - top
    made = _set(entries, texts, width, room)
    telling = tuple(entry for entry in entries if not entry.plain)
    if not made.whole and telling and len(telling) < len(entries):
        made = _set(telling, texts, width, room, last=texts("Base map: usual signs"))
    plain_out = len(made.entries) < len(entries)
    density, column_mm, count = made.density, made.column_mm, made.count
    shown, left_out = made.columns[:count], made.columns[count:]
    blocks, samples = [title], []
    for index, column in enumerate(shown):
        left, at = x + index * (column_mm + _GUTTER_MM), top
        for row in column:
            middle = at + row.height / 2
            text = replace(row.text, x_mm=left + row.indent, y_mm=middle - row.text.height_mm / 2)
            if row.entry is None:
                blocks.append(text)
            else:
                sample_box = (left, at, row.indent - _BESIDE_MM, row.height)
                samples.append(LegendSample(row.entry, sample_box, density.symbol_scale, density.patch_mm, text))
            at += row.height + density.gap_mm
    readable = not left_out and density.size_pt >= _COMFORTABLE_PT
    panel = LegendPanel(box, tuple(blocks), tuple(samples), rule, readable and not plain_out, readable, plain_out)
    return panel, _notes(left_out, texts)


def _set(entries: tuple[LegendEntry, ...], texts: Texts, width: float, room: float, last: str = "") -> "_Set":
    """Set entries in the most comfortable arrangement that holds them, or in the tightest one, and `last` below."""
    for density, count, lines in _arrangements(width):
        column_mm = _column_mm(width, count)
        rows = tuple(_rows(entries, texts, density, column_mm, lines))
        if last:
            rows += (_said(last, density, column_mm),)
        # Names keep their size but in the last arrangement, which has to do.
        whole = all(row.entry is None or (row.text.size_pt >= density.size_pt and not row.text.cut) for row in rows)
        if whole and len(_columns(rows, density, room)) <= count:
            break
    columns = _balanced(rows, density, room, count)
    return _Set(entries, density, column_mm, count, columns)


def _said(words: str, density: _Density, column_mm: float) -> _Row:
    style = TypeStyle(min(LEGEND_GROUP.size_pt, density.size_pt), colour=LEGEND_GROUP.colour)
    block = set_text((words,), style, column_mm)
    return _Row(block.height_mm, block)


def _notes(left_out: list[list[_Row]], texts: Texts) -> tuple[Note, ...]:
    missing = [texts.name(row.entry.names) for column in left_out for row in column if row.entry is not None]
    if not missing:
        return ()
    text = "The legend has no room for: {names}. Show fewer layers or take a larger sheet."
    return (Note(text, (("names", ", ".join(missing)),)),)


def _arrangements(width: float) -> Iterator[tuple[_Density, int, int]]:
    """Give what to try, the most comfortable first: how tight, in how many columns, with how many lines a name.

    Names of many lines are better than names too small to read at arm's length.
    """
    comfortable = max(1, int((width + _GUTTER_MM) / (_COMFORTABLE_MM + _GUTTER_MM)))
    most = max(comfortable, int((width + _GUTTER_MM) / (_NARROWEST_MM + _GUTTER_MM)))
    for readable in (True, False):
        for lines in _LINES:
            for density in _DENSITIES:
                if (density.size_pt >= _COMFORTABLE_PT) is readable:
                    yield from ((density, count, lines) for count in range(comfortable, most + 1))


def _column_mm(width: float, count: int) -> float:
    return (width - _GUTTER_MM * (count - 1)) / count


def _rows(
    entries: tuple[LegendEntry, ...], texts: Texts, density: _Density, column_mm: float, most_lines: int
) -> Iterator[_Row]:
    """Give the rows from top to bottom: each group's name once, then its entries."""
    sample_mm = max(_sample_mm(entry, density)[0] for entry in entries)
    group = ""
    for entry in entries:
        name = _group(entry, entries, texts)
        if name and name != group:
            style = TypeStyle(min(LEGEND_GROUP.size_pt, density.size_pt), "semibold", colour=LEGEND_GROUP.colour)
            words = set_text((name,), style, column_mm, style.size_pt)
            yield _Row(words.height_mm + 0.4, words)
            group = name
        style = TypeStyle(density.size_pt, one_line_pt=density.size_pt)
        room = column_mm - sample_mm - _BESIDE_MM
        joined = texts.name(entry.names)
        lines = (joined,) if text_width_mm(joined, style) <= room else texts.name_lines(entry.names)
        words = set_text(lines, style, room, most_lines * style.size_pt * MM_PER_PT * LEADING)
        yield _Row(max(words.height_mm, _sample_mm(entry, density)[1]), words, sample_mm + _BESIDE_MM, entry)


def _group(entry: LegendEntry, entries: tuple[LegendEntry, ...], texts: Texts) -> str:
    """Give the heading an entry stands under.

    A layer with one class would be named twice: such layers stand together under one heading, where there are
    others above them.
    """
    name = texts.name(entry.group)
    alone = name == texts.name(entry.names) and [other.group for other in entries].count(entry.group) == 1
    if not alone:
        return name
    return texts("Places and base map") if entries[0].group != entry.group else ""


def _columns(rows: tuple[_Row, ...], density: _Density, room: float) -> list[list[_Row]]:
    """Fill columns of one height; a group's name never stands alone at the foot of one."""
    columns: list[list[_Row]] = [[]]
    used = 0.0
    for row, needed in zip(rows, _needs(rows, density), strict=True):
        if columns[-1] and used + needed > room + 1e-6:
            columns.append([])
            used = 0.0
        columns[-1].append(row)
        used += row.height + density.gap_mm
    return columns


def _needs(rows: tuple[_Row, ...], density: _Density) -> list[float]:
    """Give the room without which a row does not begin: its own, and for a group's name that of an entry too."""
    return [
        row.height + (density.gap_mm + below.height if row.entry is None and below is not None else 0.0)
        for row, below in zip_longest(rows, rows[1:])
    ]


def _balanced(rows: tuple[_Row, ...], density: _Density, room: float, count: int) -> list[list[_Row]]:
    """Fill the columns evenly: the lowest height that needs no more columns than there are."""
    low = max(_needs(rows, density))
    while low < room:
        columns = _columns(rows, density, low)
        if len(columns) <= count:
            return columns
        low += 1.0
    return _columns(rows, density, room)


def _sample_mm(entry: LegendEntry, density: _Density) -> tuple[float, float]:
    """Give the width and height of an entry's sample."""
    if entry.glyph is None:
        return density.patch_mm
    size = entry.glyph.size_mm * density.symbol_scale
    return (max(size, density.patch_mm[0]), size)
