# SPDX-License-Identifier: MIT
"""Sessions opened, interruptions, the organisation and its sites (domain 2.1, 2.2, 2.4, 3.5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kairos_desktop.models.rows import InterruptionRow, ProviderRow, SessionRow, SiteRow
from kairos_desktop.models.vocabulary import ProviderRole
from kairos_desktop.services.acts.provider import DescribeProvider, DescribeSite, Provider
from kairos_desktop.services.acts.sessions import (
    CancelInterruption,
    OpenSession,
    PlanInterruption,
    RefreshSession,
)
from tests.factories import OTHER_SIRET, SIRET, Scene, a_session

APRIL = date(2027, 4, 5)


def plan(scene: Scene, session: SessionRow, days: int, start: date = APRIL) -> PlanInterruption:
    return PlanInterruption(
        interruption_id=scene.id(),
        session_id=session.id,
        starts_on=start,
        ends_on=start + timedelta(days=days - 1),
        reason="centre_closure",
    )


@pytest.mark.parametrize(
    ("delivering", "lead", "role", "codes"),
    [
        (SIRET, "", ProviderRole.DELIVERING, []),
        (SIRET, OTHER_SIRET, ProviderRole.DELIVERING, []),
        ("", SIRET, ProviderRole.DELIVERING, []),
        (OTHER_SIRET, SIRET, ProviderRole.LEAD, ["delivered_by_another"]),
    ],
)
def test_domain_2_4_a_session_says_what_the_organisation_is_on_it(
    scene: Scene, delivering: str, lead: str, role: ProviderRole, codes: list[str]
) -> None:
    row = a_session(scene.id(), delivering_siret=delivering, lead_siret=lead)
    assert scene.warning_codes(OpenSession(session=row)) == codes
    assert scene.row(SessionRow, row.id).role is role


def test_domain_2_4_one_of_several_delivering_bodies_is_co_traitant(scene: Scene) -> None:
    row = a_session(scene.id(), delivering_siret=SIRET, role=ProviderRole.CO_PROVIDER)
    scene.say(OpenSession(session=row))
    assert scene.row(SessionRow, row.id).role is ProviderRole.CO_PROVIDER
    stray = a_session(
        scene.id(), carif_session_number="99_S9", delivering_siret=OTHER_SIRET,
        lead_siret=SIRET, role=ProviderRole.CO_PROVIDER,
    )  # fmt: skip
    scene.say(OpenSession(session=stray))
    assert scene.row(SessionRow, stray.id).role is ProviderRole.LEAD


def test_domain_2_4_a_session_of_another_organisation_is_not_ours_to_open(scene: Scene) -> None:
    row = a_session(scene.id(), delivering_siret=OTHER_SIRET, lead_siret=OTHER_SIRET)
    assert scene.refusal_code(OpenSession(session=row)) == "not_our_session"


def test_a_session_is_opened_once(scene: Scene) -> None:
    row = scene.session()
    assert scene.refusal_code(OpenSession(session=row)) == "session_already_open"


def test_no_session_is_opened_before_the_organisation_is_described(bare_scene: Scene) -> None:
    act = OpenSession(session=a_session(bare_scene.id()))
    assert bare_scene.refusal_code(act) == "unknown_row"


@pytest.mark.parametrize(
    ("held", "new", "accepted"),
    [
        (None, None, True),
        (None, date(2026, 11, 1), True),
        (date(2026, 11, 1), date(2026, 11, 1), True),
        (date(2026, 11, 1), date(2026, 11, 2), True),
        (date(2026, 11, 2), date(2026, 11, 1), False),
        (date(2026, 11, 2), None, False),
    ],
)
def test_an_older_description_never_replaces_a_newer_one(
    scene: Scene, held: date | None, new: date | None, accepted: bool
) -> None:
    row = scene.session(offer_dated=held)
    act = RefreshSession(session=a_session(row.id, offer_dated=new, title="Secrétaire médical"))
    if not accepted:
        assert scene.refusal_code(act) == "offer_older"
        return
    scene.say(act)
    after = scene.row(SessionRow, row.id)
    assert (after.title, after.role) == ("Secrétaire médical", row.role)
    assert "medical" in after.search_key


def test_domain_3_5_interruptions_of_more_than_15_days_are_planned_and_taken_back(
    scene: Scene,
) -> None:
    session = scene.session()
    assert scene.refusal_code(plan(scene, session, 15)) == "interruption_too_short"
    held = plan(scene, session, 16)
    scene.say(held)
    assert scene.row(InterruptionRow, held.interruption_id).reason == "centre_closure"
    assert scene.refusal_code(plan(scene, session, 20)) == "interruption_overlap"
    outside = plan(scene, session, 20, date(2027, 6, 20))
    assert scene.refusal_code(outside) == "interruption_outside"
    scene.say(CancelInterruption(interruption_id=held.interruption_id))
    assert not scene.rows(InterruptionRow)
    scene.say(plan(scene, session, 20))


def test_an_interruption_keeps_its_id_for_itself(scene: Scene) -> None:
    session, other = scene.session(), scene.session(carif_session_number="99_S2")
    held = plan(scene, session, 16)
    scene.say(held)
    again = PlanInterruption(
        interruption_id=held.interruption_id, session_id=other.id, starts_on=APRIL,
        ends_on=APRIL + timedelta(days=30), reason="school_holidays",
    )  # fmt: skip
    assert scene.refusal_code(again) == "id_taken"


# The organisation


def described(**fields: Any) -> DescribeProvider:
    typed = {"siret": SIRET, "name": "Atelier des Quais", "quality_reference": "Q-1"} | fields
    return DescribeProvider(provider=Provider(**typed))


def test_domain_2_1_without_quality_reference_no_financing_is_said(scene: Scene) -> None:
    assert scene.warning_codes(described()) == []
    assert scene.warning_codes(described(quality_reference=" ")) == ["no_quality_reference"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"siret": "99900011000027"}, "siret_shape"),
        ({"siret": "099900011000026"}, "siret_shape"),
        ({"siret": OTHER_SIRET}, "siret_not_ours"),
        ({"name": "  "}, "provider_name_missing"),
        ({"logo": "A" * 400_001}, "picture_too_large"),
        ({"stamp": "A" * 400_001}, "picture_too_large"),
        ({"stamp": "pas une image"}, "picture_unreadable"),
    ],
)
def test_what_the_organisation_may_not_be(scene: Scene, fields: dict[str, Any], code: str) -> None:
    assert scene.refusal_code(described(**fields)) == code


def test_the_organisation_is_tidied(scene: Scene) -> None:
    scene.say(described(name="  Atelier   des Quais ", logo="QUJD"))
    row = scene.rows(ProviderRow)[0]
    assert (row.name, row.logo, row.id) == ("Atelier des Quais", "QUJD", scene.workspace.org)


def test_domain_2_2_a_site_has_a_name_and_is_described_again(scene: Scene) -> None:
    site = scene.id()
    assert scene.refusal_code(DescribeSite(site_id=site, label=" ")) == "site_label_missing"
    scene.say(DescribeSite(site_id=site, label=" Annexe  nord", town="Harfleur"))
    scene.say(DescribeSite(site_id=site, label="Annexe nord", closed=True))
    assert scene.rows(SiteRow) == [SiteRow(id=site, label="Annexe nord", closed=True)]
