"""Open data of Brussels as it really comes, from the folder that CARTOVIEWER_DATA names."""

import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from layers.crs import LAMBERT_72, WGS84, transform
from layers.extents import REGION, inside
from layers.reading import ReadResult, describe_source, read_source
from layers.recognition import guessed_schema
from layers.schema import schema
from layers.shapes import GeometryKind

FOLDER = Path(os.environ.get("CARTOVIEWER_DATA", "") or "/nowhere")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="CARTOVIEWER_DATA names no folder with the real data")


def read(name: str, schema_id: str = "generic", layer: str | None = None) -> ReadResult:
    return read_source(FOLDER / name, schema(schema_id), layer=layer)


def test_the_layers_of_the_reference_files_are_recognised() -> None:
    found = {
        layer.name: guessed_schema(layer, Path(name).stem)
        for name in ("osm_brussels_2026-05.gpkg", "streets_brussels.gpkg", "admin_brussels.gpkg", "stib_stops.json")
        for layer in describe_source(FOLDER / name).layers
    }
    assert found == {
        "poi_point": "poi",
        "railway_point": "transit_stop",
        "railway_line": "railway",
        "public_transport_line": "transit_line",
        "water_point": "water",
        "water_line": "water",
        "water_area": "water",
        "leisure_point": "generic",
        "leisure_area": "leisure",
        "landuse_area": "landuse",
        "green_area": "green",
        "cycleway_point": "generic",
        "cycleway_line": "cycleway",
        "cycleway_area": "generic",
        "boundaries_line": "boundary",
        "boundaries_area": "boundary",
        "streets": "street",
        "municipalities": "municipality",
        "police_zones": "police_zone",
        "statistical_sectors_2025": "statistical_sector",
        "monitoring_quartiers": "quarter",
        "stib_stops": "transit_stop",
    }


@pytest.mark.parametrize(
    ("layer", "schema_id", "count", "name"),
    [
        ("municipalities", "municipality", 19, "Schaerbeek"),
        ("police_zones", "police_zone", 6, "ZP MIDI"),
        ("statistical_sectors_2025", "statistical_sector", 749, None),
        ("monitoring_quartiers", "quarter", 145, "DANSAERT"),
    ],
)
def test_the_administrative_layers_fit_their_schemas(
    layer: str, schema_id: str, count: int, name: str | None
) -> None:
    result = read("admin_brussels.gpkg", schema_id, layer)
    assert (result.card.count, result.card.epsg, result.card.kind) == (count, LAMBERT_72, GeometryKind.AREA)
    assert result.report.is_clean
    assert result.frame["name_fr"].notna().all()
    assert name is None or name in set(result.frame["name_fr"])
    if schema_id == "municipality":
        assert set(result.frame["nis"]) == {str(code) for code in range(21001, 21020)}
        areas = result.frame.geometry.area.sum() / 1e6
        assert areas == pytest.approx(162, abs=1)
    if schema_id == "statistical_sector":
        assert result.frame["population"].sum() == 1_252_352


def test_hospitals_have_beds_and_an_emergency_department() -> None:
    result = read("hospitals_belgium.gpkg", "hospital")
    places = transform(shapely.get_coordinates(result.frame.geometry), WGS84, LAMBERT_72)
    assert result.card.count == 272
    assert inside(places, REGION).sum() >= 35
    assert result.frame["emergency"].sum() > 50
    assert result.frame["beds"].sum() > 30_000


def test_every_invalid_roadwork_is_repaired_and_told() -> None:
    result = read("roadworks_schaerbeek_invalid.geojson")
    assert (result.report.rows_read, result.report.rows_kept) == (397, 397)
    assert len(result.report.remarks) == 394
    assert shapely.is_valid(result.frame.geometry.to_numpy()).all()
    assert (shapely.area(result.frame.geometry.to_numpy()) > 0).all()


