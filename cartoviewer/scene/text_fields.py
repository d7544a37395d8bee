"""The fields that a text on a sheet may have in braces."""

import re
from typing import Final

from resources.texts import Names

__all__ = ["FIELD", "TEXT_FIELDS", "unknown_fields"]

FIELD: Final = re.compile(r"\{([^{}]*)\}")
"""A field in a text, its name being the group."""

TEXT_FIELDS: Final = (
    "title", "authority", "plan", "plan_number", "scenario", "annex", "number", "count", "version", "author",
    "checker", "approver", "issued", "valid", "approved", "scale", "crs", "format", "marking", "printed",
    "situation", "exercise",
)  # fmt: skip
"""The fields that are known; `scene.text_filling` fills them."""


def unknown_fields(text: Names) -> tuple[str, ...]:
    """Give the fields of a text that are not known, in the order they stand there."""
    found = (field for words in (text.fr, text.nl, text.en) for field in FIELD.findall(words))
    return tuple(dict.fromkeys(field for field in found if field not in TEXT_FIELDS))
