# SPDX-License-Identifier: MIT
"""Posts and a back end agree, whatever was typed where, and nobody's work vanishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    DocumentRow,
    EnrolmentRow,
    JobseekerRow,
    OutcomeRow,
    ProviderRow,
    RegistrationRow,
    SeatsRow,
)
from kairos_desktop.models.vocabulary import (
    CancelReason,
    NotSelectedReason,
    OutcomeKind,
    Prescriber,
    Presence,
    RegistrationState,
    Result,
)
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.acts.registrations import CancelRegistration, Register
from kairos_desktop.services.queries import history
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.rebase import _undo_pending
from kairos_desktop.services.sync.row_bodies import fingerprint
from kairos_desktop.services.sync.truth import keep_truth
from kairos_desktop.services.sync.wire import TableDigest
from tests.factories import SIRET
from tests.kairos_server.exchange.universe import TestPost, Universe

if TYPE_CHECKING:
    import pytest


def level(universe: Universe) -> None:
    """Every post shows what the back end holds."""
    universe.settle()
    truth = universe.truth()
    for post in universe.posts:
        assert post.dump() == truth
        assert post.waiting() == 0
        assert post.exchange.agrees()


def pair(universe: Universe) -> tuple[TestPost, TestPost]:
    """Two posts of an organisation that is described."""
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    sabine.describe_provider()
    return sabine, karim


def register(post: TestPost, slot: UUID, person: UUID) -> UUID:
    registration = post.id()
    post.act(
        Register(
            registration_id=registration,
            slot_id=slot,
            jobseeker_id=person,
            placed_by=Prescriber.FRANCE_TRAVAIL,
        )
    )
    return registration


def outcome(post: TestPost) -> OutcomeRow:
    (row,) = post.rows(OutcomeRow)
    return row


def test_what_one_post_says_the_other_shows(universe: Universe) -> None:
    sabine, karim = pair(universe)
    slot = sabine.meeting(sabine.session())
    registration = sabine.register(slot)
    level(universe)
    assert karim.registration(registration).state is RegistrationState.REGISTERED
    karim.present(registration)
    karim.selected(registration)
    level(universe)
    assert sabine.registration(registration).result is Result.SELECTED
    assert sabine.rows(DocumentRow)[0].number == karim.rows(DocumentRow)[0].number
    assert not sabine.rows(OutcomeRow)


def test_the_last_place_goes_to_one_and_the_other_hears_why(universe: Universe) -> None:
    sabine, karim = pair(universe)
    slot = sabine.meeting(sabine.session(), capacity=1, waitlist=False)
    first, second = sabine.person("Martin"), sabine.person("Durand")
    level(universe)
    register(sabine, slot, first)
    register(karim, slot, second)
    assert karim.seats(slot).taken == 1
    sabine.sync()
    karim.sync()
    assert outcome(karim).code == "slot_full"
    assert outcome(karim).kind is OutcomeKind.REFUSED
    assert outcome(karim).made_by == "Karim"
    level(universe)
    assert [row.jobseeker_id for row in sabine.rows(RegistrationRow)] == [first]
    assert sabine.seats(slot).taken == 1


def test_a_refusal_reaches_its_author_even_if_the_answer_is_lost(universe: Universe) -> None:
    sabine, karim = pair(universe)
    slot = sabine.meeting(sabine.session(), capacity=1, waitlist=False)
    first, second = sabine.person("Martin"), sabine.person("Durand")
    level(universe)
    register(sabine, slot, first)
    register(karim, slot, second)
    sabine.sync()
    karim.wire.fault = lose("after:push")
    assert karim.try_sync() is None
    karim.wire.fault = lambda _call: None
    karim.restart()
    level(universe)
    assert outcome(karim).code == "slot_full"


def lose(call: str) -> Callable[[str], None]:
    """A wire that is cut at this moment of each exchange."""

    def fault(which: str) -> None:
        if which == call:
            raise NoContact

    return fault


def test_pushing_again_has_no_second_effect(universe: Universe) -> None:
    sabine, _karim = pair(universe)
    slot = sabine.meeting(sabine.session())
    sabine.register(slot)
    sabine.wire.fault = lose("after:push")
    for _ in range(3):
        assert sabine.try_sync() is None
    sabine.wire.fault = lambda _call: None
    level(universe)
    assert len(universe.truth()["registration"]) == 1
    assert len(sabine.wire.pushed) == 4


def test_a_post_that_waits_to_send_still_receives(universe: Universe) -> None:
    sabine, karim = pair(universe)
    slot = sabine.meeting(sabine.session())
    level(universe)
    theirs = sabine.register(slot)
    sabine.sync()
    mine = karim.register(slot)
    karim.wire.push = refuse_to_push  # type: ignore[method-assign]
    karim.exchange._pull()
    assert {theirs, mine} == {row.id for row in karim.rows(RegistrationRow)}
    assert karim.seats(slot).taken == 2
    assert karim.waiting() == 2


def refuse_to_push(_asked: object) -> object:
    raise AssertionError("nothing is pushed here")


def test_an_autonomous_post_joins_with_all_its_acts(universe: Universe) -> None:
    sabine = universe.post("Sabine", "A", joined=False)
    sabine.describe_provider()
    slot = sabine.meeting(sabine.session())
    for _ in range(5):
        sabine.present(sabine.register(slot))
    before = sabine.dump()
    assert sabine.join() == 18
    karim = universe.post("Karim", "B")
    level(universe)
    assert karim.dump() == before


def test_a_presence_that_contradicts_a_colleague_is_kept_and_flagged(universe: Universe) -> None:
    sabine, karim = pair(universe)
    registration = sabine.register(sabine.meeting(sabine.session()))
    level(universe)
    sabine.absent(registration)
    karim.present(registration)
    sabine.sync()
    level(universe)
    assert sabine.registration(registration).state is RegistrationState.PRESENT
    assert (outcome(sabine).kind, outcome(sabine).code) == (
        OutcomeKind.FLAGGED,
        "concurrent_change",
    )


def test_a_result_that_a_colleague_typed_first_stands(universe: Universe) -> None:
    sabine, karim = pair(universe)
    registration = sabine.present(sabine.register(sabine.meeting(sabine.session())))
    level(universe)
    sabine.say(
        RecordResult(
            registration_id=registration,
            result=Result.NOT_SELECTED,
            reason=NotSelectedReason.MOBILITY,
        )
    )
    karim.selected(registration)
    sabine.sync()
    level(universe)
    assert karim.registration(registration).result is Result.NOT_SELECTED
    assert outcome(karim).code == "result_already_recorded"
    assert not universe.truth()["enrolment"]


def test_a_colleagues_act_is_in_the_history_of_the_line(universe: Universe) -> None:
    sabine, karim = pair(universe)
    registration = sabine.register(sabine.meeting(sabine.session()))
    level(universe)
    karim.present(registration)
    level(universe)
    lines = sabine.workspace.read(history.of_rows, [registration])
    assert [(line.name, line.by) for line in lines] == [
        ("presence.record", "Karim"),
        ("registration.create", "Sabine"),
    ]


def test_undo_of_what_was_sent_is_an_act_like_any_other(universe: Universe) -> None:
    sabine, karim = pair(universe)
    registration = sabine.register(sabine.meeting(sabine.session()))
    level(universe)
    sabine.present(registration)
    level(universe)
    assert not sabine.workspace.undo().refusals
    level(universe)
    assert karim.registration(registration).state is RegistrationState.REGISTERED
    assert not sabine.workspace.redo().refusals
    level(universe)
    assert karim.registration(registration).state is RegistrationState.PRESENT


def test_a_row_that_an_undo_takes_away_goes_from_every_post(universe: Universe) -> None:
    sabine, karim = pair(universe)
    sabine.person("Martin")
    level(universe)
    assert karim.rows(JobseekerRow)
    sabine.workspace.undo()
    level(universe)
    assert not karim.rows(JobseekerRow)


def test_pages_are_shown_only_when_all_have_come(universe: Universe) -> None:
    sabine, karim = pair(universe)
    slot = sabine.meeting(sabine.session())
    for _ in range(6):
        sabine.register(slot)
    sabine.sync()
    karim.wire.limit = 3
    calls = 0

    def cut(call: str) -> None:
        nonlocal calls
        calls += call == "before:pull"
        if calls == 3:
            raise NoContact

    karim.wire.fault = cut
    assert karim.try_sync() is None
    assert not karim.rows(SeatsRow)
    karim.restart()
    level(universe)


def test_what_is_undone_leaves_exactly_the_truth(universe: Universe) -> None:
    sabine, _karim = pair(universe)
    slot = sabine.meeting(sabine.session())
    registration = sabine.register(slot)
    level(universe)
    truth = universe.truth()
    sabine.present(registration)
    sabine.register(slot)
    sabine.say(CancelRegistration(registration_id=sabine.register(slot), reason=CancelReason.JOB))
    sabine.say(RecordPresence(registration_id=sabine.register(slot), presence=Presence.ABSENT))
    sabine.workspace.write(lambda conn: _undo_pending(conn, sabine.workspace.org))
    assert sabine.dump() == truth


def test_the_name_that_a_new_profile_writes_takes_nothing_from_the_office(
    universe: Universe,
) -> None:
    sabine = universe.post("Sabine", "A")
    sabine.describe_provider(town="Lyon")
    sabine.sync()
    karim = universe.post("Karim", "B", joined=False)
    karim.say(DescribeProvider(provider=Provider(siret=SIRET, name="Atelier des Quais")))
    karim.join()
    level(universe)
    assert [row.town for row in karim.rows(ProviderRow)] == ["Lyon"]
    assert not karim.rows(OutcomeRow)


def test_tables_of_a_later_back_end_are_compared_too(
    universe: Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this version does not know is kept as it came: nothing is downloaded again for it."""
    sabine = universe.post("Sabine", "A")
    sabine.describe_provider()
    sabine.sync()
    served = sabine.wire.digest()
    row_id = UUID(int=7)
    hash_of_it = f"{fingerprint(row_id, 3):016x}"
    later = TableDigest("later", 1, 3, hash_of_it), TableDigest("empty", 0, 0, "0" * 16)
    theirs = msgspec.structs.replace(served, tables=(*later, *served.tables))
    monkeypatch.setattr(sabine.wire, "digest", lambda: theirs)
    assert not sabine.exchange.agrees()
    sabine.sync()
    kept = {("later", row_id.bytes): (3, f'{{"id":"{row_id}"}}')}
    sabine.workspace.write(lambda conn: keep_truth(conn, sabine.workspace.org, kept, ()))
    assert sabine.exchange.agrees()


def test_undo_takes_back_what_the_back_end_made_of_an_act(universe: Universe) -> None:
    """A *retenu* enrols here; there the person is enrolled already, and nothing is doubled."""
    sabine, karim = pair(universe)
    session = sabine.session()
    line = sabine.present(sabine.register(sabine.meeting(session)))
    level(universe)
    person = sabine.registration(line).jobseeker_id
    sabine.say(
        ProposeEnrolment(enrolment_id=sabine.id(), session_id=session.id, jobseeker_id=person)
    )
    karim.say(RecordResult(registration_id=line, result=Result.SELECTED))
    sabine.sync()
    karim.sync()
    assert not karim.workspace.undo().refusals
    level(universe)
    assert sabine.registration(line).result is Result.NONE
    assert len(sabine.rows(EnrolmentRow)) == 1
