# SPDX-License-Identifier: MIT
"""The scenario of the « devis AIF », that a secretary could read, over a real workspace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.quote_rows import QuoteState as Q
from kairos_desktop.services.acts.aif_quotes import (
    ChangeQuote,
    DraftQuote,
    FollowQuote,
    Quote,
    SendQuote,
)
from kairos_desktop.services.due import board
from kairos_desktop.services.due.line import DueKind
from kairos_desktop.services.rules.aif_quotes import requested
from kairos_desktop.services.wording.labels import label
from tests.factories import Scene
from tests.features.story import Story

scenarios("devis.feature")
_KINDS = (DueKind.QUOTE, DueKind.QUOTE_ANSWER)


@pytest.fixture
def story(scene: Scene) -> Story:
    scene.describe_provider()
    return Story(scene)


def quote(story: Story) -> AifQuoteRow:
    (row,) = story.scene.rows(AifQuoteRow)
    return row


def follow(story: Story, *steps: Q) -> None:
    today = story.scene.clock.now.date()
    story.say(*(FollowQuote(quote_id=quote(story).id, quote_step=s, on=today) for s in steps))
    assert not story.refusals


def due(story: Story) -> list[tuple[DueKind, str]]:
    now = story.scene.clock.now.replace(tzinfo=None)
    lines = story.scene.workspace.read(board.whole, now)
    return [(line.kind, line.whom) for line in lines if line.kind in _KINDS]


@given("une session ouverte au recrutement")
def opened(story: Story) -> None:
    assert story.session.starts_on


@given("un devis AIF de 4500 € pour Anne, dont 1200 € payés par le CPF")
def drafted(story: Story) -> None:
    session = story.session
    typed = Quote(starts_on=session.starts_on, teaching=450_000, cpf=120_000)
    story.say(
        DraftQuote(
            quote_id=story.scene.id(), session_id=session.id, jobseeker_id=story.person("Anne"),
            quote=typed,
        )
    )  # fmt: skip


@when(parsers.re(r"le devis part (?P<days>\d+) jours avant le début"), converters={"days": int})
def leaves(story: Story, days: int) -> None:
    start = quote(story).starts_on
    assert isinstance(start, date)
    story.scene.clock.be(start - timedelta(days=days))
    story.say(SendQuote(quote_id=quote(story).id, on=start - timedelta(days=days)))
    assert not story.refusals


@when("Anne accepte le devis, puis France Travail l'accorde")
def agreed(story: Story) -> None:
    follow(story, Q.ACCEPTED, Q.GRANTED)


@when("Anne refuse le devis")
def declined(story: Story) -> None:
    follow(story, Q.DECLINED)


@when("France Travail refuse le devis")
def refused(story: Story) -> None:
    follow(story, Q.REFUSED)


@when("le devis est facturé puis payé")
def paid(story: Story) -> None:
    follow(story, Q.INVOICED, Q.PAID)


@when("10 jours passent")
def ten_days(story: Story) -> None:
    story.scene.clock.be(story.scene.clock.now.date() + timedelta(days=10))


@then("3300 € sont demandés à France Travail")
def asked(story: Story) -> None:
    assert requested(quote(story)) == 330_000


@then(parsers.re(r"le devis est « (?P<word>[^»]+) »$"))
def stands(story: Story, word: str) -> None:
    assert label(quote(story).state) == word


@then("le devis est « Envoyé » et ne se modifie plus")
def frozen(story: Story) -> None:
    assert quote(story).state is Q.SENT
    story.say(ChangeQuote(quote_id=quote(story).id, quote=Quote()))
    assert story.refusals == ["quote_not_draft"]


@then("le devis est « Envoyé » et signalé comme tardif")
def late(story: Story) -> None:
    assert "quote_late" in story.warnings
    assert (quote(story).state, quote(story).flags) == (Q.SENT, ("quote_late",))


@then("À faire demande la réponse au devis d'Anne")
def awaited(story: Story) -> None:
    assert due(story) == [(DueKind.QUOTE_ANSWER, f"DUPONT Anne · {story.session.title}")]


@then("À faire ne demande plus rien du devis")
def nothing_due(story: Story) -> None:
    assert due(story) == []


@then("le devis est « Refusé », sa réponse reste à noter")
def heard_first(story: Story) -> None:
    assert (quote(story).state, quote(story).answered_on) == (Q.REFUSED, None)
    follow(story, Q.ACCEPTED)
    assert quote(story).state is Q.REFUSED
    assert quote(story).answered_on is not None
