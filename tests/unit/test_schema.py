"""The layer schemas say what the trade needs of each layer."""

import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.errors import SchemaError
from layers.matching import free_names, match_columns
from layers.providers import credit_of
from layers.schema import FieldType, LayerSchema, Outside, schema, schemas
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from layers.values import folded
from resources.texts import Names

OPERATIONAL = ["shelter", "depot", "lisa", "anpr", "camera_placement"]
REFERENCE = [
    "region", "police_zone", "municipality", "canton", "quarter", "statistical_sector", "boundary", "water",
    "green", "leisure", "landuse", "building", "public_building", "street", "cycleway", "railway", "tram", "metro",
    "transit_line", "transit_stop", "metro_station", "hospital", "fire_station", "police_station", "school", "poi",
    "address",
]  # fmt: skip


def test_all_layers_are_there_the_operational_ones_first() -> None:
    assert list(schemas()) == [*OPERATIONAL, *REFERENCE, "generic"]


@pytest.mark.parametrize(
    ("id_", "level", "days"),
    [
        ("shelter", Sensitivity.GREEN, 365),
        ("depot", Sensitivity.AMBER, 365),
        ("lisa", Sensitivity.GREEN, 180),
        ("anpr", Sensitivity.AMBER_STRICT, 180),
        ("camera_placement", Sensitivity.AMBER_STRICT, 30),
    ],
)
def test_operational_layers_have_their_sensitivity_and_go_stale(id_: str, level: Sensitivity, days: int) -> None:
    assert (schema(id_).sensitivity, schema(id_).stale_days) == (level, days)
    assert schema(id_).outside is Outside.SET_ASIDE


@pytest.mark.parametrize("id_", REFERENCE)
def test_reference_layers_are_for_everyone_and_keep_what_lies_abroad(id_: str) -> None:
    assert schema(id_).sensitivity is Sensitivity.CLEAR
    assert schema(id_).outside is Outside.REPORT
    assert schema(id_).stale_days


@pytest.mark.parametrize("found", schemas().values(), ids=lambda found: found.id)
def test_everything_in_a_schema_has_its_three_names(found: LayerSchema) -> None:
    def full(names: Names) -> bool:
        return bool(names.fr and names.nl and names.en)

    assert full(found.names)
    assert full(found.group)
    assert found.kinds
    assert found.style == found.id
    for field in found.fields:
        assert full(field.names), field.id
        assert all(full(value.names) for value in field.values), field.id
        assert bool(field.values) == (field.type in {FieldType.CHOICE, FieldType.CHOICES}), field.id
        if field.fallback and field.values:
            assert field.fallback in {value.id for value in field.values}


@pytest.mark.parametrize("found", schemas().values(), ids=lambda found: found.id)
def test_fields_and_words_are_unique(found: LayerSchema) -> None:
    ids = [field.id for field in found.fields]
    assert len(ids) == len(set(ids))
    known = set(ids)
    assert set(found.label_fields) <= known or found.id == "generic"
    assert {id_ for group in found.one_of for id_ in group} <= known
    assert {id_ for period in found.periods for id_ in period} <= known
    for field in found.fields:
        owners: dict[str, str] = {}
        for value in field.values:
            names = value.names
            for word in {folded(word) for word in (value.id, names.fr, names.nl, names.en, *value.aliases)}:
                assert owners.setdefault(word, value.id) == value.id, f"{field.id}: {word}"


def test_the_fields_that_the_crisis_centre_asked_for_are_there() -> None:
    wanted = {
        "shelter": "functions address capacity_seated capacity_lying accessible power showers kitchen"
        " contact_function last_verified_on",
        "depot": "stock_kind contents owner access_hours",
        "lisa": "municipality quarter status call_year opening_hours",
        "anpr": "site_code road_fr road_nl direction cameras operator status",
        "camera_placement": "unit_number requester requester_kind purpose from until decision power network_4g",
    }
    for id_, fields in wanted.items():
        assert set(fields.split()) <= {field.id for field in schema(id_).fields}
    assert {value.id for value in schema("lisa").field("status").values} == {"project", "operational", "reinforced"}
    assert {value.id for value in schema("camera_placement").field("purpose").values} == {
        "hotspot", "illegal_dumping", "nuisance", "event",
    }  # fmt: skip
    assert schema("shelter").field("contact_function").sensitivity is Sensitivity.AMBER
    assert schema("shelter").field("astrology") is None


def test_an_unknown_schema_is_refused_with_those_that_exist() -> None:
    with pytest.raises(SchemaError, match=r"no layer schema “bunker”.*shelter, depot"):
        schema("bunker")


