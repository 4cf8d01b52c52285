# SPDX-License-Identifier: MIT
"""Domain 2.3: who may say which act, and where."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from kairos_desktop.models.rows import SlotRow
from kairos_desktop.models.vocabulary import Role, SlotKind
from kairos_desktop.services.acts.registry import ACTS
from kairos_desktop.services.rules.rights import RULED, may, right_refusal, scope_refusal

TRAINERS = {
    "presence.record",
    "sheet.issue",
    "training_sheet.record",
    "signature.sign",
    "signature.strike",
    "absence.record",
    "absence.mark",
}
OF_RGC = {
    "provider.describe", "account.create", "account.change", "account.renew", "account.close",
    "account.hand_over", "trainee.reopen", "reason.describe", "hold.expire",
}  # fmt: skip
OF_ONESELF = {"account.activate"}
HERE, THERE = UUID(int=1), UUID(int=2)


def slot(site: UUID | None) -> SlotRow:
    return SlotRow(
        id=UUID(int=9),
        session_id=UUID(int=8),
        kind=SlotKind.MEETING,
        held_on=date(2026, 12, 7),
        starts_at=time(9),
        ends_at=None,
        capacity=12,
        site_id=site,
    )


def test_every_act_has_its_rule_and_every_rule_its_act() -> None:
    assert {act.name for act in ACTS} == RULED


@pytest.mark.parametrize("act", sorted(RULED))
def test_each_role_may_what_the_trade_says(act: str) -> None:
    assert may(Role.RGC, act)
    assert may(Role.MANAGER, act) == (act not in OF_RGC)
    assert may(Role.TRAINER, act) == (act in TRAINERS | OF_ONESELF)
    assert may(Role.READER, act) == (act in OF_ONESELF)
    for role in Role:
        refused = right_refusal(role, act)
        assert (refused is None) == may(role, act)
        assert refused is None or refused.code == "right_missing"


@pytest.mark.parametrize("role", Role)
def test_an_act_without_a_rule_is_nobodys(role: Role) -> None:
    assert not may(role, "jobseeker.vanish")


@pytest.mark.parametrize(
    ("sites", "slots", "allowed"),
    [
        ((), [slot(None), slot(HERE)], True),
        ((HERE,), [slot(HERE)], True),
        ((HERE, THERE), [slot(HERE), slot(THERE)], True),
        ((HERE,), [slot(HERE), slot(THERE)], False),
        ((HERE,), [slot(None)], False),
        ((HERE,), [], True),
    ],
)
def test_an_account_kept_to_sites_acts_there(
    sites: tuple[UUID, ...], slots: list[SlotRow], allowed: bool
) -> None:
    refused = scope_refusal(sites, slots)
    assert (refused is None) == allowed
    assert refused is None or refused.code == "out_of_scope"
