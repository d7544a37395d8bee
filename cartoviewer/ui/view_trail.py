"""The views one has looked at, to go back to and forward again."""

from typing import Final

from cartoviewer.scene.view import MapView

__all__ = ["ViewTrail"]

_MOST: Final = 100


class ViewTrail:
    """Previous and next view, as pages in a browser: a new view forgets what lay ahead."""

    def __init__(self) -> None:
        self._views: list[MapView] = []
        self._at = -1

    @property
    def can_go_back(self) -> bool:
        """Tell whether there is an earlier view."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Tell whether there is a view that was gone back from."""
        return self._at < len(self._views) - 1

    def add(self, view: MapView) -> None:
        """Remember a view that has come to rest."""
        if self._at >= 0 and _same(self._views[self._at], view):
            return
        self._views = [*self._views[: self._at + 1], view][-_MOST:]
        self._at = len(self._views) - 1

    def back(self) -> MapView | None:
        """Give the view before this one, or None."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self._views[self._at]

    def forward(self) -> MapView | None:
        """Give the view that was gone back from, or None."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self._views[self._at]


def _same(one: MapView, other: MapView) -> bool:
    """Tell whether two views show the same ground; the size of the window does not matter."""
    return (one.centre, one.scale, one.epsg) == (other.centre, other.scale, other.epsg)
