"""Layouts as things that are kept: named, shared by sheets or not, and as files for other dossiers."""

from pathlib import Path
from typing import Final

import msgspec

from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.document.layouts import new_layout, sheets_on, without_layout
from cartoviewer.export.layout_leaving import layout_file
from cartoviewer.export.writing import written_safely
from cartoviewer.render.layout_reading import read_whole_layout
from cartoviewer.scene.layout_file import layout_level
from cartoviewer.ui.layout_draft import LayoutDraft
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.session import Session
from layers.errors import Problem
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Names

__all__ = ["LayoutKeeping"]


class LayoutKeeping:
    """What is done with the layout of a draft as a whole."""

    def __init__(self, session: Session, draft: LayoutDraft, messages: Messages) -> None:
        self._session: Final = session
        self._draft: Final = draft
        self._messages: Final = messages

    def own_copy(self) -> None:
        """Give the sheet a copy of a layout that others have too."""
        sheet, layout = self._draft.sheet, self._draft.layout
        if sheet is None or layout is None:
            return
        made = new_layout(layout.names, layout.arrangement, sheet)
        label = Label("Sheet {name} has a layout of its own", {"name": sheet.names})
        document = self._session.document
        self._session.do(label, put(document, made), put(document, msgspec.structs.replace(sheet, layout=made.id)))

    def rename(self, name: str) -> None:
        """Call the layout something else, in every language."""
        layout = self._draft.layout
        if layout is not None and name:
            label = Label("Layout {name} is now called {value}", {"name": layout.names, "value": name})
            after = msgspec.structs.replace(layout, names=Names.same(name))
            self._session.do(label, put(self._session.document, after))

    def leave(self) -> None:
        """Lay the sheet out on its template again; a layout that no other sheet has goes with it."""
        sheet, layout, document = self._draft.sheet, self._draft.layout, self._session.document
        if sheet is None or layout is None:
            return
        self._draft.put_back()
        label = Label("Sheet {name} is on its template again", {"name": sheet.names})
        if len(sheets_on(document, layout.id)) == 1:
            self._session.do(label, *without_layout(document, layout))
        else:
            self._session.do(label, put(document, msgspec.structs.replace(sheet, layout="")))

    def export_to(self, path: Path) -> None:
        """Write the arrangement as a file that other dossiers can take."""
        arrangement, layout = self._draft.arrangement, self._draft.layout
        if arrangement is None:
            return
        shown = arrangement if layout is None else msgspec.structs.replace(layout, arrangement=arrangement)
        made = layout_file(shown, self._session.document, Audience.INTERNAL)
        try:
            with written_safely(path) as scratch:
                scratch.write_bytes(made.data)
        except Problem as error:
            self._messages.report(error)
            return
        if made.marking > Sensitivity.CLEAR:
            self._messages.warn(
                "Written: {name}. It is {marking}: the words and pictures on it are in the file.",
                name=path.name,
                marking=made.marking.marking,
            )
        else:
            self._messages.tell("Written: {name}.", name=path.name)

    def import_from(self, path: Path) -> None:
        """Lay the sheet out as a file says; a file with a fault is refused in words."""
        sheet = self._draft.sheet
        if sheet is None:
            return
        try:
            data = path.read_bytes()
            arrangement, pictures = read_whole_layout(data, path.name, self._session.texts, sheet.sensitivity)
        except (Problem, OSError) as error:
            self._messages.report(error)
            return
        label = Label("Laid sheet {name} out as {layout}", {"name": sheet.names, "layout": arrangement.names})
        document = self._session.document
        fresh = tuple(put(document, one) for one in pictures if one.id not in document)
        if (
            fresh
            and self._session.do(Label("Pictures of layout {name}", {"name": arrangement.names}), *fresh) is None
        ):
            return
        self._draft.put(arrangement, label, ())
        self._keep_level(layout_level(data))

    def _keep_level(self, level: Sensitivity) -> None:
        """Keep a layout that was taken in as strict as its file says."""
        layout = self._draft.layout
        if layout is not None and layout.sensitivity < level:
            after = msgspec.structs.replace(layout, sensitivity=level)
            label = Label(
                "Layout {name} is {level}, as its file says", {"name": layout.names, "level": level.marking}
            )
            self._session.do(label, put(self._session.document, after))
