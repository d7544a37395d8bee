"""A table of addresses in, the same table with places out."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import pandas as pd
import typer

from cartoviewer.cli.gazetteers import index_path, opened_index
from cartoviewer.cli.surface import Surface, UsageProblem
from cartoviewer.export.writing import written_safely
from layers.errors import SourceError
from layers.files import open_source
from layers.gazetteer.answered_table import written_table
from layers.gazetteer.batch import AddressColumns, RowAnswer, find_rows
from layers.gazetteer.decisions import decisions_of
from layers.rows import cells
from layers.tables import TextTable
from resources.texts import Texts

__all__ = ["geocode"]

_SHOWN: Final = 20


def geocode(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(help="CSV or Excel.")],
    out: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help="A column of the address; several times for several. Else by their names."),
    ] = None,
    index: Annotated[Path | None, typer.Option("--index", help="The index, if it is not the user's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Write a table with x, y, epsg, quality, accuracy_m, matched and score added."""
    surface: Surface = context.obj
    path = index_path(index)
    if out.resolve() == table.resolve():
        raise UsageProblem("The table would be written over itself. Give another name for what is written.")
    if out.is_dir():
        raise UsageProblem("“{path}” is a folder. Give the name of a CSV file.", path=out)
    with opened_index(path) as gazetteer:
        read = _read(table, surface)
        columns = [str(name) for name in read.frame.columns]
        for name in column or ():
            if name not in columns:
                raise SourceError(
                    "“{file}” has no column “{column}”; its columns are {columns}.",
                    file=table.name,
                    column=name,
                    columns=", ".join(columns),
                )
        chosen = AddressColumns.of(columns, column or ())
        if chosen.is_empty:
            raise SourceError(
                "No column of “{file}” is called as one of an address; its columns are {columns}. Say which they "
                "are with --column.",
                file=table.name,
                columns=", ".join(columns),
            )
        answers = find_rows(
            read.frame,
            chosen,
            gazetteer,
            language=surface.texts.language,
            decisions=decisions_of(path),
            progress=surface.progress(),
        )
    _write(out, read.frame, answers)
    _tell(read, answers, out, surface, as_json=as_json)


def _read(table: Path, surface: Surface) -> TextTable:
    with open_source(table) as source:
        tables = [layer for layer in source.layers if layer.is_table]
        if not tables:
            raise SourceError("“{file}” is no table. Give a CSV or Excel file.", file=table.name)
        return cells(tables[0], surface.progress())


def _write(out: Path, frame: pd.DataFrame, answers: list[RowAnswer]) -> None:
    with written_safely(out) as scratch:
        scratch.write_text(written_table(frame, answers), "utf-8", newline="")


def _tell(read: TextTable, answers: list[RowAnswer], out: Path, surface: Surface, *, as_json: bool) -> None:
    texts = surface.texts
    counts = Counter(answer.found.quality.value if answer.found else "" for answer in answers)
    doubtful = [(row, answer) for row, answer in zip(read.rows, answers, strict=True) if answer.is_doubtful]
    if as_json:
        surface.hand_over(
            {
                "table": str(out),
                "rows": len(answers),
                "found": len(answers) - counts[""],
                "qualities": {name: count for name, count in counts.items() if name},
                "doubtful": [
                    {
                        "row": row,
                        "text": answer.question,
                        "matched": answer.found.label if answer.found else None,
                        "others": [other.label for other in answer.others],
                    }
                    for row, answer in doubtful
                ],
                "set_aside": [{"row": fault.row, "reason": fault.reason.written(texts)} for fault in read.faults],
            }
        )
        return
    surface.say(
        texts(
            "{found} of {rows} rows have a place; {doubtful} are doubtful.",
            found=texts.number(len(answers) - counts[""]),
            rows=texts.number(len(answers)),
            doubtful=texts.number(len(doubtful)),
        )
    )
    for row, answer in doubtful[:_SHOWN]:
        surface.say(f"  {texts('row {row}', row=row)}: {answer.question} → {_matched(answer, texts)}")
    if len(doubtful) > _SHOWN:
        more = len(doubtful) - _SHOWN
        surface.say("  " + texts.plural("and {n} more; --json lists all", "and {n} more; --json lists all", more))
    for fault in read.faults[:_SHOWN]:
        surface.say(f"  {texts('row {row}', row=fault.row)}: {fault.reason.written(texts)}")


def _matched(answer: RowAnswer, texts: Texts) -> str:
    return answer.found.label if answer.found else texts("nothing found")
