# SPDX-License-Identifier: MIT
"""Past its lease a post hides who people are, whatever is asked, and goes on recording facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kairos_desktop.models import engine
from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.rows import JobseekerRow, RegistrationRow
from kairos_desktop.models.tables import JOBSEEKER
from kairos_desktop.models.vocabulary import HalfDay, RegistrationState
from kairos_desktop.services.acts.jobseekers import CorrectJobseeker, Person
from kairos_desktop.services.acts.signatures import SignHalfDay
from kairos_desktop.services.queries import people
from kairos_desktop.services.queries.exchange import unsent
from kairos_desktop.services.queries.sheets import sheet_view
from kairos_desktop.services.rules.lease import MASK
from kairos_desktop.services.rules.strokes import written
from kairos_desktop.services.workspace import Workspace
from tests.exchange_scene import Exchanged
from tests.factories import KEY, POST, SIRET, Clock, Scene
from tests.training_scene import a_training, entered


@pytest.fixture
def scene(database: Path, clock: Clock) -> Iterator[Scene]:
    engines = engine.open_engines(database, KEY)
    workspace = Workspace(
        engines.write,
        engines.read,
        siret=SIRET,
        post=POST,
        post_range="A",
        operator="Odile",
        now=clock,
        hides_when_overdue=True,
    )
    made = Scene(workspace, clock)
    made.describe_provider()
    yield made
    engines.dispose()


@pytest.fixture
def exchanged(scene: Scene) -> Exchanged:
    """A lease of two weeks, of which somebody's record was made the first day."""
    made = Exchanged(scene.workspace)
    at = scene.clock.now
    made.join(last_ok_at=at, lease_until=at + timedelta(days=14))
    scene.person("Courtois", "Inès", phone="06 00 00 00 01", ft_id="1234567A")
    made.pend()
    return made


def shown(scene: Scene) -> JobseekerRow:
    ids = scene.workspace.read(people.ids_for, "")
    return scene.workspace.read(people.rows_for, ids)[0]


def found(scene: Scene, typed: str) -> int:
    return len(scene.workspace.read(people.ids_for, typed))


def overdue(scene: Scene) -> None:
    scene.clock.now += timedelta(days=14, minutes=1)


def test_names_and_numbers_are_hidden_the_minute_the_lease_is_over(
    scene: Scene, exchanged: Exchanged
) -> None:
    assert (shown(scene).last_name, found(scene, "courtois")) == ("Courtois", 1)
    overdue(scene)
    row = shown(scene)
    assert (row.last_name, row.first_name) == (f"C{MASK}", f"I{MASK}")
    assert (row.phone, row.ft_id, row.birth_date) == (MASK, MASK, None)
    assert (row.email, row.town) == ("", "")
    # Looked for by name, nobody is found: the search would say who is here.
    assert (found(scene, "courtois"), found(scene, "1234567A")) == (0, 0)
    assert scene.workspace.hides


def test_both_read_connections_hide(scene: Scene, exchanged: Exchanged) -> None:
    shown(scene)
    overdue(scene)
    with scene.workspace._read.connect(), scene.workspace._read.connect():
        pass
    assert {shown(scene).last_name for _ in range(4)} == {f"C{MASK}"}


def test_the_acts_on_screen_name_nobody_and_leave_as_they_were_said(
    scene: Scene, exchanged: Exchanged
) -> None:
    overdue(scene)
    line = scene.workspace.read(unsent)[0]
    assert line.subject.person_name == f"C{MASK} I{MASK}"
    query = select(ACT.c.args).where(ACT.c.type == "jobseeker.create")
    whole = scene.workspace.read_whole(lambda conn: conn.execute(query).scalar())
    assert msgspec.json.decode(whole or "")["person"]["last_name"] == "Courtois"


def test_no_line_of_a_signature_shows_nor_is_it_taken_for_altered(
    scene: Scene, exchanged: Exchanged
) -> None:
    session, day = a_training(scene), scene.clock.now.date()
    who = entered(scene, session)
    strokes = written([[(1, 1), (9, 9)]])
    for signer in ({"enrolment_id": who}, {"trainer": "Marc Quesnel"}):
        sign = SignHalfDay(
            signature_id=scene.id(),
            session_id=session.id,
            day=day,
            half=HalfDay.MORNING,
            strokes=strokes,
            **signer,
        )
        scene.say(sign)
    half = (session.id, day, HalfDay.MORNING)
    seen = scene.workspace.read(sheet_view, *half)
    overdue(scene)
    hidden = scene.workspace.read(sheet_view, *half)
    assert seen is not None
    assert hidden is not None
    assert all(each.strokes for each in seen.card.signatures)
    assert {each.strokes for each in hidden.card.signatures} == {""}
    assert hidden.card.faults == seen.card.faults == ()
    query = select(ACT.c.args).where(ACT.c.type == "signature.sign")
    told = scene.workspace.read(lambda conn, _org: list(conn.execute(query).scalars()))
    said = [msgspec.json.decode(args) for args in told]
    assert [each["strokes"] for each in said] == [MASK, MASK]
    assert sorted(each["trainer"] for each in said) == ["", MASK]


def test_facts_are_still_recorded_and_found_by_their_slot(
    scene: Scene, exchanged: Exchanged
) -> None:
    slot = scene.meeting(scene.session())
    registration = scene.register(slot, scene.person("Diallo", "Aminata"))
    overdue(scene)
    shown(scene)
    scene.present(registration)
    assert scene.row(RegistrationRow, registration).state is RegistrationState.PRESENT
    scene.person("Evrard", "Nicolas")


def test_what_would_put_a_mask_on_record_is_refused(scene: Scene, exchanged: Exchanged) -> None:
    overdue(scene)
    row = shown(scene)
    typed = Person(last_name=row.last_name, first_name=row.first_name, town="Fécamp")
    act = CorrectJobseeker(jobseeker_id=row.id, person=typed)
    recorded = scene.workspace.record([act])
    assert [each.code for each in recorded.refusals] == ["lease_over"]
    query = select(JOBSEEKER.c.last_name, JOBSEEKER.c.town)
    kept = scene.workspace.read_whole(lambda conn: conn.execute(query).one())
    assert tuple(kept) == ("Courtois", "")


def test_a_contact_lifts_it(scene: Scene, exchanged: Exchanged) -> None:
    overdue(scene)
    assert shown(scene).last_name == f"C{MASK}"
    until = scene.clock.now + timedelta(days=14)
    change = EXCHANGE.update().values(lease_until=until, last_ok_at=scene.clock.now)
    scene.workspace.write(lambda conn: conn.execute(change))
    assert (shown(scene).last_name, found(scene, "courtois")) == ("Courtois", 1)
    assert not scene.workspace.hides


def test_a_read_that_fails_leaves_the_veil_down(scene: Scene, exchanged: Exchanged) -> None:
    overdue(scene)

    def fail(_conn: object, _org: object) -> None:
        raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            scene.workspace.read(fail)
    assert shown(scene).last_name == f"C{MASK}"


def test_a_post_that_works_alone_is_never_hidden(scene: Scene) -> None:
    scene.person("Courtois", "Inès")
    scene.clock.now += timedelta(days=400)
    assert shown(scene).last_name == "Courtois"
    assert not scene.workspace.hides
