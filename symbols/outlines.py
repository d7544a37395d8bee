"""Outlines of pictograms and letters, read from fonts at run time.

Pictograms come from the Material Design Icons in qtawesome's folder (found without importing qtawesome, which
would bring Qt), letters from Source Sans Pro Bold: every device then draws the same signs.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path as FilePath
from typing import Any, Final

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from symbols.icon_names import icon_codes, newest_icons, package_folder, pictogram_names
from symbols.path import XY, Path

__all__ = [
    "CAP_HEIGHT",
    "PICTOGRAM_SIZE",
    "PictogramError",
    "letters",
    "pictogram",
    "pictogram_names",
    "text_width",
]

PICTOGRAM_SIZE: Final = 24.0
"""Pictograms are drawn in a square of 24 units, y down."""

CAP_HEIGHT: Final = 0.66
"""The height of a capital of Source Sans Pro Bold, in ems."""

_ICONS: Final = "materialdesignicons*-webfont-[0-9]*.ttf"
_LETTERS: Final = "files/SourceSansPro-Bold.ttf"


class PictogramError(KeyError):
    """The font has no pictogram of this name."""


@cache
def pictogram(name: str) -> Path:
    """Give the outline of a pictogram in 24 × 24 units.

    Raises
    ------
    PictogramError
        The font has none of this name.
    """
    code = icon_codes().get(name)
    if code is None:
        raise PictogramError(name)
    return _icons().outline(code, PICTOGRAM_SIZE)


@cache
def letters(text: str) -> Path:
    """Give the outline of a text, one unit to the em, its baseline on y = 0, its left end on x = 0."""
    face, path, x = _letters(), Path(), 0.0
    for letter in text:
        path += face.outline(ord(letter), 1.0, ascent=0.0).moved(x, 0.0)
        x += face.advance(ord(letter))
    return path


@cache
def text_width(text: str) -> float:
    """Tell how wide a text is, in ems."""
    face = _letters()
    return sum(face.advance(ord(letter)) for letter in text)


class _Face:
    """One font file, opened once, its outlines turned into paths as they are asked for."""

    def __init__(self, path: FilePath) -> None:
        with _known_warnings_silenced():
            # From memory: a lazy font would keep its file open as long as the program runs.
            self._font = TTFont(BytesIO(path.read_bytes()), lazy=True)
            self._glyphs = self._font.getGlyphSet()
            self._codes: dict[int, str] = self._font.getBestCmap()
            self._em = float(self._font["head"].unitsPerEm)
            self._ascent = float(self._font["hhea"].ascent)

    def outline(self, code: int, size: float, ascent: float | None = None) -> Path:
        """Give the outline of a character, `size` units to the em, y down from `ascent` ems above the baseline."""
        pen = DecomposingRecordingPen(self._glyphs)
        self._glyphs[self._name(code)].draw(pen)
        top = self._ascent / self._em if ascent is None else ascent
        factor = size / self._em
        return _recorded(pen.value).mapped(factor, 0, 0, -factor, 0, top * size)

    def advance(self, code: int) -> float:
        """Tell how far a character moves the pen, in ems."""
        return float(self._glyphs[self._name(code)].width) / self._em

    def _name(self, code: int) -> str:
        return self._codes.get(code) or self._codes[ord("?")]


@cache
def _icons() -> _Face:
    return _Face(newest_icons(_ICONS))


@cache
def _letters() -> _Face:
    return _Face(package_folder("font_source_sans_pro") / _LETTERS)


@contextmanager
def _known_warnings_silenced() -> Iterator[None]:
    """Keep fontTools from telling of the Material Design font's old timestamps and odd post table."""
    loggers = [logging.getLogger(f"fontTools.ttLib.tables.{table}") for table in ("_h_e_a_d", "_p_o_s_t")]
    for logger in loggers:
        logger.addFilter(_is_news)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    message = record.getMessage()
    return "timestamp seems very low" not in message and "extra bytes in post.stringData" not in message


def _recorded(steps: list[tuple[str, tuple[Any, ...]]]) -> Path:
    """Turn what a pen of fontTools has recorded into a path; quadratic curves become cubic ones."""
    ops: list[str] = []
    points: list[XY] = []
    for step, arguments in steps:
        if step == "moveTo":
            ops.append("M")
            points.append(arguments[0])
        elif step == "lineTo":
            ops.append("L")
            points.append(arguments[0])
        elif step == "curveTo":
            ops.append("C")
            points.extend(arguments)
        elif step == "qCurveTo":
            for handle, end in _quadratics(points[-1] if points else (0.0, 0.0), arguments, ops, points):
                here = points[-1]
                ops.append("C")
                points.append((here[0] + 2 / 3 * (handle[0] - here[0]), here[1] + 2 / 3 * (handle[1] - here[1])))
                points.append((end[0] + 2 / 3 * (handle[0] - end[0]), end[1] + 2 / 3 * (handle[1] - end[1])))
                points.append(end)
        else:
            ops.append("Z")
    return Path("".join(ops), tuple(points))


def _quadratics(
    here: XY, arguments: tuple[XY | None, ...], ops: list[str], points: list[XY]
) -> Iterator[tuple[XY, XY]]:
    """Give handle and end of each quadratic curve of a TrueType run, with the ends that it leaves unsaid."""
    handles = [point for point in arguments[:-1] if point is not None]
    last = arguments[-1]
    if last is None:  # a closed run without any point on the curve
        here = _middle(handles[-1], handles[0])
        ops.append("M")
        points.append(here)
        last = here
    for index, handle in enumerate(handles):
        end = _middle(handle, handles[index + 1]) if index + 1 < len(handles) else last
        yield handle, end


def _middle(one: XY, two: XY) -> XY:
    return ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
