# SPDX-License-Identifier: MIT
"""What a person sees of the exchange: the counts, the lines to settle, the marks of the rows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kairos_desktop.models.account_rows import AccountRow
from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, RegistrationRow
from kairos_desktop.models.vocabulary import OutcomeKind, Prescriber, Presence, Reportable, Role
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.absences import RecordAbsence, RemoveAbsence
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.settlements import SettleOutcome
from kairos_desktop.services.exchange_seen import ExchangeState, RowMark
from kairos_desktop.services.queries import exchange
from kairos_desktop.services.rules.verdicts import Refused
from tests.exchange_scene import OTHER_POST, SERVER, Exchanged
from tests.factories import POST, Scene
from tests.training_scene import a_training, entered, on


@pytest.fixture
def exchanged(scene: Scene) -> Exchanged:
    made = Exchanged(scene.workspace)
    made.join()
    return made


def state(scene: Scene) -> ExchangeState:
    found = scene.workspace.read(exchange.exchange_state, "Odile", POST)
    assert found is not None
    return found


def presence(registration_id: UUID, presence: Presence = Presence.PRESENT) -> RecordPresence:
    return RecordPresence(registration_id=registration_id, presence=presence)


def test_a_post_that_works_alone_has_no_exchange(scene: Scene) -> None:
    assert scene.workspace.read(exchange.exchange_state) is None


def test_a_post_that_has_just_joined_has_nothing_to_say(scene: Scene, exchanged: Exchanged) -> None:
    assert state(scene) == ExchangeState(server_url=SERVER)


def test_an_act_is_to_send_then_unconfirmed_then_gone(scene: Scene, exchanged: Exchanged) -> None:
    scene.person()
    act = exchanged.pend()
    assert (state(scene).to_send, state(scene).unconfirmed) == (1, 0)
    exchanged.answer(act)
    assert (state(scene).to_send, state(scene).unconfirmed) == (0, 1)
    exchanged.cover(act, scene.clock())
    assert (state(scene).to_send, state(scene).unconfirmed) == (0, 0)


def test_moments_and_head_are_those_of_the_last_exchange(
    scene: Scene, exchanged: Exchanged
) -> None:
    at = scene.clock()
    exchanged.state(last_ok_at=at, digest_ok_at=at, head=1204, failures=3, lease_until=at)
    found = state(scene)
    assert (found.head, found.failures) == (1204, 3)
    assert found.last_ok_at == found.digest_ok_at == found.lease_until == at
    assert found.next_try_at is None


def test_lines_are_mine_by_person_or_by_post(scene: Scene, exchanged: Exchanged) -> None:
    act = CreateJobseeker(jobseeker_id=scene.id(), person=Person(last_name="A", first_name="B"))
    mine = exchanged.line(act, OutcomeKind.REFUSED, "right_missing", post=OTHER_POST)
    exchanged.line(act, OutcomeKind.FLAGGED, "late", by="Paul")
    exchanged.line(act, OutcomeKind.REFUSED, "right_missing", by="Paul", post=OTHER_POST)
    found = state(scene)
    assert (found.to_settle, found.mine, found.refused) == (3, 2, 1)
    scene.say(SettleOutcome(outcome_id=mine, decision="Pris note"))
    found = state(scene)
    assert (found.to_settle, found.mine, found.refused) == (2, 1, 0)
    assert [line.made_by for line in scene.workspace.read(exchange.to_settle)] == ["Paul", "Paul"]


@pytest.mark.parametrize(("role", "lost"), [(Role.RGC, 2), (Role.MANAGER, 0)])
def test_what_was_put_aside_awaits_the_rgc_too(
    scene: Scene, exchanged: Exchanged, role: Role, lost: int
) -> None:
    me = AccountRow(
        id=scene.id(), login="a", full_name="Odile", role=role, created_at=scene.clock.now,
        created_by="Odile",
    )  # fmt: skip
    scene.workspace.write(lambda conn: row_store.write(conn, scene.workspace.org, [me], ()))
    exchanged.state(account_id=me.id)
    act, by = SettleOutcome(outcome_id=scene.id(), decision="noted"), "Karim"
    exchanged.line(act, OutcomeKind.REFUSED, "slot_full", by=by, post=OTHER_POST)
    for code in ("post_revoked", "account_closed"):
        exchanged.line(act, OutcomeKind.QUARANTINED, code, by=by, post=OTHER_POST)
    state = scene.workspace.read(exchange.exchange_state, "Odile", POST)
    assert state is not None
    assert (state.to_settle, state.mine, state.refused) == (3, lost, lost)
    lines = scene.workspace.read(exchange.to_settle, "Odile", POST)
    assert [line.is_mine for line in lines] == [False, *[bool(lost)] * 2]


def test_a_refused_registration_still_says_who_and_where(
    scene: Scene, exchanged: Exchanged
) -> None:
    session = scene.session()
    slot, person = scene.meeting(session), scene.person("Courtois", "Inès")
    act = Register(
        registration_id=scene.id(),
        slot_id=slot,
        jobseeker_id=person,
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )
    at = scene.clock()
    exchanged.line(act, OutcomeKind.REFUSED, "slot_full", {"capacity": 12}, at=at)
    (line,) = scene.workspace.read(exchange.to_settle)
    assert line.subject.jobseeker == scene.row(JobseekerRow, person)
    assert line.subject.registration is None
    assert line.subject.slot is not None
    assert line.subject.slot.id == slot
    assert line.subject.session == session
    assert (line.code, line.kind, line.made_at) == ("slot_full", OutcomeKind.REFUSED, at)
    assert line.args["jobseeker_id"] == str(person)


def test_a_line_about_a_registration_leads_to_its_person_and_slot(
    scene: Scene, exchanged: Exchanged
) -> None:
    session = scene.session()
    slot = scene.meeting(session)
    registration = scene.register(slot, person := scene.person("Courtois"))
    exchanged.line(presence(registration), OutcomeKind.FLAGGED, "concurrent_change")
    (line,) = scene.workspace.read(exchange.to_settle)
    assert line.subject.registration == scene.registration(registration)
    assert line.subject.jobseeker is not None
    assert line.subject.jobseeker.id == person
    assert line.subject.slot is not None
    assert line.subject.slot.id == slot
    assert line.subject.session == session


def test_a_line_about_a_fact_leads_to_its_trainee(scene: Scene, exchanged: Exchanged) -> None:
    session = a_training(scene)
    trainee = entered(scene, session, person := scene.person("Courtois"))
    absence, day = scene.id(), date(2026, 11, 16)
    scene.say(RecordAbsence(absence_id=absence, enrolment_id=trainee, dates=on(day)))
    acts: tuple[Act, ...] = (
        RemoveAbsence(absence_id=absence),
        ReportToKairos(kind=Reportable.ABSENCE, about_id=absence, said=("x",)),
        ReportToKairos(kind=Reportable.ENTRY, about_id=trainee, said=("x",)),
        RecordRemoteWork(month=day.replace(day=1), lines=(RemoteWork(enrolment_id=trainee),)),
    )
    for act in acts:
        exchanged.line(act, OutcomeKind.FLAGGED, "late")
    for line in scene.workspace.read(exchange.to_settle):
        subject = line.subject
        assert subject.enrolment == scene.row(EnrolmentRow, trainee)
        assert subject.jobseeker == scene.row(JobseekerRow, person)
        assert subject.session == session


def test_an_act_about_several_trainees_is_about_none_of_them(
    scene: Scene, exchanged: Exchanged
) -> None:
    session = a_training(scene)
    two = tuple(entered(scene, session, scene.person(name)) for name in ("Adam", "Blin"))
    act = DeclareAttendance(month=date(2026, 11, 1), enrolment_ids=two)
    exchanged.line(act, OutcomeKind.FLAGGED, "already_declared")
    (line,) = scene.workspace.read(exchange.to_settle)
    assert [row.id for row in line.subject.enrolments] == list(two)
    assert line.subject.enrolment is None
    assert line.subject.jobseeker is None
    assert line.subject.session == session


def test_an_act_can_be_undone_once_and_where_its_rows_stand(
    scene: Scene, exchanged: Exchanged
) -> None:
    registration = scene.register(scene.meeting(scene.session()))
    act = presence(registration)
    scene.say(act)
    said = exchanged.last_acts()[0]
    exchanged.line(act, OutcomeKind.FLAGGED, "beyond_capacity", act_id=said)
    exchanged.line(act, OutcomeKind.FLAGGED, "beyond_capacity")

    def undoable() -> list[UUID]:
        lines = scene.workspace.read(exchange.to_settle)
        return [line.id for line in lines if line.can_be_undone]

    assert undoable() == [said]
    scene.say(presence(registration, Presence.ABSENT))
    assert undoable() == []
    scene.workspace.undo()
    assert undoable() == [said]
    scene.workspace.undo()
    assert undoable() == []


def test_what_the_person_saw_is_kept_with_their_own_acts(
    scene: Scene, exchanged: Exchanged
) -> None:
    scene.person()
    act_id = exchanged.pend(expects='["not_started"]')
    act = CreateJobseeker(jobseeker_id=scene.id(), person=Person(last_name="A", first_name="B"))
    exchanged.line(act, OutcomeKind.REFUSED, "right_missing", act_id=act_id)
    (line,) = scene.workspace.read(exchange.to_settle)
    assert line.expects == ("not_started",)
    assert line.subject.person_name == "A B"


def test_unsent_acts_come_in_their_order_with_their_doubt(
    scene: Scene, exchanged: Exchanged
) -> None:
    scene.person("Premier")
    first = exchanged.pend()
    scene.person("Second")
    second = exchanged.pend()
    exchanged.doubt(second, Refused("slot_full", {"capacity": 12}))
    scene.person("Répondu")
    exchanged.answer(exchanged.pend())
    lines = scene.workspace.read(exchange.unsent)
    assert [line.id for line in lines] == [first, second]
    assert [line.code for line in lines] == ["", "slot_full"]
    assert lines[1].facts == '{"capacity":12}'
    assert lines[1].kind is None
    assert lines[0].subject.person_name == "Premier Anne"
    assert state(scene).doubtful == 1


def test_a_row_is_marked_by_what_its_last_act_awaits(scene: Scene, exchanged: Exchanged) -> None:
    slot = scene.meeting(scene.session())
    quiet, pending, doubtful, refused, settled = (scene.register(slot) for _ in range(5))
    every = (quiet, pending, doubtful, refused, settled)
    scene.present(pending)
    act = exchanged.pend()
    scene.say(presence(quiet))
    doubted = exchanged.pend()
    with scene.workspace._write.begin() as conn:
        # The last play refused it: it has no effect, so no image, and speaks of `doubtful`.
        conn.exec_driver_sql("DELETE FROM image WHERE act_id = ?", (doubted.bytes,))
        conn.exec_driver_sql(
            "UPDATE act SET args = replace(args, ?, ?)", (str(quiet), str(doubtful))
        )
    exchanged.doubt(doubted, Refused("registration_ended", {}))
    exchanged.line(presence(refused), OutcomeKind.REFUSED, "right_missing")
    line = exchanged.line(presence(settled), OutcomeKind.REFUSED, "right_missing")
    scene.say(SettleOutcome(outcome_id=line, decision="Pris note"))
    marks = scene.workspace.read(exchange.marks, every)
    assert marks == {
        pending: RowMark.PENDING,
        doubtful: RowMark.DOUBTFUL,
        refused: RowMark.REFUSED,
    }
    exchanged.answer(act)
    assert scene.workspace.read(exchange.marks, [pending]) == {pending: RowMark.PENDING}
    exchanged.cover(act, scene.clock())
    assert scene.workspace.read(exchange.marks, [pending]) == {}


def test_a_flagged_row_is_not_marked_as_refused(scene: Scene, exchanged: Exchanged) -> None:
    registration = scene.register(scene.meeting(scene.session()))
    exchanged.line(presence(registration), OutcomeKind.FLAGGED, "concurrent_change")
    assert scene.workspace.read(exchange.marks, [registration]) == {}
    assert scene.row(RegistrationRow, registration)
