# SPDX-License-Identifier: MIT
"""Programs killed at one of their writes to the disk: kill -9, nothing is told to them.

By strace, which kills within the system call, before a byte is written. Where it is missing or
may not trace, they are killed at one of the lines that they say.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

# Kills in a test; `make soak` asks for more.
KILLS = int(os.environ.get("KAIROS_KILLS", "4"))
_WRITES = "pwrite64"


@functools.cache
def can_trace() -> bool:
    """Whether strace is here, and may inject."""
    if shutil.which("strace") is None:
        return False
    tried = ["strace", "-o", os.devnull, "-e", f"inject={_WRITES}:signal=KILL:when=1", "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def at_write(command: Sequence[str], number: int) -> list[str]:
    """The command, killed at that write of any of its threads; unharmed if it never comes."""
    asked = f"inject={_WRITES}:signal=KILL:when={number}"
    return [
        "strace",
        "-f",
        "-qq",
        "-o",
        os.devnull,
        "-e",
        f"trace={_WRITES}",
        "-e",
        asked,
        *command,
    ]


def writes_of(command: Sequence[str], given: str, until: str = "") -> int:
    """How often a command writes to the disk, to its end or until it first says this."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "writes")
        traced = ["strace", "-f", "-qq", "-o", str(told), "-e", f"trace={_WRITES},write"]
        subprocess.run([*traced, *command], input=given, capture_output=True, text=True, check=True)
        lines = told.read_text().splitlines()
    if until:
        lines = lines[: next(n for n, line in enumerate(lines) if f'write(1, "{until}' in line)]
    return sum(f"{_WRITES}(" in line for line in lines)


def killed(command: Sequence[str], given: str, number: int) -> list[str]:
    """Run a command that is killed at that write, or at that line of its output; what it said."""
    if can_trace():
        done = subprocess.run(
            at_write(command, number), input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, -signal.SIGKILL, 128 + signal.SIGKILL), done.stderr
        return _whole(done.stdout)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(given)
        process.stdin.close()
        said = [process.stdout.readline() for _ in range(number)]
        process.kill()
        return _whole("".join(said) + process.stdout.read())


def _whole(said: str) -> list[str]:
    return said.split("\n")[:-1]
