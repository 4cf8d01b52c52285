# SPDX-License-Identifier: MIT
"""The settings and the store of a command."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kairos_server import settings as settings_module
from kairos_server.commands.answers import CommandRefused, Exit
from kairos_server.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from kairos_server.directory.passwords import Passwords
    from kairos_server.store import Store


def settings(args: Namespace) -> Settings:
    """What this command is told. CommandRefused."""
    try:
        found = settings_module.read(os.environ, args.settings)
    except settings_module.BadSettings as error:
        raise CommandRefused(str(error), Exit.USAGE) from error
    if args.database is None:
        return found
    if settings_module.holds_password(args.database):
        raise CommandRefused(
            "Un mot de passe en argument se lit dans la liste des programmes : mettez-le dans le "
            "fichier de réglages ou dans PGPASSFILE.",
            Exit.USAGE,
        )
    return changed(found, database=args.database)


def changed(found: Settings, **values: str | int) -> Settings:
    """The settings with what the command line says. CommandRefused."""
    try:
        return settings_module.changed(found, **values)
    except settings_module.BadSettings as error:
        raise CommandRefused(str(error), Exit.USAGE) from error


@contextmanager
def store(args: Namespace) -> Generator[Store]:
    """The store of a command, closed at its end; WrongSchema, Unreachable."""
    from kairos_server.store import open_store

    found = settings(args)
    prepare_folder(found)
    opened = open_store(found.database_url, found.pools)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def owner(found: Settings) -> Generator[Engine]:
    """One connection that may change the tables."""
    from kairos_server import engines

    path = engines.sqlite_path(found.database_url)
    if path is None:
        engine = engines.owner(found.owner_database or found.database_url)
    else:
        prepare_folder(found)
        engine = engines.sqlite(path, found.pools)[0]
    try:
        yield engine
    finally:
        engine.dispose()


def passwords(found: Settings) -> Passwords:
    """What makes and checks hashes, by the key of these settings. CommandRefused."""
    from kairos_server.directory import pepper
    from kairos_server.directory.passwords import Passwords

    path = found.pepper_path
    try:
        return Passwords(pepper=None if path is None else pepper.ready(path))
    except pepper.BadPepper as error:
        raise CommandRefused(str(error), Exit.USAGE) from error


def prepare_folder(found: Settings) -> None:
    """Make the folder of the embedded file, for this user alone."""
    from kairos_server import engines

    path = engines.sqlite_path(found.database_url)
    if path is not None and not found.database:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
