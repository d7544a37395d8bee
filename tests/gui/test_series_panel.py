"""The panel for series: frames on the map while one chooses, one edit in the end."""

import msgspec
import pytest

from bnip.drawing import Form, Shape
from bnip.layout import Layout
from bnip.series import PageOrder, Series
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.template import sheet_template
from resources.texts import Language, Names, Texts


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
    panel.look.title_fr.setText("Abri")
    panel.look.title_fr.textEdited.emit("Abri")
    qtbot.waitUntil(
        lambda: panel.relaid is not None and panel.relaid.sheets[0].names.fr.startswith("Abri – "), timeout=10_000
    )
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
    first = panel.relaid.sheets[0].centre
    window.canvas.centre_on((151_000.0, 170_000.0))
    qtbot.waitUntil(
        lambda: panel.relaid is not None and panel.relaid.sheets[0].centre[0] == pytest.approx(first[0] + 1000.0),
        timeout=10_000,
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


def told(qtbot, panel, words):
    qtbot.waitUntil(lambda: words in panel.told.text(), timeout=10_000)


def test_a_series_that_was_laid_is_at_hand_to_lay_again_and_is_not_laid_twice(qtbot, window, panel):
    panel.objects.choose_layer("cameras")
    settled(qtbot, panel, 5)
    panel.lay()
    (series,) = window.session.document.of(Series)
    assert panel.choice.series == series
    told(qtbot, panel, "as it would be laid now")
    assert not panel.make.isEnabled()
    panel.look.mgrs.setChecked(True)
    told(qtbot, panel, "0 new, 5 changed")
    panel.lay()
    sheets = window.session.document.of(Sheet)
    assert len(sheets) == 5
    assert all(sheet.mgrs and sheet.search_grid for sheet in sheets)
    assert "laid again" in window.session.undo_label.write(Texts(Language.EN))


def test_what_a_series_was_asked_to_be_is_shown_when_it_is_chosen(qtbot, window, panel):
    panel.objects.choose_layer("shelters")
    panel.objects.together.setChecked(True)
    panel.look.turn.setText("12,5")
    panel.look.turn.editingFinished.emit()
    panel.look.order.setCurrentIndex(panel.look.order.findData(PageOrder.WEST.value))
    panel.look.order.activated.emit(0)
    qtbot.waitUntil(lambda: panel.relaid is not None and panel.relaid.series.first.rotation == 12.5, timeout=10_000)
    panel.lay()
    (series,) = window.session.document.of(Series)
    panel.choice.choose("")
    panel.choose_way(2)
    panel.look.turn.setText("0")
    panel.look.turn.editingFinished.emit()
    panel.choice.choose(series.id)
    assert panel.page is panel.objects
    assert panel.objects.together.isChecked()
    assert panel.look.turn.text() == "12.5°"
    told(qtbot, panel, "as it would be laid now")
    assert panel.relaid.series == series


def test_sheets_whose_object_has_gone_are_crossed_out_before_they_go(qtbot, window, panel):
    panel.objects.choose_layer("shelters")
    settled(qtbot, panel, 20)
    panel.lay()
    layer = window.session.document.get("shelters")
    fewer = window.session.document.get("cameras").dataset
    window.session.do(
        Label("Other data"), put(window.session.document, msgspec.structs.replace(layer, dataset=fewer))
    )
    qtbot.waitUntil(lambda: panel.relaid is not None and bool(panel.relaid.gone), timeout=10_000)
    gone, sheets = len(panel.relaid.gone), len(panel.relaid.sheets)
    assert gone >= 15
    assert f"{gone} to be deleted" in panel.told.text()
    panel.choice.keep_gone.setChecked(True)
    qtbot.waitUntil(lambda: panel.relaid is not None and not panel.relaid.gone, timeout=10_000)
    panel.choice.keep_gone.setChecked(False)
    qtbot.waitUntil(lambda: panel.relaid is not None and len(panel.relaid.gone) == gone, timeout=10_000)
    panel.lay()
    assert len(window.session.document.of(Sheet)) == sheets


def test_a_series_is_deleted_with_its_sheets_by_one_edit(qtbot, window, panel):
    panel.objects.choose_layer("cameras")
    settled(qtbot, panel, 5)
    panel.lay()
    panel.choice.delete.click()
    assert not window.session.document.of(Sheet)
    assert not window.session.document.of(Series)
    assert panel.choice.series is None
    window.session.undo()
    assert len(window.session.document.of(Sheet)) == 5


def test_frames_turn_along_a_line_and_a_fixed_turn_is_then_not_asked_for(qtbot, window, panel):
    path = ((147_000.0, 168_000.0), (149_000.0, 172_000.0), (153_000.0, 173_000.0))
    line = Shape(id="line", form=Form.LINE, names=Names.same("Route"), path=path)
    window.session.do(Label("Drawn"), put(window.session.document, line))
    panel.choose_way(1)
    qtbot.waitUntil(lambda: panel.relaid is not None, timeout=10_000)
    assert panel.look.turn.isEnabled()
    panel.line.turned.setChecked(True)
    qtbot.waitUntil(lambda: len({s.rotation for s in panel.relaid.sheets}) > 1, timeout=10_000)
    assert not panel.look.turn.isEnabled()


def test_a_series_is_laid_on_a_layout_of_the_dossier_and_its_frames_are_of_that_map(qtbot, window, panel):
    arrangement = msgspec.structs.replace(sheet_template("bnip_a5"), papers=())
    layout = Layout(id="own", names=Names.same("Stations"), arrangement=arrangement)
    window.session.do(Label("Arranged"), put(window.session.document, layout))
    panel.look.paper.show_key("layout/own")
    panel.look.paper.activated.emit(0)
    panel.choose_way(2)
    panel.stretch.columns.setValue(1)
    panel.stretch.rows.setValue(1)
    settled(qtbot, panel, 1)
    west, _, east, _ = panel.frames.bounds
    assert (east - west) / 5_000 * 1000 == pytest.approx(arrangement.map.box[2])
    panel.lay()
    (sheet,) = window.session.document.of(Sheet)
    assert (sheet.template, sheet.layout) == ("bnip_a5", "own")
