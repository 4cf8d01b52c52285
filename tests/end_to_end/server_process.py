# SPDX-License-Identifier: MIT
"""`kairos-server serve` as an administrator runs it: a process, stopped, killed, started."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ServerProcess:
    """A back end at one address, whatever happens to its process."""

    def __init__(self, database: str, home: Path) -> None:
        self.database = database
        self._environment = {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "KAIROS_SERVER_DATABASE": database,
        }
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._running: subprocess.Popen[str] | None = None
        self._drain: threading.Thread | None = None

    def start(self, prefix: Sequence[str] = ()) -> None:
        """Serve; returns once it answers. `prefix` is a program that runs the server."""
        served = ("-m", "kairos_server", "serve", "--port", str(self.port))
        self._running = subprocess.Popen(
            [*prefix, sys.executable, *served],
            cwd=ROOT,
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = list[str]()
        assert self._running.stderr
        for line in self._running.stderr:
            said.append(line)
            if "Uvicorn running on" in line:
                break
        else:
            raise AssertionError(f"the server did not start: {said}")
        # A full pipe would stop it.
        self._drain = threading.Thread(target=self._running.stderr.read, name="server log")
        self._drain.start()

    def stop(self) -> None:
        """Stop as an administrator does: requests under way are finished."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Stop as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        running.send_signal(how)
        running.wait()
        if self._drain is not None:
            self._drain.join()
        assert running.stderr
        running.stderr.close()
