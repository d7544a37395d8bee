"""Measure, and print what was measured: `python -m benchmarks`.

The made-up ground is always measured; the real data when CARTOVIEWER_DATA names their folder; QGIS beside us
where the system's Python has it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.drawing import SIZE_PX, Drawing, real_drawing, synthetic_drawing
from benchmarks.ground import write_dossier

QGIS_PYTHON = "/usr/bin/python3"
AIMS = {"region": 10.0, "town": 3.0, "street": 1.5, "A3 PDF": 1.5}
"""How many times faster than QGIS a drawing shall be."""


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def has_qgis() -> bool:
    """Tell whether the system's Python has QGIS."""
    if not Path(QGIS_PYTHON).exists():
        return False
    command = [QGIS_PYTHON, "-c", "import qgis.core"]
    return subprocess.run(command, env=_environment(), capture_output=True, check=False).returncode == 0


def _run(command: list[str], drawing: Drawing, runs: int, folder: Path, first: str = "") -> dict[str, float]:
    """Run one program on a drawing and read its figures; towards a first picture the process itself is timed."""
    task = folder / "task.json"
    content: dict[str, Any] = {"drawing": drawing.as_dict(), "size_px": SIZE_PX, "runs": runs, "first": first}
    task.write_text(json.dumps(content), "utf-8")
    begin = time.perf_counter()
    done = subprocess.run([*command, str(task)], env=_environment(), capture_output=True, text=True, check=False)
    taken = (time.perf_counter() - begin) * 1000
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures | ({"process to first picture": taken} if first else {})


def _compared(
    drawing: Drawing, runs: int, rounds: int, folder: Path, with_qgis: bool
) -> dict[str, dict[str, float]]:
    """Run the programs in turn, several rounds, and keep the least of each figure.

    What else a machine does only ever adds to a time, and rarely for the whole of a round.
    """
    programs = {"cartoviewer": [sys.executable, "-m", "benchmarks.ours"]}
    if with_qgis:
        programs["qgis"] = [QGIS_PYTHON, str(Path(__file__).with_name("theirs.py"))]
    figures: dict[str, dict[str, float]] = {name: {} for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            found = _run(command, drawing, runs, folder)
            found |= _run(command, drawing, runs, folder, str(folder / f"{name}.png"))
            for key, value in found.items():
                figures[name][key] = min(value, figures[name].get(key, value))
    return figures


def _table(drawing: Drawing, figures: dict[str, dict[str, float]]) -> str:
    ours, theirs = figures["cartoviewer"], figures.get("qgis", {})
    lines = [drawing.name, f"{'':28}{'CartoViewer':>14}{'QGIS':>14}{'ratio':>9}{'aim':>8}"]
    for key, value in ours.items():
        unit = key.rpartition(" ")[2] if key.endswith(("MiB", "KiB")) else "ms"
        row = f"{key.removesuffix(' ' + unit):28}{value:>10.1f} {unit:3}"
        other = theirs.get(key)
        if other is not None:
            aim = f"≥ {AIMS[key]:g}" if key in AIMS else ""
            row += f"{other:>10.1f} {unit:3}{other / value:>9.2f}{aim:>8}"
        lines.append(row)
    return "\n".join(lines)


def main() -> None:
    """Measure the drawings and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--runs", type=int, default=5, help="how many times each drawing is repeated")
    parser.add_argument("--rounds", type=int, default=3, help="how many times the programs take turns")
    parser.add_argument("--no-qgis", action="store_true", help="measure CartoViewer alone")
    parser.add_argument("--only", choices=("synthetic", "real"), help="measure one of the two grounds")
    parser.add_argument("--keep", type=Path, help="an empty folder that keeps the dossiers and the pictures")
    chosen = parser.parse_args()
    with_qgis = not chosen.no_qgis and has_qgis()
    data = os.environ.get("CARTOVIEWER_DATA")
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.keep or Path(name)
        drawings = []
        if chosen.only != "real":
            drawings.append(write_dossier(folder / "ground.gpkg", synthetic_drawing()))
        if data and chosen.only != "synthetic":
            drawings.append(write_dossier(folder / "brussels.gpkg", real_drawing(), Path(data)))
        for drawing in drawings:
            results[drawing.name] = _compared(drawing, chosen.runs, chosen.rounds, folder, with_qgis)
            if not chosen.json:
                print(_table(drawing, results[drawing.name]), end="\n\n", flush=True)
    if chosen.json:
        print(json.dumps(results, indent=2))
    elif not data:
        print("CARTOVIEWER_DATA is not set: the real data were left out.")


if __name__ == "__main__":
    main()
