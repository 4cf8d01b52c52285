# SPDX-License-Identifier: MIT
"""`kairos-server backup` and `kairos-server restore`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager

from kairos_server import engines, postgresql_copies, sqlite_copies
from kairos_server.commands import answers, opening
from kairos_server.commands.answers import CommandRefused, Exit


def back_up(args: Namespace) -> int:
    """Copy the whole database to a new file, and check the copy."""
    settings = opening.settings(args)
    path = engines.sqlite_path(settings.database_url)
    with _explained(args):
        if path is None:
            url = settings.backup_database or settings.database_url
            size = postgresql_copies.back_up(url, args.file, settings.programs)
        elif path.exists():
            size = sqlite_copies.back_up(path, args.file)
        else:
            raise CommandRefused(f"Il n’y a pas de base à sauvegarder : « {path} ».", Exit.STORAGE)
    sentence = f"Sauvegarde vérifiée : « {args.file} » ({size} octets)."
    return answers.answer(args, sentence, file=str(args.file), bytes=size)


def restore(args: Namespace) -> int:
    """Put a copy back: every post will download all again and send what it has kept."""
    settings = opening.settings(args)
    path = engines.sqlite_path(settings.database_url)
    kept = None
    with _explained(args):
        args.file.stat()
        if path is None:
            url = settings.owner_database or settings.database_url
            postgresql_copies.put_back(args.file, url, settings.programs)
        else:
            opening.prepare_folder(settings)
            kept = sqlite_copies.put_back(args.file, path)
    sentence = (
        "Sauvegarde remise. Chaque poste va tout retélécharger et renvoyer ce qu’il a gardé : ses "
        "saisies des 30 derniers jours. Ce qui est plus ancien que cela et manque à la sauvegarde "
        "est à ressaisir. Les comptes et les postes fermés depuis la sauvegarde sont de nouveau "
        "ouverts : vérifiez-les."
    )
    if kept:
        sentence += f" L’ancienne base est dans « {kept} »."
    return answers.answer(args, sentence, restored=str(args.file), before=str(kept or ""))


@contextmanager
def _explained(args: Namespace) -> Generator[None]:
    try:
        yield
    except FileExistsError as error:
        raise CommandRefused("Ce fichier existe déjà ; il n’a pas été touché.") from error
    except sqlite_copies.Unfit as error:
        raise CommandRefused(
            "Ce fichier n’est pas une sauvegarde saine d’un serveur de cette version ou d’une "
            "antérieure. Rien n’a été changé."
        ) from error
    except (sqlite_copies.InUse, postgresql_copies.InUse) as error:
        raise CommandRefused("Arrêtez d’abord le serveur. Rien n’a été changé.") from error
    except postgresql_copies.NoProgram as error:
        raise CommandRefused(
            f"Il manque le programme {error} de PostgreSQL, de la version du serveur ou d’une plus "
            "récente (réglage « programs »)."
        ) from error
    except postgresql_copies.ProgramFailed as error:
        raise CommandRefused(f"PostgreSQL a refusé : {error}", Exit.STORAGE) from error
    except OSError as error:
        raise CommandRefused(
            f"« {error.filename or args.file} » : {answers.why(error)}.", Exit.STORAGE
        ) from error
