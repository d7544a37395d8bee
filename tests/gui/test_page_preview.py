"""The web page in the web engine, cut off from every network."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from cartoviewer.ui.page_preview import PagePreview
from cartoviewer.ui.task_runner import TaskRunner
from layers.sensitivity import Audience

pytestmark = [
    pytest.mark.xdist_group("web"),
    # What the engine says once on a machine without a graphics card.
    pytest.mark.qt_log_ignore("QRhiGles2", "RHI", "Vulkan", "GPUInfo", extend=True),
]


@pytest.fixture
def preview(qtbot, monkeypatch, open_session, theme, clock):
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
    tasks = TaskRunner()
    widget = PagePreview(open_session, theme, tasks, clock)
    with qtbot.waitSignal(widget.shown, timeout=60_000):
        widget.show()
    yield widget
    widget.close_down()
    widget.deleteLater()
    tasks.close()


def _asked(qtbot, preview: PagePreview, script: str):
    answers = []
    preview.page.runJavaScript(script, 0, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return answers[0]


@pytest.mark.slow
def test_the_page_draws_its_map_without_asking_for_anything(qtbot, preview: PagePreview):
    assert preview.refusals == []
    assert _asked(qtbot, preview, "document.querySelectorAll('.leaflet-interactive').length") > 5
    assert _asked(qtbot, preview, "document.querySelectorAll('.leaflet-control-scale').length") == 1


@pytest.mark.slow
def test_whatever_a_page_asks_for_outside_of_it_is_refused_and_told(qtbot, preview: PagePreview):
    outside = "https://tiles.example.invalid/0/0/0.png"
    preview.page.load(QUrl(outside))
    qtbot.waitUntil(lambda: preview.refusals == [outside], timeout=20_000)


@pytest.mark.slow
def test_the_public_does_not_get_the_cameras_and_the_page_is_written_as_shown(
    qtbot, preview: PagePreview, tmp_path: Path
):
    assert preview.audience.audience is Audience.PUBLIC
    path = tmp_path / "page.html"
    preview.write_to(path)
    qtbot.waitUntil(path.exists, timeout=20_000)
    written = path.read_text(encoding="utf-8")
    assert "ANPR" not in written
    assert "TLP:CLEAR" in written
