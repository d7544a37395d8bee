"""The gate: what is above an audience is taken out here, before anything is gathered."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from bnip.drawing import DrawingLayer, Photograph
from bnip.layout import Layout
from bnip.operation import Operation, OperationKind
from bnip.plan import Plan
from bnip.series import Series
from bnip.sheet import Sheet
from bnip.theme import Theme
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.drawings import PLACED, layer_of, seen
from cartoviewer.document.history import utc_now
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.document.record import AnyRecord
from cartoviewer.document.validity import valid_at
from cartoviewer.export.redacted import RedactedDataset, RedactedDatasets
from cartoviewer.export.strictness import as_strict, as_strict_as
from cartoviewer.scene.map_content import Past, no_past
from cartoviewer.scene.sheet_layout import wordless
from cartoviewer.scene.sheet_plan import with_plan
from layers.dataset import Datasets
from layers.errors import Problem
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from symbols.style import LabelStyle, Rule, Style, Symbology

__all__ = ["Publication", "PublicationError"]

_KEY: Final = object()


class PublicationError(Problem):
    """Something may not leave the house for this audience."""


class Publication:
    """A document as one audience may see it: what is above it is not in here, not even by name.

    Only `prepare` makes one. Exporters accept nothing else.
    """

    def __init__(
        self,
        key: object,
        document: MapDocument,
        datasets: RedactedDatasets,
        audience: Audience,
        language: Language,
        moment: datetime | None,
        past: Past = no_past,
        present: MapDocument = EMPTY,
        whole: MapDocument = EMPTY,
    ) -> None:
        if key is not _KEY:
            raise TypeError("A Publication is made by Publication.prepare().")
        self._document = document
        self._datasets = datasets
        self._audience = audience
        self._language = language
        self._moment = moment
        self.__past = past
        self.__present = present
        self.__whole = whole

    @classmethod
    def prepare(
        cls,
        document: MapDocument,
        datasets: Datasets,
        audience: Audience,
        language: Language,
        *,
        moment: datetime | None = None,
        past: Callable[[datetime], MapDocument] | None = None,
        before: "Publication | None" = None,
        present: MapDocument | None = None,
    ) -> "Publication":
        """Take out everything above the audience: layers, columns, incidents, zones, marks, routes, words.

        Parameters
        ----------
        language
            The language of what is written, whatever the window's.
        moment
            The moment for which the document holds, where it is a past one. A drawing that does not hold then, or
            now, is left out as from every map.
        past
            Gives the document as it stood at another moment, for maps of sheets that are bound to one. What it
            gives passes this gate as well, each record at least as strict as it is in `document`.
        before
            One that was made of the same dossier a moment ago. Where its layers are these, its datasets are taken
            over, so that what was read from them is not read again.
        present
            The dossier as it is now, where `document` is a past one: whatever is stricter now is as strict then.
        """
        if present is not None:
            document = as_strict_as(present, document)
        whole = document
        layers = {layer.id: layer for layer in document.layers if audience.may_see(layer.sensitivity)}
        hashes = frozenset(layer.dataset for layer in layers.values())
        kept = before.datasets if before is not None else None
        if isinstance(kept, RedactedDatasets) and kept.lets_through(datasets, hashes, audience):
            open_datasets = kept
        else:
            open_datasets = RedactedDatasets(datasets, hashes, audience)
        records: dict[str, AnyRecord] = {}
        above = _closed_layers(document, audience)
        # What is hidden on the map is in no file either, not even as a name.
        for record in seen(valid_at(document, moment or utc_now())):
            if isinstance(record, PLACED) and layer_of(record) in above:
                continue
            admitted = _admitted(record, audience, layers, open_datasets)
            if admitted is not None:
                records[record.id] = admitted
        _keep_photographs(records)
        _keep_references(records)

        moments: dict[datetime, Publication] = {}

        def stood_at(then: datetime) -> tuple[MapDocument, Datasets]:
            if then not in moments:
                stood = no_past(then)[0] if past is None else past(then)
                strict = as_strict_as(document if present is None else present, stood)
                moments[then] = cls.prepare(strict, datasets, audience, language, moment=then)
            return moments[then].document, moments[then].datasets

        return cls(
            _KEY, MapDocument(records), open_datasets, audience, language, moment, stood_at, present or EMPTY, whole
        )

    @property
    def document(self) -> MapDocument:
        """The records that the audience may see."""
        return self._document

    @property
    def datasets(self) -> Datasets:
        """The features of the layers that the audience may see, with the columns it may see."""
        return self._datasets

    @property
    def audience(self) -> Audience:
        """For whom this is."""
        return self._audience

    @property
    def language(self) -> Language:
        """The language that it is written in."""
        return self._language

    @property
    def moment(self) -> datetime | None:
        """The moment for which the document holds; None for that of printing."""
        return self._moment

    def past(self, moment: datetime) -> tuple[MapDocument, Datasets]:
        """Give the document as it stood at another moment, and its datasets, as the audience may see them.

        Raises
        ------
        NoPast
            Whoever made the publication gave it no past.
        """
        return self.__past(moment)

    def sheet(self, sheet: Sheet) -> Sheet:
        """Give a sheet as the audience may see it, whether or not it is a record of the document yet.

        Its words are its own, and those of its plan where the audience may see the plan.
        """
        shown = _sheet(self.__strict(sheet), self._audience, frozenset(layer.id for layer in self._document.layers))
        return with_plan(shown, self._document)

    def may_see(self, sheet: Sheet) -> bool:
        """Tell whether the audience may see the words of a sheet: a past one at its level of now."""
        return self._audience.may_see(self.__strict(sheet).sensitivity)

    def version_of(self, sheet: Sheet) -> str:
        """Give the version under which reasons are kept for a sheet; for the log, not for what is published.

        It is the plan's even where the audience may not see the plan.
        """
        return with_plan(sheet, self.__whole).version

    def __strict(self, sheet: Sheet) -> Sheet:
        strict = as_strict(sheet, self.__present)
        return strict if isinstance(strict, Sheet) else sheet


def _admitted(
    record: AnyRecord, audience: Audience, layers: Mapping[str, Layer], datasets: RedactedDatasets
) -> AnyRecord | None:
    """Give a record as the audience may see it; None where it may not see it at all."""
    match record:
        case Layer():
            return _layer(record, datasets) if record.id in layers else None
        case Sheet():
            return _sheet(record, audience, frozenset(layers))
        case Plan() if audience.may_see(record.sensitivity):
            contacts = tuple(contact for contact in record.contacts if audience.may_see(contact.sensitivity))
            return msgspec.structs.replace(record, contacts=contacts)
        case Theme():
            kept = tuple(one for one in record.layers if one.layer in layers)
            named = record.names if audience.may_see(record.sensitivity) else Names()
            level = record.sensitivity if audience.may_see(record.sensitivity) else Sensitivity.CLEAR
            return Theme(id=record.id, sensitivity=level, names=named, layers=kept)
        case Series():
            # It names layers, columns and words that were looked for; who gets the sheets has no need of it.
            return None
        case Layout() if not audience.may_see(record.sensitivity):
            return wordless(record)
        case Operation() if not audience.may_see(record.sensitivity):
            if record.operation is not OperationKind.EXERCISE:
                return None
            # Whoever may see anything at all must see that it is an exercise.
            return Operation(
                id=record.id, sensitivity=Sensitivity.CLEAR, operation=OperationKind.EXERCISE, names=Names()
            )
        case _:
            return record if audience.may_see(record.sensitivity) else None


def _closed_layers(document: MapDocument, audience: Audience) -> frozenset[str]:
    """Give the ids of the drawing layers that the audience may not see, with all that lies on them."""
    return frozenset(layer.id for layer in document.of(DrawingLayer) if not audience.may_see(layer.sensitivity))


def _keep_photographs(records: dict[str, AnyRecord]) -> None:
    """Take out the photographs that belong to nothing that is left, and every mention of one that was taken out."""
    shown: set[str] = set()
    for record in list(records.values()):
        if isinstance(record, PLACED) and record.photographs:
            kept = tuple(photograph for photograph in record.photographs if photograph in records)
            shown.update(kept)
            records[record.id] = msgspec.structs.replace(record, photographs=kept)
    for record in list(records.values()):
        if isinstance(record, Photograph) and record.id not in shown:
            del records[record.id]


def _keep_references(records: dict[str, AnyRecord]) -> None:
    """Take out of every plan its references to records that are not left: an id alone tells that they exist."""
    for record in list(records.values()):
        if isinstance(record, Plan):
            scenarios = tuple(
                msgspec.structs.replace(
                    scenario,
                    zones=tuple(zone for zone in scenario.zones if zone in records),
                    routes=tuple(route for route in scenario.routes if route in records),
                )
                for scenario in record.scenarios
            )
            records[record.id] = msgspec.structs.replace(
                record,
                scenarios=scenarios,
                planning_zones=tuple(zone for zone in record.planning_zones if zone.zone in records),
                routes=tuple(route for route in record.routes if route in records),
            )


def _sheet(sheet: Sheet, audience: Audience, layers: frozenset[str]) -> Sheet:
    """Keep the layers that are left; a sheet above the audience keeps its frame but none of its own words."""
    named = sheet.layers
    kept = None if named is None else tuple(layer for layer in named if layer in layers)
    if audience.may_see(sheet.sensitivity):
        return msgspec.structs.replace(sheet, layers=kept, laid=None)
    return Sheet(
        id=sheet.id,
        sensitivity=Sensitivity.CLEAR,
        template=sheet.template,
        layout=sheet.layout,
        theme=sheet.theme,
        moment=sheet.moment,
        centre=sheet.centre,
        scale=sheet.scale,
        names=Names(),
        epsg=sheet.epsg,
        rotation=sheet.rotation,
        search_grid=sheet.search_grid,
        mgrs=sheet.mgrs,
        language=sheet.language,
        layers=kept,
        number=sheet.number,
        count=sheet.count,
        series=sheet.series,
        version=sheet.version,
        issued=sheet.issued,
        valid_until=sheet.valid_until,
        approved=sheet.approved,
    )


def _layer(layer: Layer, datasets: RedactedDatasets) -> Layer:
    """Give a layer whose style does not lean on, nor tell of, a column that was taken out."""
    try:
        dataset = datasets.redacted(layer.dataset)
    except KeyError:
        return layer
    if not dataset.removed:
        return layer
    symbology = symbology_of(layer, dataset.card.kind)
    return msgspec.structs.replace(layer, symbology=_without(symbology, dataset, layer.names))


def _without(symbology: Symbology, dataset: RedactedDataset, names: Names) -> Symbology:
    """Take out the classes made by a removed column; features then fall into the next class that has them.

    Where none has, the first such class of each range of scales stays for all, under the layer's own name.
    """
    rules: list[Rule] = []
    last_resort: dict[tuple[float, float], Rule] = {}
    for rule in symbology.rules:
        style = _unlabelled(rule.style, dataset)
        if all(dataset.carries(field) for field in rule.when):
            rules.append(msgspec.structs.replace(rule, style=style))
        else:
            plain = Rule(names, style, largest=rule.largest, smallest=rule.smallest)
            last_resort.setdefault((rule.largest, rule.smallest), plain)
    return Symbology((*rules, *last_resort.values()))


def _unlabelled(style: Style, dataset: RedactedDataset) -> Style:
    label: LabelStyle | None = style.label
    if label is None:
        return style
    fields = tuple(field for field in label.fields if dataset.carries(field))
    kept = msgspec.structs.replace(label, fields=fields) if fields else None
    return msgspec.structs.replace(style, label=kept)
