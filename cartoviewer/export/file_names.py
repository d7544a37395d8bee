"""Names for files, made of titles: such as every system takes, since dossiers and sheets are carried about."""

from typing import Final

__all__ = ["sound_stem"]

_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
)
"""Names that Windows keeps for devices, whatever their ending."""
_LONGEST: Final = 120
_LONGEST_BYTES: Final = 200
"""A file system counts 255 bytes for a name, of which the ending and what the program adds need some."""


def sound_stem(title: str) -> str:
    """Give a title as the name of a file without its ending, valid on Windows, macOS and Linux.

    Letters that no file may have become dashes, a name that Windows keeps for a device gets one before it, and
    neither a blank nor a full stop stands at an end. Empty where nothing is left: what to call it then, the caller
    knows.
    """
    written = "".join(
        "-" if letter in _FORBIDDEN or not letter.isprintable() else letter for letter in " ".join(title.split())
    )
    cut = written[:_LONGEST].encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"-{cut}" if cut.split(".")[0].rstrip().casefold() in _DEVICES else cut
