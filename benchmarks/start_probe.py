# SPDX-License-Identifier: MIT
"""One start, in a process of its own, that notes its moments and leaves: see start.py.

python -m benchmarks.start_probe bare
python -m benchmarks.start_probe ours PROFILE
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

_SETTLED_MS = 500
_HEAVY = ("sqlalchemy", "reportlab", "lxml", "keyring", "cryptography", "sqlcipher3", "httpx")
_moments: dict[str, Any] = {}


def main() -> None:
    """Start what is asked; the moments are on the last line of the output."""
    if sys.argv[1] == "bare":
        _bare()
    else:
        _ours(sys.argv[2])
    print(json.dumps(_moments))


def _bare() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    from benchmarks.painting import after_paint

    class Bare(QMainWindow):
        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)

    def leave(_window: Any) -> None:
        if _note("window"):
            QTimer.singleShot(0, app.quit)

    after_paint(Bare, leave)
    app = QApplication([])
    window = Bare()
    window.resize(1366, 768)
    window.show()
    app.exec()


def _ours(profile: str) -> None:
    """The program as its user starts it, on a profile that opens alone."""
    from kairos_desktop.assembly.unread_sources import leave_sources_unread

    # What the program does before it imports its windows, which this probe imports before it.
    leave_sources_unread()
    from PySide6.QtCore import QTimer

    from benchmarks.painting import after_paint
    from kairos_desktop.__main__ import main as program
    from kairos_desktop.views.shell.main_window import MainWindow
    from kairos_desktop.views.shell.side_panel import EntryTree

    def on_tree(_tree: Any) -> None:
        if _note("window"):
            _moments["loaded"] = [name for name in _HEAVY if name in sys.modules]
            # The program has no list before its tree either.
            from kairos_desktop.views.toolkit.table import ActTable

            after_paint(ActTable, on_list)

    def on_list(table: Any) -> None:
        model = table.model()
        if model.rowCount() and model.row_at(0) is not None and _note("list"):
            _moments["loaded at the list"] = [name for name in _HEAVY if name in sys.modules]

    start = MainWindow.start

    def start_and_note(window: Any) -> None:
        start(window)
        _note("ready")
        QTimer.singleShot(_SETTLED_MS, _leave)

    MainWindow.start = start_and_note

    after_paint(EntryTree, on_tree)
    program(["--profile", profile])


def _leave() -> None:
    import psutil
    from PySide6.QtWidgets import QApplication

    _moments["bytes"] = psutil.Process().memory_info().rss
    QApplication.closeAllWindows()


def _note(name: str) -> bool:
    """Note a moment the first time; the clock is the machine's, read by the parent too."""
    if name in _moments:
        return False
    _moments[name] = time.monotonic()
    return True


if __name__ == "__main__":
    main()
