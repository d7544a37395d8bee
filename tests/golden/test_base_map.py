"""The base map of a made-up town at each band of scale, in colour and in grey."""

import numpy as np
import pytest
import shapely
from shapely.affinity import rotate

from cartoviewer.render.picture import paint_picture
from cartoviewer.scene.gather import gather
from resources.texts import Language
from tests.map_specimens import NOW, Ground, at, line, square, view

SIZE_MM = (120.0, 90.0)
pytestmark = pytest.mark.usefixtures("qapp")


def town() -> Ground:
    """Streets without a class, a canal, a park with a pond and a wood, tracks, stations, boundaries and houses."""
    ground = Ground()
    ground.add("region", [square(0, -500, 5200)], name_fr=["Région"], name_nl=["Gewest"])
    ground.add("landuse", [square(900, 700, 900)], kind=["industrial"])
    park = shapely.Point(at(-420, 220)).buffer(260, quad_segs=5)
    ground.add(
        "green",
        [park, square(-520, 300, 150), square(420, -520, 220)],
        kind=["park", "wood", "cemetery"],
        name_fr=["Parc du Cèdre", None, "Cimetière du Nord"],
        name_nl=["Cederpark", None, "Noorderbegraafplaats"],
    )
    canal = line((-2600, -700), (-200, -330), (700, 100), (2600, 1300)).buffer(28)
    ground.add("water", [canal, shapely.Point(at(-380, 160)).buffer(60)], kind=["canal", "pond"])
    houses = [
        rotate(square(-700 + 46 * column, -900 + 52 * row, 26), 8)
        for column in range(32)
        for row in range(36)
        if (column % 6) and (row % 5)
    ]
    dry = canal.buffer(20).union(park)
    houses = [house for house in houses if not house.intersects(dry)]
    kinds = ["public" if number % 90 == 40 else "building" for number in range(len(houses))]
    ground.add("building", houses, kind=kinds)
    courses = [line((-1100, -900 + 260 * n), (0, -860 + 262 * n), (1100, -900 + 268 * n)) for n in range(8)]
    courses += [line((-700 + 276 * n, -1000), (-680 + 280 * n, 0), (-700 + 276 * n, 1000)) for n in range(6)]
    courses.append(line((-2400, -1300), (0, -160), (2400, 400)))
    courses.append(line((-300, -600), (300, 500)))
    names = [f"Rue {word}" for word in ("Haute", "Basse", "Neuve", "Longue", "Courte", "Verte", "Blanche", "Noire")]
    names += [f"Avenue {word}" for word in ("Rogier", "Brugmann", "Léopold", "Louise", "Albert", "Max")]
    dutch = [f"{word}straat" for word in ("Hoog", "Laag", "Nieuw", "Lange", "Korte", "Groene", "Witte", "Zwarte")]
    dutch += [f"{word}laan" for word in ("Rogier", "Brugmann", "Leopold", "Louiza", "Albert", "Max")]
    ground.add(
        "street",
        courses,
        name_fr=[*names, "Chaussée du Moulin", "Tunnel du Moulin"],
        name_nl=[*dutch, "Molensteenweg", "Molentunnel"],
    )
    bend = [(1500 * np.cos(a) - 900, 1500 * np.sin(a) - 900) for a in np.linspace(0, 1.5, 40)]
    ground.add(
        "railway",
        [line(*bend), line((-1100, -420), (1100, -300)), line((-900, 640), (900, 560))],
        kind=["rail", "tram", "subway"],
    )
    ground.add(
        "quarter",
        [square(-500, 0, 900), square(400, 0, 900)],
        name_fr=["MOULIN", "CANAL"],
        name_nl=["MOLEN", "KANAAL"],
    )
    ground.add(
        "municipality",
        [square(-1300, -500, 2600), square(1300, -500, 2600)],
        name_fr=["Bourg-la-Reine", "Saint-Jean"],
        name_nl=["Koninginneburcht", "Sint-Jan"],
    )
    ground.add(
        "transit_stop",
        [shapely.Point(at(*place)) for place in ((-300, 610), (-280, 612), (420, 585))],
        mode=["metro"] * 3,
        name_fr=["Cèdre", "Cèdre", "Écluse"],
        name_nl=["Ceder", "Ceder", "Sluis"],
    )
    return ground


@pytest.mark.parametrize(
    ("scale", "grey"),
    [(2_500, False), (5_000, False), (5_000, True), (10_000, False), (25_000, False), (60_000, True)],
)
def test_the_base_map_looks_as_accepted(golden, scale, grey):
    ground = town()
    scene = gather(ground.document, ground, view(scale, SIZE_MM), Language.FR_NL, now=NOW)
    size_px = (round(SIZE_MM[0] / 25.4 * 144), round(SIZE_MM[1] / 25.4 * 144))
    picture = paint_picture(scene, Language.FR_NL, size_px, 144, monochrome=grey)
    golden(picture, f"base-{scale}{'-grey' if grey else ''}")
