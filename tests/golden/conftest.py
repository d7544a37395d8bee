"""Pictures compared with accepted ones."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage

PICTURES = Path(__file__).parent / "pictures"
ALLOWED_SHARE = 0.002
"""How many of the pixels may differ."""
ALLOWED_STEP = 12
"""How much a channel of 255 may differ before a pixel counts: rounding at edges is no change of the picture."""

Golden = Callable[[QImage, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept-golden", action="store_true", help="take the pictures of this run as the right ones")


def pixels(image: QImage) -> np.ndarray:
    """Give the colours of a picture, (height, width, 4)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()


@pytest.fixture
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Golden:
    """Compare a picture with `pictures/<name>.png`; with `--accept-golden` take it as the right one."""

    def compare(image: QImage, name: str) -> None:
        accepted = PICTURES / f"{name}.png"
        if request.config.getoption("--accept-golden", default=False):
            accepted.parent.mkdir(exist_ok=True)
            assert image.save(str(accepted))
            return
        assert accepted.exists(), f"{name} has no accepted picture yet: look at it, then run with --accept-golden"
        wanted, found = pixels(QImage(str(accepted))), pixels(image)
        assert found.shape == wanted.shape, (
            f"{name} is {found.shape[1::-1]} pixels, accepted is {wanted.shape[1::-1]}"
        )
        off = np.abs(found.astype(np.int16) - wanted).max(axis=2) > ALLOWED_STEP
        share = float(off.mean())
        if share > ALLOWED_SHARE:
            image.save(str(tmp_path / f"{name}.png"))
            shown = np.where(off[..., None], np.array([255, 0, 255, 255], np.uint8), found // 2 + 127)
            picture = np.ascontiguousarray(shown.astype(np.uint8))
            height, width = off.shape
            marked = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
            marked.save(str(tmp_path / f"{name}-differs.png"))
        assert share <= ALLOWED_SHARE, f"{share:.2%} of {name} differ; see {tmp_path}"

    return compare
