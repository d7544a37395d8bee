"""Wind, signatures, amendments, distribution and tables of a sheet: there where they have something to say."""

from datetime import date
from itertools import combinations
from math import inf

import msgspec
import pytest

from bnip.furniture import LegendSpec, TableSpec
from bnip.incident import Mark
from bnip.layout import Layout, Stack
from bnip.plan import Amendment, Plan, Recipient
from bnip.record import Place, State
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import compose, sheet_view
from cartoviewer.scene.field_table import set_fields
from cartoviewer.scene.furniture import LegendPanel, SheetComposition, TextPanel, WindArrow
from cartoviewer.scene.layer_names import read_names
from cartoviewer.scene.scene import Credit
from cartoviewer.scene.search_grid import square_of
from cartoviewer.scene.sheet_style import TABLE_CELL
from cartoviewer.scene.sheet_tables import amendments, layer_rows
from cartoviewer.scene.sheet_words import credit_text
from cartoviewer.scene.table_layout import Table, set_table
from cartoviewer.scene.template import sheet_template, sheet_templates
from cartoviewer.scene.typesetting import set_text
from cartoviewer.scene.view import MapView
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names, Texts
from tests import sheet_specimens as specimens
from tests.unit.test_sheet_composition import occupied, rectangle

PLAN = Plan(
    id="plan",
    sensitivity=Sensitivity.CLEAR,
    number="2026-07",
    names=Names("Gares", "Stations", "Stations"),
    amendments=(
        Amendment("1.0", date(2026, 3, 2), Names("Première édition", "Eerste uitgave", "First edition"), "CP"),
        Amendment("1.3", date(2026, 11, 2), Names("Zones revues", "Zones herzien", "Zones revised"), "CP"),
    ),
    distribution=(
        Recipient(Names("Zone de secours", "Hulpverleningszone", "Fire service"), 3),
        Recipient(Names("Police", "Politie", "Police"), 1),
    ),
)
BOX = (0.0, 0.0, 46.0, 18.0)
WIND = Mark(
    id="wind",
    sensitivity=Sensitivity.GREEN,
    place=Place(*specimens.SITE),
    symbol="pt.wind",
    direction_deg=225.0,
    right="4 m/s",
)


def full(template: str = "bnip_a3", **changes) -> tuple[MapDocument, Sheet]:
    values = {"plan": "plan", "table": "layer-shelters", "search_grid": True, **changes}
    records = {record.id: record for record in specimens.document()}
    return MapDocument(records | {"plan": PLAN, "wind": WIND}), specimens.sheet(template, **values)


def composed(template: str, language: Language, **changes) -> SheetComposition:
    document, sheet = full(template, **changes)
    return compose(document, specimens.datasets(), sheet, language, specimens.PRINTED)


def words(composition: SheetComposition) -> str:
    return "\n".join(line for block in composition.blocks for line in block.lines)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("template", list(sheet_templates()))
def test_a_sheet_with_all_its_tables_lays_nothing_over_another(template: str, language: Language):
    composition = composed(template, language)
    width, height = composition.page_mm
    things = occupied(composition)
    for piece in composition.furniture:
        if isinstance(piece, WindArrow):
            things += [("wind", piece.rose), *((" ".join(b.lines), rectangle(b)) for b in piece.blocks)]
    for what, (x, y, w, h) in things:
        assert 8.0 <= x <= x + w <= width - 8.0, what
        assert 8.0 <= y <= y + h <= height - 8.0, what
    for (one, a), (other, b) in combinations(things, 2):
        apart = (
            a[0] + a[2] <= b[0] + 0.05
            or b[0] + b[2] <= a[0] + 0.05
            or a[1] + a[3] <= b[1] + 0.05
            or b[1] + b[3] <= a[1] + 0.05
        )
        assert apart, f"{one} lies over {other}"


def test_amendments_stand_latest_first_and_copies_are_numbered_on():
    said = words(composed("bnip_a3", Language.EN, copy="2"))
    assert said.index("Zones revised") < said.index("First edition")
    assert "COPY NO. 2 OF 4" in said
    assert "1–3" in said.splitlines()
    assert "4" in said.splitlines()


def test_the_wind_says_where_it_comes_from_and_makes_the_sheet_as_strict_as_it_is():
    composition = composed("bnip_a3", Language.FR, table="", plan="")
    (wind,) = (piece for piece in composition.furniture if isinstance(piece, WindArrow))
    assert wind.from_deg == 225.0
    assert "sud-ouest" in words(composition)
    assert "225° · 4 m/s" in words(composition)
    assert composition.marking >= Sensitivity.GREEN


