# SPDX-License-Identifier: MIT
"""The pages, made at their first visit, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from kairos_desktop.views.toolkit.desk import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kairos_desktop.views.shell.navigation import PageFactory
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page

_KEPT_PLACES = 50


class PageStack(QStackedWidget):
    """One page of each kind, and the places visited.

    Signals:
        place_shown(Place): another place shows.
    """

    place_shown = Signal(object)

    def __init__(self, desk: Desk, factories: Mapping[str, PageFactory]) -> None:
        super().__init__()
        self._desk = desk
        self._factories = factories
        self._pages: dict[str, Page] = {}
        self._places: list[Place] = []
        self._here = -1
        self._shown_ahead = ""

    def offer(self, factories: Mapping[str, PageFactory]) -> None:
        """Have these pages to show."""
        self._factories = factories

    def go(self, place: Place) -> None:
        """Show a place; what lay ahead in the history is forgotten.

        It is kept without what is done at once: coming back opens no dialogue.
        """
        momentary = self.page(place.page).momentary
        lasting = {name: each for name, each in place.arguments.items() if name not in momentary}
        kept = Place(place.page, lasting)
        if self._here < 0 or self._places[self._here] != kept:
            self._places = [*self._places[: self._here + 1], kept][-_KEPT_PLACES:]
            self._here = len(self._places) - 1
        self._show(place)

    def show_ahead(self, key: str) -> Page:
        """Show a page that is told by other means what it holds; it is no place visited yet."""
        page, self._shown_ahead = self.page(key), key
        self.setCurrentWidget(page)
        page.focus_start()
        return page

    def back(self) -> None:
        """Show the place before this one, if any."""
        self._step(-1)

    def forward(self) -> None:
        """Show the place that one came back from, if any."""
        self._step(1)

    def page(self, key: str) -> Page:
        """Give the page of a kind, made now if it was never shown."""
        if key not in self._pages:
            self._pages[key] = self._factories[key](self._desk)
            self.addWidget(self._pages[key])
        return self._pages[key]

    def _step(self, step: int) -> None:
        if 0 <= self._here + step < len(self._places):
            self._here += step
            self._show(self._places[self._here])

    def _show(self, place: Place) -> None:
        page = self.page(place.page)
        # Somebody may be typing there already: the focus is not given, nor all selected, again.
        is_in_use = self._shown_ahead == place.page
        self._shown_ahead = ""
        self.setCurrentWidget(page)
        # Told first, so that a page may mark another act while it shows the place.
        self.place_shown.emit(place)
        page.show_place(place.arguments)
        if not is_in_use:
            page.focus_start()
