"""What a layer is called for a reader of a map, who does not know the files it came from."""

import re
from typing import Final

from resources.texts import Names

__all__ = ["has_file_name", "read_names"]

_OF_A_FILE: Final = re.compile(r"\s+\((?=[^)]*_)[\w.-]+\)$")
"""What tells the layers of one file apart while they are brought in: `Water (water_line)`."""


def has_file_name(names: Names) -> bool:
    """Tell whether a name still holds that of a table in a file."""
    return any(_OF_A_FILE.search(name) for name in _all(names))


def read_names(names: Names) -> Names:
    """Give the names without that of a table in a file."""
    return Names(*(_OF_A_FILE.sub("", name) for name in _all(names)))


def _all(names: Names) -> tuple[str, str, str]:
    return names.fr, names.nl, names.en
