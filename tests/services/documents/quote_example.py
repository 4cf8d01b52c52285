# SPDX-License-Identifier: MIT
"""A « devis AIF » as it is drawn, of somebody and an organisation that are invented."""

from __future__ import annotations

from datetime import date

from kairos_desktop.services.documents.fact_parts import (
    DocumentHead,
    PersonFacts,
    ProviderFacts,
    QuoteFacts,
    SessionFacts,
)
from kairos_desktop.services.documents.facts import AifQuote


def a_quote(
    head: DocumentHead, provider: ProviderFacts, person: PersonFacts, session: SessionFacts
) -> AifQuote:
    """A quote with everything that D6353-1 asks for."""
    told = QuoteFacts(
        sent_on=date(2026, 12, 2),
        starts_on=date(2027, 1, 11),
        ends_on=date(2027, 6, 25),
        objective="Tenir le secrétariat d’un service et accueillir son public",
        content="Accueil ; Rédaction ; Bureautique <b>& tableur</b> ; Périodes en entreprise",
        means="Salle équipée, un poste par personne, plateforme à distance",
        arrangements="Groupe de 12, accompagnement individuel chaque semaine",
        follow_up="Feuilles d’émargement, évaluations, titre professionnel",
        payment="À la fin de la formation, sur facture et justificatifs",
        distance="154 h à distance, soit 20 % de la durée totale",
        teaching="7 700 €",
        hourly="10 €",
        cofunders=(("CPF", "1 250,50 €"), ("Agefiph", "500 €")),
        requested="5 949,50 €",
        cpf_eligible=True,
        valid_until=date(2026, 12, 31),
    )
    return AifQuote(head=head, provider=provider, person=person, session=session, quote=told)
