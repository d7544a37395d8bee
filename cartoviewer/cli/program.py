"""From the words after `cartoviewer` to an exit status.

0 done · 1 refused or failed, with one sentence on stderr · 2 wrong usage.
"""

import copy
import importlib
import inspect
import io
import logging
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import typer

from cartoviewer.cli.commands import COMMANDS
from cartoviewer.cli.surface import Surface, UsageProblem, language_of
from layers.errors import Problem
from layers.progress import Cancelled
from resources.texts import Language, Texts

__all__ = ["run"]

_WINDOW: Final = "cartoviewer.cli.window"
_SUFFIX: Final = ".gpkg"


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Do what the arguments ask for.

    Parameters
    ----------
    arguments
        The words after the program's name. `--lang fr|nl|en` may stand anywhere among them.
    environment
        Where the language is read when it is not given (LC_ALL, LC_MESSAGES, LANG); None for the process's own.

    Returns
    -------
    int
        The exit status.
    """
    _quieten()
    environment = os.environ if environment is None else environment
    words, asked = _without_language(arguments)
    language = language_of(asked, environment)
    if language is None:
        texts = Texts(language_of(None, environment) or Language.EN)
        sys.stderr.write(texts("The language “{asked}” is not known. Use fr, nl or en.", asked=asked) + "\n")
        return 2
    surface = Surface(Texts(language), language_asked=asked is not None)
    try:
        return _dispatch(words, surface)
    except UsageProblem as problem:
        surface.complain(surface.texts(problem.text, **problem.values))
        return 2
    except Problem as problem:
        surface.complain(surface.texts(problem.text, **problem.values))
    except (Cancelled, KeyboardInterrupt):
        surface.complain(surface.texts("Stopped; nothing was changed."))
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        surface.complain(_of_the_system(error, surface.texts))
    except Exception as error:
        if environment.get("CARTOVIEWER_TRACEBACK"):
            raise
        name = type(error).__name__
        surface.complain(
            surface.texts(
                "Something went wrong that we did not foresee ({name}: {error}). Nothing more was done.",
                name=name,
                error=" ".join(str(error).split()),
            )
        )
    return 1


def _quieten() -> None:
    """Leave stderr to our own sentences: libraries tell nothing there that their exceptions do not tell."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no thin space gets a question mark, not a broken command.
            stream.reconfigure(errors="replace")


def _without_language(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Take `--lang xx` or `--lang=xx` out of the arguments, wherever it stands."""
    words: list[str] = []
    asked: str | None = None
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            words += [word, *rest]
        elif word == "--lang":
            asked = next(rest, "")
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        else:
            words.append(word)
    return words, asked


def _dispatch(words: list[str], surface: Surface) -> int:
    if not words or (len(words) == 1 and _is_dossier(words[0])):
        module = importlib.import_module(_WINDOW)
        opened: int = module.open_window(Path(words[0]) if words else None, surface)
        return opened
    try:
        _application(words[0], surface.texts)(words, prog_name="cartoviewer", obj=surface)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(bool(done.code))
    return 0


def _is_dossier(word: str) -> bool:
    """Tell a dossier's path from a command that is written wrong."""
    if word in COMMANDS or word.startswith("-"):
        return False
    return word.lower().endswith(_SUFFIX) or os.sep in word or Path(word).exists()


def _application(asked: str, texts: Texts) -> typer.Typer:
    """Build the commands in a language: the one asked for with its module, the others by name only."""
    application = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=texts(
            "CartoViewer, the crisis-cartography desk. Without a command it opens its window; "
            "`cartoviewer DOSSIER` opens a dossier in it. With --lang fr, nl or en it speaks that language."
        ),
    )
    # Without a callback a single command would swallow its own name.
    application.callback()(_nothing)
    for name, command in COMMANDS.items():
        function: Callable[..., None] = _nothing
        if name == asked:
            function = getattr(importlib.import_module(command.module), command.function)
        application.command(name, help=texts(command.help))(_spoken(function, texts))
    return application


def _nothing() -> None:
    return


def _spoken(function: Callable[..., None], texts: Texts) -> Callable[..., None]:
    """Give the same command with the words of its options in the language of `texts`."""
    signature = inspect.signature(function)
    hints = get_type_hints(function, include_extras=True)
    parameters = [
        parameter.replace(annotation=_translated(hints[name], texts))
        for name, parameter in signature.parameters.items()
    ]

    def command(*values: Any, **named: Any) -> None:
        try:
            function(*values, **named)
        except KeyboardInterrupt:
            # Before the command line's own machinery answers it with a word that says nothing.
            raise Cancelled from None

    vars(command)["__signature__"] = signature.replace(parameters=parameters)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _translated(hint: Any, texts: Texts) -> Any:
    if get_origin(hint) is not Annotated:
        return hint
    base, *others = get_args(hint)
    spoken = []
    for info in others:
        if getattr(info, "help", None):
            info = copy.copy(info)
            info.help = texts(info.help)
        spoken.append(info)
    return Annotated[(base, *spoken)]


def _of_the_system(error: OSError, texts: Texts) -> str:
    """Say what the operating system refused."""
    where = error.filename or ""
    match error:
        case FileNotFoundError():
            return texts("“{path}” is not there. Check the name and the folder.", path=where)
        case PermissionError():
            return texts("“{path}” may not be written or read. Choose another folder.", path=where)
        case IsADirectoryError() | NotADirectoryError() | FileExistsError():
            return texts("“{path}” cannot be used: {reason}.", path=where, reason=error.strerror or str(error))
        case _:
            return texts("The system refused “{path}”: {reason}.", path=where, reason=error.strerror or str(error))
