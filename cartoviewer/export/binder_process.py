"""A binder drawn in a process of its own, for a window that must answer meanwhile.

Painting, and putting a PDF together, hold Python's lock for half a second at a time.
"""

from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication

from bnip.sheet import Sheet
from cartoviewer.document.dossier import Dossier
from cartoviewer.export.binder import Binder, Parts, draw_binder
from cartoviewer.export.crew import CrewError
from cartoviewer.export.duplex import Duplex
from cartoviewer.export.interrupts import started_uninterrupted
from cartoviewer.export.publication import Publication
from cartoviewer.render.fonts import register_fonts
from layers.progress import Progress
from layers.sensitivity import Audience
from resources.texts import Language

__all__ = ["BinderOrder", "draw_beside"]

_LISTEN_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class BinderOrder:
    """What is to be bound: the sheets of a dossier's file as it stood at a position or moment, and for whom.

    `moment` is the one for which the map holds, None for the present; the rest is told by `draw_binder`.
    """

    dossier: Path
    at: int | datetime | None
    moment: datetime | None
    audience: Audience
    language: Language
    sheets: tuple[Sheet, ...]
    printed: datetime
    parts: Parts
    duplex: Duplex | None


def draw_beside(order: BinderOrder, progress: Progress) -> Binder:
    """Draw a binder in another process; `progress` is told of its steps and may stop it.

    Raises
    ------
    CrewError
        The process has ended unasked: it was killed, or had no memory left.
    BinderError, Cancelled
        As `draw_binder` does.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_draw, args=(there, order))
    with started_uninterrupted():
        process.start()
    there.close()
    done, text = -1.0, "Drawing the sheets"
    try:
        while True:
            progress.step(done, text)
            if not here.poll(_LISTEN_S):
                continue
            said = here.recv()
            if isinstance(said, Binder):
                return said
            if isinstance(said, Exception):
                raise said
            done, text = said
    except EOFError as error:
        raise CrewError(
            "A process that drew sheets has ended before it was done, perhaps for want of memory. Try again, "
            "with fewer programs open or fewer sheets."
        ) from error
    finally:
        process.terminate()
        process.join()
        here.close()


class _Told:
    """The progress in the other process: what is done is sent to whoever waits for it."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def step(self, done: float, text: str = "") -> None:
        """Send the share that is done."""
        self._line.send((done, text))


def _draw(line: Connection, order: BinderOrder) -> None:
    """Draw in the process that was started, and send the binder, or what went wrong."""
    application = QGuiApplication.instance() or QGuiApplication(["cartoviewer", "-platform", "offscreen"])
    register_fonts()
    try:
        with Dossier.open(order.dossier, read_only=True) as opened:
            publication = Publication.prepare(
                opened.log.fold(order.at), opened.datasets, order.audience, order.language, moment=order.moment
            )
            binder = draw_binder(
                publication,
                order.dossier,
                order.at,
                order.sheets,
                printed=order.printed,
                parts=order.parts,
                duplex=order.duplex,
                progress=_Told(line),
            )
        line.send(binder)
    except Exception as error:
        line.send(error)
    del application
