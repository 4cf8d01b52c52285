# SPDX-License-Identifier: MIT
"""Choose one or several people by any part of a name or identifier, or create one on the spot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.models.vocabulary import Civility
from kairos_desktop.services.acts.jobseekers import (
    CreateJobseeker,
    Person,
    person_refusal,
    person_row,
)
from kairos_desktop.services.wording.labels import choices, label
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment import reads
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.action_choice import choose_in_box
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.field_parsing import parse_date
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.type_ahead import Suggestion, TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from PySide6.QtCore import QObject

    from kairos_desktop.models.rows import JobseekerRow
    from kairos_desktop.services.queries.people import Suspect
    from kairos_desktop.views.toolkit.desk import Desk


class PeoplePicker(QWidget):
    """A type-ahead, those chosen below it, and the short form of a new record.

    Signals:
        changed(): somebody was added or taken away, or the form takes more room.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._people: list[JobseekerRow] = []
        self._new: dict[object, CreateJobseeker] = {}
        self.line = TypeAhead(self._search, "Nom, prénom ou identifiant, en partie")
        self.line.setAccessibleName("Demandeurs d’emploi")
        self.line.chosen.connect(self._on_chosen)
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(metrics.px(4))
        self.create_button = button("Créer un DE", self.show_form, look="link")
        self.form = NewPersonForm(desk)
        self.form.hide()
        self.form.made.connect(self._on_made)
        self.form.known.connect(self.add)
        title = Label("Demandeurs d’emploi")
        title.setBuddy(self.line)
        set_look(title, "label")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.create_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(4))
        column.addLayout(head)
        column.addWidget(self.line)
        column.addLayout(self._chosen)
        column.addWidget(self.form)
        self.setFocusProxy(self.line)

    @property
    def people(self) -> tuple[JobseekerRow, ...]:
        """Those chosen, in the order of their choice."""
        return tuple(self._people)

    @property
    def creations(self) -> tuple[CreateJobseeker, ...]:
        """The records to create first, of those chosen."""
        return tuple(self._new[row.id] for row in self._people if row.id in self._new)

    def add(self, person: JobseekerRow) -> None:
        """Choose somebody; the line is ready for the next one."""
        if all(each.id != person.id for each in self._people):
            self._people.append(person)
        self.form.hide()
        self.line.choose(None)
        self.line.setFocus()
        self._draw()

    def add_id(self, jobseeker_id: UUID | None) -> None:
        """Choose the person of this id, once read."""
        if jobseeker_id is not None:
            self._desk.read(
                reads.person, jobseeker_id, done=self._add_all, owner=self, key="person"
            )

    def _add_all(self, found: Sequence[JobseekerRow]) -> None:
        for person in found:
            self.add(person)

    def show_form(self) -> None:
        """Open the short form of a new record, with what was typed as its name."""
        self.form.show()
        self.form.start(self.line.text())
        self.changed.emit()

    def _search(
        self, typed: str, owner: QObject, done: Callable[[Sequence[Suggestion]], None]
    ) -> None:
        def arrived(found: Sequence[JobseekerRow]) -> None:
            done([Suggestion(row, full_name(row), _detail(row)) for row in found])

        self._desk.read(reads.people, typed, done=arrived, owner=owner, key="people")

    def _on_chosen(self, choice: Suggestion | None) -> None:
        if choice is not None:
            self.add(choice.value)

    def _on_made(self, act: CreateJobseeker) -> None:
        self._new[act.jobseeker_id] = act
        self.add(person_row(act.jobseeker_id, act.person))

    def _remove(self, person: JobseekerRow) -> None:
        self._people = [each for each in self._people if each.id != person.id]
        self._draw()
        self.line.setFocus()

    def _draw(self) -> None:
        while (item := self._chosen.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for person in self._people:
            self._chosen.addWidget(self._chosen_row(person))
        self.changed.emit()

    def _chosen_row(self, person: JobseekerRow) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(metrics.px(8), 0, 0, 0)
        new = " · fiche à créer" if person.id in self._new else ""
        words = Label(f"{addressed(person)} · {_detail(person)}{new}")
        # On one line only, a long name would push « Retirer » out of the dialogue.
        words.setWordWrap(True)
        row.addWidget(words, 1)
        away = button("Retirer", partial(self._remove, person), look="link")
        away.setAccessibleDescription(full_name(person))
        row.addWidget(away)
        return holder


class NewPersonForm(QWidget):
    """The least that a record needs; those who may be the same person are shown first.

    Signals:
        made(CreateJobseeker): the record is to be created.
        known(JobseekerRow): the person already had a record.
    """

    made = Signal(object)
    known = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.civility = QComboBox()
        for member, word in choices(Civility):
            self.civility.addItem(word, member)
        self.civility.setCurrentIndex(self.civility.findData(Civility.NONE))
        choose_in_box(self.civility)
        self.last_name, self.first_name = QLineEdit(), QLineEdit()
        self.ft_id, self.birth = QLineEdit(), QLineEdit()
        self._error = Label()
        self._error.setWordWrap(True)
        set_look(self._error, "error")
        self._error.hide()
        self._alike = QVBoxLayout()
        self._new_id = desk.new_id()
        self._lay_out()
        for line in (self.last_name, self.first_name, self.ft_id, self.birth):
            line.textChanged.connect(self._look_for_suspects)
            line.returnPressed.connect(self.make)

    def start(self, typed: str) -> None:
        """Begin with what was typed: the first word is the name."""
        self._new_id = self._desk.new_id()
        name, _, first = typed.strip().partition(" ")
        letters = not any(char.isdigit() for char in typed)
        self.last_name.setText(name if letters else "")
        self.first_name.setText(first if letters else "")
        self.ft_id.setText("" if letters else typed.strip())
        self.birth.clear()
        (self.first_name if name and letters else self.last_name).setFocus()

    def make(self) -> None:
        """Give the record, or say why it cannot be kept."""
        person = self._person()
        refusal = person_refusal(person, self._desk.now().date())
        text = sentence(refusal) if refusal else ""
        if not text and self.birth.text().strip() and person.birth_date is None:
            text = "Cette date de naissance n’est pas comprise : tapez par exemple 03/04/1990."
        self._error.setText(text)
        self._error.setVisible(bool(text))
        if not text:
            self.made.emit(CreateJobseeker(jobseeker_id=self._new_id, person=person))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, metrics.px(8), 0, 0)
        named: list[tuple[str, QLineEdit | QComboBox]] = [
            ("Civilité", self.civility),
            ("Nom", self.last_name),
            ("Prénom", self.first_name),
            ("N° DE (peut attendre)", self.ft_id),
            ("Né(e) le", self.birth),
        ]
        for place, (text, control) in enumerate(named):
            title = Label(text)
            title.setBuddy(control)
            set_look(title, "label")
            control.setAccessibleName(text)
            row, column = divmod(place, 3)
            grid.addWidget(title, 2 * row, column)
            grid.addWidget(control, 2 * row + 1, column)
        grid.addWidget(
            button("Ajouter ce DE", self.make), 3, 2, alignment=Qt.AlignmentFlag.AlignRight
        )
        grid.addLayout(self._alike, 4, 0, 1, 3)
        grid.addWidget(self._error, 5, 0, 1, 3)

    def _person(self) -> Person:
        return Person(
            last_name=self.last_name.text(),
            first_name=self.first_name.text(),
            # Qt gives a plain text back.
            civility=Civility(self.civility.currentData()),
            ft_id=self.ft_id.text(),
            birth_date=parse_date(self.birth.text(), self._desk.now().date()),
        )

    def _look_for_suspects(self) -> None:
        person = self._person()
        if not (person.last_name.strip() and person.first_name.strip()) and not person.ft_id:
            self._show_suspects([])
            return
        typed = msgspec.structs.replace(person_row(self._new_id, person))
        self._desk.read(reads.suspects, typed, done=self._show_suspects, owner=self, key="suspects")

    def _show_suspects(self, suspects: Sequence[Suspect]) -> None:
        while (item := self._alike.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in suspects:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            words = f"{full_name(each.jobseeker)} · {_detail(each.jobseeker)}"
            text = Label(f"Déjà là ? {words} ({label(each.likeness).lower()})")
            text.setWordWrap(True)
            row.addWidget(text, 1)
            take = button("Prendre cette fiche", partial(self.known.emit, each.jobseeker))
            take.setAccessibleDescription(words)
            row.addWidget(take)
            self._alike.addWidget(holder)


def _detail(row: JobseekerRow) -> str:
    """What tells namesakes apart."""
    parts = [row.ft_id or "sans identifiant"]
    if row.birth_date:
        parts.append(f"{row.birth_date:%d/%m/%Y}")
    if row.town:
        parts.append(row.town)
    return " · ".join(parts)
