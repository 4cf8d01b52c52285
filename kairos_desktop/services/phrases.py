# SPDX-License-Identifier: MIT
"""The passphrases of an opened profile: one a person, added, changed and taken off by name.

Whoever adds or changes one types a present one: an unlocked post left alone gives nobody a key.
Raises what the vault does, and `PhraseRefused`; the vault is then as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kairos_desktop.services import keyring_store, vault
from kairos_desktop.services.key_slots import Argon2Cost, Passphrase, PassphraseSlot

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.profile import UnlockedProfile
    from kairos_desktop.services.vault import OpenStore

ALONE = "C’est la seule phrase de passe de ce profil : ajoutez-en une autre avant de la retirer."
TAKEN = "« {person} » a déjà une phrase de passe : retirez-la d’abord, ou donnez un autre nom."


class PhraseRefused(Exception):
    """A passphrase that cannot be added or taken off; `sentence` is French."""

    def __init__(self, sentence: str) -> None:
        super().__init__("refused")
        self.sentence = sentence


@dataclass(frozen=True)
class KnownPhrase:
    """Whose a passphrase is and since when; nothing of the phrase itself."""

    id: UUID
    person: str
    made_on: date


@dataclass(frozen=True)
class Phrases:
    """The passphrases of a profile that is open on this post."""

    unlocked: UnlockedProfile
    cost: Argon2Cost | None = None
    keyring: OpenStore = keyring_store.open_store

    def known(self) -> tuple[KnownPhrase, ...]:
        """Those there are, the oldest first."""
        return tuple(KnownPhrase(s.id, s.person, s.made_on) for s in _slots(self._folder))

    def change(self, present: str, new: str) -> None:
        """Put a new phrase in place of the one that `present` is, whoever's it is."""
        slot = self._opened_by(present)
        self._add(new, slot.person)
        vault.remove(self._folder, slot.id, keyring=self.keyring)

    def add(self, present: str, person: str, new: str) -> None:
        """Give one more person a phrase of their own."""
        self._opened_by(present)
        name = " ".join(person.split())
        if any(slot.person.casefold() == name.casefold() for slot in _slots(self._folder)):
            raise PhraseRefused(TAKEN.format(person=name))
        self._add(new, name)

    def remove(self, phrase_id: UUID) -> None:
        """Take a person's phrase off, the backups' copies of it excepted."""
        if len(_slots(self._folder)) < 2:
            raise PhraseRefused(ALONE)
        vault.remove(self._folder, phrase_id, keyring=self.keyring)

    @property
    def _folder(self) -> Path:
        return self.unlocked.profile.folder

    def _opened_by(self, present: str) -> PassphraseSlot:
        way = Passphrase(present)
        personal = self.unlocked.profile.card.personal
        slot = vault.slot_of(self._folder, way, personal=personal, keyring=self.keyring)
        assert isinstance(slot, PassphraseSlot)
        return slot

    def _add(self, phrase: str, person: str) -> None:
        way = Passphrase(phrase, person=person, cost=self.cost)
        known = (self.unlocked.profile.card.name,)
        vault.add(self._folder, self.unlocked.key, way, known=known, keyring=self.keyring)


def _slots(folder: Path) -> list[PassphraseSlot]:
    return [slot for slot in vault.load(folder).slots if isinstance(slot, PassphraseSlot)]
