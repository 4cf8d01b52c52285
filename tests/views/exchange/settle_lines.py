# SPDX-License-Identifier: MIT
"""A line of « À régulariser » as the exchange would give it, for an act that nothing recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.exchange_seen import SettleLine, Subject
from tests.factories import POST


def line(
    act: Act,
    kind: OutcomeKind | None,
    code: str,
    facts: dict[str, Any] | None = None,
    **subject: Any,
) -> SettleLine:
    return SettleLine(
        id=UUID(int=5),
        act_name=act.name,
        act_version=act.version,
        args=msgspec.json.decode(msgspec.json.encode(act)),
        made_by="Odile",
        made_at=datetime(2026, 12, 1, 10, tzinfo=PARIS),
        post_id=POST,
        subject=Subject(**subject),
        kind=kind,
        code=code,
        facts=msgspec.json.encode(facts or {}).decode(),
    )
