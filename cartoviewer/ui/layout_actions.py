"""What the buttons and keys of the sheet editor do: putting pieces on the sheet, taking them away, their order."""

from collections.abc import Callable
from typing import Final

from cartoviewer.document.edit import Label
from cartoviewer.scene.furniture import Standing
from cartoviewer.scene.layout_parts import (
    Part,
    added,
    kinds_of,
    moved_in_order,
    moved_in_stack,
    taken_apart,
    without,
    without_in_stack,
)
from cartoviewer.scene.layout_pieces import new_piece
from cartoviewer.scene.piece_kinds import KIND_NAMES
from cartoviewer.ui.layout_draft import LayoutDraft
from cartoviewer.ui.layout_parts_panel import LayoutPartsPanel
from cartoviewer.ui.messages import Messages
from resources.texts import Texts

__all__ = ["LayoutActions"]


class LayoutActions:
    """Changes the draft; `places` tells where the pieces of the sheet shown stand."""

    def __init__(
        self, draft: LayoutDraft, parts: LayoutPartsPanel, messages: Messages, texts: Callable[[], Texts]
    ) -> None:
        self._draft: Final = draft
        self._parts: Final = parts
        self._messages: Final = messages
        self._texts: Final = texts
        self.places: tuple[Standing, ...] = ()

    def add(self, kind: str) -> None:
        """Put a new piece on the sheet, where there is room for it."""
        arrangement = self._draft.arrangement
        if arrangement is not None:
            piece = new_piece(kind, arrangement)
            after, part = added(arrangement, piece)
            self._draft.put(after, self._draft.named("Put {piece} on sheet {name}", piece), (part,))

    def delete(self) -> None:
        """Take what is chosen from the sheet; the main map stays."""
        arrangement, in_stack = self._draft.arrangement, self._parts.piece_in_stack
        if arrangement is None:
            return
        if in_stack is not None and self._draft.selection == (in_stack[0],):
            piece = arrangement.stack[in_stack[0].index].furniture[in_stack[1]]
            label = self._draft.named("Took {piece} from sheet {name}", piece)
            self._draft.put(without_in_stack(arrangement, *in_stack), label)
            return
        gone = tuple(part for part in self._draft.selection if part.kind != "map")
        if not gone:
            self._messages.tell("The map itself cannot be taken from the sheet: it is what the sheet is for.")
            return
        label = self._draft.label_for(
            "Took {piece} from sheet {name}", "Took {count} pieces from sheet {name}", gone
        )
        self._draft.put(without(arrangement, gone), label, ())

    def reorder(self, by: int) -> None:
        """Move what is chosen in the order: of its stack, or in which the pieces are painted and read out."""
        arrangement, in_stack, chosen = self._draft.arrangement, self._parts.piece_in_stack, self._draft.selection
        if arrangement is None or len(chosen) != 1:
            return
        if in_stack is not None:
            part, index = in_stack
            piece = arrangement.stack[part.index].furniture[index]
            after = moved_in_stack(arrangement, part, index, index + by)
            self._draft.put(
                after, self._draft.named("{piece} in another place of its stack, on sheet {name}", piece)
            )
            self._parts.choose_in_stack(part, index + by)
        elif chosen[0].kind == "furniture":
            after, part = moved_in_order(arrangement, chosen[0], by)
            piece = after.furniture[part.index]
            self._draft.put(after, self._draft.named("{piece} in another order on sheet {name}", piece), (part,))

    def take_apart(self) -> None:
        """Give each piece of the chosen stack a box of its own, where it stands now."""
        arrangement, chosen = self._draft.arrangement, self._draft.selection
        if arrangement is None or len(chosen) != 1 or chosen[0].kind != "stack":
            return
        before = len(arrangement.furniture)
        after = taken_apart(arrangement, chosen[0], self.places)
        freed = tuple(Part("furniture", k) for k in range(before, len(after.furniture)))
        label = Label("Took a stack of sheet {name} apart", {"name": self._draft.sheet_names})
        silent = set(kinds_of(arrangement, chosen[0])) - {kinds_of(after, part)[0] for part in freed} - {"row"}
        self._draft.put(after, label, freed)
        if silent:
            names = ", ".join(self._texts()(KIND_NAMES[kind]) for kind in sorted(silent))
            self._messages.tell("Left out, because at present they have nothing to say: {names}.", names=names)
