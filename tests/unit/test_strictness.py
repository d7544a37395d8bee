"""What is secret now was one before: every view of the past is as strict as the present."""

from datetime import UTC, datetime

import msgspec
import pytest

from bnip.drawing import DrawingLayer
from bnip.incident import Mark
from bnip.plan import Contact, Plan
from bnip.record import Place
from bnip.sheet import Sheet
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.export.publication import Publication
from cartoviewer.export.strictness import as_strict_as, stricter_now
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from tests import sheet_specimens as specimens

THEN = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
MARK = Mark(id="mark", sensitivity=Sensitivity.CLEAR, place=Place(148_000.0, 170_000.0), symbol="cmd.cpops")
SHEET = Sheet(
    id="sheet",
    sensitivity=Sensitivity.CLEAR,
    template="bnip_a3",
    centre=(148_000.0, 170_000.0),
    scale=5_000.0,
    names=Names.same("said"),
)


def level(record, sensitivity):
    return msgspec.structs.replace(record, sensitivity=sensitivity)


def document(*records) -> MapDocument:
    return MapDocument({record.id: record for record in records})


def public(stood: MapDocument, present: MapDocument | None) -> Publication:
    return Publication.prepare(
        stood, specimens.datasets(), Audience.PUBLIC, Language.FR, moment=THEN, present=present
    )


@pytest.mark.parametrize("now", [Sensitivity.GREEN, Sensitivity.AMBER, Sensitivity.RED])
def test_a_record_that_has_become_stricter_is_in_no_past_view_of_the_public(now: Sensitivity):
    stood, present = document(MARK), document(level(MARK, now))
    assert "mark" in public(stood, None).document
    assert ("mark" in public(stood, present).document) is Audience.PUBLIC.may_see(now)
    assert [record.sensitivity for record in stricter_now(present, stood)] == [now]


def test_what_has_become_more_open_stays_as_strict_as_it_was():
    stood, present = document(level(MARK, Sensitivity.RED)), document(MARK)
    assert as_strict_as(present, stood).get("mark").sensitivity is Sensitivity.RED
    assert stricter_now(present, stood) == ()


def test_what_is_gone_by_now_keeps_the_level_it_had():
    assert as_strict_as(EMPTY, document(MARK)).get("mark") == MARK


def test_a_drawing_that_lies_on_a_strict_layer_now_is_as_strict_in_the_past():
    layer = DrawingLayer(id="closed", sensitivity=Sensitivity.AMBER, names=Names.same("closed"))
    present = document(layer, msgspec.structs.replace(MARK, layer="closed"))
    assert as_strict_as(present, document(MARK)).get("mark").sensitivity is Sensitivity.AMBER


def test_a_contact_that_has_become_stricter_is_so_in_the_past():
    open_ = Contact(Names.same("Duty"), sensitivity=Sensitivity.CLEAR)
    closed = msgspec.structs.replace(open_, sensitivity=Sensitivity.RED)
    plan = Plan(id="plan", sensitivity=Sensitivity.CLEAR, contacts=(open_,))
    present = document(msgspec.structs.replace(plan, contacts=(closed,)))
    assert public(document(plan), present).document.get("plan").contacts == ()


def test_the_words_of_a_sheet_of_the_past_are_those_that_the_audience_may_see_now():
    strict = level(SHEET, Sensitivity.AMBER)
    publication = public(document(SHEET), document(strict))
    assert publication.sheet(SHEET).names == Names()
    assert not publication.may_see(SHEET)
