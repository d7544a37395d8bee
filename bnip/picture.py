"""A picture for sheets: a logo, a photograph, a drawing."""

from enum import StrEnum

from bnip.record import Record
from resources.texts import Names

__all__ = ["Picture", "PictureKind"]


class PictureKind(StrEnum):
    """How a picture is written."""

    PNG = "png"
    JPEG = "jpeg"
    SVG = "svg"


class Picture(Record, frozen=True, omit_defaults=True, kw_only=True, tag="picture"):
    """A picture kept in the dossier under the hash of its content, without anything but what is seen of it.

    `id` is `picture-` and the SHA-256 of `data`, so that the same picture is kept once, and a layout that names it
    finds it in another dossier too.
    """

    names: Names = Names()
    picture: PictureKind = PictureKind.PNG
    data: bytes = b""
    width_px: int = 0
    height_px: int = 0
