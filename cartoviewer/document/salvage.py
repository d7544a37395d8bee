"""What a damaged dossier still holds, brought into a new one.

The edits are read page by page (`page_reading`): a file that was cut short or overwritten in part gives every edit
that is whole. They are made again in their order: who did what and when stays. Where an edit before one is
lost, the later one stands on what is there. The damaged file is only read.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from cartoviewer.document.changes import put
from cartoviewer.document.document import EMPTY, EditConflict, MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, Edit, Label, decode_edit
from cartoviewer.document.errors import DossierDamagedError
from cartoviewer.document.history import History, utc_now
from cartoviewer.document.page_reading import StoredRow, page_size_of, stored_rows
from cartoviewer.document.tables_reading import features_of
from layers.dataset import DatasetCard
from layers.frames import content_hash
from layers.progress import NoProgress, Progress, Span

__all__ = ["LostFeatures", "Salvage", "salvage"]

_NOBODY: Final = NoProgress()
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class LostFeatures:
    """A dataset of which features are gone: how many of them are in the new dossier."""

    source: str
    kept: int
    of: int


@dataclass(frozen=True, slots=True)
class Salvage:
    """What became of a damaged dossier.

    Attributes
    ----------
    edits
        How many edits are in the new one.
    lost
        The positions in the old log of those that are not; what came after the last that was read may be unknown.
    datasets
        How many datasets came over whole.
    incomplete
        Those that did not.
    """

    edits: int
    lost: tuple[int, ...]
    datasets: int
    incomplete: tuple[LostFeatures, ...]

    @property
    def is_whole(self) -> bool:
        """Tell that nothing is known to be lost."""
        return not self.lost and not self.incomplete


def salvage(
    damaged: Path,
    target: Path,
    progress: Progress = _NOBODY,
    *,
    author: str = "?",
    clock: Callable[[], datetime] = utc_now,
) -> Salvage:
    """Make a new dossier of all that can be read in a damaged one.

    Raises
    ------
    DossierDamagedError
        Not one edit can be read: nothing was made.
    DossierError
        The new dossier cannot be made, or is there already.
    OSError
        The damaged file cannot be read.
    """
    data = damaged.read_bytes()
    found = _Found.of(stored_rows(data))
    if not found.edits:
        raise DossierDamagedError(
            "Not one edit can be read in {file}: nothing was made. Open the last copy.", file=damaged.name
        )
    edits = [found.edits[position] for position in sorted(found.edits)]
    last = max(found.last, *found.edits)
    lost = tuple(position for position in range(1, last + 1) if position not in found.edits)
    made = Dossier.create(target, clock=clock)
    try:
        with made:
            brought = _bring_datasets(made, data, found.cards, Span(progress, 0.0, 0.5))
            count = _make_again(made, edits, Span(progress, 0.5, 1.0))
            _point_to(History(made.log, author, clock), brought.renamed, damaged.name)
    except BaseException:
        # A half salvage is never left.
        target.unlink(missing_ok=True)
        raise
    return Salvage(count, lost, brought.whole, tuple(brought.incomplete))


@dataclass(slots=True)
class _Brought:
    """What became of the datasets; `renamed` leads from a hash to that of what is left."""

    whole: int
    incomplete: list[LostFeatures]
    renamed: dict[str, str]


def _point_to(history: History, renamed: dict[str, str], name: str) -> None:
    """Let the layers show what is left of their datasets: one edit, which tells why."""
    layers = [
        msgspec.structs.replace(layer, dataset=renamed[layer.dataset])
        for layer in history.document.layers
        if layer.dataset in renamed
    ]
    if layers:
        label = Label("Features that {file} still held", {"file": name})
        history.do(label, *(put(history.document, layer) for layer in layers))


@dataclass(slots=True)
class _Found:
    """The rows of ours: edits by their position, cards by their hash, and the position that the head tells."""

    edits: dict[int, Edit]
    cards: dict[str, DatasetCard]
    last: int

    @classmethod
    def of(cls, rows: Iterable[StoredRow]) -> "_Found":
        found = cls({}, {}, 0)
        for row in rows:
            match row.values:
                case (None, str(), str(), str(), str(written), str(digest)) if _HASH.fullmatch(digest):
                    with suppress(msgspec.MsgspecError):
                        found.edits.setdefault(row.number, decode_edit(written))
                case (None, int(position), str(digest)) if _HASH.fullmatch(digest):
                    found.last = max(found.last, position)
                case (str(digest), str(), str(written)) if _HASH.fullmatch(digest):
                    with suppress(msgspec.MsgspecError):
                        card = msgspec.json.decode(written, type=DatasetCard)
                        found.cards.setdefault(card.hash, card)
        return found


def _make_again(made: Dossier, edits: list[Edit], progress: Progress) -> int:
    """Make edits again in a new log, each on what the ones before it have left."""
    document, count = EMPTY, 0
    for number, edit in enumerate(edits):
        progress.step(number / len(edits), "Making the edits again")
        fitting = _on(document, edit)
        if fitting.changes:
            with suppress(EditConflict):
                document = document.apply(fitting)
                made.log.append(fitting)
                count += 1
    return count


def _on(document: MapDocument, edit: Edit) -> Edit:
    """Give an edit as it changes this document: what it made stands, whatever was there before."""
    changes = {
        change.record_id: Change(change.record_id, document.get(change.record_id), change.after)
        for change in edit.changes
    }
    real = tuple(change for change in changes.values() if change.before != change.after)
    return msgspec.structs.replace(edit, changes=real)


def _bring_datasets(made: Dossier, data: bytes, cards: dict[str, DatasetCard], progress: Progress) -> _Brought:
    """Write every dataset of which features can be read."""
    brought = _Brought(0, [], {})
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "damaged.gpkg"
        copy.write_bytes(_filled_up(data))
        for number, card in enumerate(cards.values()):
            progress.step(number / len(cards), "Reading the layers")
            frame = features_of(copy, card)
            if len(frame) == card.count:
                made.add_dataset(frame, msgspec.structs.replace(card, table=""))
                brought.whole += 1
                continue
            brought.incomplete.append(LostFeatures(card.source or card.table, len(frame), card.count))
            if len(frame):
                left = content_hash(frame)
                made.add_dataset(frame, msgspec.structs.replace(card, hash=left, table="", count=len(frame)))
                brought.renamed[card.hash] = left
    return brought


def _filled_up(data: bytes) -> bytes:
    """Give a file as long as its head says, with empty pages for those that are gone: SQLite wants it so."""
    size = page_size_of(data)
    pages = int.from_bytes(data[28:32], "big")
    return data if size is None else data.ljust(min(pages, 1 << 20) * size, b"\0")
