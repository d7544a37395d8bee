"""Shapes, texts, measurements and drawing layers: on paper, on the page, in the search, kept back where hidden."""

import msgspec
import numpy as np
import pytest
import shapely

from bnip.drawing import Arrows, Caption, DrawingLayer, Form, Measurement, Photograph, Shape
from bnip.geometry.outlines import circle, rectangle
from bnip.incident import Mark
from bnip.record import Place
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.changes import moved
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import (
    DEFAULT_LAYER,
    drawing_layers,
    is_locked,
    path_of,
    seen,
    transformed,
    with_path,
)
from cartoviewer.document.layering import layer_deleted, layer_moved, new_layer
from cartoviewer.document.record import decode_record, encode_record
from cartoviewer.export.page_records import records_on_page
from cartoviewer.export.page_style import PageStyles
from cartoviewer.export.publication import Publication
from cartoviewer.scene.finding import find
from cartoviewer.scene.gather import gather
from cartoviewer.scene.hits import record_hits
from cartoviewer.scene.scene import AreaBatch, LabelText, LineBatch
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names, Texts
from tests.map_specimens import NOW, Ground, at, view

CLEAR = Sensitivity.CLEAR


def shape(form: Form, *corners, record_id="shape", **more) -> Shape:
    return Shape(id=record_id, form=form, path=tuple(at(*corner) for corner in corners), sensitivity=CLEAR, **more)


def ground_of(*records) -> Ground:
    ground = Ground()
    ground.put(*records)
    return ground


def scene_of(*records, language=Language.FR):
    ground = ground_of(*records)
    return gather(ground.document, ground, view(), language, now=NOW)


AREA = Shape(id="area", form=Form.RECTANGLE, path=rectangle(at(-50, -50), at(50, 50)), sensitivity=CLEAR)
CAPTION = Caption(id="text", place=Place(*at(0, 0)), names=Names("Ici", "Hier", "Here"), sensitivity=CLEAR)


def test_an_area_is_filled_and_edged_in_its_colour_and_told_in_the_legend():
    scene = scene_of(msgspec.structs.replace(AREA, names=Names("Aire", "Veld", "Field")))
    (area,) = (element for element in scene.elements if isinstance(element, AreaBatch))
    assert (area.fill.colour, area.stroke.colour) == (AREA.colour, AREA.colour)
    assert [entry.names.fr for entry in scene.legend] == ["Aire"]
    assert scene.sensitivity is CLEAR


def test_an_arrow_has_a_head_whose_tip_is_the_end_of_its_line():
    scene = scene_of(shape(Form.ARROW, (-50, 0), (50, 0), arrows=Arrows.BOTH))
    heads = [element for element in scene.elements if isinstance(element, AreaBatch)]
    (line,) = (element for element in scene.elements if isinstance(element, LineBatch))
    tips = sorted(head.xy[0, 0] for head in heads)
    assert tips == pytest.approx([50.0, 70.0])
    assert line.xy[:, 0].min() > tips[0]
    assert line.xy[:, 0].max() < tips[1]


def test_a_point_is_a_dot_and_a_caption_stands_where_it_was_put_in_the_sheets_languages():
    scene = scene_of(shape(Form.POINT, (10, 10)), CAPTION, language=Language.FR_NL)
    label = next(element for element in scene.elements if isinstance(element, LabelText))
    assert label.lines == ("Ici", "Hier")
    assert label.anchor_mm == pytest.approx((60.0, 45.0))
    assert any(isinstance(element, LineBatch) for element in scene.elements)


def test_a_measurement_writes_its_figure_in_the_language_of_the_sheet():
    measured = Measurement(id="m", path=(at(0, 0), at(30.25, 0)))
    for language, figure in ((Language.FR, "30,2 m"), (Language.EN, "30.2 m")):
        labels = [element for element in scene_of(measured, language=language).elements
                  if isinstance(element, LabelText)]  # fmt: skip
        assert [label.lines for label in labels] == [(figure,)]


