"""A sheet's arrangement while it is worked on: what is tried out, and the edits that keep it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from bnip.furniture import Box, FurnitureSpec
from bnip.layout import Layout, SheetTemplate
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change, Edit, Label
from cartoviewer.document.layouts import arranged
from cartoviewer.scene.layout_faults import LayoutFault, layout_faults
from cartoviewer.scene.layout_parts import Part, box_of, kind_of, kinds_of, parts_of, with_boxes
from cartoviewer.scene.piece_kinds import KIND_NAMES
from cartoviewer.scene.sheet_layout import arrangement_of, layout_of
from cartoviewer.ui.record_names import in_all_languages
from cartoviewer.ui.session import Session
from layers.errors import Problem
from resources.texts import Names

__all__ = ["LayoutDraft"]

_CALM_MS: Final = 700
"""So long after the last step with an arrow key, all of them are kept as one edit."""


class LayoutDraft(QObject):
    """What the editor of a sheet works on; every widget of it is given this one object.

    A step that leads to a sound arrangement is one edit of the dossier at once. One that does not is held here with
    its faults in words, and becomes an edit together with the step that mends it; until then it can be put back.

    Signals
    -------
    changed
        The arrangement, its faults or the selection are others.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sheet_id = ""
        self._base: SheetTemplate | None = None
        self._arrangement: SheetTemplate | None = None
        self._faults: tuple[LayoutFault, ...] = ()
        self._selection: tuple[Part, ...] = ()
        self._label: Label | None = None
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.keep)
        session.document_changed.connect(lambda _: self.read())
        session.moment_changed.connect(self.changed)

    # What is worked on

    def open(self, sheet_id: str) -> None:
        """Work on another sheet."""
        self._sheet_id, self._selection, self._base = sheet_id, (), None
        self.read()

    @property
    def sheet(self) -> Sheet | None:
        """The sheet, None where it is gone."""
        record = self._session.document.get(self._sheet_id)
        return record if isinstance(record, Sheet) else None

    @property
    def sheet_names(self) -> Names:
        """What the sheet is called."""
        sheet = self.sheet
        return sheet.names if sheet is not None else Names()

    @property
    def layout(self) -> Layout | None:
        """The dossier's own layout that the sheet is on; None while it is on a template of the program."""
        sheet = self.sheet
        return layout_of(sheet, self._session.document) if sheet is not None else None

    @property
    def arrangement(self) -> SheetTemplate | None:
        """What stands where, as it is tried out; None where there is no sheet."""
        return self._arrangement

    @property
    def faults(self) -> tuple[LayoutFault, ...]:
        """What keeps the arrangement from being kept."""
        return self._faults

    @property
    def is_pending(self) -> bool:
        """Tell whether something was tried out that is no edit yet."""
        return self._arrangement != self._base

    @property
    def can_edit(self) -> bool:
        """Tell whether the sheet can be changed here and now."""
        return self._session.can_edit and self.sheet is not None and self._arrangement is not None

    @property
    def document(self) -> MapDocument:
        """The document with what is tried out, to be laid out and looked at."""
        sheet, document = self.sheet, self._session.document
        if sheet is None or self._arrangement is None or not self.is_pending:
            return document
        changes = arranged(document, sheet, self._arrangement)
        trial = Edit(
            id="trial", label=Label(""), author="", moment=self._session.map_moment, changes=_real(changes)
        )
        return document.apply(trial)

    def read(self) -> None:
        """Take over what the dossier holds: after an edit, an undo, another moment."""
        sheet = self.sheet
        try:
            held = arrangement_of(sheet, self._session.document) if sheet is not None else None
        except Problem:
            held = None
        if held == self._base and held is not None:
            self.changed.emit()
            return
        self._base = self._arrangement = held
        self._label = None
        self._calm.stop()
        there = set(parts_of(held)) if held is not None else set()
        self._selection = tuple(part for part in self._selection if part in there)
        self._look()

    # The selection

    @property
    def selection(self) -> tuple[Part, ...]:
        """The parts that are chosen."""
        return self._selection

    def select(self, parts: Iterable[Part]) -> None:
        """Choose these parts and no others."""
        chosen = tuple(dict.fromkeys(parts))
        if chosen != self._selection:
            self._selection = chosen
            self.changed.emit()

    def toggle(self, part: Part) -> None:
        """Choose a part as well, or no longer."""
        if part in self._selection:
            self.select(one for one in self._selection if one != part)
        else:
            self.select((*self._selection, part))

    def step(self, by: int) -> None:
        """Choose the next part, or the one before."""
        if self._arrangement is None:
            return
        parts = parts_of(self._arrangement)
        at = parts.index(self._selection[-1]) if self._selection else -1 if by > 0 else 0
        self.select((parts[(at + by) % len(parts)],))

    @property
    def boxes(self) -> dict[Part, Box]:
        """The boxes of the chosen parts."""
        if self._arrangement is None:
            return {}
        return {part: box_of(self._arrangement, part) for part in self._selection}

    # Changes

    def show_boxes(self, boxes: Mapping[Part, Box]) -> None:
        """Try out other boxes, while they are dragged; `keep` makes the edit."""
        if self.can_edit and self._arrangement is not None:
            self._arrangement = with_boxes(self._arrangement, boxes)
            self._look()

    def put_boxes(self, boxes: Mapping[Part, Box], text: str, many: str) -> None:
        """Give parts other boxes: one edit, named `text` for one part and `many` for several."""
        if self.can_edit and boxes:
            self.show_boxes(boxes)
            self.name(text, many, tuple(boxes))
            self.keep()

    def nudge(self, change: Callable[[Box], Box], text: str, many: str) -> None:
        """Move or size what is chosen by a key; keys in quick succession are one edit."""
        if self.can_edit and self._selection:
            self.show_boxes({part: change(box) for part, box in self.boxes.items()})
            self.name(text, many, self._selection)
            self._calm.start()

    def put(self, arrangement: SheetTemplate, label: Label, selection: Iterable[Part] | None = None) -> None:
        """Take another arrangement, as one edit of this name."""
        if not self.can_edit:
            return
        self._arrangement, self._label = arrangement, label
        if selection is not None:
            self._selection = tuple(selection)
        self._look()
        self.keep()

    def named(self, text: str, piece: FurnitureSpec | str) -> Label:
        """Give a label with the name of a piece and of the sheet."""
        kind = piece if isinstance(piece, str) else kind_of(piece)
        return Label(text, {"piece": in_all_languages(KIND_NAMES[kind]), "name": self.sheet_names})

    def label_for(self, text: str, many: str, parts: tuple[Part, ...]) -> Label:
        """Give the label of a change: `text` with the name of the one part, or `many` with their number."""
        if self._arrangement is None or len(parts) != 1:
            return Label(many, {"count": str(len(parts)), "name": self.sheet_names})
        said = [in_all_languages(KIND_NAMES[kind]) for kind in kinds_of(self._arrangement, parts[0])]
        together = Names(*(", ".join(each) for each in zip(*((n.fr, n.nl, n.en) for n in said), strict=True)))
        return Label(text, {"piece": together, "name": self.sheet_names})

    def name(self, text: str, many: str, parts: tuple[Part, ...]) -> None:
        """Say what the change being tried out is to be called."""
        self._label = self.label_for(text, many, parts)

    def keep(self) -> None:
        """Make what is tried out an edit of the dossier; with faults it waits for them to be mended."""
        self._calm.stop()
        sheet = self.sheet
        if sheet is None or self._arrangement is None or not self.is_pending or self._faults:
            self.changed.emit()
            return
        label = self._label or Label("Arranged sheet {name}", {"name": self.sheet_names})
        changes = arranged(self._session.document, sheet, self._arrangement)
        kept = self._arrangement
        self._base = kept
        if self._session.do(label, *changes) is None:
            self._base = None
            self.read()

    def put_back(self) -> None:
        """Give up what is tried out and no edit yet."""
        self._arrangement = self._base
        self._label = None
        self._calm.stop()
        there = set(parts_of(self._base)) if self._base is not None else set()
        self._selection = tuple(part for part in self._selection if part in there)
        self._look()

    def undo(self) -> None:
        """Give up what is no edit yet, or take the last edit back."""
        if self.is_pending:
            self.put_back()
        else:
            self._session.undo()

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        if not self.is_pending:
            self._session.redo()

    def _look(self) -> None:
        self._faults = tuple(layout_faults(self._arrangement)) if self._arrangement is not None else ()
        if self._arrangement is None:
            self._selection = ()
        self.changed.emit()


def _real(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(change for change in changes if change.before != change.after)
