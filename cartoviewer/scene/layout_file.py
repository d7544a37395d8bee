"""A layout as a file that dossiers share: the same TOML as a template of the program."""

import msgspec

from bnip.layout import SheetTemplate
from cartoviewer.scene.layout_faults import layout_faults
from layers.errors import Problem
from resources.texts import Texts

__all__ = ["LayoutFileError", "read_layout", "write_layout"]


class LayoutFileError(Problem):
    """A file is no layout, or one that cannot be used."""


def write_layout(arrangement: SheetTemplate) -> bytes:
    """Write an arrangement as TOML, in UTF-8."""
    return msgspec.toml.encode(arrangement)


def read_layout(data: bytes, name: str, texts: Texts) -> SheetTemplate:
    """Read an arrangement from a file.

    Parameters
    ----------
    name
        What the file is called, for the error.
    texts
        The language in which its faults are told.

    Raises
    ------
    LayoutFileError
        The file is no TOML, holds an unknown kind or parameter, or its boxes do not fit the page.
    """
    try:
        arrangement = msgspec.toml.decode(data, type=SheetTemplate)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LayoutFileError(
            "“{name}” cannot be used as a layout: {reason}. Nothing was changed.", name=name, reason=str(error)
        ) from error
    faults = "; ".join(fault.written(texts) for fault in layout_faults(arrangement))
    if faults:
        raise LayoutFileError(
            "“{name}” cannot be used as a layout: {reason}. Nothing was changed.",
            name=name,
            reason=faults,
        )
    return arrangement
