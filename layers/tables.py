"""Tables of text, as spreadsheets and portals export them: CSV in any encoding and with any delimiter."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from layers.errors import SourceError
from layers.progress import NoProgress, Progress
from layers.report import Fault, Note

__all__ = ["TextTable", "header_names", "read_csv", "typed"]

_NOBODY: Final = NoProgress()
_DELIMITERS: Final = ";\t,|"
_STEP: Final = 20_000
_INTEGER: Final = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL: Final = re.compile(r"-?(0|[1-9]\d*)[.,]\d+|-?(0|[1-9]\d{0,14})")

# Fields of portals may hold whole outlines as text; the module's own limit is 128 KiB.
csv.field_size_limit(64 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class TextTable:
    """The cells of a table, as text or as a spreadsheet keeps them.

    `rows` are the row numbers as a spreadsheet shows them (the header is row 1), one for each row of `frame`;
    `faults` tell of rows that were set aside, `rows_read` counts them all.
    """

    frame: pd.DataFrame
    rows: list[int]
    rows_read: int
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = field(default=())


def read_csv(path: Path, progress: Progress = _NOBODY) -> TextTable:
    """Read a table of text with a header.

    The encoding is UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252; the delimiter is the one of
    `; , tab |` that divides the first lines most evenly.

    Raises
    ------
    SourceError
        The file is not text, has no header, or no delimiter divides it into columns.
    """
    text, notes = _decoded(path)
    delimiter = _delimiter(text, path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] = []
    cells: list[list[str]] = []
    rows: list[int] = []
    faults: list[Fault] = []
    total = text.count("\n") + 1
    try:
        for number, record in enumerate(reader, start=1):
            if number % _STEP == 0:
                progress.step(min(number / total, 1.0))
            if not any(cell.strip() for cell in record):
                continue
            if not header:
                header = header_names(record)
            elif len(record) > len(header) and not any(cell.strip() for cell in record[len(header) :]):
                cells.append(record[: len(header)])
                rows.append(number)
            elif len(record) != len(header):
                faults.append(_uneven(number, record, len(header), delimiter))
            else:
                cells.append(record)
                rows.append(number)
    except csv.Error as error:
        raise SourceError(
            "“{file}” cannot be read as a table: {error}. Export it again as CSV (UTF-8).",
            file=path.name,
            error=str(error),
        ) from None
    columns = list(zip(*cells, strict=True)) if cells else [() for _ in header]
    frame = pd.DataFrame({i: pd.Series(column, dtype=object) for i, column in enumerate(columns)})
    frame.columns = pd.Index(header, dtype=object)
    if len(faults) > len(cells):
        raise SourceError(
            "“{file}” has {columns} columns in its header, but most rows have another number: "
            "the delimiter or the quotes are wrong. Export it again with one delimiter throughout.",
            file=path.name,
            columns=len(header),
        )
    return TextTable(frame, rows, len(cells) + len(faults), tuple(faults), notes)


def _decoded(path: Path) -> tuple[str, tuple[Note, ...]]:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ()
    if b"\x00" in data[:4096]:
        raise SourceError(
            "“{file}” is not a text file, whatever its name says. Open it in the program that made it and "
            "export it as CSV.",
            file=path.name,
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        # Excel on Belgian Windows saves "CSV" in this code page.
        note = Note("The text is not UTF-8; it was read as {encoding}.", {"encoding": "Windows-1252"})
        return data.decode("cp1252", "replace"), (note,)


def _delimiter(text: str, path: Path) -> str:
    """Find the delimiter that divides the first lines into the same number of columns, the more the better."""
    sample = [line for line in text[:200_000].splitlines(keepends=True) if line.strip()][:200]
    best, best_score = "", (0.0, 0)
    for mark in _DELIMITERS:
        widths = [len(record) for record in csv.reader(sample, delimiter=mark) if record]
        if not widths or widths[0] < 2:
            continue
        same = Counter(widths)[widths[0]] / len(widths)
        score = (round(same, 1), widths[0])
        if score > best_score:
            best, best_score = mark, score
    if not best:
        raise SourceError(
            "“{file}” is no table: neither semicolon, comma, tab nor | divides its first line into columns. "
            "Export it again as CSV with a header.",
            file=path.name,
        )
    return best


def header_names(record: list[str]) -> list[str]:
    """Name every column once: an empty one after its place, a repeated one with a number."""
    names: list[str] = []
    for place, cell in enumerate(record, start=1):
        wanted = cell.strip() or f"column_{place}"
        name, count = wanted, 2
        while name.lower() in {taken.lower() for taken in names}:
            name, count = f"{wanted}_{count}", count + 1
        names.append(name)
    return names


def _uneven(row: int, record: list[str], columns: int, delimiter: str) -> Fault:
    reason = Note("The row has {found} columns, the header {columns}.", {"found": len(record), "columns": columns})
    return Fault(row, "", delimiter.join(record)[:200], reason)


def typed(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Make numbers of a column of text in which every filled cell is one.

    Numbers with leading zeros are codes and stay text.
    """
    texts = [cell.strip() or None if isinstance(cell, str) else cell for cell in column.tolist()]
    filled = [text for text in texts if text is not None]
    words = all(isinstance(text, str) for text in filled)
    if filled and words and all(map(_INTEGER.fullmatch, filled)):
        whole = [None if text is None else int(text) for text in texts]
        return pd.Series(pd.array(whole, dtype="Int64"), index=column.index)
    if filled and words and all(map(_DECIMAL.fullmatch, filled)):
        numbers = [np.nan if text is None else float(text.replace(",", ".")) for text in texts]
        return pd.Series(numbers, index=column.index, dtype=np.float64)
    return pd.Series(texts, index=column.index, dtype=object)
