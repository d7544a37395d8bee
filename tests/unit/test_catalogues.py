"""Translations that were read are kept for the next start, and never stand in the way of those that are there."""

from pathlib import Path

import pytest

from resources import catalogues
from resources.catalogues import catalogue


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "cartoviewer" / "words"


def read_anew(language: str):
    catalogue.cache_clear()
    try:
        return dict(catalogue(language))
    finally:
        catalogue.cache_clear()


def test_what_is_kept_is_what_was_read(cache_folder: Path):
    read = read_anew("fr")
    (kept,) = cache_folder.glob("fr-*.msgpack")
    written = kept.stat().st_mtime_ns
    assert read_anew("fr") == read
    assert kept.stat().st_mtime_ns == written
    assert any(isinstance(entry, tuple) for entry in read.values())


@pytest.mark.parametrize("content", [b"", b"\x00\x01 no words", b"\x81\xa1a\x03"])
def test_a_damaged_cache_is_read_over(cache_folder: Path, content: bytes):
    read = read_anew("nl")
    (kept,) = cache_folder.glob("nl-*.msgpack")
    kept.write_bytes(content)
    assert read_anew("nl") == read
    assert kept.read_bytes() != content


def test_a_cache_that_cannot_be_written_is_done_without(cache_folder: Path):
    cache_folder.parent.mkdir(parents=True)
    cache_folder.write_text("a file where the folder should be")
    assert read_anew("nl")


def test_what_older_catalogues_left_goes(cache_folder: Path):
    cache_folder.mkdir(parents=True)
    (cache_folder / "fr-0000000000000000.msgpack").write_bytes(b"\x80")
    (cache_folder / "nl-0000000000000000.msgpack").write_bytes(b"\x80")
    assert read_anew("fr")
    assert len(list(cache_folder.glob("fr-*"))) == 1
    assert len(list(cache_folder.glob("nl-*"))) == 1


def test_english_needs_none(cache_folder: Path):
    assert read_anew("en") == {}
    assert not cache_folder.exists()
