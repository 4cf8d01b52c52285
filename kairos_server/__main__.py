# SPDX-License-Identifier: MIT
"""The command line: `kairos-server`, `python -m kairos_server`."""

from __future__ import annotations

import importlib
import sys
from argparse import Namespace
from collections.abc import Sequence

from kairos_server.commands import answers, parser


def main(argv: Sequence[str] | None = None) -> int:
    """Do what is asked; the exit code is one of commands.answers.Exit."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    whole = parser.build()
    args = whole.parse_args(argv)
    if args.version:
        from kairos_desktop import __version__

        return answers.answer(args, __version__, version=__version__)
    if not args.work:
        whole.print_help()
        return answers.Exit.USAGE
    try:
        return _work(args)
    except answers.CommandRefused as refusal:
        return answers.refuse(args, refusal.sentence, refusal.code)
    except KeyboardInterrupt:
        return answers.refuse(args, "Interrompu.", answers.Exit.TROUBLE)
    except Exception as trouble:
        sentence = _storage_sentence(trouble)
        if sentence is None:
            raise
        return answers.refuse(args, sentence, answers.Exit.STORAGE)


_UNREACHABLE = (
    "La base ne répond pas : vérifiez son adresse, le mot de passe et qu’elle est en marche. Un "
    "fichier qui n’est pas une base, ou que ce compte de la machine n’a pas le droit d’écrire, ne "
    "répond pas non plus."
)


def _work(args: Namespace) -> int:
    module, function = args.work.split(":")
    return getattr(importlib.import_module(f"kairos_server.commands.{module}"), function)(args)


def _storage_sentence(trouble: Exception) -> str | None:
    import psycopg
    from sqlalchemy.exc import DBAPIError

    from kairos_server.engines import BadAddress, Busy, DiskFull, Unreachable
    from kairos_server.policies import MissingRoles
    from kairos_server.schema import WrongSchema

    match trouble:
        case WrongSchema() | MissingRoles() | BadAddress():
            return str(trouble)
        case Unreachable():
            return _UNREACHABLE
        case DiskFull():
            return "Le disque de la base est plein ; rien n’a été changé."
        case Busy():
            return "La base est occupée ; rien n’a été changé, recommencez dans un instant."
        case OSError():
            return f"« {trouble.filename or 'Le système'} » : {answers.why(trouble)}."
        case DBAPIError(orig=psycopg.OperationalError(sqlstate=None)):
            return _UNREACHABLE
        case DBAPIError():
            # The first line names the missing right; those below it would quote values.
            return f"La base a refusé : {str(trouble.orig).splitlines()[0]}"
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
