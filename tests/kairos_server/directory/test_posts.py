# SPDX-License-Identifier: MIT
"""A post is enrolled once, has one letter of its own, can be named and revoked."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from kairos_desktop.models.vocabulary import PostState
from kairos_desktop.services.sync.people_wire import PostAsked, PostSaid
from kairos_server.directory import posts
from tests.kairos_server.house import House


def enrol(
    house: House, letter: str | None = None, post: UUID | None = None, org: UUID | None = None
) -> PostSaid:
    asked = PostAsked(id=post or uuid4(), label="  Accueil   2 ", letter=letter)
    with house.store.writing(org or house.org) as (conn, _head):
        return posts.enrol(conn, org or house.org, asked, house.now())


def test_letters_are_given_in_turn_and_the_one_asked_where_it_is_free(house: House) -> None:
    given = [enrol(house, asked).letter for asked in (None, "C", None, "C", None, "B")]
    assert given == ["A", "C", "B", "D", "E", "F"]
    assert enrol(house, "A", org=house.other_org).letter == "A"


def test_after_z_come_pairs_and_then_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "ascii_uppercase", "AB")
    assert [enrol(house).letter for _ in range(6)] == ["A", "B", "AA", "AB", "BA", "BB"]
    with pytest.raises(posts.NoLetterLeft):
        enrol(house)


def test_a_post_that_is_known_keeps_its_name_and_its_letter(house: House) -> None:
    first = enrol(house, "K")
    assert first.label == "Accueil 2"
    house.later(hours=1)
    assert enrol(house, "L", post=first.id) == first
    with house.store.reading(house.org) as (conn, _head):
        (listed,) = posts.all_of(conn, house.org)
    assert listed.last_seen_at == house.now()
    assert listed.enrolled_at == first.enrolled_at


def test_a_post_is_renamed_revoked_and_only_in_its_organisation(house: House) -> None:
    post = enrol(house)
    with house.store.writing(house.other_org) as (conn, _head):
        assert posts.rename(conn, house.other_org, post.id, "à nous") is None
        assert posts.revoke(conn, house.other_org, post.id) is None
        assert posts.all_of(conn, house.other_org) == ()
    with house.store.writing(house.org) as (conn, _head):
        renamed = posts.rename(conn, house.org, post.id, "Salle 3")
        assert renamed is not None
        assert renamed.label == "Salle 3"
        revoked = posts.revoke(conn, house.org, post.id)
    assert revoked is not None
    assert revoked.state is PostState.REVOKED
    # Enrolling it again does not bring it back.
    assert enrol(house, post=post.id).state is PostState.REVOKED
