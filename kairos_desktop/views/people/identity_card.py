# SPDX-License-Identifier: MIT
"""What a record says of a person, and the records that were merged into it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.people import full_name, prescriber_text
from kairos_desktop.views.people.phrases import identity_line
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look


class IdentityCard(QFrame):
    """Identity, contact, identifiers, prescriber.

    Signals:
        unmerge_asked(JobseekerRow): « Séparer les fiches », of a record merged into this one.
    """

    unmerge_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        unit = metrics.px(metrics.UNIT)
        self._facts = Facts()
        self._absorbed = QVBoxLayout()
        self._absorbed.setSpacing(unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(2 * unit)
        title = Label("Identité et coordonnées")
        set_look(title, "section")
        column.addWidget(title)
        column.addWidget(self._facts)
        column.addLayout(self._absorbed)
        column.addStretch(1)

    def show_person(self, row: JobseekerRow, absorbed: Sequence[JobseekerRow]) -> None:
        """Show a record and those merged into it."""
        self._facts.show_facts(facts_of(row))
        while (item := self._absorbed.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if absorbed:
            title = Label("Fiches fusionnées dans celle-ci")
            set_look(title, "section")
            self._absorbed.addWidget(title)
        for each in absorbed:
            self._absorbed.addWidget(self._absorbed_line(each))

    def _absorbed_line(self, row: JobseekerRow) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(4))
        name, facts = Label(full_name(row)), Label(identity_line(row))
        set_look(facts, "muted")
        facts.setWordWrap(True)
        part = button("Séparer les fiches", partial(self.unmerge_asked.emit, row))
        part.setAccessibleDescription(f"{full_name(row)}, {facts.text()}")
        column.addWidget(name)
        column.addWidget(facts)
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        return line


def facts_of(row: JobseekerRow) -> list[tuple[str, str]]:
    """What a secretary looks for on a record; what is missing and useful is said."""
    town = " ".join(part for part in (row.postcode, row.town) if part)
    facts = [
        ("N° DE", row.ft_id),
        ("Naissance", day_number(row.birth_date)),
        ("Téléphone", row.phone),
        ("Courriel", row.email),
        ("Adresse", "\n".join(part for part in (row.address, town) if part)),
        ("Prescripteur", prescriber_text(row)),
    ]
    optional = [
        ("N° DE précédent", row.previous_ft_id),
        ("Nom de naissance", row.birth_name),
        ("Conseiller", row.advisor),
    ]
    return facts + [(name, value) for name, value in optional if value]
