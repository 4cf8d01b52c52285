# SPDX-License-Identifier: MIT
"""« Adhésion KAIROS »: how far the organisation is with the agency, funder by funder.

What its user does most: see how long the credentials still serve; note that a step has come. All of
it is recorded here, on a post that works alone as well.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import AdhesionStep
from kairos_desktop.services.acts.adhesion import RecordAdhesionStep, RecordClearance
from kairos_desktop.services.queries.accounts import AdhesionSeen, adhesion_seen
from kairos_desktop.services.rules.adhesion import credentials_deadline, day_of, progress
from kairos_desktop.services.wording.account_words import left
from kairos_desktop.services.wording.adhesion import progress_text
from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, TextField, TimeField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.side_by_side import SideBySide

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from kairos_desktop.models.rows import ClearanceRow
    from kairos_desktop.services.rules.adhesion import Progress
    from kairos_desktop.views.toolkit.desk import Desk

_TOLD_AGAIN_MS = 20_000


class StepLine(msgspec.Struct, frozen=True):
    """A step, the day it came, and what there is to say of it now."""

    id: AdhesionStep
    day: str
    pill: Pill


class AdhesionTab(QWidget):
    """The steps, and the funders beside."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._seen: AdhesionSeen | None = None
        self._steps: dict[AdhesionStep, StepLine] = {}
        self._funders: dict[UUID, ClearanceRow] = {}
        self.said = Banner("info", "")
        self._banner_kind = "info"
        self._banners = QVBoxLayout()
        self._banners.addWidget(self.said)
        self.steps = ListCard(
            "Étapes de l’adhésion",
            _STEP_COLUMNS,
            partial(_fetch, self._steps),
            [RowAct("Saisir l’étape…", self._on_step, in_row=False, is_primary=True)],
            noun=("étape", "étapes"),
        )
        self.add = button("Ajouter…", self._on_add)
        self.funders = ListCard(
            "Habilité à transmettre",
            _FUNDER_COLUMNS,
            partial(_fetch, self._funders),
            [RowAct("Modifier…", self._on_funder, in_row=False)],
            buttons=[self.add],
            noun=("financeur", "financeurs"),
        )
        self._lay_out()
        self._again = QTimer(self)
        self._again.setInterval(_TOLD_AGAIN_MS)
        self._again.timeout.connect(self.tick)
        self._again.start()

    def read(self) -> None:
        """Read the adhesion again."""
        self._desk.read(adhesion_seen, done=self._show, owner=self, key="adhesion")

    def tick(self) -> None:
        """Say again how long the credentials serve."""
        if self._seen is not None and self.isVisible():
            self._show_progress(self._seen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(12))
        column.addLayout(self._banners)
        column.addWidget(SideBySide(self.steps, self.funders, width=480, least=760), 1)
        for card in (self.steps, self.funders):
            card.refused.connect(self._desk.say)
        self.steps.table.row_opened.connect(lambda line: self._on_step([line]))
        self.funders.table.row_opened.connect(lambda row: self._on_funder([row]))

    def _show(self, seen: AdhesionSeen) -> None:
        self._seen = seen
        self._funders.clear()
        self._funders.update({row.id: row for row in seen.clearances})
        self._show_progress(seen)
        self.funders.show_ids(list(self._funders), self._no_funder())
        self.funders.model.refresh_all()

    def _show_progress(self, seen: AdhesionSeen) -> None:
        now = self._desk.now()
        where = progress(seen.row, now)
        self._say(progress_text(where, now), "danger" if where.is_late else "info")
        self._steps.clear()
        for step in AdhesionStep:
            self._steps[step] = _line(seen, step, where, now)
        self.steps.show_ids(list(self._steps), Empty(""))
        self.steps.model.refresh_all()

    def _no_funder(self) -> Empty:
        return Empty(
            "Aucun financeur saisi.",
            "Pour chaque financeur, notez s’il vous habilite à transmettre, et depuis quand.",
            "Ajouter un financeur…",
            self._on_add,
        )

    def _say(self, sentence: str, kind: str) -> None:
        """A banner has one kind: another one takes its place where it changes."""
        if kind == self._banner_kind:
            self.said.set_sentence(sentence)
            return
        self.said.hide()
        self.said.deleteLater()
        self.said = Banner("danger" if kind == "danger" else "info", sentence)
        self._banner_kind = kind
        self._banners.addWidget(self.said)
        self.said.show()

    def _on_step(self, rows: Sequence[StepLine]) -> None:
        step = rows[0].id
        form = Form()
        form.add("on", DateField("Jour", is_required=True, today=lambda: self._desk.now().date()))
        kept: dict[str, Any] = {}
        if self._seen is not None:
            kept["on"] = day_of(self._seen.row, step)
        if step is AdhesionStep.CREDENTIALS:
            hint = "Heure du courriel : les 72 heures en partent"
            form.add("at", TimeField("Heure", hint=hint), beside=True)
            kept["at"] = self._seen.row.credentials_at if self._seen is not None else None
        form.set_values(kept)
        values = dialogs.ask(self, label(step), form)
        if values is not None:
            act = RecordAdhesionStep(step=step, on=values["on"], at=values.get("at"))
            self._desk.record([act], f"{label(step)} le {short_day(act.on)} : enregistré.")

    def _on_add(self) -> None:
        self._ask_funder(None)

    def _on_funder(self, rows: Sequence[ClearanceRow]) -> None:
        self._ask_funder(rows[0])

    def _ask_funder(self, row: ClearanceRow | None) -> None:
        form = Form()
        if row is None:
            hint = "Région, France Travail, Agefiph…"
            form.add("funder", TextField("Financeur", is_required=True, hint=hint))
        choices = [(True, "Oui"), (False, "Non")]
        form.add("allowed", ChoiceField("Habilité à transmettre", choices, is_required=True))
        today = self._desk.now().date()
        form.add("since", DateField("Depuis le", is_required=True, today=lambda: today))
        if row is not None:
            form.set_values({"allowed": row.allowed, "since": row.since})
        title = f"Habilité à transmettre : {row.funder}" if row else "Ajouter un financeur"
        values = dialogs.ask(self, title, form)
        if values is not None:
            funder = row.funder if row else values["funder"]
            act = RecordClearance(funder=funder, allowed=values["allowed"], since=values["since"])
            word = "habilité" if act.allowed else "non habilité"
            said = f"{act.funder} : {word} à transmettre depuis le {short_day(act.since)}."
            self._desk.record([act], said)


