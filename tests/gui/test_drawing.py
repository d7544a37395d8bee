"""Drawing with the real tools: forms, typed lengths, snapping, corners, several at once, layers, the clipboard."""

from math import hypot
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from bnip.drawing import Arrows, Caption, DrawingLayer, Form, Measurement, Photograph, Shape
from bnip.geometry.outlines import ray, sector
from bnip.incident import Incident, Mark, Route
from bnip.record import Place, State
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.changes import put
from cartoviewer.document.drawings import path_of
from cartoviewer.document.edit import Label
from cartoviewer.ui.drawing_rows import EYE, LOCK, Grouping
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.photograph_strip import read_photograph
from layers.errors import Problem
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts
from tests.gui.test_tools import LEFT, click, drag
from tests.gui.window_specimens import MIDDLE, wait_for_picture

ENGLISH = Texts(Language.EN)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
X, Y = MIDDLE


def key(window: MainWindow, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.canvas, key, modifier)


def enter(window: MainWindow, text: str) -> None:
    QTest.keyClicks(window.canvas, text)
    key(window, Qt.Key.Key_Return)


def last_label(window: MainWindow) -> str:
    return window.session.undo_label.write(ENGLISH)


def put_in(window: MainWindow, *records) -> None:
    window.session.do(Label("x"), *(put(window.session.document, record) for record in records))


def line(record_id="line", dy=0.0, **more) -> Shape:
    return Shape(id=record_id, form=Form.LINE, path=((X - 200, Y + dy), (X + 200, Y + dy)), **more)


def square(record_id="square", dx=0.0, side=100.0) -> Shape:
    path = ((X + dx, Y), (X + dx + side, Y), (X + dx + side, Y + side), (X + dx, Y + side), (X + dx, Y))
    return Shape(id=record_id, form=Form.RECTANGLE, path=path)


def test_a_line_is_drawn_by_lengths_and_bearings_that_are_typed(window: MainWindow, pixel):
    window.tools.take_shape()
    click(window.canvas, pixel(X - 100, Y))
    enter(window, "120 m @ 90")
    enter(window, "@0")
    enter(window, "50@0")
    key(window, Qt.Key.Key_Return)
    (shape,) = window.session.document.of(Shape)
    first, second, *_, last = shape.path
    assert second == pytest.approx((first[0] + 120, first[1]), abs=0.002)
    assert last[0] == pytest.approx(second[0], abs=0.01)
    assert window.session.selection == (shape.id,)
    assert last_label(window) == "Drew Line"
    assert window.tools.in_hand == "select"


def test_coordinates_of_any_system_set_a_point_from_the_strip(window: MainWindow):
    window.tools.take_shape()
    window.tools.shape.take_form(Form.POINT)
    assert window.tools.shape.enter("149000 170000")
    (shape,) = window.session.document.of(Shape)
    assert shape.path == ((149_000.0, 170_000.0),)
    assert not window.tools.shape.enter("somewhere")


@pytest.mark.parametrize(
    ("form", "clicks"),
    [
        (Form.POINT, [(0, 0)]),
        (Form.RECTANGLE, [(-150, -50), (30, 60)]),
        (Form.CIRCLE, [(-150, -50), (-50, -50)]),
        (Form.SECTOR, [(-150, -50), (-150, 50), (-50, -50)]),
    ],
)
def test_forms_of_a_few_points_end_by_themselves(window: MainWindow, pixel, form, clicks):
    window.tools.snapper.switch(on=False)
    window.tools.take_shape()
    window.tools.shape.take_form(form)
    for dx, dy in clicks:
        click(window.canvas, pixel(X + dx, Y + dy))
    (shape,) = window.session.document.of(Shape)
    assert shape.form is form
    if form is Form.SECTOR:
        assert (shape.from_deg, shape.to_deg) == pytest.approx((0.0, 90.0), abs=1.5)
    if form is Form.RECTANGLE:
        assert path_of(shape)[2] == pytest.approx((X + 30, Y + 60), abs=1.5)


