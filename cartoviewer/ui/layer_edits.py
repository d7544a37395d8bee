"""Edits of the layer list, each with the label that undo and the history show. No widgets here."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from cartoviewer.document.changes import put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.layer import Layer
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names

__all__ = ["LayerEdit", "faded", "marked", "named", "removed", "reordered", "shown"]

LayerEdit = tuple[Label, tuple[Change, ...]]
"""A label and the changes: `session.do(label, *changes)`. No changes means there is nothing to do."""


def shown(document: MapDocument, layers: Sequence[Layer], *, visible: bool) -> LayerEdit:
    """Show or hide layers."""
    changes = tuple(
        put(document, msgspec.structs.replace(layer, visible=visible))
        for layer in layers
        if layer.visible != visible
    )
    if len(layers) == 1:
        text = "Showed {name}" if visible else "Hid {name}"
        return Label(text, {"name": layers[0].names}), changes
    text = "Showed {count} layers" if visible else "Hid {count} layers"
    return Label(text, {"count": str(len(changes))}), changes


def faded(document: MapDocument, layer: Layer, opacity: float) -> LayerEdit:
    """Change how much shines through."""
    values: dict[str, str | Names] = {"name": layer.names, "percent": str(round(opacity * 100))}
    changes = () if layer.opacity == opacity else (put(document, msgspec.structs.replace(layer, opacity=opacity)),)
    return Label("Opacity of {name}: {percent} %", values), changes


def named(document: MapDocument, layer: Layer, name: str, language: Language) -> LayerEdit:
    """Change the name in the window's language; names in other languages stay, unless all were the same."""
    before = layer.names
    if before == Names.same(before.fr):
        names = Names.same(name)
    else:
        names = msgspec.structs.replace(before, **{language.parts[0].value: name})
    label = Label("Renamed {name} to {other}", {"name": before, "other": name})
    return label, (put(document, msgspec.structs.replace(layer, names=names)),)


def marked(document: MapDocument, layer: Layer, sensitivity: Sensitivity) -> LayerEdit:
    """Change who may see a layer."""
    values: dict[str, str | Names] = {"name": layer.names, "marking": sensitivity.marking}
    if layer.sensitivity is sensitivity:
        return Label("Marked {name} as {marking}", values), ()
    changed = put(document, msgspec.structs.replace(layer, sensitivity=sensitivity))
    return Label("Marked {name} as {marking}", values), (changed,)


def removed(document: MapDocument, layers: Sequence[Layer]) -> LayerEdit:
    """Take layers off the map; their data stay in the dossier, so that undo brings them back."""
    changes = tuple(remove(document, layer.id) for layer in layers)
    if len(layers) == 1:
        return Label("Removed {name}", {"name": layers[0].names}), changes
    return Label("Removed {count} layers", {"count": str(len(layers))}), changes


def reordered(document: MapDocument, moving: Sequence[str], below: str) -> LayerEdit:
    """Draw layers just above the layer `below`, or below all when it is empty; one change for each that moves.

    Only the ranks of the moved layers change: they are spread between their new neighbours.
    """
    order = list(document.layers)
    taken = [layer for layer in order if layer.id in moving]
    rest = [layer for layer in order if layer.id not in moving]
    at = next((index + 1 for index, layer in enumerate(rest) if layer.id == below), 0)
    if below in moving:
        # Dropped on itself: above the nearest layer under it that does not move.
        index = next(i for i, layer in enumerate(order) if layer.id == below)
        at = sum(layer.id not in moving for layer in order[:index])
    label = _order_label(taken)
    if [*rest[:at], *taken, *rest[at:]] == order:
        return label, ()
    low = rest[at - 1].rank if at > 0 else (rest[0].rank if rest else 0.0) - len(taken) - 1
    high = rest[at].rank if at < len(rest) else low + len(taken) + 1
    step = (high - low) / (len(taken) + 1)
    ranks = [low + step * (index + 1) for index in range(len(taken))]
    if any(below >= above for below, above in pairwise([low, *ranks, high])):
        return label, _renumbered(document, [*rest[:at], *taken, *rest[at:]])
    return label, tuple(
        put(document, msgspec.structs.replace(layer, rank=rank)) for layer, rank in zip(taken, ranks, strict=True)
    )


def _renumbered(document: MapDocument, order: Sequence[Layer]) -> tuple[Change, ...]:
    """Give all layers whole ranks, where there is no room between two of them."""
    return tuple(
        put(document, msgspec.structs.replace(layer, rank=float(rank)))
        for rank, layer in enumerate(order)
        if layer.rank != rank
    )


def _order_label(layers: Sequence[Layer]) -> Label:
    if len(layers) == 1:
        return Label("Moved the layer {name}", {"name": layers[0].names})
    return Label("Moved {count} layers", {"count": str(len(layers))})
