"""Sheets laid in series, and bound into one PDF."""

from io import BytesIO
from itertools import pairwise
from multiprocessing import active_children
from pathlib import Path

import msgspec
import pikepdf
import pytest
import shapely
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from bnip.plan import Amendment, Plan
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from cartoviewer.export.binder import BinderError, Parts, write_binder
from cartoviewer.export.binder_index import index_of
from cartoviewer.export.binder_pages import block_sizes
from cartoviewer.export.binder_process import BinderOrder, draw_beside
from cartoviewer.export.duplex import Duplex
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.framing_series import FramingError, over_grid, template_for
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.route_frames import along
from cartoviewer.scene.series import Each, lay
from cartoviewer.scene.template import sheet_template
from layers.progress import Cancelled, NoProgress
from layers.sensitivity import Audience, Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names, Texts
from tests import sheet_specimens as specimens

FIRST = specimens.sheet("bnip_a3", scale=5_000.0)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A dossier without layers: the binder's processes read it from its file."""
    path = tmp_path / "plan.gpkg"
    every = {record.id: record for record in specimens.document()}
    with Dossier.create(path) as made:
        history = History(made.log, "SITCEN")
        history.do(Label("Marks"), *(put(history.document, every[key]) for key in ("incident", "mark-cmd.cpops")))
    return path


def bound(dossier: Path, sheets: tuple[Sheet, ...], out: Path, **more: object) -> bytes:
    with Dossier.open(dossier, read_only=True) as opened:
        publication = Publication.prepare(
            opened.log.fold(), opened.datasets, more.pop("audience", Audience.INTERNAL), Language.FR_NL
        )
        write_binder(publication, dossier, None, sheets, out, printed=specimens.PRINTED, **more)
    return out.read_bytes()


def test_every_sheet_has_its_bookmark_its_line_in_the_index_and_its_place_on_the_ground(qapp, dossier, tmp_path):
    sheets = over_grid(FIRST, 2, 1)
    with pikepdf.open(BytesIO(bound(dossier, sheets, tmp_path / "b.pdf"))) as pdf:
        with pdf.open_outline() as outline:
            names = [item.title for item in outline.root]
        assert names[0] == "Table des matières / Inhoud"
        assert len(names) == 3
        links = [note.Dest[0].objgen for note in pdf.pages[0].Annots]
        assert links == [page.objgen for page in pdf.pages[1:]]
        for page, sheet in zip(list(pdf.pages)[1:], sheets, strict=True):
            west, south, _, _ = sheet_view(sheet, sheet_template(sheet.template)).bounds
            measure = page.VP[0].Measure
            assert int(measure.GCS.EPSG) == 31370
            assert west > 0 < south
        assert pdf.pages[1].VP[0].Measure.GPTS != pdf.pages[2].VP[0].Measure.GPTS


def test_every_page_of_a_binder_can_be_read_aloud_and_its_index_line_by_line(qapp, dossier, tmp_path):
    sheets = over_grid(FIRST, 2, 1)
    with pikepdf.open(BytesIO(bound(dossier, sheets, tmp_path / "b.pdf", duplex=Duplex.BOUND_LEFT))) as pdf:
        document = pdf.Root.StructTreeRoot.K
        assert document.S == "/Document"
        assert [section.K[0].Pg.objgen if "/Pg" in section.K[0] else None for section in document.K] == [
            page.objgen for page in pdf.pages
        ]
        index = document.K[0]
        lines = str(index.K[0].ActualText).split("\n")
        assert any(line.startswith("1 ") and "1:5 000" in line.replace("\u202f", " ") for line in lines)
        assert [each.S for each in index.K] == ["/P", "/Link", "/Link"]
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for page in pdf.pages:
            assert int(page.StructParents) in [int(key) for key in numbers[::2]]
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"


@pytest.mark.slow
def test_two_processes_write_the_very_bytes_that_one_writes(qapp, dossier, tmp_path, monkeypatch):
    sheets = over_grid(FIRST, 6, 3)
    assert max(block_sizes(len(sheets))) > 1
    two = bound(dossier, sheets, tmp_path / "two.pdf")
    monkeypatch.setattr("cartoviewer.export.binder_pages.cpu_count", lambda: 1)
    assert bound(dossier, sheets, tmp_path / "one.pdf") == two


def pictures(pdf: bytes) -> list[QImage]:
    """Give the pages as they look, 40 dots to the inch."""
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    sizes = [(document.pagePointSize(page) * 40 / 72).toSize() for page in range(document.pageCount())]
    return [document.render(page, size) for page, size in enumerate(sizes)]


def test_blocks_hold_every_sheet_once_and_end_with_single_ones():
    for count in range(1, 400):
        sizes = block_sizes(count)
        assert sum(sizes) == count
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[-1] == 1
    assert max(block_sizes(300)) == 8


