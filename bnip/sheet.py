"""A map sheet of a plan or of a situation report."""

from datetime import date, datetime

import msgspec

from bnip.record import Point, Record
from resources.texts import Language, Names

__all__ = ["Laid", "Override", "Sheet"]


class Override(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a version of a sheet may leave the house in spite of what the checks found by these `rules`."""

    rules: tuple[str, ...]
    reason: str
    version: str
    moment: datetime


class Laid(msgspec.Struct, frozen=True, omit_defaults=True):
    """What its series gave a sheet when it was last laid: what differs now was changed by hand, and stays so.

    `subject` tells which object or stretch of the series the sheet is for, `place` where that lay, Lambert 72.
    """

    subject: str
    place: Point
    centre: Point
    scale: float
    rotation: float
    names: Names


class Sheet(Record, frozen=True, omit_defaults=True, kw_only=True, tag="sheet"):
    """What a sheet shows and says; the template (`resources/sheets/<template>.toml`) says where.

    `centre` is in Lambert 72 whatever `epsg` the sheet is drawn in; `scale` is the denominator. `layers` limits
    the sheet to these layer ids; None shows every visible layer. Author, checker and approver are functions. A
    `monochrome` sheet is printed in greys.
    """

    template: str
    centre: Point
    scale: float
    names: Names
    epsg: int = 31370
    language: Language = Language.FR_NL
    layers: tuple[str, ...] | None = None
    plan_number: str = ""
    plan_names: Names = Names()
    annex: str = ""
    number: int = 1
    count: int = 1
    scenario: Names = Names()
    authority: Names = Names()
    version: str = "0.1"
    issued: date | None = None
    valid_until: date | None = None
    author: str = ""
    checker: str = ""
    approver: str = ""
    approved: date | None = None
    rotation: float = 0.0
    """Where the top of the map lies, degrees clockwise from the grid north of `epsg`: at 90 east is up."""
    monochrome: bool = False
    overrides: tuple[Override, ...] = ()
    search_grid: bool = False
    """Whether the squares of the grid have letters and figures around the frame."""
    mgrs: bool = False
    """Whether the lines of the Military Grid Reference System are drawn, with their figures around the frame."""
    plan: str = ""
    """The id of the plan whose words the sheet takes where it has none itself."""
    copy: str = ""
    """The number of this copy in the plan's distribution; empty is left to be written by hand."""
    table: str = ""
    """The id of the layer whose objects in the frame are listed on the sheet."""
    plan_scenario: str = ""
    """The id of the scenario of that plan which the sheet shows."""
    theme: str = ""
    """The id of the theme whose layers the main map shows, in the place of `layers`; empty for none."""
    moment: datetime | None = None
    """The moment as of which the main map shows the dossier; None for the present."""
    layout: str = ""
    """The id of the dossier's own layout that stands in the place of the template; empty for the template."""
    series: str = ""
    """The id of the series that the sheet was laid with; empty for one that was laid alone."""
    laid: Laid | None = None
    """What the series gave it."""
