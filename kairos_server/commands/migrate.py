# SPDX-License-Identifier: MIT
"""`kairos-server migrate`: the tables of this version."""

from __future__ import annotations

from argparse import Namespace

from kairos_server import schema
from kairos_server.commands import answers, opening


def run(args: Namespace) -> int:
    """Bring the database to this version; nothing changes where it is there already."""
    with opening.owner(opening.settings(args)) as engine:
        before, after = schema.migrate(engine)
    if before == after:
        sentence = f"Les tables sont déjà à la version {after}."
    else:
        sentence = f"Les tables sont à la version {after}."
    return answers.answer(args, sentence, before=before, after=after)
