# SPDX-License-Identifier: MIT
"""What can be typed after `kairos-server`, and which module answers."""

from __future__ import annotations

import argparse
from pathlib import Path

from kairos_desktop.services.wording.command_line import FrenchParser

# argparse has no public name for it.
_Commands = argparse._SubParsersAction  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001


def build() -> FrenchParser:
    """The whole command line; `work` in the result is « module:function »."""
    parser = FrenchParser(
        prog="kairos-server",
        description="Kairos Desktop, le serveur des postes d’un ou de plusieurs organismes.",
        epilog="Un mot de passe se donne par le fichier de réglages, PGPASSFILE ou la saisie, "
        "jamais en argument. Les réglages : docs/server.md.",
    )
    parser.add_argument("--version", action="store_true", help="affiche la version")
    parser.add_argument("--settings", type=Path, metavar="FICHIER.toml", help="les réglages")
    parser.add_argument("--database", metavar="ADRESSE", help="la base, sans mot de passe")
    parser.set_defaults(work="", json=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMANDE")
    serve = _add(commands, "serve", "serve:run", "répond aux postes")
    serve.add_argument("--host", metavar="ADRESSE", help="écoute ailleurs que sur cette machine")
    serve.add_argument("--port", type=int, metavar="N")
    _add(commands, "migrate", "migrate:run", "met les tables à cette version")
    _organisation(commands)
    _account(commands)
    _catalogue(commands)
    _copies(commands)
    _add(commands, "tidy", "tidy:run", "à lancer chaque jour : oublie les suppressions anciennes")
    _add(commands, "doctor", "doctor:run", "vérifie les réglages, la base et la machine")
    return parser


def _add(commands: _Commands[FrenchParser], name: str, work: str, about: str) -> FrenchParser:
    """A command with --json; the general options are taken before or after it."""
    parser = commands.add_parser(name, help=about, description=about)
    parser.add_argument("--json", action="store_true", help="répond en JSON")
    parser.add_argument("--settings", type=Path, default=argparse.SUPPRESS, metavar="FICHIER.toml")
    parser.add_argument("--database", default=argparse.SUPPRESS, metavar="ADRESSE")
    parser.set_defaults(work=work)
    return parser


def _organisation(commands: _Commands[FrenchParser]) -> None:
    group = commands.add_parser("organisation", help="les organismes").add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    create = _add(group, "create", "organisation:create", "ajoute un organisme")
    create.add_argument("--siret", required=True, help="14 chiffres")
    create.add_argument("--name", required=True, help="le nom de l’organisme")


def _account(commands: _Commands[FrenchParser]) -> None:
    group = commands.add_parser("account", help="les comptes").add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    create = _add(group, "create", "account:create", "ajoute un compte, le premier RGC d’abord")
    create.add_argument("--full-name", required=True, help="prénom et nom")
    create.add_argument(
        "--role",
        choices=("rgc", "manager", "trainer", "reader"),
        default="rgc",
        help="rgc, gestionnaire (manager), formateur (trainer) ou lecture (reader)",
    )
    renew = _add(group, "renew", "account:renew", "remet un mot de passe provisoire")
    for command in (create, renew):
        command.add_argument("--siret", required=True, help="l’organisme : 14 chiffres")
        command.add_argument("--login", required=True, help="l’identifiant de connexion")


def _catalogue(commands: _Commands[FrenchParser]) -> None:
    group = commands.add_parser("catalogue", help="l’offre de formation").add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    importing = _add(group, "import", "catalogue:import_files", "importe des fichiers LHÉO")
    importing.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
    importing.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait")


def _copies(commands: _Commands[FrenchParser]) -> None:
    backup = _add(commands, "backup", "copies:back_up", "fait une sauvegarde vérifiée")
    backup.add_argument("file", type=Path, metavar="FICHIER", help="n’existe pas encore")
    restore = _add(commands, "restore", "copies:restore", "remet une sauvegarde, serveur arrêté")
    restore.add_argument("file", type=Path, metavar="FICHIER")
