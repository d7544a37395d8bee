"""Whether a file is all there, by what its own header says of its length."""

from pathlib import Path

__all__ = ["share_there"]


def share_there(file: Path) -> float:
    """Tell which share of a GeoPackage, .shp or .dbf file is there, from 0 to 1; 1 for any other file."""
    with file.open("rb") as stream:
        header = stream.read(100)
    expected = _expected(header, file.suffix.lower())
    return min(file.stat().st_size / expected, 1.0) if expected else 1.0


def _expected(header: bytes, suffix: str) -> int:
    """Give the length that a header announces, 0 where it announces none."""
    if header.startswith(b"SQLite format 3\x00"):
        # SQLite file format, sections 1.3.2, 1.3.8 and 1.3.13: size of a page, number of pages, and whether the
        # number was written by a program that knew of it.
        if len(header) < 100 or header[24:28] != header[92:96]:
            return 0
        page = int.from_bytes(header[16:18], "big")
        return (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    if suffix == ".shp" and header.startswith(b"\x00\x00\x27\x0a"):
        # ESRI Shapefile Technical Description (1998), page 4: the length in 16-bit words.
        return 2 * int.from_bytes(header[24:28], "big")
    if suffix == ".dbf" and len(header) >= 32:
        # dBASE: number of records, length of the header, length of a record.
        records, head = int.from_bytes(header[4:8], "little"), int.from_bytes(header[8:10], "little")
        return head + records * int.from_bytes(header[10:12], "little")
    return 0
