"""How QGIS shows a new sign is written beside the window."""

import threading

import msgspec

from cartoviewer.document import qgis_records
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label


def test_a_sign_that_is_new_is_written_for_qgis_by_another_thread_soon_after_its_edit(qtbot, window, monkeypatch):
    written: list[int] = []
    build = qgis_records._record_qml

    def told(*asked: object) -> str:
        written.append(threading.get_ident())
        return build(*asked)

    monkeypatch.setattr(qgis_records, "_record_qml", told)
    session = window.session
    mark = msgspec.structs.replace(session.document.get("post"), discipline="d3")
    assert session.do(Label("Changed: {name}", {"name": "post"}), put(session.document, mark)) is not None
    assert not written
    assert session.dossier.has_signs_to_write
    qtbot.waitUntil(lambda: bool(written) and not session.dossier.has_signs_to_write, timeout=10_000)
    assert threading.get_ident() not in written
