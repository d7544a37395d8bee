"""From a place that was found to a place that is kept with an incident, a symbol or a sheet."""

from bnip.record import Place
from layers.gazetteer.found import Found

__all__ = ["place_of"]


def place_of(found: Found, said: str) -> Place:
    """Give the place as it is kept: the words that were said, how well it is known and to how many metres."""
    return Place(
        found.x, found.y, text=said or found.label, quality=found.quality.value, accuracy_m=found.accuracy_m
    )
