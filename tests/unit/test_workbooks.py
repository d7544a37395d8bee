"""Lists come as Excel workbooks, with a title above a header in two languages."""

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from layers.crs import LAMBERT_2008
from layers.errors import LayerReadError, SourceError
from layers.reading import describe_source, read_source
from layers.schema import schema

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Opvangcentra"
    sheet.append(["Lijst van opvangcentra\nListe des centres d'accueil"])
    sheet.append([])
    sheet.append(
        [
            "Naam_x000D_\nNom",
            "Bedden\nLits",
            "Nagekeken op / Vérifié le",
            "Opmerking",
            "X (Lambert 2008)",
            "Y (Lambert 2008)",
        ]
    )
    sheet.append(["Zaal A", 40, date(2026, 3, 1), "—", 648852.92, 670703.28])
    sheet.append(["Zaal B", "veel", None, "trap", 648082.34, 676064.09])
    sheet.append([None, None, None, None, None, None])
    sheet.append(["Zaal C", 12.0, "02/03/2026", None, "647 734,90", "669 487,65"])
    sheet.append(["Zaal D", 3, None, None, None, 670703.28])
    notes = book.create_sheet("Uitleg")
    notes.append(["Kolom", "Betekenis"])
    notes.append(["Bedden", "aantal"])
    book.save(path)
    return path


def test_a_sheet_is_read_from_its_header_down(tmp_path: Path) -> None:
    result = read_source(workbook(tmp_path / "lijst.xlsx"), schema("shelter"), now=NOW)
    frame, report = result.frame, result.report
    assert (result.card.epsg, report.layer) == (LAMBERT_2008, "Opvangcentra")
    assert frame["name_nl"].tolist() == frame["name_fr"].tolist() == ["Zaal A", "Zaal C"]
    assert frame["capacity_lying"].tolist() == [40, 12]
    assert frame["last_verified_on"].tolist() == ["2026-03-01", "2026-03-02"]
    assert frame["Opmerking"].tolist() == ["—", None]
    assert frame.geometry[1].x == pytest.approx(647734.90)
    told = [(fault.row, fault.field, fault.value) for fault in report.faults]
    assert told == [(5, "Bedden / Lits", "veel"), (8, "X (Lambert 2008)", "")]
    assert (report.rows_read, report.rows_kept) == (4, 2)


def test_only_sheets_with_coordinates_are_layers(tmp_path: Path) -> None:
    (layer,) = describe_source(workbook(tmp_path / "lijst.xlsx")).layers
    assert (layer.name, layer.epsg, layer.count, layer.geometry) == ("Opvangcentra", LAMBERT_2008, 4, "Point")
    book = openpyxl.Workbook()
    book.active.append(["nom", "rue"])
    book.active.append(["A", "B"])
    book.save(tmp_path / "sans.xlsx")
    with pytest.raises(LayerReadError, match="no columns with coordinates; its columns are nom, rue"):
        read_source(tmp_path / "sans.xlsx", schema("generic"))


def test_a_workbook_in_a_zip_is_found(tmp_path: Path) -> None:
    workbook(tmp_path / "lijst.xlsx")
    with zipfile.ZipFile(tmp_path / "post.zip", "w") as archive:
        archive.write(tmp_path / "lijst.xlsx", "lijst.xlsx")
    assert read_source(tmp_path / "post.zip", schema("shelter")).card.count == 2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_damaged_workbook_is_refused_in_one_sentence(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "lijst.xlsx")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(SourceError, match="no whole Excel workbook"):
        read_source(path, schema("shelter"))


def test_an_empty_workbook_holds_no_layer(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "leeg.xlsx")
    with pytest.raises(SourceError, match="holds no layer"):
        read_source(tmp_path / "leeg.xlsx", schema("shelter"))
