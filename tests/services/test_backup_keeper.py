# SPDX-License-Identifier: MIT
"""When a backup is due, and how the last one is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kairos_desktop.models.engine import KEY_BYTES, DatabaseKey
from kairos_desktop.services import profile
from kairos_desktop.services.backup_keeper import BackupKeeper, said_on
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile_door import DoorRefused, Trouble

KEY = DatabaseKey(bytes(KEY_BYTES))
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def keeper(folder: Path, now: datetime = NOON) -> BackupKeeper:
    return BackupKeeper(folder / "kairos.db", folder, KEY, lambda: now)


@pytest.mark.parametrize(
    ("stamp", "changed", "due"),
    [
        ("20261123T103100", True, False),
        ("20261123T102900", True, True),
        ("20261123T102900", False, False),
        ("20261123T065900", False, True),
        ("20261123T110100", True, True),
    ],
)
def test_after_half_an_hour_of_work_or_four_hours(
    tmp_path: Path, stamp: str, changed: bool, due: bool
) -> None:
    (tmp_path / f"{stamp}.000000Z-automatic.db").touch()
    assert keeper(tmp_path).is_due(changed) is due


def test_the_first_one_is_due_at_once(tmp_path: Path) -> None:
    assert keeper(tmp_path).is_due(changed=False)
    assert keeper(tmp_path).said() == "Aucune sauvegarde vérifiée"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOON, "Dernière sauvegarde vérifiée à 08:30"),
        (
            datetime(2026, 11, 24, 7, tzinfo=UTC),
            "Dernière sauvegarde vérifiée le 23/11/2026 à 08:30",
        ),
    ],
)
def test_the_last_one_is_said_at_the_hour_of_paris(now: datetime, said: str) -> None:
    assert said_on(datetime(2026, 11, 23, 7, 30, tzinfo=UTC), now) == said


def test_one_is_made_and_an_old_one_thinned(tmp_path: Path) -> None:
    folder = tmp_path / "profil"
    profile.create_profile(folder, "99900011000026", "OF", [DemoKeyFile()], demo=True)
    with profile.open_profile(folder, DemoKeyFile()) as opened:
        old = opened.profile.backups / "20200101T000000.000000Z-automatic.db"
        old.touch()
        kept = BackupKeeper.of(opened)
        made = kept.make("asked")
        assert kept.list() == (made,)
        assert not old.exists()


def test_a_failure_is_a_sentence_and_leaves_the_others(tmp_path: Path) -> None:
    with pytest.raises(DoorRefused) as refused:
        keeper(tmp_path / "absent").make("asked")
    assert refused.value.trouble is Trouble.OTHER
    assert "précédentes sont intactes" in refused.value.sentence
