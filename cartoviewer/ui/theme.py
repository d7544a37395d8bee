"""How the window looks: one set of tokens, a light and a dark palette, icons and text sizes.

Qt's Fusion style is used everywhere, so that the window is the same on each machine. Discipline and zone
colours are reserved for the map: the window has greys, one accent, and colours for what went wrong. Text and
background of each pair below keep a contrast of 4.5:1 or more (WCAG 2.1, 1.4.3); a test holds them to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

import qtawesome
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip, QWidget
from shiboken6 import isValid

from cartoviewer.ui.turns import Announcement, Turns

__all__ = ["DARK", "LIGHT", "SPACE_L", "SPACE_M", "SPACE_S", "Appearance", "Colours", "TextRole", "Theme"]

SPACE_S: Final = 4
SPACE_M: Final = 8
SPACE_L: Final = 16
"""The only distances between things, logical pixels."""


class Appearance(StrEnum):
    """Which palette: the system's wish, or one of the two."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TextRole(StrEnum):
    """What a text is for; its size follows from the system's own text size."""

    BODY = "body"
    SMALL = "small"
    HEADING = "heading"
    TITLE = "title"


_TEXT_FACTORS: Final = {TextRole.BODY: 1.0, TextRole.SMALL: 0.9, TextRole.HEADING: 1.15, TextRole.TITLE: 1.7}
_SMALLEST_PT: Final = 8.0
_AT_A_TIME: Final = 40
"""Widgets that take the new colours in one step."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette, colours as `#RRGGBB`. `text`, `muted`, `accent`… are read on `window` and on `surface`.

    `field` is the edge of what one types into, told from both at 3:1 (WCAG 2.1, 1.4.11).
    """

    window: str
    surface: str
    raised: str
    line: str
    field: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    selected: str
    danger: str
    warning: str
    success: str
    exercise: str
    on_exercise: str
    past: str
    on_past: str


LIGHT: Final = Colours(
    window="#F3F4F6",
    surface="#FFFFFF",
    raised="#E6E9ED",
    line="#CDD2D9",
    field="#838B95",
    text="#1A1E23",
    muted="#545D68",
    disabled="#8B939C",
    accent="#0A58A6",
    on_accent="#FFFFFF",
    selected="#D6E6F7",
    danger="#B3261E",
    warning="#7A4F00",
    success="#1B6632",
    exercise="#B5006E",
    on_exercise="#FFFFFF",
    past="#5B3A00",
    on_past="#FFFFFF",
)
DARK: Final = Colours(
    window="#1C2025",
    surface="#24292F",
    raised="#323941",
    line="#434B55",
    field="#7C8692",
    text="#E8EAED",
    muted="#A9B2BC",
    disabled="#6F7883",
    accent="#75B5FF",
    on_accent="#0B1A2B",
    selected="#27425F",
    danger="#FF8F85",
    warning="#F0C04F",
    success="#7FD794",
    exercise="#B5006E",
    on_exercise="#FFFFFF",
    past="#F0C04F",
    on_past="#241700",
)


