"""What can be said of each kind of piece on a sheet, and how it is edited: one table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from cartoviewer.ui.field_editors import ChoiceEditor, NoteEditor, NumberEditor, TextEditor
from cartoviewer.ui.moment_choice import MomentChoice
from layers.position import read_position

__all__ = ["CentreEditor", "PieceField", "fields_of_kind", "value_at", "with_value"]

Editor = TextEditor | NoteEditor | ChoiceEditor | MomentChoice


class CentreEditor(TextEditor):
    """The middle of a map as coordinates in any usual notation, shown in Lambert 72; empty for the sheet's own."""

    def text_of(self, value: Any) -> str:
        """Write the coordinates."""
        return f"{value[0]:.0f} {value[1]:.0f}" if isinstance(value, tuple) else ""

    def value_of(self, text: str) -> Any:
        """Read coordinates; None where there are none."""
        readings = read_position(text) if text.strip() else ()
        return (round(readings[0].x, 1), round(readings[0].y, 1)) if readings else None


@dataclass(frozen=True, slots=True)
class PieceField:
    """One line of the form: where the value is (`text.fr`), what it is called, and what makes its editor."""

    path: str
    text: str
    make: Callable[[], Editor]


def _line(path: str, text: str) -> PieceField:
    return PieceField(path, text, TextEditor)


def _note(path: str, text: str) -> PieceField:
    return PieceField(path, text, NoteEditor)


def _number(path: str, text: str, lowest: float, highest: float) -> PieceField:
    return PieceField(path, text, lambda: NumberEditor(lowest, highest, whole=False))


def _choice(path: str, text: str, *choices: tuple[Any, str]) -> PieceField:
    return PieceField(path, text, lambda: ChoiceEditor(choices))


_OVER: Final = _choice("over", "May lie on the map", (False, "No"), (True, "Yes"))
_RULE: Final = _choice("rule", "Line above it", (False, "No"), (True, "Yes"))
_COLOURS: Final = (
    ("#1A1A1A", "Black"),
    ("#6B6B6B", "Grey"),
    ("#FFFFFF", "White"),
    ("#B3261E", "Red"),
    ("#0A58A6", "Blue"),
    ("#1B6632", "Green"),
    ("#B5006E", "Magenta"),
)

_FIELDS: Final[dict[str, tuple[PieceField, ...]]] = {
    "map": (
        _line("names.fr", "Name (FR)"),
        _line("names.nl", "Name (NL)"),
        _line("names.en", "Name (EN)"),
        _number("scale", "Scale 1 to (empty: the sheet’s)", 50, 1_000_000),
        PieceField("centre", "Middle (empty: the sheet’s)", CentreEditor),
        _choice("grid", "Lines of the grid", (False, "No"), (True, "Yes")),
        _OVER,
    ),
    "text": (
        _note("text.fr", "Text (FR)"),
        _note("text.nl", "Text (NL)"),
        _note("text.en", "Text (EN)"),
        _number("size_pt", "Size in points", 6, 96),
        _choice("weight", "Weight", ("regular", "Regular"), ("semibold", "Semibold"), ("bold", "Bold")),
        _choice("italic", "Italic", (False, "No"), (True, "Yes")),
        _choice("colour", "Colour", *_COLOURS),
        _choice("align", "Flush", ("left", "Left"), ("centre", "Centred"), ("right", "Right")),
        _RULE,
        _OVER,
    ),
    "picture": (_OVER,),
    "table": (_RULE, _OVER),
    "title": (_number("size_pt", "Size in points", 6, 96), _RULE, _OVER),
    "fields": (_number("columns", "Columns", 1, 6), _RULE, _OVER),
}
_ANY: Final = (_RULE, _OVER)


def fields_of_kind(kind: str) -> tuple[PieceField, ...]:
    """Give the fields of a kind of piece."""
    if kind == "banner":
        return ()
    return _FIELDS.get(kind, _ANY)


def value_at(piece: Any, path: str) -> Any:
    """Give a value of a piece by its path."""
    for name in path.split("."):
        piece = getattr(piece, name)
    return piece


def with_value(piece: Any, path: str, value: Any) -> Any:
    """Give the piece with another value at a path."""
    name, _, rest = path.partition(".")
    inner = with_value(getattr(piece, name), rest, value) if rest else value
    return msgspec.structs.replace(piece, **{name: inner})