def test_an_area_is_measured_to_the_millimetre_far_from_the_origin():
    measured = Measurement(id="m", path=(at(0, 0), at(100.5, 0), at(100.5, 20), at(0, 20)), closed=True)
    assert measured.square_metres == pytest.approx(2010.0, abs=1e-6)
    assert measured.metres == pytest.approx(241.0)


def test_what_is_hidden_is_in_no_scene_and_under_no_click():
    layer = DrawingLayer(id="phase", names=Names.same("canary"), visible=False)
    hidden = msgspec.structs.replace(AREA, hidden=True)
    on_layer = msgspec.structs.replace(AREA, id="other", layer="phase")
    ground = ground_of(layer, hidden, on_layer)
    assert not gather(ground.document, ground, view(), Language.FR, now=NOW).elements
    assert record_hits(ground.document, at(0, 0), view()) == ()
    assert not gather(ground.document, ground, view(), Language.FR, now=NOW).legend


def test_a_hidden_layer_is_in_nothing_that_leaves_the_house_not_even_its_name():
    layer = DrawingLayer(id="phase", names=Names.same("canary-layer"), visible=False)
    drawn = msgspec.structs.replace(AREA, layer="phase", names=Names.same("canary-area"))
    ground = ground_of(layer, drawn, msgspec.structs.replace(CAPTION, hidden=True, note="canary-note"))
    for audience in Audience:
        publication = Publication.prepare(ground.document, ground, audience, Language.FR)
        assert len(publication.document) == 0
        assert "canary" not in str(
            records_on_page(publication.document, PageStyles(Language.FR), Texts(Language.FR))
        )


def test_a_layer_above_the_audience_takes_its_drawings_with_it():
    layer = DrawingLayer(id="phase", names=Names.same("x"), sensitivity=Sensitivity.RED)
    ground = ground_of(layer, msgspec.structs.replace(AREA, layer="phase"), CAPTION)
    public = Publication.prepare(ground.document, ground, Audience.PUBLIC, Language.FR)
    inside = Publication.prepare(ground.document, ground, Audience.INTERNAL, Language.FR)
    assert {record.id for record in public.document} == {"text"}
    assert {record.id for record in inside.document} == {"phase", "area", "text"}


def test_a_photograph_is_published_only_where_it_and_its_drawing_may_be_seen():
    secret = Photograph(id="secret", jpeg=b"canary", sensitivity=Sensitivity.RED)
    clear = Photograph(id="clear", jpeg=b"shown", sensitivity=CLEAR)
    kept = msgspec.structs.replace(AREA, photographs=("secret", "clear"))
    closed = msgspec.structs.replace(AREA, id="closed", sensitivity=Sensitivity.RED, photographs=("clear2",))
    orphan = msgspec.structs.replace(clear, id="clear2")
    ground = ground_of(secret, clear, orphan, kept, closed)
    public = Publication.prepare(ground.document, ground, Audience.PUBLIC, Language.FR).document
    assert {record.id for record in public} == {"area", "clear"}
    assert public.get("area").photographs == ("clear",)
    told = str(records_on_page(public, PageStyles(Language.FR), Texts(Language.FR))[0].told)
    assert "data:image/jpeg;base64,c2hvd24=" in told


def test_a_page_shows_every_kind_of_drawing():
    ground = ground_of(
        AREA,
        shape(Form.ARROW, (-50, 0), (50, 0), record_id="arrow", arrows=Arrows.END),
        shape(Form.POINT, (10, 10), record_id="point", names=Names("Puits", "Put", "Well")),
        CAPTION,
        Measurement(id="m", path=(at(0, 0), at(30, 0)), sensitivity=CLEAR),
    )
    layers = records_on_page(ground.document, PageStyles(Language.NL), Texts(Language.NL))
    assert [len(layer.told["features"]) for layer in layers] == [1, 2, 2]
    area, lines, points = (layer.told for layer in layers)
    assert area["kind"] == "area"
    assert "end" in lines["classes"][0]["motifs"]
    assert lines["features"][1]["label"]["lines"] == ["30,0 m"]
    assert [feature.get("title") for feature in points["features"]] == [["Put"], None]
    assert points["features"][1]["label"]["lines"] == ["Hier"]


