"""Sheets of the open data of Brussels: `python -m benchmarks.sheets`, with CARTOVIEWER_DATA naming their folder.

An A3 as PDF and as picture of 300 dots to the inch, an atlas of 70 such sheets on all cores, and an A0 of pixels
with its peak of memory; the first three beside a print layout of QGIS that holds the same, where the system's
Python has QGIS. The programs take turns, a process each time, and the least of each figure is kept.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.__main__ import QGIS_PYTHON, has_qgis
from benchmarks.drawing import Drawing, real_drawing
from benchmarks.ground import write_dossier
from benchmarks.ours import symbology
from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from cartoviewer.scene.framing_series import blank
from resources.texts import Names

__all__ = ["main"]

GRID = (10, 7)
SCALE, ATLAS_SCALE, A0_SCALE = 10_000, 2_500, 25_000
AIMS = {"a3.pdf again": 2.0, "atlas.pdf": 3.0}
"""How many times faster than QGIS."""
AGAIN = 3
NAMES = {
    "a3.pdf": "A3 as PDF, the first",
    "a3.pdf again": "A3 as PDF, again",
    "a3.png": "A3 as PNG, the first",
    "a3.png again": "A3 as PNG, again",
    "atlas.pdf": "70 sheets A3, one PDF",
}


def main() -> int:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how many times the programs take turns")
    parser.add_argument("--no-qgis", action="store_true", help="measure CartoViewer alone")
    parser.add_argument("--no-atlas", action="store_true", help="leave out the atlas of 70 sheets")
    parser.add_argument("--keep", type=Path, help="an empty folder that keeps the dossier and the files")
    chosen = parser.parse_args()
    data = os.environ.get("CARTOVIEWER_DATA")
    if not data:
        parser.error("CARTOVIEWER_DATA does not name the folder of the open data")
    with tempfile.TemporaryDirectory() as name:
        folder = (chosen.keep or Path(name)).absolute()
        drawing = write_dossier(folder / "sheets.gpkg", real_drawing(), Path(data))
        lay_sheet(drawing)
        what = ["a3.pdf", "a3.png", *([] if chosen.no_atlas else ["atlas.pdf"])]
        with_qgis = not chosen.no_qgis and has_qgis()
        _print_table(compared(drawing, what, folder, chosen.rounds, with_qgis=with_qgis))
        _print_a0(Path(drawing.dossier), folder / "a0.png")
        _print_a0(Path(drawing.dossier), folder / "a0.tif")
    return 0


def lay_sheet(drawing: Drawing) -> None:
    """Put the layers of the drawing and one A3 sheet into its dossier."""
    with Dossier.open(Path(drawing.dossier)) as opened:
        history = History(opened.log, "benchmark")
        document = history.document
        view = drawing.sheet
        layers = [
            Layer(
                id=table.hash,
                names=Names.same(table.source.partition(":")[2]),
                dataset=table.hash,
                schema="generic",
                rank=rank,
                symbology=symbology(vars(table)),
            )
            for rank, table in enumerate(drawing.tables)
        ]
        sheet = blank(document, "bnip_a3", (view.x, view.y), SCALE, Names.same("Atlas"))
        history.do(Label("Layers"), *(put(document, record) for record in (*layers, sheet)))


def compared(
    drawing: Drawing, what: list[str], folder: Path, rounds: int, *, with_qgis: bool
) -> dict[str, dict[str, float]]:
    """Run the programs in turn, and keep the least of each figure."""
    task = folder / "task.json"
    content: dict[str, Any] = drawing.as_dict() | {
        "what": what,
        "folder": str(folder),
        "view": drawing.as_dict()["sheet"],
        "scale": SCALE,
        "atlas_scale": ATLAS_SCALE,
        "grid": GRID,
        "again": AGAIN,
    }
    task.write_text(json.dumps(content), "utf-8")
    programs = {"cartoviewer": [sys.executable, "-m", "benchmarks.our_sheets"]}
    if with_qgis:
        programs["qgis"] = [QGIS_PYTHON, str(Path(__file__).with_name("their_sheets.py"))]
    figures: dict[str, dict[str, float]] = {name: {} for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
            done = subprocess.run(
                [*command, str(task)], env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
            for key, value in json.loads(done.stdout.strip().splitlines()[-1]).items():
                figures[name][key] = min(value, figures[name].get(key, value))
    return figures


def _print_table(figures: dict[str, dict[str, float]]) -> None:
    ours, theirs = figures["cartoviewer"], figures.get("qgis", {})
    print(f"{'':28}{'CartoViewer':>20}{'QGIS':>20}{'ratio':>8}{'aim':>8}")
    for key, name in NAMES.items():
        if key not in ours:
            continue
        row = f"{name:28}{ours[key]:>9.2f} s{ours[key + ' MB']:>6.1f} MB"
        if key in theirs:
            aim = f"≥ {AIMS[key]:g}" if key in AIMS else ""
            row += f"{theirs[key]:>9.2f} s{theirs[key + ' MB']:>6.1f} MB{theirs[key] / ours[key]:>8.2f}{aim:>8}"
        print(row)
    row = f"{'peak of memory':28}{ours['peak MiB']:>8.0f} MiB"
    print(row + (f"{theirs['peak MiB']:>16.0f} MiB" if theirs else ""), flush=True)


def _print_a0(dossier: Path, out: Path) -> None:
    """Write an A0 as the command does, and print its seconds and the peak of its memory."""
    command = [sys.executable, "-m", "cartoviewer", "sheet", dossier, "bnip_a0", out, "--scale", A0_SCALE]
    began = perf_counter()
    process = subprocess.Popen([*map(str, command), "--centre", "148853,170703"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the A0 failed")
    name = f"A0 1:25 000, {out.suffix[1:].upper()} 300 dpi"
    print(f"{name:28}{perf_counter() - began:>9.2f} s{used.ru_maxrss / 1024:>12.0f} MiB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
