# SPDX-License-Identifier: MIT
"""Lanes that know whether anything is still being read or written: a picture waits for that."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from kairos_desktop.views.toolkit.lanes import ThreadLanes

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject


class WatchedLanes(ThreadLanes):
    """The lanes of the program, their jobs counted."""

    def __init__(self) -> None:
        super().__init__()
        self._count = Lock()
        self._under_way = 0

    @property
    def is_quiet(self) -> bool:
        """Whether every job that was asked has run; its answer comes with the next events."""
        return self._under_way == 0

    def read(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        owner: QObject,
        key: str | None = None,
    ) -> None:
        """Run a job on the read lane, counted."""
        self._add(1)
        super().read(job, done, failed, owner, key)

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a job on the write lane, counted."""
        self._add(1)
        super().write(job, done, failed)

    def _run_read(self, job: Callable[[], Any], number: int) -> None:
        super()._run_read(job, number)
        self._add(-1)

    def _run_write(self, job: Callable[[], Any], number: int) -> None:
        super()._run_write(job, number)
        self._add(-1)

    def _add(self, jobs: int) -> None:
        with self._count:
            self._under_way += jobs
