# SPDX-License-Identifier: MIT
"""« Préparer un déplacement »: places kept, sheets, and what lacks before leaving."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kairos_desktop.models.rows import HoldRow
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.acts.holds import PlaceHold, PlaceTrainingHold
from kairos_desktop.services.acts.slot_papers import IssueSheet
from kairos_desktop.services.exchange_seen import ExchangeState, RowMark
from kairos_desktop.services.queries import travel
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.views.exchange.readiness import checks, is_ready
from kairos_desktop.views.exchange.travel_page import TravelPage
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.pills import PillLabel
from tests.exchange_scene import Exchanged
from tests.factories import POST, Scene
from tests.views.exchange.conftest import KeptExchange
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_ids
from tests.views.walks import cut_texts, misnamed

DAY = date(2026, 11, 26)
UNTIL = date(2026, 11, 30)


@pytest.fixture
def slots(scene: Scene) -> list[UUID]:
    """Two meetings to come, of 12 and 2 places."""
    scene.describe_provider()
    session = scene.session()
    return [
        scene.meeting(session, capacity=capacity, held_on=DAY + timedelta(days=number))
        for number, capacity in enumerate((12, 2))
    ]


@pytest.fixture
def page(desk: Desk, keeper: KeptExchange) -> TravelPage:
    return TravelPage(desk, keeper)


def answer(patch: pytest.MonkeyPatch, **typed: Any) -> list[dict[str, Any]]:
    """The person types this; gives what was proposed."""
    proposed: list[dict[str, Any]] = []

    def asked(_parent: Any, _title: str, form: Any, **more: Any) -> dict[str, Any] | None:
        proposed.append(form.values() | {"lead": more["lead"]})
        values = form.values() | typed
        assert not more["check"](values)
        return values

    patch.setattr(dialogs, "ask", asked)
    return proposed


def said(page: TravelPage) -> str:
    return " ".join(each.text() for each in page.findChildren(Label) if each.isVisibleTo(page))


def holds(scene: Scene) -> list[HoldRow]:
    return [row for row in scene.rows(HoldRow) if row.released_at is None]


def test_places_are_kept_for_the_chosen_slots_by_the_keyboard(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, heard: Heard,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    proposed = answer(monkeypatch, label="site de Fécamp", places=4, until=UNTIL)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, slots)
    page.card.table.selectAll()
    QTest.keyClick(page.card.table, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: len(holds(scene)) == 2)
    assert proposed[0]["places"] == 3
    # The smaller one has no more than it has.
    assert sorted(hold.places for hold in holds(scene)) == [2, 4]
    assert {(hold.label, hold.until, hold.post_id) for hold in holds(scene)} == {
        ("site de Fécamp", UNTIL, POST)
    }
    qtbot.waitUntil(lambda: texts(qtbot, page.card, 3) == ["4 places", "2 places"])
    qtbot.waitUntil(lambda: "6 places gardées jusqu’au" in heard.notices[-1].sentence)
    assert not misnamed(page)
    assert not cut_texts(page)


def test_a_return_before_a_slot_or_too_far_is_said(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    problems: list[str] = []

    def asked(_parent: Any, _title: str, form: Any, **more: Any) -> None:
        for until in (date(2026, 11, 22), date(2026, 11, 26), date(2026, 12, 8)):
            problems.append(more["check"](form.values() | {"until": until})["until"])
        assert not more["check"](form.values())

    monkeypatch.setattr(dialogs, "ask", asked)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, slots)
    page.card.table.selectAll()
    button_of(qtbot, page, "Garder…").click()
    assert [each.split(" ")[0] for each in problems] == ["Ce", "Un", "Au"]
    assert not scene.rows(HoldRow)


def test_keeping_again_replaces_what_was_kept(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slots[1], places=2, until=UNTIL))
    answer(monkeypatch, places=1, until=UNTIL)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, slots)
    page.card.table.choose([slots[1]])
    button_of(qtbot, page, "Garder…").click()
    qtbot.waitUntil(lambda: [hold.places for hold in holds(scene)] == [1])
    assert scene.seats(slots[1]).held == 1


def test_all_is_given_back_at_the_return(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, heard: Heard,
    qtbot: QtBot,
) -> None:  # fmt: skip
    for slot in slots:
        scene.say(PlaceHold(hold_id=scene.id(), slot_id=slot, places=2, until=UNTIL))
    scene.register(slots[0])
    shown(qtbot, page)
    button_of(qtbot, page, "Rendre toutes les places").click()
    qtbot.waitUntil(lambda: not holds(scene))
    assert scene.seats(slots[0]).held == 0
    qtbot.waitUntil(
        lambda: "3 places gardées et non utilisées" in " ".join(n.sentence for n in heard.notices)
    )
    qtbot.waitUntil(lambda: not page.give_back.isVisibleTo(page))


def test_the_sheets_of_the_chosen_slots_are_one_document(
    scene: Scene, joined: Exchanged, desk: Desk, page: TravelPage, qtbot: QtBot
) -> None:
    scene.describe_provider()
    session = scene.session()
    meeting = scene.meeting(session)
    rdv = scene.appointments(session)
    drawn: list[tuple[DocumentKind, dict[str, Any]]] = []

    class Papers:
        def show(self, kind: DocumentKind, **asked: Any) -> None:
            drawn.append((kind, asked))

    desk.papers = Papers()  # type: ignore[assignment]
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.card.model.rowCount() == 1 + len(rdv))
    page.card.table.selectAll()
    button_of(qtbot, page, "Feuilles").click()
    ((kind, asked),) = drawn
    assert kind is DocumentKind.SIGN_IN_SHEET
    # One for the meeting, one for the whole day of appointments.
    assert len(asked["slot_ids"]) == 2
    assert meeting in asked["slot_ids"]


def test_a_full_slot_says_why_nothing_is_kept(
    scene: Scene, joined: Exchanged, page: TravelPage, heard: Heard, qtbot: QtBot
) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    scene.register(slot)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [slot])
    QTest.keyClick(page.card.table, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: "pas de place libre" in heard.notices[-1].sentence)


def test_what_others_keep_is_told(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, qtbot: QtBot
) -> None:
    scene.say(
        PlaceHold(hold_id=scene.id(), slot_id=slots[0], places=3, until=UNTIL, label="Yvetot")
    )
    page._keeper.post = UUID(int=99)  # type: ignore[misc]
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, slots)
    qtbot.waitUntil(lambda: texts(qtbot, page.card, 4) == ["3 (poste A)", ""])
    assert texts(qtbot, page.card, 3) == ["", ""]
    assert not page.give_back.isVisibleTo(page)


def test_what_lacks_is_read_before_leaving(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, qtbot: QtBot
) -> None:
    joined.state(lease_until=scene.clock.now + timedelta(days=13))
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slots[0], places=3, until=UNTIL))
    act = joined.pend()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, slots)
    qtbot.waitUntil(lambda: "Il reste à faire" in said(page))
    assert "pas encore accordées" in said(page)
    assert "Éditées pour 0 créneau sur 1." in said(page)
    scene.say(IssueSheet(slot_id=slots[0], kind=DocumentKind.SIGN_IN_SHEET))
    joined.cover(act, scene.clock())
    page.show_place({})
    qtbot.waitUntil(lambda: "vous pouvez partir" in said(page))
    pills = [p.text() for p in page.checklist.findChildren(PillLabel) if p.isVisibleTo(page)]
    assert pills == ["Fait"] * 5
    assert not misnamed(page)
    assert not cut_texts(page)


def test_a_post_that_works_alone_says_why(
    scene: Scene, page: TravelPage, keeper: KeptExchange, qtbot: QtBot
) -> None:
    shown(qtbot, page)
    button_of(qtbot, page, "Rejoindre un serveur…").click()
    assert keeper.asked == ["join"]
    assert "travaille seul" in said(page)
    assert not page.checklist.isVisibleTo(page)


def lines_of(scene: Scene) -> list[travel.TravelLine]:
    now = scene.workspace.now().replace(tzinfo=None)
    return scene.workspace.read(travel.places_ahead, POST, now)


@pytest.mark.parametrize(
    ("fields", "title", "detail"),
    [
        ({"failures": 2}, "Données à jour", "n’a pas répondu depuis"),
        ({"problem": "account_closed"}, "Données à jour", "compte est fermé"),
        ({"last_ok_at": None}, "Données à jour", "Aucun échange"),
        ({"to_send": 3}, "Rien à envoyer", "3 actes pas encore"),
        ({"unconfirmed": 1}, "Rien à envoyer", "sa copie arrive"),
        ({"lease_until": None}, "Travail hors ligne", "dira jusqu’à quand"),
    ],
)
def test_each_thing_that_lacks_is_named(
    scene: Scene, slots: list[UUID], fields: dict[str, Any], title: str, detail: str
) -> None:
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slots[0], places=3, until=UNTIL))
    scene.say(IssueSheet(slot_id=slots[0], kind=DocumentKind.SIGN_IN_SHEET))
    now = scene.clock.now
    right: dict[str, Any] = {
        "server_url": "https://x", "last_ok_at": now, "lease_until": now + timedelta(days=13)
    }  # fmt: skip
    lines, local = lines_of(scene), now.replace(tzinfo=None)
    assert is_ready(checks(ExchangeState(**right), lines, local))
    lacking = [c for c in checks(ExchangeState(**(right | fields)), lines, local) if not c.is_done]
    assert [check.title for check in lacking] == [title]
    assert detail in lacking[0].detail


def test_a_post_that_was_removed_keeps_no_place(scene: Scene, slots: list[UUID]) -> None:
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slots[0], places=3, until=UNTIL))
    state = ExchangeState(server_url="https://x", problem="post_revoked")
    found = {
        c.title: c for c in checks(state, lines_of(scene), scene.clock.now.replace(tzinfo=None))
    }
    assert not found["Places gardées"].is_done
    assert found["Places gardées"].detail.startswith("Rendues")


def test_a_hold_that_will_be_refused_is_not_counted_on(
    scene: Scene, slots: list[UUID], joined: Exchanged
) -> None:
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slots[0], places=3, until=UNTIL))
    joined.doubt(joined.pend(), Refused("hold_no_room", {"places": 3, "free": 0}))
    (line,) = (line for line in lines_of(scene) if line.mine)
    assert line.mark is RowMark.DOUBTFUL
    state = ExchangeState(server_url="https://x", last_ok_at=scene.clock.now)
    local = scene.clock.now.replace(tzinfo=None)
    assert "refus" in next(c for c in checks(state, [line], local) if "gardées" in c.title).detail


def test_what_is_over_goes_back_at_the_next_contact(scene: Scene, slots: list[UUID]) -> None:
    scene.say(PlaceHold(hold_id=scene.id(), slot_id=slots[0], places=3, until=UNTIL))
    now = scene.workspace.now().replace(tzinfo=None)
    assert scene.workspace.read(travel.over, POST, now) == []
    scene.clock.be(DAY + timedelta(days=1))
    now = scene.workspace.now().replace(tzinfo=None)
    acts = scene.workspace.read(travel.over, POST, now)
    assert [act.hold_id for act in acts] == [holds(scene)[0].id]
    assert scene.workspace.read(travel.over, UUID(int=99), now) == []


def test_places_of_a_training_are_kept_beside_those_of_a_meeting(
    scene: Scene, slots: list[UUID], joined: Exchanged, page: TravelPage, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    typed = {"carif_session_number": "99_S2", "title": "Soudure", "places": 10}
    training = scene.session(starts_on=date(2026, 12, 7), **typed)
    answer(monkeypatch, label="Fécamp", places=6, until=UNTIL)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [*slots, training.id])
    page.card.table.choose([slots[0], training.id])
    button_of(qtbot, page, "Garder…").click()
    qtbot.waitUntil(lambda: len(holds(scene)) == 2)
    assert {(hold.slot_id, hold.session_id == training.id) for hold in holds(scene)} == {
        (slots[0], False),
        (None, True),
    }
    qtbot.waitUntil(lambda: texts(qtbot, page.card, 2)[2] == "4")
    assert texts(qtbot, page.card, 3)[2] == "6 places"
    assert texts(qtbot, page.card, 5)[2] == "Sans objet"
    assert not misnamed(page)
    assert not cut_texts(page)


def test_no_sheet_lacks_where_only_a_training_is_kept(scene: Scene) -> None:
    scene.describe_provider()
    training = scene.session(starts_on=date(2026, 12, 7), places=10)
    hold = PlaceTrainingHold(hold_id=scene.id(), session_id=training.id, places=2, until=UNTIL)
    scene.say(hold)
    (line,) = lines_of(scene)
    printed = checks(ExchangeState(server_url="https://x"), [line], scene.workspace.now())[3]
    assert printed.is_done
    assert "rien n’est gardé d’un créneau" in printed.detail
