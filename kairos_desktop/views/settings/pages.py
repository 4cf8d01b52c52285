# SPDX-License-Identifier: MIT
"""The pages of the organisation, its data and this post; each imported at its first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.settings.keeper import DataKeeper
    from kairos_desktop.views.settings.people_keeper import PeopleKeeper
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _provider(desk: Desk) -> Page:
    from kairos_desktop.views.settings.provider_page import ProviderPage

    return ProviderPage(desk)


def _appearance(desk: Desk) -> Page:
    from kairos_desktop.views.settings.appearance_page import AppearancePage

    return AppearancePage(desk)


def _data(keeper: DataKeeper, desk: Desk) -> Page:
    from kairos_desktop.views.settings.data_page import DataPage

    return DataPage(desk, keeper)


def _accounts(keeper: PeopleKeeper, desk: Desk) -> Page:
    from kairos_desktop.views.settings.accounts_page import AccountsPage

    return AccountsPage(desk, keeper)


PAGES: dict[str, Callable[[Desk], Page]] = {"provider": _provider, "appearance": _appearance}


def data_pages(keeper: DataKeeper) -> dict[str, Callable[[Desk], Page]]:
    """Give the page that reads the profile itself."""
    return {"data": partial(_data, keeper)}


def people_pages(keeper: PeopleKeeper) -> dict[str, Callable[[Desk], Page]]:
    """Give the page of the accounts, which asks the back end."""
    return {"accounts": partial(_accounts, keeper)}
