# SPDX-License-Identifier: MIT
"""« Créer un DE ».

What its user does most: type N° DE, Nom, Prénom, Naissance and save; see in time that the person
exists already and take that record; go straight on to register the person to an info coll. So:
the first four fields are those, records that look alike appear while one types, Ctrl+Entrée
saves from any field, and the second button goes on to the registration.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person, person_row
from kairos_desktop.services.ledger import Recorded
from kairos_desktop.services.queries.people import Suspect, suspects
from kairos_desktop.services.rules.identifiers import tidy_jobseeker_id
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.views.people.person_form import PersonForm
from kairos_desktop.views.people.suspects_panel import SuspectsPanel
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.form_card import FormCard
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide

_LOOK_FIRST = (
    "La fiche n’est pas encore créée : une personne qui ressemble existe déjà. Regardez à côté, "
    "puis enregistrez de nouveau si c’est bien quelqu’un d’autre."
)
Then = Callable[[UUID], None]
_BLANK = Person(last_name="", first_name="")


class CreatePage(Page):
    """A record to fill in. Arguments: `text`, what was searched in vain."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Créer un DE")
        self.set_title(
            "Créer un DE", "Jamais de numéro de sécurité sociale, aucune donnée de santé"
        )
        self.form = PersonForm(lambda: desk.now().date())
        self.panel = SuspectsPanel()
        self._is_saving = False
        self._guessed = _BLANK
        self._save = button("Enregistrer", self._on_save, look="primary", key="Ctrl+Return")
        self._register = button("Enregistrer et inscrire à une Info coll…", self._on_register)
        self.add_button(help_button(desk, "creer-de"))
        card = FormCard(self.form)
        card.add_buttons(self._register, self._save)
        self.body.addWidget(SideBySide(card, self.panel), 1)
        self.form.edited.connect(self._ask)
        self.panel.picked.connect(self._on_picked)
        self.set_trail([("Rechercher un DE", lambda: desk.open("people")), ("Créer un DE", None)])

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Begin with what was searched, unless something is being typed already."""
        text = arguments.get("text", "")
        if text and self.form.draft() in (_BLANK, self._guessed):
            self._guessed = _guess(text)
            self.form.show_person(self._guessed)
        self._ask()

    def focus_start(self) -> None:
        """Give the focus to the first field."""
        self.form.focus_first()

    def _ask(self) -> None:
        self._is_saving = False
        typed = self.form.peek()
        self.desk.read(suspects, typed, done=self._on_suspects, owner=self, key="suspects")

    def _on_suspects(self, found: Sequence[Suspect]) -> None:
        typed = self.form.peek()
        has_typed = bool(typed.ft_id or (typed.last_name and typed.first_name))
        self.panel.show_suspects(found, has_typed=has_typed)

    def _on_save(self) -> None:
        self._try_to_create(lambda new: self.desk.open("person", jobseeker_id=new))

    def _on_register(self) -> None:
        self._try_to_create(
            lambda new: self.desk.open("session", tab="meetings", act="register", jobseeker_id=new)
        )

    def _try_to_create(self, then: Then) -> None:
        """Look once more for the same person: one may save faster than the answer comes."""
        person = self.form.person()
        if person is None or self._is_saving:
            return

        def on_found(found: Sequence[Suspect]) -> None:
            unseen = {suspect.jobseeker.id for suspect in found} - set(self.panel.ids())
            self._on_suspects(found)
            if unseen:
                self.desk.say(_LOOK_FIRST)
            else:
                self._create(person, then)

        self.desk.read(suspects, self.form.peek(), done=on_found, owner=self, key="suspects")

    def _create(self, person: Person, then: Then) -> None:
        new = self.desk.new_id()
        self._is_saving = True

        def on_recorded(recorded: Recorded) -> None:
            self._is_saving = False
            if recorded.verdicts and recorded.verdicts[0].refusal is None:
                self.form.show_person(_BLANK)
                self.panel.show_suspects((), has_typed=False)
                then(new)

        said = f"Fiche de {addressed(person_row(new, person))} créée."
        act = CreateJobseeker(jobseeker_id=new, person=person)
        self.desk.record([act], said, on_recorded)

    def _on_picked(self, jobseeker_id: UUID) -> None:
        self.form.show_person(_BLANK)
        self.panel.show_suspects((), has_typed=False)
        self.desk.open("person", jobseeker_id=jobseeker_id)


def _guess(text: str) -> Person:
    """Put what was searched in its fields: figures are an identifier, the first word a surname."""
    words = text.split()
    numbers = [word for word in words if word[:1].isdigit()]
    names = [word for word in words if not word[:1].isdigit()]
    return Person(
        ft_id=tidy_jobseeker_id("".join(numbers)),
        last_name=names[0] if names else "",
        first_name=" ".join(names[1:]),
    )
