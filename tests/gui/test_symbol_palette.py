"""The palette of symbols, by keyboard and in three languages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView

from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_list import SymbolRole
from cartoviewer.ui.symbol_palette import SymbolPalette
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language
from symbols.grammar import Certainty, State, Symbol


@pytest.fixture
def session(qapp: QApplication) -> Session:
    return Session(Language.FR)


@pytest.fixture
def palette(qtbot, qapp: QApplication, session: Session) -> SymbolPalette:
    widget = SymbolPalette(session, Theme(qapp, Appearance.LIGHT))
    qtbot.addWidget(widget)
    widget.resize(300, 600)
    widget.show()
    return widget


def _search(palette: SymbolPalette) -> QLineEdit:
    return palette.findChild(QLineEdit)


def _current(palette: SymbolPalette):
    return palette.findChild(QListView).currentIndex().data(SymbolRole.ENTRY)


@pytest.mark.parametrize("word", ["incendie", "brand", "fire", "INCEND"])
def test_a_word_in_any_language_and_enter_put_the_symbol_in_hand(qtbot, palette: SymbolPalette, word: str):
    qtbot.keyClicks(_search(palette), word)
    with qtbot.waitSignal(palette.symbol_chosen) as chosen:
        qtbot.keyClick(_search(palette), Qt.Key.Key_Return)
    assert chosen.args == ["haz.fire"]


def test_state_and_certainty_travel_with_the_symbol(qtbot, palette: SymbolPalette):
    _, state, certainty, *_ = palette.findChildren(QComboBox)
    state.setCurrentIndex(state.findData(State.PLANNED.value))
    certainty.setCurrentIndex(certainty.findData(Certainty.REPORTED.value))
    qtbot.keyClicks(_search(palette), "pma")
    with qtbot.waitSignal(palette.symbol_chosen) as chosen:
        qtbot.keyClick(_search(palette), Qt.Key.Key_Return)
    symbol = Symbol.parse(chosen.args[0])
    assert (symbol.id, symbol.state, symbol.certainty) == ("cmd.pma", State.PLANNED, Certainty.REPORTED)


def test_arrows_move_over_headings_to_the_next_symbol(qtbot, palette: SymbolPalette):
    first = _current(palette)
    qtbot.keyClick(_search(palette), Qt.Key.Key_Right)
    second = _current(palette)
    qtbot.keyClick(_search(palette), Qt.Key.Key_Down)
    third = _current(palette)
    assert len({first.id, second.id, third.id}) == 3


def test_the_last_used_symbol_stands_first(qtbot, palette: SymbolPalette):
    qtbot.keyClicks(_search(palette), "pma")
    qtbot.keyClick(_search(palette), Qt.Key.Key_Return)
    palette.begin()
    assert palette.recent == ("cmd.pma",)
    assert _current(palette).id == "cmd.pma"


def test_nothing_found_is_said_and_chooses_nothing(qtbot, palette: SymbolPalette):
    qtbot.keyClicks(_search(palette), "xqzwv")
    with qtbot.assertNotEmitted(palette.symbol_chosen):
        qtbot.keyClick(_search(palette), Qt.Key.Key_Return)
    assert not palette.findChild(QListView).isVisible()


def test_names_change_with_the_language_and_the_search_stays(qtbot, palette: SymbolPalette, session: Session):
    qtbot.keyClicks(_search(palette), "pma")
    french = palette.findChild(QListView).currentIndex().data()
    session.speak(Language.NL)
    assert palette.findChild(QListView).currentIndex().data() != french
    assert _search(palette).text() == "pma"
