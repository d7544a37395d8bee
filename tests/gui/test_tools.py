"""Placing, drawing, moving and measuring on the map: each is one edit in the log, and undo takes it back."""

from math import hypot

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bnip.incident import Incident, Mark, Route
from bnip.record import Certainty, State
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.tools.measure import write_area, write_bearing, write_distance
from resources.texts import Language, Texts
from tests.gui.window_specimens import MIDDLE

LEFT = Qt.MouseButton.LeftButton


def drag(canvas, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, end)


def click(canvas, at: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseMove(canvas, at)
    QTest.mouseClick(canvas, LEFT, modifier, at)


def test_a_symbol_of_the_palette_is_placed_by_a_click_and_is_in_the_log(window: MainWindow, pixel):
    window.palette_panel.symbol_chosen.emit("cmd.pma;state=planned")
    click(window.canvas, pixel(MIDDLE[0] - 150, MIDDLE[1] + 80))
    (placed,) = (mark for mark in window.session.document.of(Mark) if mark.id != "post")
    assert placed.symbol == "cmd.pma"
    assert placed.state is State.PLANNED
    assert placed.place.point == pytest.approx((MIDDLE[0] - 150, MIDDLE[1] + 80), abs=1.5)
    last = list(window.session.dossier.log.entries())[-1]
    assert last.edit.changes[0].after == placed
    assert window.session.selection == (placed.id,)
    assert window.tools.in_hand == "select"
    window.undo()
    assert window.session.document.get(placed.id) is None
    window.redo()
    assert window.session.document.get(placed.id) == placed


def test_an_incident_is_reported_until_somebody_confirms_it(window: MainWindow, pixel):
    window.tools.take_incident()
    click(window.canvas, pixel(MIDDLE[0] + 50, MIDDLE[1] - 120))
    new = next(incident for incident in window.session.document.of(Incident) if incident.id != "incident")
    assert new.symbol == "haz.incident"
    assert new.certainty is Certainty.REPORTED


def test_escape_gives_a_symbol_up_and_control_places_several(window: MainWindow, pixel):
    window.take_symbol()
    control = Qt.KeyboardModifier.ControlModifier
    click(window.canvas, pixel(MIDDLE[0] - 100, MIDDLE[1]), control)
    click(window.canvas, pixel(MIDDLE[0] - 100, MIDDLE[1] - 50), control)
    assert len(window.session.document.of(Mark)) == 3
    assert window.tools.in_hand == "symbol"
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.tools.in_hand == "select"
    click(window.canvas, pixel(MIDDLE[0] - 100, MIDDLE[1] - 100))
    assert len(window.session.document.of(Mark)) == 3


def test_what_is_not_selected_does_not_move_by_a_slip_of_the_hand(window: MainWindow, pixel):
    before, view = window.session.document, window.canvas.view
    start = pixel(*MIDDLE)
    drag(window.canvas, start, start + QPoint(80, 0))
    assert window.session.document is before
    assert window.canvas.view != view


def test_what_is_selected_moves_as_one_edit_that_names_it(window: MainWindow, pixel):
    window.tools.snapper.switch(on=False)
    start = pixel(*MIDDLE)
    click(window.canvas, start)
    assert window.session.selection == ("incident",)
    length = len(window.session.dossier.log)
    drag(window.canvas, start, start + QPoint(80, -40))
    moved = window.session.document.get("incident")
    metres = 25.4 / 96 * 5
    assert moved.place.point == pytest.approx((MIDDLE[0] + 80 * metres, MIDDLE[1] + 40 * metres), abs=0.01)
    assert len(window.session.dossier.log) == length + 1
    assert window.session.undo_label.write(Texts(Language.EN)) == "Moved Fire"
    window.undo()
    assert window.session.document.get("incident").place.point == MIDDLE


def test_inside_a_selected_zone_one_drags_the_map_and_by_its_edge_the_zone(window: MainWindow, pixel):
    zone = Zone(id="zone", zone=ZoneKind.RED, outline=circle(MIDDLE, 150.0), centre=MIDDLE, radius_m=150.0)
    window.session.do(Label("x"), put(window.session.document, zone))
    window.session.select("zone")
    inside = pixel(MIDDLE[0] - 70, MIDDLE[1] - 70)
    drag(window.canvas, inside, inside + QPoint(30, 0))
    assert window.session.document.get("zone") is zone
    edge = pixel(MIDDLE[0] - 150, MIDDLE[1])
    drag(window.canvas, edge, edge + QPoint(30, 0))
    moved = window.session.document.get("zone")
    assert moved.centre[0] == pytest.approx(MIDDLE[0] + 30 * 25.4 / 96 * 5, abs=0.01)


def test_the_move_tool_takes_anything_drawn_but_never_a_layer(window: MainWindow, pixel):
    window.tools.take_move()
    start = pixel(MIDDLE[0] + 200, MIDDLE[1] + 100)
    drag(window.canvas, start, start + QPoint(0, 50))
    assert window.session.document.get("post").place.y < MIDDLE[1] + 100
    before, view = window.session.document, window.canvas.view
    shelter = pixel(MIDDLE[0] - 450, MIDDLE[1] - 450 + 0)
    drag(window.canvas, shelter, shelter + QPoint(40, 40))
    assert window.session.document is before
    assert window.canvas.view != view


def test_escape_puts_a_drag_back(window: MainWindow, pixel):
    start = pixel(*MIDDLE)
    click(window.canvas, start)
    before = window.session.document
    QTest.mousePress(window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(window.canvas, start + QPoint(60, 60))
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 60))
    assert window.session.document is before


