"""A table with the places of its rows added, written as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from layers.gazetteer.batch import RowAnswer
from layers.values import is_missing

__all__ = ["ADDED", "written_table"]

ADDED: Final = ("x", "y", "epsg", "quality", "accuracy_m", "matched", "score")
"""The columns that are added: metres in Lambert 72, how well the place is known, and what it was taken for."""
_EPSG: Final = 31370


def written_table(frame: pd.DataFrame, answers: Sequence[RowAnswer]) -> str:
    """Write a table as CSV with `ADDED` behind its own columns; a row without a place has them empty.

    A column of the table that is called as one of ours keeps its values under another name (`x_source`).
    """
    taken = {str(name) for name in frame.columns} | set(ADDED)
    header = []
    for name in map(str, frame.columns):
        free = name
        while free in ADDED or (free != name and free in taken):
            free += "_source"
        taken.add(free)
        header.append(free)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([*header, *ADDED])
    for row, answer in zip(frame.itertuples(index=False, name=None), answers, strict=True):
        writer.writerow([*map(_cell, row), *_place(answer)])
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _place(answer: RowAnswer) -> list[str]:
    found = answer.found
    if found is None:
        return [""] * len(ADDED)
    accuracy = "" if found.accuracy_m is None else f"{found.accuracy_m:g}"
    return [
        f"{found.x:.2f}",
        f"{found.y:.2f}",
        str(_EPSG),
        found.quality.value,
        accuracy,
        found.label,
        f"{found.score:.1f}",
    ]