def test_sheets_of_different_papers_in_one_block_keep_size_and_picture(qapp, dossier, tmp_path, monkeypatch):
    sheets = tuple(
        msgspec.structs.replace(sheet, template=template)
        for sheet, template in zip(over_grid(FIRST, 3, 1), ("bnip_a4", "bnip_a3", "bnip_a4_portrait"), strict=True)
    )
    alone = bound(dossier, sheets, tmp_path / "alone.pdf", parts=Parts(index=False))
    monkeypatch.setattr("cartoviewer.export.binder_pages.block_sizes", lambda count: [count])
    together = bound(dossier, sheets, tmp_path / "together.pdf", parts=Parts(index=False))
    with pikepdf.open(BytesIO(together)) as pdf:
        widths = [round(float(page.mediabox[2]) / 72 * 25.4) for page in pdf.pages]
    assert widths == [297, 420, 210]
    assert len(together) < len(alone)
    for page, picture in enumerate(pictures(together)):
        assert picture == pictures(alone)[page]


class _Halfway:
    def step(self, done: float, text: str = "") -> None:
        if done > 0.4:
            raise Cancelled


def test_a_binder_stopped_half_way_leaves_the_old_file_and_nothing_else(qapp, dossier, tmp_path):
    out = tmp_path / "there.pdf"
    out.write_bytes(b"old")
    with pytest.raises(Cancelled):
        bound(dossier, over_grid(FIRST, 2, 1), out, progress=_Halfway())
    assert out.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir() if "there" in path.name} == {"there.pdf"}


def test_a_sheet_above_the_audience_is_not_in_the_binder_by_page_or_by_name(qapp, dossier, tmp_path):
    open_one, strict = over_grid(FIRST, 2, 1)
    open_one = msgspec.structs.replace(open_one, sensitivity=Sensitivity.CLEAR)
    strict = msgspec.structs.replace(strict, sensitivity=Sensitivity.RED, names=Names.same("CANARY"))
    with pikepdf.open(
        BytesIO(bound(dossier, (open_one, strict), tmp_path / "b.pdf", audience=Audience.PUBLIC))
    ) as pdf:
        assert len(pdf.pages) == 2
        with pdf.open_outline() as outline:
            assert not any("CANARY" in item.title for item in outline.root)
    with pytest.raises(BinderError):
        bound(dossier, (strict,), tmp_path / "none.pdf", audience=Audience.PUBLIC)


def test_neighbours_of_a_grid_overlap_by_a_centimetre_of_paper():
    left, right = over_grid(FIRST, 2, 1)
    template = sheet_template("bnip_a3")
    overlap = sheet_view(left, template).bounds[2] - sheet_view(right, template).bounds[0]
    assert overlap / 5.0 == pytest.approx(10.0, abs=0.05)


def test_all_of_a_route_is_on_a_sheet_of_its_series():
    path = ((147_000.0, 169_000.0), (151_500.0, 170_000.0), (152_000.0, 174_000.0))
    sheets = along(FIRST, path)
    boxes = [sheet_view(sheet, sheet_template(sheet.template)).bounds for sheet in sheets]
    for (x0, y0), (x1, y1) in pairwise(path):
        for k in range(101):
            x, y = x0 + (x1 - x0) * k / 100, y0 + (y1 - y0) * k / 100
            assert any(west <= x <= east and south <= y <= north for west, south, east, north in boxes)
    assert len(sheets) < 8


def test_a_sheet_of_an_object_is_as_strict_as_the_layer_it_is_named_from():
    depots = specimens.document().get("layer-depots")
    sheets = lay(Each(depots.id), FIRST, specimens.document(), specimens.datasets())
    assert len(sheets) == specimens.datasets().get(depots.dataset).card.count
    assert all(sheet.sensitivity >= Sensitivity.AMBER for sheet in sheets)


def test_a_paper_nobody_prints_plans_on_is_refused_with_those_that_are():
    assert template_for("a1", upright=True) == "bnip_a1_portrait"
    assert template_for("A3", upright=False) == "bnip_a3"
    with pytest.raises(FramingError, match="A3"):
        template_for("B5", upright=False)


def with_plan(dossier: Path, level: Sensitivity) -> Sheet:
    """Put a plan with many amendments into the dossier, and give a sheet of it."""
    rows = tuple(Amendment(str(k), None, Names.same(f"Amendment number {k}")) for k in range(120))
    plan = Plan(id="plan", sensitivity=level, names=Names.same("CANARY plan"), version="2.0", amendments=rows)
    with Dossier.open(dossier) as opened:
        history = History(opened.log, "SITCEN")
        history.do(Label("Plan"), put(history.document, plan))
    return msgspec.structs.replace(FIRST, plan="plan", sensitivity=Sensitivity.CLEAR)


