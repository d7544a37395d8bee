"""The names of the Material Design Icons, and where qtawesome keeps them; no font is opened for that."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["icon_codes", "newest_icons", "package_folder", "pictogram_names"]

_ICON_NAMES: Final = "materialdesignicons*-webfont-charmap-*.json"


def pictogram_names() -> frozenset[str]:
    """Give the names of all pictograms of the font."""
    return frozenset(icon_codes())


@cache
def icon_codes() -> dict[str, int]:
    """Give the character of each pictogram by its name."""
    names = json.loads(newest_icons(_ICON_NAMES).read_text(encoding="utf-8"))
    return {name: int(code, 16) for name, code in names.items()}


def newest_icons(pattern: str) -> Path:
    """Give the newest edition of the icons, of several that qtawesome brings."""
    editions = sorted((package_folder("qtawesome") / "fonts").glob(pattern))
    if not editions:
        raise FileNotFoundError(f"qtawesome has no file {pattern}: its icons have moved.")
    return editions[-1]


def package_folder(package: str) -> Path:
    """Give the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"The package {package} is not installed; crisis symbols are drawn with its font."
        )
    return Path(spec.origin).parent
