"""The rules of the house that no linter knows."""

import ast
import builtins
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cartoviewer", "layers", "symbols", "bnip", "resources")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ODDS_AND_ENDS = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc", "tools_"}


def test_no_module_is_longer_than_400_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert not [path for path in MODULES if path.stem in ODDS_AND_ENDS]


def test_every_module_says_what_it_holds():
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent


def test_nothing_is_left_to_do_in_the_code():
    pattern = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
    assert not [path for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))]


def test_no_module_imports_inside_a_function():
    inner = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inner += [
                    f"{path.name}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert not inner


def test_the_top_level_folders_are_packaged():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(PACKAGES)


def _catalogue(path: Path) -> dict[str, object]:
    with path.open("rb") as stream:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(stream)
            if message.id
        }


def _parts() -> list[str]:
    return sorted({path.stem for path in (ROOT / "resources" / "po").rglob("*.po")})


@pytest.mark.parametrize("part", _parts())
def test_french_and_dutch_catalogues_hold_the_same_words_and_fields(part: str):
    french = _catalogue(ROOT / "resources" / "po" / "fr" / f"{part}.po")
    dutch = _catalogue(ROOT / "resources" / "po" / "nl" / f"{part}.po")
    assert set(french) == set(dutch)
    fields = re.compile(r"\{(\w*)[^}]*\}")
    for key in french:
        for message in (french[key], dutch[key]):
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            assert all(forms), f"{part}: “{key}” has no translation"
            plural = isinstance(message.id, tuple)
            wanted = set(fields.findall(key)) - ({"n"} if plural else set())
            for form in forms:
                found = set(fields.findall(form)) - ({"n"} if plural else set())
                assert found == wanted, f"{part}: “{key}” and “{form}” differ in their fields"


def _words_in_code() -> dict[str, str]:
    """Find every English source text: first argument of Texts, Problem and Label calls."""
    found: dict[str, str] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            count = {"texts": 1, "lines": 1, "plural": 2, "Label": 1, "Note": 1, "_tr": 1, "tr": 1}.get(name, 0)
            if name.endswith(("Error", "Problem")) and name not in _PYTHON_ERRORS:
                count = 1
            for argument in node.args[:count]:
                if (
                    isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and argument.value.strip()
                ):
                    found[argument.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
                    break
    return found


_PYTHON_ERRORS = {name for name in dir(builtins) if name.endswith("Error")} | {"ProjError"}


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_word_a_user_sees_is_translated(language: str):
    known: set[str] = set()
    for path in (ROOT / "resources" / "po" / language).glob("*.po"):
        known |= set(_catalogue(path))
    missing = {text: place for text, place in _words_in_code().items() if text not in known}
    assert not missing


def test_no_word_has_two_different_translations():
    clashes = []
    for language in ("fr", "nl"):
        seen: dict[str, tuple[str, object]] = {}
        for path in sorted((ROOT / "resources" / "po" / language).glob("*.po")):
            for key, message in _catalogue(path).items():
                if key in seen and seen[key][1] != message.string:
                    clashes.append((language, key, seen[key], (path.stem, message.string)))
                seen[key] = (path.stem, message.string)
    assert not clashes


def test_nothing_tracked_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    pattern = re.compile(rb"/work/|/root/|bash_jobs|pypi\.org|registry\.npmjs")
    found = [
        name
        for name in listed.stdout.splitlines()
        if name != "tests/house/test_house_rules.py"
        and (ROOT / name).is_file()
        and pattern.search((ROOT / name).read_bytes())
    ]
    assert not found
