# SPDX-License-Identifier: MIT
"""The French sentence of each line of « À régulariser »: what became of the act, and why.

Facts come as JSON, from the back end or from the last play on this post: they are turned back
here, and nowhere else, into what the sentences of the rules take.
"""

from __future__ import annotations

import re
import string
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.quote_rows import QuoteState
from kairos_desktop.models.vocabulary import (
    AdhesionStep,
    EnrolmentState,
    OutcomeKind,
    Presence,
    RecruitmentState,
    RegistrationState,
    Result,
    Role,
    Verdict,
)
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.wording.act_words import act_title
from kairos_desktop.services.wording.aif_words import MONEY, money
from kairos_desktop.services.wording.fields import FIELDS
from kairos_desktop.services.wording.labels import label_of
from kairos_desktop.services.wording.sentences import (
    REFUSAL_CODES,
    WARNING_CODES,
    filled,
    sentence,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

# A few codes are a refusal of one act and a warning of another.
_RECORDED = frozenset((OutcomeKind.ADAPTED, OutcomeKind.FLAGGED))

_AGAIN = "Refaites-le s’il est juste."
SENTENCES: dict[str, tuple[str, ...]] = {
    codes.WAITLISTED: (
        "{capacity:La seule place était prise|Les # places étaient prises} à l’arrivée de cet "
        "acte : la personne est en liste d’attente, rang {rank}.",
        "Les places étaient prises à l’arrivée de cet acte : la personne est en liste d’attente, "
        "rang {rank}.",
        "Les places étaient prises à l’arrivée de cet acte : la personne est en liste d’attente.",
    ),
    codes.OTHER_SLOT: (
        "Plus de place à l’arrivée de cet acte : la personne est inscrite au créneau convenu à la "
        "saisie, le {day} à {start}. Elle est à prévenir.",
        "Plus de place à l’arrivée de cet acte : la personne est inscrite à l’autre créneau "
        "convenu à la saisie. Elle est à prévenir.",
    ),
    codes.BEYOND_CAPACITY: (
        "Au-delà des {capacity} places : la présence est enregistrée en surnombre. Vérifiez la "
        "salle et la feuille d’émargement.",
        "Au-delà des places prévues : la présence est enregistrée en surnombre. Vérifiez la salle "
        "et la feuille d’émargement.",
    ),
    codes.CONCURRENT_CHANGE: (
        "{by} avait saisi « {held} » {at}, sans que ce poste le sache. Cet acte a mis « {said} » : "
        "choisissez la bonne valeur.",
        "Un autre poste avait saisi « {held} », sans que celui-ci le sache. Cet acte a mis "
        "« {said} » : choisissez la bonne valeur.",
        "Un autre poste avait changé {table}, sans que celui-ci le sache. Les deux actes sont "
        "gardés, celui-ci en dernier : vérifiez la ligne.",
        "Un autre poste avait changé la même ligne, sans que celui-ci le sache. Les deux actes "
        "sont gardés, celui-ci en dernier : vérifiez la ligne.",
    ),
    codes.NOT_OWN_SESSION: (
        "{by} a saisi la journée du {day} dans une session dont l’emploi du temps ne cite pas son "
        "nom : enregistré, à vérifier.",
        "Saisi par un formateur dans une session dont l’emploi du temps ne cite pas son nom : "
        "enregistré, à vérifier.",
    ),
    codes.LATE: (
        "Ce fait du {day} est arrivé après coup : il est enregistré, à vérifier.",
        "Ce fait est arrivé après coup : il est enregistré, à vérifier.",
    ),
    codes.RESULT_ALREADY_RECORDED: (
        "{by} avait déjà saisi « {result} » {at}. Ce résultat-ci n’a pas été enregistré.",
        "Un résultat était déjà saisi : « {result} ». Cet acte n’a pas été enregistré.",
        "Un résultat était déjà saisi. Cet acte n’a pas été enregistré.",
    ),
    codes.RIGHT_MISSING: (
        "Le compte de {by} n’a pas, ou n’a plus, le droit de faire cet acte. Il n’a pas été "
        "enregistré.",
        "Ce compte n’a pas, ou n’a plus, le droit de faire cet acte. Il n’a pas été enregistré.",
    ),
    # `act` is the title of the one that was refused.
    codes.PARENT_REFUSED: (
        "Cet acte reposait sur un autre, qui a été refusé ({act}). Il n’a pas été enregistré : "
        "régularisez d’abord l’autre.",
        "Cet acte reposait sur un autre, qui a été refusé. Il n’a pas été enregistré : "
        "régularisez d’abord l’autre.",
    ),
    codes.POST_REVOKED: (
        "Le poste était retiré de l’organisme quand cet acte est arrivé : il est mis de côté, "
        f"rien n’est perdu. {_AGAIN}",
    ),
    codes.ACCOUNT_CLOSED: (
        "Le compte de {by} était fermé quand cet acte est arrivé : il n’a pas été enregistré, "
        f"mais rien n’est perdu. {_AGAIN}",
        "Le compte était fermé quand cet acte est arrivé : il n’a pas été enregistré, mais rien "
        f"n’est perdu. {_AGAIN}",
    ),
    codes.ACCOUNT_UNKNOWN: (
        "Le compte de {by} ne s’est jamais connecté sur ce poste : l’acte est mis de côté, rien "
        f"n’est perdu. {_AGAIN}",
        "Ce compte ne s’est jamais connecté sur ce poste : l’acte est mis de côté, rien n’est "
        f"perdu. {_AGAIN}",
    ),
    codes.CHANGED_MEANWHILE: (
        "{by} avait changé cette fiche {at}, sans que ce poste le sache. Sa saisie est gardée "
        "entière : rouvrez la fiche, puis complétez-la.",
        "Cette fiche avait été changée sans que ce poste le sache. L’autre saisie est gardée "
        "entière : rouvrez la fiche, puis complétez-la.",
    ),
    codes.PAPER_RENUMBERED: (
        "Un autre poste numérote déjà ses documents avec la lettre imprimée sur celui-ci : il "
        "porte maintenant le numéro {number}. Réimprimez-le.",
        "Un autre poste numérote déjà ses documents avec la lettre imprimée sur celui-ci. "
        "Réimprimez-le sous son nouveau numéro.",
    ),
    codes.ACT_FAILED: (
        "Le serveur n’a pas su jouer cet acte : il est mis de côté, rien n’est perdu. "
        "Refaites-le, ou signalez-le si cela se répète.",
    ),
    codes.ACT_ALTERED: (
        "Cet acte est arrivé deux fois avec deux contenus : le second est mis de côté. Comparez "
        "avec l’historique, puis refaites ce qui manque.",
    ),
}
"""What only the back end can say, the fullest sentence first: the last one needs no fact."""

UNKNOWN = (
    "Le serveur donne un motif que cette version ne connaît pas. Mettez Kairos Desktop à jour "
    "pour le lire ; la ligne reste ici jusque-là."
)

_ENROLMENT_CODES = frozenset(
    (
        "cannot_give_verdict",
        "cannot_withdraw",
        "cannot_flag_error",
        "no_certificate",
        "not_in_training",
        "not_left",
        "enrolment_stands",
        "cannot_enter",
        "not_entered",
        "no_entry_attestation",
    )
)
_RECRUITMENT_CODES = frozenset(("recruitment_not_open",))
# Typed by a person: shown as they are, whatever they look like.
_TYPED = frozenset(
    ("typed", "title", "last_name", "name", "trouble", "siret", "by", "who", "login")
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T.+")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VALUES: dict[str, tuple[type[StrEnum], ...]] = {
    "presence": (Presence,),
    "result": (Result,),
    # Of a registration, an enrolment or a quote: a word that two of them share reads alike.
    "state": (RegistrationState, EnrolmentState, QuoteState),
    "verdict": (Verdict,),
}


_MEMBERS: dict[str, type[StrEnum]] = {
    "result": Result,
    "step": AdhesionStep,
    "role": Role,
    "quote_state": QuoteState,
    "quote_step": QuoteState,
}


def read_facts(code: str, facts: str) -> dict[str, Any]:
    """The facts of an outcome, from their JSON, as the rule had given them."""
    decoded: dict[str, Any] = msgspec.json.decode(facts or "{}", type=dict[str, Any])
    return {name: _read(code, name, value) for name, value in decoded.items()}


def outcome_sentence(kind: OutcomeKind | None, code: str, facts: Mapping[str, Any]) -> str:
    """Why an act was adapted, flagged, refused or put aside; `facts` as `read_facts` gives them.

    Without kind: why it will probably be refused.
    """
    known = {name for name, value in facts.items() if value is not None}
    for template in SENTENCES.get(code, ()):
        if _fields(template) <= known:
            words = _in_words(facts)
            return (_named(facts) if "{said}" in template else "") + filled(template, words)
    if code in WARNING_CODES and kind in _RECORDED:
        return sentence(Warned(code, dict(facts)))
    if code in REFUSAL_CODES:
        return sentence(Refused(code, dict(facts)))
    return UNKNOWN


def value_words(field: str, value: object) -> str:
    """The word of a stored value: « Présent », a day, an amount; what was typed, as it is."""
    if field in MONEY and isinstance(value, int):
        return money(value)
    kinds = _VALUES.get(field)
    if kinds is not None and isinstance(value, str):
        known = (kind for kind in kinds if value in tuple(kind))
        return label_of(next(known, kinds[0]), value)
    return shown(field, value) if value not in (None, "") else "rien"


def _in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(facts)
    field = str(facts.get("field", ""))
    for name in ("held", "said"):
        if name in words:
            words[name] = value_words(field, words[name])
    if "act" in words:
        words["act"] = act_title(str(words["act"]))
    return words


def _named(facts: Mapping[str, Any]) -> str:
    """« Téléphone : » before what was changed at once from two posts."""
    field = str(facts.get("field", ""))
    name = FIELDS.get(field) or MONEY.get(field, "")
    return f"{name[0].upper()}{name[1:]} : " if name else ""


def _fields(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name}


def _read(code: str, name: str, value: Any) -> Any:
    if name == "state" and isinstance(value, str):
        return _member(_state_kind(code), value)
    if name in _MEMBERS and isinstance(value, str):
        return _member(_MEMBERS[name], value)
    if not isinstance(value, str) or name in _TYPED:
        return value
    if _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if _TIME.fullmatch(value):
        return time.fromisoformat(value)
    if _MOMENT.fullmatch(value):
        return _moment(value)
    return UUID(value) if _ID.fullmatch(value) else value


def _moment(value: str) -> datetime | str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return at.astimezone(PARIS) if at.tzinfo else at


def _state_kind(code: str) -> type[StrEnum]:
    if code in _ENROLMENT_CODES:
        return EnrolmentState
    return RecruitmentState if code in _RECRUITMENT_CODES else RegistrationState


def _member(kind: type[StrEnum], value: str) -> StrEnum | str:
    try:
        return kind(value)
    except ValueError:
        return value
