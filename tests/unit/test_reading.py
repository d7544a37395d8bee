"""Layers are read from every format and CRS that people hand over, and every row is accounted for."""

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers.crs import LAMBERT_72, LAMBERT_2008, UTM_31N, WEB_MERCATOR, WGS84, transform
from layers.errors import CrsError, LayerReadError, Problem, SourceError
from layers.progress import Cancelled
from layers.reading import ReadResult, describe_source, read_source
from layers.schema import schema
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Texts

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
PLACES_72 = np.array([[148853.28, 170702.89], [148083.33, 176063.86], [147735.11, 169487.38]])
CRS_CODES = [LAMBERT_72, LAMBERT_2008, WGS84, UTM_31N, WEB_MERCATOR]


def shelters(epsg: int = LAMBERT_72) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "nom": ["Salle A", "Salle B", "Salle C"],
            "Naam": ["Zaal A", "Zaal B", "Zaal C"],
            "fonctions": ["accueil; nuit", "onthaal", "verwanten"],
            "lits": [40, 0, 12],
            "pmr": ["oui", "nee", "ja"],
            "verifie_le": ["01/03/2026", "2026-03-02", "3-3-2026"],
            "clé": ["k1", "k2", "k3"],
        },
        geometry=shapely.points(transform(PLACES_72, LAMBERT_72, epsg)),
        crs=epsg,
    )


def written(frame: gpd.GeoDataFrame, path: Path) -> Path:
    if path.suffix == ".csv":
        table = frame.drop(columns="geometry")
        table.insert(0, "x", frame.geometry.x)
        table.insert(1, "y", frame.geometry.y)
        table.to_csv(path, sep=";", decimal=",", index=False)
    elif path.suffix == ".shp":
        frame.to_file(path, encoding="utf-8")
    elif path.suffix == ".zip":
        inner = written(frame, path.with_suffix(".shp"))
        with zipfile.ZipFile(path, "w") as archive:
            for part in inner.parent.glob(inner.stem + ".*"):
                if part.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"}:
                    archive.write(part, f"folder/{part.name}")
                    part.unlink()
    elif path.suffix == ".geojson":
        # GDAL writes the old `crs` member where the CRS is not WGS84.
        frame.to_file(path, driver="GeoJSON", RFC7946="NO", COORDINATE_PRECISION="9")
    else:
        frame.to_file(path, driver="GPKG", layer="shelters")
    return path


def read(path: Path, schema_id: str = "shelter", **options: object) -> ReadResult:
    return read_source(path, schema(schema_id), now=NOW, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("epsg", CRS_CODES)
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".zip", ".csv"])
def test_every_format_gives_the_same_layer_in_its_own_crs(tmp_path: Path, suffix: str, epsg: int) -> None:
    result = read(written(shelters(epsg), tmp_path / f"lieux{suffix}"))
    frame, card = result.frame, result.card
    assert card.epsg == frame.crs.to_epsg() == epsg
    assert (card.kind, card.count, card.schema, card.imported) == (GeometryKind.POINT, 3, "shelter", NOW)
    in_lambert_72 = transform(shapely.get_coordinates(frame.geometry), epsg, LAMBERT_72)
    assert np.abs(in_lambert_72 - PLACES_72).max() < 0.01
    assert frame["name_fr"].tolist() == ["Salle A", "Salle B", "Salle C"]
    assert frame["name_nl"].tolist() == ["Zaal A", "Zaal B", "Zaal C"]
    assert frame["functions"].tolist() == ["reception;overnight", "reception", "relatives"]
    assert frame["capacity_lying"].tolist() == [40, 0, 12]
    assert frame["accessible"].tolist() == [True, False, True]
    assert frame["last_verified_on"].tolist() == ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert frame["clé"].tolist() == ["k1", "k2", "k3"]
    report = result.report
    assert (report.rows_read, report.rows_kept, report.rows_set_aside) == (3, 3, 0)
    assert report.is_clean


