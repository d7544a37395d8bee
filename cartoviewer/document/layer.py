"""A layer in the list: which dataset, how it is drawn, where in the order."""

from bnip.record import Record
from resources.texts import Names
from symbols.style import Symbology

__all__ = ["Layer"]


class Layer(Record, frozen=True, omit_defaults=True, kw_only=True, tag="layer"):
    """A layer of the map.

    `dataset` is a dataset's content hash; `schema` the id of its schema, whose default symbology is used while
    `symbology` is None. Layers are drawn by ascending `rank`: the highest rank is on top.
    """

    names: Names
    dataset: str
    schema: str
    rank: float = 0.0
    visible: bool = True
    opacity: float = 1.0
    symbology: Symbology | None = None