def test_a_polygon_an_arrow_and_a_hand_drawn_line_each_are_one_edit(window: MainWindow, pixel):
    window.tools.snapper.switch(on=False)
    before = len(window.session.dossier.log)
    for form in (Form.POLYGON, Form.ARROW):
        window.tools.take_shape()
        window.tools.shape.take_form(form)
        for dx, dy in ((-150, 0), (-50, 0), (-50, 80)):
            click(window.canvas, pixel(X + dx, Y + dy))
        key(window, Qt.Key.Key_Return)
    window.tools.take_shape()
    window.tools.shape.take_form(Form.FREEHAND)
    start = pixel(X - 200, Y - 150)
    QTest.mousePress(window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 60):
        QTest.mouseMove(window.canvas, start + QPoint(4 * step, (step % 2)))
    QTest.mouseRelease(window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(240, 0))
    polygon, arrow, hand = window.session.document.of(Shape)
    assert path_of(polygon)[0] == path_of(polygon)[-1]
    assert arrow.arrows is Arrows.END
    assert 2 <= len(hand.path) < 12
    assert len(window.session.dossier.log) == before + 3


def test_a_zone_has_any_form_and_keeps_its_kind(window: MainWindow, pixel):
    window.tools.take_zone()
    window.tools.zone.choose(ZoneKind.EVACUATION)
    window.tools.zone.take_form(Form.POLYGON)
    for dx, dy in ((-150, 0), (-50, 0), (-50, 80)):
        click(window.canvas, pixel(X + dx, Y + dy))
    key(window, Qt.Key.Key_Return)
    (zone,) = window.session.document.of(Zone)
    assert (zone.zone, zone.basis, zone.centre) == (ZoneKind.EVACUATION, "drawn", None)


def test_a_point_snaps_to_a_corner_of_a_layer_unless_shift_is_held_or_it_is_switched_off(window: MainWindow, pixel):
    corner, near = (X + 100, Y), pixel(X + 104, Y - 3)
    for suspended, expected in ((False, corner), (True, None)):
        window.tools.take_shape()
        window.tools.shape.take_form(Form.POINT)
        click(window.canvas, near, SHIFT if suspended else Qt.KeyboardModifier.NoModifier)
        shape = window.session.document.of(Shape)[-1]
        assert (shape.path[0] == expected) is not suspended
    window.tools.switch_snapping()
    assert not window.commands.actions["snap"].isChecked()
    window.tools.take_shape()
    click(window.canvas, near)
    assert window.session.document.of(Shape)[-1].path[0] != corner


def test_a_measurement_is_kept_and_written_in_the_language_of_the_reader(window: MainWindow, pixel):
    window.tools.take_distance()
    click(window.canvas, pixel(X, Y))
    click(window.canvas, pixel(X + 100, Y))
    window.tools.distance.keep()
    (kept,) = window.session.document.of(Measurement)
    assert kept.metres == pytest.approx(100, abs=1.5)
    assert last_label(window).startswith("Kept a measurement: ")


def test_a_text_stands_on_the_map_and_waits_for_its_words(window: MainWindow, pixel):
    window.tools.take_caption()
    click(window.canvas, pixel(X - 100, Y - 100))
    (caption,) = window.session.document.of(Caption)
    assert window.session.selection == (caption.id,)
    assert window.panels.inspector._record._ids == (caption.id,)


def test_corners_are_moved_added_and_removed_each_as_one_edit(window: MainWindow, pixel):
    window.tools.snapper.switch(on=False)
    put_in(window, square())
    QTest.mouseDClick(window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, pixel(X + 50, Y))
    assert window.tools.in_hand == "corners"
    drag(window.canvas, pixel(X + 100, Y + 100), pixel(X + 140, Y + 120))
    moved = window.session.document.get("square")
    assert moved.path[2] == pytest.approx((X + 140, Y + 120), abs=2)
    assert moved.form is Form.POLYGON
    assert last_label(window) == "Corner of Polygon moved"
    drag(window.canvas, pixel(X, Y + 50), pixel(X - 60, Y + 50))
    assert len(window.session.document.get("square").path) == 6
    click(window.canvas, pixel(X - 60, Y + 50))
    key(window, Qt.Key.Key_Delete)
    assert len(window.session.document.get("square").path) == 5
    assert last_label(window) == "Corner of Polygon removed"
    key(window, Qt.Key.Key_Escape)
    assert window.tools.in_hand == "select"
    for _ in range(3):
        window.undo()
    assert window.session.document.get("square") == square()


