# SPDX-License-Identifier: MIT
"""`catalogue import`, `catalogue undo`, `show offer`, and the snapshot that opens a session."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.commands.answers import CommandRefused, Exit, plain, say, say_json, warn
from kairos_desktop.commands.opening import opened
from kairos_desktop.models.paris import paris_now
from kairos_desktop.services.catalogue import child, search
from kairos_desktop.services.catalogue.holed import french_period
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.snapshot import session_row, session_snapshot
from kairos_desktop.services.catalogue.store import open_catalogue
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from argparse import Namespace

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.catalogue.summary import Progress
    from kairos_desktop.services.profile import OpenProfile


def run_import(args: Namespace) -> Exit:
    """Import files of the offer, or with --dry-run only say what would be done."""
    with opened(args.profile) as (profile, _workspace):
        catalogue = profile.profile.catalogue
        show = _show_progress if sys.stderr.isatty() and not args.json else _ignore
        try:
            preview = child.import_files(args.files, catalogue, profile.key, show, lambda: False)
            if not args.dry_run:
                preview = child.apply_import(catalogue, profile.key, paris_now())
        except ImportRefused as refused:
            raise CommandRefused(refused.sentence, Exit.IMPORT_REFUSED) from None
        finally:
            child.drop_import(catalogue)
    if args.json:
        say_json(preview.summary())
    else:
        for sentence in preview.sentences():
            say(sentence)
    return Exit.DONE


def run_undo(args: Namespace) -> Exit:
    """Take the last import away."""
    with opened(args.profile) as (profile, _workspace):
        try:
            gone = child.undo_import(profile.profile.catalogue, profile.key)
        except ImportRefused as refused:
            raise CommandRefused(refused.why, Exit.IMPORT_REFUSED) from None
    if args.json:
        say_json({"undone": plain(gone)})
    else:
        say("Le dernier import est annulé.")
    return Exit.DONE


def offered(profile: OpenProfile, words: str, *, everyone: bool) -> list[dict[str, Any]]:
    """The sessions of the offer, those of the organisation's SIRET unless `everyone`."""
    siret = "" if everyone else profile.profile.card.siret
    catalogue = open_catalogue(profile.profile.catalogue, profile.key, query_only=True)
    try:
        ids = search.find(catalogue, search.Filter(words=words, siret=siret)).ids
        lines = [
            line
            for start in range(0, len(ids), 200)
            for line in search.rows_for(catalogue, ids[start : start + 200])
        ]
    finally:
        catalogue.close()
    return [
        {
            "id": line.id,
            "session_id": line.id,
            "title": line.title,
            "carif_training_number": line.formation_number,
            "carif_action_number": line.action_number,
            "carif_session_number": line.session_number,
            "town": line.town,
            "starts_on": line.start.exact,
            "ends_on": line.end.exact,
            "dates_text": french_period(line.start, line.end),
            "recruitment_state": line.state,
            "permanent_entry": line.permanent_entry,
            "text": f"{line.title} · {line.session_number} · "
            f"{french_period(line.start, line.end)} · {line.town}",
        }
        for line in lines
    ]


def snapshot_for(profile: OpenProfile, args: dict[str, Any]) -> SessionRow | Refused:
    """The session of the offer that a script names by `session_id` or `carif_session_number`.

    Refuses "act_arguments" where none or several answer to the name.
    """
    siret = profile.profile.card.siret
    catalogue = open_catalogue(profile.profile.catalogue, profile.key, query_only=True)
    try:
        found = _named(catalogue, args)
        snapshot = session_snapshot(catalogue, found) if isinstance(found, UUID) else None
    finally:
        catalogue.close()
    if isinstance(found, Refused):
        return found
    if snapshot is None:
        return _unnamed("cette session n’est pas dans l’offre importée")
    return session_row(snapshot, siret)


def _named(catalogue: Any, args: dict[str, Any]) -> UUID | Refused:
    if "session_id" in args:
        try:
            return UUID(str(args["session_id"]))
        except ValueError:
            return _unnamed("« session_id » n’est pas un identifiant")
    number = str(args.get("carif_session_number", ""))
    action = args.get("carif_action_number")
    ids = search.find(catalogue, search.Filter(words=number)).ids
    lines = [
        line
        for line in search.rows_for(catalogue, ids[:200])
        if line.session_number == number and action in (None, line.action_number)
    ]
    if not number or len(lines) != 1:
        return _unnamed(
            "donnez « session », « session_id », ou un « carif_session_number » qui désigne une "
            "seule session de l’offre (avec « carif_action_number » au besoin)"
        )
    return lines[0].id


def _unnamed(trouble: str) -> Refused:
    return Refused("act_arguments", {"name": "session.open", "trouble": trouble})


def _show_progress(progress: Progress) -> None:
    warn(progress.sentence)


def _ignore(_progress: Progress) -> None:
    """Nobody watches."""
