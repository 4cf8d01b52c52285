# SPDX-License-Identifier: MIT
"""A look gives lines or nothing; what is wrong is said by the opening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kairos_desktop.models import failures
from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.first_look import first_look
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile import UnlockedProfile
from tests.factories import SIRET, demo_folder

NOW = datetime(2026, 11, 23, 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo_folder(
        tmp_path / SIRET, {"title": "Vente", "recruitment_state": RecruitmentState.OPEN}
    )


@pytest.fixture
def unlocked(folder: Path) -> Iterator[UnlockedProfile]:
    held = profiles.unlock_profile(folder, DemoKeyFile())
    yield held
    held.release()


def test_what_is_due_shows_before_the_database_is_opened(unlocked: UnlockedProfile) -> None:
    look = first_look(unlocked, NOW)
    assert look is not None
    assert [line.whom for line in look] == ["Vente · session du 11/01/2027"]
    with profiles.open_database(unlocked):
        pass


def test_a_file_of_another_version_is_left_to_its_opening(unlocked: UnlockedProfile) -> None:
    with profiles.open_database(unlocked) as opened, opened.engines.write.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert first_look(unlocked, NOW) is None
    with pytest.raises(failures.NewerSchema):
        profiles.open_database(unlocked)


def test_a_file_without_a_version_is_left_to_its_opening(unlocked: UnlockedProfile) -> None:
    with profiles.open_database(unlocked) as opened, opened.engines.write.begin() as conn:
        conn.exec_driver_sql("DROP TABLE alembic_version")
    assert first_look(unlocked, NOW) is None


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"\x07" * 8192])
def test_a_damaged_file_is_left_to_its_opening(unlocked: UnlockedProfile, content: bytes) -> None:
    unlocked.profile.database.write_bytes(content)
    assert first_look(unlocked, NOW) is None


def test_a_missing_file_is_left_to_its_opening(unlocked: UnlockedProfile) -> None:
    unlocked.profile.database.unlink()
    assert first_look(unlocked, NOW) is None
