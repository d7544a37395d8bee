"""Coordinates go from CRS to CRS by the rules of the domain, with the Belgian grid and without it."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from layers.crs import (
    ETRS89,
    GRID_FILE,
    LAMBERT_72,
    LAMBERT_2008,
    UTM_31N,
    WEB_MERCATOR,
    WGS84,
    DatumShift,
    epsg_of,
    grid_available,
    is_geographic,
    transform,
    transform_geometries,
    transform_point,
    transform_shapes,
)
from layers.errors import CrsError
from layers.extents import REGION
from layers.shapes import GeometryKind, Shapes

# Longitude and latitude (ETRS89), Lambert 72 with the grid, Lambert 2008, UTM 31N.
PLACES = {
    "Grand-Place": ((4.35247, 50.84673), (148853.28, 170702.89), (648852.92, 670703.28), (595212.82, 5633652.41)),
    "Atomium": ((4.34151, 50.89492), (148083.33, 176063.86), (648082.34, 676064.09), (594343.93, 5638996.83)),
    "Gare du Midi": ((4.33660, 50.83580), (147735.11, 169487.38), (647734.90, 669487.65), (594117.61, 5632416.72)),
    "Schuman": ((4.38060, 50.84320), (150834.42, 170310.17), (650834.10, 670310.80), (597200.41, 5633296.52)),
}
CENTIMETRE = 0.011
needs_grid = pytest.mark.skipif(
    not grid_available(), reason=f"{GRID_FILE} is not there: set CARTOVIEWER_GRIDS or run `pyproj sync`"
)


def region_points() -> np.ndarray:
    west, south, east, north = REGION
    x, y = np.meshgrid(np.linspace(west, east, 40), np.linspace(south, north, 40))
    return np.column_stack((x.ravel(), y.ravel()))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("geographic", [WGS84, ETRS89])
def test_every_place_has_its_lambert_2008_and_utm_coordinates(place: str, geographic: int) -> None:
    lonlat, _, lambert_2008, utm = PLACES[place]
    assert transform_point(*lonlat, geographic, LAMBERT_2008) == pytest.approx(lambert_2008, abs=CENTIMETRE)
    assert transform_point(*lonlat, geographic, UTM_31N) == pytest.approx(utm, abs=CENTIMETRE)


@needs_grid
@pytest.mark.parametrize("place", PLACES)
def test_with_the_grid_lambert_72_is_right_within_a_centimetre(place: str) -> None:
    lonlat, lambert_72, lambert_2008, utm = PLACES[place]
    assert transform_point(*lonlat, WGS84, LAMBERT_72) == pytest.approx(lambert_72, abs=CENTIMETRE)
    assert transform_point(*lambert_72, LAMBERT_72, LAMBERT_2008) == pytest.approx(lambert_2008, abs=CENTIMETRE)
    assert transform_point(*lambert_72, LAMBERT_72, UTM_31N) == pytest.approx(utm, abs=CENTIMETRE)


@needs_grid
def test_lambert_72_to_wgs84_uses_the_grid_although_proj_by_itself_would_not() -> None:
    by_us = transform_point(149000, 170000, LAMBERT_72, WGS84)
    by_proj = pyproj.Transformer.from_crs(LAMBERT_72, WGS84, always_xy=True).transform(149000, 170000)
    assert by_us == pytest.approx((4.354555161, 50.840411622), abs=1.5e-9)
    assert by_proj[1] == pytest.approx(50.840410507, abs=1e-8)


@needs_grid
def test_web_mercator_goes_through_the_grid_too() -> None:
    lonlat = transform_point(149000, 170000, LAMBERT_72, WGS84)
    through = transform_point(149000, 170000, LAMBERT_72, WEB_MERCATOR)
    assert through == pytest.approx(transform_point(*lonlat, WGS84, WEB_MERCATOR), abs=1e-6)


@pytest.mark.parametrize("place", PLACES)
def test_without_the_grid_lambert_72_is_less_than_20_centimetres_off(place: str) -> None:
    lonlat, lambert_72, _, _ = PLACES[place]
    there = transform(np.array([lonlat]), WGS84, LAMBERT_72, shift=DatumShift.HELMERT)[0]
    back = transform(np.array([lambert_72]), LAMBERT_72, LAMBERT_2008, shift=DatumShift.HELMERT)[0]
    assert np.hypot(*(there - lambert_72)) < 0.2
    assert np.hypot(*(back - PLACES[place][2])) < 0.2


@needs_grid
def test_over_the_whole_region_helmert_stays_within_19_centimetres_of_the_grid() -> None:
    points = region_points()
    grid = transform(points, LAMBERT_72, LAMBERT_2008, shift=DatumShift.GRID)
    helmert = transform(points, LAMBERT_72, LAMBERT_2008, shift=DatumShift.HELMERT)
    off = np.hypot(*(grid - helmert).T)
    assert 0.05 < off.mean() < 0.15
    assert off.max() < 0.19


def test_without_a_datum_shift_everything_would_lie_108_metres_away_and_ours_does_not() -> None:
    naive = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333"
        " +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    lonlat, lambert_72, lambert_2008, _ = PLACES["Grand-Place"]
    wrong = transform_point(*naive.transform(*lambert_72), WGS84, LAMBERT_2008)
    assert np.hypot(*np.subtract(wrong, lambert_2008)) == pytest.approx(108, abs=2)
    for shift in DatumShift:
        if shift is DatumShift.GRID and not grid_available():
            continue
        ours = transform(np.array([lambert_72]), LAMBERT_72, LAMBERT_2008, shift=shift)[0]
        assert np.hypot(*(ours - lambert_2008)) < 0.2
    assert transform_point(*lonlat, WGS84, LAMBERT_72) == pytest.approx(lambert_72, abs=0.2)


@pytest.mark.parametrize("source", [LAMBERT_72, LAMBERT_2008, WGS84, ETRS89, UTM_31N, WEB_MERCATOR])
@pytest.mark.parametrize("target", [LAMBERT_72, LAMBERT_2008, WGS84, ETRS89, UTM_31N, WEB_MERCATOR])
def test_there_and_back_is_where_one_began(source: int, target: int) -> None:
    start = transform(region_points(), LAMBERT_72, source)
    again = transform(transform(start, source, target), target, source)
    # A tenth of a millimetre, in metres or in degrees; PROJ's inverse of Helmert is 0.3 mm off.
    tolerance = (1 if grid_available() else 10) * (1e-9 if is_geographic(source) else 1e-4)
    assert np.abs(again - start).max() < tolerance


def test_wgs84_and_etrs89_count_as_the_same() -> None:
    points = np.array([[4.35, 50.84]])
    assert transform(points, WGS84, ETRS89).tolist() == points.tolist()


def test_a_place_that_the_grid_does_not_cover_still_has_coordinates() -> None:
    x, y = transform_point(9.0, 52.0, WGS84, LAMBERT_72)
    assert (x, y) == pytest.approx((467948, 308945), abs=1)


def test_the_answer_is_a_new_array_even_where_nothing_changes() -> None:
    points = np.array([[149000.0, 170000.0]])
    transform(points, LAMBERT_72, LAMBERT_72)[0, 0] = 0
    assert points[0, 0] == 149000


def test_any_other_registered_crs_can_be_a_source() -> None:
    x, y = transform_point(148853.28, 170702.89, LAMBERT_72, 3035)
    assert transform_point(x, y, 3035, LAMBERT_72) == pytest.approx((148853.28, 170702.89), abs=1e-3)


def test_an_unknown_code_is_refused_with_the_codes_that_exist() -> None:
    with pytest.raises(CrsError, match=r"EPSG:99999 is no known coordinate system.*EPSG:31370"):
        transform_point(1, 2, 99999, LAMBERT_72)
    with pytest.raises(CrsError):
        is_geographic(99999)


def test_geometries_keep_their_form_and_lose_their_heights() -> None:
    geometries = np.array([shapely.from_wkt("POINT Z (4.35247 50.84673 60)"), None], dtype=object)
    carried = transform_geometries(geometries, WGS84, LAMBERT_2008)
    assert carried[1] is None
    assert not carried[0].has_z
    assert (carried[0].x, carried[0].y) == pytest.approx((648852.92, 670703.28), abs=CENTIMETRE)


def test_the_bounds_of_shapes_move_with_them_and_stay_nan_for_empty_ones() -> None:
    polygons = np.array(
        [shapely.box(148000, 170000, 148100, 170200), None, shapely.box(149000, 171000, 149500, 171100)],
        dtype=object,
    )
    shapes = transform_shapes(Shapes.from_geometries(polygons, GeometryKind.AREA), LAMBERT_72, LAMBERT_2008)
    assert len(shapes) == 3
    assert np.isnan(shapes.bounds[1]).all()
    for index in (0, 2):
        assert shapes.bounds[index] == pytest.approx(shapes.geometries()[index].bounds)
    empty = Shapes.from_geometries(np.array([None], dtype=object), GeometryKind.POINT)
    assert np.isnan(transform_shapes(empty, LAMBERT_72, WGS84).bounds).all()


ESRI_LAMBERT_72 = (
    'PROJCS["Belge_Lambert_1972",GEOGCS["GCS_Belge_1972",DATUM["D_Belge_1972",'
    'SPHEROID["International_1924",6378388.0,297.0]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],'
    'PARAMETER["False_Easting",150000.01256],PARAMETER["False_Northing",5400088.4378],'
    'PARAMETER["Central_Meridian",4.367486666666666],PARAMETER["Standard_Parallel_1",49.8333339],'
    'PARAMETER["Standard_Parallel_2",51.16666723333333],PARAMETER["Latitude_Of_Origin",90.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    ("definition", "epsg"),
    [
        ("EPSG:31370", LAMBERT_72),
        ("urn:ogc:def:crs:EPSG::3812", LAMBERT_2008),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", WGS84),
        (ESRI_LAMBERT_72, LAMBERT_72),
        ("EPSG:6190", LAMBERT_72),
        ('LOCAL_CS["Belge Lambert 1972, site",UNIT["metre",1]]', LAMBERT_72),
        ('LOCAL_CS["Harbour grid",UNIT["metre",1]]', None),
        ("nonsense", None),
    ],
)
def test_a_crs_is_recognised_from_what_files_say_of_it(definition: str, epsg: int | None) -> None:
    assert epsg_of(definition) == epsg


def test_a_program_without_the_grid_says_so_and_is_less_than_20_centimetres_off(tmp_path: Path) -> None:
    script = (
        "from layers.crs import best_shift, grid_available, transform_point\n"
        "print(grid_available(), *transform_point(4.35247, 50.84673, 4326, 31370))\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PROJ")}
    # An empty home, so that nothing that `pyproj sync` brought is found.
    environment |= {"CARTOVIEWER_GRIDS": str(tmp_path), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    found, x, y = done.stdout.split()
    if found == "True":
        pytest.skip("the grid is among PROJ's own data on this machine")
    assert np.hypot(float(x) - 148853.28, float(y) - 170702.89) < 0.2
    assert done.stderr == ""
