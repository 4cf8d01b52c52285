# SPDX-License-Identifier: MIT
"""What a scenario knows: the session, its rendez-vous, people by first name, the last answer."""

from __future__ import annotations

import re
from datetime import date, time
from uuid import UUID

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, RegistrationRow
from kairos_desktop.models.vocabulary import DocumentKind, SlotKind
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.ledger import Recorded
from kairos_desktop.services.queries import registrations
from kairos_desktop.services.queries.evidence import Evidence, evidence
from kairos_desktop.services.queries.registrations import RegistrationFilter
from kairos_desktop.services.rules.evidence import Lack
from kairos_desktop.services.rules.lists import Tab
from tests.factories import Scene


def names(text: str) -> list[str]:
    """« Anne, Inès et Paul »."""
    return re.split(r", | et ", text)


class Story:
    """A scenario over a real workspace."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.session = scene.session()
        self.people: dict[str, UUID] = {}
        self.lines: dict[str, UUID] = {}
        self.slots: dict[str, UUID] = {}
        self.recorded: Recorded | None = None
        self.enrolment_id: UUID | None = None

    def say(self, *acts: Act) -> None:
        self.recorded = self.scene.workspace.record(acts)

    @property
    def refusals(self) -> list[str]:
        return [refusal.code for refusal in self.recorded.refusals] if self.recorded else []

    @property
    def warnings(self) -> dict[str, dict[str, object]]:
        verdicts = self.recorded.verdicts if self.recorded else ()
        return {warned.code: warned.facts for each in verdicts for warned in each.warnings}

    def meeting(self, capacity: int) -> UUID:
        self.slots["une info coll"] = self.scene.meeting(self.session, capacity=capacity)
        return self.slots["une info coll"]

    def slot(self, name: str) -> UUID:
        """The rendez-vous called so, made when it is first spoken of."""
        if name not in self.slots:
            if "info coll" in name:
                self.slots[name] = self.scene.meeting(self.session, held_on=date(2026, 12, 8))
            else:
                self.slots[name] = self.scene.appointments(
                    self.session, first_start=time(9 + len(self.slots)), count=1
                )[0]
        return self.slots[name]

    def person(self, name: str) -> UUID:
        if name not in self.people:
            self.people[name] = self.scene.person("Dupont", name)
        return self.people[name]

    def register(self, name: str, slot: UUID) -> None:
        self.lines[name] = self.scene.register(slot, self.person(name))

    def line(self, name: str) -> RegistrationRow:
        return self.scene.registration(self.lines[name])

    def shown(self, tab: Tab) -> list[str]:
        asked = RegistrationFilter(session_id=self.session.id, kind=SlotKind.MEETING, tab=tab)
        ids = self.scene.workspace.read(registrations.ids_for, asked)
        lines = self.scene.workspace.read(registrations.rows_for, ids)
        return [line.jobseeker.first_name for line in lines]

    def enrolment(self, name: str) -> EnrolmentRow | None:
        """The person's enrolment, remembered as « la sienne »."""
        mine = self.people[name]
        rows = [row for row in self.scene.rows(EnrolmentRow) if row.jobseeker_id == mine]
        if rows:
            self.enrolment_id = rows[0].id
        return rows[0] if rows else None

    def attestation(self) -> DocumentRow | None:
        papers = [
            row
            for row in self.scene.rows(DocumentRow)
            if row.kind is DocumentKind.ENROLMENT_ATTESTATION
        ]
        return max(papers, key=lambda row: row.version, default=None)

    def file(self) -> Evidence:
        """The file of evidence of the session, now."""
        now = self.scene.clock.now.replace(tzinfo=None)
        found = self.scene.workspace.read(evidence, self.session.id, now)
        assert found is not None
        return found

    def lacks(self) -> set[tuple[Lack, str]]:
        """What lacks, and of whom."""
        return {(line.gap.lack, line.whom) for line in self.file().gaps}