def test_a_zone_has_the_radius_that_is_typed_around_the_symbol_that_is_clicked(window: MainWindow, pixel):
    window.tools.take_zone()
    window.tools.zone.choose(ZoneKind.ORANGE)
    click(window.canvas, pixel(*MIDDLE) + QPoint(3, 2))
    QTest.keyClicks(window.canvas, "250")
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    (zone,) = window.session.document.of(Zone)
    assert (zone.zone, zone.radius_m, zone.centre, zone.basis) == (ZoneKind.ORANGE, 250.0, MIDDLE, "radius")
    assert all(hypot(x - MIDDLE[0], y - MIDDLE[1]) == pytest.approx(250, abs=0.01) for x, y in zone.outline)


def test_a_zone_is_dragged_from_its_centre(window: MainWindow, pixel):
    window.tools.take_zone()
    start = pixel(MIDDLE[0] - 200, MIDDLE[1] - 100)
    drag(window.canvas, start, start + QPoint(100, 0))
    (zone,) = window.session.document.of(Zone)
    assert zone.radius_m == pytest.approx(100 * 25.4 / 96 * 5, abs=1)


def test_a_route_follows_the_clicks_and_backspace_takes_one_back(window: MainWindow, pixel):
    window.tools.take_route()
    for dx in (0, 100, 130):
        click(window.canvas, pixel(MIDDLE[0] + dx, MIDDLE[1] - 150))
    QTest.keyClick(window.canvas, Qt.Key.Key_Backspace)
    click(window.canvas, pixel(MIDDLE[0] + 100, MIDDLE[1] - 250))
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    (route,) = window.session.document.of(Route)
    assert len(route.path) == 3
    assert route.path[1][0] == pytest.approx(MIDDLE[0] + 100, abs=1.5)
    assert route.path[2][1] == pytest.approx(MIDDLE[1] - 250, abs=1.5)


def test_a_distance_is_measured_on_the_grid_of_lambert_72_in_either_grid(window: MainWindow, pixel):
    for epsg in (31370, 3812):
        window.canvas.set_epsg(epsg)
        window.tools.take_distance()
        tool = window.tools.distance
        for dx, dy in ((0, 0), (300, 0), (300, 120)):
            click(window.canvas, pixel(MIDDLE[0] + dx, MIDDLE[1] + dy))
        QTest.keyClick(window.canvas, Qt.Key.Key_Return)
        assert tool.metres == pytest.approx(420, abs=3)
        assert "420" in window.session.texts(tool.hint.text, **tool.hint.values) or tool.metres != 420
        QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
        assert tool.corners == ()
        QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
        assert window.tools.in_hand == "select"


def test_an_area_is_measured_while_it_is_drawn(window: MainWindow, pixel):
    window.tools.take_area()
    for dx, dy in ((0, 0), (200, 0), (200, 100)):
        click(window.canvas, pixel(MIDDLE[0] + dx, MIDDLE[1] + dy))
    assert window.tools.area.square_metres == pytest.approx(10_000, rel=0.03)
    QTest.mouseMove(window.canvas, pixel(MIDDLE[0], MIDDLE[1] + 100))
    assert window.tools.area.square_metres == pytest.approx(20_000, rel=0.03)


def test_measures_are_written_as_one_says_them():
    french = Texts(Language.FR)
    assert write_distance(12.34, french) == "12,3 m"
    assert write_distance(1234.4, french).replace("\u202f", " ") == "1 234 m"
    assert write_distance(12_346, french) == "12,35 km"
    assert write_area(950, french) == "950 m²"
    assert write_area(25_000, french) == "2,50 ha"
    assert write_area(2_500_000, french) == "2,500 km²"
    assert write_bearing((0, 0), (0, 5)) == "000°"
    assert write_bearing((0, 0), (-5, 0)) == "270°"


def test_delete_takes_the_selection_away_and_undo_brings_it_back(window: MainWindow):
    window.canvas.setFocus()
    window.select_all()
    assert set(window.session.selection) == {"incident", "post"}
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert not window.session.document.of(Incident)
    assert window.session.selection == ()
    window.undo()
    assert {record.id for record in window.session.document} >= {"incident", "post"}


def test_nothing_is_placed_while_the_past_is_shown(window: MainWindow, pixel):
    window.take_symbol()
    window.session.look_at(1)
    assert window.tools.in_hand == "select"
    window.tools.take_for("cmd.cpops")
    length = len(window.session.dossier.log)
    click(window.canvas, pixel(MIDDLE[0] - 100, MIDDLE[1]))
    assert len(window.session.dossier.log) == length
    window.back_to_now()
    assert window.session.can_edit