def test_the_radius_of_a_round_zone_is_pulled_or_typed(window: MainWindow, pixel):
    window.tools.take_zone()
    click(window.canvas, pixel(X - 200, Y - 100), SHIFT)
    key(window, Qt.Key.Key_Escape)
    window.tools.zone.enter(f"{X - 200} {Y - 100}")
    window.tools.zone.enter("80")
    (zone,) = window.session.document.of(Zone)
    assert zone.radius_m == 80.0
    window.tools.take_corners()
    assert window.tools.corners.enter("120")
    zone = window.session.document.get(zone.id)
    assert zone.radius_m == 120.0
    assert all(hypot(x - X + 200, y - Y + 100) == pytest.approx(120, abs=0.01) for x, y in zone.outline)
    assert last_label(window) == "Red zone (exclusion perimeter): radius now 120 m"


def test_a_symbol_is_turned_by_its_handle(window: MainWindow, pixel):
    window.session.select("post")
    window.tools.take_corners()
    away = 12.0 * 5.0
    drag(window.canvas, pixel(X + 200, Y + 100 + away), pixel(X + 200 + away, Y + 100))
    assert window.session.document.get("post").direction_deg == pytest.approx(90.0, abs=2)


def test_shift_and_a_box_select_several_and_they_move_together(window: MainWindow, pixel):
    click(window.canvas, pixel(X, Y))
    click(window.canvas, pixel(X + 200, Y + 100), SHIFT)
    assert window.session.selection == ("incident", "post")
    window.session.select()
    QTest.mousePress(window.canvas, LEFT, CONTROL, pixel(X - 60, Y - 60))
    QTest.mouseMove(window.canvas, pixel(X + 100, Y + 100))
    QTest.mouseMove(window.canvas, pixel(X + 250, Y + 150))
    QTest.mouseRelease(window.canvas, LEFT, CONTROL, pixel(X + 250, Y + 150))
    assert set(window.session.selection) == {"incident", "post"}
    length = len(window.session.dossier.log)
    drag(window.canvas, pixel(X, Y), pixel(X, Y) + QPoint(50, 0))
    assert len(window.session.dossier.log) == length + 1
    assert last_label(window) == "Moved 2 objects"


def test_what_is_locked_is_neither_moved_nor_deleted_nor_edited(window: MainWindow, pixel):
    click(window.canvas, pixel(X, Y))
    window.drawing_edits.switch_lock()
    locked = window.session.document
    drag(window.canvas, pixel(X, Y), pixel(X, Y) + QPoint(50, 0))
    window.drawing_edits.delete_selected()
    window.tools.take_corners()
    assert window.tools.corners.record is None
    assert window.session.document is locked
    window.drawing_edits.switch_lock()
    assert not window.session.document.get("incident").locked


def test_what_is_cut_joins_again_and_both_are_edits(window: MainWindow, pixel):
    window.tools.snapper.switch(on=False)
    put_in(window, square())
    window.session.select("square")
    window.tools.take_split()
    click(window.canvas, pixel(X + 50, Y - 30))
    click(window.canvas, pixel(X + 50, Y + 130))
    key(window, Qt.Key.Key_Return)
    pieces = window.session.document.of(Shape)
    assert len(pieces) == 2
    assert last_label(window) == "Cut Rectangle"
    window.drawing_edits.join()
    (whole,) = window.session.document.of(Shape)
    assert whole.id in {piece.id for piece in pieces}
    window.undo()
    window.undo()
    assert window.session.document.get("square") == square()


