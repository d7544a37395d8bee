"""A small ground to find places on: a few streets, doors and names, written as files and indexed."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import shapely

from layers.gazetteer.building import add_sources
from layers.gazetteer.gazetteer import Gazetteer

NOW = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)

STREETS = (
    ("Rue de la Loi", "Wetstraat", "21004", [(149_600, 170_600), (151_200, 170_300)]),
    ("Avenue des Arts", "Kunstlaan", "21004", [(150_000, 171_200), (149_980, 169_900)]),
    ("Avenue Louise", "Louizalaan", "21009", [(149_100, 169_400), (149_900, 168_100)]),
    ("Rue Defacqz", "Defacqzstraat", "21009", [(149_000, 168_750), (149_900, 168_700)]),
    ("Rue du Bailli", "Baljuwstraat", "21009", [(149_200, 168_300), (150_100, 168_300)]),
    ("Chaussée de Wavre", "Waversesteenweg", "21009", [(149_800, 169_600), (150_900, 169_000)]),
    ("Chaussée de Wavre", "Waversesteenweg", "21002", [(153_800, 167_400), (155_000, 166_800)]),
    ("Chaussée d'Ixelles", "Elsense Steenweg", "21009", [(149_500, 169_800), (150_100, 168_700)]),
    ("Rue de l'Église", "Kerkstraat", "21019", [(156_600, 170_000), (156_800, 170_100)]),
    ("Rue de l'Église", "Kerkstraat", "21003", [(144_600, 172_500), (144_800, 172_600)]),
    ("Rue du 11 Novembre", "11 Novemberstraat", "21015", [(151_000, 172_000), (151_300, 172_000)]),
    ("Rue 't Kint", "'t Kintstraat", "21004", [(148_200, 170_600), (148_400, 170_500)]),
    ("Boulevard Anspach", "Anspachlaan", "21004", [(148_700, 171_200), (148_500, 170_500)]),
    ("Boulevard Léopold II", "Leopold II-laan", "21012", [(147_000, 172_300), (148_300, 172_000)]),
    ("Place Saint-Lambert", "Sint-Lambertusplein", "21018", [(154_650, 170_100), (154_720, 170_150)]),
)
_POSTCODES = {"21004": "1000", "21009": "1050", "21002": "1160", "21019": "1150", "21003": "1082", "21015": "1030",
              "21012": "1080", "21018": "1200"}  # fmt: skip
_TOWNS = {"21004": ("Bruxelles", "Brussel"), "21009": ("Ixelles", "Elsene"), "21002": ("Auderghem", "Oudergem"),
          "21019": ("Woluwe-Saint-Pierre", "Sint-Pieters-Woluwe"),
          "21003": ("Berchem-Sainte-Agathe", "Sint-Agatha-Berchem"),
          "21015": ("Schaerbeek", "Schaarbeek"), "21012": ("Molenbeek-Saint-Jean", "Sint-Jans-Molenbeek"),
          "21018": ("Woluwe-Saint-Lambert", "Sint-Lambrechts-Woluwe")}  # fmt: skip
HEADER = (
    "EPSG:31370_x",
    "EPSG:31370_y",
    "EPSG:4326_lat",
    "EPSG:4326_lon",
    "address_id",
    "box_number",
    "house_number",
    "municipality_id",
    "municipality_name_de",
    "municipality_name_fr",
    "municipality_name_nl",
    "postcode",
    "postname_fr",
    "postname_nl",
    "street_id",
    "streetname_de",
    "streetname_fr",
    "streetname_nl",
    "region_code",
    "status",
)


def write_streets(path: Path) -> Path:
    """Write the streets as a layer in the columns of OpenStreetMap extracts."""
    gpd.GeoDataFrame(
        {
            "name_fr": [row[0] for row in STREETS],
            "name_nl": [row[1] for row in STREETS],
            "nis": [row[2] for row in STREETS],
        },
        geometry=[shapely.LineString(row[3]) for row in STREETS],
        crs=31370,
    ).to_file(path, layer="streets")
    return path


def door_xy(street: int, number: int) -> tuple[float, float]:
    """Give where a door of a street stands: 10 m on for each number, on its side."""
    line = shapely.LineString(STREETS[street][3])
    point = line.interpolate(min(number * 5.0, line.length))
    return point.x, point.y + (6.0 if number % 2 else -6.0)


def write_best(path: Path, numbers: Sequence[str] | None = None) -> Path:
    """Write doors as BeSt gives them, zipped: 1 to 60 without 21 to 29, a letter, a range, boxes, a retired one."""
    rows = []
    for at, (fr, nl, nis, _) in enumerate(STREETS):
        for number in numbers or [*map(str, range(1, 21)), *map(str, range(30, 61)), "12A", "95-97"]:
            x, y = door_xy(at, int("".join(letter for letter in number.split("-")[0] if letter.isdigit())))
            for box in ("", "b1", "b2") if number == "16" else ("",):
                town = _TOWNS[nis]
                rows.append([f"{x:.5f}", f"{y:.5f}", "50.8", "4.3", len(rows), box, number, nis, "", *town,
                             _POSTCODES[nis], "", "", 100 + at, "", fr, nl, "BE-BRU", "current"])  # fmt: skip
    rows.append([*rows[0][:6], "999", *rows[0][7:19], "retired"])
    table = path.with_name("openaddress-bebru.csv")
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(table, table.name)
    return path


def write_names(path: Path) -> Path:
    """Write named places: a station, a hospital, a park."""
    gpd.GeoDataFrame(
        {
            "name_fr": ["Gare du Midi", "CHU Saint-Pierre", "Parc de Bruxelles"],
            "name_nl": ["Zuidstation", "UMC Sint-Pieter", "Warandepark"],
            "railway": ["station", None, None],
            "amenity": [None, "hospital", None],
            "leisure": [None, None, "park"],
        },
        geometry=[
            shapely.Point(147_735, 169_487),
            shapely.Point(148_506, 169_385),
            shapely.box(149_300, 170_400, 149_700, 170_900),
        ],
        crs=31370,
    ).to_file(path, layer="poi")
    return path


def build_index(folder: Path, *, doors: bool = True) -> Path:
    """Build the whole index in a folder."""
    sources = [write_streets(folder / "streets.gpkg"), write_names(folder / "names.gpkg")]
    if doors:
        sources.append(write_best(folder / "openaddress-bebru.zip"))
    index = folder / "places.sqlite"
    add_sources(index, sources, NOW)
    return index


def opened(folder: Path, *, doors: bool = True) -> Gazetteer:
    """Build the index and open it."""
    return Gazetteer.open(build_index(folder, doors=doors))
