"""What can go wrong with data. Each message holds the value that failed and what to do about it.

Messages are English source texts with their values, so that the window can show them in the user's language:
`Problem.text` and `Problem.values` go through `Texts`; `str(error)` is the English sentence.
"""

from collections.abc import Callable

__all__ = ["CrsError", "LayerReadError", "Problem", "SchemaError", "SourceError"]


class Problem(Exception):  # noqa: N818 - shown to people, who have problems
    """Something the user can understand and act on; the root of all errors that are shown as they are.

    Parameters
    ----------
    text
        One English sentence or two, with `{fields}`: what happened, and what to do.
    values
        What fills the fields.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.text.format(**self.values)

    def __reduce__(self) -> tuple[Callable[..., "Problem"], tuple[object, ...]]:
        """Let a problem pass from one process to another, whatever its class is made from."""
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(kind: type[Problem], args: tuple[object, ...], state: dict[str, object]) -> Problem:
    problem = kind.__new__(kind, *args)
    problem.__dict__.update(state)
    return problem


class SourceError(Problem):
    """A file cannot be opened or read."""


class LayerReadError(Problem):
    """A file was opened, but a layer in it cannot be used."""


class CrsError(Problem):
    """A coordinate system is missing, unknown or contradicted by the coordinates."""


class SchemaError(Problem):
    """A layer schema is unknown, or its file has an error."""
