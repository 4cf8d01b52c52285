# SPDX-License-Identifier: MIT
"""The delocalised sites: places without SIRET, attached to the organisation."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.services.queries.provider import sites
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import TextField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_card import ListCard

_LEAD = "Une salle louée, un lieu annexe : sans SIRET, rattaché à votre organisme."
_EMPTY = Empty(
    "Aucun site délocalisé.",
    "Ajoutez les lieux sans SIRET où vous recevez : ils se choisissent pour une Info coll, un "
    "RDV individuel ou une feuille d’émargement.",
)


def _where(site: SiteRow) -> str:
    town = " ".join(part for part in (site.postcode, site.town) if part)
    return ", ".join(part for part in (site.address, town) if part)


COLUMNS = (
    Column("Site", lambda site: site.label, 0, "strong", is_search=True, second=_where),
    Column(
        "État",
        width=84,
        kind="pill",
        pill=lambda site: Pill("Fermé") if site.closed else Pill("Ouvert", "ok"),
    ),
)


class SitesCard(ListCard):
    """The sites, with what can be done on them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sites: dict[UUID, SiteRow] = {}
        acts = [
            RowAct("Modifier", self._on_change, in_row=False),
            RowAct(
                "Fermer",
                self._on_close,
                why_not=lambda site: "Ce site est déjà fermé." if site.closed else "",
                in_row=False,
            ),
            RowAct(
                "Rouvrir",
                self._on_reopen,
                why_not=lambda site: "" if site.closed else "Ce site est ouvert.",
                in_row=False,
            ),
        ]
        add = button("Ajouter un site", self._on_add)
        super().__init__(
            "Sites délocalisés", COLUMNS, self._fetch, acts, buttons=[add], noun=("site", "sites")
        )
        self.refused.connect(desk.say)
        self.table.row_opened.connect(lambda site: self._on_change([site]))

    def read(self) -> None:
        """Read the sites again."""
        self._desk.read(_all_sites, done=self._show, owner=self, key="sites")

    def ids(self) -> list[UUID]:
        """Give the ids of the sites, closed ones too."""
        return list(self._sites)

    def _show(self, found: Sequence[SiteRow]) -> None:
        self._sites = {site.id: site for site in found}
        self.show_ids(list(self._sites), _EMPTY)
        self.model.refresh_all()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[SiteRow]], None]) -> None:
        arrived([self._sites[each] for each in ids if each in self._sites])

    def _on_add(self) -> None:
        values = self._ask("Ajouter un site", None)
        if values is not None:
            act = DescribeSite(site_id=self._desk.new_id(), **values)
            self._desk.record([act], f"Site « {act.label} » ajouté.")

    def _on_change(self, chosen: Sequence[SiteRow]) -> None:
        site = chosen[0]
        values = self._ask("Modifier le site", site)
        if values is not None:
            act = DescribeSite(site_id=site.id, closed=site.closed, **values)
            self._desk.record([act], f"Site « {act.label} » modifié.")

    def _on_close(self, chosen: Sequence[SiteRow]) -> None:
        self._set_closed(chosen, closed=True, said="fermé : il n’est plus proposé.")

    def _on_reopen(self, chosen: Sequence[SiteRow]) -> None:
        self._set_closed(chosen, closed=False, said="rouvert.")

    def _set_closed(self, chosen: Sequence[SiteRow], *, closed: bool, said: str) -> None:
        acts = [
            DescribeSite(
                site_id=site.id,
                label=site.label,
                address=site.address,
                postcode=site.postcode,
                town=site.town,
                closed=closed,
            )
            for site in chosen
        ]
        names = ", ".join(f"« {site.label} »" for site in chosen)
        self._desk.record(acts, f"Site {names} {said}")

    def _ask(self, title: str, site: SiteRow | None) -> dict[str, Any] | None:
        form = Form()
        form.add("label", TextField("Nom du site", is_required=True))
        form.add("address", TextField("Adresse"))
        form.add("postcode", TextField("Code postal", most=12))
        form.add("town", TextField("Commune"), beside=True)
        if site is not None:
            form.set_values(
                {name: getattr(site, name) for name in ("label", "address", "postcode", "town")}
            )
        return dialogs.ask(self, title, form, lead=_LEAD)


def _all_sites(conn: Any, org: UUID) -> list[SiteRow]:
    return sites(conn, org, with_closed=True)
