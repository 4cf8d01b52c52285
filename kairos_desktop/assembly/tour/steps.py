# SPDX-License-Identifier: MIT
"""The main job, step by step, as a secretary does it with keyboard and mouse."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.stage import closed, no_dialog_then
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import DocumentKind, RegistrationState, Result, SlotKind
from kairos_desktop.services import demonstration
from kairos_desktop.services.queries import people, sessions
from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.catalogue.import_page import ImportPage
from kairos_desktop.views.catalogue.offer_session_page import OfferSessionPage
from kairos_desktop.views.toolkit.type_ahead import TypeAhead

if TYPE_CHECKING:
    from kairos_desktop.assembly.tour.stage import Steps, Tour


def people_and_provider(tour: Tour) -> None:
    """Those who will come: typed earlier, as on any other day."""
    acts, _ids = demonstration.jobseekers(tour.workspace)
    tour.record([demonstration.provider(), *acts])


def offer(tour: Tour) -> Steps:
    """Imports the sample of the CARIF-OREF, finds a session, opens it for recruitment."""
    window = tour.window
    window.desk.open("offer-import")
    yield lambda: hands.seen(window.pages, ImportPage) is not None
    page = hands.find(window.pages, ImportPage)
    page.read_files([demonstration.sample_offer(tour.clock().date(), tour.profile.profile.folder)])
    yield lambda: page.take.isVisible()
    yield tour.settled()
    tour.picture("importer-offre", "L’import dit ce qu’il va faire avant de le faire")
    hands.click(page, "Importer")
    yield lambda: page.choose.isVisible()
    window.desk.open("offer")
    yield tour.settled()
    yield lambda: tour.rows() == 3
    line = hands.find(window.pages, QLineEdit)
    hands.press(line, "havre janvier")
    yield tour.settled()
    tour.picture("rechercher-formation", "Rechercher formation : intitulé, numéro, ville, date")
    table = tour.table()
    hands.first_row(table)
    hands.press(table, Qt.Key.Key_Return)
    yield lambda: hands.seen(window.pages, OfferSessionPage) is not None
    yield tour.settled()
    tour.picture("session-de-l-offre", "La session, à corriger auprès du CARIF-OREF")
    sheet = hands.find(window.pages, OfferSessionPage)
    yield lambda: sheet.main.isEnabled()
    hands.click(sheet, sheet.main.text())
    yield lambda: len(tour.workspace.read(sessions.ids_for)) == 1
    yield tour.settled()


def meeting(tour: Tour) -> Steps:
    """Opens an info coll and registers fifteen people by three letters of their names."""
    window = tour.window
    window.desk.open("session", session_id=tour.the_session(), tab="meetings")
    yield lambda: hands.seen(window.pages, QLineEdit) is not None or tour.window.isVisible()
    yield tour.settled()
    window.desk.open("session", session_id=tour.the_session(), tab="meetings", act="create-meeting")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Date", "03122026")
    hands.write(box, QLineEdit, "Début", "930")
    hands.write(box, QLineEdit, "Fin", "12h")
    yield tour.settled()
    tour.picture("saisir-info-coll", "Saisir une Info coll : date, heures, places, lieu")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(
        lambda: len(tour.workspace.read(sessions.slots_of, tour.the_session())) > 0
    )
    yield tour.settled()
    window.desk.open(
        "session", session_id=tour.the_session(), tab="meetings", act="register-meeting"
    )
    yield hands.dialog_is_active
    yield from _choose_people(tour, hands.front())


def _choose_people(tour: Tour, box: QWidget) -> Steps:
    line = hands.find(box, TypeAhead, "Demandeurs d’emploi")
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    yield line.hasFocus
    # Typed without accents, as one does in a hurry.
    names = [fold(f"{last} {first}") for last, first, *_rest in demonstration.PEOPLE[:15]]
    for place, name in enumerate(names):
        hands.press(line, name[:9])
        yield lambda: bool(line.suggestions())
        yield line.popup().isVisible
        # The list of answers takes the keys while it shows; the first answer waits for Enter.
        hands.press(line.popup(), Qt.Key.Key_Return)
        yield lambda: not line.text()
        if place == 3:
            yield tour.settled()
            tour.picture("inscrire-des-de", "Inscrire plusieurs DE : trois lettres, Entrée")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(lambda: len(tour.lines(Tab.REGISTERED, SlotKind.MEETING)) == len(names))
    yield tour.settled()
    tour.picture("inscrits-info-coll", "Les quinze inscrits, avec leur statut")


def presence(tour: Tour) -> Steps:
    """Seven keys: three absent by one letter, then all the others present."""
    tour.clock.now = datetime(2026, 12, 3, 12, 5, tzinfo=PARIS)
    tour.window.desk.open("session", session_id=tour.the_session(), tab="meetings", list="presence")
    yield tour.settled()
    yield lambda: tour.rows() == 15
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    tour.picture("presence-avant", "Saisie présence : quinze attendus")
    for letter, absent in (("f", 1), ("g", 2), ("b", 3)):
        hands.press(table, letter)
        hands.press(table, "a")
        yield lambda wanted=absent: _count(tour, RegistrationState.ABSENT) == wanted
        yield tour.settled()
    hands.press(table, "*")
    yield lambda: _count(tour, RegistrationState.PRESENT) == 12
    yield tour.settled()
    tour.picture("presence-apres", "Sept touches : trois absents, les autres présents")
    tour.facts["key_presses_for_15_people"] = 7


def _count(tour: Tour, state: RegistrationState) -> int:
    lines = tour.lines(Tab.REGISTERED, SlotKind.MEETING)
    return sum(line.registration.state is state for line in lines)


def results(tour: Tour) -> Steps:
    """Retenus by R, one non retenu with its reason, one en attente."""
    tour.window.desk.open("session", session_id=tour.the_session(), tab="meetings", list="result")
    yield tour.settled()
    yield lambda: tour.rows() == 12
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    tour.picture("resultats-avant", "Saisie résultat : les douze présents")
    for place in range(3):
        hands.first_row(table)
        hands.press(table, "r")
        yield lambda wanted=11 - place: tour.rows() == wanted
        yield tour.settled()
    hands.first_row(table)
    hands.press(table, "n")
    yield hands.dialog_is_active
    hands.press(hands.find(hands.front(), QComboBox, "Motif"), "pr")
    yield tour.settled()
    tour.picture("non-retenu-motif", "Non retenu : le motif, puis Entrée")
    hands.click(hands.front(), "Enregistrer")
    yield closed
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    hands.first_row(table)
    hands.press(table, Qt.Key.Key_Down, "t")
    yield lambda: any(
        line.registration.result is Result.ON_HOLD
        for line in tour.lines(Tab.RESULT, SlotKind.MEETING)
    )
    yield tour.settled()
    tour.picture("resultats-apres", "Un retenu quitte la liste : son AIS est émise")


def appointments(tour: Tour) -> Steps:
    """A group of appointments, duplicated to another day, and an absent one transferred there."""
    window, session_id = tour.window, tour.the_session()
    window.desk.open(
        "session", session_id=session_id, tab="appointments", act="create-appointments"
    )
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Dates", "07/12/2026")
    hands.write(box, QLineEdit, "Premier RDV", "14h")
    yield tour.settled()
    tour.picture("rdv-groupe", "Saisir un groupe de RDV : les horaires se voient avant")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(lambda: tour.slots() == 7)
    yield tour.settled()
    hands.click(window.pages, "Dupliquer le groupe")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Vers les dates", "09/12/2026")
    yield tour.settled()
    tour.picture("rdv-dupliquer", "Dupliquer le groupe vers d’autres jours")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(lambda: tour.slots() == 13)
    yield from _transfer(tour)


def _transfer(tour: Tour) -> Steps:
    tour.window.desk.open("session", session_id=tour.the_session(), tab="meetings", list="presence")
    yield tour.settled()
    yield lambda: tour.rows() == 3
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    hands.first_row(table)
    yield tour.settled()
    hands.click(tour.window.pages, "Transférer")
    yield hands.dialog_is_active
    hands.press(hands.find(hands.front(), QComboBox, "Vers"), Qt.Key.Key_Down)
    yield tour.settled()
    tour.picture("transferer", "Transférer un absent vers un RDV de la même session")
    hands.click(hands.front(), "Transférer")
    yield no_dialog_then(lambda: _count(tour, RegistrationState.TRANSFERRED) == 1)
    yield tour.settled()
    tour.window.desk.open("session", session_id=tour.the_session(), tab="appointments")
    yield tour.settled()
    tour.picture("rdv-inscrits", "Le RDV a reçu la personne transférée")


def enrolment(tour: Tour) -> Steps:
    """The enrolled list, the prescriber's answer, the certificate."""
    window, session_id = tour.window, tour.the_session()
    window.desk.open("session", session_id=session_id, tab="enrolled")
    yield tour.settled()
    yield lambda: tour.rows() == 3
    tour.picture("inscrits-formation", "Inscrits en formation : retenus, AIS émises")
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    hands.first_row(table)
    hands.click(window.pages, "Inscrit")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Source", "KAIROS")
    yield tour.settled()
    tour.picture("reponse-prescripteur", "La réponse du prescripteur, sa date et sa source")
    hands.click(box, "Enregistrer")
    yield closed
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    hands.first_row(table)
    hands.click(window.pages, "Certificat")
    yield hands.dialog_is_active
    yield hands.paper_shows
    yield tour.settled()
    tour.picture("certificat-apercu", "Le certificat d’inscription, avant d’imprimer")
    hands.front().close()
    yield closed
    tour.save_last(DocumentKind.ENROLMENT_CERTIFICATE, "certificate", "certificat.pdf")


def around(tour: Tour) -> Steps:
    """The search of everything, a person's record, the calendar."""
    window = tour.window
    window.palette_box.open()
    yield tour.settled()
    line = hands.find(window.palette_box, QLineEdit)
    hands.press(line, "lef")
    yield tour.settled()
    tour.picture("palette", "Ctrl+K : un acte, une session, une personne")
    hands.press(line, Qt.Key.Key_Escape)
    found = tour.workspace.read(people.ids_for, "lefevre")
    window.desk.open("person", jobseeker_id=found[0])
    yield tour.settled()
    tour.picture("fiche-de", "La fiche d’un DE et son parcours")
    window.desk.open("calendar")
    yield tour.settled()
    tour.picture("calendrier", "Le calendrier des RDV")
