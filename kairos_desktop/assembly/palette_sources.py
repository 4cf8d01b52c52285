# SPDX-License-Identifier: MIT
"""What Ctrl+K finds beside the acts: sessions and people, read as one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.queries import people, sessions
from kairos_desktop.services.rules.folding import words_of
from kairos_desktop.services.wording.dates import day_number, period
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.shell.palette import Found
from kairos_desktop.views.shell.palette_ranking import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from kairos_desktop.models.rows import JobseekerRow, SessionRow
    from kairos_desktop.views.toolkit.desk import Desk

_MOST = 6


class Sessions:
    """The sessions opened for recruitment."""

    title = "Sessions de formation"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Search by title, number, town."""
        self._desk.read(
            sessions.search,
            typed,
            _MOST,
            done=lambda rows: done([self._found(row) for row in rows]),
            owner=owner,
            key="palette-sessions",
        )

    def _found(self, row: SessionRow) -> Found:
        detail = f"{row.carif_session_number} · {period(row.starts_on, row.ends_on)} · {row.town}"
        return Found(row.title, partial(self._desk.open, "session", session_id=row.id), detail)


class EvidenceFiles:
    """« Dossier de preuves » of a session: its name first, then words of the session."""

    title = "Dossier de preuves"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Search the sessions by what follows the name; nothing before it begins to be typed."""
        named = words_of(self.title)
        words = words_of(typed)
        asked = [word for word in words if not any(each.startswith(word) for each in named)]
        begun = (named[0], named[-1])
        if not words or not any(each.startswith(words[0]) for each in begun):
            done(())
            return
        self._desk.read(
            sessions.search,
            " ".join(asked),
            _MOST,
            done=lambda rows: done([self._found(row) for row in rows]),
            owner=owner,
            key="palette-evidence",
        )

    def _found(self, row: SessionRow) -> Found:
        run = partial(self._desk.open, "evidence", session_id=row.id)
        detail = f"{row.carif_session_number} · {period(row.starts_on, row.ends_on)}"
        return Found(f"{self.title} · {row.title}", run, detail)


class People:
    """The jobseekers."""

    title = "Demandeurs d’emploi"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Search by any part of a name or identifier; nobody before something is typed."""
        if not typed.strip():
            done(())
            return
        self._desk.read(
            people.search,
            typed,
            _MOST,
            done=lambda rows: done([self._found(row) for row in rows]),
            owner=owner,
            key="palette-people",
        )

    def _found(self, row: JobseekerRow) -> Found:
        facts = [row.ft_id or "sans identifiant", day_number(row.birth_date), row.town]
        detail = " · ".join(fact for fact in facts if fact)
        return Found(
            full_name(row), partial(self._desk.open, "person", jobseeker_id=row.id), detail
        )


class Gestures:
    """What can be done of this post now; `offered` is asked each time the palette is."""

    title = "Ce poste"

    def __init__(self, offered: Callable[[], Sequence[Found]]) -> None:
        self._offered = offered

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Answer at once."""
        done(rank(typed, self._offered(), lambda found: found.label, _MOST))


class ExchangeGestures:
    """What one does of the exchange, on a post that has joined a server."""

    title = "Échange entre les postes"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, typed: str, owner: QObject, done: Callable[[Sequence[Found]], None]) -> None:
        """Answer at once; nothing on a post that works alone."""
        gestures = (("Exporter les actes…", "export"), ("Importer des actes…", "import"))
        found = [
            Found(label, partial(self._desk.open, "exchange", do=do)) for label, do in gestures
        ]
        ranked = rank(typed, found, lambda each: each.label, _MOST)
        done(ranked if self._desk.has_joined else ())
