# SPDX-License-Identifier: MIT
"""Acts carried on a key: the file written, recognised, handed over or read.

The window, the command line and whoever retires a post stand on these. Every refusal is a
DeliveryRefused with a French sentence; what was refused left nothing behind.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services.durable_files import write_private
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.sync.carriage import pack, recognise, take_answers
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.sync.sealed_file import SUFFIX, FileRefused, Kind
from kairos_desktop.services.wording.hand_delivery import (
    FILE_SENTENCES,
    answered_sentence,
    carried_sentence,
    exported_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sync.exchange import Writing
    from kairos_desktop.services.sync.wire import CarryAnswer
    from kairos_desktop.services.workspace import Workspace

_LARGEST_READ = 128 * 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class DeliveryRefused(Exception):
    """A file was not written, or not taken at all; `sentence` is for the person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = FILE_SENTENCES[code]


class Exported(msgspec.Struct, frozen=True):
    """What was written: `acts` in the file, `left` that did not fit."""

    path: Path
    acts: int
    left: int
    sentence: str


class Imported(msgspec.Struct, frozen=True):
    """What was done of a file: its acts handed over, or the answers of this post read."""

    kind: Kind
    sentence: str
    outcomes: dict[str, int]
    changes: ChangeSet = ChangeSet(origin="exchange")
    answers: Path | None = None
    """Where the answers to bring back are."""


def file_name(letter: str, now: datetime) -> str:
    """« kairos-actes-poste-B-2026-11-26-0912.kairos »."""
    return f"kairos-actes-poste-{letter}-{now:%Y-%m-%d-%H%M}{SUFFIX}"


def export_acts(workspace: Workspace, profile: OpenProfile, path: Path) -> Exported:
    """Write the acts that no answer was heard of. DeliveryRefused; the outbox does not change.

    Lane: read. Works without a network, signed out, on a revoked post.
    """
    post = profile.profile.card.post_id
    with _explained():
        at = workspace.now()
        packed = workspace.read_whole(lambda conn: pack(conn, workspace.org, post, at))
        _write(path, packed.content)
    told = exported_sentence(packed.acts, packed.left, path.name)
    return Exported(path, packed.acts, packed.left, told)


def recognised(workspace: Workspace, profile: OpenProfile, path: Path) -> tuple[Kind, bytes]:
    """What a file is for, and its bytes. Lane: read. DeliveryRefused."""
    with _explained():
        raw = _read(path)
        return recognise(raw, workspace.org, profile.profile.card.post_id), raw


def deliver(path: Path, raw: bytes, carry: Callable[[bytes], CarryAnswer]) -> Imported:
    """Hand over another post's acts and put the answers beside the file. Lane: net.

    Raises what `carry` raises; then nothing was done, or what was done has its one effect.
    """
    answer = carry(raw)
    answers = path.with_name(f"{path.stem}-reponse{SUFFIX}")
    try:
        _write(answers, answer.file)
    except FileRefused:
        answers = None
    told = carried_sentence(answer, answers.name if answers else "")
    return Imported(Kind.ACTS, told, answer.outcomes, answers=answers)


def read_answers(
    workspace: Workspace, profile: OpenProfile, raw: bytes, writing: Writing | None = None
) -> Imported:
    """Take in the answers that were brought back. Lane: write, or by `writing`. DeliveryRefused."""
    write = writing or workspace.write
    card = profile.profile.card
    post = Post(workspace.org, card.post_id, card.letter)
    with _explained():
        answered = write(
            lambda conn: take_answers(conn, post, raw, workspace.now(), workspace.new_id)
        )
    told = answered_sentence(answered)
    return Imported(Kind.ANSWERS, told, answered.outcomes, answered.changes)


@contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except FileRefused as refused:
        raise DeliveryRefused(refused.code) from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_READ + 1)
    except OSError:
        raise FileRefused("unreadable") from None
    if len(raw) > _LARGEST_READ:
        raise FileRefused("not_ours")
    return raw


def _write(path: Path, content: bytes) -> None:
    try:
        write_private(path, content)
    except OSError as error:
        raise FileRefused("disk_full" if error.errno in _NO_ROOM else "unwritable") from error
