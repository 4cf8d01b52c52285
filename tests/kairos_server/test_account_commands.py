# SPDX-License-Identifier: MIT
"""`kairos-server account`: the first RGC signs in with what the command said once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kairos_server import organisations
from kairos_server.__main__ import main
from kairos_server.commands import answers
from kairos_server.directory.door import utc_now
from kairos_server.directory.pepper import load
from kairos_server.store import open_store
from tests.factories import OTHER_SIRET, SIRET
from tests.kairos_server.house import CHEAP, House

CREATE = ("account", "create", "--full-name", "Odile Roux", "--login", "Odile")


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    from kairos_server.directory import passwords

    monkeypatch.setattr(passwords.Passwords.__init__, "__defaults__", (CHEAP,))
    address = f"sqlite:///{tmp_path / 'server.db'}"
    monkeypatch.setenv("KAIROS_SERVER_DATABASE", address)
    store = open_store(address)
    organisations.create(store, SIRET, "Organisme fictif")
    store.close()
    return address


def say(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words])
    told = capsys.readouterr()
    return code, told.out, told.err


def sign_in(address: str, password: str, key: str = ".pepper") -> int:
    from kairos_server.directory.passwords import Passwords

    store = open_store(address)
    # The key that the command made beside the file, or that of another server.
    house = House.over(store, Passwords(pepper=load(Path(f"{address[10:]}{key}"))))
    house.moment = utc_now()
    status = house.sign_in(password=password).status_code
    house.close()
    store.close()
    return status


def test_the_first_rgc(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = say(capsys, *CREATE, "--siret", SIRET, "--json")
    assert code == answers.Exit.DONE
    given: dict[str, Any] = json.loads(out)
    assert given["login"] == "odile"
    assert sign_in(address, given["password"]) == 200
    assert sign_in(address, "autre chose") == 401
    assert sign_in(address, given["password"], key=".absent") == 401
    code, out, _err = say(capsys, "account", "renew", "--login", "ODILE", "--siret", SIRET)
    assert code == answers.Exit.DONE
    assert "72 heures" in out
    assert sign_in(address, given["password"]) == 401
    assert sign_in(address, out.split("provisoire : ")[1].split("\n")[0]) == 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*CREATE, "--siret", OTHER_SIRET), "n’est pas sur ce serveur"),
        ((*CREATE[:-1], "un espace", "--siret", SIRET), "ne convient pas"),
        (("account", "renew", "--login", "nobody", "--siret", SIRET), "n’existe pas"),
    ],
)
def test_what_cannot_be_done_is_said(
    address: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, out, err = say(capsys, *words)
    assert (code, out) == (answers.Exit.REFUSED, "")
    assert said in err
    assert "Rien n’a été changé." in err
