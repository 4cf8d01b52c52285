# SPDX-License-Identifier: MIT
"""The server imports the offer, two posts see it, one of them recruits on it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.catalogue import child, reception
from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.catalogue.snapshot import session_row, session_snapshot
from kairos_desktop.services.catalogue.store import open_catalogue
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.offer_post import receive
from tests.factories import SIRET
from tests.kairos_server.exchange.site import Site
from tests.kairos_server.offer_scene import importer, owner_of, sessions_of
from tests.services.catalogue.documents import action, document, formation, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from typing import Any

    from kairos_desktop.services.catalogue.summary import Preview
    from tests.kairos_server.exchange.universe import TestPost

KEY = DatabaseKey(bytes(range(32)))
WANTED = session_id("99_F1", "A1", "S1")


@pytest.fixture
def take(
    site: Site, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Preview]]:
    with owner_of(site.store, lambda: request.getfixturevalue("cluster")) as engine:
        yield importer(engine, tmp_path, monkeypatch)


def catalogue_of(post: TestPost) -> Path:
    return post.path.with_name(f"{post.name}-catalogue.db")


def in_this_thread(
    catalogue: Path, key: DatabaseKey, siret: str, at: datetime, _stop: Callable[[], bool]
) -> Preview:
    return reception.take_in(catalogue, key, siret, at)


def receives(post: TestPost) -> Preview | None:
    """By the real client over a socket."""
    at = post.workspace.now()
    return receive(post.http.ask, catalogue_of(post), KEY, SIRET, at)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_two_posts_see_the_session_that_the_server_imported(
    site: Site, take: Callable[..., Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B", Role.READER)
    sabine.describe_provider()
    sabine.sync()
    head = sabine.http.news(0, 0).head
    assert receives(sabine) is None
    others = formation(number="99_F2", siret="99900033000003")
    take(document(formation(siret=SIRET), others, exported="20261120"))
    for post in (sabine, karim):
        received = receives(post)
        # The next ones without the start of a process: one of them is proof enough.
        monkeypatch.setattr(child, "take_in", in_this_thread)
        assert received is not None
        assert (received.new, received.withdrawn) == (1, 0)
        assert sessions_of(catalogue_of(post), KEY) == [WANTED]
        assert receives(post) is None
    # No act and no row of the organisation: its history has not moved.
    assert sabine.http.news(0, 0).head == head
    with closing(open_catalogue(catalogue_of(sabine), KEY)) as connection:
        snapshot = session_snapshot(connection, WANTED)
    assert snapshot is not None
    opened = session_row(snapshot, SIRET)
    sabine.act(OpenSession(session=opened))
    sabine.register(sabine.meeting(opened))
    sabine.sync()
    karim.sync()
    assert [row.id for row in karim.rows(SessionRow)] == [WANTED]
    assert len(karim.rows_named("registration")) == 1
    take(document(formation(action(session("S2")), siret=SIRET), exported="20261121"))
    after = receives(karim)
    assert after is not None
    assert (after.new, after.withdrawn) == (1, 1)
    assert sessions_of(catalogue_of(karim), KEY) == [session_id("99_F1", "A1", "S2")]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_download_that_is_cut_goes_on_where_it_was(
    site: Site, take: Callable[..., Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kairos_server.offer import page

    monkeypatch.setattr(page, "MOST_FORMATIONS", 1)
    sabine = site.signed("Sabine", "A")
    take(document(*(formation(number=f"99_F{n}", siret=SIRET) for n in range(3))))
    asked: list[str] = []

    def cut(kind: Any, method: str, path: str) -> Any:
        asked.append(path)
        if len(asked) == 3:
            raise NoContact
        return sabine.http.ask(kind, method, path)

    at = sabine.workspace.now()
    with pytest.raises(NoContact):
        receive(cut, catalogue_of(sabine), KEY, SIRET, at)
    # What has come is kept, and shown only when all of it has.
    assert sessions_of(catalogue_of(sabine), KEY) == []
    received = receive(cut, catalogue_of(sabine), KEY, SIRET, at)
    assert received is not None
    assert received.new == 3
    assert asked[3] == asked[2] != asked[1]
    assert len(asked) == 4
