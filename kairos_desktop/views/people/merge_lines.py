# SPDX-License-Identifier: MIT
"""Two records compared field by field: what each says, and what the merge would keep. Pure."""

from typing import Any

import msgspec

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.services.acts.jobseekers import filled
from kairos_desktop.services.queries.people import PersonCard
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit.columns import Pill

_FIELDS = {
    "last_name": "Nom",
    "first_name": "Prénom",
    "civility": "Civilité",
    "birth_name": "Nom de naissance",
    "birth_date": "Naissance",
    "ft_id": "N° DE",
    "previous_ft_id": "N° DE précédent",
    "phone": "Téléphone",
    "email": "Courriel",
    "address": "Adresse",
    "postcode": "Code postal",
    "town": "Commune",
    "prescriber": "Prescripteur",
    "agency": "Agence ou antenne",
    "advisor": "Conseiller référent",
}


class MergeLine(msgspec.Struct, frozen=True):
    """One field of two records."""

    id: str
    title: str
    kept: str
    absorbed: str
    after: str
    fate: Pill


def merge_lines(kept: JobseekerRow, absorbed: JobseekerRow) -> list[MergeLine]:
    """The fields that at least one of the records fills, in the order of the form."""
    after = filled(kept, absorbed)
    lines: list[MergeLine] = []
    for name, title in _FIELDS.items():
        texts = [_text(getattr(row, name)) for row in (kept, absorbed, after)]
        if any(texts):
            lines.append(MergeLine(name, title, *texts, fate=_fate(*texts)))
    return lines


def moves(card: PersonCard) -> str:
    """« 2 inscriptions à des rendez-vous et 1 inscription en formation », what would move."""
    enrolled = sum(moment.enrolment is not None for moment in card.moments)
    registered = len(card.moments) - enrolled
    parts = [
        _counted(registered, "inscription à un rendez-vous", "inscriptions à des rendez-vous"),
        _counted(enrolled, "inscription en formation", "inscriptions en formation"),
    ]
    return " et ".join(part for part in parts if part) or "aucune inscription"


def _fate(kept: str, absorbed: str, after: str) -> Pill:
    if after != kept:
        return Pill("Repris de l’autre", "ok")
    if kept == absorbed:
        return Pill("Identique")
    return Pill("Gardé, l’autre écarté", "warn") if absorbed else Pill("Gardé", "accent")


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str) and type(value) is not str:
        word = label(value)  # pyright: ignore[reportArgumentType]
        return "" if word == "—" else word
    return value if isinstance(value, str) else day_number(value)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
