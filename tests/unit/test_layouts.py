"""Layouts of the dossier: kept by edits, shared as files, and what is wrong with one told in words."""

import msgspec
import pytest

from bnip.furniture import LegendSpec, NorthSpec
from bnip.layout import Layout
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Edit, Label
from cartoviewer.document.layouts import arranged, new_layout, sheets_on, without_layout
from cartoviewer.document.record import decode_record, encode_record
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import compose
from cartoviewer.scene.layout_faults import layout_faults
from cartoviewer.scene.layout_file import LayoutFileError, read_layout, write_layout
from cartoviewer.scene.layout_order import Line, aligned, distributed
from cartoviewer.scene.layout_parts import (
    MAP,
    Part,
    added,
    box_of,
    kinds_of,
    moved_in_order,
    moved_in_stack,
    parts_of,
    room_of,
    taken_apart,
    with_boxes,
    without,
    without_in_stack,
)
from cartoviewer.scene.layout_pieces import free_place, new_piece
from cartoviewer.scene.layout_snapping import sized_box, snapped
from cartoviewer.scene.piece_kinds import KINDS
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.template import sheet_template, sheet_templates
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names, Texts
from tests import sheet_specimens as specimens

FRENCH = Texts(Language.FR)


def after(document: MapDocument, *changes) -> MapDocument:
    return document.apply(
        Edit(id="edit", label=Label("trial"), author="desk", moment=specimens.PRINTED, changes=changes)
    )


def on_layout(document: MapDocument, sheet: Sheet, arrangement) -> tuple[MapDocument, Sheet]:
    changed = after(document, *arranged(document, sheet, arrangement))
    kept = changed.get(sheet.id)
    assert isinstance(kept, Sheet)
    return changed, kept


def smaller_map(template: str):
    arrangement = sheet_template(template)
    x, y, width, height = arrangement.map.box
    return with_boxes(arrangement, {MAP: (x, y, width, height - 20)})


def test_the_first_change_gives_a_sheet_its_own_layout_as_strict_as_the_sheet():
    document = specimens.document()
    sheet = msgspec.structs.replace(specimens.sheet(), sensitivity=Sensitivity.AMBER)
    document = after(document, put(document, sheet))
    changed, kept = on_layout(document, sheet, smaller_map("situation_a4"))
    (layout,) = changed.of(Layout)
    assert kept.layout == layout.id
    assert layout.sensitivity is Sensitivity.AMBER
    assert layout.names.fr == "Fiche de situation A4 – Gare du Midi : explosion de gaz"
    assert arrangement_of(kept, changed).map.box[3] == sheet_template("situation_a4").map.box[3] - 20


def test_the_next_change_changes_that_layout_and_every_sheet_on_it():
    document = specimens.document()
    first, second = document.of(Sheet)
    document, first = on_layout(document, first, smaller_map("situation_a4"))
    document = after(document, put(document, msgspec.structs.replace(second, layout=first.layout)))
    assert len(sheets_on(document, first.layout)) == 2
    document, first = on_layout(document, first, sheet_template("situation_a4"))
    assert len(document.of(Layout)) == 1
    assert {arrangement_of(sheet, document).map.box for sheet in document.of(Sheet)} == {(14, 42, 182, 170)}


def test_a_layout_that_goes_gives_its_sheets_back_to_their_template():
    document = specimens.document()
    document, _ = on_layout(document, document.of(Sheet)[0], smaller_map("situation_a4"))
    document = after(document, *without_layout(document, document.of(Layout)[0]))
    assert not document.of(Layout)
    assert arrangement_of(document.of(Sheet)[0], document) == sheet_template("situation_a4")


