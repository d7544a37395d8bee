"""The kind of a drawing is chosen by typing, and changed together for several."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bnip.incident import Incident, Mark
from bnip.own_symbol import OwnSymbol
from bnip.record import Place
from bnip.zone import Zone
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.kind_editor import KindEditor
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.record_form import RecordForm
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts
from symbols.discipline import Discipline
from symbols.own import OwnSign, own_id
from tests.gui.test_drawing import last_label, put_in, square

OWN = own_id(
    OwnSign(
        names=Names("Chien errant", "Loslopende hond", "Stray dog"),
        frame="hazard",
        owner=Discipline.NONE,
        picture="dog",
    )
)


def form(window: MainWindow) -> RecordForm:
    return window.panels.inspector._record


def kind(window: MainWindow) -> KindEditor:
    return form(window).findChild(KindEditor)


def choose(window: MainWindow, typed: str) -> None:
    editor = kind(window)
    editor.lineEdit().setFocus()
    editor.lineEdit().setText(typed)
    QTest.keyClick(editor.lineEdit(), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "symbol"), [("town hall", "ref.townhall"), ("ziekenwagen", "res.d2.amb"), ("pma", "cmd.pma")]
)
def test_a_kind_is_found_by_a_word_in_any_language(window: MainWindow, typed: str, symbol: str):
    window.session.select("post")
    choose(window, typed)
    assert window.session.document.get("post").symbol == symbol
    window.undo()
    assert kind(window).currentText() == "Operational command post"


def test_what_means_nothing_gives_the_kind_back_and_is_no_edit(window: MainWindow):
    window.session.select("post")
    length = len(window.session.dossier.log)
    choose(window, "qqqqzzz")
    assert kind(window).currentText() == "Operational command post"
    assert len(window.session.dossier.log) == length


def test_a_post_becomes_an_incident_with_an_own_symbol_and_the_history_says_what_is_lost(window: MainWindow):
    own = OwnSymbol(id="own", symbol=OWN, names=Names("Chien errant", "Loslopende hond", "Stray dog"))
    post = msgspec.structs.replace(window.session.document.get("post"), right="full", capacity=30, note="quay")
    put_in(window, own, post)
    window.session.select("post")
    choose(window, "loslopende")
    changed = window.session.document.get("post")
    assert isinstance(changed, Incident)
    assert (changed.symbol, changed.right, changed.note, changed.place) == (OWN, "full", "quay", post.place)
    assert last_label(window) == "Operational command post: now Stray dog, without capacity"
    assert "Not kept: Capacity" in form(window)._facts.text()
    assert window.session.selection == ("post",)
    window.undo()
    assert window.session.document.get("post") == post


def test_several_of_different_kinds_become_one_kind_as_one_edit(window: MainWindow):
    window.session.select("incident", "post")
    length = len(window.session.dossier.log)
    choose(window, "decontamination")
    kinds = {type(window.session.document.get(each)) for each in ("incident", "post")}
    assert kinds == {Mark}
    assert len(window.session.dossier.log) == length + 1
    assert last_label(window) == "2 drawings: now Decontamination point"
    assert (
        window.session.undo_label.write(Texts(Language.FR)) == "2 dessins deviennent « Point de décontamination »"
    )


def test_a_drawn_square_becomes_a_zone(window: MainWindow):
    put_in(window, square())
    window.session.select("square")
    choose(window, "evacuation zone")
    zone = window.session.document.get("square")
    assert isinstance(zone, Zone)
    assert zone.zone.value == "area.evac"


def test_the_discipline_is_given_to_several_and_seen_on_the_picture(window: MainWindow):
    put_in(window, Mark(id="m2", place=Place(150_000.0, 170_050.0), symbol="cmd.press"))
    window.session.select("m2")
    before = form(window)._picture.pixmap().toImage()
    window.session.select("post", "m2")
    rows = {field.path: editor for field, _, editor in form(window)._rows}
    rows["discipline"].committed.emit("d3")
    assert {window.session.document.get(each).discipline for each in ("post", "m2")} == {"d3"}
    window.session.select("m2")
    assert form(window)._picture.pixmap().toImage() != before
    window.undo()
    assert form(window)._picture.pixmap().toImage() == before


def test_note_times_and_distribution_are_set_for_one_and_for_several(window: MainWindow):
    for chosen in (("post",), ("incident", "post")):
        window.session.select(*chosen)
        rows = {field.path: editor for field, _, editor in form(window)._rows}
        rows["note"].setPlainText(f"said to {len(chosen)}")
        rows["note"]._finish()
        rows["valid_from"].setText("23/11/2026 14:05")
        rows["valid_from"]._finish()
        rows["sensitivity"].committed.emit(Sensitivity.AMBER)
        for each in chosen:
            record = window.session.document.get(each)
            assert record.note == f"said to {len(chosen)}"
            assert (record.valid_from.hour, record.valid_from.minute) == (14, 5)
            assert record.sensitivity is Sensitivity.AMBER
        window.session.do(
            Label("back"),
            *(
                put(
                    window.session.document,
                    msgspec.structs.replace(
                        window.session.document.get(each), note="", valid_from=None, sensitivity=Sensitivity.GREEN
                    ),
                )
                for each in chosen
            ),
        )
