# SPDX-License-Identifier: MIT
"""What the machine lacks is found, and asked for in one line."""

import shutil

import pytest

from scripts import system_libraries
from scripts.system_libraries import NOTHING, OFFSCREEN, WAYLAND, X11, Missing


@pytest.fixture
def no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, {*OFFSCREEN}),
        ({"DISPLAY": ""}, {*OFFSCREEN}),
        ({"DISPLAY": ":0"}, {*OFFSCREEN, *X11}),
        ({"WAYLAND_DISPLAY": "wayland-0"}, {*OFFSCREEN, *WAYLAND}),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {*OFFSCREEN, *X11, *WAYLAND}),
    ],
)
def test_only_the_displays_of_this_machine_are_served(
    environ: dict[str, str], wanted: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    missing = system_libraries.missing_libraries(environ, lambda soname: False)
    assert set(missing.names) == wanted


def test_a_library_that_loads_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    missing = system_libraries.missing_libraries({}, lambda soname: soname != "libEGL.so.1")
    assert missing == Missing(("libEGL.so.1",), ("libegl1",))


def test_elsewhere_than_on_linux_qt_brings_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert not system_libraries.missing_libraries({"DISPLAY": ":0"}, lambda soname: False)


def test_the_loader_is_asked() -> None:
    assert system_libraries.loads("libc.so.6")
    assert not system_libraries.loads("libnowhere.so.9")


def test_a_package_is_asked_for_once() -> None:
    both = Missing(("liba.so",), ("a",)) + Missing(("liba-x.so", "libb.so"), ("a", "b"))
    assert both == Missing(("liba.so", "liba-x.so", "libb.so"), ("a", "b"))
    assert both
    assert not NOTHING


@pytest.mark.usefixtures("no_sudo")
def test_one_line_without_sudo() -> None:
    line = system_libraries.line_to_type(["libegl1", "libgl1"])
    assert line.startswith("su -c 'apt-get update && apt-get install -y ")
    assert line.endswith(" libegl1 libgl1'")
    assert "\n" not in line


def test_one_line_with_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert system_libraries.line_to_type(["libegl1"]).startswith("sudo sh -c 'apt-get update")


def test_root_needs_no_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert system_libraries.root_prefix() == []


@pytest.mark.usefixtures("no_sudo")
def test_a_user_without_sudo_cannot_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert system_libraries.root_prefix() is None
