"""Starts Desktop Reader, or its tests, from a fresh checkout, and makes everything they need first.

python3 dev.py run [arguments of desktop_reader]
python3 dev.py test [arguments of pytest]     without arguments: the checks, then all tests
python3 dev.py check                          style and types only
python3 dev.py translations                   brings translations/*.ts up to date with the sources and compiles them

Needs Python 3.11 and nothing else. The Python packages live in .venv, locked by requirements-dev.lock; the libraries
that a bare Debian or Ubuntu lacks are installed where that is allowed, and named all at once where it is not.
"""

import collections
import ctypes
import hashlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen


def too_old(major: int, minor: int) -> bool:
    """Whether this Python cannot run Desktop Reader."""
    return (major, minor) < (3, 11)


# Stands before everything that an older Python can only parse, not run, such as the annotation list[str].
if too_old(*sys.version_info[:2]):
    sys.exit("Desktop Reader needs Python 3.11 or newer; this is Python %d.%d." % tuple(sys.version_info[:2]))  # noqa: UP031

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK, PROJECT = ROOT / "requirements-dev.lock", ROOT / "pyproject.toml"
INSTALL = "apt-get install -y --no-install-recommends"
CHECKS = ("ruff check .", "ruff format --check .", "mypy")

# What Qt opens (for any window, on X11, on Wayland), and the Debian and Ubuntu package that brings it.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def loads(library: str) -> bool:
    """Whether the system has this library, and all that it needs in turn."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing() -> list[str]:
    """The Debian packages that this machine lacks."""
    importlib.invalidate_caches()
    # Debian keeps ensurepip apart from Python, and without it a virtual environment gets no pip.
    lacking = [] if importlib.util.find_spec("ensurepip") else [f"python3.{sys.version_info[1]}-venv"]
    if sys.platform == "linux":
        lacking += [package for library, package in LIBRARIES.items() if not loads(library)]
    return lacking


def advice(packages: list[str], *, debian: bool) -> str:
    """What to type where this program may not install packages itself."""
    if not debian:
        return f"Please install what this system calls these Debian packages: {' '.join(packages)}"
    return f"Please have these packages installed, then try again:\nsudo {INSTALL} {' '.join(packages)}"


def install(packages: list[str]) -> None:
    """Installs Debian packages, or says who must."""
    if not shutil.which("apt-get"):
        sys.exit(advice(packages, debian=False))
    root = os.geteuid() == 0
    if not root and not (shutil.which("sudo") and quietly("sudo", "-n", "true")[0] == 0):
        sys.exit(advice(packages, debian=True))
    print("Installing with apt-get:", *packages, flush=True)
    as_root = [*([] if root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive"]
    # A freshly started Ubuntu holds the lock for its own updates; that is worth waiting for.
    patience = ["-o", "DPkg::Lock::Timeout=300"]
    command = [*as_root, *INSTALL.split(), *patience, *packages]
    code, words = quietly(*command)
    if code != 0:  # most often because the lists of packages are old, or were never fetched
        quietly(*as_root, "apt-get", "update", *patience)
        code, words = quietly(*command)
    if missing():
        sys.exit(f"apt-get did not install {' '.join(missing())}; its last lines were:\n{words}")


def quietly(*command: str, show: str = "\0") -> tuple[int, str]:
    """Runs a command to its end: its exit code and last lines. Lines that begin with ``show`` are seen at once."""
    last = collections.deque[str](maxlen=6)
    with Popen(command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT) as process:
        for raw in process.stdout or ():
            line = raw.decode("ascii", "backslashreplace").strip()  # so that any terminal can print it
            last.append(line)
            if line.startswith(show):
                print(" ", line, flush=True)
    return process.returncode, "\n".join(last)


def stamp(*files: Path) -> str:
    """Changes when one of the files, this Python or the place of the checkout does."""
    place = f"{sys.version} {ROOT}".encode(errors="surrogateescape")
    return hashlib.sha256(place + b"".join(file.read_bytes() for file in files)).hexdigest()


def once(name: str, wanted: str, *steps: tuple[str, list[str]]) -> None:
    """Runs steps (a deed and its command) unless a stamp in .venv tells that they were all done before."""
    done = VENV / name
    if PYTHON.exists() and done.is_file() and done.read_bytes() == wanted.encode():
        return
    # Gone before the first step and written after the last, so what was interrupted is done again.
    done.unlink(missing_ok=True)
    for deed, command in steps:
        print(deed, flush=True)
        code, words = quietly(*command, show="Downloading")
        if code != 0:
            sys.exit(f"{deed} did not work; its last lines were:\n{words}")
    done.write_bytes(wanted.encode())


def prepare() -> None:
    """Sees to the system's libraries, the locked packages in .venv, and this checkout among them."""
    if missing():
        install(missing())
    venv = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    locked = [*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)]
    once("packages.stamp", stamp(LOCK), ("Making .venv", venv), ("Fetching the Python packages", locked))
    # The build backend is one of the locked packages, so this fetches nothing.
    itself = [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    once("project.stamp", stamp(LOCK, PROJECT), ("Installing this checkout into .venv", itself))


def module(*words: str) -> int:
    """Runs a module of .venv in the open and returns its exit code; an interrupted one may end in its own way."""
    print("\n$ python -m", *words, flush=True)
    process = Popen([str(PYTHON), "-m", *words], cwd=ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def run(arguments: list[str]) -> int:
    """Starts Desktop Reader in place of this process, in the folder where the caller is."""
    command = [str(PYTHON), "-m", "desktop_reader", *arguments]
    if os.name == "posix":
        os.execv(command[0], command)
    return Popen(command).wait()


def check(*tests: str) -> int:
    """Runs the checks and then the tests, all of them; what failed is told last."""
    failed = [words for words in (*CHECKS, *tests) if module(*words.split()) != 0]
    if failed:
        print("\nFailed:", ", ".join(failed), flush=True)
    return int(bool(failed))


def test(arguments: list[str]) -> int:
    """Runs the tests without a screen; without arguments the checks too."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return module("pytest", *arguments) if arguments else check("pytest -n auto")


def main(word: str = "help", *rest: str) -> int:
    """Does what the first word says and returns the exit code."""
    if word not in ("run", "test", "check", "translations"):
        print(__doc__)
        return 0 if word in ("help", "-h", "--help") else 2
    # With arguments it may be a deed without a window.
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if word == "run" and not rest and sys.platform == "linux" and not any(map(os.environ.get, screens)):
        sys.exit("There is no screen to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.")
    prepare()
    if word == "check":
        return check()
    return module("translations") if word == "translations" else {"run": run, "test": test}[word](list(rest))


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except OSError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
