"""The structure of a PDF: what is read aloud, in which order and language, and what pictures say.

ISO 32000-1, 14.7 and 14.8. What the structure does not name (rules, samples of the legend, a marking told twice)
is an artifact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

import pikepdf

from cartoviewer.export.pdf_words import map_words, picture_words
from cartoviewer.scene.furniture import (
    Banner,
    DetailMap,
    Furniture,
    LegendPanel,
    NorthArrow,
    OverviewMap,
    PicturePanel,
    ScaleBar,
    SheetComposition,
    TextPanel,
    WindArrow,
    blocks_of,
)
from cartoviewer.scene.sheet_style import FIELD_NAME
from cartoviewer.scene.typesetting import TextBlock
from resources.texts import Language, Texts

__all__ = ["LANGUAGE_TAGS", "Marker", "Tag", "marked_as_one", "tags_of", "write_tags"]

LANGUAGE_TAGS: Final = {Language.FR: "fr-BE", Language.NL: "nl-BE", Language.EN: "en-GB"}
_ARTIFACT: Final = "/Artifact BMC"


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of the structure: its role, the pieces of the composition that it holds, and what it says.

    `words` tell what a picture is; `read` what is read instead of the content, whose lines would run together.
    `marked` are the numbers of the marked pieces in the content of its page, once that is known; with them a tag
    needs its pieces no more.
    """

    role: str
    inside: tuple["Tag", ...] = ()
    pieces: tuple[object, ...] = ()
    words: str = ""
    title: str = ""
    language: Language | None = None
    marked: tuple[int, ...] = ()
    read: str = ""


def tags_of(composition: SheetComposition) -> Tag:
    """Give the structure of a sheet in the order in which it is read: marking, title, map, legend, the rest."""
    figure = Tag("Figure", pieces=(composition.map,), words=map_words(composition, composition.map))
    before: list[Tag] = []
    after: list[Tag] = []
    marked = False
    for piece in sorted(composition.furniture, key=_rank):
        if isinstance(piece, Banner):
            if not marked:
                before += [_words("P", block) for block in (*piece.words[:1], piece.marking)]
            marked = True
        elif isinstance(piece, TextPanel) and piece.headings:
            before += _panel(piece)
        else:
            after += _furniture(composition, piece)
    return Tag("Sect", (*before, figure, *after), title=composition.title)


def _rank(piece: Furniture) -> int:
    """Give the place of a piece in the order of reading; what is alike stays in the order of the template."""
    order = (Banner, LegendPanel, ScaleBar, NorthArrow, WindArrow, OverviewMap)
    return order.index(type(piece)) if type(piece) in order else len(order)


def _furniture(composition: SheetComposition, piece: Furniture) -> list[Tag]:
    match piece:
        case TextPanel():
            return _panel(piece)
        case LegendPanel():
            return _legend(piece)
        case ScaleBar() | NorthArrow():
            pieces = (piece, *blocks_of(piece))
            return [Tag("Figure", pieces=pieces, words=picture_words(composition, piece))]
        case WindArrow() | OverviewMap():
            words = [_words("P", block) for block in blocks_of(piece)]
            return [*words, Tag("Figure", pieces=(piece,), words=picture_words(composition, piece))]
        case DetailMap():
            words = [_words("P", block) for block in piece.blocks]
            return [*words, Tag("Figure", pieces=(piece,), words=map_words(composition, piece.frame))]
        case PicturePanel():
            return [Tag("Figure", pieces=(piece,), words=Texts(composition.language).name(piece.picture.names))]
        case _:
            return [_words("P", block) for block in blocks_of(piece)]


def _panel(panel: TextPanel) -> list[Tag]:
    """Give the paragraphs of a panel: a name and its value are one; a table is a table."""
    cells = {id(cell) for row in panel.rows for cell in row}
    tags: list[Tag] = []
    open_pieces: list[TextBlock] = []
    for block in (block for block in panel.blocks if id(block) not in cells):
        if any(block is heading for heading in panel.headings):
            tags.append(_words("H1", block))
        elif block.style == FIELD_NAME or not open_pieces:
            tags.append(_words("P", block))
            open_pieces = [block] if block.style == FIELD_NAME and not panel.rows else []
        else:
            open_pieces.append(block)
            tags[-1] = _words("P", *open_pieces)
    if panel.rows:
        head, *rows = panel.rows
        names = Tag("TR", tuple(_words("TH", cell) for cell in head))
        body = (Tag("TR", tuple(_words("TD", cell) for cell in row)) for row in rows)
        tags.insert(1, Tag("Table", (names, *body)))
    return tags


def _legend(legend: LegendPanel) -> list[Tag]:
    """Give the title, then column by column the names of groups, each over the list of its classes."""
    title, *groups = legend.blocks
    lines: list[tuple[float, float, str, TextBlock]] = [(b.x_mm, b.y_mm, "H3", b) for b in groups]
    lines += [(s.box[0], s.box[1], "LI", s.text) for s in legend.samples]
    lines.sort(key=lambda line: (round(line[0]), line[1]))
    tags = [_words("H2", title)]
    for role, those in groupby(lines, key=lambda line: line[2]):
        blocks = [block for _, _, _, block in those]
        if role == "LI":
            tags.append(Tag("L", tuple(Tag("LI", (_words("LBody", block),)) for block in blocks)))
        else:
            tags += [_words("H3", block) for block in blocks]
    return tags


