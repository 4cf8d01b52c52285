# SPDX-License-Identifier: MIT
"""`kairos-server organisation …`."""

from __future__ import annotations

from argparse import Namespace

from kairos_server import organisations
from kairos_server.commands import answers, opening


def create(args: Namespace) -> int:
    """Add an organisation, with a history that starts now."""
    with opening.store(args) as store:
        try:
            org = organisations.create(store, args.siret, args.name)
        except organisations.NotASiret as error:
            raise answers.CommandRefused(
                "Ce n’est pas un SIRET : 14 chiffres, avec sa clé."
            ) from error
        except organisations.Nameless as error:
            raise answers.CommandRefused("Il faut le nom de l’organisme.") from error
        except organisations.AlreadyThere as error:
            raise answers.CommandRefused(
                "Cet organisme est déjà sur ce serveur. Rien n’a été changé."
            ) from error
    return answers.answer(args, f"Organisme créé : {org}", organisation=org)
