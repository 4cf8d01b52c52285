# SPDX-License-Identifier: MIT
"""« Qui ouvre ce profil »: one passphrase a person, added and taken off by name."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.views.settings.keeper import DataKeeper, PhraseLine
from kairos_desktop.views.settings.secret_field import SecretField
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import TextField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_card import ListCard

TITLE = "Qui ouvre ce profil"
_ONE_LEFT = "C’est la seule phrase de passe de ce profil : ajoutez-en une autre d’abord."
_LEAD = (
    "Chacun sa phrase de passe : une personne qui part se retire sans que les autres en changent."
)
_REMOVED = (
    "{person} ne pourra plus ouvrir ce profil avec sa phrase de passe. Les autres phrases et la "
    "feuille de secours restent valables ; une copie du dossier faite avant s’ouvre encore."
)
_EMPTY = Empty(
    "Aucune phrase de passe.", "La feuille de secours et le trousseau ouvrent le profil."
)
_COLUMNS = (
    Column("Personne", lambda line: line.person or "sans nom", 0, "strong", is_search=True),
    Column("Depuis", lambda line: line.made, 140, "muted"),
)

Do = Callable[[Callable[[], Any], Callable[[Any], None]], None]
Check = Callable[[Mapping[str, Any]], Mapping[str, str]]


class PhrasesDialog(QDialog):
    """The list; `do(job, done)` runs a job off the GUI thread and has the list read again."""

    def __init__(
        self, parent: QWidget, desk: Desk, keeper: DataKeeper, do: Do, check: Check
    ) -> None:
        super().__init__(parent)
        self._desk, self._keeper, self._do, self._check = desk, keeper, do, check
        self._lines: dict[UUID, PhraseLine] = {}
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.card = ListCard(
            TITLE,
            _COLUMNS,
            self._fetch,
            [RowAct("Retirer", self._on_remove, why_not=self._why_not_remove, in_row=False)],
            buttons=[button("Ajouter une personne…", self._on_add)],
            noun=("personne", "personnes"),
        )
        self.card.refused.connect(desk.say)
        close = button("Fermer", self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(12))
        column.addWidget(self.card, 1)
        column.addLayout(row)
        self.resize(metrics.px(640), metrics.px(400))

    def show_lines(self, lines: Sequence[PhraseLine]) -> None:
        """Show whose phrases there are."""
        self._lines = {line.id: line for line in lines}
        self.card.show_ids(list(self._lines), _EMPTY)
        self.card.model.refresh_all()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[PhraseLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _why_not_remove(self, _line: PhraseLine) -> str:
        return _ONE_LEFT if len(self._lines) == 1 else ""

    def _on_add(self) -> None:
        form = Form()
        form.add("person", TextField("Nom de la personne", is_required=True))
        form.add("new", SecretField("Sa phrase de passe"))
        form.add("again", SecretField("Répétez sa phrase de passe"))
        form.add("present", SecretField("Votre phrase de passe actuelle"))
        values = dialogs.ask(self, "Ajouter une personne", form, lead=_LEAD, check=self._check)
        if values is not None:
            job = partial(
                self._keeper.add_passphrase, values["present"], values["person"], values["new"]
            )
            said = f"{values['person']} ouvre maintenant ce profil avec sa phrase de passe."
            self._do(job, lambda _: self._desk.say(said))

    def _on_remove(self, lines: Sequence[PhraseLine]) -> None:
        line = lines[0]
        person = line.person or "Cette personne"
        sentence = _REMOVED.format(person=person)
        if dialogs.confirm(self, "Retirer", sentence, accept="Retirer", destructive=True):
            said = f"{person} n’ouvre plus ce profil."
            job = partial(self._keeper.remove_passphrase, line.id)
            self._do(job, lambda _: self._desk.say(said))
