# SPDX-License-Identifier: MIT
"""Jobseekers: create, correct, merge two records of one person, and take them apart again.

Sources: domain 2.5; issue « Fusionner deux fiches ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.rows import EnrolmentRow, ImageRow, JobseekerRow, RegistrationRow
from kairos_desktop.models.vocabulary import LIVE, Civility, Prescriber
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.folding import fold, search_key, unspaced_name
from kairos_desktop.services.rules.identifiers import check_jobseeker_id, tidy_jobseeker_id
from kairos_desktop.services.rules.transitions import LIVE_ENROLMENT
from kairos_desktop.services.rules.verdicts import Refused

replace = msgspec.structs.replace
OLDEST_BIRTH = date(1900, 1, 1)


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is typed of a jobseeker; nothing about health, never a social security number."""

    last_name: str
    first_name: str
    civility: Civility = Civility.NONE
    birth_name: str = ""
    birth_date: date | None = None
    ft_id: str = ""
    previous_ft_id: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    prescriber: Prescriber = Prescriber.FRANCE_TRAVAIL
    agency: str = ""
    advisor: str = ""


def person_refusal(person: Person, today: date) -> Refused | None:
    """None for a record that may be kept.

    Refuses "name_missing", "jobseeker_id_shape", "birth_date_impossible".
    """
    if not tidy(person.last_name) or not tidy(person.first_name):
        return Refused("name_missing", {})
    for typed in (person.ft_id, person.previous_ft_id):
        if refusal := check_jobseeker_id(tidy_jobseeker_id(typed)):
            return refusal
    if person.birth_date and not OLDEST_BIRTH <= person.birth_date <= today:
        return Refused("birth_date_impossible", {"day": person.birth_date})
    return None


def person_row(row_id: UUID, person: Person) -> JobseekerRow:
    """The row of a record as typed, with its keys for sorting and searching."""
    tidied: dict[str, Any] = {
        # Most of what may be typed is not.
        name: tidy(value) if value and type(value) is str else value
        for name, value in msgspec.structs.asdict(person).items()
    }
    for name in ("ft_id", "previous_ft_id"):
        tidied[name] = tidy_jobseeker_id(tidied[name])
    return _keyed(JobseekerRow(id=row_id, **tidied))


def _keyed(row: JobseekerRow) -> JobseekerRow:
    return replace(
        row,
        sort_key=fold(f"{row.last_name} {row.first_name}"),
        search_key=search_key(
            row.last_name,
            row.first_name,
            row.birth_name,
            row.ft_id,
            row.previous_ft_id,
            unspaced_name(row.last_name, row.first_name),
        ),
    )


class CreateJobseeker(Act, frozen=True):
    """« Créer un DE ». Refuses what `person_refusal` does, and "id_taken"."""

    name: ClassVar = "jobseeker.create"
    creates: ClassVar = ("jobseeker_id",)
    jobseeker_id: UUID
    person: Person

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The record, which must not exist."""
        return (by_id(JobseekerRow, self.jobseeker_id),)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The new record."""
        if refusal := person_refusal(self.person, made.today):
            return refusal
        if known.one(JobseekerRow, self.jobseeker_id):
            return Refused("id_taken", {})
        return Changes(put=(person_row(self.jobseeker_id, self.person),))


class CorrectJobseeker(Act, frozen=True):
    """Corrects a record as a whole. Refuses what `person_refusal` does, and "merged_away"."""

    name: ClassVar = "jobseeker.correct"
    jobseeker_id: UUID
    person: Person

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The record."""
        return (by_id(JobseekerRow, self.jobseeker_id),)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The record corrected; the identifier that it had is kept as the previous one."""
        row = known.get(JobseekerRow, self.jobseeker_id)
        if row.merged_into_id:
            return Refused("merged_away", {"last_name": row.last_name})
        if refusal := person_refusal(self.person, made.today):
            return refusal
        after = person_row(row.id, self.person)
        if row.ft_id and after.ft_id != row.ft_id and not after.previous_ft_id:
            after = _keyed(replace(after, previous_ft_id=row.ft_id))
        return Changes(put=(after,))