def test_the_same_features_have_the_same_hash_whatever_file_they_come_from(tmp_path: Path) -> None:
    hashes = {
        read(written(shelters(), tmp_path / f"lieux{suffix}")).card.hash
        for suffix in (".gpkg", ".shp", ".zip", ".geojson")
    }
    assert len(hashes) == 1


def test_the_card_tells_fields_with_their_sensitivity_source_and_date(tmp_path: Path) -> None:
    frame = shelters().assign(contact="Permanence")
    card = read(written(frame, tmp_path / "shelters_20260501.gpkg")).card
    fields = {field.name: field for field in card.fields}
    assert fields["contact_function"].sensitivity is Sensitivity.AMBER
    assert fields["clé"].sensitivity is Sensitivity.GREEN
    assert fields["capacity_lying"].type == "integer"
    assert (card.source, card.date) == ("shelters_20260501.gpkg", date(2026, 5, 1))


def test_fields_are_found_under_the_ten_letters_that_a_shapefile_leaves_them(tmp_path: Path) -> None:
    frame = shelters()[["nom", "geometry"]].assign(capacity_s=[1, 2, 3], capacity_l=[4, 5, 6])
    read_back = read(written(frame, tmp_path / "lieux.shp")).frame
    assert read_back["capacity_seated"].tolist() == [1, 2, 3]
    assert read_back["capacity_lying"].tolist() == [4, 5, 6]


def test_a_source_is_described_before_it_is_read(tmp_path: Path) -> None:
    path = written(shelters(LAMBERT_2008), tmp_path / "lieux.gpkg")
    shelters().to_file(path, layer="second", driver="GPKG")
    first, second = describe_source(path).layers
    assert (first.name, first.epsg, first.count, first.geometry) == ("shelters", LAMBERT_2008, 3, "Point")
    assert "fonctions" in first.columns
    assert (second.name, second.epsg) == ("second", LAMBERT_72)
    (table,) = describe_source(written(shelters(), tmp_path / "lieux.csv")).layers
    assert (table.geometry, table.epsg, table.count) == ("Point", None, 3)


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = written(shelters(), tmp_path / "lieux.gpkg")
    shelters().to_file(path, layer="second", driver="GPKG")
    with pytest.raises(LayerReadError, match=r"several layers: shelters, second"):
        read(path)
    with pytest.raises(LayerReadError, match=r"no layer “third”; its layers are shelters, second"):
        read(path, layer="third")
    assert read(path, layer="SECOND").report.layer == "second"


def test_columns_can_be_named_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("benennung;a;b\nSaal;148853,28;170702,89\n", encoding="utf-8")
    result = read(path, mapping={"name_fr": "benennung", "x": "a", "y": "b"})
    assert result.frame["name_fr"].tolist() == ["Saal"]
    with pytest.raises(LayerReadError, match="no column “c”; its columns are benennung"):
        read(path, mapping={"name_fr": "c", "x": "a", "y": "b"})
    with pytest.raises(LayerReadError, match="no field “nom”"):
        read(path, mapping={"nom": "benennung", "x": "a", "y": "b"})


def test_a_missing_column_that_is_needed_is_told_with_the_columns_that_exist(tmp_path: Path) -> None:
    path = written(shelters(), tmp_path / "lieux.gpkg")
    with pytest.raises(LayerReadError, match=r"schema depot needs: stock_kind.*nom, Naam"):
        read(path, "depot")


def test_a_name_in_one_language_only_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "zalen.csv"
    path.write_text("naam;x;y\nZaal A;148853;170702\n;148853;170703\n", encoding="utf-8")
    result = read(path)
    assert result.frame["name_nl"].tolist() == ["Zaal A"]
    (fault,) = result.report.faults
    assert (fault.row, fault.field) == (3, "name_fr")


# What does not fit


