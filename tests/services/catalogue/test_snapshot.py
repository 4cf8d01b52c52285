# SPDX-License-Identifier: MIT
"""What a session carries when it is opened, and the slots that its announcement proposes."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from kairos_desktop.models.rows import SlotRow
from kairos_desktop.models.vocabulary import (
    ProviderRole,
    RecruitmentState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.catalogue.proposals import proposals
from kairos_desktop.services.catalogue.snapshot import (
    SessionSnapshot,
    session_row,
    session_snapshot,
)
from kairos_desktop.services.catalogue.store import Connection
from tests.services.catalogue.conftest import Import
from tests.services.catalogue.documents import EXAMPLE, action, document, formation, session

FIRST = ("99_AF_0000000101", "99_SE_0000000501", "SE_0000009001")
SECOND = ("99_AF_0000000101", "99_SE_0000000501", "SE_0000009002")
SHARED = ("99_AF_0000000101", "99_SE_0000000502", "SE_0000009003")
DISTANCE = ("99_AF_0000000202", "99_SE_0000000601", "SE_0000009102")


def snapshot(connection: Connection, numbers: tuple[str, str, str]) -> SessionSnapshot:
    found = session_snapshot(connection, session_id(*numbers))
    assert found is not None
    return found


def slot(kind: SlotKind, day: date, hour: time, state: SlotState = SlotState.OPEN) -> SlotRow:
    return SlotRow(
        id=uuid4(),
        session_id=session_id(*FIRST),
        kind=kind,
        held_on=day,
        starts_at=hour,
        ends_at=None,
        capacity=10,
        state=state,
    )


def test_session_ids_never_change() -> None:
    assert session_id(*FIRST) == UUID("aacc10fa-0129-50fc-bcde-0ddafd43b301")
    assert session_id("a", "b", "c") != session_id("a", "bc", "")


def test_a_snapshot_carries_the_session_whole(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    held = snapshot(connection, FIRST)
    assert (held.formation_number, held.action_number, held.session_number) == FIRST
    assert held.state is RecruitmentState.OPEN
    assert [contact.last_name for contact in held.contacts] == [
        "Vauclair",
        "Tremblaie",
        "Lormeau",
        "Brassac",
        "",
    ]
    assert [one.modality for one in held.slots] == ["9", "8"]
    assert (held.fresh_as_of, held.flags) == (date(2026, 11, 2), ())
    assert held.carif == "CARIF-OREF Normandie"
    assert msgspec.json.decode(msgspec.json.encode(held), type=SessionSnapshot) == held


def test_flags_say_what_is_doubtful(imported: Import, connection: Connection) -> None:
    imported(
        document(
            formation(action(session("S1", start="20210231", end="99999999")), siret=""),
            formation(action(session("S2", start="00000000", end="99999999")), number="99_F2"),
        )
    )
    assert snapshot(connection, ("99_F1", "A1", "S1")).flags == (
        "dates_impossible",
        "siret_missing",
        "no_contact",
    )
    assert snapshot(connection, ("99_F2", "A1", "S2")).flags == ("dates_unknown", "no_contact")


def test_an_unknown_session_has_no_snapshot(connection: Connection) -> None:
    assert session_snapshot(connection, uuid4()) is None


def test_the_same_session_number_in_two_actions(imported: Import, connection: Connection) -> None:
    imported(
        document(
            formation(
                action(session("S1", start="20270111")),
                action(session("S1", start="20270222"), number="A2"),
            )
        )
    )
    assert snapshot(connection, ("99_F1", "A2", "S1")).start.exact == date(2027, 2, 22)


def test_the_row_that_opens_a_session(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    row = session_row(snapshot(connection, FIRST), ProviderRole.DELIVERING)
    assert (row.title, row.town) == (
        "Secrétaire assistant : bureautique et accueil",
        "Le Havre",
    )
    assert row.place == "Atelier des Quais, site du Havre, 7 quai des Exemples"
    assert row.dates_text == "du 11/01/2027 au 25/06/2027"
    assert row.funder == ("Conseil régional – Programme régional fictif 2027 ; France Travail")
    assert (row.certification, row.places) == ("RNCP99999", 14)
    assert (row.contact_name, row.contact_phone) == ("Denis Vauclair", "01 99 00 12 35")
    assert (row.lead_siret, row.delivering_siret) == ("99900011000018", "99900011000026")
    assert (row.distance_share, row.hours_weekly) == ("En présentiel", 35)
    assert row.entry_level == "Niveau 3"
    holed = session_row(snapshot(connection, DISTANCE), ProviderRole.LEAD)
    assert (holed.starts_on, holed.dates_text) == (None, "de mai 2027 à juillet 2027")
    assert (holed.distance_share, holed.place) == ("À distance", "")


@pytest.mark.parametrize(
    ("wanted", "role"),
    [(FIRST, ProviderRole.DELIVERING), (SHARED, ProviderRole.CO_PROVIDER)],
)
def test_one_of_several_delivering_bodies_is_co_traitant(
    imported: Import, connection: Connection, wanted: tuple[str, str, str], role: ProviderRole
) -> None:
    imported(EXAMPLE)
    assert session_row(snapshot(connection, wanted), "99900011000026").role is role


def test_proposals_of_a_2_3_session(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    meeting, appointments = proposals(snapshot(connection, FIRST), [])
    # The day of date-information is that of the meeting: it is proposed once.
    assert (meeting.kind, meeting.day.exact) == (SlotKind.MEETING, date(2026, 12, 3))
    assert (meeting.starts_at, meeting.ends_at, meeting.seats) == (time(9, 30), time(12), 20)
    assert (appointments.kind, appointments.last_day.exact) == (
        SlotKind.APPOINTMENT,
        date(2026, 12, 9),
    )
    assert meeting.to_confirm
    assert appointments.to_confirm


def test_proposals_of_a_2_2_date(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    first, second = proposals(snapshot(connection, DISTANCE), [])
    assert [first.day.exact, second.day.exact] == [date(2027, 1, 12), date(2027, 1, 19)]
    assert (first.kind, first.starts_at) == (SlotKind.MEETING, None)
    typed = slot(SlotKind.MEETING, date(2027, 1, 19), time(14))
    again = proposals(snapshot(connection, DISTANCE), [typed])
    assert [one.typed for one in again] == [(), (typed.id,)]


def test_typed_slots_match_by_kind_day_and_hour(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    held = snapshot(connection, FIRST)
    day = date(2026, 12, 3)
    same = slot(SlotKind.MEETING, day, time(9, 30), SlotState.DELETED)
    others = [
        slot(SlotKind.MEETING, day, time(14)),
        slot(SlotKind.MEETING, date(2026, 12, 4), time(9, 30)),
        slot(SlotKind.APPOINTMENT, day, time(9, 30)),
        slot(SlotKind.APPOINTMENT, date(2026, 12, 8), time(17)),
        slot(SlotKind.APPOINTMENT, date(2026, 12, 10), time(14)),
    ]
    assert [one.typed for one in proposals(held, others)] == [(), ()]
    inside = slot(SlotKind.APPOINTMENT, date(2026, 12, 8), time(16, 30))
    meeting, appointments = proposals(held, [same, inside, *others])
    assert (meeting.typed, appointments.typed) == ((same.id,), (inside.id,))


def test_a_candidacy_is_no_slot(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    held = snapshot(connection, ("99_AF_0000000101", "99_SE_0000000502", "SE_0000009003"))
    assert [one.modality for one in held.slots] == ["7"]
    assert proposals(held, []) == []


def test_the_snapshot_outlives_the_catalogue(
    imported: Import, connection: Connection, catalogue: Path
) -> None:
    imported(EXAMPLE)
    held = snapshot(connection, SECOND)
    connection.close()
    catalogue.unlink()
    assert session_row(held, ProviderRole.DELIVERING).dates_text == "à partir du 06/09/2027"
