# SPDX-License-Identifier: MIT
"""How the exchange is told: what stays on one line, on whom an act was, a slot as a choice."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from kairos_desktop.models.rows import JobseekerRow, SlotRow
from kairos_desktop.models.vocabulary import Civility, SlotKind
from kairos_desktop.services.exchange_seen import Subject
from kairos_desktop.services.wording.exchange_words import about, slot_choice, tied, where

SLOT = SlotRow(
    id=UUID(int=1),
    session_id=UUID(int=2),
    kind=SlotKind.MEETING,
    held_on=date(2026, 12, 7),
    starts_at=time(9),
    ends_at=None,
    capacity=12,
)
PERSON = JobseekerRow(
    id=UUID(int=3), last_name="Courtois", first_name="Inès", civility=Civility.MRS
)


def test_french_marks_stay_with_their_words() -> None:
    assert tied("« Oui » : non ?") == "«\u00a0Oui\u00a0»\u00a0: non\u00a0?"


def test_an_act_is_about_a_person_else_about_a_slot() -> None:
    assert about(Subject(jobseeker=PERSON, slot=SLOT)) == "Mme COURTOIS Inès"
    assert about(Subject(person_name="Roux Théo", slot=SLOT)) == "Roux Théo"
    assert about(Subject(slot=SLOT)) == "lun. 7 déc. 2026 · 9\u00a0h"
    assert about(Subject()) == ""
    assert where(Subject(jobseeker=PERSON, slot=SLOT)) == "lun. 7 déc. 2026 · 9\u00a0h"


def test_a_slot_is_chosen_by_its_day_and_its_places() -> None:
    day = "Info coll · lun. 7 déc. 2026 · 9\u00a0h"
    assert slot_choice(SLOT, 1) == (day, "1 place")
    assert slot_choice(SLOT, 0) == (day, "liste d’attente")
