"""Opening the window, where there is a screen to open it on.

The window is imported by its name and last: whoever has no screen need not load it.
"""

import importlib
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from cartoviewer.cli.surface import Surface
from layers.errors import Problem

__all__ = ["NoScreenProblem", "has_screen", "open_window"]


class NoScreenProblem(Problem):
    """There is no screen for a window."""


def has_screen(environment: Mapping[str, str] | None = None) -> bool:
    """Tell whether a window can be shown; Qt ends the whole process when it finds no display."""
    said = os.environ if environment is None else environment
    if said.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal", "vnc"):
        return False
    if not sys.platform.startswith(("linux", "freebsd")):
        return True
    wayland = said.get("WAYLAND_DISPLAY", "")
    if wayland and (Path(said.get("XDG_RUNTIME_DIR", "/run")) / wayland).exists():
        return True
    return _answers(said.get("DISPLAY", ""))


def _answers(display: str) -> bool:
    """Ask an X server at `host:number.screen` whether it is there."""
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    try:
        if host in ("", "unix"):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local:
                local.settimeout(2.0)
                local.connect(f"/tmp/.X11-unix/X{number}")
        else:
            socket.create_connection((host, 6000 + int(number)), timeout=2.0).close()
    except OSError:
        return False
    return True


def open_window(dossier: Path | None, surface: Surface) -> int:
    """Open the window, with a dossier or with the first page, and give its exit status.

    Raises
    ------
    NoScreenProblem
        There is no screen.
    """
    if dossier is not None and not dossier.exists():
        raise Problem("{file} does not exist. Check its name and folder.", file=str(dossier))
    if not has_screen():
        raise NoScreenProblem(
            "There is no screen to open the window on. Use the commands (cartoviewer --help), or start it in a "
            "desktop session."
        )
    application = importlib.import_module("cartoviewer.ui.application")
    return int(application.run_window(dossier, language=surface.texts.language if surface.language_asked else None))
