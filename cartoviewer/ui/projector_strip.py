"""The line at the desk that steers the screen of the crisis room; hidden while there is no such screen."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QScreen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from cartoviewer.ui.audience_choice import AUDIENCE_TEXTS
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.canvas_render import Draw
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.menus import LANGUAGES
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.projection import Follow, Projection
from cartoviewer.ui.projector import Projector
from cartoviewer.ui.projector_map import MAGNIFICATIONS
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from resources.texts import Language

__all__ = ["ProjectorStrip"]

_FOLLOWS: Final = {
    Follow.WINDOW: "Follows this map",
    Follow.OWN: "Its own place",
    Follow.HELD: "Picture held",
}


class ProjectorStrip(QFrame):
    """Opens the projector view, and chooses whose view it shows and what moves its map.

    Parameters
    ----------
    draw
        Gives what makes the pictures of the second map; asked for when the view is first opened.

    Signals
    -------
    switched
        The view was opened or closed; `is_open` tells which.
    """

    switched = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        canvas: Canvas,
        messages: Messages,
        draw: Callable[[], Draw],
        now: Callable[[], datetime],
        pixels_per_inch: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._canvas = canvas
        self._draw = draw
        self._now = now
        self._pixels_per_inch = pixels_per_inch
        self.projection = Projection(session, lambda: canvas.is_busy, self)
        self.projection.failed.connect(messages.report)
        self._messages = messages
        self._projector: Projector | None = None
        self._icon, self._title = QLabel(), QLabel()
        self.audience, self.follow = CalmBox(), CalmBox()
        self.here, self.more, self._close = QPushButton(), QToolButton(autoRaise=True), QToolButton(autoRaise=True)
        for box, values in ((self.audience, AUDIENCE_TEXTS), (self.follow, _FOLLOWS)):
            box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
            for value in values:
                box.addItem("", value)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._list)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self.audience, 1)
        row.addWidget(self.follow, 1)
        row.addWidget(self.here)
        row.addWidget(self.more)
        row.addWidget(self._close)
        self.audience.activated.connect(
            lambda: self.projection.choose_audience(list(AUDIENCE_TEXTS)[self.audience.currentIndex()])
        )
        self.follow.activated.connect(
            lambda: self.projection.choose_follow(list(_FOLLOWS)[self.follow.currentIndex()])
        )
        self.here.clicked.connect(self._show_here)
        self._close.clicked.connect(self.close_projector)
        self.projection.changed.connect(self._on_changed)
        self.projection.published.connect(self._write)
        canvas.settled.connect(self._on_settled)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self.hide()
        self._write()

    @property
    def projector(self) -> Projector | None:
        """The window of the room, None while it is closed."""
        return self._projector

    @property
    def is_open(self) -> bool:
        """Tell whether the room has its view."""
        return self._projector is not None

    # Handler of a command, by the name in the table

    def switch_projector(self) -> None:
        """Open the view of the room, on the second screen where there is one, or close it."""
        if self._projector is not None:
            self.close_projector()
            return
        projector = Projector(self.projection, self._theme, self._draw(), self._now, self._pixels_per_inch)
        projector.closed.connect(self.close_projector)
        projector.map.moved.connect(lambda: self.projection.choose_follow(Follow.OWN))
        projector.map.failed.connect(self._messages.report)
        self._projector = projector
        others = [screen for screen in QGuiApplication.screens() if screen is not self.screen()]
        if others:
            projector.show_on(others[0])
        else:
            projector.show()
        projector.map.follow(self._canvas.view)
        self.projection.switch(on=True)
        self.show()
        self.switched.emit()

    def close_projector(self) -> None:
        """Close the view of the room."""
        projector, self._projector = self._projector, None
        if projector is not None:
            self.projection.switch(on=False)
            projector.close_down()
            self.hide()
            self.switched.emit()

    def close_down(self) -> None:
        """Let go of the window and of the thread."""
        self.close_projector()
        self.projection.close_down()

    # Inside

    def _on_settled(self) -> None:
        """Take the room along when the desk's map has come to rest: nobody there gets giddy."""
        if self._projector is not None and self.projection.follow is Follow.WINDOW:
            self._projector.map.follow(self._canvas.view)

    def _on_changed(self) -> None:
        if self._projector is not None:
            if self.projection.follow is Follow.WINDOW:
                self._projector.map.follow(self._canvas.view)
            else:
                self._projector.map.stay()
        self._write()

    def _show_here(self) -> None:
        """Bring the place of the desk's map to the room, which then stays there."""
        if self._projector is not None:
            self._projector.map.follow(self._canvas.view)
            if self.projection.follow is not Follow.WINDOW:
                self._projector.map.stay()

    def _list(self) -> None:
        """List what is chosen seldom: size, language, screen."""
        projector, texts = self._projector, self._session.texts
        self._menu.clear()
        if projector is None:
            return
        sizes = self._menu.addMenu(texts("Size of symbols and words"))
        for size in MAGNIFICATIONS:
            self._choice(
                sizes,
                f"{round(size * 100)} %",
                partial(projector.map.magnify, size),
                on=size == projector.map.magnification,
            )
        languages = self._menu.addMenu(texts("Language of the room"))
        spoken = self.projection.own_language
        both = f"{LANGUAGES[Language.FR]} + {LANGUAGES[Language.NL]}"
        spoken_names = ((None, texts("As this window")), *LANGUAGES.items(), (Language.FR_NL, both))
        for language, name in spoken_names:
            self._choice(
                languages,
                name,
                partial(self.projection.choose_language, language),
                on=language is spoken,
            )
        screens = self._menu.addMenu(texts("Screen"))
        for number, screen in enumerate(QGuiApplication.screens(), 1):
            pixels = screen.size()
            name = screen.name()
            words = texts("Screen {n}: {name}", n=number, name=name) if name else texts("Screen {n}", n=number)
            self._choice(
                screens,
                f"{words} ({pixels.width()} × {pixels.height()})",
                partial(self._fill, screen),
                on=screen is projector.screen() and projector.isFullScreen(),
            )
        full = self._menu.addAction(texts("Full screen"))
        full.setCheckable(True)
        full.setChecked(projector.isFullScreen())
        full.triggered.connect(projector.switch_full_screen)

    def _choice(self, menu: QMenu, words: str, take: Callable[[], None], *, on: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda _checked=False: take())
        group = menu.findChild(QActionGroup) or QActionGroup(menu)
        group.addAction(action)
        return action

    def _fill(self, screen: QScreen) -> None:
        if self._projector is not None:
            self._projector.show_on(screen)

    def _write(self) -> None:
        texts, projection = self._session.texts, self.projection
        self._icon.setPixmap(self._theme.icon("projector-screen-outline").pixmap(20, 20))
        self._title.setText(texts("Projector"))
        for box, words, named, value in (
            (self.audience, texts("Whose view the room sees"), AUDIENCE_TEXTS, projection.audience),
            (self.follow, texts("What moves the map of the room"), _FOLLOWS, projection.follow),
        ):
            for index, name in enumerate(named.values()):
                box.setItemText(index, texts(name))
            box.setCurrentIndex(list(named).index(value))
            box.setAccessibleName(words)
            box.setToolTip(words)
        missing = projection.left_out
        if missing is not None:
            self.audience.setToolTip("\n".join((texts("Whose view the room sees"), *missing.lines(texts))))
        self.here.setText(texts("Show this place"))
        self.here.setToolTip(texts("Bring the place of this map to the room"))
        self.here.setVisible(projection.follow is not Follow.WINDOW)
        for button, icon, words in (
            (self.more, "dots-horizontal", texts("Size, language, screen")),
            (self._close, "close", texts("Close the projector view")),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.setAccessibleName(texts("Projector"))
