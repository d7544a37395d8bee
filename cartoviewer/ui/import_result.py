"""What became of a file: how many rows are on the map, and every row that is not, with the reason."""

import csv
from io import StringIO
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.ui.messages import Messages
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M
from layers.report import Fault, ImportReport
from resources.texts import Texts

__all__ = ["ImportResult", "report_csv", "report_lines"]


def report_lines(report: ImportReport, texts: Texts) -> tuple[str, ...]:
    """Write the account of a file as a whole, one sentence a line."""
    kept = texts.plural("{n} row is on the map.", "{n} rows are on the map.", report.rows_kept)
    lines = [kept]
    if report.rows_set_aside:
        lines.append(
            texts.plural(
                "{n} row was set aside; its reason is below.",
                "{n} rows were set aside; the reasons are below.",
                report.rows_set_aside,
            )
        )
    elif report.is_clean:
        lines.append(texts("Nothing was set aside."))
    return (*lines, *(note.written(texts) for note in report.notes))


def report_csv(report: ImportReport, texts: Texts) -> str:
    """Write the rows with a fault or a remark as a table for a spreadsheet, `;` between columns."""
    store = StringIO()
    writer = csv.writer(store, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings(texts))
    for fault, was_kept in _all(report):
        writer.writerow(_cells(fault, was_kept, texts))
    return store.getvalue()


def _headings(texts: Texts) -> list[str]:
    return [texts("Row"), texts("Field"), texts("Value"), texts("Reason"), texts("Outcome")]


def _all(report: ImportReport) -> list[tuple[Fault, bool]]:
    return [(fault, False) for fault in report.faults] + [(remark, True) for remark in report.remarks]


def _cells(fault: Fault, was_kept: bool, texts: Texts) -> list[str]:
    return [
        str(fault.row) if fault.row else "",
        texts("shape") if fault.field == "geometry" else fault.field,
        fault.value,
        fault.reason.written(texts),
        texts("kept") if was_kept else texts("set aside"),
    ]


class ImportResult(QWidget):
    """The report of one import, to read, to copy and to save for whoever sent the file."""

    def __init__(self, session: Session, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._messages = messages
        self._report: ImportReport | None = None
        self._lines = QLabel()
        self._lines.setWordWrap(True)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._table = QTableWidget(0, 5)
        self._copy, self._save = QPushButton(), QPushButton()
        self._copy.clicked.connect(self.copy)
        self._save.clicked.connect(self._ask_path)
        table = self._table
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(50)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addWidget(self._save)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self._lines)
        column.addWidget(table, 1)
        column.addLayout(row)
        column.addStretch(0)

    def show_report(self, report: ImportReport) -> None:
        """Show a report."""
        self._report = report
        self.write()

    def write(self) -> None:
        """Write everything in the language of now."""
        report, texts = self._report, self._session.texts
        if report is None:
            return
        self._lines.setText("\n".join(report_lines(report, texts)))
        self._table.setHorizontalHeaderLabels(_headings(texts))
        self._table.setAccessibleName(texts("Rows with a fault or a remark"))
        rows = _all(report)
        self._table.setRowCount(len(rows))
        for row, (fault, was_kept) in enumerate(rows):
            for column, words in enumerate(_cells(fault, was_kept, texts)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self._table.setItem(row, column, item)
        self._table.resizeRowsToContents()
        self._copy.setText(texts("Copy the report"))
        self._save.setText(texts("Save the report…"))
        for part in (self._table, self._copy, self._save):
            part.setVisible(bool(rows))

    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        if self._report is not None:
            texts = self._session.texts
            lines = [*report_lines(self._report, texts), ""]
            lines += ["\t".join(_headings(texts))]
            lines += ["\t".join(_cells(fault, kept, texts)) for fault, kept in _all(self._report)]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def save(self, path: Path) -> None:
        """Write the report as CSV; the mark at its start tells spreadsheets that it is UTF-8."""
        if self._report is None:
            return
        try:
            path.write_text(report_csv(self._report, self._session.texts), encoding="utf-8-sig", newline="")
        except OSError as error:
            self._messages.report(error)

    def _ask_path(self) -> None:
        texts = self._session.texts
        stem = Path(self._report.source).stem if self._report is not None else "report"
        name, _ = QFileDialog.getSaveFileName(
            self, texts("Save the report…"), f"{stem} - {texts('report')}.csv", "CSV (*.csv)"
        )
        if name:
            path = Path(name)
            self.save(path if path.suffix.lower() == ".csv" else path.with_name(path.name + ".csv"))
