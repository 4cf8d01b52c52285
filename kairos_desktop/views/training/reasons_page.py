# SPDX-License-Identifier: MIT
"""« Motifs »: the lists of reasons, which the RGC renames, completes and closes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from kairos_desktop.models.rows import ReasonRow
from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.reasons import DescribeReason
from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.reasons import SHIPPED, known_reasons
from kairos_desktop.services.wording.labels import choices, label
from kairos_desktop.services.wording.reasons import reason_label
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import CheckField, ChoiceField, TextField
from kairos_desktop.views.toolkit.gesture import Gesture
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.training import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.toolkit.desk import Desk

_USUAL = {True: "Justifiée", False: "Non justifiée", None: "—"}


class ReasonLine(msgspec.Struct, frozen=True):
    """A reason with its words."""

    row: ReasonRow
    words: str

    @property
    def id(self) -> UUID:
        """The reason's id."""
        return self.row.id


def _columns() -> tuple[Column, ...]:
    return (
        Column("Libellé", lambda line: line.words, 0, "strong", is_search=True),
        Column("Code", lambda line: line.row.code, 210, "muted"),
        Column("D’ordinaire", lambda line: _USUAL[line.row.justified_by_default], 110, "muted"),
        Column("Source", lambda line: line.row.source or "Organisme", 130, "muted"),
        Column("État", width=100, kind="pill", pill=_state),
    )


def _state(line: ReasonLine) -> Pill:
    return Pill("Proposé", "ok") if line.row.active else Pill("Retiré", "neutral")


class ReasonsPage(Page):
    """The four lists, one by tab."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Motifs")
        self._kept: tuple[ReasonRow, ...] = ()
        self._kind = ReasonKind.ABSENCE
        self._lines: dict[Any, ReasonLine] = {}
        self.tabs = CounterTabs("Motifs")
        for kind, words in choices(ReasonKind):
            self.tabs.add(kind.value, words)
        self.tabs.chosen.connect(self._on_tab)
        self.list = ListCard(
            "Motifs",
            _columns(),
            self._fetch,
            [
                RowAct("Modifier", self._change, "M", in_row=False),
                RowAct("Retirer de la liste", partial(self._set_active, False), in_row=False),
                RowAct("Proposer à nouveau", partial(self._set_active, True), in_row=False),
            ],
            head=self.tabs,
            noun=("motif", "motifs"),
        )
        self.list.table.row_opened.connect(lambda line: self._change([line]))
        self.list.refused.connect(desk.say)
        self.set_title(
            "Motifs", "Réservé au RGC. Un motif retiré reste lisible sur ce qui l’a pris."
        )
        self.add_button(button("Ajouter un motif", self._add, look="primary"))
        self.add_button(export_button(desk, "Motifs", self.list.model))
        self.add_button(help_button(desk, "motifs"))
        self.body.addWidget(self.list, 1)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the lists; `kind` chooses one."""
        if "kind" in arguments:
            self.tabs.choose(str(arguments["kind"]))
        self._read()

    def _read(self) -> None:
        self.desk.read(reads.reasons, done=self._show, owner=self, key="reasons")

    def _show(self, kept: Sequence[ReasonRow]) -> None:
        self._kept = tuple(kept)
        rows = known_reasons(self._kind, self._kept)
        lines = [ReasonLine(row, reason_label(row.kind, row.code, self._kept)) for row in rows]
        self._lines = {line.id: line for line in lines}
        self.list.model.keep(tuple(self._lines.values()))
        self.list.show_ids(list(self._lines), Empty("Aucun motif."))
        self.list.model.refresh_all()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[ReasonLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _on_tab(self, key: str) -> None:
        self._kind = ReasonKind(key)
        self._show(self._kept)

    def _add(self) -> None:
        taken = {line.row.code for line in self._lines.values()}
        ReasonDialog(self.desk, self._kind, None, self, taken).open()

    def _change(self, lines: Sequence[ReasonLine]) -> None:
        ReasonDialog(self.desk, self._kind, lines[0], self, set()).open()

    def _set_active(self, active: bool, lines: Sequence[ReasonLine]) -> None:
        acts = [
            DescribeReason(
                kind=line.row.kind,
                code=line.row.code,
                label=line.words,
                justified_by_default=line.row.justified_by_default,
                active=active,
                source=line.row.source,
            )
            for line in lines
        ]
        what = "proposé" if active else "retiré de la liste"
        self.desk.record(acts, f"« {lines[0].words} » {what}.")

    def _on_changed(self, changes: ChangeSet) -> None:
        if "reason" in changes.tables:
            self._read()


class ReasonDialog(ActDialog):
    """A reason: its words, and what it usually is; its code follows from the words."""

    def __init__(
        self,
        desk: Desk,
        kind: ReasonKind,
        line: ReasonLine | None,
        parent: QWidget,
        taken: set[str],
    ) -> None:
        title = "Modifier un motif" if line else "Ajouter un motif"
        lead = f"{label(kind)}. Rien de médical : un motif se lit sur l’état de présence."
        super().__init__(desk, parent, title, lead=lead)
        self._kind, self._line, self._taken = kind, line, taken
        self.form.add("label", TextField("Libellé", is_required=True, most=80))
        if kind is ReasonKind.ABSENCE:
            usual = (("", "Ne rien dire"), ("yes", "Justifiée"), ("no", "Non justifiée"))
            self.form.add("usual", ChoiceField("D’ordinaire", usual))
        self.form.add("active", CheckField("Proposé dans la liste"))
        values: dict[str, Any] = {"active": True}
        if line is not None:
            values = {"label": line.words, "active": line.row.active}
            if kind is ReasonKind.ABSENCE:
                shown = {True: "yes", False: "no", None: ""}
                values["usual"] = shown[line.row.justified_by_default]
        self.form.set_values(values)
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        code = self._line.row.code if self._line else code_of(values["label"])
        if code in self._taken:
            self.say("Un motif de cette liste porte déjà ce nom.", wrong=True)
            return None
        act = DescribeReason(
            kind=self._kind,
            code=code,
            label=values["label"],
            justified_by_default={"yes": True, "no": False}.get(values.get("usual", "")),
            active=values["active"],
            source=SHIPPED if self._line and self._line.row.source == SHIPPED else "Organisme",
        )
        return Gesture((act,), f"Motif « {values['label']} » enregistré.")


def code_of(words: str) -> str:
    """A code drawn from the words: « Permis de conduire » gives permis_de_conduire."""
    plain = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(words))
    code = "_".join(plain.split())[:39]
    return code if code[:1].isalpha() else f"m_{code}"
