# SPDX-License-Identifier: MIT
"""The fields of « Informations prestataire »."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.services.acts.provider import LONGEST_KEPT, Provider
from kairos_desktop.services.rules.identifiers import holds_nir
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.settings.picture_field import PictureField
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.fields import DateField, Field, NumberField, TextField
from kairos_desktop.views.toolkit.forms import FieldGrid
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look


class ProviderForm(QWidget):
    """What the organisation says of itself.

    Signals:
        edited(): something was changed.
    """

    edited = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.texts: dict[str, TextField] = {
            "name": TextField("Nom", is_required=True),
            "legal_name": TextField("Raison sociale"),
            "nda_number": TextField("N° de déclaration (NDA)", hint="11 chiffres"),
            "quality_reference": TextField("Référence qualité", hint="Par exemple le n° Qualiopi"),
            "manager_name": TextField(
                "RGC", hint="Responsable de gestion des comptes, connu de KAIROS"
            ),
            "signatory_name": TextField("Signataire des documents"),
            "signatory_role": TextField("Qualité du signataire", hint="Par exemple : directrice"),
            "address": TextField("Adresse"),
            "postcode": TextField("Code postal", most=12),
            "town": TextField("Commune"),
            "phone": TextField("Téléphone", most=40),
            "email": TextField("Courriel"),
        }
        self.quality_until = DateField(
            "Valable jusqu’au", hint="Par exemple 31/12/2027", today=today
        )
        self.years = {
            "kept_years": NumberField("Pièces gardées (années)", 1, LONGEST_KEPT),
            "kept_years_cofunded": NumberField("Avec un cofinancement européen", 1, LONGEST_KEPT),
        }
        self.pictures = {"logo": PictureField("Logo"), "stamp": PictureField("Cachet")}
        self._lay_out()
        fields = (self.quality_until, *self.years.values(), *self.pictures.values())
        for field in (*self.texts.values(), *fields):
            field.edited.connect(self.edited)

    def show_provider(self, provider: Provider) -> None:
        """Show what is recorded."""
        with QSignalBlocker(self):
            for name, field in self.texts.items():
                field.set_text(getattr(provider, name))
                field.show_error("")
            self.quality_until.set_value(provider.quality_valid_until)
            for name, number in self.years.items():
                number.set_value(getattr(provider, name))
                number.show_error("")
            for name, field in self.pictures.items():
                field.set_text(getattr(provider, name))

    def provider(self, siret: str) -> Provider | None:
        """Give what is typed, or None after saying below each field what is wrong with it."""
        wrong: list[Field] = []
        for name, field in self.texts.items():
            problem = field.problem()
            if holds_nir(field.text()):
                problem = sentence(Refused("nir", {"field": name}))
            field.show_error(problem)
            wrong += [field] if problem else []
        for parsed in (self.quality_until, *self.years.values()):
            if problem := parsed.problem():
                parsed.show_error(problem)
                wrong.append(parsed)
        if wrong:
            wrong[0].control.setFocus()
            return None
        return self.draft(siret)

    def draft(self, siret: str) -> Provider:
        """Give what is typed, right or wrong."""
        values: dict[str, Any] = {name: field.text() for name, field in self.texts.items()}
        values |= {name: field.text() for name, field in self.pictures.items()}
        values |= {name: field.value() for name, field in self.years.items() if field.value()}
        return Provider(siret=siret, quality_valid_until=self.quality_until.value(), **values)

    def _lay_out(self) -> None:
        texts = self.texts
        sections: dict[str, Sequence[Sequence[tuple[Field, int]]]] = {
            "Organisme": (
                ((texts["name"], 6), (texts["legal_name"], 6)),
                ((texts["nda_number"], 4), (texts["phone"], 3), (texts["email"], 5)),
                ((texts["address"], 6), (texts["postcode"], 2), (texts["town"], 4)),
            ),
            "Qualité et comptes": (
                (
                    (texts["quality_reference"], 4),
                    (self.quality_until, 4),
                    (texts["manager_name"], 4),
                ),
            ),
            "Documents": (
                ((texts["signatory_name"], 6), (texts["signatory_role"], 6)),
                tuple((field, 6) for field in self.years.values()),
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(10))
        in_order: list[Field] = []
        for title, lines in sections.items():
            grid = FieldGrid()
            for line in lines:
                grid.add(*line)
                in_order += [field for field, _ in line]
            heading = Label(title)
            set_look(heading, "section")
            column.addWidget(heading)
            column.addWidget(grid)
        for picture in self.pictures.values():
            column.addWidget(picture)
        column.addStretch(1)
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before.control, after.control)
