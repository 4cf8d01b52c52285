# SPDX-License-Identifier: MIT
"""A profile of real size: 50,000 jobseekers, 2,000 sessions, 200,000 registrations, fictional.

Made once per run in a folder of its own, in bulk, past the ledger: a benchmark's data, not acts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.rows import (
    JobseekerRow,
    ProviderRow,
    RegistrationRow,
    Row,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.models.vocabulary import (
    Prescriber,
    RecruitmentState,
    RegistrationState,
    Result,
    SlotKind,
)
from kairos_desktop.services.acts.jobseekers import Person, person_row
from kairos_desktop.services.demonstration import NAME, SIRET
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile import OpenProfile, create_profile, open_profile
from kairos_desktop.services.rules.folding import search_key
from kairos_desktop.services.workspace import Workspace

JOBSEEKERS, SESSIONS, REGISTRATIONS = 50_000, 2_000, 200_000
SLOTS_EACH = 5
PER_SLOT = REGISTRATIONS // (SESSIONS * SLOTS_EACH)
_FIRST_DAY = date(2023, 1, 2)
_LAST = "Martin Bernard Dubois Thomas Robert Lefèvre Moreau Łukaszewicz Şahin Nguyen Diallo Koné "
_LAST += "Ferreira Garnier Haddad Benali Roux Vasseur Petit Abadie Courtois Barbier Delattre"
_FIRST = "Anne Lucas Inès Théo Aminata João Sophie Paweł Elif Chloé Karim Nour Yann Solène Miloš"
_TOWNS = ("Le Havre", "Rouen", "Fécamp", "Dieppe", "Évreux", "Caen", "Yvetot")
_SYLLABLES = ("ba", "ré", "lou", "mi", "to", "san", "ké", "du", "vel", "or", "phi", "gan")


def make(folder: Path, people: int = JOBSEEKERS) -> None:
    """Create the profile in an empty folder and fill it; about half a minute."""
    create_profile(folder, SIRET, NAME, [DemoKeyFile()], demo=True)
    chance = random.Random(20261123)
    with open_profile(folder, DemoKeyFile()) as profile, profile.engines.write.begin() as conn:
        org = organisation_id(SIRET)
        _write(conn, org, [ProviderRow(id=org, siret=SIRET, name=NAME)])
        _write(conn, org, _people(chance, people))
        _write(conn, org, _sessions(chance))
        slots = list(_slots())
        _write(conn, org, slots)
        _write(conn, org, (SeatsRow(s.id, capacity=30, taken=PER_SLOT) for s in slots))
        _write(conn, org, _registrations(chance, slots, people))


def grow(folder: Path, present: int, people: int) -> None:
    """Add people to a profile that has so many: a longer list costs no second profile."""
    chance = random.Random(present)
    with open_profile(folder, DemoKeyFile()) as profile, profile.engines.write.begin() as conn:
        _write(conn, organisation_id(SIRET), _people(chance, people, first=present))


@contextmanager
def opened(folder: Path) -> Iterator[tuple[OpenProfile, Workspace]]:
    """The profile and its workspace, by the key file: no passphrase is stretched."""
    with open_profile(folder, DemoKeyFile()) as profile:
        card = profile.profile.card
        yield (
            profile,
            Workspace(
                profile.engines.write,
                profile.engines.read,
                siret=card.siret,
                post=card.post_id,
                post_range=card.letter,
                operator="Banc d’essai",
            ),
        )


def person_id(place: int) -> UUID:
    """The id of the nth person."""
    return UUID(int=(1 << 100) + place)


def session_id(place: int) -> UUID:
    """The id of the nth session."""
    return UUID(int=(2 << 100) + place)


def slot_id(place: int) -> UUID:
    """The id of the nth slot."""
    return UUID(int=(3 << 100) + place)


def registration_id(place: int) -> UUID:
    """The id of the nth registration."""
    return UUID(int=(4 << 100) + place)


def _write(conn: Connection, org: UUID, rows: Iterator[Row] | list[Row]) -> None:
    batch: list[dict[str, Any]] = []
    table = None
    for row in rows:
        table = TABLE_OF_ROW[row.table]
        batch.append({"org_id": org} | {name: getattr(row, name) for name in row.__struct_fields__})
        if len(batch) == 5_000:
            conn.execute(insert(table), batch)
            batch = []
    if batch and table is not None:
        conn.execute(insert(table), batch)


def _people(chance: random.Random, count: int, first: int = 0) -> Iterator[JobseekerRow]:
    lasts, firsts = _LAST.split(), _FIRST.split()
    for place in range(first, count):
        tail = "".join(chance.choices(_SYLLABLES, k=2))
        yield person_row(
            person_id(place),
            Person(
                last_name=f"{chance.choice(lasts)}-{tail.title()}",
                first_name=chance.choice(firsts),
                ft_id=f"{place:07d}{chance.choice('ABCDEFGH')}",
                birth_date=date(1960, 1, 1) + timedelta(days=chance.randrange(16_000)),
                phone=f"06 39 98 {place // 100 % 100:02d} {place % 100:02d}",
                town=chance.choice(_TOWNS),
                postcode="76600",
                prescriber=chance.choice(list(Prescriber)),
                agency="Le Havre Centre",
            ),
        )


def _sessions(chance: random.Random) -> Iterator[SessionRow]:
    for place in range(SESSIONS):
        start = _FIRST_DAY + timedelta(days=place)
        town, title = chance.choice(_TOWNS), f"Titre professionnel fictif n° {place}"
        number = f"SE_{place:010d}"
        yield SessionRow(
            id=session_id(place),
            carif_training_number=f"99_AF_{place:010d}",
            carif_action_number=f"99_SE_{place:010d}",
            carif_session_number=number,
            title=title,
            starts_on=start + timedelta(days=60),
            ends_on=start + timedelta(days=240),
            town=town,
            recruitment_state=RecruitmentState.OPEN,
            delivering_siret=SIRET,
            search_key=search_key(title, town, number),
        )


def _slots() -> Iterator[SlotRow]:
    for place in range(SESSIONS * SLOTS_EACH):
        session, nth = divmod(place, SLOTS_EACH)
        yield SlotRow(
            id=slot_id(place),
            session_id=session_id(session),
            kind=SlotKind.MEETING,
            held_on=_FIRST_DAY + timedelta(days=session + 7 * nth),
            starts_at=time(9),
            ends_at=time(11),
            capacity=30,
        )


def _registrations(
    chance: random.Random, slots: list[SlotRow], people: int
) -> Iterator[RegistrationRow]:
    states = [RegistrationState.PRESENT, RegistrationState.ABSENT, RegistrationState.REGISTERED]
    # An office that works keeps up: nothing older than a month is still to be typed. Otherwise
    # « À faire » would hold three years of arrears, which nobody has. It never marks what it typed
    # in KAIROS. And nobody has come yet to a meeting that is still to be held.
    today = date.today()
    settled = today - timedelta(days=30)
    for place in range(REGISTRATIONS):
        slot = slots[place // PER_SLOT]
        is_old = slot.held_on < settled
        is_to_come = slot.held_on > today
        state = chance.choice(states[:2] if is_old else states[2:] if is_to_come else states)
        done = state is RegistrationState.PRESENT and (is_old or chance.random() < 0.7)
        yield RegistrationRow(
            id=registration_id(place),
            slot_id=slot.id,
            session_id=slot.session_id,
            jobseeker_id=person_id((place * 7919) % people),
            state=state,
            placed_by=Prescriber.FRANCE_TRAVAIL,
            placed_on=min(slot.held_on - timedelta(days=5), today),
            result=Result.NOT_SELECTED if done else Result.NONE,
        )
