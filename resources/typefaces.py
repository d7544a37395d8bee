"""The type of maps and sheets: where the font files are.

Source Sans Pro and Source Serif Pro (SIL Open Font License) come with the packages `font-source-sans-pro` and
`font-source-serif-pro`, so letters are the same on every machine and in every picture that tests compare.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

__all__ = ["SANS", "SERIF", "Weight", "typeface_file", "typeface_files"]

SANS: Final = "Source Sans Pro"
SERIF: Final = "Source Serif Pro"

Weight = Literal["regular", "semibold", "bold"]

_PACKAGES: Final = {
    False: ("font_source_sans_pro", "SourceSansPro"),
    True: ("font_source_serif_pro", "SourceSerifPro"),
}
_CUTS: Final[dict[tuple[Weight, bool], str]] = {
    ("regular", False): "Regular",
    ("semibold", False): "Semibold",
    ("bold", False): "Bold",
    ("regular", True): "It",
    ("semibold", True): "SemiboldIt",
    ("bold", True): "BoldIt",
}


def typeface_file(weight: Weight = "regular", *, italic: bool = False, serif: bool = False) -> Path:
    """Give the font file of one cut."""
    package, family = _PACKAGES[serif]
    return Path(str(files(package) / "files" / f"{family}-{_CUTS[weight, italic]}.ttf"))


def typeface_files() -> tuple[Path, ...]:
    """Give the font files of all cuts that maps and sheets use."""
    return tuple(
        typeface_file(weight, italic=italic, serif=serif) for serif in (False, True) for weight, italic in _CUTS
    )
