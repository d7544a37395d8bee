"""Layouts shared between dossiers by the command line."""

import json
from pathlib import Path


def test_a_layout_goes_from_a_template_to_a_file_and_onto_a_sheet(command, dossier: Path, tmp_path: Path):
    file = tmp_path / "own.toml"
    assert command("layout", dossier, "bnip_a3", file).returncode == 0
    file.write_text(file.read_text(encoding="utf-8").replace("238.0", "230.0"), encoding="utf-8")
    assert command("frame", dossier, "--at", "149000,170500", "--scale", "5000").returncode == 0
    taken = command("layout", dossier, "--add", file, "--name", "Own", "--sheet", "1", "--json")
    assert taken.returncode == 0, taken.stderr
    (layout,) = json.loads(taken.stdout)["layouts"]
    assert layout["name"] == "Own"
    assert layout["sheets"] == ["1"]
    file.write_text(file.read_text(encoding="utf-8").replace("230.0", "300.0"), encoding="utf-8")
    refused = command("layout", dossier, "--add", file, "--lang", "nl")
    assert refused.returncode == 1
    assert "steekt buiten het blad" in refused.stderr
    assert command("layout", dossier, "Own", "--delete").returncode == 0
    assert json.loads(command("layout", dossier, "--json").stdout)["layouts"] == []


def test_a_theme_is_taken_renamed_shown_on_a_sheet_and_deleted(command, dossier: Path):
    assert command("frame", dossier, "--at", "149000,170500", "--scale", "5000").returncode == 0
    made = command("theme", dossier, "Bases", "--take", "--sheet", "1", "--json")
    assert made.returncode == 0, made.stderr
    assert [one["name"] for one in json.loads(made.stdout)["themes"]] == ["Bases"]
    unknown = command("theme", dossier, "Bases", "--layer", "nothing", "--lang", "fr")
    assert unknown.returncode == 1
    assert "Il n’y a pas de couche" in unknown.stderr
    renamed = command("theme", dossier, "Bases", "--rename", "Fond", "--json")
    assert json.loads(renamed.stdout)["themes"][0]["name"] == "Fond"
    assert command("theme", dossier, "Fond", "--delete").returncode == 0
    assert json.loads(command("theme", dossier, "--json").stdout)["themes"] == []
