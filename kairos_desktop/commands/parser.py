# SPDX-License-Identifier: MIT
"""What can be typed after `kairos-desktop`, and which module answers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kairos_desktop.services.wording.command_line import FrenchParser

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTS = (
    "offer",
    "sessions",
    "slots",
    "jobseekers",
    "enrolled",
    "history",
    "provider",
    "sites",
    "meeting-registered",
    "meeting-presence",
    "meeting-result",
    "appointment-registered",
    "appointment-presence",
    "appointment-result",
    "candidacy-registered",
    "candidacy-contact",
    "candidacy-result",
)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What is asked; `work` in it is « module:function ». Leaves where it is not understood."""
    # Making the commands takes some twentieth of the time to the window, which needs none.
    is_plain_start = not words or (words[0] == "--profile" and len(words) == 2)
    return build(with_commands=not is_plain_start).parse_args(words)


def build(*, with_commands: bool = True) -> FrenchParser:
    """The whole command line, or what starts the window alone."""
    parser = FrenchParser(
        prog="kairos-desktop",
        description="Kairos Desktop : sans commande, ouvre la fenêtre.",
        epilog="La phrase de passe se donne dans KAIROS_PASSPHRASE, jamais en argument.",
    )
    parser.add_argument("--profile", type=Path, metavar="DOSSIER", help="le dossier du profil")
    parser.add_argument("--version", action="store_true", help="affiche la version")
    parser.set_defaults(work="window", json=False, command=None)
    if not with_commands:
        return parser
    commands = parser.add_subparsers(dest="command", metavar="COMMANDE")
    _profile(commands)
    _catalogue(commands)
    _record(commands)
    _show(commands)
    _papers(commands)
    _server(commands)
    _windows(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _add(commands: _Commands[FrenchParser], name: str, work: str, about: str):
    """A command with --json; `--profile` is taken before or after it."""
    parser = commands.add_parser(name, help=about, description=about)
    parser.add_argument("--json", action="store_true", help="répond en JSON")
    parser.add_argument("--profile", type=Path, default=argparse.SUPPRESS, metavar="DOSSIER")
    parser.set_defaults(work=work)
    return parser


def _profile(commands: _Commands[FrenchParser]) -> None:
    group = commands.add_parser("profile", help="les profils").add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    create = _add(group, "create", "profile_create:run", "crée un profil")
    create.add_argument("--siret", required=True, help="14 chiffres")
    create.add_argument("--name", required=True, help="le nom de l’organisme")
    create.add_argument("--letter", default="A", help="la lettre des numéros de ce poste")
    create.add_argument(
        "--recovery-sheet", type=Path, metavar="FICHIER.pdf", help="la feuille de secours"
    )
    create.add_argument("--demo", action="store_true", help="profil DÉMO, sans phrase de passe")


def _catalogue(commands: _Commands[FrenchParser]) -> None:
    group = commands.add_parser("catalogue", help="l’offre de formation").add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    importing = _add(group, "import", "offer:run_import", "importe des fichiers LHÉO")
    importing.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
    importing.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait")
    _add(group, "undo", "offer:run_undo", "annule le dernier import")


def _record(commands: _Commands[FrenchParser]) -> None:
    record = _add(commands, "record", "record:run", "joue des actes, un verdict par ligne")
    record.add_argument("file", metavar="FICHIER.jsonl", help="ou - pour l’entrée standard")


def _show(commands: _Commands[FrenchParser]) -> None:
    show = _add(commands, "show", "show:run", "affiche une liste")
    show.add_argument("list", choices=LISTS, metavar="LISTE", help=", ".join(LISTS))
    show.add_argument("--session", help="identifiant ou numéro CARIF de la session")
    show.add_argument("--slot", help="identifiant du rendez-vous")
    show.add_argument("--row", help="identifiant de la ligne (history)")
    show.add_argument("--text", help="mots cherchés, dans n’importe quel ordre")
    show.add_argument("--entered", action="store_true", help="avec les lignes déjà saisies")
    show.add_argument("--everyone", action="store_true", help="offre de tous les organismes")


def _papers(commands: _Commands[FrenchParser]) -> None:
    certificate = _add(
        commands, "certificate", "papers:run_certificate", "établit un certificat d’inscription"
    )
    certificate.add_argument("--enrolment", required=True, metavar="ID")
    certificate.add_argument("--out", required=True, type=Path, metavar="FICHIER.pdf")
    evidence = _add(commands, "evidence", "evidence:run", "écrit le dossier de preuves")
    evidence.add_argument("--session", required=True, help="identifiant ou numéro CARIF")
    evidence.add_argument(
        "--out", required=True, type=Path, metavar="FICHIER.zip", help="ou un dossier à créer"
    )
    verify = _add(commands, "verify", "papers:run_verify", "vérifie un document ou son code")
    verify.add_argument("what", metavar="FICHIER-OU-TEXTE")


def _server(commands: _Commands[FrenchParser]) -> None:
    join = _add(commands, "join", "server:run_join", "relie ce poste au serveur de l’organisme")
    join.add_argument("--server", required=True, metavar="ADRESSE", help="https://…")
    join.add_argument("--login", required=True, help="l’identifiant sur le serveur")
    join.add_argument("--post-name", metavar="NOM", help="le nom de ce poste")
    exchange = _add(commands, "exchange", "server:run_exchange", "un échange avec le serveur")
    by_hand = exchange.add_subparsers(dest="action", metavar="ACTION")
    exporting = _add(
        by_hand, "export", "by_hand:run_export", "écrit les actes à envoyer dans un fichier"
    )
    exporting.add_argument("file", type=Path, metavar="FICHIER")
    importing = _add(
        by_hand, "import", "by_hand:run_import", "remet un fichier d’actes, ou lit sa réponse"
    )
    importing.add_argument("file", type=Path, metavar="FICHIER")


def _windows(commands: _Commands[FrenchParser]) -> None:
    _add(commands, "demo", "window", "ouvre la fenêtre sur un organisme de démonstration")
    tour = _add(commands, "tour", "tour", "joue le parcours principal et le met en images")
    tour.add_argument("--out", required=True, type=Path, metavar="DOSSIER")
