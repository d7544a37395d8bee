"""Photographs of a drawing: small pictures kept in the dossier, without what a camera writes beside them."""

from collections.abc import Sequence
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
from cartoviewer.document.drawings import PLACED, Placed, is_locked
from cartoviewer.document.edit import Label
from cartoviewer.ui.record_names import count_label
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
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
    """The photographs that all of the selected drawings have, with a button to add one; Delete takes one away."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tasks = TaskRunner(self, threads=1, name="photograph")
        self._ids: tuple[str, ...] = ()
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

    def show_records(self, records: Sequence[Placed]) -> None:
        """Show the photographs that all these drawings have; none puts the strip away."""
        self._ids = tuple([record.id for record in records])
        self.setVisible(bool(records))
        if not records:
            self._shown = ()
            self._list.clear()
            return
        texts = self._session.texts
        self._add.setText(texts("Add a photograph…"))
        self._take_away.setText(texts("Take away"))
        self._list.setAccessibleName(texts("Photographs"))
        shared = tuple(
            each for each in records[0].photographs if all(each in record.photographs for record in records)
        )
        if self._shown != shared:
            self._shown = shared
            self._list.clear()
            for photograph_id in shared:
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
        """Read a picture file beside the window, and keep it with the drawings as one edit."""
        ids = self._ids
        self._tasks.run(
            lambda _progress: read_photograph(path, new_id()),
            lambda photograph: self._keep(photograph, path.stem, ids),
            self._session.problem.emit,
            Label("Reading {name}", {"name": path.name}),
        )

    def remove_chosen(self) -> None:
        """Take the chosen photograph away, as one edit; it stays where another drawing has it too."""
        item, records = self._list.currentItem(), self._records
        if item is None or not records:
            return
        photograph_id = str(item.data(Qt.ItemDataRole.UserRole))
        document, ids = self._session.document, {record.id for record in records}
        changes = [
            put(
                document,
                msgspec.structs.replace(
                    record, photographs=tuple(other for other in record.photographs if other != photograph_id)
                ),
            )
            for record in records
        ]
        others = (record for record in document if isinstance(record, PLACED) and record.id not in ids)
        if not any(photograph_id in record.photographs for record in others):
            changes.append(remove(document, photograph_id))
        label = count_label(
            "Photograph taken away from {name}", "Photograph taken away from {count} drawings", records
        )
        self._session.do(label, *changes)

    @property
    def _records(self) -> tuple[Placed, ...]:
        """The drawings of the strip that can be changed."""
        return self._changeable(self._ids)

    def _changeable(self, ids: Sequence[str]) -> tuple[Placed, ...]:
        document = self._session.document
        found = (document.get(each) for each in ids)
        return tuple(each for each in found if isinstance(each, PLACED) and not is_locked(document, each))

    def _keep(self, photograph: Photograph, name: str, ids: tuple[str, ...]) -> None:
        records = self._changeable(ids)
        if not records:
            return
        # A photograph is no more open than what it shows.
        photograph = msgspec.structs.replace(
            photograph, sensitivity=max(record.sensitivity for record in records), names=Names.same(name)
        )
        document = self._session.document
        changed = [
            put(document, msgspec.structs.replace(record, photographs=(*record.photographs, photograph.id)))
            for record in records
        ]
        label = count_label("Photograph added to {name}", "Photograph added to {count} drawings", records)
        self._session.do(label, put(document, photograph), *changed)

    def _ask(self) -> None:
        texts = self._session.texts
        kinds = f"{texts('Pictures')} (*.jpg *.jpeg *.png *.webp *.bmp *.tif)"
        names, _ = QFileDialog.getOpenFileNames(self, texts("Add a photograph…"), "", kinds)
        for name in names:
            self.add(Path(name))

    def _refresh(self) -> None:
        can = self._session.can_edit and bool(self._records)
        self._add.setEnabled(can)
        self._take_away.setEnabled(can and self._list.currentItem() is not None)
        self._take_away.setVisible(self._list.count() > 0)