def test_rows_that_do_not_fit_are_set_aside_with_row_field_value_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text(
        "nom;x;y;lits;pmr;fonctions;vérifié le\n"
        "Bon;148853;170702;12;oui;accueil;2026-03-01\n"
        "Lits;148853;170702;beaucoup;oui;accueil;\n"
        "Peu;148853;170702;-3;oui;accueil;\n"
        "PMR;148853;170702;12;peut-être;accueil;\n"
        "Date;148853;170702;12;oui;accueil;31/02/2026\n"
        ";148853;170702;12;oui;accueil;\n"
        "Sans lieu;;170702;12;oui;accueil;\n"
        "Lieu;là-bas;170702;12;oui;accueil;\n"
        "Trop;148853;170702;12;oui;accueil;2026-03-01;encore\n",
        encoding="utf-8",
    )
    report = read(path).report
    assert (report.rows_read, report.rows_kept, report.rows_set_aside) == (9, 1, 8)
    told = [(fault.row, fault.field, fault.value) for fault in report.faults]
    assert told == [
        (3, "lits", "beaucoup"),
        (4, "lits", "-3"),
        (5, "pmr", "peut-être"),
        (6, "vérifié le", "31/02/2026"),
        (7, "nom", ""),
        (8, "x", ""),
        (9, "x", "là-bas"),
        (10, "", "Trop;148853;170702;12;oui;accueil;2026-03-01;encore"),
    ]
    assert str(report.faults[0].reason) == "This is no number."
    assert str(report.faults[1].reason) == "This is less than 0."


def test_a_placement_that_ends_before_it_begins_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "cameras.csv"
    path.write_text(
        "camera;du;au;finalité;x;y\n7;01/05/2026;30/04/2026;hotspot;148853;170702\n8;01/05/2026;;sluikstort;148853;170702\n",
        encoding="utf-8",
    )
    result = read(path, "camera_placement")
    (fault,) = result.report.faults
    assert (fault.row, fault.field, fault.value) == (2, "au", "2026-04-30")
    assert result.frame["purpose"].tolist() == ["illegal_dumping"]
    assert result.card.fields[0].name == "unit_number"


def test_a_value_that_is_not_allowed_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "depots.csv"
    path.write_text("nom;nature;x;y\nA;stock de crise;148853;170702\nB;bananes;148853;170702\n", encoding="utf-8")
    result = read(path, "depot")
    assert result.frame["stock_kind"].tolist() == ["relief"]
    assert str(result.report.faults[0].reason) == "This is none of the allowed values: relief, dangerous."


def test_when_no_row_fits_the_first_fault_is_told(tmp_path: Path) -> None:
    path = tmp_path / "depots.csv"
    path.write_text("nom;nature;x;y\nB;bananes;148853;170702\n", encoding="utf-8")
    with pytest.raises(LayerReadError, match=r"None of the 1 rows.*“bananes”"):
        read(path, "depot")


def test_a_shape_of_the_wrong_kind_is_set_aside(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"rue": ["A", "B"]},
        geometry=[shapely.Point(148853, 170702), shapely.LineString([(148853, 170702), (148900, 170800)])],
        crs=LAMBERT_72,
    )
    frame.to_file(tmp_path / "rues.gpkg", driver="GPKG")
    result = read(tmp_path / "rues.gpkg", "street")
    assert result.card.kind is GeometryKind.LINE
    assert [(fault.row, fault.field) for fault in result.report.faults] == [(1, "geometry")]


def test_words_that_a_reference_layer_does_not_know_fall_into_its_rest_class(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"landuse": ["residential", "moon base"], "layer": ["1", "1;2"]},
        geometry=[shapely.box(148000, 170000, 148100, 170100), shapely.box(148200, 170000, 148300, 170100)],
        crs=LAMBERT_72,
    )
    frame.to_file(tmp_path / "sol.gpkg", driver="GPKG")
    assert read(tmp_path / "sol.gpkg", "landuse").frame["kind"].tolist() == ["residential", "other"]
    (note,) = read(tmp_path / "sol.gpkg", "landuse").report.notes
    assert str(note) == "1 values of the field kind are not known and count as “other”: moon base."
    water = read(tmp_path / "sol.gpkg", "water")
    assert water.card.count == 2
    (remark,) = water.report.remarks
    assert (remark.row, remark.field, remark.value) == (2, "layer", "1;2")


# Geometry


