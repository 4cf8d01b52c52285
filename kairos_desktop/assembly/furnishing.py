# SPDX-License-Identifier: MIT
"""What an opened profile brings into its window: pages, papers, exports, history.

Loads SQLAlchemy and the queries: imported on a lane, once the frame of the window is painted.
"""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.assembly.agenda_wiring import started_agenda
from kairos_desktop.assembly.catalogue_shelf import CatalogueShelf
from kairos_desktop.assembly.exchange_courier import WindowCourier
from kairos_desktop.assembly.exchange_wiring import WiredExchange, attach_exchange
from kairos_desktop.assembly.joining_menu import JoiningMenu
from kairos_desktop.assembly.offer_reception import OfferReception
from kairos_desktop.assembly.outlets import WiredExports, WiredPapers
from kairos_desktop.assembly.palette_sources import (
    EvidenceFiles,
    ExchangeGestures,
    Gestures,
    People,
    Sessions,
)
from kairos_desktop.assembly.people_wiring import RightsHeard, WiredPeople
from kairos_desktop.assembly.revoked_post import RevokedPost
from kairos_desktop.assembly.server_door import WiredServerDoor
from kairos_desktop.assembly.sites import SiteChoice
from kairos_desktop.assembly.window import identity
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.queries import history, provider
from kairos_desktop.views.agenda.pages import agenda_pages
from kairos_desktop.views.exchange.pages import exchange_pages
from kairos_desktop.views.profiles.join_here import JoinHere
from kairos_desktop.views.settings.pages import people_pages
from kairos_desktop.views.shell.history_dialog import attach_history

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import ExitStack
    from uuid import UUID

    from kairos_desktop.services.profile import Card, OpenProfile
    from kairos_desktop.services.profile_door import LocalDoor
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.exchange.watch import ExchangeWatch
    from kairos_desktop.views.settings.keeper import DataKeeper
    from kairos_desktop.views.shell.main_window import MainWindow
    from kairos_desktop.views.shell.navigation import PageFactory, Switch
    from kairos_desktop.views.shell.palette import Provider as Source
    from kairos_desktop.views.toolkit.desk import Desk

SUBJECTS = (
    "recruitment",
    "agenda",
    "training",
    "people",
    "catalogue",
    "settings",
    "help",
    "boards",
)


_FOUND = (Sessions, People, EvidenceFiles, ExchangeGestures)


def furnish(
    window: MainWindow,
    profile: OpenProfile,
    workspace: Workspace,
    keeper: DataKeeper,
    held: ExitStack,
    switches: Sequence[Switch] = (),
    door: LocalDoor | None = None,
    leave: Callable[[], object] | None = None,
) -> None:
    """Put an opened profile into the frame of its window; `held` closes what it opens.

    `keeper` serves « Mes données », `switches` the choices of the organisation's name; with a
    `door`, the post remembers the site that was taken, and exchanges with its server; it calls
    `leave` once it was taken off and its key is forgotten.
    """
    desk, card = window.desk, profile.profile.card
    shelf = CatalogueShelf(profile, workspace.now)
    held.callback(shelf.close)
    desk.attach(workspace)
    desk.papers = WiredPapers(desk, profile, workspace, lambda: window, door)
    desk.exports = WiredExports(desk, lambda: window)
    name_post = partial(_post_name, card)
    attach_history(window, desk, name_post)
    choice = _choice_of_site(window, profile, workspace, switches, door)
    window.status_bar.show_post(name_post(card.post_id))
    _follow_acts(desk, window)
    exchange = WiredExchange(profile, workspace, name_post)
    watch = attach_exchange(window, desk, exchange)
    courier = _courier(desk, profile, workspace, held, watch)
    exchange.serve_by(courier)
    found: list[Source] = [kind(desk) for kind in _FOUND]
    if door is not None:
        server = WiredServerDoor(door, profile, workspace)
        joining = JoinHere(window, desk, server, profile, partial(_on_joined, watch, courier))
        menu = JoiningMenu(choice, switches, joining, watch)
        exchange.offer_join(joining.begin, menu.sign_in_again)
        found.append(Gestures(menu.found))
        follow = partial(RevokedPost, window, profile, workspace, watch)
        follow(courier.synchronise, leave or window.close)
        courier.start()
    people = WiredPeople(desk, exchange, courier.directory, held)
    RightsHeard(desk)
    agenda = agenda_pages(started_agenda(desk, door, profile.profile.folder))
    shown = exchange_pages(exchange) | people_pages(people) | agenda
    window.furnish(pages(shelf, keeper) | shown, found)


def _courier(
    desk: Desk, profile: OpenProfile, workspace: Workspace, held: ExitStack, watch: ExchangeWatch
) -> WindowCourier:
    """The exchange of the window, and beside it the offer that the server imported."""
    offer = OfferReception(desk, profile, workspace.now, held)
    courier = WindowCourier(desk, profile, workspace, held, watch.read)
    courier.asked.connect(offer.ask_now)
    courier.exchanged.connect(lambda: offer.look(courier.line()))
    return courier


def _choice_of_site(
    window: MainWindow,
    profile: OpenProfile,
    workspace: Workspace,
    switches: Sequence[Switch],
    door: LocalDoor | None,
) -> SiteChoice:
    card, folder = profile.profile.card, profile.profile.folder
    who = identity(card.name, card.siret, workspace.operator, demo=card.demo, switches=switches)
    keep = partial(door.keep_site, folder) if door else _forget
    return SiteChoice(window, who, door.site(folder) if door else None, keep)


def _on_joined(watch: ExchangeWatch, courier: WindowCourier) -> None:
    watch.read()
    courier.start()


def _post_name(card: Card, post: UUID) -> str:
    """« Poste « A » » for this post; the end of its identity for another."""
    return f"Poste « {card.letter} »" if post == card.post_id else f"Poste {post.hex[-4:]}"


def pages(shelf: CatalogueShelf, keeper: DataKeeper) -> dict[str, PageFactory]:
    """Every page by its key, as the subjects offer them."""
    from kairos_desktop.views.catalogue.pages import offer_pages
    from kairos_desktop.views.settings.pages import data_pages

    found: dict[str, PageFactory] = {}
    for subject in SUBJECTS:
        found |= importlib.import_module(f"kairos_desktop.views.{subject}.pages").PAGES
    return found | offer_pages(shelf) | data_pages(keeper)


def _forget(_site_id: UUID | None) -> None:
    """A throw-away profile is not remembered."""


def _follow_acts(desk: Desk, window: MainWindow) -> None:
    """Say how many acts the journal holds, now and after each."""
    desk.hub.changed.connect(partial(_count_acts, desk, window))
    _count_acts(desk, window)


def _count_acts(desk: Desk, window: MainWindow, _changes: object = None) -> None:
    if desk.has_joined:
        # The exchange says there what counts then: the acts to send.
        return

    def show(count: int) -> None:
        window.status_bar.show_acts(f"{count} acte{'s' if count > 1 else ''} au journal")

    desk.read(history.act_count, done=show, owner=window, key="acts")


def describe_provider(profile: OpenProfile, workspace: Workspace) -> None:
    """The first line of « Informations prestataire », from the card of a new profile.

    On a post that has joined a server it comes from there.
    """
    from kairos_desktop.services.sync.membership import is_joined

    if workspace.read(provider.provider) is None and not is_joined(workspace):
        card = profile.profile.card
        workspace.record([DescribeProvider(provider=Provider(siret=card.siret, name=card.name))])
