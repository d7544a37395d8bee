"""Drawing from a script: a symbol, a line, a zone or a shape, at a place, along a path, or from WKT and GeoJSON."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bnip.drawing import DrawingLayer, Form, Shape
from bnip.geometry.operations import Path as DrawnPath
from bnip.geometry.operations import is_closed
from bnip.geometry.outlines import circle, closed
from bnip.incident import Incident, Mark, Route
from bnip.record import HAND_PLACED, Certainty, Place, State
from bnip.zone import Zone, ZoneKind, ZoneStatus
from cartoviewer.cli.drawn_paths import DrawingProblem, paths_of_geojson, paths_of_wkt, said_path
from cartoviewer.cli.drawn_properties import Strange, read_properties
from cartoviewer.cli.gazetteers import opened_if_there
from cartoviewer.cli.places import surely
from cartoviewer.cli.surface import Surface, UsageProblem, author, moment_of
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.drawings import Placed, drawing_layers
from cartoviewer.document.history import History
from cartoviewer.scene.finding import find
from cartoviewer.ui.record_names import count_label, record_names
from layers.crs import LAMBERT_72, WGS84
from layers.gazetteer.gazetteer import Gazetteer
from resources.texts import Names
from symbols.catalogue import is_hazard, known_symbol
from symbols.grammar import Symbol, SymbolCodeError

__all__ = ["draw"]

_STATUS = {State.PLANNED: ZoneStatus.PLANNED, State.REQUESTED: ZoneStatus.PROPOSED, State.ENDED: ZoneStatus.LIFTED}
_LARGEST_M = 300_000.0


@dataclass(frozen=True, slots=True)
class _Said:
    """Where something is: a path, and for a circle its centre and radius; a place as it was found."""

    path: DrawnPath
    place: Place | None = None
    radius_m: float | None = None
    properties: dict[str, Any] = field(default_factory=dict)


def draw(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    symbol: Annotated[
        str,
        typer.Option(
            help="What it is, as a code of the catalogue: area.red, line.cordon, cmd.cpops. "
            "Without it a free shape."
        ),
    ] = "",
    at: Annotated[
        str, typer.Option(metavar="TEXT", help="Where a symbol stands: an address, a name, coordinates.")
    ] = "",
    around: Annotated[
        str, typer.Option("--circle", metavar="TEXT", help="The centre of a circle; with --radius.")
    ] = "",
    radius: Annotated[float | None, typer.Option(help="The radius of the circle in metres.")] = None,
    path: Annotated[str, typer.Option(help="The points of a line or the corners of an area: “X,Y X,Y …”.")] = "",
    wkt: Annotated[str, typer.Option(help="The shape as well-known text.")] = "",
    geojson: Annotated[
        Path | None, typer.Option(help="A GeoJSON file; each of its shapes is drawn, with what its properties say.")
    ] = None,
    crs: Annotated[str, typer.Option(help="The EPSG code of the WKT or GeoJSON: 31370 and 4326 if not said.")] = "",
    name: Annotated[str, typer.Option(help="What it is called.")] = "",
    state: Annotated[str, typer.Option(help="planned, requested, in-place or ended.")] = "",
    certainty: Annotated[str, typer.Option(help="reported or confirmed; an incident is reported.")] = "",
    discipline: Annotated[str, typer.Option(help="Who looks after it: d1, d2, d3, d4, d5 or multi.")] = "",
    layer: Annotated[str, typer.Option(help="The drawing layer that it lies on, by its name.")] = "",
    valid_from: Annotated[str, typer.Option("--from", help="From when it is on the map.")] = "",
    valid_until: Annotated[str, typer.Option("--until", help="Until when it is on the map.")] = "",
    note: Annotated[str, typer.Option(help="What else is known of it.")] = "",
    index: Annotated[Path | None, typer.Option("--index", help="The index, if it is not the user's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Draw something as one edit; its symbol says whether it is a point, a line or an area."""
    surface: Surface = context.obj
    code = _symbol(symbol)
    if sum(map(bool, (at, around, path, wkt, geojson))) != 1:
        raise UsageProblem("Say where in one way: --at, --circle with --radius, --path, --wkt or --geojson.")
    if bool(around) != (radius is not None):
        raise UsageProblem("A circle needs --circle and --radius.")
    if radius is not None and not 0.5 <= radius <= _LARGEST_M:
        raise UsageProblem("“{said}” is no radius in metres.", said=radius)
    asked = {
        "names": Names.same(name) if name else Names(),
        "discipline": _chosen(discipline, ("", "d1", "d2", "d3", "d4", "d5", "multi")),
        "valid_from": _moment(valid_from),
        "valid_until": _moment(valid_until),
        "note": note,
    }
    more: dict[str, Any] = {key: value for key, value in asked.items() if value not in ("", None, Names())}
    signed: dict[str, State | Certainty] = {"state": State(_chosen(state, tuple(State)))} if state else {}
    if certainty:
        signed["certainty"] = Certainty(_chosen(certainty, tuple(Certainty)))
    with opened_if_there(index, dossier, surface) as gazetteer, Dossier.open(dossier) as opened:
        history = History(opened.log, author())
        if layer:
            more["layer"] = _layer(layer, history.document, surface)
        if at or around:
            said = [_found(at or around, radius, history, opened, surface, gazetteer)]
        elif path:
            said = [_Said(said_path(path))]
        elif geojson is not None:
            read = paths_of_geojson(geojson, _epsg(crs, WGS84))
            said = [_Said(each, properties=told) for each, told in read]
        else:
            said = [_Said(each) for each in paths_of_wkt(wkt, _epsg(crs, LAMBERT_72))]
        if not said:
            raise DrawingProblem("There is nothing to draw in it.")
        strange = Strange()
        records = [_described(code, each, more, signed, history.document, surface, strange) for each in said]
        changes = [put(history.document, record) for record in records]
        edit = history.do(count_label("Drew {name}", "Drew {count} objects", records), *changes)
        position = len(opened.log)
    if as_json:
        surface.hand_over(
            {
                "records": [record.id for record in records],
                "kind": type(records[0]).__name__.lower(),
                "edit": edit.id,
                "position": position,
                **({"not_understood": strange.value()} if geojson is not None else {}),
            }
        )
        return
    texts = surface.texts
    called = texts.name(record_names(records[0]))
    surface.say(
        texts("{name} drawn.", name=called)
        if len(records) == 1
        else texts("{count} objects drawn: {name}.", count=len(records), name=called)
    )
    for line in strange.lines(texts):
        surface.say(line)


