# SPDX-License-Identifier: MIT
"""« Synthèse »: what is open, who is where, the next steps, the interruptions planned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.models.vocabulary import EnrolmentState, ReasonKind, SlotKind
from kairos_desktop.services.acts.sessions import CancelInterruption
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.rules.remote_work import is_expected
from kairos_desktop.services.rules.visibility import expected
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.distance import distance_text
from kairos_desktop.services.wording.holds import kept_text, training_text
from kairos_desktop.services.wording.reasons import reason_label
from kairos_desktop.services.wording.retention import RETENTION, retention_text
from kairos_desktop.services.wording.visibility import WHY_NOT_SEEN, expected_text
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.recruitment.duties_card import DutiesCard, duties
from kairos_desktop.views.recruitment.session_facts import CORRECTED_BY_CARIF, role_sentence
from kairos_desktop.views.recruitment.slot_choices import (
    places_text,
    registered_text,
    slot_choices,
)
from kairos_desktop.views.recruitment.summary_steps import steps
from kairos_desktop.views.recruitment.words import WORDS
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.page import ElidedLabel
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from PySide6.QtGui import QResizeEvent

    from kairos_desktop.models.rows import InterruptionRow, SessionRow
    from kairos_desktop.services.queries.handed import HandedLine
    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.recruitment.slot_choices import SlotChoice
    from kairos_desktop.views.toolkit.desk import Desk

_NOUNS = {
    SlotKind.MEETING: "Info coll",
    SlotKind.APPOINTMENT: "RDV",
    SlotKind.CANDIDACY: "Candidatures",
}
_CREATE = {
    SlotKind.MEETING: "create-meeting",
    SlotKind.APPOINTMENT: "create-appointments",
    SlotKind.CANDIDACY: "create-candidacy",
}
_TWO_COLUMNS = 900
_MOST_DATES = 6


class SummaryTab(QScrollArea):
    """The session at a glance; `do` plays an act of the page by its name."""

    def __init__(self, desk: Desk, do: Callable[[str], None]) -> None:
        super().__init__()
        self._desk, self._do = desk, do
        self._card: SessionCard | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Synthèse")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_card(self, card: SessionCard) -> None:
        """Show a session; drawn anew, since everything in it may have changed."""
        self._card = card
        self._draw()

    def plan_interruption(self) -> None:
        """« Saisir une période d'interruption »."""
        from kairos_desktop.views.recruitment.interruption_dialog import InterruptionDialog

        if self._card is not None:
            InterruptionDialog(self._desk, self._card, self).open()

    def describe_distance(self) -> None:
        """« Décrire le travail à distance »."""
        from kairos_desktop.views.recruitment.distance_dialog import DistanceDialog

        if self._card is not None:
            DistanceDialog(self._desk, self._card.session, self).open()

    def record_delegates(self) -> None:
        """« Noter l’élection des délégués »."""
        from kairos_desktop.views.recruitment.delegates_dialog import DelegatesDialog

        if self._card is not None:
            DelegatesDialog(self._desk, self._card, self).open()

    def hand_documents(self) -> None:
        """« Noter les documents remis », to those who lack some of them, else to everybody."""
        if self._card is not None:
            session_id = self._card.session.id
            read = reads.handed_of_session
            self._desk.read(read, session_id, done=self._ask_handed, owner=self, key="handed")

    def _ask_handed(self, lines: Sequence[HandedLine]) -> None:
        from kairos_desktop.views.recruitment.handed_dialog import HandedDialog

        asked = [line for line in lines if not line.is_complete] or lines
        if asked:
            HandedDialog(self._desk, asked, self).open()
        else:
            self._desk.say("Personne n’est encore inscrit à cette formation.")

    def _draw(self) -> None:
        card = self._card
        if card is None:
            return
        place = self.verticalScrollBar().value()
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, metrics.px(4), metrics.px(8))
        grid.setSpacing(metrics.px(12))
        left = [self._where_card(card), self._dates_card(card)]
        right = [self._steps_card(card)]
        last = [
            self._training_card(card),
            *([self._distance_card(card.session)] if is_expected(card.session) else []),
            DutiesCard(duties(card), self._do),
            self._pauses_card(card),
            self._evidence_card(card),
            self._carif_card(card.session),
        ]
        narrow = self.width() < metrics.px(_TWO_COLUMNS)
        columns = [left + right + last] if narrow else [left + last, right]
        for place_of, cards in enumerate(columns):
            column = QVBoxLayout()
            column.setSpacing(metrics.px(12))
            for each in cards:
                column.addWidget(each)
            column.addStretch(1)
            grid.addLayout(column, 0, place_of)
            grid.setColumnStretch(place_of, 5 if place_of == 0 else 4)
        self.setWidget(holder)
        self.verticalScrollBar().setValue(place)

    def _where_card(self, card: SessionCard) -> QFrame:
        frame, column = _card("Qui est où")
        row = QHBoxLayout()
        row.setSpacing(metrics.px(8))
        enrolled = card.enrolled
        expected = card.meetings.presence + card.appointments.presence
        to_decide = card.meetings.result + card.appointments.result + card.candidacies.result
        has_candidates = any(line.slot.kind is SlotKind.CANDIDACY for line in card.slots)
        for name, count in (
            ("Attendus", expected),
            *([("À contacter", card.candidacies.presence)] if has_candidates else []),
            ("À décider", to_decide),
            ("Retenus", enrolled.get(EnrolmentState.SELECTED, 0)),
            ("À valider", enrolled.get(EnrolmentState.TO_VALIDATE, 0)),
            ("Inscrits", enrolled.get(EnrolmentState.REGISTERED, 0)),
            ("Non inscrits", enrolled.get(EnrolmentState.NOT_REGISTERED, 0)),
        ):
            row.addWidget(_figure(name, count), 1)
        column.addLayout(row)
        if card.training is not None:
            kept = (training_text(card.training.seats), kept_text(card.training.kept))
            column.addWidget(_text(" · ".join(filter(None, kept)), "small"))
        column.addWidget(_text(role_sentence(card.session), "small"))
        return frame

    def _dates_card(self, card: SessionCard) -> QFrame:
        frame, column = _card("Ce qui est ouvert")
        now = self._desk.now()
        shown = 0
        for kind in SlotKind:
            choices = slot_choices(card.slots, kind, now)
            for choice in [each for each in choices if not (each.is_past or each.is_deleted)]:
                if shown < _MOST_DATES:
                    column.addLayout(self._date_row(kind, choice))
                shown += 1
        if shown > _MOST_DATES:
            column.addWidget(_text(f"Et {shown - _MOST_DATES} autres dates, dans les onglets."))
        if not shown:
            column.addWidget(_text("Aucune date à venir : les prescripteurs ne voient rien."))
        buttons = [
            button(WORDS[kind].create, partial(self._do, _CREATE[kind])) for kind in SlotKind
        ]
        buttons.append(button("Historique", self._show_history))
        # Two a line: three would take the room of the steps beside.
        for place in range(0, len(buttons), 2):
            row = QHBoxLayout()
            row.setSpacing(metrics.px(8))
            for each in buttons[place : place + 2]:
                row.addWidget(each)
            row.addStretch(1)
            column.addLayout(row)
        return frame

    def _show_history(self) -> None:
        """Of the session itself: its opening, its dates, its interruptions, deleted ones too."""
        if self._card is not None:
            session = self._card.session
            votes = [self._card.delegates] if self._card.delegates else []
            rows = [*self._card.slots, *self._card.interruptions, *votes]
            self._desk.show_history([session.id, *(row.id for row in rows)], session.title)

    def _date_row(self, kind: SlotKind, choice: SlotChoice) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(8))
        noun = _NOUNS[kind]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(f"{noun} · {choice.label}"))
        taken = registered_text(sum(line.seats.taken for line in choice.open_lines))
        detail = places_text(choice.lines)
        if kind is not SlotKind.CANDIDACY and taken not in choice.label:
            detail = f"{taken} · {detail}"
        words.addWidget(_text(detail, "small"))
        row.addLayout(words, 1)
        opened = button("Ouvrir", partial(self._open, kind, choice))
        opened.setAccessibleDescription(f"{noun} · {choice.label}")
        row.addWidget(opened)
        return row

    def _steps_card(self, card: SessionCard) -> QFrame:
        frame, column = _card("Prochaines étapes")
        due = True
        for step in steps(card, self._desk.now()):
            if due and not step.is_due:
                due = False
                column.addSpacing(metrics.px(4))
            row = QHBoxLayout()
            row.setSpacing(metrics.px(10))
            look = "primary" if step.is_due else ""
            made = button(step.label, partial(self._do, step.act), look=look)
            made.setAccessibleDescription(step.why)
            row.addWidget(made)
            row.addWidget(_text(step.why, "small"), 1)
            column.addLayout(row)
        return frame

    def _pauses_card(self, card: SessionCard) -> QFrame:
        frame, column = _card("Interruptions prévues")
        for pause in card.interruptions:
            row = QHBoxLayout()
            reason = reason_label(ReasonKind.INTERRUPTION, pause.reason).lower()
            row.addWidget(ElidedLabel(f"{period(pause.starts_on, pause.ends_on)} · {reason}"), 1)
            row.addWidget(button("Annuler cette interruption", partial(self._cancel, pause)))
            column.addLayout(row)
        if not card.interruptions:
            column.addWidget(_text("Aucune. Seules celles de plus de 15 jours se déclarent."))
        row = QHBoxLayout()
        row.addWidget(button("Saisir une période d'interruption", self.plan_interruption))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _training_card(self, card: SessionCard) -> QFrame:
        """What a day of training needs: its hours, its sheets."""
        frame, column = _card("Emploi du temps et émargements")
        row = QHBoxLayout()
        row.setSpacing(metrics.px(8))
        for text, page, asked in (
            ("Emploi du temps", "timetable", {}),
            ("Émargements", "sheets", {}),
            ("Imprimer les feuilles d’émargement", "sheets", {"act": "print"}),
        ):
            opened = partial(self._desk.open, page, session_id=card.session.id, **asked)
            row.addWidget(button(text, opened))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _evidence_card(self, card: SessionCard) -> QFrame:
        """What a control asks for."""
        frame, column = _card("Preuves")
        column.addWidget(_text("Pour un financeur, un audit Qualiopi ou un contrôle de l’agence."))
        if card.retention is not None:
            column.addWidget(_text(f"{retention_text(card.retention)}."))
        row = QHBoxLayout()
        row.setSpacing(metrics.px(8))
        opened = partial(self._desk.open, "evidence", session_id=card.session.id)
        row.addWidget(button("Dossier de preuves", opened))
        row.addWidget(button(RETENTION, partial(self._desk.open, "retention")))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _distance_card(self, session: SessionRow) -> QFrame:
        """The distance work as the AIS says it."""
        frame, column = _card("Formation à distance")
        said = distance_text(session.distance_hours, session.distance_assessment)
        missing = "heures estimées et évaluations à décrire, pour l’AIS"
        column.addWidget(_text(f"{session.distance_share} · {said or missing}"))
        row = QHBoxLayout()
        row.addWidget(button("Décrire le travail à distance", self.describe_distance))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _carif_card(self, session: SessionRow) -> QFrame:
        frame, column = _card("À corriger auprès du CARIF-OREF")
        column.addWidget(_text(CORRECTED_BY_CARIF))
        contact = session.carif_contact or "le CARIF-OREF de votre région"
        line = _text(f"Contact : {contact}", "sentence")
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(line)
        days = expected(session)
        if days is not None and self._desk.now().date() <= days.last:
            column.addWidget(_text(f"{expected_text(days)}."))
        row = QHBoxLayout()
        row.setSpacing(metrics.px(8))
        offer = partial(self._desk.open, "offer-session", session_id=session.id)
        row.addWidget(button("Voir l’offre et les créneaux proposés", offer))
        why = partial(self._desk.open, "visibility", session_id=session.id)
        row.addWidget(button(WHY_NOT_SEEN, why))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _cancel(self, pause: InterruptionRow) -> None:
        words = period(pause.starts_on, pause.ends_on)
        self._desk.record(
            [CancelInterruption(interruption_id=pause.id)], f"Interruption {words} annulée."
        )

    def _open(self, kind: SlotKind, choice: SlotChoice) -> None:
        if self._card is None:
            return
        tab = SESSION_TABS[kind]
        session_id: UUID = self._card.session.id
        self._desk.open(
            "session", session_id=session_id, tab=tab, list="registered", slot_id=choice.key
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        limit = metrics.px(_TWO_COLUMNS)
        if (event.oldSize().width() < limit) != (event.size().width() < limit):
            self._draw()


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    set_look(frame, "card")
    column = QVBoxLayout(frame)
    side = metrics.px(16)
    column.setContentsMargins(side, metrics.px(12), side, side)
    column.setSpacing(metrics.px(8))
    heading = Label(title)
    set_look(heading, "section")
    column.addWidget(heading)
    return frame, column


def _figure(name: str, count: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    figure = Label(str(count))
    set_look(figure, "figure-neutral")
    figure.setAccessibleName(f"{name} : {count}")
    column.addWidget(figure)
    column.addWidget(_text(name, "small"))
    return holder


def _text(text: str, look: str = "muted") -> QLabel:
    made = Label(text)
    made.setWordWrap(True)
    set_look(made, look)
    return made
