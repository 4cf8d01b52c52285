# SPDX-License-Identifier: MIT
"""« Devis AIF »: drafted, sent with its paper, followed, taken back, undone (domain 2.11, 3.7)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.quote_rows import QuoteState as Q
from kairos_desktop.models.rows import DocumentRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentState
from kairos_desktop.services.acts.aif_quotes import (
    CancelQuote,
    ChangeQuote,
    DraftQuote,
    FollowQuote,
    IssueQuote,
    Quote,
    SendQuote,
)
from kairos_desktop.services.acts.jobseekers import MergeJobseekers, UnmergeJobseekers
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents import preview
from kairos_desktop.services.documents.render import render
from kairos_desktop.services.paperwork import document_of
from kairos_desktop.services.rules.aif_quotes import TYPED
from tests.factories import TODAY, Scene

START, END = date(2027, 1, 18), date(2027, 6, 11)


def typed(**fields: Any) -> Quote:
    """A quote as a secretary fills it in."""
    values: dict[str, Any] = {
        "starts_on": START,
        "ends_on": END,
        "hours_centre": 300.0,
        "hours_company": 100.0,
        "hours_weekly": 35.0,
        "hours_distance": 60.0,
        "objective": "Tenir un secrétariat",
        "content": "Accueil\n\nBureautique <b>avancée</b>",
        "means": "Salle équipée & postes",
        "arrangements": "Groupe de 12",
        "follow_up": "Feuilles d’émargement, titre professionnel",
        "payment": "À la fin, sur facture",
        "teaching": 450_000,
        "cpf": 120_050,
        "valid_until": date(2027, 1, 10),
    } | fields
    return Quote(**values)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider()
    return scene.session(starts_on=START, ends_on=END)


def draft(scene: Scene, session: SessionRow, person: UUID | None = None, **fields: Any) -> UUID:
    quote_id = scene.id()
    scene.say(
        DraftQuote(
            quote_id=quote_id,
            session_id=session.id,
            jobseeker_id=person or scene.person("Zola", ft_id="1234567A"),
            quote=typed(**fields),
        )
    )
    return quote_id


def row(scene: Scene, quote_id: UUID) -> AifQuoteRow:
    return scene.row(AifQuoteRow, quote_id)


def papers(scene: Scene) -> list[DocumentRow]:
    return sorted(scene.rows(DocumentRow), key=lambda paper: (paper.number, paper.version))


def followed(scene: Scene, quote_id: UUID, step: Q, on: date = TODAY, **fields: Any) -> list[str]:
    act = FollowQuote(quote_id=quote_id, quote_step=step, on=on, **fields)
    return scene.warning_codes(act)


def test_domain_3_7_draft_to_sent_freezes_the_quote_and_its_paper(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session)
    scene.say(IssueQuote(quote_id=quote_id), IssueQuote(quote_id=quote_id))
    assert [(paper.version, paper.state) for paper in papers(scene)] == [(1, DocumentState.VALID)]
    assert scene.warning_codes(SendQuote(quote_id=quote_id, on=TODAY)) == []
    sent = row(scene, quote_id)
    assert (sent.state, sent.sent_on, sent.flags) == (Q.SENT, TODAY, ())
    first, second = papers(scene)
    assert (first.number, first.state) == (sent.number, DocumentState.SUPERSEDED)
    assert (second.number, second.version, second.replaces_id) == (sent.number, 2, first.id)
    assert (second.jobseeker_id, second.session_id) == (sent.jobseeker_id, session.id)
    changed = ChangeQuote(quote_id=quote_id, quote=typed(teaching=1))
    assert scene.refusal_code(changed) == "quote_not_draft"
    assert scene.refusal_code(SendQuote(quote_id=quote_id, on=TODAY)) == "quote_not_draft"
    # Printed again later, it is the paper that left, whatever became of it since.
    followed(scene, quote_id, Q.ACCEPTED)
    scene.say(IssueQuote(quote_id=quote_id))
    assert len(papers(scene)) == 2


def test_domain_3_7_sent_to_accepted_to_granted_to_invoiced_to_paid(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session)
    early = FollowQuote(quote_id=quote_id, quote_step=Q.ACCEPTED, on=TODAY)
    assert scene.refusal_code(early) == "quote_step"
    scene.say(SendQuote(quote_id=quote_id, on=date(2026, 11, 2)))
    days = {
        Q.ACCEPTED: date(2026, 11, 9),
        Q.GRANTED: date(2026, 11, 16),
        Q.INVOICED: date(2026, 11, 20),
        Q.PAID: TODAY,
    }
    for step, day in days.items():
        assert followed(scene, quote_id, step, day) == []
        assert row(scene, quote_id).state is step
    after = row(scene, quote_id)
    told = (after.answered_on, after.decided_on, after.invoiced_on, after.paid_on)
    assert told == tuple(days.values())
    assert scene.refusal_code(CancelQuote(quote_id=quote_id)) == "quote_not_cancelled"


def test_domain_3_7_the_jobseeker_declines_or_the_agency_refuses_with_a_reason(
    scene: Scene, session: SessionRow
) -> None:
    declined, refused = draft(scene, session), draft(scene, session, scene.person("Hugo"))
    for quote_id in (declined, refused):
        scene.say(SendQuote(quote_id=quote_id, on=TODAY))
    followed(scene, declined, Q.DECLINED, reason="Un emploi")
    assert (row(scene, declined).state, row(scene, declined).reason) == (Q.DECLINED, "Un emploi")
    # The decision is heard of before the answer, whose day is noted afterwards.
    said = followed(scene, refused, Q.REFUSED, date(2026, 11, 20), reason="Coût horaire")
    assert said == ["quote_answer_unknown", "quote_before_sending"]
    followed(scene, refused, Q.ACCEPTED, TODAY)
    after = row(scene, refused)
    assert (after.state, after.reason) == (Q.REFUSED, "Coût horaire")
    assert (after.answered_on, after.decided_on) == (TODAY, date(2026, 11, 20))


def test_domain_3_7_correcting_after_the_sending_is_cancelling_and_a_copy(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session)
    scene.say(SendQuote(quote_id=quote_id, on=TODAY))
    sent, copy_id = row(scene, quote_id), scene.id()
    scene.say(
        CancelQuote(quote_id=quote_id, reason="Prix à revoir"),
        DraftQuote(
            quote_id=copy_id,
            session_id=sent.session_id,
            jobseeker_id=sent.jobseeker_id,
            quote=typed(teaching=400_000),
            copied_from_id=quote_id,
        ),
    )
    assert row(scene, quote_id).state is Q.CANCELLED
    assert papers(scene)[-1].state is DocumentState.VOIDED
    copy = row(scene, copy_id)
    assert (copy.state, copy.copied_from_id, copy.number) == (Q.DRAFT, quote_id, "")
    scene.say(SendQuote(quote_id=copy_id, on=TODAY))
    assert row(scene, copy_id).number != sent.number


def test_domain_4_a_quote_that_leaves_late_is_recorded_and_flagged(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session, valid_until=None)
    scene.clock.be(date(2027, 1, 12))
    late = SendQuote(quote_id=quote_id, on=date(2027, 1, 12), reason="  Désistement  ")
    warned = scene.warned(late)
    assert [(warning.code, warning.facts) for warning in warned] == [
        ("quote_late", {"day": date(2027, 1, 12), "start": START})
    ]
    sent = row(scene, quote_id)
    assert (sent.state, sent.flags, sent.late_reason) == (Q.SENT, ("quote_late",), "Désistement")


def test_what_a_funder_objects_to_is_said_and_a_second_quote_too(
    scene: Scene, session: SessionRow
) -> None:
    person = scene.person("Zola")
    first = DraftQuote(
        quote_id=scene.id(), session_id=session.id, jobseeker_id=person,
        quote=typed(region=1, own=1),
    )  # fmt: skip
    assert scene.warning_codes(first) == ["aif_with_region", "aif_not_free"]
    second = DraftQuote(
        quote_id=scene.id(), session_id=session.id, jobseeker_id=person, quote=Quote()
    )
    assert scene.warning_codes(second) == ["quote_twin"]
    scene.describe_provider(quality_reference="")
    third = DraftQuote(
        quote_id=scene.id(), session_id=session.id, jobseeker_id=scene.person(), quote=Quote()
    )
    assert scene.warning_codes(third) == ["no_quality_reference"]
    beyond = ChangeQuote(quote_id=second.quote_id, quote=Quote(teaching=10, cpf=11))
    assert scene.refusal_code(beyond) == "cofunding_beyond"
    ends = ChangeQuote(quote_id=second.quote_id, quote=Quote(starts_on=END, ends_on=START))
    assert scene.refusal_code(ends) == "planned_dates"
    far = ChangeQuote(quote_id=second.quote_id, quote=Quote(hours_distance=1.0))
    assert scene.refusal_code(far) == "distance_beyond"


def test_each_step_is_undone_and_the_paper_says_so(scene: Scene, session: SessionRow) -> None:
    quote_id = draft(scene, session)
    scene.say(SendQuote(quote_id=quote_id, on=TODAY))
    followed(scene, quote_id, Q.ACCEPTED)
    scene.workspace.undo()
    assert row(scene, quote_id).state is Q.SENT
    scene.workspace.undo()
    assert (row(scene, quote_id).state, row(scene, quote_id).number) == (Q.DRAFT, "")
    assert papers(scene)[-1].state is DocumentState.VOIDED
    scene.workspace.undo()
    assert scene.rows(AifQuoteRow) == []


def test_the_quotes_of_two_records_of_one_person_go_together_and_come_apart(
    scene: Scene, session: SessionRow
) -> None:
    kept, absorbed = scene.person("Zola"), scene.person("Zolla")
    quote_id = draft(scene, session, absorbed)
    merge = scene.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed))
    assert row(scene, quote_id).jobseeker_id == kept
    act_id = merge.verdicts[0].act_id
    scene.say(UnmergeJobseekers(absorbed_id=absorbed, merge_act_id=act_id))
    assert row(scene, quote_id).jobseeker_id == absorbed


def test_d6353_1_the_paper_says_what_the_law_asks_of_it(scene: Scene, session: SessionRow) -> None:
    quote_id = draft(scene, session)
    scene.say(SendQuote(quote_id=quote_id, on=TODAY))
    document = document_of(papers(scene)[-1], None, demo=False)
    assert isinstance(document, drawn.AifQuote)
    with preview.opened(render(document, key=bytes(32)).pdf) as pages:
        assert pages.count == 1
        said = " ".join(pages.text(0).split())
    for part in (
        "Devis de formation pour une aide individuelle à la formation (AIF) · envoyé le 23 novem",
        "1234567A",
        session.title,
        "Objectif Tenir un secrétariat",
        "Contenu Accueil ; Bureautique <b>avancée</b>",
        "Moyens Salle équipée & postes",
        "Durée 400 h, dont 300 h en centre et 100 h en entreprise · 35 h par semaine",
        "Période du 18 janvier 2027 au 11 juin 2027",
        "60 h à distance, soit 15 % de la durée totale",
        "Déroulement Groupe de 12",
        "Suivi et sanction Feuilles d’émargement, titre professionnel",
        "Coût pédagogique 4 500 €",
        "Coût horaire 11,25 €",
        "Pris en charge : CPF 1 200,50 €",
        "3 299,50 €",
        "Règlement À la fin, sur facture",
        "10 janvier 2027",
        "Signature du demandeur d’emploi",
        "Il ne remplace pas la saisie dans KAIROS.",
    ):
        assert part in said, (part, said)


def test_what_is_typed_is_what_a_copy_takes_over() -> None:
    assert Quote.__struct_fields__ == TYPED
