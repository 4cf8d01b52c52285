# SPDX-License-Identifier: MIT
"""Guide p. 8: a change of RGC is told to the agency, in a message that is ready."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from kairos_desktop.models.rows import ProviderRow
from kairos_desktop.services.wording.hand_over import hand_over_message


def test_the_message_says_who_and_since_when() -> None:
    provider = ProviderRow(
        id=UUID(int=1), siret="13002526500013", name="Atelier des Quais",
        nda_number="76310000000", phone="05 00 00 00 00",
    )  # fmt: skip
    message = hand_over_message(provider, "Odile Roux", "Paul Abadie", date(2026, 12, 1))
    assert message.subject == "KAIROS – changement de RGC – SIRET 13002526500013"
    body = message.body.replace("\u00a0", " ")
    assert "Atelier des Quais (SIRET 13002526500013, NDA 76310000000) change de" in body
    assert "Ancien RGC : Odile Roux\nNouveau RGC : Paul Abadie\n" in body
    assert "À compter du : 1er décembre 2026" in body
    assert body.endswith("Paul Abadie\n05 00 00 00 00")


def test_what_is_not_known_is_left_out() -> None:
    provider = ProviderRow(id=UUID(int=1), siret="13002526500013", name="Atelier")
    body = hand_over_message(provider, "A", "B", date(2026, 12, 1)).body
    assert "NDA" not in body
    assert body.endswith("Cordialement,\nB")
