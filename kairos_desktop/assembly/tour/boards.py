# SPDX-License-Identifier: MIT
"""The tour at its end: what goes to KAIROS, the figures, and somebody's whole story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.attending import in_state
from kairos_desktop.assembly.tour.stage import closed
from kairos_desktop.models.vocabulary import EnrolmentState
from kairos_desktop.services import evidence_drawing, evidence_file, evidence_place
from kairos_desktop.views.boards.kairos_page import KairosPage
from kairos_desktop.views.boards.overview_page import OverviewPage
from kairos_desktop.views.toolkit.pdf_preview import show_pdf
from kairos_desktop.views.training.evidence_page import EvidencePage

if TYPE_CHECKING:
    from kairos_desktop.assembly.tour.stage import Steps, Tour


def to_kairos(tour: Tour) -> Steps:
    """Three values copied by C, in the order of KAIROS's screen; then reported."""
    window = tour.window
    window.desk.open("kairos")
    yield lambda: hands.seen(window.pages, KairosPage) is not None
    page = hands.find(window.pages, KairosPage)
    yield lambda: page.board is not None and len(page.values.buttons) > 0
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    for _ in range(3):
        page.values.copy_next()
    yield tour.settled()
    tour.picture("reporter-kairos", "Reporter dans KAIROS : chaque valeur se copie d’une touche")
    before = len(page.board.lines) if page.board is not None else 0
    hands.press(table, "r")
    yield lambda: page.board is not None and len(page.board.lines) == before - 1
    yield tour.settled()
    tour.picture("reporter-kairos-suivant", "Reporté : la ligne part, la suivante est là")


def figures(tour: Tour) -> Steps:
    """« Pilotage »: the way of everybody, and the absences by month."""
    window = tour.window
    for tab, what in (
        ("steps", "Pilotage : de l’inscription au bout de la formation"),
        ("absences", "Pilotage : les absences par mois"),
    ):
        window.desk.open("boards-overview", tab=tab)
        yield lambda: hands.seen(window.pages, OverviewPage) is not None
        yield tour.settled()
        tour.picture(f"pilotage-{tab}", what)


def story(tour: Tour) -> Steps:
    """« Parcours de formation DE » of the one who left."""
    line = in_state(tour, EnrolmentState.DROPPED)[0]
    tour.window.desk.open("story", jobseeker_id=line.jobseeker.id)
    yield tour.settled()
    tour.picture("parcours", "Tout le parcours d’une personne, sur une page")


def evidence(tour: Tour) -> Steps:
    """« Dossier de preuves », from the session: what is missing, with the text that asks for it."""
    window = tour.window
    window.desk.open("session", session_id=tour.the_session(), tab="summary")
    yield lambda: hands.seen(window.pages, QAbstractButton, "Dossier de preuves") is not None
    yield tour.settled()
    hands.click(window.pages, "Dossier de preuves")
    yield lambda: hands.seen(window.pages, EvidencePage) is not None
    page = hands.find(window.pages, EvidencePage)
    yield lambda: page.shown is not None
    yield tour.settled()
    tour.picture("dossier-de-preuves", "Dossier de preuves : ce qui manque, et le texte")
    yield from _dossier(tour)


def _dossier(tour: Tour) -> Steps:
    """The file itself, beside the pictures, and its Sommaire."""
    window = tour.window
    asked = evidence_file.gather(
        tour.profile, tour.workspace, tour.the_session(), window.desk.now()
    )
    assert asked is not None
    dossier = evidence_drawing.drawn(asked)
    evidence_place.write_zip(dossier, tour.out / "dossier-de-preuves.zip")
    tour.facts["evidence"] = {
        "files": len(dossier.files),
        "pages": dossier.pages,
        "missing": len(asked.summary.missing),
    }
    summary = dossier.files[0]
    show_pdf(window, window.desk, "Dossier de preuves", summary.content, summary.name)
    yield hands.paper_shows
    yield tour.settled()
    tour.picture("dossier-sommaire", "Le sommaire du dossier : chaque fichier et son empreinte")
    hands.front().close()
    yield closed
