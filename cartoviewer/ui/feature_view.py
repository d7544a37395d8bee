"""One feature of a layer: all its fields, where the data come from, and who may see them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cartoviewer.scene.feature_lines import FeatureLine, feature_lines, feature_title
from cartoviewer.scene.hits import FeatureHit
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from layers.schema import schemas
from layers.sensitivity import Sensitivity

__all__ = ["FeatureView"]

_TLP_INKS: Final = {
    Sensitivity.CLEAR: "#FFFFFF",
    Sensitivity.GREEN: "#33FF00",
    Sensitivity.AMBER: "#FFC000",
    Sensitivity.AMBER_STRICT: "#FFC000",
    Sensitivity.RED: "#FF2B2B",
}
"""Colours of the labels on black, as TLP 2.0 gives them."""


@dataclass(frozen=True, slots=True)
class _Shown:
    hit: FeatureHit
    title: str
    lines: tuple[FeatureLine, ...]


class FeatureView(QWidget):
    """The fields of the feature shown, in the user's language; empty ones are named together at the end."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._hit: FeatureHit | None = None
        self._shown: _Shown | None = None
        self._title, self._layer, self._marking, self._source = QLabel(), QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._layer.setProperty("role", "muted")
        self._empty = QLabel()
        self._empty.setProperty("role", "small")
        for label in (self._title, self._layer, self._source, self._empty):
            label.setWordWrap(True)
            label.setTextInteractionFlags(_SELECTABLE)
        self._copy = QPushButton()
        self._copy.clicked.connect(self._copy_all)
        self._fields = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)
        line = QHBoxLayout()
        line.addWidget(self._layer, 1)
        line.addWidget(self._marking, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self._title, line, self._fields, self._empty, self._source):
            if isinstance(part, QHBoxLayout):
                self._column.addLayout(part)
            else:
                self._column.addWidget(part)
        self._column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_hit(self, hit: FeatureHit) -> None:
        """Show a feature."""
        self._hit = hit
        self.write()

    def write(self) -> None:
        """Write everything anew: the language or the colours have changed."""
        hit, datasets = self._hit, self._session.datasets
        if hit is None or datasets is None:
            return
        texts = self._session.texts
        row = datasets.get(hit.layer.dataset).row(hit.index)
        title = feature_title(hit.card, row, texts) or texts("Feature {number}", number=hit.index + 1)
        self._shown = _Shown(hit, title, feature_lines(hit.card, row, texts))
        self._title.setText(title)
        self._layer.setText(texts.name(hit.layer.names))
        self._marking.setText(hit.layer.sensitivity.marking)
        self._marking.setStyleSheet(_chip(hit.layer.sensitivity))
        self._write_source()
        self._write_fields()
        self._copy.setText(texts("Copy these fields"))

    def _write_source(self) -> None:
        hit, texts = self._hit, self._session.texts
        if hit is None:
            return
        card = hit.card
        parts = [texts("Source: {source}", source=card.source)]
        parts.append(
            texts("Data of {date}", date=texts.date(card.date)) if card.date else texts("Date of the data unknown")
        )
        if card.credit:
            parts.append(card.credit)
        known = schemas().get(card.schema)
        age = (date.today() - card.date).days if card.date else None  # noqa: DTZ011 - the day on the user's calendar
        is_stale = known is not None and known.stale_days is not None and age is not None and age > known.stale_days
        if is_stale:
            days = texts.plural("{n} day old", "{n} days old", age or 0)
            parts.append(texts("These data are {age}: check them before you rely on them.", age=days))
        self._source.setText("\n".join(parts))
        self._source.setStyleSheet(
            f"color: {self._theme.colours.warning if is_stale else self._theme.colours.muted};"
        )

    def _write_fields(self) -> None:
        if self._shown is None:
            return
        texts = self._session.texts
        place = self._column.indexOf(self._fields)
        self._column.removeWidget(self._fields)
        self._fields.hide()
        self._fields.deleteLater()
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        filled = [line for line in self._shown.lines if line.value]
        for at, line in enumerate(filled):
            name, value = QLabel(line.name), QLabel(line.value)
            name.setProperty("role", "muted")
            name.setWordWrap(True)
            value.setWordWrap(True)
            value.setTextInteractionFlags(_SELECTABLE)
            value.setAccessibleName(f"{line.name}: {line.value}")
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(name, at, 0, top)
            cell = QVBoxLayout()
            cell.setSpacing(SPACE_S // 2)
            cell.addWidget(value)
            grid.addLayout(cell, at, 1)
            if line.sensitivity > self._shown.hit.layer.sensitivity:
                mark = QLabel(line.sensitivity.marking.removeprefix("TLP:"))
                mark.setStyleSheet(_chip(line.sensitivity))
                mark.setToolTip(texts("This field may be seen by fewer people than its layer"))
                cell.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.insertWidget(place, self._fields)
        self._fields.setVisible(bool(filled))
        empty = [line.name for line in self._shown.lines if not line.value]
        self._empty.setVisible(bool(empty))
        self._empty.setText(texts("Not filled in: {fields}", fields=", ".join(empty)))

    def _copy_all(self) -> None:
        if self._shown is not None:
            level = max((self._shown.hit.layer.sensitivity, *(line.sensitivity for line in self._shown.lines)))
            # What is pasted elsewhere says who may see it.
            marking = [level.marking] if level > Sensitivity.CLEAR else []
            lines = [
                *marking,
                self._shown.title,
                *(f"{line.name}\t{line.value}" for line in self._shown.lines if line.value),
            ]
            QGuiApplication.clipboard().setText("\n".join(lines))


_SELECTABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def _chip(level: Sensitivity) -> str:
    """Give the look of a level's label: its colour on black, as TLP 2.0 wants it."""
    return (
        f"background: #000000; color: {_TLP_INKS[level]}; border-radius: 3px; padding: 1px 5px; font-weight: 600;"
    )
