"""Stamps of symbols that earlier pictures of the map showed, kept for the next one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["KeptStamps"]

MOST_BYTES: Final = 8 * 1024 * 1024
"""Room for some hundreds of symbols on a screen of 96 dots to the inch."""

Pixels = npt.NDArray[np.uint32]


class KeptStamps:
    """Keeps arrays of pixels by what they show, those not asked for longest going first.

    Parameters
    ----------
    most_bytes
        How much all of them may take; the one asked for last stays in any case.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, Pixels] = OrderedDict()

    @property
    def held_bytes(self) -> int:
        """What all of them take."""
        return self._bytes

    def get(self, key: Hashable, make: Callable[[], Pixels]) -> Pixels:
        """Give what is kept under a key, made where it is not."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
            self._bytes += found.nbytes
            while self._bytes > self._most and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        else:
            self._kept.move_to_end(key)
        return found
