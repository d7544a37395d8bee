"""The table of commands: which module does it, and what it is for.

A module is imported by its name when its command is asked for, and only then: `cartoviewer log` needs no
painter and `cartoviewer --help` needs nothing but words.
"""

from dataclasses import dataclass
from typing import Final

__all__ = ["COMMANDS", "Command"]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `module` holds the function `function`; `help` is an English source text."""

    module: str
    function: str
    help: str


COMMANDS: Final[dict[str, Command]] = {
    "demo": Command(
        "cartoviewer.cli.demonstration",
        "demo",
        "Write the exercise to DIR: its dossier, its sheets and its page. Opens it where there is a screen.",
    ),
    "new": Command("cartoviewer.cli.dossiers", "new", "Make an empty dossier."),
    "add": Command(
        "cartoviewer.cli.adding", "add", "Add a file to a dossier as a layer, and tell what was set aside."
    ),
    "info": Command("cartoviewer.cli.dossiers", "info", "Tell what is in a dossier."),
    "locate": Command(
        "cartoviewer.cli.places", "locate", "Find a place: an address, a crossing, a name, coordinates."
    ),
    "geocode": Command(
        "cartoviewer.cli.geocoding", "geocode", "Find the places of a table of addresses, and write it with them."
    ),
    "index": Command(
        "cartoviewer.cli.index", "index", "Add sources to the index of places, or tell what it holds."
    ),
    "incident": Command("cartoviewer.cli.places", "incident", "Place an incident."),
    "draw": Command("cartoviewer.cli.drawing", "draw", "Draw a symbol, a line, a zone or a shape."),
    "map": Command(
        "cartoviewer.cli.pictures", "map_picture", "Draw the map as a PNG picture, 96 pixels to the inch."
    ),
    "sheets": Command("cartoviewer.cli.sheets", "sheets", "List the sheets of a dossier."),
    "sheet": Command("cartoviewer.cli.sheets", "sheet", "Write one sheet as PDF, PNG, SVG or TIFF."),
    "frame": Command(
        "cartoviewer.cli.framing", "frame", "Lay a sheet on the map: at a place, over a grid, one for each object."
    ),
    "series": Command(
        "cartoviewer.cli.series",
        "series",
        "List the series of sheets, and lay one again after its layer or line has changed.",
    ),
    "binder": Command("cartoviewer.cli.atlas", "binder", "Write many sheets as one PDF with an index."),
    "layout": Command(
        "cartoviewer.cli.layouts",
        "layout",
        "List the layouts of a dossier; share one as a file, or take one in.",
    ),
    "theme": Command(
        "cartoviewer.cli.themes", "theme", "List the themes of a dossier, or make, rename and delete one."
    ),
    "plan": Command(
        "cartoviewer.cli.plans", "plan", "List the emergency plans and what they lack; make or change one."
    ),
    "page": Command("cartoviewer.cli.pages", "page", "Write the map as one web page that needs no network."),
    "symbol": Command("cartoviewer.cli.symbols", "symbol", "Draw one crisis symbol as an SVG picture."),
    "symbols": Command(
        "cartoviewer.cli.symbols", "symbols", "List the crisis symbols, or write them as a catalogue to print."
    ),
    "repair": Command(
        "cartoviewer.cli.repairing", "repair", "Bring what a damaged dossier still holds into a new one."
    ),
    "log": Command(
        "cartoviewer.cli.dossiers", "log", "List the edits of a dossier and check that none was altered."
    ),
}
