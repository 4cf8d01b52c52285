# SPDX-License-Identifier: MIT
"""`exchange export` and `exchange import`: two posts, one network between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kairos_desktop.commands import by_hand, server
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.sync.post_tokens import MemoryTokens
from kairos_server.store import open_sqlite
from tests.commands.conftest import Answer, Shell
from tests.factories import SIRET
from tests.kairos_server.house import PASSWORD, House
from tests.kairos_server.live_server import live

Run = Callable[[Sequence[str]], Answer]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = open_sqlite(tmp_path / "server.db")
    store.create_tables()
    made = House(store)
    yield made
    made.close()
    store.close()


@pytest.fixture
def address(house: House) -> Iterator[str]:
    for login in ("odile", "karim"):
        house.account(login, Role.RGC)
    with live(house.app) as address:
        yield address


@pytest.fixture
def posts(
    tmp_path: Path, run: Run, address: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Shell, Shell]:
    """Two profiles that have joined; their tokens live in this process."""
    kept: dict[object, MemoryTokens] = {}
    for module in (server, by_hand):
        monkeypatch.setattr(
            module, "open_tokens", lambda post: kept.setdefault(post, MemoryTokens())
        )
    monkeypatch.setenv(server.PASSWORD_VARIABLE, PASSWORD)
    made: list[Shell] = []
    for login in ("odile", "karim"):
        folder = tmp_path / login
        named = ["--siret", SIRET, "--name", "GRETA des Pyrénées"]
        assert run(["--profile", str(folder), "profile", "create", *named]).code == 0
        monkeypatch.setenv(server.PASSWORD_VARIABLE, PASSWORD)
        shell = Shell(folder, run)
        joined = shell("join", "--server", address, "--login", login, "--json")
        assert joined.code == 0, joined.err
        made.append(shell)
    return made[0], made[1]


def test_there_and_back(posts: tuple[Shell, Shell], tmp_path: Path) -> None:
    office, room = posts
    room.applied("jobseeker.create", person={"last_name": "Martin", "first_name": "Anne"})
    key = tmp_path / "actes.kairos"
    made = room("exchange", "export", str(key), "--json").json
    assert (made["acts"], made["left"]) == (1, 0)
    carried = office("exchange", "import", str(key), "--json").json
    assert (carried["kind"], carried["outcomes"]) == ("acts", {"applied": 1})
    answers = carried["answers"]
    assert "autre poste" in office("exchange", "import", answers).err
    read = room("exchange", "import", answers, "--json").json
    assert (read["kind"], read["outcomes"]) == ("answers", {"applied": 1})
    office("exchange")
    assert [row["last_name"] for row in office.rows("jobseekers")] == ["Martin"]
    assert room("exchange", "--json").json["sent"] == 0


def test_a_cut_file_is_refused_whole(posts: tuple[Shell, Shell], tmp_path: Path) -> None:
    office, room = posts
    room.applied("jobseeker.create", person={"last_name": "Martin", "first_name": "Anne"})
    key = tmp_path / "actes.kairos"
    assert "1 acte dans « actes.kairos »" in room("exchange", "export", str(key)).out
    key.write_bytes(key.read_bytes()[:-20])
    refused = office("exchange", "import", str(key))
    assert refused.code == 6
    assert "refusé en entier" in refused.err
    assert office.rows("jobseekers") == []
    assert room("exchange", "export", str(tmp_path / "none" / "a.kairos")).code == 6


def test_a_post_that_works_alone(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    named = ["--siret", SIRET, "--name", "Atelier"]
    assert run(["--profile", str(folder), "profile", "create", *named]).code == 0
    shell = Shell(folder, run)
    told = shell("exchange", "export", str(tmp_path / "a.kairos"))
    assert (told.code, "travaille seul" in told.err) == (6, True)
    assert not (tmp_path / "a.kairos").exists()