def test_a_buffer_and_a_parallel_have_the_distance_that_is_typed(window: MainWindow):
    put_in(window, line())
    window.session.select("line")
    window.tools.take_buffer()
    assert window.tools.buffer.enter("25 m")
    assert last_label(window) == "Buffer of 25 m around Line"
    window.session.select("line")
    window.tools.take_parallel()
    assert window.tools.parallel.enter("10")
    beside = window.session.document.of(Shape)[-1]
    assert beside.path == ((X - 200, Y + 10.0), (X + 200, Y + 10.0))


def test_copies_are_new_records_and_may_go_to_another_dossier(window: MainWindow, qtbot):
    put_in(window, line(layer="gone"))
    window.session.select("line", "incident")
    window.drawing_edits.copy_selected()
    window.drawing_edits.delete_selected()
    window.drawing_edits.paste()
    pasted = window.session.selected
    assert {type(record) for record in pasted} == {Shape, Incident}
    assert "line" not in window.session.selection
    shape = next(record for record in pasted if isinstance(record, Shape))
    assert shape.path == line().path
    assert shape.layer == ""
    window.drawing_edits.duplicate()
    copy = next(record for record in window.session.selected if isinstance(record, Shape))
    assert copy.path[0][0] > shape.path[0][0]
    window.undo()
    window.undo()
    assert not window.session.document.of(Shape)


def test_what_is_no_drawing_is_refused_from_the_clipboard(window: MainWindow, qapp):
    before = window.session.document
    qapp.clipboard().setText("hello")
    window.drawing_edits.paste()
    assert window.session.document is before


def test_several_are_aligned_and_turned_as_one_edit(window: MainWindow):
    window.session.select("incident", "post")
    window.drawing_edits.align_north()
    assert window.session.document.get("incident").place.y == Y + 100
    assert last_label(window) == "Aligned 2 drawings"
    window.drawing_edits.turn_right()
    assert last_label(window) == "Turned 2 drawings"
    assert window.session.document.get("post").direction_deg == 15.0


def test_several_are_changed_together_in_the_inspector(window: MainWindow):
    put_in(window, Mark(id="m2", place=Place(X - 50, Y - 50), symbol="cmd.pma"))
    window.session.select("post", "m2")
    form = window.panels.inspector._record
    rows = {field.path: editor for field, _, editor in form._rows}
    assert not any(path.startswith("names") for path in rows)
    length = len(window.session.dossier.log)
    rows["state"].committed.emit(State.PLANNED)
    assert len(window.session.dossier.log) == length + 1
    assert {window.session.document.get(each).state for each in ("post", "m2")} == {"planned"}
    assert last_label(window) == "2 drawings – State: Planned"
    rows["symbol"].committed.emit("cmd.cpops")
    assert {window.session.document.get(each).symbol for each in ("post", "m2")} == {"cmd.cpops"}


def test_a_moment_and_a_place_are_read_as_people_write_them_and_nonsense_stays_to_be_corrected(window: MainWindow):
    window.session.select("incident")
    rows = {field.path: editor for field, _, editor in window.panels.inspector._record._rows}
    rows["occurred"].setText("23/11/2026 14:05")
    rows["occurred"]._finish()
    assert ENGLISH.moment(window.session.document.get("incident").occurred) == "23/11/2026 14:05"
    before = window.session.document
    rows["occurred"].setText("yesterday")
    rows["occurred"]._finish()
    assert window.session.document is before
    assert rows["occurred"].text() == "yesterday"
    rows["place"].setText("149000 170000")
    rows["place"]._finish()
    assert window.session.document.get("incident").place.point == (149_000.0, 170_000.0)


def test_a_photograph_is_kept_small_and_without_what_a_camera_writes(window: MainWindow, tmp_path: Path, qtbot):
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.setText("Description", "50.846 N 4.352 E")
    path = tmp_path / "front.jpg"
    assert image.save(str(path))
    assert b"50.846" in path.read_bytes()
    photograph = read_photograph(path, "p")
    assert max(photograph.width_px, photograph.height_px) == 1280
    assert b"50.846" not in photograph.jpeg
    assert b"Exif" not in photograph.jpeg
    window.session.select("incident")
    strip = window.panels.inspector._record._photographs
    strip.add(path)
    qtbot.waitUntil(lambda: bool(window.session.document.of(Photograph)))
    (kept,) = window.session.document.of(Photograph)
    assert window.session.document.get("incident").photographs == (kept.id,)
    assert last_label(window) == "Photograph added to Fire"
    strip._list.itemActivated.emit(strip._list.item(0))
    assert window.session.selection == (kept.id,)
    assert not window.panels.inspector._record._picture.pixmap().isNull()
    window.session.select("incident")
    strip._list.setCurrentRow(0)
    strip.remove_chosen()
    assert not window.session.document.of(Photograph)


