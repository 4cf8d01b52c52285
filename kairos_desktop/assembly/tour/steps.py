# SPDX-License-Identifier: MIT
"""The main job, step by step, as a secretary does it with keyboard and mouse."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget

from kairos_desktop.assembly.tour import hands
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import DocumentKind, RegistrationState, Result, SlotKind
from kairos_desktop.services import demonstration
from kairos_desktop.services.paper_drawing import draw
from kairos_desktop.services.queries import enrolments, people, registrations, sessions
from kairos_desktop.services.queries.registrations import RegistrationFilter
from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.catalogue.import_page import ImportPage
from kairos_desktop.views.catalogue.offer_session_page import OfferSessionPage
from kairos_desktop.views.toolkit.type_ahead import TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.shell.main_window import MainWindow

    Steps = Iterator[Callable[[], bool]]

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)
"""A fixed day, so that the pictures are the same whenever the tour is played."""


class Clock:
    """The civil moment of the tour, moved by hand."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class Tour:
    """Everything that the steps hold: the window, the profile, the album."""

    def __init__(
        self,
        window: MainWindow,
        profile: OpenProfile,
        workspace: Workspace,
        clock: Clock,
        out: Path,
    ) -> None:
        self.window = window
        self.profile = profile
        self.workspace = workspace
        self.clock = clock
        self.out = out
        self.pictures: list[dict[str, str]] = []
        self.facts: dict[str, object] = {}

    def picture(self, name: str, what: str) -> None:
        """Take the next numbered picture."""
        file = f"{len(self.pictures) + 1:02d}-{name}.png"
        hands.photograph(self.window, self.out / file)
        self.pictures.append({"file": file, "what": what})

    def the_session(self) -> UUID:
        """The session that the tour recruits on."""
        return self.workspace.read(sessions.ids_for)[0]

    def lines(self, tab: Tab, kind: SlotKind) -> list[registrations.RegistrationLine]:
        """One of the three lists, as the screen reads it."""
        asked = RegistrationFilter(session_id=self.the_session(), kind=kind, tab=tab)
        ids = self.workspace.read(registrations.ids_for, asked)
        return self.workspace.read(registrations.rows_for, ids)

    def slots(self) -> int:
        """How many slots the session has."""
        return len(self.workspace.read(sessions.slots_of, self.the_session()))

    def table(self) -> QAbstractItemView:
        """The list that shows."""
        tables = [
            view
            for view in self.window.pages.findChildren(QAbstractItemView)
            if view.isVisible() and view.model() is not None and view.model().columnCount() > 2
        ]
        return tables[0]

    def take_table(self) -> QAbstractItemView:
        """The list that shows, the keyboard in it."""
        self.window.activateWindow()
        table = self.table()
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        return table

    def rows(self) -> int:
        """How many lines the list that shows has."""
        return self.table().model().rowCount()


def settled(milliseconds: int = 350) -> Callable[[], bool]:
    """A question that becomes true after a while: for a picture, never for a decision."""
    asked = [0]

    def is_settled() -> bool:
        asked[0] += 15
        return asked[0] > milliseconds

    return is_settled


def closed() -> bool:
    """Whether no dialogue is open any more."""
    return hands.dialog() is None


def no_dialog_then(question: Callable[[], bool]) -> Callable[[], bool]:
    """Whether the dialogue has closed and the question is true."""
    return lambda: closed() and question()


def people_and_provider(tour: Tour) -> None:
    """Those who will come: typed earlier, as on any other day."""
    acts, _ids = demonstration.jobseekers(tour.workspace)
    recorded = tour.workspace.record([demonstration.provider(), *acts])
    # Not said by the desk, which would tell it in the bar: the window learns it all the same.
    tour.window.desk.hub.changed.emit(recorded.changes)


