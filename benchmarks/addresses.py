"""Addresses made along real streets, in the form of BeSt, and the noise with which people say them.

The noise model, written out so that its figures can be judged. An address is said as `street number, postcode
municipality` in one language; then, each with its own probability:

- a typing error in the street (a letter left out, doubled, changed, or two exchanged), in words of four letters
  or more;
- accents left out, all capitals or no capitals;
- the type of street abbreviated (`chée`, `bd`, `av.`, `stwg`, `str.`, `ln`), `Saint` and `Sint` as `St`;
- the languages mixed: the type of one language with the name of the other, or the municipality in the other;
- another order (number first, postcode first), a box, no municipality, no postcode, or a wrong municipality.

An address whose street and number exist in several municipalities is not said without its municipality, and a
wrong municipality is one that has no street of that name: otherwise nobody could know which one is meant.
"""

import csv
import random
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyogrio
import shapely

from layers.gazetteer.municipalities import area_of_nis, areas
from layers.gazetteer.words import folded

__all__ = ["HEADER", "Case", "Door", "made_doors", "said", "write_best"]

HEADER: Final = [
    "EPSG:31370_x",
    "EPSG:31370_y",
    "EPSG:4326_lat",
    "EPSG:4326_lon",
    "address_id",
    "box_number",
    "house_number",
    "municipality_id",
    "municipality_name_de",
    "municipality_name_fr",
    "municipality_name_nl",
    "postcode",
    "postname_fr",
    "postname_nl",
    "street_id",
    "streetname_de",
    "streetname_fr",
    "streetname_nl",
    "region_code",
    "status",
]

_SPACING_M: Final = 14.0
_ABBREVIATED: Final = {
    "Rue": ("r.", "R"),
    "Avenue": ("av.", "ave", "Av"),
    "Boulevard": ("bd", "bld", "boul."),
    "Chaussée": ("chée", "chee", "ch."),
    "Place": ("pl.",),
    "Square": ("sq.",),
    "Saint": ("St",),
    "Sainte": ("Ste",),
    "Sint": ("St",),
}
_ENDINGS: Final = {"steenweg": "stwg", "straat": "str.", "laan": "ln", "plein": "pl."}


@dataclass(frozen=True, slots=True)
class Door:
    """A made address: its street in both languages, its place in Lambert 72."""

    street: int
    fr: str
    nl: str
    nis: str
    postcode: str
    number: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Case:
    """What was said, what was meant, and which noise was put on it."""

    text: str
    door: Door
    noise: tuple[str, ...]


def made_doors(streets: Path, seed: int = 1) -> list[Door]:
    """Make doors on both sides of every street, numbered as streets are, with gaps, letters and ranges."""
    rng = random.Random(seed)
    frame = pyogrio.read_dataframe(streets)
    doors: list[Door] = []
    for at, row in enumerate(frame.itertuples()):
        area = area_of_nis(row.nis)
        if area is None:
            continue
        postcode = rng.choice(area.postcodes[:4]) if row.nis == "21004" else area.postcodes[0]
        count = max(2, int(row.length_m / _SPACING_M))
        along = (np.arange(count) + 0.5) / count
        points = shapely.line_interpolate_point(shapely.line_merge(row.geometry), along, normalized=True)
        xy = shapely.get_coordinates(points)
        if len(xy) != count:
            continue
        for side, (x, y) in enumerate(xy.tolist()):
            for parity in (1, 2):
                if rng.random() < 0.12:
                    continue
                number = 2 * side + parity
                name = str(number)
                if rng.random() < 0.05:
                    name += rng.choice("ABC")
                elif rng.random() < 0.03:
                    name += f"-{number + 2}"
                offset = 8.0 if parity == 1 else -8.0
                doors.append(Door(at, row.name_fr, row.name_nl, row.nis, postcode, name, x + offset, y - offset))
    return doors


def write_best(doors: Sequence[Door], path: Path, rows: int, seed: int = 2) -> int:
    """Write doors as BeSt gives them, one row for each letterbox, zipped; gives the number of rows."""
    rng = random.Random(seed)
    more = rows - len(doors)
    boxes = [0] * len(doors)
    for _ in range(max(more, 0)):
        boxes[rng.randrange(len(doors))] += 1
    table = path.with_suffix(".csv")
    written = 0
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for door, extra in zip(doors, boxes, strict=True):
            area = area_of_nis(door.nis)
            assert area is not None
            for box in range(extra + 1):
                written += 1
                writer.writerow(
                    [f"{door.x:.5f}", f"{door.y:.5f}", "50.85", "4.35", written, f"b{box}" if box else "",
                     door.number, door.nis, "", area.fr, area.nl, door.postcode, "", "", door.street, "",
                     door.fr, door.nl, "BE-BRU", "current" if rng.random() < 0.995 else "retired"]
                )  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.write(table, "openaddress-bebru.csv")
    table.unlink()
    return written


