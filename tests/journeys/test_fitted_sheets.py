"""Sheets fitted, turned and given a grid by the command line alone, and read again by other programs."""

import json

import numpy as np
import pikepdf
import rasterio


def test_a_zone_is_whole_on_a_sheet_that_is_turned_and_georeferenced(command, tmp_path):
    dossier, out, picture = tmp_path / "plan.gpkg", tmp_path / "sheet.pdf", tmp_path / "sheet.tif"
    assert command("new", dossier).returncode == 0
    line = ("LINESTRING (147000 169000, 149000 171000)", "--name", "Canal")
    drawn = command("draw", dossier, "--symbol", "line.access", "--wkt", line[0], *line[1:], "--json")
    assert drawn.returncode == 0, drawn.stderr
    laid = command(
        "frame", dossier, "--fit", "Canal", "--turned", "--format", "A5", "--mgrs", "--squares",
        "--language", "fr", "--title", "Canal", "--json",
    )  # fmt: skip
    assert laid.returncode == 0, laid.stderr
    (sheet,) = json.loads(laid.stdout)["sheets"]
    assert sheet["template"] == "bnip_a5"
    assert sheet["rotation"] == 315.0
    assert sheet["centre"] == [148_000.0, 170_000.0]
    assert command("sheet", dossier, "1", out).returncode == 0
    with pikepdf.open(out) as pdf:
        degrees = np.array([float(value) for value in pdf.pages[0].obj.VP[0].Measure.GPTS]).reshape(4, 2)
    # The left edge of the map leads to the north-west, not to the north.
    assert degrees[1, 0] > degrees[0, 0]
    assert degrees[1, 1] < degrees[0, 1]
    assert command("sheet", dossier, "1", picture, "--dpi", "60").returncode == 0
    with rasterio.open(picture) as read:
        rows, columns = zip(*(read.index(x, y) for x, y in ((147_000, 169_000), (149_000, 171_000))), strict=True)
        # The line runs level across the middle of the map.
        assert abs(rows[0] - rows[1]) <= 1
        assert columns[1] > columns[0]


def test_what_cannot_be_fitted_is_told_in_one_sentence(command, tmp_path):
    dossier = tmp_path / "plan.gpkg"
    command("new", dossier)
    area = ("--fit", "147000,169000,149000,171000")
    refused = command("frame", dossier, *area, "--scale", "2000")
    assert refused.returncode == 1
    assert "Take 1:" in refused.stderr
    assert command("frame", dossier, *area, "--at", "148000,170000").returncode == 2
    assert command("frame", dossier, "--at", "148000,170000").returncode == 2
    assert command("frame", dossier, "--at", "148000,170000", "--scale", "5000", "--turned").returncode == 2
    assert command("frame", dossier, "--fit", "Atlantis").returncode == 1
    assert command("frame", dossier, *area, "--scale", "21500").returncode == 0
    assert "21500" in command("sheets", dossier).stdout
