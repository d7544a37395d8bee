"""The sheets of a dossier: listing them, and writing one as a file."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from bnip.sheet import Sheet
from cartoviewer.cli.drafts import draft_sheet
from cartoviewer.cli.findings import finding_facts, tell_findings
from cartoviewer.cli.framing import layer_called
from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.sheet_options import (
    AsJson,
    AtOption,
    AudienceOption,
    CopiesOption,
    CopyOption,
    LanguageOption,
    MomentOption,
    OverrideOption,
    PrintedOption,
    bound_moment,
    reason_of,
)
from cartoviewer.cli.surface import (
    Surface,
    UsageProblem,
    audience_of,
    author,
    point_of,
    position_or_moment,
    printed_at,
    sheet_language_of,
)
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.history import History, utc_now
from cartoviewer.export.copies_pdf import write_copies
from cartoviewer.export.duplex import Duplex
from cartoviewer.export.image import write_png, write_svg, write_tif
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_gate import LastLook, overridden
from cartoviewer.export.tiled_pdf import write_tiled
from cartoviewer.scene.composition import LABELS_DROPPED
from cartoviewer.scene.numbered_copies import chosen_copies, copies_of
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.scene.sheet_plan import plan_of
from cartoviewer.scene.template import sheet_templates
from cartoviewer.scene.tiling import OVERLAP_MM
from layers.errors import Problem
from layers.sensitivity import Audience
from resources.texts import Language, Texts

__all__ = [
    "SheetProblem",
    "duplex_of",
    "find_sheet",
    "outcome_facts",
    "published",
    "sheet",
    "sheets",
    "tell_outcome",
]

_WRITERS: Final[dict[str, Callable[..., Outcome]]] = {
    ".pdf": write_pdf,
    ".png": write_png,
    ".svg": write_svg,
    ".tif": write_tif,
    ".tiff": write_tif,
}
_PIXELS: Final = frozenset({".png", ".tif", ".tiff"})


class SheetProblem(Problem):
    """A sheet is not in the dossier, or its name fits several."""


def sheets(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier whose sheets are listed.")],
    as_json: AsJson = False,
) -> None:
    """List the sheets: number, id, template, scale and name."""
    surface: Surface = context.obj
    with Dossier.open(dossier, read_only=True) as opened:
        found = opened.log.fold().of(Sheet)
    texts = surface.texts
    if as_json:
        surface.hand_over({"dossier": str(dossier), "sheets": [_facts(each, texts) for each in found]})
    elif found:
        surface.table(
            [(str(s.number), s.id, s.template, f"1:{s.scale:.0f}", texts.name(s.names)) for s in found],
            frozenset({0}),
        )
    else:
        surface.say(texts("The dossier has no sheets yet."))


def _facts(found: Sheet, texts: Texts) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "name": texts.name(found.names),
        "names": {"fr": found.names.fr, "nl": found.names.nl, "en": found.names.en},
        "template": found.template,
        "scale": found.scale,
        "rotation": found.rotation,
        "centre": list(found.centre),
        "epsg": found.epsg,
        "language": found.language.value,
        "version": found.version,
    }


def find_sheet(document: MapDocument, asked: str) -> Sheet:
    """Give the sheet with this id, number, template or (part of a) name; a name may be in any language.

    Raises
    ------
    SheetProblem
        There is none, or more than one.
    """
    there = document.of(Sheet)
    word = asked.strip().casefold()
    ways: tuple[Callable[[Sheet], bool], ...] = (
        lambda each: each.id.casefold() == word,
        lambda each: str(each.number) == word,
        lambda each: each.template.casefold() == word,
        lambda each: word in (each.names.fr.casefold(), each.names.nl.casefold(), each.names.en.casefold()),
    )
    parts: tuple[Callable[[Sheet], bool], ...] = (
        lambda each: each.id.casefold().startswith(word),
        lambda each: any(word in name.casefold() for name in (each.names.fr, each.names.nl, each.names.en)),
    )
    # A number that no sheet has is a mistake, not the beginning of an id: another sheet would leave the house.
    for fits in (*ways, *(() if word.isdecimal() or not word else parts)):
        found = [each for each in there if fits(each)]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(each.id for each in found)
            raise SheetProblem("“{asked}” fits several sheets: {ids}. Give one of these ids.", asked=asked, ids=ids)
    if not there:
        raise SheetProblem(
            "The dossier has no sheets yet. Make one in the window, or give a template: {names}.",
            names=", ".join(sheet_templates()),
        )
    known = ", ".join(f"{each.number} ({each.template})" for each in there)
    raise SheetProblem("There is no sheet “{asked}”. The sheets are: {known}.", asked=asked, known=known)


def sheet(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    which: Annotated[
        str,
        typer.Argument(
            metavar="SHEET",
            help="The sheet's id, number, template or name (see `sheets`); a template alone makes one for once.",
        ),
    ],
    out: Annotated[Path, typer.Argument(help="The file to write: .pdf, .png, .svg or .tif.")],
    audience: AudienceOption = "internal",
    language: LanguageOption = None,
    at: AtOption = None,
    printed: PrintedOption = None,
    centre: Annotated[str | None, typer.Option(help="X,Y of another middle, metres in Lambert 72.")] = None,
    scale: Annotated[float | None, typer.Option(min=100, max=5_000_000, help="N of another scale 1:N.")] = None,
    rotation: Annotated[
        float | None,
        typer.Option(min=-360, max=360, help="Degrees clockwise from grid north to the top of the map."),
    ] = None,
    dpi: Annotated[float, typer.Option(min=30, max=1200, help="Pixels to the inch of a picture.")] = 300.0,
    copy: CopyOption = None,
    moment: MomentOption = None,
    copies: CopiesOption = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="LAYER", help="List the objects of this layer in the frame."),
    ] = None,
    grey: Annotated[bool, typer.Option("--grey", help="In greys, for a monochrome printer or copier.")] = False,
    tiles: Annotated[
        str | None, typer.Option(metavar="A4|A3", help="Lay a large sheet over pages of this paper, to be glued.")
    ] = None,
    overlap: Annotated[float, typer.Option(min=0, max=50, help="Millimetres that such pages share.")] = OVERLAP_MM,
    duplex: Annotated[
        str | None, typer.Option(help="Both sides in a PDF: none, long or short edge, or left: bound on the left.")
    ] = None,
    override: OverrideOption = None,
    as_json: AsJson = False,
) -> None:
    """Write one sheet as PDF, PNG, SVG or TIFF, for one audience."""
    surface: Surface = context.obj
    write = _writer(out)
    more = _more(out, dpi, tiles, overlap, duplex)
    if copies is not None:
        _only_copies(out, copy, tiles)
        write = write_copies
    elif tiles is not None:
        write = write_tiled
    viewers = audience_of(audience)
    spoken = sheet_language_of(language) if language else None
    stood = position_or_moment(at) if at else None
    when = printed_at(printed)
    reason = reason_of(override)
    with Dossier.open(dossier, read_only=not reason) as opened:
        # A sheet may be younger than the moment it shows.
        found = _framed(_found(opened, which, viewers, stood), centre, scale, rotation)
        if moment is not None:
            found = msgspec.structs.replace(found, moment=bound_moment(moment, opened.log))
        if grey:
            found = msgspec.structs.replace(found, monochrome=True)
        if copy is not None:
            found = msgspec.structs.replace(found, copy=copy.strip())
        if table is not None:
            found = msgspec.structs.replace(found, table=layer_called(opened.log.fold(), table).id)
        tell_altered(opened, surface)
        publication = published(opened, viewers.value, (spoken or found.language).value, stood)
        if copies is not None:
            more["copies"] = chosen_copies(copies_of(plan_of(found, publication.document)), copies)
        ready_to_paint()
        judged = LastLook(publication, found, surface.texts, _keeper(opened, found, reason))
        outcome = write(publication, found, out, printed=when, progress=surface.progress(), judge=judged, **more)
    if as_json:
        facts = [finding_facts(each, surface.texts) for each in judged.findings]
        surface.hand_over({"sheet": found.id, **outcome_facts(outcome, surface.texts), "checks": facts})
    else:
        tell_outcome(outcome, surface, frozenset({LABELS_DROPPED, *(each.note.text for each in judged.findings)}))
        tell_findings(judged.findings, publication.document, surface)


def _more(out: Path, dpi: float, tiles: str | None, overlap: float, duplex: str | None) -> dict[str, Any]:
    """Give what the writer of this kind of file is told besides."""
    ending = out.suffix.lower()
    if ending != ".pdf" and (tiles or duplex):
        raise UsageProblem(
            "Only a PDF is laid over pages or printed on both sides, and “{name}” is none.", name=out.name
        )
    more: dict[str, Any] = {"dpi": dpi} if ending in _PIXELS else {}
    if ending == ".pdf":
        more["duplex"] = duplex_of(duplex)
    if tiles is not None:
        more |= {"paper": tiles, "overlap_mm": overlap}
    return more


def _only_copies(out: Path, copy: str | None, tiles: str | None) -> None:
    """Refuse what does not go with numbered copies."""
    if out.suffix.lower() != ".pdf":
        raise UsageProblem("Numbered copies are pages of a PDF, and “{name}” is none.", name=out.name)
    if copy is not None or tiles is not None:
        raise UsageProblem("Numbered copies go neither with --copy nor with --tiles.")


def duplex_of(asked: str | None) -> Duplex | None:
    """Give how both sides are printed; None where it is left open."""
    try:
        return Duplex(asked.strip().lower()) if asked is not None else None
    except ValueError:
        raise UsageProblem(
            "“{asked}” is no way to print both sides. Say {known}.", asked=asked, known=", ".join(Duplex)
        ) from None


def _keeper(opened: Dossier, found: Sheet, reason: str) -> Callable[[tuple[Finding, ...]], None] | None:
    """Give what keeps the reason for serious faults in the log, before the file is there; None without a reason."""
    if not reason:
        return None

    def keep(serious: tuple[Finding, ...]) -> None:
        history = History(opened.log, author())
        kept = history.document.get(found.id)
        if not isinstance(kept, Sheet):
            raise SheetProblem(
                "A reason is kept with the sheet, and this one is not in the dossier. Frame it first."
            )
        label, change = overridden(history.document, kept, serious, reason, utc_now())
        history.do(label, change)

    return keep


def _found(opened: Dossier, which: str, viewers: Audience, moment: int | datetime | None) -> Sheet:
    """Give a sheet of the dossier; where no sheet has that template, one over the ground that matters.

    Such a sheet lies over what its audience may see: a frame around what is hidden would tell where that is.
    """
    now = opened.log.fold()
    try:
        return find_sheet(now, which)
    except SheetProblem:
        if any(each.template == which for each in now.of(Sheet)):
            raise
        seen = published(opened, viewers.value, Language.FR_NL.value, moment)
        draft = draft_sheet(seen.document, seen.datasets, which)
        if draft is None:
            raise
        return draft


def _framed(found: Sheet, centre: str | None, scale: float | None, rotation: float | None) -> Sheet:
    if rotation is not None:
        found = msgspec.structs.replace(found, rotation=rotation % 360.0)
    if centre is not None:
        found = msgspec.structs.replace(found, centre=point_of(centre))
    return found if scale is None else msgspec.structs.replace(found, scale=scale)


def _writer(out: Path) -> Callable[..., Outcome]:
    try:
        return _WRITERS[out.suffix.lower()]
    except KeyError:
        raise UsageProblem(
            "“{name}” does not end in .pdf, .png, .svg or .tif, so we do not know what to write.", name=out.name
        ) from None


def tell_altered(opened: Dossier, surface: Surface) -> None:
    """Say that the log was altered, before anything is made of it that people will trust."""
    if not opened.log.check().ok:
        surface.complain(surface.texts("The log was altered: “cartoviewer log” tells where. Go back to a copy."))


def published(opened: Dossier, audience: str, language: str, at: int | datetime | None = None) -> Publication:
    """Give the dossier as an audience may see it, now or as it stood.

    Raises
    ------
    Problem
        The log has no such position: the present must not be taken for it.
    """
    moment = at if isinstance(at, datetime) else None
    if isinstance(at, int):
        if at > len(opened.log):
            raise Problem(
                "The log of {file} ends at {last}: there is no position {asked}. Give one up to {last}, or a "
                "moment.",
                file=opened.path.name,
                last=len(opened.log),
                asked=at,
            )
        moment = next((entry.edit.moment for entry in opened.log.entries(at - 1)), None) if at > 0 else None
    return Publication.prepare(
        opened.log.fold(at),
        opened.datasets,
        audience_of(audience),
        sheet_language_of(language),
        moment=moment,
        past=opened.log.fold,
        present=opened.log.fold() if at is not None else None,
    )


def outcome_facts(outcome: Outcome, texts: Texts) -> dict[str, Any]:
    """Give what is told of a file that was written."""
    return {
        "path": str(outcome.path),
        "size_bytes": outcome.size_bytes,
        "audience": outcome.audience.value,
        "marking": outcome.marking.marking,
        "notes": [texts(note.text, **dict(note.values)) for note in outcome.notes],
        "stale": list(outcome.stale),
        "dropped_labels": [name.replace("\n", " / ") for name in outcome.unplaced],
    }


def tell_outcome(outcome: Outcome, surface: Surface, found: frozenset[str] = frozenset()) -> None:
    """Tell that a file was written, and what is worth knowing of it; `found` are texts that are told elsewhere."""
    texts = surface.texts
    surface.say(
        texts(
            "Wrote {path} ({size} kB, {marking}).",
            path=outcome.path,
            size=texts.number(max(1, round(outcome.size_bytes / 1000))),
            marking=outcome.marking.marking,
        )
    )
    for note in outcome.notes:
        if note.text not in found:
            surface.say("  " + texts(note.text, **dict(note.values)))
    if outcome.stale and not found:
        surface.say("  " + texts("Out of date, check before use: {names}.", names=", ".join(outcome.stale)))
