# SPDX-License-Identifier: MIT
"""What is asked and told about an account: who, which rights, the password of whoever asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.logins import login_refusal
from kairos_desktop.services.wording.account_words import EVERYWHERE, role_choices
from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.services.wording.exchange_words import civil
from kairos_desktop.services.wording.labels import explain
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.settings.secret_field import SecretField
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import CheckField, ChoiceField, NotesField, TextField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import AccountRow, SiteRow
    from kairos_desktop.services.sync.people_wire import PasswordGiven
    from kairos_desktop.services.wording.hand_over import Message

_SITE = "site "
_MESSAGE_HEIGHT = 300
_YOURS = "Votre mot de passe"
_WHY_YOURS = "Demandé à chaque changement de droits, même si vous êtes connecté."
_SITES = f"Lieux (aucun coché : {EVERYWHERE.lower()})"
_ONCE = (
    "Ce mot de passe n’est montré qu’une fois. Remettez-le en main propre ou par téléphone ; la "
    "personne choisira le sien à sa première connexion."
)


def ask_new(
    parent: QWidget, sites: Sequence[SiteRow], typed: Mapping[str, Any], lead: str
) -> dict[str, Any] | None:
    """Ask for a new account; `typed` is what a first try held, `lead` why it was refused."""
    form = Form()
    name = form.add("full_name", TextField("Nom et prénom", is_required=True, most=80))
    login = form.add(
        "login",
        TextField("Identifiant", is_required=True, most=80, hint="Par exemple odile.roux"),
        beside=True,
    )
    _add_rights(form, sites)
    suggested = [""]

    def suggest() -> None:
        # What the person typed there is left alone.
        if login.value() == suggested[0]:
            suggested[0] = suggested_login(name.value())
            login.set_value(suggested[0])

    name.edited.connect(suggest)
    _fill(form, typed)
    values = dialogs.ask(
        parent, "Créer un compte", form, accept="Créer", lead=lead, check=_check_login
    )
    return values and _with_sites(values)


def ask_change(
    parent: QWidget,
    account: AccountRow,
    sites: Sequence[SiteRow],
    typed: Mapping[str, Any],
    lead: str,
) -> dict[str, Any] | None:
    """Ask for other rights of an account."""
    form = Form()
    form.add("full_name", TextField("Nom et prénom", is_required=True, most=80))
    _add_rights(form, [each for each in sites if not each.closed or str(each.id) in account.sites])
    kept = {"full_name": account.full_name, "role": account.role}
    _fill(form, typed or kept | {f"{_SITE}{each}": True for each in account.sites})
    title = f"Modifier le compte « {account.login} »"
    values = dialogs.ask(parent, title, form, accept="Enregistrer", lead=lead)
    return values and _with_sites(values)


def ask_password(parent: QWidget, title: str, lead: str, accept: str) -> str | None:
    """Ask whoever changes rights for their own password; `lead` says what will happen."""
    form = Form()
    form.add("password", SecretField(_YOURS, hint=_WHY_YOURS))
    values = dialogs.ask(parent, title, form, accept=accept, lead=lead)
    return values["password"] if values else None


def show_password(parent: QWidget, given: PasswordGiven) -> None:
    """Show a provisional password, this once."""
    until = civil(given.password_until)
    form = Form()
    login = form.add("login", TextField("Identifiant"))
    password = form.add("password", TextField("Mot de passe provisoire"), beside=True)
    login.set_value(given.login)
    password.set_value(given.password)
    _keep_as_it_is(login, password)
    form.add_widget(_copier("Copier le mot de passe", given.password))
    end = Label(
        f"Valable 72 heures, samedis et dimanches compris : jusqu’au {short_day(until.date())} à "
        f"{hour(until.time())}. Passé ce délai, remettez-en un autre."
    )
    end.setWordWrap(True)
    set_look(end, "sentence")
    form.add_widget(end)
    dialogs.tell(parent, "Mot de passe provisoire", form, lead=_ONCE)


def show_message(parent: QWidget, message: Message) -> None:
    """Show the message by which the agency is told of another RGC, to be copied."""
    form = Form()
    subject = form.add("subject", TextField("Objet"))
    body = form.add("body", NotesField("Message", height=_MESSAGE_HEIGHT))
    subject.set_value(message.subject)
    body.set_value(message.body)
    _keep_as_it_is(subject, body)
    form.add_widget(_copier("Copier le message", f"{message.subject}\n\n{message.body}"))
    lead = (
        "À envoyer à la boîte KAIROS de votre région. Rien ne part tout seul : copiez-le dans "
        "votre messagerie."
    )
    dialogs.tell(parent, "Changement de RGC : prévenir France Travail", form, lead=lead)


def retyped(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows again of the values that were refused; never a password."""
    kept = {each: values[each] for each in values if each not in ("password", "sites")}
    return kept | {f"{_SITE}{each}": True for each in values["sites"]}


def suggested_login(full_name: str) -> str:
    """« odile.roux » of « Odile Roux »; "" while there is no name."""
    return fold(full_name).replace(" ", ".")


def _fill(form: Form, values: Mapping[str, Any]) -> None:
    """Show what the form has a field for; a site may have been closed meanwhile."""
    named = form.values()
    form.set_values({each: value for each, value in values.items() if each in named})


def _add_rights(form: Form, sites: Sequence[SiteRow]) -> None:
    role = form.add("role", ChoiceField("Rôle", role_choices(), is_required=True))

    def say() -> None:
        member = role.value()
        role.show_hint(explain(member) if isinstance(member, Role) else "")

    role.edited.connect(say)
    if sites:
        form.add_heading(_SITES)
        for place, site in enumerate(sites):
            form.add(f"{_SITE}{site.id}", CheckField(site.label), beside=bool(place % 2))
        form.add_heading("Confirmation")
    form.add("password", SecretField(_YOURS, hint=_WHY_YOURS))


def _with_sites(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the back end takes them: the ids of the sites that were ticked, together."""
    from uuid import UUID

    ticked = [UUID(each.removeprefix(_SITE)) for each in values if each.startswith(_SITE)]
    kept = {each: value for each, value in values.items() if not each.startswith(_SITE)}
    return kept | {"sites": tuple(each for each in ticked if values[f"{_SITE}{each}"])}


def _check_login(values: Mapping[str, Any]) -> dict[str, str]:
    refusal = login_refusal(values["login"])
    return {"login": sentence(refusal) if refusal else ""}


def _keep_as_it_is(*fields: TextField | NotesField) -> None:
    """Let the texts be selected and copied, and nothing typed."""
    for field in fields:
        if isinstance(field.control, QLineEdit | QPlainTextEdit):
            field.control.setReadOnly(True)


def _copier(label: str, text: str) -> QWidget:
    return button(label, partial(QGuiApplication.clipboard().setText, text))
