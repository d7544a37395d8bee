"""Opening what a user hands over: which files make up a source, what is missing, what it holds."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pyogrio
from pyogrio.errors import CRSError, DataLayerError, DataSourceError

from layers.errors import LayerReadError, SourceError
from layers.record_lists import RECORDS_SUFFIX, holds_records
from layers.report import Note, heard
from layers.shapefiles import SIDE_FILES, beside, completed
from layers.wholeness import share_there
from layers.workbooks import sheets_of

__all__ = [
    "TABLE_SUFFIXES",
    "WORKBOOK_SUFFIX",
    "OpenSource",
    "SourceLayer",
    "date_of",
    "gone_or",
    "open_source",
]

TABLE_SUFFIXES: Final = frozenset({".csv", ".txt", ".tsv"})
WORKBOOK_SUFFIX: Final = ".xlsx"
_ZIPPED: Final = frozenset(
    {
        ".shp",
        ".shx",
        ".dbf",
        ".prj",
        ".cpg",
        ".gpkg",
        ".geojson",
        ".json",
        ".gml",
        ".kml",
        ".gpx",
        ".xlsx",
        *TABLE_SUFFIXES,
    }
)
_AMBIGUOUS: Final = frozenset("!?;")
_LARGEST_ZIP: Final = 8 * 1024**3


@dataclass(frozen=True, slots=True)
class SourceLayer:
    """One layer of a source: the file that holds it and its name there; for CSV the file's stem."""

    file: Path
    name: str
    is_table: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether the layer is known to have no features."""
        if self.is_table:
            return False
        try:
            with heard([]):
                return int(pyogrio.read_info(self.file, layer=self.name, force_feature_count=True)["features"]) == 0
        except (CRSError, DataSourceError, DataLayerError, RuntimeError, ValueError):
            return False


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source whose files are ready to be read; `path` is what the user gave."""

    path: Path
    layers: tuple[SourceLayer, ...]
    notes: tuple[Note, ...]

    def layer(self, name: str | None) -> SourceLayer:
        """Give the layer with this name, or the only one that holds something.

        Raises
        ------
        LayerReadError
            There is none of that name, or there are several and none was named.
        """
        names = ", ".join(layer.name for layer in self.layers)
        if name is None:
            # A GPX file always has five layers, most of them empty.
            filled = [layer for layer in self.layers if len(self.layers) == 1 or not layer.is_empty]
            if len(filled) == 1:
                return filled[0]
            raise LayerReadError(
                "“{file}” has several layers: {layers}. Say which one.", file=self.path.name, layers=names
            )
        found = [layer for layer in self.layers if layer.name.casefold() == name.casefold()]
        if not found:
            raise LayerReadError(
                "“{file}” has no layer “{layer}”; its layers are {layers}.",
                file=self.path.name,
                layer=name,
                layers=names,
            )
        return found[0]


@contextmanager
def open_source(path: Path) -> Iterator[OpenSource]:
    """Find the layers of a file; what has to be unpacked or completed for it lives as long as the context.

    Raises
    ------
    SourceError
        It is missing, empty, a folder, unreadable, of an unknown format, or damaged beyond reading.
    """
    _check(path)
    with tempfile.TemporaryDirectory(prefix="cartoviewer-", ignore_cleanup_errors=True) as folder:
        notes: list[Note] = []
        try:
            files = _unpacked(path, Path(folder)) if path.suffix.lower() == ".zip" else [path]
            layers: list[SourceLayer] = []
            for number, file in enumerate(files):
                place = Path(folder) / f"made{number}"
                file = _plainly_named(file, place / "named")
                if file.suffix.lower() != ".shp":
                    layers += _layers_of(file, path)
                    continue
                told: list[Note] = []
                try:
                    layers += _layers_of(completed(file, place / "completed", told, new_index=False), path)
                except SourceError:
                    told = []
                    layers += _layers_of(completed(file, place / "indexed", told, new_index=True), path)
                notes += told
        except OSError as error:
            raise gone_or(path, error) from error
        if not layers:
            raise SourceError(
                "“{file}” holds no layer that can be put on a map. A map layer comes as GeoPackage, GeoJSON, "
                "Shapefile (zipped too), CSV, Excel, GPX or KML.",
                file=path.name,
            )
        yield OpenSource(path, tuple(layers), tuple(notes))


