"""Outside of its time a drawing is on no map."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bnip.drawing import Form, Shape
from cartoviewer.document.document import MapDocument
from cartoviewer.document.validity import holds, next_change, valid_at
from cartoviewer.export.publication import Publication
from layers.sensitivity import Audience
from resources.texts import Language
from tests.dossier_specimens import MARK, ROUTE

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LASTING = Shape(id="lasting", form=Form.POINT, path=((149_000.0, 170_000.0),))
TIMED = msgspec.structs.replace(LASTING, id="timed", valid_from=NOON, valid_until=NOON + HOUR)
LATER = msgspec.structs.replace(LASTING, id="later", valid_from=NOON + HOUR)
DOCUMENT = MapDocument({record.id: record for record in (LASTING, TIMED, LATER, MARK, ROUTE)})


class NoDatasets:
    """There are no layers."""

    def get(self, hash: str):  # noqa: A002 - the word of the seam
        raise KeyError(hash)

    def cards(self):
        return ()


@pytest.mark.parametrize(
    ("minutes", "there"),
    [(-1, {"lasting"}), (0, {"lasting", "timed"}), (59, {"lasting", "timed"}), (60, {"lasting", "later"})],
)
def test_a_drawing_is_there_from_its_first_moment_until_its_last(minutes, there):
    moment = NOON + timedelta(minutes=minutes)
    shown = valid_at(DOCUMENT, moment)
    assert {record.id for record in shown if isinstance(record, Shape)} == there
    assert {MARK.id, ROUTE.id} <= {record.id for record in shown}
    assert all(holds(record, moment) for record in shown)


def test_between_two_changes_it_is_the_same_document():
    assert valid_at(DOCUMENT, NOON) is valid_at(DOCUMENT, NOON + HOUR / 2)
    timeless = MapDocument({LASTING.id: LASTING})
    assert valid_at(timeless, NOON) is timeless


def test_the_next_moment_of_change_is_known():
    assert next_change(DOCUMENT, NOON - HOUR) == NOON
    assert next_change(DOCUMENT, NOON) == NOON + HOUR
    assert next_change(DOCUMENT, NOON + HOUR) is None


def test_what_leaves_the_house_shows_what_holds_at_its_moment():
    prepared = Publication.prepare(DOCUMENT, NoDatasets(), Audience.INTERNAL, Language.FR, moment=NOON)
    assert "timed" in prepared.document
    assert "later" not in prepared.document
    present = Publication.prepare(DOCUMENT, NoDatasets(), Audience.INTERNAL, Language.FR)
    assert ("timed" in present.document) is (NOON <= datetime.now(UTC) < NOON + HOUR)
