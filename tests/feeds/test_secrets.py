"""Secrets are kept in the keyring, or in memory, or nowhere."""

from __future__ import annotations

import threading

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring

from desktop_reader.errors import KeyringError, LockedError
from desktop_reader.feeds import secrets
from desktop_reader.records.access import Secret
from tests.keyring_fake import FakeKeyring, secret_service

__all__ = ["secret_service"]

ONE = Secret("https://a.example/", ("hunter2",))


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_session", {})
    return


def test_what_is_kept_is_there_again_and_gone_when_forgotten(secret_service: FakeKeyring) -> None:
    secrets.put("k", ONE)
    assert secrets.get("k") == ONE
    secrets.put("k", Secret("https://a.example/", ("other",)))
    assert secrets.get("k").values == ("other",)
    secrets.forget("k")
    secrets.forget("k")
    assert secret_service.kept == {}
    with pytest.raises(KeyringError, match="has no secret for this feed"):
        secrets.get("k")


def test_a_locked_keyring_says_so(secret_service: FakeKeyring) -> None:
    secrets.put("k", ONE)
    secret_service.locked = True
    for deed in (lambda: secrets.get("k"), lambda: secrets.put("k", ONE), lambda: secrets.forget("k")):
        with pytest.raises(LockedError, match="is locked"):
            deed()


class PlainFile(FakeKeyring):
    priority = 0.5


@pytest.mark.parametrize("backend", [NoKeyring, NullKeyring, PlainFile])
def test_nothing_is_kept_where_it_would_not_be_safe(
    secret_service: FakeKeyring, backend: type[keyring.backend.KeyringBackend]
) -> None:
    chosen = backend()
    keyring.set_keyring(chosen)
    with pytest.raises(KeyringError, match="no keyring"):
        secrets.put("k", ONE)
    assert not getattr(chosen, "kept", None)


def test_for_this_session_it_is_in_memory_only(secret_service: FakeKeyring) -> None:
    secrets.put("k", ONE, session=True)
    assert secrets.get("k") == ONE
    assert secrets.in_memory("k")
    assert secret_service.kept == {}
    secrets.put("k", Secret("https://a.example/", ("for good",)))
    assert secrets.get("k").values == ("for good",)


class Talkative(FakeKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot store {password}")


def test_the_words_of_a_backend_are_not_repeated(secret_service: FakeKeyring) -> None:
    keyring.set_keyring(Talkative())
    with pytest.raises(KeyringError) as caught:
        secrets.put("k", ONE)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "RuntimeError" in str(caught.value)


@pytest.mark.parametrize("said", ["", "no json", "[]", "{}", '{"origin": "x"}', '{"origin": "x", "values": null}'])
def test_what_somebody_else_wrote_there_is_no_secret(secret_service: FakeKeyring, said: str) -> None:
    secret_service.kept["Desktop Reader", "k"] = said
    with pytest.raises(KeyringError):
        secrets.get("k")


def test_forgetting_soon_waits_for_nobody(secret_service: FakeKeyring) -> None:
    secrets.put("k", ONE)
    secrets.forget_soon("k")
    for thread in threading.enumerate():
        if thread.name == "forgetting":
            thread.join(5)
    assert secret_service.kept == {}
