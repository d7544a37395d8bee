"""Shapefiles that come without one of their files, or with one that is damaged."""

import shutil
from pathlib import Path
from typing import Final

import fiona
from fiona.errors import FionaError

from layers.crs import is_definition
from layers.errors import SourceError
from layers.report import Note, heard
from layers.wholeness import share_there

__all__ = ["SIDE_FILES", "beside", "completed"]

SIDE_FILES: Final = frozenset({".shx", ".dbf", ".prj", ".cpg"})


def beside(file: Path) -> dict[str, Path]:
    """Give the files of the same name in the same folder by their suffix, in small letters."""
    return {side.suffix.lower(): side for side in file.parent.iterdir() if side.stem == file.stem}


def completed(file: Path, place: Path, notes: list[Note], *, new_index: bool) -> Path:
    """Give a Shapefile that can be opened: the file itself, or a copy with what it lacks.

    Parameters
    ----------
    file
        The .shp file; its folder stays as it is.
    place
        A folder that does not exist yet, for the copy.
    notes
        What is missing or damaged is told here.
    new_index
        Make the index (.shx) anew although there is one.

    Raises
    ------
    SourceError
        The index is needed and cannot be made.
    """
    parts = beside(file)
    lost = _lost(parts, notes)
    if new_index:
        notes.append(Note("The .shx file is damaged; the index was rebuilt from the .shp file."))
        lost.add(".shx")
    elif ".shx" not in parts:
        notes.append(Note("The Shapefile has no .shx file; the index was rebuilt from the .shp file."))
        lost.add(".shx")
    if not lost:
        return file
    place.mkdir(parents=True)
    for suffix in ({".shp"} | SIDE_FILES) - lost:
        if suffix in parts:
            shutil.copyfile(parts[suffix], place / (file.stem + suffix))
    copy = place / (file.stem + ".shp")
    if ".shx" in lost:
        _index(copy)
    return copy


def _lost(parts: dict[str, Path], notes: list[Note]) -> set[str]:
    """Tell what is missing or cut off; gives the suffixes of the files that are better left out."""
    lost: set[str] = set()
    if ".prj" not in parts:
        notes.append(Note("The Shapefile has no .prj file, which says its coordinate system."))
    elif not _is_crs(parts[".prj"]):
        notes.append(Note("The .prj file is damaged; it should say the coordinate system."))
        lost.add(".prj")
    if ".dbf" not in parts:
        notes.append(Note("The Shapefile has no .dbf file, so its features have no fields."))
    cut_off = {
        ".shp": "The .shp file is cut off: {percent} % of it is there; the shapes of the last features are lost.",
        ".dbf": "The .dbf file is cut off: {percent} % of it is there; the fields of the last features are lost.",
    }
    for suffix, text in cut_off.items():
        share = share_there(parts[suffix]) if suffix in parts else 1.0
        if share < 1:
            notes.append(Note(text, {"percent": int(100 * share)}))
    return lost


def _index(shp: Path) -> None:
    with fiona.Env(SHAPE_RESTORE_SHX="YES"), heard([]):
        try:
            with fiona.open(shp):
                pass
        except FionaError:
            raise SourceError(
                "The index (.shx) of “{file}” is missing or damaged, and none can be made from the .shp file. Get "
                "the whole Shapefile again: .shp, .shx, .dbf and .prj.",
                file=shp.name,
            ) from None


def _is_crs(prj: Path) -> bool:
    """Tell whether a .prj file says a coordinate system."""
    try:
        return is_definition(prj.read_text(encoding="utf-8").strip())
    except UnicodeDecodeError:
        return False
