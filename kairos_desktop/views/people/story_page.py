# SPDX-License-Identifier: MIT
"""« Parcours de formation DE »: the whole story of one person on one page, in the order of time.

What its user does: read from top to bottom what happened, in one session or in all of them; open
what is to be looked at; print it. So: one list, the sessions as choices above, Enter opens.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.file_names import name_from
from kairos_desktop.services.queries.story import Happening, Story, StoryLine, story
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import day_number, long_day, short_day
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.views.people.phrases import identity_line
from kairos_desktop.views.people.story_words import (
    detail,
    session_dates,
    state,
    summary,
    told,
    what,
)
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.chips import Chips
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button, save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.list_printing import list_pdf
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.toolkit.desk import Desk

_TITLE = "Parcours de formation DE"
_ALL = "all"
_SHOWS = frozenset(
    {"jobseeker", "registration", "enrolment", "slot", "training_session", "absence",
     "interruption", "attendance", "document", "reason", "aif_quote"}
)  # fmt: skip
_BY_SLOT = frozenset({Happening.REGISTERED, Happening.MEETING, Happening.RESULT})
_BY_TRAINEE = frozenset({Happening.ABSENCE, Happening.INTERRUPTION, Happening.EXIT})
_LEAST_FOR_CHOICE = 2


class StoryPage(Page):
    """One person. Arguments: `jobseeker_id`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _TITLE)
        self._id: UUID | None = None
        self._story: Story | None = None
        self._lines: dict[Hashable, StoryLine] = {}
        self.sessions = Chips("Sessions de la personne", others="Autres sessions")
        self._about = Label()
        set_look(self._about, "muted")
        self._about.setWordWrap(True)
        opening = RowAct("Ouvrir", self._open_first, in_row=False)
        self.card = ListCard(
            _TITLE, self._columns(), self._fetch, [opening], noun=("étape", "étapes")
        )
        self.add_button(button("Imprimer le parcours", self._print))
        self.add_button(button("Exporter tout le tableau", self._export))
        self.add_button(button("Fiche du DE", self._open_person))
        self.add_button(help_button(desk, "parcours"))
        self.body.addWidget(self.sessions)
        self.body.addWidget(self._about)
        self.body.addWidget(self.card, 1)
        self.sessions.chosen.connect(self._on_chosen)
        self.card.table.row_opened.connect(self._open)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a person's story, all sessions."""
        wanted = arguments.get("jobseeker_id", self._id)
        if wanted != self._id:
            self._id, self._story = wanted, None
        self._ask()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Date", lambda line: short_day(line.day), 138, mark=self._to_come),
            Column("Étape", what, 172, "strong", is_search=True),
            Column("Ce qui s’est passé", self._told, 0, second=detail),
            Column(
                "Formation",
                lambda line: line.session.title,
                270,
                "muted",
                is_optional=True,
                second=lambda line: f"N° CARIF {line.session.carif_session_number}",
            ),
            Column("Statut", width=130, kind="pill", pill=state),
        )

    def _to_come(self, line: StoryLine) -> Pill | None:
        return Pill("à venir", "hold") if line.day > self.desk.now().date() else None

    def _told(self, line: StoryLine) -> str:
        return told(line, self._story.reasons if self._story else ())

    def _ask(self) -> None:
        if self._id is not None:
            self.card.wait()
            self.desk.read(story, self._id, done=self._show, owner=self, key="story")

    def _show(self, found: Story | None) -> None:
        if found is None:
            self.desk.say("Cette fiche n’existe plus. Retrouvez la personne dans la liste.")
            self.desk.open("paths")
            return
        is_other = self._story is None
        self._story = found
        row = found.jobseeker
        self.set_title(f"Parcours {of(addressed(row))}", identity_line(row))
        to_list = partial(self.desk.open, "paths")
        self.set_trail([(_TITLE, to_list), (full_name(row), None)])
        chosen = _ALL if is_other else self.sessions.current_key()
        known = {session.id for session in found.sessions}
        self._offer_sessions(chosen if chosen in known else _ALL)
        self._show_lines()
        if is_other:
            self.focus_start()

    def _offer_sessions(self, chosen: Hashable) -> None:
        assert self._story is not None
        choices: list[tuple[Hashable, str]] = [(_ALL, "Toutes les sessions")]
        for session in self._story.sessions:
            start = f" ({day_number(session.starts_on)})" if session.starts_on else ""
            choices.append((session.id, f"{session.title}{start}"))
        self.sessions.set_chips(choices, chosen)
        self.sessions.setVisible(len(self._story.sessions) >= _LEAST_FOR_CHOICE)

    def _show_lines(self) -> None:
        assert self._story is not None
        key = self.sessions.current_key()
        shown = [line for line in self._story.lines if key in (_ALL, line.session.id)]
        self._lines = {line.id: line for line in shown}
        lines = (self._dates(key), summary(shown))
        self._about.setText("\n".join(line for line in lines if line))
        self.card.model.keep(shown[:400])
        self.card.show_ids([line.id for line in shown], self._empty())
        self.card.model.refresh_all()

    def _dates(self, key: Hashable) -> str:
        """The dates of the session chosen; of all of them, how many there are in a row."""
        assert self._story is not None
        today = self.desk.now().date()
        found = [each for each in self._story.sessions if key in (_ALL, each.id)]
        if len(found) == 1:
            return f"{found[0].title} : {session_dates(found[0], today)}"
        return " → ".join(f"{each.title} ({session_dates(each, today)})" for each in found)

    def _empty(self) -> Empty:
        return Empty(
            "Cette personne n’est encore inscrite nulle part.",
            "Ses rendez-vous, ses formations et tout ce qui suit apparaîtront ici.",
            "Fiche du DE",
            self._open_person,
        )

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[[Sequence[Any]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _open_first(self, lines: Sequence[StoryLine]) -> None:
        self._open(lines[0])

    def _open(self, line: StoryLine) -> None:
        if line.month is not None:
            self.desk.open(
                "month", session_id=line.session.id, month=line.month.month,
                enrolment_id=line.month.enrolment_id,
            )  # fmt: skip
        elif line.kind in _BY_TRAINEE and line.enrolment is not None:
            self.desk.open("absences", enrolment_id=line.enrolment.id)
        elif line.kind in _BY_SLOT and line.slot is not None:
            self.desk.open(
                "session",
                session_id=line.session.id,
                tab=SESSION_TABS[line.slot.kind],
                list="registered",
                slot_id=line.slot.id,
            )
        elif line.quote is not None:
            self.desk.open("quote", quote_id=line.quote.id)
        elif line.paper is not None and line.enrolment is not None:
            self._open_paper(line)
        else:
            self.desk.open("session", session_id=line.session.id, tab="enrolled")

    def _open_paper(self, line: StoryLine) -> None:
        assert line.paper is not None
        assert line.enrolment is not None
        month = line.paper.month if line.paper.kind is DocumentKind.ATTENDANCE_STATEMENT else None
        self.desk.papers.show(line.paper.kind, enrolment_ids=[line.enrolment.id], month=month)

    def _open_person(self) -> None:
        self.desk.open("person", jobseeker_id=self._id)

    def _export(self) -> None:
        save_whole_table(self.desk, self.accessibleName(), self.card.model)

    def _print(self) -> None:
        """What shows, as a PDF to be looked at, then printed or saved."""
        if self._story is None:
            return
        title = self.accessibleName()
        about = self._about.text().replace("\n", " · ")
        printed = long_day(self.desk.now().date())
        facts = f"{identity_line(self._story.jobseeker)} · {about} · le {printed}"
        headings = ("Date", "Étape", "Ce qui s’est passé", "Formation", "Statut")
        rows = [
            [
                (day_number(line.day), ""),
                (what(line), ""),
                (self._told(line), detail(line)),
                (line.session.title, f"N° CARIF {line.session.carif_session_number}"),
                (state(line).word, ""),
            ]
            for line in self._lines.values()
        ]
        job = partial(list_pdf, title, facts, headings, rows)
        self.desk.fetch(job, done=partial(self._show_pdf, title), owner=self, key="print")

    def _show_pdf(self, title: str, pdf: bytes) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        show_pdf(self, self.desk, title, pdf, f"{name_from(title, without='Liste')}.pdf")

    def _on_chosen(self, _key: Hashable) -> None:
        self._show_lines()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self._story is not None and self.isVisible():
            self._ask()
