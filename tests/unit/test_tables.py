"""Tables of text are read in any encoding, with any delimiter, and no row is lost in silence."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from layers.errors import CrsError, LayerReadError, SourceError
from layers.places import find_columns, place
from layers.tables import read_csv, typed

ROWS = [["nom", "x", "y"], ["École n° 1", "148853", "170702"], ["Cité, rue Vésale", "148900", "170800"]]


def table_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_encoding_and_delimiter_gives_the_same_cells(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in ROWS)
    table = read_csv(table_file(tmp_path, text, encoding))
    assert list(table.frame.columns) == ROWS[0]
    assert table.frame.to_numpy().tolist() == ROWS[1:]
    assert table.rows == [2, 3]
    assert bool(table.notes) == (encoding == "cp1252")


def test_blank_lines_and_a_break_in_quotes_keep_the_row_numbers_of_a_spreadsheet(tmp_path: Path) -> None:
    table = read_csv(table_file(tmp_path, 'a;b\n1;"two\nlines"\n\n;\n3;4\n'))
    assert table.frame.to_numpy().tolist() == [["1", "two\nlines"], ["3", "4"]]
    assert table.rows == [2, 5]
    assert table.rows_read == 2


def test_rows_of_another_width_are_set_aside_and_trailing_delimiters_forgiven(tmp_path: Path) -> None:
    table = read_csv(table_file(tmp_path, "a;b\n1;2;\n3\n4;5;6\n7;8\n9;10\n"))
    assert table.frame["a"].tolist() == ["1", "7", "9"]
    assert [(fault.row, fault.value) for fault in table.faults] == [(3, "3"), (4, "4;5;6")]
    assert table.rows_read == 5


def test_columns_without_a_name_or_with_the_same_one_get_their_own(tmp_path: Path) -> None:
    table = read_csv(table_file(tmp_path, ";Nom;nom\n1;2;3\n"))
    assert list(table.frame.columns) == ["column_1", "Nom", "nom_2"]


def test_decimal_commas_between_commas_are_refused(tmp_path: Path) -> None:
    path = table_file(tmp_path, "nom,x,y\nA,148000,5,170000,2\nB,148001,5,170000,3\n")
    with pytest.raises(SourceError, match="3 columns in its header, but most rows have another number"):
        read_csv(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"nom~x~y\nA~1~2\n", "is no table"),
        (b"PK\x03\x04\x00\x00\x00", "is not a text file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=message):
        read_csv(path)


def test_columns_of_numbers_become_numbers_and_codes_stay_text() -> None:
    def kinds(*cells: str) -> tuple[str, list[object]]:
        column = typed(pd.Series(list(cells), dtype=object))
        return str(column.dtype), [None if pd.isna(value) else value for value in column.tolist()]

    assert kinds("1", "", "23") == ("Int64", [1, None, 23])
    assert kinds("1,5", "2", "") == ("float64", [1.5, 2.0, None])
    assert kinds("01", "2") == ("object", ["01", "2"])
    assert kinds("a", "") == ("object", ["a", None])
    assert kinds("", "") == ("object", [None, None])


@pytest.mark.parametrize(
    ("columns", "east", "north", "epsg"),
    [
        (["id", "X", "Y"], "X", "Y", None),
        (["x_coord", "y_coord"], "x_coord", "y_coord", None),
        (["Coordonnée X", "Coordonnée Y"], "Coordonnée X", "Coordonnée Y", None),
        (["XL72", "YL72"], "XL72", "YL72", 31370),
        (["x_lambert72", "y_lambert72"], "x_lambert72", "y_lambert72", 31370),
        (["x_3812", "y_3812"], "x_3812", "y_3812", 3812),
        (["Longitude", "Latitude"], "Longitude", "Latitude", 4326),
        (["lengtegraad", "breedtegraad"], "lengtegraad", "breedtegraad", 4326),
        (["lat", "lon"], "lon", "lat", 4326),
        (["traverse_longitude", "traverse_latitude"], "traverse_longitude", "traverse_latitude", 4326),
        (["lon", "lat", "x", "y"], "x", "y", None),
        (["EPSG:31370_x", "EPSG:31370_y", "EPSG:4326_lat", "EPSG:4326_lon"], "EPSG:31370_x", "EPSG:31370_y", 31370),
        (["easting", "northing"], "easting", "northing", None),
    ],
)
def test_columns_of_coordinates_are_known_by_their_names(
    columns: list[str], east: str, north: str, epsg: int | None
) -> None:
    found = find_columns(columns, {})
    assert found is not None
    assert (found.east, found.north, found.epsg) == (east, north, epsg)


@pytest.mark.parametrize("columns", [["nom", "rue"], ["x"], ["lat", "y"], ["taxe", "prix"], []])
def test_a_table_without_both_axes_has_no_place(columns: list[str]) -> None:
    assert find_columns(columns, {}) is None


def placed(columns: dict[str, list[str]], epsg: int | None = None):
    frame = pd.DataFrame(columns, dtype=object)
    found = find_columns(list(columns), {})
    assert found is not None
    return place(frame, list(range(2, len(frame) + 2)), found, epsg)


def test_numbers_settle_the_crs_and_the_order() -> None:
    result = placed({"x": ["648 852,92", "648082.34"], "y": ["670 703,28", "676064.09"]})
    assert result.epsg == 3812
    assert "Lambert 2008 (EPSG:3812)" in str(result.notes[0])
    turned = placed({"x": ["170703", "176064"], "y": ["148853", "148083"]})
    assert (turned.epsg, turned.geometries[0].x) == (31370, 148853)
    assert "x and y stand in each other's place" in str(turned.notes[1])
    utm = placed({"x": ["595212.82"], "y": ["5633652.41"]})
    assert utm.epsg == 25831
    mercator = placed({"x": ["484515"], "y": ["6593120"]})
    assert mercator.epsg == 3857


@pytest.mark.parametrize(
    "text",
    ["50.84673, 4.35247", "4.35247,50.84673", '{"lon": 4.35247, "lat": 50.84673}', "50,84673; 4,35247",
     '{"latitude":50.84673,"longitude":4.35247}', "POINT", ""],
)  # fmt: skip
def test_both_coordinates_may_stand_in_one_column(text: str) -> None:
    columns = {"geo_point_2d": [text, "50.84673, 4.35247"]}
    result = placed(columns)
    at = [(point.x, point.y) for point in result.geometries]
    assert at == [(4.35247, 50.84673)] * (1 if text in {"POINT", ""} else 2)
    assert [fault.row for fault in result.faults] == ([2] if text in {"POINT", ""} else [])
    assert result.epsg == 4326


def test_shapes_may_be_written_as_text() -> None:
    result = placed(
        {"wkt": ["SRID=31370;POINT (148853 170702)", "LINESTRING (148853 170702, 148900 170800)", "POINT (", ""]}
    )
    assert (result.epsg, [shape.geom_type for shape in result.geometries]) == (31370, ["Point", "LineString"])
    assert [(fault.row, fault.value) for fault in result.faults] == [(4, "POINT ("), (5, "")]
    geojson = placed({"geometry": ['{"type":"Point","coordinates":[4.35,50.84]}']})
    assert geojson.epsg == 4326


def test_a_table_in_which_no_row_has_a_place_is_refused() -> None:
    with pytest.raises(LayerReadError, match="None of the 2 rows has coordinates in x, y"):
        placed({"x": ["", "là"], "y": ["", "bas"]})
    with pytest.raises(LayerReadError, match="None of the 1 rows has coordinates in wkt"):
        placed({"wkt": ["POINT ("]})
    with pytest.raises(CrsError, match="fit no coordinate system of Belgium"):
        placed({"x": ["15"], "y": ["20"]})


def test_a_given_crs_is_taken_as_given() -> None:
    result = placed({"x": ["15"], "y": ["20"]}, epsg=31370)
    assert result.epsg == 31370
    assert np.array_equal([result.geometries[0].x, result.geometries[0].y], [15, 20])
