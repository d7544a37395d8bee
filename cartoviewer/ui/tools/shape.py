"""Drawing free shapes: points, lines, arrows and areas without a meaning of their own; and texts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bnip.drawing import Arrows, Caption, Form, Shape
from bnip.record import Place
from cartoviewer.document.changes import new_id
from cartoviewer.document.drawings import Placed
from cartoviewer.document.edit import Label
from cartoviewer.ui.tools.form import FormTool, Outline
from cartoviewer.ui.tools.sketch import Ground
from resources.texts import Names

__all__ = ["SHAPE_COLOURS", "CaptionTool", "ShapeTool"]

SHAPE_COLOURS = ("#0A5BC4", "#D7191C", "#F58220", "#1B7F3B", "#7A1FA2", "#1A1A1A")
"""Blue, red, orange, green, violet, black: told apart on a grey sheet by their names, not by colour alone."""


class ShapeTool(FormTool):
    """Draws a free shape in the current colour."""

    forms = (
        Form.LINE,
        Form.ARROW,
        Form.FREEHAND,
        Form.POLYGON,
        Form.RECTANGLE,
        Form.CIRCLE,
        Form.SECTOR,
        Form.POINT,
    )

    def make(self, outline: Outline, record_id: str) -> Placed:
        """Make the shape."""
        return Shape(
            id=record_id,
            form=outline.form,
            path=outline.path,
            arrows=Arrows.END if outline.form is Form.ARROW else Arrows.NONE,
            centre=outline.centre,
            radius_m=outline.radius_m,
            from_deg=outline.from_deg,
            to_deg=outline.to_deg,
        )


class CaptionTool(FormTool):
    """Puts a text on the map; what it says is typed at once.

    Signals
    -------
    writing_wanted
        A text stands on the map and waits for its words.
    """

    writing_wanted = Signal()
    forms = (Form.POINT,)

    def __init__(self, ground: Ground, make_id: Callable[[], str] = new_id, parent: QObject | None = None) -> None:
        super().__init__(ground, make_id, parent)

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Click where the text is to stand, then write it in the inspector. Esc gives up.")

    def make(self, outline: Outline, record_id: str) -> Placed:
        """Make the text, with a word that is to be replaced."""
        texts = self._session.texts
        return Caption(id=record_id, place=Place(*outline.path[0]), names=Names.same(texts("Text")))

    def complete(self) -> None:
        """Make the text, and ask for its words."""
        before = self._session.document
        super().complete()
        if self._session.document is not before:
            self.writing_wanted.emit()
