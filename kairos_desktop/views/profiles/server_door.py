# SPDX-License-Identifier: MIT
"""What « Se connecter » asks of the services; every refusal is a DoorRefused. Never the GUI thread.

The typed password goes no further than `sign_in`: what is kept after it says nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.profile_door import Created, NewProfile


@dataclass(frozen=True)
class SignIn:
    """What a person types to sign in; repr shows neither who nor with what."""

    address: str
    siret: str
    login: str = field(repr=False)
    password: str = field(repr=False)
    post: str
    """How this post is called among those of the organisation."""
    new_password: str = field(default="", repr=False)
    """What replaces a provisional password."""


@dataclass(frozen=True)
class Welcomed:
    """Who the back end recognised; `session` is what the services go on with."""

    organisation: str
    siret: str
    person: str
    rights: str
    """The role in French: « Gestionnaire »."""
    session: object = field(repr=False)


class ServerDoor(Protocol):
    """The organisation's back end, before a profile of it is open on this post."""

    def sign_in(self, typed: SignIn) -> Welcomed:
        """Recognises a person, and enrols this post. Over the network.

        Trouble.NEW_PASSWORD for a provisional password: the same again, with a `new_password`.
        """
        ...

    def join_anew(self, welcomed: Welcomed, new: NewProfile) -> Created:
        """A profile of this organisation made here by a first download, open. Over the network."""
        ...

    def join_open(self, welcomed: Welcomed, profile: OpenProfile) -> int:
        """Makes a post that worked alone exchange; gives how many of its acts will be sent.

        Lane: write; without the network, which comes with the first exchange.
        """
        ...

    def forget(self, welcomed: Welcomed) -> None:
        """Drops what was not used, at once and without the network: it ends by itself there."""
        ...
