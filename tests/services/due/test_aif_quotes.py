# SPDX-License-Identifier: MIT
"""« Devis AIF » in « À faire » and in « Actions »: drafts to send, answers that are late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.quote_rows import QuoteState as Q
from kairos_desktop.models.rows import SessionRow
from kairos_desktop.services.acts.aif_quotes import (
    CancelQuote,
    DraftQuote,
    FollowQuote,
    Quote,
    SendQuote,
)
from kairos_desktop.services.acts.jobseekers import CorrectJobseeker, Person
from kairos_desktop.services.due import board
from kairos_desktop.services.due.dashboard import ActionBoard, Between
from kairos_desktop.services.due.dashboard import board as actions
from kairos_desktop.services.due.line import Due, DueKind
from kairos_desktop.views.boards.due_words import due_pill
from tests.factories import TODAY, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.acts.act import Act

START = date(2027, 1, 18)
_ALWAYS = Between()
KINDS = (DueKind.QUOTE, DueKind.QUOTE_ANSWER)


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.describe_provider()
    return scene.session(starts_on=START, ends_on=date(2027, 6, 11))


def draft(scene: Scene, session: SessionRow, name: str = "Zola", **typed: object) -> UUID:
    quote_id = scene.id()
    values = {"starts_on": START, "teaching": 450_000, "cpf": 50} | typed
    scene.say(
        DraftQuote(
            quote_id=quote_id, session_id=session.id, jobseeker_id=scene.person(name),
            quote=Quote(**values),  # pyright: ignore[reportArgumentType]
        )
    )  # fmt: skip
    return quote_id


def due(scene: Scene) -> list[Due]:
    now = scene.clock.now.replace(tzinfo=None)
    return [line for line in scene.workspace.read(board.whole, now) if line.kind in KINDS]


def follows(scene: Scene, acts: Sequence[Act]) -> None:
    """What an act changed of the list is what reading it whole gives."""
    now = scene.clock.now.replace(tzinfo=None)
    before = scene.workspace.read(board.whole, now)
    changes = scene.say(*acts).changes
    read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
    assert board.merged(before, read).lines == scene.workspace.read(board.whole, now)


def test_domain_4_a_draft_is_due_thirty_days_before_the_start_until_it_is_sent(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session)
    draft(scene, session, "Hugo", starts_on=None)
    scene.clock.be(START - timedelta(days=31))
    assert due(scene) == []
    scene.clock.be(START - timedelta(days=30))
    (line,) = due(scene)
    assert (line.kind, line.by) == (DueKind.QUOTE, date(2027, 1, 3))
    assert line.whom == "ZOLA Anne · Secrétaire assistant"
    assert (line.page, line.arguments) == ("quote", {"quote_id": quote_id})
    late = due_pill(line, date(2027, 1, 5))
    assert (late.word, late.role) == ("Retard 2 j", "danger")
    scene.clock.be(START + timedelta(days=3))
    assert due(scene) == [line]
    follows(scene, [SendQuote(quote_id=quote_id, on=date(2027, 1, 20))])
    assert due(scene) == []


def test_domain_4_an_answer_is_called_for_from_the_tenth_day_until_it_is_noted(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session, valid_until=date(2026, 12, 3))
    scene.say(SendQuote(quote_id=quote_id, on=TODAY))
    scene.clock.be(date(2026, 12, 2))
    assert due(scene) == []
    scene.clock.be(date(2026, 12, 3))
    (line,) = due(scene)
    assert (line.kind, line.by, line.since) == (DueKind.QUOTE_ANSWER, date(2026, 12, 3), TODAY)
    assert "expiré" not in line.why
    scene.clock.be(date(2026, 12, 4))
    (line,) = due(scene)
    assert line.why.endswith("devis expiré le 03/12/2026")
    assert due_pill(line, date(2026, 12, 4)).word == "Depuis 11 j"
    follows(scene, [FollowQuote(quote_id=quote_id, quote_step=Q.ACCEPTED, on=TODAY)])
    assert due(scene) == []


def test_a_name_that_is_corrected_is_read_again_of_somebody_who_has_a_quote_alone(
    scene: Scene, session: SessionRow
) -> None:
    person = scene.row(AifQuoteRow, draft(scene, session, starts_on=TODAY)).jobseeker_id
    corrected = Person(last_name="Zolla", first_name="Anne")
    follows(scene, [CorrectJobseeker(jobseeker_id=person, person=corrected)])
    assert [line.whom for line in due(scene)] == ["ZOLLA Anne · Secrétaire assistant"]


def test_guide_p_28_actions_shows_the_drafts_then_what_has_left_until_it_ends(
    scene: Scene, session: SessionRow
) -> None:
    def shown(between: Between = _ALWAYS) -> ActionBoard:
        return scene.workspace.read(actions, scene.clock.now.replace(tzinfo=None), between)

    sent, first = draft(scene, session), draft(scene, session, "Hugo", starts_on=TODAY)
    other = draft(scene, session, "Sand")
    scene.say(SendQuote(quote_id=sent, on=TODAY), CancelQuote(quote_id=other))
    found = shown()
    (line,) = found.drafts
    assert (line.id, line.last_name, line.requested) == (first, "Hugo", 449_950)
    assert [(each.id, each.state) for each in found.quotes] == [(sent, Q.SENT)]
    assert shown(Between(last=TODAY)).quotes == []
    assert shown(Between(first=START)).drafts == []
    for step in (Q.ACCEPTED, Q.GRANTED, Q.INVOICED):
        scene.say(FollowQuote(quote_id=sent, quote_step=step, on=TODAY))
        assert [each.state for each in shown().quotes] == [step]
    scene.say(FollowQuote(quote_id=sent, quote_step=Q.PAID, on=TODAY))
    assert shown().quotes == []


def test_a_quote_of_which_nothing_was_heard_is_shown_as_over(
    scene: Scene, session: SessionRow
) -> None:
    quote_id = draft(scene, session, valid_until=TODAY)
    scene.say(SendQuote(quote_id=quote_id, on=TODAY))
    for day, state in ((TODAY, Q.SENT), (TODAY + timedelta(days=1), Q.EXPIRED)):
        scene.clock.be(day)
        now = scene.clock.now.replace(tzinfo=None)
        found = scene.workspace.read(actions, now, Between())
        assert [line.state for line in found.quotes] == [state]
