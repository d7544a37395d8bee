"""All kinds of records, and how they are written as JSON."""

from typing import Final

import msgspec

from bnip.drawing import Caption, DrawingLayer, Measurement, Photograph, Shape
from bnip.incident import Incident, Mark, Route
from bnip.layout import Layout
from bnip.operation import Operation
from bnip.own_symbol import OwnSymbol
from bnip.picture import Picture
from bnip.plan import Plan
from bnip.record import Record
from bnip.series import Series
from bnip.sheet import Sheet
from bnip.theme import Theme
from bnip.zone import Zone
from cartoviewer.document.layer import Layer

__all__ = ["AnyRecord", "Record", "decode_record", "encode_record"]

AnyRecord = (
    Caption
    | DrawingLayer
    | Incident
    | Layer
    | Layout
    | Mark
    | Measurement
    | Operation
    | OwnSymbol
    | Photograph
    | Picture
    | Plan
    | Route
    | Shape
    | Series
    | Sheet
    | Theme
    | Zone
)

_DECODER: Final[msgspec.json.Decoder[AnyRecord]] = msgspec.json.Decoder(AnyRecord)
# Sorted keys: the log's chain of hashes needs one writing for one value.
_ENCODER = msgspec.json.Encoder(order="sorted")


def encode_record(record: AnyRecord) -> bytes:
    """Write a record as canonical JSON."""
    return _ENCODER.encode(record)


def decode_record(data: bytes | str) -> AnyRecord:
    """Read a record back. Raises msgspec.ValidationError when the JSON is no record of ours."""
    return _DECODER.decode(data)
