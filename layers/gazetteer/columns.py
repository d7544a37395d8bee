"""What the columns of a table of addresses are called."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["column_words"]


@cache
def column_words() -> Mapping[str, tuple[str, ...]]:
    """Give the folded names by role: street, number, box, postcode, municipality, whole and name."""
    table: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "columns.toml").read_text("utf-8"))
    return {role: tuple(names) for role, names in table["table"].items()}
