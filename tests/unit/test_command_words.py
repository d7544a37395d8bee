"""Every word that the command line and the page say stands in the catalogues of French and Dutch."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cartoviewer.cli.commands import COMMANDS
from resources.texts import Language, Texts

ROOT = Path(__file__).parents[2]
SPOKEN = sorted([*(ROOT / "cartoviewer" / "cli").glob("*.py"), *(ROOT / "cartoviewer" / "export").glob("page*.py")])


def _constants(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _constants(body)
            yield from _constants(other)


def _words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("texts", "_texts", "lines", "plural", "Label", "Note") or name.endswith(("Problem", "Error")):
            for argument in node.args[:1]:
                yield from _constants(argument)
        if name in ("Argument", "Option"):
            for keyword in node.keywords:
                if keyword.arg == "help":
                    yield from _constants(keyword.value)


def _all_words() -> set[str]:
    words = {text for path in SPOKEN for text in _words(path)}
    words |= {command.help for command in COMMANDS.values()}
    story = tomllib.loads((ROOT / "resources" / "exercise" / "scenario.toml").read_text("utf-8"))
    words |= {step["label"] for step in story["steps"]}
    # Programming errors and what only another program reads.
    return {word for word in words if " " in word and not word.startswith(("folium", "a fill", "the drawing"))}


@pytest.mark.parametrize("language", [Language.FR, Language.NL])
def test_every_sentence_is_translated(language: Language) -> None:
    texts = Texts(language)
    words = _all_words()
    assert len(words) > 80
    missing = sorted(word for word in words if texts.lines(word) == (word,) and word != "fr, nl, fr+nl or en.")
    assert missing == []
