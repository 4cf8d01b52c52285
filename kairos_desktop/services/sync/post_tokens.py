# SPDX-License-Identifier: MIT
"""Where the refresh token of a post lies: the keyring of the session, never a file.

Without a keyring it lives as long as the program: the password is typed at each start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models import failures
from kairos_desktop.services import keyring_store

if TYPE_CHECKING:
    from kairos_desktop.services.keyring_store import SecretStore
    from kairos_desktop.services.vault import OpenStore

_FIRST, _SECOND = "refresh-1", "refresh-2"
_HALF = 43
"""Characters that every keyring takes; a token is longer (reference R-D9)."""


class MemoryTokens:
    """The token of one run."""

    def __init__(self, refresh: str | None = None) -> None:
        self._refresh = refresh

    def __repr__(self) -> str:
        """Nothing of the token."""
        return "<MemoryTokens>"

    def load(self) -> str | None:
        """The token, None where there is none."""
        return self._refresh

    def keep(self, refresh: str) -> None:
        """Take the token that follows."""
        self._refresh = refresh

    def forget(self) -> None:
        """Have no token any more."""
        self._refresh = None


class KeyringTokens(MemoryTokens):
    """The token of one post in the session's keyring, in two pieces that any keyring holds.

    What a keyring refuses stays in memory: the exchange goes on until the program ends.
    """

    def __init__(self, store: SecretStore, post: UUID) -> None:
        super().__init__()
        self._store = store
        self._names = [f"{piece}:{post}" for piece in (_FIRST, _SECOND)]

    def load(self) -> str | None:
        """The token; KeyringFailed where the keyring does not answer."""
        if self._refresh is None:
            pieces = [self._store.get(name) for name in self._names]
            if pieces[0]:
                self._refresh = pieces[0] + (pieces[1] or "")
        return self._refresh

    def keep(self, refresh: str) -> None:
        """Put the token that follows in its place. In memory first: it must not be lost."""
        self._refresh = refresh
        try:
            # Cut between the two, the pair is refused and the password asked again.
            self._put(self._names[1], refresh[_HALF:])
            self._put(self._names[0], refresh[:_HALF])
        except failures.KeyringFailed:
            return

    def forget(self) -> None:
        """Take the token away; KeyringFailed where the keyring does not answer."""
        self._refresh = None
        for name in self._names:
            self._store.delete(name)

    def _put(self, name: str, piece: str) -> None:
        if piece:
            self._store.put(name, piece)
        else:
            self._store.delete(name)


def open_tokens(post: UUID, open_store: OpenStore = keyring_store.open_store) -> MemoryTokens:
    """The tokens of a post: in the keyring where the session has one that works."""
    try:
        return KeyringTokens(open_store(), post)
    except (failures.KeyringMissing, failures.KeyringFailed):
        return MemoryTokens()
