# SPDX-License-Identifier: MIT
"""What is asked of the passphrase of a profile (reference R-D8).

Any route that reaches the bits is accepted: twelve characters of four classes, fourteen of three,
or seven words (the CNIL's three examples). No composition rule, no renewal, paste allowed.
"""

from __future__ import annotations

from kairos_desktop.models import failures
from kairos_desktop.services.rules.strength import bits as bits

ALONE = 80
"""Bits asked of a phrase that a stolen file could be tried against without end."""
WITH_DEVICE = 50
"""Bits asked when the session's keyring holds a second secret."""


def check(text: str, *, with_device: bool, known: tuple[str, ...] = ()) -> None:
    """WeakPassphrase unless the phrase reaches its bits.

    `known` are texts that anybody would try: the organisation's name, its town.
    """
    needed = WITH_DEVICE if with_device else ALONE
    found = bits(text, known)
    if found < needed:
        raise failures.WeakPassphrase(bits=found, needed=needed)
