"""Writing a place as coordinates, and reading it again, in the manner of Belgian emergency services.

East is written E in every language: “O” is *oost* in Dutch and *ouest* in French.
"""

from math import isfinite
from typing import Final

from mgrs import MGRS

from layers.crs import LAMBERT_72, transform_point
from layers.position_reading import Reading, read_position
from layers.position_system import PositionSystem
from resources.texts import Language, Texts

__all__ = ["PositionSystem", "Reading", "plain_position", "read_position", "write_position"]

_THIN_SPACE: Final = "\u202f"
_NOWHERE: Final = "–"


def write_position(x: float, y: float, system: PositionSystem, texts: Texts) -> str:
    """Write a place for people, with the name of its system.

    Parameters
    ----------
    x, y
        Metres in Lambert 72.
    system
        Metres are written whole, degrees to five decimals, seconds to a tenth, MGRS to the metre.
    texts
        French and Dutch write a decimal comma.

    Returns
    -------
    str
        For example `X = 148 853 m, Y = 170 703 m (Lambert 72)` or `31U ES 95213 33652 (MGRS)`; a dash for a
        place that the system cannot express.
    """
    a, b = transform_point(x, y, LAMBERT_72, system.epsg)
    if not (isfinite(a) and isfinite(b)):
        return _NOWHERE
    mark = "." if texts.language is Language.EN else ","
    if system is PositionSystem.MGRS:
        code = _mgrs(a, b)
        return f"{code[:3]} {code[3:5]} {code[5:10]} {code[10:]} (MGRS)" if code else _NOWHERE
    if system is PositionSystem.WGS84:
        north, east = f"{abs(b):.5f}".replace(".", mark), f"{abs(a):.5f}".replace(".", mark)
        return f"{north}° {'N' if b >= 0 else 'S'}, {east}° {'E' if a >= 0 else 'W'} (WGS84)"
    if system is PositionSystem.WGS84_DMS:
        return f"{_sexagesimal(b, 'NS', mark, 1)} {_sexagesimal(a, 'EW', mark, 1)} (WGS84)"
    names = ("E", "N") if system is PositionSystem.UTM_31 else ("X", "Y")
    return f"{names[0]} = {_metres(a)} m, {names[1]} = {_metres(b)} m ({system.label})"


def plain_position(x: float, y: float, system: PositionSystem) -> str:
    """Write a place for another program: decimal points, no spaces within a number, latitude before longitude.

    `x` and `y` are metres in Lambert 72. A place that the system cannot express gives an empty text.
    """
    a, b = transform_point(x, y, LAMBERT_72, system.epsg)
    if not (isfinite(a) and isfinite(b)):
        return ""
    if system is PositionSystem.MGRS:
        return _mgrs(a, b)
    if system is PositionSystem.WGS84:
        return f"{b:.6f}, {a:.6f}"
    if system is PositionSystem.WGS84_DMS:
        return f"{_sexagesimal(b, 'NS', '.', 1)} {_sexagesimal(a, 'EW', '.', 1)}"
    return f"{a:.2f}, {b:.2f}"


def _mgrs(longitude: float, latitude: float) -> str:
    """Give the reference to the metre, without spaces; "" beyond the latitudes that MGRS has."""
    if not -80 <= latitude <= 84:
        return ""
    return str(MGRS().toMGRS(latitude, longitude, MGRSPrecision=5)).zfill(15)


def _metres(value: float) -> str:
    return f"{round(value):,}".replace(",", _THIN_SPACE)


def _sexagesimal(degrees: float, letters: str, mark: str, decimals: int) -> str:
    """Write an angle in degrees, minutes and seconds; rounded first, so that no 60 seconds appear."""
    units = round(abs(degrees) * 3600 * 10**decimals)
    seconds, fraction = divmod(units, 10**decimals)
    minutes, seconds = divmod(seconds, 60)
    whole, minutes = divmod(minutes, 60)
    letter = letters[0] if degrees >= 0 else letters[1]
    return f"{whole}°{minutes:02d}'{seconds:02d}{mark}{fraction:0{decimals}d}\" {letter}"
