# SPDX-License-Identifier: MIT
"""The pages about the offer and its sessions; each is imported at its first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.catalogue.shelf import Shelf
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _sessions(desk: Desk) -> Page:
    from kairos_desktop.views.catalogue.sessions_page import SessionsPage

    return SessionsPage(desk)


def _offer(shelf: Shelf, desk: Desk) -> Page:
    from kairos_desktop.views.catalogue.offer_page import OfferPage

    return OfferPage(desk, shelf)


def _offer_session(shelf: Shelf, desk: Desk) -> Page:
    from kairos_desktop.views.catalogue.offer_session_page import OfferSessionPage

    return OfferSessionPage(desk, shelf)


def _offer_import(shelf: Shelf, desk: Desk) -> Page:
    from kairos_desktop.views.catalogue.import_page import ImportPage

    return ImportPage(desk, shelf)


def _visibility(shelf: Shelf, desk: Desk) -> Page:
    from kairos_desktop.views.catalogue.visibility_page import VisibilityPage

    return VisibilityPage(desk, shelf)


PAGES: dict[str, Callable[[Desk], Page]] = {"sessions": _sessions}


def offer_pages(shelf: Shelf) -> dict[str, Callable[[Desk], Page]]:
    """Give the pages that read the catalogue of a profile."""
    return {
        "offer": partial(_offer, shelf),
        "offer-session": partial(_offer_session, shelf),
        "offer-import": partial(_offer_import, shelf),
        "visibility": partial(_visibility, shelf),
    }
