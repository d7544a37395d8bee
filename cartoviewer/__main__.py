"""The program: `cartoviewer` and `python -m cartoviewer`."""

import sys

from cartoviewer.cli.program import run

__all__ = ["main"]


def main() -> None:
    """Do what the command line asks for, and end with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