def test_one_photograph_goes_to_several_and_stays_until_the_last_has_lost_it(
    window: MainWindow, tmp_path: Path, qtbot
):
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    path = tmp_path / "quay.png"
    assert image.save(str(path))
    strict = msgspec.structs.replace(window.session.document.get("post"), sensitivity=Sensitivity.AMBER)
    put_in(window, strict)
    window.session.select("incident", "post")
    strip = window.panels.inspector._record._photographs
    strip.add(path)
    qtbot.waitUntil(lambda: bool(window.session.document.of(Photograph)))
    (kept,) = window.session.document.of(Photograph)
    assert kept.sensitivity is Sensitivity.AMBER
    assert last_label(window) == "Photograph added to 2 drawings"
    assert strip._list.count() == 1
    window.session.select("post")
    strip._list.setCurrentRow(0)
    strip.remove_chosen()
    assert window.session.document.get("post").photographs == ()
    assert window.session.document.of(Photograph) == (kept,)
    window.session.select("incident")
    strip._list.setCurrentRow(0)
    strip.remove_chosen()
    assert not window.session.document.of(Photograph)


def test_what_is_no_picture_is_refused_with_a_reason(tmp_path: Path):
    path = tmp_path / "note.jpg"
    path.write_text("not a picture")
    with pytest.raises(Problem, match="not a picture"):
        read_photograph(path, "p")


def test_the_list_shows_every_drawing_filters_groups_and_follows_the_selection(window: MainWindow, qtbot):
    put_in(window, line(names=Names("Barrage", "Versperring", "Road block")), square())
    window.panels.show_drawings()
    listed = window.panels.drawings
    listed.refresh()
    assert listed.rows.count() == 4
    listed._filter.setText("block")
    assert listed.rows.count() == 1
    listed._filter.setText("")
    for grouping in Grouping:
        listed.rows.grouping = grouping
        listed.refresh()
        assert listed.rows.count() == 4
    window.session.select("line")
    listed.refresh()
    assert [listed.rows.record_at(index).id for index in listed.view.selectionModel().selectedRows()] == ["line"]
    index = listed.rows.index_of("square")
    flags = QItemSelectionModel.SelectionFlag
    listed.view.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
    assert window.session.selection == ("square",)


def test_eye_and_lock_of_the_list_are_edits(window: MainWindow):
    put_in(window, line())
    window.panels.show_drawings()
    listed = window.panels.drawings
    listed.refresh()
    listed._on_click(listed.rows.index_of("line").siblingAtColumn(EYE))
    assert window.session.document.get("line").hidden
    assert last_label(window) == "Hid Line"
    listed._on_click(listed.rows.index_of("line").siblingAtColumn(LOCK))
    assert window.session.document.get("line").locked


def test_a_drawing_layer_is_made_drawn_on_hidden_and_deleted_with_its_drawings_kept(
    window: MainWindow, pixel, qtbot
):
    window.panels.show_drawings()
    listed = window.panels.drawings
    listed.add_layer()
    (layer,) = window.session.document.of(DrawingLayer)
    assert window.session.drawing_layer == layer.id
    window.tools.take_shape()
    window.tools.shape.take_form(Form.POINT)
    click(window.canvas, pixel(X - 150, Y - 120))
    (shape,) = window.session.document.of(Shape)
    assert shape.layer == layer.id
    put_in(window, msgspec.structs.replace(layer, visible=False))
    wait_for_picture(qtbot, window.canvas)
    before = window.session.selection
    click(window.canvas, pixel(*shape.path[0]))
    assert window.session.selection != before or shape.id not in window.session.selection
    listed.refresh()
    row = next(
        listed.rows.index(place, 0)
        for place in range(listed.rows.rowCount())
        if listed.rows.layer_at(listed.rows.index(place, 0)).id == layer.id
    )
    listed.view.setCurrentIndex(row)
    listed.delete_layer()
    assert not window.session.document.of(DrawingLayer)
    assert window.session.document.get(shape.id).layer == ""
    assert window.session.drawing_layer == "drawings"


