"""A theme: a named choice of layers, with their order and opacity."""

from typing import Annotated

import msgspec

from bnip.record import Record
from resources.texts import Names

__all__ = ["Theme", "ThemeLayer"]


class ThemeLayer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A layer of a theme, by the id of its record."""

    layer: str
    opacity: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 1.0


class Theme(Record, frozen=True, omit_defaults=True, kw_only=True, tag="theme"):
    """The layers that are shown, from the lowest to the topmost; all others are hidden.

    A layer of a theme that is gone, or that an audience may not see, is left out.
    """

    names: Names
    layers: tuple[ThemeLayer, ...] = ()
