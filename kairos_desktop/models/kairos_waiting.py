# SPDX-License-Identifier: MIT
"""What waits to be typed in KAIROS, kept by SQLite itself beside each row that is written.

A post alone has it: it follows from the rows (ADR 0231), travels nowhere, and is no business row.
Whoever writes a fact or a report, act, undo or exchange, the few lines that wait are there, so that
« À faire » need not look at three years of facts that stand in KAIROS already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Date, Index, PrimaryKeyConstraint, Table, Text, delete

from kairos_desktop.models.base import Uuid16, metadata, once_made
from kairos_desktop.models.kairos_facts import ALWAYS, FACTS, Facts, gone, of_kind
from kairos_desktop.models.vocabulary import Reportable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection

WAITING = Table(
    "kairos_waiting",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("about_id", Uuid16(), nullable=False),
    Column("session_id", Uuid16(), nullable=False),
    Column("since", Date, nullable=False),
    PrimaryKeyConstraint("org_id", "kind", "about_id"),
    Index(None, "org_id", "kind", "since"),
    Index(None, "org_id", "session_id", "kind"),
    sqlite_with_rowid=False,
)

# A view that nobody reads: writing to it has one thing judged again.
_JUDGED = "kairos_judged"


def _statements() -> Iterator[str]:
    yield (
        f"CREATE VIEW {_JUDGED} AS SELECT org_id, kind, about_id FROM kairos_waiting WHERE false"
    )
    for kind in Reportable:
        yield _judging(kind)
    kinds: dict[str, list[Reportable]] = {}
    for facts in FACTS:
        if facts.kind not in kinds.setdefault(facts.table, []):
            kinds[facts.table].append(facts.kind)
    for table, named in kinds.items():
        for act, ref in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            calls = [f"({ref}.org_id, '{kind}', {ref}.id)" for kind in named]
            yield _trigger(f"{table}_{act.lower()}", act, table, calls)
    for act, ref in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        calls = [f"({ref}.org_id, {ref}.kind, {ref}.about_id)"]
        yield _trigger(f"reported_{act.lower()}", act, "reported", calls)


def _trigger(name: str, act: str, table: str, calls: list[str]) -> str:
    inserted = " ".join(f"INSERT INTO {_JUDGED} VALUES {call};" for call in calls)
    return f"CREATE TRIGGER kairos_{name} AFTER {act} ON {table} BEGIN {inserted} END"


def judge_all(conn: Connection, org: UUID) -> None:
    """Make the list anew from the rows as they are: what the triggers would have kept.

    For whoever writes a whole organisation without them. SQLite alone.
    """
    conn.execute(delete(WAITING).where(WAITING.c.org_id == org))
    for kind in Reportable:
        for facts in of_kind(kind):
            owner, row = facts.key
            conn.exec_driver_sql(_standing(facts, owner, row, f"{owner} = ?"), (org.bytes,))
        conn.exec_driver_sql(
            _left_behind(kind, f"k.org_id = ? AND k.kind = '{kind}'"), (org.bytes,)
        )


def _judging(kind: Reportable) -> str:
    """One thing judged: it waits where it stands with other values, or is gone since its report."""
    parts = ["DELETE FROM kairos_waiting WHERE org_id = NEW.org_id AND kind = NEW.kind "
             "AND about_id = NEW.about_id;"]  # fmt: skip
    for facts in of_kind(kind):
        org, row = facts.key
        named = f"{org} = NEW.org_id AND {row} = NEW.about_id"
        parts.append(f"{_standing(facts, 'NEW.org_id', 'NEW.about_id', named)};")
    reported = f"k.org_id = NEW.org_id AND k.about_id = NEW.about_id AND k.kind = '{kind}'"
    parts.append(f"{_left_behind(kind, reported)};")
    body = " ".join(parts)
    return (
        f"CREATE TRIGGER kairos_judge_{kind} INSTEAD OF INSERT ON {_JUDGED} "
        f"WHEN NEW.kind = '{kind}' BEGIN {body} END"
    )


def _standing(facts: Facts, org: str, about: str, which: str) -> str:
    """Facts that stand with other values than were reported, if any were."""
    return (
        f"INSERT INTO kairos_waiting SELECT {org}, '{facts.kind}', {about}, "
        f"{facts.alias}.session_id, iif(k.said IS NULL, {facts.since}, '{ALWAYS}') "
        f"FROM {facts.row} LEFT JOIN reported k ON k.org_id = {org} AND k.about_id = {about} "
        f"AND k.kind = '{facts.kind}' WHERE {which} "
        f"AND {facts.stands} AND ({facts.ready}) AND (k.said IS NULL OR k.said <> {facts.said})"
    )


def _left_behind(kind: Reportable, which: str) -> str:
    """What was reported and is gone since."""
    return (
        f"INSERT INTO kairos_waiting SELECT k.org_id, k.kind, k.about_id, k.session_id, "
        f"'{ALWAYS}' FROM reported k WHERE {which} AND {gone(kind, 'k')}"
    )


once_made(_statements)
