# SPDX-License-Identifier: MIT
"""« Échange entre les postes », and how the frame of the window follows it."""

from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kairos_desktop.services.exchange_seen import ExchangeState
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.views.exchange import exchange_page
from kairos_desktop.views.exchange.exchange_page import ExchangePage
from kairos_desktop.views.exchange.leaving import leaving_sentence, may_leave
from kairos_desktop.views.exchange.watch import ExchangeWatch
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import EmptyState
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.pills import PillLabel
from tests.exchange_scene import Exchanged
from tests.factories import Scene
from tests.views.demo import make_window
from tests.views.exchange.conftest import KeptExchange
from tests.views.hearing import Heard, button_of, settled, shown, texts, wait_for_ids
from tests.views.walks import cut_texts, misnamed


@pytest.fixture
def page(scene: Scene, desk: Desk, keeper: KeptExchange, qtbot: QtBot) -> ExchangePage:
    return ExchangePage(desk, keeper)


def pills(page: ExchangePage) -> list[str]:
    return [each.text() for each in page.findChildren(PillLabel) if each.isVisibleTo(page)]


def said(page: ExchangePage) -> str:
    return " ".join(each.text() for each in page.findChildren(Label) if each.isVisibleTo(page))


def test_the_acts_to_send_are_listed_with_who_and_when(
    scene: Scene, joined: Exchanged, page: ExchangePage, qtbot: QtBot
) -> None:
    session = scene.session()
    registration = scene.register(scene.meeting(session), scene.person("Courtois", "Inès"))
    first = exchanged_presence(scene, joined, registration)
    second = joined.pend(joined.last_acts(2)[0])
    joined.doubt(second, Refused("slot_full", {"capacity": 12}))
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [first, second])
    assert texts(qtbot, page.card, 0) == ["Présence saisie : présent", "Inscription à un créneau"]
    assert texts(qtbot, page.card, 1) == ["COURTOIS Inès", "COURTOIS Inès"]
    assert texts(qtbot, page.card, 2)[0].startswith("aujourd’hui à")
    spoken = page.card.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Inscription à un créneau, Refus probable"
    qtbot.waitUntil(lambda: "2 actes à envoyer" in pills(page))
    assert "https://kairos.exemple.fr" in said(page)
    assert not misnamed(page)
    assert not cut_texts(page)


def exchanged_presence(scene: Scene, joined: Exchanged, registration: UUID) -> UUID:
    scene.present(registration)
    return joined.pend()


def test_a_post_that_works_alone_says_why_there_is_nothing(
    scene: Scene, page: ExchangePage, keeper: KeptExchange, qtbot: QtBot
) -> None:
    shown(qtbot, page)
    button_of(qtbot, page, "Rejoindre un serveur…").click()
    assert keeper.asked == ["join"]
    qtbot.waitUntil(lambda: pills(page) == ["Poste autonome"])
    assert not page.synchronise.isVisibleTo(page)
    assert not page.receipt.isVisibleTo(page)
    assert "rien ne part vers KAIROS tout seul" in said(page)


def test_everything_sent_says_so(
    scene: Scene, joined: Exchanged, page: ExchangePage, qtbot: QtBot
) -> None:
    shown(qtbot, page)
    empty = page.findChild(EmptyState)
    qtbot.waitUntil(lambda: empty.isVisibleTo(page) and "Aucun acte à envoyer." in said(page))
    qtbot.waitUntil(lambda: any(each.startswith("À jour – ") for each in pills(page)))


def test_synchronising_is_asked_by_the_keyboard_and_never_waited_for(
    joined: Exchanged,
    page: ExchangePage,
    keeper: KeptExchange,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    shown(qtbot, page)
    button_of(qtbot, page, "Synchroniser maintenant")
    page.focus_start()
    QTest.keyClick(page.synchronise, Qt.Key.Key_Space)
    assert keeper.asked == ["synchronise"]
    assert "continuer à travailler" in heard.notices[-1].sentence


def test_a_post_that_was_removed_says_so_whole_and_whom_to_tell(
    joined: Exchanged, page: ExchangePage, qtbot: QtBot
) -> None:
    joined.state(problem="post_revoked")
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.stopped.isVisibleTo(page))
    (sentence,) = [each for each in page.stopped.findChildren(Label) if "retiré" in each.text()]
    assert sentence.wordWrap()
    assert sentence.text().endswith("prévenez le responsable de gestion des comptes.")


