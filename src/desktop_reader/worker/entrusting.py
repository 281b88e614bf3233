"""Giving secrets to the keyring, for whoever has a person before them: the window and the command line.

These functions wait for the keyring, so they belong on a thread for which nobody waits. What they keep is to be told to
the library by ``jobs.access`` afterwards.
"""

from __future__ import annotations

from desktop_reader.errors import KeyringError, LockedError
from desktop_reader.feeds import credentials, secrets
from desktop_reader.records.access import Access, Secret


def entrust(access: Access, url: str, values: tuple[str, ...], *, session: bool = False) -> None:
    """Keeps the secrets for a feed at ``url``. Raises KeyringError where there is no keyring, and ReaderError with a
    sentence where this cannot be sent to a server.
    """
    secret = Secret(credentials.origin(url), values)
    credentials.made(access, secret)
    secrets.put(access.key, secret, session=session)


def withdraw(key: str) -> None:
    """Takes them away again. Raises LockedError when they cannot be reached; without a keyring there are none."""
    try:
        secrets.forget(key)
    except LockedError:
        raise
    except KeyringError:
        return
