"""Sheets in CartoViewer, in a process of their own: `python -m benchmarks.our_sheets TASK.json`."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.ours import peak_mib
from bnip.sheet import Sheet
from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.document.dossier import Dossier
from cartoviewer.export.binder import write_binder
from cartoviewer.export.binder_pages import binder_crew
from cartoviewer.export.crew import Crew
from cartoviewer.export.image import write_png
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.publication import Publication
from cartoviewer.scene.framing_series import over_grid
from layers.sensitivity import Audience
from resources.texts import Language

PRINTED = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def measure(task: dict[str, Any], folder: Path, crew: Crew) -> dict[str, float]:
    """Write what the task asks for; give the seconds that each took from the sheet's record to its file.

    What is written several times has a figure for the first, which reads the data too, and for the quickest after.
    `crew` was started with this process, as the command that writes a binder starts it.
    """
    dossier = Path(task["dossier"])
    found: dict[str, float] = {}
    with Dossier.open(dossier, read_only=True) as opened:
        document = opened.log.fold()
        publication = Publication.prepare(document, opened.datasets, Audience.INTERNAL, Language.FR_NL)
        (first,) = document.of(Sheet)
        for what in task["what"]:
            for run in range(1 + task["again"] * (what != "atlas.pdf")):
                begin = time.perf_counter()
                if what == "a3.pdf":
                    outcome = write_pdf(publication, first, folder / what, printed=PRINTED)
                elif what == "a3.png":
                    outcome = write_png(publication, first, folder / what, printed=PRINTED)
                else:
                    sheets = over_grid(msgspec.structs.replace(first, scale=task["atlas_scale"]), *task["grid"])
                    outcome = write_binder(
                        publication, dossier, None, sheets, folder / what, printed=PRINTED, crew=crew
                    )
                key = f"{what} again" if run else what
                taken = time.perf_counter() - begin
                found[key] = min(taken, found.get(key, taken))
                found[f"{key} MB"] = outcome.size_bytes / 1e6
    found["peak MiB"] = peak_mib()
    return found


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = ready_to_paint()
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    with binder_crew() as helpers:
        print(json.dumps(measure(asked, Path(asked["folder"]), helpers)))
    del running
