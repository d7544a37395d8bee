"""What the chosen piece of a sheet says and shows: its words, its look, what a map is bound to."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bnip.furniture import FurnitureSpec, MapPieceSpec, PictureSpec, TableSpec
from bnip.picture import Picture
from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.render.picture_reading import read_picture
from cartoviewer.scene.layout_parts import MAP, Part, with_piece
from cartoviewer.scene.text_fields import TEXT_FIELDS
from cartoviewer.scene.view import MapView
from cartoviewer.ui.field_editors import ChoiceEditor
from cartoviewer.ui.layout_draft import LayoutDraft
from cartoviewer.ui.layout_piece_fields import Editor, fields_of_kind, value_at, with_value
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.moment_choice import MomentChoice
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme
from cartoviewer.ui.theme_choice import ThemeChoice
from layers.crs import LAMBERT_72, transform_point
from layers.errors import Problem
from layers.schema import schemas
from resources.texts import Names

__all__ = ["LayoutPieceForm"]

_CHANGED: Final = "Changed {piece} on sheet {name}"
_PICTURES: Final = "*.png *.jpg *.jpeg *.svg"
_ROLE: Final = Qt.ItemDataRole.UserRole


class LayoutPieceForm(QWidget):
    """The form of one piece; each change is one edit.

    Parameters
    ----------
    view
        What the map of the window shows, whose middle a map can take.

    Signals
    -------
    shown (bool)
        There is something to be said of what is chosen.
    """

    shown = Signal(bool)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        draft: LayoutDraft,
        messages: Messages,
        view: Callable[[], MapView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._draft = draft
        self._messages = messages
        self._view = view
        self._made: object = None
        self.editors: dict[str, Any] = {}
        self._labels: list[tuple[QLabel, str]] = []
        self._body = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._body)
        draft.changed.connect(self._follow)
        session.language_changed.connect(self._rebuild)
        theme.changed.connect(self._rebuild)

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        for editor in self.editors.values():
            if isinstance(editor, QWidget) and editor.isEnabled():
                editor.setFocus()
                return

    # What is edited

    @property
    def _part(self) -> Part | None:
        chosen = self._draft.selection
        return chosen[0] if len(chosen) == 1 else None

    @property
    def _piece(self) -> FurnitureSpec | None:
        part, arrangement = self._part, self._draft.arrangement
        if part is None or arrangement is None or part.kind != "furniture":
            return None
        return arrangement.furniture[part.index]

    def change(self, path: str, value: Any) -> None:
        """Give the chosen piece another value."""
        part, piece, arrangement = self._part, self._piece, self._draft.arrangement
        if part is None or piece is None or arrangement is None or value_at(piece, path) == value:
            return
        after = with_value(piece, path, value)
        self._draft.put(with_piece(arrangement, part, after), self._draft.named(_CHANGED, piece))

    def change_sheet(self, text: str, **values: Any) -> None:
        """Bind the main map: that is said of the sheet, not of its layout."""
        sheet = self._draft.sheet
        if sheet is not None and self._draft.can_edit:
            after = msgspec.structs.replace(sheet, **values)
            if after != sheet:
                self._session.do(Label(text, {"name": sheet.names}), put(self._session.document, after))

    def take_picture(self, path: Path) -> None:
        """Put a picture of a file on the sheet; it is kept in the dossier, as strict as the sheet."""
        part, piece, arrangement, sheet = self._part, self._piece, self._draft.arrangement, self._draft.sheet
        if part is None or not isinstance(piece, PictureSpec) or arrangement is None or sheet is None:
            return
        try:
            picture = read_picture(path.read_bytes(), path.name, sheet.sensitivity)
        except (Problem, OSError) as error:
            self._messages.report(error)
            return
        if self._session.document.get(picture.id) is None:
            label = Label("Picture {name} taken into the dossier", {"name": picture.names})
            if self._session.do(label, put(self._session.document, picture)) is None:
                return
        self.change("picture", picture.id)

    # Building

    def _follow(self) -> None:
        piece, part = self._piece, self._part
        kind = str(piece.__struct_config__.tag) if piece is not None else "main" if part == MAP else ""
        made = (kind, self._choices_there())
        if made != self._made:
            self._made = made
            self._build(kind)
        self._show_values()

    def _choices_there(self) -> tuple[object, ...]:
        """Give what the lists are made of: another layer, picture or scenario makes other lists."""
        document, piece = self._session.document, self._piece
        layer = piece.layer if isinstance(piece, TableSpec) else ""
        return (
            tuple((one.id, one.names) for one in document.of(Layer)),
            tuple(one.id for one in document.of(Picture)),
            tuple((one.id, one.names) for one in self._scenarios()),
            layer,
        )

    def _rebuild(self) -> None:
        self._made = None
        self._follow()

    def _build(self, kind: str) -> None:
        """Make the fields of a kind of piece."""
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(SPACE_S)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.editors = {}
        if kind == "main":
            self._bind_main(form)
        if kind == "picture":
            self._add_pictures(form)
        if kind == "table":
            self._add_table(form)
        for field in fields_of_kind(kind) if kind not in ("", "main") else ():
            editor = field.make()
            editor.committed.connect(partial(self.change, field.path))
            self._add(form, field.path, field.text, editor)
        if kind == "map":
            self._bind_detail(form)
        if kind == "text":
            known = QLabel(
                self._session.texts("Fields: {fields}", fields=" ".join(f"{{{f}}}" for f in TEXT_FIELDS))
            )
            known.setWordWrap(True)
            known.setProperty("role", "muted")
            form.addRow(known)
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
        self.shown.emit(bool(self.editors))

    def _add(self, form: QFormLayout, path: str, text: str, editor: Editor | ThemeChoice | QListWidget) -> None:
        words = self._session.texts(text)
        label = QLabel(words)
        label.setProperty("role", "muted")
        label.setBuddy(editor)
        editor.setAccessibleName(words)
        if not isinstance(editor, ThemeChoice | QListWidget):
            editor.write(self._session.texts)
        form.addRow(label, editor)
        self.editors[path] = editor

    def _bind_main(self, form: QFormLayout) -> None:
        theme = ThemeChoice(self._session, self._theme)
        theme.committed.connect(lambda chosen: self.change_sheet("Sheet {name}: another theme", theme=chosen))
        self._add(form, "theme", "Theme", theme)
        moment = MomentChoice(self._session, self._theme)
        moment.committed.connect(lambda then: self.change_sheet("Sheet {name}: another moment", moment=then))
        self._add(form, "moment", "As it stood at (empty: now)", moment)

    def _bind_detail(self, form: QFormLayout) -> None:
        theme = ThemeChoice(self._session, self._theme)
        theme.committed.connect(partial(self.change, "theme"))
        self._add(form, "theme", "Theme", theme)
        moment = MomentChoice(self._session, self._theme)
        moment.committed.connect(partial(self.change, "moment"))
        self._add(form, "moment", "As it stood at (empty: now)", moment)
        scenarios: list[tuple[Any, str | Names]] = [("", "That of the sheet")]
        scenarios += [(one.id, one.names) for one in self._scenarios()]
        chosen = ChoiceEditor(scenarios)
        chosen.committed.connect(partial(self.change, "scenario"))
        self._add(form, "scenario", "Scenario", chosen)
        here = QPushButton(self._session.texts("Take the middle of the map window"))
        here.setAutoDefault(False)
        here.clicked.connect(self._take_middle)
        form.addRow(here)

    def _add_pictures(self, form: QFormLayout) -> None:
        choices: list[tuple[Any, str | Names]] = [(one.id, one.names) for one in self._session.document.of(Picture)]
        chosen = ChoiceEditor(choices)
        chosen.committed.connect(partial(self.change, "picture"))
        self._add(form, "picture", "Picture", chosen)
        file = QPushButton(self._session.texts("Choose a file…"))
        file.setAutoDefault(False)
        file.clicked.connect(self._ask_picture)
        form.addRow(file)

    def _add_table(self, form: QFormLayout) -> None:
        layers: list[tuple[Any, str | Names]] = [("", "The table layer of the sheet")]
        layers += [(one.id, one.names) for one in self._session.document.layers]
        chosen = ChoiceEditor(layers)
        chosen.committed.connect(partial(self.change, "layer"))
        self._add(form, "layer", "Layer", chosen)
        columns = QListWidget()
        columns.setMaximumHeight(self.fontMetrics().height() * 7)
        for name, words in self._columns():
            item = QListWidgetItem(words)
            item.setData(_ROLE, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            columns.addItem(item)
        columns.itemChanged.connect(lambda _: self._take_columns(columns))
        columns.setEnabled(columns.count() > 0)
        self._add(form, "columns", "Columns (none: chosen by themselves)", columns)

    # Values

    def _show_values(self) -> None:
        piece, sheet = self._piece, self._draft.sheet
        source: Any = piece if piece is not None else sheet if self._part == MAP else None
        if source is None:
            return
        for path, editor in self.editors.items():
            value = value_at(source, path)
            if isinstance(editor, ThemeChoice):
                editor.show_theme(value)
            elif isinstance(editor, QListWidget):
                with QSignalBlocker(editor):
                    for row in range(editor.count()):
                        on = editor.item(row).data(_ROLE) in value
                        editor.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            else:
                editor.show_value(value)
                editor.lock(locked=not self._draft.can_edit)

    def _scenarios(self) -> tuple[Any, ...]:
        sheet = self._draft.sheet
        plan = self._session.document.get(sheet.plan) if isinstance(sheet, Sheet) and sheet.plan else None
        return plan.scenarios if isinstance(plan, Plan) else ()

    def _columns(self) -> list[tuple[str, str]]:
        """Give the columns of the layer of a table, with their names where its schema knows them."""
        piece, datasets = self._piece, self._session.datasets
        layer = self._session.document.get(piece.layer) if isinstance(piece, TableSpec) and piece.layer else None
        if not isinstance(layer, Layer) or datasets is None:
            return []
        try:
            card = datasets.get(layer.dataset).card
        except KeyError:
            return []
        known = schemas().get(card.schema)
        named = {field.id: field.names for field in known.fields} if known is not None else {}
        texts = self._session.texts
        return [(f.name, texts.name(named[f.name]) if f.name in named else f.name) for f in card.fields]

    def _take_columns(self, columns: QListWidget) -> None:
        rows = [columns.item(row) for row in range(columns.count())]
        chosen = tuple(str(row.data(_ROLE)) for row in rows if row.checkState() is Qt.CheckState.Checked)
        self.change("columns", chosen)

    def _take_middle(self) -> None:
        view = self._view()
        if isinstance(self._piece, MapPieceSpec) and view is not None:
            x, y = view.centre if view.epsg == LAMBERT_72 else transform_point(*view.centre, view.epsg, LAMBERT_72)
            self.change("centre", (round(x, 1), round(y, 1)))

    def _ask_picture(self) -> None:
        texts = self._session.texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("Choose a file…"), "", f"{texts('Pictures')} ({_PICTURES})"
        )
        if name:
            self.take_picture(Path(name))
