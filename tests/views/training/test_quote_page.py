# SPDX-License-Identifier: MIT
"""« Devis AIF » in a real window: prefilled, recorded, sent, followed, corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.quote_rows import QuoteState as Q
from kairos_desktop.models.rows import EnrolmentRow
from kairos_desktop.services.acts.aif_quotes import DraftQuote, Quote, SendQuote
from kairos_desktop.views.training.quote_page import QuotePage
from tests.views.on_screen import in_front
from tests.views.recruitment.driving import press
from tests.views.training.classroom import TODAY
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.models.rows import SessionRow
    from tests.views.training.classroom import Classroom

START = date(2027, 1, 25)
_CTRL = Qt.KeyboardModifier.ControlModifier


class Papers:
    """Keeps which quotes were shown."""

    def __init__(self) -> None:
        self.shown: list[UUID] = []

    def show_quote(self, quote_id: UUID) -> None:
        self.shown.append(quote_id)


@pytest.fixture
def papers(room: Classroom) -> Papers:
    made = Papers()
    room.desk.papers = made  # pyright: ignore[reportAttributeAccessIssue]
    return made


@pytest.fixture
def page(room: Classroom, qtbot: QtBot, papers: Papers) -> QuotePage:
    return in_front(QuotePage(room.desk), qtbot)


@pytest.fixture
def soon(room: Classroom) -> SessionRow:
    return room.scene.session(
        title="Comptabilité", starts_on=START, ends_on=date(2027, 6, 11), hours_total=400.0,
        hours_company=100.0, hours_weekly=35.0, distance_share="En présentiel",
        rhythm="En groupe", certification="Titre professionnel",
    )  # fmt: skip


def person(room: Classroom, name: str) -> UUID:
    return room.scene.row(EnrolmentRow, room.trainees[name]).jobseeker_id


def show(page: QuotePage, room: Classroom, session: SessionRow, name: str = "Barbier") -> None:
    page.show_place({"jobseeker_id": person(room, name), "session_id": session.id})


def write(page: QuotePage, name: str, text: str) -> None:
    control = page.form.field(name).control
    assert isinstance(control, QLineEdit)
    control.setText(text)


def asked(page: QuotePage) -> QDialog:
    return next(each for each in page.findChildren(QDialog) if each.isVisible())


def accept(page: QuotePage, qtbot: QtBot) -> None:
    dialog = asked(page)
    press(dialog, "Enregistrer")
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in page.findChildren(QDialog)))


def sent(room: Classroom, session: SessionRow, name: str = "Barbier") -> UUID:
    quote_id = room.scene.id()
    typed = Quote(starts_on=START, teaching=450_000, objective="Tenir une comptabilité")
    room.scene.say(
        DraftQuote(
            quote_id=quote_id, session_id=session.id, jobseeker_id=person(room, name), quote=typed
        ),
        SendQuote(quote_id=quote_id, on=TODAY),
    )
    return quote_id


def test_a_new_quote_is_prefilled_and_recorded_by_its_price_and_a_key(
    room: Classroom, page: QuotePage, soon: SessionRow, qtbot: QtBot
) -> None:
    show(page, room, soon)
    price = page.form.field("teaching").control
    assert price.hasFocus()
    qtbot.keyClicks(price, "4500")
    write(page, "cpf", "1 200,50")
    assert "Demandé à France Travail : 3\u00a0299,50\u00a0€" in page.form._sum.text()
    assert "11,25\u00a0€ de l’heure" in page.form._sum.text()
    qtbot.keyClick(price, Qt.Key.Key_Return, _CTRL)
    qtbot.waitUntil(lambda: len(room.scene.rows(AifQuoteRow)) == 1)
    (row,) = room.scene.rows(AifQuoteRow)
    assert (row.teaching, row.cpf, row.state) == (450_000, 120_050, Q.DRAFT)
    assert (row.starts_on, row.ends_on) == (START, date(2027, 6, 11))
    assert (row.hours_centre, row.hours_company, row.hours_weekly) == (300.0, 100.0, 35.0)
    assert (row.hours_distance, row.arrangements, row.follow_up) == (
        0.0, "En groupe", "Titre professionnel",
    )  # fmt: skip
    assert row.valid_until == date(2026, 12, 26)
    assert not page.form.is_touched
    assert page.cancel_button.isVisible()


def test_the_next_one_takes_the_texts_and_the_price_of_the_last_but_no_cofunding(
    room: Classroom, page: QuotePage, soon: SessionRow
) -> None:
    typed = Quote(teaching=450_000, cpf=10_000, objective="Tenir une comptabilité")
    room.scene.say(
        DraftQuote(
            quote_id=room.scene.id(), session_id=soon.id, jobseeker_id=person(room, "Diallo"),
            quote=typed,
        )
    )  # fmt: skip
    show(page, room, soon)
    values = page.form.values()
    assert (values["teaching"], values["cpf"]) == (450_000, 0)
    assert values["objective"] == "Tenir une comptabilité"
    assert page.card is not None
    assert page.card.is_new


def test_sending_records_what_is_typed_and_shows_the_paper(
    room: Classroom, page: QuotePage, soon: SessionRow, papers: Papers, qtbot: QtBot
) -> None:
    show(page, room, soon)
    write(page, "teaching", "4500")
    press(page, "Noter l’envoi…")
    accept(page, qtbot)
    (row,) = room.scene.rows(AifQuoteRow)
    assert (row.state, row.sent_on, row.teaching) == (Q.SENT, TODAY, 450_000)
    assert papers.shown == [row.id]
    assert page.steps[Q.ACCEPTED].hasFocus()
    assert not page.save_button.isVisible()


def test_domain_4_a_late_sending_asks_for_its_reason(
    room: Classroom, page: QuotePage, soon: SessionRow, qtbot: QtBot
) -> None:
    show(page, room, soon)
    write(page, "starts_on", "04/12/2026")
    press(page, "Noter l’envoi…")
    dialog = asked(page)
    press(dialog, "Enregistrer")
    assert room.scene.rows(AifQuoteRow) == []
    assert "Donnez le motif" in dialog.note.text()  # pyright: ignore[reportAttributeAccessIssue]
    dialog.form.field("reason").set_value("Place libérée")  # pyright: ignore[reportAttributeAccessIssue]
    accept(page, qtbot)
    (row,) = room.scene.rows(AifQuoteRow)
    assert (row.flags, row.late_reason) == (("quote_late",), "Place libérée")
    assert "moins de 15 jours" in page._watch.text()


def test_the_answer_is_the_next_button_and_two_enters(
    room: Classroom, page: QuotePage, soon: SessionRow, qtbot: QtBot
) -> None:
    quote_id = sent(room, soon)
    page.show_place({"quote_id": quote_id})
    step = page.steps[Q.ACCEPTED]
    assert step.hasFocus()
    step.click()
    qtbot.keyClick(asked(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.scene.row(AifQuoteRow, quote_id).state is Q.ACCEPTED)
    assert room.scene.row(AifQuoteRow, quote_id).answered_on == TODAY
    qtbot.waitUntil(lambda: not page.steps[Q.ACCEPTED].isVisible())
    assert page.steps[Q.GRANTED].isVisible()
    assert not page.steps[Q.PAID].isVisible()


def test_domain_3_7_correcting_what_has_left_cancels_it_and_opens_its_copy(
    room: Classroom, page: QuotePage, soon: SessionRow, qtbot: QtBot
) -> None:
    quote_id = sent(room, soon)
    page.show_place({"quote_id": quote_id})
    press(page, "Corriger…")
    assert "AIF-2026-A-000001" in asked(page).note.text()  # pyright: ignore[reportAttributeAccessIssue]
    press(asked(page), "Corriger : annuler et copier")
    qtbot.waitUntil(lambda: page.save_button.isVisible())
    old, copy = room.scene.rows(AifQuoteRow)
    assert (old.id, old.state) == (quote_id, Q.CANCELLED)
    assert (copy.state, copy.copied_from_id, copy.objective) == (Q.DRAFT, quote_id, old.objective)
    assert page.form.values()["teaching"] == 450_000


def test_what_was_typed_of_somebody_is_still_there_after_another_was_looked_at(
    room: Classroom, page: QuotePage, soon: SessionRow
) -> None:
    show(page, room, soon)
    write(page, "teaching", "4500")
    show(page, room, soon, "Courtois")
    assert page.form.values()["teaching"] == 0
    show(page, room, soon)
    assert page.form.values()["teaching"] == 450_000
    room.desk.hub.changed.emit(room.scene.say(_other(room, soon)).changes)
    assert page.form.values()["teaching"] == 450_000


def _other(room: Classroom, session: SessionRow) -> DraftQuote:
    return DraftQuote(
        quote_id=room.scene.id(), session_id=session.id, jobseeker_id=person(room, "Diallo"),
        quote=Quote(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [("teaching", "12x"), ("cpf", "100000"), ("hours_centre", "vingt")]
)
def test_what_is_not_understood_is_said_and_not_recorded(
    room: Classroom, page: QuotePage, soon: SessionRow, name: str, text: str
) -> None:
    show(page, room, soon)
    write(page, name, text)
    press(page, "Enregistrer")
    assert page.form.field(name).error()
    assert room.scene.rows(AifQuoteRow) == []


@pytest.mark.parametrize("size", [(1058, 690), (870, 460)])
def test_every_control_has_its_name_and_its_whole_words(
    room: Classroom, page: QuotePage, soon: SessionRow, size: tuple[int, int]
) -> None:
    page.resize(*size)
    show(page, room, soon)
    assert misnamed(page) == []
    assert cut_texts(page) == []
    page.show_place({"quote_id": sent(room, soon, "Courtois")})
    assert misnamed(page) == []
    assert cut_texts(page) == []
