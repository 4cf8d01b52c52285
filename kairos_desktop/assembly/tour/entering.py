# SPDX-License-Identifier: MIT
"""The tour after the certificate: the first day of training, and its AES."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.steps import closed, settled
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState
from kairos_desktop.services.paper_drawing import draw
from kairos_desktop.services.queries import enrolments

if TYPE_CHECKING:
    from kairos_desktop.assembly.tour.steps import Steps, Tour
    from kairos_desktop.services.queries.enrolments import EnrolmentLine


def entries(tour: Tour) -> Steps:
    """The first morning: one absent, the others present, one of whom nobody has validated."""
    starts_on = _lines(tour)[0].session.starts_on
    assert starts_on is not None
    tour.clock.now = datetime(starts_on.year, starts_on.month, starts_on.day, 9, 30, tzinfo=PARIS)
    window = tour.window
    window.desk.open("session", session_id=tour.the_session(), tab="enrolled", list="entries")
    yield settled()
    yield lambda: tour.rows() == 3
    tour.picture("entrees-avant", "Saisie des entrées en formation : ceux qui doivent être là")
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    hands.first_row(table)
    hands.press(table, "a")
    yield lambda: _count(tour, EnrolmentState.NOT_ENTERED) == 1
    yield settled()
    hands.press(table, "*")
    yield hands.dialog_is_active
    box = hands.front()
    hands.find(box, QPlainTextEdit, "Motif de l’entrée").setPlainText(
        "Accord donné au téléphone par le conseiller"
    )
    yield settled()
    tour.picture("entree-sans-validation", "Sans validation : un avertissement et un motif")
    hands.click(box, "Enregistrer l’entrée")
    yield closed
    yield lambda: _count(tour, EnrolmentState.ENTERED) == 2
    yield settled()
    tour.picture("entrees-apres", "Les présents sont partis, leurs AES sont émises")
    window.desk.open("session", session_id=tour.the_session(), tab="enrolled")
    yield settled(700)
    tour.picture("inscrits-entres", "Inscrits en formation : entrés, et leur AES")
    _save_attestation(tour)


def _lines(tour: Tour) -> list[EnrolmentLine]:
    ids = tour.workspace.read(enrolments.ids_for, tour.the_session())
    return tour.workspace.read(enrolments.rows_for, ids)


def _count(tour: Tour, state: EnrolmentState) -> int:
    return sum(line.enrolment.state is state for line in _lines(tour))


def _save_attestation(tour: Tour) -> None:
    papers = [line.paper(DocumentKind.ENTRY_ATTESTATION) for line in _lines(tour)]
    paper = next(paper for paper in papers if paper is not None)
    drawn = draw(tour.profile, tour.workspace, paper)
    (tour.out / "aes.pdf").write_bytes(drawn.pdf)
    tour.facts["entry_attestation"] = {"number": paper.number, "pages": drawn.pages}
