"""Drawing a zone: by its radius, by its corners, as a rectangle, a sector, or freehand."""

from bnip.drawing import Form
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.drawings import Placed
from cartoviewer.document.edit import Label
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.tools.form import FormTool, Outline
from resources.texts import Names

__all__ = ["ZoneTool"]


class ZoneTool(FormTool):
    """Draws a zone of one kind. A click on a symbol takes that symbol's place as the centre."""

    forms = (Form.CIRCLE, Form.POLYGON, Form.RECTANGLE, Form.SECTOR, Form.FREEHAND)
    is_area = True
    _kind = ZoneKind.RED

    @property
    def kind(self) -> ZoneKind:
        """Which zone will be drawn."""
        return self._kind

    def choose(self, kind: ZoneKind) -> None:
        """Draw another kind of zone."""
        self._kind = kind
        self.hint_changed.emit()

    def make(self, outline: Outline, record_id: str) -> Placed:
        """Make the zone; how it was drawn is kept with it."""
        is_round = outline.form is Form.CIRCLE
        return Zone(
            id=record_id,
            zone=self._kind,
            outline=outline.path,
            basis="radius" if is_round else "drawn",
            centre=outline.centre,
            radius_m=outline.radius_m,
        )

    def label(self, record: Placed) -> Label:
        """Give the name of the edit, with the radius where there is one."""
        if isinstance(record, Zone) and record.basis == "radius" and record.radius_m is not None:
            values: dict[str, str | Names] = {"name": record_names(record), "radius": f"{record.radius_m:g} m"}
            return Label("Drew {name}, radius {radius}", values)
        return super().label(record)
