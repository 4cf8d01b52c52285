# SPDX-License-Identifier: MIT
"""Where people are received and whom they ask: the same four fields for every slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.wording.labels import HEAD_OFFICE
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.toolkit.fields import ChoiceField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from PySide6.QtCore import QObject

    from kairos_desktop.models.rows import ProviderRow, SiteRow, SlotRow
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.forms import Form


class WhereFields:
    """Adds its fields to a form, and fills the sites once they are read.

    `comment` is the word of its last field: a window of candidacies asks for papers there.
    """

    def __init__(
        self, desk: Desk, form: Form, owner: QObject, *, comment: str = "Commentaire"
    ) -> None:
        self._site_id = desk.site_id
        self._known: set[UUID] = set()
        self._is_new = True
        head_office: list[tuple[UUID | None, str]] = [(None, HEAD_OFFICE)]
        self._site = form.add("site_id", ChoiceField("Lieu", head_office))
        self._place = form.add(
            "place", TextField("Salle ou adresse", hint="Par exemple : salle 12"), beside=True
        )
        self._link = form.add("link", TextField("Lien à distance", hint="https://…"))
        self._contact = form.add(
            "contact", TextField("Contact", hint="Nom, téléphone"), beside=True
        )
        self._comment = form.add("comment", TextField(comment, most=400))
        desk.read(reads.places, done=self._fill, owner=owner, key="places")

    def show(self, slot: SlotRow) -> None:
        """Show those of a slot."""
        self._is_new = False
        self._site_id = slot.site_id
        self._place.set_value(slot.place)
        self._link.set_value(slot.link)
        self._contact.set_value(slot.contact)
        self._comment.set_value(slot.comment)
        self._choose_site()

    def where(self, values: Mapping[str, Any]) -> Where:
        """What is typed."""
        names = ("site_id", "place", "link", "contact", "comment")
        return Where(**{name: values[name] for name in names})

    def _fill(self, read: tuple[ProviderRow | None, list[SiteRow]]) -> None:
        provider, sites = read
        self._known = {site.id for site in sites}
        self._site.set_choices([(None, HEAD_OFFICE), *((site.id, site.label) for site in sites)])
        self._choose_site()
        if provider is not None and self._is_new and not self._contact.value():
            parts = (provider.manager_name or provider.name, provider.phone)
            self._contact.set_value(", ".join(part for part in parts if part))

    def _choose_site(self) -> None:
        known = self._site_id in self._known
        self._site.set_member(self._site_id if known else None)
