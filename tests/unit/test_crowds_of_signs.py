"""Many signs that differ are laid as pictures on the screen, and look as if each were painted."""

from itertools import product

import numpy as np
import pytest
from PySide6.QtGui import QImage

from cartoviewer.render.device import SCREEN
from cartoviewer.render.picture import paint_picture
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.render.sign_pictures import SignPictures
from cartoviewer.scene.scene import Glyph, MarkBatch, Scene
from cartoviewer.scene.view import MapView
from resources.texts import Language
from symbols.catalogue import FrameClass, catalogue

pytestmark = pytest.mark.usefixtures("qapp")

SIDE_MM = 127.0
SIDE_PX = 480
POINTS = [each.id for each in catalogue().values() if each.frame not in (FrameClass.AREA, FrameClass.LINE)]


@pytest.fixture(scope="module")
def rasteriser():
    made = Rasteriser(workers=2)
    made.wait()
    yield made
    made.close()


def scene(count: int, on_pixels: bool = True) -> Scene:
    """Give signs in rows, each with a text of its own, on whole pixels or between them."""
    step = SIDE_PX / 8 * 25.4 / 96
    off = 0.0 if on_pixels else 0.1
    places = [((x + 0.5) * step + off, (y + 0.5) * step + off) for y, x in product(range(8), repeat=2)][:count]
    marks = [
        MarkBatch(np.array([place]), Glyph(POINTS[number], 5.0, left=f"A{number}" if number % 2 else ""))
        for number, place in enumerate(places)
    ]
    return Scene(view=MapView((0.0, 0.0), 10_000.0, (SIDE_MM, SIDE_MM)), elements=tuple(marks))


def seen(image: QImage) -> np.ndarray:
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


def painted(what: Scene, rasteriser: Rasteriser | None, language: Language = Language.FR) -> np.ndarray:
    return seen(paint_picture(what, language, (SIDE_PX, SIDE_PX), rasteriser=rasteriser))


def _middle_of_ink(picture: np.ndarray) -> np.ndarray:
    dark = np.abs(picture - picture[0, 0]).sum(axis=-1).astype(float)
    rows, columns = np.indices(dark.shape)
    return np.array([(rows * dark).sum(), (columns * dark).sum()]) / dark.sum()


def test_a_crowd_on_whole_pixels_looks_as_if_each_sign_were_painted(rasteriser):
    apart = np.abs(painted(scene(64), rasteriser) - painted(scene(64), None))
    assert apart.mean() < 2.0
    # A text may stand half a pixel beside; the frames are the same.
    assert (apart.max(axis=-1) > 24).mean() < 0.04


def test_signs_between_pixels_move_by_half_a_pixel_at_most(rasteriser):
    exact, laid = painted(scene(64, on_pixels=False), None), painted(scene(64, on_pixels=False), rasteriser)
    for row, column in product(range(8), repeat=2):
        cell = np.s_[row * 60 : row * 60 + 60, column * 60 : column * 60 + 60]
        middles = [_middle_of_ink(picture[cell]) for picture in (exact, laid)]
        assert np.abs(middles[0] - middles[1]).max() < 0.75


def test_a_few_signs_are_painted_exactly(rasteriser):
    assert (painted(scene(12, on_pixels=False), rasteriser) == painted(scene(12, on_pixels=False), None)).all()


def test_the_letters_of_a_crowd_follow_the_language(rasteriser):
    assert "cmd.pma" in POINTS
    post = Scene(
        view=MapView((0.0, 0.0), 10_000.0, (SIDE_MM, SIDE_MM)),
        elements=tuple(MarkBatch(np.array([(20.0 + i, 50.0)]), Glyph("cmd.pma", 6.0)) for i in range(30)),
    )
    assert (painted(post, rasteriser) != painted(post, rasteriser, Language.NL)).any()


def test_the_same_sign_with_many_texts_is_painted_once():
    kept = SignPictures()
    for i in range(100):
        kept.parts(Glyph("haz.fire", 6.0, left=f"A{i % 4}"), Language.FR, SCREEN, 4.0)
    assert kept.count == 5


def test_pictures_of_signs_never_take_more_bytes_than_they_may():
    kept = SignPictures(most_bytes=60_000)
    for i in range(200):
        drawn = kept.parts(Glyph("haz.fire", 6.0, left=f"A{i}"), Language.FR, SCREEN, 4.0)
        assert kept.held_bytes <= 60_000
    again = kept.parts(Glyph("haz.fire", 6.0, left="A199"), Language.FR, SCREEN, 4.0)
    assert again is drawn
    # The frame is still shared, the first texts are forgotten.
    assert 5 < kept.count < 150
    assert kept.held_bytes >= sum(part.pixels.nbytes for part in drawn)
