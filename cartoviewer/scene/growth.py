"""Posters are read from farther away: the furniture of a large paper is laid out small, and grown as a whole.

So one layout serves a table and a wall: every word, rule and patch keeps its place among the others, and a scale
bar or an overview is made anew for the size at which it is shown.
"""

from dataclasses import replace
from itertools import pairwise
from typing import Final

import msgspec

from bnip.furniture import Box
from bnip.layout import SheetTemplate
from cartoviewer.scene.furniture import (
    Banner,
    DetailMap,
    Furniture,
    LegendPanel,
    LegendSample,
    MapFrame,
    Mark,
    NorthArrow,
    OverviewMap,
    PicturePanel,
    ScaleBar,
    TextPanel,
    WindArrow,
)
from cartoviewer.scene.overview import Overview
from cartoviewer.scene.typesetting import TextBlock

__all__ = ["grown", "grown_box", "grown_frame", "shrunk"]

_STEP: Final = 0.9
_BETWEEN_MM: Final = 1.0
_FEW: Final = 0.15
"""So large a share of the words around a frame may grow less than the others."""

Coordinate = tuple[TextBlock, float]


def shrunk(template: SheetTemplate) -> SheetTemplate:
    """Give the template at the size at which its furniture is laid out: its boxes smaller by what it grows."""
    part = 1.0 / template.furniture_growth
    change = msgspec.structs.replace
    return change(
        template,
        page=(template.page[0] * part, template.page[1] * part),
        map=change(template.map, box=grown_box(template.map.box, part)),
        furniture=tuple(
            piece if piece.box is None else change(piece, box=grown_box(piece.box, part))
            for piece in template.furniture
        ),
        stack=tuple(change(stack, box=grown_box(stack.box, part)) for stack in template.stack),
        furniture_growth=1.0,
    )


def grown(piece: Furniture, factor: float, overview: Overview) -> Furniture:
    """Give a piece so many times larger, on the page that is as many times larger."""
    box = grown_box(piece.box, factor)
    match piece:
        case Banner():
            words = tuple(_block(word, factor) for word in piece.words)
            marking = _block(piece.marking, factor)
            return replace(
                piece, box=box, marking=marking, marking_box=grown_box(piece.marking_box, factor), words=words
            )
        case TextPanel():
            return replace(
                piece,
                box=box,
                blocks=_blocks(piece.blocks, factor),
                lines=tuple(grown_box(line, factor) for line in piece.lines),
                headings=_blocks(piece.headings, factor),
                rows=tuple(_blocks(row, factor) for row in piece.rows),
            )
        case LegendPanel():
            samples = tuple(_sample(sample, factor) for sample in piece.samples)
            return replace(piece, box=box, blocks=_blocks(piece.blocks, factor), samples=samples)
        case OverviewMap():
            map_box = grown_box(piece.map_box, factor)
            # Drawn for its size, not blown up: lines and names keep theirs.
            scene = overview.scene(map_box[2:]) or piece.scene
            return replace(
                piece,
                box=box,
                title=_block(piece.title, factor),
                scene=scene,
                map_box=map_box,
                rectangle=grown_box(piece.rectangle, factor),
                outline=tuple((x * factor, y * factor) for x, y in piece.outline),
            )
        case ScaleBar():
            return replace(piece, box=box, bar=grown_box(piece.bar, factor), blocks=_blocks(piece.blocks, factor))
        case NorthArrow():
            note = None if piece.note is None else _block(piece.note, factor)
            return replace(piece, box=box, letter=_block(piece.letter, factor), note=note)
        case PicturePanel():
            return replace(piece, box=box, place=grown_box(piece.place, factor))
        case DetailMap():
            # Laid out on the page itself, beside the main map.
            return piece
        case WindArrow():
            return replace(piece, box=box, rose=grown_box(piece.rose, factor), blocks=_blocks(piece.blocks, factor))


def grown_frame(frame: MapFrame, factor: float) -> MapFrame:
    """Give the frame of a map with larger words around and across it; the map itself stays as it is.

    Coordinates that would come too near to one another grow less.
    """
    x, y, width, height = frame.box
    middle = (x + width / 2, y + height / 2)
    marks = tuple(_mark(mark, factor, middle) for mark in frame.marks)
    return replace(frame, coordinates=_around(frame.coordinates, frame.box, factor), marks=marks)


