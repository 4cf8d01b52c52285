# SPDX-License-Identifier: MIT
"""The window where a display answers, the tour elsewhere: Qt is never left to abort."""

import os
import socket
import sys
from pathlib import Path

import pytest

from scripts import start

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="displays are asked on Linux only")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda path, command: commands.append(command[1:]))
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return commands


@on_linux
def test_without_a_display_the_tour(started: list[list[str]]) -> None:
    start.main([])
    assert started == [["-m", "kairos_desktop", "tour", "--out", "build/tour"]]
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_with_a_display_the_window(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "display_answers", lambda environ: True)
    start.main([])
    start.main(["--tour"])
    assert started == [
        ["-m", "kairos_desktop", "demo"],
        ["-m", "kairos_desktop", "tour", "--out", "build/tour"],
    ]


@on_linux
def test_a_dead_x_server_is_no_display() -> None:
    environ = {"DISPLAY": ":64242"}
    assert not start.display_answers(environ)
    assert "QT_QPA_PLATFORM" not in environ


@on_linux
def test_a_compositor_is_a_display_as_long_as_it_listens(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert not start.display_answers(environ)
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert start.display_answers(environ)
    assert not start.display_answers(environ)


@on_linux
def test_x11_serves_where_wayland_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {
        "DISPLAY": ":0",
        "WAYLAND_DISPLAY": "wayland-0",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    monkeypatch.setattr(start, "x11_answers", lambda display: display == ":0")
    assert start.display_answers(environ)
    assert environ["QT_QPA_PLATFORM"] == "xcb"
