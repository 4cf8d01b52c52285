# SPDX-License-Identifier: MIT
"""« Se connecter » and « Rejoindre un serveur… », wired to the services."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.services.profile_door import DoorRefused, Enrolled, LocalDoor, Trouble
from kairos_desktop.views.profiles.server_door import SignIn, Welcomed

if TYPE_CHECKING:
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.profile_door import Created, NewProfile
    from kairos_desktop.services.sync.membership import Welcome
    from kairos_desktop.services.workspace import Workspace


class WiredServerDoor:
    """The back ends that this machine may reach.

    `profile` is the one of a window that joins from within: its post keeps its identity.
    """

    def __init__(
        self,
        door: LocalDoor,
        profile: OpenProfile | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        self._door = door
        self._profile, self._workspace = profile, workspace

    def sign_in(self, typed: SignIn) -> Welcomed:
        """Recognise a person and enrol this post. Over the network."""
        from kairos_desktop.services.sync import membership
        from kairos_desktop.services.sync.people_wire import PostAsked
        from kairos_desktop.services.wording.labels import label

        card = self._profile.profile.card if self._profile else None
        post = PostAsked(
            card.post_id if card else _new_post(), typed.post, card.letter if card else None
        )
        login = membership.Login(
            typed.address,
            "".join(typed.siret.split()),
            typed.login,
            typed.password,
            typed.new_password,
        )
        try:
            welcomed = membership.welcome(login, post)
        except membership.ServerRefused as refused:
            trouble = (
                Trouble.NEW_PASSWORD
                if refused.code == membership.PASSWORD_TO_CHOOSE
                else Trouble.OTHER
            )
            raise DoorRefused(trouble, refused.sentence) from refused
        account = welcomed.signed.account
        return Welcomed(
            organisation=welcomed.signed.organisation,
            siret=welcomed.siret,
            person=account.full_name,
            rights=label(account.role),
            session=welcomed,
        )

    def join_anew(self, welcomed: Welcomed, new: NewProfile) -> Created:
        """A profile made here by a first download. Over the network; a cut one goes on later."""
        from kairos_desktop.services.sync import membership
        from kairos_desktop.services.sync.post_tokens import open_tokens

        session = _session(welcomed)
        post = session.signed.post
        created = self._door.create(new, Enrolled(post.id, post.letter))
        profile = created.profile
        workspace = _workspace(profile, new.operator)
        tokens = open_tokens(post.id)
        try:
            membership.join(profile, workspace, session, tokens)
            line = membership.open_line(profile, workspace, tokens)
            with line.client:
                membership.exchange_once(line)
        except membership.ServerRefused as refused:
            # The profile stands and has joined: its window goes on with the download.
            return replace(created, keyring_refused=created.keyring_refused or refused.sentence)
        except BaseException:
            profile.close()
            raise
        return created

    def join_open(self, welcomed: Welcomed, profile: OpenProfile) -> int:
        """Make the post of this window exchange; how many of its acts will be sent. Lane: write."""
        from kairos_desktop.services.sync import membership
        from kairos_desktop.services.sync.post_tokens import open_tokens

        assert self._workspace is not None
        tokens = open_tokens(profile.profile.card.post_id)
        return membership.join(profile, self._workspace, _session(welcomed), tokens)

    def forget(self, welcomed: Welcomed) -> None:
        """Drop a session that was not used: it ends by itself on the server."""


def _session(welcomed: Welcomed) -> Welcome:
    from kairos_desktop.services.sync.membership import Welcome

    assert isinstance(welcomed.session, Welcome)
    return welcomed.session


def _new_post() -> UUID:
    from kairos_desktop.services.profile import new_post_id

    return new_post_id()


def _workspace(profile: OpenProfile, operator: str) -> Workspace:
    from kairos_desktop.services.workspace import Workspace

    card, engines = profile.profile.card, profile.engines
    return Workspace(
        engines.write,
        engines.read,
        siret=card.siret,
        post=card.post_id,
        post_range=card.letter,
        operator=operator,
    )
