"""A large sheet laid over small pages at its true scale: what comes on which page, and how that is called."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from bnip.furniture import Box
from layers.errors import Problem

__all__ = ["MARGIN_MM", "OVERLAP_MM", "PAPERS", "Tile", "Tiling", "TilingError", "tiled"]

PAPERS: Final = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""The pages of an office printer, upright, millimetres."""

MARGIN_MM: Final = 10.0
"""Around what is printed: more than any printer leaves blank, with room for names and marks."""

OVERLAP_MM: Final = 10.0
_LARGEST_OVERLAP_MM: Final = 50.0
_MOST_TILES: Final = 200
_LETTERS: Final = 26
_HAIR_MM: Final = 0.5
"""A strip so narrow is not worth a page: a margin of white paper is on every sheet."""


class TilingError(Problem):
    """A sheet cannot be laid over pages as asked."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One page: its name (a letter across, a figure down) and the part of the sheet on it, millimetres."""

    name: str
    column: int
    row: int
    part: Box


@dataclass(frozen=True, slots=True)
class Tiling:
    """Pages that together are a sheet.

    `page_mm` is the page as it is held, `columns` and `rows` how many lie beside and below each other; neighbours
    share `overlap_mm`.
    """

    paper: str
    page_mm: tuple[float, float]
    overlap_mm: float
    columns: int
    rows: int
    tiles: tuple[Tile, ...]

    def neighbour(self, tile: Tile, across: int, down: int) -> Tile | None:
        """Give the tile so many columns and rows away, where there is one."""
        column, row = tile.column + across, tile.row + down
        if 0 <= column < self.columns and 0 <= row < self.rows:
            return self.tiles[row * self.columns + column]
        return None


@dataclass(frozen=True, slots=True)
class Tiles:
    """The pages that large sheets of a binder are laid over: A4 or A3, and what neighbours share."""

    paper: str
    overlap_mm: float = OVERLAP_MM

    def __post_init__(self) -> None:
        """Refuse a paper or an overlap that is none."""
        _checked(self.paper, self.overlap_mm)

    def tiling(self, sheet_mm: tuple[float, float]) -> Tiling | None:
        """Give how a sheet is laid over pages; None for one that is no larger than a page."""
        if _is_on_one(sheet_mm, _checked(self.paper, self.overlap_mm)):
            return None
        return tiled(sheet_mm, self.paper, self.overlap_mm)


def tiled(sheet_mm: tuple[float, float], paper: str, overlap_mm: float = OVERLAP_MM) -> Tiling:
    """Lay a sheet over as few pages as it needs, upright or lying.

    Parameters
    ----------
    sheet_mm
        Width and height of the sheet.
    paper
        A4 or A3.
    overlap_mm
        What neighbours share.

    Raises
    ------
    TilingError
        The paper is unknown, the sheet fits on one page of it, or the overlap is none.
    """
    size = _checked(paper, overlap_mm)
    if _is_on_one(sheet_mm, size):
        raise TilingError(
            "The sheet ({width} × {height} mm) is no larger than one page of {paper}: print it as it is.",
            width=f"{sheet_mm[0]:g}",
            height=f"{sheet_mm[1]:g}",
            paper=paper.upper(),
        )
    ways = [_laid(sheet_mm, paper.upper(), page, overlap_mm) for page in (size, size[::-1])]
    best = min(ways, key=lambda way: len(way.tiles))
    if len(best.tiles) > _MOST_TILES:
        raise TilingError("The sheet would take {n} pages. Choose a larger paper.", n=len(best.tiles))
    return best


def _checked(paper: str, overlap_mm: float) -> tuple[float, float]:
    """Give the size of a page. Raises TilingError where the paper is unknown or the overlap is none."""
    size = PAPERS.get(paper.upper())
    if size is None:
        raise TilingError(
            "“{paper}” is no paper to lay a sheet over. Choose one of {known}.",
            paper=paper,
            known=", ".join(PAPERS),
        )
    if not 0 <= overlap_mm <= _LARGEST_OVERLAP_MM:
        raise TilingError(
            "Pages cannot overlap by {overlap} mm. Choose 0 to {largest} mm.",
            overlap=f"{overlap_mm:g}",
            largest=f"{_LARGEST_OVERLAP_MM:.0f}",
        )
    return size


def _is_on_one(sheet_mm: tuple[float, float], size: tuple[float, float]) -> bool:
    return max(sheet_mm) <= max(size) + _HAIR_MM and min(sheet_mm) <= min(size) + _HAIR_MM


def _laid(sheet_mm: tuple[float, float], paper: str, page_mm: tuple[float, float], overlap_mm: float) -> Tiling:
    room = [side - 2 * MARGIN_MM for side in page_mm]
    columns, rows = (
        max(1, ceil((length - overlap_mm - _HAIR_MM) / (free - overlap_mm)))
        for length, free in zip(sheet_mm, room, strict=True)
    )
    tiles = []
    for row in range(rows):
        for column in range(columns):
            x, y = column * (room[0] - overlap_mm), row * (room[1] - overlap_mm)
            part = (x, y, min(room[0], sheet_mm[0] - x), min(room[1], sheet_mm[1] - y))
            tiles.append(Tile(f"{_letters(column)}{row + 1}", column, row, part))
    return Tiling(paper, page_mm, overlap_mm, columns, rows, tuple(tiles))


def _letters(number: int) -> str:
    """Give A to Z, then AA, AB and so on."""
    before, last = divmod(number, _LETTERS)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
