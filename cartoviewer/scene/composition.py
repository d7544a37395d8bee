"""From a sheet record and the document to a sheet ready to be painted."""

from datetime import datetime

import msgspec

from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.furnishing import Occasion, furnish
from cartoviewer.scene.furniture import Note, SheetComposition
from cartoviewer.scene.gather import gather
from cartoviewer.scene.map_frame import map_frame
from cartoviewer.scene.overview import Overview
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_words import title_lines
from cartoviewer.scene.template import OverviewSpec, SheetTemplate, sheet_template
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Datasets
from layers.progress import NoProgress, Progress
from resources.texts import Language, Texts

__all__ = ["compose", "sheet_document", "sheet_view"]


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
    watch = progress or NoProgress()
    template = sheet_template(sheet.template)
    texts = Texts(language)
    shown = sheet_document(document, sheet)
    watch.step(0.0, "Drawing the map")
    scene = gather(shown, datasets, sheet_view(sheet, template), language, now=printed)
    watch.step(0.6, "Drawing the overview")
    overview = Overview(document, datasets, scene.view, language, printed)
    marking = max(scene.sensitivity, sheet.sensitivity)
    if any(isinstance(piece, OverviewSpec) for piece in template.pieces):
        marking = max(marking, overview.sensitivity)
    occasion = Occasion(
        sheet=sheet,
        texts=texts,
        scene=scene,
        overview=overview,
        marking=marking,
        exercise=document.is_exercise,
        printed=printed,
        situation=(situation or printed) if template.situation_moment else None,
    )
    furniture, notes = furnish(template, occasion)
    frame = map_frame(
        template.map,
        scene,
        texts,
        exercise=document.is_exercise,
        draft=template.draft_mark and sheet.approved is None,
    )
    watch.step(1.0)
    return SheetComposition(
        page_mm=template.page,
        title=" / ".join(title_lines(sheet, texts)),
        authority=texts.name(sheet.authority),
        language=language,
        map=frame,
        furniture=furniture,
        marking=marking,
        exercise=document.is_exercise,
        printed=printed,
        notes=(*notes, *_label_notes(scene, texts)),
        stale=tuple(texts.name(credit.names) for credit in scene.credits if credit.stale),
    )


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
