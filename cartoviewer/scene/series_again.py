"""A series laid for the first time, or again after its layer, its line or its wishes have changed.

Laid again, a sheet stays the sheet of its object: its id, its number, its approval and all that was changed by hand
are kept; what is new is added, and sheets whose object has gone are deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist, inf
from typing import Final

import msgspec

from bnip.drawing import Shape
from bnip.incident import Route
from bnip.series import Each, Follow, Ground, PageOrder, Series
from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id, put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.layer import Layer
from cartoviewer.scene.laid_sheets import taken_over
from cartoviewer.scene.series import lay
from layers.dataset import Datasets
from resources.texts import Names

__all__ = ["Relaid", "new_series", "relaid", "sheets_of"]

_SAME_PLACE_M: Final = 25.0
"""An object with another name that lies no farther than this from where one has gone is the same one, renamed."""

_OWN_FIELDS: Final = (
    "template",
    "layout",
    "language",
    "search_grid",
    "mgrs",
    "monochrome",
    "table",
    "theme",
    "moment",
    "epsg",
)
"""What all sheets of a series have alike; one that was given its own stays as it is."""


@dataclass(frozen=True, slots=True)
class Relaid:
    """What laying a series does to the dossier.

    Attributes
    ----------
    series
        Its record after.
    sheets
        All its sheets after, in the order of their pages, numbered.
    added, changed, gone
        Those that are new, those that are otherwise than before, and those whose object is there no more.
    """

    series: Series
    sheets: tuple[Sheet, ...]
    added: tuple[Sheet, ...]
    changed: tuple[Sheet, ...]
    gone: tuple[Sheet, ...]

    @property
    def label(self) -> Label:
        """What the edit is called."""
        if not (self.changed or self.gone or len(self.added) < len(self.sheets)):
            if len(self.sheets) == 1:
                return Label("New sheet {name}", {"name": self.sheets[0].names})
            return Label("Laid {n} sheets over the map", {"n": str(len(self.sheets))})
        counts = {"added": len(self.added), "changed": len(self.changed), "gone": len(self.gone)}
        return Label(
            "Series {name} laid again: {added} new, {changed} changed, {gone} deleted",
            {"name": self.series.names, **{key: str(n) for key, n in counts.items()}},
        )

    def changes(self, document: MapDocument) -> tuple[Change, ...]:
        """Give the changes of the edit; none where everything is as it would be laid."""
        after: tuple[Series | Sheet, ...] = (self.series, *self.sheets)
        made = [put(document, one) for one in after if document.get(one.id) != one]
        return (*made, *(remove(document, one.id) for one in self.gone))


def new_series(
    ground: Ground, first: Sheet, document: MapDocument, overlap_mm: float = 10.0, order: PageOrder | None = None
) -> Series:
    """Give a series that is in no dossier yet; without a title it is called after what it is laid over."""
    names = first.names
    over = document.get(_over(ground))
    if names == Names() and isinstance(over, Layer | Route | Shape):
        names = over.names
    return Series(
        id=new_id(),
        names=names,
        ground=ground,
        first=first,
        overlap_mm=overlap_mm,
        order=order,
        sensitivity=first.sensitivity,
    )


def _over(ground: Ground) -> str:
    match ground:
        case Each(layer=layer):
            return layer
        case Follow(line=line):
            return line
    return ""


def sheets_of(series: Series, document: MapDocument) -> tuple[Sheet, ...]:
    """Give the sheets of a series by their numbers."""
    found = [sheet for sheet in document.of(Sheet) if sheet.series == series.id]
    return tuple(sorted(found, key=lambda sheet: (sheet.number, sheet.id)))


def relaid(
    series: Series,
    document: MapDocument,
    datasets: Datasets,
    *,
    keep_gone: bool = False,
    renumber: bool = False,
) -> Relaid:
    """Work out the sheets of a series, new or laid before; nothing is edited yet.

    Parameters
    ----------
    series
        What is asked now; the record of the same id in the document is what was asked before.
    keep_gone
        Keep the sheets whose object is there no more, after the others.
    renumber
        Number all of them anew in the order of the pages; else each keeps its number and new ones come after all
        sheets of the dossier.

    Raises
    ------
    FramingError, FitError
        As `lay`.
    """
    before = sheets_of(series, document)
    was = document.get(series.id)
    first_was = was.first if isinstance(was, Series) else series.first
    fresh = lay(series.ground, series.first, document, datasets, series.overlap_mm, series.order)
    partners = _partners(fresh, before)
    sheets: list[Sheet] = []
    added: list[str] = []
    for sheet in fresh:
        old = partners.get(sheet.id)
        if old is None:
            added.append(sheet.id)
            sheets.append(msgspec.structs.replace(sheet, series=series.id))
        else:
            sheets.append(_alike(taken_over(old, sheet), series.first, first_was))
    met = {old.id for old in partners.values()}
    left = tuple(old for old in before if old.id not in met)
    if keep_gone:
        sheets += left
    others = [sheet for sheet in document.of(Sheet) if sheet.series != series.id]
    beyond = max((sheet.number for sheet in before), default=0)
    numbered = _numbered(sheets, frozenset(added), others, beyond, renumber=renumber)
    strict = max((sheet.sensitivity for sheet in numbered), default=series.sensitivity)
    return Relaid(
        msgspec.structs.replace(series, sensitivity=strict),
        numbered,
        tuple(sheet for sheet in numbered if sheet.id in added),
        tuple(sheet for sheet in numbered if sheet.id not in added and _is_otherwise(sheet, document)),
        () if keep_gone else left,
    )


def _partners(fresh: Sequence[Sheet], before: Sequence[Sheet]) -> dict[str, Sheet]:
    """Give for each fresh sheet, by id, the one laid before for the same object: by its name, then its place."""
    found: dict[str, Sheet] = {}
    free = [sheet for sheet in before if sheet.laid is not None]
    for by_name in (True, False):
        pairs = sorted(
            (
                (_apart(one, other), index, one, other)
                for index, one in enumerate(fresh)
                if one.id not in found
                for other in free
                if not by_name or _subject(one) == _subject(other) != ""
            ),
            key=lambda pair: pair[:2],
        )
        for apart, _, one, other in pairs:
            if one.id not in found and other in free and (by_name or apart <= _SAME_PLACE_M):
                found[one.id] = other
                free.remove(other)
    return found


def _is_otherwise(sheet: Sheet, document: MapDocument) -> bool:
    """Tell whether a sheet is to be otherwise than it is, but for the figures of its page."""
    old = document.get(sheet.id)
    if not isinstance(old, Sheet):
        return True
    return msgspec.structs.replace(old, number=sheet.number, count=sheet.count, laid=sheet.laid) != sheet


def _subject(sheet: Sheet) -> str:
    return sheet.laid.subject if sheet.laid is not None else ""


def _apart(one: Sheet, other: Sheet) -> float:
    return dist(one.laid.place, other.laid.place) if one.laid is not None and other.laid is not None else inf


def _alike(sheet: Sheet, now: Sheet, was: Sheet) -> Sheet:
    """Give a sheet what the series now has alike, where it had what the series had."""
    changed = {
        field: getattr(now, field)
        for field in _OWN_FIELDS
        if getattr(sheet, field) == getattr(was, field) != getattr(now, field)
    }
    return msgspec.structs.replace(sheet, **changed) if changed else sheet


def _numbered(
    sheets: Sequence[Sheet], added: frozenset[str], others: Sequence[Sheet], last: int, *, renumber: bool
) -> tuple[Sheet, ...]:
    """Give the sheets of a series numbers beside those of the others; `last` is the highest that it had.

    The number of a sheet that has gone is on paper somewhere, and is given to no other.
    """
    if len(sheets) == 1 and not others and sheets[0].id in added:
        return tuple(sheets)
    beyond = max((sheet.number for sheet in others), default=0)
    kept = [sheet for sheet in sheets if sheet.id not in added]
    if renumber or not kept:
        first = min((sheet.number for sheet in kept), default=beyond + 1)
        taken = {sheet.number for sheet in others}
        if taken & set(range(first, first + len(sheets))):
            first = beyond + 1
        numbers = {sheet.id: first + index for index, sheet in enumerate(sheets)}
    else:
        fresh = [sheet for sheet in sheets if sheet.id in added]
        numbers = {sheet.id: sheet.number for sheet in kept}
        numbers |= {sheet.id: max(beyond, last) + index for index, sheet in enumerate(fresh, 1)}
    count = max(numbers.values())
    done = [msgspec.structs.replace(sheet, number=numbers[sheet.id], count=count) for sheet in sheets]
    return tuple(sorted(done, key=lambda sheet: sheet.number))
