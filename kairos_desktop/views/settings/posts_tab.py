# SPDX-License-Identifier: MIT
"""« Postes »: which computers exchange with the server, who works there, since when silent.

What the RGC does most: find the post that has been silent; name one; take one off. The list lies
on the server alone: without a network it is the last one seen since the window opened.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import PostState, Role
from kairos_desktop.services.queries.accounts import AccountsSeen, accounts_seen
from kairos_desktop.services.wording.account_words import scope
from kairos_desktop.services.wording.dates import short_day
from kairos_desktop.services.wording.exchange_words import civil, when
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import NumberField, TextField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_card import ListCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.services.sync.directory import Directory
    from kairos_desktop.services.sync.people_wire import Posts, PostSaid
    from kairos_desktop.views.settings.people_keeper import PeopleKeeper, Refusal
    from kairos_desktop.views.toolkit.desk import Desk

LEAST_DAYS, MOST_DAYS = 7, 30
_ONLY_RGC = "Seul le RGC change les postes."
_HERE = "C’est le poste où vous êtes : retirez-le depuis un autre."
_LEASE = (
    "Au-delà de ce délai sans aucun échange, un poste masque les données personnelles. On peut y "
    "saisir encore, et tout revient au premier échange."
)


class PostsTab(QWidget):
    """The posts; read-only for whoever is not RGC."""

    def __init__(self, desk: Desk, keeper: PeopleKeeper) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self._seen = AccountsSeen(has_joined=False)
        self._posts: dict[UUID, PostSaid] = {}
        self._lease_days = 0
        self.lease = button("Durée hors ligne…", self._on_lease)
        self.lease.hide()
        self.card = ListCard(
            "Postes",
            self._columns(),
            self._fetch,
            [
                RowAct("Renommer…", self._on_rename, why_not=self._why_not, in_row=False),
                RowAct("Retirer le poste…", self._on_revoke, why_not=self._why_stay, in_row=False),
            ],
            buttons=[self.lease],
            noun=("poste", "postes"),
        )
        self.card.refused.connect(desk.say)
        self.card.table.row_opened.connect(self._on_opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)

    def read(self) -> None:
        """Ask the server for the posts."""
        self.card.wait()
        self._desk.read(accounts_seen, done=self._ask, owner=self, key="accounts")

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "Poste", self._label, 230, "strong", is_search=True, second=_letter, tooltip=_since
            ),
            Column("Personnes", _people, 0, second=self._where),
            Column("Dernier contact", self._contact, 210, "muted"),
            Column("Hors ligne permis", self._until, 190, "muted"),
            Column("État", width=96, kind="pill", pill=self._state),
        )

    def _ask(self, seen: AccountsSeen) -> None:
        self._seen = seen
        if seen.has_joined:
            self._keeper.ask(_posts, self._show, self._on_silent, self)
        else:
            self.card.show_ids((), self._alone())

    def _show(self, posts: Posts) -> None:
        self._posts = {post.id: post for post in posts.posts}
        self._lease_days = posts.lease_days
        self.lease.setVisible(self._is_rgc())
        self.card.show_ids(list(self._posts), Empty("Aucun poste n’est connu du serveur."))
        self.card.model.refresh_all()

    def _on_silent(self, why: Refusal) -> None:
        """Keep showing what was seen before, and say that it may be old."""
        if self._posts:
            self._desk.say(why.sentence)
            return
        self.card.show_ids(
            (),
            Empty(
                "La liste des postes se lit sur le serveur.",
                why.sentence,
                "Recommencer",
                self.read,
            ),
        )

    def _alone(self) -> Empty:
        return Empty(
            "Ce poste travaille seul.",
            "Les postes d’un organisme se voient ici quand un serveur les relie.",
            "Rejoindre un serveur…" if self._keeper.can_join() else "",
            self._keeper.ask_join,
        )

    def _is_rgc(self) -> bool:
        me = self._seen.me
        return me is not None and me.active and me.role is Role.RGC

    def _label(self, post: PostSaid) -> str:
        return f"{post.label} (ce poste)" if post.id == self._keeper.post else post.label

    def _where(self, post: PostSaid) -> str:
        return scope(post.sites, {site.id: site for site in self._seen.sites})

    def _contact(self, post: PostSaid) -> str:
        return when(post.last_seen_at, self._desk.now()) if post.last_seen_at else "jamais"

    def _until(self, post: PostSaid) -> str:
        """Until when the post may do without contact, counted from the last one."""
        if post.state is PostState.REVOKED or post.last_seen_at is None:
            return ""
        end = civil(post.last_seen_at) + timedelta(days=self._lease_days)
        word = "jusqu’au" if end > self._desk.now() else "dépassé depuis le"
        return f"{word} {short_day(end.date())}"

    def _state(self, post: PostSaid) -> Pill:
        if post.state is PostState.REVOKED:
            return Pill("Retiré", "danger")
        return Pill("Actif", "ok")

    def _why_not(self, _post: PostSaid) -> str:
        return "" if self._is_rgc() else _ONLY_RGC

    def _why_stay(self, post: PostSaid) -> str:
        if why := self._why_not(post):
            return why
        if post.state is PostState.REVOKED:
            return "Ce poste est déjà retiré."
        return _HERE if post.id == self._keeper.post else ""

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[PostSaid]], None]) -> None:
        arrived([self._posts[each] for each in ids if each in self._posts])

    def _on_opened(self, post: PostSaid) -> None:
        if self._is_rgc():
            self._on_rename([post])

    def _on_rename(self, rows: Sequence[PostSaid]) -> None:
        post = rows[0]
        form = Form()
        form.add("label", TextField("Nom du poste", is_required=True, most=80))
        form.set_values({"label": post.label})
        values = dialogs.ask(self, "Renommer le poste", form)
        if values is not None:
            label = values["label"]
            self._change(partial(_rename, post.id, label), f"Le poste s’appelle « {label} ».")

    def _on_revoke(self, rows: Sequence[PostSaid]) -> None:
        post = rows[0]
        seen = self._contact(post)
        people = ", ".join(post.people) or "personne"
        sentence = (
            f"« {post.label} » (utilisé par : {people} ; dernier contact : {seen}) ne recevra plus "
            "rien. À son prochain contact, il remettra ce qu’il n’a pas encore envoyé, mis de côté "
            "pour vous dans « À régulariser », puis oubliera la clé de ses données : elles ne "
            "s’ouvriront plus. Un poste retiré ne revient pas ; la personne pourra se connecter "
            "sur un autre."
        )
        if dialogs.confirm(
            self, "Retirer le poste", sentence, accept="Retirer le poste", destructive=True
        ):
            self._change(partial(_revoke, post.id), f"Le poste « {post.label} » est retiré.")

    def _on_lease(self) -> None:
        form = Form()
        hint = f"De {LEAST_DAYS} à {MOST_DAYS} jours, pour tous les postes"
        form.add("days", NumberField("Jours sans contact", LEAST_DAYS, MOST_DAYS, hint=hint))
        form.set_values({"days": self._lease_days})
        values = dialogs.ask(self, "Durée hors ligne permise", form, lead=_LEASE)
        if values is not None:
            days = values["days"]
            said = f"Un poste peut travailler {days} jours sans contact, dès son prochain échange."
            self._change(partial(_set_lease, days), said)

    def _change(self, job: Callable[[Directory], Any], said: str) -> None:
        def done(_answer: object) -> None:
            self._desk.say(said)
            self.read()

        self._keeper.ask(job, done, self._say_refused, self)

    def _say_refused(self, why: Refusal) -> None:
        self._desk.say(why.sentence)


def _letter(post: PostSaid) -> str:
    return f"Documents numérotés {post.letter}-…"


def _since(post: PostSaid) -> str:
    return f"Connu du serveur depuis le {short_day(civil(post.enrolled_at).date())}"


def _people(post: PostSaid) -> str:
    return ", ".join(post.people) or "personne n’est connecté"


def _posts(directory: Directory) -> Posts:
    return directory.posts()


def _rename(post: UUID, label: str, directory: Directory) -> PostSaid:
    return directory.rename(post, label)


def _revoke(post: UUID, directory: Directory) -> PostSaid:
    return directory.revoke(post)


def _set_lease(days: int, directory: Directory) -> None:
    directory.set_lease(days)
