"""The comparison of the locked packages with known advisories: what it finds, and that silence is not well."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
ADVISORY = """id: PYSEC-2022-230
affected:
- package:
    name: LXML
    ecosystem: PyPI
  ranges:
  - type: GIT
    repo: https://example.org/lxml
    events:
    - introduced: '0'
    - fixed: 86368e9cf70a0ad2
  - type: ECOSYSTEM
    events:
    - introduced: '0'
    - fixed: 4.9.1
    - introduced: 5.0.0
    - last_affected: 5.0.2
    - introduced: "7.0"
  versions:
  - '6.5'
modified: '2023-05-25T05:07:00Z'
"""


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "packaging" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    file = tmp_path / "vulns" / "lxml" / "PYSEC-2022-230.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(ADVISORY)
    return tmp_path


@pytest.mark.parametrize(
    ("version", "hit"),
    [
        ("4.9.0", True),
        ("4.9.1", False),
        ("5.0.0", True),
        ("5.0.2", True),
        ("5.0.3", False),
        ("6.5", True),
        ("6.6", False),
        ("7.0", True),
        ("99", True),
    ],
)
def test_versions_that_an_advisory_is_about(audit: ModuleType, checkout: Path, version: str, hit: bool) -> None:
    (known,) = audit.advisories(checkout)
    assert known.hits(version) is hit
    found = audit.found([audit.Pinned("lxml", version, True), audit.Pinned("xml", version, True)], [known])
    assert [package.name for package, _ in found] == ["lxml"] * hit


def test_one_that_was_withdrawn_is_none(audit: ModuleType, checkout: Path) -> None:
    file = checkout / "vulns" / "lxml" / "PYSEC-2022-230.yaml"
    file.write_text(f"{ADVISORY}withdrawn: '2024-01-01T00:00:00Z'\n")
    assert list(audit.advisories(checkout)) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "packaging/requirements.lock"])
def test_every_package_is_pinned_with_its_hashes(audit: ModuleType, lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = audit.pinned(text)
    beginnings = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(packages) == len(beginnings) > 50
    assert all(one.hashed for one in packages)


def test_a_package_without_a_hash_is_seen(audit: ModuleType) -> None:
    one, two = audit.pinned("a-b==1.0\nC.d==2 ; python_version < '3.12' \\\n    --hash=sha256:00\n    # via a\n")
    assert (one.name, one.version, one.hashed) == ("a-b", "1.0", False)
    assert (two.name, two.version, two.hashed) == ("c-d", "2", True)


def test_silence_is_not_taken_for_well(
    audit: ModuleType,
    checkout: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(audit.shutil, "which", lambda name: None)
    assert audit.main([]) == 2
    assert audit.main([str(tmp_path / "nowhere")]) == 2
    assert "nothing is known" in capsys.readouterr().out
    bad = audit.pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert any(one.name == "lxml" for one in bad)
    assert audit.main([str(checkout)]) == 0
    (checkout / "vulns" / "lxml" / "PYSEC-2022-230.yaml").write_text(ADVISORY.replace("5.0.2", "99"))
    assert audit.main([str(checkout)]) == 1


def test_what_installs_them_asks_for_the_hashes() -> None:
    assert '"--require-hashes", "--only-binary=:all:"' in (ROOT / "dev.py").read_text(encoding="utf-8")