def test_a_sheet_is_composed_on_its_own_layout():
    document = specimens.document()
    document, sheet = on_layout(document, document.of(Sheet)[0], smaller_map("situation_a4"))
    composition = compose(document, specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    assert composition.map.box[3] <= sheet_template("situation_a4").map.box[3] - 20
    assert {type(piece).__name__ for piece, _ in composition.places} >= {"LegendSpec", "ScaleSpec", "BannerSpec"}


@pytest.mark.parametrize("name", list(sheet_templates()))
def test_a_layout_is_the_same_after_the_log_and_after_a_file(name: str):
    layout = new_layout(Names.same("trial"), sheet_template(name))
    assert decode_record(encode_record(layout)) == layout
    assert read_layout(write_layout(layout.arrangement), "trial.toml", FRENCH) == layout.arrangement


def test_a_faulty_file_is_refused_in_the_words_of_its_reader():
    faulty = with_boxes(sheet_template("situation_a4"), {Part("furniture", 0): (10, 40, 190, 6)})
    with pytest.raises(LayoutFileError) as caught:
        read_layout(write_layout(faulty), "trial.toml", FRENCH)
    assert "se chevauchent" in caught.value.values["reason"]
    assert "Bandeau" in caught.value.values["reason"]
    with pytest.raises(LayoutFileError, match="legendary"):
        read_layout(write_layout(sheet_template("bnip_a3")) + b"\n[legendary]\nx = 1\n", "trial.toml", FRENCH)


def test_who_may_not_see_a_layout_gets_its_boxes_and_none_of_its_words():
    document = specimens.document()
    secret = msgspec.structs.replace(document.of(Sheet)[0], sensitivity=Sensitivity.RED)
    document = after(document, put(document, secret))
    document, _ = on_layout(document, secret, smaller_map("situation_a4"))
    shown = Publication.prepare(document, specimens.datasets(), Audience.PUBLIC, Language.FR).document
    (layout,) = shown.of(Layout)
    assert layout.names == Names()
    assert layout.arrangement.names == Names()
    assert arrangement_of(shown.of(Sheet)[0], shown).map.box == document.of(Layout)[0].arrangement.map.box


def test_faults_name_the_parts_that_are_at_fault():
    arrangement = sheet_template("bnip_a3")
    moved = with_boxes(arrangement, {Part("stack", 1): (340.0, 18.0, 66.0, 246.0)})
    (fault,) = list(layout_faults(moved))
    assert fault.parts == (MAP, Part("stack", 1))
    beyond = with_boxes(arrangement, {Part("furniture", 0): (18.0, -2.0, 394.0, 6.0)})
    assert [one.parts for one in layout_faults(beyond)] == [(Part("furniture", 0),)]


def test_the_map_keeps_room_for_its_coordinates():
    arrangement = sheet_template("bnip_a3")
    assert room_of(arrangement, MAP) == (18, 18, 324, 246)
    assert box_of(arrangement, MAP) == (22, 22, 316, 238)


def test_a_stack_is_taken_apart_where_its_pieces_stand():
    document, sheet = specimens.document(), specimens.sheet("bnip_a3")
    composition = compose(document, specimens.datasets(), sheet, Language.FR_NL, specimens.PRINTED)
    arrangement = sheet_template("bnip_a3")
    apart = taken_apart(arrangement, Part("stack", 1), composition.places)
    assert not list(layout_faults(apart))
    assert len(apart.stack) == len(arrangement.stack) - 1
    (legend,) = [piece for piece in apart.furniture if isinstance(piece, LegendSpec)]
    assert legend.box is not None
    assert legend.box[0] == 346
    assert not legend.fill
    again, kept = on_layout(document, sheet, apart)
    after_it = compose(again, specimens.datasets(), kept, Language.FR_NL, specimens.PRINTED)
    before = sorted(box for _, box in composition.places)
    for one, other in zip(before, sorted(box for _, box in after_it.places), strict=True):
        assert one == pytest.approx(other, abs=0.06)


def test_pieces_come_and_go_and_change_their_order():
    arrangement = sheet_template("bnip_a3")
    more, part = added(arrangement, NorthSpec(box=(1, 1, 2, 2)))
    assert kinds_of(more, part) == ("north",)
    first, moved = moved_in_order(more, part, -2)
    assert (moved.index, kinds_of(first, moved)) == (0, ("north",))
    assert without(more, (part, MAP)) == arrangement
    stack = Part("stack", 1)
    assert kinds_of(moved_in_stack(arrangement, stack, 0, 1), stack)[:2] == ("fields", "title")
    assert "title" not in kinds_of(without_in_stack(arrangement, stack, 0), stack)
    assert len(parts_of(arrangement)) == 1 + 2 + 2


def test_a_new_piece_lies_where_there_is_room():
    arrangement = without(sheet_template("bnip_a3"), (Part("stack", 1),))
    for kind in KINDS:
        if KINDS[kind].size_mm[0] > 64:
            continue
        more, _ = added(arrangement, new_piece(kind, arrangement))
        assert not list(layout_faults(more)), kind
    x, y, width, height = free_place(sheet_template("bnip_a3"), (60.0, 60.0))
    assert (x + width / 2, y + height / 2) == pytest.approx((210, 148.5), abs=0.6)


def test_a_box_is_drawn_to_edges_and_middles_of_others_and_else_to_the_millimetre():
    other = (100.0, 50.0, 40.0, 20.0)
    dx, dy, guides = snapped((98.6, 80.2, 30.0, 10.0), (0, 0), [other], (210.0, 297.0), 2.0)
    assert (98.6 + dx, 80.2 + dy) == pytest.approx((100.0, 80.0))
    assert [(guide.upright, guide.at_mm) for guide in guides] == [(True, 100.0)]
    dx, _, guides = snapped((104.3, 0.0, 30.0, 10.0), (0, 0), [other], (210.0, 297.0), 2.0)
    assert 104.3 + dx + 15.0 == pytest.approx(120.0)
    dx, _, _ = snapped((8.9, 120.0, 30.0, 10.0), (-1, 0), [], (210.0, 297.0), 2.0)
    assert 8.9 + dx == pytest.approx(10.0)


def test_only_the_pulled_edges_move_and_a_box_keeps_a_size():
    assert sized_box((10, 10, 50, 50), (1, 0), 5, 7) == (10, 10, 55, 50)
    assert sized_box((10, 10, 50, 50), (-1, -1), 5, -5) == (15, 5, 45, 55)
    assert sized_box((10, 10, 50, 50), (-1, 0), 100, 0) == (55, 10, 5, 50)


def test_boxes_come_into_line_and_at_equal_distances():
    boxes = {"a": (0.0, 0.0, 10.0, 5.0), "b": (12.0, 9.0, 20.0, 5.0), "c": (90.0, 3.0, 10.0, 5.0)}
    assert {box[1] for box in aligned(boxes, Line.TOP).values()} == {0.0}
    assert {box[0] + box[2] for box in aligned(boxes, Line.RIGHT).values()} == {100.0}
    spread = distributed(boxes, across=True)
    assert [box[0] for box in spread.values()] == [0.0, 40.0, 90.0]
    assert distributed({"a": boxes["a"], "b": boxes["b"]}, across=True) == {"a": boxes["a"], "b": boxes["b"]}
