"""Who may see themes, layouts and past moments: shown in the window, changed there, kept in the log."""

import msgspec
import pytest

from bnip.incident import Incident
from bnip.sheet import Sheet
from bnip.theme import Theme
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.document.layouts import new_layout
from cartoviewer.scene.template import sheet_template
from cartoviewer.ui.level_button import LevelButton
from cartoviewer.ui.past_levels import past_levels
from cartoviewer.ui.theme_choice import ThemeChoice
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts

THEME = Theme(id="theme", sensitivity=Sensitivity.GREEN, names=Names.same("Shelters"))
LAYOUT = new_layout(Names.same("Own"), sheet_template("bnip_a3"))


@pytest.mark.parametrize("record", [THEME, LAYOUT])
def test_a_level_is_chosen_as_one_edit_with_a_name(qtbot, open_session, record):
    open_session.do(Label("Made"), put(open_session.document, record))
    button = LevelButton(open_session)
    qtbot.addWidget(button)
    button.show_record(record)
    assert button.text() == record.sensitivity.marking.removeprefix("TLP:")
    button.take(Sensitivity.RED)
    assert open_session.document.get(record.id).sensitivity is Sensitivity.RED
    assert "TLP:RED" in open_session.undo_label.write(Texts(Language.FR))
    open_session.undo()
    assert open_session.document.get(record.id).sensitivity is record.sensitivity


def test_the_choice_of_themes_shows_the_level_of_the_theme_chosen(qtbot, open_session, theme):
    open_session.do(Label("Made"), put(open_session.document, THEME))
    choice = ThemeChoice(open_session, theme)
    qtbot.addWidget(choice)
    choice.show_theme("")
    assert choice.level.isHidden()
    choice.show_theme("theme")
    assert not choice.level.isHidden()
    assert choice.level.text() == "GREEN"


def test_a_sheet_of_a_past_moment_says_what_is_stricter_now(open_session, clock):
    incident = open_session.document.of(Incident)[0]
    before = open_session.history.position
    strict = msgspec.structs.replace(incident, sensitivity=Sensitivity.RED)
    open_session.do(Label("Stricter"), put(open_session.document, strict))
    texts, sheet = Texts(Language.EN), open_session.document.of(Sheet)[0]
    assert past_levels(open_session).told(sheet, texts) == ""
    open_session.look_at(before)
    told = past_levels(open_session).told(sheet, texts)
    assert "Stricter than they were then (1)" in told
    assert "TLP:RED" in told
