# SPDX-License-Identifier: MIT
"""Choosing a verified backup to put back: as a step of the start, or as a dialogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from kairos_desktop.models.paris import PARIS
from kairos_desktop.services.backup_keeper import REASONS
from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.fields import Field
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from kairos_desktop.services.backups import Backup

_SHOWN_ROWS, _ROW_HEIGHT = 5, 38
TITLE = "Restaurer une sauvegarde"
LEAD = (
    "La sauvegarde choisie est vérifiée, puis remplace les données du profil. L’état actuel est "
    "d’abord mis de côté : rien n’est perdu."
)
NONE_YET = (
    "Ce profil n’a pas encore de sauvegarde. Rien n’a été modifié. Si vous avez copié le dossier "
    "« backups » ailleurs, remettez-le dans le dossier du profil, puis recommencez."
)


class BackupField(Field):
    """The backups of a profile, the newest first and chosen; below, what each would bring back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._list = QListWidget()
        set_look(self._list, "choices")
        self._now = now
        self._backups: list[Backup] = []
        super().__init__("Sauvegardes vérifiées", self._list, is_required=True)
        self._list.currentRowChanged.connect(self._on_row)

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show the backups."""
        self._backups = list(backups)
        self._list.clear()
        for backup in backups:
            item = QListWidgetItem(backup_line(backup))
            item.setSizeHint(QSize(0, metrics.px(_ROW_HEIGHT)))
            self._list.addItem(item)
        rows = max(2, min(len(backups), _SHOWN_ROWS))
        self._list.setFixedHeight(rows * metrics.px(_ROW_HEIGHT) + metrics.px(12))
        self._list.setCurrentRow(0 if backups else -1)

    def value(self) -> Backup | None:
        row = self._list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def set_value(self, value: Backup | None) -> None:
        self._list.setCurrentRow(-1 if value is None else self._backups.index(value))

    def consequence(self) -> str:
        """Give what would happen with the backup chosen."""
        return self._hint.text()

    def _on_row(self, row: int) -> None:
        chosen = self.value()
        self.show_hint("" if chosen is None else consequence(chosen, self._now()))
        self._on_edited()


class RestoreStep(Step):
    """The backups of a profile that does not open.

    Signals:
        asked(Backup): this one is to be put back.
        back_asked(): none.
    """

    asked = Signal(object)
    back_asked = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(TITLE, LEAD)
        self.backups = BackupField(now)
        self.body.addWidget(self.backups)
        self.add_back("Retour", self.back_asked.emit)
        self.restore = self.add_main("Restaurer et ouvrir", self._on_asked)

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show what can be put back, or why nothing can."""
        self.backups.show_backups(backups)
        self.backups.setVisible(bool(backups))
        self.restore.setVisible(bool(backups))
        self.say("" if backups else NONE_YET, "warn")

    def focus_start(self) -> None:
        self.backups.control.setFocus()

    def _on_asked(self) -> None:
        chosen = self.backups.value()
        if chosen is not None:
            self.asked.emit(chosen)


def pick_backup(
    parent: QWidget, backups: Sequence[Backup], now: Callable[[], datetime]
) -> Backup | None:
    """Ask which backup of the open profile to put back; None when the person gives up."""
    form = Form()
    field = form.add("backup", BackupField(now))
    field.show_backups(backups)
    values = dialogs.ask(parent, TITLE, form, accept="Restaurer", lead=LEAD)
    return None if values is None else values["backup"]


def backup_line(backup: Backup) -> str:
    """« lun. 23 nov. 2026 · 8 h 30 · automatique · 1,2 Mo »."""
    made = backup.made.astimezone(PARIS)
    moment = f"{short_day(made.date())} · {hour(made.time())}"
    return f"{moment} · {REASONS[backup.reason]} · {_size(backup.size)}"


def consequence(backup: Backup, now: datetime) -> str:
    """What is lost from sight by going back to a backup, in time."""
    return f"Les saisies faites depuis ({_span(now - backup.made)}) quitteront les listes."


def _span(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes}\u00a0min"
    if minutes < 48 * 60:
        return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02d}"
    return f"{minutes // (24 * 60)}\u00a0jours"


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}\u00a0ko"
    return f"{count / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
