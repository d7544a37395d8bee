"""A damaged dossier that is opened: refused in words, and what is left of it saved on one's wish."""

from PySide6.QtWidgets import QFileDialog

from tests.gui.window_specimens import make_window


def test_what_is_left_of_a_damaged_dossier_is_saved_and_opened(qtbot, qapp, exercise_file, tmp_path, monkeypatch):
    damaged, made = tmp_path / "damaged.gpkg", tmp_path / "made.gpkg"
    data = exercise_file.read_bytes()
    damaged.write_bytes(data[: len(data) - 40_960])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(made), ""))
    window = make_window(qapp, tmp_path)
    qtbot.addWidget(window)
    window.show()
    shown = []
    window.messages.told.connect(shown.append)
    window.desk.open(damaged)
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    offers = {offer.text: offer.act for offer in shown[0].offers}
    offers["Save what is left…"]()
    qtbot.waitUntil(lambda: window.session.dossier is not None and len(shown) > 1, timeout=60_000)
    assert window.session.dossier.path == made
    assert "edits were saved" in shown[1].text
    assert damaged.read_bytes() == data[: len(data) - 40_960]
    window.close()


def test_a_file_of_another_kind_is_not_offered_to_be_saved(qtbot, window, tmp_path):
    other = tmp_path / "other.gpkg"
    other.write_bytes(b"")
    shown = []
    window.messages.told.connect(shown.append)
    window.desk.open(other)
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    assert not [offer for offer in shown[0].offers if offer.text == "Save what is left…"]
