import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev

PROJECT = tomllib.loads(dev.PROJECT.read_text("utf-8"))
RUNTIME_LOCK = dev.ROOT / "requirements.lock"
FREEZING_LOCK = dev.PACKAGING / "requirements.lock"


def locked(lock: Path) -> dict[str, list[Requirement]]:
    """What a lock file pins, by package; some packages have one pin for each Python."""
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^[\w.-]+==[^\\\n]+", lock.read_text("utf-8"), re.MULTILINE):
        pin = Requirement(line)
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def unmet(wanted: list[str], pins: dict[str, list[Requirement]]) -> list[str]:
    def met(requirement: Requirement) -> bool:
        candidates = pins.get(canonicalize_name(requirement.name), [])
        versions = [next(iter(pin.specifier)).version for pin in candidates]
        return any(requirement.specifier.contains(version) for version in versions)

    return [words for words in wanted if not met(Requirement(words))]


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A .venv of ours in which only the interpreter is."""
    folder = tmp_path / "with blanks" / ".venv"
    monkeypatch.setattr(dev, "VENV", folder)
    monkeypatch.setattr(dev, "PYTHON", folder / "bin" / "python")
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.write_bytes(b"")
    return folder


def writes(file: Path) -> list[str]:
    """A command that adds a line to a file, so that its runs can be counted."""
    return [sys.executable, "-c", f"print('x', file=open({str(file)!r}, 'a'))"]


def test_only_pythons_before_3_11_are_too_old() -> None:
    assert [dev.too_old(*version) for version in [(2, 7), (3, 6), (3, 10)]] == [True] * 3
    assert [dev.too_old(*version) for version in [(3, 11), (3, 14), (4, 0)]] == [False] * 3


def test_an_old_python_gets_one_sentence() -> None:
    ast.parse((dev.ROOT / "dev.py").read_text("utf-8"), feature_version=(3, 6))
    faked = "import runpy, sys; sys.version_info = (3, 8, 2, 'final', 0); runpy.run_path('dev.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", faked], cwd=dev.ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Desktop Reader needs Python 3.11 or newer; this is Python 3.8.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has libraries apart")
def test_missing_names_everything_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "loads", lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert dev.missing() == [f"python3.{sys.version_info[1]}-venv", "libegl1", "libxcb-cursor0"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has libraries apart")
def test_a_complete_machine_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "loads", lambda library: True)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    assert dev.missing() == []


@pytest.mark.skipif(sys.platform != "linux", reason="names a Linux library")
def test_loads_tells_what_is_there_from_what_is_not() -> None:
    assert dev.loads("libc.so.6")
    assert not dev.loads("libdesktop-reader-has-no-such.so.1")


def test_debian_gets_one_exact_line() -> None:
    words = dev.advice(["libgl1", "libegl1"], debian=True).splitlines()
    assert words[1:] == ["sudo apt-get install -y --no-install-recommends libgl1 libegl1"]


def test_other_systems_get_the_names() -> None:
    words = dev.advice(["libgl1", "libegl1"], debian=False)
    assert words.endswith(": libgl1 libegl1")
    assert "apt-get" not in words


def test_without_rights_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)

    def quietly(*command: str) -> tuple[int, str]:
        ran.append(command)
        return 1, "a password is required"

    monkeypatch.setattr(dev, "quietly", quietly)
    with pytest.raises(SystemExit, match=r"sudo apt-get install .* libgl1"):
        dev.install(["libgl1"], dev.missing)
    assert ran == [("sudo", "-n", "true")]


@pytest.mark.parametrize(("user", "first"), [(0, "env"), (1000, "sudo")])
def test_lists_are_fetched_only_when_the_first_try_fails(
    user: int, first: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, ...]] = []

    def quietly(*command: str) -> tuple[int, str]:
        ran.append(command)
        return (100 if "install" in command and len(ran) < 3 else 0), ""

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(dev, "quietly", quietly)
    monkeypatch.setattr(dev, "missing", list)
    dev.install(["libgl1", "libegl1"], dev.missing)
    apt = [command for command in ran if "apt-get" in command]
    assert [("update" in command, command[0]) for command in apt][-2:] == [(True, first), (False, first)]
    assert apt[-1][-2:] == ("libgl1", "libegl1")
    assert "libgl1 libegl1" in capsys.readouterr().out


def test_what_apt_could_not_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(dev, "quietly", lambda *command: (100, "E: Unable to locate package"))
    monkeypatch.setattr(dev, "missing", lambda: ["libgl1"])
    with pytest.raises(SystemExit, match=r"libgl1.*\nE: Unable to locate package"):
        dev.install(["libgl1"], dev.missing)


def test_the_stamp_changes_with_every_file_and_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, project = tmp_path / "a.lock", tmp_path / "p.toml"
    lock.write_text("one==1")
    project.write_text("[project]")
    first = dev.stamp(lock, project)
    assert dev.stamp(lock, project) == first
    lock.write_text("one==2")
    second = dev.stamp(lock, project)
    project.write_text("[tool]")
    third = dev.stamp(lock, project)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    fourth = dev.stamp(lock, project)
    monkeypatch.setattr(sys, "version", "3.99")
    assert len({first, second, third, fourth, dev.stamp(lock, project)}) == 5


def test_steps_run_once_for_each_stamp(venv: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    for wanted in ["one", "one", "two", "two"]:
        dev.once(venv / "a.stamp", wanted, ("Counting", writes(runs)))
    assert runs.read_text() == "x\nx\n"


def test_a_half_made_environment_is_made_again(venv: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    dev.once(venv / "a.stamp", "one", ("Counting", writes(runs)))
    dev.PYTHON.unlink()
    dev.once(venv / "a.stamp", "one", ("Counting", writes(runs)))
    assert runs.read_text() == "x\nx\n"


def test_a_failing_step_is_told_with_its_last_lines_and_leaves_no_stamp(venv: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    dev.once(venv / "a.stamp", "one", ("Counting", writes(runs)))
    fails = [sys.executable, "-c", "raise SystemExit(' '.join(map(str, range(20))).replace(' ', chr(10)) + '!')"]
    with pytest.raises(SystemExit, match=r"^Fetching did not work; .*:\n14\n15\n16\n17\n18\n19!$"):
        dev.once(venv / "a.stamp", "two", ("Fetching", fails), ("Counting", writes(runs)))
    assert runs.read_text() == "x\n"
    dev.once(venv / "a.stamp", "one", ("Counting", writes(runs)))
    assert runs.read_text() == "x\nx\n"


def test_progress_is_seen_and_the_rest_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    speaks = "import sys; sys.stdout.buffer.write('  Downloading \\u2501\\nnoise\\n'.encode())"
    code, words = dev.quietly(sys.executable, "-c", speaks, show="Downloading")
    assert (code, capsys.readouterr().out) == (0, "  Downloading \\xe2\\x94\\x81\n")
    assert words.splitlines()[1:] == ["noise"]


def test_running_without_a_screen_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "prepare", lambda: pytest.fail("nothing should be installed"))
    with pytest.raises(SystemExit, match="neither DISPLAY nor WAYLAND_DISPLAY"):
        dev.main("run")


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_arguments_go_on_to_the_program(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "something")
    monkeypatch.setattr(dev, "prepare", lambda: None)
    monkeypatch.setattr(dev, "run", len)
    assert [dev.main("run"), dev.main("run", "feeds.opml", "--minimized")] == [0, 2]


def test_translations_are_made_by_their_own_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "prepare", lambda: None)
    monkeypatch.setattr(dev, "module", lambda *words: {("translations",): 7}[words])
    assert dev.main("translations") == 7


def test_packages_are_made_without_the_environment_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "prepare", lambda: pytest.fail("that is for developing"))
    monkeypatch.setattr(dev, "freeze", lambda: 3)
    monkeypatch.setattr(dev, "deb", lambda: 4)
    assert [dev.main("freeze"), dev.main("deb")] == [3, 4]


def test_a_package_is_made_of_what_was_frozen_just_before(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def furnish(venv: Path, lock: Path) -> list[str]:
        ran.append(f"{venv.name} of {lock.parent.name}")
        return ["pip", "install"]

    class Built:
        def __init__(self, command: list[str]) -> None:
            ran.append(Path(command[1]).name)
            assert command[2:] == [str(dev.FROZEN / "desktop-reader"), str(dev.ROOT / "dist")]

        def wait(self) -> int:
            return 5

    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(dev, "provide", lambda lacking: ran.append(lacking.__name__))
    monkeypatch.setattr(dev, "furnish", furnish)
    monkeypatch.setattr(dev, "do", lambda deed, command: ran.append(deed))
    monkeypatch.setattr(dev, "Popen", Built)
    assert dev.main("deb") == 5
    assert ran == [
        "missing_tools", "missing", "venv of packaging", "Packing this checkout", "Freezing it",
        "Looking whether it is whole", "build.py",
    ]  # fmt: skip


def test_a_package_has_the_systems_own_python(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    class Another:
        def __init__(self, command: list[str]) -> None:
            ran.append(command)

        def wait(self) -> int:
            return 6

    monkeypatch.setattr(sys, "base_prefix", "/opt/python")
    monkeypatch.setattr(os, "access", lambda path, mode: path == "/usr/bin/python3")
    monkeypatch.setattr(dev, "provide", lambda lacking: pytest.fail("the other one does it"))
    monkeypatch.setattr(dev, "Popen", Another)
    assert dev.main("deb") == 6
    assert ran == [["/usr/bin/python3", str(dev.ROOT / "dev.py"), "deb"]]


def test_the_tools_of_a_package_are_named_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", {"INSTSONAME": "libpython3.99.so.1.0"}.get)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    library = f"libpython3.{sys.version_info[1]}"
    assert dev.missing_tools() == [library, "binutils", "icu-devtools", "dpkg"]
    monkeypatch.setattr(dev, "loads", lambda name: True)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    assert dev.missing_tools() == []


@pytest.mark.parametrize(
    ("arguments", "modules"), [((), ["ruff", "ruff", "mypy", "pytest", "pytest"]), (("-x",), ["pytest"])]
)
def test_all_checks_and_tests_run_even_when_one_fails(
    arguments: tuple[str, ...], modules: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def module(*words: str) -> int:
        ran.append(words[0])
        return 1

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(dev, "prepare", lambda: None)
    monkeypatch.setattr(dev, "module", module)
    assert dev.main("test", *arguments) == 1
    assert ran == modules


def test_an_unknown_word_shows_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert [dev.main("tset"), dev.main("--help"), dev.main()] == [2, 0, 0]
    assert capsys.readouterr().out.count("python3 dev.py run") == 3


def test_the_locks_hold_what_the_project_asks_for() -> None:
    runtime, everything = locked(RUNTIME_LOCK), locked(dev.LOCK)
    asked = PROJECT["project"]["dependencies"]
    advice = "run `make lock` and commit both lock files"
    assert not unmet(asked, runtime), advice
    assert not unmet(
        [*asked, *PROJECT["dependency-groups"]["dev"], *PROJECT["build-system"]["requires"]], everything
    ), advice
    freezing = locked(FREEZING_LOCK)
    tools = [*PROJECT["dependency-groups"]["packaging"], *PROJECT["build-system"]["requires"]]
    assert not unmet([*asked, *tools], freezing), advice
    for lock in (everything, freezing):
        differing = [name for name, pins in runtime.items() if list(map(str, lock[name])) != list(map(str, pins))]
        assert not differing, advice


@pytest.mark.parametrize(
    "lock", [RUNTIME_LOCK, dev.LOCK, FREEZING_LOCK], ids=lambda lock: str(lock.relative_to(dev.ROOT))
)
def test_the_locks_name_hashes_and_no_host(lock: Path) -> None:
    text = lock.read_text("utf-8")
    unhashed = re.findall(r"^[\w.-]+==.*\n(?!    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
    assert not unhashed
    assert not re.search(r"://|^--?[a-z]", text, re.MULTILINE)
