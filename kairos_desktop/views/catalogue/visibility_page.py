# SPDX-License-Identifier: MIT
"""« Pourquoi je ne vois pas ma session »: each reason, what is known of it, whom to call.

What its user does most: come from a session that KAIROS does not show, read what is the case, and
call. So: the reasons stand in one list, what is the case first, and the call is in the title.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from kairos_desktop.services.catalogue.snapshot import SessionSnapshot, session_row
from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.rules.visibility import Answer, Finding, expected, findings
from kairos_desktop.services.wording.visibility import (
    ANSWERS,
    REASONS,
    WHY_NOT_SEEN,
    conclusion,
    expected_text,
    known_text,
)
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.views.catalogue.shelf import Shelf
    from kairos_desktop.views.toolkit.desk import Desk

_ROLES: dict[Answer, PillRole] = {
    Answer.CAUSE: "danger",
    Answer.CHECK: "warn",
    Answer.CLEAR: "ok",
}
_ORDER = list(_ROLES)
_NOWHERE = "Cette session n’est ni ouverte ici, ni dans l’offre importée."


class ReasonLine(NamedTuple):
    """A reason, as the list shows it."""

    finding: Finding

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return self.finding.why


COLUMNS = (
    Column(
        "Cause possible",
        lambda line: REASONS[line.finding.why],
        0,
        "strong",
        is_search=True,
        second=lambda line: known_text(line.finding),
    ),
    Column("Ce qu’on sait d’ici", width=170, kind="pill", pill=lambda line: _pill(line.finding)),
)


def _pill(finding: Finding) -> Pill:
    return Pill(ANSWERS[finding.answer], _ROLES[finding.answer])


class VisibilityPage(Page):
    """The reasons, for one session. Arguments: `session_id`."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        super().__init__(desk, WHY_NOT_SEEN)
        self._shelf = shelf
        self._id: UUID | None = None
        self._snapshot: SessionSnapshot | None = None
        self._lines: dict[Hashable, ReasonLine] = {}
        self.card = ListCard(WHY_NOT_SEEN, COLUMNS, self._fetch, noun=("cause", "causes"))
        self._next = Banner("info", "", word="Ensuite")
        self.add_button(export_button(desk, WHY_NOT_SEEN, self.card.model))
        self.add_button(help_button(desk, "rechercher-formation"))
        self.body.addWidget(self._next)
        self.body.addWidget(self.card, 1)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the reasons for a session; for the one before if none is named."""
        self._id = arguments.get("session_id", self._id)
        if self._id is None:
            self.desk.open("offer")
            return
        self.card.wait()
        asked = partial(self._shelf.snapshot, self._id)
        self.desk.fetch(asked, done=self._on_snapshot, owner=self, key="snapshot")

    def focus_start(self) -> None:
        """Put the keyboard in the list."""
        self.card.table.setFocus()

    def _on_snapshot(self, snapshot: SessionSnapshot | None) -> None:
        self._snapshot = snapshot
        self.desk.read(_held, self._id, done=self._on_held, owner=self, key="held")

    def _on_held(self, held: SessionRow | None) -> None:
        snapshot = self._snapshot
        # The file that was imported last says more than the description of the day of opening.
        session = session_row(snapshot, self._shelf.siret) if snapshot else held
        if session is None:
            self.desk.say(_NOWHERE)
            self.desk.open("offer")
            return
        flags = snapshot.flags if snapshot else None
        found = findings(session, self._shelf.siret, flags, self.desk.now().date())
        self._show_head(session, is_held=held is not None)
        self._next.set_sentence(conclusion(found, session.carif_contact or "CARIF-OREF"))
        lines = [ReasonLine(each) for each in sorted(found, key=_place)]
        self._lines = {line.id: line for line in lines}
        self.card.model.keep(lines)
        self.card.show_ids(list(self._lines), Empty("Rien."))
        self.card.model.refresh_all()

    def _show_head(self, session: SessionRow, *, is_held: bool) -> None:
        self.set_title(WHY_NOT_SEEN, expected_text(expected(session)))
        page, trail = ("session", "sessions") if is_held else ("offer-session", "offer")
        words = "Sessions de formation" if is_held else "Rechercher formation"
        opened = partial(self.desk.open, page, session_id=session.id)
        self.set_trail(
            [
                (words, partial(self.desk.open, trail)),
                (session.title, opened),
                (WHY_NOT_SEEN, None),
            ]
        )

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[..., None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])


def _place(finding: Finding) -> int:
    """What is the case first, then what is to be asked."""
    return _ORDER.index(finding.answer)


def _held(conn: Any, org: UUID, session_id: UUID) -> SessionRow | None:
    """The session as it is open here."""
    return next(iter(rows_for(conn, org, [session_id])), None)
