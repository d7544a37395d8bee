"""What a map of a sheet is bound to: a theme that says which layers, and a scenario that says which zones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from bnip.plan import Plan
from bnip.sheet import Sheet
from bnip.theme import Theme, ThemeLayer
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from layers.dataset import Datasets
from layers.errors import Problem
from resources.texts import Names

__all__ = ["FREE", "Binding", "NoPast", "Past", "bound_layer", "bound_to", "no_past", "theme_taken"]

Past = Callable[[datetime], tuple[MapDocument, Datasets]]
"""Gives the document as it stood at a moment, with its datasets, as the same audience may see them."""


class NoPast(Problem):
    """A map is to show a past moment, and whoever asks for the sheet has none to give."""


def no_past(moment: datetime) -> tuple[MapDocument, Datasets]:
    """Refuse to show the past, where only the present is known."""
    raise NoPast(
        "A map of this sheet shows the past ({moment}), which is not known here.", moment=moment.isoformat()
    )


@dataclass(frozen=True, slots=True)
class Binding:
    """What a map shows of a document: the layers of `theme` (None for the visible ones), without some records.

    `missing` tells that a theme was asked for which is not there.
    """

    theme: Theme | None = None
    left_out: frozenset[str] = frozenset()
    missing: bool = False


FREE: Final = Binding()


def bound_to(document: MapDocument, sheet: Sheet, theme: str, scenario: str) -> Binding:
    """Work out a binding from the document of now; `scenario` is one of the sheet's plan.

    A map bound to a scenario shows its zones and routes and those of the whole plan, not those that belong only to
    other scenarios.
    """
    found = document.get(theme) if theme else None
    plan = document.get(sheet.plan) if sheet.plan else None
    left_out: set[str] = set()
    if isinstance(plan, Plan) and scenario and plan.scenario(scenario) is not None:
        for each in plan.scenarios:
            if each.id != scenario:
                left_out.update((*each.zones, *each.routes))
        own = plan.scenario(scenario)
        if own is not None:
            left_out.difference_update((*own.zones, *own.routes))
        left_out.difference_update((*(zone.zone for zone in plan.planning_zones), *plan.routes))
    known = found if isinstance(found, Theme) else None
    return Binding(known, frozenset(left_out), missing=bool(theme) and known is None)


def bound_layer(layer: Layer, sheet: Sheet, binding: Binding) -> Layer | None:
    """Give a layer as a map shows it; None where it is not shown."""
    if binding.theme is not None:
        for rank, one in enumerate(binding.theme.layers):
            if one.layer == layer.id:
                return msgspec.structs.replace(layer, visible=True, opacity=one.opacity, rank=float(rank))
        return None
    if sheet.layers is None:
        return layer
    return msgspec.structs.replace(layer, visible=True) if layer.id in sheet.layers else None


def theme_taken(theme_id: str, names: Names, document: MapDocument) -> Theme:
    """Give a theme of the layers that a document shows now, with their order and opacity; as strict as they are."""
    shown = [layer for layer in document.layers if layer.visible]
    strict = max((layer.sensitivity for layer in shown), default=Theme(id="", names=names).sensitivity)
    layers = tuple(ThemeLayer(layer.id, layer.opacity) for layer in shown)
    return Theme(id=theme_id, sensitivity=strict, names=names, layers=layers)
