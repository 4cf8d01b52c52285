# SPDX-License-Identifier: MIT
"""`kairos-server tidy`: what a timer runs once a day."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from kairos_server.commands import answers, opening


def run(args: Namespace) -> int:
    """Forget the deletions that every post has heard of."""
    from kairos_server.exchange import retention

    now = datetime.now(UTC)
    with opening.store(args) as store:
        gone = sum(retention.prune(store, org, now) for org in retention.organisations(store))
    return answers.answer(args, f"Traces de suppression effacées : {gone}", forgotten=gone)
