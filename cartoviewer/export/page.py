"""The publication as one web page that opens with the network cut: everything it needs is inside.

folium makes the map; what it would load from the network is inside the page, or not needed. There are no tiles:
the ground is the published layers themselves. A content security policy in the page forbids every request, so
that a browser would refuse one even if a library made it.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final

import folium
from branca.element import Element, Figure

from bnip.operation import Phase
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.page_layers import PageLayer, layer_on_page
from cartoviewer.export.page_parts import data_json, font_faces, leaflet_script, leaflet_style, page_resource
from cartoviewer.export.page_records import records_on_page
from cartoviewer.export.page_style import PageStyles
from cartoviewer.export.publication import Publication
from cartoviewer.export.writing import written_safely
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_style import MARKING_COLOURS
from cartoviewer.scene.sheet_words import credit_text, stale_text
from layers.progress import NoProgress, Progress
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["page_html", "write_html"]

_NOBODY: Final = NoProgress()
_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
# The Region, for a page that shows nothing: [[south, west], [north, east]].
_REGION: Final = [[50.760569, 4.236257], [50.915368, 4.487579]]
_EXERCISE: Final = "OEFENING · EXERCICE · EXERCISE"
_NORTH: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 40" width="30" height="40" role="img" aria-label="N">'
    '<g stroke="#FBFAF7" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
    '<path d="M15 14L22 38L15 33.5Z" fill="#1A1A1A"/><path d="M15 14L8 38L15 33.5Z" fill="#1A1A1A"/></g>'
    '<path d="M15 14L22 38L15 33.5Z" fill="#1A1A1A"/>'
    '<path d="M15 14L8 38L15 33.5Z" fill="#FFFFFF" stroke="#1A1A1A" stroke-width="1"/>'
    '<text x="15" y="11" text-anchor="middle" font-size="13" font-weight="700" fill="#1A1A1A">N</text></svg>'
)
_PHASES: Final = {
    Phase.PRE_ALERT: "Pre-alert",
    Phase.MUNICIPAL: "Municipal phase",
    Phase.PROVINCIAL: "Provincial phase",
    Phase.FEDERAL: "Federal phase",
}


def write_html(publication: Publication, path: Path, *, printed: datetime, progress: Progress = _NOBODY) -> Outcome:
    """Write the page.

    Raises
    ------
    PageError
        A layer is too large for a page.
    WriteError
        The page cannot be written there; a page that was there before is as it was.
    Cancelled
        The user stopped; nothing was written.
    """
    page = _Page(publication, printed, progress)
    data = page.html().encode("utf-8")
    with written_safely(path) as scratch:
        scratch.write_bytes(data)
    progress.step(1.0)
    return Outcome(path, len(data), publication.audience, page.marking, page.notes, page.stale)


def page_html(publication: Publication, printed: datetime, progress: Progress = _NOBODY) -> str:
    """Give the page as text; same publication, language and moment: same text."""
    return _Page(publication, printed, progress).html()


class _Page:
    """Everything that one page shows and says."""

    def __init__(self, publication: Publication, printed: datetime, progress: Progress) -> None:
        self._publication = publication
        self._printed = printed
        self._progress = progress
        self._texts = Texts(publication.language)
        self._styles = PageStyles(publication.language)
        self._layers = self._gathered()
        self.marking = max((layer.sensitivity for layer in self._layers), default=Sensitivity.CLEAR)
        self.notes: tuple[Note, ...] = tuple(note for layer in self._layers for note in layer.notes)
        sources = [layer.credit for layer in self._layers if layer.credit is not None]
        self.stale = tuple(self._texts.name(credit.names) for credit in sources if credit.stale)
        self._sources = tuple(reversed(sources))

    def _gathered(self) -> list[PageLayer]:
        document = self._publication.document
        shown = [layer for layer in document.layers if layer.visible and layer.opacity > 0]
        found = []
        for number, layer in enumerate(shown):
            self._progress.step(0.8 * number / (len(shown) + 1), "Gathering the layers")
            dataset = self._publication.datasets.get(layer.dataset)
            made = layer_on_page(layer, dataset, self._styles, self._texts, self._printed, number)
            if made.told["features"]:
                found.append(made)
        return [*found, *records_on_page(document, self._styles, self._texts)]

    def html(self) -> str:
        """Give the whole page."""
        self._progress.step(0.85, "Writing the page")
        legend = [layer.told for layer in self._layers]
        data = {"layers": legend, "icons": self._styles.icons, "bounds": self._bounds(), "north": _NORTH}
        map_ = folium.Map(tiles=None, zoom_control=True, zoom_snap=0.25, zoom_delta=0.5, attributionControl=False)
        map_.default_js, map_.default_css = [], []
        figure = Figure(title=escape(self._titles()[0]))
        figure.add_child(map_)
        body, written = self._body(), data_json(data)
        drawing = f"{page_resource('page.js')}\ndrawPublication({map_.get_name()}, {written});"
        head = figure.header
        policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        head.add_child(Element(policy), name="policy", index=0)
        head.add_child(Element(f"<style>{leaflet_style()}</style>"))
        head.add_child(Element(f"<script>{leaflet_script()}</script>"))
        head.add_child(Element(f"<style>{font_faces(body + written)}{page_resource('page.css')}</style>"))
        return self._assembled(str(figure.render()), body, drawing)

    def _assembled(self, html: str, body: str, drawing: str) -> str:
        """Put folium's map into our frame, and make the page the same each time."""
        found = re.search(r'<div class="folium-map" id="map_[0-9a-f]+"\s*></div>', html)
        if found is None:
            raise RuntimeError("folium has changed the way it writes a map")
        html = html.replace(found.group(), body.replace("MAP-HERE", found.group(), 1), 1)
        # The last script: folium's own, which makes the map, has run then.
        before, end, after = html.rpartition("</html>")
        html = f"{before}<script>{drawing}</script>\n{end}{after}"
        language = self._texts.language.parts[0].value
        html = html.replace("<html>", f'<html lang="{language}">', 1)
        # folium forbids to enlarge the page, which whoever sees badly needs.
        html = re.sub(r"initial-scale=1\.0,\s*maximum-scale=1\.0,\s*user-scalable=no", "initial-scale=1.0", html)
        # folium names every element by chance.
        names: dict[str, str] = {}
        return re.sub(
            r"(?<=_)[0-9a-f]{32}(?![0-9a-f])", lambda hit: names.setdefault(hit.group(), str(len(names))), html
        )

    def _bounds(self) -> list[list[float]]:
        """Give what is shown first: the crisis with room around it, else all layers, else the Region."""
        crisis = [layer for layer in self._layers if layer.credit is None]
        boxes = [layer.bounds for layer in (crisis or self._layers) if layer.bounds is not None]
        if not boxes:
            return _REGION
        west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
        east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
        room = max(0.08 * (north - south), 0.0006)
        return [[south - room, west - room], [north + room, east + room]]

    def _titles(self) -> tuple[str, ...]:
        operation = self._publication.document.operation
        named = self._texts.name_lines(operation.names) if operation is not None else ()
        return tuple(line for line in named if line) or self._texts.lines("Map")

    def _body(self) -> str:
        """Give the frame around the map. Everything that a person wrote is escaped here."""
        texts, document = self._texts, self._publication.document
        operation = document.operation
        authority = texts.name_lines(operation.authority) if operation is not None else ()
        phase = _PHASES.get(operation.phase) if operation is not None else None
        moment = self._publication.moment
        band = self._band(is_exercise=document.is_exercise)
        watermark = f'<div class="watermark" aria-hidden="true"><span>{_EXERCISE}</span></div>'
        situation = (
            f'<div class="moment"><div class="key">{escape(texts("Situation at"))}</div>'
            f"<strong>{escape(texts.clock(moment))}</strong> {escape(texts.date(moment.date()))}</div>"
            if moment is not None
            else ""
        )
        return "".join(
            (
                self._styles.definitions(),
                band,
                "<header><div>",
                f'<div class="authority">{_spans(filter(None, authority))}</div>' if any(authority) else "",
                f"<h1>{_spans(self._titles())}</h1>",
                f'<div class="phase">{escape(texts(phase))}</div>' if phase else "",
                f"</div>{situation}</header>",
                "<main>MAP-HERE",
                watermark if document.is_exercise else "",
                "<noscript>",
                escape(texts("This page draws its map with JavaScript, which is switched off.")),
                '</noscript></main><aside><details id="layers" open><summary class="key">',
                escape(texts("Legend")),
                '</summary><div id="legend"></div></details></aside>',
                f'<footer><div class="credits">{self._credits()}</div>',
                f"<p>{escape(texts('Printed {moment}', moment=texts.moment(self._printed)))}</p></footer>",
                band,
            )
        )

    def _band(self, *, is_exercise: bool) -> str:
        word = f'<div class="word">{_EXERCISE}</div>' if is_exercise else '<div class="word"></div>'
        marking = (
            f'<div class="marking" style="color:{MARKING_COLOURS[self.marking]}">'
            f"{escape(self.marking.marking)}</div>"
        )
        return f'<div class="band{" exercise" if is_exercise else ""}">{word}{marking}{word}</div>'

    def _credits(self) -> str:
        old, fresh = stale_text(self._sources, self._texts), credit_text(self._sources, self._texts)
        said = f'<p class="stale">{escape(old)}</p>' if old else ""
        return said + (f"<p>{escape(fresh)}</p>" if fresh else "")


def _spans(lines: Iterable[str]) -> str:
    return "".join(f"<span>{escape(line)}</span>" for line in lines)
