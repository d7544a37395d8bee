"""From what a user wants to changes: pure functions, nothing of the document but what is meant."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnip.record import Place
from cartoviewer.document.changes import moved, moved_to, new_id, put, remove, reordered, top_rank
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.edit import Change
from tests.dossier_specimens import INCIDENT, LAYER, MARK, ROUTE, ZONE, edit

metres = st.floats(-5000.0, 5000.0).map(lambda value: round(value, 3))


def _with_layers(*ranks: float) -> MapDocument:
    layers = [msgspec.structs.replace(LAYER, id=f"l{number}", rank=rank) for number, rank in enumerate(ranks)]
    return MapDocument({layer.id: layer for layer in layers})


def test_ids_are_all_different():
    assert len({new_id() for _ in range(1000)}) == 1000


def test_put_makes_replaces_and_remove_deletes():
    document = EMPTY.apply(edit(1, put(EMPTY, INCIDENT)))
    louder = msgspec.structs.replace(INCIDENT, note="louder")
    assert put(document, louder) == Change(INCIDENT.id, INCIDENT, louder)
    assert remove(document, INCIDENT.id) == Change(INCIDENT.id, INCIDENT, None)
    with pytest.raises(KeyError):
        remove(document, "nothing")


@pytest.mark.parametrize("record", [INCIDENT, MARK, ROUTE, ZONE], ids=lambda record: type(record).__name__)
@given(dx=metres, dy=metres)
def test_moving_there_and_back_leaves_every_point_within_a_millimetre(record, dx: float, dy: float):
    there = moved(record, dx, dy)
    back = moved(there, -dx, -dy)
    pairs = [
        (before, after)
        for field in ("path", "outline")
        for before, after in zip(getattr(record, field, ()), getattr(back, field, ()), strict=True)
    ]
    if hasattr(record, "place"):
        pairs.append((record.place.point, back.place.point))
        assert there.place.x == pytest.approx(record.place.x + dx, abs=1e-3)
        assert there.place.y == pytest.approx(record.place.y + dy, abs=1e-3)
    assert pairs
    assert all(one == pytest.approx(two, abs=1.1e-3) for one, two in pairs)
    assert there.id == record.id


def test_a_moved_zone_takes_its_centre_along():
    assert moved(ZONE, 10.0, -5.0).centre == (149_310.0, 169_895.0)
    assert moved(msgspec.structs.replace(ZONE, centre=None), 10.0, -5.0).centre is None


def test_a_place_put_right_by_hand_keeps_its_words_its_quality_and_where_it_was_found():
    found = INCIDENT.place
    assert found.quality == "address"
    for once in (moved(INCIDENT, 1.0, 0.0), moved_to(INCIDENT, (1.0, 2.0))):
        twice = moved(once, 5.0, 5.0).place
        assert (twice.text, twice.quality, twice.found) == (found.text, "address", found.point)
        assert twice.is_corrected
    assert moved_to(INCIDENT, (1.0, 2.0)).place.point == (1.0, 2.0)


def test_what_was_placed_by_hand_is_not_corrected_by_moving_it():
    by_hand = msgspec.structs.replace(INCIDENT, place=Place(1.0, 2.0))
    assert not moved(by_hand, 1.0, 1.0).place.is_corrected


@given(
    ranks=st.lists(st.sampled_from([0.0, 1.0, 1.0, 2.5, 3.0, 3.0000000000000004]), min_size=1, max_size=6),
    chosen=st.integers(0, 5),
    position=st.integers(-2, 8),
)
def test_a_layer_goes_where_it_is_put_and_the_others_keep_their_order(ranks, chosen: int, position: int):
    document = _with_layers(*ranks)
    before = [layer.id for layer in document.layers]
    layer_id = before[chosen % len(before)]
    others = [other for other in before if other != layer_id]
    at = min(max(position, 0), len(others))
    after = document.apply(edit(1, *reordered(document, layer_id, position)))
    assert [layer.id for layer in after.layers] == [*others[:at], layer_id, *others[at:]]


def test_a_thousand_reorderings_between_the_same_two_layers_keep_their_order():
    document = _with_layers(0.0, 1.0, 2.0)
    for _ in range(1000):
        middle = document.layers[2].id
        document = document.apply(edit(1, *reordered(document, middle, 1)))
        assert document.layers[1].id == middle
        assert all(one.rank < two.rank for one, two in pairwise(document.layers))


def test_reordering_what_is_no_layer_is_refused():
    with pytest.raises(KeyError):
        reordered(_with_layers(0.0), "i1", 0)


def test_the_top_is_above_every_layer():
    assert top_rank(_with_layers(3.0, -1.0).layers) > 3.0
    assert top_rank(EMPTY.layers) > 0.0
