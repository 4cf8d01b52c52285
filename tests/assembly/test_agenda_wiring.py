# SPDX-License-Identifier: MIT
"""The desktop's notices as the window wires them: shown where they can be, else told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from kairos_desktop.assembly.agenda_wiring import DesktopNotices
from kairos_desktop.services import desktop_notices
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import InlineLanes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture
def notices(app: QApplication) -> DesktopNotices:
    del app
    return DesktopNotices(Desk(None, InlineLanes()))


def why_not(notices: DesktopNotices) -> str:
    answers: list[str] = []
    notices.ask_why_not(answers.append)
    (answer,) = answers
    return answer


def test_a_desktop_that_shows_no_notices_is_told_on_the_page_and_no_failure(
    notices: DesktopNotices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_notices, "has_bus", lambda: True)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    # A line in the log would fail: a meeting that nobody announces is no defect.
    notices.show("Info coll à 9 h", "3 inscrits sur 12 places.")
    assert "n’affiche pas d’annonces" in why_not(notices)


def test_without_a_bus_the_tray_shows_it_where_there_is_one(
    notices: DesktopNotices, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[Any, ...]] = []
    monkeypatch.setattr(desktop_notices, "has_bus", lambda: False)
    # Without a screen Qt has no tray to show itself in.
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _tray: None)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _tray, *words: shown.append(words[:2])
    )
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    notices.show("Info coll à 9 h", "3 inscrits sur 12 places.")
    assert shown == []
    assert "n’affiche pas d’annonces" in why_not(notices)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    notices.show("Info coll à 9 h", "3 inscrits sur 12 places.")
    assert shown == [("Info coll à 9 h", "3 inscrits sur 12 places.")]
    assert why_not(notices) == ""
