# SPDX-License-Identifier: MIT
"""R-A7, R-A8: a refresh token serves once, a lost answer comes again, a theft ends it all."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from kairos_desktop.models.vocabulary import PostState
from kairos_server.directory import tokens
from kairos_server.directory.tables import ACCESS, SIGN_IN
from kairos_server.directory.tokens import Tokens
from tests.kairos_server.house import House

POST = UUID(int=77)


@pytest.fixture
def account(house: House) -> UUID:
    return house.account()


@pytest.fixture
def first(house: House, account: UUID) -> Tokens:
    return started(house, account)


def started(house: House, account: UUID, post: UUID = POST) -> Tokens:
    with house.store.writing(house.org) as (conn, _head):
        return tokens.start(
            conn,
            org=house.org,
            account_id=account,
            post_id=post,
            post_state=PostState.ACTIVE,
            sign_in_id=uuid4(),
            now=house.now(),
        )


def renew(house: House, refresh: str, post: UUID = POST) -> Tokens | None:
    with house.store.directory() as conn:
        return tokens.renew(conn, refresh, post, house.now())


def renewed(house: House, refresh: str) -> Tokens:
    given = renew(house, refresh)
    assert given is not None
    return given


def is_good(house: House, given: Tokens) -> bool:
    return bearer(house, given.access) is not None


def bearer(house: House, access: str) -> tokens.Bearer | None:
    key = tokens.access_key(access)
    with house.store.reading_directory() as conn:
        found = tokens.holder(conn, key) if key else None
    return found.bearer(house.now()) if found else None


def family(house: House) -> Any:
    with house.store.reading_directory() as conn:
        return conn.execute(select(SIGN_IN)).one()


def test_each_use_gives_another_token(house: House, first: Tokens) -> None:
    seen = {first.refresh}
    given = first
    for _ in range(5):
        given = renewed(house, given.refresh)
        assert given.refresh not in seen
        seen.add(given.refresh)
        assert is_good(house, given)


def test_a_lost_answer_is_given_again_for_ten_minutes(house: House, first: Tokens) -> None:
    second = renewed(house, first.refresh)
    for _ in range(3):
        house.later(minutes=3)
        again = renewed(house, first.refresh)
        assert again.refresh == second.refresh
        assert is_good(house, again)
    assert renewed(house, second.refresh).refresh != second.refresh


def test_the_token_shown_is_not_enough_to_make_the_next(house: House, first: Tokens) -> None:
    given, salts = first, set[bytes]()
    for _ in range(3):
        given = renewed(house, given.refresh)
        salts.add(family(house).salt)
    assert len(salts) == 3
    assert {len(salt) for salt in salts} == {32}


def test_after_ten_minutes_the_token_before_ends_the_family(house: House, first: Tokens) -> None:
    second = renewed(house, first.refresh)
    house.later(minutes=10, seconds=1)
    assert renew(house, first.refresh) is None
    assert family(house).ended_for == "shown_again"
    assert renew(house, second.refresh) is None


def test_a_token_whose_successor_has_served_ends_the_family(house: House, first: Tokens) -> None:
    second = renewed(house, first.refresh)
    third = renewed(house, second.refresh)
    assert renew(house, first.refresh) is None
    assert family(house).ended_for == "shown_again"
    assert renew(house, third.refresh) is None
    assert not is_good(house, third)


def test_a_token_on_another_post_ends_the_family(house: House, first: Tokens) -> None:
    assert renew(house, first.refresh, UUID(int=78)) is None
    assert family(house).ended_for == "other_post"
    assert renew(house, first.refresh) is None


def test_a_lost_answer_is_not_given_to_another_post(house: House, first: Tokens) -> None:
    renewed(house, first.refresh)
    assert renew(house, first.refresh, UUID(int=78)) is None
    assert family(house).ended_at is not None


def test_fifty_at_once_have_one_successor(house: House, first: Tokens) -> None:
    answers: list[Tokens | None] = []
    ready = threading.Barrier(50)

    def ask() -> None:
        ready.wait(60)
        answers.append(renew(house, first.refresh))

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    given = [each for each in answers if each is not None]
    assert len(given) == 50
    assert len({each.refresh for each in given}) == 1
    assert all(is_good(house, each) for each in given)
    assert family(house).ended_at is None


def test_a_session_lasts_ninety_days_whatever_its_use(house: House, first: Tokens) -> None:
    given = first
    for _ in range(8):
        house.later(days=11)
        given = renewed(house, given.refresh)
    house.later(days=2)
    assert renew(house, given.refresh) is None
    assert family(house).ended_for == "expired"


def test_a_session_without_use_ends_after_thirty_days(house: House, first: Tokens) -> None:
    house.later(days=29, hours=23)
    given = renewed(house, first.refresh)
    house.later(days=30)
    assert renew(house, given.refresh) is None


def test_an_access_token_lasts_ten_minutes(house: House, first: Tokens) -> None:
    house.later(minutes=9, seconds=59)
    assert is_good(house, first)
    house.later(seconds=1)
    assert not is_good(house, first)


def test_old_access_tokens_leave(house: House, first: Tokens) -> None:
    given = first
    for _ in range(5):
        house.later(minutes=11)
        given = renewed(house, given.refresh)
    with house.store.reading_directory() as conn:
        assert len(conn.execute(select(ACCESS)).all()) == 1


def test_signing_in_again_on_a_post_ends_what_was_there(
    house: House, account: UUID, first: Tokens
) -> None:
    elsewhere = started(house, account, UUID(int=78))
    for _ in range(3):
        last = started(house, account)
    assert renew(house, first.refresh) is None
    assert not is_good(house, first)
    assert is_good(house, elsewhere)
    assert is_good(house, last)
    # What was there is not kept: one family for each person and post.
    with house.store.reading_directory() as conn:
        assert len(conn.execute(select(SIGN_IN)).all()) == 2
        assert len(conn.execute(select(ACCESS)).all()) == 2


@pytest.mark.parametrize(
    "forged", ["", "x", "é" * 64, "A" * 64, "A" * 63 + "=", "A" * 43, " " + "A" * 64, "A" * 500]
)
def test_what_is_no_token_of_ours_touches_nothing(house: House, first: Tokens, forged: str) -> None:
    assert renew(house, forged) is None
    assert bearer(house, forged) is None
    assert renew(house, first.refresh) is not None


def test_nothing_that_serves_again_is_kept(house: House, first: Tokens) -> None:
    second = renewed(house, first.refresh)
    with house.store.reading_directory() as conn:
        rows = [*conn.execute(select(SIGN_IN)), *conn.execute(select(ACCESS))]
    kept = {bytes(value) for row in rows for value in row if isinstance(value, bytes)}
    for given in (first, second):
        raw = tokens._bytes(given.refresh, 48)
        access = tokens._bytes(given.access, 32)
        assert raw is not None
        assert access is not None
        for secret in (raw, raw[:16], raw[16:], access):
            assert not any(secret in each for each in kept)


def test_a_closed_account_renews_nothing(house: House) -> None:
    closed = house.account("paul", active=False)
    given = started(house, closed, UUID(int=79))
    assert not is_good(house, given)
    assert renew(house, given.refresh, UUID(int=79)) is None


def test_tokens_do_not_show_in_a_log(first: Tokens) -> None:
    assert first.refresh not in repr(first)
    assert first.access not in f"{first}"
