"""The pages of the emergency plan at the front of a binder: what it is, who answers for it, and its tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import inf
from typing import Final

from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.export.binder_index import Index
from cartoviewer.export.index_pages import FOOT, LEFT, TOP, WIDTH, PageItem, pages_pdf, words_of
from cartoviewer.export.publication import Publication
from cartoviewer.scene.plan_tables import plan_facts, plan_level, plan_tables
from cartoviewer.scene.sheet_plan import plan_of
from cartoviewer.scene.sheet_style import FIELD_NAME, FIELD_VALUE, title_style
from cartoviewer.scene.table_layout import Table, set_table
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, set_text
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Texts

__all__ = ["plan_pages"]

_COLUMNS: Final = 3
_GUTTER_MM: Final = 5.0
_GAP_MM: Final = 5.0
_ROW_GAP_MM: Final = 2.0
_LEAST_MM: Final = 30.0
"""A table begins on a new page rather than with less than this."""
_KIND: Final = TypeStyle(10.0, "semibold", colour="#4A443D")


def plan_pages(
    publication: Publication, sheets: Sequence[Sheet], marking: Sensitivity, printed: datetime
) -> Index | None:
    """Lay out and paint the pages of the plans that sheets belong to; None where the audience may see none.

    `marking` is that of the sheets; given back is the stricter of that and of the plans.
    """
    document = publication.document
    found = dict.fromkeys(plan.id for sheet in sheets if (plan := plan_of(sheet, document)) is not None)
    plans = [plan for plan in map(document.get, found) if isinstance(plan, Plan)]
    if not plans:
        return None
    strict = max((marking, *(plan_level(plan, document) for plan in plans)))
    pages: list[list[PageItem]] = []
    for plan in plans:
        pages += _Pages(plan, publication).made()
    return Index(pages_pdf(pages, strict, publication, printed), (), strict, words_of(pages))


class _Pages:
    """Sets one plan, page after page."""

    def __init__(self, plan: Plan, publication: Publication) -> None:
        self._plan = plan
        self._publication = publication
        self._texts = Texts(publication.language)
        self._pages: list[list[PageItem]] = [[]]
        self._at = TOP

    def made(self) -> list[list[PageItem]]:
        """Give the pages."""
        plan, texts = self._plan, self._texts
        title = tuple(line for line in texts.name_lines(plan.names) if line) or (texts(plan.plan.label),)
        self._put(set_text((texts(plan.plan.label),), _KIND, WIDTH, at=(LEFT, self._at)))
        self._put(set_text(title, title_style(22.0), WIDTH, at=(LEFT, self._at + 1.0)))
        self._at += _GAP_MM
        self._facts(plan_facts(plan, texts))
        # Whoever does not see all of the plan cannot tell what it lacks.
        checked = self._publication.audience is Audience.INTERNAL
        for table in plan_tables(plan, self._publication.document, texts, checked=checked):
            self._table(table)
        return self._pages

    def _put(self, block: TextBlock) -> None:
        self._pages[-1].append(block)
        self._at = block.bottom_mm

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Set names and values in columns, row by row."""
        width = (WIDTH - _GUTTER_MM * (_COLUMNS - 1)) / _COLUMNS
        for start in range(0, len(facts), _COLUMNS):
            foot = self._at
            for column, (name, value) in enumerate(facts[start : start + _COLUMNS]):
                left = LEFT + column * (width + _GUTTER_MM)
                head = set_text((name.upper(),), FIELD_NAME, width, at=(left, self._at))
                words = set_text((value,), FIELD_VALUE, width, at=(left, head.bottom_mm))
                self._pages[-1] += [head, words]
                foot = max(foot, words.bottom_mm)
            self._at = foot + _ROW_GAP_MM
        self._at += _GAP_MM - _ROW_GAP_MM

    def _table(self, table: Table) -> None:
        """Set a table, on as many pages as its rows need."""
        rest = table
        while rest.rows:
            room = FOOT - self._at
            whole, left_out = set_table(rest, (LEFT, self._at, WIDTH, inf), self._texts, rule=True)
            if whole is not None and whole.box[3] <= room:
                self._pages[-1].append(whole)
                self._at += whole.box[3] + _GAP_MM
                return
            kept = self._fitting(rest, room)
            if self._at > TOP and (room < _LEAST_MM or not kept):
                self._pages.append([])
                self._at = TOP
                continue
            # A row that is higher than a page is set all the same: nothing is dropped.
            part = replace(rest, rows=rest.rows[: max(kept, 1)])
            panel, left_out = set_table(part, (LEFT, self._at, WIDTH, inf), self._texts, rule=True)
            if panel is not None and not left_out:
                self._pages[-1].append(panel)
            rest = replace(rest, rows=rest.rows[max(kept, 1) :])
            self._pages.append([])
            self._at = TOP

    def _fitting(self, table: Table, room: float) -> int:
        """Give how many of the first rows there is room for."""
        low, high = 0, len(table.rows)
        while low < high:
            middle = (low + high + 1) // 2
            part = replace(table, rows=table.rows[:middle])
            panel, _ = set_table(part, (LEFT, 0.0, WIDTH, inf), self._texts, rule=True)
            if panel is not None and panel.box[3] <= room:
                low = middle
            else:
                high = middle - 1
        return low
