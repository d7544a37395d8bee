"""Finding places by what people type: on the ground, and among the records and layers of the dossier."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from bnip.drawing import Caption, Measurement, Shape
from bnip.incident import Incident, Mark, Route
from bnip.plan import Plan
from bnip.sheet import Sheet
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED, extent_of, path_of
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.matching import Wanted, nearest
from layers.crs import LAMBERT_72
from layers.dataset import Dataset, Datasets
from layers.gazetteer.found import Found, FoundKind, Quality
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.locating import locate, printable
from layers.schema import schemas
from layers.shapes import Bounds, GeometryKind, Shapes
from resources.texts import Language, Names, Texts
from symbols.catalogue import entry_of
from symbols.grammar import Symbol, SymbolCodeError, folded

__all__ = ["Finder", "Found", "FoundKind", "find"]

_LONGEST: Final = 300
_SAME_PLACE_M: Final = 250.0
_GROUND: Final = frozenset({FoundKind.STREET, FoundKind.PLACE, FoundKind.MUNICIPALITY})


def find(
    text: str,
    document: MapDocument,
    datasets: Datasets,
    language: Language,
    limit: int = 10,
    gazetteer: Gazetteer | None = None,
) -> list[Found]:
    """Find what a text may mean on this map; see `Finder`, which remembers the names between two questions."""
    return Finder().find(text, document, datasets, language, limit, gazetteer)


@dataclass(frozen=True, slots=True)
class _Index:
    """The names of one dataset: what is searched, what is shown, which rows bear the name."""

    folded: list[str]
    labels: list[tuple[str, ...]]
    details: list[tuple[str, ...]]
    rows: list[list[int]]


_CONTEXT: Final = re.compile(r"(mun|municipality|commune|gemeente|city|postcode|postal_code)(_(fr|nl|en))?")
_NAMES: Final = ("name_fr", "name_nl", "name", "nom", "naam", "unit_number", "label", "code", "ref")


class Finder:
    """Answers one question after the other; the names of a dataset are read once, for datasets never change."""

    def __init__(self) -> None:
        self._indexes: dict[str, _Index] = {}

    def find(
        self,
        text: str,
        document: MapDocument,
        datasets: Datasets,
        language: Language,
        limit: int = 10,
        gazetteer: Gazetteer | None = None,
        *,
        unfinished: bool = False,
    ) -> list[Found]:
        """Find what a text may mean; accents, capitals and the order of words do not matter.

        Coordinates come first, in each way they can be read; then what the index knows of the ground and what the
        dossier holds, by how well it fits. Without an index a house number behind a street of the dossier gives the
        street. When nothing fits, names that are nearly the same are given.

        Parameters
        ----------
        gazetteer
            The index of places, None where there is none.
        unfinished
            Whether the text is still being typed.

        Raises
        ------
        IndexProblem
            The index was damaged since it was opened; ask again without it.
        """
        plain = printable(text)
        texts = Texts(language)
        ground = locate(plain, gazetteer, language, limit, unfinished=unfinished)
        if not plain or len(plain) > _LONGEST:
            return ground
        wanted = Wanted.of(plain)
        if not wanted.words:
            return ground[:limit]
        named = self._named(wanted, document, datasets, texts, limit)
        if not named and wanted.without_numbers is not None and not _is_known(ground):
            named = [
                one
                for one in self._named(wanted.without_numbers, document, datasets, texts, limit)
                if not _is_of_digits(plain)
            ]
        if not named and not ground:
            named = self._nearly(wanted, document, datasets, texts, limit)
        named = [one for one in named if not _told_by(ground, one)]
        return sorted((*ground, *named), key=lambda found: -found.score)[:limit]

    def _named(
        self, wanted: Wanted, document: MapDocument, datasets: Datasets, texts: Texts, limit: int
    ) -> list[Found]:
        found = [
            answer
            for record in document
            for score in [max(map(wanted.score, record_words(record)), default=0.0)]
            if score > 0
            for answer in [
                _of_plan(record, document, texts, score + 3.0)
                if isinstance(record, Plan)
                else _of_record(record, texts, score + 3.0, datasets)
            ]
            if answer is not None
        ]
        for layer, dataset, index in self._layers(document, datasets):
            scores = ((wanted.score(name), at) for at, name in enumerate(index.folded) if wanted.may_be(name))
            best = sorted(((score, at) for score, at in scores if score > 0), key=lambda pair: (-pair[0], pair[1]))
            found += [_of_feature(layer, dataset, index, at, texts, score) for score, at in best[:limit]]
        return found

    def _nearly(
        self, wanted: Wanted, document: MapDocument, datasets: Datasets, texts: Texts, limit: int
    ) -> list[Found]:
        return [
            _of_feature(layer, dataset, index, at, texts, score)
            for layer, dataset, index in self._layers(document, datasets)
            for score, at in nearest(wanted, index.folded, limit)
        ]

    def _layers(self, document: MapDocument, datasets: Datasets) -> Iterator[tuple[Layer, Dataset, _Index]]:
        for layer in document.layers:
            try:
                dataset = datasets.get(layer.dataset)
            except KeyError:
                continue
            if layer.dataset not in self._indexes:
                self._indexes[layer.dataset] = _index(dataset, layer.names)
            yield layer, dataset, self._indexes[layer.dataset]


def _is_known(ground: list[Found]) -> bool:
    return any(not found.doubt for found in ground)


def _is_of_digits(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)


def _told_by(ground: list[Found], feature: Found) -> bool:
    """Tell whether the index already gave what a feature of a layer is: the same name at the same place."""
    if feature.kind is not FoundKind.FEATURE:
        return False
    return any(
        found.kind in _GROUND
        and found.label.startswith(feature.label)
        and abs(found.x - feature.x) + abs(found.y - feature.y) < max(_SAME_PLACE_M, found.accuracy_m or 0.0)
        for found in ground
    )


def record_words(record: AnyRecord) -> tuple[str, ...]:
    """Give what a record can be found by, folded: its names, its texts and what its symbol is called."""
    spoken: list[str] = []
    if isinstance(record, Incident | Mark | Route):
        spoken += _each(_symbol_names(record.symbol))
    if isinstance(record, Mark):
        spoken += [record.left, record.bottom]
    if isinstance(record, Incident | Mark):
        spoken.append(record.place.text)
    if isinstance(record, Zone):
        spoken += _each(entry_of(record.zone.value).names)
    if isinstance(record, Plan):
        spoken.append(record.number)
        spoken += _each(record.risk)
    if isinstance(record, PLACED):
        spoken.append(record.note)
    spoken += _each(record.names)
    return tuple(dict.fromkeys(folded(word) for word in spoken if word))


def _symbol_names(code: str) -> Names:
    try:
        return entry_of(Symbol.parse(code).id).names
    except SymbolCodeError:
        return Names()


def _each(names: Names) -> list[str]:
    return [names.fr, names.nl, names.en]


def _of_record(record: AnyRecord, texts: Texts, score: float, datasets: Datasets) -> Found | None:
    label = texts.name(record.names)
    if isinstance(record, Layer):
        return _of_layer(record, label, score, datasets)
    if isinstance(record, Incident | Mark):
        kind = texts.name(_symbol_names(record.symbol))
        place = record.place
        return Found(
            label or kind,
            FoundKind.RECORD,
            place.x,
            place.y,
            place.accuracy_m,
            score,
            kind if label else place.text,
            record.id,
            quality=_quality(place.quality),
        )
    if isinstance(record, Caption):
        where = record.place
        return Found(label, FoundKind.RECORD, where.x, where.y, None, score, texts("Text"), record.id)
    if isinstance(record, Shape | Measurement):
        points = path_of(record)
        if len(points) < 2:
            return Found(label, FoundKind.RECORD, *points[0], None, score, "", record.id) if points else None
        drawn = shapely.LineString(points)
        halfway = drawn.interpolate(0.5, normalized=True)
        kind = texts(record.form.label) if isinstance(record, Shape) else texts("Measured distance")
        return _of_line(record.id, label, kind, drawn, halfway, score)
    if isinstance(record, Sheet):
        return Found(label, FoundKind.RECORD, *record.centre, None, score, texts("Sheet"), record.id)
    if isinstance(record, Zone):
        ring = shapely.LineString(record.outline)
        west, south, east, north = ring.bounds
        middle = shapely.Point((west + east) / 2, (south + north) / 2)
        return _of_line(record.id, label, texts.name(entry_of(record.zone.value).names), ring, middle, score)
    if isinstance(record, Route):
        path = shapely.LineString(record.path)
        middle = path.interpolate(0.5, normalized=True)
        return _of_line(record.id, label, texts.name(_symbol_names(record.symbol)), path, middle, score)
    return None


def _of_plan(plan: Plan, document: MapDocument, texts: Texts, score: float) -> Found | None:
    """Find a plan on the ground of its zones and routes, or of its first sheet; a plan without any is on no map."""
    extents = [box for record in map(document.get, plan.places) if record for box in [extent_of(record)] if box]
    label, kind = texts.name(plan.names), texts(plan.plan.label)
    said = (label or kind, FoundKind.RECORD)
    bounds = _union(np.asarray(extents)) if extents else None
    if bounds is not None:
        west, south, east, north = bounds
        middle = ((west + east) / 2, (south + north) / 2)
        return Found(*said, *middle, None, score, kind if label else "", plan.id, bounds=bounds)
    sheet = next((sheet for sheet in document.of(Sheet) if sheet.plan == plan.id), None)
    return Found(*said, *sheet.centre, None, score, kind if label else "", plan.id) if sheet is not None else None


def _quality(text: str) -> Quality:
    return Quality(text) if text in list(Quality) else Quality.NAMED


def _of_line(
    record_id: str, label: str, kind: str, line: shapely.LineString, middle: shapely.Point, score: float
) -> Found:
    west, south, east, north = line.bounds
    radius = float(shapely.hausdorff_distance(line, middle))
    return Found(
        label or kind,
        FoundKind.RECORD,
        middle.x,
        middle.y,
        radius,
        score,
        kind if label else "",
        record_id,
        bounds=(west, south, east, north),
    )


def _of_layer(layer: Layer, label: str, score: float, datasets: Datasets) -> Found | None:
    try:
        bounds = _union(datasets.get(layer.dataset).shapes(LAMBERT_72).bounds)
    except KeyError:
        return None
    if bounds is None:
        return None
    west, south, east, north = bounds
    x, y = (west + east) / 2, (south + north) / 2
    return Found(label, FoundKind.LAYER, x, y, None, score, "", layer.id, bounds=bounds)


def _of_feature(layer: Layer, dataset: Dataset, index: _Index, at: int, texts: Texts, score: float) -> Found:
    labels, rows = index.labels[at], index.rows[at]
    shapes = dataset.shapes(LAMBERT_72).take(np.asarray(rows, dtype=np.int64))
    x, y, radius, bounds = _middle(shapes)
    detail = ", ".join(part for part in (" / ".join(index.details[at]), texts.name(layer.names)) if part)
    if texts.language is Language.NL:
        labels = labels[::-1] if len(labels) == 2 else labels
    return Found(
        " / ".join(labels),
        FoundKind.FEATURE,
        x,
        y,
        radius,
        score - 0.01 * at / (at + 1),
        detail,
        layer.id,
        rows[0],
        bounds,
    )


def _middle(shapes: Shapes) -> tuple[float, float, float | None, Bounds | None]:
    """Give a point on the shapes near their middle, how far they reach from it, and their bounds."""
    bounds = _union(shapes.bounds)
    if bounds is None:
        return (float("nan"), float("nan"), None, None)
    west, south, east, north = bounds
    if shapes.kind is GeometryKind.POINT and len(shapes) == 1:
        return (west, south, None, None)
    whole = shapely.union_all(shapely.make_valid(shapes.geometries()))
    if shapes.kind is GeometryKind.AREA:
        point = shapely.point_on_surface(whole)
    else:
        centre = shapely.Point((west + east) / 2, (south + north) / 2)
        point = shapely.get_point(shapely.shortest_line(whole, centre), 0)
    corners = np.array([(west, south), (east, south), (east, north), (west, north)])
    return (point.x, point.y, float(np.hypot(*(corners - (point.x, point.y)).T).max()), bounds)


def _union(bounds: npt.NDArray[np.float64]) -> Bounds | None:
    known = bounds[~np.isnan(bounds).any(axis=1)]
    if len(known) == 0:
        return None
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _index(dataset: Dataset, layer: Names) -> _Index:
    """Read the names of a dataset; rows that bear the same names in the same place are one.

    The names of its layer help to choose, as the municipality does: `antenne LISA Etterbeek`.
    """
    fields = [field.name for field in dataset.card.fields]
    known = schemas().get(dataset.card.schema)
    wanted = [field for field in (known.label_fields if known else ()) if field in fields]
    wanted = wanted or [field for field in _NAMES if field in fields]
    wanted = [field for pair in map(_both_languages, wanted) for field in pair if field in fields]
    wanted = list(dict.fromkeys(wanted))
    context = [field for field in fields if _CONTEXT.fullmatch(field) and field not in wanted]
    index = _Index([], [], [], [])
    if not wanted:
        return index
    names = [dataset.column(field) for field in wanted]
    places = [dataset.column(field) for field in context]
    seen: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for row in range(dataset.card.count):
        label = tuple(dict.fromkeys(str(column[row]) for column in names if column[row]))
        if not label:
            continue
        where = tuple(dict.fromkeys(str(column[row]) for column in places if column[row]))
        at = seen.setdefault((label, where), len(index.rows))
        if at == len(index.rows):
            index.folded.append(folded(" | ".join((*label, "", *where, *_each(layer)))))
            index.labels.append(label)
            index.details.append(where)
            index.rows.append([])
        index.rows[at].append(row)
    return index


def _both_languages(field: str) -> tuple[str, ...]:
    """Give the French and the Dutch field of a name, French first."""
    stem = re.fullmatch(r"(.+)_(fr|nl|en)", field)
    return (f"{stem[1]}_fr", f"{stem[1]}_nl", field) if stem else (field,)
