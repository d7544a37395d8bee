"""All commands of the window in one table: menus, toolbar, shortcuts and the command search are made from it.

Shortcuts are the platform's standard ones wherever there is one, matched by what the key says and not by where
it lies: Ctrl+Z is the key with Z on it, on AZERTY too. Figures are avoided, since AZERTY has them above Shift.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Theme

__all__ = ["COMMANDS", "Command", "CommandSet", "Needs", "Section", "standing_keys"]


class Section(StrEnum):
    """A menu; the value is its English source text."""

    FILE = "File"
    EDIT = "Edit"
    VIEW = "View"
    DRAW = "Draw"
    MEASURE = "Measure"
    LAYER = "Layers"
    PUBLISH = "Publish"


class Needs(StrEnum):
    """When a command can be given."""

    NOTHING = "nothing"
    DOSSIER = "dossier"
    EDITING = "editing"
    SELECTION = "selection"
    UNDO = "undo"
    REDO = "redo"
    PAST = "past"


_KEY = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """One row.

    Attributes
    ----------
    handler
        The method of the main window that does it.
    on_map
        The key holds only while the map has the focus, so that letters can still be typed in fields.
    checkable
        A tool in hand, or a panel that is open.
    extra
        More keys for the same.
    """

    id: str
    text: str
    icon: str
    keys: QKeySequence.StandardKey | str
    section: Section
    handler: str
    needs: Needs = Needs.DOSSIER
    on_map: bool = False
    checkable: bool = False
    extra: tuple[str, ...] = ()


COMMANDS: Final = (
    Command("new", "New dossier…", "file-plus-outline", _KEY.New, Section.FILE, "new_dossier", Needs.NOTHING),
    Command("open", "Open a dossier…", "folder-open-outline", _KEY.Open, Section.FILE, "ask_dossier",
            Needs.NOTHING),
    Command("close", "Close the dossier", "close", _KEY.Close, Section.FILE, "close_dossier"),
    Command("quit", "Quit", "exit-to-app", _KEY.Quit, Section.FILE, "close", Needs.NOTHING, extra=("Ctrl+Q",)),
    Command("undo", "Undo", "undo", _KEY.Undo, Section.EDIT, "undo", Needs.UNDO),
    Command("redo", "Redo", "redo", _KEY.Redo, Section.EDIT, "redo", Needs.REDO, extra=("Ctrl+Y", "Ctrl+Shift+Z")),
    Command("delete", "Delete", "delete-outline", _KEY.Delete, Section.EDIT, "delete_selected", Needs.SELECTION,
            on_map=True),
    Command("select-all", "Select all drawings", "select-all", _KEY.SelectAll, Section.EDIT, "select_all",
            on_map=True),
    Command("search", "Search or command", "magnify", "Ctrl+K", Section.EDIT, "focus_search", Needs.NOTHING,
            extra=("Ctrl+F",)),
    Command("copy-position", "Copy the coordinates", "content-copy", "Ctrl+Shift+C", Section.EDIT, "copy_position"),
    Command("now", "Back to now", "history", "", Section.EDIT, "back_to_now", Needs.PAST),
    Command("history", "History", "history", "Ctrl+H", Section.EDIT, "show_history"),
    Command("zoom-in", "Zoom in", "magnify-plus-outline", _KEY.ZoomIn, Section.VIEW, "zoom_in", extra=("Ctrl+=",)),
    Command("zoom-out", "Zoom out", "magnify-minus-outline", _KEY.ZoomOut, Section.VIEW, "zoom_out"),
    Command("zoom-region", "The whole Region", "fit-to-page-outline", "Home", Section.VIEW, "zoom_region",
            on_map=True),
    Command("zoom-drawing", "The whole drawing", "image-filter-center-focus", "Ctrl+Home", Section.VIEW,
            "zoom_drawing"),
    Command("previous", "Previous view", "arrow-left", _KEY.Back, Section.VIEW, "previous_view"),
    Command("next", "Next view", "arrow-right", _KEY.Forward, Section.VIEW, "next_view"),
    Command("full-screen", "Full screen", "fullscreen", "F11", Section.VIEW, "full_screen", Needs.NOTHING,
            checkable=True),
    Command("select", "Select and move", "cursor-default-outline", "V", Section.DRAW, "take_select", on_map=True,
            checkable=True),
    Command("move", "Move objects", "cursor-move", "M", Section.DRAW, "take_move", Needs.EDITING, on_map=True,
            checkable=True),
    Command("incident", "Place an incident", "alert-rhombus-outline", "I", Section.DRAW, "take_incident",
            Needs.EDITING, on_map=True, checkable=True),
    Command("symbol", "Place a symbol", "map-marker-plus-outline", "S", Section.DRAW, "take_symbol",
            Needs.EDITING, on_map=True, checkable=True),
    Command("zone", "Draw a zone", "circle-double", "Z", Section.DRAW, "take_zone", Needs.EDITING, on_map=True,
            checkable=True),
    Command("route", "Draw a route", "vector-polyline", "R", Section.DRAW, "take_route", Needs.EDITING,
            on_map=True, checkable=True),
    Command("distance", "Measure a distance", "ruler", "D", Section.MEASURE, "take_distance", on_map=True,
            checkable=True),
    Command("area", "Measure an area", "vector-polygon", "A", Section.MEASURE, "take_area", on_map=True,
            checkable=True),
    Command("add-layer", "Add a layer…", "layers-plus", "Ctrl+I", Section.LAYER, "ask_layer", Needs.EDITING),
    Command("zoom-layers", "Zoom to all layers", "layers-search-outline", "", Section.LAYER, "zoom_layers"),
    Command("sheets", "Map sheets…", "file-document-outline", _KEY.Print, Section.PUBLISH, "show_sheets"),
    Command("page", "Web page…", "web", "Ctrl+Shift+P", Section.PUBLISH, "show_page"),
)  # fmt: skip


def standing_keys(command: Command) -> list[QKeySequence]:
    """Give all keys of a command on this platform, the one to show first."""
    if isinstance(command.keys, str):
        first = [QKeySequence(command.keys)] if command.keys else []
    else:
        first = QKeySequence.keyBindings(command.keys)
    found: dict[str, QKeySequence] = {}
    for keys in (*first, *(QKeySequence(text) for text in command.extra)):
        found.setdefault(keys.toString(QKeySequence.SequenceFormat.PortableText), keys)
    return list(found.values())


class CommandSet(QObject):
    """The commands as Qt actions, written in the language of the session and enabled as it allows.

    Parameters
    ----------
    handlers
        Has a method for each command's `handler`.
    canvas
        The widget that must have the focus for keys of `on_map` commands.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        handlers: Mapping[str, Callable[[], object]],
        window: QWidget,
        canvas: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._theme = theme
        self.actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(self)
            action.setObjectName(command.id)
            action.setCheckable(command.checkable)
            action.setShortcuts(standing_keys(command))
            action.setShortcutContext(
                Qt.ShortcutContext.WidgetShortcut if command.on_map else Qt.ShortcutContext.WindowShortcut
            )
            action.triggered.connect(_without_arguments(handlers[command.handler]))
            (canvas if command.on_map else window).addAction(action)
            self.actions[command.id] = action
        session.document_changed.connect(self.refresh)
        session.dossier_changed.connect(self.refresh)
        session.moment_changed.connect(self.refresh)
        session.selection_changed.connect(self.refresh)
        session.language_changed.connect(self.write)
        theme.changed.connect(self.write)
        self.write()

    def of(self, section: Section) -> list[QAction]:
        """Give the actions of one menu, in the order of the table."""
        return [self.actions[command.id] for command in COMMANDS if command.section is section]

    def write(self) -> None:
        """Write all commands in the language and the colours of now."""
        for command in COMMANDS:
            action = self.actions[command.id]
            action.setIcon(self._theme.icon(command.icon))
            action.setText(self._session.texts(command.text))
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now; undo and redo say what they would do."""
        session, texts = self._session, self._session.texts
        can = {
            Needs.NOTHING: True,
            Needs.DOSSIER: session.dossier is not None,
            Needs.EDITING: session.can_edit,
            Needs.SELECTION: session.can_edit and bool(session.selection),
            Needs.UNDO: session.undo_label is not None,
            Needs.REDO: session.redo_label is not None,
            Needs.PAST: session.moment is not None,
        }
        for command in COMMANDS:
            self.actions[command.id].setEnabled(can[command.needs])
        for command_id, label, text in (
            ("undo", session.undo_label, "Undo: {label}"),
            ("redo", session.redo_label, "Redo: {label}"),
        ):
            action = self.actions[command_id]
            if label is not None:
                action.setText(texts(text, label=label.write(texts)))
            else:
                action.setText(texts("Undo") if command_id == "undo" else texts("Redo"))
        for command in COMMANDS:
            action = self.actions[command.id]
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{action.text()} ({keys})" if keys else action.text())


def _without_arguments(handler: Callable[[], object]) -> Callable[[], None]:
    """Hide from the handler that Qt tells whether an action is checked."""

    def call() -> None:
        handler()

    return call
