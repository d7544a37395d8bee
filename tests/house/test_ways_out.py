"""Everything that lets something out of the house is known; nothing goes around the gate and the last look."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITING = re.compile(
    r"written_safely\(|\.write_bytes\(|\.write_text\(|clipboard\(\)\.set|\bQPrinter\(|\bQPdfWriter\(|\bQSvgGenerator\("
)

JUDGED = "a sheet: published, looked over, stopped until a reason is kept"
PUBLISHED = "no sheet: what the audience may see, without checks of paper"
MARKED = "says its level"
PLAIN = "nothing of the dossier’s content above what its user asked to hold"

WAYS = {
    "cartoviewer/cli/geocoding.py": PLAIN,  # the user’s own table, with places
    "cartoviewer/cli/layouts.py": MARKED,
    "cartoviewer/cli/pictures.py": PUBLISHED,
    "cartoviewer/cli/symbols.py": PLAIN,
    "cartoviewer/document/lock.py": PLAIN,  # who holds the dossier open
    "cartoviewer/document/salvage.py": PLAIN,  # the dossier itself, as far as it can be saved
    "cartoviewer/export/binder.py": JUDGED,
    "cartoviewer/export/image.py": JUDGED,
    "cartoviewer/export/page.py": PUBLISHED,
    "cartoviewer/export/sheet_export.py": JUDGED,
    "cartoviewer/export/symbol_sheet.py": PLAIN,
    "cartoviewer/export/vector_pages.py": JUDGED,  # in memory; whoever writes it is here
    "cartoviewer/export/writing.py": PLAIN,  # the writing itself
    "cartoviewer/ui/address_dialog.py": PLAIN,  # the user’s own table, with places
    "cartoviewer/ui/drawing_edits.py": MARKED,
    "cartoviewer/ui/feature_view.py": MARKED,
    "cartoviewer/ui/import_result.py": PLAIN,  # rows of the user’s own file that were set aside
    "cartoviewer/ui/layout_keeping.py": MARKED,
    "cartoviewer/ui/map_menu.py": PLAIN,  # coordinates
    "cartoviewer/ui/messages.py": PLAIN,  # what went wrong in the program
    "cartoviewer/ui/page_preview.py": PUBLISHED,
    "cartoviewer/ui/print_preview.py": JUDGED,
    "cartoviewer/ui/status_bar.py": PLAIN,  # coordinates
}
"""Every module that writes a file, fills the clipboard or drives a printer, and what guards it."""

UNJUDGED = {"PaintedSheets", "page_bytes", "pdf_bytes", "tiled_bytes", "paint_pages", "sheet_picture", "accept_all"}
"""What makes something of a composed sheet without looking it over: for writers, not for window and commands."""

MAY_USE = {
    ("cartoviewer/ui/sheet_canvas.py", "sheet_picture"),  # the screen of whoever works on it
    ("cartoviewer/cli/demonstration.py", "accept_all"),  # the fictitious exercise
}


def modules() -> list[Path]:
    return sorted((ROOT / "cartoviewer").rglob("*.py"))


def test_every_way_out_is_known():
    found = {str(path.relative_to(ROOT)) for path in modules() if WRITING.search(path.read_text(encoding="utf-8"))}
    assert found == set(WAYS)


def test_window_and_commands_make_nothing_of_a_sheet_that_was_not_looked_over():
    used = set()
    for path in modules():
        name = str(path.relative_to(ROOT))
        if not name.startswith(("cartoviewer/ui/", "cartoviewer/cli/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                used |= {(name, alias.name) for alias in node.names if alias.name in UNJUDGED}
    assert used == MAY_USE


def test_the_catalogue_of_symbols_knows_of_no_dossier():
    text = (ROOT / "cartoviewer/export/symbol_sheet.py").read_text(encoding="utf-8")
    assert "cartoviewer.document" not in text
    assert "publication" not in text
