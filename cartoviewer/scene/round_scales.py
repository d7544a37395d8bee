"""The round scales that sheets are printed at."""

from typing import Final

__all__ = ["ROUND_SCALES", "round_scale"]

ROUND_SCALES: Final = (
    500, 1000, 2000, 2500, 4000, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000,
    50_000, 60_000, 75_000, 100_000, 150_000, 200_000,
)  # fmt: skip
"""The denominators that maps of a region are printed at."""

_SLACK: Final = 1.02
"""A view that is a hair too large for a scale still takes it: its margins have room for that."""


def round_scale(scale: float) -> float:
    """Give the first round denominator that is not larger on paper than `scale`."""
    return float(next((one for one in ROUND_SCALES if one * _SLACK >= scale), ROUND_SCALES[-1]))
