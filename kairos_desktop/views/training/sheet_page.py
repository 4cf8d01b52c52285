# SPDX-License-Identifier: MIT
"""« Émargement » of a half-day: what its sheet of paper says, typed in a few keys.

The gestures its user repeats most, and what they cost:
1. Everybody signed: scan, T (« Tous ont signé »), Ctrl+Enter; the field is ready for the next scan.
2. Two did not: the first letters of the name and N, for each; then T, Ctrl+Enter. They are absent,
   to qualify, by the same gesture.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.signatures import StrikeSignature
from kairos_desktop.services.rules.sheet_codes import sheet_code, spaced
from kairos_desktop.services.wording.dates import hours, moment, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button, keep_focus_out
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import TextField
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import ElidedLabel, Page
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import reads
from kairos_desktop.views.training.sheet_code_field import SheetCodeField
from kairos_desktop.views.training.sheet_lines import (
    TRAINER,
    Sign,
    SignLine,
    acts_of,
    all_signed,
    lines_of,
    new_absences,
    sheet_state,
    to_sign,
    typed_over,
)
from kairos_desktop.views.training.sheet_words import verified

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet, Recorded
    from kairos_desktop.services.queries.sheets import SheetCard, SheetView
    from kairos_desktop.views.toolkit.desk import Desk

    _Where = tuple[UUID, date, HalfDay]

TITLE = "Émargement"
NOTHING_SAID = "Indiquez d’abord qui a signé : T si tous, sinon S ou N sur chaque ligne."
ALL_ON_SCREEN = "Tous ont signé à l’écran : il n’y a rien de plus à saisir."
SIGNED_HERE = "Signature à l’écran : pour la retirer, barrez-la (B)."
_STAYS = "La signature reste visible, barrée : rien n’est effacé."
_CONCERNED = frozenset(
    {
        "signature", "sheet", "absence", "interruption", "enrolment", "jobseeker", "lesson",
        "closure",
    }
)  # fmt: skip


class SheetPage(Page):
    """One half-day. Arguments: `session_id`, `day`, `half`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self.view: SheetView | None = None
        self._where: _Where | None = None
        self._lines: dict[Hashable, SignLine] = {}
        # What was typed and not yet recorded, half-day by half-day.
        self._typed: dict[_Where, dict[Hashable, Sign]] = {}
        acts = [
            RowAct("A signé", partial(self._say, Sign.SIGNED), "S", _why_not_typed, in_row=False),
            RowAct(
                "N’a pas signé", partial(self._say, Sign.MISSING), "N", _why_not_typed, in_row=False
            ),
            RowAct("Signer à l’écran", self._sign, "E", _why_not_signed, in_row=False),
            RowAct("Barrer", self._strike, "B", _why_not_struck, in_row=False),
        ]
        every = button("Tous ont signé", self.sign_all)
        every.show_keys("T")
        keep_focus_out(every)
        self.list = ListCard(
            "Qui a signé", _columns(), self._fetch, acts, buttons=[every], noun=("ligne", "lignes")
        )
        self.code = SheetCodeField(desk)
        self._banners = QVBoxLayout()
        self._told = ElidedLabel()
        set_look(self._told, "small")
        self._lay_out()
        self.list.refused.connect(desk.say)
        self.list.table.row_opened.connect(self._turn)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a half-day; without argument, the one in hand."""
        if "session_id" in arguments:
            half = HalfDay(arguments["half"])
            self._go_to((arguments["session_id"], arguments["day"], half))
        self.read()

    def read(self) -> None:
        """Read the sheet again; what was typed and not yet recorded stays."""
        if self._where is not None:
            self.list.wait()
            self.desk.read(reads.sheet_view, *self._where, done=self._show, owner=self, key="sheet")

    def sign_all(self) -> None:
        """« Tous ont signé »: but for those of whom something else is said."""
        self._take(all_signed(self._lines.values()))
        self.list.table.setFocus()

    def save(self) -> None:
        """Record the sheet, and who did not sign as absent, to qualify."""
        card, lines = self._card, list(self._lines.values())
        if card is None:
            return
        if all(line.sign is Sign.UNSAID for line in lines):
            self.desk.say(NOTHING_SAID)
            return
        acts = acts_of(card, lines)
        if not acts:
            self.desk.say(ALL_ON_SCREEN)
            return
        absent = new_absences(acts, lines)
        trainees = [line for line in lines if line.id != TRAINER]
        signed = sum(line.sign is Sign.SIGNED for line in trainees)
        said = f"Feuille du {_when(card)} saisie : {signed} sur {len(trainees)} ont signé."
        if absent:
            said += f" À qualifier : {', '.join(absent)}."
        self.desk.record(acts, said, partial(self._on_saved, _where(card), self._typed_of(card)))

    def verify(self) -> None:
        """« Vérifier »: say whether anything signed on the screen was altered or removed."""
        if self._card is not None:
            self.desk.say(verified(self._card))

    @property
    def _card(self) -> SheetCard | None:
        return self.view.card if self.view is not None else None

    def _go_to(self, where: _Where) -> None:
        """Wait for a half-day: until it has come there is nothing to say of it."""
        if where != self._where:
            self._where, self.view, self._lines = where, None, {}

    def _typed_of(self, card: SheetCard) -> dict[Hashable, Sign]:
        return dict(self._typed.get(_where(card), {}))

    def _lay_out(self) -> None:
        self.add_button(button("Vérifier", self.verify))
        self.add_button(button("Imprimer la feuille", self._print))
        save = button("Enregistrer", self.save, look="primary")
        save.show_keys("Ctrl+Return")
        self.add_button(save)
        for text, keys, where, run in (
            ("Tous ont signé", "T", self.list, self.sign_all),
            ("Enregistrer", "Ctrl+Return", self, self.save),
        ):
            # A button's own key waits a tenth of a second.
            action = QAction(text, where)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(run)
            where.addAction(action)
        self.add_button(help_button(self.desk, "emargements"))
        turn = FoldingRow(self._turning(), self.code)
        self._banners.setSpacing(metrics.px(metrics.UNIT) // 2)
        self.body.addWidget(turn)
        self.body.addLayout(self._banners)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._told)

    def _turning(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button("Précédente", partial(self._go, -1), key="Alt+PgUp"))
        row.addWidget(button("Suivante", partial(self._go, 1), key="Alt+PgDown"))
        row.addStretch(1)
        return holder

    def _show(self, view: SheetView | None) -> None:
        if view is None:
            self.desk.say("Cette session n’existe plus ici.")
            return
        self.view = view
        card = view.card
        session, half = card.session, card.half
        opened = partial(self.desk.open, "session", session_id=session.id)
        week = partial(self.desk.open, "sheets", session_id=session.id, day=half.day)
        self.set_trail([(session.title, opened), ("Émargements", week), (_when(card), None)])
        facts = (
            session.title,
            hours(half.starts_at, half.ends_at),
            half.module,
            f"feuille {spaced(sheet_code(session.id, half.day, half.half))}",
        )
        self.set_title(f"{TITLE} du {_when(card)}", " · ".join(filter(None, facts)))
        self.set_pills([sheet_state(card, self.desk.now())])
        self._show_warnings(card)
        sheet = card.sheet
        read_back = f"Saisie {moment(sheet.recorded_at)} par {sheet.recorded_by}." if sheet else ""
        self._told.setText(read_back)
        self._lines = {line.id: line for line in typed_over(lines_of(card), self._typed_of(card))}
        empty = Empty("Personne n’est attendu cette demi-journée-là.", "")
        self.list.show_ids(list(self._lines), empty)
        self.list.model.refresh_all()

    def _show_warnings(self, card: SheetCard) -> None:
        """What an inspector would ask, above the names."""
        while (item := self._banners.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if card.warnings:
            said = " ".join(sentence(each) for each in card.warnings)
            self._banners.addWidget(Banner("warn", said))

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[SignLine]], None]
    ) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _say(self, sign: Sign, lines: Sequence[SignLine]) -> None:
        """Say it of the lines chosen; after one, the next one is chosen."""
        if self._card is None:
            return
        self._take([line._replace(sign=sign) for line in lines])
        ids = list(self._lines)
        place = ids.index(lines[-1].id) + 1
        if len(lines) == 1 and place < len(ids):
            self.list.table.choose([ids[place]])

    def _sign(self, lines: Sequence[SignLine]) -> None:
        """« Signer à l'écran »: the person chosen, then those who have not signed yet."""
        from kairos_desktop.views.training.sign_dialog import SignDialog

        if self._card is not None:
            waiting = to_sign(self._lines.values(), lines[0])
            SignDialog(self.desk, self._card, waiting, self).open()

    def _strike(self, lines: Sequence[SignLine]) -> None:
        """« Barrer » the signatures chosen, with a reason; they stay."""
        form = Form()
        form.add("reason", TextField("Motif", is_required=True, hint="Par exemple : autre ligne"))
        names = ", ".join(line.name for line in lines)
        values = dialogs.ask(
            self, "Barrer la signature", form, accept="Barrer", lead=f"{names}. {_STAYS}"
        )
        if values is not None:
            acts = [
                StrikeSignature(signature_id=line.on_screen.id, reason=values["reason"])
                for line in lines
                if line.on_screen is not None
            ]
            self.desk.record(acts, f"Signature barrée : {names}.")

    def _turn(self, line: SignLine) -> None:
        """Enter on a line: signed, then not signed."""
        if why := _why_not_typed(line):
            self.desk.say(why)
            return
        self._say(Sign.MISSING if line.sign is Sign.SIGNED else Sign.SIGNED, [line])

    def _take(self, lines: Sequence[SignLine]) -> None:
        if self._card is None:
            return
        changed = [line for line in lines if line.sign is not self._lines[line.id].sign]
        self._lines |= {line.id: line for line in changed}
        typed = self._typed.setdefault(_where(self._card), {})
        typed |= {line.id: line.sign for line in changed}
        self.list.model.refresh([line.id for line in changed])

    def _on_saved(self, where: _Where, typed: dict[Hashable, Sign], recorded: Recorded) -> None:
        """The next sheet of the pile is scanned at once; what was refused is kept."""
        if not recorded.refusals and self._typed.get(where) == typed:
            del self._typed[where]
        self.code.setFocus()

    def _go(self, by: int) -> None:
        if self.view is None:
            return
        half = self.view.next if by > 0 else self.view.previous
        if half is None:
            self.desk.say("Il n’y a pas d’autre demi-journée de formation à proximité.")
            return
        self.desk.open("sheet", session_id=half.session_id, day=half.day, half=half.half)

    def _print(self) -> None:
        if self._where is not None:
            session_id, day, _half = self._where
            self.desk.papers.show_sheets([session_id], day, day, [self._where])

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _CONCERNED and self.isVisible():
            self.read()


def _why_not_typed(line: SignLine) -> str:
    return SIGNED_HERE if line.on_screen is not None else ""


def _why_not_signed(line: SignLine) -> str:
    return "Cette personne a déjà signé à l’écran." if line.on_screen is not None else ""


def _why_not_struck(line: SignLine) -> str:
    return "" if line.on_screen is not None else "Rien n’est signé à l’écran sur cette ligne."


def _columns() -> tuple[Column, ...]:
    return (
        Column("Nom et prénom", lambda line: line.name, 0, "strong", is_search=True),
        Column("Ce qui est connu", lambda line: line.known, 220, "muted"),
        Column("Émargement", width=180, kind="pill", pill=lambda line: line.pill),
    )


def _where(card: SheetCard) -> _Where:
    half = card.half
    return half.session_id, half.day, half.half


def _when(card: SheetCard) -> str:
    return f"{short_day(card.half.day)}, {label(card.half.half).lower()}"
