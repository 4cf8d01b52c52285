# SPDX-License-Identifier: MIT
"""A window whose post was taken off: it hands over what waits, forgets its key, says so, closes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kairos_desktop.services.wording.exchange_words import acts
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.exchange.watch import ExchangeWatch
    from kairos_desktop.views.shell.main_window import MainWindow

TITLE = "Ce poste a été retiré de l’organisme"
_GONE = (
    "Le responsable de gestion des comptes (RGC) a retiré ce poste. Tout ce qui y a été saisi est "
    "sur le serveur : ce qui n’était pas encore parti lui a été remis, et il décidera de chaque "
    "acte. La clé des données de ce poste est effacée : elles ne s’ouvriront plus ici. Pour "
    "continuer, connectez-vous sur un autre poste, ou voyez avec votre RGC."
)
_MOST_TRIES = 3
_STAYS = (
    "Ce poste a été retiré, et le serveur n’a pas pris {acts} de ce poste : la clé est gardée "
    "jusque-là. Dans « Échange entre les postes », « Exporter les actes… » en fait un fichier."
)


class RevokedPost(QObject):
    """Follows the exchange; `leave` is called once nothing of this post can be opened any more."""

    def __init__(
        self,
        window: MainWindow,
        profile: OpenProfile,
        workspace: Workspace,
        watch: ExchangeWatch,
        synchronise: Callable[[], None],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._profile, self._workspace = window, profile, workspace
        self._watch, self._synchronise, self._leave = watch, synchronise, leave
        self._tries = 0
        self._is_ending = False
        watch.joined.connect(self._on_read)

    def _on_read(self, _joined: bool) -> None:
        from kairos_desktop.services.sync.revocation import REVOKED, end_post

        state = self._watch.state
        if state is None or state.problem != REVOKED or self._is_ending:
            return
        self._is_ending = True
        job = partial(end_post, self._profile, self._workspace)
        self._window.desk.lanes.write(job, self._on_answered, self._on_failed)

    def _on_answered(self, waiting: int) -> None:
        if not waiting:
            self._say_gone()
            self._leave()
            return
        self._is_ending = False
        self._tries += 1
        if self._tries <= _MOST_TRIES:
            # What was typed since the last exchange goes the same way.
            self._synchronise()
        elif self._tries == _MOST_TRIES + 1:
            self._window.desk.say(_STAYS.format(acts=acts(waiting)))

    def _on_failed(self, _error: Exception) -> None:
        """The disk refused: it is tried again after the next exchange."""
        self._is_ending = False

    def _say_gone(self) -> None:
        form = Form()
        sentence = Label(_GONE)
        sentence.setWordWrap(True)
        form.add_widget(sentence)
        dialogs.tell(self._window, TITLE, form)
