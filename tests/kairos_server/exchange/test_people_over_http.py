# SPDX-License-Identifier: MIT
"""What the window asks of accounts and posts, over real sockets, and what comes back to a post."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

from kairos_desktop.models.rows import AccountRow, HoldRow
from kairos_desktop.models.vocabulary import OutcomeKind, PostState, Role
from kairos_desktop.services.acts.holds import PlaceHold
from kairos_desktop.services.queries.accounts import rights_journal
from kairos_desktop.services.queries.exchange import exchange_state
from kairos_desktop.services.sync.directory import NO_ANSWER, Directory
from kairos_desktop.services.sync.exchange import Unserved
from kairos_desktop.services.sync.http_wire import HttpWire, open_client
from kairos_desktop.services.sync.membership import ServerRefused
from kairos_desktop.services.sync.people_wire import AccountAsked, RightsAsked
from kairos_desktop.services.sync.post_tokens import MemoryTokens
from kairos_desktop.services.sync.revocation import REVOKED
from tests.factories import TODAY
from tests.kairos_server.exchange.site import Site
from tests.kairos_server.house import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(ServerRefused) as caught:
        call()
    assert caught.value.sentence
    return caught.value.code


def test_the_rgc_opens_changes_and_closes_an_account_that_every_post_sees(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B", Role.MANAGER)
    sabine.describe_provider()
    sabine.sync()
    directory = Directory(sabine.http)
    account = uuid4()
    asked = AccountAsked(account, "Paul.Abadie", "Paul Abadie", Role.READER, PASSWORD)
    given = directory.create(asked)
    assert given.login == "paul.abadie"
    assert refused(lambda: directory.create(asked)) == "login_taken"
    wrong = RightsAsked("Paul A.", Role.TRAINER, "autre chose")
    assert refused(lambda: directory.change(account, wrong)) == "password_wrong"
    site.house.later(minutes=1)
    directory.change(account, RightsAsked("Paul A.", Role.TRAINER, PASSWORD))
    site.house.later(minutes=1)
    assert directory.renew(account, PASSWORD).password != given.password
    directory.unlock(account, PASSWORD)
    karim.sync()
    (row,) = karim.rows(AccountRow)
    assert (row.full_name, row.role, row.active) == ("Paul A.", Role.TRAINER, True)
    assert row.provisional_until is not None
    site.house.later(minutes=1)
    directory.close(account, PASSWORD)
    assert refused(lambda: directory.close(account, PASSWORD)) == "account_closed"
    karim.sync()
    assert not karim.rows(AccountRow)[0].active
    assert [each.login for each in directory.accounts() if not each.active] == ["paul.abadie"]
    sabine.sync()
    journal = sabine.workspace.read(rights_journal)
    assert [(line.name, line.by, line.whom) for line in journal] == [
        (f"account.{what}", "Sabine", "Paul A.") for what in ("close", "renew", "change", "create")
    ]
    # Whoever came later knows at least who opened each account.
    later = karim.workspace.read(rights_journal)
    assert [(line.name, line.by) for line in later] == [
        ("account.close", "Sabine"),
        ("account.create", "Sabine"),
    ]
    assert given.password not in repr(journal)


def test_whoever_is_not_rgc_is_refused_and_sees_the_posts(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B", Role.MANAGER)
    theirs, ours = Directory(karim.http), Directory(sabine.http)
    assert refused(theirs.accounts) == "right_missing"
    assert refused(lambda: theirs.revoke(sabine.post)) == "right_missing"
    assert [(each.label, each.people) for each in theirs.posts().posts] == [
        ("Poste de Sabine", ("Sabine",)),
        ("Poste de Karim", ("Karim",)),
    ]
    assert ours.rename(karim.post, "Salle 3").label == "Salle 3"
    ours.set_lease(7)
    assert theirs.posts().lease_days == 7
    assert ours.revoke(karim.post).state is PostState.REVOKED
    assert refused(theirs.posts) == "post_revoked"


def test_places_kept_by_a_post_are_free_once_it_is_revoked(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B", Role.MANAGER)
    sabine.describe_provider()
    slot = sabine.meeting(sabine.session(), capacity=3)
    sabine.sync()
    karim.sync()
    until = TODAY + timedelta(days=2)
    karim.act(PlaceHold(hold_id=karim.id(), slot_id=slot, places=2, until=until))
    sabine.act(PlaceHold(hold_id=sabine.id(), slot_id=slot, places=1, until=until))
    for post in (karim, sabine):
        post.sync()
    Directory(sabine.http).revoke(karim.post)
    sabine.sync()
    open_ones = [row.post_id for row in sabine.rows(HoldRow) if row.released_at is None]
    assert open_ones == [sabine.post]
    (seats,) = sabine.rows_named("seats")
    assert seats.held == 1
    assert sabine.exchange.agrees()


def test_a_silence_does_not_say_whether_a_change_was_made(site: Site) -> None:
    sabine = site.signed("Sabine", "A")

    def silent(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no answer")

    client = open_client(site.address, httpx.MockTransport(silent))
    directory = Directory(HttpWire(client, sabine.post, MemoryTokens("x" * 43)))
    assert refused(lambda: directory.close(uuid4(), PASSWORD)) == NO_ANSWER
    assert refused(directory.posts) == "no_contact"


def test_a_revoked_post_hands_over_what_it_had_not_sent_and_the_rgc_decides(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B", Role.MANAGER)
    sabine.describe_provider()
    slot = sabine.meeting(sabine.session())
    sabine.sync()
    karim.sync()
    karim.register(slot)
    Directory(sabine.http).revoke(karim.post)
    with pytest.raises(Unserved) as told:
        karim.sync()
    assert told.value.error == REVOKED
    state = karim.workspace.read(exchange_state)
    assert state is not None
    assert state.to_send == 0
    sabine.sync()
    lines = [(row.kind, row.code, row.made_by) for row in sabine.rows_named("outcome")]
    assert set(lines) == {(OutcomeKind.QUARANTINED, REVOKED, "Karim")}
    assert len(lines) == 2  # the person and the registration