def test_a_narrow_list_says_for_whom_an_act_is_before_who_typed_it(
    scene: Scene, joined: Exchanged, page: ExchangePage, qtbot: QtBot
) -> None:
    exchanged_presence(
        scene, joined, scene.register(scene.meeting(scene.session()), scene.person())
    )
    page.resize(940, 600)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.card.table.isColumnHidden(2))
    assert page.card.table.columnWidth(1) > 100


@pytest.mark.parametrize("problem", ["signed_out", "refresh_refused"])
def test_a_session_that_ended_offers_to_sign_in_again(
    joined: Exchanged, page: ExchangePage, keeper: KeptExchange, qtbot: QtBot, problem: str
) -> None:
    joined.state(problem=problem)
    shown(qtbot, page)
    button_of(qtbot, page, "Se reconnecter au serveur…").click()
    assert keeper.asked == ["sign in"]
    assert not page.synchronise.isVisibleTo(page)


def test_without_a_server_to_speak_to_nothing_is_offered(
    joined: Exchanged, page: ExchangePage, keeper: KeptExchange, qtbot: QtBot
) -> None:
    keeper.has_server = False
    shown(qtbot, page)
    button_of(qtbot, page, "Accusé de transmission")
    assert not page.synchronise.isVisibleTo(page)


def test_the_receipt_is_that_of_the_state_on_screen(
    joined: Exchanged,
    page: ExchangePage,
    keeper: KeptExchange,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers: list[tuple[object, ...]] = []
    monkeypatch.setattr(exchange_page, "show_pdf", lambda *given: papers.append(given))
    shown(qtbot, page)
    button_of(qtbot, page, "Accusé de transmission").click()
    qtbot.waitUntil(lambda: bool(papers))
    assert keeper.asked == ["receipt 1204"]
    assert papers[0][2:] == ("Accusé de transmission", b"%PDF-1.4", "accuse.pdf")


def test_the_counter_agrees_with_the_number_of_lines_as_it_grows(
    scene: Scene, joined: Exchanged, page: ExchangePage, desk: Desk, qtbot: QtBot
) -> None:
    sent = [acts_of_a_person(scene, joined)]
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, sent)
    assert page.card._counter.text() == "1 acte"
    sent += [acts_of_a_person(scene, joined) for _ in range(2)]
    desk.hub.changed.emit(None)
    wait_for_ids(qtbot, page.card, sent)
    assert page.card._counter.text() == "3 actes"
    settled(qtbot)
    assert not cut_texts(page)


def acts_of_a_person(scene: Scene, joined: Exchanged) -> UUID:
    scene.person()
    return joined.pend()


def test_an_act_that_leaves_the_outbox_leaves_the_list(
    scene: Scene, joined: Exchanged, page: ExchangePage, desk: Desk, qtbot: QtBot
) -> None:
    scene.person()
    act = joined.pend()
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [act])
    joined.cover(act, scene.clock())
    desk.hub.changed.emit(None)
    wait_for_ids(qtbot, page.card, [])


# The frame of the window


@pytest.fixture
def window(qtbot: QtBot, app: object) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_pill_is_a_button_with_its_words_for_name(window: MainWindow, qtbot: QtBot) -> None:
    window.top_bar.show_state(Pill("3 actes à envoyer", "hold"), "Trois <b>actes</b> attendent.")
    state = window.top_bar.state
    assert state.accessibleName() == "3 actes à envoyer"
    assert state.accessibleDescription() == "Trois <b>actes</b> attendent."
    assert "&lt;b&gt;actes" in state.toolTip()
    with qtbot.waitSignals([window.top_bar.state_asked] * 2):
        QTest.keyClick(state, Qt.Key.Key_Return)
        QTest.mouseClick(state, Qt.MouseButton.LeftButton)
    assert not misnamed(window)


