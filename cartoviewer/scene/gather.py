"""From the document to the scene: what is seen in a view, read, projected, styled and labelled.

Nothing here knows of Qt: a scene can be made on any thread, on a server, and in a test.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import msgspec
import numpy as np

from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.known_signs import KnownSigns
from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.labeller import Labeller
from cartoviewer.scene.labels import LabelWish, placed
from cartoviewer.scene.layer_elements import LayerElements, LayerGatherer
from cartoviewer.scene.layer_names import has_file_name, read_names
from cartoviewer.scene.levels import Detail
from cartoviewer.scene.occupancy import Occupancy, along, block, strip
from cartoviewer.scene.record_elements import gather_records
from cartoviewer.scene.scene import (
    Credit,
    Element,
    Glyph,
    LegendEntry,
    LineBatch,
    MarkBatch,
    Scene,
    Stratum,
    StratumKind,
)
from cartoviewer.scene.settling import Settled
from cartoviewer.scene.sign_boxes import glyph_boxes_mm
from cartoviewer.scene.view import MapView
from layers.dataset import DatasetCard, Datasets
from layers.progress import NoProgress, Progress
from layers.schema import schemas
from layers.sensitivity import Sensitivity
from layers.shapes import Floats, GeometryKind
from resources.texts import Language, Names, Texts
from symbols.style import Style

__all__ = ["Gatherer", "gather"]


def gather(
    document: MapDocument,
    datasets: Datasets,
    view: MapView,
    language: Language,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    *,
    now: datetime | None = None,
    apart: bool = False,
) -> Scene:
    """Gather one scene; for one picture after another a `Gatherer` keeps what they share.

    Parameters
    ----------
    document
        The map as it stands at the moment to be shown.
    datasets
        Where the layers' features are found.
    view
        What part of the ground, on how much paper.
    language
        The language of labels and symbols.
    progress
        Told between layers and classes; may raise `Cancelled`.
    now
        The moment that staleness is judged at; None for the present.
    apart
        Whether crisis symbols that would cover one another move aside, on lines to their true places, as on paper:
        none leaves the frame.
    """
    return Gatherer(datasets).gather(document, view, language, progress, now=now, apart=apart)


MOST_TAKEN: Final = 5000
"""So many symbols of a kind keep labels away; where there are more there is no room for labels anyway."""


class Gatherer:
    """Gathers the scenes of one map after the other, so that a pan costs little.

    Parameters
    ----------
    datasets
        Where the layers' features are found.
    detail
        What the surface can show that the scenes are painted on.
    once
        Whether it is for one picture, and nothing is made ready for the next.
    """

    def __init__(
        self,
        datasets: Datasets,
        detail: Detail = Detail(),  # noqa: B008 - a value
        *,
        once: bool = False,
    ) -> None:
        self._datasets = datasets
        self._layers = LayerGatherer(detail, once=once)
        self._labeller = Labeller()
        self._settled = Settled()
        self._signs = KnownSigns()

    def gather(
        self,
        document: MapDocument,
        view: MapView,
        language: Language,
        progress: Progress = NoProgress(),  # noqa: B008 - has no state
        *,
        now: datetime | None = None,
        apart: bool = False,
        settled: bool = False,
        covered: tuple[BoxMm, ...] = (),
    ) -> Scene:
        """Gather what `document` shows in `view`; see `gather`.

        Where symbols are `settled` they move aside as in a window: one that has done so stays there while the map
        is panned, and symbols may leave the frame. `covered` are the boxes (left, top, right, bottom, millimetres
        of the map) that something else will lie over: labels keep off them.
        """
        now = now or datetime.now(UTC)
        shown = [layer for layer in document.layers if layer.visible and layer.opacity > 0]
        beneath: list[Element] = []
        ground: list[Element] = []
        marks: list[Element] = []
        strata = _Strata()
        legend: list[LegendEntry] = []
        sources: dict[str, Credit] = {}
        sensitivity = Sensitivity.CLEAR
        wishes: list[LabelWish] = []
        for index, layer in enumerate(shown):
            progress.step(index / (len(shown) + 1))
            try:
                dataset = self._datasets.get(layer.dataset)
            except KeyError:
                # A log from another workstation may name data that have not come along; the rest is still a map.
                missing = Texts(language)("The data of this layer are not in the dossier")
                sources[layer.dataset] = Credit(read_names(layer.names), missing, "", stale=True)
                continue
            found = self._layers.gather(layer, dataset, view, progress)
            if not found.drawn:
                continue
            beneath.extend(found.beneath)
            ground.extend(found.ground)
            marks.extend(found.marks)
            strata.add(layer, found)
            legend[:0] = _legend(layer, found, dataset.card.kind)
            for drawn in found.drawn:
                label = drawn.rule.style.label
                if label is not None:
                    boxes = _mark_boxes(drawn.rule.style, language)
                    wishes.extend(self._labeller.wishes(dataset, label, drawn.features, boxes, view, language))
            sources[layer.dataset] = _credit(layer, dataset.card, language, now)
            sensitivity = max(sensitivity, layer.sensitivity, _level_of_fields(dataset.card, found))
        standing = self._settled if settled else None
        crisis = gather_records(document, view, language, apart=apart, settled=standing, signs=self._signs)
        wishes.extend(crisis.wishes)
        occupancy = Occupancy(view.size_mm)
        if wishes:
            occupancy.take_boxes(np.array((*crisis.boxes, *covered), np.float64).reshape(-1, 4))
            for points in crisis.taken:
                occupancy.take(points)
            for path, width_mm in crisis.spared:
                occupancy.spare(strip(along(path), width_mm) if len(path) > 1 else path)
        for mark in marks if wishes else ():
            if isinstance(mark, LineBatch):
                reach = mark.stroke.width_mm + 2 * mark.stroke.casing_mm
                occupancy.take(_each(block((0.0, 0.0), reach, reach), mark.xy[: 2 * MOST_TAKEN : 2]))
            elif isinstance(mark, MarkBatch):
                for left, top, right, bottom in glyph_boxes_mm(mark.glyph, language):
                    symbol = block(((left + right) / 2, (top + bottom) / 2), right - left, bottom - top)
                    occupancy.take(_each(symbol, mark.xy[:MOST_TAKEN]))
        labels, unplaced = placed(wishes, occupancy, progress)
        return Scene(
            view,
            elements=(*beneath, *ground, *crisis.zones, *marks, *crisis.marks, *labels),
            legend=(*crisis.legend, *_grouped(legend)),
            credits=tuple(sources.values()),
            sensitivity=max(sensitivity, crisis.sensitivity),
            unplaced=unplaced,
            exercise=document.is_exercise,
            strata=strata.of_all(len(crisis.zones), len(crisis.marks), len(labels)),
            aside=crisis.aside,
        )


class _Strata:
    """Keeps to which layer the elements belong while they are gathered."""

    def __init__(self) -> None:
        self._beneath: list[Stratum] = []
        self._ground: list[Stratum] = []
        self._marks: list[Stratum] = []

    def add(self, layer: Layer, found: LayerElements) -> None:
        """Take the elements of one layer."""
        for kept, elements in (
            (self._beneath, found.beneath),
            (self._ground, found.ground),
            (self._marks, found.marks),
        ):
            kept.append(Stratum(StratumKind.LAYER, layer.id, layer.names, len(elements)))

    def of_all(self, areas: int, symbols: int, labels: int) -> tuple[Stratum, ...]:
        """Give all strata in the order of painting; these are the numbers of elements that are in no layer."""
        found = (
            *self._beneath,
            *self._ground,
            Stratum(StratumKind.AREAS, count=areas),
            *self._marks,
            Stratum(StratumKind.SYMBOLS, count=symbols),
            Stratum(StratumKind.LABELS, count=labels),
        )
        return tuple(stratum for stratum in found if stratum.count)


def _each(points: Floats, places: Floats) -> Floats:
    """Give the points (n, 2) around the origin as they lie around each of the places (m, 2)."""
    return (places[:, None, :] + points[None, :, :]).reshape(-1, 2)


def _mark_boxes(style: Style, language: Language) -> list[BoxMm]:
    """Give what a point takes on paper, from its place: its symbol, or its dot."""
    if style.mark is not None:
        return list(glyph_boxes_mm(Glyph(style.mark.symbol, style.mark.size_mm), language))
    stroke = style.stroke
    reach = stroke.width_mm / 2 + stroke.casing_mm if stroke is not None else 0.0
    return [(-reach, -reach, reach, reach)]


def _grouped(entries: list[LegendEntry]) -> list[LegendEntry]:
    """Bring the entries of a group together, in the order they first come; what layers share comes once."""
    groups: dict[Names, dict[tuple[object, ...], LegendEntry]] = {}
    for entry in entries:
        group = groups.setdefault(entry.group, {})
        key = (entry.names, entry.fill is None, entry.stroke is None, entry.is_dot, entry.glyph)
        before = group.get(key)
        group[key] = entry if before is None else replace(before, count=before.count + entry.count)
    return [entry for group in groups.values() for entry in group.values()]


def _legend(layer: Layer, found: LayerElements, kind: GeometryKind) -> list[LegendEntry]:
    """Give an entry for each class of a layer that was drawn, the last drawn first."""
    entries = []
    known = schemas().get(layer.schema)
    group = known.group if known is not None else layer.names
    classes = {rule.names for rule in symbology_of(layer, kind).rules if rule.style != Style()}
    plain = known is not None and known.plain
    # A layer of one class is called by its own name, which somebody may have chosen.
    alone = len(classes) == 1 and not has_file_name(layer.names)
    own = read_names(layer.names)
    for drawn in reversed([drawn for drawn in found.drawn if drawn.told]):
        rule = drawn.rule
        style = rule.style
        if msgspec.structs.replace(style, label=None) == Style():
            # A class that is only named explains itself.
            continue
        glyph = Glyph(style.mark.symbol, style.mark.size_mm) if style.mark else None
        names = own if alone or not any((rule.names.fr, rule.names.nl, rule.names.en)) else rule.names
        is_dot = kind is GeometryKind.POINT
        entries.append(
            LegendEntry(
                group, names, style.fill, style.stroke, style.band, "", glyph, len(drawn.features), is_dot, plain
            )
        )
    return entries


def _credit(layer: Layer, card: DatasetCard, language: Language, now: datetime) -> Credit:
    """Give where a layer's data come from; they are stale when older than their schema allows."""
    known = schemas().get(layer.schema)
    limit = known.stale_days if known is not None else None
    day = card.date or card.imported.date()
    stale = limit is not None and (now.date() - day).days > limit
    credit = card.credit or (known.credit if known is not None else "")
    return Credit(read_names(layer.names), credit, Texts(language).date(card.date) if card.date else "", stale)


def _level_of_fields(card: DatasetCard, found: LayerElements) -> Sensitivity:
    """Give the strictest level of the columns that can be read off the map: those of classes and of labels."""
    read: set[str] = set()
    for drawn in found.drawn:
        rule = drawn.rule
        read.update(rule.when)
        if rule.style.label is not None:
            read.update(rule.style.label.fields)
    return max((field.sensitivity for field in card.fields if field.name in read), default=Sensitivity.CLEAR)
