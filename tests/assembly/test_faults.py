# SPDX-License-Identifier: MIT
"""A defect of a gesture reaches the person and the incidents; it never vanishes."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal

from kairos_desktop.assembly.faults import SENTENCE, Faults

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Knob(QObject):
    turned = Signal()


@pytest.mark.expects_log
@pytest.mark.qt_no_exception_capture
def test_a_defect_in_a_slot_and_one_in_a_thread_are_said_and_kept(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    faults, knob, said = Faults(), Knob(), list[str]()
    faults.met.connect(said.append)
    faults.listen()

    def broken() -> None:
        raise ValueError("by our own fault")

    knob.turned.connect(broken)
    knob.turned.emit()
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == [SENTENCE] * 2
    assert caplog.text.count("by our own fault") >= 2
