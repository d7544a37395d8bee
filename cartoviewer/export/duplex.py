"""Printing on both sides: along which edge the sheets are turned."""

from enum import StrEnum

import pikepdf
from PySide6.QtPrintSupport import QPrinter

__all__ = ["Duplex", "edge_for", "printer_mode", "say_duplex"]


class Duplex(StrEnum):
    """How the sheets are turned between their two sides; `BOUND_LEFT` is the edge at which they are bound."""

    NONE = "none"
    LONG = "long"
    SHORT = "short"
    BOUND_LEFT = "left"


def edge_for(duplex: Duplex, page_mm: tuple[float, float]) -> Duplex:
    """Give the edge that a page is turned along; one that is bound on the left turns along its left edge."""
    if duplex is not Duplex.BOUND_LEFT:
        return duplex
    width, height = page_mm
    return Duplex.SHORT if width > height else Duplex.LONG


def say_duplex(pdf: pikepdf.Pdf, duplex: Duplex, page_mm: tuple[float, float]) -> None:
    """Say in a file how it is to be printed; readers choose it in their print dialogue (ISO 32000-1, 12.2)."""
    names = {
        Duplex.NONE: pikepdf.Name.Simplex,
        Duplex.LONG: pikepdf.Name.DuplexFlipLongEdge,
        Duplex.SHORT: pikepdf.Name.DuplexFlipShortEdge,
    }
    pdf.Root.ViewerPreferences.Duplex = names[edge_for(duplex, page_mm)]


def printer_mode(duplex: Duplex, page_mm: tuple[float, float]) -> QPrinter.DuplexMode:
    """Give the same to a printer."""
    return {
        Duplex.NONE: QPrinter.DuplexMode.DuplexNone,
        Duplex.LONG: QPrinter.DuplexMode.DuplexLongSide,
        Duplex.SHORT: QPrinter.DuplexMode.DuplexShortSide,
    }[edge_for(duplex, page_mm)]
