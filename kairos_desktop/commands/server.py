# SPDX-License-Identifier: MIT
"""`join` and `exchange`: this post and the back end of its organisation, for scripts.

Passwords come from KAIROS_SERVER_PASSWORD, or are asked on the terminal; never an argument.
"""

from __future__ import annotations

import getpass
import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from kairos_desktop.commands.answers import CommandRefused, Exit, say, say_json
from kairos_desktop.commands.opening import opened
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.sync import membership
from kairos_desktop.services.sync.membership import Login, ServerRefused
from kairos_desktop.services.sync.people_wire import PostAsked
from kairos_desktop.services.sync.post_tokens import open_tokens

if TYPE_CHECKING:
    from argparse import Namespace

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sync.post_tokens import MemoryTokens
    from kairos_desktop.services.workspace import Workspace

PASSWORD_VARIABLE = "KAIROS_SERVER_PASSWORD"
NEW_PASSWORD_VARIABLE = "KAIROS_SERVER_NEW_PASSWORD"


def run_join(args: Namespace) -> Exit:
    """Have the post of --profile exchange with a server, then have a first exchange."""
    with opened(args.profile) as (profile, workspace):
        card = profile.profile.card
        label = args.post_name or platform.node()[:80] or "Poste"
        login = Login(
            args.server,
            card.siret,
            args.login,
            _password(PASSWORD_VARIABLE, "Mot de passe : "),
            os.environ.pop(NEW_PASSWORD_VARIABLE, ""),
        )
        tokens = open_tokens(card.post_id)
        try:
            welcomed = membership.welcome(login, PostAsked(card.post_id, label, card.letter))
            count = membership.join(profile, workspace, welcomed, tokens)
            done = _exchange(profile, workspace, tokens)
        except ServerRefused as refused:
            raise CommandRefused(refused.sentence, Exit.SERVER) from refused
    account = welcomed.signed.account
    if args.json:
        answer = {"organisation": welcomed.signed.organisation, "account": account.full_name}
        say_json(answer | {"to_send": count} | done)
    else:
        sent = done["sent"]
        say(f"{welcomed.signed.organisation} : {account.full_name}, {sent} acte(s) envoyé(s).")
    return Exit.DONE


def run_exchange(args: Namespace) -> Exit:
    """One exchange of the post of --profile with the server that it has joined."""
    with opened(args.profile) as (profile, workspace):
        if not membership.is_joined(workspace):
            raise CommandRefused("Ce poste travaille seul : « join » le relie à un serveur.")
        try:
            tokens = open_tokens(profile.profile.card.post_id)
            _give_back(profile, workspace)
            done = _exchange(profile, workspace, tokens)
        except ServerRefused as refused:
            raise CommandRefused(refused.sentence, Exit.SERVER) from refused
    if args.json:
        say_json(done)
    else:
        say(f"{done['sent']} acte(s) envoyé(s), {done['received']} ligne(s) reçue(s).")
    return Exit.DONE


def _give_back(profile: OpenProfile, workspace: Workspace) -> None:
    """The places that this post kept of slots that are over."""
    from kairos_desktop.services.queries import travel

    now = workspace.now().replace(tzinfo=None)
    workspace.record(workspace.read(travel.over, profile.profile.card.post_id, now))


def _exchange(profile: OpenProfile, workspace: Workspace, tokens: MemoryTokens) -> dict[str, Any]:
    """One exchange, then the offer; what both did, as the command line says it."""
    line = membership.open_line(profile, workspace, tokens)
    with line.client:
        sent, received, held = membership.exchange_once(line)
        try:
            offer = membership.receive_offer(line, profile, workspace)
        except ImportRefused as refused:
            raise CommandRefused(refused.sentence, Exit.IMPORT_REFUSED) from refused
    return {"sent": sent, "received": received, "held": held, "offer": offer}


def _password(variable: str, prompt: str) -> str:
    given = os.environ.pop(variable, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise CommandRefused(
            f"Le mot de passe du serveur se donne dans {variable}, ou dans un terminal.",
            Exit.SERVER,
        )
    return getpass.getpass(prompt)
