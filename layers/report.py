"""What became of a file that was read: what was kept, what was set aside and why."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from resources.texts import Texts

__all__ = ["Fault", "ImportReport", "Note", "heard"]


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence: an English source text with `{fields}` and what fills them, written in any language later."""

    text: str
    values: dict[str, str | int | float] = {}

    def __str__(self) -> str:
        return self.text.format(**self.values)

    def written(self, texts: Texts) -> str:
        """Write the sentence in the language of `texts`."""
        return texts(self.text, **self.values)


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong in one row.

    `row` counts as the user sees it: in a table with a header the header is row 1, elsewhere the first feature
    is 1; 0 stands for the whole file. `field` is the column as the source calls it (or a field id where there
    is no such column), "" for the row as a whole and "geometry" for its shape. `value` is what stood there.
    """

    row: int
    field: str
    value: str
    reason: Note

    def __str__(self) -> str:
        return f"{self.row}: {self.field} “{self.value}”: {self.reason}"


class ImportReport(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The account of one reading.

    `rows_read` = `rows_kept` + `rows_set_aside`, counted in rows of the source. `faults` tell why rows were set
    aside (at least one for each); `remarks` concern rows that were kept, after a repair or in spite of a doubt;
    `notes` concern the file as a whole.
    """

    source: str
    layer: str = ""
    rows_read: int = 0
    rows_kept: int = 0
    rows_set_aside: int = 0
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Tell whether every row was kept as it was."""
        return not self.faults and not self.remarks and not self.rows_set_aside


@contextmanager
def heard(notes: list[Note]) -> Iterator[None]:
    """Turn what the libraries warn of while they read into notes, each once."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        yield
    for text in dict.fromkeys(str(warning.message) for warning in said):
        note = Note("The reader of the file says: {text}", {"text": text})
        if note not in notes:
            notes.append(note)