def test_events_of_collections_become_areas() -> None:
    result = read("public_space_events_schaerbeek.geojson")
    assert result.card.kind is GeometryKind.AREA
    assert result.report.rows_kept == 559
    assert set(result.frame.geom_type) <= {"Polygon", "MultiPolygon"}


def test_traffic_devices_stand_in_for_a_list_of_anpr_sites() -> None:
    result = read("tunnel_counting_devices.csv", "anpr")
    assert (result.card.count, result.card.epsg) == (66, WGS84)
    first = result.frame.iloc[0]
    assert (first["site_code"], first["road_fr"][:13]) == ("LOU_TD1", "Tunnel Louise")
    assert (first.geometry.x, first.geometry.y) == pytest.approx((4.35695853, 50.83659133))


def test_geojson_with_the_old_crs_member_stays_in_lambert_72() -> None:
    result = read("bicycle_parking_lambert72.geojson")
    assert (result.card.count, result.card.epsg) == (2002, LAMBERT_72)
    assert inside(shapely.get_coordinates(result.frame.geometry), REGION).all()


def test_speed_cameras_of_the_benelux_are_kept_and_those_abroad_counted() -> None:
    assert describe_source(FOLDER / "speed_cameras_benelux.gpx").layers[0].name == "waypoints"
    result = read("speed_cameras_benelux.gpx", layer="waypoints")
    assert (result.card.count, result.card.epsg) == (3012, WGS84)
    assert any("outside Belgium" in str(note) for note in result.report.notes)


def test_the_outline_of_the_region_is_where_it_should_be() -> None:
    result = read("region_brussels.geojson", "region")
    shape = shapely.transform(result.frame.geometry.to_numpy(), lambda xy: transform(xy, WGS84, LAMBERT_72))[0]
    west, south, east, north = shape.bounds
    assert np.allclose((west, south, east, north), REGION, atol=700)
    assert shape.area / 1e6 == pytest.approx(162.4, abs=0.5)


@pytest.mark.parametrize(
    ("layer", "schema_id", "kinds"),
    [
        ("railway_line", "railway", {"rail", "tram", "subway", "miniature"}),
        ("water_area", "water", {"canal", "pond", "basin", "wetland", "water"}),
        ("green_area", "green", {"park", "wood", "garden", "grass"}),
        ("landuse_area", "landuse", {"residential", "commercial", "industrial", "railway"}),
    ],
)
def test_the_ground_comes_in_classes(layer: str, schema_id: str, kinds: set[str]) -> None:
    result = read("osm_brussels_2026-05.gpkg", schema_id, layer)
    assert kinds <= set(result.frame["kind"])
    assert result.report.rows_set_aside == 0


def test_streets_have_two_names_and_a_municipality() -> None:
    result = read("streets_brussels.gpkg", "street")
    assert result.card.count == 5960
    assert result.frame[["name_fr", "name_nl", "nis", "municipality_fr"]].notna().to_numpy().mean() > 0.95


def test_an_official_workbook_with_a_bilingual_header_is_read_in_lambert_2008() -> None:
    result = read("pharmacies_belgium.xlsx")
    assert (result.card.epsg, result.report.rows_read, result.report.rows_set_aside) == (3812, 5027, 1)
    assert "Naam / Nom" in result.frame.columns


@pytest.mark.parametrize(
    ("name", "layer", "credit"),
    [
        ("region_brussels.geojson", None, "UrbIS"),
        ("admin_brussels.gpkg", "statistical_sectors_2025", "Statbel"),
        ("admin_brussels.gpkg", "monitoring_quartiers", "UrbIS"),
        ("osm_brussels_2026-05.gpkg", "green_area", "OpenStreetMap"),
        ("osm_brussels_2026-05.gpkg", "public_transport_line", "OpenStreetMap"),
        ("tunnel_counting_devices.csv", None, "Brussel Mobiliteit"),
    ],
)
def test_the_provider_is_credited_where_the_columns_tell(name: str, layer: str | None, credit: str) -> None:
    assert credit in read(name, layer=layer).card.credit
