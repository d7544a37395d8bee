"""How kinds and qualities of places are told to people: English source texts for `Texts`."""

from typing import Final

from layers.gazetteer.found import FoundKind, Quality
from layers.report import Note

__all__ = ["kind_words", "quality_words"]

_KINDS: Final = {
    FoundKind.ADDRESS: Note("Address"),
    FoundKind.STREET: Note("Street"),
    FoundKind.CROSSING: Note("Crossing"),
    FoundKind.STRETCH: Note("Between two crossings"),
    FoundKind.ALONG: Note("Along a street"),
    FoundKind.KILOMETRE: Note("Kilometre post"),
    FoundKind.PLACE: Note("Place"),
    FoundKind.MUNICIPALITY: Note("Municipality"),
    FoundKind.COORDINATES: Note("Coordinates"),
    FoundKind.RECORD: Note("Drawing"),
    FoundKind.FEATURE: Note("Object of a layer"),
    FoundKind.LAYER: Note("Layer"),
}
_QUALITIES: Final = {
    Quality.ADDRESS_POINT: Note("address point"),
    Quality.INTERPOLATED: Note("interpolated"),
    Quality.STREET: Note("street only"),
    Quality.CROSSING: Note("crossing"),
    Quality.MUNICIPALITY: Note("municipality only"),
    Quality.NAMED: Note("named place"),
    Quality.COORDINATES: Note("coordinates"),
    Quality.HAND_PLACED: Note("placed by hand"),
}


def kind_words(kind: FoundKind) -> str:
    """Give the source text for a kind of place."""
    return _KINDS[kind].text


def quality_words(quality: Quality) -> str:
    """Give the source text for a quality."""
    return _QUALITIES[quality].text
