"""Photographs of a drawing: small pictures kept in the dossier, without what a camera writes beside them."""

from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QImageReader, QImageWriter, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bnip.drawing import Photograph
from cartoviewer.document.changes import new_id, put, remove
from cartoviewer.document.drawings import Placed, is_locked
from cartoviewer.document.edit import Label
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme
from layers.errors import Problem
from resources.texts import Names

__all__ = ["PhotographStrip", "read_photograph"]

_LARGEST_PX: Final = 1280
_QUALITY: Final = 82
_MOST_MEGAPIXELS: Final = 80
_THUMB: Final = 84


def read_photograph(path: Path, photograph_id: str) -> Photograph:
    """Read a picture file as a photograph of the dossier: upright, at most 1280 pixels wide or high, pixels only.

    It is painted anew, so that no position, date, name of a camera or hidden preview comes along.

    Raises
    ------
    Problem
        The file is no picture, or larger than any camera's.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _MOST_MEGAPIXELS * 1_000_000:
        raise Problem("“{name}” is too large to be a photograph. Make it smaller first.", name=path.name)
    if size.isValid() and max(size.width(), size.height()) > _LARGEST_PX:
        reader.setScaledSize(size.scaled(QSize(_LARGEST_PX, _LARGEST_PX), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Problem("“{name}” is not a picture that can be read. Take a JPEG or a PNG.", name=path.name)
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.white)
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(_QUALITY)
    if not writer.write(plain):
        raise Problem("“{name}” is not a picture that can be read. Take a JPEG or a PNG.", name=path.name)
    return Photograph(id=photograph_id, jpeg=bytes(data.data()), width_px=plain.width(), height_px=plain.height())


class PhotographStrip(QWidget):
    """The photographs of one drawing, with a button to add one; Delete takes the chosen one away."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._record: Placed | None = None
        self._shown: tuple[str, ...] = ()
        self._list = QListWidget()
        self._list.setViewMode(QListWidget.ViewMode.IconMode)
        self._list.setIconSize(QSize(_THUMB, _THUMB))
        self._list.setMovement(QListWidget.Movement.Static)
        self._list.setFixedHeight(_THUMB + 4 * SPACE_S)
        self._add = QPushButton()
        self._add.clicked.connect(self._ask)
        self._take_away = QPushButton()
        self._take_away.clicked.connect(self.remove_chosen)
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addWidget(self._take_away)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._list)
        column.addLayout(row)
        self._list.currentItemChanged.connect(self._refresh)
        self._list.itemActivated.connect(lambda item: session.select(str(item.data(Qt.ItemDataRole.UserRole))))
        self.hide()

    def show_record(self, record: Placed | None) -> None:
        """Show the photographs of a drawing; None puts the strip away."""
        self._record = record
        self.setVisible(record is not None)
        if record is None:
            self._shown = ()
            self._list.clear()
            return
        texts = self._session.texts
        self._add.setText(texts("Add a photograph…"))
        self._take_away.setText(texts("Take away"))
        self._list.setAccessibleName(texts("Photographs"))
        if self._shown != record.photographs:
            self._shown = record.photographs
            self._list.clear()
            for photograph_id in record.photographs:
                photograph = self._session.document.get(photograph_id)
                if isinstance(photograph, Photograph):
                    picture = QPixmap()
                    picture.loadFromData(photograph.jpeg)
                    item = QListWidgetItem(QIcon(picture), "")
                    item.setData(Qt.ItemDataRole.UserRole, photograph_id)
                    item.setToolTip(texts.name(photograph.names))
                    self._list.addItem(item)
        self._list.setVisible(self._list.count() > 0)
        self._refresh()

    def add(self, path: Path) -> None:
        """Keep a picture file with the drawing, as one edit."""
        record = self._record
        if record is None:
            return
        try:
            photograph = read_photograph(path, new_id())
        except Problem as error:
            self._session.problem.emit(error)
            return
        # A photograph is no more open than what it shows.
        photograph = msgspec.structs.replace(
            photograph, sensitivity=record.sensitivity, names=Names.same(path.stem)
        )
        changed = msgspec.structs.replace(record, photographs=(*record.photographs, photograph.id))
        document = self._session.document
        label = Label("Photograph added to {name}", {"name": record_names(record)})
        self._session.do(label, put(document, photograph), put(document, changed))

    def remove_chosen(self) -> None:
        """Take the chosen photograph away, as one edit."""
        item, record = self._list.currentItem(), self._record
        if item is None or record is None:
            return
        photograph_id = item.data(Qt.ItemDataRole.UserRole)
        kept = tuple(other for other in record.photographs if other != photograph_id)
        document = self._session.document
        label = Label("Photograph taken away from {name}", {"name": record_names(record)})
        changed = msgspec.structs.replace(record, photographs=kept)
        self._session.do(label, put(document, changed), remove(document, photograph_id))

    def _ask(self) -> None:
        texts = self._session.texts
        kinds = f"{texts('Pictures')} (*.jpg *.jpeg *.png *.webp *.bmp *.tif)"
        names, _ = QFileDialog.getOpenFileNames(self, texts("Add a photograph…"), "", kinds)
        for name in names:
            self.add(Path(name))

    def _refresh(self) -> None:
        record = self._record
        can = record is not None and self._session.can_edit and not is_locked(self._session.document, record)
        self._add.setEnabled(can)
        self._take_away.setEnabled(can and self._list.currentItem() is not None)
        self._take_away.setVisible(self._list.count() > 0)
