"""A compiled loop that paints lines and what stands along them, one after the other."""

import numpy as np

from cartoviewer.render.compiled import Band, Ink, compiled
from cartoviewer.render.edges import edge
from cartoviewer.render.inking import paint
from cartoviewer.render.kernels import fill_some_lines
from cartoviewer.render.pixels import Place
from layers.shapes import Floats, Integers

__all__ = ["lay_strands"]


@compiled
def lay_strands(
    band: Band,
    steps: Integers,
    widths: Floats,
    inks: Floats,
    xy: Floats,
    lines: Integers,
    copies: Floats,
    which: Integers,
    outline_xy: Floats,
    outline_rings: Integers,
    outlines: Integers,
    reaches: Floats,
    place: Place,
) -> None:
    """Paint the steps of `pixels.Strands` in their order; the arguments are its arrays."""
    for step in range(len(steps)):
        copied, first, last, caps, colour = steps[step]
        ink = Ink(int(inks[colour, 0]), int(inks[colour, 1]), int(inks[colour, 2]), inks[colour, 3])
        if copied:
            _lay_copies(
                *(band, first, last, copies, which, outline_xy, outline_rings, outlines, reaches, place, ink)
            )
        else:
            half = 0.5 * widths[step] * place.scale
            fill_some_lines(band, xy, lines, first, last, place, ink, half, caps)


@compiled
def _lay_copies(
    band: Band,
    first: int,
    last: int,
    copies: Floats,
    which: Integers,
    xy: Floats,
    rings: Integers,
    outlines: Integers,
    reaches: Floats,
    place: Place,
    ink: Ink,
) -> None:
    """Fill copies of outlines, each moved to its place and turned to its heading; where they meet they are one."""
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    west = north = np.inf
    east = south = -np.inf
    for copy in range(first, last):
        x = copies[copy, 0] * place.scale + place.dx
        y = copies[copy, 1] * place.scale + place.dy - band.top
        outline = which[copy]
        reach = reaches[outline] * place.scale
        if not (y + reach > 0.0 and y - reach < rows and x + reach > 0.0 and x - reach < width):
            continue
        west, east = min(west, x - reach), max(east, x + reach)
        north, south = min(north, y - reach), max(south, y + reach)
        cos, sin = copies[copy, 2] * place.scale, copies[copy, 3] * place.scale
        for ring in range(outlines[outline], outlines[outline + 1]):
            begin = rings[ring]
            ax = x + cos * xy[begin, 0] - sin * xy[begin, 1]
            ay = y + sin * xy[begin, 0] + cos * xy[begin, 1]
            ox, oy = ax, ay
            for index in range(begin + 1, rings[ring + 1]):
                bx = x + cos * xy[index, 0] - sin * xy[index, 1]
                by = y + sin * xy[index, 0] + cos * xy[index, 1]
                edge(band.share, ax, ay, bx, by)
                ax, ay = bx, by
            edge(band.share, ax, ay, ox, oy)
    if north <= south:
        paint(band, band.share, west, north, east, south, ink)
