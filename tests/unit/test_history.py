"""Doing, undoing and redoing, also after a restart, for any sequence of steps."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartoviewer.document.changes import put, remove
from cartoviewer.document.document import EMPTY, EditConflict, MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.history import History
from tests.dossier_specimens import EVERY_KIND, INCIDENT, NOON, ZONE, made, mark

PLACE = Label("Place")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 4), st.integers(0, 3)),
        st.tuples(st.just("remove"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("several"), st.integers(0, 4), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
        st.tuples(st.just("redo"), st.just(0), st.just(0)),
        st.tuples(st.just("reopen"), st.just(0), st.just(0)),
    ),
    max_size=25,
)


class _Model:
    """What undo and redo mean, in the simplest words: two piles of documents."""

    def __init__(self) -> None:
        self.now = EMPTY
        self.back: list[MapDocument] = []
        self.forth: list[MapDocument] = []

    def do(self, after: MapDocument) -> None:
        self.back.append(self.now)
        self.forth.clear()
        self.now = after

    def undo(self) -> bool:
        if self.back:
            self.forth.append(self.now)
            self.now = self.back.pop()
            return True
        return False

    def redo(self) -> bool:
        if self.forth:
            self.back.append(self.now)
            self.now = self.forth.pop()
            return True
        return False


def _changes(document: MapDocument, kind: str, number: int, value: int) -> tuple[Change, ...]:
    record = msgspec.structs.replace(mark(number), note=str(value))
    if kind == "remove":
        return (remove(document, record.id),) if record.id in document else ()
    first = put(document, record)
    if kind == "put":
        return (first,)
    # The same record twice in one edit, and another one: what undo must take back in reverse.
    twice = Change(record.id, record, msgspec.structs.replace(record, left=str(value)))
    return (first, twice, put(document, msgspec.structs.replace(mark(number + 10), note=str(value))))


@cache
def _empty_dossier() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "d.gpkg"
        Dossier.create(path).close()
        return path.read_bytes()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_undo_and_redo_agree_with_two_piles_of_documents(steps: list[tuple[str, int, int]]):
    model = _Model()
    stood = [EMPTY]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "d.gpkg"
        path.write_bytes(_empty_dossier())
        dossier = Dossier.open(path)
        dossier._database._writer.execute("PRAGMA synchronous = OFF")
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)
        try:
            for kind, number, value in steps:
                if kind == "undo":
                    assert (history.undo() is not None) == model.undo()
                elif kind == "redo":
                    assert (history.redo() is not None) == model.redo()
                elif kind == "reopen":
                    dossier.close()
                    dossier = Dossier.open(path)
                    dossier._database._writer.execute("PRAGMA synchronous = OFF")
                    history = History(dossier.log, "SITCEN", clock=lambda: NOON)
                else:
                    changes = _changes(history.document, kind, number, value)
                    if any(change.before != change.after for change in changes):
                        history.do(PLACE, *changes)
                        model.do(history.document)
                assert history.document == model.now
                assert (history.undo_label is None) == (not model.back)
                assert (history.redo_label is None) == (not model.forth)
                if history.position == len(stood):
                    stood.append(history.document)
            assert len(dossier.log) == len(stood) - 1
            for position, document in enumerate(stood):
                assert history.at(position) == document
            assert dossier.log.check().ok
        finally:
            dossier.close()


@pytest.fixture
def dossier(tmp_path: Path):
    with Dossier.create(tmp_path / "d.gpkg") as dossier:
        yield dossier


def test_every_kind_of_record_can_be_made_and_undone(dossier: Dossier):
    history = History(dossier.log, "SITCEN")
    history.do(PLACE, *map(made, EVERY_KIND))
    assert tuple(history.document) == EVERY_KIND
    history.undo()
    assert history.document == EMPTY
    history.redo()
    assert tuple(dossier.log.fold()) == EVERY_KIND


def test_undo_is_an_edit_that_says_what_it_undoes(dossier: Dossier):
    history = History(dossier.log, "SITCEN")
    first = history.do(Label("Incident placed"), made(INCIDENT))
    undone = history.undo()
    redone = history.redo()
    assert [entry.edit for entry in dossier.log.entries()] == [first, undone, redone]
    assert undone.undoes == first.id
    assert undone.label == first.label
    assert redone.redoes == first.id
    assert history.undo_label == first.label
    assert history.redo_label is None


def test_a_new_edit_ends_what_could_be_redone(dossier: Dossier):
    history = History(dossier.log, "SITCEN")
    history.do(PLACE, made(INCIDENT))
    history.undo()
    history.do(PLACE, made(ZONE))
    assert history.redo() is None
    assert set(history.document) == {ZONE}


def test_changed_is_told_after_each_edit_is_on_the_disk(dossier: Dossier):
    history = History(dossier.log, "SITCEN")
    heard: list[tuple[int, MapDocument]] = []

    def hear(document: MapDocument) -> None:
        heard.append((len(dossier.log), document))

    history.changed.connect(hear)
    history.do(PLACE, made(INCIDENT))
    history.undo()
    history.changed.disconnect(hear)
    history.redo()
    assert [position for position, _ in heard] == [1, 2]
    assert heard[1][1] == EMPTY


def test_an_edit_that_does_not_fit_changes_nothing(dossier: Dossier):
    history = History(dossier.log, "SITCEN")
    with pytest.raises(EditConflict):
        history.do(PLACE, Change(INCIDENT.id, INCIDENT, None))
    with pytest.raises(ValueError, match="must change something"):
        history.do(PLACE, Change(INCIDENT.id, None, None))
    assert len(dossier.log) == 0
    assert history.document == EMPTY


def test_the_moments_of_the_log_never_go_back(dossier: Dossier):
    times = iter([NOON, NOON - timedelta(hours=1), NOON + timedelta(minutes=1)])
    history = History(dossier.log, "SITCEN", clock=lambda: next(times))
    moments = [history.do(PLACE, made(mark(number))).moment for number in range(3)]
    assert moments == [NOON, NOON, NOON + timedelta(minutes=1)]


def test_a_reader_follows_what_the_owner_does(dossier: Dossier):
    owner = History(dossier.log, "SITCEN")
    with Dossier.open(dossier.path, read_only=True) as copy:
        reader = History(copy.log, "reader")
        heard: list[MapDocument] = []
        reader.changed.connect(heard.append)
        assert not reader.refresh()
        owner.do(PLACE, made(INCIDENT))
        owner.do(PLACE, made(ZONE))
        assert reader.refresh()
        assert reader.document == owner.document
        assert heard == [owner.document]
