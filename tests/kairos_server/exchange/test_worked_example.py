# SPDX-License-Identifier: MIT
"""The example of docs/protocol.md, played as a stranger would: JSON in, JSON out."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from kairos_desktop.services.rules.outcome_codes import OUTCOMES, WAITLISTED
from kairos_desktop.services.sync.wire import PushAsked
from kairos_server.exchange.judging import _TELLING, Sender
from kairos_server.exchange.problems import ExchangeProblem
from kairos_server.exchange.pull import digest, pull
from kairos_server.exchange.push import push
from kairos_server.store import Store
from tests.factories import Clock
from tests.kairos_server.exchange.universe import Everybody

PAGE = Path(__file__).parents[3] / "docs/protocol.md"


def example() -> dict[str, Any]:
    """Every JSON of the page, put together."""
    texts = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return {name: value for text in texts for name, value in msgspec.json.decode(text).items()}


class Stranger:
    """Nothing but JSON on both sides."""

    def __init__(self, store: Store, org: UUID) -> None:
        self.store = store
        self.org = org
        self.people = Everybody(Sender(UUID(int=7), "A"))

    def push(self, asked: Any) -> Any:
        sent = msgspec.json.decode(msgspec.json.encode(asked), type=PushAsked)
        answer = push(self.store, self.org, self.people, sent, Clock()())
        return msgspec.json.decode(msgspec.json.encode(answer))

    def pull(self, stream: str, cursor: str) -> Any:
        answer = pull(self.store, self.org, UUID(stream), cursor, 2000, Clock()())
        return None if answer is None else msgspec.json.decode(msgspec.json.encode(answer))


def within(part: Any, whole: Any) -> bool:
    """Whether everything that the page says is there, with this value."""
    if isinstance(part, dict):
        return all(key in whole and within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(within, part, whole))
    return part == whole


def test_the_page_tells_what_happens(store: Store, org: UUID) -> None:
    told, stranger = example(), Stranger(store, org)
    for _again in range(2):
        answer = stranger.push(told["push"])
        assert within(told["pushed"] | {"epoch": answer["epoch"]}, answer)
    stream = told["push"]["stream"]
    page = stranger.pull(stream, "")
    assert within(told["pulled"], page)
    assert stranger.pull(stream, page["cursor"]) is None
    kept = msgspec.json.decode(msgspec.json.encode(digest(store, org, Clock().now)))["tables"]
    assert told["digest"] == [table for table in kept if table["count"]]
    for row, table in zip(page["rows"], told["digest"], strict=True):
        data = UUID(row["b"]["id"]).bytes + row["rev"].to_bytes(8, "big")
        assert table["hash"] == blake2b(data, digest_size=8).hexdigest()


def test_the_page_tells_what_goes_wrong(store: Store, org: UUID) -> None:
    told, stranger = example(), Stranger(store, org)
    stranger.push(told["push"])
    for problem in told["problems"]:
        act = told["push"]["acts"][0] | {"id": str(uuid4()), "n": problem["push_n"]}
        with pytest.raises(ExchangeProblem) as raised:
            stranger.push(told["push"] | {"acts": [act]})
        assert (raised.value.error, raised.value.expect) == (
            problem["error"],
            problem.get("expect"),
        )


def test_the_ids_of_new_rows_are_made_by_the_post(store: Store, org: UUID) -> None:
    push, stranger = example()["push"], Stranger(store, org)
    act = push["acts"][0]
    without = act | {"args": {"person": act["args"]["person"]}}
    (verdict,) = stranger.push(push | {"acts": [without]})["results"]
    assert (verdict["outcome"], verdict["code"]) == ("refused", "act_arguments")


def test_the_same_act_with_another_content_changes_nothing(store: Store, org: UUID) -> None:
    push, stranger = example()["push"], Stranger(store, org)
    before = stranger.push(push)
    act = push["acts"][0]
    args = act["args"] | {"person": {"last_name": "Autre", "first_name": "Anne"}}
    altered = act | {"n": 3, "args": args}
    after = stranger.push(push | {"acts": [altered]})
    told = {"id": act["id"], "outcome": "quarantined", "seq": 1, "code": "act_altered"}
    assert after["results"] == [told]
    assert (after["head"], after["last_n"]) == (before["head"], 3)
    # Its row would have the id of the act that stands.
    assert within(example()["pulled"]["rows"], stranger.pull(push["stream"], "")["rows"])


def test_every_problem_is_in_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{kind.error}`" in page for kind in ExchangeProblem.__subclasses__())


def test_every_code_of_the_exchange_is_in_the_page() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## 4. ")[1].split("## 5. ")[0]
    table = section.split("| code | outcome | facts |")[1].split("\n\n")[0]
    told = dict[str, tuple[set[str], set[str]]]()
    for line in table.splitlines()[2:]:
        code, kinds, facts = line.split("|")[1:4]
        told[code.strip(" `")] = set(kinds.strip().split(", ")), set(re.findall(r"\w+", facts))
    assert told == {
        code: ({kind.value for kind in shape.kinds}, set(shape.facts))
        for code, shape in OUTCOMES.items()
    }
    flagging = section.split("flag an act:")[1].split(". ")[0]
    assert set(re.findall(r"`(\w+)`", flagging)) == _TELLING.keys() - {WAITLISTED}
