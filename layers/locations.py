"""Telling which features lie where nobody expects them: outside Belgium, or far from the Region."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import shapely

from layers.crs import CRS_NAMES, LAMBERT_72, is_geographic, transform
from layers.errors import CrsError
from layers.extents import BELGIUM, SURROUNDINGS, inside, recognise
from layers.outlines import CleanGeometry
from layers.report import Fault, Note
from layers.rows import RawTable
from layers.schema import LayerSchema, Outside
from layers.shapes import GeometryKind

__all__ = ["check_places"]


def check_places(
    raw: RawTable,
    kinds: Mapping[GeometryKind, CleanGeometry],
    schema: LayerSchema,
    good: "npt.NDArray[np.bool_]",
    file: str,
) -> None:
    """Tell what lies outside Belgium, and outside the Region and its surroundings."""
    if not kinds:
        return
    positions = np.concatenate([shapes.positions for shapes in kinds.values()])
    bounds = shapely.bounds(np.concatenate([shapes.geometries for shapes in kinds.values()]))
    middles = np.column_stack(((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2))
    places = transform(middles, raw.epsg, LAMBERT_72)
    abroad, far = ~inside(places, BELGIUM), ~inside(places, SURROUNDINGS)
    if abroad.all():
        guess = recognise(middles)
        if guess is not None and guess.epsg != raw.epsg:
            raise CrsError(
                "In EPSG:{epsg} none of “{file}” lies in Belgium; the numbers are those of {crs} "
                "(EPSG:{other}). Say so and read it again.",
                epsg=raw.epsg,
                file=file,
                crs=CRS_NAMES[guess.epsg],
                other=guess.epsg,
            )
    turned = abroad & inside(transform(middles[:, ::-1], raw.epsg, LAMBERT_72), BELGIUM)
    abroad_note = Note("The place lies outside Belgium.")
    turned_note = Note("The place lies outside Belgium; its two coordinates look exchanged.")
    far_note = Note("The place lies more than 10 km outside the Region.")
    if schema.outside is Outside.SET_ASIDE:
        for which, note in ((abroad & ~turned, abroad_note), (turned, turned_note)):
            for position, (x, y) in zip(positions[which], middles[which].tolist(), strict=True):
                good[position] = False
                raw.faults.append(Fault(int(raw.rows[position]), "geometry", _written(x, y, raw.epsg), note))
        for position, (x, y) in zip(positions[far & ~abroad], middles[far & ~abroad].tolist(), strict=True):
            raw.remarks.append(Fault(int(raw.rows[position]), "geometry", _written(x, y, raw.epsg), far_note))
        return
    count = len(np.unique(positions))
    for which, text in (
        (abroad, "{count} of {total} features lie outside Belgium; the first is in row {row}."),
        (
            turned,
            "{count} of {total} features look as if their coordinates were exchanged; the first is in row {row}.",
        ),
        (far, "{count} of {total} features lie more than 10 km outside the Region; the first is in row {row}."),
    ):
        if which.any():
            first = int(raw.rows[positions[which].min()])
            values: dict[str, str | int | float] = {"count": int(which.sum()), "total": count, "row": first}
            raw.notes.append(Note(text, values))


def _written(x: float, y: float, epsg: int) -> str:
    decimals = 5 if is_geographic(epsg) else 0
    return f"{x:.{decimals}f}, {y:.{decimals}f}"
