# SPDX-License-Identifier: MIT
"""What an act is, what it is said with, and what deciding it gives.

An act is a frozen value with a wire name that never changes. `needs` names the rows that its
decision reads, `decide` gives the rows after, or a refusal; both are pure and run the same on a
post and on the back end.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID, uuid5

import msgspec

from kairos_desktop.models.rows import Row
from kairos_desktop.services.acts.known import UnknownRow
from kairos_desktop.services.rules.identifiers import holds_nir
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kairos_desktop.services.acts.known import Known, Need

LONGEST_TEXT = 2000
LocalTime = Annotated[time, msgspec.Meta(tz=False)]
"""An hour of Europe/Paris, as a clock on the wall shows it."""
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


class Made(msgspec.Struct, frozen=True):
    """Who said an act, when and where; `gesture` groups the acts of one gesture of the hand."""

    id: UUID
    gesture: UUID
    at: datetime
    by: str
    post: UUID
    post_range: str
    org: UUID

    @property
    def local(self) -> datetime:
        """The civil moment (naive, Europe/Paris: the post writes `at` with that offset)."""
        return self.at.replace(tzinfo=None)

    @property
    def today(self) -> date:
        """The civil day."""
        return self.at.date()

    def derive(self, name: str) -> UUID:
        """An id for a row that the act brings along, the same wherever the act is decided."""
        return derived(self.id, name)


def derived(act_id: UUID, name: str) -> UUID:
    """The id of a row that an act brings along, as `Made.derive` gives it."""
    return uuid5(act_id, name)


class Changes(msgspec.Struct, frozen=True):
    """The rows after: those put, those gone, and what must be seen."""

    put: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()
    warned: tuple[Warned, ...] = ()


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every act."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    # A fact happened: it is recorded and flagged, never refused for a time or for room.
    is_fact: ClassVar[bool] = False
    # Recorded by the back end alone, with what it keeps in its directory.
    server_only: ClassVar[bool] = False
    # Ids of rows that the act brings into being; a script may leave them out.
    creates: ClassVar[tuple[str, ...]] = ()

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The rows that `decide` reads; asked again as rows come in, until nothing is missing."""
        raise NotImplementedError

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The rows after, or a refusal. Touches nothing."""
        raise NotImplementedError


def decide(act: Act, known: Known, made: Made) -> Changes | Refused:
    """The act's decision, after the checks that every act owes.

    Refuses "nir", "text_too_long", "text_unreadable" for any text field, and "unknown_row".
    """
    if refusal := _text_refusal(act):
        return refusal
    try:
        return act.decide(known, made)
    except UnknownRow as missing:
        return Refused("unknown_row", {"table": missing.kind.table})


def post_refusal(act: Act) -> Refused | None:
    """Why a post cannot record this act by itself: "server_only"."""
    return Refused("server_only", {}) if act.server_only else None


_WITHOUT_TEXT = frozenset({UUID, NoneType, bool, int, date, time, datetime})


def _text_refusal(act: Act) -> Refused | None:
    texts: list[tuple[str, str]] = []
    _gather(act, "", texts)
    for field, text in texts:
        if len(text) > LONGEST_TEXT and field not in ("logo", "stamp"):
            return Refused("text_too_long", {"field": field, "most": LONGEST_TEXT})
        if holds_nir(text):
            return Refused("nir", {"field": field})
        if not text.isprintable() and any(_unreadable(char) for char in text):
            return Refused("text_unreadable", {"field": field})
    return None


@cache
def _speaking(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that may hold what somebody typed: not those of ids, days, numbers and words."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if not _is_mute(hints[name]))


def _is_mute(hint: Any) -> bool:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return all(kind in _WITHOUT_TEXT or _is_word(kind) for kind in kinds)


def _is_word(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _unreadable(char: str) -> bool:
    return char in _DIRECTION_MARKS or (
        unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"
    )


def _gather(value: Any, field: str, texts: list[tuple[str, str]]) -> None:
    """Add the texts of a value, each with the field that it stands in; empty ones say nothing."""
    if isinstance(value, str):
        if value:
            texts.append((field, value))
    elif isinstance(value, msgspec.Struct):
        for name in _speaking(type(value)):
            if inner := getattr(value, name):
                _gather(inner, name, texts)
    elif isinstance(value, dict):
        for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            _gather(inner, str(name), texts)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, tuple | list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            _gather(inner, field, texts)


def tidy(text: str) -> str:
    """The text in composed form, without spaces around or doubled inside a line.

    What pages and PDF files leave in copied text and shows nothing (soft hyphen, space of no
    width, byte order mark) is taken out: a name must be found as it is read.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    if "\n" not in text:
        # Most fields: a word or two, or nothing.
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
