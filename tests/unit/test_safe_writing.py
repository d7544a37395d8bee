import errno
import os
from pathlib import Path

import pytest

from cartoviewer.export.writing import WriteError, written_safely
from layers.progress import Cancelled


def write(target: Path, text: str = "new", fails_with: Exception | None = None) -> None:
    with written_safely(target) as scratch:
        scratch.write_text(text)
        if fails_with is not None:
            raise fails_with


def write_to_full_device(target: Path) -> None:
    with written_safely(target), open("/dev/full", "wb", buffering=0) as full:
        full.write(b"x")


def test_a_new_file_stands_whole_at_its_place(tmp_path: Path):
    write(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_text() == "new"
    assert os.listdir(tmp_path) == ["sheet.pdf"]


def test_an_older_file_is_replaced_and_keeps_who_may_read_it(tmp_path: Path):
    target = tmp_path / "sheet.pdf"
    target.write_text("old")
    target.chmod(0o640)
    write(target)
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path: Path):
    target = tmp_path / "sheet.pdf"
    target.write_text("old")
    with pytest.raises(Cancelled):
        write(target, "half", Cancelled())
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["sheet.pdf"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "read-only"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "could not"),
    ],
)
def test_what_the_system_refuses_is_said_in_plain_words_and_the_old_file_is_intact(
    tmp_path: Path, number: int, said: str
):
    target = tmp_path / "sheet.pdf"
    target.write_text("old")
    with pytest.raises(WriteError, match=said) as caught:
        write(target, "half", OSError(number, os.strerror(number)))
    assert "sheet.pdf" in str(caught.value)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["sheet.pdf"]


def test_a_full_disk_is_told(tmp_path: Path):
    if not Path("/dev/full").exists():
        pytest.skip("This system has no /dev/full.")
    with pytest.raises(WriteError, match="disk is full"):
        write_to_full_device(tmp_path / "sheet.pdf")
    assert not os.listdir(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path):
    with pytest.raises(WriteError, match="does not exist"):
        write(tmp_path / "away" / "sheet.pdf")


def test_a_folder_in_the_way_is_told(tmp_path: Path):
    (tmp_path / "sheet.pdf").mkdir()
    with pytest.raises(WriteError):
        write(tmp_path / "sheet.pdf")
    assert os.listdir(tmp_path) == ["sheet.pdf"]


def test_a_read_only_folder_is_told(tmp_path: Path):
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("Whoever may do everything is not stopped by a read-only folder.")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError, match="read-only"):
            write(tmp_path / "sheet.pdf")
    finally:
        tmp_path.chmod(0o700)
