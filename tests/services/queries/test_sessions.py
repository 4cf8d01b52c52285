# SPDX-License-Identifier: MIT
"""Sessions, their slots and enrolments, the papers of each, and the history of any line."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from kairos_desktop.models.rows import EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    EnrolmentState,
    Presence,
    RecruitmentState,
    SlotKind,
)
from kairos_desktop.services.acts.enrolments import CompleteEnrolment, IssueCertificate
from kairos_desktop.services.acts.jobseekers import MergeJobseekers
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.acts.slots import DeleteSlot, Where
from kairos_desktop.services.queries import (
    enrolments,
    history,
    papers,
    provider,
    session_lines,
    sessions,
)
from tests.factories import MEETING_DAY, TODAY, Scene

NOW = datetime.combine(TODAY, time(10))


@pytest.fixture
def offer(scene: Scene) -> Scene:
    for number, title, town, starts in (
        ("S1", "Secrétaire assistant", "Le Havre", date(2027, 1, 11)),
        ("S2", "Maçon du bâti ancien", "Dieppe", date(2026, 12, 14)),
        ("S3", "Secrétaire médical", "Rouen", None),
    ):
        scene.session(
            carif_session_number=number, title=title, town=town, starts_on=starts,
            ends_on=None if starts is None else date(2027, 6, 25),
            recruitment_state=RecruitmentState.OPEN if town == "Dieppe" else "unknown",
        )  # fmt: skip
    return scene


def titles(scene: Scene, text: str = "", **fields: object) -> list[str]:
    ids = scene.workspace.read(sessions.ids_for, text, **fields)  # pyright: ignore
    return [row.carif_session_number for row in scene.workspace.read(sessions.rows_for, ids)]


def test_sessions_are_found_by_title_number_or_town(offer: Scene) -> None:
    assert titles(offer) == ["S3", "S2", "S1"]
    assert titles(offer, "secretaire") == ["S3", "S1"]
    assert titles(offer, "MACON") == ["S2"]
    assert titles(offer, "havre assist") == ["S1"]
    assert titles(offer, "99_f1 s2") == ["S2"]
    assert titles(offer, recruitment=RecruitmentState.OPEN) == ["S2"]
    assert titles(offer, ended_before=date(2027, 6, 26)) == ["S3"]
    assert titles(offer, sort="title", descending=True) == ["S3", "S1", "S2"]
    assert [row.title for row in offer.workspace.read(sessions.search, "med")] == [
        "Secrétaire médical"
    ]


def test_a_session_says_who_is_where_and_what_warns(scene: Scene) -> None:
    session = scene.session(recruitment_state=RecruitmentState.OPEN)
    card = scene.workspace.read(sessions.card, session.id, NOW)
    assert card
    assert card.guard
    assert card.guard.code == "no_modality"
    slot = scene.meeting(session)
    scene.selected(scene.present(scene.register(slot)))
    scene.register(slot)
    scene.register(scene.appointments(session)[0])
    card = scene.workspace.read(sessions.card, session.id, NOW)
    assert card
    assert card.guard is None
    assert (card.meetings.registered, card.meetings.presence, card.meetings.result) == (2, 1, 0)
    assert card.appointments.registered == 1
    assert card.enrolled == {EnrolmentState.SELECTED: 1}
    assert len(card.slots) == 4
    assert scene.workspace.read(sessions.card, scene.id(), NOW) is None
    (line,) = scene.workspace.read(session_lines.lines_for, [session.id], NOW)
    assert (line.open_slots, line.enrolled, line.guard) == (4, 1, None)


def test_slots_come_by_day_and_hour_with_their_places_and_site(scene: Scene) -> None:
    session = scene.session()
    site = scene.id()
    scene.say(DescribeSite(site_id=site, label="Annexe"))
    afternoon = scene.meeting(session, starts_at=time(14), ends_at=None, where=Where(site_id=site))
    morning = scene.meeting(session)
    eve = scene.meeting(session, held_on=date(2026, 12, 4))
    scene.register(morning)
    lines = scene.workspace.read(sessions.slots_of, session.id)
    assert [line.id for line in lines] == [eve, morning, afternoon]
    assert [line.seats.taken for line in lines] == [0, 1, 0]
    assert lines[2].site
    assert lines[2].site.label == "Annexe"
    assert lines[0].site is None
    assert scene.workspace.read(sessions.slots_of, session.id, SlotKind.APPOINTMENT) == []
    scene.say(DeleteSlot(slot_id=eve))
    week = scene.workspace.read(sessions.slots_between, MEETING_DAY, MEETING_DAY)
    assert [(line.id, row.id) for line, row in week] == [
        (morning, session.id),
        (afternoon, session.id),
    ]
    assert scene.workspace.read(sessions.slots_between, date(2026, 12, 4), date(2026, 12, 4)) == []


def test_closed_sites_are_left_out_unless_asked_for(scene: Scene) -> None:
    for label, closed in (("Nord", False), ("Annexe", False), ("Ancien", True)):
        scene.say(DescribeSite(site_id=scene.id(), label=label, closed=closed))
    shown = [row.label for row in scene.workspace.read(provider.sites)]
    assert shown == ["Annexe", "Nord"]
    assert len(scene.workspace.read(provider.sites, with_closed=True)) == 3


@pytest.fixture
def enrolled(scene: Scene) -> tuple[Scene, SessionRow, list[EnrolmentRow]]:
    session = scene.session()
    slot = scene.meeting(session)
    people = [scene.person("Zola", ft_id="1234567A"), scene.person("Éluard", ft_id="7654321B")]
    return scene, session, [scene.selected(scene.present(scene.register(slot, p))) for p in people]


def test_enrolments_have_their_people_and_the_last_version_of_their_papers(
    enrolled: tuple[Scene, SessionRow, list[EnrolmentRow]],
) -> None:
    scene, session, rows = enrolled
    scene.say(IssueCertificate(enrolment_id=rows[0].id))
    scene.say(CompleteEnrolment(enrolment_id=rows[0].id, funding="Région"))
    scene.say(IssueCertificate(enrolment_id=rows[0].id))
    ids = scene.workspace.read(enrolments.ids_for, session.id)
    lines = scene.workspace.read(enrolments.rows_for, ids)
    assert [line.jobseeker.last_name for line in lines] == ["Éluard", "Zola"]
    certificate = lines[1].paper(DocumentKind.ENROLMENT_CERTIFICATE)
    assert certificate
    assert certificate.version == 2
    assert lines[0].paper(DocumentKind.ENROLMENT_CERTIFICATE) is None
    assert lines[0].paper(DocumentKind.ENROLMENT_ATTESTATION)
    replaced = scene.workspace.read(papers.replaced_by_each, [certificate])
    assert replaced[certificate.id].version == 1


@pytest.mark.parametrize("sort", ["name", "ft_id", "funding", "dates", "state"])
def test_every_column_of_the_enrolled_sorts(
    enrolled: tuple[Scene, SessionRow, list[EnrolmentRow]], sort: str
) -> None:
    scene, session, rows = enrolled
    up = scene.workspace.read(enrolments.ids_for, session.id, sort=sort)
    assert {*up} == {row.id for row in rows}
    found = scene.workspace.read(enrolments.ids_for, session.id, "zola", sort=sort)
    assert found == [rows[0].id]
    if sort == "ft_id":
        down = scene.workspace.read(enrolments.ids_for, session.id, sort=sort, descending=True)
        assert (up, down) == ([rows[0].id, rows[1].id], [rows[1].id, rows[0].id])


def test_the_paper_that_stands_is_found_by_what_it_speaks_of(
    enrolled: tuple[Scene, SessionRow, list[EnrolmentRow]],
) -> None:
    scene, _session, rows = enrolled
    first, second = (scene.registration(row.registration_id or row.id) for row in rows)
    both = [IssueConvocation(registration_id=row.id) for row in (first, second)]
    scene.say(*both, IssueSheet(slot_id=first.slot_id, kind=DocumentKind.SIGN_IN_SHEET))
    kind = DocumentKind.CONVOCATION
    named = scene.workspace.read(papers.standing, kind, registration_ids=[second.id, first.id])
    assert [paper.jobseeker_id for paper in named] == [second.jobseeker_id, first.jobseeker_id]
    (sheet,) = scene.workspace.read(
        papers.standing, DocumentKind.SIGN_IN_SHEET, slot_id=first.slot_id
    )
    assert sheet.slot_id == first.slot_id
    attestation = DocumentKind.ENROLMENT_ATTESTATION
    (ais,) = scene.workspace.read(papers.standing, attestation, enrolment_ids=[rows[0].id])
    assert ais.jobseeker_id == rows[0].jobseeker_id


# History


def test_the_history_of_a_line_says_who_when_and_what_the_latest_first(scene: Scene) -> None:
    session = scene.session()
    slot, other = scene.meeting(session), scene.meeting(session)
    row, stranger = scene.register(slot), scene.register(other)
    scene.absent(row)
    scene.present(row)
    scene.workspace.undo()
    lines = scene.workspace.read(history.of_rows, [row])
    assert [(line.name, line.undone, line.undoes) for line in lines] == [
        ("history.restore", False, "presence.record"),
        ("presence.record", True, None),
        ("presence.record", False, None),
        ("registration.create", False, None),
    ]
    assert {line.by for line in lines} == {"Odile"}
    assert lines[1].args["presence"] == Presence.PRESENT
    assert lines[0].at > lines[-1].at
    assert len(scene.workspace.read(history.of_rows, [row, stranger])) == 5
    assert len(scene.workspace.read(history.latest, 2)) == 2


def test_the_merge_that_took_a_record_away_is_found_until_it_is_undone(scene: Scene) -> None:
    kept, absorbed = scene.person(), scene.person()
    assert scene.workspace.read(history.merge_of, absorbed) is None
    merge = scene.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed)).verdicts[0].act_id
    assert scene.workspace.read(history.merge_of, absorbed) == merge
    scene.workspace.undo()
    assert scene.workspace.read(history.merge_of, absorbed) is None


def test_every_act_is_counted(scene: Scene) -> None:
    before = scene.workspace.read(history.act_count)
    scene.person()
    assert scene.workspace.read(history.act_count) == before + 1
