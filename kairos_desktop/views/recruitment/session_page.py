# SPDX-License-Identifier: MIT
"""« Session de formation »: one session, from its dates to those enrolled.

The three gestures its user repeats most, and what they cost:
1. Type the presences of a meeting: fifteen expected, three absent whom one letter tells apart:
   D A · F A · S A, then * (« Tous présents »): seven key presses. A letter jumps to the name, A and
   P type; a name that begins with an act's own letter is reached with Shift.
2. Type the results: arrows or a letter, then R, T, or N and the reason (Enter saves).
3. Register those who call: « Inscrire un DE », three letters of the name, Enter, Enter.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from kairos_desktop.models.vocabulary import EnrolmentState, RecruitmentState, SlotKind
from kairos_desktop.services.exchange_seen import ANSWERED
from kairos_desktop.services.rules.lists import SESSION_TABS, Tab
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.recruitment.enrolled_tab import EnrolledTab
from kairos_desktop.views.recruitment.session_facts import facts_line
from kairos_desktop.views.recruitment.slot_choices import free_of, waiting_of
from kairos_desktop.views.recruitment.slots_tab import SlotsTab
from kairos_desktop.views.recruitment.summary_steps import upcoming
from kairos_desktop.views.recruitment.summary_tab import SummaryTab
from kairos_desktop.views.recruitment.words import WORDS
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.columns import Pill, PillRole
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.toolkit.desk import Desk

SessionTab: TypeAlias = Literal["summary", "meetings", "appointments", "candidacies", "enrolled"]

CONCERNED = frozenset(
    {
        ANSWERED,
        "place_hold",
        "training_session",
        "interruption",
        "slot",
        "seats",
        "registration",
        "enrolment",
        "jobseeker",
        "document",
        "report",
        "site",
        "delegates",
        "handed",
        "lesson",
        "closure",
    }
)
_STATE_ROLES: dict[RecruitmentState, PillRole] = {
    RecruitmentState.OPEN: "ok",
    RecruitmentState.CLOSED: "neutral",
    RecruitmentState.SUSPENDED: "warn",
    RecruitmentState.UNKNOWN: "neutral",
}
_LISTS = {"registered": Tab.REGISTERED, "presence": Tab.PRESENCE, "result": Tab.RESULT}


class SessionPage(Page):
    """One session; arguments session_id, tab, list, slot_id, act (see `show_place`)."""

    momentary = frozenset({"act", "jobseeker_id"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Session de formation")
        self.card: SessionCard | None = None
        self._session_id: UUID | None = None
        self._asked: Mapping[str, Any] = {}
        self._is_stale = False
        self.tabs = CounterTabs("Session de formation")
        self.stack = QStackedWidget()
        self._banners = QVBoxLayout()
        self._banners.setSpacing(metrics.px(metrics.UNIT))
        self.meetings = SlotsTab(desk, WORDS[SlotKind.MEETING], self.open_enrolled)
        self.appointments = SlotsTab(desk, WORDS[SlotKind.APPOINTMENT], self.open_enrolled)
        self.candidacies = SlotsTab(desk, WORDS[SlotKind.CANDIDACY], self.open_enrolled)
        self.enrolled = EnrolledTab(desk)
        self.summary = SummaryTab(desk, self.do)
        self._lay_out()
        self.tabs.chosen.connect(self._on_tab_chosen)
        for slots in self._slot_tabs().values():
            slots.lists.tab_shown.connect(self._mark_act)
        self.enrolled.list_shown.connect(self._mark_act)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Open a session on a tab, a list, a slot, and maybe at once the dialog of an act.

        `tab` is "summary", "meetings", "appointments", "candidacies" or "enrolled"; `list` is
        "registered", "presence" or "result", on the last one "enrolled" or "entries"; with
        `enrolment_id` or `registration_id` that line is chosen. Without `session_id`, the session
        in hand, else one is asked for.
        With `jobseeker_id`, that person is registered, or proposed on the tab "enrolled".
        """
        self._asked = dict(arguments)
        session_id = arguments.get("session_id")
        if session_id is None and "jobseeker_id" not in arguments:
            # An act of the tree goes on with the session in hand; a person's page asks for one.
            session_id = self._session_id
        if session_id is None:
            if "act" in arguments:
                self._ask_session(arguments)
            return
        if session_id != self._session_id:
            self._session_id, self.card = session_id, None
        self.read()

    def read(self) -> None:
        """Read the session again."""
        if self._session_id is None:
            return
        self._is_stale = False
        self.desk.read(
            reads.session_card,
            self._session_id,
            self.desk.now(),
            done=self._show,
            owner=self,
            key="card",
        )

    def do(self, act: str) -> None:
        """Do an act of this page, by its name in the arguments."""
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "create-meeting": ("meetings", self.meetings.open_new),
            "create-appointments": ("appointments", self.appointments.open_new),
            "create-candidacy": ("candidacies", self.candidacies.open_new),
            "register": ("meetings", self.meetings.register),
            "transfer": ("meetings", self.meetings.transfer),
            "propose": ("enrolled", self.enrolled.propose),
            "enrolled": ("enrolled", partial(self.enrolled.show_list, "enrolled")),
            "entries": ("enrolled", partial(self.enrolled.show_list, "entries")),
            "interruption": ("summary", self.summary.plan_interruption),
            "handed": ("summary", self.summary.hand_documents),
            "delegates": ("summary", self.summary.record_delegates),
            "attendance": ("summary", self._open_month),
        }
        for name, slots in self._slot_tabs().items():
            kind = slots.words.kind
            acts[f"register-{kind}"] = (name, slots.register)
            acts[f"{kind}-presence"] = (name, partial(slots.show_list, Tab.PRESENCE))
            acts[f"{kind}-result"] = (name, partial(slots.show_list, Tab.RESULT))
        tab, run = acts[act]
        self.tabs.choose(tab)
        run()

    def _open_month(self) -> None:
        if self._session_id is not None:
            self.desk.open("month", session_id=self._session_id)

    def open_enrolled(self) -> None:
        """Show « Inscrits en formation »."""
        self.tabs.choose("enrolled")

    def focus_start(self) -> None:
        """Give the focus to the list of the tab that shows."""
        shown = self.stack.currentWidget()
        if isinstance(shown, SlotsTab):
            shown.lists.focus_list()
        elif isinstance(shown, EnrolledTab):
            shown.focus_list()
        else:
            self.tabs.setFocus()

    def _lay_out(self) -> None:
        labels = {
            "summary": "Synthèse",
            "meetings": self.meetings.words.tab,
            "appointments": self.appointments.words.tab,
            "candidacies": self.candidacies.words.tab,
            "enrolled": "Inscrits en formation",
        }
        for (key, text), body in zip(labels.items(), self._bodies().values(), strict=True):
            self.tabs.add(key, text)
            self.stack.addWidget(body)
        rule = QFrame()
        set_look(rule, "rule")
        self.body.setSpacing(0)
        self.body.addLayout(self._banners)
        self.body.addWidget(self.tabs)
        self.body.addWidget(rule)
        self.body.addSpacing(metrics.px(12))
        self.body.addWidget(self.stack, 1)

    def _slot_tabs(self) -> dict[str, SlotsTab]:
        """The tabs that hold the lists of a modality."""
        tabs = (self.meetings, self.appointments, self.candidacies)
        return {SESSION_TABS[tab.words.kind]: tab for tab in tabs}

    def _bodies(self) -> dict[str, SummaryTab | SlotsTab | EnrolledTab]:
        """Every tab in its order."""
        return {"summary": self.summary, **self._slot_tabs(), "enrolled": self.enrolled}

    def _ask_session(self, arguments: Mapping[str, Any]) -> None:
        from kairos_desktop.views.recruitment.choose_slot import ChooseSlotDialog

        ChooseSlotDialog(self.desk, arguments, self).open()

    def _show(self, card: SessionCard | None) -> None:
        self.card = card
        asked, self._asked = self._asked, {}
        if card is None:
            self._session_id = None
            self.set_title("Cette session n’est pas ouverte au recrutement")
            self.desk.say("Cette session n’existe plus ici. Ouvrez-la depuis l’offre de formation.")
            return
        self._show_head(card)
        self._show_banners(card)
        self._show_counters(card)
        slots = self._slot_tabs().get(asked.get("tab", ""), self.meetings)
        if asked.get("tab") == "enrolled":
            self.enrolled.choose_next(asked.get("enrolment_id"))
            self.enrolled.show_list(asked.get("list", "enrolled"))
        elif "list" in asked:
            slots.lists.choose_next(asked.get("registration_id"))
            slots.lists.show_tab(_LISTS[asked["list"]])
        if "slot_id" in asked:
            slots.choose_next(asked["slot_id"])
        if "tab" in asked:
            self.tabs.choose(asked["tab"])
        self._show_shown()
        if "tab" in asked:
            self.focus_start()
        if "jobseeker_id" in asked:
            self._act_for(asked["tab"], asked["jobseeker_id"])
        elif "act" in asked:
            self.do(asked["act"])
        self._mark_act()

    def _show_shown(self) -> None:
        """Fill the tab that shows; the others wait until they do."""
        shown = self.stack.currentWidget()
        if self.card is not None and isinstance(shown, SummaryTab | SlotsTab | EnrolledTab):
            shown.show_card(self.card)

    def _act_for(self, tab: SessionTab, jobseeker_id: UUID) -> None:
        """Register or propose the person whose page asked for it."""
        self.tabs.choose(tab)
        if tab == "enrolled":
            self.enrolled.propose(jobseeker_id)
        else:
            self._slot_tabs()[tab].register(jobseeker_id)

    def _mark_act(self) -> None:
        """Mark in the side panel the act that the list on screen is for."""
        if not self.isVisible():
            return
        shown, act = self.stack.currentWidget(), "sessions"
        if isinstance(shown, SlotsTab) and shown.lists.tab is not Tab.REGISTERED:
            act = f"{shown.words.kind}-{shown.lists.tab}"
        elif shown is self.enrolled and self.enrolled.shown == "entries":
            act = "entries"
        self.desk.mark_act(act)

    def _show_head(self, card: SessionCard) -> None:
        session = card.session
        self.set_title(session.title, facts_line(session))
        self.set_trail(
            [
                ("Sessions de formation", partial(self.desk.open, "sessions")),
                (session.title, None),
            ]
        )
        state = session.recruitment_state
        pills = [Pill(label(state), _STATE_ROLES[state])]
        if card.slots:
            now = self.desk.now()
            # A candidacy has no place to count.
            kinds = (SlotKind.MEETING, SlotKind.APPOINTMENT)
            coming = [line for kind in kinds for line in upcoming(card, kind, now)]
            waiting = waiting_of(coming)
            pills.append(Pill(f"Places disponibles {free_of(coming)}"))
            pills.append(Pill(f"Mises en attente {waiting}", "hold" if waiting else "neutral"))
        if card.training is not None:
            seats = card.training.seats
            role = "warn" if seats.taken > seats.capacity else "neutral"
            pills.append(Pill(f"Formation {seats.taken}/{seats.capacity}", role))
        self.set_pills(pills)

    def _show_banners(self, card: SessionCard) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if card.guard is None:
            return
        said = sentence(card.guard)
        if card.guard.code == "no_carif_numbers":
            banner = Banner("warn", said)
        else:
            step = self.meetings.words.create_act
            banner = Banner("warn", said, step, partial(self.do, "create-meeting"))
        self._banners.addWidget(banner)
        self._banners.addSpacing(metrics.px(4))

    def _show_counters(self, card: SessionCard) -> None:
        self.tabs.set_counter("meetings", card.meetings.registered)
        self.tabs.set_counter("appointments", card.appointments.registered)
        self.tabs.set_counter("candidacies", card.candidacies.registered)
        gone = card.enrolled.get(EnrolmentState.WITHDRAWN, 0)
        self.tabs.set_counter("enrolled", sum(card.enrolled.values()) - gone)

    def _on_tab_chosen(self, key: SessionTab) -> None:
        self.stack.setCurrentWidget(self._bodies()[key])
        self._show_shown()
        self._mark_act()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._session_id is None or not changes.tables & CONCERNED:
            return
        for tab in (*self._slot_tabs().values(), self.enrolled):
            tab.refresh(changes)
        if self.isVisible():
            self.read()
