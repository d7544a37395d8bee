"""One layout on many papers: a larger page is given to the map, and a little of it to the furniture."""

from typing import Final

from bnip.layout import PaperSpec

__all__ = ["paper_name", "stretched"]

Box = tuple[float, float, float, float]
Size = tuple[float, float]

# ISO 216, the short side first.
_SIZES: Final = {
    (148.0, 210.0): "A5",
    (210.0, 297.0): "A4",
    (297.0, 420.0): "A3",
    (420.0, 594.0): "A2",
    (594.0, 841.0): "A1",
    (841.0, 1189.0): "A0",
}
_EDGE_MM: Final = 17.0
"""What ends so near the right or the lower edge of the page stays at that edge."""


def paper_name(page: Size) -> str:
    """Give the ISO name of a page, either way round; empty where it has none."""
    short, long = sorted(page)
    return _SIZES.get((float(short), float(long)), "")


def stretched(box: Box, map_box: Box, page: Size, paper: PaperSpec) -> Box:
    """Give a box of a template on another paper.

    Edges before the map stay, edges after it move along with it, and those at the far edge of the page stay there.
    """
    x, y, width, height = box
    map_x, map_y, map_width, map_height = map_box

    def moved(edge: float, axis: int, end: float, more: float) -> float:
        grown = paper.page[axis] - page[axis]
        if edge >= page[axis] - _EDGE_MM:
            return edge + grown
        return edge + grown - more if edge >= end else edge

    right, foot = map_x + map_width, map_y + map_height
    left, top = moved(x, 0, right, paper.wider_mm), moved(y, 1, foot, paper.higher_mm)
    far, low = moved(x + width, 0, right, paper.wider_mm), moved(y + height, 1, foot, paper.higher_mm)
    return (left, top, far - left, low - top)
