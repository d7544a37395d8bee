"""What is looked at before a sheet leaves the house: can it be read, is it complete, does it say what it shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from bnip.plan import Plan
from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.frame_fit import next_round
from cartoviewer.scene.furniture import Note, SheetComposition
from cartoviewer.scene.grain import coarsest_scale, grain_m
from cartoviewer.scene.label_origins import label_origins
from cartoviewer.scene.map_content import bound_layer, bound_to
from cartoviewer.scene.righting import righted_shapes
from cartoviewer.scene.scale_bar import scale_text
from cartoviewer.scene.scene import LabelText, LegendEntry, MarkBatch, Scene
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.sheet_plan import SOURCES, plan_of, with_plan
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Dataset, Datasets
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import BRUSSELS_TIME, Language, Names, Texts
from symbols.symbology import grey

__all__ = ["Finding", "check_sheet", "stopping"]

_SMALLEST_PT: Final = 6.0
_SMALLEST_MM: Final = 4.0
_GREYS_APART: Final = 6
_TOO_LARGE: Final = 4.0
"""A map may be drawn so many times larger than its data were made for before it looks it."""
_SCALE: Final = re.compile(r"1\s?[:/]\s?(\d{1,3}(?:[\s.\u00a0\u202f]\d{3})+|\d{3,7})")
_PAPER: Final = re.compile(r"\b(A[0-5])\b")
_MARKING: Final = re.compile(r"TLP:(?:CLEAR|GREEN|AMBER\+STRICT|AMBER|RED)")
_NAMES_OF: Final = {
    "names": "The title is missing in {language}.",
    "scenario": "The scenario is missing in {language}.",
    "plan_names": "The plan’s name is missing in {language}.",
    "authority": "The authority is missing in {language}.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or may be.

    Attributes
    ----------
    rule
        Which check found it: `small-text`, `translation`, …
    serious
        Whether it stops the export until a person says why it does not matter.
    place
        Where it is, in Lambert 72; None where it is not on the map.
    layer
        The id of the layer it speaks of; empty for none.
    field
        The field of the sheet that is to be corrected; empty for none.
    plan
        The id of the plan in which it is to be corrected; empty where it is not said there.
    places
        All places it speaks of, where there are several; `place` is the first of them.
    """

    rule: str
    note: Note
    serious: bool = False
    place: Point | None = None
    layer: str = ""
    field: str = ""
    plan: str = ""
    places: tuple[Point, ...] = ()


def check_sheet(
    sheet: Sheet, composition: SheetComposition, document: MapDocument, datasets: Datasets
) -> tuple[Finding, ...]:
    """Look a composed sheet over; what is serious comes first.

    `document` and `datasets` are those of the audience: nothing is told of what it may not see.
    """
    texts = Texts(composition.language)
    sheet = with_plan(sheet, document)
    sources = _Sources(sheet, plan_of(sheet, document))
    found = [
        *_readable(composition),
        *_cut(composition),
        *_translated(sheet, composition, sources),
        *_named(composition, document),
        *_agreeing(sheet, composition, sources),
        *_distinct(sheet, composition, document, texts),
        *_hidden(sheet, composition, document, datasets, texts),
        *_made_for_another_scale(sheet, composition, document, datasets, texts),
        *_expired(sheet, composition, texts, sources),
        *_stale(composition, document, texts),
    ]
    if composition.unplaced:
        named = ", ".join(label.replace("\n", " / ") for label in composition.unplaced)
        count = str(len(composition.unplaced))
        note = _note("Labels without a place ({n}): {names}", n=count, names=named)
        shown = tuple(_shown(sheet, document, datasets))
        places = label_origins(composition.unplaced, composition.map.scene.view, document, shown)
        found.append(Finding("labels", note, place=places[0] if places else None, places=places))
    return tuple(sorted(found, key=lambda finding: not finding.serious))


def stopping(findings: tuple[Finding, ...], sheet: Sheet, version: str | None = None) -> tuple[Finding, ...]:
    """Give the findings that stop the export: serious, and not accepted by anyone for this version of the sheet.

    `version` is the sheet's where it is that of a plan; None takes the sheet's own.
    """
    version = sheet.version if version is None else version
    accepted = {rule for override in sheet.overrides if override.version == version for rule in override.rules}
    return tuple(finding for finding in findings if finding.serious and finding.rule not in accepted)


def _note(text: str, /, **values: str) -> Note:
    return Note(text, tuple(values.items()))


def _place(view: MapView, x_mm: float, y_mm: float) -> Point:
    x, y = view.to_ground(x_mm, y_mm)
    return (x, y) if view.epsg == LAMBERT_72 else transform_point(x, y, view.epsg, LAMBERT_72)


def _readable(composition: SheetComposition) -> Iterator[Finding]:
    for frame in (composition.map, *composition.details):
        yield from _readable_map(frame.scene)


