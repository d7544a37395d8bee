"""What a series gives its sheets, and how that is remembered beside what was changed by hand."""

import msgspec

from bnip.record import Point
from bnip.sheet import Laid, Sheet

__all__ = ["given", "taken_over"]


def given(sheet: Sheet, subject: str, place: Point) -> Sheet:
    """Give a sheet that remembers what it was laid for, and as what."""
    where = (round(place[0], 1), round(place[1], 1))
    laid = Laid(subject, where, sheet.centre, sheet.scale, sheet.rotation, sheet.names)
    return msgspec.structs.replace(sheet, laid=laid)


def taken_over(before: Sheet, fresh: Sheet) -> Sheet:
    """Give a sheet of a series laid again: what its planner changed by hand stays, the rest is as it is laid now.

    Where it lies and how large it is shown belong together: a frame that was moved, turned or sized stays whole.
    """
    was, now = before.laid, fresh.laid
    if was is None or now is None:
        return before
    after = msgspec.structs.replace(before, laid=now, sensitivity=max(before.sensitivity, fresh.sensitivity))
    if (before.centre, before.scale, before.rotation) == (was.centre, was.scale, was.rotation):
        after = msgspec.structs.replace(after, centre=now.centre, scale=now.scale, rotation=now.rotation)
    if before.names == was.names:
        after = msgspec.structs.replace(after, names=now.names)
    return after
