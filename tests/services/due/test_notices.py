# SPDX-License-Identifier: MIT
"""Notices and letters: due by themselves within three days, closed by printing (L6121-5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    ClearanceRow,
    DocumentRow,
    EnrolmentRow,
    InterruptionRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import (
    AdhesionStep,
    DocumentKind,
    DocumentState,
    EnrolmentState,
    Prescriber,
    RecruitmentState,
    TrainingEvent,
)
from kairos_desktop.services.acts.adhesion import RecordAdhesionStep, RecordClearance
from kairos_desktop.services.acts.entries import CorrectEntry
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.interruptions import CorrectInterruption, RecordInterruption
from kairos_desktop.services.acts.notices import IssueLetter, IssueNotice
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents import preview
from kairos_desktop.services.documents.render import render
from kairos_desktop.services.due import board
from kairos_desktop.services.due.board import asking
from kairos_desktop.services.due.line import Due, DueKind, Risk, Scope
from kairos_desktop.services.due.notices import Owed, owed
from kairos_desktop.services.paperwork import document_of
from kairos_desktop.services.rules.adhesion import is_on_paper
from kairos_desktop.services.rules.notices import event_day
from tests.factories import Scene
from tests.training_scene import a_training, entered, write

ENTRY, TODAY = date(2026, 9, 7), date(2026, 9, 9)
E = TrainingEvent


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider(town="Le Havre")
    scene.clock.be(TODAY)
    return a_training(scene, funder="Région", recruitment_state=RecruitmentState.CLOSED)


def refused_by(scene: Scene, funder: str, since: date = date(2026, 1, 1)) -> None:
    scene.say(RecordClearance(funder=funder, allowed=False, since=since))


def waiting(scene: Scene, day: date = TODAY, **more: Any) -> list[Owed]:
    now = datetime(day.year, day.month, day.day, 10)
    return scene.workspace.read(lambda conn, org: owed(asking(conn), Scope(org, now), **more))


def due(scene: Scene, day: date = TODAY) -> list[Due]:
    now = datetime(day.year, day.month, day.day, 10)
    return [line for line in scene.workspace.read(board.whole, now) if line.kind is DueKind.NOTICE]


def notice(trainee: UUID, event: E = E.ENTRY, pause: UUID | None = None) -> IssueNotice:
    return IssueNotice(enrolment_id=trainee, event=event, interruption_id=pause)


def printed(scene: Scene, kind: DocumentKind) -> list[DocumentRow]:
    rows = [row for row in scene.rows(DocumentRow) if row.kind is kind]
    return sorted(rows, key=lambda row: (row.number, row.version))


def words(row: DocumentRow) -> str:
    with preview.opened(render(document_of(row, None, demo=False), key=bytes(32)).pdf) as pages:
        assert pages.count == 1
        return " ".join(pages.text(0).split()).replace("\u00a0", " ")


def test_nothing_goes_on_paper_while_everything_is_electronic(
    scene: Scene, session: SessionRow
) -> None:
    entered(scene, session)
    assert not waiting(scene)
    scene.say(RecordClearance(funder="Région", allowed=True, since=date(2026, 1, 1)))
    assert not waiting(scene)


def test_decret_2019_1386_an_entry_is_told_on_paper_within_three_days_until_it_is_printed(
    scene: Scene, session: SessionRow
) -> None:
    refused_by(scene, "RÉGION")
    one, other = entered(scene, session), entered(scene, session)
    entered(scene, session, funding="OPCO")
    (line,) = due(scene)
    assert (line.risk, line.by, line.count) == (Risk.LAW, date(2026, 9, 10), 2)
    assert line.page == "notices"
    assert set(line.arguments["chosen"]) == {each.id for each in waiting(scene)}
    scene.say(notice(one))
    assert [each.enrolment_id for each in waiting(scene)] == [other]
    scene.say(notice(other))
    assert not due(scene)
    assert len(waiting(scene, with_printed=True)) == 2
    said = words(printed(scene, DocumentKind.EVENT_NOTICE)[0])
    for part in ("Avis d’entrée en formation", "à l’attention de : Région", "7 septembre 2026"):
        assert part in said, part


def test_a_corrected_entry_is_told_again_as_the_next_version(
    scene: Scene, session: SessionRow
) -> None:
    refused_by(scene, "Région")
    trainee = entered(scene, session)
    scene.say(notice(trainee))
    scene.say(CorrectEntry(enrolment_id=trainee, entered_on=date(2026, 9, 8), reason="retard"))
    (line,) = waiting(scene)
    assert line.by == date(2026, 9, 11)
    scene.say(notice(trainee))
    assert not waiting(scene)
    first, second = printed(scene, DocumentKind.EVENT_NOTICE)
    assert (first.number, first.state) == (second.number, DocumentState.SUPERSEDED)
    assert not scene.say(notice(trainee)).changes.ids


def test_l6121_5_who_follows_the_person_is_told_by_a_letter(
    scene: Scene, session: SessionRow
) -> None:
    follower = Prescriber.MISSION_LOCALE
    person = scene.person(
        "Zola", prescriber=follower, agency="Le Havre Sud", advisor="Mme Petit", ft_id="1234567A"
    )
    trainee = entered(scene, session, person, prescriber=follower)
    other = entered(scene, session)
    (line,) = waiting(scene)
    assert (line.kind, line.recipient) == (DocumentKind.ADVISER_LETTER, "Mission locale")
    (told,) = due(scene)
    assert (told.act, told.count) == ("Imprimer le courrier : l’entrée", 1)
    letter = IssueLetter(enrolment_id=trainee, event=E.ENTRY)
    scene.say(letter)
    assert not waiting(scene)
    said = words(printed(scene, DocumentKind.ADVISER_LETTER)[0])
    for part in ("Mission locale Le Havre Sud Mme Petit", "Anne ZOLA", "de l’entrée en formation"):
        assert part in said, part
    elsewhere = IssueLetter(enrolment_id=other, event=E.ENTRY)
    assert scene.refusal_code(elsewhere) == "not_followed"


def test_an_exit_says_what_it_was_and_why(scene: Scene, session: SessionRow) -> None:
    refused_by(scene, "Région")
    follower = Prescriber.CAP_EMPLOI
    trainee = entered(scene, session, scene.person("Zola"), prescriber=follower)
    scene.say(notice(trainee), IssueLetter(enrolment_id=trainee, event=E.ENTRY))
    scene.say(DropTrainee(enrolment_id=trainee, last_day=TODAY, reason="moving", legitimate=None))
    lines = waiting(scene)
    assert [(each.kind, each.event) for each in lines] == [
        (DocumentKind.EVENT_NOTICE, E.EXIT),
        (DocumentKind.ADVISER_LETTER, E.EXIT),
    ]
    scene.say(notice(trainee, E.EXIT), IssueLetter(enrolment_id=trainee, event=E.EXIT))
    assert not waiting(scene)
    said = words(printed(scene, DocumentKind.EVENT_NOTICE)[-1])
    for part in ("Avis d’abandon", "9 septembre 2026", "Déménagement", "pas encore connu"):
        assert part in said, part
    document = document_of(printed(scene, DocumentKind.ADVISER_LETTER)[-1], None, demo=False)
    assert isinstance(document, drawn.AdviserLetter)
    assert document.lines == ("Cap emploi",)


def test_an_interruption_is_told_from_its_first_day_of_each_trainee_concerned(
    scene: Scene, session: SessionRow
) -> None:
    refused_by(scene, "Région")
    one, other = entered(scene, session), entered(scene, session)
    scene.say(notice(one), notice(other))
    pause = scene.id()
    days = {"starts_on": date(2026, 10, 5), "ends_on": date(2026, 10, 30), "reason": "personal"}
    scene.say(RecordInterruption(interruption_id=pause, enrolment_id=one, **days))
    assert not waiting(scene, date(2026, 10, 4))
    (line,) = waiting(scene, date(2026, 10, 6))
    assert (line.enrolment_id, line.interruption_id) == (one, pause)
    assert scene.refusal_code(notice(other, E.INTERRUPTION, pause)) == "no_event"
    scene.say(notice(one, E.INTERRUPTION, pause))
    assert not waiting(scene, date(2026, 10, 6))
    shorter = days | {"ends_on": date(2026, 10, 23)}
    scene.say(CorrectInterruption(interruption_id=pause, **shorter))
    scene.say(notice(one, E.INTERRUPTION, pause))
    assert not waiting(scene, date(2026, 10, 6))
    last = printed(scene, DocumentKind.EVENT_NOTICE)[-1]
    assert last.version == 2
    assert "du 5 octobre 2026 au 23 octobre 2026" in words(last)


def test_what_is_due_is_what_the_rule_calls_an_event(scene: Scene, session: SessionRow) -> None:
    refused_by(scene, "Région")
    states, day = EnrolmentState, date(2026, 10, 20)
    left = {"left_on": date(2026, 9, 30)}
    for fields in (
        {},
        {"entered_on": date(2026, 10, 12)},
        {"entered_on": None, "state": states.NOT_ENTERED},
        {"entered_on": None, "state": states.REGISTERED},
        {"state": states.COMPLETED, "reason": "planned_end"} | left,
        {"state": states.DROPPED, "reason": "job"} | left,
        {"state": states.EXCLUDED, "reason": "Violences"} | left,
        {"state": states.DROPPED, "reason": "job", "left_on": day + timedelta(days=1)},
    ):
        entered(scene, session, **fields)
    pause = InterruptionRow(
        id=scene.id(), session_id=session.id, starts_on=date(2026, 10, 5),
        ends_on=date(2026, 10, 30), reason="personal",
    )  # fmt: skip
    write(scene.workspace, pause)
    events = ((E.ENTRY, None), (E.EXIT, None), (E.INTERRUPTION, pause))
    ruled = {
        (row.id, event)
        for row in scene.rows(EnrolmentRow)
        for event, about in events
        if (on := event_day(row, event, about)) is not None and on <= day
    }
    assert {(each.enrolment_id, each.event) for each in waiting(scene, day)} == ruled
    assert len(ruled) == 6 + 3 + 2


def test_a_paper_taken_back_is_due_again(scene: Scene, session: SessionRow) -> None:
    refused_by(scene, "Région")
    scene.say(notice(entered(scene, session)))
    assert not waiting(scene)
    scene.workspace.undo()
    assert waiting(scene)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (EnrolmentState.EXCLUDED, "Avis d’exclusion"),
        (EnrolmentState.COMPLETED, "Avis de sortie de formation"),
    ],
)
def test_only_an_abandon_has_a_reason_that_is_legitimate(
    scene: Scene, session: SessionRow, state: EnrolmentState, title: str
) -> None:
    trainee = entered(scene, session, state=state, left_on=TODAY, reason="planned_end")
    scene.say(notice(trainee, E.EXIT))
    (paper,) = printed(scene, DocumentKind.EVENT_NOTICE)
    said = words(paper)
    assert title in said
    assert "légitime" not in said


def test_guide_p_7_between_the_request_and_the_agreement_the_agency_is_told_of_everybody(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    scene.say(RecordAdhesionStep(step=AdhesionStep.REQUESTED, on=date(2026, 9, 1)))
    assert [each.recipient for each in waiting(scene)] == ["France Travail"]
    refused_by(scene, "Région")
    assert [each.recipient for each in waiting(scene)] == ["France Travail, Région"]
    scene.say(notice(trainee))
    assert not waiting(scene)
    entered(scene, session)
    scene.say(RecordAdhesionStep(step=AdhesionStep.AGREEMENT, on=date(2026, 9, 8)))
    assert [each.recipient for each in waiting(scene)] == ["Région"]


def test_the_agency_that_also_pays_is_named_once(scene: Scene) -> None:
    scene.describe_provider(town="Le Havre")
    scene.clock.be(TODAY)
    trainee = entered(scene, a_training(scene, funder="France Travail"))
    scene.say(RecordAdhesionStep(step=AdhesionStep.REQUESTED, on=date(2026, 9, 1)))
    refused_by(scene, "France Travail")
    (line,) = waiting(scene)
    scene.say(notice(trainee))
    (paper,) = printed(scene, DocumentKind.EVENT_NOTICE)
    document = document_of(paper, None, demo=False)
    assert isinstance(document, drawn.EventNotice)
    assert (line.recipient, document.recipients) == ("France Travail", ("France Travail",))


def test_without_event_there_is_no_paper(scene: Scene, session: SessionRow) -> None:
    absent = entered(scene, session, entered_on=None, state=EnrolmentState.NOT_ENTERED)
    trainee = entered(scene, session)
    for act in (notice(absent), notice(trainee, E.EXIT), notice(trainee, E.INTERRUPTION)):
        assert scene.refusal_code(act) == "no_event"


def test_after_a_print_or_a_funders_word_the_board_is_what_a_whole_reading_gives(
    scene: Scene, session: SessionRow
) -> None:
    trainee = entered(scene, session)
    now = datetime(2026, 9, 9, 10)
    lines = scene.workspace.read(board.whole, now)
    for act in (RecordClearance(funder="Région", allowed=False, since=ENTRY), notice(trainee)):
        changes = scene.say(act).changes
        read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
        lines = board.merged(lines, read).lines
        assert lines == scene.workspace.read(board.whole, now)


def test_events_older_than_three_months_are_left_alone(scene: Scene, session: SessionRow) -> None:
    refused_by(scene, "Région")
    entered(scene, session)
    assert waiting(scene, ENTRY + timedelta(days=92))
    assert not waiting(scene, ENTRY + timedelta(days=93))


@pytest.mark.parametrize(
    ("allowed", "day", "on_paper"),
    [(False, 1, True), (False, 0, True), (False, -1, False), (True, -1, True), (True, 0, False)],
)
def test_a_funders_word_counts_from_its_day(allowed: bool, day: int, on_paper: bool) -> None:
    row = ClearanceRow(id=UUID(int=1), funder="Région", allowed=allowed, since=ENTRY)
    assert is_on_paper(row, ENTRY + timedelta(days=day)) == on_paper
    assert not is_on_paper(None, ENTRY)