def test_a_wind_that_is_only_planned_is_not_on_the_sheet():
    document, sheet = full()
    records = {record.id: record for record in document}
    records["wind"] = msgspec.structs.replace(WIND, state=State.PLANNED)
    composition = compose(MapDocument(records), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    assert not [piece for piece in composition.furniture if isinstance(piece, WindArrow)]


def test_the_table_lists_the_objects_in_the_frame_with_their_square_and_no_other():
    composition = composed("bnip_a1", Language.NL)
    inside = [line for line in words(composition).splitlines() if line.startswith("Centrum ")]
    places = specimens.datasets().get("shelters".ljust(64, "0")).shapes(31370).bounds
    west, south, east, north = composition.map.scene.view.bounds
    expected = [k for k, (x, y, _, _) in enumerate(places) if west <= x <= east and south <= y <= north]
    assert sorted(inside) == sorted(f"Centrum {k}" for k in expected)


def test_a_table_of_a_layer_above_the_audience_is_not_told_of():
    document, sheet = full(table="layer-depots")
    publication = Publication.prepare(document, specimens.datasets(), Audience.PUBLIC, Language.FR)
    shown = publication.sheet(sheet)
    made = compose(publication.document, publication.datasets, shown, Language.FR, specimens.PRINTED)
    assert "Dépôt" not in words(made)
    assert not [piece for piece in made.furniture if isinstance(piece, WindArrow)]


def test_a_plain_sheet_has_no_tables_and_keeps_its_room():
    composition = composed("bnip_a3", Language.EN, plan="", table="")
    assert "AMENDMENTS" not in words(composition)
    assert "DISTRIBUTION – COPY" not in words(composition)


def test_who_answers_for_a_sheet_has_a_line_to_sign_on():
    composition = composed("bnip_a3", Language.EN)
    (panel,) = (
        piece
        for piece in composition.furniture
        if isinstance(piece, TextPanel) and any("APPROVED BY" in block.lines for block in piece.blocks)
    )
    assert len(panel.lines) == 3
    foot = panel.box[1] + panel.box[3]
    assert all(y == pytest.approx(foot) for _, y, _, _ in panel.lines)


def test_rows_without_room_are_counted_on_the_sheet_and_in_the_outcome():
    table = Table("Shelters", ("Name", "Seats"), tuple((f"Centre {k}", str(k)) for k in range(40)))
    panel, left_out = set_table(table, (0.0, 0.0, 60.0, 40.0), Texts(Language.EN), rule=True)
    assert panel is not None
    assert 0 < left_out < 40
    assert panel.box[3] <= 40.0
    shown = [block for block in panel.blocks if block.lines[0].startswith("Centre ")]
    assert len(shown) == 40 - left_out
    assert f"and {left_out} more" in [block.lines[0] for block in panel.blocks]
    assert set_table(table, (0.0, 0.0, 60.0, inf), Texts(Language.EN), rule=True)[1] == 0


def test_a_place_has_the_letter_and_figure_that_stand_at_the_frame():
    view = MapView((150_000.0, 170_000.0), 10_000.0, (300.0, 200.0))
    # Lines stand every 50 mm: from 50 mm west of the middle, one more to the right and one more down is C3.
    assert square_of(view, 1.0, 1.0) == "A1"
    assert square_of(view, 110.0, 110.0) == "C3"


def many_words(n: int) -> Names:
    return Names(f"Zones revues après l’exercice {n}", f"Zones herzien na de oefening {n}", f"Zones revised, {n}")


def test_in_a_narrow_column_amendments_take_two_columns_and_leave_no_word_out():
    plan = msgspec.structs.replace(
        PLAN, amendments=tuple(Amendment(f"1.{k}", date(2026, 3, 2), many_words(k), "CP") for k in range(3))
    )
    document = full()[0]
    told = amendments(full()[1], MapDocument({r.id: r for r in document} | {"plan": plan}), Texts(Language.FR_NL))
    wide, narrow = (
        set_table(told.table, (0.0, 0.0, width, inf), Texts(Language.FR_NL), rule=True)[0]
        for width in (150.0, 66.0)
    )
    assert len(wide.rows[0]) == 4
    assert len(narrow.rows[0]) == 2
    assert narrow.box[3] < 45.0
    said = " ".join(line for block in narrow.blocks for line in block.lines)
    for word in ("1.2", "02/03/2026", "après l’exercice 2", "na de oefening 2", "CP"):
        assert word in said


def test_rows_of_tables_go_before_a_class_of_the_legend_does_and_that_is_told():
    plan = msgspec.structs.replace(
        PLAN,
        amendments=tuple(Amendment(f"1.{k}", date(2026, 3, 2), many_words(k), "CP") for k in range(12)),
        distribution=tuple(Recipient(many_words(k), 1) for k in range(12)),
    )
    document, sheet = full("bnip_a3", names=many_words(1), plan_names=many_words(2), scenario=many_words(3))
    document = MapDocument({r.id: r for r in document} | {"plan": plan})
    made = compose(document, specimens.datasets(), sheet, Language.FR_NL, specimens.PRINTED)
    notes = [str(note) for note in made.notes]
    assert any("Rows that have no room" in note for note in notes)
    assert not any("legend has no room" in note for note in notes)
    (legend,) = [piece for piece in made.furniture if isinstance(piece, LegendPanel)]
    assert legend.box[3] >= 54.0


def test_words_without_room_are_cut_in_every_language_and_not_in_the_last_alone():
    block = set_text(("une première langue, longue", "een tweede taal, heel erg lang"), TABLE_CELL, 22.0, 5.2)
    assert len(block.lines) == 2
    assert [line[:3] for line in block.lines] == ["une", "een"]
    assert all(line.endswith("…") for line in block.lines)
    assert block.cut


def test_of_the_fields_of_a_sheet_only_what_is_too_long_is_cut():
    long = "Explosion de gaz à la gare et évacuation préventive du quartier jusqu’à nouvel ordre " * 2
    blocks = set_fields([("Plan", ("2026-07", long)), ("Valable jusqu’au / Geldig tot", ("01/11/2027",))], 2, BOX)
    assert max(block.bottom_mm for block in blocks) <= BOX[3]
    cut = [block for block in blocks if block.cut]
    assert [block.lines[0] for block in cut] == ["2026-07"]
    assert len(cut[0].lines) > 1


def test_objects_stand_in_the_order_of_their_figures():
    document, sheet = full()
    told = layer_rows(
        sheet, document, specimens.datasets(), sheet_view(sheet, sheet_template(sheet.template)), Texts(Language.FR)
    )
    figures = [int(row[1].split(" ")[1]) for row in told.table.rows]
    assert figures == sorted(figures)
    assert max(figures) >= 10


def test_a_sheet_without_a_distribution_list_has_the_number_of_its_copy():
    document, sheet = full("bnip_a5", copy="3")
    made = compose(document, specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    assert "3 / 4" in words(made)
    unwritten = compose(
        document, specimens.datasets(), msgspec.structs.replace(sheet, copy=""), Language.FR, specimens.PRINTED
    )
    assert "…… / 4" in words(unwritten)


def test_sources_name_layers_and_not_the_tables_of_files():
    names = Names("Eau (water_line)", "Water (water_line)", "Water (water_line)")
    kept = Names("Voirie (2026)", "Wegen (2026)", "Roads (2026)")
    assert read_names(names) == Names("Eau", "Water", "Water")
    assert read_names(kept) == kept
    said = credit_text((Credit(read_names(names), "© OSM", "01/05/2026"), Credit(kept, "", "")), Texts(Language.FR))
    assert said == "Sources – Eau: © OSM, 01/05/2026; Voirie (2026): source non précisée."


def test_a_narrow_table_does_without_spare_columns_rather_than_cut_words_and_has_one_size():
    rows = (("Gemeenschapszaal Oefening", "Oefeningstraat 29", "280", "140"),)
    heads = ("Naam", "Adres", "Zittende capaciteit", "Liggende capaciteit")
    asked, spare = (
        set_table(Table("Zalen", heads, rows, spare=count), (0.0, 0.0, 46.0, inf), Texts(Language.NL), rule=True)[0]
        for count in (0, 3)
    )
    assert len(asked.rows[0]) == 4
    assert 1 < len(spare.rows[0]) < 4
    assert not any(block.cut for block in spare.blocks)
    assert len({block.size_pt for block in spare.rows[1]}) == 1


def test_a_table_beside_a_legend_goes_before_a_class_does_and_that_is_told():
    long = Names("Un très long nom de salle communale", "Een heel lange naam van een zaal", "A very long name")
    columns = ("name_fr", "name_nl", "name_fr")
    legend, table = LegendSpec(fill=True), TableSpec(size=46.0, columns=columns)
    template = msgspec.structs.replace(
        sheet_template("bnip_a5"),
        stack=(Stack((8.0, 106.0, 60.0, 27.0), (legend, table), "right"),),
        furniture=(),
    )
    document, sheet = full("bnip_a5", layout="own", names=long)
    own = Layout(id="own", sensitivity=Sensitivity.CLEAR, names=long, arrangement=template)
    records = {record.id: record for record in document}
    made = compose(MapDocument(records | {"own": own}), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    notes = [str(note) for note in made.notes]
    assert any("Rows that have no room" in note for note in notes)
    assert [type(piece) for piece in made.furniture] == [LegendPanel]
    assert made.furniture[0].box[2] == 60.0
