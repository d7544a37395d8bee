"""Painting for a file leaves the way open for a window."""

import os
import subprocess
import sys

_PAINTED = """
import os
before = dict(os.environ)
from cartoviewer.cli.painting import ready_to_paint
application = ready_to_paint()
assert application.platformName() == "offscreen", application.platformName()
assert dict(os.environ) == before, "the environment of what is started next has changed"
"""


def test_painting_asks_for_no_screen_and_says_nothing_to_what_is_started_next():
    # A process of its own: the tests' one has its application already.
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment["DISPLAY"] = ":none"
    done = subprocess.run(
        [sys.executable, "-c", _PAINTED], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