def _readable_map(scene: Scene) -> Iterator[Finding]:
    small: dict[float, list[Point]] = {}
    for element in scene.elements:
        match element:
            case LabelText() if element.style.size_pt < _SMALLEST_PT - 0.01:
                said = " ".join(element.lines)
                size = f"{element.style.size_pt:g}"
                yield Finding(
                    "small-text",
                    _note("“{text}” is set in {size} points, smaller than 6.", text=said, size=size),
                    serious=True,
                    place=_place(scene.view, *element.anchor_mm),
                )
            case MarkBatch() if element.glyph.size_mm < _SMALLEST_MM - 0.01 and len(element.xy):
                size_mm = round(element.glyph.size_mm, 1)
                small.setdefault(size_mm, []).extend(_place(scene.view, *xy) for xy in element.xy.tolist())
    for size_mm, places in sorted(small.items()):
        yield Finding(
            "small-symbols",
            _note("{n} symbols are {size} mm high, smaller than 4 mm.", n=str(len(places)), size=f"{size_mm:g}"),
            place=places[0],
            places=tuple(places),
        )


def _cut(composition: SheetComposition) -> Iterator[Finding]:
    """Take over what the layout could not show: words cut, classes without room in the legend."""
    for note in composition.notes:
        if "was cut" in note.text or "no room for" in note.text:
            yield Finding("cut", note)


def _translated(sheet: Sheet, composition: SheetComposition, sources: "_Sources") -> Iterator[Finding]:
    """Find words of the sheet, or of its plan, that are there in one of its languages and not in another."""
    parts = composition.language.parts
    for field, sentence in _NAMES_OF.items():
        for language in _missing(getattr(sheet, field), parts):
            yield Finding(
                "translation",
                _note(sentence, language=language.value.upper()),
                serious=field == "names",
                field=field,
                plan=sources.plan_of(field),
            )


@dataclass(frozen=True, slots=True)
class _Sources:
    """Tells where the words of a sheet come from: from itself, or from its plan."""

    sheet: Sheet
    plan: Plan | None

    def plan_of(self, field: str) -> str:
        """Give the id of the plan where a field says what the plan says, and has to be corrected there."""
        plan, sheet = self.plan, self.sheet
        if plan is None:
            return ""
        if field == "scenario":
            scenario = plan.scenario(sheet.plan_scenario) if sheet.plan_scenario else None
            return plan.id if scenario is not None and scenario.names == sheet.scenario else ""
        source = SOURCES.get(field)
        return plan.id if source is not None and getattr(plan, source) == getattr(sheet, field) else ""


def _named(composition: SheetComposition, document: MapDocument) -> Iterator[Finding]:
    """Find what the legend names in one language of the sheet and not in another."""
    parts = composition.language.parts
    first: dict[Language, str] = {}
    layers = {layer.names: layer.id for layer in document.layers}
    untold: dict[Language, list[str]] = {}
    for entry in composition.map.scene.legend:
        for names in (entry.group, entry.names):
            for language in _missing(names, parts):
                untold.setdefault(language, []).append(names.in_language(language))
                first.setdefault(language, layers.get(names) or layers.get(entry.group, ""))
    for language, missing in untold.items():
        yield Finding(
            "translation-legend",
            _note(
                "The legend has no {language} for: {names}",
                language=language.value.upper(),
                names=", ".join(dict.fromkeys(missing)),
            ),
            layer=first[language],
        )


def _missing(names: Names, parts: tuple[Language, ...]) -> list[Language]:
    if not (names.fr or names.nl or names.en):
        return []
    own = {Language.FR: names.fr, Language.NL: names.nl, Language.EN: names.en}
    return [language for language in parts if not own[language]]


def _agreeing(sheet: Sheet, composition: SheetComposition, sources: "_Sources") -> Iterator[Finding]:
    """Compare what the sheet's own words say of scale, paper and marking with what is so."""
    scale, paper = composition.map.scene.view.scale, paper_name(composition.page_mm)
    for field in (*_NAMES_OF, "annex"):
        value = getattr(sheet, field)
        words = " · ".join((value.fr, value.nl, value.en)) if isinstance(value, Names) else value
        plan = sources.plan_of(field)
        for found in _SCALE.finditer(words):
            if float(re.sub(r"\D", "", found[1])) != scale:
                yield _disagrees(found[0], scale_text(scale), field, plan)
        for found in _PAPER.finditer(words):
            if paper and found[1] != paper:
                yield _disagrees(found[0], paper, field, plan)
        for found in _MARKING.finditer(words):
            level = next(level for level in Sensitivity if level.marking == found[0])
            if level < composition.marking:
                note = _note(
                    "The sheet says {said}, lower than what it shows: {marking}.",
                    said=found[0],
                    marking=composition.marking.marking,
                )
                yield Finding("marking", note, serious=True, field=field, plan=plan)


