"""The view of the crisis room: a clean map, limited to its audience, that follows the desk or stands for itself."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from bnip.incident import Mark
from bnip.operation import Operation, OperationKind, Phase
from bnip.record import Place
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.ui.banner import EXERCISE
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.projection import Follow
from cartoviewer.ui.projector import Projector
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from tests.gui.window_specimens import MIDDLE


@pytest.fixture
def projector(qtbot, window: MainWindow) -> Projector:
    """The view of the room beside the window, drawn."""
    window.commands.actions["projector"].trigger()
    opened = window.projector.projector
    assert opened is not None
    qtbot.waitExposed(opened)
    wait_for_room(qtbot, window)
    return opened


def wait_for_room(qtbot, window: MainWindow) -> None:
    """Wait until the room sees the document of now as its audience may see it."""

    def is_drawn() -> bool:
        opened, publication = window.projector.projector, window.projector.projection.publication
        picture = opened.map.picture if opened is not None else None
        return (
            publication is not None
            and not window.projector.projection.is_preparing
            and picture is not None
            and not opened.map.is_busy
            and picture.order.document is publication.document
            and picture.order.view == opened.map.view
        )

    qtbot.waitUntil(is_drawn, timeout=10_000)


def shown_layers(window: MainWindow) -> set[str]:
    publication = window.projector.projection.publication
    return {layer.id for layer in publication.document.layers} if publication is not None else set()


def do(window: MainWindow, *records) -> None:
    document = window.session.document
    window.session.do(Label("Changed"), *(put(document, record) for record in records))


def test_the_room_sees_what_partners_may_see_until_another_audience_is_chosen(qtbot, window, projector):
    assert window.projector.projection.audience is Audience.PARTNERS
    assert shown_layers(window) == {"ground", "shelters"}
    window.projector.projection.choose_audience(Audience.INTERNAL)
    wait_for_room(qtbot, window)
    assert shown_layers(window) == {"ground", "shelters", "cameras"}
    window.projector.projection.choose_audience(Audience.PUBLIC)
    assert projector.map.picture is None, "what was shown is gone before the new picture is there"
    wait_for_room(qtbot, window)
    assert shown_layers(window) == {"ground"}


def test_each_opening_begins_with_the_partners_again(qtbot, window, projector):
    window.projector.projection.choose_audience(Audience.INTERNAL)
    window.projector.close_projector()
    window.projector.switch_projector()
    wait_for_room(qtbot, window)
    assert window.projector.projection.audience is Audience.PARTNERS
    assert shown_layers(window) == {"ground", "shelters"}


def test_the_picture_of_the_room_holds_nothing_of_a_layer_above_its_audience(qtbot, window, projector):
    def picture() -> QImage:
        wait_for_room(qtbot, window)
        return projector.map.picture.image.copy()

    without = picture()
    cameras = window.session.document.get("cameras")
    assert isinstance(cameras, Layer)
    do(window, msgspec.structs.replace(cameras, visible=False))
    assert picture() == without
    window.projector.projection.choose_audience(Audience.INTERNAL)
    do(window, msgspec.structs.replace(cameras, visible=True))
    assert picture() != without


def test_an_edit_at_the_desk_is_seen_in_the_room(qtbot, window, projector):
    do(window, Mark(id="new", place=Place(*MIDDLE), symbol="cmd.cpops"))
    wait_for_room(qtbot, window)
    assert "new" in window.projector.projection.publication.document


def test_a_record_raised_above_the_audience_leaves_the_room(qtbot, window, projector):
    post = window.session.document.get("post")
    do(window, msgspec.structs.replace(post, sensitivity=Sensitivity.RED))
    wait_for_room(qtbot, window)
    assert "post" not in window.projector.projection.publication.document


def test_the_datasets_are_kept_from_edit_to_edit_so_that_nothing_is_read_twice(qtbot, window, projector):
    before = window.projector.projection.publication.datasets
    do(window, Mark(id="new", place=Place(*MIDDLE), symbol="cmd.cpops"))
    wait_for_room(qtbot, window)
    assert window.projector.projection.publication.datasets is before


def test_the_room_sees_all_the_ground_of_the_desk_and_follows_it_when_it_has_come_to_rest(qtbot, window, projector):
    def holds_all() -> bool:
        west, south, east, north = window.canvas.view.bounds
        left, bottom, right, top = projector.map.view.bounds
        return left <= west + 0.01 and bottom <= south + 0.01 and right >= east - 0.01 and top >= north - 0.01

    assert holds_all()
    window.canvas.centre_on((MIDDLE[0] + 3000, MIDDLE[1]))
    qtbot.waitUntil(lambda: projector.map.view.centre == window.canvas.view.centre)
    assert holds_all()
    projector.resize(700, 900)
    qtbot.waitUntil(holds_all)


def test_moving_the_map_of_the_room_gives_it_a_place_of_its_own(qtbot, window, projector):
    desk, scale = window.canvas.view, projector.map.view.scale
    QTest.keyClick(projector.map, Qt.Key.Key_Plus)
    assert projector.map.view.scale < scale
    assert window.projector.projection.follow is Follow.OWN
    assert (window.canvas.view.centre, window.canvas.view.scale) == (desk.centre, desk.scale)
    own = projector.map.view
    window.canvas.centre_on((MIDDLE[0] + 3000, MIDDLE[1]))
    window.canvas.rest_at_once()
    assert projector.map.view == own
    window.projector.here.click()
    assert projector.map.view.centre == window.canvas.view.centre


def test_a_held_picture_shows_no_edit_until_it_is_let_go(qtbot, window, projector):
    window.projector.projection.choose_follow(Follow.HELD)
    wait_for_room(qtbot, window)
    held = window.projector.projection.publication
    do(window, Mark(id="new", place=Place(*MIDDLE), symbol="cmd.cpops"))
    qtbot.wait(50)
    assert window.projector.projection.publication is held
    window.projector.projection.choose_follow(Follow.WINDOW)
    wait_for_room(qtbot, window)
    assert "new" in window.projector.projection.publication.document


def test_a_held_picture_may_still_be_narrowed_to_another_audience(qtbot, window, projector):
    window.projector.projection.choose_follow(Follow.HELD)
    do(window, Mark(id="new", place=Place(*MIDDLE), symbol="cmd.cpops"))
    window.projector.projection.choose_audience(Audience.PUBLIC)
    wait_for_room(qtbot, window)
    assert shown_layers(window) == {"ground"}
    assert "new" not in window.projector.projection.publication.document


def test_symbols_grow_and_the_ground_stays(qtbot, window, projector):
    window.projector.projection.choose_follow(Follow.OWN)
    bounds = projector.map.view.bounds
    projector.map.magnify(3.0)
    assert projector.map.view.bounds == pytest.approx(bounds)
    assert projector.map.pixels_per_mm == pytest.approx(3.0 * window.canvas.pixels_per_mm)


def test_an_exercise_is_told_to_every_audience_but_its_name_only_to_those_who_may_know_it(qtbot, window, projector):
    names = Names("Essai", "Proef", "Trial")
    secret = Operation(
        id="operation",
        operation=OperationKind.EXERCISE,
        names=names,
        phase=Phase.MUNICIPAL,
        sensitivity=Sensitivity.RED,
    )
    do(window, secret)
    wait_for_room(qtbot, window)
    assert projector.operation.words == EXERCISE
    window.projector.projection.choose_audience(Audience.INTERNAL)
    wait_for_room(qtbot, window)
    assert projector.operation.words == f"{EXERCISE} Trial Municipal phase"
    window.projector.projection.choose_language(Language.NL)
    wait_for_room(qtbot, window)
    assert projector.operation.words == f"{EXERCISE} Proef Gemeentelijke fase"


def test_the_past_of_the_desk_is_told_to_a_room_that_follows_and_spared_to_one_that_does_not(
    qtbot, window, projector
):
    assert projector.past.isHidden()
    window.session.look_at(1)
    wait_for_room(qtbot, window)
    assert not projector.past.isHidden()
    assert "2026" in projector.past.text()
    window.projector.projection.choose_follow(Follow.OWN)
    wait_for_room(qtbot, window)
    assert projector.past.isHidden()
    assert "post" in window.projector.projection.publication.document


def test_a_closed_dossier_leaves_nothing_on_the_screen_of_the_room(qtbot, window, projector):
    window.desk.close_dossier()
    assert projector.map.picture is None
    assert window.projector.projection.publication is None
    assert projector.operation.words == ""


def test_what_cannot_be_drawn_leaves_the_room_blank_and_is_told_at_the_desk(qtbot, window, projector):
    told: list[BaseException] = []
    projector.map.failed.connect(told.append)
    projector.map.failed.emit(OSError("the disk is gone"))
    assert projector.map.picture is None
    assert window.messages.told


def test_closing_the_window_of_the_room_puts_the_line_at_the_desk_away(window, projector):
    assert window.projector.isVisible()
    assert window.commands.actions["projector"].isChecked()
    projector.close()
    assert window.projector.projector is None
    assert window.projector.isHidden()
    assert not window.commands.actions["projector"].isChecked()


def test_escape_leaves_the_full_screen_and_not_the_view(window, projector):
    projector.switch_full_screen()
    assert projector.isFullScreen()
    QTest.keyClick(projector.map, Qt.Key.Key_Escape)
    assert not projector.isFullScreen()
    assert window.projector.projector is projector


def test_nothing_on_the_map_of_the_room_can_be_selected_or_changed(window, projector):
    document = window.session.document
    place = projector.map.pixel_of(MIDDLE).toPoint()
    QTest.mouseClick(projector.map, Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(projector.map, Qt.Key.Key_Delete)
    assert window.session.selection == ()
    assert window.session.document is document
