"""What is dropped on the window is taken in, wherever it falls and whatever is open."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from cartoviewer.ui.arrivals import holds_dossier
from cartoviewer.ui.import_dialog import ImportDialog
from cartoviewer.ui.main_window import MainWindow
from tests.gui.window_specimens import open_dossier, squares


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text("name;lat;lon\nA;50,8467;4,3525\n", encoding="utf-8")
    return path


def take_offer(window: MainWindow, words: str) -> None:
    (offer,) = [offer for offer in window.message_bar.messages[0].offers if offer.text == words]
    offer.act()


def imports(window: MainWindow) -> list[ImportDialog]:
    return [dialog for dialog in window.findChildren(ImportDialog) if dialog.isVisible()]


def test_a_dossier_is_told_from_a_file_of_data_and_from_a_damaged_one(tmp_path: Path, table: Path):
    dossier, _ = open_dossier(tmp_path)
    dossier.close()
    squares(3).to_file(tmp_path / "data.gpkg")
    (tmp_path / "damaged.gpkg").write_bytes(dossier.path.read_bytes()[:5000])
    assert holds_dossier(dossier.path)
    assert not any(
        holds_dossier(path) for path in (tmp_path / "data.gpkg", tmp_path / "damaged.gpkg", table, tmp_path)
    )


def test_data_dropped_on_an_open_dossier_are_asked_about_as_a_layer(qtbot, window: MainWindow, table: Path):
    window.arrivals.take(table)
    assert len(imports(window)) == 1
    imports(window)[0].close()


def test_data_dropped_on_the_first_page_begin_a_new_dossier_that_takes_them_in(
    qtbot, window: MainWindow, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    window.desk.close_dossier()
    window.arrivals.take(table)
    assert not imports(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "fresh.gpkg"), ""))
    take_offer(window, "New dossier…")
    qtbot.waitUntil(lambda: len(imports(window)) == 1)
    assert window.session.dossier.path.name == "fresh.gpkg"
    imports(window)[0].close()


def test_a_dossier_dropped_on_another_is_opened_only_when_that_is_wanted(qtbot, window: MainWindow, tmp_path: Path):
    folder = tmp_path / "other"
    folder.mkdir()
    dossier, _ = open_dossier(folder)
    dossier.close()
    other = dossier.path.rename(folder / "other.gpkg")
    window.arrivals.take(other)
    assert window.session.dossier.path.name == "test.gpkg"
    with qtbot.waitSignal(window.desk.opened):
        take_offer(window, "Open it")
    assert window.session.dossier.path.name == "other.gpkg"


def test_a_damaged_dossier_on_the_first_page_says_that_it_is_damaged(qtbot, window: MainWindow, tmp_path: Path):
    window.desk.close_dossier()
    bad = tmp_path / "damaged.gpkg"
    bad.write_bytes(b"SQLite format 3\x00" + b"\x00" * 2000)
    window.arrivals.take(bad)
    qtbot.waitUntil(lambda: bool(window.message_bar.messages))
    assert "damaged" in window.message_bar.messages[0].text
