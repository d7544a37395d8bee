"""Each way a sheet leaves the house: published, looked over, and stopped until a reason stands in the log."""

from pathlib import Path

import msgspec
import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrinter

from bnip.furniture import TextSpec
from bnip.layout import Layout
from bnip.plan import Plan, Recipient
from bnip.sheet import Override, Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.export.binder import write_binder
from cartoviewer.export.copies_pdf import write_copies
from cartoviewer.export.image import write_png, write_svg, write_tif
from cartoviewer.export.layout_leaving import layout_file
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.print_job import PrintJob, PrintPage, prepare_print
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_gate import LastLook, SheetStopped
from cartoviewer.export.tiled_pdf import write_tiled
from cartoviewer.scene.layout_file import layout_level
from cartoviewer.scene.numbered_copies import copies_of
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names, Texts
from tests import sheet_specimens as specimens

pytestmark = pytest.mark.usefixtures("qapp")

PLAN = Plan(id="plan", distribution=(Recipient(Names.same("Governor"), 2),))
FAULTY = specimens.sheet("bnip_a3", names=Names(fr="Gare du Midi"), plan="plan")
"""Its title is missing in Dutch, which is serious."""


def published(audience: Audience = Audience.INTERNAL) -> Publication:
    records = {record.id: record for record in specimens.document()} | {"plan": PLAN, FAULTY.id: FAULTY}
    return Publication.prepare(MapDocument(records), specimens.datasets(), audience, Language.FR_NL)


def tiles(publication, sheet, path, **more):
    return write_tiled(publication, sheet, path, paper="A4", overlap_mm=10.0, **more)


def copies(publication, sheet, path, **more):
    return write_copies(publication, sheet, path, copies=copies_of(PLAN), **more)


def printer(publication, sheet, path, *, printed, judge=None):
    job = prepare_print(publication, sheet, printed, judge=judge)
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    job.paint_on(device)


WAYS = {
    "file.pdf": write_pdf,
    "file.png": write_png,
    "file.svg": write_svg,
    "file.tif": write_tif,
    "tiles.pdf": tiles,
    "copies.pdf": copies,
    "printed.pdf": printer,
}


@pytest.mark.parametrize("name", WAYS)
def test_a_serious_fault_stops_every_way_that_is_told_nothing_else(tmp_path: Path, name: str):
    with pytest.raises(SheetStopped):
        WAYS[name](published(), FAULTY, tmp_path / name, printed=specimens.PRINTED)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", WAYS)
def test_the_reason_is_kept_before_there_is_a_file(tmp_path: Path, name: str):
    target, order = tmp_path / name, []

    def keep(findings) -> None:
        order.append((findings[0].rule, target.exists()))

    publication = published()
    judge = LastLook(publication, FAULTY, Texts(Language.EN), keep)
    WAYS[name](publication, FAULTY, target, printed=specimens.PRINTED, judge=judge)
    assert set(order) == {("translation", False)}
    assert target.exists()


@pytest.mark.parametrize("name", WAYS)
def test_what_was_accepted_for_this_version_passes_without_being_asked_again(tmp_path: Path, name: str):
    accepted = Override(("translation",), "exercise in French", FAULTY.version, specimens.PRINTED)
    sheet = msgspec.structs.replace(FAULTY, overrides=(accepted,))
    WAYS[name](published(), sheet, tmp_path / name, printed=specimens.PRINTED)
    assert (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["tiles.pdf", "copies.pdf", "printed.pdf"])
def test_nothing_above_the_audience_is_in_a_file_of_pages(tmp_path: Path, name: str):
    good = specimens.sheet("bnip_a3", plan="plan")
    WAYS[name](published(Audience.PUBLIC), good, tmp_path / name, printed=specimens.PRINTED)
    with pikepdf.open(tmp_path / name) as pdf:
        held = [repr(each).encode() for each in pdf.objects]
        held += [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
    assert b"canary" not in b"\n".join(held).lower()


def test_a_binder_is_stopped_even_when_it_is_drawn(tmp_path: Path):
    path = tmp_path / "dossier.gpkg"
    with Dossier.create(path) as made:
        history = History(made.log, "SITCEN")
        history.do(Label("Sheet"), put(history.document, msgspec.structs.replace(FAULTY, plan="")))
        document = history.document
        publication = Publication.prepare(document, made.datasets, Audience.INTERNAL, Language.FR_NL)
        with pytest.raises(SheetStopped):
            write_binder(
                publication,
                path,
                None,
                document.of(Sheet),
                tmp_path / "binder.pdf",
                printed=specimens.PRINTED,
            )
    assert not (tmp_path / "binder.pdf").exists()


def test_only_the_last_look_makes_a_print_job():
    with pytest.raises(TypeError):
        PrintJob(object(), (), None, Audience.INTERNAL)


def test_a_page_of_a_print_has_no_way_out_of_its_own():
    assert not [name for name in dir(PrintPage) if "write" in name or "print" in name]


def secret_layout() -> Layout:
    arrangement = sheet_template("bnip_a3")
    said = TextSpec(box=(30.0, 30.0, 60.0, 20.0), text=Names.same("canary words"))
    own = msgspec.structs.replace(arrangement, furniture=(*arrangement.furniture, said), papers=())
    return Layout(id="own", sensitivity=Sensitivity.AMBER, names=Names.same("canary name"), arrangement=own)


def test_a_layout_above_the_audience_leaves_as_boxes_only_and_says_its_level_where_it_does_not():
    document = MapDocument({"own": secret_layout()})
    public = layout_file(secret_layout(), document, Audience.PUBLIC)
    assert b"canary" not in public.data
    assert public.marking is Sensitivity.CLEAR
    internal = layout_file(secret_layout(), document, Audience.INTERNAL)
    assert b"canary words" in internal.data
    assert layout_level(internal.data) is Sensitivity.AMBER
