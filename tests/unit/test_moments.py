"""Moments as people type them on the command line."""

from datetime import datetime, timedelta

import pytest

from cartoviewer.cli.surface import UsageProblem, position_or_moment
from resources.texts import BRUSSELS_TIME

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=BRUSSELS_TIME)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("7", 7),
        ("10:05", NOON.replace(hour=10, minute=5)),
        ("2026-11-19T09:30", NOON.replace(hour=9, minute=30)),
        ("2026-11-18", NOON.replace(hour=0) - timedelta(microseconds=1)),
        ("2026-11-19", NOON),
    ],
)
def test_what_has_come_is_read(said, meant):
    assert position_or_moment(said, NOON) == meant


@pytest.mark.parametrize("said", ["12:01", "2026-11-19T12:01", "2026-11-20", "2026-11-19T11:30Z", "2999-01-01"])
def test_what_lies_ahead_is_refused(said):
    with pytest.raises(UsageProblem, match="lies ahead"):
        position_or_moment(said, NOON)
