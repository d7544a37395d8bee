"""A dossier is a GeoPackage: GDAL and QGIS read it, see the crisis in it, and show it in our colours."""

import json
import os
import shutil
import sqlite3
import subprocess
import warnings
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pyogrio
import pytest
import shapely

from bnip.drawing import Form, Shape
from bnip.zone import Zone, ZoneKind
from cartoviewer.document import qgis_records
from cartoviewer.document.changes import moved, put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.feature_tables import RECORD_TABLES
from cartoviewer.document.history import History
from cartoviewer.document.qgis_style import layer_qml
from layers.shapes import GeometryKind
from resources.texts import Names
from symbols.discipline import Discipline
from symbols.own import OwnSign, own_id
from symbols.style import Fill, Rule, Style, Symbology
from tests.dossier_specimens import (
    DRAWN,
    EVERY_KIND,
    INCIDENT,
    LAYER,
    MARK,
    NOON,
    ROUTE,
    SYMBOLOGY,
    ZONE,
    card_of,
    edit,
    made,
    squares,
)

PLACE = Label("Place")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a closed dossier with a record of every kind, a layer and the dataset it shows."""
    path = tmp_path / "dossier.gpkg"
    with Dossier.create(path) as dossier:
        frame = squares(120)
        card = dossier.add_dataset(frame, card_of(frame))
        records = [msgspec.structs.replace(LAYER, dataset=card.hash), *EVERY_KIND[:4], *EVERY_KIND[5:]]
        History(dossier.log, "SITCEN", clock=lambda: NOON).do(PLACE, *map(made, records))
    return path


def test_gdal_lists_every_table_with_its_geometry_crs_and_extent(path: Path):
    layers = dict(pyogrio.list_layers(path))
    assert {
        "incidents": "Point",
        "marks": "Point",
        "routes": "LineString",
        "zones": "Polygon",
    }.items() <= layers.items()
    (table,) = [name for name in layers if name.startswith("buildings_20261120")]
    assert layers[table] == "MultiPolygon"
    for name in ("incidents", "zones", table):
        info = pyogrio.read_info(path, layer=name, force_feature_count=True, force_total_bounds=True)
        assert info["crs"] == "EPSG:31370"
        assert info["features"] == (120 if name == table else 1)
        assert np.isfinite(info["total_bounds"]).all()


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL's programs are not installed")
def test_another_gdal_reads_all_of_it_without_a_warning(path: Path):
    done = subprocess.run(["ogrinfo", "-al", "-so", "-ro", str(path)], capture_output=True, text=True, check=True)
    assert not done.stderr
    assert done.stdout.count("Feature Count: 1\n") >= 4
    assert "Feature Count: 120" in done.stdout


def test_the_tables_hold_what_the_records_say(path: Path):
    incident = pyogrio.read_dataframe(path, layer="incidents").iloc[0]
    assert incident.geometry.equals(shapely.Point(INCIDENT.place.point))
    assert (incident["record_id"], incident["symbol"], incident["certainty"]) == (
        "i1",
        "haz.explosion",
        "confirmed",
    )
    assert (incident["name_nl"], incident["place"], incident["accuracy_m"]) == (
        "Gasontploffing",
        "Rue des Brasseurs 1",
        12.5,
    )
    assert incident["occurred"].to_pydatetime() == NOON
    assert incident["sensitivity"] == "TLP:GREEN"
    zone = pyogrio.read_dataframe(path, layer="zones").iloc[0]
    assert zone.geometry.equals(shapely.Polygon(ZONE.outline))
    assert (zone["symbol"], zone["state"], zone["population"]) == ("area.red", "proposed", 240)
    route = pyogrio.read_dataframe(path, layer="routes").iloc[0]
    assert route.geometry.equals(shapely.LineString(ROUTE.path))


def _assert_tables_agree(dossier: Dossier, document: MapDocument) -> None:
    """Compare the tables with those of a dossier that is made of the document at once."""
    with TemporaryDirectory() as folder, Dossier.create(Path(folder) / "d.gpkg") as fresh:
        if len(document):
            fresh.log.append(edit(1, *map(made, document)))
        for table in RECORD_TABLES:
            names = ", ".join(["geom", "record_id", *table.columns, "note", "sensitivity"])
            query = f"SELECT {names} FROM {table.name} ORDER BY record_id"
            with dossier._database.read() as ours, fresh._database.read() as theirs:
                assert ours.execute(query).fetchall() == theirs.execute(query).fetchall()


def test_the_tables_follow_every_edit_and_keep_their_row_numbers(path: Path):
    with Dossier.open(path) as dossier:
        history = History(dossier.log, "SITCEN")
        history.do(PLACE, put(history.document, moved(MARK, 100.0, 0.0)), remove(history.document, ZONE.id))
        history.do(PLACE, put(history.document, msgspec.structs.replace(INCIDENT, id="i2")))
        _assert_tables_agree(dossier, history.document)
        with dossier._database.read() as connection:
            assert connection.execute("SELECT fid FROM marks").fetchall() == [(1,)]
            assert connection.execute("SELECT count(*) FROM zones").fetchone() == (0,)
            assert connection.execute("SELECT count(*) FROM incidents").fetchone() == (2,)
        history.undo()
        history.undo()
        _assert_tables_agree(dossier, history.document)
    assert pyogrio.read_dataframe(path, layer="marks").geometry.iloc[0].x == MARK.place.x


def test_another_program_is_refused_what_the_log_would_not_know(path: Path):
    (dataset,) = [name for name, _ in pyogrio.list_layers(path) if name.startswith("buildings")]
    with closing(sqlite3.connect(path)) as connection:
        for table in RECORD_TABLES:
            for statement in (
                f"UPDATE {table.name} SET note = 'x'",
                f"DELETE FROM {table.name}",
                f"INSERT INTO {table.name} (record_id) VALUES ('x')",
            ):
                with pytest.raises(sqlite3.IntegrityError, match="keeps this table from its log"):
                    connection.execute(statement)
    with pytest.raises(pyogrio.errors.FeatureError, match="stays as its source was"):
        pyogrio.write_dataframe(squares(1), path, layer=dataset, append=True, promote_to_multi=True)
    with Dossier.open(path) as dossier:
        _assert_tables_agree(dossier, dossier.log.fold())


def test_a_perimeter_that_is_not_closed_yet_has_no_geometry(path: Path):
    unfinished = Zone(id="z9", zone=ZoneKind.YELLOW, outline=((1.0, 1.0), (2.0, 2.0)))
    with Dossier.open(path) as dossier:
        History(dossier.log, "SITCEN").do(PLACE, made(unfinished))
    zones = pyogrio.read_dataframe(path, layer="zones").set_index("record_id")
    assert zones.geometry["z9"] is None


def test_the_standard_is_kept(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        one = connection.execute
        assert one("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert one("PRAGMA user_version").fetchone() == (10300,)
        assert one("PRAGMA foreign_key_check").fetchall() == []
        assert one("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert {-1, 0, 4326} <= {row[0] for row in one("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        listed = {row[0] for row in one("SELECT table_name FROM gpkg_contents")}
        tables = {row[0] for row in one("SELECT name FROM sqlite_master WHERE type = 'table'")}
        extended = {row[0] for row in one("SELECT table_name FROM gpkg_extensions")}
    assert listed <= tables
    ours = {name for name in tables if name.startswith("cartoviewer_")}
    assert ours
    assert ours <= extended
    assert {table.name for table in RECORD_TABLES} <= listed


def test_the_spatial_index_finds_what_lies_in_a_window(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        (index,) = connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'rtree_*_geom'").fetchone()
        found = connection.execute(f'SELECT id FROM "{index}" WHERE minx < 148015 AND miny < 169005 ORDER BY id')
        assert [row[0] for row in found] == [1, 2]
    table = index.removeprefix("rtree_").removesuffix("_geom")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        inside = pyogrio.read_dataframe(path, layer=table, bbox=(147_990, 168_990, 148_012, 169_005))
    assert len(inside) == 2


def _styles(path: Path) -> dict[str, ET.Element]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall()
    assert len({name for name, _ in rows}) == len(rows)
    return {name: ET.fromstring(qml) for name, qml in rows}


def test_every_feature_table_has_a_style_and_that_of_a_layer_follows_it(path: Path):
    with Dossier.open(path) as dossier:
        (card,) = dossier.cards()
        assert "0,170,85,255" in ET.tostring(_styles(path)[card.table], encoding="unicode")
        history = History(dossier.log, "SITCEN")
        red = Symbology((Rule(Names.same("x"), Style(Fill("#FF0000"))),))
        layer = msgspec.structs.replace(history.document.get(LAYER.id), symbology=red)
        history.do(PLACE, put(history.document, layer))
        assert "255,0,0,255" in ET.tostring(_styles(path)[card.table], encoding="unicode")
        history.undo()
        assert "0,170,85,255" in ET.tostring(_styles(path)[card.table], encoding="unicode")
    assert {"incidents", "marks", "routes", "zones"} < set(_styles(path))


def test_what_is_drawn_has_its_own_colour_in_qgis(path: Path):
    styles = _styles(path)
    for table in ("drawn_points", "drawn_lines", "drawn_areas", "captions"):
        told = [
            option.attrib.get("value", "") for option in styles[table].iterfind(".//data_defined_properties//*")
        ]
        assert any('"colour"' in value for value in told), table
    assert styles["zones"].find(".//data_defined_properties") is None


def test_a_look_that_cannot_be_written_for_qgis_does_not_keep_an_edit_back(path: Path):
    odd = Symbology((Rule(Names.same("x"), Style(Fill("reddish"))),))
    with Dossier.open(path) as dossier:
        (card,) = dossier.cards()
        history = History(dossier.log, "SITCEN")
        layer = msgspec.structs.replace(history.document.get(LAYER.id), symbology=odd)
        history.do(PLACE, put(history.document, layer))
        assert dossier.log.fold().get(LAYER.id) == layer
    assert "0,170,85,255" in ET.tostring(_styles(path)[card.table], encoding="unicode")


def test_a_feature_is_drawn_by_the_first_rule_that_fits_it():
    root = ET.fromstring(layer_qml(SYMBOLOGY, GeometryKind.AREA))
    first, second = root.iter("rule")
    assert first.get("filter") == "(to_string(\"size\") IN ('large'))"
    assert first.get("scalemaxdenom") == "25000"
    # Beyond 1:25 000 the first rule does not hold, and the second draws all.
    assert second.get("filter") == "(NOT coalesce(to_string(\"size\") IN ('large'), false) OR @map_scale >= 25000)"


def test_names_in_rules_cannot_break_out_of_their_quotes():
    odd = Rule(Names.same('<&"'), Style(Fill("#FF0000")), {'a"b': ("it's", "back\\slash")})
    (rule,) = ET.fromstring(layer_qml(Symbology((odd,)), GeometryKind.AREA)).iter("rule")
    assert rule.get("filter") == "(to_string(\"a\"\"b\") IN ('it''s', 'back\\\\slash'))"
    assert rule.get("label") == '<&"'


_LOOK = """
import json, os, sys
from qgis.core import QgsApplication, QgsVectorLayer, QgsMapSettings, QgsMapRendererSequentialJob, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
told, layers = {}, []
for name in sys.argv[2:]:
    layer = QgsVectorLayer(sys.argv[1] + "|layername=" + name, name, "ogr")
    rules = layer.renderer().rootRule().children() if layer.renderer().type() == "RuleRenderer" else []
    broken = [rule.filterExpression() for rule in rules if rule.filter() and rule.filter().hasParserError()]
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    extent = layer.extent()
    extent.grow(60.0)
    if layer.featureCount() > 1:
        extent = QgsRectangle(extent.xMinimum() + 55, extent.yMinimum() + 55,
                              extent.xMinimum() + 85, extent.yMinimum() + 85)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor("#00FF00"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    seen = {picture.pixelColor(x, y).name() for x in range(200) for y in range(200)}
    told[name] = [layer.isValid(), layer.featureCount(), layer.crs().authid(), len(rules), broken, sorted(seen)]
print("TOLD" + json.dumps(told), flush=True)
os._exit(0)  # QGIS's own end trips over Python's
"""
_SYSTEM_PYTHON = Path("/usr/bin/python3")


def _has_qgis() -> bool:
    if not _SYSTEM_PYTHON.exists():
        return False
    return (
        subprocess.run([_SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not _has_qgis(), reason="Debian's python3-qgis is not installed")
def test_qgis_shows_every_layer_in_our_colours(path: Path):
    with Dossier.open(path) as dossier:
        (card,) = dossier.cards()
    tables = ["incidents", "marks", "routes", "zones", card.table]
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": os.environ["PATH"], "HOME": str(path.parent)}
    done = subprocess.run(
        [_SYSTEM_PYTHON, "-c", _LOOK, str(path), *tables],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    told = json.loads(done.stdout[done.stdout.index("TOLD") + 4 :].splitlines()[0])
    for table in tables:
        valid, count, crs, rules, broken, colours = told[table]
        assert valid
        assert count == (120 if table == card.table else 1)
        assert crs == "EPSG:31370"
        assert rules > 1
        assert not broken
        assert len(colours) > 1, f"QGIS draws nothing of {table}"
    assert "#00aa55" in told[card.table][-1]


@pytest.mark.skipif(not _has_qgis(), reason="Debian's python3-qgis is not installed")
def test_qgis_draws_own_symbols_and_other_disciplines_as_we_do(tmp_path: Path):
    dog = OwnSign(names=Names("Chien", "Hond", "Dog"), frame="resource", owner=Discipline.D4, picture="dog")
    path = tmp_path / "own.gpkg"
    with Dossier.create(path) as dossier:
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)
        history.do(PLACE, made(msgspec.structs.replace(MARK, symbol=own_id(dog))))
        dossier.write_signs()
        assert _colours_in_qgis(path, "marks") >= {Discipline.D4.colour.lower()}
        owned = msgspec.structs.replace(MARK, symbol="res.d2.amb", discipline="d3")
        history.do(PLACE, put(history.document, owned))
        dossier.write_signs()
        assert _colours_in_qgis(path, "marks") >= {Discipline.D3.colour.lower()}
        again = msgspec.structs.replace(owned, discipline="")
        history.do(PLACE, put(history.document, again))
        dossier.write_signs()
        assert _colours_in_qgis(path, "marks") >= {Discipline.D2.colour.lower()}


def _colours_in_qgis(path: Path, table: str) -> set[str]:
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": os.environ["PATH"], "HOME": str(path.parent)}
    done = subprocess.run(
        [_SYSTEM_PYTHON, "-c", _LOOK, str(path), table], capture_output=True, text=True, env=environment, check=True
    )
    valid, _, _, _, broken, colours = json.loads(done.stdout[done.stdout.index("TOLD") + 4 :].splitlines()[0])[
        table
    ]
    assert valid
    assert not broken
    return set(colours)


def style_of(path: Path, table: str) -> tuple[str, str]:
    """Give when the style of a table was written, and the style."""
    with closing(sqlite3.connect(path)) as connection:
        row: tuple[str, str] = connection.execute(
            "SELECT update_time, styleQML FROM layer_styles WHERE f_table_name = ?", (table,)
        ).fetchone()
    return row


def test_a_style_holds_the_own_symbols_of_its_dossier_and_is_written_once_for_each(tmp_path: Path):
    own = own_id(OwnSign(names=Names.same("Dog"), frame="hazard", owner=Discipline.NONE, picture="dog"))
    with Dossier.create(tmp_path / "own.gpkg") as dossier:
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)
        written = []
        for number in range(3):
            record = msgspec.structs.replace(INCIDENT, id=f"i{number}", symbol=own)
            history.do(PLACE, put(history.document, record))
            assert dossier.has_signs_to_write is (number == 0)
            dossier.write_signs()
            written.append(style_of(dossier.path, "incidents"))
    assert len(set(written)) == 1
    assert own in written[0][1]


def test_an_edit_does_not_wait_for_the_picture_of_a_sign_and_closing_writes_it(tmp_path: Path):
    path = tmp_path / "own.gpkg"
    with Dossier.create(path) as dossier:
        before = style_of(path, "incidents")
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)
        for number, owner in enumerate((Discipline.D1, Discipline.D3)):
            record = msgspec.structs.replace(INCIDENT, id=f"i{number}", symbol=f"haz.fire;owner={owner.value}")
            history.do(PLACE, put(history.document, record))
        assert style_of(path, "incidents") == before
    assert all(
        f";owner={owner.value}" in style_of(path, "incidents")[1] for owner in (Discipline.D1, Discipline.D3)
    )


def test_a_program_that_is_killed_before_it_wrote_a_sign_writes_it_when_the_dossier_is_opened(tmp_path: Path):
    path, copy = tmp_path / "own.gpkg", tmp_path / "killed.gpkg"
    with Dossier.create(path) as dossier:
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)
        record = msgspec.structs.replace(INCIDENT, symbol="haz.fire;owner=d3")
        history.do(PLACE, put(history.document, record))
        shutil.copy(path, copy)
    assert ";owner=d3" not in style_of(copy, "incidents")[1]
    Dossier.open(copy).close()
    assert ";owner=d3" in style_of(copy, "incidents")[1]
    with closing(sqlite3.connect(copy)) as connection:
        keys = {key for (key,) in connection.execute("SELECT key FROM cartoviewer_about")}
    assert keys == {"id", "version", "created"}


def test_an_edit_that_comes_while_a_style_is_written_keeps_its_own_note(tmp_path: Path, monkeypatch):
    path = tmp_path / "own.gpkg"
    with Dossier.create(path) as dossier:
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)

        def place(number: int, owner: str) -> None:
            record = msgspec.structs.replace(INCIDENT, id=f"i{number}", symbol=f"haz.fire;owner={owner}")
            history.do(PLACE, put(history.document, record))

        meanwhile = [lambda: place(1, "d4")]

        def built(*asked: object) -> str:
            while meanwhile:
                meanwhile.pop()()
            return record_qml(*asked)

        record_qml = qgis_records._record_qml
        monkeypatch.setattr(qgis_records, "_record_qml", built)
        place(0, "d3")
        dossier.write_signs()
        assert dossier.has_signs_to_write
    assert all(f";owner={owner}" in style_of(path, "incidents")[1] for owner in ("d3", "d4"))


@pytest.mark.skipif(not _has_qgis(), reason="Debian's python3-qgis is not installed")
def test_qgis_draws_each_shape_in_its_own_colour(tmp_path: Path):
    path = tmp_path / "drawn.gpkg"
    x, y = 149_000.0, 170_000.0
    ring = ((x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100), (x, y))
    records = (
        Shape(id="area", form=Form.POLYGON, path=ring, colour="#D7191C"),
        Shape(id="line", form=Form.LINE, path=ring[:3], colour="#1B7F3B", width_mm=2.0),
        Shape(id="point", form=Form.POINT, path=ring[:1], colour="#7A1FA2"),
    )
    with Dossier.create(path) as dossier:
        history = History(dossier.log, "SITCEN")
        history.do(PLACE, *(put(history.document, record) for record in records))
    tables = {"drawn_areas": "#d7191c", "drawn_lines": "#1b7f3b", "drawn_points": "#7a1fa2"}
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [_SYSTEM_PYTHON, "-c", _LOOK, str(path), *tables],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    told = json.loads(done.stdout[done.stdout.index("TOLD") + 4 :].splitlines()[0])
    for table, colour in tables.items():
        assert colour in told[table][-1], f"{table}: {told[table]}"


def test_a_dossier_of_an_older_program_gets_the_tables_that_it_lacks(tmp_path: Path):
    path = tmp_path / "old.gpkg"
    Dossier.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE drawn_lines; DROP TABLE captions;")
        for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"):
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(f"DELETE FROM {table} WHERE table_name IN ('drawn_lines', 'captions')")
        connection.execute("DELETE FROM layer_styles WHERE f_table_name IN ('drawn_lines', 'captions')")
        connection.commit()
    with Dossier.open(path) as dossier:
        history = History(dossier.log, "SITCEN")
        history.do(PLACE, *map(made, DRAWN))
        _assert_tables_agree(dossier, history.document)
    assert len(pyogrio.read_dataframe(path, layer="captions")) == 1


def test_a_dossier_of_an_older_program_gets_the_style_that_shows_its_own_symbols(tmp_path: Path):
    own = own_id(OwnSign(names=Names.same("Dog"), frame="resource", owner=Discipline.D4, picture="dog"))
    path = tmp_path / "old.gpkg"
    with Dossier.create(path) as dossier:
        History(dossier.log, "SITCEN").do(PLACE, made(msgspec.structs.replace(MARK, symbol=own)))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE layer_styles SET styleQML = '<qgis/>' WHERE f_table_name = 'marks'")
        connection.commit()
    Dossier.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        (style,) = connection.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'marks'").fetchone()
    assert own in style
