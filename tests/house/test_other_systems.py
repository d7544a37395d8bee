"""The program is written for Windows and macOS too: what can be told of that without them."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cartoviewer", "layers", "symbols", "bnip", "resources")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ONLY_UNIX = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix", "crypt", "readline"}
ONLY_UNIX_CALLS = {
    "fork", "forkpty", "getuid", "geteuid", "getgid", "killpg", "setsid", "nice", "statvfs", "fchmod", "fchown",
    "chown", "mkfifo", "getloadavg", "sched_getaffinity", "sched_setaffinity", "sysconf", "uname", "wait", "sync",
    "symlink", "pread", "pwrite", "posix_fadvise", "SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "alarm",
}  # fmt: skip
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in MODULES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_module_needs_what_only_unix_has():
    found = []
    for path, tree in trees():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            found += [f"{path.name}:{node.lineno} {name}" for name in names if name.split(".")[0] in ONLY_UNIX]
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in ("os", "signal")
                and node.attr in ONLY_UNIX_CALLS
            ):
                found.append(f"{path.name}:{node.lineno} {node.value.id}.{node.attr}")
    assert not found


def test_every_text_file_is_opened_in_a_named_encoding():
    found = []
    for path, tree in trees():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        found += [f"{path.relative_to(ROOT)}:{call.lineno}" for call in calls if is_text_of_no_encoding(call)]
    assert not found


def is_text_of_no_encoding(call: ast.Call) -> bool:
    """Tell whether a call reads or writes text in the encoding of the machine: cp1252 on Windows."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if name == "read_text":
        return not call.args
    if name == "write_text":
        return len(call.args) < 2
    if name == "NamedTemporaryFile":
        return any(keyword.arg == "mode" for keyword in call.keywords) and "b" not in ast.dump(call)
    if isinstance(call.func, ast.Name) and name == "open":
        mode = call.args[1] if len(call.args) > 1 else None
        return not (isinstance(mode, ast.Constant) and "b" in str(mode.value))
    return False


def test_a_folder_is_synced_only_where_folders_can_be():
    for path, tree in trees():
        source = path.read_text(encoding="utf-8")
        opens = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "O_RDONLY"]
        assert not opens or 'os.name == "posix"' in source, path.name


def test_every_process_of_ours_is_spawned_which_every_system_can():
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "get_context":
                assert [argument.value for argument in node.args if isinstance(argument, ast.Constant)] == [
                    "spawn"
                ], path


def test_the_program_starts_only_as_itself_so_that_a_spawned_process_can_import_it():
    tree = ast.parse((ROOT / "cartoviewer" / "__main__.py").read_text(encoding="utf-8"))
    acts = [node for node in tree.body if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)]
    assert not acts
    assert any(isinstance(node, ast.If) and "__main__" in ast.dump(node.test) for node in tree.body)


def test_every_file_of_the_repository_can_lie_on_windows_and_macos():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [name for name in listed.split("\0") if name]
    assert files
    assert len({name.casefold() for name in files}) == len(files)
    for name in files:
        for part in name.split("/"):
            assert not set(part) & set('<>:"\\|?*'), name
            assert part == part.rstrip(" ."), name
            assert part.split(".")[0].lower() not in DEVICES, name
