# SPDX-License-Identifier: MIT
"""« Échange entre les postes »: where it stands, what waits, and « Synchroniser maintenant ».

What its user does most: check before leaving that all is sent; send now; keep the proof. So: the
state is the title's pill, the acts to send are the list, and the two gestures stand beside it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.services.wording.act_words import act_detail, act_title
from kairos_desktop.services.wording.dates import short_day
from kairos_desktop.services.wording.exchange_words import (
    ALONE,
    NOT_KAIROS,
    SESSION_ENDED,
    STOPPED,
    about,
    acts,
    civil,
    when,
    where,
)
from kairos_desktop.views.exchange import reads
from kairos_desktop.views.exchange.by_hand import ByHandCard
from kairos_desktop.views.exchange.state_pill import is_compared, state_pill
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.pdf_preview import show_pdf
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from kairos_desktop.services.exchange_seen import ExchangeState, SettleLine
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Échange entre les postes"
_ASKED = "Échange demandé. Vous pouvez continuer à travailler."
_NO_PAPER = "L’accusé n’a pas pu être dessiné. Rien n’est perdu : recommencez."


class ExchangePage(Page):
    """The exchange of this post."""

    momentary: ClassVar[frozenset[str]] = frozenset({"do"})

    def __init__(self, desk: Desk, keeper: ExchangeKeeper) -> None:
        super().__init__(desk, TITLE)
        self._keeper = keeper
        self._state: ExchangeState | None = None
        self._lines: dict[Any, SettleLine] = {}
        self.synchronise = button("Synchroniser maintenant", self._on_synchronise, look="primary")
        self.sign_in = button("Se reconnecter au serveur…", keeper.ask_sign_in, look="primary")
        self.receipt = button("Accusé de transmission", self._on_receipt)
        self.card = ListCard(
            "Actes à envoyer", self._columns(), self._fetch, noun=("acte", "actes")
        )
        self._standing = Facts(names=150)
        offered = (self.sign_in, self.synchronise, self.receipt)
        for made in (*offered, help_button(desk, "echange")):
            self.add_button(made)
        for made in offered:
            # Until what was read says that there is a server.
            made.hide()
        self.stopped = Banner("warn", "")
        self.stopped.hide()
        self.body.addWidget(self.stopped)
        self.body.addWidget(Banner("info", NOT_KAIROS))
        self.by_hand = ByHandCard(desk, keeper)
        self._aside = self._side()
        self.body.addWidget(SideBySide(self.card, self._aside, width=360), 1)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read where the exchange stands now; `do` begins « export » or « import »."""
        self.card.wait()
        self._read()
        begin = {"export": self.by_hand.ask_export, "import": self.by_hand.ask_import}
        if asked := begin.get(arguments.get("do", "")):
            # Once the page is there: the dialogue stands over it.
            QTimer.singleShot(0, self.by_hand, asked)

    def focus_start(self) -> None:
        """Give the focus to the exchange, where there is one."""
        (self.synchronise if self.synchronise.isVisibleTo(self) else self.card.table).setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Acte", _act, 250, "strong", second=_doubt, is_search=True),
            Column("Pour qui", lambda line: about(line.subject), 0, second=_where),
            Column(
                "Saisi",
                self._made,
                190,
                "muted",
                second=lambda line: line.made_by,
                is_optional=True,
            ),
        )

    def _made(self, line: SettleLine) -> str:
        return when(line.made_at, self.desk.now())

    def _side(self) -> QScrollArea:
        """Both cards; they scroll where the window is short."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(12))
        column.addWidget(self._facts_card())
        column.addWidget(self.by_hand)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Échange de ce poste")
        scroll.setWidget(inner)
        return scroll

    def _facts_card(self) -> QFrame:
        card = QFrame()
        set_look(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(12))
        heading = Label("Où en est l’échange")
        set_look(heading, "section")
        column.addWidget(heading)
        column.addWidget(self._standing)
        return card

    def _read(self) -> None:
        self.desk.read(
            reads.exchange,
            self._keeper.operator,
            self._keeper.post,
            done=self._show,
            owner=self,
            key="exchange",
        )

    def look_again(self) -> None:
        """Read again where it stands: an exchange that changed no row may have moved it."""
        self._read()

    def _on_changed(self, _changes: object) -> None:
        if self.isVisible():
            self._read()

    def _show(self, read: reads.ExchangeRead) -> None:
        self._state = state = read.state
        now = self.desk.now()
        pill, _why = state_pill(state, now)
        self.set_pills([pill])
        self.set_title(TITLE, _lead(state, now))
        stopped = STOPPED.get(state.problem, "") if state is not None else ""
        self.stopped.set_sentence(stopped)
        self.stopped.setVisible(bool(stopped))
        self._aside.setVisible(state is not None)
        self.by_hand.show_stranded(bool(stopped))
        self.receipt.setVisible(state is not None)
        is_ended = state is not None and state.problem in SESSION_ENDED
        can_ask = state is not None and self._keeper.can_synchronise()
        self.synchronise.setVisible(can_ask and not is_ended)
        self.sign_in.setVisible(is_ended and self._keeper.can_join())
        self._lines = {line.id: line for line in read.unsent}
        self.card.show_ids(list(self._lines), self._empty(state))
        self.card.model.refresh_all()
        if state is not None:
            self._standing.show_facts(_facts(state, now))

    def _empty(self, state: ExchangeState | None) -> Empty:
        if state is None:
            return Empty(
                "Ce poste travaille seul : il n’y a rien à envoyer.",
                "Quand votre organisme a un serveur, tous les actes de ce poste le rejoignent.",
                "Rejoindre un serveur…" if self._keeper.can_join() else "",
                self._keeper.ask_join,
            )
        if state.unconfirmed:
            return Empty(
                "Tout est envoyé.",
                "Le serveur a répondu ; sa copie arrive au prochain échange.",
            )
        return Empty(
            "Aucun acte à envoyer.", "Le serveur de l’organisme a reçu tous les actes de ce poste."
        )

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[SettleLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _on_synchronise(self) -> None:
        self._keeper.synchronise()
        self.desk.say(_ASKED)

    def _on_receipt(self) -> None:
        if self._state is None:
            return
        self.desk.lanes.read(
            partial(self._keeper.receipt, self._state),
            self._show_receipt,
            lambda _error: self.desk.say(_NO_PAPER),
            self,
            "receipt",
        )

    def _show_receipt(self, drawn: tuple[bytes, str]) -> None:
        show_pdf(self, self.desk, "Accusé de transmission", *drawn)


def _act(line: SettleLine) -> str:
    detail = act_detail(line.args)
    return f"{act_title(line.act_name)} : {detail.lower()}" if detail else act_title(line.act_name)


def _doubt(line: SettleLine) -> str:
    return "Refus probable" if line.code else ""


def _where(line: SettleLine) -> str:
    return where(line.subject)


def _lead(state: ExchangeState | None, now: datetime) -> str:
    if state is None:
        return ALONE
    if state.last_ok_at is None:
        return "Aucun échange n’a encore abouti."
    return f"Dernier échange réussi : {when(state.last_ok_at, now)}"


def _facts(state: ExchangeState, now: datetime) -> list[tuple[str, str]]:
    never = "jamais"
    compared = when(state.digest_ok_at, now) if state.digest_ok_at else never
    facts = [
        ("Serveur", state.server_url),
        ("Dernier échange", when(state.last_ok_at, now) if state.last_ok_at else never),
        ("Copies identiques", compared if is_compared(state) else f"{compared} : à refaire"),
        ("À envoyer", acts(state.to_send) if state.to_send else "rien"),
        ("À régulariser", f"{state.to_settle}" if state.to_settle else "rien"),
        ("Rang atteint", str(state.head)),
    ]
    if state.failures and state.next_try_at:
        facts.insert(2, ("Prochain essai", when(state.next_try_at, now)))
    if state.lease_until:
        word = "possible jusqu’au" if civil(state.lease_until) > now else "dépassé depuis le"
        facts.append(("Travail hors ligne", f"{word} {short_day(civil(state.lease_until).date())}"))
    return facts
