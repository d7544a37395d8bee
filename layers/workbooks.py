"""Excel workbooks: each sheet with a header is a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from layers.errors import SourceError
from layers.places import find_columns
from layers.tables import TextTable, header_names
from layers.values import is_missing

__all__ = ["read_sheet", "sheets_of"]

_HEADER_WITHIN: Final = 20
"""Official workbooks begin with a title and a few lines of explanation."""


def sheets_of(path: Path) -> tuple[str, ...]:
    """Give the names of the sheets that hold a table: those with coordinates, or all where none has any.

    Raises
    ------
    SourceError
        The file is no workbook.
    """
    placed: list[str] = []
    others: list[str] = []
    book = _opened(path)
    try:
        for sheet in book.worksheets:
            rows = [
                row for _, row in zip(range(_HEADER_WITHIN + 1), sheet.iter_rows(values_only=True), strict=False)
            ]
            at = _header_at(rows)
            if at is None:
                continue
            (placed if find_columns(_header(rows[at]), {}) else others).append(str(sheet.title))
    finally:
        book.close()
    return tuple(placed or others)


def read_sheet(path: Path, name: str) -> TextTable:
    """Read a sheet: its header is the first row, near the top, in which most columns have a name.

    Raises
    ------
    SourceError
        The file is no workbook.
    """
    book = _opened(path)
    try:
        rows = [tuple(row) for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()
    at = _header_at(rows)
    header = _header(rows[at]) if at is not None else []
    kept = [
        (number, row[: len(header)])
        for number, row in enumerate(rows[(at or 0) + 1 :], start=(at or 0) + 2)
        if not all(is_missing(cell) for cell in row[: len(header)])
    ]
    columns = list(zip(*(row for _, row in kept), strict=True)) if kept else [() for _ in header]
    frame = pd.DataFrame({i: pd.Series(list(column), dtype=object) for i, column in enumerate(columns)})
    frame.columns = pd.Index(header, dtype=object)
    return TextTable(frame, [number for number, _ in kept], len(kept))


def _opened(path: Path) -> Any:
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, EOFError):
        raise SourceError(
            "“{file}” is no whole Excel workbook. Open it in Excel and save it again as .xlsx, or as CSV.",
            file=path.name,
        ) from None


def _header_at(rows: Sequence[Sequence[object]]) -> int | None:
    """Find the header: the first row of names that is nearly as wide as the widest row below it."""
    widths = [sum(not is_missing(cell) for cell in row) for row in rows[: _HEADER_WITHIN + 1]]
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        names = sum(isinstance(cell, str) and not is_missing(cell) for cell in row)
        if names >= 2 and names >= 0.6 * max(widths[at:]):
            return at
    return None


def _header(row: Sequence[object]) -> list[str]:
    """Give the names of the columns, the lines of each joined; Excel writes a carriage return as `_x000D_`."""
    filled = max(place for place, cell in enumerate(row, start=1) if not is_missing(cell))
    cells = ["" if is_missing(cell) else str(cell).replace("_x000D_", "") for cell in row[:filled]]
    return header_names([" / ".join(line.strip() for line in cell.splitlines() if line.strip()) for cell in cells])
