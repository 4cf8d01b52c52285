# SPDX-License-Identifier: MIT
"""What the back end is told: a TOML file, then the environment, which has the last word.

Each field has its variable, KAIROS_SERVER_ and its name in capitals. Without any, the embedded
file and this machine only (docs/server.md).
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from kairos_server.engines import Pools, sqlite_path

PREFIX = "KAIROS_SERVER_"
FILE = "KAIROS_SERVER_SETTINGS"
"""Names the TOML file; not a setting itself."""
_OF_A_POST = {"KAIROS_SERVER_PASSWORD", "KAIROS_SERVER_NEW_PASSWORD"}
"""What `kairos-desktop join` reads on a machine that has both programs."""
_USUAL_FILE = Path("/etc/kairos-server.toml")


class BadSettings(ValueError):
    """The settings cannot be used; the sentence names the field and never quotes its value."""


_Count = Annotated[int, msgspec.Meta(ge=1)]
_Seconds = Annotated[float, msgspec.Meta(gt=0)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one back end runs."""

    database: str = ""
    """`sqlite:///file` or `postgresql+psycopg://…`; empty: a file in the data folder."""
    owner_database: str = ""
    """The same PostgreSQL as the owner of its tables sees it: for `migrate` and `restore`."""
    backup_database: str = ""
    """The same PostgreSQL for the role that may read all of it: for `backup`."""
    pepper_file: str = ""
    """The key that hashes of passwords pass through; empty: beside an embedded database."""
    programs: str = ""
    """The folder of pg_dump and pg_restore, where they are not among the usual ones."""
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8321
    """0: one that the system gives."""
    socket: str = ""
    """A Unix socket to listen on, instead of host and port."""
    proxies: str = "127.0.0.1"
    """Addresses whose X-Forwarded-For is believed, separated by commas."""
    requests_at_once: _Count = 100
    """How many are at work; those who wait for news are not."""
    connections_at_once: _Count = 900
    """With theirs; a process may usually open 1,024 files."""
    publish_description: bool = False
    """Whether /openapi.json is served."""
    writers: _Count = 6
    readers: _Count = 8
    wait_for_connection: _Seconds = 5.0
    wait_for_lock: _Seconds = 2.0
    wait_for_answer: _Seconds = 15.0

    def __repr__(self) -> str:
        """Where it listens; an address of a database may hold a password."""
        return f"<Settings of {self.socket or f'{self.host}:{self.port}'}>"

    @property
    def pools(self) -> Pools:
        """The limits of the store."""
        return Pools(
            writers=self.writers,
            readers=self.readers,
            for_connection=self.wait_for_connection,
            for_lock=self.wait_for_lock,
            for_answer=self.wait_for_answer,
        )

    @property
    def database_url(self) -> str:
        """The address of the database, the embedded file where nothing is said."""
        return self.database or f"sqlite:///{data_folder(os.environ) / 'kairos-server.db'}"

    @property
    def pepper_path(self) -> Path | None:
        """Where the key of the passwords is; None for a PostgreSQL whose settings do not say it."""
        if self.pepper_file:
            return Path(self.pepper_file)
        database = sqlite_path(self.database_url)
        return None if database is None else database.with_name(f"{database.name}.pepper")


def read(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """The settings of this process. BadSettings."""
    values = _of_file(file or _named_file(environment))
    for name in sorted(environment.keys() - _OF_A_POST - {FILE}):
        if name.startswith(PREFIX):
            values[name.removeprefix(PREFIX).lower()] = environment[name]
    # Not strict: the environment has texts only.
    return _checked(values, strict=False)


def changed(settings: Settings, **values: Any) -> Settings:
    """The settings with others of these names. BadSettings."""
    return _checked(msgspec.structs.asdict(settings) | values)


def _checked(values: dict[str, Any], *, strict: bool = True) -> Settings:
    try:
        return msgspec.convert(values, Settings, strict=strict)
    except msgspec.ValidationError as error:
        # The message names the field and the kind of value, and never the value.
        raise BadSettings(f"Un réglage ne convient pas : {_french(str(error))}.") from None


def _french(message: str) -> str:
    if found := _UNKNOWN.search(message):
        return f"« {found[1]} » n’en est pas un"
    if found := _EXPECTED.search(message):
        kind, bound, limit, field = found.groups()
        size = f", {_BOUNDS[bound]} {limit.removesuffix('.0')}" if bound else ""
        return f"« {field} » attend {_KINDS[kind]}{size}"
    return message


_UNKNOWN = re.compile(r"unknown field `(.*?)`")
_EXPECTED = re.compile(r"Expected `(\w+)`(?: (>=|<=|>) ([\d.]+))?.* at `\$\.(\w+)`")
_KINDS = {
    "int": "un nombre entier",
    "float": "un nombre",
    "str": "un texte",
    "bool": "« true » ou « false »",
}
_BOUNDS = {">=": "au moins", "<=": "au plus", ">": "plus de"}


def data_folder(environment: Mapping[str, str]) -> Path:
    """Where the embedded file is: what systemd gives, or the user's own data."""
    if given := environment.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0])
    if given := environment.get("LOCALAPPDATA"):
        return Path(given) / "kairos-server"
    data = environment.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "kairos-server"


def _named_file(environment: Mapping[str, str]) -> Path | None:
    if given := environment.get(FILE):
        return Path(given)
    return _USUAL_FILE if _USUAL_FILE.exists() else None


def _of_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            open_to_all = os.name == "posix" and os.fstat(file.fileno()).st_mode & stat.S_IRWXO
            values = tomllib.load(file)
    except OSError as error:
        raise BadSettings(f"Le fichier de réglages « {path} » ne se lit pas.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"Le fichier de réglages « {path} » n’est pas du TOML.") from error
    if open_to_all and any(holds_password(str(value)) for value in values.values()):
        raise BadSettings(
            f"« {path} » contient un mot de passe et tous les comptes de la machine peuvent le "
            f"lire : chmod o= {path}"
        )
    return values


def holds_password(url: str) -> bool:
    """Whether an address carries a password."""
    if "://" not in url:
        return False
    place, _, query = url.partition("://")[2].partition("?")
    user = place.partition("/")[0].rpartition("@")[0]
    return ":" in user or "password=" in query
