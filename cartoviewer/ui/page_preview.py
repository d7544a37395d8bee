"""The web page as it will be, before it is written: shown by Qt WebEngine, cut off from every network.

Loaded only when it is wanted: the web engine takes time and memory that the map does not need.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QPushButton,
    QWidget,
)
from shiboken6 import delete

from cartoviewer.document.edit import Label
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.page import page_html, write_html
from cartoviewer.export.publication import Publication
from cartoviewer.ui.audience_choice import AudienceChoice
from cartoviewer.ui.left_out import left_out
from cartoviewer.ui.outcome_told import tell_outcome
from cartoviewer.ui.preview_window import PreviewWindow, column_of
from cartoviewer.ui.published import published
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_S, Theme
from layers.progress import Progress
from layers.sensitivity import Audience
from resources.texts import Language

__all__ = ["PageGate", "PagePreview"]

_LANGUAGES: Final = {
    Language.FR: "Français",
    Language.NL: "Nederlands",
    Language.FR_NL: "Français + Nederlands",
    Language.EN: "English",
}
_INSIDE: Final = frozenset({"data", "blob", "about"})
"""Schemes that fetch nothing: what they show is in the page itself."""
_SIDE: Final = 300
_SIZE: Final = QSize(1120, 760)


class PageGate(QWebEngineUrlRequestInterceptor):
    """Lets the page itself through and refuses everything else, so that the preview proves what the page needs.

    Signals
    -------
    refused (QUrl)
        The page asked for something that is not in it.
    """

    refused = Signal(QUrl)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = QUrl()

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Refuse whatever is not the page."""
        asked = info.requestUrl()
        is_page = (asked.scheme(), asked.path()) == (self.page.scheme(), self.page.path())
        if asked.scheme() in _INSIDE or is_page:
            return
        info.block(True)  # noqa: FBT003 - Qt's own signature
        self.refused.emit(asked)


class PagePreview(PreviewWindow):
    """A window beside the map: for whom, in which language, the page, and saving it.

    Parameters
    ----------
    now
        The clock: what the page says it was made at.
    """

    shown = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, theme, tasks, _SIZE, parent)
        self._now = now
        self._folder = QTemporaryDir()
        self._publication: Publication | None = None
        self.refusals: list[str] = []
        # Off the record: nothing is left on the disk.
        self._profile = QWebEngineProfile()
        self._gate = PageGate(self._profile)
        self._gate.refused.connect(self._on_refused)
        self._profile.setUrlRequestInterceptor(self._gate)
        self._view = QWebEngineView()
        self._page = QWebEnginePage(self._profile, self._view)
        self._view.setPage(self._page)
        self._view.loadFinished.connect(lambda _: self.shown.emit())
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        settings = self._page.settings()
        for attribute in (
            QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
            QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
            QWebEngineSettings.WebAttribute.PluginsEnabled,
        ):
            settings.setAttribute(attribute, False)  # noqa: FBT003
        self._audience = AudienceChoice(session)
        self._audience.choose(Audience.PUBLIC)
        self._language = QComboBox()
        for language, words in _LANGUAGES.items():
            self._language.addItem(words, language.value)
        self._language.setCurrentIndex(self._language.findData(session.language.value))
        self._heading, self._audience_label, self._language_label = QLabel(), QLabel(), QLabel()
        self._told, self._refused = QLabel(), QLabel()
        self._save = QPushButton()
        self._lay_out()
        self._audience.changed.connect(self._soon)
        self._language.currentIndexChanged.connect(self._soon)
        self._save.clicked.connect(self._ask_path)
        session.document_changed.connect(self._on_document)
        self._write()

    @property
    def page(self) -> QWebEnginePage:
        """The page shown."""
        return self._page

    @property
    def audience(self) -> AudienceChoice:
        """For whom the page is."""
        return self._audience

    def write_to(self, path: Path) -> None:
        """Write the page shown to a file."""
        publication, printed = self._publication, self._now()
        if publication is None:
            return

        def work(progress: Progress) -> Outcome:
            return write_html(publication, path, printed=printed, progress=progress)

        self._send_out(
            work,
            lambda outcome: tell_outcome(self._messages, outcome),
            Label("Writing {name}", {"name": path.name}),
        )

    def close_down(self) -> None:
        """Let go of the engine for good; it wants its page to go before its profile."""
        super().close_down()
        delete(self._view)
        delete(self._profile)

    def _lay_out(self) -> None:
        side = QWidget()
        side.setMinimumWidth(_SIDE)
        column = column_of(side)
        self._heading.setProperty("role", "heading")
        self._told.setProperty("role", "muted")
        self._refused.setProperty("role", "danger")
        for label in (self._heading, self._told, self._refused):
            label.setWordWrap(True)
        self._refused.setVisible(False)
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for label, box in ((self._audience_label, self._audience), (self._language_label, self._language)):
            label.setProperty("role", "muted")
            label.setBuddy(box)
            form.addRow(label, box)
        column.addWidget(self._heading)
        column.addWidget(self._told)
        column.addLayout(form)
        column.addWidget(self._refused)
        column.addStretch(1)
        self._frame(side, self._view, self._foot(self._save))

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Web page"))
        self._heading.setText(texts("Web page"))
        self._told.setText(
            texts("One file that opens in any browser, without a network. This is exactly what will be in it.")
        )
        self._audience_label.setText(texts("For whom"))
        self._language_label.setText(texts("Language of the page"))
        self._language.setAccessibleName(texts("Language of the page"))
        self._view.setAccessibleName(texts("Preview of the web page"))
        self._save.setText(texts("Save the page…"))
        self._save.setIcon(self._theme.icon("content-save-outline"))
        if self.refusals:
            self._refused.setText(
                texts("The page asked for something outside of it, which was refused: {url}", url=self.refusals[0])
            )

    def _on_document(self) -> None:
        if self.isVisible():
            self._soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page of what the map shows now."""
        super().showEvent(event)
        self._soon()

    def _renew(self) -> None:
        datasets = self._session.datasets
        if datasets is None:
            self._page.setHtml("")
            self._save.setEnabled(False)
            return
        document = self._session.document
        language = Language(str(self._language.currentData()))
        publication = published(self._session, document, datasets, self._audience.audience, language)
        self._audience.tell(left_out(document, datasets, publication))
        self._save.setEnabled(False)
        printed = self._now()

        def done(html: str) -> None:
            self._publication = publication
            self._save.setEnabled(True)
            self._show(html)

        self._latest.run(
            lambda progress: page_html(publication, printed, progress),
            done,
            self._messages.report,
            Label("Making the page"),
        )

    def _show(self, html: str) -> None:
        # From a file: the engine takes no more than 2 MB of a page that is handed to it.
        path = Path(self._folder.filePath("page.html"))
        path.write_text(html, encoding="utf-8")
        self.refusals.clear()
        self._refused.setVisible(False)
        self._gate.page = QUrl.fromLocalFile(str(path))
        self._page.load(self._gate.page)

    def _on_refused(self, asked: QUrl) -> None:
        self.refusals.append(asked.toString())
        self._refused.setVisible(True)
        self._write()

    def _ask_path(self) -> None:
        texts = self._session.texts
        dossier = self._session.dossier
        stem = dossier.path.stem if dossier is not None else "page"
        name, _ = QFileDialog.getSaveFileName(
            self, texts("Save the page…"), f"{stem} - {self._audience.audience.value}.html", "HTML (*.html)"
        )
        if name:
            path = Path(name)
            self.write_to(path if path.suffix.lower() in (".html", ".htm") else path.with_name(path.name + ".html"))
