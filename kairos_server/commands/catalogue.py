# SPDX-License-Identifier: MIT
"""`kairos-server catalogue import`: the published offer, for every organisation of this server."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kairos_server.commands import answers, opening

if TYPE_CHECKING:
    from kairos_desktop.services.catalogue.summary import Progress


def import_files(args: Namespace) -> int:
    """Import LHEO files into the offer, or with --dry-run only say what would be done."""
    from kairos_desktop.services.catalogue.refusals import ImportRefused
    from kairos_server.offer.importing import prepared

    show = _show_progress if sys.stderr.isatty() and not args.json else _ignore
    # Makes the tables of an embedded file that is not there, refuses those of another version.
    with opening.store(args), opening.owner(opening.settings(args)) as engine:
        try:
            with prepared(engine, args.files, show) as found:
                if not args.dry_run:
                    found.write(engine, datetime.now(UTC))
        except ImportRefused as refused:
            raise answers.CommandRefused(refused.sentence, answers.Exit.IMPORT_REFUSED) from refused
    sentence = "\n".join(found.preview.sentences())
    return answers.answer(args, sentence, **found.preview.summary())


def _show_progress(progress: Progress) -> None:
    sys.stderr.write(progress.sentence + "\n")


def _ignore(_progress: Progress) -> None:
    """Nobody watches."""
