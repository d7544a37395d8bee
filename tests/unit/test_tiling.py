"""A large sheet laid over small pages: nothing is missing, nothing is shrunk."""

import numpy as np
import pytest

from cartoviewer.export.duplex import Duplex, edge_for
from cartoviewer.scene.tiling import MARGIN_MM, TilingError, tiled

A0, A1, A3 = (1189.0, 841.0), (841.0, 594.0), (420.0, 297.0)


@pytest.mark.parametrize("sheet", [A0, A1, A3, (297.0, 420.0)])
@pytest.mark.parametrize(("paper", "overlap"), [("A4", 10.0), ("A3", 10.0), ("A4", 0.0), ("A4", 25.0)])
def test_the_pages_cover_the_whole_sheet_and_share_their_overlap(sheet, paper, overlap):
    if paper == "A3" and max(sheet) <= 420:
        pytest.skip("fits on one page")
    tiling = tiled(sheet, paper, overlap)
    covered = np.zeros((round(sheet[1]), round(sheet[0])), dtype=int)
    for tile in tiling.tiles:
        x, y, width, height = tile.part
        assert width <= tiling.page_mm[0] - 2 * MARGIN_MM + 1e-9
        assert height <= tiling.page_mm[1] - 2 * MARGIN_MM + 1e-9
        covered[round(y) : round(y + height), round(x) : round(x + width)] += 1
        beside = tiling.neighbour(tile, 1, 0)
        if beside is not None:
            assert x + width - beside.part[0] == pytest.approx(overlap)
        below = tiling.neighbour(tile, 0, 1)
        if below is not None:
            assert y + height - below.part[1] == pytest.approx(overlap)
    # The outermost half millimetre is white on every sheet.
    assert covered[:-1, :-1].min() >= 1


def test_pages_are_named_by_a_letter_across_and_a_figure_down():
    tiling = tiled(A1, "A4")
    assert [tile.name for tile in tiling.tiles if tile.row == 0][:3] == ["A1", "B1", "C1"]
    assert [tile.name for tile in tiling.tiles if tile.column == 1][:2] == ["B1", "B2"]
    assert len({tile.name for tile in tiling.tiles}) == len(tiling.tiles) == tiling.columns * tiling.rows


def test_the_paper_is_turned_so_that_fewer_pages_are_needed():
    standing, lying = tiled((370.0, 800.0), "A4"), tiled((800.0, 370.0), "A4")
    assert standing.page_mm == lying.page_mm[::-1]
    assert len(standing.tiles) == len(lying.tiles)


@pytest.mark.parametrize(
    ("sheet", "paper", "overlap"), [(A0, "A9", 10.0), (A3, "A3", 10.0), (A0, "A4", -1.0), (A0, "A4", 80.0)]
)
def test_what_cannot_be_laid_is_refused(sheet, paper, overlap):
    with pytest.raises(TilingError):
        tiled(sheet, paper, overlap)


def test_sheets_bound_on_the_left_turn_along_the_edge_at_which_they_are_bound():
    assert edge_for(Duplex.BOUND_LEFT, (210.0, 297.0)) is Duplex.LONG
    assert edge_for(Duplex.BOUND_LEFT, (297.0, 210.0)) is Duplex.SHORT
    assert edge_for(Duplex.LONG, (297.0, 210.0)) is Duplex.LONG
