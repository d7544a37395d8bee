"""A plan made, looked over and changed by the command line alone; its sheet says what it says."""

import json

import pytest


def test_a_plan_is_made_checked_and_changed_in_named_edits(command, dossier, tmp_path):
    assert "no plan yet" in command("plan", dossier).stdout
    file = tmp_path / "plan.toml"
    file.write_text(
        'number = "BNIP-07"\nnames = { fr = "PPUI", nl = "BNIP" }\n[[scenarios]]\nid = "a"\nnames = "Rook"\n',
        encoding="utf-8",
    )
    made = command("plan", dossier, "--from", file)
    assert made.returncode == 0, made.stderr
    changed = command("plan", dossier, "--set", "version=1.0", "--set", "risk.fr=Fumées", "--json")
    (plan,) = json.loads(changed.stdout)["plans"]
    assert (plan["number"], plan["version"], plan["complete"]) == ("BNIP-07", "1.0", False)
    lacking = {each["heading"]: each["text"] for each in plan["missing"]}
    assert lacking["risk"] == "not written in NL"
    assert "planning-zones" in lacking
    log = command("log", dossier).stdout
    assert "Plan made: PPUI" in log
    assert "Plan changed: PPUI" in log
    told = command("plan", dossier, "--plan", "bnip-07", "--lang", "nl")
    assert "Beschrijving van het risico – ontbreekt in NL (risk)" in told.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--set", "colour=red"), 1, "no field colour"),
        (("--from", "away.toml"), 1, "away.toml"),
        (("--plan", "X"), 1, "no plan “X”"),
        (("--new",), 2, "--from"),
    ],
)
def test_what_cannot_be_done_is_one_clear_sentence_and_changes_nothing(command, dossier, words, status, said):
    done = command("plan", dossier, *words)
    assert (done.returncode, said in done.stderr) == (status, True), done.stderr
    assert "0 edits" in command("log", dossier).stdout
