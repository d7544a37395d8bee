"""The last look before a sheet leaves the house: what is serious stops it until a person gives a reason."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from bnip.sheet import Override, Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change, Label
from cartoviewer.export.publication import Publication
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.sheet_checks import Finding, check_sheet, stopping
from cartoviewer.scene.sheet_plan import with_plan
from layers.errors import Problem
from resources.texts import Texts

__all__ = ["Judge", "LastLook", "SheetStopped", "accept_all", "overridden", "released"]

Judge = Callable[[SheetComposition], None]
"""Looks at a composed sheet before it is written; raises where it must not be."""

_SHOWN: Final = 5


def accept_all(composition: SheetComposition) -> None:
    """Let every sheet pass: for tests of the writers, and for what does not leave the house."""
    del composition


class LastLook:
    """The judge of every way out: looks a composed sheet over, and stops it where a serious fault is not accepted.

    What was accepted stands with the sheet itself, as an edit of the log: a judge has no other way to let it pass.

    Parameters
    ----------
    sheet
        As it stands in the dossier, with the reasons that were given for its version.
    keep
        Keeps, before it returns, why the sheet may leave in spite of these findings; without it they stop the
        sheet.

    Attributes
    ----------
    findings
        What was found when the sheet was looked at last.
    """

    def __init__(
        self,
        publication: Publication,
        sheet: Sheet,
        texts: Texts,
        keep: Callable[[tuple[Finding, ...]], None] | None = None,
    ) -> None:
        self._publication = publication
        self._sheet = sheet
        self._texts = texts
        self._keep = keep
        self.findings: tuple[Finding, ...] = ()

    def __call__(self, composition: SheetComposition) -> None:
        """Look at the sheet.

        Raises
        ------
        SheetStopped
            It must not be written.
        """
        publication = self._publication
        shown = publication.sheet(self._sheet)
        self.findings = check_sheet(shown, composition, publication.document, publication.datasets)
        serious = stopping(self.findings, self._sheet, publication.version_of(self._sheet))
        if not serious:
            return
        if self._keep is None:
            raise SheetStopped(serious, self._texts)
        self._keep(serious)


class SheetStopped(Problem):
    """A sheet has serious faults, and nobody has said why they do not matter.

    Parameters
    ----------
    findings
        The faults that stop it.
    """

    def __init__(self, findings: tuple[Finding, ...], texts: Texts) -> None:
        told = [texts(each.note.text, **dict(each.note.values)) for each in findings[:_SHOWN]]
        if len(findings) > _SHOWN:
            told.append("…")
        super().__init__(
            "The sheet was not written: {findings} Correct this, or give a reason with --override.",
            findings=" ".join(told),
        )
        self.findings = findings


def overridden(
    document: MapDocument, sheet: Sheet, findings: tuple[Finding, ...], reason: str, moment: datetime
) -> tuple[Label, Change]:
    """Give the edit that keeps why a sheet leaves the house all the same."""
    rules = tuple(sorted({finding.rule for finding in findings}))
    override = Override(rules, reason, with_plan(sheet, document).version, moment)
    after = msgspec.structs.replace(sheet, overrides=(*sheet.overrides, override))
    label = Label("Sheet {name} released all the same: {reason}", {"name": sheet.names, "reason": reason})
    return label, put(document, after)


def released(
    document: MapDocument, faults: Sequence[tuple[Sheet, tuple[Finding, ...]]], reason: str, moment: datetime
) -> tuple[Label, *tuple[Change, ...]]:
    """Give the one edit that keeps why sheets leave the house together all the same: its label and its changes."""
    # What was asked of the sheets for once, a number of copy, is not kept with the reason.
    kept = [(document.get(sheet.id), sheet, findings) for sheet, findings in faults]
    edits = [
        overridden(document, now if isinstance(now, Sheet) else sheet, findings, reason, moment)
        for now, sheet, findings in kept
    ]
    if len(edits) == 1:
        return edits[0]
    label = Label("{n} sheets released all the same: {reason}", {"n": str(len(edits)), "reason": reason})
    return (label, *(change for _, change in edits))
