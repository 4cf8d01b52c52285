# SPDX-License-Identifier: MIT
"""The message by which the agency is told of another RGC, ready to be sent. Source: guide p. 8."""

from __future__ import annotations

from datetime import date

import msgspec

from kairos_desktop.models.rows import ProviderRow
from kairos_desktop.services.wording.dates import long_day


class Message(msgspec.Struct, frozen=True):
    """A message to be copied; its address is that of the regional KAIROS mailbox."""

    subject: str
    body: str


def hand_over_message(provider: ProviderRow, former: str, following: str, on: date) -> Message:
    """« Changement de RGC »: who the organisation is, who leaves, who follows, since when."""
    identity = f"{provider.name} (SIRET {provider.siret}"
    identity += f", NDA {provider.nda_number})" if provider.nda_number else ")"
    reached = " – ".join(text for text in (provider.phone, provider.email) if text)
    lines = [
        "Bonjour,",
        "",
        f"L’organisme de formation {identity} change de responsable de gestion des comptes KAIROS.",
        "",
        f"Ancien RGC : {former}",
        f"Nouveau RGC : {following}",
        f"À compter du : {long_day(on)}",
        "",
        "Merci de mettre à jour les droits dans la gestion des identités et des droits "
        "partenaires, et de nous confirmer la prise en compte.",
        "",
        "Cordialement,",
        following,
        *([reached] if reached else []),
    ]
    return Message(f"KAIROS – changement de RGC – SIRET {provider.siret}", "\n".join(lines))