def test_a_great_paste_loses_nothing_and_leaves_the_window_alive(window: MainWindow, qtbot):
    records = [
        Mark(id=f"k{number}", place=Place(X + number % 100, Y + number // 100), symbol="cmd.cpops")
        for number in range(10_000)
    ]
    window.drawing_edits.put_copies(records)
    assert not window.session.can_edit
    qtbot.waitUntil(lambda: len(window.session.selection) == 10_000, timeout=20_000)
    assert len(window.session.document.of(Mark)) == 10_001
    assert len(window.session.selection) == 10_000
    assert last_label(window) == "Pasted 10000 drawings"
    window.undo()
    assert len(window.session.document.of(Mark)) == 1


def test_a_route_of_every_kind_can_become_another_kind(window: MainWindow):
    put_in(window, Route(id="way", path=((X, Y), (X + 100, Y)), symbol="line.evacroute"))
    window.session.select("way")
    rows = {field.path: editor for field, _, editor in window.panels.inspector._record._rows}
    rows["symbol"].committed.emit("line.cordon")
    assert window.session.document.get("way").symbol == "line.cordon"


def test_a_great_paste_that_is_stopped_too_late_is_there_and_the_window_edits_on(window: MainWindow, qtbot):
    records = [Mark(id=f"k{number}", place=Place(X + number, Y), symbol="cmd.cpops") for number in range(600)]
    window.drawing_edits.put_copies(records)
    window.tasks.cancel_all()
    qtbot.waitUntil(lambda: window.session.can_edit, timeout=20_000)
    count = len(window.session.document.of(Mark))
    assert count in (1, 601)
    assert window.session.document == window.session.dossier.log.fold()
    put_in(window, line())
    assert window.session.document.get("line") is not None


def test_the_at_sign_of_azerty_is_typed_with_alt_gr(window: MainWindow, pixel):
    window.tools.take_shape()
    click(window.canvas, pixel(X - 100, Y))
    QTest.keyClicks(window.canvas, "80")
    QTest.keyClick(window.canvas, "@", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(window.canvas, "90")
    assert window.tools.shape.typed == "80@90"
    key(window, Qt.Key.Key_Escape)
    assert window.tools.shape.typed == ""
    assert len(window.tools.shape.corners) == 1


def test_the_letters_of_a_length_are_not_taken_for_shortcuts(window: MainWindow, pixel):
    window.tools.take_shape()
    click(window.canvas, pixel(X - 100, Y))
    QTest.keyClicks(window.canvas, "1 km @ 0")
    assert window.tools.in_hand == "shape"
    assert window.tools.shape.typed == "1 km @ 0"


def test_a_sector_is_opened_wider_by_either_side(window: MainWindow, pixel):
    window.tools.snapper.switch(on=False)
    centre = (X - 150, Y - 80)
    path = sector(centre, 150.0, 0.0, 60.0)
    put_in(
        window, Shape(id="s", form=Form.SECTOR, path=path, centre=centre, radius_m=150.0, from_deg=0.0, to_deg=60.0)
    )
    window.session.select("s")
    window.tools.take_corners()
    drag(window.canvas, pixel(*ray(centre, 150.0, 60.0)), pixel(*ray(centre, 120.0, 120.0)))
    wider = window.session.document.get("s")
    assert (wider.form, wider.from_deg, wider.radius_m) == (Form.SECTOR, 0.0, 150.0)
    assert wider.to_deg == pytest.approx(120.0, abs=1.0)
    assert last_label(window) == "Opening of Sector changed"
