"""What is drawn in a measurement: the tables of a dossier, plain styles that both programs know, and views."""

from dataclasses import asdict, dataclass

__all__ = ["SIZE_PX", "Drawing", "Table", "View", "real_drawing", "synthetic_drawing"]

SIZE_PX = (1600, 1000)
"""Of every picture, at 96 pixels to the inch."""


@dataclass(frozen=True)
class Table:
    """A table and its style: lengths in millimetres on paper. A point is a dot as wide as its line.

    `source` says where its features come from, `hash` and `table` are what the dossier knows them by.
    """

    source: str
    kind: str
    fill: str = ""
    line: str = ""
    width_mm: float = 0.0
    ring: str = ""
    ring_mm: float = 0.0
    hash: str = ""
    table: str = ""


@dataclass(frozen=True)
class View:
    """A view in Lambert 72."""

    name: str
    x: float
    y: float
    scale: float


@dataclass(frozen=True)
class Drawing:
    """Tables from the lowest to the topmost, the views they are drawn in, and the dossier they are in."""

    name: str
    tables: tuple[Table, ...]
    views: tuple[View, ...]
    sheet: View
    dossier: str = ""

    def as_dict(self) -> dict[str, object]:
        """Give it as plain values, for a program in another Python."""
        return asdict(self)


def _views(x: float, y: float) -> tuple[View, ...]:
    return (View("region", x, y, 64_000), View("town", x, y, 16_000), View("street", x, y, 3_200))


def synthetic_drawing() -> Drawing:
    """Give the drawing of the made-up ground."""
    return Drawing(
        "200,000 polygons, 60,000 lines, 50,000 points",
        (
            Table("buildings", "area", fill="#E2DAD0", line="#C4B9AB", width_mm=0.08),
            Table("streets", "line", line="#8C8C8C", width_mm=0.35),
            Table("points", "point", line="#4D5A66", width_mm=1.6, ring="#FFFFFF", ring_mm=0.25),
        ),
        _views(150_000, 170_000),
        View("A3", 150_000, 170_000, 10_000),
    )


def real_drawing() -> Drawing:
    """Give the drawing of open data of Brussels; a source is a file and its layer."""
    osm, streets = "osm_brussels_2026-05.gpkg", "streets_brussels.gpkg"
    return Drawing(
        "open data of Brussels",
        (
            Table(f"{osm}:landuse_area", "area", fill="#ECE8EA", line="#D6CFC5", width_mm=0.08),
            Table(f"{osm}:green_area", "area", fill="#DEEBD3", line="#BFD2B6", width_mm=0.08),
            Table(f"{osm}:water_area", "area", fill="#CADFEB", line="#8FB8D2", width_mm=0.12),
            Table(f"{streets}:streets", "line", line="#B9B0A4", width_mm=0.45),
            Table(f"{osm}:railway_line", "line", line="#8C8C8C", width_mm=0.25),
            Table(f"{osm}:poi_point", "point", line="#4D5A66", width_mm=1.6, ring="#FFFFFF", ring_mm=0.25),
        ),
        _views(149_500, 170_500),
        View("A3", 149_300, 170_800, 10_000),
    )
