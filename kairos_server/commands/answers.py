# SPDX-License-Identifier: MIT
"""How a command answers: lines for a person or JSON for a program, and an exit code."""

from __future__ import annotations

import errno
import sys
from argparse import Namespace
from enum import IntEnum
from typing import Any

import msgspec


class Exit(IntEnum):
    """Exit codes, documented in docs/server.md; they never change meaning."""

    DONE = 0
    TROUBLE = 1
    """Something unforeseen; nothing was half-written."""
    USAGE = 2
    """The command was not understood (argparse's own code)."""
    REFUSED = 3
    """What was asked may not be done; the sentence says why."""
    STORAGE = 4
    """The database cannot be reached, or is of another version."""
    IMPORT_REFUSED = 5
    """The file of the offer is refused whole; the offer is as it was."""


class CommandRefused(Exception):
    """A command cannot go on; `sentence` is French, `code` the exit code."""

    def __init__(self, sentence: str, code: Exit = Exit.REFUSED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


_WHY = {
    errno.ENOENT: "il n’existe pas, ou son dossier n’existe pas",
    errno.ENOTDIR: "son dossier n’en est pas un",
    errno.EISDIR: "c’est un dossier",
    errno.EACCES: "ce compte de la machine n’en a pas le droit",
    errno.EPERM: "ce compte de la machine n’en a pas le droit",
    errno.EROFS: "rien ne s’écrit sur ce disque",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EADDRINUSE: "un autre programme y écoute déjà",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas à cette machine",
}


def why(trouble: OSError) -> str:
    """Why the system refused, for a person."""
    return _WHY.get(trouble.errno or 0, trouble.strerror or str(trouble))


def answer(args: Namespace, sentence: str, **facts: Any) -> int:
    """Say what was done, as a sentence or as one line of JSON."""
    if args.json:
        sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
    else:
        sys.stdout.write(sentence + "\n")
    return Exit.DONE


def refuse(args: Namespace, sentence: str, code: Exit) -> int:
    """Say why not, on standard error, and as JSON where it was asked."""
    if args.json:
        refusal = {"outcome": "refused", "sentence": sentence, "exit": int(code)}
        sys.stdout.write(msgspec.json.encode(refusal).decode() + "\n")
    sys.stderr.write(sentence + "\n")
    return code
