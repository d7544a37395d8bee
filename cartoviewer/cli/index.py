"""The index of places: adding sources to it, and telling what it holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cartoviewer.cli.gazetteers import index_path
from cartoviewer.cli.surface import Surface, UsageProblem
from layers.gazetteer.building import SourceOutcome, add_sources
from layers.gazetteer.index_file import IndexInfo, index_info
from resources.texts import Texts

__all__ = ["index"]


def index(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="add: read sources into the index; info: tell what it holds.")],
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            help="BeSt (openaddress-bebru.zip), UrbIS addresses, streets, OpenStreetMap extracts, any "
            "layer with names."
        ),
    ] = None,
    file: Annotated[Path | None, typer.Option("--index", help="The index, if it is not the user's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Add sources to the index of places, or tell what it holds."""
    surface: Surface = context.obj
    path = index_path(file)
    if action == "info" and not sources:
        _info(path, surface, as_json=as_json)
    elif action == "add" and sources:
        report = add_sources(path, sources, datetime.now(UTC), surface.progress())
        if as_json:
            surface.hand_over(
                {
                    "index": str(path),
                    "rebuilt": report.rebuilt,
                    "sources": [_outcome(each) for each in report.outcomes],
                    **_facts(index_info(path)),
                }
            )
            return
        if report.rebuilt:
            surface.say(surface.texts("The index was damaged; it was begun anew. Add its other sources again."))
        for outcome in report.outcomes:
            surface.say(_told(outcome, surface.texts))
        surface.say(surface.texts("Index: {path}", path=path))
    elif action == "add":
        raise UsageProblem("Say which sources to add: cartoviewer index add SOURCE…")
    else:
        raise UsageProblem("Write cartoviewer index add SOURCE… or cartoviewer index info.")


def _told(outcome: SourceOutcome, texts: Texts) -> str:
    if outcome.state == "unchanged":
        return texts("{file}: unchanged, not read again.", file=outcome.path.name)
    told = texts(
        "{file}: {rows} rows read; {streets} streets, {addresses} addresses, {names} names.",
        file=outcome.path.name,
        rows=texts.number(outcome.rows),
        streets=texts.number(outcome.streets),
        addresses=texts.number(outcome.addresses),
        names=texts.number(outcome.names),
    )
    if outcome.left_out:
        told += " " + texts.plural(
            "{n} row without a place, a number or a current status was left out.",
            "{n} rows without a place, a number or a current status were left out.",
            outcome.left_out,
        )
    return told


def _outcome(outcome: SourceOutcome) -> dict[str, Any]:
    return {
        "source": str(outcome.path),
        "state": outcome.state,
        "kind": outcome.kind,
        "rows": outcome.rows,
        "streets": outcome.streets,
        "addresses": outcome.addresses,
        "names": outcome.names,
        "left_out": outcome.left_out,
    }


def _facts(info: IndexInfo) -> dict[str, Any]:
    return {
        "path": str(info.path),
        "size": info.size,
        "date": info.built.isoformat() if info.built else None,
        "streets": info.streets,
        "addresses": info.addresses,
        "crossings": info.crossings,
        "names": info.places,
        "kilometre_posts": info.kilometres,
    }


def _info(path: Path, surface: Surface, *, as_json: bool) -> None:
    info, texts = index_info(path), surface.texts
    if as_json:
        sources = [
            {
                "name": source.name,
                "path": source.path,
                "kind": source.kind,
                "hash": source.hash,
                "date": source.date.isoformat() if source.date else None,
                "added": source.added.isoformat(),
                "rows": source.rows,
                "streets": source.streets,
                "addresses": source.addresses,
                "names": source.names,
                "left_out": source.left_out,
                "credit": source.credit,
            }
            for source in info.sources
        ]
        surface.hand_over({**_facts(info), "sources": sources})
        return
    surface.say(str(info.path))
    surface.say(
        texts(
            "{streets} streets, {addresses} addresses, {crossings} crossings, {names} names, {posts} "
            "kilometre posts",
            streets=texts.number(info.streets),
            addresses=texts.number(info.addresses),
            crossings=texts.number(info.crossings),
            names=texts.number(info.places),
            posts=texts.number(info.kilometres),
        )
    )
    if info.built is not None:
        surface.say(texts("Built {moment}", moment=texts.moment(info.built)))
    for source in info.sources:
        day = f" ({texts.date(source.date)})" if source.date else ""
        credit = f" – {source.credit}" if source.credit else ""
        surface.say(f"  {source.name}{day}{credit}")
