"""A table of named values: as many columns as a value needs, smaller where there is little room.

At last values are cut, the longest first; a short one and the names keep theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, inf
from typing import Final

from bnip.furniture import Box
from cartoviewer.scene.sheet_style import FIELD_NAME, FIELD_VALUE
from cartoviewer.scene.typesetting import SMALLEST_PT, TextBlock, TypeStyle, set_text, text_width_mm

__all__ = ["set_fields"]

Field = tuple[str, tuple[str, ...]]
"""A field's name and the lines of its value; a field without a value is left out."""

_SIZES: Final = (8.5, 7.5, 6.5, 6.0)
_TRIALS: Final = (
    *((size, inf, False) for size in _SIZES),
    *((SMALLEST_PT, most, single) for most in (4, 3, 2, 1) for single in (False, True)),
    (SMALLEST_PT, 0, True),
)
"""The size, the most lines of a value, and whether each has one column; in the last one names are cut as well."""

_GUTTER_MM: Final = 4.0
_BETWEEN_ROWS_MM: Final = 1.2


def set_fields(fields: Sequence[Field], columns: int, box: Box) -> tuple[TextBlock, ...]:
    """Set fields in a box, the values as large as fits."""
    told = [(name, value) for name, value in fields if value]
    blocks: tuple[TextBlock, ...] = ()
    for size, most, single in _TRIALS:
        blocks = _set(told, columns, box, size, most, single=single)
        if not blocks or max(block.bottom_mm for block in blocks) <= box[1] + box[3] + 1e-6:
            break
    return blocks


def _set(
    fields: list[Field], columns: int, box: Box, size_pt: float, most: float, *, single: bool
) -> tuple[TextBlock, ...]:
    """Set the values in one size and at most so many lines each, `single` in one column each."""
    x, top, width, _ = box
    style = replace(FIELD_VALUE, size_pt=size_pt, one_line_pt=min(size_pt, FIELD_VALUE.one_line_pt))
    line_mm = set_text(("X",), style, width).height_mm
    column = (width - _GUTTER_MM * (columns - 1)) / columns
    blocks: list[TextBlock] = []
    for row in _rows(fields, columns, column, style, single=single):
        rooms = [column * span + _GUTTER_MM * (span - 1) for _, span in row]
        names = [
            set_text((name.upper(),), FIELD_NAME, room, line_mm if most == 0 else inf)
            for ((name, _), _), room in zip(row, rooms, strict=True)
        ]
        # The values of a row stand on one line, however many lines their names take.
        name_mm = max(name.height_mm for name in names)
        left, lowest = x, top
        for name, ((_, value), _), room in zip(names, row, rooms, strict=True):
            lines = (" ".join(value),) if most < len(value) else value
            words = set_text(lines, style, room, line_mm * max(most, 1), at=(left, top + name_mm))
            blocks += (replace(name, x_mm=left, y_mm=top + name_mm - name.height_mm), words)
            lowest = max(lowest, words.bottom_mm)
            left += room + _GUTTER_MM
        top = lowest + _BETWEEN_ROWS_MM
    return tuple(blocks)


def _rows(
    fields: list[Field], columns: int, column_mm: float, style: TypeStyle, *, single: bool
) -> Iterator[list[tuple[Field, int]]]:
    """Give the fields row by row, each with the number of columns that its value takes."""
    row: list[tuple[Field, int]] = []
    for field in fields:
        needed = max(text_width_mm(line, style, style.one_line_pt) for line in field[1])
        span = 1 if single else min(columns, max(1, ceil((needed + _GUTTER_MM) / (column_mm + _GUTTER_MM))))
        if row and sum(taken for _, taken in row) + span > columns:
            yield row
            row = []
        row.append((field, span))
    if row:
        yield row
