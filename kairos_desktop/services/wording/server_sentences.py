# SPDX-License-Identifier: MIT
"""The French sentence of each way in which a server does not serve: what happened, what to do."""

from __future__ import annotations

from kairos_desktop.services.wording.hand_delivery import FILE_SENTENCES

SENTENCES = {
    "bad_address": "Cette adresse ne peut pas être celle d’un serveur : elle commence par "
    "https:// et ne contient ni nom ni mot de passe. Rien n’a été envoyé.",
    "no_contact": "Le serveur n’a pas répondu : vérifiez l’adresse et le réseau. Rien n’est perdu, "
    "ce qui attend d’être envoyé reste sur ce poste.",
    "sign_in_refused": "L’identifiant ou le mot de passe n’est pas reconnu pour cet organisme. "
    "Vérifiez le SIRET, puis recommencez.",
    "too_many_tries": "Trop d’essais pour ce compte : attendez {wait} avant de recommencer.",
    "account_locked": "Ce compte est bloqué après trop d’essais. Le responsable des comptes (RGC) "
    "peut le débloquer.",
    "account_closed": "Ce compte est fermé. Le responsable des comptes (RGC) peut en ouvrir un "
    "autre ; ce qui a été saisi sur ce poste y reste.",
    "provisional_expired": "Ce mot de passe provisoire n’est plus valable : il l’était 72 heures. "
    "Demandez-en un autre au responsable des comptes (RGC).",
    "password_to_choose": "Ce mot de passe est provisoire : choisissez le vôtre pour continuer.",
    "password_short": "Ce mot de passe est trop court : quinze caractères au moins. Une phrase que "
    "vous seul connaissez convient bien.",
    "password_long": "Ce mot de passe est trop long pour être gardé : raccourcissez-le.",
    "password_guessable": "Ce mot de passe est trop facile à deviner : évitez le nom de "
    "l’organisme, le vôtre, et les suites connues.",
    "password_wrong": "Ce n’est pas votre mot de passe actuel. Rien n’a été changé.",
    "password_same": "Le nouveau mot de passe est le même que l’ancien. Choisissez-en un autre.",
    "refresh_refused": "La session de ce poste sur le serveur a pris fin : connectez-vous de "
    "nouveau. Ce qui attend d’être envoyé reste sur ce poste.",
    "signed_out": "Ce poste n’est plus connecté au serveur : connectez-vous de nouveau. Ce qui "
    "attend d’être envoyé reste sur ce poste.",
    "post_revoked": "Ce poste a été retiré de l’organisme : ses derniers actes ont été remis au "
    "responsable, qui décidera. Il ne reçoit plus rien.",
    "right_missing": "Votre compte n’a pas le droit de faire cela.",
    "not_connected": "Ce poste n’est relié à aucun serveur en ce moment. Rien n’a été changé : "
    "attendez que l’échange ait commencé, ou rejoignez un serveur.",
    "no_answer": "Le serveur n’a pas répondu : il faut le réseau pour changer les comptes et les "
    "postes. On ne sait pas si le changement est fait : la liste le dira au prochain échange. "
    "Regardez-la avant de recommencer.",
    "login_taken": "Cet identifiant est déjà celui d’un compte, ouvert ou fermé : choisissez-en un "
    "autre. Rien n’a été changé.",
    "login_shape": "Cet identifiant ne convient pas : 2 à 80 lettres, chiffres, points, tirets ou "
    "@, sans espace. Rien n’a été changé.",
    "full_name_missing": "Il faut le nom et le prénom de la personne. Rien n’a été changé.",
    "nir": "Un numéro de sécurité sociale ne s’écrit pas ici. Rien n’a été changé.",
    "last_rgc": "C’est le seul RGC : nommez-en d’abord un autre, sinon plus personne ne pourrait "
    "gérer les comptes. Rien n’a été changé.",
    "not_rgc": "Vous n’êtes plus RGC : rien n’a été changé.",
    "hand_over_same": "Choisissez une autre personne que vous. Rien n’a été changé.",
    "unknown": "Le serveur ne connaît pas ce compte ou ce poste. Rien n’a été changé : "
    "synchronisez, puis recommencez.",
    "no_letter_left": "Tous les postes possibles de cet organisme sont déjà connus du serveur. "
    "Retirez-en un, puis recommencez.",
    "busy": "Le serveur est très occupé. Recommencez dans un instant ; rien n’est perdu.",
    "too_large": "Cet envoi est plus gros que ce que le serveur, ou un relais placé devant lui, "
    "laisse passer. Rien n’est perdu : ce qui attend reste sur ce poste. Prévenez la personne qui "
    "s’occupe du serveur.",
    "epoch_changed": "Le serveur a été rétabli depuis une sauvegarde. Le poste reprend l’échange "
    "depuis le début ; rien n’est perdu.",
}
SENTENCES.update({f"file_{code}": sentence for code, sentence in FILE_SENTENCES.items()})
UNKNOWN = (
    "Le serveur n’a pas fait ce qui lui était demandé. Rien n’est perdu ; recommencez, et mettez "
    "Kairos Desktop à jour si cela se répète."
)


def server_sentence(code: str, seconds: float | None = None) -> str:
    """What to tell a person of a problem of the server, or of the way to it."""
    return SENTENCES.get(code, UNKNOWN).format(wait=_wait(seconds))


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return "quelques minutes"
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{max(1, round(seconds))} secondes"
    return "une minute" if minutes == 1 else f"{minutes} minutes"
