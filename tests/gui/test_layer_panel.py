"""The layer list: order, visibility, names and marks are edits like any other."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.ui.layer_edits import reordered
from cartoviewer.ui.layer_model import LAYER_MIME, NodeKind
from cartoviewer.ui.main_window import MainWindow
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names


def order(window: MainWindow) -> list[str]:
    return [layer.id for layer in window.session.document.layers]


def test_the_topmost_layer_stands_first(window: MainWindow):
    shown = [layer.id for group in window.layers.model.groups for layer in group.layers]
    assert shown == ["cameras", "shelters", "ground"]


def test_a_drop_changes_the_order_by_one_edit_of_one_layer(window: MainWindow):
    model = window.layers.model
    length = len(window.session.dossier.log)
    data = model.mimeData([model.index_of("ground")])
    assert data.hasFormat(LAYER_MIME)
    group = model.index_of("cameras").parent()
    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, group)
    assert order(window) == ["shelters", "cameras", "ground"]
    assert len(window.session.dossier.log) == length + 1
    assert len(list(window.session.dossier.log.entries())[-1].edit.changes) == 1
    window.undo()
    assert order(window) == ["ground", "shelters", "cameras"]


def test_layers_can_be_dropped_at_the_very_bottom(window: MainWindow):
    model = window.layers.model
    data = model.mimeData([model.index_of("cameras")])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert order(window) == ["cameras", "ground", "shelters"]


def test_dropping_a_layer_where_it_is_changes_nothing(window: MainWindow):
    document = window.session.document
    assert reordered(document, ["shelters"], "ground")[1] == ()
    assert reordered(document, ["shelters"], "shelters")[1] == ()


def test_ranks_never_run_out_of_room():
    layers = [
        Layer(id=name, names=Names(), dataset="", schema="generic", rank=float(i)) for i, name in enumerate("abc")
    ]
    document = MapDocument({layer.id: layer for layer in layers})
    for _ in range(70):
        lowest, middle, highest = (layer.id for layer in document.layers)
        _, changes = reordered(document, [lowest], middle)
        document = MapDocument(
            {layer.id: layer for layer in document.layers} | {change.record_id: change.after for change in changes}
        )
        assert [layer.id for layer in document.layers] == [middle, lowest, highest]
        assert len({layer.rank for layer in document.layers}) == 3


def test_the_eye_hides_and_shows_and_space_does_too(window: MainWindow):
    panel = window.layers
    group = panel.model.groups[0]
    panel.toggle(group.children[0])
    assert not window.session.document.get("cameras").visible
    panel.choose("cameras")
    QTest.keyClick(panel.tree, Qt.Key.Key_Space)
    assert window.session.document.get("cameras").visible
    assert panel.chosen[0].id == "cameras"


def test_opacity_is_one_edit_when_the_slider_is_let_go(window: MainWindow):
    panel = window.layers
    panel.choose("ground")
    length = len(window.session.dossier.log)
    panel._slider.setSliderDown(True)
    panel._slider.setValue(60)
    panel._slider.setValue(40)
    assert len(window.session.dossier.log) == length
    panel._slider.setSliderDown(False)
    assert window.session.document.get("ground").opacity == 0.4
    assert len(window.session.dossier.log) == length + 1


def test_a_new_name_is_given_in_the_language_of_the_window(window: MainWindow):
    window.session.speak(Language.NL)
    model = window.layers.model
    model.setData(model.index_of("shelters"), "Sporthallen")
    layer = window.session.document.get("shelters")
    assert isinstance(layer, Layer)
    assert (layer.names.fr, layer.names.nl) == ("shelters fr", "Sporthallen")


def test_delete_removes_the_layer_and_undo_brings_it_back(window: MainWindow):
    window.layers.choose("shelters")
    QTest.keyClick(window.layers.tree, Qt.Key.Key_Delete)
    assert order(window) == ["ground", "cameras"]
    window.undo()
    assert order(window) == ["ground", "shelters", "cameras"]


def test_a_screen_reader_hears_count_date_and_marking(window: MainWindow):
    model = window.layers.model
    said = model.data(model.index_of("cameras"), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "5 features" in said
    assert Sensitivity.AMBER_STRICT.marking in said
    assert "01/11/2026" in said


def test_classes_are_shown_below_a_layer_that_has_several(window: MainWindow):
    cameras = next(group for group in window.layers.model.groups if group.layers[0].id == "cameras").children[0]
    assert cameras.kind is NodeKind.LAYER
    assert all(child.kind is NodeKind.CLASS and child.rule is not None for child in cameras.children)
    assert cameras.rule is not None or len(cameras.children) > 1
