"""The published page in a real browser engine: it draws its map, asks for nothing, and complains of nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView

from bnip.incident import Route
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.exercise.build import exercise_edits, exercise_layers
from cartoviewer.export.page import page_html
from cartoviewer.export.publication import Publication
from layers.frames import FrameDataset
from layers.sensitivity import Audience
from resources.texts import Language


class _Shelf:
    def __init__(self, *datasets: FrameDataset) -> None:
        self._datasets = {dataset.card.hash: dataset for dataset in datasets}

    def get(self, hash: str) -> FrameDataset:  # noqa: A002
        return self._datasets[hash]


class _Witness(QWebEngineUrlRequestInterceptor):
    """Notes every request but that for the page itself, and lets none through."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme() == "data" or url.path().endswith("page.html"):
            return
        self.asked.append(url.toString())
        info.block(shouldBlock=True)


class _Page(QWebEnginePage):
    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.said: list[str] = []

    def javaScriptConsoleMessage(self, level: Any, message: str, line: int, source: str) -> None:
        self.said.append(f"{line}: {message}")


# Without a graphics card Qt tells that it paints in software.
@pytest.mark.qt_log_ignore("RHI", "QRhi", "Vulkan", "GBM", "OpenGL", "dri", "GPUInfo")
@pytest.mark.slow
def test_the_page_draws_its_map_and_asks_the_network_for_nothing(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to run its sandbox as root, as containers do.
        monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
    layers = exercise_layers()
    document: MapDocument = EMPTY
    for edit in exercise_edits(layers):
        document = document.apply(edit)
    march = Route(id="march", symbol="line.route", path=((147_000.0, 170_000.0), (151_500.0, 170_900.0)))
    document = MapDocument({**{record.id: record for record in document}, march.id: march})
    shelf = _Shelf(*(FrameDataset(made.frame, made.card) for made in layers))
    publication = Publication.prepare(document, shelf, Audience.INTERNAL, Language.FR_NL)
    target = tmp_path / "page.html"
    target.write_text(page_html(publication, layers[0].card.imported), "utf-8")

    profile, witness = QWebEngineProfile(), _Witness()
    profile.setUrlRequestInterceptor(witness)
    page = _Page(profile)
    view = QWebEngineView()
    view.setPage(page)
    view.resize(1000, 700)
    view.show()
    with qtbot.waitSignal(page.loadFinished, timeout=60_000) as loaded:
        page.load(QUrl.fromLocalFile(str(target)))
    assert loaded.args == [True]

    answers: list[Any] = []
    page.runJavaScript(
        """JSON.stringify([document.querySelectorAll('.icon').length,
            document.querySelectorAll('#legend input').length,
            document.querySelectorAll('.leaflet-zones-pane path').length,
            document.querySelector('.scale').textContent,
            document.querySelectorAll('.kilometre').length])""",
        0,
        answers.append,
    )
    qtbot.waitUntil(lambda: bool(answers), timeout=30_000)
    icons, layers_listed, zone_paths, scale, kilometres = json.loads(answers[0])
    assert page.said == []
    assert witness.asked == []
    # 40 shelters, 17 antennas, 12 depots, 48 cameras, 60 sites, and 18 symbols of the crisis.
    assert icons == 40 + 17 + 12 + 48 + 60 + 18
    assert layers_listed == 8 + 3
    assert zone_paths >= 9
    assert scale.startswith("≈ 1:")
    # Four kilometres and a half, all of them marked or, from farther away, every second or fourth.
    assert 1 <= kilometres <= 4
    # The profile must go after the page.
    shiboken6.delete(view)
    shiboken6.delete(page)
