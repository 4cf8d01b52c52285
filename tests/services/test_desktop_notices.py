# SPDX-License-Identifier: MIT
"""The desktop's notices over a real session bus: shown, refused, or nobody there."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kairos_desktop.services import desktop_notices
from tests.keyring_daemon import bus, home

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bus", "home"]

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="not installed: dbus-daemon"
)


class Desktop:
    """Who shows notices on the bus; keeps what it was asked."""

    def __init__(self) -> None:
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.asked: list[tuple[Any, ...]] = []
        self.refuses = False
        self._bus = open_dbus_connection("SESSION")
        self._bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.Notifications"))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        from jeepney import MessageType, new_error, new_method_return

        while True:
            message = self._bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            if not message.body:
                return
            self.asked.append(message.body)
            answer = (
                new_error(message, "org.freedesktop.DBus.Error.Failed")
                if self.refuses
                else new_method_return(message, "u", (7,))
            )
            self._bus.send(answer)

    def close(self) -> None:
        """Ask the thread to end, by a call that says nothing."""
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        name = "org.freedesktop.Notifications"
        with open_dbus_connection("SESSION") as other:
            other.send(new_method_call(DBusAddress("/", name, name), "End"))
            self._thread.join()
        self._bus.close()


@pytest.fixture
def desktop(bus: None) -> Iterator[Desktop]:
    del bus
    made = Desktop()
    yield made
    made.close()


def test_a_notice_is_shown_with_its_words_and_no_markup(desktop: Desktop) -> None:
    assert desktop_notices.can_show()
    desktop_notices.show("Info coll à 9 h – Salle 12", "3 inscrits sur 12 places. Vente & <b>")
    ((program, replaces, _icon, title, text, actions, _hints, _time),) = desktop.asked
    assert (program, replaces, title) == ("Kairos Desktop", 0, "Info coll à 9 h – Salle 12")
    assert text == "3 inscrits sur 12 places. Vente &amp; &lt;b&gt;"
    assert actions == []


def test_a_desktop_that_refuses_is_no_failure_of_ours(desktop: Desktop) -> None:
    desktop.refuses = True
    with pytest.raises(desktop_notices.NoNotices):
        desktop_notices.show("Info coll", "3 inscrits")


def test_a_bus_with_nobody_on_it_shows_nothing(bus: None) -> None:
    del bus
    assert not desktop_notices.can_show()
    with pytest.raises(desktop_notices.NoNotices):
        desktop_notices.show("Info coll", "3 inscrits")


@pytest.mark.parametrize("address", ["", "unix:path=/nulle/part"])
def test_without_a_bus_nothing_shows(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert not desktop_notices.can_show()
    with pytest.raises(desktop_notices.NoNotices):
        desktop_notices.show("Info coll", "3 inscrits")
