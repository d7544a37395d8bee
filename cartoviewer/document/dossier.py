"""The dossier file: one GeoPackage with the log, the datasets, and what other programs need to show them."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from uuid import uuid4

import msgspec

from cartoviewer.document.database import Database, problem_of
from cartoviewer.document.errors import (
    DossierDamagedError,
    DossierError,
    DossierReadOnlyError,
    DossierVersionError,
    DossierWriteError,
)
from cartoviewer.document.feature_tables import RECORD_TABLES, FeatureTables, create_feature_tables
from cartoviewer.document.geopackage import create_geopackage, register_attributes, register_own_table
from cartoviewer.document.history import utc_now
from cartoviewer.document.lock import DossierLock
from cartoviewer.document.log import SCHEMA as LOG_SQL
from cartoviewer.document.log import Log, genesis
from cartoviewer.document.qgis_records import SymbolStyles, has_record_styles, write_record_styles
from cartoviewer.document.qgis_style import STYLES_SQL, LayerStyles
from cartoviewer.document.stored import StoredDatasets
from cartoviewer.document.storing import DATASETS_SQL, remove_staging, renew_card, store_dataset
from layers.dataset import DatasetCard
from layers.progress import NoProgress, Progress

if TYPE_CHECKING:  # a dossier is opened, and its map shown, long before the first table is written
    import geopandas as gpd

__all__ = ["VERSION", "Dossier"]

VERSION: Final = 1
"""The layout of our tables. A higher one in a file was written by a newer program."""

_ABOUT_SQL: Final = "CREATE TABLE cartoviewer_about (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);"
_OWN_TABLES: Final = ("cartoviewer_about", "cartoviewer_datasets", "cartoviewer_log", "cartoviewer_log_head")
_NOBODY: Final = NoProgress()

Upgrade = Callable[[sqlite3.Connection], None]
# From which version, what brings it to the next one. Runs on a copy.
_UPGRADES: Final[dict[int, Upgrade]] = {}


class Dossier:
    """An open dossier; made by `create` or `open` only. Close it, or use it in a `with` statement."""

    def __init__(self, database: Database, lock: DossierLock | None, dossier_id: str) -> None:
        self._database: Final = database
        self._lock: Final = lock
        self._storing: Final = threading.Lock()
        self.id: Final = dossier_id
        self._signs: Final = SymbolStyles()
        self.log: Final = Log(database, dossier_id, (FeatureTables(), LayerStyles(), self._signs))
        self.datasets: Final = StoredDatasets(database)

    @classmethod
    def create(
        cls, path: Path, *, clock: Callable[[], datetime] = utc_now, dossier_id: str | None = None
    ) -> "Dossier":
        """Make a new, empty dossier and open it.

        Raises
        ------
        DossierError
            There is already a file, or the folder cannot be written.
        """
        lock = DossierLock(path)
        try:
            lock.acquire(clock())
        except DossierReadOnlyError as error:
            raise _not_made(path, error.values["detail"]) from error
        # Made under another name: a file with the dossier's name is a whole dossier or is not there.
        unfinished = path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")
        try:
            if path.exists():
                raise DossierError(
                    "{file} exists already. Choose another name, or open it.",
                    file=path.name,
                    folder=str(path.parent),
                )
            identity = dossier_id or uuid4().hex
            _build(unfinished, identity, clock())
            os.replace(unfinished, path)
            return cls(Database(path), lock, identity)
        except BaseException as error:
            unfinished.unlink(missing_ok=True)
            lock.release()
            if isinstance(error, OSError):
                raise _not_made(path, error.strerror or str(error)) from error
            if isinstance(error, DossierWriteError):
                raise DossierWriteError(
                    "The disk is full or fails: {file} was not made. Free some space, or choose another folder.",
                    file=path.name,
                ) from error
            raise

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, clock: Callable[[], datetime] = utc_now) -> "Dossier":
        """Open a dossier, for writing unless `read_only`.

        A dossier of an older version is upgraded on a copy; the old one stays beside it as `NAME.v1.gpkg`.

        Raises
        ------
        DossierLockedError
            It is open elsewhere; it can be opened with `read_only`.
        DossierVersionError
            A newer program made it.
        DossierDamagedError
            It is no dossier, or no longer a sound one.
        DossierError
            It is not there, or cannot be read or written.
        """
        if not path.exists():
            raise DossierError("{file} does not exist. Check its name and folder.", file=str(path))
        if path.is_dir():
            raise DossierError("{file} is a folder, not a dossier.", file=str(path))
        if read_only:
            return cls._opened(path, None)
        if not os.access(path, os.W_OK):
            raise DossierReadOnlyError(
                "{file} cannot be written: the file or its folder is read-only. Open it for reading, or copy it to "
                "a folder of your own.",
                file=path.name,
            )
        lock = DossierLock(path)
        lock.acquire(clock())
        try:
            return cls._opened(path, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(cls, path: Path, lock: DossierLock | None) -> "Dossier":
        database = Database(path, read_only=lock is None)
        try:
            version = _version(database)
            if version < VERSION and lock is not None:
                database.close()
                _upgrade(path, version)
                database = Database(path)
            with database.read() as connection:
                (identity,) = connection.execute("SELECT value FROM cartoviewer_about WHERE key = 'id'").fetchone()
            if lock is not None:
                remove_staging(database)
                _complete(database)
                # A program that was killed may have left signs without a picture.
                SymbolStyles().catch_up(database)
            return cls(database, lock, identity)
        except BaseException:
            database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._database.read_only

    def cards(self) -> tuple[DatasetCard, ...]:
        """Give the cards of all datasets in the file, the oldest first."""
        return self.datasets.cards()

    def add_dataset(
        self, frame: "gpd.GeoDataFrame", card: DatasetCard, progress: Progress = _NOBODY
    ) -> DatasetCard:
        """Write a dataset into the file; one with the same content is there only once.

        Where the same content comes again from a source of a later day, the card is renewed: it held then too.

        Parameters
        ----------
        frame
            Geometry of one kind in the CRS `card.epsg`, and the fields.
        card
            Its card, as the reader made it.

        Returns
        -------
        DatasetCard
            The card with the name of the table.

        Raises
        ------
        DossierError
            The dossier takes no dataset; it is as it was before.
        Cancelled
            The user stopped; the dossier is as it was before.
        """
        # One at a time: the same file dropped twice is stored once.
        with self._storing:
            try:
                known = self.datasets.get(card.hash).card
            except KeyError:
                stored = store_dataset(self._database, frame, card, progress)
                self.datasets.add(stored)
                return stored
            if card.date is None or (known.date is not None and card.date <= known.date):
                return known
            renewed = msgspec.structs.replace(card, table=known.table)
            renew_card(self._database, renewed)
            self.datasets.add(renewed)
            return renewed

    @property
    def has_signs_to_write(self) -> bool:
        """Whether an edit has used a sign that QGIS cannot show before `write_signs`."""
        return self._signs.may_be_behind

    def write_signs(self) -> None:
        """Write how QGIS shows the signs that are new, which takes a while; for a working thread.

        Raises
        ------
        DossierError
            The dossier is closed, or did not take them; closing or opening it tries again.
        """
        self._signs.catch_up(self._database)

    def close(self) -> None:
        """Let go of the file; every edit in it is durable already."""
        if self._signs.may_be_behind:
            # On a full disk the note stays, and the next opening writes them.
            with suppress(DossierError):
                self._signs.catch_up(self._database)
        self._database.close()
        if self._lock is not None:
            self._lock.release()


def _not_made(path: Path, detail: object) -> DossierReadOnlyError:
    return DossierReadOnlyError(
        "The folder {folder} cannot be written ({detail}): {file} was not made. Choose another folder.",
        folder=str(path.parent),
        detail=detail,
        file=path.name,
    )


def _build(path: Path, identity: str, now: datetime) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        create_geopackage(connection)
        connection.execute("BEGIN")
        for statement in (_ABOUT_SQL, DATASETS_SQL, STYLES_SQL):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.executescript(LOG_SQL)
        connection.execute("BEGIN")
        create_feature_tables(connection)
        write_record_styles(connection)
        for table in _OWN_TABLES:
            register_own_table(connection, table)
        register_attributes(connection, "layer_styles", "How QGIS shows the tables")
        register_attributes(connection, "cartoviewer_log", "The edits of the dossier; append-only, chained by hash")
        connection.executemany(
            "INSERT INTO cartoviewer_about VALUES (?, ?)",
            (("id", identity), ("version", str(VERSION)), ("created", now.isoformat())),
        )
        connection.execute("INSERT INTO cartoviewer_log_head VALUES (1, 0, ?)", (genesis(identity),))
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise problem_of(error, path) from error
    finally:
        connection.close()
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _complete(database: Database) -> None:
    """Add the feature tables, and how QGIS shows them, that a dossier of an older program does not have."""
    with database.read() as connection:
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if any(table.name not in there for table in RECORD_TABLES):
        with database.write() as connection:
            create_feature_tables(connection)
            write_record_styles(connection)
    elif not has_record_styles(database):
        with database.write() as connection:
            write_record_styles(connection)


def _version(database: Database) -> int:
    """Give the layout of a dossier's tables. What is no dossier, or too new, is refused here.

    SQLite reads nothing of a file that is shorter than its header says: a truncated one is found here too.
    """
    with database.read() as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "cartoviewer_about" not in tables:
            raise DossierDamagedError(
                "{file} is not a dossier. To bring a file of data onto the map, add it as a layer.",
                file=database.path.name,
            )
        missing = set(_OWN_TABLES) - tables
        if missing:
            raise DossierDamagedError(
                "{file} is damaged or is not a dossier. Nothing was changed in it; keep it, and open "
                "the last copy.",
                file=database.path.name,
                detail=", ".join(sorted(missing)),
            )
        found = connection.execute("SELECT value FROM cartoviewer_about WHERE key = 'version'").fetchone()
    version = int(found[0]) if found is not None and found[0].isdigit() else 0
    if version > VERSION:
        raise DossierVersionError(
            "{file} was made by a newer CartoViewer (layout {version}; this one knows {known}). Update the "
            "program to open it.",
            file=database.path.name,
            version=version,
            known=VERSION,
        )
    return version


def _upgrade(path: Path, version: int, upgrades: Mapping[int, Upgrade] = _UPGRADES, target: int = VERSION) -> None:
    """Bring a dossier to today's layout on a copy, and keep the old file beside it."""
    copy = path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")
    try:
        shutil.copy2(path, copy)
        connection = sqlite3.connect(copy, isolation_level=None)
        try:
            connection.execute("BEGIN")
            for step in range(version, target):
                if step not in upgrades:
                    raise DossierVersionError(
                        "{file} has a layout ({version}) that this CartoViewer cannot bring up to date.",
                        file=path.name,
                        version=version,
                    )
                upgrades[step](connection)
            connection.execute("UPDATE cartoviewer_about SET value = ? WHERE key = 'version'", (str(target),))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise problem_of(error, path) from error
        finally:
            connection.close()
        shutil.copy2(path, path.with_name(f"{path.stem}.v{version}{path.suffix}"))
        os.replace(copy, path)
    finally:
        copy.unlink(missing_ok=True)
