# SPDX-License-Identifier: MIT
"""Runs the catalogue's long work in a child process, so that the window stays alive.

The key goes by the pipe, never by the command line or the environment. Killing the child loses
nothing: what it prepared lies in a throw-away file, what it applies is one transaction.
"""

from __future__ import annotations

import gc
import multiprocessing
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kairos_desktop.models import failures
from kairos_desktop.models.engine import DatabaseKey, explained
from kairos_desktop.services.catalogue import generations, staging
from kairos_desktop.services.catalogue.refusals import ImportCancelled, ImportRefused
from kairos_desktop.services.catalogue.store import discard_staging, set_aside, staging_path
from kairos_desktop.services.catalogue.summary import Preview, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection as Pipe

_POLL_SECONDS = 0.05

T = TypeVar("T")


def import_files(
    paths: Sequence[Path],
    catalogue: Path,
    key: DatabaseKey,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Preview:
    """What importing the files would do; nothing changes before `apply_import`.

    Both callables run in the caller's thread, `cancelled` twenty times a second. `ImportRefused`
    with its French sentence, `ImportCancelled`, or a failure of models.failures.
    """
    try:
        return _in_child(_stage, (list(paths), catalogue), key, Preview, progress, cancelled)
    except BaseException:
        discard_staging(staging_path(catalogue))
        raise


def apply_import(catalogue: Path, key: DatabaseKey, at: datetime) -> Preview:
    """Applies what was prepared, as a new generation."""
    return _in_child(_apply, (catalogue, at), key, Preview)


def undo_import(catalogue: Path, key: DatabaseKey) -> generations.Generation:
    """Takes the last import away."""
    return _in_child(_undo, (catalogue,), key, generations.Generation)


def take_in(
    catalogue: Path, key: DatabaseKey, siret: str, at: datetime, cancelled: Callable[[], bool]
) -> Preview:
    """Makes what a server gave a part of the catalogue, once all of it is there.

    `ImportRefused` while an import is being prepared; `ImportCancelled`: then nothing has changed.
    """
    return _in_child(_take_in, (catalogue, siret, at), key, Preview, cancelled=cancelled)


def drop_import(catalogue: Path) -> None:
    """Forgets a prepared import that the person did not want."""
    discard_staging(staging_path(catalogue))


def _in_child(
    work: Callable[..., object],
    given: tuple[object, ...],
    key: DatabaseKey,
    gives: type[T],
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> T:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, work, given), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send_bytes(key)
        while True:
            if cancelled():
                raise ImportCancelled
            if not ours.poll(_POLL_SECONDS):
                continue
            said = cast("object", ours.recv())
            if isinstance(said, Progress):
                if progress is not None:
                    progress(said)
            elif isinstance(said, Exception):
                raise said
            else:
                assert isinstance(said, gives)
                return said
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise ImportRefused("Le travail s’est arrêté avant la fin : recommencez.") from error
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _run(pipe: Pipe, work: Callable[..., object], given: tuple[Any, ...]) -> None:
    """The child's whole life: the key, the work, its outcome."""
    # A formation is a tree: looking for cycles in what is read took a fifth of the time.
    gc.set_threshold(50_000, 50, 50)
    key = DatabaseKey(pipe.recv_bytes())
    # A window that was closed hears nothing: the child then ends without a word.
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            pipe.send(work(key, pipe, *given))
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # noqa: BLE001 - it is raised again on the other side
            pipe.send(error)


def _stage(key: DatabaseKey, pipe: Pipe, paths: list[Path], catalogue: Path) -> Preview:
    try:
        with explained(catalogue):
            return staging.stage(paths, catalogue, key, pipe.send)
    except (failures.DamagedFile, failures.NotEncrypted):
        # What nobody can read any more must not forbid reading the offer anew.
        set_aside(catalogue)
    with explained(catalogue):
        return staging.stage(paths, catalogue, key, pipe.send)


def _apply(key: DatabaseKey, _: Pipe, catalogue: Path, at: datetime) -> Preview:
    with explained(catalogue):
        return generations.apply(catalogue, key, at)


def _undo(key: DatabaseKey, _: Pipe, catalogue: Path) -> generations.Generation:
    with explained(catalogue):
        return generations.undo(catalogue, key)


def _take_in(key: DatabaseKey, _: Pipe, catalogue: Path, siret: str, at: datetime) -> Preview:
    # Not loaded by an import of files.
    from kairos_desktop.services.catalogue import reception

    with explained(catalogue):
        return reception.take_in(catalogue, key, siret, at)
