# SPDX-License-Identifier: MIT
"""Closing the window while acts wait to be sent: one sentence, and never the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.wording.exchange_words import STOPPED, acts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.exchange_seen import ExchangeState

TITLE = "Des actes restent à envoyer"


def may_leave(window: QWidget, state: ExchangeState | None) -> bool:
    """Whether the window may close: at once when nothing waits, else as the person says."""
    if state is None or not state.to_send:
        return True
    from kairos_desktop.views.toolkit import dialogs

    return dialogs.confirm(
        window, TITLE, leaving_sentence(state), accept="Quitter", reject="Rester"
    )


def leaving_sentence(state: ExchangeState) -> str:
    """What closing now means."""
    one = state.to_send == 1
    if state.problem in STOPPED:
        return (
            f"{acts(state.to_send)} de ce poste ne {'partira' if one else 'partiront'} plus par le "
            f"réseau : {'il reste lisible' if one else 'ils restent lisibles'} ici. « Exporter les "
            "actes… », dans « Échange entre les postes », en fait un fichier à remettre au "
            "responsable de gestion des comptes."
        )
    return (
        f"{acts(state.to_send)} de ce poste {'n’est' if one else 'ne sont'} pas encore chez vos "
        f"collègues : {'il reste enregistré' if one else 'ils restent enregistrés'} ici et "
        f"{'partira' if one else 'partiront'} à la prochaine ouverture."
    )
