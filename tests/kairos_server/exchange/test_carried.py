# SPDX-License-Identifier: MIT
"""Acts that travel in a file: whoever carries it, however often, wherever it was cut."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, update

from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.sync.carriage import Answered, pack, recognise, take_answers
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.people_wire import PostAsked
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.sync.sealed_file import FileRefused, Kind, read_line
from kairos_desktop.services.sync.wire import CarryAnswer
from kairos_server import organisations
from kairos_server.directory import posts
from kairos_server.exchange.carried import Bringing, carry
from kairos_server.exchange.judging import Sender
from kairos_server.tables import DELIVERY
from tests.factories import OTHER_SIRET
from tests.kairos_server.exchange.universe import ORG, Everybody, TestPost, Universe


def enrolled(universe: Universe, name: str, letter: str) -> TestPost:
    """A post that the back end knows, and that has its key."""
    post = universe.post(name, letter)
    with universe.store.writing(ORG) as (conn, _head):
        posts.enrol(conn, ORG, PostAsked(post.post, f"Poste de {name}", letter), universe.clock())
        key = posts.file_key(conn, ORG, post.post)
    post.workspace.write(lambda conn: conn.execute(update(EXCHANGE).values(file_key=key)))
    return post


def packed(post: TestPost) -> bytes:
    return post.workspace.read(pack, post.post, post.workspace.now()).content


def carried(universe: Universe, raw: bytes) -> CarryAnswer:
    """What the back end makes of a file, whoever brings it."""
    people = {post.post: Everybody(post.wire.people._sender) for post in universe.posts}

    def people_of(bringing: Bringing) -> Everybody:
        return people[bringing.post_id]

    answer = carry(universe.store, ORG, raw, people_of, universe.clock())
    return msgspec.json.decode(msgspec.json.encode(answer), type=CarryAnswer)


def answered(post: TestPost, raw: bytes) -> Answered:
    who, new_id = Post(ORG, post.post, post.letter), post.workspace.new_id
    return post.workspace.write(
        lambda conn: take_answers(conn, who, raw, post.workspace.now(), new_id)
    )


def unanswered(post: TestPost) -> int:
    query = select(OUTBOX.c.act_id).where(OUTBOX.c.outcome.is_(None))
    return post.workspace.read(lambda conn, _org: len(conn.execute(query).all()))


def deliveries(universe: Universe) -> list[Any]:
    with universe.store.reading(ORG) as (conn, _head):
        query = select(DELIVERY).where(DELIVERY.c.org_id == ORG).order_by(DELIVERY.c.seq)
        return list(conn.execute(query))


@pytest.fixture
def away(universe: Universe) -> TestPost:
    """A post at a rented room, with what the office had done when it left."""
    office = enrolled(universe, "Sabine", "A")
    room = enrolled(universe, "Karim", "B")
    office.describe_provider()
    office.meeting(office.session())
    office.sync()
    room.sync()
    return room


def test_a_whole_exchange_in_two_files(universe: Universe, away: TestPost) -> None:
    office = universe.posts[0]
    (slot,) = away.rows_named("slot")
    away.register(slot.id)
    office.person("Durand")
    office.sync()
    answer = carried(universe, packed(away))
    assert answer.outcomes == {"applied": 2}
    assert (answer.letter, answer.label) == ("B", "Poste de Karim")
    told = answered(away, answer.file)
    assert told.is_current
    # Without any contact: what it said is acknowledged, and it sees what the office did.
    assert away.waiting() == 0
    assert away.dump() == universe.truth()
    office.sync()
    assert office.dump() == away.dump()


def test_the_acts_bear_the_number_and_the_stream_of_their_author(
    universe: Universe, away: TestPost
) -> None:
    away.person("Martin")
    carried(universe, packed(away))
    stream = away.workspace.read(lambda c, _o: c.execute(select(EXCHANGE.c.stream_id)).scalar())
    last = deliveries(universe)[-1]
    assert (last.stream_id, last.n) == (stream, 1)
    (row,) = (row for row in away.rows_named("jobseeker") if row.last_name == "Martin")
    away.sync()
    assert row in universe.truth()["jobseeker"]


def test_the_same_file_twice_then_the_network_is_one_effect(
    universe: Universe, away: TestPost
) -> None:
    (slot,) = away.rows_named("slot")
    away.register(slot.id)
    raw = packed(away)
    first, second = carried(universe, raw), carried(universe, raw)
    assert first.outcomes == second.outcomes
    before = deliveries(universe)
    assert answered(away, second.file).is_current
    again = answered(away, first.file)
    assert (again.outcomes, again.is_current) == (first.outcomes, False)
    away.sync()
    carried(universe, raw)
    assert deliveries(universe) == before
    assert len(universe.truth()["registration"]) == 1


def test_acts_stay_to_be_sent_until_they_are_answered(universe: Universe, away: TestPost) -> None:
    away.person("Martin")
    raw = packed(away)
    assert (unanswered(away), away.waiting()) == (1, 1)
    carried(universe, raw)
    assert unanswered(away) == 1
    # The key with the answers was lost: the next contact tells the same.
    away.sync()
    assert (unanswered(away), away.waiting()) == (0, 0)


def test_a_later_file_first(universe: Universe, away: TestPost) -> None:
    away.person("Martin")
    early = packed(away)
    away.person("Durand")
    late = packed(away)
    assert carried(universe, late).outcomes == {"applied": 2}
    assert carried(universe, early).outcomes == {"applied": 1}
    assert len(deliveries(universe)) == len({row.act_id for row in deliveries(universe)})


def test_a_refusal_comes_back_with_its_line(universe: Universe, away: TestPost) -> None:
    office = universe.posts[0]
    (slot,) = away.rows_named("slot")
    away.register(slot.id)
    office.say(DeleteSlot(slot_id=slot.id))
    office.sync()
    answer = carried(universe, packed(away))
    assert answer.outcomes == {"applied": 1, "refused": 1}
    answered(away, answer.file)
    (line,) = away.rows_named("outcome")
    assert (line.kind, line.code) == (OutcomeKind.REFUSED, "slot_deleted")
    assert line.post_id == away.post


def test_a_revoked_post_hands_over_and_receives_nothing(universe: Universe, away: TestPost) -> None:
    with universe.store.writing(ORG) as (conn, _head):
        posts.revoke(conn, ORG, away.post)
    away.wire.people = Everybody(Sender(away.post, "B", is_revoked=True))
    away.person("Martin")
    universe.posts[0].person("Durand")
    universe.posts[0].sync()
    answer = carried(universe, packed(away))
    assert answer.outcomes == {"quarantined": 1}
    told = answered(away, answer.file)
    assert not told.is_current
    assert "Durand" not in {row.last_name for row in away.rows_named("jobseeker")}
    (line,) = universe.truth()["outcome"]
    assert line.code == "post_revoked"


def test_every_cut_and_every_changed_byte_is_refused_whole(
    universe: Universe, away: TestPost
) -> None:
    away.person("Martin")
    raw = packed(away)
    before = deliveries(universe)
    for at in range(0, len(raw), 7):
        for bad in (raw[:at], raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :]):
            with pytest.raises(FileRefused):
                carried(universe, bad)
    with pytest.raises(FileRefused, match="damaged"):
        carried(universe, raw + b"\n")
    assert deliveries(universe) == before
    assert carried(universe, raw).outcomes == {"applied": 1}


def test_who_repairs_the_sum_still_does_not_forge(universe: Universe, away: TestPost) -> None:
    from hashlib import sha256

    away.person("Martin")
    raw = packed(away)
    line, _newline, rest = raw.partition(b"\n")
    office = universe.posts[0]
    forged = line.replace(str(away.post).encode(), str(office.post).encode()) + b"\n" + rest[:-32]
    other = bytes([raw[-33] ^ 1])
    for body in (forged, raw[:-40] + b"\x00" * 8, raw[:-33] + other):
        with pytest.raises(FileRefused, match="damaged"):
            carried(universe, body + sha256(body).digest())


def test_the_carrier_reads_nothing(universe: Universe, away: TestPost) -> None:
    away.person("Martin")
    raw = packed(away)
    answer = carried(universe, raw)
    for sealed in (raw, answer.file):
        assert b"Martin" not in sealed
        office = universe.posts[0]
        with pytest.raises(FileRefused):
            answered(office, sealed)
    assert recognise(raw, ORG, universe.posts[0].post) is Kind.ACTS
    with pytest.raises(FileRefused, match="other_post"):
        recognise(answer.file, ORG, universe.posts[0].post)
    with pytest.raises(FileRefused, match="answers"):
        carried(universe, answer.file)


def test_another_organisation_and_an_unknown_post(universe: Universe, away: TestPost) -> None:
    raw = packed(away)
    other = organisations.create(universe.store, OTHER_SIRET, "Ailleurs")
    with pytest.raises(FileRefused, match="elsewhere"):
        carry(universe.store, other, raw, lambda _b: away.wire.people, universe.clock())
    stranger = enrolled(universe, "Lucie", "C")
    key = stranger.workspace.read(lambda c, _o: c.execute(select(EXCHANGE.c.file_key)).scalar())
    from kairos_desktop.services.sync.sealed_file import first_line, seal

    nobodys = seal(first_line(Kind.ACTS, ORG, UUID(int=77)), bytes(key), b"{}")
    with pytest.raises(FileRefused, match="unknown_post"):
        carried(universe, nobodys)
    with pytest.raises(FileRefused, match="not_ours"):
        read_line(b"%PDF-1.7 not a file of acts")


def test_a_restored_back_end_asks_for_another_file(universe: Universe, away: TestPost) -> None:
    away.person("Martin")
    raw = packed(away)
    organisations.start_another_history(universe.store, ORG)
    answer = carried(universe, raw)
    assert (answer.problem, answer.outcomes) == ("epoch_changed", {})
    assert answered(away, answer.file).begins_anew
    # The same answers again ask for nothing more.
    assert not answered(away, answer.file).begins_anew
    second = carried(universe, packed(away))
    assert not second.problem
    assert answered(away, second.file).is_current
    assert away.dump() == universe.truth()


def test_answers_that_come_after_a_contact_change_nothing(
    universe: Universe, away: TestPost
) -> None:
    away.person("Martin")
    answer = carried(universe, packed(away))
    universe.posts[0].person("Durand")
    universe.posts[0].sync()
    away.sync()
    shown = away.dump()
    assert not answered(away, answer.file).is_current
    assert away.dump() == shown == universe.truth()


def test_more_acts_than_one_file_holds(
    universe: Universe, away: TestPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kairos_desktop.services.sync import carriage

    for number in range(9):
        away.person(f"Martin {number}")
    monkeypatch.setattr(carriage, "LARGEST_FILE", 760)
    first = away.workspace.read(pack, away.post, away.workspace.now())
    assert 0 < first.acts < 9
    assert first.acts + first.left == 9
    while unanswered(away):
        answered(away, carried(universe, packed(away)).file)
    assert away.dump() == universe.truth()


def test_a_full_disk_leaves_the_old_file_and_the_acts(
    universe: Universe, away: TestPost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kairos_desktop.services import hand_delivery

    away.person("Martin")
    old = tmp_path / "actes.kairos"
    old.write_bytes(b"older")

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(hand_delivery, "write_private", full)

    class Profile:
        class profile:
            class card:
                post_id = away.post

    with pytest.raises(hand_delivery.DeliveryRefused) as refused:
        hand_delivery.export_acts(away.workspace, Profile, old)  # type: ignore[arg-type]
    assert "plus de place" in refused.value.sentence
    assert old.read_bytes() == b"older"
    assert unanswered(away) == 1


def test_answers_without_room_beside_are_said(
    universe: Universe, away: TestPost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kairos_desktop.services import hand_delivery

    away.person("Martin")
    raw = packed(away)
    source = tmp_path / "actes.kairos"
    done = hand_delivery.deliver(source, raw, lambda file: carried(universe, file))
    assert done.answers is not None
    assert done.answers.name in done.sentence
    assert answered(away, done.answers.read_bytes()).is_current

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(hand_delivery, "write_private", full)
    lost = hand_delivery.deliver(source, raw, lambda file: carried(universe, file))
    assert lost.answers is None
    assert "prochain contact" in lost.sentence


def test_without_a_network_nothing_is_taken(away: TestPost, tmp_path: Path) -> None:
    from kairos_desktop.services import hand_delivery

    def cut(_file: bytes) -> CarryAnswer:
        raise NoContact

    with pytest.raises(NoContact):
        hand_delivery.deliver(tmp_path / "a.kairos", packed(away), cut)
    assert list(tmp_path.glob("*.kairos")) == []
