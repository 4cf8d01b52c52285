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
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Far beyond any act, and far enough from the ends of the calendar to count days and hours."""


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
    """The lines that hold something; one that is too long comes cut, and is refused as such."""
    number = 0
    while text := source.readline(LONGEST_LINE + 2):
        number += 1
        rest = text
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE)
        if text.strip():
            yield number, text


def _play(profile: OpenProfile, workspace: Workspace, text: bytes) -> dict[str, Any]:
    if len(text) > LONGEST_LINE:
        return _refused(Refused("act_arguments", {"name": "?", "trouble": "ligne trop longue"}))
    try:
        line = msgspec.json.decode(text, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        return _refused(Refused("act_arguments", {"name": "?", "trouble": str(trouble)}))
    act = _act(profile, workspace, line)
    if isinstance(act, Refused):
        return _refused(act, line.id)
    if trouble := _moment_trouble(line.at):
        return _refused(Refused("act_arguments", {"name": line.type, "trouble": trouble}), line.id)
    recorded = workspace.record([act], ids=[line.id] if line.id else None, at=line.at)
    verdict = recorded.verdicts[0]
    if verdict.refusal:
        return _refused(verdict.refusal, verdict.act_id)
    # An act already played made its rows the first time, under the ids that it was given then.
    said = workspace.read(history.said, verdict.act_id) if verdict.repeated else None
    if said and not _is_same(line, act, said):
        return _refused(Refused("id_taken", {}), verdict.act_id)
    return {
        "outcome": "applied",
        "id": verdict.act_id,
        "repeated": verdict.repeated,
        "created": {name: said.args[name] if said else getattr(act, name) for name in act.creates},
        "warnings": [sentence(warned) for warned in verdict.warnings],
        "warning_codes": [warned.code for warned in verdict.warnings],
    }


def _moment_trouble(at: datetime | None) -> str:
    """What is wrong with the moment of an act; "" for nothing."""
    if at is None:
        return ""
    if at.tzinfo is None:
        return "« at » sans décalage horaire"
    return "" if FIRST_YEAR <= at.year <= LAST_YEAR else "« at » hors du calendrier"


def _is_same(line: Line, act: Act, said: history.Said) -> bool:
    """Whether a line says again what its id said first; ids and snapshots left out don't count."""
    made_here = {*act.creates, "session"} - line.args.keys()
    args = msgspec.json.decode(msgspec.json.encode(act))
    return said.name == act.name and all(
        said.args.get(name) == value for name, value in args.items() if name not in made_here
    )


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
