"""The panel for series: frames on the map while one chooses, one edit in the end."""

import pytest

from bnip.sheet import Sheet
from resources.texts import Language, Texts


@pytest.fixture
def panel(qtbot, window):
    window.panels.show_series()
    panel = window.panels.series
    qtbot.waitUntil(panel.isVisible)
    return panel


def settled(qtbot, panel, count):
    qtbot.waitUntil(lambda: len(panel.frames.sheets) == count, timeout=10_000)


def test_frames_stand_on_the_map_before_anything_is_edited_and_become_sheets_in_one_edit(qtbot, window, panel):
    panel.objects.choose_layer("shelters")
    settled(qtbot, panel, 20)
    assert panel.frames.isVisible()
    assert not window.session.document.of(Sheet)
    panel.title_fr.setText("Abri")
    panel.title_fr.textEdited.emit("Abri")
    qtbot.waitUntil(lambda: panel.sheets and panel.sheets[0].names.fr.startswith("Abri – "), timeout=10_000)
    panel.lay()
    sheets = window.session.document.of(Sheet)
    assert [sheet.number for sheet in sheets] == list(range(1, 21))
    assert "20" in window.session.undo_label.write(Texts(Language.EN))
    window.session.undo()
    assert not window.session.document.of(Sheet)


def test_a_grid_around_the_middle_follows_the_map(qtbot, window, panel):
    panel.choose_way(2)
    panel.stretch.columns.setValue(2)
    panel.stretch.rows.setValue(2)
    settled(qtbot, panel, 4)
    first = panel.sheets[0].centre
    window.canvas.centre_on((151_000.0, 170_000.0))
    qtbot.waitUntil(
        lambda: panel.sheets and panel.sheets[0].centre[0] == pytest.approx(first[0] + 1000.0), timeout=10_000
    )


def test_a_series_that_cannot_be_laid_says_why_and_takes_its_frames_off(qtbot, window, panel):
    panel.objects.choose_layer("shelters")
    settled(qtbot, panel, 20)
    panel.objects.field.addItem("n", "n")
    panel.objects.field.setCurrentIndex(panel.objects.field.findData("n"))
    panel.objects.text.setText("nothing like it")
    panel.objects.text.textEdited.emit("nothing like it")
    qtbot.waitUntil(panel.refusal.isVisible, timeout=10_000)
    assert not panel.make.isEnabled()
    assert not panel.frames.isVisible()


def test_a_panel_put_away_leaves_no_frames_on_the_map(qtbot, window, panel):
    panel.objects.choose_layer("shelters")
    settled(qtbot, panel, 20)
    window.docks["series"].close()
    assert not panel.frames.isVisible()


def test_a_series_that_was_laid_offers_to_be_bound(qtbot, window, panel):
    told = []
    window.messages.told.connect(told.append)
    panel.objects.choose_layer("cameras")
    settled(qtbot, panel, 5)
    panel.lay()
    assert [offer.text for offer in told[-1].offers] == ["Show the sheet", "Bind the sheets…"]
