# SPDX-License-Identifier: MIT
"""How a command answers: lines for a person or JSON for a program, and an exit code."""

from __future__ import annotations

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
