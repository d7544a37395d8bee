"""The sheet editor: what is done with mouse, keys and fields is an edit of the dossier, or waits to be mended."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from bnip.layout import Layout
from bnip.picture import Picture
from bnip.sheet import Sheet
from bnip.theme import Theme
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.layout_file import read_layout
from cartoviewer.scene.layout_parts import MAP, Part, box_of
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from cartoviewer.ui.layout_editor import LayoutEditor
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_preview import SheetPreview
from cartoviewer.ui.task_runner import TaskRunner
from resources.texts import Language
from tests.gui.window_specimens import MIDDLE, NOON, open_dossier
from tests.sheet_specimens import sheet

LEFT = Qt.MouseButton.LeftButton
BANNER = Part("furniture", 1)
COLUMN = Part("stack", 1)
VIEW = MapView((150_100.0, 170_200.0), 5_000.0, (300.0, 200.0))


@pytest.fixture
def open_session(qapp, tmp_path: Path):
    """A session in French on a small dossier with one plan sheet."""
    session = Session(Language.FR)
    dossier, history = open_dossier(tmp_path, layers=False)
    session.show(dossier, history)
    session.do(Label("New sheet"), put(session.document, sheet("bnip_a3", centre=MIDDLE)))
    yield session
    session.close()


@pytest.fixture
def editor(qtbot, open_session, theme, clock):
    tasks = TaskRunner()
    widget = LayoutEditor(open_session, theme, tasks, lambda: VIEW, clock)
    qtbot.addWidget(widget, before_close_func=lambda one: one.draft.put_back())
    widget.resize(1300, 900)
    widget.show()
    widget.arrange(open_session.document.of(Sheet)[0].id)
    qtbot.waitUntil(lambda: widget.composition is not None, timeout=60_000)
    yield widget
    widget.close_down()
    tasks.close()


def edits(editor) -> int:
    return editor._session.history.position


def middle(editor, part) -> QPoint:
    return editor.canvas.pixels(box_of(editor.draft.arrangement, part)).center().toPoint()


def drag(editor, start: QPoint, end: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    page = editor.canvas.viewport()
    QTest.mousePress(page, LEFT, modifier, start)
    for step in range(1, 5):
        at = start + (end - start) * step / 4
        QTest.mouseMove(page, at)
    QTest.mouseRelease(page, LEFT, modifier, end)


def test_a_box_that_is_dragged_is_one_edit_and_undo_gives_the_template_back(editor, open_session):
    before, count = open_session.document.of(Sheet), edits(editor)
    editor.draft.put_boxes({MAP: (22, 22, 300, 238)}, "Sized {piece} on sheet {name}", "")
    factor = editor.canvas._factor()
    start = middle(editor, COLUMN)
    drag(editor, start, start + QPoint(round(-5 * factor), 0))
    assert edits(editor) == count + 2
    assert open_session.undo_label.text == "Moved {piece} on sheet {name}"
    (layout,) = open_session.document.of(Layout)
    assert layout.arrangement.stack[1].box[0] == pytest.approx(341, abs=1.6)
    editor.draft.undo()
    editor.draft.undo()
    assert open_session.document.of(Sheet) == before
    assert editor.draft.arrangement == sheet_template("bnip_a3")


def test_a_handle_pulls_an_edge(editor):
    editor.draft.select((MAP,))
    box = editor.canvas.pixels(box_of(editor.draft.arrangement, MAP))
    edge = QPoint(round(box.right()), round(box.center().y()))
    assert editor.canvas.handle_at(edge.toPointF()) == (1, 0)
    drag(editor, edge, edge - QPoint(round(30 * editor.canvas._factor()), 0))
    x, y, width, height = box_of(editor.draft.arrangement, MAP)
    assert (x, y, height) == (22, 22, 238)
    assert width == pytest.approx(286, abs=1.0)
    assert not editor.draft.is_pending


def test_what_overlaps_is_told_at_once_and_is_no_edit_until_it_is_mended(editor, open_session):
    count = edits(editor)
    start = middle(editor, COLUMN)
    drag(editor, start, start - QPoint(round(30 * editor.canvas._factor()), 0))
    assert edits(editor) == count
    assert editor.draft.is_pending
    assert "se chevauchent" in editor.state.text()
    assert editor.state.text().startswith("Pas encore enregistré")
    narrower = {MAP: (22, 22, 280, 238), Part("stack", 0): (18, 266, 290, 14)}
    editor.draft.put_boxes(narrower, "", "Sized {count} pieces on sheet {name}")
    assert edits(editor) == count + 1
    assert not editor.draft.is_pending


def test_escape_puts_back_what_could_not_be_kept(editor, qtbot):
    drag(editor, middle(editor, COLUMN), middle(editor, MAP))
    assert editor.draft.is_pending
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    assert not editor.draft.is_pending
    assert editor.draft.arrangement == sheet_template("bnip_a3")


def test_keys_alone_choose_move_and_size_and_are_one_edit(editor, qtbot, open_session):
    count = edits(editor)
    editor.canvas.setFocus()
    QTest.keyClick(editor.canvas, Qt.Key.Key_PageDown)
    assert editor.draft.selection == (MAP,)
    for _ in range(3):
        QTest.keyClick(editor.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(
        editor.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: edits(editor) == count + 1, timeout=5_000)
    assert box_of(editor.draft.arrangement, MAP) == (22, 22, 313, 228)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: edits(editor) == count + 2, timeout=5_000)
    assert box_of(editor.draft.arrangement, MAP) == (23, 22, 313, 228)


def test_a_place_is_typed_in_millimetres(editor):
    editor.draft.select((MAP,))
    editor.parts.sides[3].setValue(200.5)
    assert box_of(editor.draft.arrangement, MAP) == (22, 22, 316, 200.5)
    assert [side.value() for side in editor.parts.sides] == [22, 22, 316, 200.5]


def test_pieces_are_added_and_deleted_and_a_stack_is_taken_apart(editor, open_session):
    editor.draft.put_boxes({MAP: (22, 22, 316, 200)}, "Sized {piece} on sheet {name}", "")
    editor.deeds.add("north")
    assert not editor.draft.is_pending
    assert len(editor.draft.arrangement.furniture) == 3
    assert open_session.undo_label.write(open_session.texts).startswith("Flèche du nord")
    QTest.keyClick(editor.canvas, Qt.Key.Key_Delete)
    assert len(editor.draft.arrangement.furniture) == 2
    editor.draft.select((COLUMN,))
    editor.deeds.take_apart()
    assert not editor.draft.is_pending
    assert len(editor.draft.arrangement.stack) == 1
    kinds = [
        editor.draft.arrangement.furniture[part.index].__struct_config__.tag for part in editor.draft.selection
    ]
    assert kinds == ["title", "fields", "legend"]


def test_the_list_and_the_sheet_choose_the_same(editor):
    editor.draft.select((BANNER,))
    (item,) = editor.parts.tree.selectedItems()
    assert item.text(0) == "Bandeau de diffusion"
    editor.parts.tree.clearSelection()
    editor.parts.tree.topLevelItem(4).child(2).setSelected(True)
    editor.parts.tree.setCurrentItem(editor.parts.tree.topLevelItem(4).child(2))
    assert editor.draft.selection == (COLUMN,)
    assert editor.parts.piece_in_stack == (COLUMN, 2)
    editor.deeds.reorder(-1)
    assert editor.draft.arrangement.stack[1].furniture[1].__struct_config__.tag == "legend"


def test_several_are_chosen_with_a_band_or_shift_and_come_into_line(editor):
    page = editor.canvas.viewport()
    QTest.mouseClick(page, LEFT, Qt.KeyboardModifier.NoModifier, middle(editor, BANNER))
    QTest.mouseClick(page, LEFT, Qt.KeyboardModifier.ShiftModifier, middle(editor, Part("stack", 0)))
    assert set(editor.draft.selection) == {BANNER, Part("stack", 0)}
    drag(editor, QPoint(3, 3), QPoint(page.width() - 3, page.height() - 3))
    assert len(editor.draft.selection) == 5


def test_a_layout_goes_to_a_file_and_comes_from_one(editor, open_session, tmp_path: Path):
    path = tmp_path / "own.toml"
    editor.draft.put_boxes({MAP: (22, 22, 316, 190)}, "Sized {piece} on sheet {name}", "")
    editor.keeping.export_to(path)
    written = read_layout(path.read_bytes(), path.name, open_session.texts)
    assert written.map.box == (22, 22, 316, 190)
    editor.draft.undo()
    editor.keeping.import_from(path)
    assert editor.draft.arrangement.map.box == (22, 22, 316, 190)
    count = edits(editor)
    path.write_text("page = [1, 2]")
    editor.keeping.import_from(path)
    assert edits(editor) == count


def test_the_editor_speaks_the_language_of_the_window(editor, open_session):
    open_session.speak(Language.NL)
    assert editor.windowTitle() == "Bladeditor"
    assert editor.parts.add.text() == "Toevoegen"
    assert editor.parts.tree.topLevelItem(0).text(0) == "Kaart"


def test_the_sheets_window_offers_the_editor_and_the_dossier_s_layouts(qtbot, open_session, theme, clock, editor):
    editor.draft.put_boxes({MAP: (22, 22, 316, 190)}, "Sized {piece} on sheet {name}", "")
    (layout,) = open_session.document.of(Layout)
    tasks = TaskRunner()
    preview = SheetPreview(open_session, theme, tasks, lambda: None, clock)
    qtbot.addWidget(preview)
    asked = []
    preview.arrange_wanted.connect(asked.append)
    preview.choose(editor.draft.sheet.id)
    preview.settings._arrange.click()
    assert asked == [editor.draft.sheet.id]
    assert preview.settings._template.currentText() == layout.names.fr
    preview.settings._take_template("bnip_a3")
    assert preview.sheet.layout == ""
    preview.settings._take_template("layout/" + layout.id)
    assert preview.sheet.layout == layout.id
    preview.close_down()
    tasks.close()


def room_below(editor) -> None:
    """Make the main map lower, so that there is room for more."""
    editor.draft.put_boxes({MAP: (22, 22, 316, 160)}, "Sized {piece} on sheet {name}", "")


def piece_of(editor):
    return editor.draft.arrangement.furniture[editor.draft.selection[0].index]


def commit(editor, path: str, value) -> None:
    editor.form.editors[path].committed.emit(value)


def test_another_map_is_added_and_bound_to_a_place_a_scale_a_theme_and_a_moment(editor, open_session, qtbot):
    room_below(editor)
    editor.deeds.add("detail")
    assert not editor.draft.faults
    commit(editor, "names.fr", "Gare")
    commit(editor, "scale", 2500.0)
    editor.form._take_middle()
    theme = editor.form.editors["theme"]
    theme.take("Bases")
    commit(editor, "moment", NOON)
    piece = piece_of(editor)
    assert (piece.names.fr, piece.scale, piece.centre) == ("Gare", 2500.0, (150_100.0, 170_200.0))
    (kept,) = open_session.document.of(Theme)
    assert piece.theme == kept.id
    assert theme.box.currentText() == "Bases"
    qtbot.waitUntil(lambda: len(editor.composition.details) == 1, timeout=60_000)
    theme.rename("Points")
    assert open_session.document.of(Theme)[0].names.fr == "Points"
    theme.delete()
    assert not open_session.document.of(Theme)
    assert piece_of(editor).theme == kept.id
    assert theme.box.currentText() == "Un thème absent"


def test_the_main_map_is_bound_by_the_sheet(editor, open_session):
    editor.draft.select((MAP,))
    commit(editor, "moment", NOON)
    assert editor.draft.sheet.moment == NOON
    editor.form.editors["theme"].take("Bases")
    assert editor.draft.sheet.theme == open_session.document.of(Theme)[0].id
    assert not open_session.document.of(Layout)


def test_a_text_is_written_in_the_form_and_an_unknown_field_waits_to_be_mended(editor, open_session):
    room_below(editor)
    editor.deeds.add("text")
    editor.canvas.opened.emit(editor.draft.selection[0])
    commit(editor, "text.fr", "Version {version}")
    commit(editor, "size_pt", 14.0)
    commit(editor, "weight", "bold")
    assert (piece_of(editor).text.fr, piece_of(editor).size_pt, piece_of(editor).weight) == (
        "Version {version}", 14.0, "bold"
    )  # fmt: skip
    count = edits(editor)
    commit(editor, "text.fr", "{wetter}")
    assert edits(editor) == count
    assert "{wetter}" in editor.state.text()
    commit(editor, "text.fr", "{title}")
    assert edits(editor) == count + 1


def test_a_picture_of_a_file_is_kept_in_the_dossier_once(editor, open_session, tmp_path: Path):
    room_below(editor)
    path = tmp_path / "logo.svg"
    path.write_bytes(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M0 0h20v10z"/></svg>'
    )
    editor.deeds.add("picture")
    editor.form.take_picture(path)
    (picture,) = open_session.document.of(Picture)
    assert piece_of(editor).picture == picture.id
    assert picture.names.fr == "logo"
    editor.form.take_picture(path)
    assert len(open_session.document.of(Picture)) == 1
    path.write_bytes(b"<svg><script/></svg>")
    count = edits(editor)
    editor.form.take_picture(path)
    assert edits(editor) == count


def test_a_layout_is_renamed_and_left_for_the_template(editor, open_session):
    assert editor.name.isHidden()
    room_below(editor)
    editor.name.committed.emit("Gares")
    assert open_session.document.of(Layout)[0].names.nl == "Gares"
    assert editor.name.text() == "Gares"
    editor.keeping.leave()
    assert not open_session.document.of(Layout)
    assert editor.draft.arrangement == sheet_template("bnip_a3")
    editor.draft.undo()
    assert editor.draft.layout.names.nl == "Gares"


def test_the_command_opens_the_editor_on_the_first_sheet(window):
    window.session.do(Label("New sheet"), put(window.session.document, sheet("bnip_a3", centre=MIDDLE)))
    window.commands.actions["arrange"].trigger()
    opened = window.panels._late["LayoutEditor"]
    assert opened.isVisible()
    assert opened.draft.sheet.template == "bnip_a3"


def test_enter_in_a_field_presses_no_button(editor, open_session):
    room_below(editor)
    editor.deeds.add("picture")
    assert not [button for button in editor.findChildren(QPushButton) if button.autoDefault()]
    count = edits(editor)
    editor.name.setFocus()
    editor.name.setText("Gares")
    QTest.keyClick(editor.name, Qt.Key.Key_Return)
    assert edits(editor) == count + 1
    assert editor.draft.layout.names.fr == "Gares"
