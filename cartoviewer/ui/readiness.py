"""Whether the desk can do its work when the network is cut: told in the status line, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from cartoviewer.ui.ground import Ground
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import Theme
from layers.crs import grid_available

__all__ = ["Readiness"]


class Readiness(QToolButton):
    """Ready, or what is missing.

    Layers lie in the dossier, and symbols, letters and pages in the program; what a machine may lack is the index
    of places, without which no address is found. NGI's grid is only told: without it places are 0.2 m off at most.

    Signals
    -------
    index_wanted
        The index of places is to be built.
    """

    index_wanted = Signal()

    def __init__(
        self, session: Session, theme: Theme, tasks: TaskRunner, ground: Ground, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._ground = ground
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self.index_wanted)
        # The index is built by a task, here or in another window of the program.
        tasks.ended.connect(self.write)
        session.dossier_changed.connect(self.write)
        session.language_changed.connect(self.write)
        theme.changed.connect(self.write)
        self.write()

    @property
    def is_ready(self) -> bool:
        """Tell whether all is there that the work needs."""
        return self._ground.exists

    def write(self) -> None:
        """Look again, and tell it in the language and the colours of now."""
        texts, colours = self._session.texts, self._theme.colours
        self.setVisible(self._session.dossier is not None)
        told = [texts("The layers of the dossier are in its file; symbols and sheets are in the program.")]
        if self._ground.exists:
            told.append(texts("The index of places is there: addresses are found without a network."))
        else:
            told.append(texts("There is no index of places on this machine: click to build it."))
        if grid_available():
            told.append(texts("NGI’s grid is there: Lambert 72 and WGS 84 agree to a centimetre."))
        else:
            told.append(texts("NGI’s grid is not there: Lambert 72 and WGS 84 agree to 0.2 m in Brussels only."))
        ready = self.is_ready
        self.setIcon(
            self._theme.icon("wifi-off", colours.success)
            if ready
            else self._theme.icon("alert-outline", colours.warning)
        )
        self.setText(texts("Ready without network") if ready else texts("Not ready without network"))
        self.setToolTip("\n".join(told))
        self.setAccessibleDescription(" ".join(told))
