# SPDX-License-Identifier: MIT
"""What the guide of the secretary shows and the tour does not: forms and pages, one picture each.

Each scene is a chapter played between those of the tour, on the day where the tour stands.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from kairos_desktop.assembly.tour import attending, boards, entering, hands, leaving, steps
from kairos_desktop.assembly.tour.attending import trainee
from kairos_desktop.assembly.tour.one import play
from kairos_desktop.assembly.tour.stage import closed
from kairos_desktop.models.vocabulary import Contact, HalfDay, Prescriber
from kairos_desktop.services.acts.aif_quotes import DraftQuote, Quote, SendQuote
from kairos_desktop.services.acts.candidacies import OpenCandidacies, RecordContact, Window
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.slots import Where
from kairos_desktop.services.queries import people
from kairos_desktop.views.people.create_page import CreatePage
from kairos_desktop.views.recruitment.duties_card import DutiesCard
from kairos_desktop.views.recruitment.summary_tab import SummaryTab
from kairos_desktop.views.settings.data_page import DataPage
from kairos_desktop.views.toolkit.choice_panel import ChoicePanel
from kairos_desktop.views.training.month_grid import MonthGrid
from kairos_desktop.views.training.sheet_page import SheetPage

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.assembly.tour.stage import Steps, Tour


def page(tour: Tour, name: str, key: str, **arguments: object) -> Steps:
    """A page as it opens."""
    tour.window.desk.open(key, **arguments)
    yield tour.settled()
    tour.picture(name, name)


def form(tour: Tour, name: str, opened: Callable[[], object]) -> Steps:
    """A dialogue as it opens, given up afterwards."""
    opened()
    yield hands.dialog_is_active
    yield tour.settled()
    tour.picture(name, name)
    hands.front().close()
    yield closed


def clicked(tour: Tour, name: str, label: str) -> Steps:
    """The dialogue behind a button of the page that shows."""
    yield lambda: hands.seen(tour.window.pages, QAbstractButton, label) is not None
    yield from form(tour, name, partial(hands.click_and_go_on, tour.window.pages, label))


def first_line(tour: Tour) -> Generator[Callable[[], bool], None, QWidget]:
    """The first line of the list that shows, chosen; gives the list."""
    table = tour.take_table()
    yield table.hasFocus
    hands.first_row(table)
    yield tour.settled()
    return table


def before(tour: Tour) -> Steps:
    """The organisation, its data and its people, before any recruitment."""
    for name, key in (
        ("prestataire", "provider"),
        ("rechercher-de", "people"),
        ("aide", "help"),
    ):
        yield from page(tour, name, key)
    tour.window.desk.open("person-create")
    yield lambda: hands.seen(tour.window.pages, CreatePage) is not None
    box: QWidget = hands.find(tour.window.pages, CreatePage)
    hands.write(box, QLineEdit, "Nom", "Lefevre")
    hands.write(box, QLineEdit, "Prénom", "Anne")
    yield tour.settled(500)
    tour.picture("creer-de", "creer-de")
    twice = tour.workspace.new_id()
    person = Person(last_name="Lefevre", first_name="Anne", phone="06 39 98 07 11")
    tour.record([CreateJobseeker(jobseeker_id=twice, person=person)])
    kept = next(
        each for each in tour.workspace.read(people.ids_for, "lefevre anne") if each != twice
    )
    yield from page(tour, "fusionner", "people-merge", kept_id=kept, absorbed_id=twice)
    # The tour finds her by her name: once.
    tour.window.desk.hub.changed.emit(tour.workspace.undo().changes)


def recruiting(tour: Tour) -> Steps:
    """Dates and lists of a session, after its first results."""
    window, session_id = tour.window, tour.the_session()
    yield from page(tour, "session-absente", "visibility", session_id=session_id)
    yield from page(tour, "session", "session", session_id=session_id, tab="summary")
    opened = partial(window.desk.open, "session", session_id=session_id)
    yield from form(tour, "proposer", partial(opened, tab="enrolled", act="propose"))
    pause = partial(opened, tab="summary", act="interruption")
    yield from form(tour, "interruption-session", pause)
    opened(tab="meetings", list="presence")
    yield tour.settled()
    yield from clicked(tour, "supprimer-date", "Supprimer")
    opened(tab="appointments", list="presence")
    yield tour.settled()
    yield from first_line(tour)
    yield from clicked(tour, "annuler-rdv", "Annuler le RDV")
    opened(tab="enrolled", list="enrolled")
    yield tour.settled()
    yield from first_line(tour)
    yield from clicked(tour, "desistement", "Désistement")
    yield from clicked(tour, "historique", "Historique")


def duties(tour: Tour) -> Steps:
    """What the law asks of a session of more than 500 hours, and the forms that say it is done."""
    window, session_id = tour.window, tour.the_session()
    opened = partial(window.desk.open, "session", session_id=session_id, tab="summary")
    opened()
    yield lambda: hands.seen(window.pages, DutiesCard) is not None
    yield tour.settled()
    hands.find(window.pages, SummaryTab).ensureWidgetVisible(hands.find(window.pages, DutiesCard))
    yield tour.settled()
    tour.picture("obligations", "obligations")
    yield from form(tour, "delegues", partial(opened, act="delegates"))
    yield from form(tour, "documents-remis", partial(opened, act="handed"))


def candidacies(tour: Tour) -> Steps:
    """A window with its candidates, whom one calls; taken back, since the tour has none."""
    session_id, today = tour.the_session(), tour.workspace.now().date()
    slot_id = tour.workspace.new_id()
    where = Where(contact="Odile Tremblaie, 02 35 00 00 00", comment="CV, lettre de motivation")
    window = Window(opens_on=today, closes_on=today + timedelta(days=11), most=20, where=where)
    rows = {tour.workspace.new_id(): row for row in tour.workspace.read(people.ids_for, "")[:6]}
    typed = (
        Register(
            registration_id=row, slot_id=slot_id, jobseeker_id=person, placed_by=Prescriber.SELF
        )
        for row, person in rows.items()
    )
    opened = OpenCandidacies(slot_id=slot_id, session_id=session_id, window=window)
    first, second, *_ = rows
    tour.record(
        [
            opened,
            *typed,
            RecordContact(registration_id=first, contact=Contact.CONTACTED),
            RecordContact(registration_id=second, contact=Contact.UNREACHABLE),
        ]
    )
    asked = partial(tour.window.desk.open, "session", session_id=session_id, tab="candidacies")
    yield from form(tour, "candidature-periode", partial(asked, act="create-candidacy"))
    asked(list="presence")
    yield tour.settled()
    yield from first_line(tour)
    tour.picture("candidatures-contact", "candidatures-contact")
    yield from clicked(tour, "candidature-rdv", "Fixer un RDV")
    tour.window.desk.hub.changed.emit(tour.workspace.undo().changes)


def quotes(tour: Tour) -> Steps:
    """A quote as it is filled in, the one that leaves, and the board; then taken back."""
    window, lines = tour.window, tour.enrolled()
    typed = Quote(
        teaching=770_000,
        cpf=125_050,
        hours_centre=595.0,
        hours_company=175.0,
        hours_weekly=35.0,
        hours_distance=0.0,
        starts_on=lines[0].session.starts_on,
        ends_on=lines[0].session.ends_on,
        objective="Tenir le secrétariat d’un service",
        content="Accueil\nRédaction\nBureautique",
        means="Salle équipée, un poste par personne",
        arrangements="Groupe de 12, suivi individuel",
        follow_up="Émargement, titre professionnel",
        payment="À la fin, sur facture",
        valid_until=tour.workspace.now().date() + timedelta(days=30),
    )
    ids = [tour.workspace.new_id() for _ in lines[:4]]
    drafted = [
        DraftQuote(
            quote_id=row_id,
            session_id=line.session.id,
            jobseeker_id=line.jobseeker.id,
            quote=typed,
        )
        for row_id, line in zip(ids, lines, strict=False)
    ]
    sent = [SendQuote(quote_id=row, on=tour.workspace.now().date()) for row in ids[2:]]
    tour.record([*drafted, *sent])
    yield from page(tour, "devis-aif", "quote", quote_id=ids[0])
    yield from clicked(tour, "devis-aif-envoi", "Noter l’envoi…")
    yield from page(tour, "devis-aif-brouillon", "boards-actions", tab="quotes")
    window.desk.hub.changed.emit(tour.workspace.undo().changes)


def saving(tour: Tour) -> Steps:
    """A backup made by hand, verified."""
    tour.window.desk.open("data")
    yield tour.settled()
    data = hands.find(tour.window.pages, DataPage)
    hands.click(data, "Sauvegarder maintenant")
    yield lambda: data.backups.model.rowCount() > 0
    yield tour.settled()
    tour.picture("sauvegardes", "sauvegardes")


def training(tour: Tour) -> Steps:
    """What may happen to somebody who has entered."""
    window, session_id = tour.window, tour.the_session()
    asked = partial(window.desk.open, "absences", enrolment_id=trainee(tour, 4))
    yield from form(tour, "interruption", partial(asked, act="interruption"))
    yield from form(tour, "exclusion", partial(asked, act="exclude"))
    yield from page(tour, "motifs", "reasons")
    yield from page(tour, "emargements", "sheets", session_id=session_id)
    yield from page(tour, "assiduite-a-saisir", "months", month=date(2027, 1, 1))
    window.desk.open("month", session_id=session_id, month=date(2027, 2, 1))
    yield lambda: hands.seen(window.pages, MonthGrid) is not None
    yield tour.settled()
    hands.click(window.pages, "Travail à distance")
    yield tour.settled()
    hands.find(window.pages, MonthGrid).setFocus()
    yield tour.settled()
    tour.picture("travail-a-distance", "travail-a-distance")
    half = {"session_id": session_id, "day": date(2027, 1, 26), "half": HalfDay.MORNING}
    window.desk.open("sheet", **half)
    yield lambda: hands.seen(window.pages, SheetPage) is not None
    yield tour.settled()
    yield from first_line(tour)
    yield from clicked(tour, "signer", "Signer à l’écran")
    window.desk.open("session", session_id=session_id, tab="enrolled", list="enrolled")
    yield tour.settled()
    table = yield from first_line(tour)
    hands.press(table, Qt.Key.Key_Down)
    yield tour.settled()
    hands.click(window.pages, "Après l’entrée…")
    yield tour.settled()
    panel = hands.find(window, ChoicePanel)
    tour.picture("apres-l-entree", "apres-l-entree")
    panel.close_panel()
    yield tour.settled()


def ending(tour: Tour) -> Steps:
    """The boards on the Monday after the end."""
    for name, key, tab in (
        ("actions", "boards-actions", "reports"),
        ("avis", "notices", ""),
        ("abonnement", "agenda", ""),
        ("conservation", "retention", ""),
    ):
        yield from page(tour, name, key, **({"tab": tab} if tab else {}))


CHAPTERS = (
    before,
    saving,
    steps.offer,
    steps.meeting,
    steps.presence,
    steps.results,
    steps.appointments,
    steps.enrolment,
    recruiting,
    duties,
    candidacies,
    quotes,
    steps.around,
    entering.entries,
    attending.timetable,
    attending.sheet,
    attending.absence,
    attending.month,
    training,
    leaving.abandon,
    leaving.exits,
    leaving.report,
    ending,
    boards.to_kairos,
    boards.figures,
    boards.story,
    boards.evidence,
)


if __name__ == "__main__":
    play(Path(sys.argv[1]), CHAPTERS)
