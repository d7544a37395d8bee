"""Measure the palette of symbols: `python -m benchmarks.palette` prints milliseconds from a key to what is seen.

Words in the three languages, one that means nothing and one that is misspelt are typed letter by letter; each
keystroke is answered and painted before the next. The palette has been open for two seconds and has drawn ahead.
"""

import json
import time
from statistics import median
from typing import Final

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cartoviewer.render.fonts import register_fonts
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_palette import SymbolPalette
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language

__all__ = ["measured"]

WORDS: Final = (
    "incendie",
    "brandweer",
    "point de decontamination",
    "ziekenwagen",
    "hazmat unit",
    "ambulence",
    "xyzzy",
)
_AHEAD_S: Final = 2.0


def measured() -> dict[str, dict[str, float]]:
    """Give for each language the median and the longest keystroke, milliseconds."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    register_fonts()
    figures = {}
    for language in (Language.FR, Language.NL, Language.EN):
        palette = SymbolPalette(Session(language), Theme(application, Appearance.LIGHT))
        palette.resize(280, 800)
        palette.show()
        began = time.perf_counter()
        while time.perf_counter() - began < _AHEAD_S:
            application.processEvents()
        search = palette.findChild(QLineEdit)
        assert isinstance(search, QLineEdit)
        taken = []
        for word in WORDS:
            for letter in word:
                began = time.perf_counter()
                QTest.keyClicks(search, letter)
                application.processEvents()
                taken.append((time.perf_counter() - began) * 1000)
            search.clear()
            application.processEvents()
        figures[language.value] = {"median": round(median(taken), 2), "longest": round(max(taken), 2)}
        palette.close()
    return figures


if __name__ == "__main__":
    print(json.dumps(measured(), indent=2))
