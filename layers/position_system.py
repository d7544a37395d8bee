"""The systems in which places are written, spoken and typed."""

from enum import StrEnum
from typing import Final

from layers.crs import LAMBERT_72, LAMBERT_2008, UTM_31N, WGS84

__all__ = ["PositionSystem"]


class PositionSystem(StrEnum):
    """In which form a place is written."""

    LAMBERT_72 = "lambert72"
    LAMBERT_2008 = "lambert2008"
    WGS84 = "wgs84"
    WGS84_DMS = "wgs84-dms"
    MGRS = "mgrs"
    UTM_31 = "utm31"

    @property
    def label(self) -> str:
        """The name of the system, the same in every language."""
        return _TITLES[self]

    @property
    def epsg(self) -> int:
        """The CRS whose coordinates are written."""
        return _EPSG[self]


_TITLES: Final = {
    PositionSystem.LAMBERT_72: "Lambert 72",
    PositionSystem.LAMBERT_2008: "Lambert 2008",
    PositionSystem.WGS84: "WGS84",
    PositionSystem.WGS84_DMS: "WGS84 ° ' \"",
    PositionSystem.MGRS: "MGRS",
    PositionSystem.UTM_31: "UTM 31N",
}
_EPSG: Final = {
    PositionSystem.LAMBERT_72: LAMBERT_72,
    PositionSystem.LAMBERT_2008: LAMBERT_2008,
    PositionSystem.WGS84: WGS84,
    PositionSystem.WGS84_DMS: WGS84,
    PositionSystem.MGRS: WGS84,
    PositionSystem.UTM_31: UTM_31N,
}
