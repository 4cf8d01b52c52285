# SPDX-License-Identifier: MIT
"""What the pages about the offer say of a session, in French."""

from collections.abc import Iterable

from kairos_desktop.models.vocabulary import RecruitmentState, SlotKind
from kairos_desktop.services.catalogue.codes import CONTACT_KINDS, FUNDERS, TEACHING
from kairos_desktop.services.catalogue.codes import label as code_label
from kairos_desktop.services.catalogue.holed import french, french_period
from kairos_desktop.services.catalogue.offer import Address, Contact, Provider
from kairos_desktop.services.catalogue.proposals import ProposedSlot
from kairos_desktop.services.catalogue.snapshot import SessionSnapshot
from kairos_desktop.services.wording.dates import day_number, hours, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit.columns import Pill, PillRole

CORRECTED_AT = (
    "Cette description vient du {carif} et n’est pas modifiable ici : signalez toute erreur au "
    "{carif}. Une correction se voit au plus tôt le lendemain (J+1)."
)

_STATE_ROLES: dict[RecruitmentState, PillRole] = {
    RecruitmentState.OPEN: "ok",
    RecruitmentState.SUSPENDED: "warn",
    RecruitmentState.CLOSED: "danger",
}
_FLAGS = {
    "expired": "Le CARIF-OREF marque cette session comme périmée.",
    "withdrawn": "Le dernier fichier importé ne contient plus cette session.",
    "dates_unknown": "Le fichier ne donne pas la date de début.",
    "dates_impossible": "Une date du fichier est impossible : elle est montrée telle quelle.",
    "siret_missing": "Le fichier ne donne aucun SIRET : la session n’est rattachée à personne.",
    "no_contact": "Le fichier ne donne aucun contact.",
}


def short_state_pill(state: RecruitmentState) -> Pill:
    """The recruitment state under a heading that says « Recrutement »."""
    word = label(state).removeprefix("Recrutement ").capitalize()
    return Pill(word, _STATE_ROLES.get(state, "neutral"))


def state_pill(state: RecruitmentState) -> Pill:
    """The recruitment state as a pill."""
    return Pill(label(state), _STATE_ROLES.get(state, "neutral"))


def short_numbers(action: str, session: str) -> str:
    """« 99_SE_0000000501 · SE_0000009001 »."""
    return f"{action} · {session}"


def numbers_line(action: str, session: str) -> str:
    """« N° CARIF 99_SE_0000000501 · session SE_0000009001 »."""
    return f"N° CARIF {action} · session {session}"


def warnings_of(snapshot: SessionSnapshot) -> list[str]:
    """What is doubtful in the session's description."""
    return [_FLAGS[flag] for flag in snapshot.flags if flag in _FLAGS]


def facts_of(snapshot: SessionSnapshot) -> list[tuple[str, str]]:
    """The description of a session, line by line."""
    facts = [
        ("Formation", f"N° {snapshot.formation_number}"),
        ("Dates", french_period(snapshot.start, snapshot.end)),
        ("Entrées", "permanentes" if snapshot.permanent_entry else "à dates fixes"),
        ("Lieu", "\n".join(address_line(p.address, p.name) for p in snapshot.places)),
        ("Enseignement", code_label(TEACHING, snapshot.teaching)),
        ("Rythme", snapshot.rhythm),
        ("Heures", _hours(snapshot)),
        ("Places", str(snapshot.seats) if snapshot.seats else ""),
        ("Financeurs", _funders(snapshot)),
        ("Certification", _certifications(snapshot)),
        ("Responsable", snapshot.responsible.name or snapshot.responsible.legal_name),
        ("Dispensateurs", "\n".join(map(_body, snapshot.trainers))),
        ("Inscription", snapshot.registration_mode),
        ("Recrutement", snapshot.recruitment_text),
        ("Prérequis", snapshot.conditions),
        ("Offre datée du", day_number(snapshot.fresh_as_of)),
    ]
    return [(name, value) for name, value in facts if value]


def contact_lines(contacts: Iterable[Contact]) -> list[tuple[str, str]]:
    """Who to call, the closest first."""
    return [
        (
            code_label(CONTACT_KINDS, contact.kind) or "Contact",
            joined(
                (
                    joined((contact.first_name, contact.last_name), " "),
                    *contact.phones,
                    contact.email,
                ),
                " · ",
            ),
        )
        for contact in contacts
    ]


def slot_title(slot: ProposedSlot) -> str:
    """« Info coll · jeu. 3 déc. 2026 · 9 h 30 – 12 h »; of several days, the days alone."""
    if slot.day.exact is None:
        return f"{label(slot.kind)} · {french(slot.day)}"
    if _lasts(slot):
        return f"{label(slot.kind)} · {french_period(slot.day, slot.last_day)}"
    return f"{label(slot.kind)} · {short_day(slot.day.exact)} · {_slot_hours(slot)}"


def slot_detail(slot: ProposedSlot) -> str:
    """Hours where the title has no room for them, places, place and comment."""
    when = _slot_hours(slot) if _lasts(slot) or slot.day.exact is None else ""
    where = slot.url if slot.remote else address_line(slot.address)
    seats = f"{slot.seats} places" if slot.seats else ""
    parts = (when, seats, "à distance" if slot.remote else "", where, slot.comment)
    return joined(parts, " · ")


def _lasts(slot: ProposedSlot) -> bool:
    return slot.last_day.exact not in (None, slot.day.exact)


def _slot_hours(slot: ProposedSlot) -> str:
    return hours(slot.starts_at, slot.ends_at) if slot.starts_at else "heure non précisée"


def slot_why_not(slot: ProposedSlot) -> str:
    """Why an announced slot cannot be confirmed with one click; "" where it can."""
    if slot.typed:
        return "Déjà saisi."
    if slot.kind is SlotKind.APPOINTMENT:
        return "Un groupe de RDV se découpe dans « Saisir RDV individuel(s) »."
    if slot.day.exact is None or slot.starts_at is None:
        return "Le jour ou l’heure manque : à saisir dans « Saisir une Info coll »."
    if not slot.seats:
        return "Le nombre de places manque : à saisir dans « Saisir une Info coll »."
    return ""


def address_line(address: Address | None, name: str = "") -> str:
    """« Salle Pommier, 7 quai des Exemples, 76600 Le Havre »."""
    if address is None:
        return name
    town = joined((address.postcode, address.town), " ")
    return joined(dict.fromkeys((name, address.name, *address.lines, town)), ", ")


def joined(parts: Iterable[str], by: str) -> str:
    """The parts that say something."""
    return by.join(part for part in parts if part)


def _hours(snapshot: SessionSnapshot) -> str:
    parts = (
        (snapshot.hours_total, "h au total"),
        (snapshot.hours_centre, "h en centre"),
        (snapshot.hours_company, "h en entreprise"),
        (snapshot.hours_weekly, "h par semaine"),
    )
    return " · ".join(f"{value:g} {words}" for value, words in parts if value)


def _funders(snapshot: SessionSnapshot) -> str:
    lines: list[str] = []
    for funder in snapshot.funders:
        seats = f"{funder.seats} places" if funder.seats else ""
        lines.append(joined((code_label(FUNDERS, funder.code), funder.programme, seats), " · "))
    return "\n".join(lines)


def _certifications(snapshot: SessionSnapshot) -> str:
    return joined(
        (joined((held.rncp, held.rs), " / ") for held in snapshot.certifications), ", "
    ) or ("certifiante" if snapshot.certifying else "")


def _body(body: Provider) -> str:
    name = body.legal_name or body.name
    return f"{name} (SIRET {body.siret})" if body.siret else name
