"""Whatever a user makes comes back from the log as it was, and has one writing only."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnip.incident import Incident, Mark, Route
from bnip.operation import Operation, OperationKind, Phase
from bnip.plan import Amendment, Contact, Plan, PlanKind, Recipient, RiskCategory, Scenario
from bnip.record import Certainty, Place, State
from bnip.sheet import Sheet
from bnip.zone import Zone, ZoneKind, ZoneStatus
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change, Edit, Label, decode_edit, encode_edit
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord, decode_record, encode_record
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names
from tests.dossier_specimens import SYMBOLOGY

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
points = st.tuples(numbers, numbers)
paths = st.lists(points, max_size=5).map(tuple)
names = st.builds(Names, texts, texts, texts)
moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3, minutes=-30))]),
)
known = {"id": texts, "sensitivity": st.sampled_from(Sensitivity), "names": names}
states = {"state": st.sampled_from(State), "certainty": st.sampled_from(Certainty), "note": texts}
places = st.builds(Place, numbers, numbers, texts, texts, st.none() | numbers)
records = st.one_of(
    st.builds(Incident, **known, **states, place=places, symbol=texts, occurred=st.none() | moments),
    st.builds(Mark, **known, **states, place=places, symbol=texts, left=texts, direction_deg=st.none() | numbers),
    st.builds(Route, **known, **states, path=paths, symbol=texts),
    st.builds(
        Zone,
        **known,
        zone=st.sampled_from(ZoneKind),
        outline=paths,
        status=st.sampled_from(ZoneStatus),
        centre=st.none() | points,
        radius_m=st.none() | numbers,
        lifted=st.none() | moments,
        population=st.none() | st.integers(0, 2**40),
    ),
    st.builds(
        Layer,
        **known,
        dataset=texts,
        schema=texts,
        rank=numbers,
        visible=st.booleans(),
        opacity=numbers,
        symbology=st.sampled_from([None, SYMBOLOGY]),
    ),
    st.builds(
        Operation,
        **known,
        operation=st.sampled_from(OperationKind),
        phase=st.sampled_from(Phase),
        started=st.none() | moments,
    ),
    st.builds(
        Plan,
        **known,
        plan=st.sampled_from(PlanKind),
        risk=names,
        category=st.none() | st.sampled_from(RiskCategory),
        approved=st.none() | st.dates(),
        scenarios=st.lists(st.builds(Scenario, texts, names, names), max_size=2).map(tuple),
        contacts=st.lists(st.builds(Contact, names, st.none() | st.integers(1, 5), texts), max_size=2).map(tuple),
        distribution=st.lists(st.builds(Recipient, names, st.integers(0, 99)), max_size=2).map(tuple),
        amendments=st.lists(st.builds(Amendment, texts, st.none() | st.dates()), max_size=2).map(tuple),
    ),
    st.builds(
        Sheet,
        **known,
        template=texts,
        centre=points,
        scale=numbers,
        language=st.sampled_from(Language),
        layers=st.none() | st.lists(texts, max_size=3).map(tuple),
        issued=st.none() | st.dates(),
    ),
)


@given(records)
def test_any_record_comes_back_and_is_written_one_way(record: AnyRecord):
    written = encode_record(record)
    back = decode_record(written)
    assert back == record
    assert type(back) is type(record)
    assert encode_record(back) == written


@given(records, st.none() | records, moments, st.dictionaries(texts, texts | names, max_size=3), texts)
def test_any_edit_comes_back_and_is_written_one_way(
    record: AnyRecord, other: AnyRecord | None, moment: datetime, values: dict[str, str | Names], text: str
):
    edit = Edit(
        id="e",
        label=Label(text, values),
        author=text,
        moment=moment,
        changes=(Change(record.id, other, record), Change(record.id, record, other)),
        undoes=text,
    )
    written = encode_edit(edit)
    back = decode_edit(written)
    assert back == edit
    assert encode_edit(back) == written
    assert encode_edit(msgspec.structs.replace(edit, label=Label(text, dict(reversed(values.items()))))) == written


@given(records, st.none() | records)
def test_a_change_and_its_reverse_leave_a_document_as_it_was(record: AnyRecord, before: AnyRecord | None):
    if before is not None:
        before = msgspec.structs.replace(before, id=record.id)
    document = MapDocument({} if before is None else {record.id: before})
    change = Change(record.id, before, record)
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    there = document.apply(Edit(id="1", label=Label("x"), author="", moment=moment, changes=(change,)))
    assert there.get(record.id) == record
    back = there.apply(Edit(id="2", label=Label("x"), author="", moment=moment, changes=(change.reversed(),)))
    assert back == document


def test_a_record_of_a_kind_that_is_not_known_is_refused():
    with pytest.raises(msgspec.ValidationError):
        decode_record(b'{"kind": "submarine", "id": "x"}')