def offer(tour: Tour) -> Steps:
    """Imports the sample of the CARIF-OREF, finds a session, opens it for recruitment."""
    window = tour.window
    window.desk.open("offer-import")
    yield lambda: hands.seen(window.pages, ImportPage) is not None
    page = hands.find(window.pages, ImportPage)
    page.read_files([demonstration.sample_offer(tour.clock().date(), tour.profile.profile.folder)])
    yield lambda: page.take.isVisible()
    yield settled()
    tour.picture("importer-offre", "L’import dit ce qu’il va faire avant de le faire")
    hands.click(page, "Importer")
    yield lambda: page.choose.isVisible()
    window.desk.open("offer")
    yield settled()
    yield lambda: tour.rows() == 3
    line = hands.find(window.pages, QLineEdit)
    hands.press(line, "havre janvier")
    yield settled(700)
    tour.picture("rechercher-formation", "Rechercher formation : intitulé, numéro, ville, date")
    table = tour.table()
    hands.first_row(table)
    hands.press(table, Qt.Key.Key_Return)
    yield lambda: hands.seen(window.pages, OfferSessionPage) is not None
    yield settled(700)
    tour.picture("session-de-l-offre", "La session, à corriger auprès du CARIF-OREF")
    sheet = hands.find(window.pages, OfferSessionPage)
    yield lambda: sheet.main.isEnabled()
    hands.click(sheet, sheet.main.text())
    yield lambda: len(tour.workspace.read(sessions.ids_for)) == 1
    yield settled()


def meeting(tour: Tour) -> Steps:
    """Opens an info coll and registers fifteen people by three letters of their names."""
    window = tour.window
    window.desk.open("session", session_id=tour.the_session(), tab="meetings")
    yield lambda: hands.seen(window.pages, QLineEdit) is not None or tour.window.isVisible()
    yield settled()
    window.desk.open("session", session_id=tour.the_session(), tab="meetings", act="create-meeting")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Date", "03122026")
    hands.write(box, QLineEdit, "Début", "930")
    hands.write(box, QLineEdit, "Fin", "12h")
    yield settled()
    tour.picture("saisir-info-coll", "Saisir une Info coll : date, heures, places, lieu")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(
        lambda: len(tour.workspace.read(sessions.slots_of, tour.the_session())) > 0
    )
    yield settled()
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
            yield settled()
            tour.picture("inscrire-des-de", "Inscrire plusieurs DE : trois lettres, Entrée")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(lambda: len(tour.lines(Tab.REGISTERED, SlotKind.MEETING)) == len(names))
    yield settled()
    tour.picture("inscrits-info-coll", "Les quinze inscrits, avec leur statut")


def presence(tour: Tour) -> Steps:
    """Seven keys: three absent by one letter, then all the others present."""
    tour.clock.now = datetime(2026, 12, 3, 12, 5, tzinfo=PARIS)
    tour.window.desk.open("session", session_id=tour.the_session(), tab="meetings", list="presence")
    yield settled()
    yield lambda: tour.rows() == 15
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    yield settled()
    tour.picture("presence-avant", "Saisie présence : quinze attendus")
    for letter, absent in (("f", 1), ("g", 2), ("b", 3)):
        hands.press(table, letter)
        hands.press(table, "a")
        yield lambda wanted=absent: _count(tour, RegistrationState.ABSENT) == wanted
        yield settled()
    hands.press(table, "*")
    yield lambda: _count(tour, RegistrationState.PRESENT) == 12
    yield settled()
    tour.picture("presence-apres", "Sept touches : trois absents, les autres présents")
    tour.facts["key_presses_for_15_people"] = 7


def _count(tour: Tour, state: RegistrationState) -> int:
    lines = tour.lines(Tab.REGISTERED, SlotKind.MEETING)
    return sum(line.registration.state is state for line in lines)


