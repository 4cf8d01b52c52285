# SPDX-License-Identifier: MIT
"""The fields of a « devis AIF »: the price first, then what D6353-1 asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt

from kairos_desktop.services.acts.aif_quotes import Quote
from kairos_desktop.services.rules.aif_quotes import TYPED, hourly_cost, requested
from kairos_desktop.services.wording.aif_words import distance_text, money
from kairos_desktop.views.toolkit.fields import CheckField, DateField, Field, NotesField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training.amount_fields import HoursField, MoneyField

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kairos_desktop.models.quote_rows import AifQuoteRow

_TEACHING_ONLY = "Ni dossier, ni matériel, ni examen"


class QuoteForm(Form):
    """What is typed of a quote; `is_touched` once something was, until it is recorded."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.is_touched = False
        self._row: AifQuoteRow | None = None
        self._sum = Label()
        set_look(self._sum, "sentence")
        self._sum.setWordWrap(True)
        self._add_price()
        self._add_terms(today)
        self.add("cpf_eligible", CheckField("Formation éligible au CPF"))
        self.edited.connect(self._on_edited)

    def _add_price(self) -> None:
        self._add_line(
            ("teaching", MoneyField("Coût pédagogique (€)", hint=_TEACHING_ONLY)),
            ("cpf", MoneyField("Payé par le CPF (€)")),
            ("opco", MoneyField("Payé par l’OPCO (€)")),
        )
        self._add_line(
            ("region", MoneyField("Payé par la Région (€)")),
            ("agefiph", MoneyField("Payé par l’Agefiph (€)")),
            ("own", MoneyField("Reste à charge du DE (€)")),
        )
        self.add_widget(self._sum)

    def _add_terms(self, today: Callable[[], date]) -> None:
        def day(title: str) -> DateField:
            return DateField(title, hint="", today=today)

        self._add_line(
            ("starts_on", day("Début")),
            ("ends_on", day("Fin")),
            ("valid_until", day("Devis valable jusqu’au")),
        )
        self._add_line(
            ("hours_centre", HoursField("Heures en centre")),
            ("hours_company", HoursField("Heures en entreprise")),
            ("hours_distance", HoursField("Dont à distance")),
            ("hours_weekly", HoursField("Heures par semaine")),
        )
        self._add_line(
            ("objective", NotesField("Objectif")),
            ("content", NotesField("Contenu")),
            ("means", NotesField("Moyens")),
        )
        self._add_line(
            ("arrangements", NotesField("Modalités de déroulement")),
            ("follow_up", NotesField("Suivi et sanction")),
            ("payment", NotesField("Modalités de règlement")),
        )

    def focus_first(self) -> None:
        """Put the cursor in the price."""
        self.field("teaching").control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_quote(self, row: AifQuoteRow) -> None:
        """Show a quote as it stands."""
        self._row = row
        self.set_values({name: getattr(row, name) for name in TYPED})
        self.show_errors({})
        self.is_touched = False
        self._say_sum()

    def row(self) -> AifQuoteRow | None:
        """Give the quote as it is typed now; None where something is not understood."""
        if self._row is None or any(self.field(name).problem() for name in TYPED):
            return None
        return msgspec.structs.replace(self._row, **self.values())

    def quote(self) -> Quote | None:
        """Give what is typed; None after saying what is wrong."""
        values = self.checked()
        return None if values is None else Quote(**values)

    def _add_line(self, *fields: tuple[str, Field]) -> None:
        for place, (name, field) in enumerate(fields):
            self.add(name, field, beside=place > 0)

    def _on_edited(self) -> None:
        self.is_touched = True
        self._say_sum()

    def _say_sum(self) -> None:
        row = self.row()
        self._sum.setText("" if row is None else sum_text(row))
        self._sum.setAccessibleName(self._sum.text())


def sum_text(row: AifQuoteRow) -> str:
    """« Demandé à France Travail : 3 299,50 € · 11,25 € de l’heure · 60 h à distance… »."""
    hourly = hourly_cost(row)
    parts = (
        f"Demandé à France Travail : {money(requested(row))}",
        f"{money(hourly)} de l’heure" if hourly else "",
        distance_text(row) if row.hours_distance else "",
    )
    return " · ".join(filter(None, parts))