def _around(coordinates: tuple[Coordinate, ...], box: Box, factor: float) -> tuple[Coordinate, ...]:
    """Grow the words around a frame alike, as far as nearly all have room; those that have none grow less."""
    common = factor
    while common > 1.0 and len(_yielding([_outwards(each, box, common) for each in coordinates], box)) > (
        _FEW * len(coordinates)
    ):
        common = max(1.0, common * _STEP)
    own = [common] * len(coordinates)
    while True:
        made = [_outwards(each, box, size) for each, size in zip(coordinates, own, strict=True)]
        crowded = [index for index in _yielding(made, box) if own[index] > 1.0]
        if not crowded:
            return tuple(made)
        for index in crowded:
            own[index] = max(1.0, own[index] * _STEP)


def _outwards(each: Coordinate, box: Box, factor: float) -> Coordinate:
    """Grow a word away from the frame; along the frame its middle stays where it is."""
    block, angle = each
    x, y, width, height = box
    larger = replace(block, size_pt=block.size_pt * factor)
    across, down = block.x_mm, block.y_mm
    match _side(each, box):
        case "left":
            across = x - (x - across) * factor
        case "right":
            across = x + width + (across - x - width) * factor
        case "top":
            down = y - (y - down) * factor
        case _:
            down = y + height + (down - y - height) * factor
    if down == block.y_mm and angle == 0.0:
        down -= (larger.height_mm - block.height_mm) / 2
    return replace(larger, x_mm=across, y_mm=down), angle


def _side(each: Coordinate, box: Box) -> str:
    """Tell on which side of the frame a word stands."""
    block, _ = each
    x, y, width, height = box
    if block.x_mm < x:
        return "left"
    if block.x_mm > x + width:
        return "right"
    return "top" if block.y_mm < y + height / 2 else "bottom"


def _yielding(coordinates: list[Coordinate], box: Box) -> set[int]:
    """Give the words that stand too near to another on their side; of two the longer one, or both where alike."""
    sides: dict[str, list[tuple[float, float, int]]] = {}
    for index, (block, angle) in enumerate(coordinates):
        side = _side((block, angle), box)
        upright = side in ("left", "right")
        middle = block.x_mm if not upright else block.y_mm + (block.height_mm / 2 if angle == 0.0 else 0.0)
        length = block.height_mm if upright and angle == 0.0 else block.width_mm
        half = (length + _BETWEEN_MM) / 2
        sides.setdefault(side, []).append((middle - half, middle + half, index))
    found: set[int] = set()
    for spans in sides.values():
        for (low, high, one), (next_low, next_high, other) in pairwise(sorted(spans)):
            if high > next_low:
                lengths = {one: high - low, other: next_high - next_low}
                longest = max(lengths.values())
                found |= {index for index, length in lengths.items() if length >= longest - 0.1}
    return found


def _mark(mark: Mark, factor: float, middle: tuple[float, float]) -> Mark:
    x, y = middle
    centre = (x + (mark.centre[0] - x) * factor, y + (mark.centre[1] - y) * factor)
    return replace(mark, size_pt=mark.size_pt * factor, centre=centre)


def _sample(sample: LegendSample, factor: float) -> LegendSample:
    wide, high = sample.patch_mm
    return replace(
        sample,
        box=grown_box(sample.box, factor),
        scale=sample.scale * factor,
        patch_mm=(wide * factor, high * factor),
        text=_block(sample.text, factor),
    )


def _blocks(blocks: tuple[TextBlock, ...], factor: float) -> tuple[TextBlock, ...]:
    return tuple(_block(block, factor) for block in blocks)


def _block(block: TextBlock, factor: float) -> TextBlock:
    return replace(block, size_pt=block.size_pt * factor, x_mm=block.x_mm * factor, y_mm=block.y_mm * factor)


def grown_box(box: Box, factor: float) -> Box:
    """Give a box so many times larger, on a page that is as many times larger."""
    x, y, width, height = box
    return (x * factor, y * factor, width * factor, height * factor)
