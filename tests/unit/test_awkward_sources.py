"""Files as they come from other desks: heights, odd encodings, degrees with minutes, Belgian thousands."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from layers.crs import LAMBERT_72, WGS84
from layers.reading import describe_source, read_source
from layers.schema import schema
from layers.values import Unreadable, read_value

PLACE = [4.3525, 50.8467]


def geojson(path: Path, properties: dict[str, object], *more: float) -> Path:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [*PLACE, *more]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def test_geojson_with_heights_is_in_wgs84(tmp_path: Path) -> None:
    path = geojson(tmp_path / "drone.geojson", {"nom": "Salle"}, 62.5)
    result = read_source(path, schema("generic"))
    assert result.card.epsg == WGS84
    assert not result.frame.geometry[0].has_z
    assert describe_source(path).layers[0].epsg == WGS84


def test_lists_are_written_as_people_write_them(tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "salle.geojson", {"nom": "Salle", "fonctions": ["accueil", "nuit"], "clés": ["a", "b"]}
    )
    result = read_source(path, schema("shelter"))
    assert result.frame["functions"][0] == "reception;overnight"
    assert result.frame["clés"][0] == "a; b"


def test_a_geopackage_with_text_in_a_windows_code_page_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "gids.gpkg"
    frame = gpd.GeoDataFrame(
        {"naam": ["QQn"], "qte": ["Q"]}, geometry=[shapely.Point(149000, 170000)], crs=LAMBERT_72
    )
    frame.to_file(path)
    # A program that took Windows' letters for UTF-8 writes names and values like these.
    path.write_bytes(path.read_bytes().replace(b"QQn", b"\xc9\xe9n").replace(b"qte", b"\xe9te"))
    (described,) = describe_source(path).layers
    assert described.columns == ("naam", "éte")
    result = read_source(path, schema("generic"))
    assert result.frame["naam"].tolist() == ["Één"]
    assert result.frame["éte"].tolist() == ["Q"]
    assert "Windows-1252" in str(result.report.notes[0])


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("50°50'48,12\"N", "4°21'09\"E"), ("N 50° 50,802'", "O 4° 21,15'"), ("50:50:48.12", "4:21:09"),
        ("50 50 48,12", "4 21 09"), ("50°50’48,12” N", "4°21’9” O"), ("50,8467", "4,3525"),
    ],
)  # fmt: skip
def test_degrees_with_minutes_are_coordinates(tmp_path: Path, lat: str, lon: str) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text(f"nom\tlat\tlon\nA\t{lat}\t{lon}\n", encoding="utf-8")
    result = read_source(path, schema("generic"))
    assert result.card.epsg == WGS84
    point = result.frame.geometry[0].centroid
    assert (point.x, point.y) == pytest.approx(PLACE, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "number"), [("1.200", 1200), ("2.000", 2000), ("2,000", 2000), ("80", 80), ("12,0", 12)]
)
def test_a_whole_number_with_thousands_apart(text: str, number: int) -> None:
    assert read_value("integer", text, {}) == number


@pytest.mark.parametrize("text", ["0.200", "1.20", "12.3456"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_value("integer", text, {})


def test_a_fault_in_a_column_that_two_fields_read_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "salles.csv"
    path.write_text("nom;x;y;capacité\nA;149000;170000;80\nB;149000;170100;beaucoup\n", encoding="utf-8")
    result = read_source(path, schema("shelter"))
    assert [(fault.row, fault.field, fault.value) for fault in result.report.faults] == [
        (3, "capacité", "beaucoup")
    ]
