"""A layout as a file that dossiers share: the same TOML as a template of the program."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from bnip.furniture import PictureSpec
from bnip.layout import SheetTemplate
from bnip.picture import Picture
from cartoviewer.scene.layout_faults import layout_faults
from layers.errors import Problem
from layers.sensitivity import Sensitivity
from layers.toml_faults import toml_fault
from resources.texts import Language, Texts

__all__ = [
    "LayoutFileError",
    "SharedPicture",
    "layout_level",
    "read_layout",
    "shared_pictures",
    "with_pictures",
    "write_layout",
]


class LayoutFileError(Problem):
    """A file is no layout, or one that cannot be used."""


class SharedPicture(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A picture that travels with a layout: what it is called there, and its file, in Base64."""

    id: str
    name: str
    data: bytes


class _File(SheetTemplate, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A layout with its pictures."""

    pictures: tuple[SharedPicture, ...] = ()
    marking: str = ""


def write_layout(
    arrangement: SheetTemplate, pictures: Iterable[Picture] = (), level: Sensitivity = Sensitivity.CLEAR
) -> bytes:
    """Write an arrangement as TOML, in UTF-8, with the pictures that stand on it and who may see it."""
    shared = tuple(
        SharedPicture(one.id, f"{one.names.in_language(Language.EN)}.{one.picture.value}", one.data)
        for one in pictures
    )
    marking = level.marking if level > Sensitivity.CLEAR else ""
    return msgspec.toml.encode(_File(**_fields(arrangement), pictures=shared, marking=marking))


def layout_level(data: bytes) -> Sensitivity:
    """Give the level that a layout which `read_layout` has read says of itself."""
    marking = msgspec.toml.decode(data, type=_File).marking
    return Sensitivity.parse(marking) if marking else Sensitivity.CLEAR


def shared_pictures(data: bytes) -> tuple[SharedPicture, ...]:
    """Give the pictures that came with a layout that `read_layout` has read; nobody has looked at them."""
    return msgspec.toml.decode(data, type=_File).pictures


def with_pictures(arrangement: SheetTemplate, ids: Mapping[str, str]) -> SheetTemplate:
    """Give the arrangement with other ids for its pictures: those under which the dossier keeps them."""
    return msgspec.structs.replace(
        arrangement,
        furniture=tuple(
            msgspec.structs.replace(piece, picture=ids.get(piece.picture, piece.picture))
            if isinstance(piece, PictureSpec)
            else piece
            for piece in arrangement.furniture
        ),
    )


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
        arrangement = SheetTemplate(**_fields(msgspec.toml.decode(data, type=_File)))
        layout_level(data)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise LayoutFileError(
            "“{name}” cannot be used as a layout: {reason}. Nothing was changed.",
            name=name,
            reason=toml_fault(error, data).written(texts),
        ) from error
    faults = "; ".join(fault.written(texts) for fault in layout_faults(arrangement))
    if faults:
        raise LayoutFileError(
            "“{name}” cannot be used as a layout: {reason}. Nothing was changed.",
            name=name,
            reason=faults,
        )
    return arrangement


def _fields(arrangement: SheetTemplate) -> dict[str, Any]:
    return {name: getattr(arrangement, name) for name in SheetTemplate.__struct_fields__}