def _disagrees(said: str, so: str, field: str, plan: str) -> Finding:
    note = _note("The sheet’s words say “{said}”, but it is {so}.", said=said, so=so)
    return Finding("disagreement", note, serious=True, field=field, plan=plan)


def _distinct(
    sheet: Sheet, composition: SheetComposition, document: MapDocument, texts: Texts
) -> Iterator[Finding]:
    """Find classes that differ in colour only, and not in grey."""
    filled = [entry for entry in composition.map.scene.legend if entry.fill is not None]
    layers = {layer.names: layer.id for layer in document.layers}
    for one, other in combinations(filled, 2):
        if _merge(one, other):
            yield Finding(
                "grey",
                _note(
                    "“{one}” and “{other}” look the same in grey.",
                    one=texts.name(one.names),
                    other=texts.name(other.names),
                ),
                serious=sheet.monochrome,
                layer=layers.get(other.group) or layers.get(other.names, ""),
            )


def _merge(one: LegendEntry, other: LegendEntry) -> bool:
    if one.fill is None or other.fill is None or one.fill.colour == other.fill.colour:
        return False
    alike = (one.fill.alpha, one.fill.hatch is None) == (other.fill.alpha, other.fill.hatch is None)
    return (
        alike and one.fill.hatch is None and abs(_level(one.fill.colour) - _level(other.fill.colour)) < _GREYS_APART
    )


def _level(colour: str) -> int:
    return int(grey(colour)[1:3], 16)


def _hidden(
    sheet: Sheet, composition: SheetComposition, document: MapDocument, datasets: Datasets, texts: Texts
) -> Iterator[Finding]:
    """Find layers of the sheet that have features in its frame but are not drawn at its scale."""
    view = composition.map.scene.view
    for layer, dataset in _shown(sheet, document, datasets):
        rules = symbology_of(layer, dataset.card.kind).rules
        if any(rule.largest <= view.scale < rule.smallest for rule in rules):
            continue
        shapes = dataset.shapes(view.epsg)
        near = righted_shapes(shapes.take(shapes.within(view.bounds)), view)
        if len(near.within(view.upright.bounds)):
            yield Finding(
                "scale",
                _note(
                    "“{layer}” is not drawn at {scale}.",
                    layer=texts.name(layer.names),
                    scale=scale_text(view.scale),
                ),
                layer=layer.id,
            )


def _shown(sheet: Sheet, document: MapDocument, datasets: Datasets) -> Iterator[tuple[Layer, Dataset]]:
    """Give the layers of a sheet whose data are there."""
    binding = bound_to(document, sheet, sheet.theme, sheet.plan_scenario)
    for each in document.layers:
        layer = bound_layer(each, sheet, binding)
        if layer is not None and layer.visible:
            try:
                yield layer, datasets.get(layer.dataset)
            except KeyError:
                continue


def _made_for_another_scale(
    sheet: Sheet, composition: SheetComposition, document: MapDocument, datasets: Datasets, texts: Texts
) -> Iterator[Finding]:
    """Find layers that are drawn much larger than they were made for: their curves are angular on the sheet."""
    view = composition.map.scene.view
    for layer, dataset in _shown(sheet, document, datasets):
        rules = symbology_of(layer, dataset.card.kind).rules
        if dataset.card.kind is GeometryKind.POINT or not any(
            rule.largest <= view.scale < rule.smallest for rule in rules
        ):
            continue
        shapes = dataset.shapes(view.epsg)
        rows = shapes.within(view.bounds)
        grain = grain_m(shapes.take(rows)) if len(rows) else None
        if grain is not None and coarsest_scale(grain) > _TOO_LARGE * view.scale:
            yield Finding(
                "base-scale",
                _note(
                    "“{layer}” was made for about {made}, and is drawn at {scale}.",
                    layer=texts.name(layer.names),
                    made=scale_text(next_round(coarsest_scale(grain))),
                    scale=scale_text(view.scale),
                ),
                layer=layer.id,
            )


def _expired(sheet: Sheet, composition: SheetComposition, texts: Texts, sources: "_Sources") -> Iterator[Finding]:
    """Find a sheet that is printed after its last day."""
    last = sheet.valid_until
    if last is not None and composition.printed.astimezone(BRUSSELS_TIME).date() > last:
        said = _note("The sheet is valid until {day}, and that day is past.", day=texts.date(last))
        plan = sources.plan_of("valid_until")
        yield Finding("expired", said, serious=True, field="valid_until", plan=plan)


def _stale(composition: SheetComposition, document: MapDocument, texts: Texts) -> Iterator[Finding]:
    """Name each layer whose data are older than they should be."""
    ids = {texts.name(layer.names): layer.id for layer in document.layers}
    for name in composition.stale:
        yield Finding("stale", _note("Out of date: {names}", names=name), layer=ids.get(name, ""))
