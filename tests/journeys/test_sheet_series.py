"""Sheets laid, stopped, let go with a reason and bound, by the command line alone."""

import json

import pikepdf


def test_a_sheet_that_disagrees_with_its_map_is_stopped_until_a_reason_is_given_and_kept(command, tmp_path):
    dossier, out = tmp_path / "plan.gpkg", tmp_path / "sheet.pdf"
    assert command("new", dossier).returncode == 0
    where = ("--scale", "5000", "--at", "148853,170703")
    laid = command("frame", dossier, *where, "--title", "1:10 000", "--language", "fr", "--json")
    assert json.loads(laid.stdout)["sheets"][0]["template"] == "bnip_a3"
    stopped = command("sheet", dossier, "1", out)
    assert stopped.returncode == 1
    assert "1:5" in stopped.stderr
    assert not out.exists()
    assert command("sheet", dossier, "1", out, "--override", "Trial of the printer").returncode == 0
    assert out.exists()
    assert "Trial of the printer" in command("log", dossier).stdout
    assert command("sheet", dossier, "1", out).returncode == 0


def test_a_grid_is_laid_in_one_edit_and_bound_into_one_file(command, tmp_path):
    dossier, out = tmp_path / "plan.gpkg", tmp_path / "binder.pdf"
    command("new", dossier)
    where = ("--scale", "5000", "--at", "148853,170703", "--grid", "2x1", "--format", "A4", "--upright")
    laid = command("frame", dossier, *where, "--title", "Centre", "--title-nl", "Centrum", "--json")
    assert [each["template"] for each in json.loads(laid.stdout)["sheets"]] == ["bnip_a4_portrait"] * 2
    assert "1 edit" in command("log", dossier).stdout
    done = command("binder", dossier, out)
    assert done.returncode == 0, done.stderr
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 3
    again = tmp_path / "again.pdf"
    command("binder", dossier, again)
    assert again.read_bytes() == out.read_bytes()
    assert command("frame", dossier, "--scale", "5000", "--each", "depots").returncode == 1
    assert command("frame", dossier, "--scale", "5000").returncode == 2


def test_a_large_sheet_is_laid_over_small_pages_for_a_printer_of_both_sides(command, tmp_path):
    dossier, out = tmp_path / "plan.gpkg", tmp_path / "pages.pdf"
    command("new", dossier)
    where = ("--scale", "5000", "--at", "148853,170703", "--format", "A2")
    command("frame", dossier, *where, "--title", "Centre", "--title-nl", "Centrum", "--language", "fr")
    done = command("sheet", dossier, "1", out, "--tiles", "a4", "--overlap", "15", "--duplex", "left")
    assert done.returncode == 0, done.stderr
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) > 4
        assert str(pdf.Root.ViewerPreferences.Duplex).startswith("/DuplexFlip")
    refused = command("sheet", dossier, "1", tmp_path / "none.pdf", "--tiles", "A9", LANG="fr_BE.UTF-8")
    assert refused.returncode == 1
    assert "A4, A3" in refused.stderr
    assert command("sheet", dossier, "1", tmp_path / "none.png", "--tiles", "A4").returncode == 2
    assert command("sheet", dossier, "1", tmp_path / "none.pdf", "--duplex", "sideways").returncode == 2
    assert not list(tmp_path.glob("none.*"))


def test_why_a_binder_leaves_in_spite_of_its_faults_is_in_the_log_before_there_is_a_file(command, tmp_path):
    dossier = tmp_path / "plan.gpkg"
    command("new", dossier)
    where = ("--scale", "5000", "--at", "148853,170703", "--grid", "2x1", "--format", "A4", "--upright")
    command("frame", dossier, *where, "--title", "1:10 000", "--language", "fr")
    nowhere = tmp_path / "gone" / "binder.pdf"
    assert command("binder", dossier, nowhere).returncode == 1
    assert "released" not in command("log", dossier).stdout
    assert command("binder", dossier, nowhere, "--override", "Trial of the printer").returncode == 1
    assert "2 sheets released all the same: Trial of the printer" in command("log", dossier).stdout
    assert command("binder", dossier, tmp_path / "binder.pdf", "--no-index").returncode == 0
    with pikepdf.open(tmp_path / "binder.pdf") as pdf:
        assert len(pdf.pages) == 2


def test_large_sheets_of_a_binder_are_laid_over_pages_and_small_ones_stay_whole(command, tmp_path):
    dossier, out = tmp_path / "plan.gpkg", tmp_path / "binder.pdf"
    command("new", dossier)
    where = ("--scale", "5000", "--at", "148853,170703", "--language", "fr")
    command("frame", dossier, *where, "--format", "A2", "--title", "Centre")
    command("frame", dossier, *where, "--format", "A4", "--title", "Place")
    wanted = ("--tiles", "a3", "--no-plan", "--no-streets", "--override", "Trial")
    done = command("binder", dossier, out, *wanted)
    assert done.returncode == 0, done.stderr
    with pikepdf.open(out) as pdf:
        sizes = [tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) for page in pdf.pages]
        # The index, how the pages lie, the pages, and the small sheet on its own paper.
        assert len(sizes) > 5
        assert {tuple(sorted(size)) for size in sizes[1:-1]} == {(297, 420)}
        assert sizes[-1] == (297, 210)
        forms = {page.obj.Resources.XObject["/Sheet"].objgen for page in list(pdf.pages)[2:-1]}
        assert len(forms) == 1
        with pdf.open_outline() as outline:
            tiles = [mark.title for mark in outline.root[1].children]
        assert tiles[:2] == ["A1", "B1"]
        assert [page.label for page in list(pdf.pages)[:4]] == ["i", "1", "1-A1", "1-B1"]
        assert pdf.pages[-1].label == "2"
    again = tmp_path / "again.pdf"
    command("binder", dossier, again, *wanted)
    assert again.read_bytes() == out.read_bytes()
    assert command("binder", dossier, tmp_path / "none.pdf", "--tiles", "A9").returncode == 1
    assert not (tmp_path / "none.pdf").exists()


def test_numbered_copies_are_written_for_the_distribution_list_and_findings_say_where_they_are(command, tmp_path):
    dossier, out = tmp_path / "plan.gpkg", tmp_path / "copies.pdf"
    command("new", dossier)
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'number = "7"\n[names]\nfr = "Gares"\n'
        "[[distribution]]\ncopies = 2\nfunction = {fr = 'Gouverneur', nl = 'Gouverneur', en = 'Governor'}\n"
        "[[distribution]]\nfunction = {fr = 'Pompiers', nl = 'Brandweer', en = 'Fire service'}\n",
        "utf-8",
    )
    made = command("plan", dossier, "--new", "--from", plan)
    assert made.returncode == 0, made.stderr
    where = ("--scale", "5000", "--at", "148853,170703")
    command("frame", dossier, *where, "--title", "Centre", "--title-nl", "Centrum")
    done = command("sheet", dossier, "1", out, "--copies", "2-3", LANG="en_GB.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "[plan " in done.stdout
    with pikepdf.open(out) as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) == 2
        assert "2/3" in outline.root[0].title
        assert "Brandweer" in outline.root[1].title
    refused = command("sheet", dossier, "1", tmp_path / "none.pdf", "--copies", "9")
    assert refused.returncode == 1
    assert command("sheet", dossier, "1", tmp_path / "none.png", "--copies", "all").returncode == 2
    assert not list(tmp_path.glob("none.*"))
