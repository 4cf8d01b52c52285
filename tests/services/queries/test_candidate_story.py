# SPDX-License-Identifier: MIT
"""A candidacy in the story and in the path of a person: its own days, its own words."""

from __future__ import annotations

from datetime import date

from kairos_desktop.models.vocabulary import Contact, Result
from kairos_desktop.services.acts.candidacies import (
    FixAppointment,
    OpenCandidacies,
    RecordContact,
    Window,
)
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.queries import paths
from kairos_desktop.services.queries.story import story
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.views.people.phrases import latest_text, path_text
from kairos_desktop.views.people.story_words import state, told, what
from tests.factories import MEETING_DAY, TODAY, Scene


def test_a_candidacy_is_told_on_the_days_on_which_it_went_on(scene: Scene) -> None:
    session, slot, person = scene.session(), scene.id(), scene.person()
    typed = Window(
        opens_on=date(2026, 11, 1), closes_on=MEETING_DAY, where=Where(contact="Mme Blin")
    )
    scene.say(OpenCandidacies(slot_id=slot, session_id=session.id, window=typed))
    row = scene.register(slot, person)
    (path,) = scene.workspace.read(paths.lines_for, [person])
    assert path_text(path) == "1 candidature"
    # The day on which it came, not that on which the window opened.
    assert latest_text(path) == f"{day_number(TODAY)} · Candidature · À contacter"
    scene.clock.be(date(2026, 11, 24))
    scene.say(RecordContact(registration_id=row, contact=Contact.CONTACTED, note="Disponible"))
    scene.clock.be(date(2026, 11, 25))
    scene.say(RecordResult(registration_id=row, result=Result.ON_HOLD))
    found = scene.workspace.read(story, person)
    assert found is not None
    lines = [(day_number(e.day), what(e), told(e, ()), state(e).word) for e in found.lines]
    assert lines == [
        (
            "23/11/2026",
            "Candidature",
            "Candidatures du 01/11/2026 au 07/12/2026",
            "France Travail",
        ),
        ("24/11/2026", "Prise de contact", "Disponible", "Contacté"),
        ("25/11/2026", "Résultat", "Candidature", "En attente"),
    ]
    (target,) = scene.appointments(session, count=1)
    scene.say(
        FixAppointment(registration_id=row, target_slot_id=target, new_registration_id=scene.id())
    )
    found = scene.workspace.read(story, person)
    assert found is not None
    assert "puis un RDV a été fixé" in told(found.lines[0], ())
    (path,) = scene.workspace.read(paths.lines_for, [person])
    assert path_text(path) == "1 RDV · 1 candidature"
