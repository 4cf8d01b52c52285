# SPDX-License-Identifier: MIT
"""A sentence shown by the desktop itself, where it has the usual service for that (Linux).

Source: Desktop Notifications Specification 1.2. Elsewhere the views use the tray of Windows or
macOS. Blocking: read lane.
"""

from __future__ import annotations

import os
import sys
from html import escape
from importlib import import_module
from typing import Any

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_PROGRAM, _SHOWN_MS, _ANSWER_S = "Kairos Desktop", 30_000, 2.0


class NoNotices(Exception):
    """There is no bus here, or nobody on it who shows notices."""


def has_bus() -> bool:
    """Whether this system shows notices by a session bus, rather than by a tray."""
    return sys.platform.startswith("linux")


def can_show() -> bool:
    """Whether a notice would be shown."""
    driver = ("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        return any(
            _NAME in _asked(driver, question)[0]
            for question in ("ListNames", "ListActivatableNames")
        )
    except NoNotices:
        return False


def show(title: str, text: str) -> None:
    """Show a notice. Raises NoNotices."""
    # What is written may hold no markup: some desktops read it as HTML.
    body = escape(text, quote=False)
    hints = {"category": ("s", "presence")}
    _asked(
        (_PATH, _NAME, _NAME),
        "Notify",
        "susssasa{sv}i",
        (_PROGRAM, 0, "", title, body, list[str](), hints, _SHOWN_MS),
    )


def _asked(
    where: tuple[str, str, str], method: str, signature: str | None = None, values: Any = ()
) -> Any:
    """What an object of the session bus answers. Raises NoNotices for anything else."""
    # It ships no types: what it gives is annotated here.
    jeepney: Any = import_module("jeepney")
    blocking: Any = import_module("jeepney.io.blocking")
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise NoNotices
    call = jeepney.new_method_call(jeepney.DBusAddress(*where), method, signature, values)
    try:
        with blocking.open_dbus_connection("SESSION") as bus:
            answer = bus.send_and_get_reply(call, timeout=_ANSWER_S)
    except (OSError, ValueError, KeyError, TimeoutError) as error:
        raise NoNotices from error
    if answer.header.message_type is jeepney.MessageType.error:
        raise NoNotices
    return answer.body
