# SPDX-License-Identifier: MIT
"""« Parcours de formation DE »: the whole story in its order, opened, narrowed, printed."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from kairos_desktop.models.quote_rows import AifQuoteRow, QuoteState
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, RegistrationState
from kairos_desktop.services.queries.story import Happening, story
from kairos_desktop.views.people.pages import PAGES
from kairos_desktop.views.people.story_page import StoryPage
from kairos_desktop.views.people.story_words import detail, state, told, what
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import InlineLanes
from kairos_desktop.views.toolkit.pdf_preview import PdfPreview
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.factories import Clock, Scene
from tests.views.on_screen import in_front
from tests.views.people.story_scene import OneStory
from tests.views.recruitment.conftest import KeptExports
from tests.views.recruitment.driving import press
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.queries.story import StoryLine
    from kairos_desktop.views.toolkit.desk import Place


@pytest.fixture(scope="module")
def one(
    empty_database: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[OneStory]:
    apply_theme(qapp, "light")
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("story") / "kairos.db")
    with Scene.opened(Path(path), Clock()) as scene:
        yield OneStory(scene)


@pytest.fixture
def page(one: OneStory, qtbot: QtBot) -> Iterator[StoryPage]:
    desk = Desk(one.scene.workspace, InlineLanes())
    made = PAGES["story"](desk)
    assert isinstance(made, StoryPage)
    desk.setParent(made)
    in_front(made, qtbot)
    made.show_place({"jobseeker_id": one.person})
    yield made
    desk.lanes.close()


def test_everything_that_happened_stands_in_the_order_of_time(one: OneStory) -> None:
    found = one.scene.workspace.read(story, one.person)
    assert found is not None
    days = [line.day for line in found.lines]
    assert days == sorted(days)
    assert [(line.day.month, line.day.day, line.kind) for line in found.lines] == [
        (7, 1, Happening.REGISTERED),
        (7, 6, Happening.MEETING),
        (7, 10, Happening.REGISTERED),
        (7, 20, Happening.MEETING),
        (7, 20, Happening.RESULT),
        (7, 20, Happening.PAPER),
        (8, 24, Happening.VERDICT),
        (9, 7, Happening.ENTRY),
        (9, 7, Happening.PAPER),
        (9, 14, Happening.ABSENCE),
        (9, 28, Happening.MONTH),
        (10, 5, Happening.INTERRUPTION),
        (10, 29, Happening.ABSENCE),
        (11, 19, Happening.EXIT),
        (11, 20, Happening.ENROLLED),
    ]
    assert [session.id for session in found.sessions] == [one.first.id, one.second.id]


def test_each_line_says_what_it_was(one: OneStory) -> None:
    found = one.scene.workspace.read(story, one.person)
    assert found is not None
    said = [
        (what(line), told(line, found.reasons).replace("\N{NO-BREAK SPACE}", " "), state(line).word)
        for line in found.lines
    ]
    for line in (
        ("Inscription", "Info coll du lun. 6 juil. 2026, 9 h – 11 h", "France Travail"),
        ("Info coll", "9 h – 11 h · Indisponible", "Annulé"),
        ("Résultat", "Info coll", "Retenu"),
        ("Réponse du prescripteur", "France Travail", "Inscrit"),
        ("Entrée en formation", "Fin prévue le 29/01/2027", "Entré"),
        ("Absence", "toute la journée · Arrêt de travail", "Justifiée"),
        ("Absence", "matin · Motif à saisir", "À qualifier"),
        ("Interruption", "du 05/10/2026 au 23/10/2026 · Raison personnelle", "Interrompu"),
        ("Mois déclaré", "septembre 2026 : 7 h d’absence sur 126 h prévues", "Déclarée"),
        ("Sortie", "Garde d’enfant", "Abandon"),
        ("Inscription en formation", "Proposition directe", "À valider"),
        ("Document", "Attestation d’entrée en stage", "En vigueur"),
    ):
        assert line in said, line


def of_kind(one: OneStory, kind: Happening) -> StoryLine:
    found = one.scene.workspace.read(story, one.person)
    assert found is not None
    return next(line for line in found.lines if line.kind is kind)


def test_the_reason_of_an_exclusion_is_told_nowhere(one: OneStory) -> None:
    line = of_kind(one, Happening.EXIT)
    assert line.enrolment is not None
    row = replace(line.enrolment, state=EnrolmentState.EXCLUDED, reason="A menacé le formateur")
    excluded = replace(line, enrolment=row)
    said = (what(excluded), told(excluded, ()), state(excluded).word, detail(excluded))
    assert said == ("Sortie", "Exclusion : motif sur la page des absences", "Exclu", "")


@pytest.mark.parametrize(
    ("became", "end"),
    [
        (RegistrationState.REMOVED, ", supprimé par l’organisme"),
        (RegistrationState.TRANSFERRED, ", puis transféré sur un autre rendez-vous"),
        (RegistrationState.ABSENT, "11\N{NO-BREAK SPACE}h"),
    ],
)
def test_a_registration_says_what_became_of_it(
    one: OneStory, became: RegistrationState, end: str
) -> None:
    line = of_kind(one, Happening.REGISTERED)
    assert line.registration is not None
    assert told(replace(line, registration=replace(line.registration, state=became)), ()).endswith(
        end
    )


def test_an_accident_and_a_length_are_told_of_an_absence(one: OneStory) -> None:
    line = of_kind(one, Happening.ABSENCE)
    assert line.absence is not None
    row = replace(line.absence, minutes=90, work_accident=True)
    said = told(replace(line, absence=row), ()).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "1 h 30 · Arrêt de travail · accident du travail"
    row = replace(row, ends_on=row.starts_on + timedelta(days=2), work_accident=False)
    said = told(replace(line, absence=row), ()).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "jusqu’au 16/09/2026, 1 h 30 · Arrêt de travail"


def test_what_is_still_to_come_is_marked(page: StoryPage, one: OneStory) -> None:
    line, today = of_kind(one, Happening.ENTRY), page.desk.now().date()
    mark = page.card.model.columns[0].mark
    assert mark is not None
    assert mark(replace(line, day=today)) is None
    coming = mark(replace(line, day=today + timedelta(days=1)))
    assert coming is not None
    assert coming.word == "à venir"


def test_somebody_unknown_has_no_story(one: OneStory) -> None:
    assert one.scene.workspace.read(story, one.first.id) is None


def test_a_session_narrows_the_story(page: StoryPage, one: OneStory) -> None:
    assert len(page.card.model.ids()) == 15
    press(page, "Secrétaire assistant : module 2, accueil (08/02/2027)")
    assert len(page.card.model.ids()) == 1
    assert page._about.text().startswith(
        "Secrétaire assistant : module 2, accueil : du 08/02/2027 au 25/06/2027, à venir"
    )
    press(page, "Toutes les sessions")
    assert len(page.card.model.ids()) == 15
    assert "2 absences · 1 mois déclaré" in page._about.text()
    del one


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        (Happening.MEETING, "session"),
        (Happening.ABSENCE, "absences"),
        (Happening.EXIT, "absences"),
        (Happening.MONTH, "month"),
        (Happening.ENTRY, "session"),
    ],
)
def test_enter_opens_what_the_line_tells(
    page: StoryPage, qtbot: QtBot, kind: Happening, where: str
) -> None:
    places: list[Place] = []
    page.desk.place_asked.connect(places.append)
    page.card.table.choose([next(k for k, line in page._lines.items() if line.kind is kind)])
    page.focus_start()
    qtbot.keyClick(page.card.table, Qt.Key.Key_Return)
    assert places[-1].page == where
    if where == "month":
        line = next(line for line in page._lines.values() if line.kind is kind)
        assert line.enrolment is not None
        assert places[-1].arguments["enrolment_id"] == line.enrolment.id


def test_enter_on_a_paper_shows_it(page: StoryPage, one: OneStory) -> None:
    asked: list[Any] = []

    class Shown:
        def show(self, kind: DocumentKind, **about: Any) -> None:
            asked.append((kind, about["enrolment_ids"]))

    page.desk.papers = Shown()  # type: ignore[assignment]
    page._open(next(line for line in page._lines.values() if line.kind is Happening.PAPER))
    assert asked == [(DocumentKind.ENROLMENT_ATTESTATION, [one.enrolment])]


def test_what_shows_is_printed_and_exported(page: StoryPage, qtbot: QtBot) -> None:
    page.desk.exports = kept = KeptExports()
    press(page, "Exporter tout le tableau")
    assert len(kept.saved[0][2]) == 15
    press(page, "Imprimer le parcours")
    qtbot.waitUntil(lambda: bool(page.findChildren(PdfPreview)))
    shown = page.findChildren(PdfPreview)[0]
    qtbot.waitUntil(lambda: shown.page_count() > 0)
    assert "ABADIE" in shown.windowTitle()
    shown.close()


@pytest.mark.parametrize("size", [(1058, 690), (891, 420)])
def test_every_control_has_its_name_and_its_whole_words(
    page: StoryPage, qtbot: QtBot, size: tuple[int, int]
) -> None:
    page.resize(*size)
    qtbot.waitUntil(lambda: not cut_texts(page))
    assert not misnamed(page)


def test_a_person_without_a_story_is_told_so(page: StoryPage, one: OneStory) -> None:
    nobody = one.scene.person("Nouvelle")
    page.show_place({"jobseeker_id": nobody})
    assert not page.card.model.ids()
    assert not page.sessions.isVisible()
    assert date(2026, 11, 23) == page.desk.now().date()


def test_a_devis_aif_says_what_is_asked_for_and_its_days(one: OneStory) -> None:
    found = one.scene.workspace.read(story, one.person)
    assert found is not None
    row = AifQuoteRow(
        id=one.person, session_id=one.person, jobseeker_id=one.person, state=QuoteState.GRANTED,
        drafted_on=date(2026, 7, 1), teaching=450_000, cpf=50, number="AIF-2026-A-000001",
        answered_on=date(2026, 7, 8), decided_on=date(2026, 7, 20),
    )  # fmt: skip
    line = replace(found.lines[0], kind=Happening.QUOTE, quote=row, registration=None, slot=None)
    assert what(line) == "Devis AIF"
    assert told(line, ()) == (
        "4\u00a0499,50\u00a0€ demandés à France Travail · réponse du DE le 08/07/2026 · "
        "décision le 20/07/2026"
    )
    assert (state(line).word, state(line).role) == ("Accordé", "ok")
    assert detail(line) == "n° AIF-2026-A-000001"


def test_a_devis_aif_opens_on_its_page(page: StoryPage, one: OneStory) -> None:
    places: list[Place] = []
    page.desk.place_asked.connect(places.append)
    found = one.scene.workspace.read(story, one.person)
    assert found is not None
    row = AifQuoteRow(
        id=one.person, session_id=one.person, jobseeker_id=one.person, state=QuoteState.DRAFT,
        drafted_on=date(2026, 7, 1),
    )  # fmt: skip
    line = replace(found.lines[0], kind=Happening.QUOTE, quote=row, registration=None, slot=None)
    page.card.table.row_opened.emit(line)
    assert (places[-1].page, places[-1].arguments) == ("quote", {"quote_id": row.id})