def test_a_watch_tells_the_frame_and_follows_what_is_recorded(
    scene: Scene, joined: Exchanged, desk: Desk, keeper: KeptExchange, qtbot: QtBot
) -> None:
    watch = ExchangeWatch(desk, keeper, desk)
    pills: list[str] = []
    sent: list[str] = []
    joins: list[bool] = []
    watch.told.connect(lambda pill, _why: pills.append(pill.word))
    watch.acts_told.connect(sent.append)
    watch.joined.connect(joins.append)
    watch.read()
    qtbot.waitUntil(lambda: sent == ["Aucun acte à envoyer"])
    assert joins == [True]
    scene.person()
    act = joined.pend()
    desk.hub.changed.emit(None)
    qtbot.waitUntil(lambda: pills[-1] == "1 acte à envoyer")
    assert sent[-1] == "1 acte à envoyer"
    with qtbot.waitSignal(watch.settled):
        joined.cover(act, scene.clock())
        desk.hub.changed.emit(None)
    assert pills[-1].startswith("À jour – ")


def test_a_post_that_works_alone_is_read_once_and_never_again(
    scene: Scene, desk: Desk, keeper: KeptExchange, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    read = scene.workspace.read
    monkeypatch.setattr(
        scene.workspace, "read", lambda fn, *args: asked.append(fn) or read(fn, *args)
    )
    watch = ExchangeWatch(desk, keeper, desk)
    told: list[str] = []
    watch.told.connect(lambda pill, _why: told.append(pill.word))
    watch.read()
    qtbot.waitUntil(lambda: told == ["Poste autonome"])
    with qtbot.waitCallback() as done:
        desk.hub.changed.emit(None)
        desk.settled(done)
    assert len(asked) == 1
    assert watch.state is None


def test_a_new_act_of_this_post_is_no_news_for_the_rows(
    scene: Scene, joined: Exchanged, desk: Desk, keeper: KeptExchange, qtbot: QtBot
) -> None:
    watch = ExchangeWatch(desk, keeper, desk)
    news: list[int] = []
    watch.settled.connect(lambda: news.append(1))
    watch.read()
    qtbot.waitUntil(lambda: watch.state is not None)
    scene.person()
    joined.pend()
    desk.hub.changed.emit(None)
    qtbot.waitUntil(lambda: watch.state is not None and watch.state.to_send == 1)
    assert not news


def state(to_send: int) -> ExchangeState:
    return ExchangeState(server_url="https://x", to_send=to_send)


@pytest.mark.parametrize("answer", [True, False])
def test_closing_with_unsent_acts_asks_and_obeys(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, answer: bool
) -> None:
    asked: list[tuple[str, str, str]] = []

    def confirm(_parent: object, title: str, sentence: str, **words: str) -> bool:
        asked.append((title, words["accept"], words["reject"]))
        assert sentence == leaving_sentence(state(3))
        return answer

    monkeypatch.setattr(dialogs, "confirm", confirm)
    window.may_close = lambda: may_leave(window, state(3))
    assert window.close() is answer
    assert asked == [("Des actes restent à envoyer", "Quitter", "Rester")]
    window.may_close = lambda: True


@pytest.mark.parametrize("nothing", [None, state(0)])
def test_closing_asks_nothing_when_nothing_waits(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, nothing: ExchangeState | None
) -> None:
    monkeypatch.setattr(dialogs, "confirm", None)
    assert may_leave(window, nothing)


def test_what_closing_means_is_said_in_one_sentence() -> None:
    assert leaving_sentence(state(1)) == (
        "1 acte de ce poste n’est pas encore chez vos collègues : il reste enregistré ici et "
        "partira à la prochaine ouverture."
    )
    assert leaving_sentence(state(4)).startswith("4 actes de ce poste ne sont pas encore chez")


def test_the_words_of_the_silence_move_on_without_a_read(
    joined: Exchanged, scene: Scene, desk: Desk, keeper: KeptExchange, qtbot: QtBot
) -> None:
    watch = ExchangeWatch(desk, keeper, desk)
    told: list[str] = []
    watch.told.connect(lambda pill, _why: told.append(pill.word))
    watch.read()
    qtbot.waitUntil(lambda: len(told) == 1)
    scene.clock.now += timedelta(days=2)
    watch._again.timeout.emit()
    assert told[-1] == "Hors ligne depuis 2 j"
