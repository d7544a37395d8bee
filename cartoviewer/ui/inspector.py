"""The inspector: what lies under the last click, and all that is known of what is selected."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.scene.feature_lines import feature_title
from cartoviewer.scene.hits import FeatureHit, Hit, RecordHit, extent_of
from cartoviewer.ui.dossier_view import DossierView
from cartoviewer.ui.extents import united
from cartoviewer.ui.feature_view import FeatureView
from cartoviewer.ui.record_form import RecordForm
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, Theme
from layers.crs import LAMBERT_72
from layers.dataset import Datasets
from resources.texts import Texts

__all__ = ["Inspector"]

_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_MOST_LINES: Final = 8
_MANY: Final = 500
_LATER_MS: Final = 20


class Inspector(QWidget):
    """Shows the selected record, a feature that was clicked, several hits to choose from, or the dossier.

    Signals
    -------
    zoom_wanted (Bounds)
        The map is to show this ground: metres in Lambert 72.
    hit_shown (Hit)
        A hit is shown; the map may outline it. None when nothing is shown.
    """

    zoom_wanted = Signal(object)
    hit_shown = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        pictures = SymbolPictures()
        self._hits: tuple[Hit, ...] = ()
        self._shown: Hit | None = None
        self._here = QLabel()
        self._here.setWordWrap(True)
        self._here.setProperty("role", "muted")
        self._here.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._here.hide()
        self._found = QLabel()
        self._found.setProperty("role", "muted")
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(SPACE_M * 2)
        self._tree.currentItemChanged.connect(self._on_item)
        self._dossier = DossierView(session, theme, pictures)
        self._record = RecordForm(session, theme, pictures)
        self._feature = FeatureView(session, theme)
        self._pages = QStackedWidget()
        self._scrolls: dict[QWidget, QScrollArea] = {}
        for page in (self._dossier, self._record, self._feature):
            self._scrolls[page] = _scrolled(page)
            self._pages.addWidget(self._scrolls[page])
        self._zoom = QPushButton()
        self._zoom.clicked.connect(self._zoom_to_shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self._here)
        column.addWidget(self._found)
        column.addWidget(self._tree)
        column.addWidget(self._pages, 1)
        column.addWidget(self._zoom, 0, Qt.AlignmentFlag.AlignLeft)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._show_selection)
        session.selection_changed.connect(self._on_selection)
        session.document_changed.connect(self._on_document)
        session.dossier_changed.connect(self._forget)
        self._write()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What lies under the last click."""
        return self._hits

    @property
    def shown(self) -> Hit | None:
        """The hit that is shown in full, None for a selection that was not clicked, or the dossier."""
        return self._shown

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show what lies under a click; the first is opened, the others are listed by layer."""
        self._hits = hits
        self._list_hits()
        self._show(hits[0] if hits else None)

    def show_here(self, lines: list[tuple[str, str]]) -> None:
        """Tell what the index knows of the place that was clicked: headings and texts; none to tell nothing."""
        texts = self._session.texts
        self._here.setText(
            "\n".join(texts("{heading}: {text}", heading=heading, text=text) for heading, text in lines)
        )
        self._here.setVisible(bool(lines))

    @property
    def here(self) -> str:
        """What is told of the place that was clicked."""
        return self._here.text()

    # What happens in the window

    def _on_selection(self) -> None:
        if len(self._session.selection) > _MANY:
            # The form of very many takes a while: it has a turn of its own, and the window answers before it.
            self._later.start()
        else:
            self._later.stop()
            self._show_selection()

    def _show_selection(self) -> None:
        self.show_here([])
        selected = self._session.selected
        if not selected:
            if isinstance(self._shown, RecordHit) or (self._shown is None and not self._hits):
                self._show(None)
            return
        listed = [hit for hit in self._hits if isinstance(hit, RecordHit) and hit.record.id == selected[0].id]
        if not listed:
            self._hits = ()
            self._list_hits()
            self._shown = None
            self.hit_shown.emit(None)
        self._record.show_records(selected)
        self._open(self._record)

    def begin_writing(self) -> None:
        """Let the words of what is selected be written."""
        if self._pages.currentWidget() is self._scrolls[self._record]:
            self._record.begin_writing()

    def _on_document(self) -> None:
        if self._pages.currentWidget() is self._scrolls[self._dossier]:
            self._dossier.write()
        self._record.write()
        selected = self._session.selected
        if self._pages.currentWidget() is self._scrolls[self._record] and not selected:
            self._show(None)

    def _forget(self) -> None:
        self.show_here([])
        self.show_hits(())

    def _on_item(self, item: QTreeWidgetItem | None) -> None:
        place = item.data(0, _ROLE) if item is not None else None
        if isinstance(place, int):
            self._show(self._hits[place])

    # Showing

    def _show(self, hit: Hit | None) -> None:
        self._shown = hit
        if isinstance(hit, RecordHit):
            self._session.select(hit.record.id)
            self._record.show_record(hit.record)
            self._open(self._record)
        elif isinstance(hit, FeatureHit):
            self._session.select()
            self._feature.show_hit(hit)
            self._open(self._feature)
        else:
            self._dossier.write()
            self._open(self._dossier)
        self.hit_shown.emit(hit)

    def _open(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(self._scrolls[page])
        self._zoom.setVisible(page is not self._dossier)

    def _list_hits(self) -> None:
        """List several hits under their layers; one alone needs no list."""
        several = len(self._hits) > 1
        self._found.setVisible(several)
        self._tree.setVisible(several)
        self._tree.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._tree.clear()
        if several:
            self._fill_tree()
        self._tree.blockSignals(False)  # noqa: FBT003

    def _fill_tree(self) -> None:
        texts, datasets = self._session.texts, self._session.datasets
        self._found.setText(texts.plural("{n} thing here", "{n} things here", len(self._hits)))
        groups: dict[str, QTreeWidgetItem] = {}
        lines = 0
        for place, hit in enumerate(self._hits):
            key, heading = ("", texts("Drawn on the map"))
            if isinstance(hit, FeatureHit):
                key, heading = (hit.layer.id, texts.name(hit.layer.names))
            if key not in groups:
                groups[key] = QTreeWidgetItem(self._tree, [heading])
                groups[key].setFlags(Qt.ItemFlag.ItemIsEnabled)
                groups[key].setExpanded(True)
                lines += 1
            item = QTreeWidgetItem(groups[key], [_hit_name(hit, datasets, texts)])
            item.setData(0, _ROLE, place)
            lines += 1
            if hit is self._shown or (self._shown is None and place == 0):
                self._tree.setCurrentItem(item, 0, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        row = max(self._tree.sizeHintForRow(0), self.fontMetrics().height())
        self._tree.setFixedHeight(min(lines, _MOST_LINES) * row + 2 * self._tree.frameWidth() + 2)

    def _write(self) -> None:
        texts = self._session.texts
        self._zoom.setText(texts("Show on the map"))
        self._tree.setAccessibleName(texts("What lies under the click"))
        self._list_hits()
        for page in (self._dossier, self._record, self._feature):
            page.write()
        self._zoom.setVisible(self._pages.currentWidget() is not self._scrolls[self._dossier])

    def _zoom_to_shown(self) -> None:
        datasets = self._session.datasets
        if isinstance(self._shown, FeatureHit) and datasets is not None:
            boxes = datasets.get(self._shown.layer.dataset).shapes(LAMBERT_72).bounds
            self.zoom_wanted.emit(tuple(float(side) for side in boxes[self._shown.index]))
        elif self._session.selected:
            extents = [box for record in self._session.selected if (box := extent_of(record)) is not None]
            bounds = united(extents) if extents else None
            if bounds is not None:
                self.zoom_wanted.emit(bounds)


def _hit_name(hit: Hit, datasets: Datasets | None, texts: Texts) -> str:
    if isinstance(hit, RecordHit):
        return texts.name(record_names(hit.record))
    row = datasets.get(hit.layer.dataset).row(hit.index) if datasets is not None else {}
    return feature_title(hit.card, row, texts) or texts("Feature {number}", number=hit.index + 1)


def _scrolled(page: QWidget) -> QScrollArea:
    """Give the page in a scroll area as wide as the panel, its content at the top."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, SPACE_M, 0)
    column.addWidget(page)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(holder)
    return scroll
