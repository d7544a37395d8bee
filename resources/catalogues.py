"""The translations of one language: read from its `.po` files, and kept read for the next start.

Reading the files takes a tenth of a second, which every command and every window would wait for. What was read is
kept in the user's cache, in a file named by the contents of the catalogues: what has changed is read anew.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
from babel.messages.pofile import read_po
from platformdirs import user_cache_path

__all__ = ["Words", "catalogue"]

Words = Mapping[str, str | tuple[str, ...]]
"""The translation of each English text; its forms, singular first, where it counts something."""

_READING: Final = "1"
"""How the files are read; another figure when that changes."""


@cache
def catalogue(language: str) -> Words:
    """Give all translations of a single language by its code; none where it has no catalogues."""
    folder = files("resources") / "po" / language
    if not folder.is_dir():
        return {}
    contents = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".po")}
    contents = dict(sorted(contents.items()))
    digest = sha256(_READING.encode())
    for content in contents.values():
        digest.update(sha256(content).digest())
    kept = user_cache_path("cartoviewer") / "words" / f"{language}-{digest.hexdigest()[:16]}.msgpack"
    known = _kept(kept)
    if known is None:
        known = _read(contents.values(), language)
        _keep(kept, known, language)
    return known


def _read(contents: Iterable[bytes], language: str) -> dict[str, str | tuple[str, ...]]:
    words: dict[str, str | tuple[str, ...]] = {}
    for content in contents:
        for message in read_po(BytesIO(content), locale=language):
            if message.id and message.string and not message.fuzzy:
                key = message.id if isinstance(message.id, str) else message.id[0]
                words[key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return words


def _kept(path: Path) -> Words | None:
    """Give what is kept in a file; None where nothing is, or nothing that can be read."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, str | tuple[str, ...]])
    except (OSError, msgspec.DecodeError):
        return None


def _keep(path: Path, words: Words, language: str) -> None:
    """Keep what was read, whole or not at all; a cache that cannot be written is done without."""
    scratch = path.with_name(f"{uuid4().hex}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(msgspec.msgpack.encode(words))
        scratch.replace(path)
        for old in path.parent.glob(f"{language}-*.msgpack"):
            if old != path:
                old.unlink(missing_ok=True)
    with suppress(OSError):
        scratch.unlink(missing_ok=True)