def test_invalid_outlines_are_repaired_and_told(tmp_path: Path) -> None:
    bow_tie = shapely.from_wkt(
        "POLYGON ((148000 170000, 148100 170100, 148100 170000, 148000 170100, 148000 170000))"
    )
    spike = shapely.from_wkt("POLYGON ((148000 170000, 148100 170000, 148000 170000, 148000 170000))")
    good = shapely.box(148000, 170000, 148100, 170100)
    gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=[bow_tie, spike, good], crs=LAMBERT_72).to_file(
        tmp_path / "zones.gpkg", driver="GPKG"
    )
    result = read(tmp_path / "zones.gpkg", "generic")
    assert result.frame["n"].tolist() == [1, 3]
    assert shapely.is_valid(result.frame.geometry.to_numpy()).all()
    assert result.frame.geometry.area.tolist() == [5000.0, 10000.0]
    assert [remark.row for remark in result.report.remarks] == [1]
    assert "Self-intersection" in str(result.report.remarks[0].reason)
    assert [fault.row for fault in result.report.faults] == [2]


def test_mixed_kinds_and_collections_come_apart_by_kind(tmp_path: Path) -> None:
    polygon, line, point = (
        shapely.box(4.35, 50.84, 4.36, 50.85),
        shapely.LineString([(4.35, 50.84), (4.36, 50.85)]),
        shapely.Point(4.35, 50.84),
    )
    nested = shapely.GeometryCollection(
        [shapely.GeometryCollection([polygon, point]), line, shapely.Point(4.36, 50.85)]
    )
    features = [polygon, nested, polygon, line, None, shapely.GeometryCollection()]
    text = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"n": n},
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            }
            for n, shape in enumerate(features)
        ],
    }
    (tmp_path / "mixed.geojson").write_text(json.dumps(text), encoding="utf-8")
    result = read(tmp_path / "mixed.geojson", "generic")
    assert (result.card.kind, result.frame["n"].tolist()) == (GeometryKind.AREA, [0, 1, 2])
    others = {other.card.kind: other.frame for other in result.others}
    assert others[GeometryKind.LINE]["n"].tolist() == [1, 3]
    assert others[GeometryKind.POINT]["n"].tolist() == [1]
    assert others[GeometryKind.POINT].geometry[0].geom_type == "MultiPoint"
    assert (result.report.rows_read, result.report.rows_kept, result.report.rows_set_aside) == (6, 4, 2)
    assert [fault.row for fault in result.report.faults] == [5, 6]
    assert sum("layer of their own" in str(note) for note in result.report.notes) == 2
    lines = read(tmp_path / "mixed.geojson", "generic", kind=GeometryKind.LINE)
    assert lines.card.kind is GeometryKind.LINE


def test_a_collection_keeps_what_belongs_in_the_layer_and_its_loss_is_told(tmp_path: Path) -> None:
    line, point = shapely.LineString([(148853, 170702), (148900, 170800)]), shapely.Point(148853, 170702)
    shapes = [shapely.GeometryCollection([line, point]), line, point]
    gpd.GeoDataFrame({"rue": ["A", "B", "C"]}, geometry=shapes, crs=LAMBERT_72).to_file(
        tmp_path / "rues.gpkg", driver="GPKG"
    )
    result = read(tmp_path / "rues.gpkg", "street")
    assert result.frame["name_fr"].tolist() == ["A", "B"]
    assert [remark.row for remark in result.report.remarks] == [1]
    assert [fault.row for fault in result.report.faults] == [3]


def test_heights_are_left_out(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.from_wkt("POINT Z (148000 170000 60)")], crs=LAMBERT_72)
    frame.to_file(tmp_path / "points.gpkg", driver="GPKG")
    assert not read(tmp_path / "points.gpkg", "generic").frame.geometry[0].has_z


# CRS and places


def test_geojson_in_lambert_72_without_a_crs_member_is_recognised_and_told(tmp_path: Path) -> None:
    path = tmp_path / "lieux.geojson"
    shelters().to_file(path, driver="GeoJSON", RFC7946="NO")
    plain = json.loads(path.read_text(encoding="utf-8"))
    del plain["crs"]
    path.write_text(json.dumps(plain), encoding="utf-8")
    result = read(path)
    assert result.card.epsg == LAMBERT_72
    assert "Lambert 72 (EPSG:31370)" in str(result.report.notes[0])