@pytest.mark.parametrize(
    ("id_", "columns", "expected"),
    [
        ("municipality", ["MU_NAME_FRE", "MU_NAME_DUT", "MU_NATIONAL_CODE"], ("name_fr", "name_nl", "nis")),
        ("municipality", ["NAMEFRE", "NAMEDUT", "NISCODE"], ("name_fr", "name_nl", "nis")),
        ("municipality", ["nom", "Naam", "Code INS"], ("name_fr", "name_nl", "nis")),
        ("region", ["NAME_FRE", "NAME_DUT", "NAT_CODE"], ("name_fr", "name_nl", "nis")),
        ("street", ["STRNAMEFRE", "STRNAMEDUT", "HIERARCHY"], ("name_fr", "name_nl", "class")),
        ("street", ["streetname_fr", "streetname_nl", "highway"], ("name_fr", "name_nl", "class")),
        (
            "statistical_sector",
            ["tx_sector_descr_fr", "tx_sector_descr_nl", "cd_sector"],
            ("name_fr", "name_nl", "code"),
        ),
        ("building", ["INSPIRE_ID", "CAPAKEY"], ("code", "capakey")),
        ("hospital", ["hospital_name", "cap_beds", "emergency"], ("name_fr", "beds", "emergency")),
        ("anpr", ["traverse_name", "traverse_descr_fr", "traverse_descr_nl"], ("site_code", "road_fr", "road_nl")),
        ("camera_placement", ["Caméra", "Du", "Jusqu'au", "4G"], ("unit_number", "from", "until", "network_4g")),
    ],
)
def test_columns_of_known_sources_are_matched(id_: str, columns: list[str], expected: tuple[str, ...]) -> None:
    matched = match_columns(schema(id_), columns, {})
    for column, field in zip(columns, expected, strict=True):
        assert matched[field][0] == column


@pytest.mark.parametrize(
    ("columns", "credit"),
    [
        (["MU_NAME_FRE", "MU_NAME_DUT", "MU_ID"], "© Paradigm (CIRB-CIBG) – UrbIS"),
        (["cd_sector", "CD_MUNTY_REFNIS"], "© Statbel – CC BY 4.0"),
        (["osm_id", "name"], "© OpenStreetMap contributors – ODbL"),
        (["name_fr", "name_nl", "nis"], ""),
        ([], ""),
    ],
)
def test_a_provider_is_credited_only_where_its_columns_tell(columns: list[str], credit: str) -> None:
    assert credit_of(columns) == credit


def test_one_name_serves_both_languages_where_there_is_no_other() -> None:
    matched = match_columns(schema("school"), ["name", "name_fr"], {})
    assert matched["name_fr"] == ("name_fr", "name")
    assert matched["name_nl"] == ("name",)


def test_names_are_made_free_without_regard_to_capitals() -> None:
    assert free_names(["Fid", "a", "A", "geom", ""], ["code"]) == {
        "Fid": "Fid_2", "a": "a", "A": "A_2", "geom": "geom_2", "": "column",
    }  # fmt: skip


def test_an_identifier_that_is_a_web_address_is_cut_to_its_tail() -> None:
    code = schema("building").field("code")
    assert code.read("https://databrussels.be/id/building/1601883") == "1601883"
    assert code.read("1601883") == "1601883"


def test_the_names_of_a_value_are_those_of_its_choices() -> None:
    functions = schema("shelter").field("functions")
    assert [names.nl for names in functions.value_names("reception;overnight")] == [
        "Onthaalcentrum",
        "Herbergingscentrum",
    ]
    status = schema("lisa").field("status")
    assert status.value_names("operational")[0].fr == "Opérationnelle"
    assert status.value_names(None) == ()
    assert schema("lisa").field("call_year").value_names(2023) == (Names.same("2023"),)


def shelter_frame(**columns: object) -> gpd.GeoDataFrame:
    points = shapely.points([[148853, 170702], [148083, 176063], [147735, 169487]])
    return gpd.GeoDataFrame({"name_fr": ["A", "B", "C"], **columns}, geometry=points, crs=31370)


def test_a_table_in_the_schema_s_columns_has_no_faults() -> None:
    frame = shelter_frame(
        capacity_lying=pd.array([1, None, 3], dtype="Int64"),
        functions=["reception", None, "reception;overnight"],
        accessible=pd.array([True, None, False], dtype="boolean"),
    )
    assert list(schema("shelter").faults(frame)) == []


def test_faults_tell_row_field_value_and_reason() -> None:
    frame = shelter_frame(capacity_lying=["1", "many", "3"], last_verified_on=["2026-01-01", "2026-13-01", None])
    frame.loc[2, "name_fr"] = None
    frame.loc[0, "geometry"] = None
    told = [(fault.row, fault.field, fault.value) for fault in schema("shelter").faults(frame)]
    assert told == [
        (2, "capacity_lying", "many"),
        (2, "last_verified_on", "2026-13-01"),
        (3, "name_fr", ""),
        (1, "geometry", ""),
    ]


def test_a_required_column_that_is_missing_is_a_fault_of_the_whole_table() -> None:
    fault = next(schema("depot").faults(shelter_frame()))
    assert (fault.row, fault.field) == (0, "stock_kind")


def test_an_emptied_required_field_is_a_fault() -> None:
    frame = shelter_frame(stock_kind=["relief", np.nan, "dangerous"])
    (fault,) = schema("depot").faults(frame)
    assert (fault.row, fault.field, str(fault.reason)) == (2, "stock_kind", "This must be filled.")


def test_generic_takes_any_geometry_and_any_field() -> None:
    generic = schema("generic")
    assert generic.kinds == (GeometryKind.POINT, GeometryKind.LINE, GeometryKind.AREA)
    assert generic.fields == ()


def test_schemas_and_coordinates_are_known_without_loading_tables() -> None:
    script = "import sys, layers.schema, layers.position; layers.schema.schemas(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"pandas", "geopandas", "pyogrio", "fiona", "openpyxl"} & set(done.stdout.split())
