"""A past moment of a sheet, in words: what may be seen by fewer people now than it was then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bnip.furniture import MapPieceSpec
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.history import History
from cartoviewer.export.strictness import stricter_now
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.template import TemplateError
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from resources.texts import Texts

__all__ = ["PastLevels", "past_levels"]

_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class PastLevels:
    """What the window shows, and the present that it is held against; may be asked from any thread."""

    shown: MapDocument
    moment: datetime | None
    history: History | None

    def told(self, sheet: Sheet, texts: Texts) -> str:
        """Say, for each past moment that a sheet shows, what is treated as it is now; empty for the present."""
        if self.history is None:
            return ""
        now = self.history.document
        lines = []
        for moment, stood in self._moments(sheet):
            stricter = stricter_now(now, stood)
            when = texts.moment(moment) if moment is not None else texts("an earlier step")
            if not stricter:
                lines.append(texts("Shown as of {moment}: nothing has become stricter since.", moment=when))
                continue
            names = ", ".join(
                f"{texts.name(record_names(record))} ({record.sensitivity.marking})" for record in stricter[:_NAMED]
            )
            more = " …" if len(stricter) > _NAMED else ""
            lines.append(
                texts(
                    "Shown as of {moment}, with the levels of now. Stricter than they were then ({n}): {names}",
                    moment=when,
                    n=len(stricter),
                    names=names + more,
                )
            )
        return "\n".join(lines)

    def _moments(self, sheet: Sheet) -> Iterator[tuple[datetime | None, MapDocument]]:
        if self.history is None:
            return
        if self.shown is not self.history.document:
            yield self.moment, self.shown
        try:
            pieces = arrangement_of(sheet, self.shown).pieces
        except TemplateError:
            pieces = ()
        asked = (sheet.moment, *(piece.moment for piece in pieces if isinstance(piece, MapPieceSpec)))
        for moment in dict.fromkeys(asked):
            if moment is not None:
                yield moment, self.history.at(moment)


def past_levels(session: Session) -> PastLevels:
    """Take down what the window shows now."""
    return PastLevels(session.document, session.shown_moment, session.history)