def test_latitude_before_longitude_is_exchanged_and_told(tmp_path: Path) -> None:
    frame = shelters(WGS84)
    frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    result = read(written(frame, tmp_path / "lieux.gpkg"))
    assert result.frame.geometry[0].x == pytest.approx(4.35247, abs=1e-4)
    assert any("exchanged" in str(note) for note in result.report.notes)


def test_a_crs_that_the_coordinates_contradict_is_refused_with_the_one_that_fits(tmp_path: Path) -> None:
    path = written(shelters(LAMBERT_2008).set_crs(LAMBERT_72, allow_override=True), tmp_path / "lieux.gpkg")
    with pytest.raises(CrsError, match=r"EPSG:31370.*Lambert 2008 \(EPSG:3812\)"):
        read(path)
    assert read(path, epsg=LAMBERT_2008).card.epsg == LAMBERT_2008


def test_an_unknown_epsg_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CrsError, match="EPSG:123456"):
        read(written(shelters(), tmp_path / "lieux.gpkg"), epsg=123456)


def test_coordinates_that_fit_no_crs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text("nom;x;y\nA;15;20\nB;14;22\n", encoding="utf-8")
    with pytest.raises(CrsError, match="fit no coordinate system of Belgium"):
        read(path)


def test_an_operational_place_outside_belgium_is_set_aside_and_one_far_away_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text(
        "nom;lon;lat\nBruxelles;4.35;50.85\nUccle;4.34;50.80\nParis;2.35;48.85\nNamur;4.87;50.46\nEchange;50.85;4.35\n",
        encoding="utf-8",
    )
    result = read(path)
    assert result.frame["name_fr"].tolist() == ["Bruxelles", "Uccle", "Namur"]
    paris, exchanged = result.report.faults
    assert (paris.row, paris.value) == (4, "2.35000, 48.85000")
    assert (exchanged.row, "exchanged" in str(exchanged.reason)) == (6, True)
    (namur,) = result.report.remarks
    assert (namur.row, "10 km outside the Region" in str(namur.reason)) == (5, True)


def test_of_a_reference_layer_everything_is_kept_and_what_lies_abroad_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "hopitaux.csv"
    path.write_text("nom;lon;lat\nBruxelles;4.35;50.85\nUccle;4.34;50.80\nParis;2.35;48.85\n", encoding="utf-8")
    result = read(path, "hospital")
    assert result.card.count == 3
    assert "1 of 3 features lie outside Belgium; the first is in row 4." in map(str, result.report.notes)


# Damaged and foreign files


