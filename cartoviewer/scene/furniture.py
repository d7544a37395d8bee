"""What stands on a sheet, laid out: every piece with its place and its words in millimetres on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bnip.furniture import Box, FurnitureSpec
from bnip.picture import Picture
from cartoviewer.scene.graticule import Graticule
from cartoviewer.scene.scene import LegendEntry, Scene
from cartoviewer.scene.typesetting import TextBlock
from layers.sensitivity import Sensitivity
from resources.texts import Language, Texts

__all__ = [
    "Banner",
    "DetailMap",
    "Furniture",
    "LegendPanel",
    "LegendSample",
    "MapFrame",
    "MapTag",
    "Mark",
    "NorthArrow",
    "Note",
    "OverviewMap",
    "PicturePanel",
    "ScaleBar",
    "SheetComposition",
    "Standing",
    "TextPanel",
    "WindArrow",
    "blocks_of",
]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about what was made: an English source text and what fills its fields, other notes too."""

    text: str
    values: "tuple[tuple[str, str | Note], ...]" = ()

    def written(self, texts: Texts) -> str:
        """Write it in the language of `texts`."""
        return texts(self.text, **dict(self.values))

    def __str__(self) -> str:
        return self.text.format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Banner:
    """The marking in the middle of a row, and the exercise band to both sides of it where there is one."""

    box: Box
    marking: TextBlock
    marking_box: Box
    words: tuple[TextBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPanel:
    """Words, under a thin line where `rule` is set; `lines` are thin lines between them, x1, y1, x2, y2.

    `headings` are those of the blocks that are the title of the sheet. Of a table `rows` are those that are its
    cells, row by row, the names of its columns first.
    """

    box: Box
    blocks: tuple[TextBlock, ...]
    rule: bool = False
    lines: tuple[tuple[float, float, float, float], ...] = ()
    headings: tuple[TextBlock, ...] = ()
    rows: tuple[tuple[TextBlock, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class LegendSample:
    """One class of the legend: its sample in the middle of `box`, and its name beside it.

    A symbol is drawn `scale` times its size on the map, an area or a line in a patch of `patch_mm`.
    """

    entry: LegendEntry
    box: Box
    scale: float
    patch_mm: tuple[float, float]
    text: TextBlock


@dataclass(frozen=True, slots=True)
class LegendPanel:
    """The legend: its title and group names, and the samples of what was drawn.

    It is `comfortable` while nothing is left out and nothing is set much smaller than on the map; `readable` while
    all that is left out is ground that explains itself, which it then is `without_plain`.
    """

    box: Box
    blocks: tuple[TextBlock, ...]
    samples: tuple[LegendSample, ...]
    rule: bool = False
    comfortable: bool = True
    readable: bool = True
    without_plain: bool = False


@dataclass(frozen=True, slots=True)
class OverviewMap:
    """A small map with the frame of the large one, in millimetres of the small map.

    `rectangle` holds the frame, whose corners are `outline`.
    """

    box: Box
    title: TextBlock
    scene: Scene
    map_box: Box
    rectangle: Box
    outline: tuple[tuple[float, float], ...]
    rule: bool = False


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a round length in equal divisions, its numbers, and the words about the scale."""

    box: Box
    bar: Box
    divisions: int
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True)
class NorthArrow:
    """The arrow to grid north, `turn` degrees counter-clockwise from the top of the paper."""

    box: Box
    letter: TextBlock
    note: TextBlock | None = None
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class WindArrow:
    """A ring of the size of `rose` with the arrow of a wind from `from_deg` (clockwise from north), and words.

    North lies `turn` degrees counter-clockwise from the top of the paper.
    """

    box: Box
    rose: Box
    from_deg: float
    blocks: tuple[TextBlock, ...]
    rule: bool = False
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A word across the map: exercise, draft. `centre` is in millimetres of the page."""

    text: str
    colour: str
    alpha: float
    size_pt: float
    centre: tuple[float, float]
    angle_deg: float


@dataclass(frozen=True, slots=True)
class MapTag:
    """Words on white in a corner of a map, and the rectangle they name; all in millimetres of the map."""

    box: Box
    block: TextBlock
    rectangle: Box | None = None


@dataclass(frozen=True, slots=True)
class MapFrame:
    """The map of the sheet: where it stands, what is in it, its grid and the words across it."""

    box: Box
    frame_mm: float
    scene: Scene
    grid: Graticule | None
    coordinates: tuple[tuple[TextBlock, float], ...] = ()
    """The numbers around the frame, each with the angle by which it is turned, counter-clockwise."""
    marks: tuple[Mark, ...] = ()
    mgrs: Graticule | None = None
    squares: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    """Where squares of the search grid meet that lie along no line of the grid: from the left, from the top."""
    tags: tuple[MapTag, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailMap:
    """Another map of the sheet, under its name and its scale."""

    box: Box
    blocks: tuple[TextBlock, ...]
    frame: MapFrame


@dataclass(frozen=True, slots=True)
class PicturePanel:
    """A picture as large as its box allows, its own shape kept: it stands at `place`."""

    box: Box
    place: Box
    picture: Picture


Standing = tuple[FurnitureSpec, Box]
"""A piece of the template that has something to say, and the box that it was given on the page."""

Furniture = (
    Banner | TextPanel | LegendPanel | OverviewMap | ScaleBar | NorthArrow | WindArrow | DetailMap | PicturePanel
)


def blocks_of(piece: Furniture) -> Iterator[TextBlock]:
    """Give all words of a piece."""
    match piece:
        case Banner():
            yield from (piece.marking, *piece.words)
        case OverviewMap():
            yield piece.title
        case PicturePanel():
            return
        case NorthArrow():
            yield piece.letter
            if piece.note is not None:
                yield piece.note
        case LegendPanel():
            yield from (*piece.blocks, *(sample.text for sample in piece.samples))
        case _:
            yield from piece.blocks


@dataclass(frozen=True, slots=True)
class SheetComposition:
    """A sheet ready to be painted; nothing in it depends on the device.

    Attributes
    ----------
    notes
        What could not be shown as it is: texts cut, legend entries without room, labels without a place.
    stale
        The names of the layers whose data are older than they should be.
    unplaced
        The labels of the map that found no place, the most important first.
    monochrome
        Whether it is painted in greys on whatever device.
    places
        Which pieces of the template have something to say, and where each of them stands.
    covers
        The boxes on the map that are white under what stands in them.
    """

    page_mm: tuple[float, float]
    title: str
    authority: str
    language: Language
    map: MapFrame
    furniture: tuple[Furniture, ...]
    marking: Sensitivity
    exercise: bool
    printed: datetime
    notes: tuple[Note, ...] = ()
    stale: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    monochrome: bool = False
    places: tuple[Standing, ...] = ()
    covers: tuple[Box, ...] = ()

    @property
    def blocks(self) -> Iterator[TextBlock]:
        """All words around the map."""
        for piece in self.furniture:
            yield from blocks_of(piece)

    @property
    def details(self) -> tuple[MapFrame, ...]:
        """The maps beside the main one."""
        return tuple(piece.frame for piece in self.furniture if isinstance(piece, DetailMap))
