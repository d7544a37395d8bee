"""An edit: one step a user takes, with what was before and what is after."""

from datetime import datetime
from typing import Final

import msgspec

from cartoviewer.document.record import AnyRecord
from resources.texts import Names, Texts

__all__ = ["Change", "Edit", "Label", "decode_edit", "encode_edit"]


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an edit is called: an English source text and what fills its fields, written in any language later.

    A value that is a thing's `Names` is written in the language of the reader, like the text around it.
    """

    text: str
    values: dict[str, str | Names] = {}

    def write(self, texts: Texts) -> str:
        """Write the label in the language of `texts`."""
        return texts(self.text, **{key: _written(value, texts) for key, value in self.values.items()})


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record before and after; None before means made, None after means deleted."""

    record_id: str
    before: AnyRecord | None = None
    after: AnyRecord | None = None

    def reversed(self) -> "Change":
        """Give the change that takes this one back."""
        return Change(self.record_id, self.after, self.before)


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One named step. `undoes` or `redoes` holds the id of the edit that this one takes back or does again.

    Undoing or redoing keeps the label of the edit that was first; `write` says which of the three it is.
    """

    id: str
    label: Label
    author: str
    moment: datetime
    changes: tuple[Change, ...]
    undoes: str = ""
    redoes: str = ""

    def write(self, texts: Texts) -> str:
        """Write what was done, in the language of `texts`: `Undone: Shelter moved`."""
        label = self.label.write(texts)
        if self.undoes:
            return texts("Undone: {edit}", edit=label)
        if self.redoes:
            return texts("Redone: {edit}", edit=label)
        return label


def encode_edit(edit: Edit) -> bytes:
    """Write an edit as canonical JSON: one value has one writing, so that its hash means something."""
    return _ENCODER.encode(edit)


def decode_edit(data: bytes | str) -> Edit:
    """Read an edit back. Raises msgspec.ValidationError when the JSON is no edit of ours."""
    return _DECODER.decode(data)


_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final[msgspec.json.Decoder[Edit]] = msgspec.json.Decoder(Edit)


def _written(value: str | Names, texts: Texts) -> str:
    return value if isinstance(value, str) else texts.name(value)
