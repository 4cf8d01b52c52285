# SPDX-License-Identifier: MIT
"""The published offer in the back end's own tables, and what of it an organisation is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import ProgrammingError

from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.summary import Preview
from kairos_desktop.services.sync.offer_wire import Covered, OfferAnswer
from kairos_server.exchange.problems import BadCursor
from kairos_server.offer import page as page_module
from kairos_server.offer import tables
from kairos_server.offer.importing import prepared
from kairos_server.offer.page import page
from kairos_server.store import Store
from tests.factories import OTHER_SIRET, SIRET
from tests.kairos_server.offer_scene import AT, importer, owner_of
from tests.services.catalogue.documents import action, document, formation, session

Import = Callable[..., Preview]
on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@pytest.fixture
def engine(store: Store, request: pytest.FixtureRequest) -> Iterator[Engine]:
    with owner_of(store, lambda: request.getfixturevalue("cluster")) as engine:
        yield engine


@pytest.fixture
def take(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    return importer(engine, tmp_path, monkeypatch)


def given(store: Store, org: UUID, cursor: str = "") -> OfferAnswer:
    """A page, through the JSON that travels."""
    found = page(store, org, cursor)
    assert found is not None
    return msgspec.json.decode(msgspec.json.encode(found), type=OfferAnswer)


def sessions_in(answer: OfferAnswer) -> set[UUID]:
    return {
        session_id(each.body.number, one.number, it.number)
        for each in answer.formations
        for one in each.body.actions
        for it in one.sessions
    }


def ours(*numbers: str, **more: str) -> str:
    return formation(action(*(session(each) for each in numbers)), siret=SIRET, **more)


def ids(*numbers: str, of: str = "99_F1") -> set[UUID]:
    return {session_id(of, "A1", each) for each in numbers}


def counted(store: Store, org: UUID) -> dict[str, int]:
    with store.reading(org) as (conn, _head):
        return {
            name: conn.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.metadata.tables.items()
        }


def test_an_organisation_is_given_its_own_sessions_and_no_other(
    store: Store, org: UUID, other_org: UUID, take: Import
) -> None:
    theirs = formation(number="99_F2", siret=OTHER_SIRET)
    preview = take(document(ours("S1", "S2"), theirs, exported="20261120"))
    assert (preview.new, preview.sessions) == (3, 3)
    mine = given(store, org)
    assert sessions_in(mine) == set(mine.live) == ids("S1", "S2")
    assert mine.covered == (Covered("99", SIRET, "20261120", declared=True),)
    assert (mine.dated, mine.imported_at, mine.more) == ("20261120", AT, False)
    assert set(given(store, other_org).live) == ids("S1", of="99_F2")
    assert page(store, org, mine.cursor) is None


@on_sqlite
def test_a_formation_that_several_share_is_given_to_each_without_the_others_sessions(
    store: Store, org: UUID, take: Import
) -> None:
    def trained(siret: str) -> str:
        return (
            "<organisme-formateur><SIRET-formateur><SIRET>"
            f"{siret}</SIRET></SIRET-formateur></organisme-formateur>"
        )

    shared = formation(
        action(session("S1"), number="A1", inside=trained(SIRET)),
        action(session("S2"), number="A2", inside=trained(OTHER_SIRET)),
        siret="99900033000003",
    )
    take(document(shared))
    (found,) = given(store, org).formations
    assert [each.number for each in found.body.actions] == ["A1"]
    assert found.body.responsible.siret == "99900033000003"


def test_afterwards_it_is_given_what_changed_alone(store: Store, org: UUID, take: Import) -> None:
    take(document(ours("S1"), ours("S9", number="99_F9"), exported="20261120"))
    cursor = given(store, org).cursor
    changed = ours("S1", title="Un autre intitulé")
    preview = take(document(changed, ours("S9", number="99_F9"), exported="20261121"))
    assert (preview.changed, preview.unchanged) == (1, 1)
    after = given(store, org, cursor)
    assert [each.body.title for each in after.formations] == ["Un autre intitulé"]
    assert set(after.live) == ids("S1") | ids("S9", of="99_F9")
    assert after.covered[0].dated == "20261121"
    # The formation that nobody speaks of any more is gone.
    assert counted(store, org)["offer_formation"] == 2


def test_what_a_file_no_longer_has_is_withdrawn(store: Store, org: UUID, take: Import) -> None:
    take(document(ours("S1", "S2"), exported="20261120"))
    cursor = given(store, org).cursor
    assert take(document(ours("S1"), exported="20261121")).withdrawn == 1
    after = given(store, org, cursor)
    assert (after.formations, set(after.live)) == ((), ids("S1"))
    assert take(document(ours("S1", "S2"), exported="20261122")).changed == 1
    assert sessions_in(given(store, org, after.cursor)) == ids("S2")


@on_sqlite
def test_an_older_file_is_refused_and_changes_nothing(
    store: Store, org: UUID, take: Import
) -> None:
    take(document(ours("S1"), exported="20261120"))
    before = (given(store, org), counted(store, org))
    with pytest.raises(ImportRefused, match="déjà reçu celui du 20/11/2026"):
        take(document(ours("S1", "S2"), exported="20261119"))
    assert (given(store, org), counted(store, org)) == before


def test_of_two_imports_at_once_the_second_begins_again(
    store: Store, org: UUID, take: Import, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "autre.xml"
    path.write_bytes(document(ours("S1"), exported="20261120"))
    with prepared(engine, [path], lambda _: None) as first:
        take(document(ours("S2"), exported="20261121"))
        with pytest.raises(ImportRefused, match="a changé depuis l’aperçu"):
            first.write(engine, AT)
    assert set(given(store, org).live) == ids("S2")


def test_pages_follow_each_other_and_miss_nothing(
    store: Store, org: UUID, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "MOST_FORMATIONS", 2)
    many = [ours("S1", number=f"99_F{n}") for n in range(5)]
    take(document(*many, exported="20261120"))
    first = given(store, org)
    assert (first.more, len(first.formations), first.live) == (True, 2, ())
    # An import between two pages: what it changed comes with the pages that follow.
    many[0] = ours("S1", number="99_F0", title="Changée")
    take(document(*many, exported="20261121"))
    pages = [first]
    while pages[-1].more:
        pages.append(given(store, org, pages[-1].cursor))
    assert len(pages) == 3
    assert set[UUID]().union(*map(sessions_in, pages)) == set(pages[-1].live)
    assert "Changée" in [each.body.title for each in pages[-1].formations]


@on_sqlite
def test_a_page_is_bounded_by_its_bytes_too(
    store: Store, org: UUID, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "MOST_BYTES", 1)
    take(document(ours("S1"), ours("S1", number="99_F2")))
    first = given(store, org)
    assert (first.more, len(first.formations)) == (True, 1)


@on_sqlite
def test_a_cursor_of_another_history_is_given_everything(
    store: Store, org: UUID, take: Import, engine: Engine
) -> None:
    assert page(store, org, "") is None
    take(document(ours("S1"), exported="20261120"))
    first = given(store, org)
    with engine.begin() as conn:
        conn.execute(tables.IMPORT.update().values(id=UUID(int=5)))
    again = given(store, org, first.cursor)
    assert (again.formations, again.cursor == first.cursor) == (first.formations, False)
    for wrong in ("x", "WzEsMl0=", "[]"):
        with pytest.raises(BadCursor):
            page(store, org, wrong)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_whoever_serves_only_reads_the_offer(store: Store, org: UUID, take: Import) -> None:
    take(document(ours("S1")))
    for name in tables.metadata.tables:
        with store.writing(org) as (conn, _head), pytest.raises(ProgrammingError, match="denied"):
            conn.exec_driver_sql(f"DELETE FROM {name}")
