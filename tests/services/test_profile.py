# SPDX-License-Identifier: MIT
"""Profiles are made whole, opened by one process, and refused with a reason."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kairos_desktop.commands.opening import workspace_of
from kairos_desktop.models import failures, schema
from kairos_desktop.services import backups, disk_reserve, keyring_store, profile, recovery
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.key_slots import (
    LOWEST_COST,
    DemoKeyFile,
    Passphrase,
    RecoveryCode,
    SessionKeyring,
)

SIRET = "99900011000026"
CODE = RecoveryCode(recovery.new_code())
PHRASE = Passphrase("k7!Zq2#mVx9?pL", cost=LOWEST_COST)


class MemoryStore:
    backend = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, account: str) -> str | None:
        return self.kept.get(account)

    def put(self, account: str, secret: str) -> None:
        self.kept[account] = secret

    def delete(self, account: str) -> None:
        self.kept.pop(account, None)


def none() -> keyring_store.SecretStore:
    raise failures.KeyringMissing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "profils" / SIRET


@pytest.fixture
def demo(folder: Path) -> profile.Profile:
    return profile.create_profile(folder, SIRET, "Étape & fils", [DemoKeyFile()], demo=True)


def test_a_new_profile_opens_and_holds_the_tables(demo: profile.Profile) -> None:
    with profile.open_profile(demo.folder, DemoKeyFile()) as opened:
        assert opened.profile == demo
        with opened.engines.read.begin() as connection:
            found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
        assert set(schema.declared().tables) <= set(found)


def test_the_card_tells_whose_profile_it_is(demo: profile.Profile) -> None:
    assert profile.read_profile(demo.folder) == demo
    card = demo.card
    assert (card.siret, card.name, card.demo, card.letter) == (SIRET, "Étape & fils", True, "A")
    assert card.post_id.version == 7
    assert not card.personal


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
def test_a_profile_belongs_to_its_owner_alone(demo: profile.Profile) -> None:
    everything = [demo.folder, *demo.folder.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in everything} == {0}


def test_an_empty_folder_may_become_a_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    profile.create_profile(folder, SIRET, "OF", [DemoKeyFile()], demo=True)
    assert profile.list_profiles(folder.parent) == (profile.read_profile(folder),)


def test_a_profile_is_never_made_over_something(demo: profile.Profile) -> None:
    before = demo.database.read_bytes()
    with pytest.raises(failures.ProfileExists):
        profile.create_profile(demo.folder, SIRET, "OF", [DemoKeyFile()], demo=True)
    assert demo.database.read_bytes() == before


@pytest.mark.parametrize("siret", ["", "99900011000027", "9990001100002", "９９９00011000026"])
def test_a_wrong_siret_is_refused(folder: Path, siret: str) -> None:
    with pytest.raises(failures.BadSiret):
        profile.create_profile(folder, siret, "OF", [CODE])
    assert not folder.parent.exists()


def test_nothing_is_left_of_a_profile_that_could_not_be_made(folder: Path) -> None:
    with pytest.raises(failures.KeyFileRefused):
        profile.create_profile(folder, SIRET, "OF", [DemoKeyFile()])
    assert list(folder.parent.iterdir()) == []


def test_a_synchronised_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox" / SIRET
    with pytest.raises(failures.SyncedFolder):
        profile.create_profile(folder, SIRET, "OF", [CODE])
    assert not folder.parent.exists()


def test_profiles_are_listed_by_name(tmp_path: Path) -> None:
    for name, siret in (("Zénith", SIRET), ("Alpha", "99900011000034")):
        if siret != SIRET:
            siret = "35600000000048"
        folder = profile.default_folder(tmp_path, siret)
        profile.create_profile(folder, siret, name, [DemoKeyFile()], demo=True)
    (tmp_path / "autre").mkdir()
    (tmp_path / "fichier.txt").write_text("x")
    assert [one.card.name for one in profile.list_profiles(tmp_path)] == ["Alpha", "Zénith"]
    assert profile.list_profiles(tmp_path / "absent") == ()


def test_a_damaged_card_is_read_from_its_previous_version(folder: Path) -> None:
    profile.create_profile(folder, SIRET, "OF", [CODE])
    store = MemoryStore()
    unlocked = profile.unlock_profile(folder, CODE)
    profile.declare_personal(unlocked, True, keyring=lambda: store)
    unlocked.release()
    (folder / profile.CARD).write_text("{")
    assert profile.read_profile(folder).card.name == "OF"
    (folder / f"{profile.CARD}.bak").unlink()
    with pytest.raises(failures.DamagedProfile):
        profile.read_profile(folder)


def test_there_is_no_profile_in_another_folder(tmp_path: Path) -> None:
    with pytest.raises(failures.NoProfile):
        profile.open_profile(tmp_path, CODE)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_phrase_leaves_the_profile_to_others(folder: Path) -> None:
    profile.create_profile(folder, SIRET, "OF", [PHRASE, CODE])
    with pytest.raises(failures.WrongKey):
        profile.open_profile(folder, Passphrase("Fausse"))
    profile.open_profile(folder, PHRASE).close()
    profile.open_profile(folder, CODE).close()


SECOND = """
import sys
from pathlib import Path
from kairos_desktop.models import failures
from kairos_desktop.services import profile
from kairos_desktop.services.key_slots import DemoKeyFile
try:
    profile.open_profile(Path(sys.argv[1]), DemoKeyFile()).close()
