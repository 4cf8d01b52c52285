# SPDX-License-Identifier: MIT
"""« Rejoindre un serveur… » behind the organisation's name and in the palette.

It is offered while a post works alone; where the session of a post that has joined has ended, « Se
reconnecter au serveur… » stands in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kairos_desktop.services.wording.exchange_words import SESSION_ENDED
from kairos_desktop.views.shell.navigation import Switch
from kairos_desktop.views.shell.palette import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.assembly.sites import SiteChoice
    from kairos_desktop.views.exchange.watch import ExchangeWatch
    from kairos_desktop.views.profiles.join_here import JoinHere

JOIN = "Rejoindre un serveur…"
SIGN_IN_AGAIN = "Se reconnecter au serveur…"


class JoiningMenu(QObject):
    """Follows the exchange: what a post may ask of a server changes with it."""

    def __init__(
        self,
        choice: SiteChoice,
        switches: Sequence[Switch],
        joining: JoinHere,
        watch: ExchangeWatch,
    ) -> None:
        super().__init__(choice)
        self._choice, self._switches = choice, tuple(switches)
        self._joining, self._watch = joining, watch
        self._shown: list[str] | None = None
        watch.joined.connect(self._on_read)

    def found(self) -> list[Found]:
        """What the palette offers now."""
        return [Found(each.label, each.on_chosen) for each in self._offered()]

    def sign_in_again(self) -> None:
        """Ask who works here, to exchange again with the server that this post has joined."""
        state = self._watch.state
        if state is not None:
            self._joining.begin_again(state.server_url)

    def _offered(self) -> list[Switch]:
        state = self._watch.state
        if self._shown is None:
            return []
        if state is None:
            return [Switch(JOIN, self._joining.begin)]
        if state.problem in SESSION_ENDED:
            return [Switch(SIGN_IN_AGAIN, self.sign_in_again)]
        return []

    def _on_read(self, _joined: bool) -> None:
        before, self._shown = self._shown, self._shown or []
        offered = self._offered()
        self._shown = [each.label for each in offered]
        if self._shown != before:
            self._choice.offer_organisations([*self._switches, *offered])
