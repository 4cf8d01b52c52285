# SPDX-License-Identifier: MIT
"""« Gestion des comptes »: what an act makes of an account, and that a post alone says none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.models.rows import AccountRow, ImageRow, Row, SiteRow, digest
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts import accounts
from kairos_desktop.services.acts.act import Act, Changes, decide
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.known import Known
from kairos_desktop.services.acts.registry import ACTS
from kairos_desktop.services.rules.accounts import hours_left
from kairos_desktop.services.rules.verdicts import Refused
from tests.factories import Scene
from tests.services.acts.examples import MADE

ODILE, PAUL, SITE = UUID(int=11), UUID(int=12), UUID(int=13)


def account(row_id: UUID = ODILE, **more: Any) -> AccountRow:
    values: dict[str, Any] = {
        "id": row_id,
        "login": f"login{row_id.int}",
        "full_name": "Odile Roux",
        "role": Role.RGC,
        "created_at": MADE.at,
        "created_by": "Serveur",
    }
    return AccountRow(**(values | more))


def decided(act: Act, *rows: Row) -> Changes | Refused:
    """What the act makes of these rows, as a database would give them."""
    known = Known()
    while missing := known.missing(act.needs(known, MADE)):
        for need in missing:
            found = [
                row
                for row in rows
                if isinstance(row, need.kind)
                and all(getattr(row, name) == value for name, value in need.where.items())
            ]
            known.load(need, found)
    return decide(act, known, MADE)


def after(act: Act, *rows: Row) -> AccountRow:
    changes = decided(act, *rows)
    assert isinstance(changes, Changes), changes
    (row,) = changes.put
    assert isinstance(row, AccountRow)
    return row


def code(act: Act, *rows: Row) -> str:
    refused = decided(act, *rows)
    assert isinstance(refused, Refused), refused
    return refused.code


def creation(**more: Any) -> accounts.CreateAccount:
    values: dict[str, Any] = {
        "account_id": PAUL, "login": " Paul.Abadie ", "full_name": " Paul  Abadie",
        "role": Role.MANAGER,
    }  # fmt: skip
    return accounts.CreateAccount(**(values | more))


def test_a_new_account_is_provisional_for_72_hours_weekends_included() -> None:
    row = after(creation(sites=(SITE, SITE)), SiteRow(id=SITE, label="Tarbes"))
    assert row == AccountRow(
        id=PAUL,
        login="paul.abadie",
        full_name="Paul Abadie",
        role=Role.MANAGER,
        created_at=MADE.at,
        created_by=MADE.by,
        sites=(str(SITE),),
        provisional_until=MADE.at + timedelta(hours=72),
    )
    assert hours_left(row, MADE.at + timedelta(minutes=1)) == 71
    assert hours_left(row, MADE.at + timedelta(hours=80)) == 0
    assert hours_left(account(), MADE.at) is None


@pytest.mark.parametrize(
    ("more", "rows", "expected"),
    [
        ({"login": "x"}, (), "login_shape"),
        ({"login": "a b"}, (), "login_shape"),
        ({}, (account(login="paul.abadie", active=False),), "login_taken"),
        ({"full_name": " "}, (), "full_name_missing"),
        ({"sites": (SITE,)}, (), "unknown_row"),
        ({"account_id": ODILE}, (account(),), "login_taken"),
    ],
)
def test_an_account_that_cannot_be_created(
    more: dict[str, Any], rows: tuple[Row, ...], expected: str
) -> None:
    assert code(creation(**more), *rows) == expected


def change(role: Role = Role.READER, **more: Any) -> accounts.ChangeAccount:
    return accounts.ChangeAccount(account_id=ODILE, full_name="Odile R.", role=role, **more)


def test_rights_change_and_the_last_rgc_stays() -> None:
    other = account(PAUL)
    assert after(change(), account(), other).role is Role.READER
    assert after(change(Role.RGC), account()).full_name == "Odile R."
    assert code(change(), account()) == "last_rgc"
    assert code(change(), account(), account(PAUL, active=False)) == "last_rgc"
    assert code(change(), account(), account(PAUL, role=Role.MANAGER)) == "last_rgc"
    assert code(change(), account(active=False), other) == "account_closed"
    assert after(change(), account(role=Role.MANAGER)).role is Role.READER


def test_an_account_is_closed_once_and_never_the_last_rgc() -> None:
    close = accounts.CloseAccount(account_id=ODILE)
    row = after(close, account(provisional_until=MADE.at), account(PAUL))
    assert (row.active, row.closed_by, row.provisional_until) == (False, MADE.by, None)
    assert code(close, account()) == "last_rgc"
    assert code(close, row) == "account_closed"
    assert code(close) == "unknown_row"


def test_a_password_is_renewed_then_chosen() -> None:
    renewed = after(accounts.RenewPassword(account_id=ODILE), account())
    assert renewed.provisional_until == MADE.at + timedelta(hours=72)
    assert after(accounts.ActivateAccount(account_id=ODILE), renewed) == account()


def test_the_rgc_hands_over_and_stays_as_gestionnaire() -> None:
    following = account(PAUL, role=Role.TRAINER, sites=(str(SITE),))
    act = accounts.HandOver(from_id=ODILE, to_id=PAUL)
    changes = decided(act, account(), following)
    assert isinstance(changes, Changes)
    assert changes.put == (
        account(role=Role.MANAGER),
        msgspec.structs.replace(following, role=Role.RGC, sites=()),
    )
    assert code(act, account(role=Role.MANAGER), following) == "not_rgc"
    assert code(act, account(), account(PAUL, active=False)) == "account_closed"
    same = accounts.HandOver(from_id=ODILE, to_id=ODILE)
    assert code(same, account()) == "hand_over_same"


def test_a_post_alone_says_nothing_of_accounts(scene: Scene) -> None:
    before = scene.dump()
    recorded = scene.workspace.record([creation()])
    assert [refused.code for refused in recorded.refusals] == ["server_only"]
    assert scene.dump() == before


def test_the_acts_of_the_server_are_those_of_accounts_and_what_ends_by_itself() -> None:
    names = {act.name for act in ACTS if act.server_only}
    accounts = {act.name for act in ACTS if act.name.startswith("account.")}
    assert names == accounts | {"hold.expire"}


def test_rights_are_never_undone() -> None:
    row = account()
    image = ImageRow(
        id=ODILE, act_id=UUID(int=5), step=0, row_table="account", before=None, after=digest(row)
    )
    assert code(Restore(act_id=UUID(int=5)), image, row) == "account_not_undone"
