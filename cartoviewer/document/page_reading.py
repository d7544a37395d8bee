"""Rows out of the pages of a damaged SQLite file, without its trees.

SQLite finds a row through pages that point to pages; when one of them is gone it gives up a whole table. The rows
themselves lie in leaf pages, each of which can be read for itself. The layout is that of “Database File Format”
(sqlite.org/fileformat2.html), sections 1.3 to 2.1.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["StoredRow", "page_size_of", "stored_rows"]

Value = None | int | float | str | bytes

_MAGIC: Final = b"SQLite format 3\x00"
_LEAF: Final = 0x0D
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row of whatever table: its number and what stands in its columns."""

    number: int
    values: tuple[Value, ...]


def page_size_of(data: bytes) -> int | None:
    """Give the length of a page, bytes; None for what does not begin as an SQLite file."""
    if len(data) < 100 or not data.startswith(_MAGIC):
        return None
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size >= 512 and not size & (size - 1) else None


def stored_rows(data: bytes) -> Iterator[StoredRow]:
    """Give every whole row that lies in a file, in the order of its pages; a row may come twice.

    What is cut off or makes no sense is passed over: only whole rows come back.
    """
    size = page_size_of(data)
    if size is None:
        return
    pages = _Pages(data, size, size - data[20])
    for number in range(len(data) // size):
        yield from pages.rows(number)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a file; `usable` is what of each is not reserved, bytes."""

    data: bytes
    size: int
    usable: int

    def rows(self, number: int) -> Iterator[StoredRow]:
        """Give the whole rows of a page, where it is the leaf of a table."""
        page = self.data[number * self.size : (number + 1) * self.size]
        head = 100 if number == 0 else 0
        if page[head] != _LEAF:
            return
        count = int.from_bytes(page[head + 3 : head + 5], "big")
        for index in range(min(count, (self.size - head - 8) // 2)):
            at = int.from_bytes(page[head + 8 + 2 * index : head + 10 + 2 * index], "big")
            try:
                length, at = _varint(page, at)
                row, at = _varint(page, at)
                yield StoredRow(row, _values(self._payload(page, at, length)))
            except (IndexError, ValueError, struct.error):
                continue

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        """Give what a row holds; a long one goes on in pages of its own.

        Raises
        ------
        ValueError
            A part of it is gone.
        """
        here = self._length_here(length)
        if at + here > self.usable or length > len(self.data):
            raise ValueError(length)
        parts = [page[at : at + here]]
        left = length - here
        follows = int.from_bytes(page[at + here : at + here + 4], "big") if left else 0
        while left:
            start = (follows - 1) * self.size
            if follows < 1 or start + self.size > len(self.data):
                raise ValueError(follows)
            part = self.data[start + 4 : start + min(self.usable, left + 4)]
            follows = int.from_bytes(self.data[start : start + 4], "big")
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def _length_here(self, length: int) -> int:
        """Tell how much of a row lies in its leaf page."""
        most = self.usable - 35
        if length <= most:
            return length
        least = (self.usable - 12) * 32 // 255 - 23
        kept = least + (length - least) % (self.usable - 4)
        return kept if kept <= most else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes, and tell where it ends."""
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >= 1 << 63 else value, at + 9


def _values(payload: bytes) -> tuple[Value, ...]:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    if at != len(payload):
        raise ValueError(at)
    return tuple(found)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None, 0, 1)[max(kind - 7, 0)], at
    if kind in _INTEGERS:
        stop = at + _INTEGERS[kind]
        return int.from_bytes(payload[at:stop], "big", signed=True), stop
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind < 12:
        raise ValueError(kind)
    stop = at + (kind - 12) // 2
    if stop > len(payload):
        raise ValueError(stop)
    return payload[at:stop].decode("utf-8") if kind % 2 else payload[at:stop], stop
