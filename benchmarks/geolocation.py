"""How fast and how well places are found: `python -m benchmarks.geolocation STREETS [SAMPLE]`.

Builds an index of 850,000 made rows in the form of BeSt, then measures the answer to each keystroke, a table of
addresses, memory, and how many of the addresses said with noise are found. The first argument is a layer of streets
(`streets_brussels.gpkg`; that of the folder CARTOVIEWER_DATA where none is given), the second, optional, a table of
real addresses with lat and lon.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from benchmarks.addresses import Case, made_doors, said, write_best
from layers.crs import LAMBERT_72, WGS84, transform
from layers.gazetteer.batch import AddressColumns, find_rows
from layers.gazetteer.building import add_sources
from layers.gazetteer.found import Found
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.locating import locate
from layers.gazetteer.municipalities import area_of_postcode
from resources.texts import Language

_ROWS: Final = 850_000
_NEAR_M: Final = 30.0


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    data = os.environ.get("CARTOVIEWER_DATA")
    known = Path(data) / "streets_brussels.gpkg" if data else None
    parser.add_argument("streets", type=Path, nargs="?" if known else None, default=known)
    parser.add_argument("sample", type=Path, nargs="?")
    parser.add_argument("--rows", type=int, default=_ROWS)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="Keep the made files and the index here.")
    parser.add_argument("--missed", type=int, default=25, help="How many of the missed to write out.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        _measure(asked, asked.folder or Path(temporary))


def _measure(asked: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    index, best = folder / "places.sqlite", folder / "openaddress-bebru.zip"
    doors = made_doors(asked.streets)
    if not best.exists():
        print(f"{write_best(doors, best, asked.rows):,} rows made, {len(doors):,} doors")
    if not index.exists():
        begin = time.perf_counter()
        add_sources(index, [asked.streets, best], datetime.now(UTC))
        print(f"index built in {time.perf_counter() - begin:.1f} s, {index.stat().st_size / 1e6:.0f} MB")
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    begin = time.perf_counter()
    gazetteer = Gazetteer.open(index)
    print(f"index opened in {time.perf_counter() - begin:.2f} s")
    cases = list(said(doors, asked.cases, asked.seed))
    _keystrokes(gazetteer, cases)
    _table(gazetteer, cases)
    _accuracy(gazetteer, cases, asked.missed)
    if asked.sample is not None:
        _sample(gazetteer, asked.sample, asked.missed)


def _keystrokes(gazetteer: Gazetteer, cases: list[Case]) -> None:
    rng = random.Random(5)
    times = []
    for case in rng.sample(cases, min(60, len(cases))):
        for length in range(1, len(case.text) + 1):
            begin = time.perf_counter()
            locate(case.text[:length], gazetteer, Language.FR, 12, unfinished=True)
            times.append(1000 * (time.perf_counter() - begin))
    print(
        f"{len(times):,} keystrokes: median {np.median(times):.1f} ms, 95th percentile "
        f"{np.percentile(times, 95):.1f} ms, longest {max(times):.0f} ms"
    )


def _table(gazetteer: Gazetteer, cases: list[Case]) -> None:
    frame = pd.DataFrame({"address": [case.text for case in cases]})
    begin = time.perf_counter()
    rows = find_rows(frame, AddressColumns.of(list(frame.columns)), gazetteer)
    seconds = time.perf_counter() - begin
    right = sum(_is_right(row.found, case) for row, case in zip(rows, cases, strict=True) if row.found is not None)
    print(
        f"a table of {len(frame):,} addresses said with noise: {len(frame) / seconds:,.0f} a second, "
        f"{100 * right / len(cases):.2f} % right"
    )
    clean = pd.DataFrame(
        {"rue": [c.door.fr for c in cases], "numéro": [c.door.number for c in cases],
         "code postal": [c.door.postcode for c in cases]}
    )  # fmt: skip
    begin = time.perf_counter()
    find_rows(clean, AddressColumns.of(list(clean.columns)), gazetteer)
    print(f"a table of {len(clean):,} clean addresses: {len(clean) / (time.perf_counter() - begin):,.0f} a second")


def _is_right(found: Found, case: Case) -> bool:
    return bool(np.hypot(found.x - case.door.x, found.y - case.door.y) <= _NEAR_M)


def _accuracy(gazetteer: Gazetteer, cases: list[Case], missed: int) -> None:
    first, five = 0, 0
    lost: Counter[str] = Counter()
    said_so: Counter[str] = Counter()
    report: list[str] = []
    for case in cases:
        found = locate(case.text, gazetteer, Language.FR, 5)
        said_so.update(case.noise or ("none",))
        right = [_is_right(each, case) for each in found]
        five += any(right)
        if right[:1] == [True]:
            first += 1
            continue
        lost.update(case.noise or ("none",))
        report.append(
            f"  {case.text}  [{', '.join(case.noise)}]\n"
            f"    meant {case.door.fr} / {case.door.nl} {case.door.number}, "
            f"{case.door.postcode}; found {found[0].label + f' ({found[0].score:.0f})' if found else 'nothing'}"
            f"{'; among the first five' if any(right) else ''}"
        )
    print(f"{len(cases):,} addresses said with noise: first {100 * first / len(cases):.2f} %, "
          f"among five {100 * five / len(cases):.2f} %")  # fmt: skip
    for noise, count in lost.most_common():
        print(f"  {noise}: {count} of {said_so[noise]} missed ({100 * count / said_so[noise]:.1f} %)")
    print("\n".join(report[:missed]))


def _sample(gazetteer: Gazetteer, path: Path, missed: int) -> None:
    """Find real addresses by street, without doors: the answer has to be the street that runs by their place."""
    frame = pd.read_csv(path, dtype=str).fillna("")
    lonlat = frame[["lon", "lat"]].astype(float).to_numpy()
    xy = transform(lonlat, WGS84, LAMBERT_72)
    inside = (xy[:, 0] > 140_650) & (xy[:, 0] < 158_390) & (xy[:, 1] > 161_110) & (xy[:, 1] < 178_350)
    good, report, total = 0, [], 0
    for at, row in enumerate(frame.to_dict("records")):
        if not inside[at] or (row["postcode"] and area_of_postcode(row["postcode"]) is None):
            continue
        total += 1
        text = f"{row['street']} {row['house_number']}, {row['postcode']} {row['municipality']}"
        found = locate(text, gazetteer, Language.FR, 1)
        if found and _off(gazetteer, found[0], *xy[at].tolist()) <= 150.0:
            good += 1
        else:
            report.append(f"  {text}  →  {found[0].label if found else 'nothing'}")
    print(f"{path.name}: {good} of {total} on a street within 150 m of the place that the table gives "
          f"({100 * good / max(total, 1):.1f} %)")  # fmt: skip
    print("\n".join(report[:missed]))


def _off(gazetteer: Gazetteer, found: Found, x: float, y: float) -> float:
    near = gazetteer.streets_around(x, y, 150.0)
    names = {name for _, street in near for name in (street.fr, street.nl)}
    return 0.0 if any(name and name in found.label for name in names) else float(np.hypot(found.x - x, found.y - y))


if __name__ == "__main__":
    sys.exit(main())