class Theme(QObject):
    """The looks of the application, changeable while it runs.

    Parameters
    ----------
    application
        Gets style, palette, font and style sheet.
    appearance
        The palette to begin with.
    family
        The window's font; an empty string keeps the system's.
    turns
        In which the widgets take other colours; without, all do at once.

    Attributes
    ----------
    changed
        Announced when all that is drawn in a colour of its own is to be drawn anew.
    """

    def __init__(
        self,
        application: QApplication,
        appearance: Appearance = Appearance.SYSTEM,
        family: str = "",
        turns: Turns | None = None,
    ) -> None:
        super().__init__(application)
        self.changed = Announcement(turns)
        self._turns = turns
        self._application = application
        self._appearance = appearance
        self._base_pt = max(application.font().pointSizeF(), _SMALLEST_PT)
        self._family = family
        application.setStyle(QStyleFactory.create("Fusion"))
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        font = QFont(application.font())
        if family:
            font.setFamily(family)
        font.setPointSizeF(self._base_pt)
        application.setFont(font)
        sheet = _style_sheet(self._base_pt)
        # Every widget is polished anew for a style sheet, also for the same one.
        if sheet != application.styleSheet():
            application.setStyleSheet(sheet)
        self._take_palette()
        for widget in application.allWidgets():
            _polish(widget)

    @property
    def appearance(self) -> Appearance:
        """The palette that was chosen."""
        return self._appearance

    @property
    def is_dark(self) -> bool:
        """Tell whether the dark palette is shown."""
        if self._appearance is Appearance.SYSTEM:
            return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK

    @property
    def colours(self) -> Colours:
        """The palette that is shown."""
        return DARK if self.is_dark else LIGHT

    def choose(self, appearance: Appearance) -> None:
        """Change the palette of all windows at once."""
        if appearance is not self._appearance:
            self._appearance = appearance
            self._change()

    def font(self, role: TextRole = TextRole.BODY, *, bold: bool = False, larger: float = 1.0) -> QFont:
        """Give the font of a role, so many times larger; it grows with the system's text size."""
        font = QFont(self._application.font())
        font.setPointSizeF(max(self._base_pt * _TEXT_FACTORS[role] * larger, _SMALLEST_PT))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def icon(self, name: str, colour: str = "") -> QIcon:
        """Give an icon of Material Design Icons by its name there (`eye-outline`), in `colour` or the text's."""
        colours = self.colours
        icon: QIcon = qtawesome.icon(
            f"mdi6.{name}",
            color=colour or colours.text,
            color_active=colour or colours.text,
            color_disabled=colours.disabled,
        )
        return icon

    def _follow_system(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._change()

    def _change(self) -> None:
        # The style sheet names roles of the palette and stays as it is: changing it would hold the window for a
        # quarter of a second, since Qt then goes down from every widget to all below it.
        self._take_palette()
        widgets = self._application.allWidgets()
        if self._turns is None:
            for widget in widgets:
                _polish(widget)
        else:
            seen = [widget for widget in widgets if widget.isVisible()]
            hidden = [widget for widget in widgets if not widget.isVisible()]
            self._turns.add(_polishing(seen), _polishing(hidden))
        self.changed.emit()

    def _take_palette(self) -> None:
        palette = _palette(self.colours)
        self._application.setPalette(palette)
        QToolTip.setPalette(palette)


def _polishing(widgets: list[QWidget]) -> Iterator[Callable[[], None]]:
    """Give the steps in which widgets take their colours from the palette of now."""

    def take(some: list[QWidget]) -> None:
        for widget in some:
            if isValid(widget):
                _polish(widget)

    for first in range(0, len(widgets), _AT_A_TIME):
        yield partial(take, widgets[first : first + _AT_A_TIME])


def _polish(widget: QWidget) -> None:
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def _palette(colours: Colours) -> QPalette:
    """Give Qt's palette of ours.

    Three roles that Fusion does not draw with carry colours of ours for the style sheet: `Shadow` is the edge of a
    field, `Midlight` what is chosen, `LinkVisited` a warning.
    """
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.warning,
        role.Light: colours.surface,
        role.Midlight: colours.selected,
        role.Mid: colours.line,
        role.Dark: colours.line,
        role.Shadow: colours.field,
    }.items():
        palette.setColor(where, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, where, QColor(colours.disabled))
    palette.setColor(disabled, role.Highlight, QColor(colours.line))
    return palette


def _style_sheet(base_pt: float) -> str:
    """Give the few things a palette cannot say; widgets ask for them by the property `role`."""
    small, heading = (
        max(base_pt * _TEXT_FACTORS[role], _SMALLEST_PT) for role in (TextRole.SMALL, TextRole.HEADING)
    )
    title = base_pt * _TEXT_FACTORS[TextRole.TITLE]
    return f"""
QToolTip {{ color: palette(text); background: palette(base); border: 1px solid palette(mid);
    padding: {SPACE_S}px; }}
QLabel[role="muted"] {{ color: palette(placeholder-text); }}
QLabel[role="small"] {{ color: palette(placeholder-text); font-size: {small:.1f}pt; }}
QLabel[role="heading"] {{ font-size: {heading:.1f}pt; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {title:.1f}pt; font-weight: 600; }}
QLabel[role="danger"] {{ color: palette(bright-text); }}
QLabel[role="warning"] {{ color: palette(link-visited); }}
QToolBar {{ border: none; border-bottom: 1px solid palette(mid); padding: {SPACE_S}px {SPACE_M}px;
    spacing: {SPACE_S}px; background: palette(window); }}
QToolBar::separator {{ background: palette(mid); width: 1px; margin: {SPACE_S}px {SPACE_S}px; }}
QToolButton[autoRaise="true"] {{ border: 1px solid transparent; border-radius: 4px; padding: {SPACE_S}px; }}
QToolButton[autoRaise="true"]:hover {{ background: palette(button); }}
QToolButton[autoRaise="true"]:focus {{ border-color: palette(accent); }}
QToolButton[autoRaise="true"]:checked {{ background: palette(midlight); border-color: palette(accent); }}
QToolButton[autoRaise="true"][popupMode="1"] {{ padding-right: {SPACE_L}px; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[autoRaise="true"]::menu-button {{ border: none; width: {SPACE_L}px; }}
QLineEdit, QPlainTextEdit {{ background: palette(base); border: 1px solid palette(shadow);
    border-radius: 3px; padding: 2px {SPACE_S}px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid palette(accent); }}
QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit:read-only {{ background: palette(window);
    border-color: palette(mid); }}
QComboBox QLineEdit, QAbstractItemView QLineEdit {{ border: none; border-radius: 0; padding: 0; }}
QComboBox:disabled {{ color: palette(placeholder-text); }}
QCheckBox::indicator:unchecked {{ background: palette(base); border: 1px solid palette(shadow);
    border-radius: 2px; }}
QMainWindow::separator {{ background: palette(mid); width: 1px; height: 1px; }}
QStatusBar {{ border-top: 1px solid palette(mid); }}
QStatusBar::item {{ border: none; }}
QMenuBar {{ background: palette(window); }}
"""
