"""The way of the keyboard through the window: part by part, and in each part as one reads."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

__all__ = ["FocusPath", "reading_order"]


def reading_order(part: QWidget) -> list[QWidget]:
    """Give what can take the keyboard in a part of the window, row by row and from the left.

    What scrolls is one place on its way, and is gone through from its top to its end, seen or not.
    """
    areas = [area for area in part.findChildren(QScrollArea) if area.isVisibleTo(part)]
    areas = [area for area in areas if not any(other.isAncestorOf(area) for other in areas)]
    cells: list[_Cell] = []
    for area in areas:
        held = area.widget()
        inside = reading_order(held) if held is not None else []
        # Where nothing in it takes the keyboard it takes it itself, to be scrolled.
        inside = inside or ([area] if _takes_keyboard(area, part) else [])
        if inside:
            cells.append(_Cell.of(area, part, inside))
    for one in (part, *part.findChildren(QWidget)):
        scrolls = any(area is one or area.isAncestorOf(one) for area in areas)
        if not scrolls and _takes_keyboard(one, part):
            cells.append(_Cell.of(one, part, [one]))
    rows: list[list[_Cell]] = []
    bottom = -1
    for cell in sorted(cells, key=lambda each: (each.top, each.left)):
        if rows and cell.top + cell.height // 2 < bottom:
            rows[-1].append(cell)
        else:
            rows.append([cell])
            bottom = cell.top + cell.height
    return [one for row in rows for cell in sorted(row, key=lambda each: each.left) for one in cell.widgets]


class _Cell(NamedTuple):
    """A place on the way: a widget, or an area that scrolls with all that it holds."""

    top: int
    left: int
    height: int
    widgets: list[QWidget]

    @classmethod
    def of(cls, one: QWidget, part: QWidget, widgets: list[QWidget]) -> "_Cell":
        at = one.mapTo(part, QPoint(0, 0)) if one is not part else QPoint(0, 0)
        return cls(at.y(), at.x(), one.height(), widgets)


class FocusPath:
    """Leads from one widget to the next, and from part to part.

    Parameters
    ----------
    parts
        Gives the parts of the window, in the order in which one goes through them.
    """

    def __init__(self, parts: Callable[[], Iterable[QWidget]]) -> None:
        self._parts = parts

    def step(self, current: QWidget | None, *, forward: bool) -> bool:
        """Go to the next or the previous widget; False where there is none."""
        order = [one for part in self._shown() for one in reading_order(part)]
        return _go(order, _index(order, current), forward=forward)

    def step_part(self, current: QWidget | None, *, forward: bool) -> bool:
        """Go to the first widget of the next or the previous part; False where there is none."""
        firsts: list[QWidget] = []
        at = -1
        for part in self._shown():
            order = reading_order(part)
            if order:
                if current is not None and (part is current or part.isAncestorOf(current)):
                    at = len(firsts)
                firsts.append(order[0])
        return _go(firsts, at, forward=forward)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts() if part.isVisible() and not part.visibleRegion().isEmpty()]


def _takes_keyboard(one: QWidget, part: QWidget) -> bool:
    return (
        one.isVisibleTo(part)
        and one.isEnabled()
        and one.focusProxy() is None
        and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and one.window() is part.window()
    )


def _index(order: Sequence[QWidget], current: QWidget | None) -> int:
    if current is None:
        return -1
    exact = next((at for at, one in enumerate(order) if one is current), -1)
    return exact if exact >= 0 else next((at for at, one in enumerate(order) if one.isAncestorOf(current)), -1)


def _go(order: Sequence[QWidget], at: int, *, forward: bool) -> bool:
    if not order:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    # From nowhere one comes to the first, or backwards to the last.
    begun = at if at >= 0 else -1 if forward else 0
    order[(begun + (1 if forward else -1)) % len(order)].setFocus(reason)
    return True
