# SPDX-License-Identifier: MIT
"""The one signal that says what changed; screens decide whether to care."""

from PySide6.QtCore import QObject, Signal


class ChangeHub(QObject):
    """Broadcasts each ChangeSet of services.ledger, from the user or from the sync.

    Signals:
        changed(ChangeSet): on the GUI thread, after the transaction is committed.
    """

    changed = Signal(object)
