"""How zones look: fills that never hide the streets, hatches that survive a grey sheet, lines with a casing."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from resources.texts import Names
from symbols.catalogue import entry_of
from symbols.style import Fill, Stroke, Style

__all__ = ["zone_names", "zone_note", "zone_pattern", "zone_style"]


class _Zone(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    stroke: Stroke
    fill: Fill | None = None
    note: Names = Names()
    edge: bool = False


class _Manner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a status changes a zone."""

    fill: float
    width: float
    alpha: float
    hatched: bool = False
    dash_mm: tuple[float, ...] = ()


class _Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zones: dict[str, _Zone]
    statuses: dict[str, _Manner]


_UNKNOWN: Final = _Zone(
    stroke=Stroke("#1A1A1A", 0.5, (1.5, 1.5), cap="flat", casing_colour="#FFFFFF", casing_mm=0.25)
)


def zone_style(zone_id: str, status: str = "in-force") -> Style:
    """Give the style of a zone.

    A planned or proposed zone has a paler fill without hatch and a thinner line, dashed where it would be
    whole; of a lifted one only a pale line is left, in its colour.

    Parameters
    ----------
    zone_id
        Catalogue id: `area.red`.
    status
        Value of a zone record's status: planned, proposed, in-force, lifted.
    """
    zone = _tables().zones.get(zone_id, _UNKNOWN)
    manner = _tables().statuses[status]
    fill = zone.fill
    if fill is not None and not manner.hatched:
        pale = msgspec.structs.replace(fill, alpha=fill.alpha * manner.fill, hatch=None)
        fill = pale if manner.fill > 0.0 else None
    stroke = zone.stroke
    if status != "in-force":
        stroke = msgspec.structs.replace(
            stroke,
            width_mm=stroke.width_mm * manner.width,
            alpha=stroke.alpha * manner.alpha,
            dash_mm=manner.dash_mm if status == "lifted" or not stroke.dash_mm else stroke.dash_mm,
            cap="flat",
            casing_mm=0.0 if status == "lifted" else stroke.casing_mm,
            casing_colour="" if status == "lifted" else stroke.casing_colour,
        )
    return Style(fill=fill, stroke=stroke)


def zone_names(zone_id: str) -> Names:
    """Give the names of a kind of zone."""
    return entry_of(zone_id).names


def zone_note(zone_id: str) -> Names:
    """Give what must be written across a zone of this kind, as on an estimated plume; empty where nothing must."""
    return _tables().zones.get(zone_id, _UNKNOWN).note


def zone_pattern(zone_id: str) -> str:
    """Give the id of the pattern that stands along the edge of a zone of this kind; empty where there is none."""
    return zone_id if _tables().zones.get(zone_id, _UNKNOWN).edge else ""


@cache
def _tables() -> _Tables:
    with (files("symbols") / "zones.toml").open("rb") as stream:
        return msgspec.convert(tomllib.load(stream), _Tables)