def _words(role: str, *blocks: TextBlock) -> Tag:
    """Give an element of words; where they stand on several lines, what is read has a space between them."""
    lines = [line for block in blocks for line in block.lines]
    read = " ".join(lines) if len(lines) > 1 else ""
    return Tag(role, pieces=blocks, language=blocks[0].language, read=read)


@dataclass(slots=True)
class Marker:
    """Numbers the marked pieces of a page while its content is written."""

    tag: Tag
    _roles: dict[int, str] = field(default_factory=dict)
    _numbers: dict[int, list[int]] = field(default_factory=dict)
    _count: int = 0

    def __post_init__(self) -> None:
        for tag in _all(self.tag):
            self._roles.update((id(piece), tag.role) for piece in tag.pieces)

    def operator(self, piece: object) -> str:
        """Give the operator that begins a piece in the content of the page."""
        role = self._roles.get(id(piece))
        if role is None:
            return _ARTIFACT
        number = self._count
        self._count += 1
        self._numbers.setdefault(id(piece), []).append(number)
        return f"/{role} <</MCID {number}>> BDC"

    def numbered(self) -> Tag:
        """Give the structure with the numbers of what was marked."""
        return self._with_numbers(self.tag)

    def _with_numbers(self, tag: Tag) -> Tag:
        marked = tuple(number for piece in tag.pieces for number in self._numbers.get(id(piece), ()))
        inside = tuple(self._with_numbers(each) for each in tag.inside)
        return Tag(tag.role, inside, (), tag.words, tag.title, tag.language, marked, tag.read)


def _all(tag: Tag) -> Iterator[Tag]:
    yield tag
    for each in tag.inside:
        yield from _all(each)


def marked_as_one(page: pikepdf.Page, title: str, number: int = 0, read: str = "") -> Tag:
    """Mark a page of words as one paragraph, which reads as said; give its structure."""
    page.contents_add(f"/P <</MCID {number}>> BDC\nq\n".encode("ascii"), prepend=True)
    page.contents_add(b"\nQ\nEMC\n")
    return Tag("Sect", (Tag("P", marked=(number,), read=read),), title=title)


def write_tags(pdf: pikepdf.Pdf, pages: Sequence[tuple[pikepdf.Page, Tag]]) -> None:
    """Write the structure of a file: one section for each of its pages, in their order."""
    tree = _Tree(pdf)
    for page, tag in pages:
        tree.page(page, tag)
    tree.close()


class _Tree:
    """Writes the elements and the table that leads from marked content back to them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        self._document = self._element("Document", self._root)
        self._sections: list[pikepdf.Object] = []
        self._parents: list[pikepdf.Object] = []

    def page(self, page: pikepdf.Page, tag: Tag) -> None:
        """Write the section of a page, and after it the links that lead from it."""
        owners: dict[int, pikepdf.Object] = {}
        section = self._written(tag, self._document, page, owners)
        page.obj.StructParents = self._key(pikepdf.Array([owners[number] for number in sorted(owners)]))
        page.obj.Tabs = pikepdf.Name.S
        links = [each for each in page.obj.get("/Annots", pikepdf.Array()) if each.Subtype == "/Link"]
        for link in links:
            element = self._element("Link", section)
            element.K = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=link, Pg=page.obj)
            link.StructParent = self._key(element)
            section.K.append(element)
        self._sections.append(section)

    def close(self) -> None:
        """Put the tree into the file."""
        self._document.K = pikepdf.Array(self._sections)
        self._root.K = self._document
        numbers = [each for key, value in enumerate(self._parents) for each in (key, value)]
        self._root.ParentTree = self._pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(numbers)))
        self._root.ParentTreeNextKey = len(self._parents)
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)

    def _written(
        self, tag: Tag, parent: pikepdf.Object, page: pikepdf.Page, owners: dict[int, pikepdf.Object]
    ) -> pikepdf.Object:
        element = self._element(tag.role, parent)
        element.Pg = page.obj
        for key, words in (("/Alt", tag.words), ("/ActualText", tag.read), ("/T", tag.title)):
            if words:
                element[key] = pikepdf.String(words)
        if tag.language is not None:
            element.Lang = pikepdf.String(LANGUAGE_TAGS[tag.language])
        if tag.role == "TH":
            element.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column)
        owners.update(dict.fromkeys(tag.marked, element))
        element.K = pikepdf.Array(
            [*tag.marked, *(self._written(each, element, page, owners) for each in tag.inside)]
        )
        return element

    def _element(self, role: str, parent: pikepdf.Object) -> pikepdf.Object:
        return self._pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{role}"), P=parent)
        )

    def _key(self, value: pikepdf.Object) -> int:
        self._parents.append(self._pdf.make_indirect(value))
        return len(self._parents) - 1
