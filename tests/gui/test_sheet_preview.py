"""Sheets in the window: made from the view, laid out for an audience, written and printed as seen."""

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QComboBox

from bnip.sheet import Sheet
from cartoviewer.export.publication import Publication
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from cartoviewer.ui.audience_choice import AudienceChoice
from cartoviewer.ui.left_out import left_out
from cartoviewer.ui.sheet_framing import framed, new_sheet, round_scale
from cartoviewer.ui.sheet_output import file_stem
from cartoviewer.ui.sheet_preview import SheetPreview
from cartoviewer.ui.task_runner import TaskRunner
from layers.crs import LAMBERT_72, LAMBERT_2008, transform_point
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Texts

PLACE = (147_640.0, 169_330.0)
VIEW = MapView(PLACE, 8_000.0, (300.0, 200.0))


@pytest.fixture
def preview(qtbot, open_session, theme, clock):
    tasks = TaskRunner()
    widget = SheetPreview(open_session, theme, tasks, lambda: VIEW, clock)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(
        lambda: widget.composition is not None and widget.stage.canvas.image is not None, timeout=60_000
    )
    yield widget
    widget.close_down()
    tasks.close()


def test_a_new_sheet_shows_what_the_map_shows_at_a_round_scale(open_session):
    sheet = new_sheet(open_session.document, VIEW, "situation_a4")
    width_mm, height_mm = sheet_template("situation_a4").map.box[2:]
    assert sheet.centre == PLACE
    assert sheet.scale == round_scale(sheet.scale)
    assert width_mm * sheet.scale * 1.02 >= VIEW.size_mm[0] * VIEW.scale
    assert height_mm * sheet.scale * 1.02 >= VIEW.size_mm[1] * VIEW.scale
    assert sheet.names == open_session.document.operation.names


def test_a_view_in_lambert_2008_frames_the_same_ground(open_session):
    centre = transform_point(*PLACE, LAMBERT_72, LAMBERT_2008)
    sheet = open_session.document.of(Sheet)[0]
    assert framed(sheet, MapView(centre, 8_000.0, (300.0, 200.0), LAMBERT_2008)).centre == pytest.approx(
        PLACE, abs=0.2
    )


@pytest.mark.parametrize(("scale", "expected"), [(4_900, 5_000), (5_050, 5_000), (5_200, 7_500), (9e9, 200_000)])
def test_a_scale_is_rounded_to_one_that_maps_are_printed_at(scale, expected):
    assert round_scale(scale) == expected


def test_the_exercise_s_sheets_are_listed_and_the_first_is_laid_out(preview, open_session):
    assert preview.list.list.count() == len(open_session.document.of(Sheet))
    assert preview.composition.exercise
    assert preview.stage.canvas.image.width() > 100


def test_another_audience_is_told_what_it_does_not_see_and_gets_another_marking(qtbot, preview):
    assert preview.composition.marking is Sensitivity.AMBER_STRICT
    preview.findChild(AudienceChoice).choose(Audience.PUBLIC)
    qtbot.waitUntil(lambda: preview.composition.marking is Sensitivity.CLEAR, timeout=60_000)
    told = preview.findChild(AudienceChoice)._told.text()
    assert "Caméras temporaires" in told
    assert "Sites ANPR" in told


def test_partners_lose_the_fields_that_are_stricter_than_their_layer(open_session):
    document, datasets = open_session.document, open_session.datasets
    publication = Publication.prepare(document, datasets, Audience.PUBLIC, Language.FR)
    partners = Publication.prepare(document, datasets, Audience.PARTNERS, Language.FR)
    internal = Publication.prepare(document, datasets, Audience.INTERNAL, Language.FR)
    assert len(left_out(document, datasets, publication).layers) > len(
        left_out(document, datasets, partners).layers
    )
    assert left_out(document, datasets, internal).lines(Texts(Language.EN)) == (
        "This audience sees everything on the map.",
    )


def test_a_scale_that_is_typed_is_one_edit_and_undo_brings_it_back(qtbot, preview, open_session):
    sheet = preview.sheet
    scale = next(box for box in preview.findChildren(QComboBox) if box.accessibleName() == "Échelle")
    scale.setEditText("1:12 500")
    scale.lineEdit().editingFinished.emit()
    assert preview.sheet.scale == 12_500
    open_session.undo()
    assert preview.sheet == sheet


def test_a_sheet_may_be_printed_in_greys_which_is_one_edit(qtbot, preview, open_session):
    boxes = {box.accessibleName(): box for box in preview.findChildren(QComboBox)}
    ink = boxes[open_session.texts("Printing")]
    assert ink.currentText() == open_session.texts("In colour")
    sheet = preview.sheet
    ink.setCurrentIndex(1)
    ink.activated.emit(1)
    qtbot.waitUntil(lambda: preview.composition.monochrome, timeout=60_000)
    open_session.undo()
    assert preview.sheet == sheet
    assert ink.currentText() == open_session.texts("In colour")


def test_a_new_sheet_is_shown_at_once(qtbot, preview, open_session):
    before = len(open_session.document.of(Sheet))
    preview.make_new()
    assert len(open_session.document.of(Sheet)) == before + 1
    assert preview.sheet.centre == PLACE


def test_the_pdf_is_the_sheet_that_is_shown(qtbot, preview, tmp_path: Path):
    path = tmp_path / "sheet.pdf"
    width, height = preview.composition.page_mm
    preview.write_to(path)
    qtbot.waitUntil(path.exists, timeout=60_000)
    with pikepdf.open(path) as pdf:
        box = [float(side) for side in pdf.pages[0].MediaBox]
    assert box[2] == pytest.approx(width / 25.4 * 72, abs=0.5)
    assert box[3] == pytest.approx(height / 25.4 * 72, abs=0.5)


def test_a_file_s_name_says_exercise_and_for_whom(open_session):
    publication = Publication.prepare(open_session.document, open_session.datasets, Audience.PARTNERS, Language.FR)
    stem = file_stem(open_session.document.of(Sheet)[0], publication, Texts(Language.FR))
    assert stem.startswith("EXERCICE")
    assert stem.endswith("partners")
    assert not set(stem) & set('<>:"/\\|?*')
