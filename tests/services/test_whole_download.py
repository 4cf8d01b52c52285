# SPDX-License-Identifier: MIT
"""Tables drawn by SQLite from what was received hold what the program itself would have written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import msgspec
import pytest
import sqlalchemy as sa

from kairos_desktop.models import kairos_waiting
from kairos_desktop.models.engine import Engines
from kairos_desktop.models.rows import (
    ROWS,
    AbsenceRow,
    EnrolmentRow,
    RegistrationRow,
    ReportedRow,
    Row,
)
from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    RegistrationState,
    Reportable,
    Result,
)
from kairos_desktop.services import row_store
from kairos_desktop.services.sync import whole
from kairos_desktop.services.sync.row_bodies import body_of
from kairos_desktop.services.sync.wire import PulledRow
from tests import blank_files
from tests.kairos_server.test_bulk_rows import row, value

ORG = UUID(int=1)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    path: Path = tmp_path_factory.mktemp("post") / "kairos.db"
    path.write_bytes(blank_files.of_post())
    opened = blank_files.opened(path)
    yield opened
    opened.dispose()


@pytest.fixture
def conn(engines: Engines) -> Iterator[sa.Connection]:
    with engines.write.connect() as connection:
        yield connection
        # The rows have no parents, which COMMIT would find.
        connection.rollback()


def least(kind: type[Row]) -> Row:
    """A row that says only what it must; the rest is left out of its body."""
    hints = get_type_hints(kind)
    needed = [f.name for f in msgspec.structs.fields(kind) if f.required]
    return kind(**{name: value(hints[name], empty=False) for name in needed})


ROWS_OF = {
    "full": lambda kind: row(kind, empty=False),
    "empty": lambda kind: row(kind, empty=True),
    "least": least,
}


def everything(conn: sa.Connection) -> dict[str, list[Any]]:
    """All that is in the organisation's tables, as it lies there."""
    names = [*(kind.table for kind in ROWS), "kairos_waiting"]
    return {
        name: sorted(map(tuple, conn.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
        for name in names
    }


def beside_tables(conn: sa.Connection) -> list[Any]:
    asked = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name"
    told = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY idx"
    return [*conn.exec_driver_sql(asked), *conn.exec_driver_sql(told)]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("which", sorted(ROWS_OF))
def test_rows_are_drawn_as_they_would_be_written(
    conn: sa.Connection, monkeypatch: pytest.MonkeyPatch, which: str, many: bool
) -> None:
    monkeypatch.setattr(whole, "WORTH_IT", 0 if many else 10**6)
    before = beside_tables(conn)
    rows = [ROWS_OF[which](kind) for kind in ROWS]
    revs = {(type(each), each.id): 7 + place for place, each in enumerate(rows)}
    row_store.write(conn, ORG, rows, (), revs)
    written = everything(conn)
    assert all(written[kind.table] for kind in ROWS)
    row_store.remove(conn, ORG, revs)
    pages = [
        PulledRow(each.table, revs[type(each), each.id], msgspec.Raw(body_of(each)))
        for each in rows
    ]
    conn.exec_driver_sql("DELETE FROM month_doubt")
    whole.keep(conn, ORG, pages, is_first=True)
    whole.show(conn, ORG)
    assert everything(conn) == written
    # Whether a month that was declared has changed since is counted as if nothing were known.
    doubted = "SELECT session_id FROM month_doubt WHERE NOT is_counted"
    declared = conn.exec_driver_sql("SELECT session_id FROM attendance").scalars().all()
    assert set(declared) <= set(conn.exec_driver_sql(doubted).scalars())
    assert beside_tables(conn) == before


def facts() -> list[Row]:
    """Registrations, enrolments and absences of every kind; some are reported, some no more."""
    found: list[Row] = [
        msgspec.structs.replace(least(RegistrationRow), state=state, result=result)
        for state in RegistrationState
        for result in Result
    ]
    for state in EnrolmentState:
        for of in ("full", "empty"):
            found.append(msgspec.structs.replace(ROWS_OF[of](EnrolmentRow), state=state))
    found += [msgspec.structs.replace(row(AbsenceRow, empty=False), id=uuid4()) for _ in range(2)]
    about = [each.id for each in found] + [uuid4(), uuid4()]
    reported = row(ReportedRow, empty=False)
    return [
        *found,
        *(
            msgspec.structs.replace(reported, id=uuid4(), about_id=row_id, kind=kind, said=said)
            for place, row_id in enumerate(about)
            for kind in Reportable
            if place % 3 == 0
            for said in ('["present"]',)
        ),
    ]


def test_what_waits_to_be_typed_is_what_the_triggers_would_have_kept(conn: sa.Connection) -> None:
    row_store.write(conn, ORG, facts(), ())
    kept = everything(conn)["kairos_waiting"]
    assert {line[1] for line in kept} >= {"presence", "result", "entry", "exit", "absence"}
    conn.execute(sa.delete(kairos_waiting.WAITING))
    kairos_waiting.judge_all(conn, ORG)
    assert everything(conn)["kairos_waiting"] == kept


def test_every_trigger_has_what_stands_for_it_in_a_whole_download(conn: sa.Connection) -> None:
    """Taken away while tables are drawn: what a new one keeps must be made at the end too."""
    asked = "SELECT DISTINCT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"
    written = {
        word
        for _table, sql in conn.exec_driver_sql(asked)
        for word in re.findall(r"(?:INTO|UPDATE|DELETE FROM) (\w+)", sql)
    }
    assert written - {"SET", "ON"} <= {"kairos_waiting", "kairos_judged", "month_doubt"}


def test_of_a_row_sent_twice_the_last_stands_and_one_that_goes_is_gone(
    conn: sa.Connection,
) -> None:
    first, other = least(RegistrationRow), least(RegistrationRow)
    later = msgspec.structs.replace(first, state=RegistrationState.ABSENT)
    sent = [(first, 1), (other, 2), (later, 3)]
    page = [PulledRow(r.table, rev, msgspec.Raw(body_of(r))) for r, rev in sent]
    whole.keep(conn, ORG, page, is_first=True)
    whole.keep(conn, ORG, [PulledRow(other.table, 4, x=other.id)], is_first=False)
    whole.show(conn, ORG)
    found = conn.exec_driver_sql("SELECT id, state, rev FROM registration").all()
    assert [tuple(line) for line in found] == [(first.id.bytes, "absent", 3)]
    assert whole.held(conn, ORG) == {"registration": [first.id]}
    # Another download begins with nothing of this one.
    whole.keep(conn, ORG, page[1:2], is_first=True)
    assert conn.exec_driver_sql("SELECT rev FROM truth").scalars().all() == [2]


def test_a_page_that_is_none_is_refused_when_it_comes(conn: sa.Connection) -> None:
    bad = PulledRow("registration", 1, msgspec.Raw(b'{"id": "no id"}'))
    with pytest.raises(msgspec.ValidationError):
        whole.keep(conn, ORG, [bad], is_first=True)
