# SPDX-License-Identifier: MIT
"""How a command answers: lines for a person or JSON for a program, and an exit code."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """Exit codes, documented in docs/command-line.md; they never change meaning."""

    DONE = 0
    TROUBLE = 1
    """Something unforeseen; nothing was half-written."""
    USAGE = 2
    """The command was not understood (argparse's own code)."""
    REFUSED = 3
    """At least one act was refused, a paper may not be issued, a code does not verify."""
    STORAGE = 4
    """The profile cannot be opened or written; the sentence says why."""
    IMPORT_REFUSED = 5
    """The file of the offer is refused whole; the catalogue is as it was."""
    SERVER = 6
    """The server did not answer, or refused; what waits to be sent is still here."""


class CommandRefused(Exception):
    """A command cannot go on; `sentence` is French, `code` the exit code."""

    def __init__(self, sentence: str, code: Exit = Exit.REFUSED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def say(text: str) -> None:
    """One line for a person, on standard output."""
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    """One line for a person, on standard error."""
    sys.stderr.write(text + "\n")


def say_json(value: Any) -> None:
    """One line of JSON on standard output; ids as text, dates as AAAA-MM-JJ."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def plain(value: Any) -> Any:
    """Rows and enums as dictionaries and texts."""
    import msgspec

    return msgspec.to_builtins(value)