def _line(seen: AdhesionSeen, step: AdhesionStep, where: Progress, now: datetime) -> StepLine:
    day = day_of(seen.row, step)
    if day is None:
        awaited = step is where.awaited
        pill = Pill("À faire", "warn") if awaited else Pill("À venir")
        if awaited and where.deadline is not None:
            pill = _until(where, now)
        return StepLine(step, "", pill)
    at = seen.row.credentials_at if step is AdhesionStep.CREDENTIALS else None
    shown = f"{short_day(day)} à {hour(at)}" if at else short_day(day)
    late = step is AdhesionStep.CREDENTIALS and where.is_late
    if late and credentials_deadline(seen.row) is not None:
        return StepLine(step, shown, Pill("Expirés", "danger"))
    return StepLine(step, shown, Pill("Fait", "ok"))


def _until(where: Progress, now: datetime) -> Pill:
    if where.deadline is None or where.is_late:
        return Pill("Trop tard", "danger")
    return Pill(f"Reste {left(where.deadline - now)}", "warn")


def _fetch(
    held: dict[Any, Any], ids: Sequence[Any], arrived: Callable[[Sequence[Any]], None]
) -> None:
    arrived([held[each] for each in ids if each in held])


def _since(row: ClearanceRow) -> str:
    return f"depuis le {short_day(row.since)}"


_STEP_COLUMNS = (
    Column(
        "Étape",
        lambda line: label(line.id),
        0,
        "strong",
        is_search=True,
        second=lambda line: line.day,
    ),
    Column("État", width=150, kind="pill", pill=lambda line: line.pill),
)
_FUNDER_COLUMNS = (
    Column("Financeur", lambda row: row.funder, 0, "strong", is_search=True, second=_since),
    Column(
        "Habilité",
        width=90,
        kind="pill",
        pill=lambda row: Pill("Oui", "ok") if row.allowed else Pill("Non", "danger"),
    ),
)
