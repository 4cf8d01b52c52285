# SPDX-License-Identifier: MIT
"""What of a formation is searched, sorted, compared and owned: one indexed row for each session."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b, sha1
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

import msgspec

from kairos_desktop.services.catalogue.codes import RECRUITMENT_STATES
from kairos_desktop.services.rules.folding import fold as _fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.catalogue.holed import HoledDate
    from kairos_desktop.services.catalogue.offer import Action, Formation

SESSIONS = UUID("2f0c8a54-7c1f-5e0b-8a55-3f6f0a9d4e21")
"""The namespace of session ids: it never changes, recruitments refer to them."""

_NAMESPACE = sha1(SESSIONS.bytes, usedforsecurity=False)

_PREFIX = re.compile(r"(\d{2})_")
_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
).split()

_NOT_WORD = re.compile(r"[^0-9a-z]+")

_encode = msgspec.msgpack.Encoder().encode


class Scope(NamedTuple):
    """Whose sessions a file speaks of: a regional feed, and a responsible body in it."""

    source: str
    responsible: str


def session_id(formation: str, action: str, session: str) -> UUID:
    """The id of a session: the three CARIF numbers together, since one alone need not be unique."""
    return uuid5(SESSIONS, f"{formation}\n{action}\n{session}")


def _session_key(formation: str, action: str, session: str) -> bytes:
    """The bytes of `session_id`, without the objects that it makes on its way (RFC 9562, 5.5)."""
    hashed = _NAMESPACE.copy()
    hashed.update(f"{formation}\n{action}\n{session}".encode())
    key = bytearray(hashed.digest()[:16])
    key[6] = key[6] & 0x0F | 0x50
    key[8] = key[8] & 0x3F | 0x80
    return bytes(key)


def scope(formation: Formation) -> Scope:
    """The regional feed (« 24 »), or the responsible body itself where no feed shows."""
    body = formation.responsible
    responsible = body.siret or body.number or body.legal_name or body.name
    prefix = _PREFIX.match(formation.number)
    return Scope(formation.carif or (prefix[1] if prefix else responsible), responsible)


def rows(formation: Formation, dated: str) -> Iterator[tuple[tuple[str, ...], *tuple[object, ...]]]:
    """For each session: its owners, its search key, then the columns of store.COLUMNS.

    The key begins with the folded title: lists by title are sorted by it. The hash is
    that of this session alone: dates of files and sister sessions do not make it « changed ».
    """
    where = scope(formation)
    heading = blake2b(_encode(msgspec.structs.replace(formation, actions=())), digest_size=16)
    body = formation.responsible
    common = _words(formation.title, formation.number, body.name or body.legal_name)
    for action in formation.actions:
        content = heading.copy()
        content.update(_encode(msgspec.structs.replace(action, sessions=())))
        towns = _towns(action)
        sirets = owners(formation, action)
        words = f"{common} {_words(action.number, *towns)}"
        for session in action.sessions:
            mine = content.copy()
            mine.update(_encode(session))
            yield (
                sirets,
                f"{words} {_words(session.number)} {_date_words(session.start, session.end)}",
                _session_key(formation.number, action.number, session.number),
                formation.number,
                action.number,
                session.number,
                where.source,
                where.responsible,
                dated,
                formation.title,
                ", ".join(towns),
                session.start.lheo if session.start.year else "",
                session.end.lheo if session.end.year else "",
                RECRUITMENT_STATES.get(session.state, "unknown"),
                int(bool(action.permanent_entry)),
                int(action.expired or session.expired),
                mine.digest(),
            )


def owners(formation: Formation, action: Action) -> tuple[str, ...]:
    """The SIRETs whose session it is: the delivering bodies', else the responsible one's.

    A missing SIRET, or one of zeros only, is absent. Source: standards A5; guide, « dispensateur ».
    """
    delivering = tuple(dict.fromkeys(body.siret for body in action.trainers if body.siret))
    return delivering or ((formation.responsible.siret,) if formation.responsible.siret else ())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The words of a text as `rules.folding` gives them, by a shorter way for plain ASCII."""
    return _NOT_WORD.sub(" ", text.lower()).strip() if text.isascii() else _fold(text)


def _towns(action: Action) -> tuple[str, ...]:
    named = [place.address.town for place in action.places if place.address.town]
    return tuple(dict.fromkeys(named)) or (("À distance",) if action.teaching == "2" else ())


def _words(*said: str) -> str:
    return " ".join([fold(part) for part in said if part])


@lru_cache(maxsize=4096)
def _date_words(start: HoledDate, end: HoledDate) -> str:
    """« 11012027 janvier 25062027 », what is known of them: typed 11/01/2027, or janvier 2027."""
    month = _MONTHS[start.month - 1] if start.month else ""
    return f"{_figures(start)} {month} {_figures(end)}"


def _figures(held: HoledDate) -> str:
    if held.year is None:
        return ""
    day = f"{held.day:02d}" if held.day else ""
    month = f"{held.month:02d}" if held.month else ""
    return f"{day}{month}{held.year}"
