"""A sheet of an atlas says at the edges of its frame which sheets lie beyond them."""

import msgspec
import pytest

from cartoviewer.document.document import MapDocument
from cartoviewer.scene.composition import compose
from cartoviewer.scene.framing_series import numbered, over_grid
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.neighbours import Side
from cartoviewer.scene.typesetting import TextBlock
from resources.texts import Language, Names
from tests import sheet_specimens as specimens
from tests.unit.test_sheet_composition import rectangle


def atlas(**changes) -> MapDocument:
    made = numbered(over_grid(specimens.sheet("bnip_a3", scale=5_000.0, **changes), 3, 3))
    others = {record.id: record for record in specimens.document() if not record.id.startswith("sheet-")}
    return MapDocument(others | {sheet.id: sheet for sheet in made})


def composed(document: MapDocument, number: int) -> SheetComposition:
    (sheet,) = (one for one in document if getattr(one, "number", None) == number and hasattr(one, "template"))
    return compose(document, specimens.datasets(), sheet, Language.FR, specimens.PRINTED)


def arrows(composition: SheetComposition) -> dict[str, TextBlock]:
    signs = tuple(side.value for side in Side)
    return {block.lines[0]: block for block, _ in composition.map.coordinates if block.lines[0].startswith(signs)}


def test_the_middle_sheet_of_nine_leads_to_the_four_around_it():
    found = arrows(composed(atlas(), 5))
    x, y, width, height = composed(atlas(), 5).map.box
    # Beside the frame the words are turned: what points up there points to the left on the page.
    assert sorted(found) == sorted(["▲ 2", "▼ 8", "▲ 4", "▼ 6"])
    assert found["▲ 2"].y_mm < y
    assert found["▼ 8"].y_mm >= y + height
    assert found["▲ 4"].x_mm < x
    assert found["▼ 6"].x_mm >= x + width


def test_a_corner_sheet_leads_to_two():
    assert sorted(arrows(composed(atlas(), 1))) == ["▼ 2", "▼ 4"]


def test_a_sheet_without_words_is_not_led_to():
    document = atlas()
    records = {record.id: record for record in document}
    hidden = next(one for one in document if getattr(one, "number", None) == 2 and hasattr(one, "template"))
    records[hidden.id] = msgspec.structs.replace(hidden, names=Names())
    assert "▲ 2" not in arrows(composed(MapDocument(records), 5))


@pytest.mark.parametrize("squares", [False, True])
def test_arrows_keep_away_from_coordinates_and_squares(squares: bool):
    composition = composed(atlas(search_grid=squares), 5)
    flat = [(block.lines[0], rectangle(block)) for block, angle in composition.map.coordinates if not angle]
    signs = (Side.NORTH.value, Side.SOUTH.value)
    for text, (x, y, w, h) in flat:
        for other, (left, top, across, down) in flat:
            if text.startswith(signs) and other != text:
                apart = x + w <= left or left + across <= x or y + h <= top or top + down <= y
                assert apart, (text, other)


def test_a_sheet_that_is_alone_has_no_arrows():
    composition = compose(
        specimens.document(),
        specimens.datasets(),
        specimens.sheet("bnip_a3"),
        Language.FR,
        specimens.PRINTED,
    )
    assert not arrows(composition)
