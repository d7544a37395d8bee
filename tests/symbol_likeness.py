"""How alike two symbols look on paper: the model of the check that no two are taken for each other.

A symbol of 6 mm is painted as it is printed, on the paper of the base map, and looked at from 40 cm by an eye that
resolves one minute of arc (0.12 mm). Without colour it is what the grey device paints; the three colour-vision
deficiencies are the dichromats of Machado, Oliveira and Fernandes (2009), severity 1.0, in linear light.
Two pictures differ at a spot where their CIE 1976 colour difference is over 20, which nobody overlooks in a sign
(2.3 is just noticeable side by side). Likeness is judged over all shifts of up to 0.17 mm, since nobody sees two
symbols laid on each other; the measure is the share of their common area that differs.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage, QPainter

from cartoviewer.render.device import SCREEN, Device
from cartoviewer.render.fonts import register_fonts
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph
from cartoviewer.scene.scene import Glyph
from resources.texts import Language

__all__ = ["LEAST_SHARE", "VIEWS", "closest", "seen"]

Floats = npt.NDArray[np.float64]

LEAST_SHARE = 0.10
"""The share of the common area that must differ: a sign of 2 mm in a frame of 6 mm has a good tenth of it."""
SIZE_MM = 6.0
SIDE_MM = 9.0
DPI = 150.0
CLEARLY = 20.0
SHIFTS = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
_PAPER = "#F2EEE8"
_MACHADO = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
VIEWS = ("colour", "grey", *_MACHADO)
_XYZ = np.array(
    [(0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041)]
)
_WHITE = np.array((0.95047, 1.0, 1.08883))


def seen(code: str, view: str, language: Language = Language.FR) -> Floats:
    """Give a symbol as CIELAB (height, width, 3), as it is seen in one of `VIEWS`."""
    device = Device(raster=True, monochrome=True) if view == "grey" else SCREEN
    linear = _linear(_painted(code, device, language))
    if view in _MACHADO:
        linear = np.clip(linear @ np.array(_MACHADO[view]).T, 0.0, 1.0)
    return _lab(_blurred(linear))


def _painted(code: str, device: Device, language: Language) -> Floats:
    register_fonts()
    side = round(SIDE_MM * DPI / 25.4)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(_PAPER))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(DPI / 25.4, DPI / 25.4)
    glyph = Glyph(code, SIZE_MM)
    left, top, right, bottom = glyph_bounds_mm(glyph, language)
    paint_glyph(painter, glyph, language, (SIDE_MM - left - right) / 2, (SIDE_MM - top - bottom) / 2, device=device)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, side, 4)
    return np.asarray(rows[:, :, 2::-1], dtype=np.float64) / 255.0


def _linear(srgb: Floats) -> Floats:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _blurred(linear: Floats) -> Floats:
    """Blur as the eye does: a Gaussian whose width at half height is one minute of arc."""
    sigma = 0.12 / 2.355 * DPI / 25.4
    at = np.arange(-2, 3)
    kernel = np.exp(-(at**2) / (2 * max(sigma, 0.3) ** 2))
    kernel /= kernel.sum()
    for axis in (0, 1):
        linear = sum(weight * np.roll(linear, shift, axis) for weight, shift in zip(kernel, at, strict=True))
    return linear


def _lab(linear: Floats) -> Floats:
    ratio = linear @ _XYZ.T / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    x, y, z = np.moveaxis(f, 2, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=2)


def closest(
    codes: list[str], view: str, most: int, language: Language = Language.FR
) -> list[tuple[float, str, str]]:
    """Give the pairs that look most alike: the share of their common area that differs clearly, least first."""
    pictures = np.stack([seen(code, view, language) for code in codes]).astype(np.float32)
    ground = seen_ground(view)
    inked = np.sqrt(((pictures - ground) ** 2).sum(axis=3)) > 5.0
    found = []
    for index in range(len(codes) - 1):
        others = slice(index + 1, None)
        shares = np.full(len(codes) - index - 1, 1.0)
        for shift in SHIFTS:
            moved = np.roll(pictures[index], shift, (0, 1))
            apart = ((pictures[others] - moved) ** 2).sum(axis=3) > CLEARLY**2
            area = (inked[others] | np.roll(inked[index], shift, (0, 1))).sum(axis=(1, 2))
            shares = np.minimum(shares, apart.sum(axis=(1, 2)) / area)
        found += [(float(share), codes[index], codes[index + 1 + at]) for at, share in enumerate(shares)]
    return sorted(found)[:most]


def seen_ground(view: str) -> Floats:
    """Give the paper as it is seen."""
    paper = QColor(_PAPER)
    linear = _linear(np.array([[(paper.redF(), paper.greenF(), paper.blueF())]]))
    if view in _MACHADO:
        linear = linear @ np.array(_MACHADO[view]).T
    return _lab(np.clip(linear, 0, 1))
