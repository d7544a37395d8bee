"""Drawing a piece of the map as a picture of so many pixels."""

from pathlib import Path
from typing import Annotated, Final

import typer
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.sheets import published, tell_altered
from cartoviewer.cli.surface import (
    Surface,
    UsageProblem,
    audience_of,
    point_of,
    position_or_moment,
    sheet_language_of,
)
from cartoviewer.document.dossier import Dossier
from cartoviewer.export.writing import written_safely
from cartoviewer.render.picture import paint_picture
from cartoviewer.scene.gather import gather
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, LAMBERT_2008
from layers.errors import Problem

__all__ = ["PictureProblem", "map_picture"]

_DPI: Final = 96
_MM_PER_INCH: Final = 25.4
_LARGEST: Final = 20_000


class PictureProblem(Problem):
    """A picture could not be drawn or written."""


def map_picture(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    out: Annotated[Path, typer.Argument(help="The picture to write, ending in .png.")],
    centre: Annotated[str, typer.Option(help="X,Y of the middle, metres in the picture's coordinate system.")],
    scale: Annotated[float, typer.Option(min=100, max=5_000_000, help="N of the scale 1:N.")],
    size: Annotated[str, typer.Option(help="WIDTHxHEIGHT in pixels.")],
    crs: Annotated[str, typer.Option(help="31370 (Lambert 72) or 3812 (Lambert 2008).")] = "31370",
    at: Annotated[str | None, typer.Option(help="The map as it stood: a moment, or a position in the log.")] = None,
    audience: Annotated[
        str, typer.Option(help="For whom: public, partners or internal. What they may not see is left out.")
    ] = "internal",
    language: Annotated[str, typer.Option(help="fr, nl, fr+nl or en.")] = "fr+nl",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Draw the map as a PNG of exactly so many pixels, at true scale on a screen of 96 pixels to the inch."""
    surface: Surface = context.obj
    width, height = _size(size)
    epsg = _epsg(crs)
    viewers, spoken = audience_of(audience), sheet_language_of(language)
    moment = position_or_moment(at) if at else None
    if out.suffix.lower() != ".png":
        raise UsageProblem("“{name}” does not end in .png.", name=out.name)
    paper = (width * _MM_PER_INCH / _DPI, height * _MM_PER_INCH / _DPI)
    view = MapView(point_of(centre), scale, paper, epsg)
    with Dossier.open(dossier, read_only=True) as opened:
        tell_altered(opened, surface)
        publication = published(opened, viewers.value, spoken.value, moment)
        ready_to_paint()
        scene = gather(publication.document, publication.datasets, view, spoken, surface.progress())
        picture = paint_picture(scene, spoken, (width, height), dpi=_DPI)
    # Qt does not tell when the disk is full: the bytes are made here and written by us.
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(picture):
        raise PictureProblem("The picture “{name}” could not be written.", name=out.name)
    buffer.close()
    with written_safely(out) as scratch:
        scratch.write_bytes(bytes(store.data()))
    if as_json:
        surface.hand_over(
            {
                "path": str(out),
                "width": width,
                "height": height,
                "dpi": _DPI,
                "epsg": epsg,
                "bounds": list(view.bounds),
                "marking": scene.sensitivity.marking,
                "dropped_labels": scene.dropped_labels,
            }
        )
    else:
        surface.say(
            surface.texts(
                "Wrote {path} ({width} × {height} pixels, {marking}).",
                path=out,
                width=width,
                height=height,
                marking=scene.sensitivity.marking,
            )
        )


def _size(text: str) -> tuple[int, int]:
    width, sign, height = text.lower().replace("×", "x").partition("x")
    if not (sign and width.strip().isdecimal() and height.strip().isdecimal()):
        raise UsageProblem("“{said}” is not a size. Write it as 1600x1000.", said=text)
    pixels = (int(width), int(height))
    if not all(0 < side <= _LARGEST for side in pixels):
        raise UsageProblem(
            "A picture of {said} pixels cannot be drawn: each side is 1 to {largest}.", said=text, largest=_LARGEST
        )
    return pixels


def _epsg(text: str) -> int:
    code = text.upper().removeprefix("EPSG:")
    if code not in (str(LAMBERT_72), str(LAMBERT_2008)):
        raise UsageProblem(
            "A map is drawn in 31370 (Lambert 72) or 3812 (Lambert 2008), not in “{said}”.", said=text
        )
    return int(code)
