# SPDX-License-Identifier: MIT
"""The offer that the back end imported, brought to this post. Lane: net.

Pages are kept in the catalogue as they come, the last one has a child process take them in. Nothing
of it passes by the ledger: the catalogue is no act, and stands in a file of its own.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from kairos_desktop.models import failures
from kairos_desktop.services.catalogue import child, reception
from kairos_desktop.services.catalogue.store import open_catalogue, set_aside
from kairos_desktop.services.sync.exchange import Unserved
from kairos_desktop.services.sync.offer_wire import OfferAnswer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from kairos_desktop.models.engine import DatabaseKey
    from kairos_desktop.services.catalogue.store import Connection
    from kairos_desktop.services.catalogue.summary import Preview

_PATH = "/v1/offer"


class Asking(Protocol):
    """How the back end is asked; HttpWire.ask. NoContact, Unserved."""

    def __call__(self, kind: Any, method: str, path: str, /) -> Any: ...


def receive(
    ask: Asking,
    catalogue: Path,
    key: DatabaseKey,
    siret: str,
    at: datetime,
    cancelled: Callable[[], bool] = lambda: False,
) -> Preview | None:
    """What the back end had that this post lacked, taken in; None where that is nothing.

    NoContact and Unserved leave the pages that came; ImportRefused while somebody prepares an
    import: what came is taken in the next time.
    """
    with closing(_opened(catalogue, key)) as connection:
        _fetch(ask, connection, cancelled)
        if cancelled() or not reception.is_whole(connection):
            return None
    return child.take_in(catalogue, key, siret, at, cancelled)


def _fetch(ask: Asking, connection: Connection, cancelled: Callable[[], bool]) -> None:
    while not cancelled():
        page = _asked(ask, reception.cursor_of(connection))
        if page is None:
            return
        reception.keep_page(connection, page)
        if not page.more:
            return


def _asked(ask: Asking, cursor: str) -> OfferAnswer | None:
    path = f"{_PATH}?{urlencode({'cursor': cursor})}" if cursor else _PATH
    try:
        return ask(OfferAnswer | None, "GET", path)
    except Unserved as problem:
        # A back end of before the offer has no such page.
        if problem.error == "unknown":
            return None
        raise


def _opened(catalogue: Path, key: DatabaseKey) -> Connection:
    try:
        return open_catalogue(catalogue, key)
    except (failures.DamagedFile, failures.NotEncrypted):
        # What nobody can read any more must not forbid receiving the offer anew.
        set_aside(catalogue)
        return open_catalogue(catalogue, key)
