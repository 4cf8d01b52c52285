# SPDX-License-Identifier: MIT
"""Two things at a time: a call to the back end, and what this post does until it is answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Protocol, TypeVar

T = TypeVar("T")


class Beside(Protocol):
    """Begins a call, and gives what waits for its result or raises what it raised."""

    def __call__(self, call: Callable[[], T]) -> Callable[[], T]: ...


def when_waited_for(call: Callable[[], T]) -> Callable[[], T]:
    """Begins nothing: the call is made where its result is wanted."""
    return call


def in_a_thread(call: Callable[[], T]) -> Callable[[], T]:
    """Makes the call at once, on a thread that the end of the program does not wait for."""
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(call())
        except BaseException as trouble:  # noqa: BLE001 - raised again where it is waited for
            result.set_exception(trouble)

    Thread(target=run, name="beside", daemon=True).start()
    return result.result
