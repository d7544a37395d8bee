"""What the checks found on a sheet, in words and as data, each with where it is to be corrected."""

from collections.abc import Iterable
from typing import Any

from cartoviewer.cli.surface import Surface
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.sheet_checks import Finding
from resources.texts import Texts

__all__ = ["finding_facts", "tell_findings", "where_of"]


def finding_facts(finding: Finding, texts: Texts) -> dict[str, Any]:
    """Give what a check found."""
    return {
        "rule": finding.rule,
        "serious": finding.serious,
        "text": texts(finding.note.text, **dict(finding.note.values)),
        "place": list(finding.place) if finding.place else None,
        "places": [list(place) for place in finding.places],
        "layer": finding.layer or None,
        "field": finding.field or None,
        "plan": finding.plan or None,
    }


def tell_findings(findings: Iterable[Finding], document: MapDocument, surface: Surface) -> None:
    """Say what was found, and where."""
    texts = surface.texts
    for each in findings:
        said, where = texts(each.note.text, **dict(each.note.values)), where_of(each, document, texts)
        surface.say(f"  {said} [{where}]")


def where_of(finding: Finding, document: MapDocument, texts: Texts) -> str:
    """Say where a finding is to be seen or corrected: a place, a layer, a field, or the sheet as a whole."""
    layer = document.get(finding.layer) if finding.layer else None
    if finding.place is not None:
        x, y = finding.place
        more = len(finding.places) - 1
        if more > 0:
            return texts("at {x}, {y} in Lambert 72, and {n} more", x=f"{x:.0f}", y=f"{y:.0f}", n=more)
        return texts("at {x}, {y} in Lambert 72", x=f"{x:.0f}", y=f"{y:.0f}")
    if finding.plan:
        return texts("plan {plan}, field {field}", plan=finding.plan, field=finding.field)
    if isinstance(layer, Layer):
        return texts("layer “{layer}”", layer=texts.name(layer.names))
    if finding.field:
        return texts("field {field}", field=finding.field)
    return texts("on the sheet")
