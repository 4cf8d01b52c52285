# SPDX-License-Identifier: MIT
"""`certificate` and `verify`: a paper to a file, and a paper checked without a network."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.commands.answers import CommandRefused, Exit, say, say_json, warn
from kairos_desktop.commands.opening import opened
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services import profile as profiles
from kairos_desktop.services import signing_keys
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.durable_files import write_private
from kairos_desktop.services.paper_drawing import draw
from kairos_desktop.services.queries import enrolments
from kairos_desktop.services.wording.sentences import sentence

if TYPE_CHECKING:
    from argparse import Namespace

LARGEST_PAPER = 100_000_000
"""Bytes; a batch of a thousand certificates takes a tenth of it."""

_WHY = {
    errno.ENOENT: "son dossier n’existe pas",
    errno.EINVAL: "il y a là autre chose qu’un fichier",
    errno.ENOSPC: "le disque est plein",
    errno.EACCES: "ce dossier refuse l’écriture",
    errno.EROFS: "ce dossier refuse l’écriture",
}


def run_certificate(args: Namespace) -> Exit:
    """Issue the certificate of an enrolment, or print again the one that stands."""
    with opened(args.profile) as (profile, workspace):
        enrolment_id = _enrolment_id(args.enrolment)
        verdict = workspace.record([IssueCertificate(enrolment_id=enrolment_id)]).verdicts[0]
        line = next(iter(workspace.read(enrolments.rows_for, [enrolment_id])), None)
        paper = line.paper(DocumentKind.ENROLMENT_CERTIFICATE) if line else None
        if paper is None or workspace.hides:
            refusal = verdict.refusal
            raise CommandRefused(sentence(refusal) if refusal else "Aucun certificat.")
        if verdict.refusal:
            # « Un certificat déjà émis reste imprimable. »
            warn(sentence(verdict.refusal))
        drawn = draw(profile, workspace, paper)
    _write(args.out, drawn.pdf)
    if args.json:
        say_json(
            {
                "out": str(args.out),
                "number": paper.number,
                "version": paper.version,
                "state": paper.state,
                "pages": drawn.pages,
                "sha256": drawn.sha256,
                "unprintable": drawn.unprintable,
            }
        )
    else:
        say(str(args.out))
    return Exit.DONE


def run_verify(args: Namespace) -> Exit:
    """Check the text of a code, or a PDF, against the keys of the profiles of this post."""
    from kairos_desktop.services.documents.verifying import verify

    keys = signing_keys.known_keys(
        [args.profile]
        if args.profile
        else [p.folder for p in profiles.list_profiles(profiles.default_root())]
    )
    found = verify(_source(args.what), keys)
    if args.json:
        say_json(
            {
                "outcome": found.outcome,
                "holds": found.holds,
                "sentence": found.sentence,
                "checked": found.checked,
            }
        )
    else:
        say(found.sentence)
    return Exit.DONE if found.holds else Exit.REFUSED


def _source(what: str) -> bytes | str:
    """The bytes of a file, else the text itself: a code may be longer than a file's name."""
    path = Path(what)
    try:
        size = path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        size = None
    if size is None:
        if path.suffix.lower() == ".pdf":
            # No code ends so: a name mistyped is told as such, not as a forged paper.
            raise CommandRefused(f"Le fichier « {what} » n’existe pas.", Exit.USAGE)
        return what
    if size > LARGEST_PAPER:
        raise CommandRefused(f"Le fichier « {what} » est trop gros pour être un document.")
    try:
        return path.read_bytes()
    except OSError:
        raise CommandRefused(f"Le fichier « {what} » ne peut pas être lu.") from None


def _enrolment_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CommandRefused(
            f"« {text} » n’est pas un identifiant d’inscription (commande « show enrolled »).",
            Exit.USAGE,
        ) from None


def _write(path: Path, content: bytes) -> None:
    try:
        write_private(path, content)
    except OSError as trouble:
        raise CommandRefused(
            f"Le fichier « {path} » n’a pas pu être écrit : "
            f"{_WHY.get(trouble.errno or 0, 'le système l’a refusé')}. "
            "Le certificat est enregistré : recommencez vers un autre dossier.",
            Exit.STORAGE,
        ) from None
