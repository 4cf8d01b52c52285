# SPDX-License-Identifier: MIT
"""What is said of a sheet's signatures: whether they are as they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.rules.signatures import Fault, short, standing
from kairos_desktop.services.wording.sentences import sentence

if TYPE_CHECKING:
    from kairos_desktop.services.queries.sheets import SheetCard

_FAULTS = {
    Fault.ALTERED: "une signature a été modifiée après coup",
    Fault.MISSING: "une signature a été retirée ou déplacée",
}


def verified(card: SheetCard) -> str:
    """The sentence of « Vérifier »."""
    if not card.signatures and not card.faults:
        return "Rien n’est signé à l’écran sur cette feuille : il n’y a rien à vérifier."
    if card.faults:
        found = ", ".join(dict.fromkeys(_FAULTS[each.fault] for each in card.faults))
        return f"Attention : {found}. Gardez une sauvegarde, et comparez avec la feuille imprimée."
    live = len(standing(card.signatures))
    gone = len(card.signatures) - live
    said = f"{live} signature{'s' if live > 1 else ''}"
    said += f" et {gone} barrée{'s' if gone > 1 else ''}" if gone else ""
    last = max(card.signatures, key=lambda row: (row.signed_at, row.rank))
    return (
        f"{said} : rien n’a été modifié ni retiré. Dernière empreinte : {short(last.digest)}, à "
        "comparer avec la feuille imprimée."
    )


_SHORT = {
    "sheet_on_holiday": "Férié",
    "sheet_on_closure": "Fermeture",
    "sheet_outside_session": "Hors session",
    "sheet_recorded_early": "Saisie trop tôt",
    "signed_too_early": "Trop tôt",
    "signed_too_late": "Trop tard",
    "signed_at_once": "Tous à la fois",
    "sheet_without_trainer": "Sans formateur",
    "signed_while_absent": "Absent a signé",
    "signed_while_interrupted": "Interrompu a signé",
    "signed_before_entry": "Entrée à saisir",
    "signed_outside_path": "Hors parcours",
    "signed_more_than_once": "Signé deux fois",
    "signature_altered": "Signature modifiée",
    "signature_removed": "Signature retirée",
}


def to_check(card: SheetCard) -> str:
    """What must be looked at of a sheet, in a few words; "" where there is nothing."""
    return ", ".join(_SHORT[each.code] for each in card.warnings)


def to_check_whole(card: SheetCard) -> str:
    """The same in whole sentences, one a line."""
    return "\n".join(sentence(each) for each in card.warnings)
