"""What the program remembers of its user: language, looks, windows, the files used last."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from cartoviewer.ui.theme import Appearance
from layers.position_system import PositionSystem
from resources.texts import Language
from symbols.sets import SymbolSet, read_sets, write_sets

__all__ = ["Preferences"]

_RECENT_MOST: Final = 8


class Preferences:
    """Typed access to the settings file.

    Parameters
    ----------
    settings
        Where they are kept: the user's configuration, or a file of a test.
    """

    def __init__(self, settings: QSettings) -> None:
        self.settings = settings

    @classmethod
    def of_user(cls) -> "Preferences":
        """Give the preferences of the user at this machine."""
        return cls(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "CartoViewer", "CartoViewer"))

    @property
    def language(self) -> Language | None:
        """The window's language, None when never chosen."""
        text = self._text("language")
        return Language(text) if text in (Language.FR, Language.NL, Language.EN) else None

    @language.setter
    def language(self, language: Language) -> None:
        self.settings.setValue("language", language.value)

    @property
    def appearance(self) -> Appearance:
        """Light, dark, or as the system."""
        text = self._text("appearance")
        return Appearance(text) if text in list(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self.settings.setValue("appearance", appearance.value)

    @property
    def position_system(self) -> PositionSystem:
        """How coordinates are written."""
        text = self._text("position_system")
        return PositionSystem(text) if text in list(PositionSystem) else PositionSystem.LAMBERT_72

    @position_system.setter
    def position_system(self, system: PositionSystem) -> None:
        self.settings.setValue("position_system", system.value)

    @property
    def pixels_per_inch(self) -> float:
        """Logical pixels in an inch of the screen, for a true scale; 96 unless it was measured."""
        text = self._text("pixels_per_inch")
        try:
            measured = float(text)
        except ValueError:
            return 96.0
        return measured if 40.0 <= measured <= 600.0 else 96.0

    @pixels_per_inch.setter
    def pixels_per_inch(self, measured: float) -> None:
        self.settings.setValue("pixels_per_inch", str(measured))

    @property
    def apart(self) -> bool:
        """Whether symbols that would cover one another move aside on the map."""
        return self._text("symbols_apart") != "no"

    @apart.setter
    def apart(self, on: bool) -> None:
        self.settings.setValue("symbols_apart", "yes" if on else "no")

    @property
    def recent_dossiers(self) -> tuple[Path, ...]:
        """The dossiers opened last, the newest first; those that are gone are left out."""
        return tuple(Path(text) for text in self._list("recent_dossiers") if Path(text).is_file())

    def remember_dossier(self, path: Path) -> None:
        """Put a dossier at the head of those used last."""
        others = [text for text in self._list("recent_dossiers") if Path(text) != path.resolve()]
        self.settings.setValue("recent_dossiers", [str(path.resolve()), *others][:_RECENT_MOST])

    @property
    def folder(self) -> Path:
        """Where dossiers go that the program makes itself; the user's documents unless it was set."""
        said = self._text("folder")
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(said) if said else Path(documents) / "CartoViewer"

    @property
    def recent_symbols(self) -> tuple[str, ...]:
        """The symbols placed last."""
        return self._list("recent_symbols")

    @recent_symbols.setter
    def recent_symbols(self, symbols: Sequence[str]) -> None:
        self.settings.setValue("recent_symbols", list(symbols))

    @property
    def symbol_sets(self) -> tuple[SymbolSet, ...]:
        """The user's own sets of symbols."""
        return read_sets(self._text("symbol_sets") or "[]")

    @symbol_sets.setter
    def symbol_sets(self, sets: Sequence[SymbolSet]) -> None:
        self.settings.setValue("symbol_sets", write_sets(sets))

    @property
    def window(self) -> tuple[QByteArray, QByteArray] | None:
        """Geometry and docks of the main window, None at first."""
        geometry, state = self.settings.value("window/geometry"), self.settings.value("window/state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    @window.setter
    def window(self, window: tuple[QByteArray, QByteArray]) -> None:
        self.settings.setValue("window/geometry", window[0])
        self.settings.setValue("window/state", window[1])

    def _text(self, key: str) -> str:
        value = self.settings.value(key, "")
        return value if isinstance(value, str) else ""

    def _list(self, key: str) -> tuple[str, ...]:
        # A list of one comes back from an INI file as the one text.
        value = self.settings.value(key)
        if isinstance(value, str):
            return (value,) if value else ()
        return tuple(str(each) for each in value) if isinstance(value, list) else ()
