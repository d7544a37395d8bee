"""What is copied as text begins with who may see it."""

import msgspec
from PySide6.QtGui import QGuiApplication

from bnip.incident import Incident
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from layers.sensitivity import Sensitivity


def test_drawings_that_are_copied_say_their_strictest_level(window):
    session = window.session
    incident = session.document.of(Incident)[0]
    session.do(
        Label("Open"), put(session.document, msgspec.structs.replace(incident, sensitivity=Sensitivity.CLEAR))
    )
    session.select(incident.id)
    window.drawing_edits.copy_selected()
    assert not QGuiApplication.clipboard().text().startswith("TLP:")
    strict = msgspec.structs.replace(incident, sensitivity=Sensitivity.AMBER)
    session.do(Label("Stricter"), put(session.document, strict))
    session.select(incident.id)
    window.drawing_edits.copy_selected()
    assert QGuiApplication.clipboard().text().startswith("TLP:AMBER\n")
