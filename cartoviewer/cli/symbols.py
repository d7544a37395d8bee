"""Symbols for other programs and for the wall: one as SVG, the list, the catalogue to print."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.surface import Surface, UsageProblem, sheet_language_of
from cartoviewer.export.symbol_sheet import write_catalogue
from cartoviewer.export.writing import written_safely
from resources.texts import Texts
from symbols.catalogue import CatalogueEntry, catalogue, frame_names, known_symbol
from symbols.drawing import draw
from symbols.grammar import Symbol, SymbolCodeError
from symbols.ownership import owned_by
from symbols.svg import to_svg
from symbols.wording import described

__all__ = ["symbol", "symbols"]

_SVG: Final = ".svg"
_PDF: Final = ".pdf"


def symbol(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="ID", help="A symbol of the catalogue, or its whole code.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.svg", help="Where the picture goes.")],
    state: Annotated[str, typer.Option(help="planned, requested, in-place or ended.")] = "",
    certainty: Annotated[str, typer.Option(help="reported or confirmed.")] = "",
    severity: Annotated[str, typer.Option(help="Of a hazard: unknown, safe, caution or danger.")] = "",
    echelon: Annotated[int, typer.Option(min=0, max=3, help="The unit's size: 1 to 3 dots.")] = 0,
    reserve: Annotated[bool, typer.Option("--reserve", help="A reserve or an alternate place.")] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Closed, out of use.")] = False,
    kemler: Annotated[str, typer.Option(help="The hazard number of the orange plate.")] = "",
    un: Annotated[str, typer.Option(help="The UN number of the orange plate.")] = "",
    casualties: Annotated[str, typer.Option(help="Counts of T1/T2/T3/dead: 2/5/12/0.")] = "",
    discipline: Annotated[
        str, typer.Option(help="Who looks after it, where it is not whom the catalogue names: d1 to d5 or multi.")
    ] = "",
    left: Annotated[str, typer.Option(help="The text to the left: a designation.")] = "",
    right: Annotated[str, typer.Option(help="The text to the right: a count or capacity.")] = "",
    bottom: Annotated[str, typer.Option(help="The text below: a time.")] = "",
    number: Annotated[str, typer.Option(help="The number in its series.")] = "",
    direction: Annotated[float | None, typer.Option(help="Degrees from north, clockwise.")] = None,
    size: Annotated[float, typer.Option(min=1.0, max=500.0, help="The width of the frame in millimetres.")] = 8.0,
    language: Annotated[str, typer.Option(help="Of the letters in the frame: fr, nl, fr+nl or en.")] = "",
) -> None:
    """Draw one symbol as an SVG file that needs no font and nothing from outside."""
    surface: Surface = context.obj
    if out.suffix.lower() != _SVG:
        raise UsageProblem("A symbol is written as SVG: “{path}” does not end in .svg.", path=str(out))
    said = {"state": state, "certainty": certainty, "severity": severity, "kemler": kemler, "un": un}
    said |= {"casualties": casualties, "echelon": str(echelon or ""), "owner": discipline}
    parts = [code, *(f"{key}={value}" for key, value in said.items() if value)]
    parts += [flag for flag, is_set in (("reserve", reserve), ("closed", closed)) if is_set]
    try:
        found = known_symbol(";".join(parts))
    except SymbolCodeError as error:
        raise UsageProblem(error.text, **error.values) from error
    found = owned_by(found, found.owner.value)
    letters = sheet_language_of(language) if language else surface.texts.language
    drawing = draw(found, letters, left, right, bottom, number, direction)
    title = described(found, surface.texts)
    with written_safely(out) as scratch:
        scratch.write_text(to_svg(drawing, size, title=title), "utf-8")
    surface.say(surface.texts("{name} written to {path}.", name=title, path=out))


def symbols(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Argument(metavar="[OUT.pdf|FOLDER]", help="A PDF to print, or a folder for an SVG of every symbol."),
    ] = None,
    language: Annotated[str, typer.Option(help="Of names and letters: fr, nl, fr+nl or en.")] = "",
    grey: Annotated[bool, typer.Option("--grey", help="As a printer without colour prints it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """List all symbols, or write them as a catalogue to print or as SVG files."""
    surface: Surface = context.obj
    spoken = sheet_language_of(language) if language else surface.texts.language
    texts = Texts(spoken.parts[0])
    written: dict[str, Any] = {}
    if out is not None and out.suffix.lower() == _PDF:
        ready_to_paint()
        written = {"file": str(out), "pages": write_catalogue(out, spoken, grey=grey)}
    elif out is not None and (out.is_dir() or not out.suffix):
        out.mkdir(parents=True, exist_ok=True)
        for entry in catalogue().values():
            drawing = draw(Symbol(id=entry.id), spoken)
            with written_safely(out / f"{entry.id}{_SVG}") as scratch:
                scratch.write_text(to_svg(drawing, 8.0, title=texts.name(entry.names)), "utf-8")
        written = {"folder": str(out), "files": len(catalogue())}
    elif out is not None:
        raise UsageProblem("The catalogue is written as PDF, or into a folder: “{path}” is neither.", path=str(out))
    if as_json:
        surface.hand_over({**written, "symbols": [_facts(entry) for entry in catalogue().values()]})
    elif "pages" in written:
        surface.say(surface.texts("{count} pages written to {path}.", count=written["pages"], path=out))
    elif written:
        surface.say(surface.texts("{count} symbols written to {path}.", count=written["files"], path=out))
    else:
        surface.table(
            [
                (entry.id, entry.owner.digit and f"D{entry.owner.digit}", texts.name(entry.names))
                for entry in catalogue().values()
            ]
        )


def _facts(entry: CatalogueEntry) -> dict[str, Any]:
    heading = frame_names(entry.frame)
    return {
        "id": entry.id,
        "class": entry.frame.value,
        "class_names": {"fr": heading.fr, "nl": heading.nl, "en": heading.en},
        "discipline": entry.owner.value,
        "names": {"fr": entry.names.fr, "nl": entry.names.nl, "en": entry.names.en},
        "letters": {"fr": entry.letters.fr, "nl": entry.letters.nl, "en": entry.letters.en},
        "synonyms": list(entry.also),
    }
