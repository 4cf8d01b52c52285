# SPDX-License-Identifier: MIT
"""One `formation` element into a `Formation`.

A part that is missing or odd never stops the reading; what the catalogue cannot do without raises
`SetAside`; what was mended or is doubtful is told to `warn`. Source: standards A2, A5, A7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.catalogue.body_reading import (
    Warn,
    read_address,
    read_contacts,
    read_responsible,
    read_siret,
    read_trainer,
    wrapped_address,
)
from kairos_desktop.services.catalogue.elements import (
    Parts,
    all_nested,
    extra,
    flag,
    long_text,
    nested,
    number,
    parts,
    raw,
    text,
    texts,
    whole,
)
from kairos_desktop.services.catalogue.holed import (
    UNKNOWN,
    HoledDate,
    ends_before,
    read_date,
    read_hour,
)
from kairos_desktop.services.catalogue.offer import (
    Action,
    Address,
    Certification,
    Code,
    Formation,
    Funder,
    Place,
    RecruitmentSlot,
    Session,
)
from kairos_desktop.services.catalogue.plain_text import line

if TYPE_CHECKING:
    from kairos_desktop.services.catalogue.elements import Element

LONGEST_NUMBER = 60


class SetAside(Exception):
    """The formation breaks a rule: it does not enter. The message is the French reason."""


def read_formation(element: Element, warn: Warn) -> Formation:
    """The formation, whole.

    `SetAside` where a number, the title, the actions or the responsible body is missing, where two
    sessions bear the same numbers, and where a session ends before it starts.
    """
    found = parts(element)
    domain = parts(found["domaine-formation"][0]) if "domaine-formation" in found else {}
    formation = Formation(
        number=_number(element, "La formation"),
        title=_required_title(found),
        responsible=read_responsible(_required_responsible(found), warn),
        carif=extra(found, "FLUX-CARIF", "numero-CARIF"),
        objective=long_text(found, "objectif-formation"),
        results=long_text(found, "resultats-attendus"),
        content=long_text(found, "contenu-formation"),
        certifying=flag(found, "certifiante"),
        formacodes=_codes(domain, "code-FORMACODE"),
        nsf=texts(domain, "code-NSF"),
        rome=texts(domain, "code-ROME"),
        certifications=tuple(map(_certification, found.get("certification", ()))),
        entry_level=text(found, "code-niveau-entree"),
        exit_level=text(found, "code-niveau-sortie"),
        contacts=read_contacts(found, "contact-formation", "formation"),
        actions=tuple([_read_action(action, warn) for action in found.get("action", ())]),
    )
    _check(formation)
    return formation


def _number(element: Element, what: str) -> str:
    said = line(element.get("numero"))
    if not said:
        raise SetAside(f"{what} n’a pas de numéro : on ne pourrait pas la suivre.")
    if len(said) > LONGEST_NUMBER:
        raise SetAside(f"{what} a un numéro de plus de {LONGEST_NUMBER} caractères.")
    return said


def _required_title(found: Parts) -> str:
    title = text(found, "intitule-formation")
    if not title:
        raise SetAside("La formation n’a pas d’intitulé.")
    return title


def _required_responsible(found: Parts) -> Element:
    bodies = found.get("organisme-formation-responsable")
    if not bodies:
        raise SetAside("L’organisme responsable de la formation manque.")
    return bodies[0]


def _check(formation: Formation) -> None:
    if not formation.actions:
        raise SetAside("La formation n’a aucune action.")
    seen: set[tuple[str, str]] = set()
    for action in formation.actions:
        for session in action.sessions:
            key = (action.number, session.number)
            if key in seen:
                raise SetAside(
                    f"Deux sessions portent les mêmes numéros (action {key[0]}, session {key[1]})."
                )
            seen.add(key)
            if ends_before(session.start, session.end):
                raise SetAside(f"La session {session.number} finit avant de commencer.")


def _codes(found: Parts, name: str) -> tuple[Code, ...]:
    return tuple(
        Code(said, line(element.get("ref")))
        for element in found.get(name, ())
        if (said := line(raw(element)))
    )


def _certification(element: Element) -> Certification:
    found = parts(element)
    return Certification(
        rncp=text(found, "code-RNCP"),
        rs=text(found, "code-RS"),
        certifinfo=text(found, "code-CERTIFINFO"),
        cpf=text(found, "code-CPF"),
    )


def _read_action(element: Element, warn: Warn) -> Action:
    found = parts(element)
    expired = extra(found, "type-action", "action-perimee") or extra(
        found, "type-formation", "action-perimee"
    )
    dates = [_date(said, "d’information", warn) for said in all_nested(found, "date-information")]
    return Action(
        number=_number(element, "Une action"),
        permanent_entry=flag(found, "modalites-entrees-sorties"),
        teaching=text(found, "modalites-enseignement"),
        rhythm=text(found, "rythme-formation"),
        conditions=long_text(found, "conditions-specifiques"),
        places=tuple([_read_place(place, warn) for place in found.get("lieu-de-formation", ())]),
        hours_centre=number(text(found, "nombre-heures-centre")),
        hours_company=number(text(found, "nombre-heures-entreprise")),
        hours_total=number(text(found, "nombre-heures-total")),
        hours_weekly=number(extra(found, "duree-hebdo", "duree-hebdo")),
        duration_text=text(found, "duree-indicative"),
        funders=tuple([_read_funder(funder) for funder in found.get("organisme-financeur", ())]),
        trainers=tuple([read_trainer(body, warn) for body in found.get("organisme-formateur", ())]),
        information_dates=tuple(date for date in dates if date != UNKNOWN),
        information_address=wrapped_address(found, "adresse-information"),
        recruitment_text=long_text(found, "modalites-recrutement"),
        expired=expired == "1",
        sessions=tuple([_read_session(session, warn) for session in found.get("session", ())]),
    )


def _read_place(element: Element, warn: Warn) -> Place:
    found = parts(element)
    siret = nested(found, "SIRET-lieu-formation")
    details = parts(found["coordonnees"][0]) if "coordonnees" in found else {}
    addresses = details.get("adresse")
    return Place(
        siret=read_siret(siret, "du lieu", warn) if siret else "",
        name=text(details, "nom") or text(details, "ligne"),
        address=read_address(addresses[0]) if addresses else Address(),
    )


def _read_funder(element: Element) -> Funder:
    found = parts(element)
    return Funder(
        code=text(found, "code-financeur"),
        seats=whole(found, "nb-places-financees"),
        programme=extra(found, "specificites", "programme-financeur"),
    )


def _read_session(element: Element, warn: Warn) -> Session:
    found = parts(element)
    start, end = _period(found, "de session", warn)
    sign_up = parts(found["periode-inscription"][0]) if "periode-inscription" in found else {}
    opens, closes = _period(sign_up, "d’inscription", warn)
    cycle = parts(found["cycle"][0]) if "cycle" in found else {}
    seats = whole(cycle, "capacite-cumulee")
    return Session(
        number=_number(element, "Une session"),
        start=start,
        end=end,
        state=text(found, "etat-recrutement"),
        registration_address=wrapped_address(found, "adresse-inscription"),
        registration_mode=text(found, "modalites-inscription"),
        registration_start=opens,
        registration_end=closes,
        slots=tuple([_read_slot(slot, warn) for slot in found.get("recrutement", ())]),
        contacts=read_contacts(found, "contact-session", "session"),
        urls=all_nested(found, "url-session"),
        seats=whole(cycle, "capacite-simultanee") if seats is None else seats,
        seats_least=whole(cycle, "effectif-minimal"),
        expired=extra(found, "session-perimee", "session-perimee") == "1",
    )


def _period(found: Parts, what: str, warn: Warn) -> tuple[HoledDate, HoledDate]:
    if "periode" not in found:
        return UNKNOWN, UNKNOWN
    inner = parts(found["periode"][0])
    return (
        _date(text(inner, "debut"), f"de début {what}", warn),
        _date(text(inner, "fin"), f"de fin {what}", warn),
    )


def _date(said: str, what: str, warn: Warn) -> HoledDate:
    read = read_date(said)
    if read.impossible:
        warn(f"Date {what} impossible « {read.text} » : montrée telle quelle.")
    return read


def _read_slot(element: Element, warn: Warn) -> RecruitmentSlot:
    found = parts(element)
    start, end = _period(found, "de recrutement", warn)
    said = (text(found, "heure-debut"), text(found, "heure-fin"))
    read = (read_hour(said[0]), read_hour(said[1]))
    unread = bool((said[0] and read[0] is None) or (said[1] and read[1] is None))
    if unread:
        warn(f"Heure de recrutement illisible « {' – '.join(said)} » : montrée telle quelle.")
    addresses = found.get("adresse")
    return RecruitmentSlot(
        modality=text(found, "modalite-recrutement"),
        start=start,
        end=end,
        starts_at=read[0],
        ends_at=read[1],
        hours_text=" – ".join(filter(None, said)) if unread else "",
        remote=flag(found, "a-distance"),
        url=nested(found, "urlweb"),
        address=read_address(addresses[0]) if addresses else None,
        seats=whole(found, "nb-places"),
        comment=text(found, "commentaire"),
    )
