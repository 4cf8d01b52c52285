# SPDX-License-Identifier: MIT
"""An account kept to some sites acts on their slots alone, whatever its role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from kairos_desktop.models.rows import OutcomeRow
from kairos_desktop.models.sheet_rows import SheetRow
from kairos_desktop.models.vocabulary import DocumentKind, HalfDay, RegistrationState
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.slot_papers import IssueSheet
from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, Taught
from kairos_desktop.services.sync.wire import WireAct
from kairos_server.exchange.judging import Author, Sender
from tests.kairos_server.exchange.universe import Everybody, TestPost, Universe
from tests.training_scene import a_training


class KeptTo(Everybody):
    """Accounts that may do everything on one site."""

    def __init__(self, post: TestPost, site: UUID) -> None:
        super().__init__(Sender(post.post, post.letter))
        self.site = site

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        return [Author(act.by, "", frozenset({self.site})) for act in acts]


class Trainer(Everybody):
    """Accounts whose role is « Formateur »."""

    def __init__(self, post: TestPost, name: str) -> None:
        super().__init__(Sender(post.post, post.letter))
        self.name = name

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        return [Author(act.by, "", trainer=self.name) for act in acts]


def a_site(post: TestPost, label: str) -> UUID:
    site = post.id()
    post.say(DescribeSite(site_id=site, label=label))
    return site


def codes(post: TestPost) -> list[str]:
    return sorted(row.code for row in post.rows(OutcomeRow))


def test_what_is_done_elsewhere_is_refused_and_here_is_not(universe: Universe) -> None:
    sabine, tom = universe.post("Sabine", "A"), universe.post("Tom", "B")
    sabine.describe_provider()
    session = sabine.session()
    here, there = a_site(sabine, "Tarbes"), a_site(sabine, "Lannemezan")
    slots = [sabine.meeting(session, where=Where(site_id=site)) for site in (here, there, None)]
    lines = [sabine.register(slot) for slot in slots]
    universe.settle()
    tom.wire.people = KeptTo(tom, here)
    for line in lines:
        tom.present(line)
    universe.settle()
    assert codes(tom) == ["out_of_scope"] * 2
    states = [tom.registration(line).state for line in lines]
    assert states == [
        RegistrationState.PRESENT,
        RegistrationState.REGISTERED,
        RegistrationState.REGISTERED,
    ]
    for slot in slots:
        tom.say(IssueSheet(slot_id=slot, kind=DocumentKind.SIGN_IN_SHEET))
    universe.settle()
    assert codes(tom) == ["out_of_scope"] * 4
    assert [row.slot_id for row in tom.rows_named("document")] == [slots[0]]
    # What is held nowhere is not bound to a place.
    tom.person("Martin")
    universe.settle()
    assert codes(tom) == ["out_of_scope"] * 4
    assert sabine.dump() == tom.dump() == universe.truth()


def test_what_a_trainer_types_in_another_session_is_kept_and_flagged(universe: Universe) -> None:
    universe.clock.be(date(2026, 11, 26))
    sabine, tom = universe.post("Sabine", "A"), universe.post("Tom", "B")
    sabine.describe_provider()
    own, other, untold = (
        a_training(sabine, carif_session_number=f"99_S{number}") for number in range(3)
    )
    for session, trainer in ((own, "Mme Lo / T. Roux"), (other, "Mme Lo"), (untold, "")):
        taught = Taught(starts_at=time(9), ends_at=time(12), trainer=trainer)
        lesson = Lesson(day=date(2026, 11, 16), half=HalfDay.MORNING, taught=taught)
        sabine.say(PlanLessons(session_id=session.id, lessons=(lesson,)))
    universe.settle()
    tom.wire.people = Trainer(tom, "Tom Roux")
    for session in (own, other, untold):
        tom.say(
            RecordSheet(
                session_id=session.id,
                day=date(2026, 11, 16),
                half=HalfDay.MORNING,
                trainer_signed=True,
            )
        )
    universe.settle()
    assert codes(tom) == ["not_own_session"]
    assert len(sabine.rows(SheetRow)) == 3
    assert sabine.dump() == tom.dump() == universe.truth()
