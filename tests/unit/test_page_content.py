"""What a page says of features and of the crisis: names and values in its language, and only what may be seen."""

from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pytest
import shapely

from bnip.incident import Mark, Route
from bnip.record import Place, State
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export import page_layers
from cartoviewer.export.page_layers import PageError, layer_on_page, to_page
from cartoviewer.export.page_parts import data_json
from cartoviewer.export.page_records import records_on_page
from cartoviewer.export.page_style import PageStyles
from cartoviewer.export.publication import Publication
from layers.dataset import DatasetCard, FieldCard
from layers.frames import FrameDataset
from layers.sensitivity import Audience, Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names, Texts
from symbols.style import Rule, Stroke, Style, Symbology

PRINTED = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


class _Shelf:
    def __init__(self, dataset: FrameDataset) -> None:
        self._dataset = dataset

    def get(self, hash: str) -> FrameDataset:  # noqa: A002
        return self._dataset


def _dataset(frame: gpd.GeoDataFrame, schema: str, kind: GeometryKind, **hidden: Sensitivity) -> FrameDataset:
    fields = tuple(
        FieldCard(name, sensitivity=hidden.get(name, Sensitivity.CLEAR))
        for name in frame.columns
        if name != "geometry"
    )
    card = DatasetCard(
        hash="h",
        schema=schema,
        kind=kind,
        epsg=31370,
        count=len(frame),
        source="s.gpkg",
        imported=PRINTED,
        date=date(2025, 1, 2),
        credit="EXERCISE",
        fields=fields,
    )
    return FrameDataset(frame, card)


def _layer(schema: str, **more: object) -> Layer:
    return Layer(
        id="l", sensitivity=Sensitivity.CLEAR, names=Names("A", "B", "C"), dataset="h", schema=schema, **more
    )


def _shelter() -> FrameDataset:
    frame = gpd.GeoDataFrame(
        {
            "name_fr": ["École <b>"],
            "name_nl": ["School <b>"],
            "functions": ["reception;overnight"],
            "capacity_seated": [1250],
            "accessible": [True],
            "last_verified_on": ["2026-03-04"],
            "contact_function": ["CANARY"],
        },
        geometry=[shapely.Point(148853.28, 170702.89)],
        crs=31370,
    )
    return _dataset(frame, "shelter", GeometryKind.POINT, contact_function=Sensitivity.AMBER)


def _told(audience: Audience, language: Language) -> dict:
    publication = Publication.prepare(MapDocument({"l": _layer("shelter")}), _Shelf(_shelter()), audience, language)
    (layer,) = publication.document.layers
    dataset = publication.datasets.get(layer.dataset)
    return layer_on_page(layer, dataset, PageStyles(language), Texts(language), PRINTED, 0).told


def test_fields_and_values_are_written_in_the_language_of_the_page() -> None:
    told = _told(Audience.PUBLIC, Language.NL)
    (feature,) = told["features"]
    said = {told["fields"][number]: value for number, value in feature["rows"]}
    assert feature["title"] == ["School <b>"]
    assert said["Functies"] == "Onthaalcentrum, Herbergingscentrum"
    assert said["Capaciteit zittend"] == "1250"
    assert said["Rolstoeltoegankelijk"] == "Ja"
    assert said["Nagekeken op"] == "04/03/2026"


def test_a_double_page_has_both_names_french_first() -> None:
    assert _told(Audience.PUBLIC, Language.FR_NL)["features"][0]["title"] == ["École <b>", "School <b>"]


def test_a_field_above_the_audience_is_neither_named_nor_filled() -> None:
    public, partners = _told(Audience.PUBLIC, Language.FR), _told(Audience.PARTNERS, Language.FR)
    assert "CANARY" not in data_json(public)
    assert "Fonction de contact 24/7" not in public["fields"]
    assert "CANARY" in data_json(partners)


def test_a_place_is_where_it_is_on_the_globe() -> None:
    (feature,) = _told(Audience.PUBLIC, Language.FR)["features"]
    # The Grand-Place; without the shift of the datum it would be 100 m away.
    assert feature["at"] == pytest.approx([50.84673, 4.35247], abs=4e-6)


def test_old_data_are_told_to_be_out_of_date() -> None:
    styles, texts = PageStyles(Language.FR), Texts(Language.FR)
    made = layer_on_page(_layer("shelter"), _shelter(), styles, texts, PRINTED, 0)
    assert made.credit is not None
    assert made.credit.stale


