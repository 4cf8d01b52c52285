# SPDX-License-Identifier: MIT
"""What the shell is told by the composition root: entries, groups, pages, texts.

The shell holds no business word; bootstrap gives all of them in these values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.views.toolkit.desk import Desk, Place

if TYPE_CHECKING:
    # Made after the frame, which is painted without it.
    from kairos_desktop.views.toolkit.page import Page

PageFactory = Callable[[Desk], "Page"]


# No tuple: Qt would give it back from a line of the tree as a list.
@dataclass(frozen=True)
class Entry:
    """One line of the side panel. `why_not` is a sentence; an entry that has one is disabled.

    A hidden one is shown by `SidePanel.show_entry`, where there is something behind it.
    """

    key: str
    label: str
    place: Place | None = None
    why_not: str = ""
    is_hidden: bool = False


class Group(NamedTuple):
    """A line that holds others; it opens and closes."""

    label: str
    entries: Sequence[Entry]
    why_not: str = ""


Line = Entry | Group


class Navigation(NamedTuple):
    """The two lists of the side panel, the title of the second, and where to start."""

    menu: Sequence[Line]
    acts_title: str
    acts: Sequence[Line]
    start: Place
    search_prompt: str


def entries_of(lines: Sequence[Line]) -> list[Entry]:
    """Give every entry of some lines, those of groups included."""
    found: list[Entry] = []
    for line in lines:
        found.extend(line.entries if isinstance(line, Group) else [line])
    return found


class Switch(NamedTuple):
    """One choice of a menu of the top bar (an organisation, a site)."""

    label: str
    on_chosen: Callable[[], None]
    is_current: bool = False


class Identity(NamedTuple):
    """Who and where: the left and right ends of the top bar."""

    organisation: str
    siret: str
    site: str
    who: str
    organisations: Sequence[Switch] = ()
    sites: Sequence[Switch] = ()
