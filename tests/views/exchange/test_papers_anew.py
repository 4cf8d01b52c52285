# SPDX-License-Identifier: MIT
"""« À régulariser »: the papers to print anew, provisional ones and renumbered ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.models.rows import DocumentRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentKind, OutcomeKind
from kairos_desktop.services.acts.aif_quotes import DraftQuote, IssueQuote, Quote
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.acts.slot_papers import IssueSheet
from kairos_desktop.services.queries import provisional
from kairos_desktop.views.exchange.settle_page import SettlePage
from kairos_desktop.views.toolkit.desk import Desk
from tests.views.exchange.conftest import Story, said
from tests.views.hearing import button_of, shown, texts, wait_for_ids

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def drawn_on(desk: Desk) -> list[tuple[DocumentKind, dict[str, Any]]]:
    """The papers that are shown from now on, each with what it is about."""
    drawn: list[tuple[DocumentKind, dict[str, Any]]] = []

    class Papers:
        def show(self, kind: DocumentKind, **asked: Any) -> None:
            drawn.append((kind, asked))

    desk.papers = Papers()
    return drawn


def test_a_provisional_paper_is_confirmed_by_drawing_it_anew(
    story: Story, page: SettlePage, desk: Desk, qtbot: QtBot
) -> None:
    scene = story.scene
    enrolment = scene.selected(scene.present(scene.register(story.slot, story.person)))
    scene.say(IssueCertificate(enrolment_id=enrolment.id))
    act = story.joined.pend()
    kind = DocumentKind.ENROLMENT_CERTIFICATE
    (paper,) = [row for row in scene.rows(DocumentRow) if row.kind is kind]
    org = scene.workspace.org
    scene.workspace.write(lambda conn: provisional.keep_drawn(conn, org, [paper.id], scene.clock()))
    drawn = drawn_on(desk)
    shown(qtbot, page)
    page.show_place({"tab": "papers"})
    wait_for_ids(qtbot, page.card, [paper.id])
    assert texts(qtbot, page.card, 0) == ["Provisoire"]
    assert "J’ai pris note" not in [each.text() for each in page.detail.choices]
    story.joined.cover(act, scene.clock())
    desk.hub.changed.emit(None)
    button_of(qtbot, page, "Réimprimer").click()
    wait_for_ids(qtbot, page.card, [])
    assert drawn == [(kind, {"slot_id": None, "enrolment_ids": [enrolment.id]})]


def test_a_provisional_devis_aif_is_drawn_anew_by_its_quote(
    story: Story, page: SettlePage, desk: Desk, qtbot: QtBot
) -> None:
    scene, quote_id = story.scene, story.scene.id()
    session, person = scene.rows(SessionRow)[0].id, story.person
    scene.say(
        DraftQuote(quote_id=quote_id, session_id=session, jobseeker_id=person, quote=Quote()),
        IssueQuote(quote_id=quote_id),
    )
    act = story.joined.pend()
    (paper,) = [row for row in scene.rows(DocumentRow) if row.kind is DocumentKind.AIF_QUOTE]
    org, drawn = scene.workspace.org, list[UUID]()
    scene.workspace.write(lambda conn: provisional.keep_drawn(conn, org, [paper.id], scene.clock()))

    class Papers:
        def show_quote(self, quote_id: UUID) -> None:
            drawn.append(quote_id)

    desk.papers = Papers()
    shown(qtbot, page)
    page.show_place({"tab": "papers"})
    wait_for_ids(qtbot, page.card, [paper.id])
    story.joined.cover(act, scene.clock())
    desk.hub.changed.emit(None)
    button_of(qtbot, page, "Réimprimer").click()
    wait_for_ids(qtbot, page.card, [])
    assert drawn == [quote_id]


def test_a_renumbered_paper_is_printed_anew_from_its_line(
    story: Story, page: SettlePage, desk: Desk, qtbot: QtBot
) -> None:
    kind = DocumentKind.SIGN_IN_SHEET
    act = IssueSheet(slot_id=story.slot, kind=kind)
    facts = {"number": "FE-2026-B-00001"}
    line = story.joined.line(act, OutcomeKind.FLAGGED, "paper_renumbered", facts)
    drawn = drawn_on(desk)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    assert "FE-2026-B-00001" in said(page)
    button_of(qtbot, page, "Réimprimer").click()
    wait_for_ids(qtbot, page.card, [])
    assert drawn == [(kind, {"slot_id": story.slot})]
    assert story.outcome(line).decision == "Réimprimer"


def test_a_renumbered_devis_aif_is_printed_anew_by_its_quote(
    story: Story, page: SettlePage, desk: Desk, qtbot: QtBot
) -> None:
    act, drawn = IssueQuote(quote_id=story.scene.id()), list[UUID]()
    facts = {"number": "DA-2026-B-00001"}
    line = story.joined.line(act, OutcomeKind.FLAGGED, "paper_renumbered", facts)

    class Papers:
        def show_quote(self, quote_id: UUID) -> None:
            drawn.append(quote_id)

    desk.papers = Papers()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [line])
    button_of(qtbot, page, "Réimprimer").click()
    wait_for_ids(qtbot, page.card, [])
    assert drawn == [act.quote_id]
