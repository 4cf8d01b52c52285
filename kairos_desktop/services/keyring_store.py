# SPDX-License-Identifier: MIT
"""The session's keyring, restricted to the stores of the system itself.

The store is built from a list of ours and never asked from the keyring package, whose choice can
be turned by an environment variable or a settings file towards any code (reference R-D9).
Every process of the account can read it: it protects a stolen disk, not a shared session.
"""

from __future__ import annotations

import hmac
import importlib
import sys
from typing import Any, Protocol

from kairos_desktop.models import failures

SERVICE = "Kairos Desktop"
LONGEST = 64
"""Some stores stop at a few hundred characters, and say so obscurely."""

_TRUSTED = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
    "linux": ("keyring.backends.SecretService.Keyring", "keyring.backends.kwallet.DBusKeyring"),
}


class SecretStore(Protocol):
    """Keeps short texts for this account."""

    @property
    def backend(self) -> str:
        """The store's name, kept in the slot to explain a change of it."""
        ...

    def get(self, account: str) -> str | None:
        """The text kept, None if there is none; KeyringFailed when the store does not answer."""
        ...

    def put(self, account: str, secret: str) -> None:
        """Keeps a text, and proves it by reading it back; KeyringFailed otherwise."""
        ...

    def delete(self, account: str) -> None:
        """Forgets a text, if it was there."""
        ...


def open_store() -> SecretStore:
    """The first trusted store that works in this session; KeyringMissing when none does."""
    for name in _TRUSTED.get(sys.platform, ()):
        module, _, kind = name.rpartition(".")
        try:
            backend: Any = getattr(importlib.import_module(module), kind)
            if backend.viable:
                return OsKeyring(backend())
        except Exception:  # noqa: BLE001 (a store that breaks is a store that is missing)
            continue
    raise failures.KeyringMissing


class OsKeyring:
    """A SecretStore over one trusted backend of the keyring package."""

    def __init__(self, backend: Any) -> None:
        """KeyringMissing for any backend out of the list: some accept a secret and drop it."""
        self._name = f"{type(backend).__module__}.{type(backend).__qualname__}"
        if not any(self._name in names for names in _TRUSTED.values()):
            raise failures.KeyringMissing
        if sys.platform == "win32":
            # The default follows the account onto every machine of the domain.
            backend.persist = "local machine"
        self._backend = backend

    @property
    def backend(self) -> str:
        """See SecretStore."""
        return self._name

    def get(self, account: str) -> str | None:
        """See SecretStore. May ask the person to unlock the keyring: not on the GUI thread."""
        try:
            return self._backend.get_password(SERVICE, account)
        except Exception as error:
            raise failures.KeyringFailed from error

    def put(self, account: str, secret: str) -> None:
        """See SecretStore; ValueError for a text that some store would cut."""
        if len(secret) > LONGEST or not secret.isascii():
            raise ValueError("a keyring secret has at most 64 ASCII characters")
        try:
            self._backend.set_password(SERVICE, account, secret)
        except Exception as error:
            raise failures.KeyringFailed from error
        if not hmac.compare_digest(self.get(account) or "", secret):
            raise failures.KeyringFailed

    def delete(self, account: str) -> None:
        """See SecretStore."""
        try:
            if self._backend.get_password(SERVICE, account) is not None:
                self._backend.delete_password(SERVICE, account)
        except Exception as error:
            raise failures.KeyringFailed from error
