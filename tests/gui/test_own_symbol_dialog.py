"""Own symbols in the window: made with a preview, kept as an edit, changed with their marks; and sets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QListView, QListWidget

from bnip.incident import Mark
from bnip.own_symbol import OwnSymbol
from bnip.record import Place
from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.ui.own_symbol_dialog import OwnSymbolDialog
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_list import SymbolRole
from cartoviewer.ui.symbol_palette import SymbolPalette
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language
from symbols.catalogue import catalogue
from symbols.own import own_sign
from symbols.sets import read_sets, write_sets


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    made = Session(Language.FR)
    with Dossier.create(tmp_path / "dossier.gpkg") as dossier:
        made.show(dossier, History(dossier.log, "test"))
        yield made
        made.close()


@pytest.fixture
def palette(qtbot, qapp: QApplication, session: Session) -> SymbolPalette:
    widget = SymbolPalette(session, Theme(qapp, Appearance.LIGHT))
    qtbot.addWidget(widget)
    widget.resize(300, 600)
    widget.show()
    return widget


def field(dialog: OwnSymbolDialog, name: str) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


def shown(palette: SymbolPalette) -> list[str]:
    model = palette.findChild(QListView).model()
    entries = (model.index(row, 0).data(SymbolRole.ENTRY) for row in range(model.rowCount()))
    return [entry.id for entry in entries if entry is not None]


def made(palette: SymbolPalette, name: str, picture: str) -> OwnSymbol:
    dialog = palette.make_symbol()
    field(dialog, "Nom (FR)").setText(name)
    field(dialog, "Pictogramme").setText(picture)
    dialog.findChild(QListWidget).setCurrentRow(0)
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    return palette._session.document.of(OwnSymbol)[-1]


def test_a_symbol_is_seen_while_it_is_made_and_kept_as_an_edit_that_can_be_undone(
    palette: SymbolPalette, session: Session
):
    dialog = palette.make_symbol()
    keep = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not keep.isEnabled()
    field(dialog, "Pictogramme").setText("bee")
    dialog.findChild(QListWidget).setCurrentRow(0)
    assert sum(not label.pixmap().isNull() for label in dialog.findChildren(QLabel)) == 3
    assert not keep.isEnabled()
    field(dialog, "Nom (NL)").setText("Zwerm")
    assert keep.isEnabled()
    keep.click()
    (record,) = session.document.of(OwnSymbol)
    assert own_sign(record.symbol).picture == "bee"
    assert record.symbol in shown(palette)
    session.undo()
    assert session.document.of(OwnSymbol) == ()
    assert record.symbol not in shown(palette)


def test_an_own_symbol_is_found_by_its_name_and_chosen_like_any_other(qtbot, palette: SymbolPalette):
    record = made(palette, "Essaim d’abeilles", "bee")
    search = palette.findChild(QLineEdit)
    qtbot.keyClicks(search, "essai")
    assert shown(palette)[0] == record.symbol
    with qtbot.waitSignal(palette.symbol_chosen) as chosen:
        search.returnPressed.emit()
    assert chosen.args == [record.symbol]


def test_changing_an_own_symbol_changes_the_marks_that_are_drawn_with_it_in_one_edit(
    palette: SymbolPalette, session: Session
):
    record = made(palette, "Essaim", "bee")
    mark = Mark(id="m", place=Place(149_000.0, 170_000.0), symbol=f"{record.symbol};reserve")
    session.do(Label("placed"), put(session.document, mark))
    dialog = palette.make_symbol(record)
    assert field(dialog, "Nom (FR)").text() == "Essaim"
    field(dialog, "Nom (FR)").setText("Ruche")
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    (after,) = session.document.of(OwnSymbol)
    assert session.document.get("m").symbol == f"{after.symbol};reserve"
    session.undo()
    assert session.document.get("m") == mark


def test_a_file_that_is_refused_is_told_and_leaves_what_was_there(qtbot, palette: SymbolPalette, tmp_path: Path):
    dialog = palette.make_symbol()
    field(dialog, "Nom (FR)").setText("Grue")
    good, bad = tmp_path / "good.svg", tmp_path / "bad.svg"
    good.write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="5"/></svg>', "utf-8")
    bad.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "utf-8")
    dialog.read_file(good)
    qtbot.waitUntil(lambda: bool(dialog.symbol))
    before = dialog.symbol
    dialog.read_file(bad)
    qtbot.waitUntil(lambda: any("script" in label.text() for label in dialog.findChildren(QLabel)))
    assert dialog.symbol == before
    dialog.reject()


def test_sets_are_offered_changed_and_given_back_as_delivered(qtbot, palette: SymbolPalette):
    sets = palette._sets
    sets.setCurrentIndex(sets.findData("fire"))
    before = shown(palette)
    assert before[0] == "haz.fire"
    with qtbot.waitSignal(palette.sets_changed) as told:
        sets.add("fire", "haz.gas")
    assert shown(palette) == [*before, "haz.gas"]
    assert read_sets(write_sets(told.args[0])) == told.args[0]
    sets.take_out("fire", "haz.fire")
    assert "haz.fire" not in shown(palette)
    sets.give_up("fire")
    assert shown(palette) == before
    sets.make("Ommegang", "line.route")
    assert sets.findText("Ommegang") > 0


def test_every_delivered_set_holds_symbols_of_the_catalogue(palette: SymbolPalette):
    for each in palette._sets.sets:
        assert set(each.symbols) <= set(catalogue())
        assert len(each.symbols) == len(set(each.symbols)) >= 12


def test_the_menu_of_an_own_symbol_offers_to_change_and_delete_it(palette: SymbolPalette):
    record = made(palette, "Essaim", "bee")
    entry = next(
        entry
        for row in range(palette.findChild(QListView).model().rowCount())
        if (entry := palette.findChild(QListView).model().index(row, 0).data(SymbolRole.ENTRY))
        and entry.id == record.symbol
    )
    words = [action.text() for action in palette.menu_of(entry).actions()]
    assert "Supprimer ce symbole" in words


@pytest.mark.parametrize("word", ["hond", "chien", "dog"])
def test_a_pictogram_is_found_by_a_word_of_any_language(palette: SymbolPalette, word: str):
    dialog = palette.make_symbol()
    field(dialog, "Pictogramme").setText(word)
    found = dialog.findChild(QListWidget)
    assert "dog" in str(found.item(0).data(Qt.ItemDataRole.UserRole))
    dialog.reject()
