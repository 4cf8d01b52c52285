# SPDX-License-Identifier: MIT
"""Takes in what the back end sent: undo what waits, apply the truth, play again what still waits.

One transaction on the write lane: a screen never shows half of it. What waits is undone from the
copy of the truth, never from images: playing it any number of times leads to the same rows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, delete, insert, select, update

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.exchange_tables import DIRTY, EXCHANGE, OUTBOX, STAGE, TRUTH
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import ROW_OF_TABLE, ROWS, Row, digest
from kairos_desktop.models.tables import OUTCOME
from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.act import Made
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.deciding import (
    Bench,
    Decided,
    Said,
    mark_undone,
    write_images,
)
from kairos_desktop.services.due.doubted_months import settle
from kairos_desktop.services.due.line import Scope, asking
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.row_store import RowKey, table_of
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.sync import whole
from kairos_desktop.services.sync.outbox import mark_dirty
from kairos_desktop.services.sync.row_bodies import row_of
from kairos_desktop.services.sync.truth import CHUNK, apply, replace_rows, truth_of
from kairos_desktop.services.sync.wire import PulledRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

KEPT_FOR = timedelta(days=30)
"""How long an acknowledged act can be sent again, should the back end have lost it."""
_REFUSED = (OutcomeKind.REFUSED, OutcomeKind.QUARANTINED)


class Received(msgspec.Struct, frozen=True):
    """What the last page of a pull said; its rows are staged with those of the earlier pages."""

    epoch: UUID
    head: int
    last_n: int
    cursor: str
    full: bool
    at: datetime
    lease_until: datetime | None = None
    told_at: datetime | None = None
    """The moment as the back end has it: what is kept here for days counts by no other clock."""


class Post(msgspec.Struct, frozen=True):
    """Which post of which organisation plays its own acts again."""

    org: UUID
    id: UUID
    letter: str


def stage(
    conn: Connection, org: UUID, rows: Sequence[PulledRow], cursor: str, *, full: bool = False
) -> None:
    """Keep a page that is not the last, so that a cut resumes after it. Lane: write."""
    if full:
        whole.keep(conn, org, rows, is_first=not _staged_cursor(conn, org))
    else:
        _stage_page(conn, org, rows)
    conn.execute(_set(EXCHANGE, org, staged_cursor=cursor))


def _stage_page(conn: Connection, org: UUID, rows: Sequence[PulledRow]) -> None:
    page = (conn.execute(_LAST_PAGE, {"org": org}).scalar() or 0) + 1
    values = {"org_id": org, "page": page, "rows": msgspec.json.encode(rows).decode()}
    conn.execute(insert(STAGE), [values])


def _staged_cursor(conn: Connection, org: UUID) -> str:
    found = conn.execute(select(EXCHANGE.c.staged_cursor).where(EXCHANGE.c.org_id == org))
    return found.scalar() or ""


def drop_staged(conn: Connection, org: UUID) -> None:
    """Forget the pages of a pull that cannot be finished. Lane: write."""
    conn.execute(delete(STAGE).where(STAGE.c.org_id == org))
    conn.execute(_set(EXCHANGE, org, staged_cursor=""))


def integrate(
    conn: Connection, post: Post, rows: Sequence[PulledRow], received: Received
) -> ChangeSet:
    """Make this post show the truth at `received.head`, and what waits played on it. Lane: write.

    `rows` are those of the last page. Gives what may have changed on the screens.
    """
    org = post.org
    tables, ids, touched = set[str](), set[UUID](), set[RowKey]()
    if received.full:
        tables, ids = _begin_again(conn, org, rows)
    else:
        touched = _undo_pending(conn, org)
        pages = [page for (page,) in conn.execute(_PAGES, {"org": org})]
        for page in pages:
            touched |= apply(conn, org, msgspec.json.decode(page, type=tuple[PulledRow, ...]))
        touched |= apply(conn, org, rows)
    drop_staged(conn, org)
    _acknowledge(conn, org, received)
    touched |= _replay(conn, post)
    settle(asking(conn), Scope(org, received.at.astimezone(PARIS).replace(tzinfo=None)))
    conn.execute(
        _set(
            EXCHANGE,
            org,
            epoch=received.epoch,
            head=received.head,
            cursor=received.cursor,
            last_ok_at=received.at,
            failures=0,
            next_try_at=None,
            problem="",
            lease_until=received.lease_until,
        )
    )
    return ChangeSet(
        tables=frozenset(tables.union(kind.table for kind, _ in touched)),
        ids=frozenset(ids.union(row_id for _, row_id in touched)),
        origin="exchange",
    )


def _set(table: Any, org: UUID, **values: Any) -> Any:
    return update(table).where(table.c.org_id == org).values(**values)


def _undo_pending(conn: Connection, org: UUID) -> set[RowKey]:
    """Every row that waiting acts touched, back to what the back end gave, or gone."""
    by_table: dict[str, list[UUID]] = {}
    for table, row_id in conn.execute(_DIRTY, {"org": org}):
        by_table.setdefault(table, []).append(row_id)
    put, gone, revs = list[Row](), list[RowKey](), dict[RowKey, int]()
    for table, ids in by_table.items():
        kind = ROW_OF_TABLE[table]
        held = truth_of(conn, org, table, ids)
        for row_id in ids:
            if row_id in held:
                rev, body = held[row_id]
                row = row_of(table, body)
                if row is not None:
                    put.append(row)
                    revs[kind, row_id] = rev
            else:
                gone.append((kind, row_id))
    replace_rows(conn, org, put, gone, revs)
    conn.execute(delete(DIRTY).where(DIRTY.c.org_id == org))
    return {(ROW_OF_TABLE[table], row_id) for table, ids in by_table.items() for row_id in ids}


def _begin_again(
    conn: Connection, org: UUID, rows: Sequence[PulledRow]
) -> tuple[set[str], set[UUID]]:
    """Everything as a whole download has it, the last page of which these rows are.

    Gives the tables and the ids of what was there and of what is there now.
    """
    whole.keep(conn, org, rows, is_first=not _staged_cursor(conn, org))
    before = whole.held(conn, org)
    _empty(conn, org)
    whole.show(conn, org)
    after = whole.held(conn, org)
    return {*before, *after}, set[UUID]().union(*before.values(), *after.values())


def _empty(conn: Connection, org: UUID) -> None:
    """Take everything away before a whole download: what does not come is gone."""
    for kind in reversed(ROWS):
        conn.execute(delete(table_of(kind)).where(table_of(kind).c.org_id == org))
    conn.execute(delete(DIRTY).where(DIRTY.c.org_id == org))


def _acknowledge(conn: Connection, org: UUID, received: Received) -> None:
    """The acts that the rows now hold are no longer played; a refused one leaves no image."""
    at = received.told_at or max(received.at, received.lease_until or received.at)
    values = {"org": org, "upto": received.last_n, "at": at}
    settled = list(conn.execute(_COVERED, values).scalars())
    conn.exec_driver_sql(_PLACE, (org.bytes, received.last_n))
    conn.execute(_ACKNOWLEDGE, values)
    refused = _without_effect(conn, org, settled)
    _forget_images(conn, org, refused)
    _stand_again(conn, org, refused)
    _renew_images(conn, org, settled)
    if received.told_at is not None:
        before = received.told_at - KEPT_FOR
        conn.execute(_FORGET_ACKNOWLEDGED, {"org": org, "before": before})


def _without_effect(conn: Connection, org: UUID, acts: Sequence[UUID]) -> list[UUID]:
    """Those that were refused or put aside: a row says so, even where the answer was lost."""
    found: list[UUID] = []
    for start in range(0, len(acts), CHUNK):
        asked = {"org": org, "acts": acts[start : start + CHUNK], "kinds": _REFUSED}
        found += conn.execute(_NOT_APPLIED, asked).scalars()
    return found


def _renew_images(conn: Connection, org: UUID, acts: Sequence[UUID]) -> None:
    """Undo must know the rows that the back end made of an act, not those guessed here."""
    renewed: list[tuple[bytes, bytes, bytes, int]] = []
    for start in range(0, len(acts), CHUNK):
        asked = {"org": org, "acts": acts[start : start + CHUNK]}
        for image in conn.execute(_LAST_TOUCHED, asked):
            row = row_of(image.row_table, image.body)
            if row is not None:
                renewed.append((digest(row), org.bytes, image.act_id.bytes, image.step))
    if renewed:
        conn.exec_driver_sql(_RENEW_IMAGE, renewed)


def _forget_images(conn: Connection, org: UUID, acts: Sequence[UUID]) -> None:
    for start in range(0, len(acts), CHUNK):
        conn.execute(_DROP_IMAGES, {"org": org, "acts": acts[start : start + CHUNK]})


def _stand_again(conn: Connection, org: UUID, acts: Sequence[UUID]) -> None:
    """What these acts had taken back stands, until one of them does so again."""
    for start in range(0, len(acts), CHUNK):
        conn.execute(_STAND_AGAIN, {"org": org, "acts": acts[start : start + CHUNK]})


def _replay(conn: Connection, post: Post) -> set[RowKey]:
    """Play what still waits, in its order; what fails here is still sent, and only doubted."""
    org = post.org
    waiting = [(row, _said(post, row)) for row in conn.execute(_WAITING, {"org": org})]
    # Before anything is read: what undoes one of them must see it as it is played now.
    _forget_images(conn, org, [row.id for row, _ in waiting])
    bench, decided = Bench(conn, org), list[Decided]()
    bench.prefetch([said for _, said in waiting if not isinstance(said, Refused)])
    doubts: list[dict[str, Any]] = []
    for row, said in waiting:
        outcome = said if isinstance(said, Refused) else bench.decide(said)
        if isinstance(outcome, Refused):
            doubt = msgspec.json.encode(outcome).decode()
        else:
            bench.accept(outcome)
            decided.append(outcome)
            doubt = None
        if doubt != row.doubt:
            doubts.append({"org": org, "act": row.id, "to": doubt})
    put, gone = bench.final()
    # Said one after another they never met; written together, two lines that exchange their
    # states would.
    replace_rows(conn, org, put, [(type(row), row.id) for row in gone])
    _stand_again(conn, org, [row.id for row, _ in waiting])
    write_images(conn, org, decided)
    mark_undone(conn, org, decided)
    mark_dirty(conn, org, bench.touched)
    if doubts:
        conn.execute(_DOUBT, doubts)
    return set(bench.touched)


def _said(post: Post, row: Any) -> Said | Refused:
    act = read_act(row.type, row.v, msgspec.json.decode(row.args))
    if isinstance(act, Refused):
        return act
    made = Made(
        id=row.id,
        gesture=row.gesture_id,
        at=row.made_at,
        by=row.made_by,
        post=row.post_id,
        post_range=post.letter,
        org=post.org,
    )
    return Said(act, made)


_ORG = cast("Any", bindparam("org"))
_LAST_PAGE = select(STAGE.c.page).where(STAGE.c.org_id == _ORG).order_by(STAGE.c.page.desc())
_PAGES = select(STAGE.c.rows).where(STAGE.c.org_id == _ORG).order_by(STAGE.c.page)
_DIRTY = select(DIRTY.c.row_table, DIRTY.c.id).where(DIRTY.c.org_id == _ORG)
_NOT_APPLIED = select(OUTCOME.c.id).where(
    OUTCOME.c.org_id == _ORG,
    OUTCOME.c.id.in_(bindparam("acts", expanding=True)),
    OUTCOME.c.kind.in_(bindparam("kinds", expanding=True)),
)
_COVERED = select(OUTBOX.c.act_id).where(
    OUTBOX.c.org_id == _ORG, OUTBOX.c.n <= bindparam("upto"), OUTBOX.c.acked_at.is_(None)
)
_ACKNOWLEDGE = (
    update(OUTBOX)
    .where(OUTBOX.c.org_id == _ORG, OUTBOX.c.n <= bindparam("upto"), OUTBOX.c.acked_at.is_(None))
    .values(acked_at=bindparam("at"), doubt=None)
)
# A whole download brings no act of the past: of ours the verdicts say their place in the history.
_PLACE = f"""
UPDATE {ACT.name} SET seq = told.seq FROM (
    SELECT org_id, act_id, json_extract(outcome, '$.seq') AS seq FROM {OUTBOX.name}
    WHERE org_id = ? AND n <= ? AND acked_at IS NULL
    AND json_extract(outcome, '$.outcome') NOT IN {tuple(map(str, _REFUSED))}
) AS told
WHERE {ACT.name}.org_id = told.org_id AND {ACT.name}.id = told.act_id
AND {ACT.name}.seq IS NOT told.seq
"""
_FORGET_ACKNOWLEDGED = delete(OUTBOX).where(
    OUTBOX.c.org_id == _ORG, OUTBOX.c.acked_at < bindparam("before")
)
# The images of an act whose row the back end changed last by this very act.
_LAST_TOUCHED = (
    select(IMAGE.c.act_id, IMAGE.c.step, IMAGE.c.row_table, TRUTH.c.body)
    .join(ACT, and_(ACT.c.org_id == IMAGE.c.org_id, ACT.c.id == IMAGE.c.act_id))
    .join(
        TRUTH,
        and_(
            TRUTH.c.org_id == IMAGE.c.org_id,
            TRUTH.c.row_table == IMAGE.c.row_table,
            TRUTH.c.id == IMAGE.c.id,
            TRUTH.c.rev == ACT.c.seq,
        ),
    )
    .where(IMAGE.c.org_id == _ORG, IMAGE.c.act_id.in_(bindparam("acts", expanding=True)))
)
_RENEW_IMAGE = f"UPDATE {IMAGE.name} SET after = ? WHERE org_id = ? AND act_id = ? AND step = ?"
_DROP_IMAGES = delete(IMAGE).where(
    IMAGE.c.org_id == _ORG, IMAGE.c.act_id.in_(bindparam("acts", expanding=True))
)
_WAITING = (
    select(
        ACT.c.id,
        ACT.c.post_id,
        ACT.c.gesture_id,
        ACT.c.type,
        ACT.c.v,
        ACT.c.args,
        ACT.c.made_at,
        ACT.c.made_by,
        OUTBOX.c.doubt,
    )
    .join(ACT, and_(ACT.c.org_id == OUTBOX.c.org_id, ACT.c.id == OUTBOX.c.act_id))
    .where(OUTBOX.c.org_id == _ORG, OUTBOX.c.acked_at.is_(None))
    .order_by(OUTBOX.c.n)
)
_DOUBT = (
    update(OUTBOX)
    .where(OUTBOX.c.org_id == _ORG, OUTBOX.c.act_id == bindparam("act"))
    .values(doubt=bindparam("to"))
)
_STAND_AGAIN = (
    update(ACT)
    .where(ACT.c.org_id == _ORG, ACT.c.undone_by_id.in_(bindparam("acts", expanding=True)))
    .values(undone_by_id=None)
)
