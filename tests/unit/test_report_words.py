"""What a report says of a file can be read in French and in Dutch."""

import ast
import re
from pathlib import Path

import pytest

import layers
from layers.report import Fault, ImportReport, Note
from resources.texts import Language, Texts

FOLDER = Path(layers.__file__).parent


def note_texts() -> set[str]:
    """Collect the source texts of all notes: given to Note, or kept in a table and given to it later."""
    found: set[str] = set()
    for path in FOLDER.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
            if isinstance(text, str) and re.fullmatch(r"[A-Z“{][^\n]* [^\n]*\.", text) and "_" not in text:
                found.add(text)
    return found


@pytest.mark.parametrize("language", [Language.FR, Language.NL])
def test_every_sentence_of_a_report_is_translated(language: Language) -> None:
    texts = note_texts()
    assert len(texts) > 60
    assert [text for text in sorted(texts) if Texts(language)(text) == text] == []


def test_a_report_is_written_in_the_reader_s_language() -> None:
    fault = Fault(3, "lits", "beaucoup", Note("This is no number."))
    note = Note("The text is not UTF-8; it was read as {encoding}.", {"encoding": "Windows-1252"})
    report = ImportReport(
        source="a.csv", rows_read=2, rows_kept=1, rows_set_aside=1, faults=(fault,), notes=(note,)
    )
    assert not report.is_clean
    assert str(report.faults[0]) == "3: lits “beaucoup”: This is no number."
    assert report.faults[0].reason.written(Texts(Language.NL)) == "Dit is geen getal."
    assert note.written(Texts(Language.FR)) == "Le texte n’est pas en UTF-8 ; il a été lu en Windows-1252."
