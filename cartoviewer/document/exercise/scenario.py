"""What happens in the exercise, step by step, as edits with fixed ids and fixed moments."""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from bnip.record import Point
from bnip.zone import circle
from cartoviewer.document.edit import Label
from cartoviewer.document.record import AnyRecord
from layers.sensitivity import Sensitivity

__all__ = ["AUTHOR", "Step", "fixed_id", "prepared", "steps"]

AUTHOR: Final = "Exercise staff"
"""The function that makes every edit of the exercise."""

_NAMESPACE: Final = UUID("6f1d2c8e-4f52-5a36-9a55-0b7c2f0e1119")
_ARC_STEP_DEG: Final = 3.0


@dataclass(frozen=True, slots=True)
class Step:
    """One edit of the story: what the records named in it are afterwards."""

    moment: datetime
    label: Label
    records: tuple[AnyRecord, ...]


def fixed_id(key: str) -> str:
    """Give the id that something of the exercise has in every exercise dossier."""
    return str(uuid5(_NAMESPACE, key))


def _table() -> dict[str, Any]:
    return tomllib.loads((files("resources") / "exercise" / "scenario.toml").read_text("utf-8"))


def prepared() -> datetime:
    """Give the moment at which the dossier was made ready with its layers."""
    moment: datetime = _table()["prepared"]
    return moment


def steps() -> Iterator[Step]:
    """Give the steps in the order they were taken."""
    known: dict[str, dict[str, Any]] = {}
    for step in _table()["steps"]:
        records = []
        for table in step["records"]:
            key: str = table["key"]
            known[key] = {**known.get(key, {}), **_written(table)}
            record: AnyRecord = msgspec.convert({**known[key], "id": fixed_id(key)}, AnyRecord)
            records.append(record)
        yield Step(step["at"], Label(step["label"]), tuple(records))


def _written(table: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the shorthand of the data file into the fields of a record."""
    fields = {name: value for name, value in table.items() if name not in ("key", "circle", "arc")}
    if "sensitivity" in table:
        fields["sensitivity"] = int(Sensitivity.parse(table["sensitivity"]))
    if "circle" in table:
        ring = table["circle"]
        centre = (float(ring["x"]), float(ring["y"]))
        fields |= {
            "outline": circle(centre, ring["radius_m"]),
            "centre": centre,
            "radius_m": ring["radius_m"],
        }
    if table.get("kind") == "plan":
        fields |= _with_ids(fields)
    elif "plan" in table:
        fields["plan"] = fixed_id(table["plan"])
    if "arc" in table:
        fields["path"] = _arc(table["arc"])
    return fields


def _with_ids(table: Mapping[str, Any]) -> dict[str, Any]:
    """Put ids for the keys by which a plan, or a scenario of it, names zones and routes."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        match name:
            case "zone":
                found[name] = fixed_id(value)
            case "zones" | "routes":
                found[name] = [fixed_id(key) for key in value]
            case "planning_zones" | "scenarios":
                found[name] = [{**each, **_with_ids(each)} for each in value]
    return found


def _arc(table: Mapping[str, float]) -> tuple[Point, ...]:
    """Give part of a circle as a line; bearings in degrees clockwise from north, the line runs clockwise."""
    first = table["from_deg"]
    sweep = (table["to_deg"] - first) % 360.0
    count = math.ceil(sweep / _ARC_STEP_DEG)
    bearings = [math.radians(first + sweep * index / count) for index in range(count + 1)]
    return tuple(
        (
            round(table["x"] + table["radius_m"] * math.sin(bearing), 2),
            round(table["y"] + table["radius_m"] * math.cos(bearing), 2),
        )
        for bearing in bearings
    )
