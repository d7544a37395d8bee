"""A file becomes a layer, and every row that does not is told."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from cartoviewer.ui.import_dialog import ImportDialog
from cartoviewer.ui.import_result import ImportResult, report_csv, report_lines
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.task_runner import TaskRunner
from layers.reading import LayerDescription
from layers.recognition import guessed_schema
from resources.texts import Language, Texts

ROWS = """Nom;Adresse;Code postal;Commune;Capacité assise;Cuisine;lat;lon
Salle A;Rue de l'Exercice 1;1000;Bruxelles;120;oui;50,8467;4,3525
Salle B;Rue de l'Exercice 2;1030;Schaerbeek;beaucoup;non;50,8667;4,3725
Salle C;Rue de l'Exercice 3;1030;Schaerbeek;80;oui;;
Salle D;Rue de l'Exercice 4;1040;Etterbeek;60;oui;50,8367;4,3825
"""


@pytest.fixture
def make(qtbot, open_session, theme):
    tasks = TaskRunner()

    def made(path: Path) -> ImportDialog:
        dialog = ImportDialog(open_session, theme, tasks, Messages(), path)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    yield made
    tasks.close()


@pytest.fixture
def shelters(tmp_path: Path) -> Path:
    path = tmp_path / "salles 2026.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_list_of_shelters_is_recognised_by_its_columns(qtbot, make, shelters):
    dialog = make(shelters)
    qtbot.waitUntil(lambda: dialog.choices is not None)
    assert dialog.choices.schema_id == "shelter"
    assert dialog.choices.mapping == {}


def test_good_rows_are_on_the_map_in_one_edit_and_bad_ones_are_listed(qtbot, make, shelters, open_session):
    entries = len(list(open_session.dossier.log.entries()))
    layers = len(open_session.document.layers)
    dialog = make(shelters)
    qtbot.waitUntil(lambda: dialog.choices is not None)
    with qtbot.waitSignal(dialog.imported, timeout=30_000) as imported:
        dialog.start()
    (layer,) = imported.args[0]
    assert open_session.datasets.get(layer.dataset).card.count == 2
    assert len(open_session.document.layers) == layers + 1
    assert len(list(open_session.dossier.log.entries())) == entries + 1
    report = dialog.findChild(ImportResult)._report
    assert {fault.row for fault in report.faults} == {3, 4}


def test_a_column_with_another_name_can_be_said_to_be_the_field(qtbot, make, tmp_path, open_session):
    path = tmp_path / "salles.csv"
    path.write_text(ROWS.replace("Capacité assise", "zitjes").replace("beaucoup", "40"), encoding="utf-8")
    dialog = make(path)
    qtbot.waitUntil(lambda: dialog.choices is not None)
    dialog.choices.choose_schema("shelter")
    dialog.choices.choose_column("capacity_seated", "zitjes")
    assert dialog.choices.mapping == {"capacity_seated": "zitjes"}
    with qtbot.waitSignal(dialog.imported, timeout=30_000) as imported:
        dialog.start()
    dataset = open_session.datasets.get(imported.args[0][0].dataset)
    assert sorted(dataset.column("capacity_seated")) == [40, 60, 120]


def test_a_file_that_is_none_is_explained_in_place_and_changes_nothing(qtbot, make, tmp_path, open_session):
    path = tmp_path / "broken.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 40)
    before = open_session.document
    dialog = make(path)
    qtbot.waitUntil(dialog._problem.isVisible, timeout=30_000)
    assert dialog._problem.text()
    assert open_session.document == before


def test_a_dialog_that_is_closed_while_it_reads_adds_nothing(qtbot, make, shelters, open_session):
    before = open_session.document
    dialog = make(shelters)
    qtbot.waitUntil(lambda: dialog.choices is not None)
    dialog.start()
    dialog.close()
    qtbot.waitUntil(lambda: dialog._task is None, timeout=30_000)
    assert open_session.document == before


def test_the_report_is_in_the_reader_s_language_and_opens_in_a_spreadsheet(qtbot, make, shelters, tmp_path):
    dialog = make(shelters)
    qtbot.waitUntil(lambda: dialog.choices is not None)
    with qtbot.waitSignal(dialog.imported, timeout=30_000):
        dialog.start()
    result = dialog.findChild(ImportResult)
    french, dutch = Texts(Language.FR), Texts(Language.NL)
    assert report_lines(result._report, french)[0] == "2 lignes sont sur la carte."
    assert report_lines(result._report, dutch)[0] == "2 rijen staan op de kaart."
    table = report_csv(result._report, french).splitlines()
    assert table[0] == "Ligne;Champ;Valeur;Raison;Suite"
    assert any(line.startswith("3;") and "beaucoup" in line for line in table)
    result.save(tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("columns", "geometry", "stem", "expected"),
    [
        (("id", "geom_x"), "Point", "unknown", "generic"),
        (("name_fr", "name_nl"), "MultiPolygon", "communes", "municipality"),
        (("name_fr", "name_nl", "beds", "emergency"), "Point", "hospitals_belgium", "hospital"),
        (("name",), "MultiLineString", "hospitals", "generic"),
        (("Type", "Description", "Gestionnaire", "a", "b", "c", "d", "e"), "Point", "events", "generic"),
        (("code", "rue", "direction", "caméras", "opérateur", "statut"), "Point", "export", "anpr"),
    ],
)
def test_what_a_file_is_follows_from_columns_name_and_geometry(columns, geometry, stem, expected):
    assert guessed_schema(LayerDescription("layer", columns, geometry, 31370, 3), stem) == expected


def test_all_layers_of_a_file_come_in_at_once_and_each_can_be_chosen_alone(qtbot, make, tmp_path, open_session):
    path = tmp_path / "town.gpkg"
    place = shapely.box(149_000, 171_000, 149_400, 171_300)
    for name, fields in (("green_area", {"leisure": ["park"]}), ("landuse_area", {"landuse": ["retail"]})):
        gpd.GeoDataFrame(fields, geometry=[place], crs=31370).to_file(path, layer=name)
    entries = len(open_session.dossier.log)
    dialog = make(path)
    qtbot.waitUntil(lambda: dialog.choices is not None)
    assert dialog.choices.takes_all
    dialog.choices.choose_layer("landuse_area")
    assert (dialog.choices.takes_all, dialog.choices.schema_id) == (False, "landuse")
    dialog.choices.choose_layer("\n")
    with qtbot.waitSignal(dialog.imported, timeout=30_000) as imported:
        dialog.start()
    assert [layer.schema for layer in imported.args[0]] == ["green", "landuse"]
    assert len(open_session.dossier.log) == entries + 1
