# SPDX-License-Identifier: MIT
"""What is said of acts and answers that travel in a file: done, refused, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kairos_desktop.services.wording.exchange_words import acts

if TYPE_CHECKING:
    from kairos_desktop.services.sync.carriage import Answered
    from kairos_desktop.services.sync.wire import CarryAnswer

FILE_SENTENCES = {
    "alone": "Ce poste travaille seul : il n’a pas de serveur à qui faire porter ses actes.",
    "no_key": "Ce poste n’a pas encore reçu de quoi chiffrer un fichier d’actes : connectez-le "
    "une fois à son serveur. Ses actes sont gardés.",
    "not_ours": "Ce fichier n’est pas un fichier d’actes de Kairos Desktop. Rien n’en a été pris.",
    "damaged": "Ce fichier est abîmé, incomplet ou modifié : il est refusé en entier, rien n’en a "
    "été pris. Les actes sont toujours sur leur poste : exportez-les de nouveau.",
    "newer": "Ce fichier vient d’une version plus récente de Kairos Desktop. Rien n’en a été "
    "pris : mettez à jour, puis importez-le de nouveau.",
    "too_large": "Ce fichier est trop gros pour être porté. Rien n’en a été pris ; les actes sont "
    "toujours sur leur poste, reliez-le au réseau.",
    "elsewhere": "Ce fichier est celui d’un autre organisme. Rien n’en a été pris.",
    "unknown_post": "Le serveur ne connaît pas le poste de ce fichier. Rien n’en a été pris ; les "
    "actes sont toujours sur ce poste.",
    "answers": "Ce fichier est une réponse du serveur : importez-la sur le poste qu’elle concerne.",
    "other_post": "Cette réponse du serveur est pour un autre poste : importez-la sur celui-là. "
    "Rien n’a été changé ici.",
    "unreadable": "Ce fichier ne peut pas être lu : la clé a peut-être été retirée. Rien n’en a "
    "été pris.",
    "disk_full": "Il n’y a plus de place sur ce disque : le fichier n’a pas été écrit, les actes "
    "sont toujours sur ce poste. Libérez de la place ou choisissez un autre disque.",
    "unwritable": "Le fichier n’a pas pu être écrit ici : la clé est peut-être protégée ou "
    "retirée. Les actes sont toujours sur ce poste ; choisissez un autre dossier.",
}
"""What is said of a file that is refused or cannot be made, by its code."""

_OUTCOMES = (
    ("applied", "accepté"),
    ("adapted", "adapté"),
    ("flagged", "à vérifier"),
    ("refused", "refusé"),
    ("quarantined", "mis de côté"),
)
_PROBLEM = (
    "Le serveur n’a pas pu prendre ces actes : son historique n’est plus celui que ce fichier "
    "connaît. Rapportez la réponse à {post} : il les préparera de nouveau. Rien n’est perdu."
)
_HELD = " Les derniers sont d’une version plus récente que le serveur : ils restent sur leur poste."
_ANSWER_BESIDE = " Rapportez-lui la réponse : « {name} »."
_ANSWER_LOST = (
    " La réponse n’a pas pu être écrite à côté du fichier : ce poste l’aura à son prochain contact."
)


def exported_sentence(count: int, left: int, name: str) -> str:
    """What a new file holds, and that nothing has left the post by that."""
    if not count:
        return (
            f"« {name} » est prêt : ce poste n’a aucun acte à envoyer, la réponse lui apportera "
            "ce que font ses collègues."
        )
    one = count == 1
    told = (
        f"{acts(count)} dans « {name} ». {'Il reste' if one else 'Ils restent'} aussi sur ce "
        "poste jusqu’à la réponse du serveur."
    )
    if left:
        told += f" {acts(left)} de plus ne tenaient pas : exportez-les après la réponse."
    return told


def carried_sentence(answer: CarryAnswer, answer_name: str) -> str:
    """What became of the acts that somebody brought; `answer_name` is "" where it is nowhere."""
    post = f"poste « {answer.letter} » ({answer.label})"
    beside = _ANSWER_BESIDE.format(name=answer_name) if answer_name else _ANSWER_LOST
    if answer.problem and not answer.outcomes:
        return _PROBLEM.format(post=f"ce {post}") + (beside if not answer_name else "")
    count = sum(answer.outcomes.values())
    told = f"{acts(count)} du {post} remis au serveur{_told(answer.outcomes)}."
    return told + (_HELD if answer.held else "") + beside


def answered_sentence(answered: Answered) -> str:
    """What a file of answers changed on this post."""
    if answered.begins_anew:
        return (
            "Le serveur a un autre historique : les actes de ce poste sont prêts à être portés "
            "de nouveau. Exportez-les encore une fois ; rien n’est perdu."
        )
    count = sum(answered.outcomes.values())
    told = f"Réponse du serveur : {acts(count)}{_told(answered.outcomes)}."
    if not count:
        told = "Réponse du serveur lue."
    if answered.is_current:
        return f"{told} Ce poste montre aussi ce que ses collègues ont fait."
    return f"{told} Ce que ses collègues ont fait arrivera au prochain contact."


def _told(outcomes: Mapping[str, int]) -> str:
    parts = [
        f"{outcomes[key]} {word}{'s' if outcomes[key] > 1 and key != 'flagged' else ''}"
        for key, word in _OUTCOMES
        if outcomes.get(key)
    ]
    return f" : {', '.join(parts)}" if parts else ""
