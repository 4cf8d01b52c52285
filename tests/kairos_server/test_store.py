# SPDX-License-Identifier: MIT
"""The doors of the back end's database, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import asdict
from sqlalchemy import Connection, bindparam, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.models.tables import SITE
from kairos_server import organisations
from kairos_server.engines import BadAddress, DiskFull, sqlite_path
from kairos_server.store import (
    Busy,
    Pools,
    Store,
    UnknownOrganisation,
    Unreachable,
    connect_postgresql,
    open_store,
)
from kairos_server.tables import ORG_HEAD
from tests.factories import SIRET

HEADS = (
    update(ORG_HEAD).where(ORG_HEAD.c.org_id == bindparam("p_org")).values(head=ORG_HEAD.c.head + 1)
)


def test_an_organisation_has_one_head_and_its_id_follows_from_the_siret(store: Store) -> None:
    org = organisations.create(store, "999 000 110 00026", "Organisme fictif")
    with store.reading(org) as (_conn, head):
        assert (head.org, head.siret, head.head, head.floor) == (org, SIRET, 0, 0)
        assert isinstance(head.epoch, UUID)
    with pytest.raises(organisations.AlreadyThere):
        organisations.create(store, SIRET, "Encore")
    with pytest.raises(organisations.NotASiret):
        organisations.create(store, "99900011000027", "Faux")


def test_what_raises_inside_leaves_nothing(store: Store, org: UUID) -> None:
    def fails() -> None:
        with store.writing(org) as (conn, _head):
            conn.execute(HEADS, {"p_org": org})
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    with store.reading(org) as (_conn, head):
        assert head.head == 0


def test_an_unknown_organisation_has_no_door(store: Store) -> None:
    with pytest.raises(UnknownOrganisation), store.writing(uuid4()):
        pass
    with pytest.raises(UnknownOrganisation), store.reading(uuid4()):
        pass


def test_a_reader_keeps_its_snapshot_while_another_writes(store: Store, org: UUID) -> None:
    heads = select(ORG_HEAD.c.head).where(ORG_HEAD.c.org_id == bindparam("org"))
    with store.reading(org) as (reader, _head):
        with store.writing(org) as (writer, _locked):
            writer.execute(HEADS, {"p_org": org})
        assert reader.execute(heads, {"org": org}).scalar_one() == 0
    with store.reading(org) as (_conn, head):
        assert head.head == 1


def test_nothing_is_written_through_the_reading_door(store: Store, org: UUID) -> None:
    with pytest.raises(DBAPIError), store.reading(org) as (conn, _head):
        conn.execute(HEADS, {"p_org": org})


def test_the_second_writer_of_an_organisation_is_told_to_come_back(
    store_url: str, org: UUID
) -> None:
    """Both doors are opened by one thread: nothing waits but for the limits of the store."""
    store = open_store(store_url, Pools(for_connection=0.01, for_lock=0.01))
    with store.writing(org), pytest.raises(Busy), store.writing(org):
        pass
    with store.writing(org):
        pass
    store.close()


def test_a_statement_that_lasts_is_stopped(store_url: str, org: UUID) -> None:
    if store_url.startswith("sqlite"):
        pytest.skip("SQLite has no such limit")
    store = open_store(store_url, Pools(for_answer=0.01))
    with pytest.raises(Busy), store.reading(org) as (conn, _head):
        conn.execute(text("SELECT pg_sleep(60)"))
    store.close()


@pytest.mark.expects_log
def test_a_full_disk_is_told_in_the_log_and_passes(
    store: Store, org: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    """A post tries again, and nothing of what it said was kept by half."""
    site = SiteRow(id=uuid4(), label="Centre" * 2000)

    def fills(conn: Connection) -> None:
        if store.dialect == "sqlite":
            # No larger than it now is.
            conn.exec_driver_sql("PRAGMA max_page_count = 1")
            conn.execute(insert(SITE), {"org_id": org, **asdict(site)})
        conn.execute(text("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$"))

    with pytest.raises(DiskFull), store.writing(org) as (conn, _head):
        fills(conn)
    assert [record.getMessage() for record in caplog.records] == ["disk_full"]
    store.close()
    with store.writing(org) as (conn, _head):
        conn.execute(insert(SITE), {"org_id": org, **asdict(site)})


def test_a_database_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    store = connect_postgresql(f"postgresql+psycopg://somebody:secret@/kairos?host={tmp_path}")
    with pytest.raises(Unreachable) as caught, store.directory():
        pass
    assert "secret" not in f"{store!r} {store._write!r} {caught.value} {caught.value.__cause__}"
    store.close()


def test_two_organisations_are_written_at_once(store: Store, org: UUID, other_org: UUID) -> None:
    if store.dialect == "sqlite":
        pytest.skip("a file has one writer")
    with store.writing(org) as (mine, _), store.writing(other_org) as (theirs, _):
        mine.execute(HEADS, {"p_org": org})
        theirs.execute(HEADS, {"p_org": other_org})


def test_plans_are_made_again_at_each_doubling_of_what_a_connection_said(
    store: Store, org: UUID
) -> None:
    """What was planned for an empty table is not kept for a full one, whoever gathers figures."""
    said, at = list[str](), list[int]()
    event.listen(store._write, "before_cursor_execute", lambda *about: said.append(about[2]))
    for number in range(1, 17):
        with store.writing(org):
            pass
        if "DISCARD PLANS" in said:
            at.append(number)
        said.clear()
    # The organisation was founded by the first transaction of this very connection.
    assert at == ([] if store.dialect == "sqlite" else [1, 3, 7, 15])


def test_addresses() -> None:
    assert str(sqlite_path("sqlite:///relative.db")) == "relative.db"
    assert str(sqlite_path("sqlite:////var/lib/kairos.db")) == "/var/lib/kairos.db"
    assert str(sqlite_path("kairos.db")) == "kairos.db"
    assert sqlite_path("postgresql+psycopg://host/base") is None
    for wrong in ("mysql://somebody:secret@host/base", "sqlite://", "sqlite:///"):
        with pytest.raises(BadAddress) as caught:
            sqlite_path(wrong)
        assert "secret" not in str(caught.value)


def test_a_store_is_opened_by_its_address(store_url: str) -> None:
    store = open_store(store_url)
    org = organisations.create(store, SIRET, "Organisme fictif")
    site = {"org_id": org, "id": uuid4(), **asdict(SiteRow(id=uuid4(), label="Centre"))}
    with store.writing(org) as (conn, _head):
        conn.execute(insert(SITE), site | {"id": uuid4(), "org_id": org})
    store.close()
    again = open_store(store_url)
    with again.reading(org) as (conn, _head):
        labels = select(SITE.c.label).where(SITE.c.org_id == bindparam("org"))
        assert conn.execute(labels, {"org": org}).scalars().all() == ["Centre"]
    again.close()