def test_the_plan_stands_before_the_index_on_as_many_pages_as_it_needs(qapp, dossier, tmp_path):
    sheet = with_plan(dossier, Sensitivity.CLEAR)
    with pikepdf.open(BytesIO(bound(dossier, (sheet,), tmp_path / "b.pdf"))) as pdf:
        with pdf.open_outline() as outline:
            names = [item.title for item in outline.root]
        assert names[0].startswith("Plan d’urgence")
        assert names[1].startswith("Table des matières")
        count = len(pdf.pages)
        assert count > 3
        # The index leads to the sheet, whatever stands before it.
        assert [note.Dest[0].objgen for note in pdf.pages[-2].Annots] == [pdf.pages[-1].objgen]
    plain = bound(dossier, (sheet,), tmp_path / "p.pdf", parts=Parts(plan=False))
    with pikepdf.open(BytesIO(plain)) as pdf:
        assert len(pdf.pages) == 2
    reader = QPdfDocument()
    reader.load(str(tmp_path / "b.pdf"))
    told = "".join(reader.getAllText(page).text() for page in range(count - 2))
    assert all(f"Amendment number {k}" in told for k in range(120))


def test_a_plan_above_the_audience_has_no_page_in_the_binder(qapp, dossier, tmp_path):
    sheet = with_plan(dossier, Sensitivity.AMBER)
    with pikepdf.open(BytesIO(bound(dossier, (sheet,), tmp_path / "b.pdf", audience=Audience.PUBLIC))) as pdf:
        assert len(pdf.pages) == 2
    reader = QPdfDocument()
    reader.load(str(tmp_path / "b.pdf"))
    assert not any("CANARY" in reader.getAllText(page).text() for page in range(2))


def test_what_is_told_of_a_sheet_speaks_the_language_of_who_reads_it_not_that_of_the_binder():
    inside = Note("“{text}” was cut: it has no room on the sheet.", (("text", "Gare"),))
    told = Note("Sheet {sheet}: {note}", (("sheet", "3"), ("note", inside)))
    assert told.written(Texts(Language.EN)) == "Sheet 3: “Gare” was cut: it has no room on the sheet."
    assert "abrégé" in told.written(Texts(Language.FR))


def test_the_index_shows_the_ground_near_its_sheets_where_there_is_a_base_map(qapp):
    water = specimens.SpecimenDataset(
        "water", "water", [shapely.box(140_000, 160_000, 160_000, 180_000)], {}, kind=GeometryKind.AREA
    )
    layer = Layer(id="water", names=Names.same("Water"), dataset=water.card.hash, schema="water")
    datasets = specimens.SpecimenDatasets(water)
    publication = Publication.prepare(MapDocument({"water": layer}), datasets, Audience.INTERNAL, Language.EN)
    kept = (FIRST, msgspec.structs.replace(FIRST, id="other", number=2))
    index = index_of(publication, "Atlas", kept, (Sensitivity.CLEAR, Sensitivity.CLEAR), specimens.PRINTED)
    assert index.marking is layer.sensitivity
    # Without a base map or outlines there is no map, so the lines begin higher.
    bare = Publication.prepare(MapDocument({}), datasets, Audience.INTERNAL, Language.EN)
    plain = index_of(bare, "Atlas", kept, (Sensitivity.CLEAR, Sensitivity.CLEAR), specimens.PRINTED)
    assert plain.lines[0].box[1] < index.lines[0].box[1] - 100.0


def order(dossier: Path, audience: Audience, *sheets: Sheet) -> BinderOrder:
    return BinderOrder(
        dossier, None, None, audience, Language.FR_NL, sheets, specimens.PRINTED, Parts(), Duplex.NONE
    )


def test_a_binder_drawn_beside_the_window_is_the_one_drawn_here(qapp, dossier, tmp_path):
    sheets = over_grid(FIRST, 2, 1)
    there = draw_beside(order(dossier, Audience.INTERNAL, *sheets), NoProgress())
    assert there.data == bound(dossier, sheets, tmp_path / "here.pdf", duplex=Duplex.NONE)
    strict = msgspec.structs.replace(FIRST, sensitivity=Sensitivity.RED)
    with pytest.raises(BinderError, match="nothing to bind"):
        draw_beside(order(dossier, Audience.PUBLIC, strict), NoProgress())


def test_stopping_a_binder_that_is_drawn_beside_the_window_leaves_no_process(qapp, dossier):
    class _AtOnce:
        def step(self, done: float, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        draw_beside(order(dossier, Audience.INTERNAL, FIRST), _AtOnce())
    assert not active_children()