def test_a_large_layer_is_simplified_and_says_so_and_a_huge_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = shapely.Point(148000, 170000).buffer(1000, quad_segs=500)
    frame = gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.MultiPolygon([ring])], crs=31370)
    dataset = _dataset(frame, "generic", GeometryKind.AREA)
    styles, texts = PageStyles(Language.FR), Texts(Language.FR)
    whole = layer_on_page(_layer("generic"), dataset, styles, texts, PRINTED, 0)
    monkeypatch.setattr(page_layers, "_VERTICES", 500)
    lean = layer_on_page(_layer("generic"), dataset, styles, texts, PRINTED, 0)
    assert not whole.notes
    assert [note.text for note in lean.notes] == ["The layer “{name}” is drawn simplified on the page."]
    assert len(lean.told["features"][0]["at"][0][0]) < len(whole.told["features"][0]["at"][0][0]) / 4
    monkeypatch.setattr(page_layers, "_VERTICES", 5)
    monkeypatch.setattr(page_layers, "_MOST_VERTICES", 10)
    with pytest.raises(PageError):
        layer_on_page(_layer("generic"), dataset, styles, texts, PRINTED, 0)


def test_only_classes_that_are_there_stand_in_the_legend() -> None:
    frame = gpd.GeoDataFrame(
        {"kind": ["a", "a", "b"]},
        geometry=[shapely.LineString([(148000, 170000), (148000 + step, 171000)]) for step in (1, 2, 3)],
        crs=31370,
    )
    rules = tuple(
        Rule(Names.same(value), Style(stroke=Stroke("#123456", 0.5)), {"kind": (value,)}) for value in "abc"
    )
    layer = _layer("generic", symbology=Symbology(rules))
    dataset = _dataset(frame, "generic", GeometryKind.LINE)
    told = layer_on_page(layer, dataset, PageStyles(Language.FR), Texts(Language.FR), PRINTED, 0).told
    assert [(entry["names"], entry["count"]) for entry in told["legend"]] == [(["b"], "1"), (["a"], "2")]


def test_zones_are_filled_as_rings_and_drawn_as_whole_perimeters() -> None:
    zones = [
        Zone(id=str(radius), zone=kind, outline=circle((148000.0, 170000.0), radius), radius_m=radius)
        for kind, radius in ((ZoneKind.RED, 100.0), (ZoneKind.ORANGE, 250.0))
    ]
    document = MapDocument({zone.id: zone for zone in zones})
    (layer,) = records_on_page(document, PageStyles(Language.FR), Texts(Language.FR))
    orange, red = layer.told["features"]
    assert [len(orange["at"]), len(red["at"])] == [2, 1]
    assert len(orange["outline"]) == 1
    assert ["Rayon", "250 m"] in [[layer.told["fields"][n], value] for n, value in orange["rows"]]


def test_signs_stand_along_a_line_and_an_arrow_at_its_end() -> None:
    routes = {
        symbol: Route(id=symbol, symbol=symbol, path=((148000.0, 170000.0), (148500.0, 170000.0)))
        for symbol in ("line.cordon", "line.access")
    }
    (layer,) = records_on_page(MapDocument(routes), PageStyles(Language.FR), Texts(Language.FR))
    cordon, access = (style["motifs"] for style in layer.told["classes"])
    steps = np.diff([at for at, _ in cordon["places"]])
    # A cross every 5 mm, the same all along: 19 pixels at 96 to the inch.
    assert len(cordon["signs"]) == 1
    assert steps == pytest.approx(np.full(len(steps), 18.9), abs=0.6)
    assert "end" in access
    assert "end" not in cordon


def test_a_symbol_stands_with_its_foot_on_the_place_and_says_its_state() -> None:
    mark = Mark(id="m", symbol="cmd.pma", place=Place(148853.28, 170702.89), state=State.PLANNED, right="12/30")
    styles = PageStyles(Language.NL)
    (layer,) = records_on_page(MapDocument({"m": mark}), styles, Texts(Language.NL))
    (feature,) = layer.told["features"]
    icon = styles.icons[feature["icon"]]
    # The flag's foot is at the lower left of the picture.
    assert icon["x"] < icon["width"] / 4
    assert icon["y"] > icon["height"] * 0.8
    assert "data-anchor" not in icon["svg"]
    values = [value for _, value in feature["rows"]]
    assert "12/30" in values
    assert "Gepland" in values


def test_shapes_become_lists_of_latitude_and_longitude() -> None:
    square = shapely.Polygon([(4, 50), (5, 50), (5, 51)], holes=[[(4.5, 50.1), (4.6, 50.1), (4.6, 50.2)]])
    assert to_page(square) == [
        [[50, 4], [50, 5], [51, 5]],
        [[50.1, 4.5], [50.1, 4.6], [50.2, 4.6]],
    ]
    assert to_page(shapely.MultiPoint([(4, 50), (5, 51)])) == [[50, 4], [51, 5]]


def test_no_word_can_close_the_script_it_stands_in() -> None:
    assert data_json({"a": "</script><!-- & \u2028"}) == '{"a":"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028"}'
