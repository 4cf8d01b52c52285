# SPDX-License-Identifier: MIT
"""The system libraries that the pip packages leave to the machine: found, installed, or asked for.

Standard library only: it runs before anything is installed.
"""

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Each shared object that the Qt libraries name (readelf -d), and the Debian package that has it.
OFFSCREEN: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11: Mapping[str, str] = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND: Mapping[str, str] = {
    "libcups.so.2": "libcups2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Real parts that some tests meet; without one, its tests are skipped and say so.
TEST_PROGRAMS: Mapping[str, str] = {
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
}


@dataclass(frozen=True)
class Missing:
    """What the machine lacks: the names to say, and the Debian packages that bring them."""

    names: tuple[str, ...]
    packages: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.names)

    def __add__(self, other: "Missing") -> "Missing":
        packages = dict.fromkeys(self.packages + other.packages)
        return Missing(self.names + other.names, tuple(packages))


NOTHING = Missing((), ())


def loads(soname: str) -> bool:
    """True when the dynamic loader finds this library: the question that Qt will ask."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def needed(environ: Mapping[str, str]) -> dict[str, str]:
    """The shared objects needed for the displays that this environment names."""
    if sys.platform != "linux":
        return {}
    wanted = dict(OFFSCREEN)
    if environ.get("DISPLAY"):
        wanted |= X11
    if environ.get("WAYLAND_DISPLAY"):
        wanted |= WAYLAND
    return wanted


def missing_libraries(
    environ: Mapping[str, str] = os.environ, found: Callable[[str], bool] = loads
) -> Missing:
    """The libraries without which Qt would abort on this machine."""
    return _missing(needed(environ), found)


def missing_test_programs() -> Missing:
    """The programs without which some tests are skipped."""
    return _missing(TEST_PROGRAMS, lambda name: shutil.which(name) is not None)


def missing_venv() -> Missing:
    """What `python -m venv` lacks: Debian keeps ensurepip in a package of its own."""
    if all(importlib.util.find_spec(name) for name in ("ensurepip", "venv")):
        return NOTHING
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Missing(("ensurepip",), (f"python{version}-venv",))


def _missing(wanted: Mapping[str, str], found: Callable[[str], bool]) -> Missing:
    names = tuple(name for name in wanted if not found(name))
    return Missing(names, tuple(dict.fromkeys(wanted[name] for name in names)))


def has_apt() -> bool:
    """True on Debian, Ubuntu and their kin."""
    return shutil.which("apt-get") is not None


def line_to_type(packages: Iterable[str]) -> str:
    """The one line that an administrator of this machine types."""
    names = " ".join(packages)
    both = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    return f"sudo sh -c '{both}'" if shutil.which("sudo") else f"su -c '{both}'"


def root_prefix() -> list[str] | None:
    """What to write before a command to run it as root unasked; None where nothing does."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def install(prefix: Sequence[str], packages: Sequence[str]) -> bool:
    """Install Debian packages; False, with apt's own words on the terminal, when they do not."""
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    wanted = [*apt, "install", "-y", "--no-install-recommends", *packages]
    # The lists of a fresh machine are empty or stale: try, then refresh them and try again.
    if _succeeds(wanted):
        return True
    return _succeeds([*apt, "update"], shown=True) and _succeeds(wanted, shown=True)


def _succeeds(command: Sequence[str], *, shown: bool = False) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=not shown, check=False)
    return done.returncode == 0


def distribution() -> str:
    """The name that this system gives itself."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return "ce système"
