"""Values are read as people in Belgium write them, and refused rather than guessed."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.schema import FieldSchema, FieldType, schema
from layers.values import Unreadable, folded, is_missing, parse_number
from resources.texts import Names


def field(kind: FieldType, **more: object) -> FieldSchema:
    return FieldSchema(id="f", names=Names.same("f"), type=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("12,5", 12.5), ("12.5", 12.5), ("1 234,5", 1234.5), ("1\u202f234", 1234), ("1.234,5", 1234.5),
        ("1,234.5", 1234.5), ("1.234.567", 1234567), ("-3,2", -3.2), ("−3", -3), ("1e3", 1000), ("1'000", 1000),
    ],
)  # fmt: skip
def test_numbers_with_comma_point_and_thousands(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "douze", "12 m", "1_000", "nan", "inf", "1,2,3.4.5", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_number(text or "none")


@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 3)))
def test_a_number_written_in_belgian_manner_is_read_back(number: float) -> None:
    written = f"{number:,.3f}".replace(",", " ").replace(".", ",")
    assert parse_number(written) == number


@pytest.mark.parametrize("value", [None, "", "  ", "n/a", "NULL", "-", float("nan"), np.nan, pd.NA, pd.NaT])
def test_what_stands_for_nothing(value: object) -> None:
    assert is_missing(value)
    assert field(FieldType.INTEGER).read(value) is None


@pytest.mark.parametrize("value", [0, False, "0", "non", 0.0])
def test_nought_and_no_are_something(value: object) -> None:
    assert not is_missing(value)


@pytest.mark.parametrize("word", ["oui", "Ja", "YES", "vrai", "x", "1", 1, True, 1.0, "✓"])
def test_words_for_yes(word: object) -> None:
    assert field(FieldType.BOOLEAN).read(word) is True


@pytest.mark.parametrize("word", ["non", "Nee", "neen", "no", "faux", "0", 0, False, 0.0])
def test_words_for_no(word: object) -> None:
    assert field(FieldType.BOOLEAN).read(word) is False


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        (FieldType.BOOLEAN, "peut-être", "This is neither yes nor no."),
        (FieldType.BOOLEAN, "!", "This is neither yes nor no."),
        (FieldType.INTEGER, "12,5", "This is no whole number."),
        (FieldType.INTEGER, "12 lits", "This is no number."),
        (FieldType.INTEGER, float("inf"), "This is no number."),
        (FieldType.NUMBER, "beaucoup", "This is no number."),
        (FieldType.DATE, "demain", "This is no date. Write it as 2026-11-23 or 23/11/2026."),
        (FieldType.DATE, "31/02/2026", "This is no date. Write it as 2026-11-23 or 23/11/2026."),
        (FieldType.MOMENT, "midi", "This is no moment. Write it as 2026-11-23 14:05 or 23/11/2026 14:05."),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(kind: FieldType, raw: object, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        field(kind).read(raw)
    assert str(caught.value.note) == reason


@pytest.mark.parametrize(
    "raw",
    ["23/11/2026", "23-11-2026", "23.11.2026", "2026-11-23", "2026/11/23", "20261123", "2026-11-23T14:05:00",
     date(2026, 11, 23), datetime(2026, 11, 23, 14, 5, tzinfo=UTC), pd.Timestamp("2026-11-23")],
)  # fmt: skip
def test_a_date_in_any_belgian_writing_is_kept_as_iso(raw: object) -> None:
    assert field(FieldType.DATE).read(raw) == "2026-11-23"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("23/11/2026 14:05", "2026-11-23T14:05:00+01:00"),
        ("23/11/2026 14h05", "2026-11-23T14:05:00+01:00"),
        ("2026-11-23T13:05:00Z", "2026-11-23T14:05:00+01:00"),
        ("2026-07-21T12:00", "2026-07-21T12:00:00+02:00"),
        ("2026/07/21 12:00:30", "2026-07-21T12:00:30+02:00"),
        ("21/07/2026", "2026-07-21T00:00:00+02:00"),
        (datetime(2026, 11, 23, 13, 5, tzinfo=UTC), "2026-11-23T14:05:00+01:00"),
        (date(2026, 11, 23), "2026-11-23T00:00:00+01:00"),
    ],
)
def test_a_moment_is_kept_in_brussels_time(raw: object, kept: str) -> None:
    assert field(FieldType.MOMENT).read(raw) == kept


def test_limits_are_held() -> None:
    seats = field(FieldType.INTEGER, minimum=0.0, maximum=10.0)
    assert seats.read("10") == 10
    for raw, reason in (("-1", "This is less than 0."), ("11", "This is more than 10.")):
        with pytest.raises(Unreadable) as caught:
            seats.read(raw)
        assert str(caught.value.note) == reason


def test_a_code_that_became_a_number_is_a_code_again() -> None:
    assert field(FieldType.TEXT).read(21004.0) == "21004"
    assert field(FieldType.TEXT).read("021004") == "021004"


@pytest.mark.parametrize("word", ["Opérationnelle", "OPERATIONEEL", "operational", "en service"])
def test_a_choice_is_recognised_in_every_language(word: str) -> None:
    assert schema("lisa").field("status").read(word) == "operational"


@pytest.mark.parametrize(
    "text", ["accueil, nuit", "Centre d'accueil; Hébergement de nuit", "onthaal|herberging", "accueil/nuit"]
)
def test_several_choices_are_kept_by_their_ids(text: str) -> None:
    assert schema("shelter").field("functions").read(text) == "reception;overnight"


def test_what_is_kept_is_read_as_itself() -> None:
    for found in (schema("shelter"), schema("camera_placement"), schema("lisa")):
        for each in found.fields:
            for value in each.values:
                assert each.read(value.id) == value.id


def test_words_are_compared_without_accents_capitals_and_punctuation() -> None:
    assert folded("  Hébergement — de nuit! ") == "hebergement_de_nuit"
