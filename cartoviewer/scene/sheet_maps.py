"""The maps of one sheet, gathered: the main one and the others, each of its own moment."""

from datetime import datetime

from bnip.furniture import Box, MapPieceSpec
from bnip.layout import SheetTemplate
from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.detail_maps import Detail, detail_view, missing_themes
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.map_content import Binding, Past, bound_to
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_content import framed, sheet_document
from cartoviewer.scene.view import MapView
from layers.dataset import Datasets
from layers.progress import NoProgress, Progress
from resources.texts import Language, Names, Texts

__all__ = ["SheetMaps"]


class SheetMaps:
    """Gathers the maps of a sheet; a map that is asked for again as it was is not gathered again.

    Parameters
    ----------
    document, datasets
        Those of the present: themes, plans and their scenarios are taken from them.
    past
        Gives those of another moment.
    """

    def __init__(
        self,
        document: MapDocument,
        datasets: Datasets,
        sheet: Sheet,
        language: Language,
        printed: datetime,
        past: Past,
    ) -> None:
        self._document = document
        self._datasets = datasets
        self._sheet = sheet
        self._language = language
        self._printed = printed
        self._past = past
        self._moments: dict[datetime, tuple[MapDocument, Datasets]] = {}
        self._gatherers: dict[datetime | None, Gatherer] = {None: Gatherer(datasets, once=True)}
        self._made: dict[MapPieceSpec, Detail] = {}

    @property
    def gatherer(self) -> Gatherer:
        """That of the present."""
        return self._gatherers[None]

    def then(self, moment: datetime | None) -> tuple[MapDocument, Datasets]:
        """Give the document and the datasets of a moment; None for the present."""
        if moment is None:
            return self._document, self._datasets
        if moment not in self._moments:
            self._moments[moment] = self._past(moment)
        return self._moments[moment]

    def main(self, view: MapView, covered: tuple[Box, ...], progress: Progress) -> Scene:
        """Gather the main map."""
        return self._gathered(self._sheet.moment, self._binding(None), view, covered, progress)

    def details(self, template: SheetTemplate) -> tuple[Detail, ...]:
        """Gather the other maps of a template."""
        found, growth = [], template.furniture_growth
        for spec in template.furniture:
            if not isinstance(spec, MapPieceSpec) or spec.box is None:
                continue
            if spec not in self._made:
                binding = self._binding(spec)
                moment = spec.moment or self._sheet.moment
                scene = self._gathered(moment, binding, detail_view(spec, self._sheet, growth), (), NoProgress())
                self._made[spec] = Detail(spec, scene, binding.theme if spec.theme else None, growth)
            found.append(self._made[spec])
        return tuple(found)

    def notes(self, details: tuple[Detail, ...]) -> tuple[Note, ...]:
        """Tell which maps are bound to a theme that is not there."""
        lost = tuple(detail.spec for detail in details if detail.spec.theme and self._binding(detail.spec).missing)
        told = missing_themes(lost, Texts(self._language))
        if self._binding(None).missing:
            lacking = Note("The sheet is bound to a theme that is not there, and shows the visible layers.")
            told = (lacking, *told)
        return told

    def scenario_names(self, scenario: str) -> Names:
        """Give what a scenario of the sheet's plan is called."""
        plan = self._document.get(self._sheet.plan) if self._sheet.plan else None
        found = plan.scenario(scenario) if isinstance(plan, Plan) else None
        return found.names if found is not None else Names()

    def _binding(self, spec: MapPieceSpec | None) -> Binding:
        sheet = self._sheet
        theme = spec.theme if spec is not None and spec.theme else sheet.theme
        scenario = spec.scenario if spec is not None and spec.scenario else sheet.plan_scenario
        return bound_to(self._document, sheet, theme, scenario)

    def _gathered(
        self,
        moment: datetime | None,
        binding: Binding,
        view: MapView,
        covered: tuple[Box, ...],
        progress: Progress,
    ) -> Scene:
        document, datasets = self.then(moment)
        gatherer = self._gatherers.setdefault(moment, Gatherer(datasets, once=True))
        shown = sheet_document(document, self._sheet, view, binding)
        return framed(
            gatherer.gather(shown, view, self._language, progress, now=self._printed, apart=True, covered=covered)
        )
