# SPDX-License-Identifier: MIT
"""What is written in bulk is read back the same, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import Connection, bindparam, event, select

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.rows import ROWS, ImageRow, RegistrationRow, Row, SessionRow
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.known import by_id, having
from kairos_desktop.services.sync.row_bodies import TABLES, body_of
from kairos_desktop.services.sync.wire import PulledRow
from kairos_server import sent_ahead
from kairos_server.exchange.row_texts import SETTINGS, text_of
from kairos_server.store import Store

AWKWARD = "« L’été » \\ \\x41 \"'\n\t{a,b} NULL %s :org ƒ 😀"
FILLED: dict[Any, Any] = {
    str: AWKWARD,
    int: 3,
    float: 0.1,
    bool: True,
    date: date(2026, 2, 28),
    time: time(8, 45),
    datetime: datetime(2026, 11, 25, 23, 59, 59, 123456, UTC),
    tuple[str, ...]: (AWKWARD, ""),
}


class Undone(Exception):
    """Takes back what a test wrote: its rows have no parents, which COMMIT would find."""


def value(hint: Any, *, empty: bool) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        if empty:
            return None
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if hint is UUID:
        return uuid4()
    if hint in FILLED:
        return {str: "", tuple[str, ...]: ()}.get(hint, FILLED[hint]) if empty else FILLED[hint]
    return list(hint)[0 if empty else -1]


def row(kind: type[Row], *, empty: bool) -> Row:
    hints = get_type_hints(kind)
    return kind(**{name: value(hints[name], empty=empty) for name in kind.__struct_fields__})


def written_and_read(store: Store, org: UUID, kind: type[Row], *, empty: bool) -> None:
    wanted = row(kind, empty=empty)
    before = msgspec.structs.replace(row(kind, empty=not empty), id=wanted.id)
    revs: row_store.Revs = {}
    with store.writing(org) as (conn, _head):
        row_store.write(conn, org, [before], [], {(kind, wanted.id): 6})
        row_store.write(conn, org, [wanted], [], {(kind, wanted.id): 7})
        ((_need, found),) = row_store.fetch(conn, org, [by_id(kind, wanted.id)], revs)
        assert found == [wanted]
        assert revs == {(kind, wanted.id): 7}
        if store.dialect == "postgresql":
            assert text_on_postgresql(conn, org, kind) == (kind.table, 7, body_of(found[0]))
        row_store.write(conn, org, [], [wanted])
        ((_need, found),) = row_store.fetch(conn, org, [by_id(kind, wanted.id)])
        assert found == []
        raise Undone


def text_on_postgresql(conn: Connection, org: UUID, kind: type[Row]) -> tuple[str, int, bytes]:
    """What a page says of the only row of a table."""
    conn.execute(SETTINGS)
    of = TABLE_OF_ROW[kind.table].c.org_id == bindparam("org")
    said = conn.execute(
        select(text_of(TABLES.index(kind.table))).where(of), {"org": org}
    ).scalar_one()
    pulled = msgspec.json.decode(said, type=PulledRow)
    return pulled.t, pulled.rev, bytes(pulled.b)


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.table)
def test_a_row_is_read_as_it_was_written(
    store: Store, org: UUID, kind: type[Row], empty: bool
) -> None:
    with pytest.raises(Undone):
        written_and_read(store, org, kind, empty=empty)


def test_a_whole_number_of_hours_is_told_as_python_writes_it(store: Store, org: UUID) -> None:
    session = msgspec.structs.replace(row(SessionRow, empty=True), hours_weekly=35.0)
    if store.dialect != "postgresql":
        pytest.skip("a file makes its rows in Python")
    with store.writing(org) as (conn, _head):
        row_store.write(conn, org, [session], [], {(SessionRow, session.id): 7})
        assert text_on_postgresql(conn, org, SessionRow)[2] == body_of(session)
        row_store.write(conn, org, [], [session])


def test_images_and_acts_are_read_as_they_were_written(store: Store, org: UUID) -> None:
    act_id = uuid4()
    images = [
        ImageRow(id=uuid4(), act_id=act_id, step=0, row_table="site", before=AWKWARD, after=None),
        ImageRow(id=uuid4(), act_id=act_id, step=1, row_table="site", before=None, after=b"\0\\x'"),
    ]
    act = {
        "org_id": org,
        "id": act_id,
        "n": 1,
        "post_id": uuid4(),
        "gesture_id": uuid4(),
        "type": "a",
        "v": 1,
        "args": f'{{"a":"{AWKWARD}"}}',
        "made_at": FILLED[datetime],
        "made_by": AWKWARD,
        "seq": None,
        "undoes_id": None,
        "undone_by_id": None,
    }
    with store.writing(org) as (conn, _head):
        row_store.insert(conn, ACT, [act])
        row_store.insert(conn, ACT, [])
        values = [msgspec.structs.asdict(image) | {"org_id": org} for image in images]
        row_store.insert(conn, IMAGE, values)
    with store.reading(org) as (conn, _head):
        ((_need, found),) = row_store.fetch(conn, org, [having(ImageRow, act_id=act_id)])
        assert found == images
        query = select(ACT).where(ACT.c.org_id == bindparam("org"))
        assert [dict(line._mapping) for line in conn.execute(query, {"org": org})] == [act]


def test_needs_of_two_columns_are_told_apart_in_one_statement(store: Store, org: UUID) -> None:
    with pytest.raises(Undone):
        two_columns_asked(store, org)


def two_columns_asked(store: Store, org: UUID) -> None:
    slots, people = [uuid4(), uuid4()], [uuid4(), uuid4()]
    rows = {
        (slot, person): msgspec.structs.replace(
            row(RegistrationRow, empty=True), id=uuid4(), slot_id=slot, jobseeker_id=person
        )
        for slot in slots
        for person in people
    }
    asked = [(slots[0], people[0]), (slots[1], people[1])]
    needs = [having(RegistrationRow, slot_id=slot, jobseeker_id=who) for slot, who in asked]
    revs: row_store.Revs = {}
    with store.writing(org) as (conn, _head):
        numbers = {(RegistrationRow, each.id): 1 for each in rows.values()}
        row_store.write(conn, org, rows.values(), [], numbers)
        found = dict(row_store.fetch(conn, org, needs, revs))
        assert found == {need: [rows[pair]] for need, pair in zip(needs, asked, strict=True)}
        # What no need speaks of was not read: its rev is unknown.
        assert {row_id for _kind, row_id in revs} == {rows[pair].id for pair in asked}
        raise Undone


def test_parents_come_first_and_go_last(store: Store, org: UUID) -> None:
    """While a parent lacks, SQLite looks through every child for each row: a page for minutes."""
    said = overheard(store)
    with pytest.raises(Undone):
        all_written_and_removed(store, org)
    tables = [kind.table for kind in ROWS]
    changes = [words.split() for words in said if words.startswith(("INSERT", "DELETE"))]
    named = [(words[0], words[2].strip('"')) for words in changes]
    assert [table for word, table in named if word == "INSERT"] == tables
    assert [table for word, table in named if word == "DELETE"] == tables[::-1]


def overheard(store: Store) -> list[str]:
    """What is said from now on where a store writes: to SQLAlchemy, and straight to the driver."""
    said = list[str]()
    event.listen(store._write, "before_cursor_execute", lambda *about: said.append(about[2]))
    if (send := store._write.get_execution_options().get(sent_ahead.OPTION)) is not None:

        def sending(conn: Connection, statement: str, values: Any) -> None:
            said.append(statement)
            send(conn, statement, values)

        store._write.update_execution_options(**{sent_ahead.OPTION: sending})
    return said


def all_written_and_removed(store: Store, org: UUID) -> None:
    rows = [row(kind, empty=True) for kind in reversed(ROWS)]
    numbers = {(type(each), each.id): 1 for each in rows}
    with store.writing(org) as (conn, _head):
        row_store.write(conn, org, rows, (), numbers)
        row_store.remove(conn, org, reversed(numbers))
        raise Undone
