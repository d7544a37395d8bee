"""The map document: an immutable value, the fold of edits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeVar, cast

from bnip.operation import Operation, OperationKind
from cartoviewer.document.edit import Edit
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord

__all__ = ["EMPTY", "EditConflict", "MapDocument"]

R = TypeVar("R")


class EditConflict(Exception):  # noqa: N818 - names what was found
    """An edit expects a record to be other than it is; nothing was applied."""


class MapDocument:
    """All records by their id, at one moment.

    Parameters
    ----------
    records
        Record id → record; the mapping is not copied and must not be changed afterwards.
    """

    __slots__ = ("_kinds", "_records", "_worked_out")

    def __init__(self, records: Mapping[str, AnyRecord] = MappingProxyType({})) -> None:
        self._records: Final = records
        # Never anything but what follows from the records: a document is a value.
        self._kinds: dict[type, tuple[AnyRecord, ...]] = {}
        self._worked_out: dict[Callable[[MapDocument], object], object] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[AnyRecord]:
        return iter(self._records.values())

    def __contains__(self, record_id: str) -> bool:
        return record_id in self._records

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MapDocument) and dict(self._records) == dict(other._records)

    def __hash__(self) -> int:
        return hash(frozenset(self._records))

    def get(self, record_id: str) -> AnyRecord | None:
        """Give the record with this id, or None."""
        return self._records.get(record_id)

    def apply(self, edit: Edit) -> "MapDocument":
        """Give the document after `edit`.

        Raises
        ------
        EditConflict
            A record is not what the edit says it was before.
        """
        return self.apply_all((edit,))

    def apply_all(self, edits: Iterable[Edit]) -> "MapDocument":
        """Give the document after all of `edits`, in time proportional to them: the fold of a log.

        Raises
        ------
        EditConflict
            A record is not what an edit says it was before; its arguments are the record's and the edit's id.
        """
        records = dict(self._records)
        touched: set[type] = set()
        for edit in edits:
            for change in edit.changes:
                touched.update((type(change.before), type(change.after)))
                if records.get(change.record_id) != change.before:
                    raise EditConflict(change.record_id, edit.id)
                if change.after is None:
                    records.pop(change.record_id, None)
                else:
                    records[change.record_id] = change.after
        after = MapDocument(records)
        after._kinds = {kind: known for kind, known in self._kinds.items() if kind not in touched}
        return after

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Give all records of one kind, in the order they were made. Kinds that no edit touched cost nothing."""
        known = self._kinds.get(kind)
        if known is None:
            known = tuple([record for record in self._records.values() if type(record) is kind])
            self._kinds[kind] = known
        return cast("tuple[R, ...]", known)

    def worked_out(self, make: Callable[["MapDocument"], R]) -> R:
        """Give what `make` works out of this document, once: what it gives must follow from the records alone."""
        if make not in self._worked_out:
            self._worked_out[make] = make(self)
        return cast("R", self._worked_out[make])

    def changed_from(self, other: "MapDocument") -> list[AnyRecord]:
        """Give the records that are not in `other`, or not as they are here."""
        before = map(other.get, self._records)
        return [record for record, old in zip(self._records.values(), before, strict=True) if record is not old]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers from the lowest to the topmost."""
        return tuple(sorted(self.of(Layer), key=lambda layer: (layer.rank, layer.id)))

    @property
    def operation(self) -> Operation | None:
        """The operation the dossier is about, if it has been named."""
        found = self.of(Operation)
        return found[0] if found else None

    @property
    def is_exercise(self) -> bool:
        """Tell whether everything that leaves the house is to be marked as an exercise."""
        return self.operation is not None and self.operation.operation is OperationKind.EXERCISE


EMPTY: Final = MapDocument()