def _found(
    text: str,
    radius: float | None,
    history: History,
    opened: Dossier,
    surface: Surface,
    gazetteer: Gazetteer | None,
) -> _Said:
    """Find the one place that is meant."""
    language = surface.texts.language
    best = surely(text, find(text, history.document, opened.datasets, language, 2, gazetteer))[0]
    place = Place(
        round(best.x, 3), round(best.y, 3), text=text, quality=best.quality.value, accuracy_m=best.accuracy_m
    )
    if radius is None:
        return _Said((place.point,), place)
    return _Said(circle(place.point, radius), place, radius)


def _described(
    code: Symbol | None,
    said: _Said,
    more: dict[str, Any],
    signed: dict[str, Any],
    document: MapDocument,
    surface: Surface,
    strange: Strange,
) -> Placed:
    """Make a drawing with what its properties say; what the command says goes before."""
    told = read_properties(said.properties, strange)
    told.fields = {name: value for name, value in told.fields.items() if name not in more and name not in signed}
    if "state" in signed:
        told.state = ""
    if told.layer and "layer" not in more:
        try:
            told.fields["layer"] = _layer(told.layer, document, surface)
        except DrawingProblem:
            strange.values[told.said["layer"], told.layer] += 1
    try:
        record = _record(code or told.symbol, said, more, signed)
    except DrawingProblem:
        if code is not None or told.symbol is None:
            raise
        # What a file says of one of its shapes and cannot be stops none of the others.
        strange.values[told.said["symbol"], str(told.symbol)] += 1
        record = _record(None, said, more, signed)
    return told.applied(record, strange)


