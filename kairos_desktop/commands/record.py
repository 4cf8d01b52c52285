# SPDX-License-Identifier: MIT
"""`record FILE.jsonl`: plays acts, one verdict a line.

Each line is {"type": …, "v": 1, "args": {…}} with, if wished, "id" (the same act twice has one
effect) and "at" (ISO date and time with offset). docs/acts.md lists the acts.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from kairos_desktop.commands.answers import CommandRefused, Exit, say, say_json
from kairos_desktop.commands.opening import opened
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.queries import history
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.sentences import sentence

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import IO

    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace

LONGEST_LINE = 1_000_000


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the file."""

    type: str
    args: dict[str, Any] = {}
    v: int = 1
    id: UUID | None = None
    at: datetime | None = None


def run(args: Namespace) -> Exit:
    """Play the file, each line by itself: a refused one does not stop the others."""
    refused = False
    with _source(args.file) as source, opened(args.profile) as (profile, workspace):
        for number, text in _lines(source):
            answer = _play(profile, workspace, text)
            refused = refused or answer["outcome"] == "refused"
            if args.json:
                say_json({"line": number, **answer})
            else:
                said = answer.get("sentence") or " ".join(answer["warnings"]) or "Enregistré."
                say(f"{number}: {said}")
    return Exit.REFUSED if refused else Exit.DONE


def _source(name: str) -> AbstractContextManager[IO[bytes]]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError:
        raise CommandRefused(
            f"Le fichier « {name} » ne peut pas être lu. Rien n’a été enregistré.", Exit.USAGE
        ) from None


def _lines(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, text in enumerate(source, 1):
        if text.strip():
            yield number, text


def _play(profile: OpenProfile, workspace: Workspace, text: bytes) -> dict[str, Any]:
    if len(text) > LONGEST_LINE:
        return _refused(Refused("act_arguments", {"name": "?", "trouble": "ligne trop longue"}))
    try:
        line = msgspec.json.decode(text, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        return _refused(Refused("act_arguments", {"name": "?", "trouble": str(trouble)}))
    act = _act(profile, workspace, line)
    if isinstance(act, Refused):
        return _refused(act, line.id)
    if line.at and line.at.tzinfo is None:
        return _refused(
            Refused(
                "act_arguments", {"name": line.type, "trouble": "« at » sans décalage horaire"}
            ),
            line.id,
        )
    recorded = workspace.record([act], ids=[line.id] if line.id else None, at=line.at)
    verdict = recorded.verdicts[0]
    if verdict.refusal:
        return _refused(verdict.refusal, verdict.act_id)
    # An act already played made its rows the first time, under the ids that it was given then.
    said = workspace.read(history.args_of, verdict.act_id) if verdict.repeated else None
    return {
        "outcome": "applied",
        "id": verdict.act_id,
        "repeated": verdict.repeated,
        "created": {name: said[name] if said else getattr(act, name) for name in act.creates},
        "warnings": [sentence(warned) for warned in verdict.warnings],
        "warning_codes": [warned.code for warned in verdict.warnings],
    }


def _act(profile: OpenProfile, workspace: Workspace, line: Line) -> Act | Refused:
    args = line.args
    if line.type in ("session.open", "session.refresh") and "session" not in args:
        from kairos_desktop.commands.offer import snapshot_for

        found = snapshot_for(profile, args)
        if isinstance(found, Refused):
            return found
        args = {"session": msgspec.to_builtins(found)}
    return read_act(line.type, line.v, args, workspace.new_id)


def _refused(refusal: Refused, act_id: UUID | None = None) -> dict[str, Any]:
    return {
        "outcome": "refused",
        "id": act_id,
        "code": refusal.code,
        "sentence": sentence(refusal),
    }
