# SPDX-License-Identifier: MIT
"""A server as a process of its own: what it answers, what it logs, how it stops."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kairos_server.commands.log_lines import JsonLines


@pytest.fixture
def served(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`kairos-server serve` with nothing configured, on a port that the system gives."""
    server = subprocess.Popen(
        [sys.executable, "-m", "kairos_server", "serve", "--port", "0"],
        env={"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield server
    server.kill()
    server.communicate()


def lines_until(server: subprocess.Popen[str], words: str) -> list[dict[str, Any]]:
    assert server.stderr
    lines: list[dict[str, Any]] = []
    for line in server.stderr:
        lines.append(json.loads(line))
        if words in lines[-1]["said"]:
            return lines
    raise AssertionError(f"never said: {lines}")


def test_it_serves_with_nothing_configured_and_stops_when_told(
    served: subprocess.Popen[str], tmp_path: Path
) -> None:
    started = lines_until(served, "Uvicorn running on")[-1]["said"]
    address = next(word for word in started.split() if word.startswith("http://127.0.0.1:"))
    answer = httpx.get(f"{address}/health", trust_env=False)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "server" not in answer.headers
    assert (tmp_path / "kairos-server" / "kairos-server.db").exists()
    served.send_signal(signal.SIGTERM)
    assert all(line["level"] in {"info", "debug"} for line in lines_until(served, "Finished"))
    assert served.wait() in {0, -signal.SIGTERM}


def test_a_log_line_has_no_text_of_a_failure() -> None:
    try:
        raise ValueError("Key (last_name)=(Martin) already exists")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    record.status = 500
    line = json.loads(JsonLines().format(record))
    assert (line["failure"], line["status"], line["said"]) == ("ValueError", 500, "failed")
    assert "test_serving.py" in line["where"][0]
    assert "Martin" not in json.dumps(line)
