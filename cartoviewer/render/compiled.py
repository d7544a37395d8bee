"""What the compiled loops work on, and how they are compiled.

The loops are compiled by Numba and run without Python's lock. They work on a *band*: some rows of the picture, so
that each core has its own.

What is compiled is kept on disk, in a folder that is named by the text of this package: Numba itself looks only at
the date of the one module a loop stands in, and a loop calls others.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

import numba
import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

__all__ = ["FLAT_CAPS", "ROUND_CAPS", "SQUARE_CAPS", "Band", "Ink", "Shares", "compiled", "inlined"]

P = ParamSpec("P")
R = TypeVar("R")
Shares = npt.NDArray[np.float32]

FLAT_CAPS: Final = 0
SQUARE_CAPS: Final = 1
ROUND_CAPS: Final = 2


def _folder() -> Path:
    """Give the folder for what is compiled from the package as it is now."""
    texts = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return user_cache_path("cartoviewer") / "loops" / sha256(b"\0".join(texts)).hexdigest()[:16]


numba.config.CACHE_DIR = str(_folder())


class Band(NamedTuple):
    """The rows of a picture that one core paints.

    Attributes
    ----------
    pixels
        (height, w) premultiplied ARGB of the whole picture.
    top
        The first row of the band.
    share
        (h, w + 2) float32 for `h` rows: the changes of the covered share; all zero between two calls.
    rim
        As `share`, for the outline that lies over what is filled.
    """

    pixels: npt.NDArray[np.uint32]
    top: int
    share: Shares
    rim: Shares


class Ink(NamedTuple):
    """A colour, 0 to 255 each, and its alpha, 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call; what is compiled is kept on disk for the next start."""
    return _made(function, inline="never")


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function into each loop that calls it: for what is small and called for every pixel."""
    return _made(function, inline="always")


def _made(function: Callable[P, R], inline: str) -> Callable[P, R]:
    # Nothing is allocated in the loops: without counting references a call costs less than what it does.
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy", inline=inline, _nrt=False)(function)
    kept: Callable[P, R] = made
    return kept