except failures.AlreadyOpen as refusal:
    print(refusal.holder, refusal.since, sep="|")
else:
    print("open")
"""


def second_process(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SECOND, str(folder)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_second_process_is_told_who_holds_the_profile(demo: profile.Profile) -> None:
    opened = profile.open_profile(demo.folder, DemoKeyFile())
    holder, since = second_process(demo.folder).split("|")
    assert holder
    assert datetime.fromisoformat(since) <= datetime.now(UTC)
    opened.close()
    assert second_process(demo.folder) == "open"


HOLDER = """
import sys
from pathlib import Path
from kairos_desktop.services import profile
from kairos_desktop.services.key_slots import DemoKeyFile
opened = profile.open_profile(Path(sys.argv[1]), DemoKeyFile())
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_holds_nothing_any_more(demo: profile.Profile) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(demo.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(failures.AlreadyOpen):
            profile.open_profile(demo.folder, DemoKeyFile())
        holder.kill()
    profile.open_profile(demo.folder, DemoKeyFile()).close()


def test_what_a_killed_import_left_is_taken_away_at_the_next_opening(
    demo: profile.Profile,
) -> None:
    left = [demo.folder / f"catalogue-import.db{end}" for end in ("", "-journal")]
    for each in left:
        each.write_bytes(b"x")
    demo.catalogue.write_bytes(b"the offer")
    profile.open_profile(demo.folder, DemoKeyFile()).close()
    assert not any(each.exists() for each in left)
    assert demo.catalogue.read_bytes() == b"the offer"


def test_a_damaged_database_is_told_apart_from_a_wrong_phrase(demo: profile.Profile) -> None:
    content = bytearray(demo.database.read_bytes())
    content[100] ^= 1
    demo.database.write_bytes(content)
    with pytest.raises(failures.DamagedFile):
        profile.open_profile(demo.folder, DemoKeyFile())
    profile.unlock_profile(demo.folder, DemoKeyFile()).release()


def test_a_missing_database_is_not_made_anew(demo: profile.Profile) -> None:
    demo.database.unlink()
    with pytest.raises(failures.MissingFile):
        profile.open_profile(demo.folder, DemoKeyFile())
    assert not demo.database.exists()


def test_data_of_a_later_version_is_refused_untouched(demo: profile.Profile) -> None:
    with (
        profile.open_profile(demo.folder, DemoKeyFile()) as opened,
        opened.engines.write.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = demo.database.read_bytes()
    with pytest.raises(failures.NewerSchema):
        profile.open_profile(demo.folder, DemoKeyFile())
    assert demo.database.read_bytes() == before


def test_a_personal_post_opens_by_its_keyring_until_it_is_shared_again(folder: Path) -> None:
    store = MemoryStore()
    made = profile.create_profile(folder, SIRET, "OF", [PHRASE])
    assert profile.way_without_asking(made, {}) is None
    unlocked = profile.unlock_profile(folder, PHRASE)
    profile.declare_personal(unlocked, True, keyring=lambda: store)
    unlocked.release()
    personal = profile.read_profile(folder)
    way = profile.way_without_asking(personal, {})
    assert way == SessionKeyring()
    unlocked = profile.unlock_profile(folder, way, keyring=lambda: store)
    profile.declare_personal(unlocked, False, keyring=lambda: store)
    unlocked.release()
    assert store.kept == {}
    with pytest.raises(failures.NotPersonalPost):
        profile.open_profile(folder, way, keyring=lambda: store)


def test_without_a_keyring_the_post_goes_on_by_passphrase(folder: Path) -> None:
    profile.create_profile(folder, SIRET, "OF", [PHRASE])
    unlocked = profile.unlock_profile(folder, PHRASE, keyring=none)
    with pytest.raises(failures.KeyringMissing):
        profile.declare_personal(unlocked, True, keyring=none)
    unlocked.release()
    assert not profile.read_profile(folder).card.personal
    profile.open_profile(folder, PHRASE, keyring=none).close()


def test_the_variable_opens_and_is_not_inherited(folder: Path) -> None:
    made = profile.create_profile(folder, SIRET, "OF", [PHRASE])
    environment = {"KAIROS_PASSPHRASE": PHRASE.text}
    way = profile.way_without_asking(made, environment)
    assert environment == {}
    assert way is not None
    profile.open_profile(folder, way).close()


def test_the_demonstration_opens_by_its_key_file(demo: profile.Profile) -> None:
    assert profile.way_without_asking(demo, {}) == DemoKeyFile()


def test_a_real_profile_keeps_a_reserve_that_a_full_disk_gives_back(folder: Path) -> None:
    profile.create_profile(folder, SIRET, "OF", [CODE])
    reserve = folder / "reserve"
    with profile.open_profile(folder, CODE) as opened:
        assert reserve.stat().st_size == disk_reserve.SIZE
        with opened.engines.write.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.cursor().execute("PRAGMA max_page_count = 1")
            with pytest.raises(failures.DiskFull):
                connection.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(90000) AS x")
        assert not reserve.exists()
        with opened.engines.write.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE more (x)")
    profile.open_profile(folder, CODE).close()
    assert reserve.exists()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)
def test_a_profile_opens_on_a_full_disk_by_its_reserve(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=90m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a disk")
    folder = disk / "profile"
    try:
        profile.create_profile(folder, SIRET, "OF", [CODE])
        profile.open_profile(folder, CODE).close()
        assert (folder / "reserve").exists()
        with (disk / "film").open("wb", buffering=0) as film, contextlib.suppress(OSError):
            while film.write(bytes(65_536)):
                pass
        with profile.open_profile(folder, CODE) as opened, opened.engines.write.begin() as writing:
            writing.exec_driver_sql("CREATE TABLE more (x)")
        assert not (folder / "reserve").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_card_of_another_siret_does_not_hide_the_data(demo: profile.Profile) -> None:
    card = demo.folder / "profile.json"
    with profile.open_profile(demo.folder, DemoKeyFile()) as opened:
        workspace_of(opened).record(
            [DescribeProvider(provider=Provider(siret=demo.card.siret, name="OF"))]
        )
    sound = card.read_text(encoding="utf-8")
    card.write_text(sound.replace(demo.card.siret, "99900011000018"), encoding="utf-8")
    with pytest.raises(failures.DamagedProfile):
        profile.open_profile(demo.folder, DemoKeyFile())
    card.write_text(sound, encoding="utf-8")
    profile.open_profile(demo.folder, DemoKeyFile()).close()


def test_an_older_database_is_backed_up_before_it_is_migrated(
    demo: profile.Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        profile.open_profile(demo.folder, DemoKeyFile()) as opened,
        opened.engines.write.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    # No step leads from 0000: the migration fails, after its backup.
    with pytest.raises(failures.MigrationFailed):
        profile.open_profile(demo.folder, DemoKeyFile())
    assert [backup.reason for backup in backups.list_backups(demo.backups)] == ["migration"]
