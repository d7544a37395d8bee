"""Who may see what: TLP 2.0 levels and audiences.

Source of the levels and their wording: FIRST, Traffic Light Protocol 2.0 (August 2022). The four legal
classification levels (law of 11 December 1998) are not offered: a desktop tool may not stamp them.
"""

from enum import IntEnum, StrEnum

__all__ = ["Audience", "Sensitivity"]


class Sensitivity(IntEnum):
    """How far a layer, a field or a record may travel, from everyone to named persons only."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def marking(self) -> str:
        """The label as TLP 2.0 writes it, never translated: `TLP:AMBER+STRICT`."""
        return "TLP:" + self.name.replace("_", "+")

    @classmethod
    def parse(cls, text: str) -> "Sensitivity":
        """Read a level from `AMBER+STRICT`, `amber_strict` or `TLP:AMBER+STRICT`.

        Raises
        ------
        ValueError
            The text names no level of TLP 2.0.
        """
        name = text.strip().upper().removeprefix("TLP:").replace("+", "_").replace(" ", "_")
        try:
            return cls[name]
        except KeyError:
            levels = ", ".join(level.marking for level in cls)
            raise ValueError(f"“{text}” is not a sensitivity; the levels are {levels}.") from None


class Audience(StrEnum):
    """Who a publication is for; each may see everything up to its ceiling."""

    PUBLIC = "public"
    PARTNERS = "partners"
    INTERNAL = "internal"

    @property
    def ceiling(self) -> Sensitivity:
        """The strictest level that this audience may see."""
        return _CEILINGS[self]

    def may_see(self, sensitivity: Sensitivity) -> bool:
        """Tell whether something of this sensitivity may be in a file for this audience."""
        return sensitivity <= self.ceiling


# TLP 2.0: CLEAR for the world; AMBER for the organisation and its clients; AMBER+STRICT and RED stay inside.
_CEILINGS = {
    Audience.PUBLIC: Sensitivity.CLEAR,
    Audience.PARTNERS: Sensitivity.AMBER,
    Audience.INTERNAL: Sensitivity.RED,
}
