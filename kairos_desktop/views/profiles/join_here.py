# SPDX-License-Identifier: MIT
"""« Rejoindre un serveur… »: a post that worked alone joins its organisation, with all its acts.

The three gestures: type where and who; read what will be sent, in numbers; say yes.
"""

from __future__ import annotations

import platform
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from kairos_desktop.services.profile_door import DoorRefused, Trouble
from kairos_desktop.services.wording.exchange_words import acts
from kairos_desktop.views.profiles.connect_steps import NEW_PASSWORD
from kairos_desktop.views.profiles.passphrase_fields import PassphraseField
from kairos_desktop.views.profiles.server_door import SignIn, Welcomed
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.fields import TextField
from kairos_desktop.views.toolkit.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.views.profiles.server_door import ServerDoor
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Rejoindre un serveur"
AGAIN = "Se reconnecter au serveur"
_LEAD_AGAIN = "Ce poste garde tout ce qui y a été saisi : l’échange reprend où il s’est arrêté."
_LEAD = (
    "Le serveur de votre organisme relie ses postes. Ce n’est pas KAIROS, et rien n’y part tout "
    "seul vers France Travail."
)
_FAILED = "Le serveur n’a pas pu être rejoint. Ce poste travaille seul comme avant : recommencez."
_OTHER = "Ce compte est celui d’un autre SIRET : ce poste continue à travailler seul."


class JoinHere(QObject):
    """Asks, signs in, says what will be sent, then joins; `joined` is called once it has."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        server: ServerDoor,
        profile: OpenProfile,
        joined: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._server = window, desk, server
        self._profile, self._joined = profile, joined
        self._is_again = False

    def begin(self) -> None:
        """Ask for the server and the person."""
        self._is_again = False
        form = Form()
        form.add("address", TextField("Adresse du serveur", is_required=True, hint="https://…"))
        form.add("login", TextField("Identifiant", is_required=True))
        form.add("password", PassphraseField("Mot de passe"), beside=True)
        form.add("post", TextField("Nom de ce poste", is_required=True, most=80)).set_value(
            platform.node()[:80] or "Poste"
        )
        values = dialogs.ask(self._window, TITLE, form, accept="Se connecter", lead=_LEAD)
        if values is not None:
            self._sign_in(SignIn(siret=self._profile.profile.card.siret, **values))

    def begin_again(self, address: str) -> None:
        """Ask for the person alone: the post has joined this server already."""
        self._is_again = True
        form = Form()
        form.add("login", TextField("Identifiant", is_required=True))
        form.add("password", PassphraseField("Mot de passe"))
        lead = f"{address}. {_LEAD_AGAIN}"
        values = dialogs.ask(self._window, AGAIN, form, accept="Se connecter", lead=lead)
        if values is not None:
            siret = self._profile.profile.card.siret
            # A post that is known keeps the name that it has there.
            self._sign_in(SignIn(siret=siret, address=address, post="Poste", **values))

    def _sign_in(self, typed: SignIn) -> None:
        def refused(why: DoorRefused) -> None:
            if why.trouble is Trouble.NEW_PASSWORD and not typed.new_password:
                self._ask_new_password(typed, why.sentence)
            else:
                self._desk.say(why.sentence)

        self._run(partial(self._server.sign_in, typed), self._on_welcomed, refused)

    def _ask_new_password(self, typed: SignIn, lead: str) -> None:
        """Ask for what replaces a provisional password, then sign in with it."""
        form = Form()
        form.add("new_password", PassphraseField(NEW_PASSWORD))
        title = AGAIN if self._is_again else TITLE
        values = dialogs.ask(self._window, title, form, accept="Se connecter", lead=lead)
        if values is not None:
            self._sign_in(replace(typed, new_password=values["new_password"]))

    def _run(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[DoorRefused], None],
    ) -> None:
        """Run a job that speaks to the network on a read lane; say its refusal."""
        self._desk.say("Connexion au serveur de l’organisme…")
        self._desk.lanes.read(
            partial(_attempt, job), partial(self._on_answer, done, refused), self._on_lost, self
        )

    def _on_answer(
        self,
        done: Callable[[Any], None],
        refused: Callable[[DoorRefused], None],
        answer: object,
    ) -> None:
        if isinstance(answer, DoorRefused):
            refused(answer)
        else:
            done(answer)

    def _say_refused(self, refused: DoorRefused) -> None:
        self._desk.say(refused.sentence)

    def _on_welcomed(self, welcomed: Welcomed) -> None:
        if welcomed.siret != self._profile.profile.card.siret:
            self._server.forget(welcomed)
            self._desk.say(_OTHER)
            return
        if self._is_again:
            self._join(welcomed)
            return
        ask = partial(self._confirm, welcomed)
        self._desk.read(_count, done=ask, owner=self)

    def _confirm(self, welcomed: Welcomed, count: int) -> None:
        sentence = (
            f"{welcomed.organisation} vous a reconnu : {welcomed.person}, "
            f"{welcomed.rights.lower()}. {acts(count)} de ce poste "
            f"{'sera envoyé' if count == 1 else 'seront envoyés'} au serveur, dans l’ordre ; ce "
            "poste recevra ensuite ceux des autres. Ce que le serveur refuserait vous attendra "
            "dans « À régulariser »."
        )
        if not dialogs.confirm(self._window, TITLE, sentence, accept="Rejoindre"):
            self._server.forget(welcomed)
            return
        self._join(welcomed)

    def _join(self, welcomed: Welcomed) -> None:
        job = partial(_attempt, partial(self._server.join_open, welcomed, self._profile))
        answered = partial(self._on_answer, self._on_joined, self._say_refused)
        self._desk.lanes.write(job, answered, self._on_lost)

    def _on_joined(self, count: int) -> None:
        done = "est reconnecté au" if self._is_again else "a rejoint le"
        self._desk.say(f"Ce poste {done} serveur : {acts(count)} à envoyer.")
        self._joined()

    def _on_lost(self, _error: Exception) -> None:
        self._desk.say(_FAILED)


def _attempt(job: Callable[[], Any]) -> Any:
    """The answer of a job or its refusal, which is no incident for the technical log."""
    try:
        return job()
    except DoorRefused as refused:
        return refused


def _count(conn: Any, org: Any) -> int:
    from kairos_desktop.services.queries import history

    return history.act_count(conn, org)
