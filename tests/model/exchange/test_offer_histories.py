# SPDX-License-Identifier: MIT
"""The offer that the back end imports day after day, and posts that must end with the same one.

It takes no place in the history of an organisation, and is in no digest: it has histories of its
own, where files, lost pages, restored servers and lost catalogues are drawn from one seed.
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.services.catalogue import child, reception
from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.snapshot import session_snapshot
from kairos_desktop.services.catalogue.store import open_catalogue
from kairos_desktop.services.sync.exchange import NoContact, Unserved
from kairos_desktop.services.sync.offer_post import receive
from kairos_server.exchange.problems import BadCursor
from kairos_server.offer import page as offer_page
from tests.factories import SIRET
from tests.kairos_server.offer_scene import AT, importer, sessions_of
from tests.model.exchange.world import ORG, Backend, NoStory
from tests.services.catalogue.documents import action, document, formation, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from kairos_desktop.services.catalogue.summary import Preview

KEY = DatabaseKey(bytes(range(32)))
FIRST_FILE = date(2026, 11, 2)
STEPS = 14
NUMBERS = ("99_F1", "99_F2", "99_F3", "99_F4")
SEEDS = int(os.environ.get("KAIROS_SEEDS", "200")) // 100


class Town:
    """A back end that imports files, and two posts that receive what is theirs of them."""

    def __init__(
        self, seed: int, folder: Path, take: Callable[..., Preview], back: Backend
    ) -> None:
        self.random = Random(seed)
        self.folder, self.take, self.back = folder, take, back
        self.catalogues = [folder / f"{name}-{seed}.db" for name in ("Sabine", "Karim")]
        self.day = FIRST_FILE
        self.published: dict[UUID, str] = {}
        """The title of each session that the last file has."""

    def publish(self) -> None:
        """The file of another day: some sessions come, change their title, or are gone."""
        self.day += timedelta(days=1)
        self.published = {}
        formations: list[str] = []
        for number in NUMBERS:
            kept = [name for name in ("S1", "S2") if self.random.random() < 0.6]
            title = self.random.choice(("Accueil", "Vente", "Cuisine"))
            if kept:
                made = action(*map(session, kept))
                formations.append(formation(made, number=number, title=title, siret=SIRET))
                ids = [session_id(number, "A1", name) for name in kept]
                self.published |= dict.fromkeys(ids, title)
        others = formation(number="99_F9", siret="99900033000003")
        self.take(document(*formations, others, exported=f"{self.day:%Y%m%d}"))

    def publish_older(self) -> None:
        """A file of before changes nothing, whoever imports it."""
        with pytest.raises(ImportRefused):
            self.take(document(formation(siret=SIRET), exported="20261001"))

    def back_up(self) -> None:
        self.back.back_up()

    def restore(self) -> None:
        self.back.restore()

    def lose(self) -> None:
        """A catalogue is gone with its machine."""
        lost = self.random.choice(self.catalogues)
        for file in lost.parent.glob(f"{lost.name}*"):
            file.unlink()

    def receive_badly(self) -> None:
        """A page is lost on its way, asked for or given."""
        left, before = self.random.choice((0, 1, 2)), self.random.random() < 0.5

        def ask(kind: Any, method: str, path: str) -> Any:
            nonlocal left
            left -= 1
            if left < 0 and before:
                raise NoContact
            answer = self.ask(kind, method, path)
            if left < 0:
                raise NoContact
            return answer

        try:
            self.receive(self.random.choice(self.catalogues), ask)
        except NoContact:
            return

    def receive(self, catalogue: Path, ask: Callable[..., Any] | None = None) -> Preview | None:
        return receive(ask or self.ask, catalogue, KEY, SIRET, AT)

    def ask(self, kind: Any, _method: str, path: str) -> Any:
        """The back end's answer, by the JSON that would travel."""
        (cursor,) = parse_qs(urlsplit(path).query).get("cursor", [""])
        try:
            answer = offer_page.page(self.back.store, ORG, cursor)
        except BadCursor as problem:
            raise Unserved(problem.error) from None
        return msgspec.json.decode(msgspec.json.encode(answer), type=kind)

    def shown(self, catalogue: Path) -> dict[UUID, str]:
        """The title of each session that a post's list of the offer shows."""
        with closing(open_catalogue(catalogue, KEY)) as connection:
            found = {
                each: session_snapshot(connection, each) for each in sessions_of(catalogue, KEY)
            }
        return {each: snapshot.title for each, snapshot in found.items() if snapshot}


def at_once(
    catalogue: Path, key: DatabaseKey, siret: str, at: datetime, _stop: Callable[[], bool]
) -> Preview:
    """What the child process does, without its start."""
    return reception.take_in(catalogue, key, siret, at)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Town]]:
    back = Backend(tmp_path)
    monkeypatch.setattr(child, "take_in", at_once)
    # Of four formations, so that pages are many and may be lost.
    monkeypatch.setattr(offer_page, "MOST_FORMATIONS", 1)
    take = importer(back.store._write, tmp_path, monkeypatch)
    yield lambda seed: Town(seed, tmp_path, take, back)
    back.close()


PLANS: dict[Callable[[Town], object], int] = {
    Town.publish: 5,
    Town.publish_older: 1,
    Town.receive_badly: 8,
    Town.back_up: 1,
    Town.restore: 1,
    Town.lose: 1,
}


def told(town: Town) -> None:
    """A history, then the file of one more day, which every post receives."""
    town.publish()
    for plan in town.random.choices(list(PLANS), list(PLANS.values()), k=STEPS):
        try:
            plan(town)
        except NoStory:
            continue
    town.publish()
    for catalogue in town.catalogues:
        town.receive(catalogue)
        assert town.receive(catalogue) is None
        assert town.shown(catalogue) == town.published


@pytest.mark.parametrize("seed", range(SEEDS))
def test_posts_end_with_the_offer_of_the_last_file(seed: int, found: Callable[[int], Town]) -> None:
    told(found(seed))
