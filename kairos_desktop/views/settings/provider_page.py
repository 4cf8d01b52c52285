# SPDX-License-Identifier: MIT
"""« Informations prestataire ».

What its user does most: correct a contact or the signatory; renew the quality reference; add or
close a site. So: the fields are open at once, « Enregistrer » is Ctrl+Entrée and sleeps until
something changed, what is missing for the money is said permanently, and the sites stand beside.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from kairos_desktop.models.rows import ProviderRow
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.queries.provider import provider
from kairos_desktop.services.rules.verdicts import Warned
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.settings.provider_form import ProviderForm
from kairos_desktop.views.settings.sites_card import SitesCard
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.form_card import FormCard
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide

_UNKNOWN = "Les informations de l’organisme ne sont pas encore saisies : commencez par le nom."


class ProviderPage(Page):
    """The organisation and its sites."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Informations prestataire")
        self._row: ProviderRow | None = None
        self.form = ProviderForm(lambda: desk.now().date())
        self.sites = SitesCard(desk)
        self._banners = QVBoxLayout()
        card = FormCard(self.form)
        self.save = button("Enregistrer", self._on_save, look="primary", key="Ctrl+Return")
        self.give_up = button("Abandonner la saisie", self._on_give_up)
        card.add_buttons(self.give_up, self.save)
        self.add_button(button("Historique", self._show_history))
        self.add_button(help_button(desk, "prestataire"))
        self.body.addLayout(self._banners)
        self.body.addWidget(SideBySide(card, self.sites, width=372), 1)
        self.form.edited.connect(self._dress)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read the organisation; what is being typed stays."""
        self._ask()
        self.sites.read()

    def focus_start(self) -> None:
        """Give the focus to the first field."""
        self.form.texts["name"].setFocus()

    def _ask(self) -> None:
        self.desk.read(provider, done=self._show, owner=self, key="provider")

    def _show(self, row: ProviderRow | None) -> None:
        is_clean = not self._has_changed()
        self._row = row
        if row is not None:
            self.set_title("Informations prestataire", f"SIRET {_spaced(row.siret)}")
            if is_clean:
                self.form.show_provider(_typed(row))
        self._show_banners()
        self._dress()

    def _show_banners(self) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for said in _lacking(self._row, self.desk.now().date()):
            self._banners.addWidget(Banner("warn", said))

    def _has_changed(self) -> bool:
        return self._row is not None and self.form.draft(self._row.siret) != _typed(self._row)

    def _dress(self) -> None:
        has_changed = self._has_changed()
        self.save.setEnabled(has_changed)
        self.give_up.setEnabled(has_changed)

    def _on_save(self) -> None:
        if self._row is None:
            return
        typed = self.form.provider(self._row.siret)
        if typed is not None:
            act = DescribeProvider(provider=typed)
            self.desk.record([act], "Informations prestataire enregistrées.")

    def _on_give_up(self) -> None:
        if self._row is not None:
            self.form.show_provider(_typed(self._row))
            self._dress()

    def _show_history(self) -> None:
        if self._row is not None:
            self.desk.show_history([self._row.id, *self.sites.ids()], "Informations prestataire")

    def _on_changed(self, changes: ChangeSet) -> None:
        if "provider" in changes.tables:
            # What was just recorded is what the form shows, or what an undo gave back.
            self._row = None
            self._ask()
        if "site" in changes.tables:
            self.sites.read()


def _lacking(row: ProviderRow | None, today: date) -> list[str]:
    """What the organisation lacks, said as long as it does."""
    if row is None:
        return [_UNKNOWN]
    if not row.quality_reference:
        return [sentence(Warned("no_quality_reference", {}))]
    if row.quality_valid_until and row.quality_valid_until < today:
        return [
            f"La référence qualité n’est plus valable depuis le "
            f"{day_number(row.quality_valid_until)} : saisissez la nouvelle date. Sans elle, aucun "
            "devis AIF et aucun financement par France Travail."
        ]
    return []


def _typed(row: ProviderRow) -> Provider:
    fields: dict[str, Any] = {name: getattr(row, name) for name in Provider.__struct_fields__}
    return Provider(**fields)


def _spaced(siret: str) -> str:
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
