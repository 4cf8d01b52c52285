# SPDX-License-Identifier: MIT
"""What is said, in French, of each failure of a profile's files.

Each sentence says what happened, what is kept, what to do; none has a code or a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kairos_desktop.models import failures

CATALOGUE = "catalogue.db"
_UNREADABLE = (failures.DamagedFile, failures.NotEncrypted)

_SENTENCES: dict[type[failures.StorageFailure], str] = {
    failures.MissingFile: (
        "Le fichier « {name} » n’est plus dans le dossier du profil. Rien n’a été effacé par "
        "Kairos Desktop. Remettez le fichier à sa place ou choisissez « Restaurer une "
        "sauvegarde… »."
    ),
    failures.DamagedFile: (
        "Le fichier « {name} » est abîmé et ne peut pas être lu ; votre phrase de passe n’est "
        "pas en cause. Il a été laissé tel quel et vos sauvegardes sont intactes : choisissez "
        "« Restaurer une sauvegarde… »."
    ),
    failures.NotEncrypted: (
        "Le fichier « {name} » n’est pas chiffré : il ne vient pas de Kairos Desktop. Il n’a pas "
        "été modifié. Remettez le fichier d’origine ou choisissez « Restaurer une sauvegarde… »."
    ),
    failures.ReadOnlyProfile: (
        "Le dossier « {folder} » refuse l’écriture. Tout ce qui était enregistré est conservé ; "
        "rien de nouveau ne l’a été. Rendez le dossier modifiable, ou demandez-le à la personne "
        "qui administre ce poste, puis recommencez."
    ),
    failures.DiskFull: (
        "Le disque est plein : la dernière saisie n’a pas été enregistrée, toutes les "
        "précédentes sont conservées. De la place de réserve vient d’être libérée si elle "
        "existait : supprimez des fichiers inutiles, puis recommencez la saisie."
    ),
    failures.DiskFailing: (
        "Le disque a signalé une erreur : la dernière saisie n’a pas été enregistrée, les "
        "précédentes sont conservées. Fermez Kairos Desktop, copiez le dossier « {folder} » sur "
        "un autre disque et faites vérifier celui-ci."
    ),
    failures.FileBusy: (
        "Un autre programme occupe le fichier « {name} » (un antivirus, par exemple). Rien n’a "
        "été perdu : attendez un instant, puis recommencez."
    ),
    failures.NetworkDrive: (
        "Le dossier « {folder} » est sur un lecteur réseau, où une coupure abîmerait les "
        "données. Rien n’a été écrit. Choisissez un dossier du disque de cet ordinateur."
    ),
    failures.SyncedFolder: (
        "Le dossier « {folder} » est synchronisé par {service}, qui pourrait abîmer les données "
        "en les copiant pendant la saisie. Rien n’a été écrit. Choisissez un dossier qui n’est "
        "pas synchronisé ; les sauvegardes, elles, peuvent y être copiées."
    ),
    failures.NoProfile: (
        "Il n’y a pas de profil dans le dossier « {folder} ». Rien n’a été modifié. Vérifiez le "
        "dossier, ou créez un profil."
    ),
    failures.ProfileExists: (
        "Le dossier « {folder} » contient déjà quelque chose. Rien n’y a été modifié. Ouvrez le "
        "profil qui s’y trouve, ou choisissez un dossier vide."
    ),
    failures.DamagedProfile: (
        "La fiche du profil (« profile.json ») dans « {folder} » ne peut pas être lue. La base "
        "de données n’a pas été touchée. Remettez le fichier du même nom qui se trouve dans le "
        "dossier « backups » du profil, puis rouvrez."
    ),
    failures.DamagedVault: (
        "Le fichier des clés « {name} » est abîmé, ainsi que sa copie. La base de données n’a "
        "pas été touchée. Remettez le fichier du même nom qui se trouve dans le dossier "
        "« backups » du profil, puis rouvrez."
    ),
    failures.NewerVault: (
        "Ce profil a été ouvert par une version plus récente de Kairos Desktop. Rien n’a été "
        "modifié. Installez cette version sur ce poste, puis rouvrez le profil."
    ),
    failures.AlreadyOpen: (
        "Ce profil est déjà ouvert{holder}. Rien n’a été perdu. Revenez à la fenêtre ouverte, ou "
        "fermez-la avant de recommencer."
    ),
    failures.NewerSchema: (
        "Ces données ont été enregistrées par une version plus récente de Kairos Desktop. Elles "
        "n’ont pas été modifiées. Installez cette version sur ce poste, puis rouvrez le profil."
    ),
    failures.MigrationFailed: (
        "La mise à jour des données n’a pas abouti. Elles sont restées exactement comme avant, "
        "et une sauvegarde vérifiée vient d’en être faite. Rouvrez avec la version précédente de "
        "Kairos Desktop et signalez l’incident."
    ),
    failures.UnsafeLibrary: (
        "Cette installation de Kairos Desktop contient une version du moteur de base de données "
        "qui peut perdre des saisies. Aucun fichier n’a été ouvert. Réinstallez le programme."
    ),
    failures.WrongKey: (
        "La phrase de passe ou le code de secours ne correspond pas à ce profil. Rien n’a été "
        "modifié. Vérifiez la touche majuscules et recommencez, ou utilisez le code de secours "
        "imprimé à la création du profil."
    ),
    failures.KeyForgotten: (
        "Ce poste a été retiré de l’organisme : la clé de ses données est effacée, elles ne "
        "s’ouvrent plus. Aucun acte n’est perdu : ce qu’il n’avait pas envoyé a été remis au "
        "responsable des comptes (RGC). "
        "Pour travailler ici, créez un nouveau profil et connectez-le au serveur."
    ),
    failures.NoSuchSlot: (
        "Ce profil n’a pas cette façon de s’ouvrir. Rien n’a été modifié. Choisissez-en une "
        "autre : phrase de passe ou code de secours."
    ),
    failures.KeyFileRefused: (
        "Une clé de démonstration ne peut pas ouvrir un profil qui contient des données réelles. "
        "Rien n’a été modifié. Utilisez la phrase de passe ou le code de secours."
    ),
    failures.NotPersonalPost: (
        "Ce poste n’est pas déclaré personnel : le profil ne s’ouvre pas sans phrase de passe. "
        "Rien n’a été modifié. Saisissez la phrase de passe ; un poste que vous êtes seul à "
        "utiliser se déclare dans les réglages."
    ),
    failures.NoWayBack: (
        "Le trousseau du système ne peut pas être la seule clé : il disparaît avec une "
        "réinstallation. Rien n’a été modifié. Ajoutez d’abord une phrase de passe ou un code de "
        "secours."
    ),
    failures.WeakPassphrase: (
        "Cette phrase de passe se devinerait trop vite. Rien n’a été modifié. Prenez sept mots "
        "sans rapport entre eux, ou au moins douze caractères mêlant majuscules, minuscules, "
        "chiffres et signes."
    ),
    failures.BadSiret: (
        "Ce SIRET n’est pas valable : il faut quatorze chiffres, dont les derniers servent de "
        "contrôle. Rien n’a été créé. Relisez-le sur un document de l’organisme."
    ),
    failures.NotEnoughMemory: (
        "Il ne reste pas assez de mémoire pour vérifier la phrase de passe. Rien n’a été "
        "modifié. Fermez d’autres programmes, puis recommencez."
    ),
    failures.KeyringMissing: (
        "Le trousseau de clés de cette session n’est pas disponible. Rien n’a été perdu : le "
        "profil s’ouvre avec la phrase de passe ou le code de secours."
    ),
    failures.KeyringFailed: (
        "Le trousseau de clés de cette session n’a pas répondu comme prévu. Rien n’a été perdu : "
        "le profil s’ouvre avec la phrase de passe ou le code de secours."
    ),
    failures.KeyringForgot: (
        "Le trousseau de clés de cette session ne contient plus la clé du profil : il a sans "
        "doute été remplacé ou vidé. Aucune donnée n’est perdue : ouvrez avec la phrase de passe "
        "ou le code de secours."
    ),
    failures.BackupFailed: (
        "La sauvegarde n’a pas pu être faite{room}. Vos données et les sauvegardes précédentes "
        "sont intactes. {advice}"
    ),
    failures.BackupDamaged: (
        "Cette sauvegarde ne peut pas être lue. Rien n’a été remplacé : vos données sont comme "
        "avant. Choisissez une autre sauvegarde."
    ),
}


_CATALOGUE_DAMAGED = (
    "L’offre importée (« {name} ») est abîmée et ne peut pas être lue ; vos inscrits et vos "
    "documents ne sont pas en cause. Importez de nouveau le fichier du CARIF-OREF : l’offre "
    "abîmée sera mise de côté."
)


def sentence(failure: failures.StorageFailure) -> str:
    """The sentence to show for a failure."""
    if isinstance(failure, _UNREADABLE) and failure.path.name == CATALOGUE:
        return _CATALOGUE_DAMAGED.format_map(_facts(failure))
    return _SENTENCES[type(failure)].format_map(_facts(failure))


def _facts(failure: failures.StorageFailure) -> dict[str, str]:
    """What the sentences quote."""
    facts: dict[str, str] = {}
    if isinstance(failure, failures.FileFailure):
        path = failure.path
        facts = {"name": path.name, "folder": str(path.parent if path.suffix else path)}
    special: dict[type[Any], Callable[[Any], dict[str, str]]] = {
        failures.SyncedFolder: lambda synced: {"service": synced.service},
        failures.AlreadyOpen: lambda taken: {"holder": _holder(taken)},
        failures.BackupFailed: _backup_facts,
    }
    add = special.get(type(failure))
    return facts | add(failure) if add else facts


def _holder(taken: failures.AlreadyOpen) -> str:
    """« par Paul depuis 9 h 05 », as far as it is known."""
    said = f" par {taken.holder}" if taken.holder else ""
    try:
        since = datetime.fromisoformat(taken.since)
    except ValueError:
        return said
    return f"{said} depuis le {since:%d/%m/%Y} à {since.hour} h {since:%M}"


def _backup_facts(failed: failures.BackupFailed) -> dict[str, str]:
    """What to do about a backup that was not made."""
    if failed.disk_full:
        return {
            "room": " : le disque est plein",
            "advice": "Libérez de la place : elle sera refaite d’elle-même.",
        }
    return {
        "room": "",
        "advice": "Elle sera refaite d’elle-même ; si cela se reproduit, "
        "faites vérifier le disque.",
    }
