# SPDX-License-Identifier: MIT
"""The command line: `kairos-desktop`, `python -m kairos_desktop`."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

from kairos_desktop.commands import answers, parser

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what is asked; the exit code is one of commands.answers.Exit."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    args = parser.parse(sys.argv[1:] if argv is None else argv)
    if args.version:
        from kairos_desktop import __version__

        answers.say(__version__)
        return answers.Exit.DONE
    try:
        return _work(args)
    except answers.CommandRefused as refusal:
        return _end(args, refusal.sentence, refusal.code)
    except KeyboardInterrupt:
        return _end(args, "Interrompu. Ce qui était enregistré est conservé.", answers.Exit.TROUBLE)
    except BrokenPipeError:
        # Nobody reads the answers any more: the interpreter must not try to flush them at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return answers.Exit.TROUBLE
    except Exception as trouble:  # noqa: BLE001 - a person reads a sentence, never a traceback
        sentence = _storage_sentence(trouble)
        if sentence is None:
            return _end(args, _unforeseen(), answers.Exit.TROUBLE)
        return _end(args, sentence, answers.Exit.STORAGE)


def _work(args: Namespace) -> int:
    if args.work in ("window", "tour"):
        from kairos_desktop import bootstrap

        return bootstrap.tour(args.out) if args.work == "tour" else bootstrap.window(args)
    module, function = args.work.split(":")
    return getattr(importlib.import_module(f"kairos_desktop.commands.{module}"), function)(args)


def _end(args: Namespace, sentence: str, code: answers.Exit) -> int:
    if args.json:
        answers.say_json({"outcome": "refused", "sentence": sentence, "exit": code})
    answers.warn(sentence)
    return code


def _unforeseen() -> str:
    """The sentence of a defect of ours, whose detail goes to the incidents of this post."""
    from kairos_desktop.services import incidents

    incidents.keep(incidents.default_path())
    incidents.log.exception("A command failed")
    return (
        "Un défaut du programme a interrompu la commande. Tout ce qui était enregistré est "
        f"conservé. Le détail est dans « {incidents.default_path()} »."
    )


def _storage_sentence(trouble: Exception) -> str | None:
    from kairos_desktop.models.failures import StorageFailure

    if not isinstance(trouble, StorageFailure):
        return None
    from kairos_desktop.services.storage_failures import sentence

    return sentence(trouble)


if __name__ == "__main__":
    sys.exit(main())
