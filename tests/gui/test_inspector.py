"""The inspector: what lies under a click, and editing what is selected."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTreeWidget

from bnip.incident import Incident, Mark
from bnip.record import State
from cartoviewer.scene.hits import FeatureHit, hits
from cartoviewer.scene.view import MapView
from cartoviewer.ui.inspector import Inspector
from cartoviewer.ui.session import Session
from layers.crs import LAMBERT_72
from resources.texts import Language, Texts


@pytest.fixture
def inspector(qtbot, open_session: Session, theme) -> Inspector:
    widget = Inspector(open_session, theme)
    qtbot.addWidget(widget)
    widget.resize(340, 760)
    widget.show()
    return widget


def _named(inspector: Inspector, kind: type, name: str):
    found = [one for one in inspector.findChildren(kind) if one.accessibleName() == name and one.isVisible()]
    assert len(found) == 1, name
    return found[0]


def _words(inspector: Inspector) -> str:
    return "\n".join(label.text() for label in inspector.findChildren(QLabel) if label.isVisible())


def _shelter_hit(session: Session) -> FeatureHit:
    layer = next(layer for layer in session.document.layers if layer.schema == "shelter")
    x, y = session.datasets.get(layer.dataset).shapes(LAMBERT_72).xy[3]
    found = hits(session.document, session.datasets, (x, y), MapView((x, y), 5_000, (250, 200)))
    return next(hit for hit in found if isinstance(hit, FeatureHit) and hit.layer.id == layer.id)


def test_a_shelter_is_told_in_the_language_of_the_window_with_its_source_and_level(inspector, open_session):
    inspector.show_hits((_shelter_hit(open_session),))
    french = _words(inspector)
    assert "Capacité assise" in french
    assert "Données du" in french
    assert "TLP:GREEN" in french
    assert "AMBER" in french.replace("TLP:GREEN", "")
    open_session.speak(Language.NL)
    dutch = _words(inspector)
    assert "Capaciteit zittend" in dutch
    assert "Capacité assise" not in dutch


def test_several_things_under_a_click_are_listed_by_layer_and_each_can_be_opened(qtbot, inspector, open_session):
    incident = open_session.document.of(Incident)[0]
    place = incident.place.point
    found = hits(open_session.document, open_session.datasets, place, MapView(place, 10_000, (250, 200)))
    inspector.show_hits(found)
    tree = inspector.findChild(QTreeWidget)
    assert sum(tree.topLevelItem(row).childCount() for row in range(tree.topLevelItemCount())) == len(found)
    assert open_session.selection == (incident.id,)
    last = tree.topLevelItem(tree.topLevelItemCount() - 1).child(0)
    tree.setCurrentItem(last)
    assert inspector.shown == found[-1]
    assert open_session.selection == ()


def test_a_new_name_is_one_edit_with_a_name_in_each_language(qtbot, inspector, open_session):
    mark = open_session.document.of(Mark)[0]
    open_session.select(mark.id)
    before = len(list(open_session.dossier.log.entries()))
    field = _named(inspector, QLineEdit, "Nom (FR)")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Poste Sud")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    entries = list(open_session.dossier.log.entries())
    assert len(entries) == before + 1
    assert open_session.document.get(mark.id).names.fr == "Poste Sud"
    assert entries[-1].edit.write(Texts(Language.FR)).endswith("renommé en Poste Sud")
    assert "hernoemd naar" in entries[-1].edit.write(Texts(Language.NL))


def test_leaving_a_field_as_it_was_makes_no_edit(qtbot, inspector, open_session):
    open_session.select(open_session.document.of(Mark)[0].id)
    before = len(list(open_session.dossier.log.entries()))
    field = _named(inspector, QLineEdit, "Nom (FR)")
    field.setFocus()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    note = _named(inspector, QPlainTextEdit, "Note")
    note.setFocus()
    field.setFocus()
    assert len(list(open_session.dossier.log.entries())) == before


def test_a_state_is_chosen_and_undo_shows_the_earlier_one(qtbot, inspector, open_session):
    mark = open_session.document.of(Mark)[0]
    open_session.select(mark.id)
    box = _named(inspector, QComboBox, "État")
    box.setCurrentIndex(box.findText("Terminé"))
    box.activated.emit(box.currentIndex())
    assert open_session.document.get(mark.id).state is State.ENDED
    open_session.undo()
    assert box.currentText() == "En place"


def test_nothing_can_be_changed_in_the_past(qtbot, inspector, open_session):
    mark = open_session.document.of(Mark)[0]
    open_session.select(mark.id)
    open_session.look_at(max(entry.position for entry in open_session.dossier.log.entries()) - 1)
    assert _named(inspector, QLineEdit, "Nom (FR)").isReadOnly()
    assert not _named(inspector, QComboBox, "État").isEnabled()


def test_a_feature_can_be_shown_on_the_map(qtbot, inspector, open_session):
    inspector.show_hits((_shelter_hit(open_session),))
    button = next(one for one in inspector.findChildren(QPushButton) if one.text() == "Montrer sur la carte")
    with qtbot.waitSignal(inspector.zoom_wanted) as wanted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    ((west, south, east, north),) = wanted.args
    assert (west, south) == (east, north)


def test_nothing_selected_shows_the_dossier_and_its_operation(inspector, open_session):
    assert "exercise" in _words(inspector)
    assert _named(inspector, QComboBox, Texts(Language.FR)("Kind")).currentText() == "Exercice"