def gone_or(path: Path, error: Exception) -> SourceError:
    """Say that a file has vanished, or else what the system says of it."""
    if not path.exists():
        return SourceError(
            "“{file}” vanished while it was read. Check the drive or the network and try again; nothing was "
            "changed.",
            file=path.name,
        )
    return SourceError(
        "“{file}” cannot be read: {error}. Check that you may read it and that it is whole.",
        file=path.name,
        error=str(error),
    )


def _check(path: Path) -> None:
    if not path.exists():
        raise SourceError("There is no file “{file}”. Check the name and the folder.", file=str(path))
    if path.is_dir():
        if path.suffix.lower() == ".gdb":
            return
        raise SourceError("“{file}” is a folder. Choose a file in it.", file=path.name or str(path))
    try:
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise gone_or(path, error) from error
    if empty:
        raise SourceError("“{file}” is empty. Export or copy it again.", file=path.name)


def _unpacked(path: Path, folder: Path) -> list[Path]:
    """Unpack what can be read of a zip file, flat paths kept; gives the files that hold layers."""
    damaged = SourceError(
        "The zip file “{file}” is damaged or protected by a password. Unpack it yourself, or get it again.",
        file=path.name,
    )
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                info
                for info in archive.infolist()
                # A Mac adds a twin of each file whose name begins with a dot.
                if Path(info.filename).suffix.lower() in _ZIPPED and not Path(info.filename).name.startswith(".")
            ]
            if sum(info.file_size for info in members) > _LARGEST_ZIP:
                raise SourceError(
                    "“{file}” is too large when unpacked. Unpack it yourself and choose a file.", file=path.name
                )
            files = [Path(archive.extract(info, folder / "zip")) for info in members]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise damaged from None
    return sorted(file for file in files if file.suffix.lower() not in SIDE_FILES)


def _plainly_named(file: Path, place: Path) -> Path:
    """Give a file by a path that the readers do not take for an address: they cut it at `!`, `?` and `;`."""
    if not _AMBIGUOUS & set(str(file)):
        return file
    place.mkdir(parents=True)
    stem = "".join("_" if letter in _AMBIGUOUS else letter for letter in file.stem)
    for side in beside(file).values():
        link = place / (stem + side.suffix)
        try:
            link.symlink_to(side.resolve())
        except (OSError, NotImplementedError):
            shutil.copyfile(side, link)
    return place / (stem + file.suffix)


def _layers_of(file: Path, path: Path) -> list[SourceLayer]:
    if file.suffix.lower() == WORKBOOK_SUFFIX:
        with heard([]):
            return [SourceLayer(file, name, is_table=True) for name in sheets_of(file)]
    if file.suffix.lower() in TABLE_SUFFIXES:
        return [SourceLayer(file, file.stem, is_table=True)]
    try:
        # What is to be told of the file is told when it is read.
        with heard([]):
            listed = pyogrio.list_layers(file)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        if not path.exists():
            raise gone_or(path, error) from None
        if file.suffix.lower() == RECORDS_SUFFIX and holds_records(file):
            return [SourceLayer(file, file.stem, is_table=True)]
        share = share_there(file)
        if share < 1:
            raise SourceError(
                "“{file}” is cut off: only {percent} % of it is there. Copy or download it again.",
                file=path.name,
                percent=int(100 * share),
            ) from None
        raise SourceError(
            "“{file}” cannot be opened: it is damaged, cut off, or of a format that is not known here. A map "
            "layer comes as GeoPackage, GeoJSON, Shapefile (zipped too), CSV, Excel, GPX or KML.",
            file=path.name,
        ) from None
    return [SourceLayer(file, str(name), is_table=False) for name, kind in listed if kind is not None]


def date_of(path: Path) -> date | None:
    """Give the day that a file's name says its data stand for: `…_20260501.zip`, `…_2026-05.gpkg`."""
    for pattern in (r"(20\d{2})-?([01]\d)-?([0-3]\d)", r"(20\d{2})[-_]([01]\d)"):
        match = re.search(rf"(?<!\d){pattern}(?!\d)", path.stem)
        if match:
            year, month, *day = (int(part) for part in match.groups())
            try:
                return date(year, month, day[0] if day else 1)
            except ValueError:
                continue
    return None
