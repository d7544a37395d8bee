"""Sheets: an A3 as PDF and as picture, an atlas of 70, an A0 of pixels; time and peak memory of each.

Run as `python -m benchmarks.sheets DOSSIER`; every measurement is a command in a process of its own, as a script
would run it, so the time holds the start of the program too.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

__all__ = ["main"]

_CENTRE = "148853,170703"


def main(dossier: Path) -> int:
    """Measure on a copy of a dossier, and write one line for each."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        atlas, copy = work / "atlas.gpkg", work / "sheets.gpkg"
        for target in (atlas, copy):
            shutil.copy(dossier, target)
        _told("A3 1:10 000, PDF", "sheet", copy, "bnip_a3", work / "a3.pdf", *_at("10000"))
        _told("A3 1:10 000, PNG 300 dpi", "sheet", copy, "bnip_a3", work / "a3.png", *_at("10000"))
        _told("A0 1:25 000, PNG 300 dpi", "sheet", copy, "bnip_a0", work / "a0.png", *_at("25000"))
        _run("frame", atlas, "--scale", "2500", "--at", _CENTRE, "--grid", "10x7", "--title", "Atlas")
        _told("70 sheets A3 1:2 500, one PDF", "binder", atlas, work / "atlas.pdf", "--override", "benchmark")
    return 0


def _at(scale: str) -> tuple[str, ...]:
    return ("--centre", _CENTRE, "--scale", scale)


def _run(*words: object) -> tuple[float, float]:
    """Run a command; give its seconds and the peak of its memory, MiB (the largest of its processes)."""
    command = [sys.executable, "-m", "cartoviewer", *map(str, words)]
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return perf_counter() - began, _mib(used)


def _mib(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024


def _told(what: str, *words: object) -> None:
    seconds, mib = _run(*words)
    sys.stdout.write(f"{what:34} {seconds:7.2f} s  {mib:7.0f} MiB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
