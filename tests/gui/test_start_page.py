"""The page one sees while no dossier is open."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton

from cartoviewer.ui.session import Session
from cartoviewer.ui.start_page import StartPage
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language


def test_each_choice_is_a_button_with_a_name_that_says_what_happens(qtbot, qapp: QApplication):
    session = Session(Language.FR)
    page = StartPage(session, Theme(qapp, Appearance.LIGHT))
    qtbot.addWidget(page)
    exercise, new, opened = page.findChildren(QPushButton)
    assert exercise.accessibleName() == "Ouvrir l’exercice"
    for button, signal in ((exercise, page.exercise_wanted), (new, page.new_wanted), (opened, page.open_wanted)):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    session.speak(Language.NL)
    assert exercise.accessibleName() == "De oefening openen"


def test_a_recent_dossier_opens_and_one_that_is_gone_cannot_be_chosen(qtbot, qapp: QApplication, tmp_path: Path):
    there, gone = tmp_path / "Midi.gpkg", tmp_path / "gone.gpkg"
    there.touch()
    page = StartPage(Session(Language.EN), Theme(qapp, Appearance.LIGHT), (there, gone))
    qtbot.addWidget(page)
    recent = page.findChild(QListWidget)
    assert recent.item(1).flags() == Qt.ItemFlag.NoItemFlags
    with qtbot.waitSignal(page.dossier_chosen) as chosen:
        recent.setCurrentRow(0)
        qtbot.keyClick(recent, Qt.Key.Key_Return)
    assert chosen.args == [there]
