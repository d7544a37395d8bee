"""Closing a dossier while another thread reads from it."""

from pathlib import Path

import pytest

from cartoviewer.document.database import Database
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.errors import DossierError


def test_a_reading_that_has_begun_ends_well_though_the_dossier_is_closed_meanwhile(tmp_path: Path):
    path = tmp_path / "dossier.gpkg"
    Dossier.create(path).close()
    database = Database(path)
    with database.read() as connection:
        rows = connection.execute("SELECT name FROM sqlite_master ORDER BY name")
        first = rows.fetchone()
        # SQLite crashes the process when a connection is closed while another thread steps through its rows.
        database.close()
        assert first is not None
        assert len(rows.fetchall()) > 5
    with pytest.raises(DossierError), database.read():
        pass