class MergeJobseekers(Act, frozen=True):
    """« Fusionner deux fiches »: everything of the absorbed record goes to the kept one.

    Refuses "merge_same", "merged_away", "merge_both_on_slot" and "merge_both_enrolled", where a
    person must first choose which of two live lines is right.
    """

    name: ClassVar = "jobseeker.merge"
    kept_id: UUID
    absorbed_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """Both records and all that hangs on them."""
        for row_id in (self.kept_id, self.absorbed_id):
            yield by_id(JobseekerRow, row_id)
            yield having(RegistrationRow, jobseeker_id=row_id)
            yield having(EnrolmentRow, jobseeker_id=row_id)
        yield having(AifQuoteRow, jobseeker_id=self.absorbed_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """Both records, and the lines of the absorbed one moved."""
        kept = known.get(JobseekerRow, self.kept_id)
        absorbed = known.get(JobseekerRow, self.absorbed_id)
        if kept.id == absorbed.id:
            return Refused("merge_same", {})
        if kept.merged_into_id or absorbed.merged_into_id:
            return Refused("merged_away", {"last_name": absorbed.last_name})
        registrations = known.find(RegistrationRow, jobseeker_id=absorbed.id)
        enrolments = known.find(EnrolmentRow, jobseeker_id=absorbed.id)
        quotes = known.find(AifQuoteRow, jobseeker_id=absorbed.id)
        slots = {
            r.slot_id for r in known.find(RegistrationRow, jobseeker_id=kept.id) if r.state in LIVE
        }
        if any(r.slot_id in slots and r.state in LIVE for r in registrations):
            return Refused("merge_both_on_slot", {})
        sessions = {
            e.session_id
            for e in known.find(EnrolmentRow, jobseeker_id=kept.id)
            if e.state in LIVE_ENROLMENT
        }
        if any(e.session_id in sessions and e.state in LIVE_ENROLMENT for e in enrolments):
            return Refused("merge_both_enrolled", {})
        return Changes(
            put=(
                filled(kept, absorbed),
                replace(absorbed, merged_into_id=kept.id),
                *(replace(row, jobseeker_id=kept.id) for row in registrations),
                *(replace(row, jobseeker_id=kept.id) for row in enrolments),
                *(replace(row, jobseeker_id=kept.id) for row in quotes),
            )
        )


def filled(kept: JobseekerRow, absorbed: JobseekerRow) -> JobseekerRow:
    """The kept record as a merge leaves it: only what it lacked comes from the absorbed one."""
    blanks = {
        name: getattr(absorbed, name)
        for name in Person.__struct_fields__
        if getattr(kept, name) in ("", None, Civility.NONE)
    }
    if absorbed.ft_id not in ("", kept.ft_id) and not kept.previous_ft_id:
        blanks["previous_ft_id"] = absorbed.ft_id
        blanks.setdefault("ft_id", kept.ft_id)
    if not kept.ft_id:
        blanks["previous_ft_id"] = absorbed.previous_ft_id
    return _keyed(replace(kept, **blanks))


class UnmergeJobseekers(Act, frozen=True):
    """Takes two merged records apart: the lines that the merge moved go back, as they are now.

    Refuses "not_merged", and "keeper_merged_away" where the kept record was itself merged since:
    the lines are with the third record, and come back when those two are taken apart first. What
    was typed on the kept record since stays with it.
    """

    name: ClassVar = "jobseeker.unmerge"
    absorbed_id: UUID
    merge_act_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The rows that the merge changed."""
        images = having(ImageRow, act_id=self.merge_act_id)
        yield images
        yield by_id(JobseekerRow, self.absorbed_id)
        absorbed = known.peek(JobseekerRow, self.absorbed_id)
        if isinstance(absorbed, JobseekerRow) and absorbed.merged_into_id:
            yield by_id(JobseekerRow, absorbed.merged_into_id)
        if known.missing([images]):
            return
        for image in known.find(ImageRow, act_id=self.merge_act_id):
            kind = _MOVED.get(image.row_table)
            if kind:
                yield by_id(kind, image.id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The absorbed record alive again, with its lines."""
        absorbed = known.get(JobseekerRow, self.absorbed_id)
        images = known.find(ImageRow, act_id=self.merge_act_id)
        if not absorbed.merged_into_id or absorbed.id not in {image.id for image in images}:
            return Refused("not_merged", {})
        kept = known.get(JobseekerRow, absorbed.merged_into_id)
        if kept.merged_into_id:
            return Refused("keeper_merged_away", {"last_name": kept.last_name})
        back: list[RegistrationRow | EnrolmentRow | AifQuoteRow] = []
        for image in images:
            kind = _MOVED.get(image.row_table)
            row = known.one(kind, image.id) if kind else None
            if row and row.jobseeker_id == kept.id:
                back.append(replace(row, jobseeker_id=absorbed.id))
        return Changes(put=(replace(absorbed, merged_into_id=None), *back))


_MOVED: dict[str, type[RegistrationRow] | type[EnrolmentRow] | type[AifQuoteRow]] = {
    RegistrationRow.table: RegistrationRow,
    EnrolmentRow.table: EnrolmentRow,
    AifQuoteRow.table: AifQuoteRow,
}
