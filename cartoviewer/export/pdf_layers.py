"""The layers of a PDF that its reader may switch: one optional group for each published layer of the map.

ISO 32000-1, 8.11. Where pages are bound, the layers of the same name become one: who switches the shelters off
does so on every sheet.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import pikepdf

from cartoviewer.export.pdf_parts import Part
from cartoviewer.scene.scene import Stratum, StratumKind
from resources.texts import Texts

__all__ = ["LayerGroups", "share_layers"]

_NAMES: Final = {
    StratumKind.AREAS: "Zones and lines",
    StratumKind.SYMBOLS: "Symbols of the crisis",
    StratumKind.LABELS: "Labels",
    StratumKind.GRID: "Grid",
}


class LayerGroups:
    """The optional groups of the parts of one page.

    Parameters
    ----------
    pdf
        The file that they belong to.
    parts
        What is painted, in this order.
    texts
        The language of their names.
    """

    def __init__(self, pdf: pikepdf.Pdf, parts: Iterable[Part], texts: Texts) -> None:
        self._resources: dict[tuple[StratumKind, str], str] = {}
        self.groups: dict[str, pikepdf.Object] = {}
        there: dict[tuple[StratumKind, str], Stratum] = {}
        for part in parts:
            if part.stratum is not None:
                # A layer stands where the uppermost of it is painted.
                there.pop(_key(part.stratum), None)
                there[_key(part.stratum)] = part.stratum
        for key, stratum in there.items():
            resource = f"/G{len(self.groups)}"
            self._resources[key] = resource
            name = texts.name(stratum.names) if stratum.kind is StratumKind.LAYER else texts(_NAMES[stratum.kind])
            group = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name))
            self.groups[resource] = pdf.make_indirect(group)
        if self.groups:
            _announce(pdf, list(self.groups.values()))

    def resource(self, stratum: Stratum) -> str:
        """Give the name by which the content of the page calls the group of a stratum."""
        return self._resources[_key(stratum)]


def share_layers(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> None:
    """Make the groups of bound pages (or forms) one for each name; two of one name on a page stay two."""
    known: dict[tuple[str, int], pikepdf.Object] = {}
    for page in pages:
        groups = page.get("/Resources", pikepdf.Dictionary()).get("/Properties")
        if groups is None:
            continue
        seen: dict[str, int] = {}
        for resource in sorted(groups.keys(), key=_number):
            name = str(groups[resource].Name)
            seen[name] = seen.get(name, 0) + 1
            groups[resource] = known.setdefault((name, seen[name]), groups[resource])
    if known:
        _announce(pdf, list(known.values()))


def _key(stratum: Stratum) -> tuple[StratumKind, str]:
    return stratum.kind, stratum.key


def _number(resource: str) -> int:
    return int(resource.removeprefix("/G"))


def _announce(pdf: pikepdf.Pdf, groups: list[pikepdf.Object]) -> None:
    """List the groups, the topmost first as in a list of layers; all are seen and printed."""
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array(groups),
        D=pikepdf.Dictionary(
            BaseState=pikepdf.Name.ON,
            Order=pikepdf.Array(groups[::-1]),
            ListMode=pikepdf.Name.VisiblePages,
        ),
    )
