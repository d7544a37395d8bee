"""The tools of the map, made once, and which of them is in hand."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from bnip.zone import ZoneKind
from cartoviewer.document.drawings import POINTS, is_locked
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_palette import SymbolPalette
from cartoviewer.ui.theme import Theme
from cartoviewer.ui.tools.aim import Aim
from cartoviewer.ui.tools.corners import CornerTool
from cartoviewer.ui.tools.cutting import BufferTool, ParallelTool, SplitTool
from cartoviewer.ui.tools.frame_sheet import FrameSheetTool
from cartoviewer.ui.tools.measure import AreaTool, DistanceTool
from cartoviewer.ui.tools.place import PlaceTool
from cartoviewer.ui.tools.route import RouteTool
from cartoviewer.ui.tools.select import MoveTool, SelectTool
from cartoviewer.ui.tools.shape import CaptionTool, ShapeTool
from cartoviewer.ui.tools.sketch import Ground
from cartoviewer.ui.tools.snapper import Snapper
from cartoviewer.ui.tools.tool import Tool
from cartoviewer.ui.tools.zone import ZoneTool
from symbols.catalogue import is_hazard

__all__ = ["ToolBox"]

_ZONES: Final = tuple(kind.value for kind in ZoneKind)


class ToolBox(QObject):
    """Takes tools in hand by the id of their command.

    Signals
    -------
    taken (str)
        The id of the command whose tool is in hand.
    identified (Pointer)
        The map was asked what lies at a place.
    writing_wanted
        The words of what is selected are to be written.
    """

    taken = Signal(str)
    identified = Signal(object)
    writing_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, canvas: Canvas, select: SelectTool) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._palette: SymbolPalette | None = None
        self.snapper = Snapper(session, lambda: canvas.view, lambda: canvas.picture is not None, self)
        ground = Ground(session, lambda: canvas.view, self.snapper, theme.font())
        self.select = select
        self.move = MoveTool(session, lambda: canvas.view, self)
        for taking in (self.select, self.move):
            taking.stand_on(ground)
        self.corners = CornerTool(ground, self)
        aim = Aim(canvas.pointer, lambda: (canvas.width(), canvas.height()))
        self.incident = PlaceTool(session, aim=aim, font=theme.font(), parent=self)
        self.symbol = PlaceTool(session, aim=aim, font=theme.font(), parent=self)
        self.symbol.choose("cmd.cpops")
        self.zone = ZoneTool(ground, parent=self)
        self.route = RouteTool(ground, parent=self)
        self.shape = ShapeTool(ground, parent=self)
        self.caption = CaptionTool(ground, parent=self)
        self.split = SplitTool(ground, self)
        self.buffer = BufferTool(ground, self)
        self.parallel = ParallelTool(ground, self)
        self.distance = DistanceTool(ground, self)
        self.area = AreaTool(ground, self)
        self.frame = FrameSheetTool(session, lambda: canvas.view, canvas.pixels_per_mm, theme.font(), self)
        self.tools: dict[str, Tool] = {
            "select": self.select,
            "move": self.move,
            "corners": self.corners,
            "incident": self.incident,
            "symbol": self.symbol,
            "zone": self.zone,
            "route": self.route,
            "shape": self.shape,
            "caption": self.caption,
            "split": self.split,
            "buffer": self.buffer,
            "parallel": self.parallel,
            "distance": self.distance,
            "area": self.area,
            "frame-sheet": self.frame,
        }
        for tool in self.tools.values():
            tool.finished.connect(lambda: self.take("select"))
        for tool in (self.select, self.move):
            tool.identified.connect(self.identified)
            tool.edit_wanted.connect(self._edit)
        self.caption.writing_wanted.connect(self.writing_wanted)
        session.moment_changed.connect(self._put_away)
        session.dossier_changed.connect(self._put_away)

    @property
    def in_hand(self) -> str:
        """The id of the command whose tool is in hand."""
        return next(name for name, tool in self.tools.items() if tool is self._canvas.tool)

    def take(self, name: str) -> None:
        """Take a tool in hand."""
        self._canvas.take(self.tools[name])
        self._canvas.setFocus()
        self.taken.emit(name)

    def serve(self, palette: SymbolPalette) -> None:
        """Take in hand what is chosen in the palette, with all that is said there of the next symbol."""
        self._palette = palette
        palette.symbol_chosen.connect(self.take_for)
        palette.left.connect(self._canvas.setFocus)
        for tool in (self.incident, self.symbol):
            palette.details_changed.connect(tool.say)
            tool.placed.connect(palette.go_on)

    def ask_symbol(self) -> None:
        """Take the tool for symbols, and let the palette ask which one."""
        self.take("symbol")
        if self._palette is not None:
            self._palette.begin()

    def take_for(self, code: str) -> None:
        """Take the tool that a symbol of the palette is drawn with: a place, a line, a zone or an incident."""
        symbol_id = code.split(";")[0]
        if symbol_id in _ZONES:
            self.zone.choose(ZoneKind(symbol_id))
            self.take("zone")
        elif symbol_id.startswith("line."):
            self.route.choose(code)
            self.take("route")
        else:
            name, tool = ("incident", self.incident) if is_hazard(code) else ("symbol", self.symbol)
            tool.choose(code)
            self.take(name)
            tool.aim_at_middle()

    # Handlers of commands, by the name in their table

    def take_select(self) -> None:
        """Take the tool for selecting."""
        self.take("select")

    def take_move(self) -> None:
        """Take the tool for moving."""
        self.take("move")

    def take_incident(self) -> None:
        """Take the tool for incidents."""
        self.take("incident")

    def take_zone(self) -> None:
        """Take the tool for zones."""
        self.take("zone")

    def take_route(self) -> None:
        """Take the tool for routes."""
        self.take("route")

    def take_corners(self) -> None:
        """Take the tool for corners."""
        self.take("corners")

    def take_shape(self) -> None:
        """Take the tool for free shapes."""
        self.take("shape")

    def take_caption(self) -> None:
        """Take the tool for texts."""
        self.take("caption")

    def take_split(self) -> None:
        """Take the knife."""
        self.take("split")

    def take_buffer(self) -> None:
        """Take the tool for areas around drawings."""
        self.take("buffer")

    def take_parallel(self) -> None:
        """Take the tool for parallels."""
        self.take("parallel")

    def switch_snapping(self) -> None:
        """Switch snapping on or off."""
        self.snapper.switch(on=not self.snapper.is_on)

    def take_distance(self) -> None:
        """Take the ruler."""
        self.take("distance")

    def take_area(self) -> None:
        """Take the tool for areas."""
        self.take("area")

    def take_frame(self) -> None:
        """Take the frame of a sheet."""
        self.take("frame-sheet")

    # Inside

    def _edit(self, record_id: str) -> None:
        """Edit what was clicked twice: its corners, or its words where it has none."""
        record = self._session.document.get(record_id)
        if record is None or not self._session.can_edit or is_locked(self._session.document, record):
            return
        if isinstance(record, POINTS):
            self.writing_wanted.emit()
        else:
            self.take("corners")

    def _put_away(self) -> None:
        if not self._session.can_edit and self.in_hand not in ("select", "distance", "area"):
            self.take("select")
