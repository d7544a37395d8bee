"""The furniture of both sheets, around a map that holds little, as accepted pictures."""

import msgspec
import numpy as np
import pytest
from PySide6.QtGui import QImage

from bnip.operation import Operation
from cartoviewer.document.document import MapDocument
from cartoviewer.export.image import sheet_picture
from cartoviewer.scene.composition import compose
from resources.texts import Language
from tests import sheet_specimens as specimens
from tests.golden.conftest import Golden

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.golden]


def quiet_document() -> MapDocument:
    """The Region in an exercise: what a change of symbols or labels leaves as it is."""
    kept = [
        record for record in specimens.document() if isinstance(record, Operation) or record.id == "layer-region"
    ]
    return MapDocument({record.id: record for record in kept})


@pytest.mark.parametrize("language", [Language.FR_NL, Language.EN])
@pytest.mark.parametrize("template", ["situation_a4", "bnip_a3"])
def test_a_sheet_looks_as_accepted(golden: Golden, template: str, language: Language):
    composition = compose(
        quiet_document(), specimens.datasets(), specimens.sheet(template), language, specimens.PRINTED
    )
    golden(sheet_picture(composition, 60.0), f"sheet-{template}-{language.value.replace('+', '-')}")


def test_a_turned_sheet_with_both_grids_looks_as_accepted(golden: Golden):
    sheet = specimens.sheet("bnip_a5", rotation=35.0, mgrs=True, search_grid=True)
    composition = compose(quiet_document(), specimens.datasets(), sheet, Language.FR_NL, specimens.PRINTED)
    golden(sheet_picture(composition, 90.0), "sheet-bnip_a5-turned")


@pytest.mark.parametrize("template", ["situation_a4", "bnip_a3"])
def test_a_monochrome_sheet_has_no_colour_and_says_the_same(template: str):
    sheet = msgspec.structs.replace(specimens.sheet(template), monochrome=True)
    grey, coloured = (
        compose(specimens.document(), specimens.datasets(), one, Language.FR_NL, specimens.PRINTED)
        for one in (sheet, specimens.sheet(template))
    )
    picture = sheet_picture(grey, 60.0).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    pixels = rows[:, : picture.width() * 3].reshape(-1, 3).astype(np.int16)
    assert np.abs(pixels - pixels.mean(axis=1, keepdims=True)).max() <= 2
    assert len(np.unique(pixels[:, 0])) > 30
    assert [block.lines for block in grey.blocks] == [block.lines for block in coloured.blocks]


def test_the_words_across_the_map_hide_no_letter_and_no_symbol():
    """They lie beneath symbols and labels: what is wholly black stays so, with them as without."""

    def black(exercise: bool) -> int:
        changed = {"approved": None if exercise else specimens.PRINTED.date()}
        composition = compose(
            specimens.document(exercise=exercise),
            specimens.datasets(),
            specimens.sheet("bnip_a4", **changed),
            Language.FR_NL,
            specimens.PRINTED,
        )
        assert bool(composition.map.marks) is exercise
        x, y, width, height = (round(length * 6) for length in composition.map.box)
        picture = sheet_picture(composition, 6 * 25.4).convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
        return int((rows[y + 9 : y + height - 9, x + 9 : x + width - 9] < 8).sum())

    assert black(exercise=True) == pytest.approx(black(exercise=False), rel=0.003)
