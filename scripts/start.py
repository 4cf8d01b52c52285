# SPDX-License-Identifier: MIT
"""Starts the demonstration window; plays the tour where no display answers.

    .venv/bin/python -m scripts.start [--tour]

Qt aborts the process when its display does not answer: the question is asked here first.
"""

import ctypes
import os
import socket
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path

TOUR = ("tour", "--out", "build/tour")


def main(arguments: Sequence[str]) -> None:
    """Replace this process by the program, with the display it can have."""
    wanted = TOUR if "--tour" in arguments else ("demo",)
    if not display_answers(os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if wanted != TOUR:
            print("Aucun écran ne répond ici : la visite est jouée et ses images enregistrées.")
        wanted = TOUR
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "kairos_desktop", *wanted])


def display_answers(environ: MutableMapping[str, str]) -> bool:
    """True when a window can be shown; without Wayland, `environ` then says to use X11."""
    if sys.platform != "linux":
        return True
    if environ.get("WAYLAND_DISPLAY") and wayland_answers(environ):
        return True
    if environ.get("DISPLAY") and x11_answers(environ["DISPLAY"]):
        environ.setdefault("QT_QPA_PLATFORM", "xcb")
        return True
    return False


def wayland_answers(environ: MutableMapping[str, str]) -> bool:
    """True when the compositor's socket accepts a connection."""
    path = Path(environ.get("XDG_RUNTIME_DIR", "/"), environ["WAYLAND_DISPLAY"])
    with socket.socket(socket.AF_UNIX) as compositor:
        try:
            compositor.connect(str(path))
        except OSError:
            return False
    return True


def x11_answers(display: str) -> bool:
    """True when this X server accepts this user."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


if __name__ == "__main__":
    main(sys.argv[1:])
