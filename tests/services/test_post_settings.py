# SPDX-License-Identifier: MIT
"""What a post remembers is found again, and losing it prevents nothing."""

from __future__ import annotations

from pathlib import Path

from kairos_desktop.services import post_settings
from kairos_desktop.services.post_settings import AgendaChoices, PostSettings

ONE, TWO = Path("/profils/un"), Path("/profils/deux")


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "réglages" / "post.json"
    kept = PostSettings().with_opened(ONE, "Odile").with_opened(TWO, "Paul")
    assert post_settings.write(path, kept)
    assert post_settings.read(path) == kept
    assert kept.last_profile == str(TWO)
    assert kept.operators == {str(ONE): "Odile", str(TWO): "Paul"}
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_kept_yet(tmp_path: Path) -> None:
    assert post_settings.read(tmp_path / "post.json") == PostSettings()


def test_a_damaged_file_gives_the_version_before(tmp_path: Path) -> None:
    path = tmp_path / "post.json"
    first = PostSettings().with_opened(ONE, "Odile")
    post_settings.write(path, first)
    post_settings.write(path, first.with_opened(TWO, "Paul"))
    path.write_text("{")
    assert post_settings.read(path) == first


def test_a_place_that_refuses_is_said_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "occupé").write_text("")
    assert not post_settings.write(tmp_path / "occupé" / "post.json", PostSettings())


def test_the_site_of_each_profile_is_kept_and_forgotten_with_the_head_office(
    tmp_path: Path,
) -> None:
    path = tmp_path / "post.json"
    kept = PostSettings().with_site(ONE, "a1").with_site(TWO, "b2").with_site(ONE, "")
    post_settings.write(path, kept.with_opened(ONE, "Odile"))
    assert post_settings.read(path).sites == {str(TWO): "b2"}


def test_settings_from_before_sites_were_remembered_are_read(tmp_path: Path) -> None:
    path = tmp_path / "post.json"
    path.write_text('{"last_profile": "/profils/un", "operators": {}}')
    assert post_settings.read(path) == PostSettings(last_profile="/profils/un")


def test_what_a_calendar_gives_is_remembered_by_profile(tmp_path: Path) -> None:
    path = tmp_path / "post.json"
    chosen = AgendaChoices("/partage/rendez-vous.ics", with_contact=True, announce_before=30)
    kept = PostSettings().with_agenda(ONE, chosen)
    assert post_settings.write(path, kept)
    assert post_settings.read(path) == kept
    path.write_text('{"last_profile": "", "operators": {}, "agendas": {"un": {"path": 3}}}')
    (tmp_path / "post.json.bak").unlink(missing_ok=True)
    assert post_settings.read(path) == PostSettings()


def test_where_the_last_dossier_of_each_profile_went_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "post.json"
    kept = PostSettings().with_dossiers(ONE, Path("/preuves")).with_dossiers(TWO, Path("/autre"))
    post_settings.write(path, kept.with_opened(ONE, "Odile"))
    assert post_settings.read(path).dossiers == {str(ONE): "/preuves", str(TWO): "/autre"}
