# SPDX-License-Identifier: MIT
"""The window on one opened profile, with everything wired to everything."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.assembly.catalogue_shelf import CatalogueShelf
from kairos_desktop.assembly.guide_menu import navigation
from kairos_desktop.assembly.outlets import WiredExports, WiredPapers
from kairos_desktop.assembly.palette_sources import People, Sessions
from kairos_desktop.services.queries import history
from kairos_desktop.views.shell.history_dialog import attach_history
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.shell.navigation import Identity, PageFactory
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from kairos_desktop.services.profile import Card, OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.settings.keeper import DataKeeper
    from kairos_desktop.views.shell.navigation import Switch
    from kairos_desktop.views.toolkit.lanes import Lanes

SUBJECTS = ("recruitment", "people", "catalogue", "settings", "help")
ALONE_WHY = (
    "Ce poste travaille seul : rien n’est échangé avec d’autres postes, et rien ne part vers "
    "KAIROS tout seul."
)


def build(
    profile: OpenProfile,
    workspace: Workspace,
    lanes: Lanes,
    keeper: DataKeeper,
    on_closed: Callable[[], None] = lambda: None,
    *,
    switches: Sequence[Switch] = (),
) -> MainWindow:
    """The window of an opened profile; `on_closed` runs once its lanes are closed.

    `keeper` serves « Mes données », `switches` the menu of the organisation's name.
    """
    desk = Desk(workspace, lanes)
    shelf = CatalogueShelf(profile, workspace.now)

    def close() -> None:
        shelf.close()
        on_closed()

    window = MainWindow(
        desk,
        navigation(),
        pages(shelf, keeper),
        _identity(profile.profile.card, workspace.operator, switches),
        (Sessions(desk), People(desk)),
        close,
    )
    desk.setParent(window)
    desk.papers = WiredPapers(desk, profile, workspace, lambda: window)
    desk.exports = WiredExports(desk, lambda: window)
    name_post = partial(_post_name, profile.profile.card)
    attach_history(window, desk, name_post)
    window.top_bar.show_state(Pill("Poste autonome", "neutral"), ALONE_WHY)
    window.status_bar.show_post(name_post(profile.profile.card.post_id))
    desk.hub.changed.connect(partial(_count_acts, desk, window))
    _count_acts(desk, window)
    return window


def _identity(card: Card, operator: str, switches: Sequence[Switch]) -> Identity:
    """What the two ends of the top bar say."""
    return Identity(
        organisation=f"{card.name} – DÉMO" if card.demo else card.name,
        siret=_spaced(card.siret),
        site="",
        who=operator,
        organisations=switches,
    )


def _post_name(card: Card, post: UUID) -> str:
    """« Poste « A » » for this post; the end of its identity for another."""
    return f"Poste « {card.letter} »" if post == card.post_id else f"Poste {post.hex[-4:]}"


def _spaced(siret: str) -> str:
    """« SIRET 999 000 110 00026 »."""
    return f"SIRET {siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def pages(shelf: CatalogueShelf, keeper: DataKeeper) -> dict[str, PageFactory]:
    """Every page by its key, as the subjects offer them."""
    from kairos_desktop.views.catalogue.pages import offer_pages
    from kairos_desktop.views.settings.pages import data_pages

    found: dict[str, PageFactory] = {}
    for subject in SUBJECTS:
        found |= importlib.import_module(f"kairos_desktop.views.{subject}.pages").PAGES
    return found | offer_pages(shelf) | data_pages(keeper)


def _count_acts(desk: Desk, window: MainWindow, _changes: object = None) -> None:
    def show(count: int) -> None:
        window.status_bar.show_acts(f"{count} acte{'s' if count > 1 else ''} au journal")

    desk.read(history.act_count, done=show, owner=window, key="acts")
