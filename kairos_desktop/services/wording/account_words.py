# SPDX-License-Identifier: MIT
"""How accounts, posts and their rights are told. Sources: domain 2.1, 2.3; guide p. 8."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.wording.act_words import act_title
from kairos_desktop.services.wording.dates import NBSP, hour, short_day
from kairos_desktop.services.wording.exchange_words import civil
from kairos_desktop.services.wording.labels import label, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kairos_desktop.models.rows import AccountRow, SiteRow
    from kairos_desktop.services.queries.accounts import RightsLine

EVERYWHERE = "Tout l’organisme"
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def left(length: timedelta) -> str:
    """« 2 j 4 h », « 4 h 12 min », « 12 min »: two units, down to the minute."""
    days, hours = length // _DAY, length % _DAY // _HOUR
    minutes = length % _HOUR // _MINUTE
    if days:
        return f"{days}{NBSP}j" + (f" {hours}{NBSP}h" if hours else "")
    if hours:
        return f"{hours}{NBSP}h" + (f" {minutes}{NBSP}min" if minutes else "")
    return f"{minutes}{NBSP}min" if minutes else "moins d’une minute"


def expiry(until: datetime, now: datetime) -> str:
    """« expire dans 2 j 4 h », « expiré depuis le lun. 7 déc. 2026 à 9 h »; `now` is civil."""
    until = civil(until)
    if now < until:
        return f"expire dans {left(until - now)}"
    return f"expiré depuis le {short_day(until.date())} à {hour(until.time())}"


def scope(sites: Iterable[str | UUID], known: Mapping[UUID, SiteRow]) -> str:
    """The sites that an account is kept to: « Harfleur, Fécamp », « Tout l’organisme »."""
    rows = [known.get(UUID(str(each))) for each in sites]
    return ", ".join(row.label if row else "site inconnu" for row in rows) or EVERYWHERE


def rights_title(line: RightsLine) -> str:
    """« Compte créé : Paul Abadie »."""
    title = act_title(line.name)
    return f"{title} : {line.whom}" if line.whom else title


def rights_sentence(line: RightsLine) -> str:
    """What is told of a change made elsewhere: of whom, what they may do now, by whom."""
    role = line.args.get("role")
    now = f" ({label_of(Role, role)})" if isinstance(role, str) else ""
    return f"{rights_title(line)}{now}, par {line.by}. Voir « Journal des droits »."


def rights_detail(line: RightsLine, sites: Mapping[UUID, SiteRow]) -> str:
    """« Gestionnaire · Harfleur »; "" for what changes no right."""
    role = line.args.get("role")
    if not isinstance(role, str):
        return ""
    return f"{label_of(Role, role)} · {scope(line.args.get('sites', ()), sites)}"


def rgc_names(accounts: Iterable[AccountRow]) -> str:
    """Who answers for the accounts: « Odile Roux », « Odile Roux et Paul Abadie »."""
    names = [each.full_name for each in accounts if each.active and each.role is Role.RGC]
    return " et ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def role_choices() -> list[tuple[Role, str]]:
    """The roles, the one most given first."""
    order = (Role.MANAGER, Role.TRAINER, Role.READER, Role.RGC)
    return [(role, label(role)) for role in order]
