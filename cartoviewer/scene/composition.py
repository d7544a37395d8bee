"""From a sheet record and the document to a sheet ready to be painted."""

from datetime import datetime
from typing import Final

import msgspec

from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.furnishing import Occasion, furnish
from cartoviewer.scene.furniture import Furniture, LegendPanel, Note, SheetComposition
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.map_frame import map_frame
from cartoviewer.scene.overview import Overview
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_words import title_lines
from cartoviewer.scene.template import OverviewSpec, SheetTemplate, sheet_template
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Datasets
from layers.progress import NoProgress, Progress
from layers.sensitivity import Sensitivity
from resources.texts import Language, Texts

__all__ = ["compose", "sheet_document", "sheet_view"]

_GROWTH_STEP_MM: Final = 6.0


def compose(
    document: MapDocument,
    datasets: Datasets,
    sheet: Sheet,
    language: Language,
    printed: datetime,
    progress: Progress | None = None,
    *,
    situation: datetime | None = None,
) -> SheetComposition:
    """Lay out a sheet: gather its maps, make the legend, the grid and every piece of furniture around them.

    Parameters
    ----------
    printed
        The moment that the sheet says it was printed; also the day on which data count as out of date.
    situation
        The moment for which the document holds; that of printing where None.

    Raises
    ------
    TemplateError
        The sheet's template is unknown or faulty.
    Cancelled
        The user asked to stop.
    """
    return _Composer(document, datasets, sheet, language, printed, situation).compose(progress or NoProgress())


class _Composer:
    """Composes one sheet."""

    def __init__(
        self,
        document: MapDocument,
        datasets: Datasets,
        sheet: Sheet,
        language: Language,
        printed: datetime,
        situation: datetime | None,
    ) -> None:
        self._document = document
        self._shown = sheet_document(document, sheet)
        self._datasets = datasets
        self._sheet = sheet
        self._language = language
        self._texts = Texts(language)
        self._printed = printed
        self._situation = situation or printed
        self._gatherer = Gatherer(datasets)

    def compose(self, progress: Progress) -> SheetComposition:
        """Gather the map, and once more where the legend needs room that the map has to give."""
        template = sheet_template(self._sheet.template)
        progress.step(0.0, "Drawing the map")
        scene = self._scene(template, _Share(progress, 0.0, 0.6))
        progress.step(0.6, "Setting the sheet")
        growth = self._growth(template, scene)
        if growth:
            template = template.with_legend_grown(growth)
            scene = self._scene(template, _Share(progress, 0.6, 0.9))
        furniture, notes, marking = self._furnished(template, scene)
        exercise = self._document.is_exercise
        draft = template.draft_mark and self._sheet.approved is None
        frame = map_frame(template.map, scene, self._texts, exercise=exercise, draft=draft)
        progress.step(1.0)
        return SheetComposition(
            page_mm=template.page,
            title=" / ".join(title_lines(self._sheet, self._texts)),
            authority=self._texts.name(self._sheet.authority),
            language=self._language,
            map=frame,
            furniture=furniture,
            marking=marking,
            exercise=exercise,
            printed=self._printed,
            notes=(*notes, *_label_notes(scene, self._texts)),
            stale=tuple(self._texts.name(credit.names) for credit in scene.credits if credit.stale),
        )

    def _scene(self, template: SheetTemplate, progress: Progress) -> Scene:
        view = sheet_view(self._sheet, template)
        return self._gatherer.gather(self._shown, view, self._language, progress, now=self._printed)

    def _growth(self, template: SheetTemplate, scene: Scene) -> float:
        """Give by how much the legend has to grow to be read comfortably: no more than it must, nor than it may."""
        steps = int(template.legend_growth / _GROWTH_STEP_MM)
        for step in range(steps):
            grown = template.with_legend_grown(step * _GROWTH_STEP_MM)
            furniture, _, _ = self._furnished(grown, scene)
            if all(piece.comfortable for piece in furniture if isinstance(piece, LegendPanel)):
                return step * _GROWTH_STEP_MM
        return template.legend_growth

    def _furnished(
        self, template: SheetTemplate, scene: Scene
    ) -> tuple[tuple[Furniture, ...], tuple[Note, ...], Sensitivity]:
        """Lay out the furniture; the marking is the strictest level of anything on the sheet."""
        overview = Overview(self._document, self._datasets, scene.view, self._language, self._printed)
        marking = max(scene.sensitivity, self._sheet.sensitivity)
        if any(isinstance(piece, OverviewSpec) for piece in template.pieces):
            marking = max(marking, overview.sensitivity)
        occasion = Occasion(
            sheet=self._sheet,
            texts=self._texts,
            scene=scene,
            overview=overview,
            marking=marking,
            exercise=self._document.is_exercise,
            printed=self._printed,
            situation=self._situation if template.situation_moment else None,
        )
        return (*furnish(template, occasion), marking)


class _Share:
    """The progress of one part of the work: its 0 to 1 is `start` to `end` of the whole."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole = whole
        self._start = start
        self._length = end - start

    def step(self, done: float, text: str = "") -> None:
        """Pass on what is done; raises Cancelled where the whole is to stop."""
        self._whole.step(self._start + self._length * done, text)


def sheet_view(sheet: Sheet, template: SheetTemplate) -> MapView:
    """Give what the sheet's map shows, in the sheet's own coordinate system."""
    x, y = sheet.centre
    centre = (x, y) if sheet.epsg == LAMBERT_72 else transform_point(x, y, LAMBERT_72, sheet.epsg)
    return MapView(centre, sheet.scale, template.map.box[2:], sheet.epsg)


def sheet_document(document: MapDocument, sheet: Sheet) -> MapDocument:
    """Give the document with the layers of this sheet only, those that it names being visible."""
    if sheet.layers is None:
        return document
    records: dict[str, AnyRecord] = {}
    for record in document:
        if not isinstance(record, Layer):
            records[record.id] = record
        elif record.id in sheet.layers:
            records[record.id] = msgspec.structs.replace(record, visible=True)
    return MapDocument(records)


def _label_notes(scene: Scene, texts: Texts) -> tuple[Note, ...]:
    if not scene.dropped_labels:
        return ()
    return (Note("{n} labels found no place on the map.", (("n", texts.number(scene.dropped_labels)),)),)
