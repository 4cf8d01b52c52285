# SPDX-License-Identifier: MIT
"""« À régulariser » of what was kept and flagged: one too many on a training, other flags."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.models.rows import EnrolmentRow, OutcomeRow
from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    HalfDay,
    OutcomeKind,
    Prescriber,
    Presence,
    RecruitmentState,
    RegistrationState,
    Result,
    WithdrawalReason,
)
from kairos_desktop.services.acts.absences import Dates, RecordAbsence, RemoveAbsence
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.aif_quotes import CancelQuote, DraftQuote, Quote
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, WithdrawEnrolment
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.holds import PlaceHold
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.acts.sessions import CancelInterruption
from kairos_desktop.services.acts.signatures import SignHalfDay, StrikeSignature
from kairos_desktop.views.exchange import settle_page
from kairos_desktop.views.exchange.alternatives import alternatives
from kairos_desktop.views.exchange.settle_page import SettlePage
from kairos_desktop.views.toolkit.label import Label
from tests.exchange_scene import Exchanged
from tests.factories import SIRET, TODAY, Scene
from tests.views.exchange.settle_lines import line
from tests.views.hearing import Heard, button_of, shown, wait_for_ids, wait_for_place
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SOME = UUID(int=3)
FLAGGED = OutcomeKind.FLAGGED
KEEP = "Garder cette inscription"
OTHER = "Proposer une autre session…"
WITHDRAW = "Saisir le désistement (plus de place)"


class Full:
    """A training of two places, and the third person proposed from another post."""

    def __init__(self, scene: Scene, joined: Exchanged) -> None:
        self.scene = scene
        self.session = scene.session(places=2)
        self.enrolments = [self._propose(name) for name in ("Adam", "Blin", "Courtois")]
        self.enrolment = self.enrolments[-1]
        self.line = joined.line(self.act, FLAGGED, "beyond_places", {"places": 2}, by="Odile")

    def _propose(self, name: str) -> UUID:
        self.act = ProposeEnrolment(
            enrolment_id=self.scene.id(),
            session_id=self.session.id,
            jobseeker_id=self.scene.person(name),
            prescriber=Prescriber.CAP_EMPLOI,
            source="Courriel",
            funding="Région",
        )
        self.scene.say(self.act)
        return self.act.enrolment_id

    def row(self, enrolment_id: UUID | None = None) -> EnrolmentRow:
        return self.scene.row(EnrolmentRow, enrolment_id or self.enrolment)

    def decision(self) -> str:
        return self.scene.row(OutcomeRow, self.line).decision


@pytest.fixture
def full(scene: Scene, joined: Exchanged) -> Full:
    return Full(scene, joined)


def see(qtbot: QtBot, page: SettlePage, line: UUID) -> list[str]:
    """The buttons of the line, once it shows."""
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    qtbot.waitUntil(lambda: bool(page.detail.choices))
    return [each.text() for each in page.detail.choices]


def test_one_too_many_says_how_many_there_are_and_offers_its_ways_out(
    full: Full, page: SettlePage, qtbot: QtBot
) -> None:
    assert see(qtbot, page, full.line) == [
        KEEP,
        OTHER,
        WITHDRAW,
        "J’ai pris note",
        "Ouvrir la fiche du DE",
        "Ouvrir la session",
        "Voir les places dans l’offre",
    ]
    told = [each.text() for each in page.detail.findChildren(Label)]
    assert "3 places prises sur 2, 1 en surnombre" in told
    assert not misnamed(page)
    assert not cut_texts(page)


def test_the_withdrawal_is_one_press_and_gives_its_reason(
    full: Full, page: SettlePage, qtbot: QtBot
) -> None:
    see(qtbot, page, full.line)
    button_of(qtbot, page, WITHDRAW).click()
    wait_for_ids(qtbot, page.card, [])
    row = full.row()
    assert (row.state, row.reason) == (EnrolmentState.WITHDRAWN, WithdrawalReason.OTHER)
    assert row.note == "Plus de place dans la formation."
    assert full.decision() == WITHDRAW
    seats = full.scene.seats(full.session.id)
    assert (seats.taken, seats.surplus) == (2, 0)
    full.scene.workspace.undo()
    assert full.row().state is EnrolmentState.TO_VALIDATE
    assert full.decision() == ""


def test_keeping_somebody_in_excess_is_a_decision_by_the_keyboard_alone(
    full: Full, page: SettlePage, qtbot: QtBot
) -> None:
    see(qtbot, page, full.line)
    page.card.table.setFocus()
    QTest.keyClick(page.card.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.detail.choices[0].hasFocus())
    QTest.keyClick(page.detail.choices[0], Qt.Key.Key_Return)
    wait_for_ids(qtbot, page.card, [])
    assert full.decision() == KEEP
    assert full.row().state is EnrolmentState.TO_VALIDATE


def test_another_session_takes_the_person_and_frees_the_place_in_one_gesture(
    full: Full, page: SettlePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, day = full.scene, date(2027, 3, 1)
    other = scene.session(places=4, starts_on=day, ends_on=date(2027, 8, 27), town="Fécamp")
    scene.session(starts_on=date(2027, 4, 1), ends_on=date(2027, 9, 24))
    # None of these has a place to give: over, closed, another training, full.
    scene.session(places=4, starts_on=date(2026, 1, 5), ends_on=date(2026, 6, 26))
    scene.session(places=4, starts_on=day, recruitment_state=RecruitmentState.CLOSED)
    scene.session(places=4, starts_on=day, carif_training_number="99_F7")
    taken = scene.session(places=1, starts_on=day)
    scene.say(
        ProposeEnrolment(
            enrolment_id=scene.id(), session_id=taken.id, jobseeker_id=scene.person("Diallo")
        )
    )
    offered: list[tuple[Any, str]] = []

    def ask(_parent: object, _title: str, form: Any, **words: str) -> dict[str, Any]:
        field = form.field("place").control
        offered.extend((field.itemData(i), field.itemText(i)) for i in range(field.count()))
        assert "désistement" in words["lead"]
        return {"place": other.id}

    monkeypatch.setattr(settle_page.dialogs, "ask", ask)
    see(qtbot, page, full.line)
    button_of(qtbot, page, OTHER).click()
    wait_for_ids(qtbot, page.card, [])
    assert [text for _, text in offered if text] == [
        "du 01/03/2027 au 27/08/2027 · Fécamp · 4 places",
        "du 01/04/2027 au 24/09/2027 · places non précisées",
    ]
    assert full.row().state is EnrolmentState.WITHDRAWN
    (made,) = [row for row in scene.rows(EnrolmentRow) if row.session_id == other.id]
    assert (made.state, made.jobseeker_id) == (EnrolmentState.TO_VALIDATE, full.row().jobseeker_id)
    assert (made.prescriber, made.funding) == (Prescriber.CAP_EMPLOI, "Région")
    assert full.decision().startswith("Proposer une autre session : du 01/03/2027")
    scene.workspace.undo()
    assert full.decision() == ""


def test_where_no_other_session_has_a_place_it_is_said(
    full: Full, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    see(qtbot, page, full.line)
    button_of(qtbot, page, OTHER).click()
    qtbot.waitUntil(lambda: bool(heard.notices))
    assert heard.notices[-1].sentence.startswith("Aucune autre session à venir")
    assert full.decision() == ""


def test_a_selected_person_in_excess_is_found_by_the_result(
    scene: Scene, joined: Exchanged, page: SettlePage, heard: Heard, qtbot: QtBot
) -> None:
    session = scene.session(places=1)
    slot = scene.meeting(session)
    scene.selected(scene.present(scene.register(slot)))
    late = scene.present(scene.register(slot, scene.person("Courtois")))
    act = RecordResult(registration_id=late, result=Result.SELECTED)
    (verdict,) = scene.say(act).verdicts
    assert [each.code for each in verdict.warnings] == ["beyond_places"]
    facts, act_id = {"places": 1}, joined.last_acts()[0]
    line = joined.line(act, FLAGGED, "beyond_places", facts, act_id=act_id)
    assert see(qtbot, page, line)[:3] == [KEEP, OTHER, WITHDRAW]
    button_of(qtbot, page, "Ouvrir la session").click()
    assert wait_for_place(qtbot, heard, "session")["tab"] == "enrolled"
    button_of(qtbot, page, WITHDRAW).click()
    wait_for_ids(qtbot, page.card, [])
    (gone,) = [row for row in scene.rows(EnrolmentRow) if row.registration_id == late]
    assert gone.state is EnrolmentState.WITHDRAWN


def test_somebody_who_entered_meanwhile_is_not_withdrawn(
    full: Full, page: SettlePage, qtbot: QtBot
) -> None:
    full.scene.say(RecordEntry(enrolment_id=full.enrolment, entered_on=TODAY, reason="Accord oral"))
    assert see(qtbot, page, full.line)[:2] == [KEEP, "J’ai pris note"]


def test_nothing_is_left_to_decide_of_somebody_who_gave_up(
    full: Full, page: SettlePage, qtbot: QtBot
) -> None:
    full.scene.say(WithdrawEnrolment(enrolment_id=full.enrolment, reason=WithdrawalReason.JOB))
    assert see(qtbot, page, full.line)[0] == "J’ai pris note"


_DAY = Dates(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
_ABSENCE = RecordAbsence(absence_id=SOME, enrolment_id=UUID(int=4), dates=_DAY)
_PAUSE = RecordInterruption(
    interruption_id=SOME,
    enrolment_id=UUID(int=4),
    starts_on=date(2026, 12, 1),
    ends_on=date(2026, 12, 20),
    reason="Maladie",
)
_QUOTE = DraftQuote(quote_id=SOME, session_id=UUID(int=4), jobseeker_id=UUID(int=6), quote=Quote())
_SIGNATURE = SignHalfDay(
    signature_id=SOME,
    session_id=UUID(int=4),
    day=date(2026, 12, 1),
    half=HalfDay.MORNING,
    strokes="",
)


@pytest.mark.parametrize(
    ("act", "code", "taken_back"),
    [
        (_ABSENCE, "absence_overlap", RemoveAbsence(absence_id=SOME)),
        (_ABSENCE, "absence_after_exit", RemoveAbsence(absence_id=SOME)),
        (_PAUSE, "interruption_on_absence", CancelInterruption(interruption_id=SOME)),
        (
            _QUOTE,
            "quote_twin",
            CancelQuote(quote_id=SOME, reason="Un autre devis est déjà en cours."),
        ),
        (
            _SIGNATURE,
            "signed_twice",
            StrikeSignature(signature_id=SOME, reason="Demi-journée signée deux fois."),
        ),
    ],
)
def test_what_was_flagged_is_kept_or_taken_back(act: Act, code: str, taken_back: Act) -> None:
    kept, back = alternatives(line(act, FLAGGED, code))
    assert kept.acts == ()
    assert back.acts == (taken_back,)


def test_a_declared_month_is_rectified_for_one_trainee() -> None:
    month = date(2026, 11, 1)
    act = DeclareAttendance(month=month, enrolment_ids=(SOME,))
    (found,) = alternatives(line(act, FLAGGED, "already_declared", {"day": month, "count": 1}))
    reason = "Saisie arrivée après la déclaration du mois."
    assert found.acts == (RectifyAttendance(month=month, enrolment_id=SOME, reason=reason),)
    several = msgspec.structs.replace(act, enrolment_ids=(SOME, UUID(int=8)))
    assert (
        alternatives(line(several, FLAGGED, "already_declared", {"day": month, "count": 2})) == []
    )


def test_a_presence_in_excess_is_kept_or_typed_anew(scene: Scene) -> None:
    row = scene.registration(scene.present(scene.register(scene.meeting(scene.session()))))
    act = RecordPresence(registration_id=row.id, presence=Presence.PRESENT)
    kept, absent = alternatives(line(act, FLAGGED, "beyond_capacity", registration=row))
    assert kept.acts == ()
    assert absent.acts == (RecordPresence(registration_id=row.id, presence=Presence.ABSENT),)
    decided = msgspec.structs.replace(row, result=Result.ON_HOLD)
    assert len(alternatives(line(act, FLAGGED, "beyond_capacity", registration=decided))) == 1
    gone = msgspec.structs.replace(row, state=RegistrationState.ABSENT)
    assert alternatives(line(act, FLAGGED, "beyond_capacity", registration=gone)) == []


@pytest.mark.parametrize(
    ("act", "code", "label", "place"),
    [
        (
            DescribeProvider(provider=Provider(siret=SIRET, name="Greta")),
            "changed_meanwhile",
            "Ouvrir Informations prestataire",
            "provider",
        ),
        (
            PlaceHold(hold_id=SOME, slot_id=UUID(int=4), places=2, until=TODAY),
            "hold_no_room",
            "Préparer un déplacement",
            "travel",
        ),
    ],
)
def test_what_is_about_nobody_leads_to_where_it_is_done_again(
    joined: Exchanged,
    page: SettlePage,
    heard: Heard,
    qtbot: QtBot,
    act: Act,
    code: str,
    label: str,
    place: str,
) -> None:
    refused = joined.line(act, OutcomeKind.REFUSED, code, {"free": 1})
    assert label in see(qtbot, page, refused)
    button_of(qtbot, page, label).click()
    assert wait_for_place(qtbot, heard, place) == {}
