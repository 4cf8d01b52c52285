# SPDX-License-Identifier: MIT
"""« Rechercher formation », a session of the offer, and its opening for recruitment."""

from datetime import date, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from kairos_desktop.assembly.catalogue_shelf import CatalogueShelf
from kairos_desktop.models.rows import SessionRow, SlotRow
from kairos_desktop.models.vocabulary import SlotOrigin
from kairos_desktop.services.acts.remote_work import DescribeDistance
from kairos_desktop.services.catalogue.search import Filter, Sort
from kairos_desktop.services.rules.visibility import Answer, Why
from kairos_desktop.views.catalogue.offer_page import OfferPage
from kairos_desktop.views.catalogue.offer_session_page import OfferSessionPage
from kairos_desktop.views.catalogue.visibility_page import VisibilityPage
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_place
from tests.views.walks import misnamed


def numbered(shelf: CatalogueShelf, number: str) -> object:
    return shelf.find(Filter(words=number), Sort.START).ids[0]


def wait_for(qtbot: QtBot, page: OfferPage, count: int) -> None:
    qtbot.waitUntil(lambda: page.card.model.rowCount() == count)
    qtbot.waitUntil(lambda: all(page.card.model.row_at(row) for row in range(count)))


def test_it_finds_by_title_number_and_date_within_ones_own_siret(
    desk: Desk, full_shelf: CatalogueShelf, heard: Heard, qtbot: QtBot
) -> None:
    page = OfferPage(desk, full_shelf)
    shown(qtbot, page)
    wait_for(qtbot, page, 3)
    assert texts(qtbot, page.card, 1)[1] == "du 11/01/2027 au 25/06/2027"
    assert "à partir du 06/09/2027" in texts(qtbot, page.card, 1)
    for typed, count in (("secretaire accueil", 3), ("9002", 1), ("11/01/2027", 1), ("zzz", 0)):
        page.search.setText(typed)
        wait_for(qtbot, page, count)
    page.search.setText("")
    page.everyone.setChecked(True)
    wait_for(qtbot, page, 5)


