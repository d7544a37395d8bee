"""An edit: one step a user takes, with what was before and what is after."""

from datetime import datetime

import msgspec

from cartoviewer.document.record import AnyRecord

__all__ = ["Change", "Edit", "Label"]


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an edit is called: an English source text and what fills its fields, written in any language later."""

    text: str
    values: dict[str, str] = {}


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record before and after; None before means made, None after means deleted."""

    record_id: str
    before: AnyRecord | None = None
    after: AnyRecord | None = None

    def reversed(self) -> "Change":
        """Give the change that takes this one back."""
        return Change(self.record_id, self.after, self.before)


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One named step. `undoes` or `redoes` holds the id of the edit that this one takes back or does again."""

    id: str
    label: Label
    author: str
    moment: datetime
    changes: tuple[Change, ...]
    undoes: str = ""
    redoes: str = ""
