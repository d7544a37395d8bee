"""Every template in every language, with little and much to say: nothing is cut, overlaps or is empty."""

from datetime import date
from functools import cache
from itertools import combinations

import pytest

from bnip.incident import Mark
from bnip.plan import Amendment, Plan, Recipient
from bnip.record import Place
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import (
    Banner,
    Furniture,
    LegendPanel,
    NorthArrow,
    OverviewMap,
    ScaleBar,
    SheetComposition,
    TextPanel,
    WindArrow,
    blocks_of,
)
from cartoviewer.scene.template import sheet_templates
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names
from tests import sheet_specimens as specimens
from tests.unit.test_sheet_composition import LONG, LONG_SHEET, rectangle

Box = tuple[float, float, float, float]
TOUCHING_MM = 0.05

REVISED = Names(
    "Zones de planification et d’intervention revues après l’exercice du printemps",
    "Noodplannings- en interventiezones herzien na de oefening van het voorjaar",
    "Planning and intervention zones revised after the spring exercise",
)
FIRE = Names("Zone de secours – SIAMU", "Hulpverleningszone – DBDMH", "Fire and rescue service")
LONG_PLAN = Plan(
    id="plan",
    sensitivity=Sensitivity.CLEAR,
    number="PPUI-BNIP 2026-07",
    names=LONG,
    amendments=tuple(Amendment(f"1.{k}", date(2026, 1, 1 + k), REVISED, "Planification – CP") for k in range(12)),
    distribution=tuple(Recipient(FIRE, 2) for _ in range(12)),
)
WIND = Mark(
    id="wind",
    sensitivity=Sensitivity.GREEN,
    place=Place(*specimens.SITE),
    symbol="pt.wind",
    direction_deg=225.0,
    left="6 Bft",
    right="4 m/s",
)


@cache
def composed(template: str, language: Language, content: str) -> SheetComposition:
    records = {record.id: record for record in specimens.document(exercise=content != "little")}
    match content:
        case "little":
            kept = {"layer-cantons": records["layer-cantons"]}
            sheet = Sheet(
                id="sheet",
                sensitivity=Sensitivity.CLEAR,
                template=template,
                centre=specimens.SITE,
                scale=20_000.0,
                names=Names.same("Atlas"),
            )
        case "usual":
            kept = records | {"wind": WIND}
            sheet = specimens.sheet(template, copy="3")
        case _:
            kept = records | {"plan": LONG_PLAN, "wind": WIND}
            more = {"plan": "plan", "table": "layer-shelters", "search_grid": True, "mgrs": True}
            sheet = specimens.sheet(template, **(LONG_SHEET | more))
    return compose(MapDocument(kept), specimens.datasets(), sheet, language, specimens.PRINTED)


def things(piece: Furniture) -> list[tuple[str, Box]]:
    """What a piece puts on the paper, each thing with its rectangle."""
    found = [(" ".join(block.lines), rectangle(block)) for block in blocks_of(piece)]
    match piece:
        case LegendPanel():
            found += [(f"sample of {sample.text.lines[0]}", sample.box) for sample in piece.samples]
        case OverviewMap():
            found.append(("overview", piece.map_box))
        case ScaleBar():
            found.append(("scale bar", piece.bar))
        case WindArrow():
            found.append(("rose", piece.rose))
        case Banner():
            # The words of the marking stand in its box.
            found = [*found[1:], ("marking", piece.marking_box)]
        case NorthArrow():
            x, y, width, height = piece.box
            found.append(("arrow", (x, y + piece.letter.height_mm, width, height - piece.letter.height_mm)))
    return found


def apart(one: Box, other: Box) -> bool:
    return (
        one[0] + one[2] <= other[0] + TOUCHING_MM
        or other[0] + other[2] <= one[0] + TOUCHING_MM
        or one[1] + one[3] <= other[1] + TOUCHING_MM
        or other[1] + other[3] <= one[1] + TOUCHING_MM
    )


def within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - TOUCHING_MM
        and inner[1] >= outer[1] - TOUCHING_MM
        and inner[0] + inner[2] <= outer[0] + outer[2] + TOUCHING_MM
        and inner[1] + inner[3] <= outer[1] + outer[3] + TOUCHING_MM
    )


@pytest.mark.slow
@pytest.mark.parametrize("content", ["little", "usual", "much"])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("template", list(sheet_templates()))
def test_a_sheet_is_whole(template: str, language: Language, content: str):
    sheet = composed(template, language, content)
    page = (0.0, 0.0, *sheet.page_mm)
    found = [(what, box, piece) for piece in sheet.furniture for what, box in things(piece)]
    found += [("map", sheet.map.box, None)]
    for one, other in combinations(sheet.furniture, 2):
        assert apart(one.box, other.box), f"{type(one).__name__} lies over {type(other).__name__}"
    for (one, a, _), (other, b, _) in combinations(found, 2):
        assert apart(a, b), f"“{one}” lies over “{other}”"
    for what, box, piece in found:
        assert within(box, page if piece is None else piece.box), f"“{what}” leaves its box"
    for piece in sheet.furniture:
        assert piece.box[2] > 1.0, piece
        assert piece.box[3] > 1.0, piece
        if isinstance(piece, TextPanel | LegendPanel):
            assert [block for block in blocks_of(piece) if any(block.lines)], piece
    if content != "much":
        told = [str(note) for note in sheet.notes if "Labels that found no place" not in str(note)]
        assert told == []
    else:
        assert not any("legend has no room" in str(note) for note in sheet.notes)
