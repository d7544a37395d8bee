"""What pictures on a sheet say to someone who cannot see them, in every language of the sheet."""

from cartoviewer.scene.furniture import MapFrame, NorthArrow, OverviewMap, ScaleBar, SheetComposition, WindArrow
from cartoviewer.scene.scale_bar import scale_text
from layers.crs import LAMBERT_72, LAMBERT_2008
from resources.texts import Texts

__all__ = ["map_words", "picture_words"]

_METRES_PER_KM = 1000.0
_CRS = {LAMBERT_72: "Lambert 72", LAMBERT_2008: "Lambert 2008"}

Picture = OverviewMap | ScaleBar | NorthArrow | WindArrow


def map_words(composition: SheetComposition, frame: MapFrame) -> str:
    """Tell what a map shows: its title, scale and place, how many there are of each class, and its marking."""
    return "\n".join(_map_words(composition, frame, Texts(part)) for part in composition.language.parts)


def _map_words(composition: SheetComposition, frame: MapFrame, texts: Texts) -> str:
    view = frame.scene.view
    width, height = (length / view.mm_per_metre / _METRES_PER_KM for length in view.size_mm)
    said = [
        texts("Map “{title}”, scale {scale}.", title=composition.title, scale=scale_text(view.scale)),
        texts(
            "It covers {width} by {height} km around X {x}, Y {y} ({system}).",
            width=texts.number(width, 2),
            height=texts.number(height, 2),
            x=texts.number(view.centre[0]),
            y=texts.number(view.centre[1]),
            system=_CRS.get(view.epsg, f"EPSG:{view.epsg}"),
        ),
    ]
    if view.turn:
        turn = texts.number(view.turn, 0 if view.turn == round(view.turn) else 1)
        said.append(texts("It is turned: its top lies {turn}° clockwise from grid north.", turn=turn))
    classes = [
        f"{texts.name(entry.names)} ({texts.number(entry.count)})" if entry.count else texts.name(entry.names)
        for entry in frame.scene.legend
    ]
    if classes:
        said.append(texts("It shows: {classes}.", classes="; ".join(dict.fromkeys(classes))))
    said.append(texts("Distribution: {marking}.", marking=composition.marking.marking))
    if composition.exercise:
        said.append(texts("This is an exercise."))
    return " ".join(said)


def picture_words(composition: SheetComposition, picture: Picture) -> str:
    """Tell what another picture of a sheet is."""
    lines = []
    for part in composition.language.parts:
        texts = Texts(part)
        match picture:
            case ScaleBar():
                lines.append(texts("Scale bar, {scale}.", scale=scale_text(composition.map.scene.view.scale)))
            case NorthArrow():
                lines.append(texts("Arrow to grid north."))
            case WindArrow():
                lines.append(texts("Arrow of the wind, from {degrees}°.", degrees=f"{picture.from_deg:.0f}"))
            case OverviewMap():
                lines.append(texts("Overview map: where the sheet lies."))
    return "\n".join(lines)
