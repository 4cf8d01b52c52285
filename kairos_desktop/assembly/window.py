# SPDX-License-Identifier: MIT
"""The window: its frame, painted before any profile is open, and the whole of it.

Nothing here loads SQLAlchemy: what needs it is in furnishing.py.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from kairos_desktop.assembly.guide_menu import navigation
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.shell.navigation import Identity
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.services.due.line import Due
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.settings.keeper import DataKeeper
    from kairos_desktop.views.shell.navigation import Switch
    from kairos_desktop.views.toolkit.lanes import Lanes
    from kairos_desktop.views.toolkit.page import Page

ALONE_WHY = (
    "Ce poste travaille seul : rien n’est échangé avec d’autres postes, et rien ne part vers "
    "KAIROS tout seul."
)


def frame(lanes: Lanes, who: Identity, on_closed: Callable[[], None]) -> MainWindow:
    """The window with its menus and no page yet; `on_closed` runs once its lanes are closed."""
    desk = Desk(None, lanes)
    window = MainWindow(desk, navigation(), {}, who, on_closed=on_closed)
    desk.setParent(window)
    window.top_bar.show_state(Pill("Poste autonome", "neutral"), ALONE_WHY)
    return window


def show_first_list(window: MainWindow, first: list[Due]) -> Page | None:
    """The list that the window starts with, before its profile is open; None where it waits.

    Nothing is shown of a list without lines: why it is empty is for the opened profile to say.
    """
    from kairos_desktop.views.boards.pages import PAGES
    from kairos_desktop.views.boards.todo_page import TodoPage

    page = first and window.show_ahead(navigation().start.page, PAGES["todo"])
    if not isinstance(page, TodoPage):
        return None
    page.show_first(first)
    return page


def build(
    profile: OpenProfile,
    workspace: Workspace,
    lanes: Lanes,
    keeper: DataKeeper,
    on_closed: Callable[[], None] = lambda: None,
    *,
    switches: Sequence[Switch] = (),
) -> MainWindow:
    """The window of an opened profile; `on_closed` runs once its lanes are closed."""
    from kairos_desktop.assembly.furnishing import furnish

    held, card = ExitStack(), profile.profile.card
    held.callback(on_closed)
    who = identity(card.name, card.siret, workspace.operator, demo=card.demo)
    window = frame(lanes, who, held.close)
    furnish(window, profile, workspace, keeper, held, switches)
    return window


def identity(
    name: str, siret: str, operator: str, *, demo: bool, switches: Sequence[Switch] = ()
) -> Identity:
    """What the two ends of the top bar say, the SIRET as « 999 000 110 00026 »."""
    return Identity(
        organisation=f"{name} – DÉMO" if demo else name,
        siret=f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}",
        site="",
        who=operator,
        organisations=switches,
    )