def _record(code: Symbol | None, said: _Said, more: dict[str, Any], signed: dict[str, Any]) -> Placed:
    """Make what the symbol stands for."""
    family = code.family if code is not None else ""
    if code is None:
        return _shape(said, more)
    if family == "area":
        ring = closed(said.path) if len(said.path) > 2 else said.path
        if not is_closed(ring):
            raise DrawingProblem("{code} is an area: it needs three corners or a circle.", code=code.id)
        if code.id not in list(ZoneKind):
            raise DrawingProblem("{code} is no zone that can be drawn.", code=code.id)
        status = _STATUS.get(signed.get("state", State.IN_PLACE), ZoneStatus.IN_FORCE)
        basis = "drawn" if said.radius_m is None else "radius"
        centre = said.place.point if said.place is not None and said.radius_m is not None else None
        return Zone(
            id=new_id(),
            zone=ZoneKind(code.id),
            outline=ring,
            status=status,
            basis=basis,
            centre=centre,
            radius_m=said.radius_m,
            **more,
        )
    if family == "line":
        if len(said.path) < 2:
            raise DrawingProblem("{code} is a line: it needs two points or more.", code=code.id)
        return Route(id=new_id(), path=said.path, symbol=str(code), **signed, **more)
    if len(said.path) != 1:
        raise DrawingProblem("{code} stands on a point: give it one place, with --at.", code=code.id)
    place = said.place or Place(*said.path[0], quality=HAND_PLACED)
    if is_hazard(str(code)):
        return Incident(id=new_id(), place=place, symbol=str(code), **signed, **more)
    return Mark(id=new_id(), place=place, symbol=str(code), **signed, **more)


def _shape(said: _Said, more: dict[str, Any]) -> Shape:
    if said.radius_m is not None and said.place is not None:
        return Shape(
            id=new_id(), form=Form.CIRCLE, path=said.path, centre=said.place.point, radius_m=said.radius_m, **more
        )
    form = Form.POINT if len(said.path) == 1 else Form.POLYGON if is_closed(said.path) else Form.LINE
    return Shape(id=new_id(), form=form, path=said.path, **more)


def _symbol(code: str) -> Symbol | None:
    if not code:
        return None
    try:
        symbol = known_symbol(code)
    except SymbolCodeError as error:
        raise DrawingProblem(error.text, **error.values) from error
    if symbol.family == "area" and symbol.id not in list(ZoneKind):
        raise DrawingProblem("{code} is no zone that can be drawn.", code=symbol.id)
    return symbol


def _layer(name: str, document: MapDocument, surface: Surface) -> str:
    """Give the id of a drawing layer by one of its names."""
    if not name:
        return ""
    layers = drawing_layers(document)
    for layer in layers:
        if name.casefold() in [
            each.casefold() for each in (layer.names.fr, layer.names.nl, layer.names.en, layer.id)
        ]:
            return layer.id if isinstance(document.get(layer.id), DrawingLayer) else ""
    known = ", ".join(surface.texts.name(layer.names) for layer in layers)
    raise DrawingProblem("There is no drawing layer “{name}”. There are: {known}.", name=name, known=known)


def _moment(text: str) -> datetime | None:
    return moment_of(text) if text else None


def _chosen(said: str, known: tuple[str, ...]) -> str:
    if said.lower() not in known:
        raise UsageProblem("“{said}” is not one of {known}.", said=said, known=", ".join(filter(None, known)))
    return said.lower()


def _epsg(code: str, otherwise: int) -> int:
    digits = code.upper().removeprefix("EPSG:")
    if not digits:
        return otherwise
    if not digits.isdecimal():
        raise UsageProblem("“{said}” is no EPSG code. Write it as 31370 or 4326.", said=code)
    return int(digits)
