"""From what is typed in the window to an incident, a sheet, a layer; and what is here."""

import shutil
from pathlib import Path

import pytest

from bnip.incident import Incident
from cartoviewer.document.layer import Layer
from cartoviewer.ui.address_dialog import AddressDialog
from cartoviewer.ui.index_dialog import IndexDialog
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.message_dialog import MessageDialog
from layers.gazetteer.found import FoundKind, Quality
from layers.gazetteer.index_file import INDEX_NAME, index_info
from tests.gazetteer_specimens import NOW, build_index, door_xy, write_best, write_names, write_streets


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_index(tmp_path_factory.mktemp("index"))


@pytest.fixture
def window_with_index(window: MainWindow, tmp_path: Path, built_index: Path) -> MainWindow:
    """The window with an index beside its dossier."""
    shutil.copy(built_index, tmp_path / INDEX_NAME)
    return window


def _typed(window: MainWindow, qtbot, text: str):
    search = window.panels.search
    search.begin()
    search.clear()
    qtbot.keyClicks(search, text)
    qtbot.waitUntil(lambda: search.results.current is not None and search.results.current.found is not None)
    qtbot.waitUntil(lambda: not search.results.isHidden())
    return search


def test_an_address_typed_becomes_an_incident_that_keeps_its_words_and_accuracy(window_with_index, qtbot):
    window = window_with_index
    search = _typed(window, qtbot, "wetstr 16 brussel")
    search._enter()
    qtbot.waitUntil(window.panels.found_bar.isVisible)
    x, y = door_xy(0, 16)
    assert window.panels.mark.points[0] == pytest.approx((x, y), abs=0.02)
    assert window.panels.mark.reach_m == 10
    window.panels.found_bar.place_incident()
    placed = window.session.selected[0]
    assert isinstance(placed, Incident)
    assert placed.place.point == pytest.approx((x, y), abs=0.02)
    assert (placed.place.text, placed.place.quality) == ("wetstr 16 brussel", Quality.ADDRESS_POINT)
    assert placed.place.accuracy_m == 10
    assert not window.panels.found_bar.isVisible()
    # The ring stays with the incident that is selected.
    assert window.panels.mark.reach_m == 10


def test_without_an_index_the_names_of_the_dossier_are_found_and_a_damaged_one_is_told(window, qtbot, tmp_path):
    (tmp_path / INDEX_NAME).write_bytes(b"damaged" * 1000)
    told = []
    window.messages.told.connect(told.append)
    search = _typed(window, qtbot, "shelters")
    assert search.results.current.found.kind is FoundKind.LAYER
    assert [message.text[:19] for message in told] == ["The index of places"]


def test_an_index_put_there_while_the_window_is_open_is_used(window, qtbot, tmp_path, built_index):
    _typed(window, qtbot, "shelters")
    shutil.copy(built_index, tmp_path / INDEX_NAME)
    search = _typed(window, qtbot, "louise x defacqz")
    qtbot.waitUntil(lambda: search.results.current.found.kind is FoundKind.CROSSING)


def test_what_is_here_is_told_in_the_inspector(window_with_index, qtbot):
    window = window_with_index
    pointer = type("Pointer", (), {"place": door_xy(0, 16)})
    window.panels.identify(pointer)
    qtbot.waitUntil(lambda: "Wetstraat 16" in window.panels.inspector.here)
    assert "Police zone: 5339" in window.panels.inspector.here


def test_the_places_of_a_message_are_offered_and_shown_on_the_map(window_with_index, qtbot):
    window = window_with_index
    window.panels.read_message()
    dialog = window.panels._late["MessageDialog"]
    assert isinstance(dialog, MessageDialog)
    dialog.set_message("🔥 Incendie avenue Louise 14, 1050 Ixelles; hoek Wetstraat en Kunstlaan afgesloten")
    qtbot.waitUntil(lambda: len(dialog.mentions) == 2)
    with qtbot.waitSignal(dialog.found_chosen):
        dialog._show.click()
    assert window.panels.found_bar.found.label.startswith("Avenue Louise")
    marked = [mark.cursor.selectedText() for mark in dialog._text.extraSelections()]
    assert marked[0].startswith("avenue Louise 14")


def test_a_table_of_addresses_becomes_a_layer_after_its_decisions(window_with_index, qtbot, tmp_path):
    window = window_with_index
    table = tmp_path / "liste.csv"
    table.write_text("nom;adresse\nA;Rue de la Loi 16, 1000\nB;Kerkstraat 3\nC;Xyzzy 99\n", "utf-8")
    dialog = AddressDialog(window.session, window.theme, window.tasks, window.panels.ground, window)
    qtbot.addWidget(dialog)
    dialog.read(table)
    qtbot.waitUntil(lambda: len(dialog.model.answers) == 3)
    assert dialog.model.doubtful == 2
    dialog._rows.selectRow(0)
    qtbot.waitUntil(lambda: len(dialog.candidates) >= 2)
    dialog._candidates.setCurrentIndex(1)
    dialog.decide()
    assert dialog.model.doubtful == 1
    with qtbot.waitSignal(dialog.imported, timeout=20_000):
        dialog.add_to_map()
    (layer,) = [layer for layer in window.session.document.of(Layer) if layer.names.fr == "liste"]
    assert window.session.datasets.get(layer.dataset).card.count == 2


def test_the_index_is_built_from_the_window_while_one_goes_on_searching(window, qtbot, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    window.panels.ground._own = tmp_path / INDEX_NAME
    dialog = IndexDialog(window.session, window.theme, window.tasks, window.panels.ground, lambda: NOW, window)
    qtbot.addWidget(dialog)
    dialog.add(
        [
            write_streets(sources / "s.gpkg"),
            write_best(sources / "openaddress-bebru.zip"),
            write_names(sources / "n.gpkg"),
        ]
    )
    assert dialog.is_busy
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=20_000)
    assert index_info(tmp_path / INDEX_NAME).addresses > 500
    _typed(window, qtbot, "rue de la loi 16")


def test_a_dialog_that_is_closed_while_it_works_is_told_of_nothing(window_with_index, qtbot, tmp_path):
    window = window_with_index
    table = tmp_path / "liste.csv"
    table.write_text("nom;adresse\n" + "A;Rue de la Loi 16, 1000\n" * 200, "utf-8")
    window.panels.place_table()
    dialog = window.findChild(AddressDialog)
    dialog.read(table)
    dialog.close()
    window.panels.show_index()
    building = window.findChild(IndexDialog)
    building.add([write_streets(tmp_path / "s.gpkg")])
    building.close()
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=20_000)
    qtbot.wait(20)
