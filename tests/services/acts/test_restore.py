# SPDX-License-Identifier: MIT
"""Undo and redo: what comes back, what is refused, what becomes of the papers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from kairos_desktop.models.rows import (
    ROW_OF_TABLE,
    CounterRow,
    DocumentRow,
    EnrolmentRow,
    RegistrationRow,
    Row,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.models.vocabulary import (
    CancelReason,
    DocumentKind,
    DocumentState,
    HalfDay,
    Presence,
    RegistrationState,
)
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.history import DERIVED, LINKS, Restore
from kairos_desktop.services.acts.jobseekers import MergeJobseekers, UnmergeJobseekers
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.registrations import CancelRegistration, GivePlace
from kairos_desktop.services.acts.sessions import CancelInterruption, PlanInterruption
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.slots import ChangeSlot, DeleteSlot
from tests.factories import Scene, a_meeting
from tests.training_scene import a_report


def cancel(registration_id: UUID) -> CancelRegistration:
    return CancelRegistration(registration_id=registration_id, reason=CancelReason.HEALTH)


def business(scene: Scene) -> dict[str, list[Row]]:
    """The rows that undo puts back; papers and their counters only go forward."""
    dump = scene.dump()
    return {name: rows for name, rows in dump.items() if name not in ("document", "counter")}


def standing(scene: Scene, kind: DocumentKind) -> list[tuple[int, DocumentState]]:
    found = [row for row in scene.rows(DocumentRow) if row.kind is kind]
    return [(row.version, row.state) for row in sorted(found, key=lambda row: row.version)]


def undo_act(scene: Scene, act_id: UUID) -> str | None:
    refusals = scene.workspace.record([Restore(act_id=act_id)]).refusals
    return refusals[0].code if refusals else None


def test_undo_takes_back_a_whole_gesture_and_redo_does_it_again(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    people = [scene.register(slot) for _ in range(3)]
    before = business(scene)
    scene.say(*(RecordPresence(registration_id=p, presence=Presence.PRESENT) for p in people))
    after = business(scene)
    assert not scene.workspace.undo().refusals
    assert business(scene) == before
    assert not scene.workspace.redo().refusals
    assert business(scene) == after


def test_what_changed_nothing_does_not_stand_in_the_way_of_undo(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    present, other = scene.register(slot), scene.register(slot)
    scene.present(present)
    before = business(scene)
    everyone = [
        RecordPresence(registration_id=row, presence=Presence.PRESENT) for row in (present, other)
    ]
    scene.say(*everyone)
    scene.say(*everyone)
    assert not scene.workspace.undo().refusals
    assert business(scene) == before


def test_what_changed_nothing_does_not_end_redo(scene: Scene) -> None:
    row = scene.register(scene.meeting(scene.session()))
    scene.present(row)
    scene.absent(row)
    scene.workspace.undo()
    scene.present(row)
    assert scene.workspace.redo().verdicts
    assert scene.registration(row).state is RegistrationState.ABSENT


def test_a_new_act_ends_redo(scene: Scene) -> None:
    row = scene.register(scene.meeting(scene.session()))
    scene.present(row)
    scene.workspace.undo()
    scene.absent(row)
    assert scene.workspace.redo().verdicts == ()


def test_undoing_a_retenu_voids_its_ais_and_redoing_it_issues_it_again(scene: Scene) -> None:
    row = scene.present(scene.register(scene.meeting(scene.session())))
    enrolment = scene.selected(row)
    kind, state = DocumentKind.ENROLMENT_ATTESTATION, DocumentState
    scene.workspace.undo()
    assert not scene.rows(EnrolmentRow)
    assert standing(scene, kind) == [(1, state.SUPERSEDED), (2, state.VOIDED)]
    scene.workspace.redo()
    assert scene.rows(EnrolmentRow) == [enrolment]
    assert standing(scene, kind)[-1] == (3, state.VALID)
    assert len({paper.number for paper in scene.rows(DocumentRow)}) == 1
    assert sorted(row.last for row in scene.rows(CounterRow)) == [1]


def test_a_retenu_undone_from_afar_voids_its_certificate_too(scene: Scene) -> None:
    row = scene.present(scene.register(scene.meeting(scene.session())))
    enrolment = scene.selected(row)
    retained = scene.workspace.read(_last_act)
    scene.say(IssueCertificate(enrolment_id=enrolment.id))
    assert undo_act(scene, retained) is None
    for kind in (DocumentKind.ENROLMENT_ATTESTATION, DocumentKind.ENROLMENT_CERTIFICATE):
        assert standing(scene, kind)[-1] == (2, DocumentState.VOIDED)


def test_undoing_the_same_paper_twice_issues_one_version(scene: Scene) -> None:
    row = scene.present(scene.register(scene.meeting(scene.session())))
    enrolment = scene.selected(row)
    issued = scene.say(IssueCertificate(enrolment_id=enrolment.id)).verdicts[0].act_id
    kind = DocumentKind.ENROLMENT_CERTIFICATE
    assert [undo_act(scene, issued), undo_act(scene, issued)] == [None, None]
    assert standing(scene, kind)[1:] == [(2, DocumentState.VOIDED)]
    scene.workspace.redo()
    assert standing(scene, kind)[2:] == [(3, DocumentState.VALID)]
    scene.workspace.undo()
    assert standing(scene, kind)[3:] == [(4, DocumentState.VOIDED)]
    assert scene.rows(EnrolmentRow) == [enrolment]


def test_a_paper_voided_with_its_enrolment_does_not_stand_in_the_way_of_undo(
    scene: Scene,
) -> None:
    row = scene.present(scene.register(scene.meeting(scene.session())))
    enrolment = scene.selected(row)
    retained = scene.workspace.read(_last_act)
    scene.say(IssueCertificate(enrolment_id=enrolment.id))
    assert undo_act(scene, retained) is None
    scene.workspace.undo()
    assert standing(scene, DocumentKind.ENROLMENT_CERTIFICATE)[-1] == (2, DocumentState.VOIDED)
    scene.workspace.undo()
    assert scene.registration(row).state is RegistrationState.REGISTERED


def _last_act(conn: object, org: UUID) -> UUID:
    from kairos_desktop.services.queries.history import latest

    return latest(conn, org, 1)[0].id  # pyright: ignore[reportArgumentType]


def test_undo_is_refused_where_the_row_changed_since(scene: Scene) -> None:
    row = scene.register(scene.meeting(scene.session()))
    first = scene.say(RecordPresence(registration_id=row, presence=Presence.PRESENT))
    scene.absent(row)
    assert undo_act(scene, first.verdicts[0].act_id) == "changed_since"
    assert undo_act(scene, scene.id()) == "nothing_to_undo"


def test_undo_is_refused_where_the_row_serves_another(scene: Scene) -> None:
    session = scene.session()
    slot = scene.meeting(session)
    opened = scene.workspace.read(_last_act)
    scene.register(slot)
    assert undo_act(scene, opened) == "still_used"


def test_an_enrolment_stays_while_a_sheet_names_it(scene: Scene) -> None:
    enrolment = scene.selected(scene.present(scene.register(scene.meeting(scene.session()))))
    retained = scene.workspace.read(_last_act)
    day = {"session_id": enrolment.session_id, "day": date(2027, 1, 11), "half": HalfDay.MORNING}
    for who in ({"signed": (enrolment.id,)}, {"missing": (enrolment.id,)}):
        scene.say(RecordSheet(**day, **who))
        assert undo_act(scene, retained) == "still_used"
    other = scene.say(RecordSheet(**day, trainer_signed=True)).verdicts[0].act_id
    assert undo_act(scene, retained) is None
    # Nor does the sheet come back that names somebody who is not there any more.
    assert undo_act(scene, other) == "unknown_row"


def test_an_enrolment_stays_while_a_report_speaks_of_it(scene: Scene) -> None:
    enrolment = scene.selected(scene.present(scene.register(scene.meeting(scene.session()))))
    retained = scene.workspace.read(_last_act)
    entry = scene.say(RecordEntry(enrolment_id=enrolment.id, entered_on=date(2026, 12, 7)))
    reported = scene.say(a_report(enrolment.id)).verdicts[0].act_id
    assert undo_act(scene, entry.verdicts[0].act_id) is None
    assert undo_act(scene, retained) == "still_used"
    assert undo_act(scene, reported) is None
    assert undo_act(scene, retained) is None


def test_every_row_that_hangs_on_another_keeps_it_from_being_taken_back() -> None:
    kinds = ROW_OF_TABLE
    links = {(child.table, column, parent.table) for child, column, parent in LINKS}
    for name, table in TABLE_OF_ROW.items():
        # These follow from rows that are held themselves: places from slots, chains of signatures.
        if kinds[name] in DERIVED:
            continue
        for key in table.foreign_key_constraints:
            (column,) = (each.name for each in key.columns if each.name != "org_id")
            parent = key.referred_table.name
            held = {(name, column, parent)} | {
                # What holds the row in between holds this one too.
                (between, column, parent) for child, _, between in links if child == name
            }  # fmt: skip
            assert held & links, (name, column)


def test_undo_is_refused_where_the_place_was_taken(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    seated, waiting = scene.register(slot), scene.register(slot)
    given_up = scene.say(cancel(seated)).verdicts[0].act_id
    scene.say(GivePlace(registration_id=waiting))
    assert undo_act(scene, given_up) == "place_taken"


def test_undo_never_takes_the_places_that_a_larger_room_gave(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    larger = scene.say(ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=2)))
    for _ in range(2):
        scene.register(slot)
    assert undo_act(scene, larger.verdicts[0].act_id) == "place_taken"


def test_undo_is_refused_where_the_person_came_back_meanwhile(scene: Scene) -> None:
    slot, person = scene.meeting(scene.session()), scene.person()
    given_up = scene.say(cancel(scene.register(slot, person))).verdicts[0].act_id
    scene.register(slot, person)
    assert undo_act(scene, given_up) == "already_registered"


def test_a_row_comes_back_only_to_what_it_hangs_on(scene: Scene) -> None:
    session = scene.session()
    opened = scene.workspace.read(_last_act)
    plan = PlanInterruption(
        interruption_id=scene.id(), session_id=session.id, starts_on=date(2027, 4, 5),
        ends_on=date(2027, 4, 30), reason="school_holidays",
    )  # fmt: skip
    scene.say(plan)
    taken_back = scene.say(CancelInterruption(interruption_id=plan.interruption_id))
    assert undo_act(scene, opened) is None
    assert undo_act(scene, taken_back.verdicts[0].act_id) == "unknown_row"


def test_undo_works_after_a_restart(database: Path, scene: Scene) -> None:
    row = scene.register(scene.meeting(scene.session()))
    before = business(scene)
    scene.present(row)
    after = business(scene)
    with Scene.opened(database, scene.clock) as again:
        assert not again.workspace.undo().refusals
        assert business(again) == before
    with Scene.opened(database, scene.clock) as third:
        assert not third.workspace.redo().refusals
        assert business(third) == after


def test_there_is_nothing_to_undo_nor_redo_in_a_new_workspace(bare_scene: Scene) -> None:
    assert bare_scene.workspace.undo().verdicts == ()
    assert bare_scene.workspace.redo().verdicts == ()


def test_undo_walks_back_to_the_beginning_and_redo_to_the_end(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    seated, waiting = scene.register(slot), scene.register(slot)
    scene.say(cancel(seated))
    scene.say(GivePlace(registration_id=waiting))
    scene.clock.be(date(2026, 12, 7) + timedelta(days=1))
    scene.selected(scene.present(waiting))
    end = business(scene)
    steps = 0
    while scene.workspace.undo().verdicts:
        steps += 1
    assert not any(business(scene).values())
    for _ in range(steps):
        assert not scene.workspace.redo().refusals
    assert business(scene) == end
    assert len(scene.rows(RegistrationRow)) == 2


def test_nobody_comes_back_on_a_slot_that_was_deleted_since(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    registration = scene.register(slot)
    cancelled = scene.say(cancel(registration)).verdicts[0].act_id
    undone = scene.register(slot)
    taken_back = scene.workspace.undo().verdicts[0].act_id
    scene.say(DeleteSlot(slot_id=slot))
    assert undo_act(scene, cancelled) == "slot_deleted"
    assert undo_act(scene, taken_back) == "slot_deleted"
    assert scene.registration(registration).state == "cancelled"
    assert undone not in {row.id for row in scene.rows(RegistrationRow)}


def test_a_merge_is_not_done_again_over_lines_typed_since(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    kept, absorbed = scene.person(), scene.person()
    merged = scene.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed)).verdicts[0].act_id
    apart = UnmergeJobseekers(absorbed_id=absorbed, merge_act_id=merged)
    unmerged = scene.say(apart).verdicts[0].act_id
    line = scene.register(slot, absorbed)
    assert undo_act(scene, unmerged) == "still_used"
    assert scene.registration(line).jobseeker_id == absorbed


def test_a_merge_is_not_done_again_into_a_record_merged_since(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    kept, absorbed, last = scene.person(), scene.person(), scene.person()
    line = scene.register(slot, absorbed)
    merged = scene.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed)).verdicts[0].act_id
    taken_back = scene.workspace.undo().verdicts[0].act_id
    scene.say(MergeJobseekers(kept_id=last, absorbed_id=kept))
    assert undo_act(scene, taken_back) == "merged_away"
    assert scene.registration(line).jobseeker_id == absorbed
    assert undo_act(scene, merged) == "changed_since"
