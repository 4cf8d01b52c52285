# SPDX-License-Identifier: MIT
"""A post that joins an organisation of years: what is served, received, applied, played again."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from benchmarks.back_end import Post, back_end, begin, registered
from benchmarks.crowd import fill
from benchmarks.table import Line, median, milliseconds

if TYPE_CHECKING:
    from uuid import UUID

PEOPLE = 33_600
"""With their registrations, slots, places and sessions: a little over 72,000 rows."""
PENDING, POLLS = 200, 200


class _Page(msgspec.Struct):
    """What is read of a page by one that does nothing with it."""

    rows: tuple[msgspec.Raw, ...]
    cursor: str
    more: bool


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    place = folder / "download"
    place.mkdir()
    with back_end() as (cluster, address):
        office = Post(place, "office", "A", address)
        slots = begin(office.workspace)
        office.workspace.record(registered(office.workspace, slots, 1))
        office.exchange.round()
        fill(cluster, PEOPLE)
        served = _served(office)
        laptop = Post(place, "laptop", "B", address)
        took, rows, received = _download(laptop)
        rebases = [_rebase(laptop, office, slots) for _ in range(3)]
        return [
            Line("rows served, a second", served, "/s", 50_000, at_least=True),
            Line(f"first download of {rows} rows, shown", took, "ms", 5000),
            Line("its bytes on the wire", received / 1e6, "MB", 4),
            Line(
                "rows received and applied, a second",
                rows / took * 1000,
                "/s",
                14_000,
                at_least=True,
            ),
            Line(
                f"{PENDING} pending acts played again on a colleague’s", median(rebases), "ms", 250
            ),
            Line("an empty poll, within the server", _polls(laptop, address), "ms", 1),
        ]


def _served(post: Post) -> float:
    """Rows a second, as the pages come to one that does nothing with them."""
    rows, cursor, more, began = 0, "", True, time.perf_counter()
    stream = str(uuid4())
    while more:
        asked = {"stream": stream, "limit": 10_000} | ({"cursor": cursor} if cursor else {})
        page = post.wire._signed(_Page, "GET", "/v1/exchange/pull", params=asked)  # noqa: SLF001
        rows, cursor, more = rows + len(page.rows), page.cursor, page.more
    return rows / (time.perf_counter() - began)


def _download(laptop: Post) -> tuple[float, int, int]:
    """A new post from nothing to the whole: milliseconds, rows, bytes of the answers."""
    from sqlalchemy import func, select

    from kairos_desktop.models.exchange_tables import TRUTH

    received = 0

    def count(response: Any) -> None:
        nonlocal received
        received += int(response.headers.get("Content-Length", 0))

    laptop.client.event_hooks["response"].append(count)
    took = milliseconds(laptop.exchange.round)
    count_rows = select(func.count()).select_from(TRUTH)
    rows = laptop.workspace.read(lambda conn, _org: conn.execute(count_rows).scalar() or 0)
    return took, rows, received


def _rebase(laptop: Post, office: Post, slots: list[UUID]) -> float:
    """A colleague's act taken in where two hundred acts wait to be sent."""
    laptop.exchange.round()
    laptop.workspace.record(registered(laptop.workspace, slots[:20], PENDING // 2))
    office.workspace.record(registered(office.workspace, slots[20:], 1))
    office.exchange.round()
    return milliseconds(laptop.exchange._pull)  # noqa: SLF001


def _polls(post: Post, address: str) -> float:
    """Milliseconds that the server itself counts for a pull of nothing."""
    import httpx

    post.exchange.round()

    def counted() -> tuple[float, float]:
        page = httpx.get(f"{address}/metrics", trust_env=False).text
        pulls = r'kairos_request_seconds_{}{{route="/v1/exchange/pull"}} (\S+)'
        total, count = (re.search(pulls.format(what), page) for what in ("sum", "count"))
        assert total
        assert count
        return float(total[1]), float(count[1])

    total, count = counted()
    for _ in range(POLLS):
        post.exchange._pull()  # noqa: SLF001
    after, many = counted()
    return (after - total) / (many - count) * 1000
