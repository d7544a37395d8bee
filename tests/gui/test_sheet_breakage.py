"""What happens when the machine does not play along: no old file is lost, no half file is left."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.export.binder import write_binder
from cartoviewer.export.image import write_png, write_svg, write_tif
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.publication import Publication
from cartoviewer.export.tiled_pdf import write_tiled
from cartoviewer.export.writing import WriteError
from cartoviewer.scene.framing_series import over_grid
from layers.progress import Cancelled
from layers.sensitivity import Audience
from resources.texts import Language
from tests import sheet_specimens as specimens

resource = pytest.importorskip("resource", reason="Windows cannot limit what goes into a file")
pytestmark = pytest.mark.usefixtures("qapp")

WRITERS = {"pdf": write_pdf, "png": write_png, "svg": write_svg, "tif": write_tif}


@contextmanager
def room_for(count: int) -> Iterator[None]:
    """Let the system take no more than so many bytes into a file, as a full disk does half way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def publication() -> Publication:
    return Publication.prepare(specimens.document(), specimens.datasets(), Audience.INTERNAL, Language.FR_NL)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_disk_that_fills_while_a_sheet_is_written_leaves_the_old_file_and_nothing_else(tmp_path: Path, kind: str):
    target = tmp_path / f"sheet.{kind}"
    target.write_bytes(b"old")
    gate = publication()
    with room_for(8192), pytest.raises(WriteError):
        WRITERS[kind](gate, specimens.sheet(), target, printed=specimens.PRINTED)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_that_fills_while_pages_are_written_leaves_the_old_file_and_nothing_else(tmp_path: Path):
    target = tmp_path / "pages.pdf"
    target.write_bytes(b"old")
    gate, sheet = publication(), specimens.sheet("bnip_a3")
    with room_for(8192), pytest.raises(WriteError):
        write_tiled(gate, sheet, target, paper="A4", overlap_mm=10.0, printed=specimens.PRINTED)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_target_that_another_program_holds_is_told_and_left(tmp_path: Path, kind: str, monkeypatch):
    target = tmp_path / f"sheet.{kind}"
    target.write_bytes(b"old")

    def held(self: Path, other: Path) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used")

    gate = publication()
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(WriteError, match="another program holds the file"):
        WRITERS[kind](gate, specimens.sheet(), target, printed=specimens.PRINTED)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


class _Halfway:
    def __init__(self) -> None:
        self.done = 0.0

    def step(self, done: float, text: str = "") -> None:
        self.done = max(self.done, done)
        if done > 0.4:
            raise Cancelled


@pytest.mark.slow
def test_an_atlas_of_300_sheets_stopped_half_way_leaves_no_file_and_no_process(tmp_path: Path):
    path, out = tmp_path / "plan.gpkg", tmp_path / "atlas.pdf"
    every = {record.id: record for record in specimens.document()}
    with Dossier.create(path) as made:
        history = History(made.log, "SITCEN")
        history.do(Label("Marks"), put(history.document, every["incident"]))
    sheets = over_grid(specimens.sheet("bnip_a3", scale=500.0), 20, 15)
    assert len(sheets) == 300
    progress = _Halfway()
    with Dossier.open(path, read_only=True) as opened:
        gate = Publication.prepare(opened.log.fold(), opened.datasets, Audience.INTERNAL, Language.FR)
        with pytest.raises(Cancelled):
            write_binder(gate, path, None, sheets, out, printed=specimens.PRINTED, progress=progress)
    assert progress.done > 0.4
    assert not list(tmp_path.glob("*atlas*"))
    assert not multiprocessing.active_children()
    with Dossier.open(path) as again:
        assert again.log.fold().get("incident") is not None
