# SPDX-License-Identifier: MIT
"""What the routes stand on, made once by the application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

import msgspec

from kairos_server.directory.accounts import AccountBook
from kairos_server.directory.door import Door
from kairos_server.exchange.ahead import Ahead
from kairos_server.exchange.expiry import Expiries
from kairos_server.exchange.news import News
from kairos_server.routes.addresses import Addresses
from kairos_server.store import Store

if TYPE_CHECKING:
    from fastapi import Request


class Services(msgspec.Struct, frozen=True):
    """What the routes stand on: database, door, brake, news, clock, ids, accounts, holds, pages."""

    store: Store
    door: Door
    addresses: Addresses
    news: News
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    accounts: AccountBook
    expiries: Expiries
    ahead: Ahead


def services_of(request: Request) -> Services:
    """The services of the application that serves this request."""
    return cast("Services", request.app.state.services)
