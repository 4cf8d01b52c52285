# SPDX-License-Identifier: MIT
"""What the import says, in French: before, while it reads, and afterwards. Pure."""

from datetime import datetime
from itertools import count

import msgspec

from kairos_desktop.services.catalogue.generations import Generation, Reception
from kairos_desktop.services.catalogue.summary import Preview, Progress
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole

FILES = "Offre de formation (*.xml *.xml.gz *.gz);;Tous les fichiers (*)"
INTRODUCTION = (
    "Choisissez le fichier que publie le CARIF-OREF : LHEO 2.2 ou 2.3, en XML ou compressé (.gz). "
    "Vous verrez ce qu’il change avant que quoi que ce soit ne soit modifié."
)


class NoticeLine(msgspec.Struct, frozen=True):
    """Something to be said of one part of a file."""

    id: int
    kind: Pill
    where: str
    why: str


NOTICE_COLUMNS = (
    Column("", width=132, kind="pill", pill=lambda line: line.kind),
    Column("Pourquoi", lambda line: line.why, 0, tooltip=lambda line: line.why),
    Column("Où", lambda line: line.where, 300, "muted", tooltip=lambda line: line.where),
)


def notice_lines(preview: Preview) -> list[NoticeLine]:
    """What is set aside first, then what is doubtful."""
    number = count()
    aside = Pill("Mise de côté", "danger")
    doubtful = Pill("À vérifier", "warn")
    return [
        *(NoticeLine(next(number), aside, each.where, each.why) for each in preview.set_aside),
        *(NoticeLine(next(number), doubtful, each.where, each.why) for each in preview.warnings),
    ]


def figures_of(preview: Preview | None) -> dict[str, tuple[str, str, PillRole]]:
    """The five counts of a preview, each with what it means."""
    counts = (
        (preview.new, preview.changed, preview.unchanged, preview.withdrawn, len(preview.set_aside))
        if preview
        else (0,) * 5
    )
    words: tuple[tuple[str, str, PillRole], ...] = (
        ("Nouvelles", "à ajouter", "ok"),
        ("Modifiées", "à mettre à jour", "accent"),
        ("Inchangées", "déjà à jour", "neutral"),
        ("Retirées", "absentes du fichier", "warn"),
        ("Mises de côté", "non reprises", "danger"),
    )
    return {
        name: (str(figure), detail, role if figure else "neutral")
        for figure, (name, detail, role) in zip(counts, words, strict=True)
    }


def preview_title(preview: Preview) -> str:
    """What was read, and whether importing it would change anything."""
    files = ", ".join(preview.files)
    dated = f", daté du {_day(preview.dated)}" if preview.dated else ""
    read = f"{files}{dated} : {_counted(preview.sessions, 'session lue', 'sessions lues')}."
    if preview.changes_nothing:
        return f"{read} Le catalogue est déjà à jour : il n’y a rien à importer."
    return f"{read} Rien n’est encore modifié."


def progress_sentence(progress: Progress) -> str:
    """Which file, and how much was read of it."""
    sessions = _counted(progress.counts.sessions, "session lue", "sessions lues")
    return f"Lecture de {progress.file} : {sessions}."


def result_sentence(preview: Preview) -> str:
    """What an import did."""
    parts = [
        _counted(preview.new, "nouvelle session", "nouvelles sessions"),
        _counted(preview.changed, "session modifiée", "sessions modifiées"),
        _counted(preview.withdrawn, "session retirée", "sessions retirées"),
    ]
    said = ", ".join(part for part in parts if part)
    aside = _counted(len(preview.set_aside), "formation mise de côté", "formations mises de côté")
    return f"Import terminé : {said}." + (f" {aside.capitalize()}." if aside else "")


def last_import_line(last: Generation | None) -> str:
    """When the last import was, of which files, and what it did."""
    if last is None:
        return "Aucun import ne peut être annulé."
    at = datetime.fromisoformat(last.imported_at)
    files = ", ".join(last.files)
    done = result_sentence(last.preview).removeprefix("Import terminé : ")
    return f"Dernier import le {at:%d/%m/%Y à %H:%M} : {files}. {done[0].upper()}{done[1:]}"


def reception_line(last: Reception | None) -> str:
    """When the server gave its offer and how fresh it was; "" where it gave nothing."""
    if last is None:
        return ""
    at = datetime.fromisoformat(last.at)
    dated = f" (fichier du {_day(last.dated)})" if last.dated else ""
    return (
        f"Offre reçue du serveur le {at:%d/%m/%Y à %H:%M}{dated} : les sessions de votre SIRET. "
        "Elle se met à jour d’elle-même ; un fichier plus récent que vous importez l’emporte."
    )


def reception_words(last: Reception | None) -> str:
    """The same in four words, beside a title."""
    return f"offre reçue du serveur le {datetime.fromisoformat(last.at):%d/%m/%Y}" if last else ""


def _counted(figure: int, one: str, many: str) -> str:
    return f"{figure} {one if figure == 1 else many}" if figure else ""


def _day(dated: str) -> str:
    return f"{dated[6:8]}/{dated[4:6]}/{dated[:4]}"
