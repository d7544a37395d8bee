"""The choice of what a new sheet is laid out on: a paper of the program, or a layout of the dossier."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from bnip.layout import Layout
from cartoviewer.scene.arrangement_choice import layout_key
from cartoviewer.scene.template import sheet_templates
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.paper_words import by_paper, paper_words
from cartoviewer.ui.session import Session

__all__ = ["PaperBox"]


class PaperBox(CalmBox):
    """The papers from large to small, then the layouts of the dossier; it follows the dossier and the language."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        session.document_changed.connect(self.write)
        session.language_changed.connect(self.write)
        self.write()

    @property
    def key(self) -> str:
        """The word for what is chosen: see `arrangement_called`."""
        return str(self.currentData())

    def show_key(self, key: str) -> None:
        """Show another choice; the first where there is none such."""
        self.setCurrentIndex(max(self.findData(key), 0))

    def write(self) -> None:
        """Write the choices anew, where they are others."""
        texts = self._session.texts
        layouts = self._session.document.of(Layout)
        shown = (texts.language, *((layout.id, layout.names) for layout in layouts))
        if shown == self._shown:
            return
        self._shown = shown
        kept = self.key
        with QSignalBlocker(self):
            self.clear()
            for name in sorted(sheet_templates(), key=by_paper):
                self.addItem(paper_words(name, texts), name)
            if layouts:
                self.insertSeparator(self.count())
            for layout in layouts:
                self.addItem(texts.name(layout.names), layout_key(layout))
            self.show_key(kept)
