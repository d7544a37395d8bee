"""The inspector when nothing is selected: the dossier itself and the operation it is about."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from bnip.incident import Incident, Mark, Route
from bnip.operation import Operation, OperationKind
from bnip.sheet import Sheet
from bnip.zone import Zone
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.ui.record_form import RecordForm
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from resources.texts import Names

__all__ = ["DossierView"]


class DossierView(QWidget):
    """The name of the file, what it holds, and the operation's names, kind and phase."""

    def __init__(
        self, session: Session, theme: Theme, pictures: SymbolPictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._title, self._facts, self._hint = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._facts.setProperty("role", "muted")
        self._hint.setProperty("role", "muted")
        for label in (self._title, self._facts, self._hint):
            label.setWordWrap(True)
        self._form = RecordForm(session, theme, pictures)
        self._name = QPushButton()
        self._name.clicked.connect(self._begin_operation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addSpacing(SPACE_S)
        column.addWidget(self._form)
        column.addWidget(self._name, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._hint)

    def write(self) -> None:
        """Write everything anew."""
        texts, document, dossier = self._session.texts, self._session.document, self._session.dossier
        operation = document.operation
        self._form.setVisible(operation is not None)
        if dossier is None:
            self._title.setText(texts("No dossier"))
            self._facts.setText(texts("What you select on the map is explained here."))
            self._name.setVisible(False)
            self._hint.setVisible(False)
            return
        self._title.setText(dossier.path.stem)
        self._facts.setText("\n".join(self._counts()))
        if operation is not None:
            self._form.show_record(operation)
        self._name.setVisible(operation is None and self._session.can_edit)
        self._name.setText(texts("Name the operation"))
        self._hint.setVisible(True)
        self._hint.setText(texts("Click something on the map to see and change what is known of it."))

    def _counts(self) -> list[str]:
        texts, document = self._session.texts, self._session.document
        layers, incidents, marks = len(document.layers), len(document.of(Incident)), len(document.of(Mark))
        zones, routes, sheets = len(document.of(Zone)), len(document.of(Route)), len(document.of(Sheet))
        held = (
            (layers, texts.plural("{n} layer", "{n} layers", layers)),
            (incidents, texts.plural("{n} incident", "{n} incidents", incidents)),
            (marks, texts.plural("{n} symbol", "{n} symbols", marks)),
            (zones, texts.plural("{n} zone", "{n} zones", zones)),
            (routes, texts.plural("{n} line", "{n} lines", routes)),
            (sheets, texts.plural("{n} sheet", "{n} sheets", sheets)),
        )
        counts = [words for count, words in held if count] or [texts("Nothing is in it yet.")]
        # A number stays with its word at the end of a line.
        facts = [" · ".join(count.replace(" ", "\u00a0") for count in counts)]
        if self._session.is_read_only:
            facts.append(texts("Open for reading only"))
        return facts

    def _begin_operation(self) -> None:
        dossier = self._session.dossier
        if dossier is None:
            return
        name = Names.same(dossier.path.stem)
        operation = Operation(id=new_id(), operation=OperationKind.INCIDENT, names=name)
        self._session.do(Label("Operation named {name}", {"name": name}), put(self._session.document, operation))
        self._form.setFocus(Qt.FocusReason.OtherFocusReason)