def many(tmp_path: Path, suffix: str) -> Path:
    rng = np.random.default_rng(1)
    places = rng.uniform([141_000, 162_000], [158_000, 178_000], (2000, 2))
    frame = gpd.GeoDataFrame(
        {"name": [f"n{i}" for i in range(2000)], "v": range(2000)},
        geometry=shapely.buffer(shapely.points(places), 20),
        crs=LAMBERT_72,
    )
    path = tmp_path / f"many{suffix}"
    frame.to_file(path, driver={".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}[suffix])
    return path


@pytest.mark.parametrize("share", [0.001, 0.5, 0.995])
def test_a_truncated_geopackage_is_told_with_the_share_that_is_there(tmp_path: Path, share: float) -> None:
    path = many(tmp_path, ".gpkg")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(SourceError, match=r"“many.gpkg” is cut off: only (0|49|50|99) % of it is there"):
        read(path, "generic")


def test_of_a_damaged_geopackage_what_is_good_is_kept_and_the_rest_is_listed(tmp_path: Path) -> None:
    path = many(tmp_path, ".gpkg")
    data = bytearray(path.read_bytes())
    data[40 * 4096 : 44 * 4096] = b"\xaa" * 4 * 4096
    path.write_bytes(data)
    report = read(path, "generic").report
    assert report.rows_read == 2000
    assert report.rows_kept + report.rows_set_aside == 2000
    assert 0 < report.rows_set_aside < 100
    assert len({fault.row for fault in report.faults}) == report.rows_set_aside
    assert "record by record" in str(report.notes[-1])


def test_a_truncated_geojson_is_refused(tmp_path: Path) -> None:
    path = many(tmp_path, ".geojson")
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(SourceError, match="damaged, cut off"):
        read(path, "generic")


def test_a_ring_of_two_points_loses_its_row_only(tmp_path: Path) -> None:
    feature = '{"type":"Feature","properties":{"n":%d},"geometry":%s}'
    bad = '{"type":"Polygon","coordinates":[[[4.3,50.8],[4.31,50.8]]]}'
    good = '{"type":"Polygon","coordinates":[[[4.3,50.8],[4.31,50.8],[4.31,50.81],[4.3,50.8]]]}'
    features = ",".join((feature % (1, bad), feature % (2, good)))
    path = tmp_path / "rings.geojson"
    path.write_text('{"type":"FeatureCollection","features":[%s]}' % features, encoding="utf-8")  # noqa: UP031
    result = read(path, "generic")
    assert result.frame["n"].tolist() == [2]
    assert [fault.row for fault in result.report.faults] == [1]


@pytest.mark.parametrize("gone", [".shx", ".prj", ".dbf", ".cpg"])
def test_a_shapefile_without_one_of_its_files_is_read_and_the_loss_is_told(tmp_path: Path, gone: str) -> None:
    path = many(tmp_path, ".shp")
    path.with_suffix(gone).unlink()
    result = read(path, "generic")
    assert (result.card.count, result.card.epsg) == (2000, LAMBERT_72)
    assert gone == ".cpg" or any(gone in str(note) for note in result.report.notes)
    assert not path.with_suffix(gone).exists()


@pytest.mark.parametrize(("written_in", "told"), [("UTF-8", None), ("cp1252", None), ("cp1252", "UTF-8")])
def test_accents_survive_a_missing_or_wrong_word_on_the_encoding(
    tmp_path: Path, written_in: str, told: str | None
) -> None:
    frame = gpd.GeoDataFrame({"nom": ["École", "Forêt"]}, geometry=shapely.points(PLACES_72[:2]), crs=LAMBERT_72)
    frame.to_file(tmp_path / "lieux.shp", encoding=written_in)
    (tmp_path / "lieux.cpg").unlink(missing_ok=True)
    if told:
        (tmp_path / "lieux.cpg").write_text(told, encoding="ascii")
    result = read(tmp_path / "lieux.shp")
    assert result.frame["name_fr"].tolist() == ["École", "Forêt"]
    assert any("Windows-1252" in str(note) for note in result.report.notes) == (written_in == "cp1252")


def test_a_shapefile_whose_crs_is_damaged_is_read_by_its_numbers(tmp_path: Path) -> None:
    path = written(shelters(), tmp_path / "lieux.shp")
    path.with_suffix(".prj").write_bytes(b'PROJCS["Belge_Lamb\xd8\x00')
    result = read(path)
    assert (result.card.count, result.card.epsg) == (3, LAMBERT_72)
    assert ".prj file is damaged" in str(result.report.notes[0])


def test_coordinates_beyond_the_earth_lose_their_row_only(tmp_path: Path) -> None:
    shapes = [shapely.box(148000, 170000, 148100, 170100), shapely.box(148000, 170000, 1e300, 1e300)]
    gpd.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=LAMBERT_72).to_file(tmp_path / "zones.gpkg", driver="GPKG")
    result = read(tmp_path / "zones.gpkg", "generic")
    assert result.frame["n"].tolist() == [1]
    assert [(fault.row, fault.field) for fault in result.report.faults] == [(2, "geometry")]


def test_a_zipped_shapefile_without_index_and_crs_is_read_in_a_folder_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    path = many(tmp_path, ".shp")
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for suffix in (".shp", ".dbf"):
            archive.write(path.with_suffix(suffix), f"données/many{suffix}")
            archive.writestr(f"__MACOSX/données/._many{suffix}", "a twin that a Mac adds")
    notes = [str(note) for note in read(tmp_path / "many.zip", "generic").report.notes]
    assert any(".shx" in note for note in notes)
    assert any("Lambert 72 (EPSG:31370)" in note for note in notes)


def test_a_shapefile_with_half_an_index_is_read_with_a_new_one(tmp_path: Path) -> None:
    path = many(tmp_path, ".shp")
    index = path.with_suffix(".shx")
    index.write_bytes(index.read_bytes()[:60])
    result = read(path, "generic")
    assert result.card.count == 2000
    assert any("rebuilt" in str(note) for note in result.report.notes)


def test_of_half_a_shapefile_half_is_kept_and_half_is_listed(tmp_path: Path) -> None:
    path = many(tmp_path, ".shp")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    report = read(path, "generic").report
    assert report.rows_kept + report.rows_set_aside == 2000
    assert 900 < report.rows_set_aside < 1100
    assert any(".shp file is cut off: 50 %" in str(note) for note in report.notes)


def test_half_the_fields_of_a_shapefile_are_not_lost_in_silence(tmp_path: Path) -> None:
    path = many(tmp_path, ".shp")
    fields = path.with_suffix(".dbf")
    fields.write_bytes(fields.read_bytes()[: fields.stat().st_size // 2])
    result = read(path, "generic")
    assert result.card.count == 2000
    assert any("fields of the last features are lost" in str(note) for note in result.report.notes)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".csv", ".zip"])
def test_a_file_may_be_called_anything(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "plan #1 [été] 100% !"
    folder.mkdir()
    path = written(shelters(), tmp_path / f"lieux{suffix}")
    for part in tmp_path.glob("lieux.*"):
        part.rename(folder / f"couche; & [1]!?{part.suffix}")
    result = read(folder / f"couche; & [1]!?{path.suffix}")
    assert (result.card.count, result.card.source) == (3, f"couche; & [1]!?{path.suffix}")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_bytes(b""), "“source.gpkg” is empty"),
        (lambda path: path.mkdir(), "“source.gpkg” is a folder"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + b"junk" * 100), "cannot be opened"),
        (lambda path: path.parent.mkdir(exist_ok=True), "There is no file"),
    ],
)
def test_what_is_no_source_is_refused_in_one_sentence(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path / "source.gpkg")
    for look in (lambda path: read(path, "generic"), describe_source):
        with pytest.raises(SourceError, match=message):
            look(tmp_path / "source.gpkg")


