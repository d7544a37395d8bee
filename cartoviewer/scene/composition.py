"""From a sheet record and the document to a sheet ready to be painted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from math import isfinite
from operator import attrgetter
from typing import Final

from bnip.furniture import (
    AmendmentsSpec,
    Box,
    ContactsSpec,
    DistributionSpec,
    FurnitureSpec,
    MapPieceSpec,
    OverviewSpec,
    TableSpec,
    WindSpec,
)
from bnip.layout import MapSpec, SheetTemplate
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.detail_maps import Detail, hidden_symbols, joined, laid_details, outlined, tag
from cartoviewer.scene.furnishing import Furnished, furnish
from cartoviewer.scene.furniture import DetailMap, LegendPanel, MapTag, Note, SheetComposition, TextPanel
from cartoviewer.scene.growth import grown_frame
from cartoviewer.scene.map_content import Past, no_past
from cartoviewer.scene.map_frame import map_frame
from cartoviewer.scene.neighbours import neighbours
from cartoviewer.scene.numbered_copies import copy_line, copy_panel
from cartoviewer.scene.occasion import Occasion
from cartoviewer.scene.overview import Overview
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_layout import arrangement_of, pictures_of, words_level
from cartoviewer.scene.sheet_maps import SheetMaps
from cartoviewer.scene.sheet_panels import ROWS_LEFT_OUT
from cartoviewer.scene.sheet_plan import with_plan
from cartoviewer.scene.sheet_tables import NO_TABLE, amendments, contacts, copies_of, distribution, layer_rows
from cartoviewer.scene.sheet_words import title_lines
from cartoviewer.scene.view import MapView
from cartoviewer.scene.wind import wind_of
from layers.crs import LAMBERT_72, LAMBERT_2008, UTM_31N, transform_point
from layers.dataset import Datasets
from layers.errors import Problem
from layers.progress import NoProgress, Progress, Span
from layers.sensitivity import Sensitivity
from resources.texts import Language, Texts

__all__ = ["LABELS_DROPPED", "SheetError", "compose", "sheet_view"]

LABELS_DROPPED: Final = "Labels that found no place on the map: {n} ({names})."
"""The note on labels without a place; the checks before a sheet leaves name all of them."""

_NAMES_TOLD: Final = 8
"""So many of the labels without a place are named; all of them are in the outcome."""

_LARGEST: Final = 50.0
_SMALLEST: Final = 1_000_000.0
_PROJECTED: Final = (LAMBERT_72, LAMBERT_2008, UTM_31N)

_GROWTH_STEP_MM: Final = 6.0


class SheetError(Problem):
    """A sheet asks for something that cannot be drawn."""


def compose(
    document: MapDocument,
    datasets: Datasets,
    sheet: Sheet,
    language: Language,
    printed: datetime,
    progress: Progress | None = None,
    *,
    situation: datetime | None = None,
    past: Past = no_past,
) -> SheetComposition:
    """Lay out a sheet: gather its maps, make the legend, the grid and every piece of furniture around them.

    Parameters
    ----------
    printed
        The moment that the sheet says it was printed; also the day on which data count as out of date.
    situation
        The moment for which the document holds; that of printing where None.
    past
        Gives the document of another moment, for maps that are bound to one.

    Raises
    ------
    TemplateError
        The sheet's template is unknown or faulty.
    SheetError
        The sheet's scale, place or coordinate system is none that a sheet can be drawn in.
    NoPast
        A map is bound to a moment, and no `past` is given.
    Cancelled
        The user asked to stop.
    """
    sheet = with_plan(sheet, document)
    return _Composer(document, datasets, sheet, language, printed, situation, past).compose(
        progress or NoProgress()
    )


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
        past: Past,
    ) -> None:
        self._document = document
        self._datasets = datasets
        self._sheet = sheet
        self._language = language
        self._texts = Texts(language)
        self._printed = printed
        self._maps = SheetMaps(document, datasets, sheet, language, printed, past)
        self._situation = sheet.moment or situation or printed
        self._gatherer = self._maps.gatherer
        self._copy = copy_line(sheet, document, self._texts)

    def compose(self, progress: Progress) -> SheetComposition:
        """Lay out the sheet, and again with a lower map where the legend needs room that the map has to give."""
        template = arrangement_of(self._sheet, self._document)
        progress.step(0.0, "Drawing the map")
        laid = self._laid_out(template, Span(progress, 0.0, 0.5))
        if not laid.is_comfortable:
            laid = self._with_room(template, Span(progress, 0.5, 1.0)) or laid
        exercise = self._document.is_exercise
        draft = template.draft_mark and self._sheet.approved is None
        scene = laid.scene
        progress.step(1.0)
        frame = partial(map_frame, texts=self._texts, exercise=exercise, draft=draft)
        main = frame(
            laid.map,
            scene,
            squares=self._sheet.search_grid,
            mgrs=self._sheet.mgrs,
            neighbours=neighbours(self._sheet, self._document, scene.view),
        )
        if template.furniture_growth != 1.0:
            main = grown_frame(main, template.furniture_growth)
        hidden = hidden_symbols(scene, _covered(template))
        details = laid_details(laid.details, scene.view, frame, self._texts, self._maps.scenario_names)
        tags = (*outlined(laid.details, scene.view), *self._moment_tag(template.furniture_growth))
        return SheetComposition(
            page_mm=template.page,
            title=" / ".join(title_lines(self._sheet, self._texts)),
            authority=self._texts.name(self._sheet.authority),
            language=self._language,
            map=replace(main, tags=tags),
            furniture=(*laid.around.furniture, *details.values(), *self._copy_panel(template)),
            marking=laid.marking,
            exercise=exercise,
            printed=self._printed,
            notes=(*laid.around.notes, *hidden, *self._maps.notes(laid.details), *_label_notes(scene, self._texts)),
            stale=tuple(self._texts.name(credit.names) for credit in scene.credits if credit.stale),
            unplaced=scene.unplaced,
            monochrome=self._sheet.monochrome,
            places=(*laid.around.places, *((spec, piece.box) for spec, piece in details.items())),
            covers=tuple(
                box for piece in template.furniture if piece.over and (box := _standing(piece, laid, details))
            ),
        )

    def _with_room(self, template: SheetTemplate, progress: Progress) -> "_LaidOut | None":
        """Grow the legend by no more than it must: for all of it, else for what does not explain itself."""
        grown = self._grown(template, Span(progress, 0.0, 0.5), attrgetter("is_comfortable"))
        if grown is None or grown.is_comfortable or not grown.is_readable:
            return grown
        return self._grown(template, Span(progress, 0.5, 1.0), attrgetter("is_readable"))

    def _grown(
        self, template: SheetTemplate, progress: Progress, does: Callable[["_LaidOut"], bool]
    ) -> "_LaidOut | None":
        """Grow the legend until it does; a lower map may have less to explain, so that is tried out."""
        too_small, enough = 0, int(template.legend_growth / _GROWTH_STEP_MM)
        if not enough:
            return None
        best: _LaidOut | None = None
        done = 0.0
        while best is None or enough - too_small > 1:
            steps = (too_small + enough) // 2 if enough - too_small > 1 else enough
            grown = template.with_legend_grown(steps * _GROWTH_STEP_MM)
            laid = self._laid_out(grown, Span(progress, done, done + (1.0 - done) / 2))
            done += (1.0 - done) / 2
            if does(laid) or steps == enough:
                best, enough = laid, steps
            else:
                too_small = steps
        return best

    def _copy_panel(self, template: SheetTemplate) -> tuple[TextPanel, ...]:
        """Say in the margin which numbered copy this is, and whose."""
        panel = copy_panel(self._copy, template)
        return (panel,) if panel is not None else ()

    def _moment_tag(self, growth: float) -> tuple[MapTag, ...]:
        """Say on the main map which moment it shows, where that is not the present."""
        if self._sheet.moment is None:
            return ()
        words = self._texts("Situation at {moment}", moment=self._texts.moment(self._sheet.moment))
        return (tag(words, (0.0, 0.0), growth=growth),)

    def _laid_out(self, template: SheetTemplate, progress: Progress) -> "_LaidOut":
        """Gather the map and lay out what stands around it; the marking is the strictest level of all of it."""
        view = sheet_view(self._sheet, template)
        main = self._maps.main(view, _covered(template), progress)
        details = self._maps.details(template)
        scene = joined(main, details)
        overview = Overview(self._document, self._datasets, self._gatherer, view, self._language, self._printed)
        marking = max(scene.sensitivity, self._sheet.sensitivity, self._copy.sensitivity)
        if any(isinstance(piece, OverviewSpec) for piece in template.pieces):
            marking = max(marking, overview.sensitivity)
        kinds = {type(piece) for piece in template.pieces}
        sheet, document, texts = self._sheet, self._document, self._texts
        document_then, datasets_then = self._maps.then(sheet.moment)
        wind = wind_of(document_then) if WindSpec in kinds else None
        amended = amendments(sheet, document, texts) if AmendmentsSpec in kinds else NO_TABLE
        spread = distribution(sheet, document, texts) if DistributionSpec in kinds else NO_TABLE
        rows = {
            (piece.layer, piece.columns): layer_rows(sheet, document_then, datasets_then, view, texts, piece)
            for piece in template.pieces
            if isinstance(piece, TableSpec)
        }
        reached = contacts(sheet, document, texts) if ContactsSpec in kinds else NO_TABLE
        pictures = pictures_of(template, document)
        tables = (amended, spread, reached, *rows.values())
        marking = max(marking, words_level(sheet, document), *(told.sensitivity for told in tables))
        marking = max((marking, *(picture.sensitivity for picture in pictures.values())))
        marking = max(marking, wind.sensitivity) if wind is not None else marking
        occasion = Occasion(
            sheet=self._sheet,
            page_mm=template.page,
            texts=self._texts,
            scene=scene,
            overview=overview,
            marking=marking,
            exercise=self._document.is_exercise,
            printed=self._printed,
            situation=self._situation if template.situation_moment else None,
            wind=wind,
            amendments=amended,
            distribution=spread,
            copies=copies_of(sheet, document),
            rows=rows,
            contacts=reached,
            pictures=pictures,
        )
        return _LaidOut(template.map, scene, details, furnish(template, occasion), marking)


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """The map and the furniture of a sheet, with the legend at one size."""

    map: MapSpec
    scene: Scene
    details: tuple[Detail, ...]
    around: Furnished
    marking: Sensitivity

    @property
    def is_comfortable(self) -> bool:
        """Whether the legend can be read easily, and every table is whole."""
        return self.is_readable and all(legend.comfortable for legend in self._legends)

    @property
    def is_readable(self) -> bool:
        """Whether all of the legend that does not explain itself can be read easily, and every table is whole."""
        if any(note.text == ROWS_LEFT_OUT for note in self.around.notes):
            return False
        return all(legend.readable for legend in self._legends)

    @property
    def _legends(self) -> tuple[LegendPanel, ...]:
        return tuple(piece for piece in self.around.furniture if isinstance(piece, LegendPanel))


def _covered(template: SheetTemplate) -> tuple[Box, ...]:
    """Give what is covered of the main map, as left, top, right, bottom in its millimetres."""
    x, y = template.map.box[:2]
    boxes = [piece.box for piece in template.furniture if piece.over and piece.box is not None]
    return tuple((box[0] - x, box[1] - y, box[0] - x + box[2], box[1] - y + box[3]) for box in boxes)


def _standing(piece: FurnitureSpec, laid: _LaidOut, details: dict[MapPieceSpec, DetailMap]) -> Box | None:
    """Give the box of a piece that has something to say."""
    if isinstance(piece, MapPieceSpec):
        return piece.box if piece in details else None
    return next((box for spec, box in laid.around.places if spec == piece), None)


def sheet_view(sheet: Sheet, template: SheetTemplate) -> MapView:
    """Give what the sheet's map shows, in the sheet's own coordinate system.

    Raises
    ------
    SheetError
        The sheet's scale, place or coordinate system is none that a sheet can be drawn in.
    """
    if not _LARGEST <= sheet.scale <= _SMALLEST:
        raise SheetError(
            "A sheet cannot be drawn at 1:{scale}. Choose a scale between 1:{largest} and 1:{smallest}.",
            scale=f"{sheet.scale:g}",
            largest=f"{_LARGEST:.0f}",
            smallest=f"{_SMALLEST:.0f}",
        )
    if sheet.epsg not in _PROJECTED:
        raise SheetError(
            "A sheet cannot be drawn in EPSG:{epsg}, in which a millimetre is not the same everywhere. "
            "Choose one of {known}.",
            epsg=sheet.epsg,
            known=", ".join(f"EPSG:{code}" for code in _PROJECTED),
        )
    if not isfinite(sheet.rotation):
        raise SheetError("A sheet cannot be turned by “{turn}”. Give degrees from 0 to 360.", turn=sheet.rotation)
    if not all(map(isfinite, sheet.centre)):
        raise SheetError(
            "The sheet has no place on the map: its centre is {centre}. Frame it anew.", centre=sheet.centre
        )
    x, y = sheet.centre
    centre = (x, y) if sheet.epsg == LAMBERT_72 else transform_point(x, y, LAMBERT_72, sheet.epsg)
    return MapView(centre, sheet.scale, template.map.box[2:], sheet.epsg, sheet.rotation % 360.0)


def _label_notes(scene: Scene, texts: Texts) -> tuple[Note, ...]:
    if not scene.unplaced:
        return ()
    names = " · ".join(name.replace("\n", " / ") for name in scene.unplaced[:_NAMES_TOLD])
    more = " …" if len(scene.unplaced) > _NAMES_TOLD else ""
    told = (("n", texts.number(scene.dropped_labels)), ("names", names + more))
    return (Note(LABELS_DROPPED, told),)
