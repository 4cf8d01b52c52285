# SPDX-License-Identifier: MIT
"""The fields of a jobseeker's record, checked as they are typed.

The first four are those that tell two people apart: N° DE, Nom, Prénom, Naissance.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.models.vocabulary import Civility, Prescriber
from kairos_desktop.services.acts.jobseekers import Person, person_row
from kairos_desktop.services.rules.identifiers import (
    check_jobseeker_id,
    holds_nir,
    tidy_jobseeker_id,
)
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.labels import choices
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.people.birth_field import BirthField
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.fields import ChoiceField, Field, TextField
from kairos_desktop.views.toolkit.forms import FieldGrid
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

_ID_HINT = "8 caractères, 11 chiffres, ou rien pour l’instant"
_NOBODY = UUID(int=0)
# These place people more often than they follow them: last in the list.
_NOT_USUAL = (Prescriber.PROVIDER, Prescriber.SELF)


class PersonForm(QWidget):
    """What is typed of a person.

    Signals:
        edited(): something was typed.
    """

    edited = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.texts: dict[str, TextField] = {
            "ft_id": TextField("N° DE", hint=_ID_HINT, most=30),
            "last_name": TextField("Nom", is_required=True),
            "first_name": TextField("Prénom", is_required=True),
            "birth_name": TextField("Nom de naissance", hint="S’il diffère du nom"),
            "previous_ft_id": TextField("N° DE précédent", most=30),
            "phone": TextField("Téléphone", most=40),
            "email": TextField("Courriel"),
            "address": TextField("Adresse"),
            "postcode": TextField("Code postal", most=12),
            "town": TextField("Commune"),
            "agency": TextField("Agence ou antenne", hint="Par exemple : Le Havre Centre"),
            "advisor": TextField("Conseiller référent"),
        }
        self.birth = BirthField("Naissance", today)
        self._civility = ChoiceField[Civility]("Civilité", choices(Civility))
        followers = sorted(choices(Prescriber), key=lambda each: each[0] in _NOT_USUAL)
        self._prescriber = ChoiceField[Prescriber](
            "Prescripteur", followers, hint="Suit la personne et valide son projet"
        )
        self._lay_out()
        self._listen()
        self.show_person(Person(last_name="", first_name=""))

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self.texts["ft_id"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_person(self, person: Person) -> None:
        """Show a record; nobody is told that anything was typed."""
        with QSignalBlocker(self):
            for name, field in self.texts.items():
                field.set_text(getattr(person, name))
                field.show_error("")
            self.birth.set_value(person.birth_date)
            self.birth.show_error("")
            self._civility.set_member(person.civility)
            self._prescriber.set_member(person.prescriber)

    def person(self) -> Person | None:
        """Give what is typed, or None after saying below each field what is wrong with it."""
        missing = [name for name in ("last_name", "first_name") if not self._typed(name)]
        for name in missing:
            self.texts[name].show_error("Il faut un nom et un prénom.")
        wrong = [*missing, *(name for name in self.texts if not self._check(name, at_end=True))]
        if problem := self.birth.problem():
            self.birth.show_error(problem)
            wrong.append("birth_date")
        if wrong:
            field = self.texts.get(wrong[0], self.birth)
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self.draft()

    def peek(self) -> JobseekerRow:
        """Give the record as far as it is typed, for comparing it with those that exist."""
        return person_row(_NOBODY, self.draft())

    def draft(self) -> Person:
        """Give what is typed, right or wrong."""
        texts = {name: field.text() for name, field in self.texts.items()}
        return Person(
            **texts,
            birth_date=self.birth.value(),
            civility=self._civility.member(),
            prescriber=self._prescriber.member(),
        )

    def _typed(self, name: str) -> str:
        return self.texts[name].text().strip()

    def _lay_out(self) -> None:
        texts = self.texts
        sections: dict[str, list[list[tuple[Field, int]]]] = {
            "Identité": [
                [
                    (texts["ft_id"], 3),
                    (texts["last_name"], 3),
                    (texts["first_name"], 3),
                    (self.birth, 3),
                ],
                [(self._civility, 3), (texts["birth_name"], 5), (texts["previous_ft_id"], 4)],
            ],
            "Coordonnées": [
                [(texts["phone"], 4), (texts["email"], 8)],
                [(texts["address"], 6), (texts["postcode"], 2), (texts["town"], 4)],
            ],
            "Suivi": [[(self._prescriber, 4), (texts["agency"], 4), (texts["advisor"], 4)]],
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(10))
        for title, lines in sections.items():
            grid = FieldGrid()
            for line in lines:
                grid.add(*line)
            column.addWidget(_section(title))
            column.addWidget(grid)
        column.addStretch(1)
        every_line = (line for lines in sections.values() for line in lines)
        in_order = [field for line in every_line for field, _ in line]
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before.control, after.control)

    def _listen(self) -> None:
        for name, field in self.texts.items():
            field.edited.connect(lambda name=name: self._check(name, at_end=False))
            field.edited.connect(self.edited)
            field.control.editingFinished.connect(  # pyright: ignore[reportAttributeAccessIssue]
                lambda name=name: self._check(name, at_end=True)
            )
        for field in (self.birth, self._civility, self._prescriber):
            field.edited.connect(self.edited)

    def _check(self, name: str, *, at_end: bool) -> bool:
        """Say what is wrong with a text; an unfinished identifier is not wrong yet."""
        field = self.texts[name]
        typed = field.text()
        refusal: Refused | None = None
        if holds_nir(typed):
            refusal = Refused("nir", {"field": name})
        elif at_end and name in ("ft_id", "previous_ft_id"):
            refusal = check_jobseeker_id(tidy_jobseeker_id(typed))
        if refusal or not at_end or typed.strip():
            field.show_error(sentence(refusal) if refusal else "")
        return refusal is None


def _section(title: str) -> QLabel:
    label = Label(title)
    set_look(label, "section")
    label.setContentsMargins(0, metrics.px(8), 0, 0)
    return label