def results(tour: Tour) -> Steps:
    """Retenus by R, one non retenu with its reason, one en attente."""
    tour.window.desk.open("session", session_id=tour.the_session(), tab="meetings", list="result")
    yield settled()
    yield lambda: tour.rows() == 12
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    tour.picture("resultats-avant", "Saisie résultat : les douze présents")
    for place in range(3):
        hands.first_row(table)
        hands.press(table, "r")
        yield lambda wanted=11 - place: tour.rows() == wanted
        yield settled()
    hands.first_row(table)
    hands.press(table, "n")
    yield hands.dialog_is_active
    hands.press(hands.find(hands.front(), QComboBox, "Motif"), "pr")
    yield settled()
    tour.picture("non-retenu-motif", "Non retenu : le motif, puis Entrée")
    hands.click(hands.front(), "Enregistrer")
    yield closed
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    hands.first_row(table)
    hands.press(table, Qt.Key.Key_Down, "t")
    yield lambda: any(
        line.registration.result is Result.ON_HOLD
        for line in tour.lines(Tab.RESULT, SlotKind.MEETING)
    )
    yield settled()
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
    yield settled()
    tour.picture("rdv-groupe", "Saisir un groupe de RDV : les horaires se voient avant")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(lambda: tour.slots() == 7)
    yield settled()
    hands.click(window.pages, "Dupliquer le groupe")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Vers les dates", "09/12/2026")
    yield settled()
    tour.picture("rdv-dupliquer", "Dupliquer le groupe vers d’autres jours")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(lambda: tour.slots() == 13)
    yield from _transfer(tour)


def _transfer(tour: Tour) -> Steps:
    tour.window.desk.open("session", session_id=tour.the_session(), tab="meetings", list="presence")
    yield settled()
    yield lambda: tour.rows() == 3
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    hands.first_row(table)
    yield settled()
    hands.click(tour.window.pages, "Transférer")
    yield hands.dialog_is_active
    hands.press(hands.find(hands.front(), QComboBox, "Vers"), Qt.Key.Key_Down)
    yield settled()
    tour.picture("transferer", "Transférer un absent vers un RDV de la même session")
    hands.click(hands.front(), "Transférer")
    yield no_dialog_then(lambda: _count(tour, RegistrationState.TRANSFERRED) == 1)
    yield settled()
    tour.window.desk.open("session", session_id=tour.the_session(), tab="appointments")
    yield settled(700)
    tour.picture("rdv-inscrits", "Le RDV a reçu la personne transférée")


def enrolment(tour: Tour) -> Steps:
    """The enrolled list, the prescriber's answer, the certificate."""
    window, session_id = tour.window, tour.the_session()
    window.desk.open("session", session_id=session_id, tab="enrolled")
    yield settled()
    yield lambda: tour.rows() == 3
    tour.picture("inscrits-formation", "Inscrits en formation : retenus, AIS émises")
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    hands.first_row(table)
    hands.click(window.pages, "Inscrit")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Source", "KAIROS")
    yield settled()
    tour.picture("reponse-prescripteur", "La réponse du prescripteur, sa date et sa source")
    hands.click(box, "Enregistrer")
    yield closed
    table = tour.take_table()
    yield table.hasFocus
    yield settled()
    hands.first_row(table)
    hands.click(window.pages, "Certificat")
    yield hands.dialog_is_active
    yield settled(1500)
    tour.picture("certificat-apercu", "Le certificat d’inscription, avant d’imprimer")
    hands.front().close()
    yield closed
    _save_certificate(tour)


def _save_certificate(tour: Tour) -> None:
    ids = tour.workspace.read(enrolments.ids_for, tour.the_session())
    lines = tour.workspace.read(enrolments.rows_for, ids)
    papers = [line.paper(DocumentKind.ENROLMENT_CERTIFICATE) for line in lines]
    paper = next(paper for paper in papers if paper is not None)
    drawn = draw(tour.profile, tour.workspace, paper)
    (tour.out / "certificat.pdf").write_bytes(drawn.pdf)
    tour.facts["certificate"] = {"number": paper.number, "pages": drawn.pages}


def around(tour: Tour) -> Steps:
    """The search of everything, a person's record, the calendar."""
    window = tour.window
    window.palette_box.open()
    yield settled()
    line = hands.find(window.palette_box, QLineEdit)
    hands.press(line, "lef")
    yield settled(600)
    tour.picture("palette", "Ctrl+K : un acte, une session, une personne")
    hands.press(line, Qt.Key.Key_Escape)
    found = tour.workspace.read(people.ids_for, "lefevre")
    window.desk.open("person", jobseeker_id=found[0])
    yield settled(700)
    tour.picture("fiche-de", "La fiche d’un DE et son parcours")
    # The month of the meetings: the entries that came before stand a month later.
    window.desk.open("calendar", day=tour.workspace.now().date() - timedelta(days=31))
    yield settled(700)
    tour.picture("calendrier", "Le calendrier des RDV")
