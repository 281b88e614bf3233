"""Where passwords and tokens are kept: in the system's keyring, or in memory until the program ends. Never in a file.

The only file that knows keyring, which is slow to import and may wait for somebody to unlock it: these functions belong
on a thread for which nobody waits.
"""

from __future__ import annotations

import json
import threading
from typing import Any

from desktop_reader.errors import KeyringError, LockedError
from desktop_reader.records.access import Secret
from desktop_reader.records.translatable import translatable

_SERVICE = "Desktop Reader"
_SECURE = 1  # keyring gives lower priorities to backends that write a plain file, or nothing at all.
_NONE = translatable("There is no keyring on this computer that could keep a secret.")
_LOCKED = translatable("The system’s keyring is locked. Unlock it, then try again.")

_session: dict[str, Secret] = {}
_one_at_a_time = threading.Lock()  # Two questions at once would show two windows that ask to unlock.


def put(key: str, secret: Secret, *, session: bool = False) -> None:
    """Keeps a secret, for this ``session`` only or for good; raises KeyringError when that cannot be."""
    if session:
        _session[key] = secret
        return
    said = json.dumps({"origin": secret.origin, "values": secret.values})
    _call("set_password", key, said)
    _session.pop(key, None)


def in_memory(key: str) -> bool:
    """Whether the secret is there without a look into the keyring."""
    return key in _session


def get(key: str) -> Secret:
    """The secret; raises KeyringError when there is none, or it is not to be had now."""
    if key in _session:
        return _session[key]
    said = _call("get_password", key)
    try:
        facts = json.loads(said or "")
        return Secret(str(facts["origin"]), tuple(map(str, facts["values"])))
    except (ValueError, TypeError, KeyError):
        raise KeyringError("The keyring of this computer has no secret for this feed.") from None


def forget(key: str) -> None:
    """Takes a secret away; nothing happens when there is none. Raises KeyringError when the keyring is locked."""
    _session.pop(key, None)
    if _call("get_password", key) is not None:
        _call("delete_password", key)


def forget_soon(key: str) -> None:
    """The same on a thread of its own: a keyring that is not there, or stays locked, is nobody's trouble."""

    def run() -> None:
        try:
            forget(key)
        except KeyringError:
            return

    _session.pop(key, None)
    threading.Thread(target=run, name="forgetting", daemon=True).start()


def _call(deed: str, key: str, *values: str) -> Any:
    with _one_at_a_time:
        try:
            import keyring
            from keyring.errors import KeyringLocked
        except ImportError:
            raise KeyringError(_NONE) from None
        try:
            chosen = keyring.get_keyring()
            one = next((b for b in getattr(chosen, "backends", (chosen,)) if b.priority >= _SECURE), None)
            if one is None:
                raise KeyringError(_NONE)
            return getattr(one, deed)(_SERVICE, key, *values)
        except KeyringError:
            raise
        except KeyringLocked:
            raise LockedError(_LOCKED) from None
        except Exception as error:
            # Each backend has errors of its own, whose words may quote what was to be kept.
            raise KeyringError("The system’s keyring does not answer ({kind}).", kind=type(error).__name__) from None
