# SPDX-License-Identifier: MIT
"""« Fusionner deux fiches ».

What its user does most: bring a double into the right record; check which telephone, which
identifier stays; exchange the two when the wrong one was chosen first. So: the first record comes
with the page, the second is found as one types, every field says what becomes of it before
anything is done, and « Inverser » turns the two around. « Séparer les fiches » stands on the
record afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout

from kairos_desktop.services.acts.jobseekers import MergeJobseekers
from kairos_desktop.services.ledger import ChangeSet, Recorded
from kairos_desktop.services.queries.people import PersonCard, card, search
from kairos_desktop.services.wording.people import addressed, full_name
from kairos_desktop.views.people.merge_lines import MergeLine, merge_lines, moves
from kairos_desktop.views.people.phrases import identity_line
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import FindField
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.type_ahead import Suggestion

_COLUMNS = (
    Column("Champ", lambda line: line.title, 128, "muted", is_search=True),
    Column("Fiche gardée", lambda line: line.kept or "—", 0),
    Column("Fiche absorbée", lambda line: line.absorbed or "—", 168),
    Column("Après la fusion", lambda line: line.after or "—", 168, "strong"),
    Column("Pourquoi", width=164, kind="pill", pill=lambda line: line.fate),
)
_CHOOSE = Empty(
    "Choisissez deux fiches de la même personne.",
    "Vous verrez ici, champ par champ, ce qui sera gardé. Rien n’est modifié avant « Fusionner ».",
)
_SAME = Empty("C’est deux fois la même fiche.", "Choisissez une autre fiche à absorber.")


class MergePage(Page):
    """Two records side by side. Arguments: `kept_id`, `absorbed_id`, both optional."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Fusionner deux fiches")
        self._cards: dict[str, PersonCard | None] = {"kept": None, "absorbed": None}
        self._lines: dict[str, MergeLine] = {}
        self.fields = {
            "kept": FindField("Fiche à garder", self._find, placeholder="Nom ou identifiant"),
            "absorbed": FindField("Fiche à absorber", self._find, placeholder="Nom ou identifiant"),
        }
        self._swap = button("Inverser", self._on_swap)
        self._merge = button("Fusionner", self._on_merge, look="primary", key="Ctrl+Return")
        self._moves = Label()
        self._moves.setWordWrap(True)
        set_look(self._moves, "sentence")
        self.card = ListCard("Ce qui sera gardé", _COLUMNS, self._fetch, noun=("champ", "champs"))
        self.add_button(help_button(desk, "fusionner"))
        self._lay_out()
        for name, field in self.fields.items():
            field.line.chosen.connect(lambda choice, name=name: self._on_chosen(name, choice))
        desk.hub.changed.connect(self._on_changed)
        self._show()

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Begin with the records asked for; the one not named keeps its place."""
        asked = {name: arguments.get(f"{name}_id") for name in self.fields}
        if any(asked.values()):
            for name, row_id in asked.items():
                self._read(name, row_id)

    def focus_start(self) -> None:
        """Give the focus to the first record that is not chosen yet."""
        missing = [field for name, field in self.fields.items() if self._cards[name] is None]
        (missing or [*self.fields.values()])[0].setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(12))
        row.addWidget(self.fields["kept"], 1)
        row.addWidget(self._swap)
        row.addWidget(self.fields["absorbed"], 1)
        self.body.addLayout(row)
        self.body.addWidget(self.card, 1)
        foot = QHBoxLayout()
        foot.setSpacing(metrics.px(12))
        foot.addWidget(self._moves, 1)
        foot.addWidget(self._merge)
        self.body.addLayout(foot)

    def _find(
        self, typed: str, owner: QObject, done: Callable[[Sequence[Suggestion]], None]
    ) -> None:
        def arrived(rows: Sequence[Any]) -> None:
            done([Suggestion(row.id, full_name(row), identity_line(row)) for row in rows])

        self.desk.read(search, typed, done=arrived, owner=owner, key="find")

    def _on_chosen(self, name: str, choice: Suggestion | None) -> None:
        self._read(name, choice.value if choice is not None else None)

    def _read(self, name: str, row_id: UUID | None) -> None:
        if row_id is None:
            self._take(name, None)
            return
        held = self._cards[name]
        if held is None or held.jobseeker.id != row_id:
            self.desk.read(
                card, row_id, done=lambda found: self._take(name, found), owner=self, key=name
            )

    def _take(self, name: str, found: PersonCard | None) -> None:
        self._cards[name] = found
        if found is not None:
            choice = self.fields[name].line.choice()
            if choice is None or choice.value != found.jobseeker.id:
                row = found.jobseeker
                shown = Suggestion(row.id, full_name(row), identity_line(row))
                self.fields[name].set_value(shown)
            self.fields[name].show_hint(identity_line(found.jobseeker))
        else:
            self.fields[name].show_hint("")
        self._show()

    def _show(self) -> None:
        kept, absorbed = self._cards["kept"], self._cards["absorbed"]
        ready = kept is not None and absorbed is not None
        same = bool(kept and absorbed and kept.jobseeker.id == absorbed.jobseeker.id)
        self._lines = {}
        self._moves.setText("")
        if kept is not None and absorbed is not None and not same:
            lines = merge_lines(kept.jobseeker, absorbed.jobseeker)
            self._lines = {line.id: line for line in lines}
            self._moves.setText(_sentence(absorbed))
        self._merge.setEnabled(bool(self._lines))
        self._swap.setEnabled(ready)
        self.card.show_ids(list(self._lines), _SAME if same else _CHOOSE)
        self.card.model.refresh_all()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[MergeLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _on_swap(self) -> None:
        kept, absorbed = self._cards["kept"], self._cards["absorbed"]
        self._take("kept", absorbed)
        self._take("absorbed", kept)

    def _on_merge(self) -> None:
        kept, absorbed = self._cards["kept"], self._cards["absorbed"]
        if kept is None or absorbed is None:
            return

        def on_recorded(recorded: Recorded) -> None:
            if recorded.verdicts and recorded.verdicts[0].refusal is None:
                for field in self.fields.values():
                    field.set_value(None)
                self.desk.open("person", jobseeker_id=kept.jobseeker.id)

        act = MergeJobseekers(kept_id=kept.jobseeker.id, absorbed_id=absorbed.jobseeker.id)
        said = (
            f"Les deux fiches de {addressed(kept.jobseeker)} n’en font plus qu’une. "
            "« Séparer les fiches » reste possible sur la fiche."
        )
        self.desk.record([act], said, on_recorded)

    def _on_changed(self, changes: ChangeSet) -> None:
        for name, held in self._cards.items():
            if held is not None and changes.tables & {"jobseeker", "registration", "enrolment"}:
                row_id = held.jobseeker.id
                self._cards[name] = None
                self._read(name, row_id)


def _sentence(absorbed: PersonCard) -> str:
    return (
        f"À déplacer vers la fiche gardée : {moves(absorbed)}. La fiche absorbée ne sera plus "
        "proposée dans les recherches ; rien n’est effacé, et la fusion peut être annulée."
    )
