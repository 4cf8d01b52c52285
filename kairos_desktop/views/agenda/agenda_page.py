# SPDX-License-Identifier: MIT
"""« Abonnement et annonces »: the calendar outside the window, on this post.

What its user does: once, choose where the file lies and how early a meeting is announced.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.chips import Chips
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kairos_desktop.services.post_settings import AgendaChoices
    from kairos_desktop.views.agenda.post_agenda import PostAgenda
    from kairos_desktop.views.toolkit.desk import Desk

_TITLE = "Abonnement et annonces"
_FILE_LEAD = (
    "Un fichier .ics que suit un autre agenda (Outlook, Thunderbird, un téléphone par un dossier "
    "partagé). Il est remis à jour après chaque changement ; un rendez-vous supprimé y reste, "
    "annulé."
)
_FILE_NAMES = (
    "Il contient l’intitulé, le lieu, les heures et des nombres. Jamais le nom d’un demandeur "
    "d’emploi."
)
_NOTICE_LEAD = (
    "Une annonce du système avant chaque Info coll et chaque groupe de RDV : le lieu, l’heure, le "
    "nombre d’inscrits. Aucun nom : elle peut s’afficher sur un écran verrouillé."
)
_BEFORE = ((0, "Jamais"), (5, "5 min avant"), (15, "15 min avant"), (30, "30 min avant"),
           (60, "1 h avant"))  # fmt: skip
_SHOWS_HERE = "Ce poste affiche les annonces."
_TRIAL = ("Kairos Desktop", "Les rendez-vous de ce poste s’annonceront ainsi.")


class AgendaPage(Page):
    """Two cards: the file, the notices."""

    def __init__(self, desk: Desk, agenda: PostAgenda) -> None:
        super().__init__(desk, _TITLE)
        self._agenda = agenda
        self.set_trail([("Calendrier des RDV", partial(desk.open, "calendar")), (_TITLE, None)])
        self.add_button(help_button(desk, "abonnement"))
        self._where, self._state, self._notice_state = Label(), Label(), Label()
        self.choose = button("Choisir le fichier…", self._on_choose, look="primary")
        self.stop = button("Arrêter l’abonnement", self._on_stop)
        self.contact = QCheckBox("Y écrire le nom de la personne qui reçoit")
        self.contact.setAccessibleName(self.contact.text())
        self.contact.clicked.connect(self._on_contact)
        self.before = Chips("Annoncer", others="Autres délais")
        self.before.set_chips(_BEFORE, agenda.choices().announce_before)
        self.before.chosen.connect(self._on_before)
        self.trial = button("Essayer une annonce", self._on_trial)
        self._lay_out()
        agenda.changed.connect(self._show)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show what stands, and ask whether this desktop shows notices."""
        del arguments
        self._show()
        self._agenda.notices.ask_why_not(self._on_why_not)

    def focus_start(self) -> None:
        """Give the focus to the file."""
        self.choose.setFocus()

    def _lay_out(self) -> None:
        inner, scroll = QWidget(), QScrollArea()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(12))
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)
        column.addWidget(
            _card(
                "Fichier d’abonnement",
                (_FILE_LEAD, _FILE_NAMES),
                (self._where, self._state, self.contact, _row(self.choose, self.stop)),
            )
        )
        column.addWidget(
            _card(
                "Annonce des prochains rendez-vous",
                (_NOTICE_LEAD,),
                (self.before, self._notice_state, _row(self.trial)),
            )
        )
        column.addStretch(1)
        for label in (self._where, self._state, self._notice_state):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(self._state, "muted")
        set_look(self._notice_state, "muted")

    def _show(self) -> None:
        choices, last = self._agenda.choices(), self._agenda.last
        has_file = bool(choices.path)
        self._where.setText(choices.path or "Aucun fichier : rien n’est écrit hors du programme.")
        self.stop.setVisible(has_file)
        self.contact.setVisible(has_file)
        self.contact.setChecked(choices.with_contact)
        self._state.setVisible(has_file)
        if last is None:
            self._state.setText("Mise à jour en cours…")
        elif last.failure:
            self._state.setText(last.failure)
        else:
            self._state.setText(f"À jour : {last.meetings} rendez-vous.")
        self.before.choose(choices.announce_before)

    def _on_why_not(self, why_not: str) -> None:
        self._notice_state.setText(why_not or _SHOWS_HERE)
        self.trial.setEnabled(not why_not)

    def _on_choose(self) -> None:
        now = self._agenda.choices().path or "rendez-vous.ics"
        path = dialogs.save_path(self, "Fichier d’abonnement", now, "Agenda (*.ics)")
        if path is not None:
            whole = path if path.suffix else path.with_suffix(".ics")
            self._take(path=str(Path(whole).absolute()))
            self.desk.say(f"Le fichier {whole.name} suivra les rendez-vous.")

    def _on_stop(self) -> None:
        kept = self._agenda.choices().path
        self._take(path="", with_contact=False)
        self.choose.setFocus()
        self.desk.say(f"Le fichier {Path(kept).name} ne changera plus. Il reste où il est.")

    def _on_contact(self, ticked: bool) -> None:
        self._take(with_contact=ticked)

    def _on_before(self, minutes: int) -> None:
        self._take(announce_before=minutes)

    def _on_trial(self) -> None:
        self._agenda.notices.show(*_TRIAL)

    def _take(self, **chosen: Any) -> None:
        choices: AgendaChoices = replace(self._agenda.choices(), **chosen)
        self._agenda.choose(choices)


def _card(title: str, leads: Sequence[str], widgets: Sequence[QWidget]) -> QFrame:
    card = QFrame()
    set_look(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(*[metrics.px(16)] * 4)
    column.setSpacing(metrics.px(10))
    heading = Label(title)
    set_look(heading, "section")
    column.addWidget(heading)
    for lead in leads:
        said = Label(lead)
        said.setWordWrap(True)
        set_look(said, "muted")
        column.addWidget(said)
    for each in widgets:
        column.addWidget(each)
    return card


def _row(*buttons: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.px(metrics.UNIT))
    for each in buttons:
        row.addWidget(each)
    row.addStretch(1)
    return holder
