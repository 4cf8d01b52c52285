# SPDX-License-Identifier: MIT
"""The lists of reasons, completed by the RGC. Source: domain 3.9."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from kairos_desktop.models.rows import ReasonRow
from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.reasons import reason_id
from kairos_desktop.services.rules.verdicts import Refused

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class DescribeReason(Act, frozen=True):
    """A reason of a list, new or changed; one that is no longer offered stays readable.

    Refuses "reason_code" (small letters, digits, underscores) and "reason_label_missing".
    """

    name: ClassVar = "reason.describe"
    kind: ReasonKind
    code: str
    label: str
    justified_by_default: bool | None = None
    active: bool = True
    source: str = ""

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The reason as it is."""
        return (by_id(ReasonRow, reason_id(self.kind, self.code)),)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The reason described."""
        if not _CODE.fullmatch(self.code):
            return Refused("reason_code", {"typed": self.code})
        if not self.label.strip():
            return Refused("reason_label_missing", {})
        row = ReasonRow(
            id=reason_id(self.kind, self.code),
            kind=self.kind,
            code=self.code,
            label=tidy(self.label),
            justified_by_default=self.justified_by_default,
            active=self.active,
            source=tidy(self.source),
        )
        return Changes(put=(row,))
