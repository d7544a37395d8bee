"""Records of every kind, layers' tables and dossiers for the tests of the document."""

from datetime import UTC, date, datetime, timedelta

import geopandas as gpd
import numpy as np
import shapely

from bnip.drawing import Arrows, Caption, DrawingLayer, Form, Measurement, Photograph, Shape
from bnip.geometry.outlines import sector
from bnip.incident import Incident, Mark, Route
from bnip.operation import Operation, OperationKind, Phase
from bnip.record import Certainty, Place
from bnip.sheet import Sheet
from bnip.zone import Zone, ZoneKind, ZoneStatus, circle
from cartoviewer.document.edit import Change, Edit, Label
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from layers.dataset import DatasetCard, FieldCard
from layers.frames import content_hash
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Names
from symbols.style import Fill, Hatch, Rule, Stroke, Style, Symbology

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CENTRE = (149_300.0, 169_900.0)

INCIDENT = Incident(
    id="i1",
    place=Place(*CENTRE, "Rue des Brasseurs 1", "address", 12.5),
    symbol="haz.explosion",
    names=Names("Explosion au gaz", "Gasontploffing", "Gas explosion"),
    occurred=NOON,
    certainty=Certainty.CONFIRMED,
    note="“Odeur de gaz” à 11 h 40",
)
MARK = Mark(
    id="m1", place=Place(149_500.125, 170_100.25), symbol="cmd.cpops", left="A", number="1", direction_deg=45.0
)
ROUTE = Route(id="r1", path=((149_300.0, 169_900.0), (149_800.0, 170_400.0)), symbol="line.evacroute")
ZONE = Zone(
    id="z1",
    zone=ZoneKind.RED,
    outline=circle(CENTRE, 100.0),
    names=Names("Zone rouge", "Rode zone", "Red zone"),
    status=ZoneStatus.PROPOSED,
    basis="radius",
    centre=CENTRE,
    radius_m=100.0,
    population=240,
    sensitivity=Sensitivity.AMBER,
)
SYMBOLOGY = Symbology(
    (
        Rule(
            Names("Grands", "Grote", "Large"),
            Style(Fill("#AA5500", 0.5, Hatch("#000000", "cross")), Stroke("#112233", 0.35, (2.0, 1.0))),
            {"size": ("large",)},
            smallest=25_000.0,
        ),
        Rule(Names.same("×"), Style(Fill("#00AA55"), Stroke("#000000", 0.1))),
    )
)
LAYER = Layer(
    id="l1",
    names=Names("Abris", "Schuilplaatsen", "Shelters"),
    dataset="0" * 64,
    schema="shelter",
    rank=1.5,
    opacity=0.75,
    symbology=SYMBOLOGY,
)
OPERATION = Operation(
    id="o1", operation=OperationKind.EXERCISE, names=Names.same("Émeraude"), phase=Phase.MUNICIPAL, started=NOON
)
SHEET = Sheet(
    id="s1",
    template="a4-situation",
    centre=CENTRE,
    scale=10_000.0,
    names=Names.same("Sheet"),
    layers=("l1",),
    issued=date(2026, 11, 23),
)
DRAWN: tuple[AnyRecord, ...] = (
    Shape(
        id="sh1",
        form=Form.SECTOR,
        path=sector(CENTRE, 400.0, 30.0, 80.0),
        centre=CENTRE,
        radius_m=400.0,
        from_deg=30.0,
        to_deg=80.0,
        photographs=("p1",),
        valid_from=NOON,
    ),
    Shape(id="sh2", form=Form.ARROW, path=((149_300.0, 169_900.0), (149_500.0, 170_000.0)), arrows=Arrows.END),
    Shape(id="sh3", form=Form.POINT, path=(CENTRE,), names=Names("Puits", "Put", "Well"), layer="dl1"),
    Caption(id="c1", place=Place(*CENTRE), names=Names("Rassemblement", "Verzamelen", "Gather"), angle_deg=20.0),
    Measurement(
        id="m9", path=((149_300.0, 169_900.0), (149_300.0, 170_000.0), (149_400.0, 170_000.0)), closed=True
    ),
    DrawingLayer(id="dl1", names=Names("Phase 2", "Fase 2", "Phase 2"), rank=1.0),
    Photograph(id="p1", names=Names.same("front"), jpeg=b"\xff\xd8\xff", width_px=1, height_px=1),
)
EVERY_KIND: tuple[AnyRecord, ...] = (INCIDENT, MARK, ROUTE, ZONE, LAYER, OPERATION, SHEET, *DRAWN)


def edit(number: int, *changes: Change, minutes: int | None = None) -> Edit:
    """Make the edit with this number, a minute after the one before."""
    moment = NOON + timedelta(minutes=number if minutes is None else minutes)
    return Edit(
        id=f"e{number}",
        label=Label("Place {number}", {"number": str(number)}),
        author="SITCEN",
        moment=moment,
        changes=changes,
    )


def made(record: AnyRecord) -> Change:
    """Give the change that makes a record."""
    return Change(record.id, None, record)


def mark(number: int) -> Mark:
    """Give a mark of its own for each number."""
    return Mark(id=f"m{number}", place=Place(149_000.0 + number, 170_000.0 - number), symbol="res.ambulance")


def squares(count: int, epsg: int = 31370, points: int = 5) -> gpd.GeoDataFrame:
    """Make a table of small areas in rows of a hundred."""
    angles = np.linspace(0.0, 2 * np.pi, points)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * 4.0
    ring[-1] = ring[0]
    corners = np.column_stack([np.arange(count) % 100, np.arange(count) // 100]) * 10.0 + (148_000.0, 169_000.0)
    areas = shapely.polygons(corners[:, None, :] + ring[None, :, :])
    names = [f"Bâtiment {number}" if number % 7 else None for number in range(count)]
    return gpd.GeoDataFrame(
        {"name": names, "floors": np.arange(count) % 9, "open": np.arange(count) % 2 == 0},
        geometry=areas,
        crs=31370,
    ).to_crs(epsg)


def card_of(frame: gpd.GeoDataFrame, schema: str = "generic", day: date | None = date(2026, 11, 20)) -> DatasetCard:
    """Give the card that a reader would make for `squares`."""
    return DatasetCard(
        hash=content_hash(frame),
        schema=schema,
        kind=GeometryKind.AREA,
        epsg=frame.crs.to_epsg(),
        count=len(frame),
        source="buildings.gpkg",
        imported=NOON,
        date=day,
        credit="Made for tests",
        fields=(FieldCard("name"), FieldCard("floors", "integer"), FieldCard("open", "boolean")),
    )
