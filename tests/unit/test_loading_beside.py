"""What writes sheets is loaded beside the window, and none of it is the window’s own."""

import subprocess
import sys

from cartoviewer.ui.application import _WRITERS
from cartoviewer.ui.interpreter import load_beside


def test_what_is_loaded_beside_the_window_holds_no_widgets_of_ours():
    script = f"import sys; from importlib import import_module; [import_module(name) for name in {_WRITERS!r}]"
    told = "; print(*(name for name in sys.modules if name.startswith('cartoviewer.ui')))"
    done = subprocess.run([sys.executable, "-c", script + told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_modules_are_loaded_on_a_thread_that_the_program_need_not_wait_for():
    thread = load_beside(("colorsys",))
    assert thread.daemon
    thread.join(5.0)
    assert "colorsys" in sys.modules
