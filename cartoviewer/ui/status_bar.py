"""The line below the map: where the mouse is, the scale, the grid, and what is going on."""

import re
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QFont, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QProgressBar, QStatusBar, QToolButton, QWidget

from bnip.record import Point
from cartoviewer.scene.view import MapView
from cartoviewer.ui.one_line import OneLine
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import SPACE_M, Theme
from layers.position import write_position
from layers.position_system import PositionSystem
from resources.texts import Texts

__all__ = ["SCALES", "StatusBar", "read_scale", "write_scale"]

SCALES: Final = (500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000)
_BUSY_AFTER_MS: Final = 250
_NARROW_LETTERS: Final = 185
_SAMPLE: Final[Point] = (148_888.0, 168_888.0)


def read_scale(text: str) -> float | None:
    """Read a scale as people type it: `1:10000`, `1/10.000`, `10 000`, `10k`; None when it is none."""
    found = re.fullmatch(r"(?:1\s*[:/])?\s*(\d[\d\s.,'’\u00a0\u202f]*)(k?)", text.strip().lower())
    if found is None:
        return None
    figures = re.sub(r"\D", "", found[1])
    scale = float(figures) * (1000.0 if found[2] else 1.0)
    return scale if scale >= 1.0 else None


def write_scale(scale: float, texts: Texts) -> str:
    """Write a scale: `1:10 000`, to three figures where it is not round."""
    rounded = float(f"{scale:.3g}") if scale >= 1000 else round(scale)
    return f"1:{texts.number(rounded)}"


