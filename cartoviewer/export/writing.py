"""Writing a file so that there is always a whole one: the old one until the new one is on the disk."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from layers.errors import Problem

__all__ = ["WriteError", "written_safely"]


class WriteError(Problem):
    """A file could not be written; one that was there before is as it was."""


@contextmanager
def written_safely(target: Path) -> Iterator[Path]:
    """Give a temporary file beside `target` to write to; it takes the target's place when all went well.

    Whatever goes wrong, a wish to stop too, the temporary file is removed and the target is left as it was.

    Raises
    ------
    WriteError
        The folder is missing or read-only, the disk is full, or the target is locked by another program.
    """
    target = target.absolute()
    try:
        scratch = _beside(target)
    except OSError as error:
        raise _problem(target, error) from error
    try:
        yield scratch
        _make_durable(scratch, target)
    except OSError as error:
        raise _problem(target, error) from error
    finally:
        scratch.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    """Make an empty file beside the target, readable by whoever may read the folder's other new files."""
    scratch = target.with_name(f".{target.name}.{secrets.token_hex(4)}{target.suffix}")
    os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return scratch


def _make_durable(scratch: Path, target: Path) -> None:
    with scratch.open("rb+") as stream:
        os.fsync(stream.fileno())
    if target.exists():
        scratch.chmod(target.stat().st_mode & 0o777)
    scratch.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _problem(target: Path, error: OSError) -> WriteError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        text = "The disk is full: “{name}” was not written. Free some room in {folder}, or choose another folder."
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = (
            "“{name}” cannot be written in {folder}: the folder is read-only, or another program holds the file. "
            "Close it there, or choose another folder."
        )
    elif error.errno == errno.ENOENT:
        text = "The folder {folder} does not exist: “{name}” was not written. Choose another folder."
    elif error.errno == errno.EISDIR:
        text = "“{name}” in {folder} is a folder, so no file can take its place. Choose another name."
    else:
        text = "“{name}” could not be written in {folder}: {reason}. Choose another folder."
    return WriteError(text, name=target.name, folder=str(target.parent), reason=error.strerror or str(error))
