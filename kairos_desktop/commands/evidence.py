# SPDX-License-Identifier: MIT
"""`evidence`: the file of evidence of a session, as a ZIP or a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.commands.answers import CommandRefused, Exit, plain, say, say_json
from kairos_desktop.commands.opening import opened
from kairos_desktop.commands.show import session_named
from kairos_desktop.services.evidence_drawing import written
from kairos_desktop.services.evidence_file import gather
from kairos_desktop.services.evidence_place import DossierFailed
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.evidence_words import told
from kairos_desktop.services.wording.exchange_words import civil
from kairos_desktop.services.wording.sentences import sentence

if TYPE_CHECKING:
    from argparse import Namespace


def run(args: Namespace) -> Exit:
    """Write the dossier of a session: a ZIP where the name ends so, else a folder."""
    with opened(args.profile) as (profile, workspace):
        if workspace.hides:
            raise CommandRefused(sentence(Refused("lease_over", {})))
        session_id = session_named(workspace, args.session)
        asked = gather(profile, workspace, session_id, civil(workspace.now()))
    if asked is None:
        raise CommandRefused("Cette session n’existe pas dans ce profil.")
    as_folder = args.out.suffix.lower() != ".zip"
    try:
        made = written(asked, args.out, as_folder=as_folder, progress=_silent)
    except DossierFailed as failed:
        raise CommandRefused(failed.sentence, Exit.STORAGE) from None
    if args.json:
        missing = plain(asked.summary.missing)
        say_json({"out": str(args.out), **plain(made), "missing": missing})
    else:
        said = told(made.files, made.pages, made.missing, made.provisional)
        said = " ".join(filter(None, (said, made.announcement)))
        say(f"{said} Il est ici : {args.out}")
    return Exit.DONE


def _silent(_done: int, _total: int) -> None:
    return
