"""Datasets without what an audience may not see of them: layers that are not there, columns taken out."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from layers.dataset import Dataset, DatasetCard, Datasets
from layers.sensitivity import Audience, Sensitivity
from layers.shapes import Shapes

__all__ = ["RedactedDataset", "RedactedDatasets"]


class RedactedDatasets:
    """The datasets of some layers only; the others are not there.

    Parameters
    ----------
    datasets
        All datasets.
    hashes
        Those that may be found.
    """

    def __init__(self, datasets: Datasets, hashes: frozenset[str], audience: Audience) -> None:
        self.__datasets = datasets
        self.__hashes = hashes
        self.__audience = audience
        self.__made: dict[str, RedactedDataset] = {}

    def lets_through(self, datasets: Datasets, hashes: frozenset[str], audience: Audience) -> bool:
        """Tell whether these are the datasets of just these layers, for just this audience."""
        return self.__datasets is datasets and self.__hashes == hashes and self.__audience is audience

    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the seam
        """Give the dataset of a layer that the audience may see. Raises KeyError for any other."""
        return self.redacted(hash)

    def redacted(self, hash: str) -> "RedactedDataset":  # noqa: A002 - the word of the seam
        """Give it with what is known of its removed columns."""
        if hash not in self.__hashes:
            raise KeyError(hash)
        if hash not in self.__made:
            self.__made[hash] = RedactedDataset(self.__datasets.get(hash), self.__audience)
        return self.__made[hash]


class RedactedDataset:
    """A dataset without the columns above an audience.

    Columns that its card does not describe have no known level: only who may see everything gets them.
    """

    def __init__(self, dataset: Dataset, audience: Audience) -> None:
        self.__dataset = dataset
        self.__everything = audience.may_see(Sensitivity.RED)
        card = dataset.card
        fields = tuple(field for field in card.fields if audience.may_see(field.sensitivity))
        self.__names = frozenset(field.name for field in fields)
        self.__card = card if self.__everything else msgspec.structs.replace(card, fields=fields, table="")

    @property
    def card(self) -> DatasetCard:
        """The identity card, telling of the columns that are left."""
        return self.__card

    @property
    def removed(self) -> bool:
        """Whether anything may have been taken out."""
        return not self.__everything

    def carries(self, field: str) -> bool:
        """Tell whether a column is left."""
        return self.__everything or field in self.__names

    def shapes(self, epsg: int) -> Shapes:
        """Give the geometry, which the layer's own level covers."""
        return self.__dataset.shapes(epsg)

    def column(self, field: str) -> npt.NDArray[np.object_]:
        """Give one column. Raises KeyError for one that is not there or was taken out."""
        if not self.carries(field):
            raise KeyError(field)
        return self.__dataset.column(field)

    def row(self, index: int) -> Mapping[str, Any]:
        """Give all fields of one feature that are left."""
        return {field: value for field, value in self.__dataset.row(index).items() if self.carries(field)}
