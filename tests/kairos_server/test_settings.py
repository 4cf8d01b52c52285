# SPDX-License-Identifier: MIT
"""What the back end is told, and that it repeats no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from kairos_server.settings import BadSettings, Settings, data_folder, holds_password, read

SECRET = "postgresql+psycopg://kairos_server:a-secret@127.0.0.1/kairos"


def test_nothing_said_is_this_machine_and_a_file() -> None:
    settings = read({})
    assert settings.host == "127.0.0.1"
    assert settings.database_url.startswith("sqlite:///")


def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('port = 9000\nwriters = 3\npublish_description = true\nproxies = "10.0.0.1"\n')
    found = read({"KAIROS_SERVER_SETTINGS": str(file), "KAIROS_SERVER_PORT": "9001"})
    assert (found.port, found.pools.writers, found.proxies) == (9001, 3, "10.0.0.1")
    assert found.publish_description is True


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("port = 'a-secret'", "« port » attend un nombre entier"),
        ("prot = 1", "« prot » n’en est pas un"),
        ("port = ", "TOML"),
        ("port = 65536", "« port » attend un nombre entier, au plus 65535"),
        ("writers = 0", "« writers » attend un nombre entier, au moins 1"),
        ("wait_for_lock = nan", "« wait_for_lock » attend un nombre, plus de 0"),
        ("publish_description = 'oui'", "« publish_description » attend « true » ou « false »"),
    ],
)
def test_a_mistake_is_named_and_not_quoted(tmp_path: Path, said: str, field: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(said)
    with pytest.raises(BadSettings, match=field) as caught:
        read({}, file)
    assert "a-secret" not in str(caught.value)
    with pytest.raises(BadSettings, match="ne se lit pas"):
        read({}, tmp_path / "absent.toml")


def test_a_variable_that_is_no_setting_is_refused() -> None:
    """A slip of the finger would otherwise serve an empty file in place of the real database."""
    with pytest.raises(BadSettings, match="« databse » n’en est pas un"):
        read({"KAIROS_SERVER_DATABSE": SECRET})
    # Those of `kairos-desktop join` may be on the same machine.
    assert read({"KAIROS_SERVER_PASSWORD": "x", "KAIROS_SERVER_NEW_PASSWORD": "y"}) == Settings()


def test_a_file_with_a_password_is_nobody_else_s(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'database = "{SECRET}"\n')
    file.chmod(0o644)
    with pytest.raises(BadSettings, match="chmod o="):
        read({}, file)
    file.chmod(0o640)
    assert read({}, file).database == SECRET


def test_settings_show_no_secret() -> None:
    assert "a-secret" not in repr(Settings(database=SECRET, owner_database=SECRET))


@pytest.mark.parametrize(
    ("url", "holds"),
    [
        (SECRET, True),
        ("postgresql://host/base?password=a", True),
        ("postgresql://user@host:5432/base", False),
        ("postgresql:///base?host=/run/postgresql", False),
        ("sqlite:///file.db", False),
        ("file.db", False),
    ],
)
def test_where_a_password_is(url: str, holds: bool) -> None:
    assert holds_password(url) is holds


def test_the_data_folder_is_that_of_the_service() -> None:
    assert data_folder({"STATE_DIRECTORY": "/var/lib/kairos"}) == Path("/var/lib/kairos")
    assert data_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/kairos-server")
