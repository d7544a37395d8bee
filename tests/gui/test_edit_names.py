"""Every edit of a drawing in the inspector has a name that a person understands, in each language.

All of them stand in `edit_names.txt`: a reader of the history reads these very lines. After a change of words run
`python -m tests.gui.test_edit_names` and read what has changed.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bnip.drawing import Caption, DrawingLayer, Measurement, Photograph, Shape
from bnip.incident import Incident, Mark, Route
from bnip.record import Place
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.record import AnyRecord
from cartoviewer.ui.field_editors import NumberEditor
from cartoviewer.ui.moment_editors import DayEditor, MomentEditor, PositionEditor
from cartoviewer.ui.record_fields import RecordField, shared_fields
from cartoviewer.ui.record_labels import edit_label
from cartoviewer.ui.symbol_fields import lost_by
from resources.texts import Language, Texts
from tests.dossier_specimens import EVERY_KIND

LISTED = Path(__file__).with_name("edit_names.txt")
DRAWN = (Incident, Mark, Route, Zone, Shape, Caption, Measurement, Photograph, DrawingLayer)
LANGUAGES = (Language.EN, Language.FR, Language.NL)
SAMPLES = {
    MomentEditor: datetime(2026, 11, 23, 13, 5, tzinfo=UTC),
    DayEditor: date(2026, 11, 23),
    PositionEditor: Place(149_000.0, 170_000.0),
    NumberEditor: 7,
}

pytestmark = pytest.mark.usefixtures("qapp")


def sample(field: RecordField, record: AnyRecord) -> Any:
    """Give a value that the field's editor may give, other than the record's."""
    if field.choices is not None:
        return next(value for value in (*list(field.choices)[::-1], "") if value != field.read(record))
    editor = field.make()
    return next((value for kind, value in SAMPLES.items() if isinstance(editor, kind)), "North quay")


def names() -> Iterator[tuple[str, ...]]:
    """Give kind, field and the name of the edit in three languages: of one drawing, then of two."""
    document = MapDocument()
    told: set[tuple[str, str]] = set()
    for record in (each for each in EVERY_KIND if isinstance(each, DRAWN)):
        kind = type(record).__name__
        for field in shared_fields([record], document):
            if (kind, field.path) in told or not (field.choices is None or len(field.choices) > 1):
                continue
            told.add((kind, field.path))
            value = sample(field, record)
            after = field.write(record, value)
            lost = lost_by([record], value) if field.path == "symbol" else ()
            for many in (1, 2):
                if many == 2 and field.path.startswith(("names", "place")):
                    continue
                label = edit_label(field, value, [record] * many, [after] * many, lost)
                yield (kind, field.path, *(label.write(Texts(language)) for language in LANGUAGES))


def lines() -> list[str]:
    return [" | ".join(row) for row in names()]


def test_the_names_of_all_edits_are_those_that_were_read():
    assert lines() == LISTED.read_text("utf-8").splitlines()


def test_every_name_tells_what_is_changed_and_is_a_whole_sentence_in_each_language():
    for kind, path, english, french, dutch in names():
        for name in (english, french, dutch):
            assert name.strip()
            assert "{" not in name
            assert "None" not in name
        assert english != french or path.startswith("names"), (kind, path)
        assert english != dutch or path.startswith(("names", "sensitivity")) or "Status" in english, (kind, path)


if __name__ == "__main__":
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    LISTED.write_text("\n".join(lines()) + "\n", "utf-8")
