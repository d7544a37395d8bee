"""A small dossier and a window on it, for the tests of the window."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import shapely
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from bnip.incident import Incident, Mark
from bnip.record import Place
from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Appearance, Theme
from cartoviewer.ui.turns import Turns
from layers.dataset import DatasetCard
from layers.frames import content_hash
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MIDDLE = (150_000.0, 170_000.0)


def clock() -> Callable[[], datetime]:
    return lambda: NOON


def add_layer(
    dossier: Dossier,
    history: History,
    layer_id: str,
    schema: str,
    frame: gpd.GeoDataFrame,
    kind: GeometryKind,
    rank: float,
    sensitivity: Sensitivity = Sensitivity.CLEAR,
) -> Layer:
    card = DatasetCard(
        hash=content_hash(frame),
        schema=schema,
        kind=kind,
        epsg=31370,
        count=len(frame),
        source=f"{layer_id}.gpkg",
        imported=NOON,
        date=date(2026, 11, 1),
        credit="Test",
    )
    dossier.add_dataset(frame, card)
    layer = Layer(
        id=layer_id,
        names=Names(f"{layer_id} fr", f"{layer_id} nl", f"{layer_id} en"),
        dataset=card.hash,
        schema=schema,
        rank=rank,
        sensitivity=sensitivity,
    )
    history.do(Label("Added {name}", {"name": layer.names}), put(history.document, layer))
    return layer


def squares(side: int, step: float = 100.0) -> gpd.GeoDataFrame:
    """Give side × side squares around the middle."""
    offsets = (np.arange(side) - side / 2) * step
    x, y = np.meshgrid(offsets + MIDDLE[0], offsets + MIDDLE[1])
    boxes = shapely.box(x.ravel(), y.ravel(), x.ravel() + step * 0.7, y.ravel() + step * 0.7)
    return gpd.GeoDataFrame({"n": np.arange(side * side)}, geometry=boxes, crs=31370)


def points(count: int) -> gpd.GeoDataFrame:
    x = MIDDLE[0] + np.arange(count) * 37.0 % 900 - 450
    y = MIDDLE[1] + np.arange(count) * 53.0 % 900 - 450
    return gpd.GeoDataFrame({"n": np.arange(count)}, geometry=shapely.points(x, y), crs=31370)


@cache
def _made(layers: bool) -> bytes:
    """Give the file of the small dossier, made once: a disk takes its time to make edits durable."""
    with TemporaryDirectory() as folder:
        dossier, _ = _make_dossier(Path(folder) / "test.gpkg", layers=layers)
        dossier.close()
        return dossier.path.read_bytes()


def open_dossier(folder: Path, *, layers: bool = True) -> tuple[Dossier, History]:
    path = folder / "test.gpkg"
    path.write_bytes(_made(layers))
    dossier = Dossier.open(path, clock=clock())
    return dossier, History(dossier.log, "desk", clock())


def _make_dossier(path: Path, *, layers: bool) -> tuple[Dossier, History]:
    dossier = Dossier.create(path, clock=clock())
    history = History(dossier.log, "desk", clock())
    if layers:
        add_layer(dossier, history, "ground", "building", squares(10), GeometryKind.AREA, 1.0)
        add_layer(dossier, history, "shelters", "shelter", points(20), GeometryKind.POINT, 2.0, Sensitivity.GREEN)
        add_layer(dossier, history, "cameras", "anpr", points(5), GeometryKind.POINT, 3.0, Sensitivity.AMBER_STRICT)
    incident = Incident(id="incident", place=Place(*MIDDLE), symbol="haz.fire")
    post = Mark(id="post", place=Place(MIDDLE[0] + 200, MIDDLE[1] + 100), symbol="cmd.cpops")
    history.do(
        Label("Placed {name}", {"name": "fire"}), put(history.document, incident), put(history.document, post)
    )
    return dossier, history


def make_window(
    app: QApplication,
    folder: Path,
    language: Language = Language.EN,
    rasteriser: Rasteriser | None = None,
    turns: Turns | None = None,
) -> MainWindow:
    preferences = Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    theme = Theme(app, Appearance.LIGHT, turns=turns)
    return MainWindow(Session(language, turns=turns), theme, MapDrawing(rasteriser), preferences, "desk", clock())


def wait_for_picture(qtbot, canvas: Canvas) -> None:
    """Wait until the map is drawn as the session stands now."""

    def is_drawn() -> bool:
        picture = canvas.picture
        return not canvas.is_busy and picture is not None and picture.order.document is canvas._session.document

    qtbot.waitUntil(is_drawn, timeout=10_000)
