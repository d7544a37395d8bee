"""From the document to the scene: what is seen in a view, read, projected, styled and labelled.

Nothing here knows of Qt: a scene can be made on any thread, on a server, and in a test.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import msgspec
import numpy as np

from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.crisis_elements import RecordElements
from cartoviewer.scene.known_signs import KnownSigns
from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.label_room import label_room
from cartoviewer.scene.labeller import Labeller
from cartoviewer.scene.labels import LabelWish, placed
from cartoviewer.scene.layer_elements import LayerElements, LayerGatherer
from cartoviewer.scene.layer_names import has_file_name, read_names
from cartoviewer.scene.levels import Detail
from cartoviewer.scene.mark_spreading import Moved, spread_marks
from cartoviewer.scene.record_elements import gather_records
from cartoviewer.scene.scene import (
    Credit,
    Element,
    Glyph,
    LabelText,
    LegendEntry,
    Scene,
    Stratum,
    StratumKind,
)
from cartoviewer.scene.settling import Settled
from cartoviewer.scene.sign_boxes import glyph_boxes_mm
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset, DatasetCard, Datasets
from layers.progress import NoProgress, Progress
from layers.schema import schemas
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
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
        self._settled_marks = Settled()
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
        gathered: list[tuple[Layer, Dataset, LayerElements]] = []
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
            gathered.append((layer, dataset, found))
            legend[:0] = _legend(layer, found, dataset.card.kind)
            sources[layer.dataset] = _credit(layer, dataset.card, language, now)
            sensitivity = max(sensitivity, layer.sensitivity, _level_of_fields(dataset.card, found))
        standing = self._settled if settled else None
        crisis = gather_records(document, view, language, apart=apart, settled=standing, signs=self._signs)
        moved = Moved()
        if apart or settled:
            layers = [found for _, _, found in gathered]
            moved = spread_marks(layers, crisis, view, language, self._settled_marks if settled else None)
        for layer, dataset, found in gathered:
            beneath.extend(found.beneath)
            ground.extend(found.ground)
            marks.extend(found.marks)
            strata.add(layer, found)
            wishes.extend(self._wishes(dataset, found, moved, view, language))
        wishes.extend(crisis.wishes)
        labels, unplaced = _labelled(wishes, view, crisis, marks, covered, language, progress)
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
            features_aside=_aside(gathered, moved, view),
        )

    def _wishes(
        self, dataset: Dataset, found: LayerElements, moved: Moved, view: MapView, language: Language
    ) -> Iterator[LabelWish]:
        for drawn in found.drawn:
            label, mark = drawn.rule.style.label, drawn.rule.style.mark
            if label is not None:
                boxes = _mark_boxes(drawn.rule.style, language)
                standing = partial(moved.of, mark.symbol) if mark is not None and moved else None
                yield from self._labeller.wishes(dataset, label, drawn.features, boxes, view, language, standing)


def _labelled(
    wishes: list[LabelWish],
    view: MapView,
    crisis: RecordElements,
    marks: list[Element],
    covered: tuple[BoxMm, ...],
    language: Language,
    progress: Progress,
) -> tuple[tuple[LabelText, ...], tuple[str, ...]]:
    """Place labels where there is room; where nothing wants a name nobody asks what is free."""
    if not wishes:
        return (), ()
    occupancy, bodies = label_room(view, crisis, marks, covered, language)
    return placed(wishes, occupancy, progress, bodies)


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


def _aside(
    gathered: Sequence[tuple[Layer, Dataset, LayerElements]], moved: Moved, view: MapView
) -> dict[str, dict[int, tuple[float, float]]]:
    """Tell of each feature that does not stand at its true place how far it stands from there."""
    found: dict[str, dict[int, tuple[float, float]]] = {}
    for layer, dataset, elements in gathered if moved else ():
        for drawn in elements.drawn:
            mark = drawn.rule.style.mark
            if mark is None or dataset.card.kind is not GeometryKind.POINT:
                continue
            true = view.to_paper(dataset.shapes(view.epsg).bounds[drawn.features, :2])
            away = moved.of(mark.symbol, true) - true
            for at in np.flatnonzero(away.any(axis=1)).tolist():
                by = (float(away[at, 0]), float(away[at, 1]))
                found.setdefault(layer.id, {})[int(drawn.features[at])] = by
    return found


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
