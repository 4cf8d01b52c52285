# SPDX-License-Identifier: MIT
"""The help, imported at its first visit."""

from collections.abc import Callable

from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.page import Page


def _help(desk: Desk) -> Page:
    from kairos_desktop.views.help.help_page import HelpPage

    return HelpPage(desk)


PAGES: dict[str, Callable[[Desk], Page]] = {"help": _help}
