# SPDX-License-Identifier: MIT
"""Who will have a place, said before it is given: the places that this post keeps are its own."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from kairos_desktop.models.rows import SeatsRow, SlotRow
from kairos_desktop.models.vocabulary import Civility, Prescriber, RegistrationState, SlotKind
from kairos_desktop.services.acts.holds import PlaceHold
from kairos_desktop.services.acts.slots import CreateMeeting
from kairos_desktop.services.queries.sessions import SlotLine
from kairos_desktop.views.recruitment.transfer_dialog import seating
from tests.factories import a_meeting
from tests.views.recruitment.driving import dialog_of, open_on, press, save, states
from tests.views.recruitment.scene import Scene

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.recruitment.session_page import SessionPage


@pytest.mark.parametrize(
    ("capacity", "waitlist", "count", "said"),
    [
        (1, False, 1, "Une place est libre."),
        (2, False, 2, "Une place pour chacun."),
        (0, False, 1, "Aucune place libre, sans liste d’attente : 1 personne ne pourra pas venir."),
        (1, False, 3, "1 place libre, sans liste d’attente : 2 personnes ne pourront pas venir."),
        (2, False, 3, "2 places libres, sans liste d’attente : 1 personne ne pourra pas venir."),
        (0, True, 1, "Aucune place libre : 1 sera en liste d’attente."),
        (0, True, 2, "Aucune place libre : 2 seront en liste d’attente."),
        (1, True, 2, "1 aura une place, 1 sera en liste d’attente."),
        (3, True, 5, "3 auront une place, 2 seront en liste d’attente."),
    ],
)
def test_one_and_several_are_said_as_one_says_them(
    scene: Scene, capacity: int, waitlist: bool, count: int, said: str
) -> None:
    slot = SlotRow(
        id=UUID(int=1), session_id=UUID(int=2), kind=SlotKind.MEETING, held_on=date(2026, 12, 18),
        starts_at=time(9), ends_at=None, capacity=capacity, waitlist=waitlist,
    )  # fmt: skip
    line = SlotLine(slot, SeatsRow(id=slot.id, capacity=capacity), None)
    assert seating(scene.desk, line, count) == said


def kept_whole(scene: Scene, places: int) -> UUID:
    """A slot without a waiting list, all of whose places this post keeps."""
    slot, day = scene.workspace.new_id(), date(2026, 12, 18)
    meeting = a_meeting(held_on=day, starts_at=time(9), capacity=places, waitlist=False)
    scene.record(CreateMeeting(slot_id=slot, session_id=scene.session, meeting=meeting))
    hold = scene.workspace.new_id()
    scene.record(PlaceHold(hold_id=hold, slot_id=slot, places=places, until=day))
    return slot


def test_the_places_kept_here_are_offered_to_whom_this_post_registers(
    scene: Scene, page: SessionPage, qtbot: QtBot
) -> None:
    scene.create([("Aubert", "Zoé", Civility.MRS, "5050505Z", Prescriber.CAP_EMPLOI, "")])
    slot = kept_whole(scene, 2)
    open_on(page, scene, qtbot, tab="meetings", slot_id=slot)
    press(page, "Inscrire un DE")
    dialog = dialog_of(page, qtbot)
    assert (
        dialog.form.field("slot")
        .control.currentText()
        .endswith("Places disponibles : 0 · 2 gardées ici")
    )
    dialog.people.add_id(scene.people["Aubert"])
    qtbot.waitUntil(lambda: dialog.note.text() == "1 place sur 2 gardées par ce poste.")
    save(dialog, qtbot, placed_by=Prescriber.FRANCE_TRAVAIL)
    assert states(scene, scene.session)["Aubert"] == RegistrationState.REGISTERED


def test_a_slot_whose_places_are_kept_here_may_be_transferred_to(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID]
) -> None:
    target = kept_whole(scene, 1)
    open_on(page, scene, qtbot, tab="meetings", list="presence", slot_id=slots["monday"])
    page.meetings.lists.card.table.choose([scene.registrations["Nguyen"]])
    press(page, "Transférer")
    dialog = dialog_of(page, qtbot)
    dialog.form.field("target").set_value(target)
    assert dialog.note.text() == "1 place sur 1 gardée par ce poste."
    save(dialog, qtbot)
    assert states(scene, scene.session)["Nguyen"] == RegistrationState.REGISTERED
