"""Newer data for a layer that is there: which layer of a file they are, and reading them."""

from pathlib import Path

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.importing import Incoming, read_layer
from cartoviewer.document.layer import Layer
from cartoviewer.document.whole_file import filled_layers
from layers.errors import Problem
from layers.progress import Progress
from layers.recognition import guessed_schema

__all__ = ["RefreshProblem", "newer_data"]


class RefreshProblem(Problem):
    """A layer cannot be refreshed from a file."""


def newer_data(
    dossier: Dossier,
    layer: Layer,
    source: Path,
    progress: Progress,
    *,
    part: str | None = None,
    mapping: dict[str, str] | None = None,
    epsg: int | None = None,
) -> Incoming:
    """Read the objects of a file as those of a layer; `refresh_layer` then points the layer to them.

    Parameters
    ----------
    part
        The layer of the file; without it the only one, or the only one that is recognised as of the same kind.
    mapping, epsg
        See `layers.reading.read_source`.

    Raises
    ------
    RefreshProblem
        The file has several layers that may be meant, or holds just what the layer has.
    Problem
        The file cannot be read, or nothing in it fits.
    """
    parts = filled_layers(source)
    if part is None and len(parts) > 1:
        alike = [each.name for each in parts if guessed_schema(each, source.stem) == layer.schema]
        if len(alike) != 1:
            raise RefreshProblem(
                "{file} has several layers, and it is not clear which holds the objects: {names}. Give a file with "
                "one of them, or add it as a new layer.",
                file=source.name,
                names=", ".join(alike or [each.name for each in parts]),
            )
        part = alike[0]
    incoming = read_layer(
        dossier, source, schema_id=layer.schema, layer=part, mapping=mapping, epsg=epsg, progress=progress
    )
    if incoming.cards[0].hash == layer.dataset:
        raise RefreshProblem("The file holds what the layer has already: nothing was changed.")
    return incoming
