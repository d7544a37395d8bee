"""A series that is laid again: sheets stay those of their objects, and what was done to them by hand stays."""

import msgspec
import pytest
import shapely

from bnip.drawing import Form, Shape
from bnip.series import Each, Follow, Grid, PageOrder, Series
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import decode_record, encode_record
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.series import lay
from cartoviewer.scene.series_again import new_series, relaid, sheets_of
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names, Texts
from tests import sheet_specimens as specimens

FIRST = specimens.sheet("bnip_a3", scale=5_000.0, names=Names())
ENGLISH = Texts(Language.EN)


def stations(places: dict[str, float]) -> tuple[Layer, specimens.SpecimenDataset]:
    """A layer of stations: their names, and how far east each lies."""
    dataset = specimens.SpecimenDataset(
        "-".join(f"{name}{x}" for name, x in places.items()),
        "station",
        [shapely.Point(148_000.0 + x, 170_000.0 + x / 10) for x in places.values()],
        {"name": list(places)},
    )
    return Layer(id="stations", names=Names.same("Stations"), dataset=dataset.card.hash, schema="station"), dataset


class Desk:
    """A dossier with a layer of stations that changes, and its series."""

    def __init__(self, places: dict[str, float], ground: Each | None = None) -> None:
        self.document = MapDocument({})
        self.refresh(places)
        self.series = new_series(ground or Each("stations"), FIRST, self.document)
        self.lay()

    def refresh(self, places: dict[str, float]) -> None:
        layer, dataset = stations(places)
        self.datasets = specimens.SpecimenDatasets(dataset)
        self.put(layer)

    def put(self, *records) -> None:
        kept = {record.id: record for record in self.document}
        self.document = MapDocument(kept | {record.id: record for record in records})

    def lay(self, **wishes):
        made = relaid(self.series, self.document, self.datasets, **wishes)
        kept = {record.id: record for record in self.document}
        for change in made.changes(self.document):
            if change.after is None:
                del kept[change.record_id]
            else:
                kept[change.record_id] = change.after
        self.document = MapDocument(kept)
        return made

    @property
    def sheets(self) -> dict[str, Sheet]:
        return {sheet.names.en: sheet for sheet in sheets_of(self.series, self.document)}


def test_a_series_is_remembered_with_its_sheets_and_survives_being_written():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    (series,) = desk.document.of(Series)
    assert decode_record(encode_record(series)) == series
    assert series.names == Names.same("Stations")
    for sheet in desk.sheets.values():
        assert decode_record(encode_record(sheet)) == sheet
        assert sheet.series == series.id
    assert desk.lay().changes(desk.document) == ()


def test_new_objects_get_sheets_and_those_that_have_gone_lose_theirs_in_one_edit():
    desk = Desk({"Arts-Loi": 0, "Yser": 900, "Delta": 1800})
    before = desk.sheets
    desk.refresh({"Arts-Loi": 0, "Beekkant": 400, "Delta": 1800})
    made = desk.lay()
    assert [sheet.names.en for sheet in made.added] == ["Beekkant"]
    assert [sheet.names.en for sheet in made.gone] == ["Yser"]
    assert made.changed == ()
    assert "1 new, 0 changed, 1 deleted" in made.label.write(ENGLISH)
    assert {name: desk.sheets[name].id for name in ("Arts-Loi", "Delta")} == {
        name: before[name].id for name in ("Arts-Loi", "Delta")
    }
    # A number that is printed somewhere stays the number of its sheet.
    assert {name: sheet.number for name, sheet in desk.sheets.items()} == {"Arts-Loi": 1, "Delta": 2, "Beekkant": 4}


def test_renumbered_pages_are_in_order_and_count_themselves():
    desk = Desk({"Arts-Loi": 0, "Delta": 1800})
    desk.refresh({"Arts-Loi": 0, "Beekkant": 400, "Delta": 1800})
    desk.lay(renumber=True)
    assert [(sheet.number, sheet.count, name) for name, sheet in desk.sheets.items()] == [
        (1, 3, "Arts-Loi"),
        (2, 3, "Beekkant"),
        (3, 3, "Delta"),
    ]


def test_sheets_of_objects_that_have_gone_are_kept_where_that_is_asked():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    desk.refresh({"Arts-Loi": 0})
    assert desk.lay(keep_gone=True).gone == ()
    assert set(desk.sheets) == {"Arts-Loi", "Yser"}


def test_a_sheet_follows_its_object_where_it_was_left_alone():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    desk.refresh({"Arts-Loi": 300, "Yser": 900})
    made = desk.lay()
    assert [sheet.names.en for sheet in made.changed] == ["Arts-Loi"]
    assert desk.sheets["Arts-Loi"].centre == (148_300.0, 170_030.0)


