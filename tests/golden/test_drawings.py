"""Shapes, texts and measurements look as they were accepted."""

import pytest

from bnip.drawing import Arrows, Caption, Form, Measurement, Shape
from bnip.geometry.outlines import circle, rectangle, sector
from bnip.record import Place
from cartoviewer.render.picture import paint_picture
from cartoviewer.scene.gather import gather
from resources.texts import Language, Names
from tests.map_specimens import NOW, SITE, Ground, at, view

pytestmark = pytest.mark.usefixtures("qapp")

DRAWN = (
    Shape(id="sector", form=Form.SECTOR, path=sector(SITE, 130.0, 30.0, 80.0), names=Names.same("Sector A")),
    Shape(id="circle", form=Form.CIRCLE, path=circle(at(-180, 110), 60.0), colour="#1B7F3B", fill_alpha=0.0),
    Shape(
        id="box", form=Form.RECTANGLE, path=rectangle(at(-260, -60), at(-140, 20)), dashed=True, colour="#7A1FA2"
    ),
    Shape(
        id="arrow",
        form=Form.ARROW,
        path=(at(-120, -120), at(-60, -60), at(-10, -15)),
        arrows=Arrows.END,
        colour="#D7191C",
        width_mm=1.2,
        names=Names("Attaque", "Aanval", "Attack"),
    ),
    Shape(id="both", form=Form.LINE, path=(at(20, -60), at(220, -80)), arrows=Arrows.BOTH, dashed=True),
    Shape(id="point", form=Form.POINT, path=(at(150, 120),), names=Names("Puits", "Put", "Well"), colour="#F58220"),
    Caption(id="text", place=Place(*at(60, 170)), names=Names("Rassemblement", "Verzamelplaats", ""), angle_deg=12),
    Measurement(id="length", path=(at(-250, -180), at(-50, -180), at(-50, -140))),
    Measurement(id="area", path=(at(80, -190), at(260, -190), at(260, -120), at(80, -120)), closed=True),
)


def test_what_a_hand_has_drawn(golden):
    ground = Ground()
    ground.put(*DRAWN)
    scene = gather(ground.document, ground, view(), Language.FR_NL, now=NOW)
    golden(paint_picture(scene, Language.FR_NL, (680, 510), 144), "map-drawings")
