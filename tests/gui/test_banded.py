"""Large pictures are painted in bands, and nobody can tell."""

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from cartoviewer.export.banded import STRIP_ROWS, _Untouched, strips
from cartoviewer.export.image import sheet_picture, write_png, write_tif
from cartoviewer.export.png import write_rows
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.render.device import Device
from cartoviewer.scene.furniture import SheetComposition
from layers.progress import Cancelled, NoProgress
from layers.sensitivity import Audience
from resources.texts import Language
from tests import sheet_specimens as specimens

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1654, 1169)
DEVICE = Device(raster=True, dpi=100.0)


@pytest.fixture(scope="module")
def composition(qapp) -> SheetComposition:
    publication = Publication.prepare(specimens.document(), specimens.datasets(), Audience.INTERNAL, Language.FR_NL)
    return composed(publication, specimens.sheet("bnip_a3"), specimens.PRINTED, NoProgress())


def painted(composition: SheetComposition, rows: int) -> np.ndarray:
    return np.concatenate(list(strips(composition, SIZE, DEVICE, NoProgress(), rows)))


def test_the_pixels_are_the_same_for_every_height_of_the_bands(composition: SheetComposition):
    whole = painted(composition, 5 * STRIP_ROWS)
    assert whole.shape == (SIZE[1], SIZE[0], 3)
    for rows in (STRIP_ROWS, 3 * STRIP_ROWS):
        assert np.array_equal(painted(composition, rows), whole)


def test_bands_show_what_one_picture_shows(composition: SheetComposition):
    picture = sheet_picture(composition, 100.0).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(SIZE[1], picture.bytesPerLine())
    one = rows[:, : 3 * SIZE[0]].reshape(SIZE[1], SIZE[0], 3).astype(int)
    # At this fineness Qt paints a hairline by another, shorter way.
    assert np.mean(np.abs(painted(composition, STRIP_ROWS) - one).max(axis=2) > 24) < 0.004


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes the memory of single pages back by itself")
def test_rows_that_were_let_go_take_no_memory():
    sheet = _Untouched(1024, 64)
    sheet.rows(0, 64)[:] = 0xFF
    sheet.let_go(0, 32)
    assert not sheet.rows(0, 32).any(), "the system gives fresh pages, which are empty"
    assert sheet.rows(32, 32).all()


def test_a_png_holds_the_rows_that_were_given_and_its_fineness():
    rows = np.random.default_rng(1).integers(0, 255, (300, 70, 3), dtype=np.uint8)
    stream = BytesIO()
    write_rows(stream, (70, 300), 300.0, (rows[:256], rows[256:]))
    image = QImage.fromData(stream.getvalue(), "PNG").convertToFormat(QImage.Format.Format_RGB888)
    read = np.frombuffer(image.constBits(), np.uint8).reshape(300, image.bytesPerLine())[:, :210]
    assert np.array_equal(read.reshape(300, 70, 3), rows)
    assert image.dotsPerMeterX() == image.dotsPerMeterY() == 11811


class _Stopped:
    def step(self, done: float, text: str = "") -> None:
        if done > 0.5 and not text:
            raise Cancelled


@pytest.mark.parametrize("write", [write_png, write_tif])
def test_a_picture_stopped_between_bands_leaves_the_old_file_and_nothing_else(tmp_path: Path, write):
    target = tmp_path / "sheet"
    target.write_bytes(b"old")
    publication = Publication.prepare(specimens.document(), specimens.datasets(), Audience.INTERNAL, Language.FR_NL)
    with pytest.raises(Cancelled):
        write(publication, specimens.sheet(), target, printed=specimens.PRINTED, dpi=60, progress=_Stopped())
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