def test_a_frame_and_a_title_changed_by_hand_stay_and_so_does_what_was_approved():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    by_hand = msgspec.structs.replace(
        desk.sheets["Arts-Loi"], centre=(148_050.0, 170_020.0), scale=2_500.0, approver="Burgomaster", version="2.0"
    )
    named = msgspec.structs.replace(desk.sheets["Yser"], names=Names.same("Yser, both entrances"))
    desk.put(by_hand, named)
    desk.refresh({"Arts-Loi": 300, "Yser": 950})
    desk.lay()
    kept = desk.sheets["Arts-Loi"]
    assert (kept.centre, kept.scale, kept.approver, kept.version) == (
        (148_050.0, 170_020.0),
        2_500.0,
        "Burgomaster",
        "2.0",
    )
    assert desk.sheets["Yser, both entrances"].centre == (148_950.0, 170_095.0)


def test_an_object_that_was_renamed_where_it_stands_keeps_its_sheet_under_the_new_name():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    before = desk.sheets["Yser"].id
    desk.refresh({"Arts-Loi": 0, "IJzer": 905})
    made = desk.lay()
    assert (made.added, made.gone) == ((), ())
    assert desk.sheets["IJzer"].id == before


def test_another_paper_and_grid_for_a_series_go_to_all_its_sheets_but_those_that_have_their_own():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    desk.put(msgspec.structs.replace(desk.sheets["Yser"], template="bnip_a4"))
    first = msgspec.structs.replace(FIRST, template="bnip_a2", mgrs=True, rotation=30.0)
    desk.series = msgspec.structs.replace(desk.series, first=first)
    desk.lay()
    assert {name: sheet.template for name, sheet in desk.sheets.items()} == {
        "Arts-Loi": "bnip_a2",
        "Yser": "bnip_a4",
    }
    assert all(sheet.mgrs and sheet.rotation == 30.0 for sheet in desk.sheets.values())


def test_numbers_of_other_sheets_are_left_alone():
    desk = Desk({"Arts-Loi": 0, "Yser": 900})
    desk.put(specimens.sheet("bnip_a3", id="alone", number=3))
    desk.refresh({"Arts-Loi": 0, "Beekkant": 400, "Yser": 900})
    desk.lay(renumber=True)
    assert [sheet.number for sheet in desk.sheets.values()] == [4, 5, 6]


def test_no_audience_gets_the_wishes_of_a_series_nor_what_it_gave_its_sheets():
    desk = Desk({"Arts-Loi": 0})
    published = Publication.prepare(desk.document, desk.datasets, Audience.INTERNAL, Language.EN).document
    assert published.of(Series) == ()
    assert [sheet.laid for sheet in published.of(Sheet)] == [None]


@pytest.mark.parametrize(
    ("order", "first_names"),
    [
        (None, ["Arts-Loi", "Delta", "Yser"]),
        (PageOrder.LAYER, ["Yser", "Delta", "Arts-Loi"]),
        (PageOrder.WEST, ["Arts-Loi", "Yser", "Delta"]),
        (PageOrder.NORTH, ["Delta", "Yser", "Arts-Loi"]),
    ],
)
def test_the_pages_of_objects_have_the_order_that_is_asked(order, first_names):
    desk = Desk({"Yser": 900, "Delta": 1800, "Arts-Loi": 0})
    sheets = lay(Each("stations"), FIRST, desk.document, desk.datasets, order=order)
    assert [sheet.names.en for sheet in sheets] == first_names


def test_the_pages_of_a_grid_go_to_and_fro_or_down_the_columns():
    desk = Desk({"Yser": 900})
    cells = {
        order: [
            sheet.laid.subject
            for sheet in lay(Grid(2, 2), FIRST, desk.document, desk.datasets, order=order)
            if sheet.laid
        ]
        for order in (None, PageOrder.COLUMNS, PageOrder.SNAKE)
    }
    assert cells == {
        None: ["1,1", "2,1", "1,2", "2,2"],
        PageOrder.COLUMNS: ["1,1", "1,2", "2,1", "2,2"],
        PageOrder.SNAKE: ["1,1", "2,1", "2,2", "1,2"],
    }


@pytest.mark.parametrize("template", ["bnip_a3", "bnip_a4_portrait"])
def test_sheets_turned_along_a_line_show_all_of_it_with_north_never_down(template):
    path = ((145_000.0, 169_000.0), (147_500.0, 171_000.0), (147_600.0, 175_000.0), (144_000.0, 175_500.0))
    line = Shape(id="line", form=Form.LINE, path=path, sensitivity=Sensitivity.AMBER)
    document = MapDocument({"line": line})
    first = specimens.sheet(template, scale=5_000.0)
    datasets = specimens.SpecimenDatasets()
    sheets = lay(Follow("line", turned=True), first, document, datasets)
    straight = lay(Follow("line"), first, document, datasets)
    assert len({sheet.rotation for sheet in sheets}) > 1
    assert len(sheets) <= len(straight)
    assert all(sheet.sensitivity is Sensitivity.AMBER for sheet in sheets)
    seen = shapely.union_all(
        [shapely.Polygon(sheet_view(sheet, sheet_template(template)).corners) for sheet in sheets]
    )
    assert seen.buffer(0.5).contains(shapely.LineString(path))
    for sheet in sheets:
        assert min(sheet.rotation, 360.0 - sheet.rotation) <= 95.0
    backward = lay(Follow("line", turned=True), first, document, datasets, order=PageOrder.BACKWARD)
    assert [sheet.centre for sheet in backward] == [sheet.centre for sheet in sheets][::-1]
