"""The web page: whole in itself, the same each time, and without what its audience may not see."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from bnip.incident import Incident, Mark
from bnip.operation import Operation, OperationKind
from bnip.record import Place
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export.page import page_html, write_html
from cartoviewer.export.publication import Publication
from cartoviewer.export.writing import WriteError
from layers.dataset import DatasetCard, FieldCard
from layers.frames import FrameDataset
from layers.sensitivity import Audience, Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names

PRINTED = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
HERE = (148000.0, 170000.0)


class _Shelf:
    def __init__(self, *datasets: FrameDataset) -> None:
        self._datasets = {dataset.card.hash: dataset for dataset in datasets}

    def get(self, hash: str) -> FrameDataset:  # noqa: A002
        return self._datasets[hash]


def _dataset(schema: str, name: str, contact: str, at: tuple[float, float]) -> FrameDataset:
    frame = gpd.GeoDataFrame(
        {"name_fr": [name], "name_nl": [name], "contact_function": [contact]},
        geometry=[shapely.Point(at)],
        crs="EPSG:31370",
    )
    fields = (
        FieldCard("name_fr"),
        FieldCard("name_nl"),
        FieldCard("contact_function", sensitivity=Sensitivity.AMBER),
    )
    card = DatasetCard(
        hash=f"{schema}-hash",
        schema=schema,
        kind=GeometryKind.POINT,
        epsg=31370,
        count=1,
        source=f"{schema}.csv",
        imported=PRINTED,
        date=date(2026, 11, 1),
        credit="EXERCISE",
        fields=fields,
    )
    return FrameDataset(frame, card)


@pytest.fixture
def situation() -> tuple[MapDocument, _Shelf]:
    shelf = _Shelf(
        _dataset("shelter", 'Hall "Nord" <b>&</b> \\ </script>', "CANARY-FIELD", HERE),
        _dataset("anpr", "CANARY-SITE", "x", (148100.0, 170100.0)),
    )
    records = (
        Operation(
            id="o",
            sensitivity=Sensitivity.CLEAR,
            operation=OperationKind.EXERCISE,
            names=Names("Exercice", "Oefening", "Exercise"),
        ),
        Layer(
            id="l1",
            sensitivity=Sensitivity.CLEAR,
            names=Names("Abris", "Opvang", "Shelters"),
            dataset="shelter-hash",
            schema="shelter",
        ),
        Layer(
            id="l2",
            sensitivity=Sensitivity.AMBER_STRICT,
            names=Names.same("CANARY-LAYER"),
            dataset="anpr-hash",
            schema="anpr",
        ),
        Incident(
            id="i",
            sensitivity=Sensitivity.CLEAR,
            place=Place(*HERE),
            symbol="haz.fire",
            names=Names("Feu", "Vuur", "Fire"),
        ),
        Mark(id="m", sensitivity=Sensitivity.RED, place=Place(*HERE), symbol="cmd.cpops", note="CANARY-MARK"),
        Zone(id="z", sensitivity=Sensitivity.CLEAR, zone=ZoneKind.RED, outline=circle(HERE, 100.0), radius_m=100.0),
    )
    return MapDocument({record.id: record for record in records}), shelf


def _html(situation: tuple[MapDocument, _Shelf], audience: Audience, language: Language = Language.FR) -> str:
    document, shelf = situation
    return page_html(Publication.prepare(document, shelf, audience, language), PRINTED)


def test_nothing_above_the_audience_is_anywhere_in_the_page(situation: tuple[MapDocument, _Shelf]):
    public = _html(situation, Audience.PUBLIC)
    assert "CANARY" not in public
    assert "TLP:CLEAR" in public
    internal = _html(situation, Audience.INTERNAL)
    assert {"CANARY-SITE", "CANARY-LAYER", "CANARY-FIELD", "CANARY-MARK"} == set(
        re.findall(r"CANARY-\w+", internal)
    )
    assert "TLP:RED" in internal


def test_the_page_asks_the_network_for_nothing(situation: tuple[MapDocument, _Shelf]):
    html = _html(situation, Audience.INTERNAL)
    assert "default-src 'none'" in html
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]*\b(?:src|href)\s*=", html)
    assert not re.findall(r"url\((?!data:|#)[^)]*\)", html)
    assert not re.findall(r"@import|sourceMappingURL", html)


def test_the_same_publication_gives_the_same_page(situation: tuple[MapDocument, _Shelf]):
    assert _html(situation, Audience.INTERNAL) == _html(situation, Audience.INTERNAL)


def test_names_from_data_cannot_break_out_of_the_page(situation: tuple[MapDocument, _Shelf]):
    html = _html(situation, Audience.PUBLIC)
    assert "Hall" in html
    assert "<b>&</b>" not in html
    # Leaflet, our symbols, the map: no script more than those, and none is closed by a name.
    assert html.count("</script>") == html.count("<script")


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [(Language.FR, "Légende", "Legende"), (Language.NL, "Legende", "Légende"), (Language.EN, "Legend", "Légende")],
)
def test_the_page_is_written_in_its_own_language(
    situation: tuple[MapDocument, _Shelf], language: Language, word: str, other: str
):
    html = _html(situation, Audience.PUBLIC, language)
    assert f'<html lang="{language.value}">' in html
    assert f">{word}</summary>" in html
    assert other not in html


def test_an_exercise_says_so_in_all_languages(situation: tuple[MapDocument, _Shelf]):
    assert "OEFENING · EXERCICE · EXERCISE" in _html(situation, Audience.PUBLIC)


def test_a_page_that_cannot_be_written_leaves_the_old_one(situation: tuple[MapDocument, _Shelf], tmp_path: Path):
    document, shelf = situation
    publication = Publication.prepare(document, shelf, Audience.PUBLIC, Language.FR)
    target = tmp_path / "page.html"
    outcome = write_html(publication, target, printed=PRINTED)
    assert target.stat().st_size == outcome.size_bytes
    with pytest.raises(WriteError):
        write_html(publication, tmp_path / "missing" / "page.html", printed=PRINTED)
    assert list(tmp_path.iterdir()) == [target]
