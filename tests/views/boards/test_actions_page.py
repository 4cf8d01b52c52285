# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Actions » in a real window."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kairos_desktop.services.acts.aif_quotes import DraftQuote, Quote, SendQuote
from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.documents import preview
from kairos_desktop.services.queries import people
from kairos_desktop.views.boards.actions_page import TABS, ActionsPage
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.list_printing import list_pdf
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.on_screen import in_front
from tests.views.recruitment.conftest import KeptExports
from tests.views.recruitment.driving import press
from tests.views.recruitment.scene import Scene, furnish
from tests.views.walks import crammed_lists, cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Place


@pytest.fixture
def scene(tmp_path: Path, qapp: Any) -> Iterator[Scene]:
    """A busy Monday: seven to point, three to decide, RDV the week after."""
    apply_theme(qapp, "light")
    made = Scene(tmp_path)
    furnish(made)
    yield made
    made.desk.lanes.close()
    made.close()


@pytest.fixture
def page(scene: Scene, qtbot: QtBot) -> ActionsPage:
    made = in_front(ActionsPage(scene.desk), qtbot)
    made.show_place({})
    return made


def test_enter_opens_the_list_that_is_missing(
    scene: Scene, page: ActionsPage, qtbot: QtBot
) -> None:
    places: list[Place] = []
    scene.desk.place_asked.connect(places.append)
    page.tabs.choose("results")
    page.results.table.choose(page.results.model.ids()[:1])
    page.focus_start()
    qtbot.keyClick(page.results.table, Qt.Key.Key_Return)
    asked = places[-1].arguments
    assert (asked["tab"], asked["list"]) == ("meetings", "presence")
    assert asked["session_id"] == scene.session


def test_the_two_days_narrow_every_block_when_applied(page: ActionsPage, qtbot: QtBot) -> None:
    assert len(page.upcoming.model.ids()) == 2
    qtbot.keyClicks(page.first.control, "14/12/2026")
    assert len(page.upcoming.model.ids()) == 2
    press(page, "Appliquer")
    assert len(page.upcoming.model.ids()) == 1
    page.first.set_value(None)
    qtbot.keyClicks(page.last.control, "xyz")
    press(page, "Appliquer")
    assert page.last.error()


def test_a_block_says_its_number_and_exports_its_lines(scene: Scene, page: ActionsPage) -> None:
    scene.desk.exports = kept = KeptExports()
    press(page, "Exporter tout le tableau")
    title, headings, lines = kept.saved[0]
    assert title == "Créneaux à venir"
    assert headings[:3] == ["Date", "Type", "Intitulé de la formation"]
    assert [line[1] for line in lines] == ["Info coll", "RDV individuel"]
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "(2) Créneaux à venir" in said


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_its_names_and_its_whole_words(page: ActionsPage, tab: str) -> None:
    page.tabs.choose(tab)
    assert not misnamed(page)
    assert not cut_texts(page)


def test_the_months_have_a_list_of_their_own(scene: Scene, page: ActionsPage) -> None:
    places: list[Place] = []
    scene.desk.place_asked.connect(places.append)
    page.tabs.choose("attendance")
    press(page, "Ouvrir l’actualisation du mois")
    assert places[-1].page == "months"


def test_guide_p_28_the_drafts_of_devis_aif_have_their_tab(scene: Scene, page: ActionsPage) -> None:
    places: list[Place] = []
    scene.desk.place_asked.connect(places.append)
    page.tabs.choose("quotes")
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "Aucun devis AIF en brouillon." in said
    session, person = scene.session, next(iter(scene.workspace.read(people.ids_for)))
    sent, draft = scene.workspace.new_id(), scene.workspace.new_id()
    quote = Quote(starts_on=date(2026, 12, 20), teaching=450_000, cpf=50)
    scene.desk.record(
        [
            DraftQuote(quote_id=sent, session_id=session, jobseeker_id=person, quote=quote),
            SendQuote(quote_id=sent, on=date(2026, 11, 20)),
            DraftQuote(quote_id=draft, session_id=session, jobseeker_id=person, quote=quote),
        ],
        "Devis.",
    )
    assert (page.drafts.model.ids(), page.quotes.model.ids()) == ((draft,), (sent,))
    scene.desk.exports = kept = KeptExports()
    exports = [b for b in page.findChildren(QPushButton) if b.text() == "Exporter tout le tableau"]
    next(each for each in exports if each.isVisible()).click()
    title, headings, lines = kept.saved[0]
    assert (title, headings[-1]) == ("Devis AIF en brouillon", "Demandé")
    assert lines[0][-1] == "4\u00a0499,50\u00a0€"
    assert not misnamed(page)
    page.resize(911, 512)
    assert not crammed_lists(page)
    assert not cut_texts(page)
    page.quotes.table.row_opened.emit(page.quotes.model.row_at(0))
    assert (places[-1].page, places[-1].arguments) == ("quote", {"quote_id": sent})


def test_two_blocks_keep_some_lines_in_sight_where_the_window_is_short(
    page: ActionsPage, qtbot: QtBot
) -> None:
    page.resize(870, 460)
    for tab, blocks in (("quotes", (page.drafts, page.quotes)), ("entries", (page.late,))):
        page.tabs.choose(tab)
        qtbot.waitUntil(lambda: all(each.height() > 0 for each in blocks))  # noqa: B023
        assert all(each.height() >= metrics.px(176) for each in blocks)


def test_a_printed_list_has_its_words_and_no_markup_of_theirs(qapp: Any) -> None:
    del qapp
    rows = [[("<b>ŁUKASZ</b>", "d’Hérouville & fils"), ("2", "")]] * 60
    pdf = list_pdf("Créneaux", "Le lundi", ["Nom", "Nombre"], rows)
    with preview.opened(pdf) as pages:
        assert pages.count > 1
        width, height = pages.size(0)
        assert width > height


def test_printing_shows_the_list_first(scene: Scene, page: ActionsPage, qtbot: QtBot) -> None:
    from kairos_desktop.views.toolkit.pdf_preview import PdfPreview

    del scene
    press(page, "Imprimer la liste")
    qtbot.waitUntil(lambda: bool(page.findChildren(PdfPreview)))
    page.findChildren(PdfPreview)[0].close()


def test_a_change_is_seen_at_once(scene: Scene, page: ActionsPage) -> None:
    meeting = page.upcoming.model.row_at(0)
    assert meeting is not None
    assert meeting.held_on == date(2026, 12, 10)
    scene.desk.record([DeleteSlot(slot_id=meeting.slot_id)], "Supprimée.")
    left = page.upcoming.model.ids()
    assert meeting.id not in left
    assert len(left) == 1
