# SPDX-License-Identifier: MIT
"""`kairos-server` as an administrator types it, on both databases."""

from __future__ import annotations

import json
import socket
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import bindparam, select

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.services.catalogue import child
from kairos_server import engines, policies, postgresql_copies, sqlite_copies
from kairos_server.__main__ import main
from kairos_server.commands import answers, serve
from kairos_server.settings import Settings
from kairos_server.store import open_store
from kairos_server.tables import ORG_HEAD
from tests import postgres
from tests.factories import OTHER_SIRET, SIRET
from tests.kairos_server.offer_scene import in_this_process
from tests.services.catalogue.documents import EXAMPLE

pytestmark = pytest.mark.own_database


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]
on_postgresql = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(
    store_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Run:
    """The command line on a database of each kind, told by the environment."""
    monkeypatch.setenv("KAIROS_SERVER_DATABASE", store_url)
    monkeypatch.setenv("KAIROS_SERVER_PEPPER_FILE", str(tmp_path / "pepper"))
    if not store_url.startswith("sqlite"):
        cluster: postgres.Cluster = request.getfixturevalue("cluster")
        name = request.getfixturevalue("database")
        monkeypatch.setenv("KAIROS_SERVER_OWNER_DATABASE", cluster.url(name, postgres.OWNER))
        monkeypatch.setenv("KAIROS_SERVER_BACKUP_DATABASE", cluster.url(name, postgres.BACKUP))
        monkeypatch.setenv("KAIROS_SERVER_PROGRAMS", str(cluster.programs))

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


def epoch_of(url: str, org: UUID) -> UUID:
    store = open_store(url)
    with store.reading(org) as (_conn, head):
        epoch = head.epoch
    store.close()
    return epoch


def test_an_organisation_is_created_once(run: Run, store_url: str) -> None:
    words = ("organisation", "create", "--siret", SIRET, "--name", "Organisme fictif")
    assert run(*words, "--json").json == {"organisation": str(organisation_id(SIRET))}
    again = run(*words, "--json")
    assert (again.code, again.json["exit"]) == (answers.Exit.REFUSED, answers.Exit.REFUSED)
    assert "déjà" in again.err
    for siret, name in (("123", "x"), (OTHER_SIRET, " ")):
        wrong = run("organisation", "create", "--siret", siret, "--name", name)
        assert wrong.code == answers.Exit.REFUSED
    assert epoch_of(store_url, organisation_id(SIRET)).int


def test_migrate_says_where_the_tables_are(run: Run) -> None:
    assert run("migrate", "--json").json == {"before": "0001", "after": "0001"}
    assert "déjà" in run("migrate").out


@on_postgresql
def test_migrate_makes_the_tables_of_an_empty_postgresql(
    run: Run, cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.run(f"CREATE DATABASE made OWNER {postgres.OWNER} TEMPLATE template0")
    monkeypatch.setenv("KAIROS_SERVER_DATABASE", cluster.url("made"))
    monkeypatch.setenv("KAIROS_SERVER_OWNER_DATABASE", cluster.url("made", postgres.OWNER))
    before = run("organisation", "create", "--siret", SIRET, "--name", "x")
    assert (before.code, "migrate" in before.err) == (answers.Exit.STORAGE, True)
    assert run("migrate", "--json").json == {"before": "", "after": "0001"}
    assert run("organisation", "create", "--siret", SIRET, "--name", "x").code == 0
    cluster.run("DROP DATABASE made WITH (FORCE)")


def test_the_offer_is_imported_as_on_a_post(
    run: Run, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "import_files", in_this_process)
    counts = {"formations": 2, "actions": 3, "sessions": 5, "set_aside": [], "warnings": []}
    new = counts | {"new": 5, "changed": 0, "unchanged": 0, "withdrawn": 0}
    assert run("catalogue", "import", EXAMPLE, "--dry-run", "--json").json == new
    assert run("catalogue", "import", EXAMPLE, "--json").json == new
    assert "0 nouvelles, 0 modifiées, 5 inchangées" in run("catalogue", "import", EXAMPLE).out
    older = tmp_path / "ancien.xml"
    older.write_bytes(EXAMPLE.read_bytes().replace(b">20261102<", b">20261001<"))
    for file, why in ((older, "plus ancien ne remplace pas"), (tmp_path / "none.xml", "none.xml")):
        refused = run("catalogue", "import", file, "--json")
        assert (refused.code, refused.json["exit"]) == (answers.Exit.IMPORT_REFUSED, 5)
        assert why in refused.json["sentence"]
        assert refused.json["sentence"].endswith("Le catalogue n’a pas changé.")


def test_a_backup_put_back_starts_another_history(run: Run, store_url: str, tmp_path: Path) -> None:
    run("organisation", "create", "--siret", SIRET, "--name", "Organisme fictif")
    org = organisation_id(SIRET)
    epoch = epoch_of(store_url, org)
    copy = tmp_path / "copy"
    made = run("backup", copy, "--json")
    assert made.json == {"file": str(copy), "bytes": copy.stat().st_size}
    assert copy.stat().st_mode & 0o077 == 0
    assert "existe déjà" in run("backup", copy).err
    run("organisation", "create", "--siret", OTHER_SIRET, "--name", "Créé après")

    put_back = run("restore", copy, "--json")
    assert put_back.code == 0, put_back.err
    assert epoch_of(store_url, org) not in {epoch, UUID(int=0)}
    store = open_store(store_url)
    with store.founding(organisation_id(OTHER_SIRET)) as conn:
        there = select(ORG_HEAD.c.name).where(ORG_HEAD.c.org_id == bindparam("org"))
        assert conn.execute(there, {"org": organisation_id(OTHER_SIRET)}).first() is None
    with store.founding(org) as conn:
        assert conn.execute(there, {"org": org}).scalar_one() == "Organisme fictif"
        if store.dialect == "postgresql":
            assert policies.unprotected(conn) == []
    store.close()
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_nothing_is_put_back_under_a_server(run: Run, store_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    run("backup", copy)
    store = open_store(store_url)
    with store.directory():
        refused = run("restore", copy)
    store.close()
    assert refused.code == answers.Exit.REFUSED
    assert "Arrêtez" in refused.err
    assert run("restore", copy).code == 0


def test_what_is_no_backup_is_not_put_back(run: Run, store_url: str, tmp_path: Path) -> None:
    run("organisation", "create", "--siret", SIRET, "--name", "Organisme fictif")
    epoch = epoch_of(store_url, organisation_id(SIRET))
    (tmp_path / "noise").write_bytes(b"noise" * 1000)
    codes = {answers.Exit.REFUSED, answers.Exit.STORAGE}
    assert run("restore", tmp_path / "noise").code in codes
    absent = run("restore", tmp_path / "absent")
    assert (absent.code, "il n’existe pas" in absent.err) == (answers.Exit.STORAGE, True)
    assert epoch_of(store_url, organisation_id(SIRET)) == epoch


@on_postgresql
def test_a_restoration_that_stops_half_way_leaves_a_database_that_no_server_opens(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", tmp_path / "copy")

    def stops(*_: object) -> None:
        raise OSError(5, "stopped")

    monkeypatch.setattr(postgresql_copies, "_begin_again", stops)
    assert run("restore", tmp_path / "copy").code == answers.Exit.STORAGE
    assert run("organisation", "create", "--siret", SIRET, "--name", "x").code == 4


def test_a_copy_that_fails_leaves_no_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit(*_: object) -> None:
        raise sqlite_copies.Unfit

    monkeypatch.setattr(sqlite_copies, "check", unfit)
    monkeypatch.setenv("KAIROS_SERVER_BACKUP_DATABASE", "postgresql://nobody@/x?host=/nowhere")
    assert run("backup", tmp_path / "copy").code != 0
    assert not list(tmp_path.glob("copy*"))


@on_postgresql
def test_the_owner_is_stopped_by_the_policies_and_told_so(
    run: Run, cluster: postgres.Cluster, database: str, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("KAIROS_SERVER_BACKUP_DATABASE", cluster.url(database, postgres.OWNER))
    refused = run("backup", tmp_path / "copy")
    assert refused.code == answers.Exit.STORAGE
    assert "row-level security" in refused.err


@on_postgresql
def test_without_the_programs_of_postgresql_it_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIROS_SERVER_PROGRAMS", str(tmp_path))
    assert "pg_dump" in run("backup", tmp_path / "copy").err


def test_doctor_finds_all_right_but_what_the_tests_turn_off(run: Run, store_url: str) -> None:
    checks = {check["name"]: check for check in run("doctor", "--json").json["checks"]}
    wrong = {name for name, check in checks.items() if not check["right"]}
    # The cluster of the tests keeps nothing on the disk, and runs as it may.
    off = {"fsync", "synchronous_commit", "full_page_writes"}
    assert wrong == (set() if store_url.startswith("sqlite") else off)
    assert checks["tables"]["said"] == "version 0001"


def test_doctor_tells_of_the_key_of_the_passwords(
    run: Run, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("organisation", "create", "--siret", SIRET, "--name", "Organisme fictif")
    who = ("--siret", SIRET, "--login", "odile", "--full-name", "Odile T")
    assert run("account", "create", *who).code == 0
    assert "✓ clé des mots de passe" in run("doctor").out
    (tmp_path / "pepper").unlink()
    lost = run("doctor")
    assert lost.code == answers.Exit.REFUSED
    assert "✗ mots de passe : des mots de passe ont été faits avec une autre clé" in lost.out
    monkeypatch.delenv("KAIROS_SERVER_PEPPER_FILE")
    said = "sera faite" if store_url.startswith("sqlite") else "✗ clé des mots de passe : aucune"
    assert said in run("doctor").out
    monkeypatch.setenv("KAIROS_SERVER_PEPPER_FILE", str(tmp_path))
    refused = run("account", "renew", "--siret", SIRET, "--login", "odile")
    assert (refused.code, "ne se lit pas" in refused.err) == (answers.Exit.USAGE, True)


@on_postgresql
def test_doctor_finds_an_open_table(
    run: Run, cluster: postgres.Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIROS_SERVER_DATABASE", cluster.url(database, postgres.OWNER))
    cluster.run("ALTER TABLE site DISABLE ROW LEVEL SECURITY", database=database)
    cluster.run(f"GRANT {policies.TENANT} TO {postgres.OWNER}")
    found = run("doctor")
    assert found.code == answers.Exit.REFUSED
    assert "✗ cloisons : site: row security off" in found.out
    assert "possède des tables" in found.out
    cluster.run(f"REVOKE {policies.TENANT} FROM {postgres.OWNER}")


@on_sqlite
def test_doctor_says_that_nothing_answers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql+psycopg://somebody:secret@/kairos?host=/nowhere"
    monkeypatch.setenv("KAIROS_SERVER_DATABASE", url)
    found = run("doctor")
    assert found.code == answers.Exit.REFUSED
    assert "ne répond pas" in found.out
    assert "secret" not in found.out + found.err


@on_sqlite
def test_an_address_that_cannot_be_had_is_a_sentence(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = run("serve", "--port", taken.getsockname()[1])
    assert (busy.code, "un autre programme y écoute déjà" in busy.err) == (3, True)
    nowhere = run("serve", "--host", "300.1.1.1")
    assert (nowhere.code, "n’est pas une adresse" in nowhere.err) == (3, True)
    for port in (65536, -1):
        assert run("serve", "--port", port).code == answers.Exit.USAGE
    file = tmp_path / "settings.toml"
    file.write_text(f'socket = "{tmp_path}/none/kairos.sock"\n')
    refused = run("--settings", file, "serve")
    assert (refused.code, "n’existe pas" in refused.err) == (3, True)


@on_sqlite
def test_what_the_disk_refuses_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """A folder that is not there, a folder for a file: never a traceback."""
    for words in (("migrate",), ("organisation", "create", "--siret", SIRET, "--name", "x")):
        refused = run("--database", f"sqlite:///{tmp_path}/none/kairos.db", *words)
        assert (refused.code, "il n’existe pas" in refused.err) == (answers.Exit.STORAGE, True)
    (tmp_path / "file").write_text("")
    under = run("--database", f"sqlite:///{tmp_path}/file/kairos.db", "migrate")
    assert (under.code, "n’en est pas un" in under.err) == (answers.Exit.STORAGE, True)
    refused = run("backup", tmp_path / "none" / "copy")
    assert (refused.code, "il n’existe pas" in refused.err) == (answers.Exit.STORAGE, True)


@on_sqlite
def test_a_postgresql_that_does_not_answer_is_a_sentence(run: Run) -> None:
    for words in (("migrate",), ("serve",)):
        refused = run("--database", "postgresql+psycopg://somebody@/x?host=/nowhere", *words)
        assert (refused.code, "ne répond pas" in refused.err) == (answers.Exit.STORAGE, True)


def test_what_is_not_understood_is_said_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["perdu"], "« perdu » n’est pas dans "),
        (["account", "create"], "il manque --full-name, --siret, --login"),
        (["serve", "--port", "x"], "--port attend un nombre entier, pas « x »"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert (ended.value.code, said in capsys.readouterr().err) == (answers.Exit.USAGE, True)


@on_sqlite
def test_a_password_is_no_argument(run: Run) -> None:
    refused = run("--database", "postgresql://a:secret@host/base", "migrate")
    assert refused.code == answers.Exit.USAGE
    assert "secret" not in refused.err


def test_only_the_command_line_opens_the_server_to_other_machines() -> None:
    settings = Settings(host="0.0.0.0")
    with pytest.raises(answers.CommandRefused, match="--host"):
        serve.listening(settings, Namespace(host=None, port=None))
    asked = serve.listening(settings, Namespace(host="192.0.2.1", port=80))
    assert (asked.host, asked.port) == ("192.0.2.1", 80)
    for host in ("127.0.0.1", "::1", "localhost"):
        same = Settings(host=host)
        assert serve.listening(same, Namespace(host=None, port=None)) == same


@on_sqlite
def test_what_uvicorn_is_told(store_url: str) -> None:
    store = open_store(store_url)
    told = serve.configuration(store, Settings())
    assert (told.host, told.uds, told.limit_concurrency) == ("127.0.0.1", None, 900)
    assert (told.server_header, told.access_log) == (False, False)
    store.close()


def test_nothing_configured_is_a_file_of_this_user(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["organisation", "create", "--siret", SIRET, "--name", "x"]) == 0
    capsys.readouterr()
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "kairos-server.db").unlink()
    here = tmp_path / "here.db"
    assert main(["--database", f"sqlite:///{here}", "migrate"]) == 0
    assert here.stat().st_mode & 0o077 == 0
    assert engines.sqlite_path(f"sqlite:///{folder / 'kairos-server.db'}")
    assert main(["--version"]) == 0
    assert main([]) == answers.Exit.USAGE


def test_old_deletions_are_forgotten_by_a_daily_command(
    run: Run, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kairos_server.exchange import retention

    asked: list[object] = []
    monkeypatch.setattr(retention, "organisations", lambda _store: [organisation_id(SIRET)])
    prune = retention.prune
    monkeypatch.setattr(
        retention, "prune", lambda store, org, now: asked.append(org) or prune(store, org, now)
    )
    run("organisation", "create", "--siret", SIRET, "--name", "Organisme fictif")
    assert run("tidy", "--json").json == {"forgotten": 0}
    assert asked == [organisation_id(SIRET)]
    assert "0" in run("tidy").out
