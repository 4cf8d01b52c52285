# SPDX-License-Identifier: MIT
"""`kairos-server account …`: the first RGC, and one who has lost the password."""

from __future__ import annotations

import secrets
import time
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_server.commands import answers, opening

if TYPE_CHECKING:
    from kairos_desktop.services.sync.people_wire import PasswordGiven
    from kairos_server.directory.accounts import AccountBook, Asker
    from kairos_server.store import Store

_BY = "Serveur"
_SENTENCES = {
    "login_shape": "Cet identifiant ne convient pas : 2 à 80 lettres, chiffres, points ou tirets.",
    "login_taken": "Cet identifiant est déjà celui d’un compte de cet organisme.",
    "full_name_missing": "Il faut le nom et le prénom de la personne.",
    "account_closed": "Ce compte est fermé.",
    "unknown": "Ce compte n’existe pas dans cet organisme.",
}


def create(args: Namespace) -> int:
    """Add an account to an organisation; its provisional password is said once."""
    from kairos_desktop.models.vocabulary import Role
    from kairos_desktop.services.acts.accounts import CreateAccount

    with opening.store(args) as store:
        book, asker = _book(store, args)
        act = CreateAccount(
            account_id=_new_id(),
            login=args.login,
            full_name=args.full_name,
            role=Role(args.role),
        )
        return _given(args, lambda: book.create(asker, act))


def renew(args: Namespace) -> int:
    """Hand another provisional password over, and unlock the account."""
    from kairos_desktop.services.rules.logins import folded_login

    with opening.store(args) as store:
        book, asker = _book(store, args)
        login = folded_login(args.login)
        found = [each for each in book.all_of(asker.org) if each.login == login]
        account_id = found[0].id if found else UUID(int=0)
        return _given(args, lambda: book.renew(asker, account_id))


def _new_id() -> UUID:
    from kairos_desktop.models.ids import UuidMaker

    return UuidMaker(lambda: time.time_ns() // 1_000_000, secrets.randbits)()


def _book(store: Store, args: Namespace) -> tuple[AccountBook, Asker]:
    """The accounts of an organisation of this server, for its administrator."""
    from kairos_desktop.models.ids import organisation_id
    from kairos_server.directory.accounts import AccountBook, Asker
    from kairos_server.directory.door import utc_now
    from kairos_server.store import UnknownOrganisation

    org = organisation_id("".join(args.siret.split()))
    try:
        with store.reading(org):
            pass
    except UnknownOrganisation as error:
        raise answers.CommandRefused(
            "Cet organisme n’est pas sur ce serveur : « kairos-server organisation create » "
            "l’ajoute. Rien n’a été changé."
        ) from error
    passwords = opening.passwords(opening.settings(args))
    book = AccountBook(store, passwords, now=utc_now, new_id=_new_id)
    return book, Asker(org, _BY)


def _given(args: Namespace, give: Callable[[], PasswordGiven]) -> int:
    from kairos_server.directory.turned_away import TurnedAway

    try:
        given = give()
    except TurnedAway as refused:
        reason = _SENTENCES.get(refused.code, refused.code)
        raise answers.CommandRefused(f"{reason} Rien n’a été changé.") from refused
    return answers.answer(
        args,
        f"Compte « {given.login} », mot de passe provisoire : {given.password}\n"
        "Il sert 72 heures, samedis et dimanches compris, et se change à la première connexion. "
        "Il ne sera plus affiché.",
        account=given.account_id,
        login=given.login,
        password=given.password,
        password_until=given.password_until,
    )