def test_drawings_are_found_by_their_words():
    ground = ground_of(msgspec.structs.replace(AREA, names=Names.same("Helipad")), CAPTION,
                       msgspec.structs.replace(AREA, id="noted", note="water supply"))  # fmt: skip
    for words, record_id in (("helipad", "area"), ("hier", "text"), ("water supply", "noted")):
        found = find(words, ground.document, ground, Language.FR)
        assert found[0].id == record_id


def test_one_ordering_of_hits_symbols_then_lines_then_edges_then_insides():
    post = Mark(id="post", place=Place(*at(0, 0)), symbol="cmd.pma")
    line = shape(Form.LINE, (-50, 1), (50, 1), record_id="line")
    zone = Zone(id="zone", zone=ZoneKind.RED, outline=circle(at(0, 100), 99.0))
    wide = msgspec.structs.replace(AREA, id="wide", path=rectangle(at(-90, -90), at(90, 90)))
    document = ground_of(wide, AREA, zone, line, post).document
    found = [hit.record.id for hit in record_hits(document, at(0, 0), view())]
    assert found == ["post", "line", "zone", "area", "wide"]
    assert [hit.record.id for hit in record_hits(document, at(0, -20), view(), insides=False)] == []


def test_moving_and_turning_keep_what_a_shape_is_and_a_new_path_does_not():
    centre = at(0, 0)
    round_ = Shape(id="c", form=Form.CIRCLE, path=circle(centre, 50.0), centre=centre, radius_m=50.0)
    shifted = moved(round_, 10.0, -5.0)
    assert (shifted.centre, shifted.radius_m, shifted.form) == (at(10, -5), 50.0, Form.CIRCLE)
    bent = with_path(round_, path_of(round_))
    assert (bent.form, bent.centre, bent.radius_m) == (Form.POLYGON, None, None)
    post = Mark(id="post", place=Place(*at(0, 0)), symbol="cmd.pma", direction_deg=350.0)
    assert transformed(post, lambda point: point, clockwise_deg=20.0).direction_deg == 10.0


def test_a_lock_of_a_layer_locks_what_lies_on_it():
    layer = DrawingLayer(id=DEFAULT_LAYER, names=Names.same("x"), locked=True)
    assert is_locked(MapDocument({"area": AREA, layer.id: layer}), AREA)
    assert not is_locked(MapDocument({"area": AREA}), AREA)
    assert is_locked(MapDocument({"area": AREA}), msgspec.structs.replace(AREA, locked=True))


def test_layers_are_ordered_and_deleting_one_keeps_its_drawings():
    document = ground_of(AREA).document
    assert [layer.id for layer in drawing_layers(document)] == [DEFAULT_LAYER]
    top = new_layer(document, "top", Names.same("Phase 2"))
    below = msgspec.structs.replace(AREA, id="below")
    above = msgspec.structs.replace(AREA, id="above", layer="top")
    document = MapDocument({record.id: record for record in (above, top, below)})
    assert [record.id for record in seen(document) if record.id != "top"] == ["below", "above"]
    changed = {change.record_id: change.after for change in layer_moved(document, "top", -1)}
    assert changed["top"].rank < changed[DEFAULT_LAYER].rank
    kept = {change.record_id: change.after for change in layer_deleted(document, "top")}
    assert kept["top"] is None
    assert kept["above"].layer == ""


def test_a_record_of_an_older_dossier_still_opens_and_says_no_more_than_it_did():
    old = b'{"id":"m1","kind":"mark","place":{"x":1.0,"y":2.0},"symbol":"cmd.pma"}'
    record = decode_record(old)
    assert (record.layer, record.locked, record.photographs) == ("", False, ())
    assert encode_record(record) == old


def test_rings_that_cross_themselves_are_drawn_and_hit():
    bow = shape(Form.POLYGON, (-50, -50), (50, 50), (50, -50), (-50, 50), (-50, -50))
    assert scene_of(bow).elements
    assert record_hits(ground_of(bow).document, at(40, 0), view())
    assert np.isfinite(shapely.Polygon(path_of(bow)).area)
