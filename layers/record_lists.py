"""Lists of records in plain JSON, as the services of operators answer: each record becomes a row of a table."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from layers.errors import SourceError
from layers.tables import TextTable

__all__ = ["RECORDS_SUFFIX", "holds_records", "read_records"]

RECORDS_SUFFIX: Final = ".json"


def holds_records(path: Path) -> bool:
    """Tell whether a file is JSON with a list of records in it, at the top or under one of its keys."""
    return bool(_records(path, path.stat().st_mtime_ns))


def read_records(path: Path) -> TextTable:
    """Read the longest list of records of a file; a record's number is its place in the list, from 1.

    Lists within a record are written with `;` between their values, records within it as JSON.

    Raises
    ------
    SourceError
        The file holds no such list.
    """
    records = _records(path, path.stat().st_mtime_ns)
    if not records:
        raise SourceError("“{file}” holds no list of records.", file=path.name)
    names = list(dict.fromkeys(str(name) for record in records for name in record))
    columns = {name: pd.Series([_cell(record.get(name)) for record in records], dtype=object) for name in names}
    return TextTable(pd.DataFrame(columns), list(range(1, len(records) + 1)), len(records))


@lru_cache(maxsize=2)
def _records(path: Path, _changed: int) -> tuple[Mapping[str, Any], ...]:
    try:
        held = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return ()
    lists = held.values() if isinstance(held, dict) else (held,)
    found = [
        each
        for each in lists
        if isinstance(each, list) and each and all(isinstance(record, dict) for record in each)
    ]
    found.sort(key=len)
    return tuple(found[-1]) if found else ()


def _cell(value: object) -> str:
    """Write a value as a table of text holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return ";".join(map(_cell, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
