# SPDX-License-Identifier: MIT
"""A function of a benchmark, run in a process of its own: one part never warms another."""

from __future__ import annotations

import importlib
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

# As large as an office screen: on the platform's own 800 × 800 the window folds its menus away.
SCREEN = Path(__file__).with_name("screen.json").absolute()


def alone(module: str, function: str, *arguments: object) -> Any:
    """What `benchmarks.module.function(*arguments)` gives, without a screen."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(_call, module, function, arguments).result()


def _call(module: str, function: str, arguments: tuple[object, ...]) -> Any:
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN.as_posix()}"
    return getattr(importlib.import_module(f"benchmarks.{module}"), function)(*arguments)
