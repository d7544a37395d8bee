"""A dataset: an immutable table of features with its identity card."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind, Shapes

__all__ = ["Dataset", "DatasetCard", "Datasets", "FieldCard"]


class FieldCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column: its name in the table, its type, and who may see it."""

    name: str
    type: str = "text"
    sensitivity: Sensitivity = Sensitivity.CLEAR


class DatasetCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a dataset as a whole: it travels into legends, credits and staleness warnings.

    `hash` is the sha256 (hex) of the features' content: same features, same hash. `date` is the day the data
    stand for (from the source), `imported` the moment they came in. `epsg` is the CRS the table is kept in.
    `source` is a file's name without its folder.
    """

    hash: str
    schema: str
    kind: GeometryKind
    epsg: int
    count: int
    source: str
    imported: dt.datetime
    date: dt.date | None = None
    credit: str = ""
    fields: tuple[FieldCard, ...] = ()
    table: str = ""


class Dataset(Protocol):
    """A table of features, read when asked and never changed.

    Row `i` of every answer is feature `i`: `shapes`, `column` and `row` agree on the order.
    """

    @property
    def card(self) -> DatasetCard:
        """The identity card."""
        ...

    def shapes(self, epsg: int) -> Shapes:
        """Give the geometry of all features in the CRS with this EPSG code; repeated calls are cheap."""
        ...

    def column(self, field: str) -> npt.NDArray[np.object_]:
        """Give one field of all features, None where it is empty. Raises KeyError for an unknown field."""
        ...

    def row(self, index: int) -> Mapping[str, Any]:
        """Give all fields of one feature."""
        ...


class Datasets(Protocol):
    """Where datasets are found by their hash."""

    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the trade
        """Give the dataset with this content hash. Raises KeyError when there is none."""
        ...
