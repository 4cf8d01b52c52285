# SPDX-License-Identifier: MIT
"""The pages of the exchange, by their key; each is imported at its first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.exchange.keeper import ExchangeKeeper
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _exchange(keeper: ExchangeKeeper, desk: Desk) -> Page:
    from kairos_desktop.views.exchange.exchange_page import ExchangePage

    return ExchangePage(desk, keeper)


def _settle(keeper: ExchangeKeeper, desk: Desk) -> Page:
    from kairos_desktop.views.exchange.settle_page import SettlePage

    return SettlePage(desk, keeper)


def _travel(keeper: ExchangeKeeper, desk: Desk) -> Page:
    from kairos_desktop.views.exchange.travel_page import TravelPage

    return TravelPage(desk, keeper)


def exchange_pages(keeper: ExchangeKeeper) -> dict[str, Callable[[Desk], Page]]:
    """Give the pages that speak of this post's exchange."""
    return {
        "exchange": partial(_exchange, keeper),
        "settle": partial(_settle, keeper),
        "travel": partial(_travel, keeper),
    }
