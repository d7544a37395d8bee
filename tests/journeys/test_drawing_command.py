"""Drawing by the command line, as a script does it."""

import json
from pathlib import Path
from warnings import catch_warnings

import pytest

from bnip.drawing import Shape
from bnip.incident import Incident, Mark, Route
from bnip.zone import Zone, ZoneStatus
from cartoviewer.cli.program import run
from cartoviewer.document.dossier import Dossier
from tests.journeys.conftest import Command


@pytest.fixture
def dossier(command: Command, tmp_path: Path) -> Path:
    path = tmp_path / "d.gpkg"
    assert command("new", path).returncode == 0
    return path


def test_every_kind_of_drawing_comes_from_a_line_of_words(command: Command, dossier: Path, tmp_path: Path) -> None:
    file = tmp_path / "areas.geojson"
    ring = [[4.35, 50.84], [4.36, 50.84], [4.36, 50.85], [4.35, 50.84]]
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "MultiLineString", "coordinates": [ring[:2], ring[1:3]]},
        },
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    asked = (
        ("--symbol", "area.red", "--circle", "148000,170000", "--radius", "300", "--state", "planned"),
        ("--symbol", "line.cordon", "--path", "148000,170000 148200,170100 148300,170000", "--name", "Cordon A"),
        ("--symbol", "cmd.cpops", "--at", "50.85 N 4.35 E", "--discipline", "d1", "--certainty", "reported"),
        ("--symbol", "haz.fire", "--wkt", "POINT (648000 670000)", "--crs", "3812", "--until", "2030-01-01T10:00"),
        ("--geojson", file),
    )
    told = []
    for words in asked:
        done = command("draw", dossier, *words, "--json")
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        told.append(json.loads(done.stdout))
    assert [each["kind"] for each in told] == ["zone", "route", "mark", "incident", "shape"]
    assert [each["position"] for each in told] == [1, 2, 3, 4, 5]
    assert len(told[4]["records"]) == 3
    with Dossier.open(dossier, read_only=True) as opened:
        document = opened.log.fold()
        labels = [entry.edit.label.text for entry in opened.log.entries()]
    (zone,), (route,), (mark,), (incident,) = (document.of(kind) for kind in (Zone, Route, Mark, Incident))
    assert (zone.radius_m, zone.centre, zone.status) == (300.0, (148000.0, 170000.0), ZoneStatus.PLANNED)
    assert route.path == ((148000.0, 170000.0), (148200.0, 170100.0), (148300.0, 170000.0))
    assert route.names.fr == "Cordon A"
    assert (mark.discipline, mark.certainty.value) == ("d1", "reported")
    assert mark.place.point == pytest.approx((148_700, 170_700), abs=800)
    assert incident.place.point == pytest.approx((148_000, 170_000), abs=150)
    assert incident.valid_until is not None
    assert sorted(shape.form.value for shape in document.of(Shape)) == ["line", "line", "polygon"]
    assert labels[0] == "Drew {name}"
    assert labels[4] == "Drew {count} objects"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--symbol", "area.red", "--at", "148000 170000"), 1, "three corners"),
        (("--symbol", "line.cordon", "--wkt", "POINT (148000 170000)"), 1, "two points"),
        (("--symbol", "cmd.cpops", "--path", "148000,170000 148100,170000"), 1, "one place"),
        (("--symbol", "area.pink", "--at", "148000 170000"), 1, "Nearest"),
        (("--wkt", "POINT (4.35 50.85)"), 1, "--crs"),
        (("--wkt", "POLYGON ((0 0, 9 0"), 1, "no WKT"),
        (("--wkt", "POINT EMPTY"), 1, "nothing to draw"),
        (("--path", "148000,170000 here"), 1, "here"),
        (("--symbol", "area.red", "--path", "148000,170000 148100,170000"), 1, "three corners"),
        (("--geojson", "absent.geojson"), 1, "absent.geojson"),
        (("--at", "148000 170000", "--layer", "Phase 9"), 1, "Phase 9"),
        (("--at", "148000 170000", "--state", "gone"), 2, "planned"),
        (("--circle", "148000 170000"), 2, "--radius"),
        ((), 2, "--geojson"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_sentence_and_changes_nothing(
    words: tuple[str, ...], status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "d.gpkg"
    Dossier.create(path).close()
    with catch_warnings():
        assert run(("draw", str(path), *words, "--lang", "en"), {}) == status
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    with Dossier.open(path, read_only=True) as opened:
        assert len(opened.log) == 0


def test_what_a_file_says_of_its_shapes_is_drawn_and_what_was_not_understood_is_told(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    place = {"type": "Point", "coordinates": [4.35, 50.84]}
    line = {"type": "LineString", "coordinates": [[4.35, 50.84], [4.36, 50.845]]}
    ring = {"type": "Polygon", "coordinates": [[[4.35, 50.84], [4.36, 50.84], [4.36, 50.85], [4.35, 50.84]]]}
    told = (
        (place, {"symbol": "cmd.pma", "name_fr": "PMA 1", "name_nl": "VMP 1", "capacity": 40, "left_text": "A1",
                 "discipline": 2, "state": "planned", "certainty": "reported", "valid_until": "2030-01-01T10:00"}),
        (place, {"Symbol": "haz.fire", "Name": "Cuisine", "occurred": "2026-11-19T09:00:00.000Z",
                 "tlp": "TLP:AMBER"}),
        (line, {"symbol": "line.cordon", "note": "rue", "state": "sideways", "owner": "x"}),
        (ring, {"symbol": "area.red", "state": "lifted", "population": 1200, "id": 7}),
        (ring, {"symbol": "cmd.cpops", "colour": "#0a6cff", "name": "Zone"}),
        (ring, {"symbol": "area.pink", "layer": "none such"}),
    )  # fmt: skip
    file = tmp_path / "told.geojson"
    features = [{"type": "Feature", "geometry": shape, "properties": said} for shape, said in told]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    done = command("draw", dossier, "--geojson", file, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    with Dossier.open(dossier, read_only=True) as opened:
        document = opened.log.fold()
    mark, fire, cordon, red, square, pink = (document.get(each) for each in answer["records"])
    assert isinstance(mark, Mark)
    assert (mark.names.fr, mark.names.nl, mark.names.en) == ("PMA 1", "VMP 1", "")
    assert (mark.symbol, mark.left, mark.capacity, mark.discipline) == ("cmd.pma", "A1", 40, "d2")
    assert (mark.state.value, mark.certainty.value, mark.valid_until.year) == ("planned", "reported", 2030)
    assert isinstance(fire, Incident)
    assert (fire.names.en, fire.occurred.hour, fire.sensitivity.marking) == ("Cuisine", 9, "TLP:AMBER")
    assert (cordon.note, cordon.state.value) == ("rue", "in-place")
    assert (red.status, red.population) == (ZoneStatus.LIFTED, 1200)
    assert (type(square), square.colour, square.names.fr) == (Shape, "#0A6CFF", "Zone")
    assert isinstance(pink, Shape)
    strange = answer["not_understood"]
    assert strange["properties"] == ["id", "owner"]
    assert {(each["property"], each["value"]) for each in strange["values"]} == {
        ("state", "sideways"),
        ("symbol", "cmd.cpops"),
        ("symbol", "area.pink"),
        ("layer", "none such"),
    }


def test_what_the_command_says_goes_before_what_the_file_says(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.geojson"
    told = {"symbol": "cmd.pma", "name": "Theirs", "state": "ended", "note": "kept", "odd": 1}
    place = {"type": "Point", "coordinates": [4.35, 50.84]}
    file.write_text(json.dumps({"type": "Feature", "geometry": place, "properties": told}), "utf-8")
    words = ("--symbol", "cmd.cpops", "--name", "Ours", "--state", "planned")
    done = command("--lang", "fr", "draw", dossier, "--geojson", file, *words)
    assert done.returncode == 0, done.stderr
    assert "Non repris, faute de champ correspondant : odd." in done.stdout
    with Dossier.open(dossier, read_only=True) as opened:
        (mark,) = opened.log.fold().of(Mark)
    assert (mark.symbol, mark.names.fr, mark.state.value, mark.note) == ("cmd.cpops", "Ours", "planned", "kept")
