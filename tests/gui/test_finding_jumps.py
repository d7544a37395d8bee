"""Every finding leads to what it speaks of: a place, a layer, a field of the sheet, or the sheet itself."""

import pytest
from PySide6.QtWidgets import QApplication

from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_checks import Finding
from resources.texts import Names
from tests.gui.window_specimens import MIDDLE


@pytest.fixture
def sheet(window):
    made = Sheet(id="sheet", template="bnip_a3", centre=MIDDLE, scale=5_000.0, names=Names("Un", "", ""))
    window.session.do(Label("Sheet"), put(window.session.document, made))
    return made


def test_a_place_is_brought_to_the_middle_of_the_map(window, sheet):
    there = (MIDDLE[0] + 700.0, MIDDLE[1] - 300.0)
    window.panels.show_finding(sheet, Finding("small-symbols", Note("small"), place=there))
    assert window.canvas.view.centre == pytest.approx(there)


def test_a_layer_is_chosen_in_the_list_of_layers(window, sheet):
    window.docks["layers"].close()
    window.panels.show_finding(sheet, Finding("scale", Note("not drawn"), layer="shelters"))
    assert window.docks["layers"].isVisible()
    assert [layer.id for layer in window.layers.chosen] == ["shelters"]


def test_a_field_of_the_sheet_has_the_keyboard(qtbot, window, sheet):
    window.panels.show_finding(sheet, Finding("translation", Note("missing"), field="names"))
    preview = next(one for one in QApplication.topLevelWidgets() if type(one).__name__ == "SheetPreview")
    assert preview.sheet.id == "sheet"
    focused = preview.focusWidget()
    assert focused is not None
    # The first of its languages that is empty.
    assert focused.text() == ""
    assert preview.settings.isAncestorOf(focused)
