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
    ARRANGE = "Arrange"
    MEASURE = "Measure"
    LAYER = "Layers"
    PUBLISH = "Publish"
    HELP = "Help"


class Needs(StrEnum):
    """When a command can be given."""

    NOTHING = "nothing"
    DOSSIER = "dossier"
    EDITING = "editing"
    SELECTION = "selection"
    MARKED = "marked"
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


ARRANGING: Final = (
    Command("cut", "Cut", "content-cut", _KEY.Cut, Section.EDIT, "cut_selected", Needs.SELECTION, on_map=True),
    Command("copy", "Copy", "content-copy", _KEY.Copy, Section.EDIT, "copy_selected", Needs.MARKED, on_map=True),
    Command("paste", "Paste", "content-paste", _KEY.Paste, Section.EDIT, "paste", Needs.EDITING, on_map=True),
    Command("duplicate", "Duplicate", "content-duplicate", "Ctrl+D", Section.EDIT, "duplicate", Needs.SELECTION,
            on_map=True),
    Command("lock", "Lock or unlock", "lock-outline", "Ctrl+L", Section.ARRANGE, "switch_lock", Needs.SELECTION),
    Command("hide", "Hide or show", "eye-off-outline", "", Section.ARRANGE, "switch_hidden", Needs.SELECTION),
    Command("split", "Cut in two…", "knife", "", Section.ARRANGE, "take_split", Needs.EDITING, checkable=True),
    Command("join", "Join into one", "vector-union", "", Section.ARRANGE, "join", Needs.SELECTION),
    Command("buffer", "Area around it…", "selection-ellipse", "", Section.ARRANGE, "take_buffer", Needs.SELECTION,
            checkable=True),
    Command("parallel", "Parallel line…", "format-line-spacing", "", Section.ARRANGE, "take_parallel",
            Needs.SELECTION, checkable=True),
    Command("simplify", "Simplify", "vector-curve", "", Section.ARRANGE, "simplify", Needs.SELECTION),
    Command("turn-right", "Turn 15° clockwise", "rotate-right", "", Section.ARRANGE, "turn_right",
            Needs.SELECTION),
    Command("turn-left", "Turn 15° counter-clockwise", "rotate-left", "", Section.ARRANGE, "turn_left",
            Needs.SELECTION),
    Command("align-west", "Align on the left", "align-horizontal-left", "", Section.ARRANGE, "align_west",
            Needs.SELECTION),
    Command("align-centre", "Align on the middle, one below the other", "align-horizontal-center", "",
            Section.ARRANGE, "align_centre", Needs.SELECTION),
    Command("align-east", "Align on the right", "align-horizontal-right", "", Section.ARRANGE, "align_east",
            Needs.SELECTION),
    Command("align-north", "Align at the top", "align-vertical-top", "", Section.ARRANGE, "align_north",
            Needs.SELECTION),
    Command("align-middle", "Align on the middle, side by side", "align-vertical-center", "", Section.ARRANGE,
            "align_middle", Needs.SELECTION),
    Command("align-south", "Align at the bottom", "align-vertical-bottom", "", Section.ARRANGE, "align_south",
            Needs.SELECTION),
    Command("spread-across", "Equal distances from left to right", "distribute-horizontal-center", "",
            Section.ARRANGE, "spread_across", Needs.SELECTION),
    Command("spread-up", "Equal distances from top to bottom", "distribute-vertical-center", "", Section.ARRANGE,
            "spread_up", Needs.SELECTION),
    Command("drawings", "List of all drawings", "format-list-bulleted", "Ctrl+Shift+L", Section.EDIT,
            "show_drawings"),
)  # fmt: skip

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
    Command("message", "Read a message…", "message-text-outline", "Ctrl+Shift+M", Section.EDIT, "read_message"),
    Command("copy-position", "Copy the coordinates", "content-copy", "Ctrl+Shift+C", Section.EDIT, "copy_position"),
    Command("now", "Back to now", "history", "", Section.EDIT, "back_to_now", Needs.PAST),
    Command("history", "History", "history", "Ctrl+H", Section.EDIT, "show_history",
            extra=("Ctrl+Shift+H",)),
    Command("zoom-in", "Zoom in", "magnify-plus-outline", _KEY.ZoomIn, Section.VIEW, "zoom_in", extra=("Ctrl+=",)),
    Command("zoom-out", "Zoom out", "magnify-minus-outline", _KEY.ZoomOut, Section.VIEW, "zoom_out"),
    Command("zoom-region", "The whole Region", "fit-to-page-outline", "Home", Section.VIEW, "zoom_region",
            on_map=True),
    Command("zoom-drawing", "The whole drawing", "image-filter-center-focus", "Ctrl+Home", Section.VIEW,
            "zoom_drawing"),
    Command("previous", "Previous view", "arrow-left", _KEY.Back, Section.VIEW, "previous_view"),
    Command("next", "Next view", "arrow-right", _KEY.Forward, Section.VIEW, "next_view"),
    Command("apart", "Move symbols apart", "arrow-expand-all", "", Section.VIEW, "switch_apart", checkable=True),
    Command("full-screen", "Full screen", "fullscreen", "F11", Section.VIEW, "full_screen", Needs.NOTHING,
            checkable=True),
    Command("next-part", "Next part of the window", "page-next-outline", "F6", Section.VIEW, "next_part",
            Needs.NOTHING),
    Command("previous-part", "Previous part of the window", "page-previous-outline", "Shift+F6", Section.VIEW,
            "previous_part", Needs.NOTHING),
    Command("float-panel", "Float or put back the panel", "dock-window", "Ctrl+F6", Section.VIEW, "float_panel"),
    Command("projector", "Projector view", "projector-screen-outline", "Shift+F11", Section.VIEW,
            "switch_projector", checkable=True),
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
    Command("shape", "Draw a shape", "shape-outline", "L", Section.DRAW, "take_shape", Needs.EDITING, on_map=True,
            checkable=True),
    Command("caption", "Write a text", "format-text", "T", Section.DRAW, "take_caption", Needs.EDITING, on_map=True,
            checkable=True),
    Command("corners", "Edit corners", "vector-polyline-edit", "E", Section.DRAW, "take_corners", Needs.EDITING,
            on_map=True, checkable=True),
    Command("snap", "Snap to what is drawn", "magnet", "N", Section.DRAW, "switch_snapping", on_map=True,
            checkable=True),
    *ARRANGING,
    Command("distance", "Measure a distance", "ruler", "D", Section.MEASURE, "take_distance", on_map=True,
            checkable=True),
    Command("area", "Measure an area", "vector-polygon", "A", Section.MEASURE, "take_area", on_map=True,
            checkable=True),
    Command("add-layer", "Add a layer…", "layers-plus", "Ctrl+I", Section.LAYER, "ask_layer", Needs.EDITING),
    Command("zoom-layers", "Zoom to all layers", "layers-search-outline", "", Section.LAYER, "zoom_layers"),
    Command("addresses", "Table of addresses…", "table-search", "", Section.LAYER, "place_table", Needs.EDITING),
    Command("index", "Index of places…", "book-search-outline", "", Section.LAYER, "show_index", Needs.NOTHING),
    Command("frame-sheet", "Frame a sheet", "crop-free", "F", Section.PUBLISH, "take_frame", Needs.EDITING,
            on_map=True, checkable=True),
    Command("series", "Series of sheets", "view-grid-plus-outline", "Shift+F", Section.PUBLISH, "show_series",
            Needs.EDITING, on_map=True),
    Command("sheets", "Map sheets…", "file-document-outline", _KEY.Print, Section.PUBLISH, "show_sheets"),
    Command("arrange", "Arrange the sheet…", "view-dashboard-edit-outline", "Ctrl+Shift+A", Section.PUBLISH,
            "arrange_shown"),
    Command("binder", "Binder of sheets…", "book-open-page-variant-outline", "Ctrl+Shift+B", Section.PUBLISH,
            "show_binder"),
    Command("plan", "Emergency plan", "clipboard-text-outline", "Ctrl+Shift+E", Section.PUBLISH, "show_plan"),
    Command("page", "Web page…", "web", "Ctrl+Shift+P", Section.PUBLISH, "show_page"),
    Command("keys", "Keys and commands", "keyboard-outline", _KEY.HelpContents, Section.HELP, "show_keys",
            Needs.NOTHING),
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
    # A platform has keys of its own for some commands (Ctrl+D deletes under X11); Qt gives neither of two.
    taken = {keys for other in COMMANDS if other is not command for keys in _chosen(other)}
    return [keys for text, keys in found.items() if text not in taken]


def _chosen(command: Command) -> tuple[str, ...]:
    """Give the keys that the table names itself."""
    return (*((command.keys,) if isinstance(command.keys, str) and command.keys else ()), *command.extra)


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
            Needs.MARKED: bool(session.selection),
            Needs.UNDO: session.undo_label is not None,
            Needs.REDO: session.redo_label is not None,
            Needs.PAST: session.moment is not None,
        }
        for command in COMMANDS:
            self.actions[command.id].setEnabled(can[command.needs])
        self.actions["apart"].setChecked(session.apart)
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
