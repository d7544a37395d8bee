"""The exercise dossier with its sheets and its page, ready to be looked at.

A dossier that is there already is never written over: somebody may have worked on it. Its sheets and its page are
written again when they are missing or older than it.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bnip.sheet import Sheet
from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.sheets import outcome_facts, published, tell_outcome
from cartoviewer.cli.surface import Surface, printed_at
from cartoviewer.cli.window import has_screen
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.exercise.build import build_exercise
from cartoviewer.document.exercise.scenario import fixed_id, prepared
from cartoviewer.document.history import utc_now
from cartoviewer.export.image import write_png
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.page import write_html
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_gate import accept_all
from layers.errors import Problem
from layers.progress import Progress

__all__ = ["DemonstrationProblem", "demo"]

_NAME: Final = "exercise.gpkg"
_PICTURE_DPI: Final = 150.0

Writing = Callable[[Path], Outcome]


class DemonstrationProblem(Problem):
    """The exercise cannot be written where it is asked for."""


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write to; it is made if needed.")],
    window: Annotated[bool, typer.Option(help="Open the dossier where there is a screen.")] = True,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Build the exercise anew; the old dossier is kept under another name.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Write the exercise dossier, its sheets and its page; safe to run again."""
    surface: Surface = context.obj
    path = folder / _NAME
    printed = printed_at(None)
    if fresh or not path.exists():
        _make_folder(folder)
    if fresh and path.exists():
        _set_aside(path)
    built = not path.exists()
    if built:
        _build(path, surface.progress())
    if not as_json:
        texts = surface.texts
        surface.say(
            texts("Made the exercise dossier {path}.", path=path)
            if built
            else texts("The exercise dossier {path} was there already: it is left as it is.", path=path)
        )
    outcomes = _write_what_is_due(path, folder, printed, surface)
    if as_json:
        surface.hand_over(
            {
                "dossier": str(path),
                "built": built,
                "files": [outcome_facts(outcome, surface.texts) for outcome in outcomes],
            }
        )
    else:
        for outcome in outcomes:
            tell_outcome(outcome, surface)
    if window and has_screen():
        _open_window(path, surface)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DemonstrationProblem(
            "The folder {folder} cannot be made: {reason}. Choose another one.",
            folder=str(folder),
            reason=error.strerror or str(error),
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DemonstrationProblem("The folder {folder} is read-only. Choose another one.", folder=str(folder))


def _set_aside(path: Path) -> None:
    """Give an old dossier a name that says when it was last changed."""
    with Dossier.open(path):
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    path.rename(path.with_name(f"{path.stem}-{changed:%Y%m%d-%H%M%S}{path.suffix}"))


def _build(path: Path, progress: Progress) -> None:
    """Build the dossier under another name: one that bears its name is whole."""
    unfinished = path.with_name(f"{path.stem}-unfinished{path.suffix}")
    unfinished.unlink(missing_ok=True)
    try:
        with Dossier.create(unfinished, clock=prepared, dossier_id=fixed_id("dossier")) as dossier:
            build_exercise(dossier, progress)
        unfinished.replace(path)
    finally:
        for left in path.parent.glob(f".*{unfinished.name}*"):
            left.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)


def _write_what_is_due(path: Path, folder: Path, printed: datetime, surface: Surface) -> list[Outcome]:
    outcomes = []
    progress = surface.progress()
    with Dossier.open(path, read_only=True) as dossier:
        sheets = dossier.log.fold().of(Sheet)
        last = max((entry.edit.moment for entry in dossier.log.entries()), default=utc_now())
        internal = published(dossier, "internal", "fr+nl", last)
        public = published(dossier, "public", "fr+nl", last)
        born = path.stat().st_mtime
        for target, write in _files(internal, public, sheets, folder, printed, progress):
            if not target.exists() or target.stat().st_mtime < born:
                ready_to_paint()
                outcomes.append(write(target))
    return outcomes


def _files(
    internal: Publication,
    public: Publication,
    sheets: tuple[Sheet, ...],
    folder: Path,
    printed: datetime,
    progress: Progress,
) -> Iterator[tuple[Path, Writing]]:
    """Give every file that belongs to the exercise, with what writes it.

    The exercise is fictitious and its days pass: nobody has to say why its sheets may be shown.
    """

    def pdf(sheet: Sheet) -> Writing:
        return lambda target: write_pdf(
            internal, sheet, target, printed=printed, progress=progress, judge=accept_all
        )

    def png(sheet: Sheet) -> Writing:
        return lambda target: write_png(
            internal, sheet, target, printed=printed, dpi=_PICTURE_DPI, progress=progress, judge=accept_all
        )

    for sheet in sheets:
        name = f"{sheet.number}-{sheet.template.replace('_', '-')}"
        yield folder / f"{name}.pdf", pdf(sheet)
        yield folder / f"{name}.png", png(sheet)
    yield (
        folder / "exercise-public.html",
        lambda target: write_html(public, target, printed=printed, progress=progress),
    )


def _open_window(path: Path, surface: Surface) -> None:
    """Open the window in a process of its own: this one paints without a screen."""
    words = [sys.executable, "-m", "cartoviewer", str(path)]
    if surface.language_asked:
        words += ["--lang", surface.texts.language.value]
    subprocess.run(words, check=False)
