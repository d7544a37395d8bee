"""One painted outline: what drawings and the patterns along lines are made of."""

from dataclasses import dataclass, replace

from symbols.path import Box, Path

__all__ = ["Shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its fill and its line; an empty colour is not painted. The non-zero rule fills it.

    `dash` alternates drawn and blank lengths, in the unit of the path; a drawn length of nearly nothing with
    round caps is a dot. `join` and `cap` are those of SVG.
    """

    path: Path
    fill: str = ""
    line: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    dash_from: float = 0.0
    cap: str = "butt"
    join: str = "miter"
    alpha: float = 1.0

    @property
    def bounds(self) -> Box:
        """The box around the shape with its line; a mitred corner reaches further than half the width."""
        left, top, right, bottom = self.path.bounds
        out = self.width / 2 * (1.5 if self.join == "miter" else 1.0) if self.line else 0.0
        return (left - out, top - out, right + out, bottom + out)

    def mapped(self, factor: float, dx: float, dy: float) -> "Shape":
        """Give the shape scaled by `factor`, then moved."""
        return replace(
            self,
            path=self.path.mapped(factor, 0, 0, factor, dx, dy),
            width=self.width * factor,
            dash=tuple(length * factor for length in self.dash),
            dash_from=self.dash_from * factor,
        )
