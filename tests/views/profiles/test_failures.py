# SPDX-License-Identifier: MIT
"""Each reason why a profile does not open has its sentence and the steps that fit it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from kairos_desktop.models import failures
from kairos_desktop.services import backups, profile_place
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.backups import Backup
from kairos_desktop.services.key_slots import Passphrase
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.views.profiles.restore import backup_line, consequence, pick_backup
from kairos_desktop.views.profiles.trouble_step import TroubleStep
from kairos_desktop.views.toolkit import dialogs
from tests.views import walks
from tests.views.profiles.conftest import PHRASE, Post, Start, press, type_in

Begin = Callable[..., Start]


def trouble_of(start: Start) -> TroubleStep:
    """The failure that shows once the passphrase was typed."""
    unlock = start.window.opening.unlock
    unlock.operator.set_value("Odile")
    type_in(unlock.passphrase.control, PHRASE)
    press(unlock.passphrase.control)
    start.qtbot.waitUntil(lambda: start.window.step is start.window.opening.trouble)
    return start.window.opening.trouble


def steps(trouble: TroubleStep) -> list[str]:
    """The steps that show, the main one in brackets."""
    shown = [trouble.retry, trouble.restore, trouble.elsewhere, trouble.folder]
    main = trouble._main
    return [
        f"[{each.accessibleName()}]" if each is main else each.accessibleName()
        for each in shown
        if each.isVisible()
    ]


def open_it(post: Post) -> OpenProfile:
    return post.door().open(post.folder, Passphrase(PHRASE), "Odile")


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def test_already_open_says_who_and_opens_once_it_is_free(begin: Begin, post: Post) -> None:
    holder = open_it(post)
    start = begin(post)
    trouble = trouble_of(start)
    assert trouble.title() == "Ce profil est déjà ouvert"
    assert "déjà ouvert par" in trouble.sentence.text()
    assert " depuis le " in trouble.sentence.text()
    assert steps(trouble) == ["[Réessayer]"]
    holder.close()
    press(trouble.retry)
    start.opened()


def test_a_damaged_file_is_restored_from_a_verified_backup(begin: Begin, post: Post) -> None:
    with open_it(post) as opened:
        made = backups.make_backup(
            opened.profile.database, opened.profile.backups, opened.key, "asked"
        )
        database = opened.profile.database
    damage(database)
    start = begin(post)
    trouble = trouble_of(start)
    assert "kairos.db" in trouble.sentence.text()
    assert steps(trouble) == ["Réessayer", "[Restaurer une sauvegarde…]"]
    press(trouble.restore)
    restore = start.window.opening.restore
    start.qtbot.waitUntil(lambda: start.window.step is restore)
    assert restore.backups.value() == made
    assert restore.backups.consequence()
    press(restore.backups.control)
    assert start.opened().profile.folder == post.folder
    aside = [path for path in (post.folder / "backups").iterdir() if path.name.endswith("damaged")]
    assert len(aside) == 1


def test_a_damaged_backup_is_refused_and_another_is_chosen(begin: Begin, post: Post) -> None:
    with open_it(post) as opened:
        folder, database = opened.profile.backups, opened.profile.database
        good = backups.make_backup(database, folder, opened.key, "asked")
        bad = backups.make_backup(database, folder, opened.key, "asked")
    damage(bad.path)
    damage(database)
    start = begin(post)
    press(trouble_of(start).restore)
    restore = start.window.opening.restore
    start.qtbot.waitUntil(lambda: start.window.step is restore)
    press(restore.backups.control)
    start.wait()
    assert "ne peut pas être lue" in restore.said()
    restore.backups.set_value(good)
    press(restore.backups.control)
    start.opened()


def test_without_a_backup_it_is_said(begin: Begin, post: Post) -> None:
    damage(post.folder / "kairos.db")
    start = begin(post)
    press(trouble_of(start).restore)
    restore = start.window.opening.restore
    start.qtbot.waitUntil(lambda: start.window.step is restore)
    assert "pas encore de sauvegarde" in restore.said()
    assert not restore.restore.isVisible()


def test_a_later_version_is_named(begin: Begin, post: Post) -> None:
    with open_it(post) as opened, opened.engines.write.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    trouble = trouble_of(begin(post))
    assert trouble.title() == "Ces données viennent d’une version plus récente"
    assert "Installez cette version" in trouble.sentence.text()
    assert steps(trouble) == ["[Réessayer]"]


def test_a_synchronised_folder_asks_for_another_place(
    begin: Begin, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = tmp_path / "Nextcloud"
    cloud.mkdir()
    post.home = post.home.rename(cloud / "post")
    start = begin(post)
    trouble = trouble_of(start)
    assert "Nextcloud" in trouble.sentence.text()
    assert steps(trouble) == [
        "Réessayer",
        "[Choisir un autre dossier…]",
        "Ouvrir le dossier du profil",
    ]
    moved = post.home.rename(tmp_path / "ici") / "profils" / post.folder.name
    monkeypatch.setattr(dialogs, "folder_path", lambda *_: moved)
    press(trouble.elsewhere)
    unlock = start.window.opening.unlock
    start.qtbot.waitUntil(lambda: start.window.step is unlock)
    assert unlock.chosen().folder == moved


def test_a_network_drive_asks_for_another_place(
    begin: Begin, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = f"serveur:/partage {post.home} nfs4 rw 0 0\n"
    monkeypatch.setattr(profile_place, "_mounts", lambda: mounts)
    trouble = trouble_of(begin(post))
    assert trouble.title() == "Ce dossier n’est pas un endroit sûr"
    assert "lecteur réseau" in trouble.sentence.text()
    assert "[Choisir un autre dossier…]" in steps(trouble)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="made read-only by a mount of root's"
)
def test_a_read_only_profile_is_told(begin: Begin, post: Post) -> None:
    folder = str(post.folder)
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("this machine does not let root bind a folder")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        trouble = trouble_of(begin(post))
        assert trouble.title() == "Le dossier refuse l’écriture"
        assert steps(trouble) == ["[Réessayer]", "Ouvrir le dossier du profil"]
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize(
    ("failure", "title"),
    [
        (failures.DiskFull, "Le disque est plein"),
        (failures.FileBusy, "Le profil n’a pas pu s’ouvrir"),
    ],
)
def test_what_passes_can_be_tried_again(
    begin: Begin,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    failure: type[failures.FileFailure],
    title: str,
) -> None:
    def fail(_unlocked: object) -> OpenProfile:
        raise failure(post.folder / "kairos.db")

    start = begin(post)
    with monkeypatch.context() as patch:
        patch.setattr(profiles, "open_database", fail)
        trouble = trouble_of(start)
    assert trouble.title() == title
    assert steps(trouble)[0] == "[Réessayer]"
    press(trouble.retry)
    start.opened()


def test_a_damaged_card_is_listed_with_its_reason(begin: Begin, post: Post) -> None:
    for name in ("profile.json", "profile.json.bak"):
        (post.folder / name).write_text("{")
    unlock = begin(post).window.opening.unlock
    assert "profile.json" in unlock.said()


@pytest.mark.expects_log
def test_what_nobody_foresaw_is_said_without_a_traceback(
    begin: Begin, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_unlocked: object) -> OpenProfile:
        raise ZeroDivisionError

    monkeypatch.setattr(profiles, "open_database", fail)
    trouble = trouble_of(begin(post))
    assert "imprévu" in trouble.sentence.text()
    assert "ZeroDivision" not in trouble.sentence.text()


def test_another_profile_can_always_be_chosen(begin: Begin, post: Post) -> None:
    holder = open_it(post)
    start = begin(post)
    trouble_of(start)._back.click()
    assert start.window.step is start.window.opening.unlock
    assert start.window.opening._attempt is None
    holder.close()


def test_a_backup_is_put_back_into_the_profile_at_work(begin: Begin, post: Post) -> None:
    opened = open_it(post)
    profile = opened.profile
    made = backups.make_backup(profile.database, profile.backups, opened.key, "asked")
    with opened.engines.write.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE later (x)")
    start = begin(post)
    start.window.put_back(opened, made)
    again = start.opened()
    with again.engines.read.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert "later" not in names
    reasons = [backup.reason for backup in backups.list_backups(profile.backups)]
    assert reasons == ["restoration", "asked"]


def test_the_dialogue_gives_the_backup_chosen(
    begin: Begin, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    listed = [Backup(Path("b"), now - timedelta(hours=hours), "asked", 10) for hours in (1, 5)]

    def ask(_parent, _title, form, **_words):
        form.field("backup").set_value(listed[1])
        return form.values()

    monkeypatch.setattr(dialogs, "ask", ask)
    assert pick_backup(begin(post).window, listed, lambda: now) == listed[1]
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_words: None)
    assert pick_backup(begin(post).window, listed, lambda: now) is None


@pytest.mark.parametrize(
    ("ago", "span"),
    [
        (timedelta(seconds=5), "1\u00a0min"),
        (timedelta(minutes=54), "54\u00a0min"),
        (timedelta(hours=7, minutes=5), "7\u00a0h\u00a005"),
        (timedelta(days=3, hours=2), "3\u00a0jours"),
    ],
)
def test_what_a_backup_takes_back_is_said_in_time(ago: timedelta, span: str) -> None:
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert f"({span})" in consequence(Backup(Path("b"), now - ago, "asked", 10), now)


def test_a_backup_is_shown_at_the_hour_of_paris() -> None:
    made = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    line = backup_line(Backup(Path("b"), made, "automatic", 1_240_000))
    assert line == "lun. 23 nov. 2026 · 8\u00a0h\u00a030 · automatique · 1,2\u00a0Mo"


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (800, 1280)])
def test_every_control_is_named_as_it_shows_and_nothing_is_cut(
    begin: Begin, post: Post, size: tuple[int, int]
) -> None:
    damage(post.folder / "kairos.db")
    start = begin(post)
    start.window.resize(*size)
    trouble_of(start)
    QTest.qWait(0)
    assert walks.misnamed(start.window) == []
    assert walks.cut_texts(start.window) == []
    start.window.opening.restore.show_backups(
        [Backup(Path("b"), datetime(2026, 11, 23, tzinfo=UTC), "migration", 10)]
    )
    start.window.show_step(start.window.opening.restore)
    QTest.qWait(0)
    assert walks.misnamed(start.window) == []
    assert walks.cut_texts(start.window) == []
