"""The catalogue of symbols as a PDF to print, and the commands that give symbols to other programs."""

import json
import os
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from cartoviewer.cli.program import run
from cartoviewer.export.symbol_sheet import catalogue_pdf
from resources.texts import Language
from symbols.catalogue import catalogue

pytestmark = [pytest.mark.golden, pytest.mark.usefixtures("qapp")]


def test_every_symbol_is_on_the_printed_catalogue_as_vectors_under_its_names(tmp_path: Path):
    path = tmp_path / "catalogue.pdf"
    data, pages = catalogue_pdf(Language.NL, grey=True)
    path.write_bytes(data)
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert f"Pages:           {pages}" in told
    assert "595" in told
    assert "842" in told
    words = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert not [symbol for symbol in catalogue() if symbol not in unicodedata.normalize("NFKC", words).split()]
    images = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert len(images.splitlines()) == 2  # the heading only


def test_the_printed_catalogue_is_the_same_bytes_from_every_process(tmp_path: Path):
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.pdf"
        told = {**os.environ, "QT_HASH_SEED": seed, "PYTHONHASHSEED": seed}
        words = [sys.executable, "-m", "cartoviewer", "symbols", str(out), "--lang", "fr"]
        subprocess.run(words, env=told, capture_output=True, check=True)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_a_symbol_is_written_as_svg_with_what_is_said_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "post.svg"
    words = ["symbol", "cmd.pma", str(out), "--state", "planned", "--certainty", "reported", "--right", "12/30"]
    assert run([*words, "--lang", "nl"], {}) == 0
    root = ElementTree.parse(out).getroot()
    assert root.attrib["aria-label"] == "Vooruitgeschoven medische post (gepland, niet bevestigd), 12/30"
    assert "post.svg" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["haz.fier", "x.svg"], "haz.fire"),
        (["haz.fire", "x.png"], "x.png"),
        (["haz.fire", "x.svg", "--state", "soon"], "state=soon"),
        (["haz.chem", "x.svg", "--un", "12"], "12"),
    ],
)
def test_what_is_no_symbol_is_refused_and_nothing_is_written(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert run(["symbol", *words, "--lang", "en"], {}) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_list_gives_id_class_discipline_names_and_synonyms(capsys: pytest.CaptureFixture[str]):
    assert run(["symbols", "--json"], {}) == 0
    listed = {row["id"]: row for row in json.loads(capsys.readouterr().out)["symbols"]}
    assert list(listed) == list(catalogue())
    assert listed["res.d2.amb"]["class"] == "resource"
    assert listed["res.d2.amb"]["discipline"] == "d2"
    assert listed["res.d2.amb"]["names"]["nl"] == "Ziekenwagen"
    assert "112" in listed["res.d2.amb"]["synonyms"]


def test_a_folder_takes_the_svg_of_every_symbol(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["symbols", str(tmp_path / "all"), "--lang", "fr"], {}) == 0
    assert {path.stem for path in (tmp_path / "all").iterdir()} == set(catalogue())
    assert str(len(catalogue())) in capsys.readouterr().out