def test_the_states_are_counted_and_filter(
    desk: Desk, full_shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    page = OfferPage(desk, full_shelf)
    shown(qtbot, page)
    wait_for(qtbot, page, 3)
    page.states.setCurrentIndex(1)
    wait_for(qtbot, page, 2)
    assert set(texts(qtbot, page.card, 3)) == {"Ouvert"}


def test_a_session_opens_with_the_slots_that_were_ticked(
    scene: Scene, desk: Desk, full_shelf: CatalogueShelf, heard: Heard, qtbot: QtBot
) -> None:
    wanted = numbered(full_shelf, "9001")
    page = OfferSessionPage(desk, full_shelf)
    shown(qtbot, page, session_id=wanted)
    qtbot.waitUntil(lambda: len(page.findChildren(QCheckBox)) == 2)
    boxes = {box.text(): box for box in page.findChildren(QCheckBox)}
    assert not boxes["RDV individuel · du 07/12/2026 au 09/12/2026"].isEnabled()
    meeting = next(box for text, box in boxes.items() if text.startswith("Info coll"))
    assert not meeting.isChecked()
    meeting.setChecked(True)
    button_of(qtbot, page, "Ouvrir la session au recrutement").click()
    assert wait_for_place(qtbot, heard, "session") == {"session_id": wanted, "tab": "summary"}
    session = scene.row(SessionRow, wanted)  # type: ignore[arg-type]
    assert session.title == "Secrétaire assistant : bureautique et accueil"
    (slot,) = scene.rows(SlotRow)
    assert (slot.held_on, slot.starts_at, slot.capacity) == (date(2026, 12, 3), time(9, 30), 20)
    assert slot.origin is SlotOrigin.CARIF
    assert "1 Info coll confirmée" in heard.notices[-1].sentence


def test_the_sheet_is_read_only_and_says_where_to_correct(
    desk: Desk, full_shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    page = OfferSessionPage(desk, full_shelf)
    shown(qtbot, page, session_id=numbered(full_shelf, "9001"))
    qtbot.waitUntil(lambda: page.findChild(Banner) is not None)
    said = page.findChildren(Banner)[0]._sentence.text()
    assert "CARIF-OREF Normandie" in said
    assert "J+1" in said


def test_an_opened_session_is_marked_and_gone_to(
    scene: Scene, desk: Desk, full_shelf: CatalogueShelf, heard: Heard, qtbot: QtBot
) -> None:
    wanted = numbered(full_shelf, "9001")
    sheet = OfferSessionPage(desk, full_shelf)
    shown(qtbot, sheet, session_id=wanted)
    qtbot.waitUntil(lambda: sheet._snapshot is not None and bool(sheet.findChildren(QCheckBox)))
    qtbot.keyClick(sheet.main, Qt.Key.Key_Space)
    wait_for_place(qtbot, heard, "session")
    qtbot.waitUntil(lambda: sheet.main.accessibleName() == "Aller à la session")
    assert not sheet.refresh.isVisibleTo(sheet)
    # What is typed here of a session makes its description no older.
    scene.say(DescribeDistance(session_id=wanted, hours=70))  # type: ignore[arg-type]
    shown(qtbot, sheet, session_id=wanted)
    qtbot.waitUntil(lambda: sheet._held is not None and sheet._held.distance_hours == 70)
    assert not sheet.refresh.isVisibleTo(sheet)
    page = OfferPage(desk, full_shelf)
    shown(qtbot, page)
    wait_for(qtbot, page, 3)
    assert sorted(texts(qtbot, page.card, 4)) == ["Ouverte ici", "À ouvrir", "À ouvrir"]


def test_an_empty_offer_leads_to_the_import(
    desk: Desk, shelf: CatalogueShelf, heard: Heard, qtbot: QtBot
) -> None:
    page = OfferPage(desk, shelf)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: "votre SIRET" in page.card._empty._why.text())
    button_of(qtbot, page.card, "Importer l’offre…").click()
    wait_for_place(qtbot, heard, "offer-import")


def test_domain_4_the_reasons_why_a_session_is_not_in_kairos(
    desk: Desk, full_shelf: CatalogueShelf, heard: Heard, qtbot: QtBot
) -> None:
    wanted = numbered(full_shelf, "9001")
    sheet = OfferSessionPage(desk, full_shelf)
    shown(qtbot, sheet, session_id=wanted)
    button_of(qtbot, sheet, "Pourquoi je ne vois pas ma session").click()
    assert wait_for_place(qtbot, heard, "visibility") == {"session_id": wanted}
    page = VisibilityPage(desk, full_shelf)
    shown(qtbot, page, session_id=wanted)
    qtbot.waitUntil(lambda: page.card.model.rowCount() == 7)
    snapshot = full_shelf.snapshot(wanted)  # type: ignore[arg-type]
    assert snapshot is not None
    assert snapshot.fresh_as_of is not None
    lines = [page.card.model.row_at(row) for row in range(7)]
    answers = [line.finding.answer for line in lines if line is not None]
    # What is the case first, then what is to be asked.
    order = [Answer.CAUSE, Answer.CHECK, Answer.CLEAR]
    assert answers == sorted(answers, key=order.index)
    found = {line.finding.why: line.finding.answer for line in lines if line is not None}
    assert found[Why.OTHER_PROVIDER] is found[Why.WITHDRAWN] is Answer.CLEAR
    assert misnamed(page) == []


def test_every_control_is_named_as_it_reads(
    desk: Desk, full_shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    page = OfferPage(desk, full_shelf)
    shown(qtbot, page)
    wait_for(qtbot, page, 3)
    assert misnamed(page) == []
    sheet = OfferSessionPage(desk, full_shelf)
    shown(qtbot, sheet, session_id=numbered(full_shelf, "9001"))
    qtbot.waitUntil(lambda: bool(sheet.findChildren(QCheckBox)))
    assert misnamed(sheet) == []
