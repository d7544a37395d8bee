"""What is wrong in a TOML file that a person wrote: the line, the word and what was expected, in words."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from layers.report import Note

__all__ = ["toml_fault"]

_AT: Final = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_PARSER: Final = re.compile(r"(?P<reason>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<key>.*)`$")
_MISSING: Final = re.compile(r"Object missing required field `(?P<key>.*)`$")
_VALUE: Final = re.compile(r"Invalid (?:enum )?value '?(?P<value>.*?)'?$")
_HEADER: Final = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[\w.\-\" ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*(?P<key>[\w.\-\"]+)\s*=")


def toml_fault(error: Exception, data: bytes) -> Note:
    """Say what is wrong, and in which line.

    Parameters
    ----------
    error
        What reading the file as TOML of a known form raised: `msgspec.DecodeError`, which tells the place as a path
        such as `$.furniture[0].kind`, `UnicodeDecodeError`, or another whose text is given as it is.
    data
        What the file holds.
    """
    if isinstance(error, UnicodeDecodeError):
        return Note("the file is not text in UTF-8")
    if not isinstance(error, msgspec.DecodeError):
        return Note("a value cannot be used ({reason})", {"reason": str(error)})
    lines = data.decode("utf-8", "replace").splitlines()
    told = str(error)
    if not isinstance(error, msgspec.ValidationError):
        parsed = _PARSER.fullmatch(told)
        line = int(parsed["line"] or len(lines)) if parsed else len(lines)
        reason = parsed["reason"] if parsed else told
        return Note("line {line} is not written as TOML ({reason})", {"line": line, "reason": reason})
    at = _AT.search(told)
    path = at["path"] if at else ""
    return _invalid(_AT.sub("", told), path, lines)


def _invalid(reason: str, path: str, lines: list[str]) -> Note:
    key = re.sub(r"\[\d+\]$", "", path).rpartition(".")[2]
    unknown = _UNKNOWN.fullmatch(reason)
    if unknown:
        line = _line_of(f"{path}.{unknown['key']}", lines)
        return Note("line {line}: the word “{key}” is not known here", {"line": line, "key": unknown["key"]})
    missing = _MISSING.fullmatch(reason)
    if missing:
        line = _line_of(path, lines)
        return Note("“{key}” is missing (line {line})", {"line": line, "key": missing["key"]})
    value = _VALUE.fullmatch(reason)
    line = _line_of(path, lines)
    if value:
        text = "line {line}: “{value}” is no {key} that is known"
        return Note(text, {"line": line, "value": value["value"], "key": key})
    return Note("line {line}: {key} cannot be read so ({reason})", {"line": line, "key": key, "reason": reason})


def _line_of(path: str, lines: list[str]) -> int:
    """Give the line, from 1, in which what stands under a path is written, or the table that it belongs to."""
    best, length = 1, -1
    for number, here in _paths(lines):
        reached = path == here or path.startswith((f"{here}.", f"{here}["))
        if reached and len(here) > length:
            best, length = number, len(here)
    return best


def _paths(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give each header and each key with its path: `.stack[0].furniture[1].kind`."""
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header:
            parents = [part.strip(' "') for part in header["name"].split(".")]
            table = ""
            for depth, part in enumerate(parents, start=1):
                table += f".{part}"
                if depth == len(parents) and header["open"] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                if table in counts:
                    table += f"[{counts[table]}]"
            yield number, table
            continue
        key = _KEY.match(line)
        if key:
            yield number, f"{table}.{key['key'].strip(chr(34))}"