class StatusBar(QStatusBar):
    """The status line.

    Signals
    -------
    scale_chosen (float), epsg_chosen (int), system_chosen (PositionSystem)
        The user has chosen another scale, grid or coordinate system.
    copied (str)
        The coordinates of the map's place were copied.
    """

    scale_chosen = Signal(float)
    epsg_chosen = Signal(int)
    system_chosen = Signal(object)
    copied = Signal(str)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        system: PositionSystem,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._system = system
        self._place: Point | None = None
        self._first: QToolButton | None = None
        self._view: MapView | None = None
        self._work = _WorkLine(session, theme, tasks)
        self._position = QToolButton(autoRaise=True, popupMode=QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        figures = theme.font()
        # Figures of one width: the coordinates do not tremble while the mouse moves.
        figures.setFeature(QFont.Tag("tnum"), 1)
        self._position.setFont(figures)
        self._position.clicked.connect(self.copy_position)
        self._systems = QMenu(self._position)
        self._position.setMenu(self._systems)
        self._scale = QComboBox(editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        self._scale.setMinimumContentsLength(12)
        self._scale.activated.connect(self._choose_scale)
        field = self._scale.lineEdit()
        if field is not None:
            field.returnPressed.connect(self._type_scale)
            field.editingFinished.connect(self._write_scale)
        self._grid = QComboBox()
        for system in (PositionSystem.LAMBERT_72, PositionSystem.LAMBERT_2008):
            self._grid.addItem(system.label, system.epsg)
        self._grid.activated.connect(lambda: self.epsg_chosen.emit(self._grid.currentData()))
        self._state = QLabel()
        self.addWidget(self._work, 1)
        for widget in (self._state, self._position, self._scale, self._grid):
            self.addPermanentWidget(widget)
        session.language_changed.connect(self._write)
        session.dossier_changed.connect(self._write)
        session.moment_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def put_first(self, button: QToolButton) -> None:
        """Put a button before the others; in a narrow window it keeps its icon only."""
        self._first = button
        self.insertPermanentWidget(1, button)

    def minimumSizeHint(self) -> QSize:
        """Leave it to the map how narrow the window may be."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    @property
    def scale_box(self) -> QComboBox:
        """The field of the scale."""
        return self._scale

    @property
    def position_text(self) -> str:
        """The coordinates as they are shown."""
        return self._position.text()

    def show_place(self, place: Point | None) -> None:
        """Show where the mouse is (Lambert 72); None leaves the last place standing."""
        if place is not None:
            self._place = place
            self._position.setText(write_position(*place, self._system, self._session.texts))

    def show_view(self, view: MapView) -> None:
        """Show scale and grid of the view."""
        self._view = view
        self._write_scale()
        self._grid.setCurrentIndex(self._grid.findData(view.epsg))

    def show_drawing(self, *, busy: bool) -> None:
        """Tell that the map is being drawn."""
        self._work.show_drawing(busy=busy)

    def copy_position(self) -> None:
        """Copy the coordinates."""
        if self._place is not None:
            text = write_position(*self._place, self._system, self._session.texts)
            QGuiApplication.clipboard().setText(text)
            self.copied.emit(text)

    def choose_system(self, system: PositionSystem) -> None:
        """Write coordinates in another system."""
        self._system = system
        self.show_place(self._place)
        self._write_systems()
        self._widen()
        self.system_chosen.emit(system)

    def _widen(self) -> None:
        """Keep the field as wide as its coordinates are, also while the mouse is not on the map."""
        sample = write_position(*_SAMPLE, self._system, self._session.texts)
        arrow = self._position.sizeHint().width() - self._position.fontMetrics().horizontalAdvance(
            self.position_text
        )
        self._position.setMinimumWidth(self._position.fontMetrics().horizontalAdvance(sample) + arrow)

    def _choose_scale(self) -> None:
        """Take a scale of the list; Qt tells of one too when the keyboard only passes by."""
        scale = read_scale(self._scale.currentText())
        if self._view is None or scale != round(self._view.scale):
            self._type_scale()

    def _type_scale(self) -> None:
        scale = read_scale(self._scale.currentText())
        if scale is None:
            self._write_scale()
        else:
            self.scale_chosen.emit(scale)

    def _write_scale(self) -> None:
        if self._view is not None:
            self._scale.setEditText(write_scale(self._view.scale, self._session.texts))

    def _write_systems(self) -> None:
        self._systems.clear()
        group = QActionGroup(self._systems)
        for system in PositionSystem:
            action = self._systems.addAction(system.label)
            action.setCheckable(True)
            action.setChecked(system is self._system)
            action.triggered.connect(lambda _=False, system=system: self.choose_system(system))
            group.addAction(action)

    def _write(self) -> None:
        texts = self._session.texts
        self._write_systems()
        self._position.setToolTip(texts("Coordinates under the mouse: click to copy, arrow to choose the system"))
        self._position.setAccessibleName(texts("Coordinates"))
        if self._place is None:
            self._position.setText("–")
        self.show_place(self._place)
        self._widen()
        self._scale.clear()
        self._scale.addItems([write_scale(scale, texts) for scale in SCALES])
        self._scale.setToolTip(texts("Scale: choose it or type it"))
        self._scale.setAccessibleName(texts("Scale"))
        self._write_scale()
        self._grid.setToolTip(texts("The grid the map is drawn in"))
        self._grid.setAccessibleName(texts("The grid the map is drawn in"))
        for widget in (self._position, self._scale, self._grid):
            widget.setVisible(self._session.dossier is not None)
        read_only = self._session.is_read_only
        self._state.setText(texts("Read only") if read_only else texts("All levels shown"))
        self._state.setProperty("role", "warning" if read_only else "muted")
        self._state.style().polish(self._state)
        self._state.setToolTip(
            texts("This dossier is open elsewhere or protected: it can be looked at and printed.")
            if read_only
            else texts("The window shows everything. What leaves the house is limited to its audience.")
        )
        self._fit()

    def _fit(self) -> None:
        """Show what is always so only where there is room for it."""
        is_narrow = self.width() < _NARROW_LETTERS * self.fontMetrics().averageCharWidth()
        session = self._session
        self._state.setVisible(session.dossier is not None and (session.is_read_only or not is_narrow))
        if self._first is not None:
            style = Qt.ToolButtonStyle
            self._first.setToolButtonStyle(
                style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
            )


class _WorkLine(QWidget):
    """What is going on: the oldest task with its progress, a cross to stop it, and the drawing of the map."""

    def __init__(self, session: Session, theme: Theme, tasks: TaskRunner) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._drawing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, 0, SPACE_M, 0)
        row.setSpacing(SPACE_M)
        self._text = OneLine()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedSize(QSize(120, 8))
        self._stop = QToolButton(autoRaise=True)
        self._stop.setIconSize(QSize(14, 14))
        self._stop.clicked.connect(self._cancel)
        for part in (self._bar, self._stop):
            # What comes and goes has its place: nothing beside it moves, and the window does not grow.
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        # The line keeps its height, and with it the map, whether or not something goes on.
        self.setMinimumHeight(self._stop.sizeHint().height())
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        row.addWidget(self._text, 1)
        self._patience = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._patience.timeout.connect(self._write)
        tasks.started.connect(self._on_started)
        tasks.ended.connect(self._write)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def show_drawing(self, *, busy: bool) -> None:
        """Tell that the map is being drawn; a quick picture is not worth a word."""
        self._drawing = busy
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            self._write()

    def _on_started(self, task: Task) -> None:
        task.progressed.connect(self._write)
        self._write()

    def _cancel(self) -> None:
        if self._tasks.running:
            self._tasks.running[0].cancel()
            self._write()

    def _write(self) -> None:
        texts = self._session.texts
        running = self._tasks.running
        self._stop.setVisible(bool(running))
        self._stop.setIcon(self._theme.icon("close-circle-outline"))
        self._stop.setToolTip(texts("Stop"))
        self._stop.setAccessibleName(texts("Stop"))
        drawing = self._drawing and not self._patience.isActive()
        self._bar.setVisible(bool(running) or drawing)
        self._text.say("")
        if running:
            task = running[0]
            known = task.share >= 0
            self._bar.setRange(0, 100 if known else 0)
            self._bar.setValue(round(task.share * 100))
            said = task.title.write(texts)
            if task.is_cancelled:
                said = texts("Stopping: {task}", task=said)
            elif task.text:
                said = f"{said} – {texts(task.text)}"
            self._text.say(said)
        elif drawing:
            self._bar.setRange(0, 0)
            self._text.say(texts("Drawing the map"))
