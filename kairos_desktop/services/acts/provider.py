# SPDX-License-Identifier: MIT
"""« Informations prestataire » and the delocalised sites.

Sources: domain 2.1, 2.2; guide p. 7 to 9.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.rows import ProviderRow, SiteRow
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.identifiers import is_siret
from kairos_desktop.services.rules.retention import COFUNDED_YEARS, USUAL_YEARS
from kairos_desktop.services.rules.verdicts import Refused, Warned

LARGEST_PICTURE = 400_000
"""Characters of base64: about 300 kB of PNG or JPEG."""
LONGEST_KEPT = 50
Years = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_KEPT)]


class Provider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the organisation says of itself; logo and stamp are PNG or JPEG in base64."""

    siret: str
    name: str
    legal_name: str = ""
    nda_number: str = ""
    quality_reference: str = ""
    quality_valid_until: date | None = None
    manager_name: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    logo: str = ""
    stamp: str = ""
    kept_years: Years = USUAL_YEARS
    kept_years_cofunded: Years = COFUNDED_YEARS


class DescribeProvider(Act, frozen=True):
    """« Informations prestataire » as a whole.

    Refuses "siret_shape", "siret_not_ours" (one profile per SIRET), "provider_name_missing",
    "picture_too_large", "picture_unreadable". Warns "no_quality_reference": no AIF, no financing by
    the agency.
    """

    name: ClassVar = "provider.describe"
    provider: Provider

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The provider as it is."""
        return (by_id(ProviderRow, made.org),)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The provider described."""
        typed = self.provider
        if not is_siret(typed.siret):
            return Refused("siret_shape", {"typed": typed.siret})
        if organisation_id(typed.siret) != made.org:
            return Refused("siret_not_ours", {"typed": typed.siret})
        if not typed.name.strip():
            return Refused("provider_name_missing", {})
        if max(len(typed.logo), len(typed.stamp)) > LARGEST_PICTURE:
            return Refused("picture_too_large", {"most_kb": 300})
        if not (_is_base64(typed.logo) and _is_base64(typed.stamp)):
            return Refused("picture_unreadable", {})
        fields: dict[str, Any] = {
            name: tidy(value) if type(value) is str else value
            for name, value in msgspec.structs.asdict(typed).items()
        }
        warned = () if typed.quality_reference.strip() else (Warned("no_quality_reference", {}),)
        return Changes(put=(ProviderRow(id=made.org, **fields),), warned=warned)

    @property
    def is_bare(self) -> bool:
        """Whether it says the name alone, as every new profile does at its first opening."""
        return self.provider == Provider(siret=self.provider.siret, name=self.provider.name)


def _is_base64(text: str) -> bool:
    try:
        b64decode(text, validate=True)
    except ValueError:
        return False
    return True


class DescribeSite(Act, frozen=True):
    """A delocalised site, new or changed: a place without SIRET. Refuses "site_label_missing"."""

    name: ClassVar = "site.describe"
    creates: ClassVar = ("site_id",)
    site_id: UUID
    label: str
    address: str = ""
    postcode: str = ""
    town: str = ""
    closed: bool = False

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The site as it is."""
        return (by_id(SiteRow, self.site_id),)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The site described."""
        if not self.label.strip():
            return Refused("site_label_missing", {})
        row = SiteRow(
            id=self.site_id,
            label=tidy(self.label),
            address=tidy(self.address),
            postcode=tidy(self.postcode),
            town=tidy(self.town),
            closed=self.closed,
        )
        return Changes(put=(row,))
