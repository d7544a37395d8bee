"""Sheet templates: the page, the map and the furniture around it, as data (`resources/sheets/*.toml`)."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from bnip.furniture import Box, FurnitureSpec, TitleSpec
from bnip.layout import PaperSpec, SheetTemplate
from cartoviewer.scene.layout_faults import layout_faults
from cartoviewer.scene.sheet_paper import paper_name, stretched
from layers.errors import Problem
from resources.texts import Names

__all__ = ["TemplateError", "on_paper", "read_template", "sheet_template", "sheet_templates"]


class TemplateError(Problem):
    """A sheet template is unknown, or its file has an error."""


def read_template(data: bytes, name: str) -> SheetTemplate:
    """Read a template and check that nothing on the page lies over something else.

    Raises
    ------
    TemplateError
        The file is no TOML, holds an unknown kind or parameter, or its boxes do not fit the page.
    """
    try:
        template = msgspec.toml.decode(data, type=SheetTemplate)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TemplateError(
            "The sheet template “{name}” cannot be used: {reason}. Correct the file.", name=name, reason=str(error)
        ) from error
    return _sound(template, name)


def _sound(template: SheetTemplate, name: str) -> SheetTemplate:
    for fault in layout_faults(template):
        raise TemplateError(
            "The sheet template “{name}” cannot be used: {reason}. Correct the file.", name=name, reason=str(fault)
        )
    return template


@cache
def sheet_templates() -> dict[str, SheetTemplate]:
    """Give all templates of the program by their name, each layout on every paper it is made for."""
    found: dict[str, SheetTemplate] = {}
    for entry in _entries():
        template = read_template(entry.read_bytes(), _stem(entry))
        found[_stem(entry)] = template
        for paper in template.papers:
            found[paper.name] = _sound(on_paper(template, paper), paper.name)
    return found


def on_paper(template: SheetTemplate, paper: PaperSpec) -> SheetTemplate:
    """Give the same layout on another paper; its name ends in that of the paper."""
    replace = msgspec.structs.replace
    factor, whole, paper = paper.grow, paper, paper.ungrown

    def moved(box: Box) -> Box:
        x, y, width, height = stretched(box, template.map.box, template.page, paper)
        return (x * factor, y * factor, width * factor, height * factor)

    def lettered(piece: FurnitureSpec) -> FurnitureSpec:
        return replace(piece, size_pt=paper.title_pt) if isinstance(piece, TitleSpec) else piece

    x, y, width, height = template.map.box
    wider = paper.page[0] - template.page[0] - paper.wider_mm
    higher = paper.page[1] - template.page[1] - paper.higher_mm
    map_box = (x * factor, y * factor, (width + wider) * factor, (height + higher) * factor)
    old, new = paper_name(template.page), paper_name(whole.page)
    names = Names(
        *(name.removesuffix(old) + new for name in (template.names.fr, template.names.nl, template.names.en))
    )
    return replace(
        template,
        page=whole.page,
        names=names,
        map=replace(
            template.map,
            box=map_box,
            coordinates_mm=template.map.coordinates_mm * factor,
            frame_mm=template.map.frame_mm * factor,
        ),
        furniture_growth=factor,
        furniture=tuple(
            replace(lettered(piece), box=None if piece.box is None else moved(piece.box))
            for piece in template.furniture
        ),
        stack=tuple(
            replace(stack, box=moved(stack.box), furniture=tuple(map(lettered, stack.furniture)))
            for stack in template.stack
        ),
        papers=(),
    )


def sheet_template(name: str) -> SheetTemplate:
    """Give one template. Raises TemplateError when there is none of this name."""
    found = sheet_templates().get(name)
    if found is None:
        raise TemplateError(
            "There is no sheet template “{name}”. Choose one of: {names}.",
            name=name,
            names=", ".join(sheet_templates()),
        )
    return found


def _entries() -> list[Traversable]:
    folder = files("resources") / "sheets"
    return sorted((e for e in folder.iterdir() if e.name.endswith(".toml")), key=lambda entry: entry.name)


def _stem(entry: Traversable) -> str:
    return entry.name.removesuffix(".toml")
