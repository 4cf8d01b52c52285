# SPDX-License-Identifier: MIT
"""Until when the papers of a session are kept (domain 4): the organisation says; none is erased."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.vocabulary import EnrolmentState
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.queries import retention, sessions
from kairos_desktop.services.rules.retention import Keeping, is_cofunded, keeping, kept_until
from kairos_desktop.services.wording.retention import retention_text
from tests.factories import SIRET
from tests.training_scene import a_training, entered

if TYPE_CHECKING:
    from kairos_desktop.services.queries.retention import RetentionLine
    from tests.factories import Scene

END, TODAY = date(2020, 3, 26), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("funders", "expected"),
    [
        (("Conseil régional",), False),
        (("Conseil régional – Qualif ; Fonds social européen",), True),
        (("Fonds européens, autre",), True),
        (("", "AFC, FSE+"), True),
        (("", "feder"), True),
        (("Offset",), False),
        ((), False),
    ],
)
def test_a_european_fund_is_told_by_its_name(funders: tuple[str, ...], expected: bool) -> None:
    assert is_cofunded(funders) is expected


@given(st.dates(date(2000, 1, 1), date(2029, 12, 31)), st.integers(1, 50))
def test_years_count_from_the_end_of_the_year_of_the_end(end: date, years: int) -> None:
    until = kept_until(end, years)
    assert until == date(end.year + years, 12, 31)
    # Never less than so many years, never a year more.
    assert years * 365 <= (until - end).days <= (years + 1) * 366
    assert keeping(until, until) is Keeping.KEPT
    assert keeping(until, date(until.year + 1, 1, 1)) is Keeping.PAST
    assert keeping(None, end) is Keeping.UNKNOWN


def lines(scene: Scene, today: date = TODAY) -> list[RetentionLine]:
    return scene.workspace.read(retention.of_sessions, today)


def ended(scene: Scene, number: str, **fields: Any) -> Any:
    dates = {"starts_on": date(2019, 9, 2), "ends_on": END}
    return a_training(scene, **(dates | {"carif_session_number": number} | fields))


def test_domain_4_papers_are_kept_six_years_ten_where_europe_pays_too(scene: Scene) -> None:
    ended(scene, "1")
    ended(scene, "2", funder="Conseil régional ; Fonds social européen")
    by_path = ended(scene, "3")
    entered(scene, by_path, funding="FSE 2014-2020")
    told = {line.session.carif_session_number: line for line in lines(scene)}
    assert {number: line.until for number, line in told.items()} == {
        "1": date(2026, 12, 31),
        "2": date(2030, 12, 31),
        "3": date(2030, 12, 31),
    }
    assert {line.keeping for line in told.values()} == {Keeping.KEPT}
    assert retention_text(told["2"]) == (
        "Pièces à conserver jusqu’au 31/12/2030 (10 ans après l’année de fin, cofinancée)"
    )
    first = lines(scene, date(2027, 1, 1))[0]
    assert (first.session.carif_session_number, first.keeping) == ("1", Keeping.PAST)
    assert "passé depuis le 31/12/2026" in retention_text(first)


def test_the_last_trainee_who_stays_counts_and_an_unknown_end_is_said(scene: Scene) -> None:
    longer = ended(scene, "1")
    entered(scene, longer, planned_end=date(2021, 1, 8))
    entered(scene, longer, state=EnrolmentState.DROPPED, left_on=date(2020, 2, 3))
    ended(scene, "2", ends_on=None, permanent_entry=True)
    first, second = lines(scene)
    assert (first.ended_on, first.until) == (date(2021, 1, 8), date(2027, 12, 31))
    assert (second.keeping, second.until) == (Keeping.UNKNOWN, None)


def test_domain_4_the_organisation_says_for_how_long_it_keeps_them(scene: Scene) -> None:
    session = ended(scene, "1")
    own = Provider(siret=SIRET, name="Atelier", kept_years=3, kept_years_cofunded=12)
    scene.say(DescribeProvider(provider=own))
    (line,) = lines(scene)
    assert (line.years, line.until, line.keeping) == (3, date(2023, 12, 31), Keeping.PAST)
    card = scene.workspace.read(sessions.card, session.id, scene.clock.now.replace(tzinfo=None))
    assert card is not None
    assert card.retention is not None
    assert card.retention.until == date(2023, 12, 31)