def said(doors: Sequence[Door], count: int, seed: int = 3) -> Iterator[Case]:
    """Say addresses with noise; see the model above."""
    rng = random.Random(seed)
    homes: dict[tuple[str, str], set[str]] = defaultdict(set)
    towns: dict[str, set[str]] = defaultdict(set)
    for door in doors:
        for name in (door.fr, door.nl):
            for near in (-2, 0, 2):
                homes[(folded(name), str(_leading(door.number) + near))].add(door.nis)
            towns[folded(name)].add(door.nis)
    made = 0
    while made < count:
        door = rng.choice(doors)
        case = _said(door, homes, towns, rng)
        if case is not None:
            made += 1
            yield case


def _said(
    door: Door, homes: dict[tuple[str, str], set[str]], towns: dict[str, set[str]], rng: random.Random
) -> Case | None:
    noise: list[str] = []
    french = rng.random() < 0.6
    street = door.fr if french else door.nl
    number = door.number
    area = area_of_nis(door.nis)
    assert area is not None
    town = area.fr if french else area.nl
    postcode = door.postcode
    unique = all(len(homes[(folded(name), str(_leading(number)))]) == 1 for name in (door.fr, door.nl))
    if rng.random() < 0.15:
        street, noise = _mixed(door, french=french), [*noise, "mixed languages"]
    if rng.random() < 0.35:
        street, noise = _abbreviated(street, rng), [*noise, "abbreviated"]
    if rng.random() < 0.35:
        changed = _mistyped(street, rng)
        noise += ["typing error"] if changed != street else []
        street = changed
    if rng.random() < 0.3:
        street, noise = folded(street), [*noise, "no accents"]
    elif rng.random() < 0.15:
        street, noise = street.upper(), [*noise, "capitals"]
    if rng.random() < 0.15:
        town, noise = (area.nl if french else area.fr), [*noise, "municipality in the other language"]
    if unique and rng.random() < 0.08:
        others = [
            each
            for each in areas()
            if not each.part and each.nis not in towns[folded(door.fr)] | towns[folded(door.nl)]
        ]
        wrong = rng.choice(others)
        town, postcode, noise = wrong.fr, wrong.postcodes[0], [*noise, "wrong municipality"]
    if rng.random() < 0.15:
        number += rng.choice([" bte 3", " bus 24", "/2", " b12"])
        noise.append("box")
    where = f"{postcode} {town}"
    if unique and rng.random() < 0.2:
        where, noise = rng.choice(["", postcode, town]), [*noise, "place left out"]
    elif rng.random() < 0.2:
        where, noise = town, [*noise, "no postcode"]
    form = rng.random()
    if form < 0.7:
        text = f"{street} {number}" + (f", {where}" if where else "")
    elif form < 0.8:
        text = f"{street} {number} {where}"
    elif form < 0.9:
        text, noise = f"{number} {street} {where}", [*noise, "number first"]
    else:
        text, noise = (f"{where}, " if where else "") + f"{street} {number}", [*noise, "town first"]
    return Case(text.strip(), door, tuple(noise))


def _leading(number: str) -> int:
    """Give the number of `12A` and `12-14`."""
    return int("".join(letter for letter in number.partition("-")[0] if letter.isdigit()))


def _mistyped(street: str, rng: random.Random) -> str:
    words = street.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long:
        return street
    at = rng.choice(long)
    word = words[at]
    place = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        word = word[:place] + word[place + 1 :]
    elif kind == 1:
        word = word[:place] + word[place] + word[place:]
    elif kind == 2:
        word = word[:place] + rng.choice("aeioustrnl") + word[place + 1 :]
    else:
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    words[at] = word
    return " ".join(words)


def _abbreviated(street: str, rng: random.Random) -> str:
    words = street.split(" ")
    words = [rng.choice(_ABBREVIATED[word]) if word in _ABBREVIATED else word for word in words]
    for ending, short in _ENDINGS.items():
        if words[-1].lower().endswith(ending):
            words[-1] = words[-1][: -len(ending)] + short
            break
    return " ".join(words).replace("Saint-", "St-").replace("Sint-", "St-")


def _mixed(door: Door, *, french: bool) -> str:
    """Give the type of one language with the name of the other: `Rue Wetstraat`, `Chaussée Waversesteenweg`."""
    return f"{door.fr.split(' ')[0]} {door.nl}" if french else f"{door.fr} {door.nl.split(' ')[-1]}"