def test_a_zip_that_is_none_or_holds_no_layer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"junk" * 100)
    with pytest.raises(SourceError, match="damaged or protected"):
        read(tmp_path / "a.zip", "generic")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("lisez-moi.md", "rien")
    with pytest.raises(SourceError, match="holds no layer"):
        read(tmp_path / "b.zip", "generic")


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("part", [".gpkg", ".shp", ".shx", ".dbf", ".prj", ".geojson", ".csv"])
def test_whatever_bytes_are_damaged_reading_ends_in_a_result_or_in_a_problem(
    tmp_path: Path, part: str, seed: int
) -> None:
    whole = part if part in {".gpkg", ".geojson", ".csv"} else ".shp"
    path = written(shelters(), tmp_path / f"lieux{whole}")
    damaged = path.with_suffix(part)
    data = bytearray(damaged.read_bytes())
    rng = np.random.default_rng(seed)
    start = int(rng.integers(len(data)))
    if seed % 3 == 0:
        del data[start:]
    elif seed % 3 == 1:
        data[start : start + 200] = bytes(len(data[start : start + 200]))
    else:
        for place in rng.integers(len(data), size=12):
            data[place] = rng.integers(256)
    damaged.write_bytes(data)
    refusal: Problem | None = None
    try:
        report = read(path, "generic").report
    except Problem as problem:
        refusal = problem
    if refusal is None:
        assert report.rows_read == report.rows_kept + report.rows_set_aside
        assert report.rows_set_aside == len({fault.row for fault in report.faults})
    else:
        assert any(word in str(refusal) for word in (path.name, "EPSG", "x, y"))


