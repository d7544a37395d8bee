"""Names of files made of titles: valid on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartoviewer.export.file_names import sound_stem
from symbols.catalogue import catalogue

DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def is_valid_on_windows(stem: str) -> bool:
    """Tell whether Windows takes `STEM.pdf`: what Microsoft's “Naming Files, Paths, and Namespaces” asks."""
    return (
        not set(stem) & set('<>:"/\\|?*')
        and all(ord(letter) >= 32 for letter in stem)
        and stem == stem.strip(" .")
        and stem.split(".")[0].strip().lower() not in DEVICES
        and len(stem.encode("utf-16-le")) // 2 <= 240
    )


@given(st.text(max_size=400))
def test_any_title_gives_a_name_that_every_system_takes(title):
    stem = sound_stem(title)
    assert is_valid_on_windows(stem)
    assert len(stem.encode("utf-8")) <= 240
    assert sound_stem(stem) == stem


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Incendie: rue de la Loi 16/18", "Incendie- rue de la Loi 16-18"),
        ("CON", "-CON"),
        ("Com1.Brussel", "-Com1.Brussel"),
        ("Console", "Console"),
        ("  Perimeter…  ", "Perimeter…"),
        ("v1.", "v1"),
        ("a\nb\tc", "a b c"),
        ("???", "---"),
        (". .", ""),
    ],
)
def test_a_title_stays_as_it_is_said_where_it_can(title, stem):
    assert sound_stem(title) == stem


def test_the_symbols_are_written_under_names_that_windows_takes():
    assert not [symbol for symbol in catalogue() if not is_valid_on_windows(symbol)]
    assert len({symbol.casefold() for symbol in catalogue()}) == len(catalogue())
