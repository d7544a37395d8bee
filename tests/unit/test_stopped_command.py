"""A command that is stopped by Ctrl+C says so in one sentence and fails."""

import pytest

from cartoviewer.cli.program import run
from cartoviewer.document.dossier import Dossier


@pytest.mark.parametrize(("language", "said"), [("fr", "Arrêté"), ("nl", "Gestopt"), ("en", "Stopped")])
def test_a_command_that_is_interrupted_tells_that_nothing_was_changed(
    monkeypatch, capsys, tmp_path, language, said
):
    def interrupted(*_asked, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(Dossier, "open", interrupted)
    assert run(["binder", str(tmp_path / "plan.gpkg"), str(tmp_path / "binder.pdf"), "--lang", language], {}) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith(said)
    assert written.err.count("\n") == 1
