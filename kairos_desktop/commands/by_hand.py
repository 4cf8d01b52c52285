# SPDX-License-Identifier: MIT
"""`exchange export` and `exchange import`: acts and answers that travel in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.commands.answers import CommandRefused, Exit, say, say_json
from kairos_desktop.commands.opening import opened
from kairos_desktop.services import hand_delivery
from kairos_desktop.services.hand_delivery import DeliveryRefused, Imported
from kairos_desktop.services.sync import membership
from kairos_desktop.services.sync.membership import ServerRefused
from kairos_desktop.services.sync.post_tokens import open_tokens
from kairos_desktop.services.sync.sealed_file import Kind

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace


def run_export(args: Namespace) -> Exit:
    """Write the acts that the back end has not answered; they stay to be sent."""
    with opened(args.profile) as (profile, workspace):
        try:
            done = hand_delivery.export_acts(workspace, profile, args.file)
        except DeliveryRefused as refused:
            raise CommandRefused(refused.sentence, Exit.SERVER) from refused
    if args.json:
        say_json({"file": str(done.path), "acts": done.acts, "left": done.left})
    else:
        say(done.sentence)
    return Exit.DONE


def run_import(args: Namespace) -> Exit:
    """Hand over the acts of another post, or take in the answers to this one's."""
    with opened(args.profile) as (profile, workspace):
        try:
            done = _import(workspace, profile, args.file)
        except (DeliveryRefused, ServerRefused) as refused:
            raise CommandRefused(refused.sentence, Exit.SERVER) from refused
    if args.json:
        answers = str(done.answers) if done.answers else None
        said = {"kind": done.kind.value, "outcomes": done.outcomes, "answers": answers}
        say_json(said | {"received": len(done.changes.ids)})
    else:
        say(done.sentence)
    return Exit.DONE


def _import(workspace: Workspace, profile: OpenProfile, path: Path) -> Imported:
    kind, raw = hand_delivery.recognised(workspace, profile, path)
    if kind is Kind.ANSWERS:
        return hand_delivery.read_answers(workspace, profile, raw)
    if not membership.is_joined(workspace):
        raise DeliveryRefused("alone")
    line = membership.open_line(profile, workspace, open_tokens(profile.profile.card.post_id))
    with line.client:
        return hand_delivery.deliver(path, raw, lambda file: membership.carry(line, file))