class Stopping:
    """Stops the work when it is half done."""

    def step(self, done: float, text: str = "") -> None:
        if done >= 0.5:
            raise Cancelled


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        read(written(shelters(), tmp_path / "lieux.gpkg"), progress=Stopping())


def test_words_for_nothing_are_nothing_in_a_schema_and_are_kept_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text("nom;lits;remarque;x;y\nA;n/a;-;148853;170702\n", encoding="utf-8")
    frame = read(path).frame
    assert frame["capacity_lying"].isna().all()
    assert frame["remarque"].tolist() == ["-"]


class Vanishing:
    """Takes the file away while it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def step(self, done: float, text: str = "") -> None:
        self.path.unlink(missing_ok=True)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".csv"])
def test_a_file_that_vanishes_while_it_is_read_is_told_so(tmp_path: Path, suffix: str) -> None:
    path = written(shelters(), tmp_path / f"lieux{suffix}")
    with pytest.raises(SourceError, match="vanished while it was read"):
        read(path, progress=Vanishing(path))


def test_a_file_that_may_not_be_read_is_told_so(tmp_path: Path) -> None:
    path = written(shelters(), tmp_path / "lieux.gpkg")
    path.chmod(0)
    try:
        path.open("rb").close()
    except PermissionError:
        with pytest.raises(SourceError, match="cannot be read"):
            read(path)
    else:
        pytest.skip("this user may read everything")


def test_a_layer_without_features_is_refused(tmp_path: Path) -> None:
    shelters()[:0].to_file(tmp_path / "vide.gpkg", driver="GPKG")
    with pytest.raises(LayerReadError, match="has no features"):
        read(tmp_path / "vide.gpkg", "generic")


def test_gpx_and_kml_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "points.gpx").write_text(
        '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="50.84673" lon="4.35247"><name>Grand-Place</name></wpt></gpx>',
        encoding="utf-8",
    )
    (tmp_path / "points.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name><Placemark><name>Grand-Place</name>'
        "<Point><coordinates>4.35247,50.84673,0</coordinates></Point></Placemark></Document></kml>",
        encoding="utf-8",
    )
    for name in ("points.gpx", "points.kml"):
        result = read(tmp_path / name, "generic")
        assert result.card.epsg == WGS84
        assert "Grand-Place" in result.frame.filter(regex="(?i)name").to_numpy()


def test_columns_that_a_geopackage_needs_for_itself_get_another_name(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("fid;Nom;nom;x;y\n1;a;b;148853;170702\n", encoding="utf-8")
    result = read(path, "generic")
    assert [name for name in result.frame.columns if name != "geometry"] == ["fid_2", "Nom", "nom_2"]
    assert "The column fid is called fid_2 here." in map(str, result.report.notes)


def test_reading_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    path = many(tmp_path, ".shp")
    path.with_suffix(".shx").unlink()
    before = sorted(tmp_path.iterdir())
    read(path, "generic")
    assert sorted(tmp_path.iterdir()) == before


def test_every_failure_is_a_problem_with_a_text_and_its_values(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(tmp_path / "rien.gpkg")
    assert caught.value.values["file"] == str(tmp_path / "rien.gpkg")
    shutil.rmtree(tmp_path)
    with pytest.raises(Problem):
        read(tmp_path / "rien.gpkg")


def test_the_refusal_of_a_file_outside_belgium_tells_so_in_the_language_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "far.csv"
    path.write_text("nom,lon,lat\nParis,2.35,48.85\n", encoding="utf-8")
    with pytest.raises(LayerReadError, match=r"outside Belgium") as refused:
        read(path, "shelter")
    spoken = Texts(Language.NL)(refused.value.text, **refused.value.values)
    assert "buiten België" in spoken, spoken


def test_a_shapefile_without_its_dbf_is_refused_in_words(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"nom": ["A"]}, geometry=[shapely.Point(148853, 170702)], crs=31370)
    frame.to_file(tmp_path / "a.shp")
    (tmp_path / "a.dbf").unlink()
    with pytest.raises(LayerReadError, match=r"no columns at all.*\.dbf"):
        read(tmp_path / "a.shp", "shelter")
