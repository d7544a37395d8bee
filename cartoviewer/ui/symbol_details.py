"""All that the grammar can say of the next symbol, set before it is placed; folded away until it is wanted."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from bnip.incident import Casualties, Incident, Mark
from bnip.record import Place
from cartoviewer.document.retyping import PLATE, retyped
from cartoviewer.ui.form_labels import write_label
from cartoviewer.ui.record_fields import RecordField, fields_of
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme
from cartoviewer.ui.tools.place import NOTHING_MORE
from symbols.catalogue import CatalogueEntry, FrameClass
from symbols.grammar import Symbol, SymbolCodeError
from symbols.ownership import owned_by

__all__ = ["SymbolDetails", "code_with", "next_in_series"]

_SHOWN: Final = (
    "discipline",
    "left",
    "number",
    "right",
    "bottom",
    "direction_deg",
    "present",
    "capacity",
    "casualties.t1",
    "casualties.t2",
    "casualties.t3",
    "casualties.dead",
    "sign.severity",
    "sign.kemler",
    "sign.un",
    "sign.echelon",
    "sign.reserve",
    "sign.closed",
    "valid_from",
    "valid_until",
    "sensitivity",
    "note",
)
_HAZARD_ONLY: Final = ("sign.severity",)
_PLATE_ONLY: Final = ("sign.kemler", "sign.un")
_NOT_OF_HAZARDS: Final = ("present", "capacity", "sign.echelon", "sign.reserve")
_LEAST_HEIGHT: Final = 120
_LABEL_WIDTH: Final = 104


def code_with(entry: CatalogueEntry, details: Mark) -> str:
    """Give the code of an entry with what `details` say of it, as far as the grammar can say it of this sign."""
    state, certainty = details.state.value, details.certainty.value
    if entry.frame in (FrameClass.AREA, FrameClass.LINE):
        return str(Symbol(id=entry.id).having(state, certainty))
    record = retyped(details, entry.id).record
    code = record.symbol if isinstance(record, Incident | Mark) else entry.id
    return str(owned_by(Symbol.read(code).having(state, certainty), details.discipline))


def next_in_series(details: Mark) -> Mark:
    """Give what is said of the symbol after one that was placed.

    Its number is one higher; designation, counts, time and direction were those of one symbol only.
    """
    counted = re.fullmatch(r"(.*?)(\d+)(\D*)", details.number)
    number = details.number
    if counted is not None:
        before, digits, after = counted.groups()
        number = f"{before}{int(digits) + 1:0{len(digits)}d}{after}"
    return msgspec.structs.replace(
        details,
        number=number,
        left="",
        right="",
        bottom="",
        direction_deg=None,
        present=None,
        capacity=None,
        casualties=Casualties(),
        note="",
    )


class SymbolDetails(QWidget):
    """A button that unfolds an editor for each value; folded it tells what is set, so that nothing is set unseen.

    Signals
    -------
    changed
        Something else is said now; see `details`.
    unfolded (bool)
        The editors are seen, or folded away.
    """

    changed = Signal()
    unfolded = Signal(bool)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._details = NOTHING_MORE
        self._entry: CatalogueEntry | None = None
        self._more = QToolButton(autoRaise=True)
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.toggled.connect(lambda unfolded: self._unfold(unfolded=unfolded))
        self._clear = QToolButton(autoRaise=True)
        self._clear.clicked.connect(self.clear)
        self._said = QLabel()
        self._said.setProperty("role", "muted")
        self._said.setWordWrap(True)
        self._rows: list[tuple[RecordField, QLabel, Any]] = []
        self._form = QFormLayout()
        self._form.setSpacing(SPACE_S)
        self._form.setContentsMargins(0, 0, SPACE_S, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        inside = QWidget()
        inside.setLayout(self._form)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumHeight(_LEAST_HEIGHT)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.hide()
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._more)
        head.addStretch(1)
        head.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self._said)
        column.addWidget(self._scroll, 1)
        self.setFocusProxy(self._more)
        self._build()
        self.write()

    @property
    def details(self) -> Mark:
        """What is said of the next symbol; its own symbol and place do not count."""
        return self._details

    @property
    def editors(self) -> Mapping[str, QWidget]:
        """The editors by the path of their value."""
        return {field.path: editor for field, _, editor in self._rows}

    @property
    def is_unfolded(self) -> bool:
        """Whether the editors are seen."""
        return self._more.isChecked()

    def unfold(self) -> None:
        """Show the editors, and put the keyboard into the first."""
        self._more.setChecked(True)
        first = next((editor for _, _, editor in self._rows if editor.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set(self, details: Mark) -> None:
        """Say this."""
        if details != self._details:
            self._details = details
            self.write()
            self.changed.emit()

    def clear(self) -> None:
        """Say nothing more; state and certainty stay."""
        kept = self._details
        self.set(msgspec.structs.replace(NOTHING_MORE, state=kept.state, certainty=kept.certainty))

    def fit(self, entry: CatalogueEntry | None) -> None:
        """Offer what the grammar can say of a symbol."""
        if entry is not None and entry is not self._entry:
            self._entry = entry
            for row, (field, _, _) in enumerate(self._rows):
                self._form.setRowVisible(row, _applies(field.path, entry))
            self._tell()

    def write(self) -> None:
        """Write everything anew: the language, the colours or the values have changed."""
        texts = self._session.texts
        self._more.setText(texts("More"))
        self._more.setToolTip(texts("All that the symbol can say, before it is placed (Ctrl+M)"))
        self._clear.setIcon(self._theme.icon("backspace-outline"))
        self._clear.setToolTip(texts("Say nothing more"))
        self._clear.setAccessibleName(texts("Say nothing more"))
        for field, label, editor in self._rows:
            name = texts(field.text)
            write_label(label, name, _LABEL_WIDTH)
            editor.setAccessibleName(name)
            hint = texts(field.hint) if field.hint else ""
            editor.setToolTip(hint)
            editor.setAccessibleDescription(hint)
            if hasattr(editor, "setPlaceholderText"):
                editor.setPlaceholderText(hint)
            editor.write(texts)
            editor.show_value(field.read(self._details))
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold away at Esc; everything else is the palette's."""
        if event.key() == Qt.Key.Key_Escape and self.is_unfolded:
            self._more.setChecked(False)
            self._more.setFocus()
            return
        super().keyPressEvent(event)

    # Inside

    def _build(self) -> None:
        dangerous = Incident(id="", place=Place(0.0, 0.0), symbol="haz.chem")
        known = {field.path: field for field in (*fields_of(dangerous), *fields_of(NOTHING_MORE))}
        for path in _SHOWN:
            field, label = known[path], QLabel()
            editor = field.make()
            label.setProperty("role", "muted")
            label.setBuddy(editor)
            editor.setMinimumWidth(_LABEL_WIDTH // 2)
            editor.committed.connect(lambda value, field=field: self._commit(field, value))
            self._form.addRow(label, editor)
            self._rows.append((field, label, editor))

    def _commit(self, field: RecordField, value: Any) -> None:
        try:
            said = field.write(self._details, value)
        except SymbolCodeError as error:
            self.write()
            self._said.setText(self._session.texts(error.text, **error.values))
            self._said.show()
            return
        if isinstance(said, Mark):
            self.set(said)

    def _unfold(self, *, unfolded: bool) -> None:
        self._scroll.setVisible(unfolded)
        self._tell()
        self.unfolded.emit(unfolded)

    def _tell(self) -> None:
        """Tell what is set, and whether it fits the symbol in sight."""
        texts = self._session.texts
        self._more.setIcon(self._theme.icon("chevron-down" if self.is_unfolded else "chevron-right"))
        are_set = [field for field, _, _ in self._rows if field.read(self._details) != field.read(NOTHING_MORE)]
        said = [self._words(field) for field in are_set if self._entry is None or _applies(field.path, self._entry)]
        self._said.setText(" · ".join(said))
        self._said.setVisible(bool(said) and not self.is_unfolded)
        self._clear.setEnabled(bool(are_set))
        self._more.setAccessibleDescription(texts("Set: {what}", what=", ".join(said)) if said else "")

    def _words(self, field: RecordField) -> str:
        texts, value = self._session.texts, field.read(self._details)
        if value is True:
            return texts(field.text)
        if field.choices is not None:
            return texts.name(field.chosen(value))
        if field.path.startswith("valid_"):
            return f"{texts(field.text)} {texts.moment(value)}"
        return f"{texts(field.text)}: {str(value).splitlines()[0]}"


def _applies(path: str, entry: CatalogueEntry) -> bool:
    """Tell whether the grammar can say a value of a symbol."""
    if entry.frame in (FrameClass.AREA, FrameClass.LINE):
        return False
    if path in _PLATE_ONLY:
        return entry.picture == PLATE
    if entry.frame is FrameClass.HAZARD:
        return path not in _NOT_OF_HAZARDS
    return path not in _HAZARD_ONLY
