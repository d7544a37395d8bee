"""A program that edits a dossier without pause and tells each position; the test that starts it kills it."""

import sys
from pathlib import Path

from cartoviewer.document.changes import put, remove
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from tests.dossier_specimens import ROUTE, ZONE, card_of, mark, squares


def main(path: Path, with_import: bool) -> None:
    with Dossier.open(path) as dossier:
        history = History(dossier.log, "writer")
        sys.stdout.write("open\n")
        sys.stdout.flush()
        if with_import:
            frame = squares(30_000)
            dossier.add_dataset(frame, card_of(frame))
            sys.stdout.write("stored\n")
            sys.stdout.flush()
        while True:
            number = history.position
            match number % 5:
                case 0:
                    history.do(
                        Label("Place"),
                        put(history.document, mark(number)),
                        put(history.document, mark(-number - 1)),
                    )
                case 1:
                    history.do(Label("Replace"), put(history.document, mark(number)), *_gone(history, ROUTE.id))
                case 2 if history.undo() is not None:
                    pass
                case 3:
                    history.do(Label("Zone"), *_gone(history, ZONE.id) or (put(history.document, ZONE),))
                case _:
                    history.do(Label("Route"), *_gone(history, ROUTE.id) or (put(history.document, ROUTE),))
            sys.stdout.write(f"{history.position}\n")
            sys.stdout.flush()


def _gone(history, record_id):
    return (remove(history.document, record_id),) if record_id in history.document else ()


if __name__ == "__main__":
    main(Path(sys.argv[1]), len(sys.argv) > 2)
