# SPDX-License-Identifier: MIT
"""The exchange in the window: the pill, the counter, the warning at closing, the pages' keeper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.assembly.hand_delivery import Delivery
from kairos_desktop.assembly.outlets import WiredPapers
from kairos_desktop.views.exchange.leaving import may_leave
from kairos_desktop.views.exchange.state_pill import is_offline
from kairos_desktop.views.exchange.watch import ExchangeWatch
from kairos_desktop.views.toolkit.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from kairos_desktop.assembly.exchange_courier import WindowCourier
    from kairos_desktop.services.exchange_seen import ExchangeState
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.shell.main_window import MainWindow
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import Lanes


class WiredExchange:
    """What the pages of the exchange ask for, on an opened profile.

    `synchronise` asks the exchange of this post to speak now; None while there is none.
    """

    def __init__(
        self,
        profile: OpenProfile,
        workspace: Workspace,
        post_name: Callable[[UUID], str],
        synchronise: Callable[[], None] | None = None,
    ) -> None:
        card = profile.profile.card
        self._organisation, self._siret = card.name, card.siret
        self._workspace = workspace
        self.operator, self.post = workspace.operator, card.post_id
        self.post_name = post_name
        self._synchronise = synchronise
        self._join: Callable[[], None] | None = None
        self._sign_in_again: Callable[[], None] | None = None
        self.look_again: Callable[[], None] = lambda: None
        self._delivery = Delivery(profile, workspace)
        self.acts_file_name = self._delivery.file_name
        self.export_acts = self._delivery.export
        self.import_acts = self._delivery.take

    def serve_by(self, courier: WindowCourier) -> None:
        """Offer « Synchroniser maintenant », and take the files of others by the same line."""
        self._synchronise = courier.synchronise
        self._delivery.line_of_window = courier.line

    def write_on(self, lanes: Lanes) -> None:
        """Write on the lane of a window from now on."""
        write = self._workspace.write
        self._delivery.writing = lambda job: lanes.write_and_wait(partial(write, job))

    def can_synchronise(self) -> bool:
        """Whether this window has an exchange to ask."""
        return self._synchronise is not None

    def synchronise(self) -> None:
        """Ask for an exchange now."""
        if self._synchronise is not None:
            self._synchronise()

    def offer_join(self, begin: Callable[[], None], again: Callable[[], None]) -> None:
        """Offer « Rejoindre un serveur… », and signing in `again` once a session has ended."""
        self._join, self._sign_in_again = begin, again

    def can_join(self) -> bool:
        """Whether a server can be joined from this window."""
        return self._join is not None

    def ask_join(self) -> None:
        """Begin « Rejoindre un serveur… »."""
        if self._join is not None:
            self._join()

    def ask_sign_in(self) -> None:
        """Begin « Se reconnecter au serveur… »."""
        if self._sign_in_again is not None:
            self._sign_in_again()

    def receipt(self, state: ExchangeState) -> tuple[bytes, str]:
        """Draw the « Accusé de transmission » of a state."""
        from kairos_desktop.services.documents.render import render
        from kairos_desktop.services.receipts import receipt

        paper = receipt(
            state,
            organisation=self._organisation,
            siret=self._siret,
            post=self.post_name(self.post),
            made_at=self._workspace.now(),
        )
        drawn = render(paper)
        return drawn.pdf, drawn.file_name


def attach_exchange(window: MainWindow, desk: Desk, keeper: WiredExchange) -> ExchangeWatch:
    """Have the frame tell the state of the exchange; give what reads it again."""
    watch = ExchangeWatch(desk, keeper, window)
    watch.told.connect(window.top_bar.show_state)
    watch.acts_told.connect(window.status_bar.show_acts)
    watch.counted.connect(partial(window.side_panel.set_counter, "settle"))
    watch.joined.connect(partial(_on_joined, window, desk))
    watch.settled.connect(partial(_tell_lists, desk))
    watch.moved.connect(partial(_tell_page, window))
    follow_lease(window, desk, watch)
    window.top_bar.state_asked.connect(partial(desk.open, "exchange"))
    window.may_close = lambda: may_leave(window, watch.state)
    if isinstance(desk.papers, WiredPapers):
        desk.papers.answers_soon = partial(_answers_soon, watch, keeper, desk)
    keeper.look_again = watch.read
    keeper.write_on(desk.lanes)
    watch.read()
    return watch


def _answers_soon(watch: ExchangeWatch, keeper: WiredExchange, desk: Desk) -> bool:
    """Ask for an exchange, where the last one did not fail."""
    state = watch.state
    if state is None or not keeper.can_synchronise() or is_offline(state, desk.now()):
        return False
    keeper.synchronise()
    return True


def _tell_lists(desk: Desk) -> None:
    from kairos_desktop.services.exchange_seen import ANSWERED
    from kairos_desktop.services.ledger import ChangeSet

    desk.hub.changed.emit(ChangeSet(tables=frozenset((ANSWERED,)), origin="exchange"))


def _tell_page(window: MainWindow) -> None:
    """The page on screen may say where the exchange stands, which no change of rows tells."""
    page = window.pages.currentWidget()
    if isinstance(page, Page):
        page.look_again()


def follow_lease(window: MainWindow, desk: Desk, watch: ExchangeWatch) -> None:
    """Have the window tell a lease that ends, and its lists hide or show names with it."""
    watch.lease_told.connect(window.show_notice)
    watch.veiled.connect(partial(_read_all_again, desk))


def _read_all_again(desk: Desk, _hides: bool) -> None:
    """Every list shows names, or none."""
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.veil import CONCERNED, ids_concerned

    def tell(ids: frozenset[UUID]) -> None:
        desk.hub.changed.emit(ChangeSet(CONCERNED, ids, "exchange"))

    desk.read(ids_concerned, done=tell, owner=desk, key="veil")


def _on_joined(window: MainWindow, desk: Desk, joined: bool) -> None:
    if joined != desk.has_joined:
        desk.has_joined = joined
        for key in ("settle", "exchange", "travel"):
            window.side_panel.show_entry(key, joined)
