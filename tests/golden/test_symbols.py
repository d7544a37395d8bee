"""Contact sheets of all symbols, and the painter of symbols on every device."""

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtSvg import QSvgGenerator

from bnip.zone import Zone, ZoneKind
from cartoviewer.document.document import MapDocument
from cartoviewer.render.device import SCREEN, Device
from cartoviewer.render.fonts import register_fonts
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph, paint_pattern
from cartoviewer.scene.gather import gather
from cartoviewer.scene.scene import Glyph, LabelText
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from resources.texts import Language, Names
from symbols.catalogue import catalogue
from symbols.discipline import Discipline
from symbols.lines import line_style
from symbols.own import OwnSign, own_id
from symbols.own_svg import outline_of_svg
from symbols.style import Stroke

pytestmark = [pytest.mark.golden, pytest.mark.usefixtures("qapp")]

Golden = Callable[[QImage, str], None]
GREY = Device(raster=True, monochrome=True)
CODES = list(catalogue())
STATUSES = (
    *("", ";state=planned", ";state=requested", ";state=ended", ";certainty=reported", ";reserve", ";closed"),
    *(";echelon=3", ";severity=danger", ";severity=caution", ";severity=safe", ";state=planned;certainty=reported"),
)


def canvas(width_mm: float, height_mm: float, dpi: float, colour: str = "#F2EEE8") -> tuple[QImage, QPainter]:
    register_fonts()
    scale = dpi / 25.4
    image = QImage(round(width_mm * scale), round(height_mm * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(colour))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    return image, painter


def contact_sheet(
    glyphs: list[Glyph],
    language: Language,
    cell_mm: tuple[float, float],
    columns: int,
    device: Device = SCREEN,
    dpi: float = 200,
) -> QImage:
    width, height = cell_mm
    rows = -(-len(glyphs) // columns)
    image, painter = canvas(width * columns, height * rows, dpi)
    for index, glyph in enumerate(glyphs):
        left, top, right, bottom = glyph_bounds_mm(Glyph(glyph.symbol, glyph.size_mm), language)
        x = (index % columns + 0.5) * width - (left + right) / 2
        y = (index // columns + 0.5) * height - (top + bottom) / 2
        paint_glyph(painter, glyph, language, x, y, device=device)
    painter.end()
    return image


@pytest.mark.parametrize("size_mm", [4.0, 6.0, 8.0])
def test_every_symbol_looks_as_it_was_accepted(golden: Golden, size_mm: float):
    glyphs = [Glyph(code, size_mm) for code in CODES]
    cell = (size_mm * 1.45, size_mm * 1.45)
    golden(
        contact_sheet(glyphs, Language.FR, cell, 16, dpi=300 if size_mm < 8 else 200), f"symbols-{size_mm:.0f}mm-fr"
    )


def test_every_symbol_looks_as_it_was_accepted_without_colour(golden: Golden):
    glyphs = [Glyph(code, 6.0) for code in CODES]
    golden(contact_sheet(glyphs, Language.NL, (8.7, 8.7), 16, GREY), "symbols-6mm-nl-grey")


@pytest.mark.parametrize("language", [Language.NL, Language.EN, Language.FR_NL])
def test_the_letters_of_each_language_look_as_they_were_accepted(golden: Golden, language: Language):
    lettered = [entry.id for entry in catalogue().values() if entry.letters.fr]
    glyphs = [Glyph(code, 8.0) for code in lettered]
    golden(contact_sheet(glyphs, language, (12, 12), 10), f"symbols-letters-{language.value.replace('+', '-')}")


def test_every_status_looks_as_it_was_accepted(golden: Golden):
    codes = ("haz.fire", "res.d3.car", "cmd.pma", "ref.shelter", "ref.anpr", "pt.cordonpost", "res.d5.info")
    glyphs = [Glyph(code + status, 8.0) for code in codes for status in STATUSES]
    golden(contact_sheet(glyphs, Language.FR, (12.5, 12.5), len(STATUSES)), "symbols-status")


def test_texts_arrows_plates_and_wind_look_as_they_were_accepted(golden: Golden):
    said = {"left": "HEL A1", "right": "120/300", "bottom": "23 14:05"}
    glyphs = [
        *(Glyph(code, 8.0, number="2", **said) for code in ("res.d3.heli", "cmd.reception", "haz.casualty")),
        *(Glyph("haz.smoke", 8.0, direction_deg=angle) for angle in (45.0, 180.0, 290.0)),
        *(Glyph("pt.wind", 8.0, right="4 Bft", direction_deg=angle) for angle in (0.0, 225.0, 270.0)),
        Glyph("haz.chem;kemler=33;un=1203", 8.0),
        Glyph("haz.chem;kemler=X338;un=1829;severity=danger", 12.0),
        Glyph("pt.cordonpost", 8.0, number="12"),
        Glyph("pt.measure", 8.0, right="12 ppm"),
        Glyph("haz.meteor", 8.0),
        Glyph("haz.casualty;casualties=2/5/12/140", 8.0),
        Glyph("cmd.pma;state=planned;certainty=reported;casualties=0/1/30/2", 8.0, right="33/60"),
        Glyph("cmd.cpops", 6.0, bottom="23 14:05", left="Nord"),
    ]
    golden(contact_sheet(glyphs, Language.FR, (42, 20), 5), "symbols-texts")


def test_patterns_look_as_they_were_accepted(golden: Golden):
    image, painter = canvas(120, 64, 200)
    lines = [code for code in CODES if code.startswith("line.")]
    for index, code in enumerate(lines):
        x, y = 4 + 58 * (index % 2), 6 + 10 * (index // 2)
        corners = [(0, 3), (14, 3), (22, -2), (32, 4), (37, 4), (40, -3), (52, -3)]
        paint_pattern(painter, code, np.add(corners, (x, y)), mm_per_km=24)
    painter.end()
    golden(image, "symbols-patterns")


def test_patterns_look_as_they_were_accepted_at_sharp_corners_on_rings_and_on_short_lines(golden: Golden):
    codes = [*(code for code in CODES if code.startswith("line.")), "line.cordon;certainty=reported"]
    image, painter = canvas(112, 17 * len(codes), 150)
    spike = [(0, 10), (14, 10), (16, 0), (18, 10), (30, 10), (30, 2), (40, 2), (40, 10), (34, 3)]
    ring = [(0, 0), (18, 0), (18, 12), (0, 12), (0, 0)]
    ripple = [(x, 6 + 4 * np.sin(x / 2) + 0.35 * (i % 2)) for i, x in enumerate(np.arange(0, 24, 0.3))]
    for row, code in enumerate(codes):
        for x, path in ((4, spike), (50, ring), (74, [(0, 4), (2, 4)]), (82, ripple)):
            points = np.add(path, (x, 17 * row + 3))
            painter.save()
            for stroke in (line_style(code).casing(), line_style(code)):
                if stroke is not None:
                    painter.setPen(pen(stroke))
                    painter.drawPolyline([QPointF(*point) for point in points.tolist()])
            painter.restore()
            paint_pattern(painter, code, points, mm_per_km=22)
    painter.end()
    golden(image, "symbols-corners")


def test_zones_look_as_they_were_accepted_at_sharp_corners(golden: Golden):
    star = np.array(
        [(0, 0), (60, 160), (120, 0), (160, 120), (320, 140), (170, 60), (330, 0), (150, -20), (90, -140)]
    )
    zones = {}
    for index, kind in enumerate(ZoneKind):
        corners = np.add(star, (149_000 + index % 4 * 420, 170_500 - index // 4 * 340))
        outline = tuple((x, y) for x, y in [*corners.tolist(), corners[0].tolist()])
        zones[kind.value] = Zone(id=kind.value, zone=kind, outline=outline)
    view = MapView((149_800.0, 170_180.0), 10_000.0, (175.0, 105.0))
    scene = gather(MapDocument(zones), NoDatasets(), view, Language.FR)
    image, painter = canvas(*view.size_mm, 150)
    unlabelled = tuple(each for each in scene.elements if not isinstance(each, LabelText))
    paint_scene(painter, replace(scene, elements=unlabelled), Language.FR, SCREEN)
    painter.end()
    golden(image, "zones-corners")


class NoDatasets:
    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the seam
        raise KeyError(hash)


def pen(stroke: Stroke) -> QPen:
    made = QPen(QColor(stroke.colour), stroke.width_mm)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if stroke.cap == "flat" else Qt.PenCapStyle.RoundCap)
    if stroke.dash_mm:
        made.setDashPattern([length / stroke.width_mm for length in stroke.dash_mm])
    return made


@pytest.mark.parametrize("code", [*CODES, *(f"cmd.pma{status}" for status in STATUSES)])
def test_nothing_is_painted_outside_the_bounds_that_are_told(code: str):
    glyph = Glyph(code, 8.0, left="A1", right="120/300", bottom="23 14:05", number="2", direction_deg=200.0)
    image, painter = canvas(60, 60, 96, "#00000000")
    paint_glyph(painter, glyph, Language.FR, 30, 30)
    painter.end()
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, 3]
    rows, columns = np.flatnonzero(alpha.max(axis=1)), np.flatnonzero(alpha.max(axis=0))
    dot = 25.4 / 96
    left, top, right, bottom = glyph_bounds_mm(glyph, Language.FR)
    assert columns[0] * dot >= 30 + left - 1.5 * dot
    assert rows[0] * dot >= 30 + top - 1.5 * dot
    assert columns[-1] * dot <= 30 + right + 1.5 * dot
    assert rows[-1] * dot <= 30 + bottom + 1.5 * dot


def test_the_foot_of_a_flag_stands_on_its_place_at_any_size():
    for size in (4.0, 8.0, 20.0):
        image, painter = canvas(60, 60, 300, "#00FF00")
        paint_glyph(painter, Glyph("cmd.pma", size), Language.NL, 30, 30)
        painter.end()
        foot = image.pixelColor(round(30 * 300 / 25.4), round(30 * 300 / 25.4) - 2)
        below = image.pixelColor(round(30 * 300 / 25.4), round((30 + 0.09 * size) * 300 / 25.4))
        assert foot.lightness() < 60
        assert below == QColor("#00FF00")


def test_a_symbol_measures_its_size_on_paper():
    image, painter = canvas(30, 30, 600, "#FFFFFF")
    paint_glyph(painter, Glyph("ref.shelter", 8.0), Language.FR, 15, 15)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3]
    inked = np.flatnonzero((rows.min(axis=2) < 128).any(axis=0))
    assert (inked[-1] - inked[0] + 1) * 25.4 / 600 == pytest.approx(8.0, abs=0.06)


def test_five_hundred_symbols_of_twenty_kinds_are_painted_at_once():
    kinds = [Glyph(code, 6.0) for code in CODES[:100:5]]
    image, painter = canvas(297, 210, 96)
    places = np.random.default_rng(1).uniform((10, 10), (287, 200), (500, 2)).tolist()
    for glyph in kinds:
        paint_glyph(painter, glyph, Language.FR, 5, 5)
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        for index, (x, y) in enumerate(places):
            paint_glyph(painter, kinds[index % 20], Language.FR, x, y)
        taken.append(time.perf_counter() - begun)
    painter.end()
    assert not image.isNull()
    # 16 ms on two idle cores; wide enough for a busy machine, and far under what no cache would take.
    assert min(taken) < 0.06


def test_texts_in_a_pdf_can_be_selected_and_symbols_are_vectors(tmp_path: Path):
    path = tmp_path / "symbol.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(600)
    writer.setPageSize(QPageSize(QSizeF(60, 40), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF())
    register_fonts()
    painter = QPainter(writer)
    painter.scale(600 / 25.4, 600 / 25.4)
    paint_glyph(painter, Glyph("cmd.pma;state=planned", 8.0, left="HEL A1", right="120/300"), Language.FR, 30, 20)
    painter.end()
    found = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "HEL A1" in found
    assert "120/300" in found
    images = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert len(images.splitlines()) == 2  # the heading only


def test_an_own_symbol_is_vectors_on_paper(tmp_path: Path):
    path = tmp_path / "own.pdf"
    ring = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/><circle r="4" fill="#fff"/></svg>'
    sign = OwnSign(names=Names.same("Ring"), frame="command", owner=Discipline.D4, outline=outline_of_svg(ring))
    writer = QPdfWriter(str(path))
    writer.setResolution(600)
    register_fonts()
    painter = QPainter(writer)
    painter.scale(600 / 25.4, 600 / 25.4)
    paint_glyph(painter, Glyph(f"{own_id(sign)};state=planned", 8.0, right="3"), Language.FR, 30, 20)
    painter.end()
    images = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert len(images.splitlines()) == 2  # the heading only
    on_map, painter = canvas(20, 20, 300)
    paint_glyph(painter, Glyph(own_id(sign), 12.0), Language.FR, 4, 18)
    painter.end()
    golden_middle = on_map.pixelColor(round(9.7 * 300 / 25.4), round(10 * 300 / 25.4))
    assert golden_middle == QColor(Discipline.D4.colour)  # the hole of the ring shows the fill


def test_an_svg_of_a_map_holds_symbols_as_paths():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    for index, code in enumerate(("haz.fire", "cmd.cpops", "ref.anpr", "line.evacroute", "area.yellow")):
        paint_glyph(painter, Glyph(code, 8.0), Language.FR, 20 * index + 10, 20)
    painter.end()
    text = bytes(buffer.data().data()).decode()
    assert "<image" not in text
    assert len(re.findall("<path", text)) > 20


def test_a_grey_device_gets_no_colour():
    image, painter = canvas(30, 30, 150, "#FFFFFF")
    paint_glyph(painter, Glyph("haz.chem;severity=danger", 12.0), Language.FR, 8, 10, device=GREY)
    paint_glyph(painter, Glyph("res.d1.cp", 12.0), Language.FR, 22, 10, device=GREY)
    painter.end()
    channels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)[:, :3].astype(int)
    assert np.ptp(channels, axis=1).max() <= 2


def test_opacity_is_that_of_the_layer():
    strong, weak = (canvas(20, 20, 150, "#FFFFFF") for _ in range(2))
    paint_glyph(strong[1], Glyph("res.d5.info", 10.0), Language.FR, 10, 10)
    paint_glyph(weak[1], Glyph("res.d5.info", 10.0), Language.FR, 10, 10, 0.3)
    for _, painter in (strong, weak):
        painter.end()
    centre = (round(10 * 150 / 25.4) - 18, round(10 * 150 / 25.4))
    assert strong[0].pixelColor(*centre).lightness() < weak[0].pixelColor(*centre).lightness() - 80
