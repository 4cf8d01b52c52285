# SPDX-License-Identifier: MIT
"""Two records that may be one person, with the reason shown before a record is created.

Source: domain 2.5 « uniqueness = warning »: the old identifier is not unique in France.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kairos_desktop.services.rules.folding import fold

if TYPE_CHECKING:
    from kairos_desktop.models.rows import JobseekerRow


class Likeness(StrEnum):
    """Why two records may be one person, from the surest to the weakest."""

    SAME_ID = "same_id"
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    NAMES_SWAPPED = "names_swapped"
    SAME_CONTACT = "same_contact"
    SAME_NAME = "same_name"


def likeness(one: JobseekerRow, other: JobseekerRow) -> Likeness | None:
    """The strongest reason to think that both are one person, or None."""
    ids = {one.ft_id, one.previous_ft_id} & {other.ft_id, other.previous_ft_id} - {""}
    if ids:
        return Likeness.SAME_ID
    names, others = _names(one), _names(other)
    births_differ = bool(one.birth_date and other.birth_date and one.birth_date != other.birth_date)
    if not any(names):
        # Nothing but signs: that is no likeness.
        return None
    if names == others:
        if one.birth_date and one.birth_date == other.birth_date:
            return Likeness.SAME_NAME_AND_BIRTH
        return None if births_differ else Likeness.SAME_NAME
    if names == others[::-1] and not births_differ:
        return Likeness.NAMES_SWAPPED
    if _same_contact(one, other) and fold(one.first_name) == fold(other.first_name):
        return Likeness.SAME_CONTACT
    return None


def _names(row: JobseekerRow) -> tuple[str, str]:
    return fold(row.last_name), fold(row.first_name)


def _same_contact(one: JobseekerRow, other: JobseekerRow) -> bool:
    phones = [digits(row.phone)[-9:] for row in (one, other)]
    mails = [row.email.strip().casefold() for row in (one, other)]
    return (len(phones[0]) == 9 and phones[0] == phones[1]) or (
        bool(mails[0]) and mails[0] == mails[1]
    )


def digits(phone: str) -> str:
    """The digits of a telephone number, whatever is typed between them."""
    return "".join(char for char in phone if char.isdigit())
