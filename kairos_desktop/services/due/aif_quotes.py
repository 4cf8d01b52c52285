# SPDX-License-Identifier: MIT
"""What is due of « devis AIF »: a draft whose fifteen days come near, a late answer (domain 4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, day_of, uuid_of
from kairos_desktop.services.due.naming import names_of
from kairos_desktop.services.rules.aif_quotes import is_past
from kairos_desktop.services.rules.deadlines import (
    QUOTE_ADVISED_BEFORE,
    QUOTE_ANSWERED_WITHIN,
    quote_answer_by,
    quote_by,
)
from kairos_desktop.services.wording.dates import day_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from kairos_desktop.services.due.line import Ask, Scope

_TABLES = frozenset({"aif_quote", "jobseeker", "training_session"})
OPEN_QUOTES = "q.state IN ('draft', 'sent', 'accepted', 'granted', 'invoiced')"
"""As the index says it, which SQLite takes for a question that repeats it alone."""


def drafts(ask: Ask, scope: Scope) -> list[Due]:
    """The drafts of what starts within thirty days, or has started."""
    soon = scope.today + timedelta(days=QUOTE_ADVISED_BEFORE)
    found = _read(
        ask, scope, "q.state = 'draft' AND q.starts_on <= ?", "q.starts_on", soon.isoformat()
    )
    return [_draft(date.fromisoformat(starts), *line) for starts, *line in found]


def answers(ask: Ask, scope: Scope) -> list[Due]:
    """The quotes that left ten days ago or more, and of which nothing was heard."""
    old = scope.today - timedelta(days=QUOTE_ANSWERED_WITHIN)
    found = _read(
        ask, scope, "q.state = 'sent' AND q.sent_on <= ?",
        "q.sent_on, q.valid_until", old.isoformat(),
    )  # fmt: skip
    return [
        _answer(date.fromisoformat(sent), day_of(until), scope.today, *line)
        for sent, until, *line in found
    ]


def _read(ask: Ask, scope: Scope, which: str, columns: str, day: str) -> Iterable[list[Any]]:
    """The columns asked for, then the quote, its session, that one's title and the name."""
    found = [
        *ask(
            f"SELECT {columns}, q.id, q.session_id, s.title, q.jobseeker_id FROM aif_quote q "
            "CROSS JOIN training_session s ON s.org_id = q.org_id AND s.id = q.session_id "
            f"WHERE q.org_id = ? AND {OPEN_QUOTES} AND {which}{scope.only('q.session_id')}",
            (scope.org.bytes, day, *scope.values),
        )
    ]
    names = names_of(ask, scope, (line[-1] for line in found))
    return [[*line[:-1], names[line[-1]]] for line in found]


def _draft(starts: date, quote: bytes, session: bytes, title: str, name: str) -> Due:
    by = quote_by(starts)
    return Due(
        kind=DueKind.QUOTE,
        about=uuid_of(quote),
        session_id=uuid_of(session),
        risk=Risk.PAY,
        by=by,
        since=None,
        act="Envoyer le devis AIF",
        whom=f"{name} · {title}",
        why=f"Demande d’AIF : 15 jours avant le début, le {day_number(starts)} (30 conseillés)",
        arguments={"quote_id": uuid_of(quote)},
        page="quote",
    )


def _answer(
    sent: date, until: date | None, today: date, quote: bytes, session: bytes, title: str, name: str
) -> Due:
    over = f" ; devis expiré le {day_number(until)}" if until and is_past(until, today) else ""
    return Due(
        kind=DueKind.QUOTE_ANSWER,
        about=uuid_of(quote),
        session_id=uuid_of(session),
        risk=Risk.PEOPLE,
        by=quote_answer_by(sent),
        since=sent,
        act="Noter la réponse au devis AIF",
        whom=f"{name} · {title}",
        why=f"Envoyé le {day_number(sent)} : une réponse vient en 10 jours environ{over}",
        arguments={"quote_id": uuid_of(quote)},
        page="quote",
    )


SOURCES = (
    Source(DueKind.QUOTE, _TABLES, drafts),
    Source(DueKind.QUOTE_ANSWER, _TABLES, answers),
)
