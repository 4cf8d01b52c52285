# SPDX-License-Identifier: MIT
"""« Certificat de réalisation », « attestation d’assiduité »: hours really followed (domain 5)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos_desktop.models.rows import DocumentRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, HalfDay, Justification
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.end_papers import IssueAssiduity, IssueRealisation, period_subject
from kairos_desktop.services.acts.exits import CompleteTrainee, DropTrainee
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents import preview
from kairos_desktop.services.documents.render import render
from kairos_desktop.services.paperwork import document_of
from kairos_desktop.services.queries import papers
from kairos_desktop.services.rules.attendance import months_between
from tests.factories import Scene
from tests.training_scene import LAST_DAY, a_training, entered, on

AFTER = date(2027, 3, 29)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 31)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider(legal_name="Atelier des Quais SARL", signatory_name="Odile Tremblaie")
    scene.clock.be(AFTER)
    return a_training(scene)


def missed(scene: Scene, trainee: UUID, day: date, kind: Justification) -> RecordAbsence:
    return RecordAbsence(
        absence_id=scene.id(),
        enrolment_id=trainee,
        dates=on(day, end=HalfDay.MORNING),
        justification=kind,
    )


def standing(scene: Scene, kind: DocumentKind, trainee: UUID, subject: str = "") -> DocumentRow:
    (row,) = scene.workspace.read(
        lambda conn, org: papers.standing(conn, org, kind, enrolment_ids=[trainee], subject=subject)
    )
    return row


def said_by(document: drawn.IssuedDocument) -> str:
    with preview.opened(render(document, key=bytes(32)).pdf) as pages:
        assert pages.count == 1
        return " ".join(pages.text(0).split())


def test_domain_5_the_certificate_has_the_fields_of_the_ministrys_model(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session, scene.person("Zola"))
    scene.say(missed(scene, trainee, date(2026, 9, 8), Justification.JUSTIFIED))
    scene.say(DropTrainee(enrolment_id=trainee, last_day=date(2026, 9, 11), reason="job"))
    assert scene.warning_codes(IssueRealisation(enrolment_id=trainee)) == []
    row = standing(scene, DocumentKind.REALISATION, trainee)
    document = document_of(row, None, demo=False)
    assert isinstance(document, drawn.RealisationCertificate)
    said = said_by(document)
    for part in (
        "Je soussigné(e) Odile Tremblaie",
        "représentant du dispensateur de l’action",
        "Atelier des Quais SARL",
        "Anne ZOLA",
        "demandeur(se) d’emploi, a suivi l’action",
        "bilan de compétences",
        "action de formation par apprentissage",
        "du 7 septembre 2026 au 11 septembre 2026",
        "31 h 30",
        "pendant une durée de trois ans à compter de la fin de l’année du dernier paiement",
        "formations à distance",
    ):
        assert part in said.replace("\u00a0", " "), part
    assert row.number.startswith("CR-")


def test_before_the_exit_it_counts_up_to_that_day_and_is_replaced_after(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    issue = IssueRealisation(enrolment_id=trainee)
    scene.clock.be(date(2026, 9, 9))
    assert scene.warning_codes(issue) == ["before_exit"]
    scene.clock.be(AFTER)
    scene.say(CompleteTrainee(enrolment_id=trainee, last_day=LAST_DAY, reason="planned_end"))
    scene.say(issue)
    row = standing(scene, DocumentKind.REALISATION, trainee)
    assert row.version == 2
    assert not scene.say(issue).changes.ids


def test_hours_to_come_are_not_certified_even_where_the_exit_is_known(
    scene: Scene, session: SessionRow
) -> None:
    trainee, issue = entered(scene, session), date(2026, 9, 9)
    scene.clock.be(issue)
    scene.say(DropTrainee(enrolment_id=trainee, last_day=date(2026, 9, 18), reason="job"))
    assert scene.warning_codes(IssueRealisation(enrolment_id=trainee)) == ["before_exit"]
    document = document_of(standing(scene, DocumentKind.REALISATION, trainee), None, demo=False)
    assert isinstance(document, drawn.RealisationCertificate)
    assert (document.hours.last, document.hours.attended) == (issue, 3 * 420)


def test_nothing_was_followed_before_the_entry(scene: Scene, session: SessionRow) -> None:
    absent = entered(scene, session, entered_on=None, state=EnrolmentState.NOT_ENTERED)
    assert scene.refusal_code(IssueRealisation(enrolment_id=absent)) == "not_entered"
    period = IssueAssiduity(enrolment_id=absent, first=SEPTEMBER, last=OCTOBER)
    assert scene.refusal_code(period) == "not_entered"
    later = entered(scene, session, entered_on=AFTER + timedelta(days=1))
    assert scene.refusal_code(IssueRealisation(enrolment_id=later)) == "period_outside"


def test_a_period_is_attested_month_by_month_within_the_path(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session, scene.person("Zola", ft_id="1234567A"))
    scene.say(missed(scene, trainee, date(2026, 10, 6), Justification.UNJUSTIFIED))
    scene.say(IssueAssiduity(enrolment_id=trainee, first=SEPTEMBER, last=OCTOBER))
    row = standing(scene, DocumentKind.ASSIDUITY, trainee, period_subject(SEPTEMBER, OCTOBER))
    document = document_of(row, None, demo=False)
    assert isinstance(document, drawn.AssiduityAttestation)
    assert [(each.first, each.last, each.unjustified) for each in document.months] == [
        (date(2026, 9, 7), date(2026, 9, 30), 0),
        (date(2026, 10, 1), OCTOBER, 210),
    ]
    assert document.whole.attended == document.whole.planned - 210
    said = said_by(document)
    for part in ("1234567A", "NON ASSIDU", "Septembre 2026", "Octobre 2026", "Total"):
        assert part in said, part


def test_each_period_has_its_number_and_its_versions(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    both = IssueAssiduity(enrolment_id=trainee, first=SEPTEMBER, last=OCTOBER)
    one = IssueAssiduity(enrolment_id=trainee, first=SEPTEMBER, last=date(2026, 9, 30))
    scene.say(both, one)
    scene.say(missed(scene, trainee, date(2026, 10, 6), Justification.JUSTIFIED))
    scene.say(both, one)
    found = {
        row.subject: row.version
        for row in sorted(scene.rows(DocumentRow), key=lambda row: row.version)
    }
    assert found == {"2026-09-01 2026-10-31": 2, "2026-09-01 2026-09-30": 1}
    assert len({row.number for row in scene.rows(DocumentRow)}) == 2


def test_a_period_that_is_nobodys_is_refused(scene: Scene, session: SessionRow) -> None:
    trainee = entered(scene, session)
    backwards = IssueAssiduity(enrolment_id=trainee, first=OCTOBER, last=SEPTEMBER)
    assert scene.refusal_code(backwards) == "period_dates"
    before = IssueAssiduity(enrolment_id=trainee, first=SEPTEMBER, last=date(2026, 9, 6))
    assert scene.refusal_code(before) == "period_outside"


@settings(max_examples=60)
@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 500))
def test_months_cut_a_period_into_all_its_days_once(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    parts = months_between(first, last)
    every = [
        start + timedelta(days=n) for start, end in parts for n in range((end - start).days + 1)
    ]
    assert every == [first + timedelta(days=n) for n in range(days + 1)]
    assert all(start.month == end.month for start, end in parts)
