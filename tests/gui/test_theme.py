"""The looks of the window can be read by everyone."""

import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from cartoviewer.ui.theme import DARK, LIGHT, Appearance, Colours, TextRole, Theme


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [part / 255 for part in (QColor(colour).red(), QColor(colour).green(), QColor(colour).blue())]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(colours: Colours):
    for text in ("text", "muted", "accent", "danger", "warning", "success"):
        for ground in ("window", "surface"):
            assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5, (text, ground)
    for text, ground in (
        ("text", "raised"),
        ("text", "selected"),
        ("on_accent", "accent"),
        ("on_exercise", "exercise"),
        ("on_past", "past"),
    ):
        assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_is_seen_inside_and_outside(colours: Colours):
    assert contrast(colours.field, colours.window) >= 3.0
    assert contrast(colours.field, colours.surface) >= 3.0


def test_an_exercise_has_one_colour_in_light_and_dark():
    assert (LIGHT.exercise, LIGHT.on_exercise) == (DARK.exercise, DARK.on_exercise)


def test_text_grows_with_the_size_the_system_asks_for(qapp: QApplication):
    before = qapp.font()
    try:
        bigger = QFont(before)
        bigger.setPointSizeF(16)
        qapp.setFont(bigger)
        theme = Theme(qapp, Appearance.LIGHT)
        assert theme.font(TextRole.BODY).pointSizeF() == 16
        assert theme.font(TextRole.SMALL).pointSizeF() < 16 < theme.font(TextRole.HEADING).pointSizeF()
    finally:
        qapp.setFont(before)


def test_looks_change_at_once_for_everyone(qtbot, qapp: QApplication):
    theme = Theme(qapp, Appearance.LIGHT)
    light = qapp.palette().window().color()
    told: list[object] = []
    theme.changed.connect(told.append)
    theme.choose(Appearance.DARK)
    assert told
    assert qapp.palette().window().color() != light
    theme.choose(Appearance.LIGHT)
