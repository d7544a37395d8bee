"""Ctrl+C on the command line: one sentence, and no helper that answers in its place."""

import os
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection

import pytest

from bnip.sheet import Sheet
from cartoviewer.cli import dossiers
from cartoviewer.cli.program import run
from cartoviewer.cli.sheets import SheetProblem, find_sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.export.interrupts import ignore_interrupts, started_uninterrupted
from resources.texts import Names


def doubling(line: Connection) -> None:
    ignore_interrupts()
    line.send(2 * line.recv())


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="threads have no mask of signals here")
def test_a_helper_lives_through_an_interrupt_from_its_first_moment_on() -> None:
    context = get_context("spawn")
    here, there = context.Pipe()
    helper = context.Process(target=doubling, args=(there,), daemon=True)
    with started_uninterrupted():
        helper.start()
    there.close()
    assert helper.pid is not None
    os.kill(helper.pid, signal.SIGINT)
    here.send(21)
    assert here.recv() == 42
    os.kill(helper.pid, signal.SIGINT)
    helper.join()
    assert helper.exitcode == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


def test_a_command_that_is_stopped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dossiers, "info", stopped)
    assert run(["info", "--lang", "en"]) == 1
    assert capsys.readouterr().err == "Stopped; nothing was changed.\n"


def test_a_number_that_no_sheet_has_is_not_taken_for_the_beginning_of_an_id_or_a_part_of_a_name() -> None:
    sheet = Sheet(
        id="99d631", template="bnip_a4", centre=(148000.0, 170000.0), scale=5000.0, names=Names.same("Annexe 7")
    )
    document = MapDocument({sheet.id: sheet})
    assert find_sheet(document, "99d") == sheet
    assert find_sheet(document, "annexe") == sheet
    for asked in ("99", "7", ""):
        with pytest.raises(SheetProblem, match="There is no sheet"):
            find_sheet(document, asked)
