"""Starts Desktop Reader, or its tests, from a fresh checkout, and makes everything they need first.

python3 dev.py run [arguments of desktop_reader]
python3 dev.py test [arguments of pytest]     without arguments: the checks, then all tests
python3 dev.py test-desktop [arguments]       the tests that want a tray and notices, on a desktop of their own
python3 dev.py chaos [parts] [--short] [--jobs N]   breaks the program in every way we know and counts losses (minutes)
python3 dev.py audit [folder]                 compares the locked packages with known security advisories
python3 dev.py check                          style and types only
python3 dev.py translations                   brings translations/*.ts up to date with the sources and compiles them
python3 dev.py wheel                          makes dist/*.whl, for pip
python3 dev.py freeze                         makes build/frozen, the program with its own Python, by PyInstaller
python3 dev.py deb                            makes dist/*.deb of that, on Debian or Ubuntu
python3 dev.py test-deb [arguments of it]     runs packaging/test-deb.sh: installs, uses and removes that (as root)

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
import sysconfig
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen


def too_old(major: int, minor: int) -> bool:
    """Whether this Python cannot run Desktop Reader."""
    return (major, minor) < (3, 11)


# Stands before everything that an older Python can only parse, not run, such as the annotation list[str].
if too_old(*sys.version_info[:2]):
    sys.exit("Desktop Reader needs Python 3.11 or newer; this is Python %d.%d." % tuple(sys.version_info[:2]))  # noqa: UP031


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


ROOT = Path(__file__).resolve().parent
VENV, FREEZER = ROOT / ".venv", ROOT / "build" / "venv"
PYTHON = python_of(VENV)
LOCK, PROJECT = ROOT / "requirements-dev.lock", ROOT / "pyproject.toml"
PACKAGING, FROZEN = ROOT / "packaging", ROOT / "build" / "frozen"
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

# What makes a .deb, and the package that brings it.
TOOLS = {"objcopy": "binutils", "icupkg": "icu-devtools", "dpkg-deb": "dpkg"}

# What a desktop for tests is made of, and the package that brings it.
DESKTOP = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "trayer": "trayer",
    "dunst": "dunst",
    "dunstctl": "dunst",
    "dbus-daemon": "dbus-daemon",
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


def missing_tools() -> list[str]:
    """The Debian packages that making a .deb lacks."""
    # Debian's Python does not need its own library, but the frozen one does.
    library = str(sysconfig.get_config_var("INSTSONAME") or "")
    lacking = [] if ".so" not in library or loads(library) else [f"libpython3.{sys.version_info[1]}"]
    return [*lacking, *(package for tool, package in TOOLS.items() if not shutil.which(tool))]


def missing_desktop() -> list[str]:
    """The Debian packages that the tests on a desktop lack."""
    return sorted({package for tool, package in DESKTOP.items() if not shutil.which(tool)})


def advice(packages: list[str], *, debian: bool) -> str:
    """What to type where this program may not install packages itself."""
    if not debian:
        return f"Please install what this system calls these Debian packages: {' '.join(packages)}"
    return f"Please have these packages installed, then try again:\nsudo {INSTALL} {' '.join(packages)}"


def install(packages: list[str], lacking: Callable[[], list[str]]) -> None:
    """Installs Debian packages until none are lacking, or says who must."""
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
    still = lacking()
    if still:
        sys.exit(f"apt-get did not install {' '.join(still)}; its last lines were:\n{words}")


def provide(lacking: Callable[[], list[str]]) -> None:
    """Installs what is lacking, if anything is."""
    packages = lacking()
    if packages:
        install(packages, lacking)


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


def do(deed: str, command: list[str]) -> None:
    """Says what is done and does it; ends with its last lines when that fails."""
    print(deed, flush=True)
    code, words = quietly(*command, show="Downloading")
    if code != 0:
        sys.exit(f"{deed} did not work; its last lines were:\n{words}")


def once(done: Path, wanted: str, *steps: tuple[str, list[str]]) -> None:
    """Does what is to be done in a virtual environment, unless a stamp in it tells that all was done before."""
    if python_of(done.parent).exists() and done.is_file() and done.read_bytes() == wanted.encode():
        return
    # Gone before the first step and written after the last, so what was interrupted is done again.
    done.unlink(missing_ok=True)
    for step in steps:
        do(*step)
    done.write_bytes(wanted.encode())


def furnish(venv: Path, lock: Path) -> list[str]:
    """Sees to it that a virtual environment has the packages of a lock file; how its pip installs more."""
    make = [sys.executable, "-m", "venv", "--clear", str(venv)]
    pip = [str(python_of(venv)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    locked = [*pip, "--require-hashes", "--only-binary=:all:", "-r", str(lock)]
    name = venv.relative_to(ROOT) if venv.is_relative_to(ROOT) else venv
    once(venv / "packages.stamp", stamp(lock), (f"Making {name}", make), ("Fetching the Python packages", locked))
    return pip


def prepare() -> None:
    """Sees to the system's libraries, the locked packages in .venv, and this checkout among them."""
    provide(missing)
    # The build backend is one of the locked packages, so this fetches nothing.
    itself = [*furnish(VENV, LOCK), "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    once(VENV / "project.stamp", stamp(LOCK, PROJECT), ("Installing this checkout into .venv", itself))


def freeze() -> int:
    """The checkout as it is now with its own Python in one folder below build/frozen."""
    provide(missing)
    pip = furnish(FREEZER, PACKAGING / "requirements.lock")
    # Frozen is what a wheel holds, with the metadata that tells of versions and licences.
    do("Packing this checkout", [*pip, "--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT)])
    # Byte code that lies there as it is makes packages smaller, which are packed as a whole, and the start faster.
    os.environ.setdefault("PYINSTALLER_ZLIB_COMPRESSION_LEVEL", "0")
    places = ["--distpath", str(FROZEN), "--workpath", str(ROOT / "build" / "pyinstaller")]
    spec = str(PACKAGING / "pyinstaller" / "desktop-reader.spec")
    do("Freezing it", [str(python_of(FREEZER)), "-m", "PyInstaller", "--noconfirm", *places, spec])
    do("Looking whether it is whole", [str(FROZEN / "desktop-reader" / "check")])
    return 0


def deb() -> int:
    """The package for Debian and Ubuntu, with the system's own Python: it is hardened, and mended as the system is."""
    if sys.base_prefix != "/usr" and os.access("/usr/bin/python3", os.X_OK):
        return Popen(["/usr/bin/python3", str(ROOT / "dev.py"), "deb"]).wait()
    os.environ["PATH"] += os.pathsep + "/usr/sbin"  # Where Debian has icupkg, and where only root looks.
    provide(missing_tools)
    freeze()
    build = [str(PACKAGING / "debian" / "build.py"), str(FROZEN / "desktop-reader"), str(ROOT / "dist")]
    print("Making the package", flush=True)
    return Popen([sys.executable, *build]).wait()


def wheel() -> int:
    """The package for pip."""
    return module("hatchling", "build", "-t", "wheel", "-d", "dist")


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
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # The tests start the program a hundred times.
    if arguments:
        return module("pytest", *arguments)
    at_once = (os.cpu_count() or 1) + 1  # Some only wait.
    checked = check()
    if module("pytest", "-n", str(at_once), "--dist", "worksteal") == 0:
        return checked
    # A busy machine is no fault: what failed beside all others is tried once more, alone.
    alone = module("pytest", "--last-failed", "--last-failed-no-failures", "none")
    return int(bool(checked or alone))


def test_desktop(arguments: list[str]) -> int:
    """Runs the tests on a desktop of their own; what cannot be had for it is told, and skips what needs it."""
    if sys.platform == "linux" and missing_desktop():
        try:
            install(missing_desktop(), missing_desktop)
        except SystemExit as refused:
            print(refused, flush=True)
    os.environ["DESKTOP_READER_TEST_DESKTOP"] = "1"
    return module("pytest", *(arguments or ["-v"]), "tests/desktop")


def chaos(arguments: list[str]) -> int:
    """Runs the chaos tests, whose results stand in docs/RELIABILITY.md."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return module("tests.chaos", *arguments)


def audit(arguments: list[str]) -> int:
    """Looks whether something is known against a locked package."""
    return Popen([str(PYTHON), str(PACKAGING / "audit.py"), *arguments]).wait()


DEEDS: dict[str, Callable[..., int]] = {
    "run": lambda *words: run(list(words)),
    "test": lambda *words: test(list(words)),
    "test-desktop": lambda *words: test_desktop(list(words)),
    "chaos": lambda *words: chaos(list(words)),
    "audit": lambda *words: audit(list(words)),
    "check": lambda *words: check(),
    "translations": lambda *words: module("translations"),
    "wheel": lambda *words: wheel(),
}
"""What wants .venv."""

PACKAGES: dict[str, Callable[..., int]] = {
    "freeze": lambda *words: freeze(),
    "deb": lambda *words: deb(),
    "test-deb": lambda *words: Popen([str(PACKAGING / "test-deb.sh"), *words]).wait(),
}
"""What does without."""


def main(word: str = "help", *rest: str) -> int:
    """Does what the first word says and returns the exit code."""
    if word not in DEEDS and word not in PACKAGES:
        print(__doc__)
        return 0 if word in ("help", "-h", "--help") else 2
    if word in PACKAGES:
        return PACKAGES[word](*rest)
    # With arguments it may be a deed without a window.
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if word == "run" and not rest and sys.platform == "linux" and not any(map(os.environ.get, screens)):
        sys.exit("There is no screen to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.")
    prepare()
    return DEEDS[word](*rest)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except OSError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
