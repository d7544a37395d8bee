"""A user's own symbol, whole in its id: `own.hazard.d1.<sign>`.

The id carries names and pictogram, so a mark with it is drawn wherever it goes: pasted into another dossier, in
a publication, in a set of symbols. The last part is base 32 of compressed JSON, since ids are lower case.
"""

import base64
import re
import zlib
from functools import lru_cache
from typing import Final, Literal

import msgspec

from resources.texts import Names
from symbols.discipline import Discipline
from symbols.grammar import SymbolCodeError
from symbols.icon_names import pictogram_names

__all__ = ["OWN_FRAMES", "OwnFrame", "OwnSign", "OwnSignError", "own_id", "own_sign"]

OwnFrame = Literal["hazard", "resource", "command", "reference", "action", "sensor"]
OWN_FRAMES: Final[tuple[OwnFrame, ...]] = ("hazard", "resource", "command", "reference", "action", "sensor")
_MOST_CHARACTERS: Final = 15_000
_OUTLINE: Final = re.compile(r"(M-?\d+ -?\d+( L-?\d+ -?\d+){2,} Z ?)+")
_NAME_LENGTH: Final = 80


class OwnSignError(SymbolCodeError):
    """What was given cannot be a symbol of one's own."""


class OwnSign(msgspec.Struct, frozen=True, kw_only=True):
    """What an own symbol is made of.

    `picture` names a pictogram of the font, or else `outline` holds closed polygons, `M x y L x y … Z`, whole
    numbers, filled by the non-zero rule.
    """

    names: Names
    frame: OwnFrame
    owner: Discipline
    picture: str = ""
    outline: str = ""


def own_id(sign: OwnSign) -> str:
    """Give the id of an own symbol.

    Raises
    ------
    OwnSignError
        It has no name, no pictogram, or one that the font does not know; or it is too detailed to be a sign.
    """
    names = (sign.names.fr, sign.names.nl, sign.names.en)
    if not any(name.strip() for name in names):
        raise OwnSignError("Give the symbol a name in one language at least.")
    if any(len(name) > _NAME_LENGTH for name in names):
        raise OwnSignError("A name of a symbol has at most {most} letters.", most=_NAME_LENGTH)
    if not sign.picture and not sign.outline:
        raise OwnSignError("Choose a pictogram or an SVG file.")
    if sign.picture and sign.picture not in pictogram_names():
        raise OwnSignError("There is no pictogram “{name}” in the font.", name=sign.picture)
    if sign.outline and (len(sign.outline) > _MOST_CHARACTERS or not _OUTLINE.fullmatch(sign.outline)):
        raise OwnSignError("The picture is too detailed for a symbol of a few millimetres. Simplify it.")
    data = msgspec.json.encode((*names, sign.picture, sign.outline))
    told = base64.b32encode(zlib.compress(data, 9)).decode("ascii").rstrip("=").lower()
    return f"own.{sign.frame}.{sign.owner.value}.{told}"


@lru_cache(maxsize=1024)
def own_sign(symbol_id: str) -> OwnSign | None:
    """Read an own symbol out of its id; None for an id that is none, or that is broken."""
    parts = symbol_id.split(".")
    if len(parts) != 4 or parts[0] != "own" or parts[1] not in OWN_FRAMES or parts[2] not in list(Discipline):
        return None
    try:
        packed = base64.b32decode(parts[3].upper() + "=" * (-len(parts[3]) % 8))
        # Not more than we would have written, however little it was packed into.
        data = zlib.decompressobj().decompress(packed, 2 * _MOST_CHARACTERS)
        fr, nl, en, picture, outline = msgspec.json.decode(data, type=tuple[str, str, str, str, str])
        frame = msgspec.convert(parts[1], OwnFrame)
        sign = OwnSign(
            names=Names(fr, nl, en), frame=frame, owner=Discipline(parts[2]), picture=picture, outline=outline
        )
        own_id(sign)
    except (ValueError, zlib.error, SymbolCodeError, msgspec.MsgspecError):
        return None
    return sign
