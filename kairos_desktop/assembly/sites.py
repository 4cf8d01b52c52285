# SPDX-License-Identifier: MIT
"""« SIRET · site » of the top bar: the site where this post receives, unless said otherwise.

It fills « Lieu » of new info colls and RDV; nothing else depends on it, and nothing is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.services.queries import provider
from kairos_desktop.views.shell.navigation import Identity, Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.shell.main_window import MainWindow

_TABLES = frozenset({"provider", "site"})


class Places(msgspec.Struct, frozen=True):
    """The head office's town and the open sites."""

    town: str
    sites: tuple[SiteRow, ...]

    def head_office(self) -> str:
        """« Le Havre (siège) »."""
        return f"{self.town} (siège)" if self.town else "Siège"


class SiteChoice(QObject):
    """Names the site in the top bar and offers the others; `keep` remembers the one taken."""

    def __init__(
        self,
        window: MainWindow,
        identity: Identity,
        site_id: UUID | None,
        keep: Callable[[UUID | None], object],
    ) -> None:
        super().__init__(window)
        self._window, self._identity, self._keep = window, identity, keep
        self._wanted = site_id
        window.top_bar.show_identity(identity)
        window.desk.hub.changed.connect(self._on_changed)
        self._read()

    def offer_organisations(self, switches: Sequence[Switch]) -> None:
        """Offer these choices behind the organisation's name."""
        self._identity = self._identity._replace(organisations=tuple(switches))
        self._read()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _TABLES:
            self._read()

    def _read(self) -> None:
        self._window.desk.read(_places, done=self._show, owner=self, key="sites")

    def _show(self, places: Places) -> None:
        # A site closed since is no place to receive at; it is taken again if it opens again.
        here = next((site for site in places.sites if site.id == self._wanted), None)
        self._window.desk.site_id = here.id if here else None
        named = [(None, places.head_office()), *((site.id, site.label) for site in places.sites)]
        current = here.id if here else None
        switches = tuple(
            Switch(label, self._taker(site_id, label), is_current=site_id == current)
            for site_id, label in named
        )
        shown = next(switch.label for switch in switches if switch.is_current)
        # Alone, the head office is no choice: a plain text.
        offered = switches if places.sites else ()
        self._window.top_bar.show_identity(self._identity._replace(site=shown, sites=offered))

    def _taker(self, site_id: UUID | None, label: str) -> Callable[[], None]:
        def take() -> None:
            self._wanted = site_id
            self._window.desk.lanes.write(lambda: self._keep(site_id), _ignore, _ignore)
            self._window.desk.say(f"Les nouvelles dates proposeront ce lieu : {label}.")
            self._read()

        return take


def _places(conn: Connection, org: UUID) -> Places:
    row = provider.provider(conn, org)
    return Places(row.town if row else "", tuple(provider.sites(conn, org)))


def _ignore(_answer: object) -> None:
    """A disk that does not take it costs one choice at the next start."""
