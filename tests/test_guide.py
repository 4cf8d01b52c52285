# SPDX-License-Identifier: MIT
"""The guide of the secretary against the program: every act has its page, every label is real."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kairos_desktop.assembly.guide_menu import navigation
from kairos_desktop.services.acts.registry import ACTS
from kairos_desktop.views.shell.navigation import Entry, Group
from scripts.guide_pictures import MOST_BYTES

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted(GUIDE.glob("*.md"))}
_ACTS = re.compile(r"<!-- actes : ([^>]*)-->")
_LINK = re.compile(r"(!?)\[[^]]+\]\(([^)#]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
OF_ACTS = {name: text for name, text in PAGES.items() if _ACTS.search(text)}

NO_SCREEN = {
    "hold.expire": "the back end gives back the places of a post that did not come home",
    "account.activate": "the back end, when somebody chooses their own password",
}
"""Acts that no person sends from a screen, and what sends them."""


def documented() -> set[str]:
    """The wire names that the pages claim."""
    found: set[str] = set()
    for text in OF_ACTS.values():
        claimed = _ACTS.search(text)
        assert claimed is not None
        found |= {name.strip() for name in claimed[1].split(",") if name.strip()}
    return found


@cache
def labels() -> frozenset[str]:
    """Every text of the sources that a screen may show, and the lines of the side panel."""
    found: set[str] = set()
    for folder in ("views", "assembly", "services/wording"):
        for path in (ROOT / "kairos_desktop" / folder).rglob("*.py"):
            found.update(text.strip(" +") for text in _TEXT.findall(path.read_text("utf-8")))
    panel = navigation()
    for line in (*panel.menu, *panel.acts):
        found.add(line.label)
        if isinstance(line, Group):
            found.update(each.label for each in line.entries if isinstance(each, Entry))
    return frozenset(found)


def test_every_act_of_a_person_has_its_page() -> None:
    assert documented() | set(NO_SCREEN) == {act.name for act in ACTS}
    assert not documented() & set(NO_SCREEN)


@pytest.mark.parametrize("name", sorted(OF_ACTS))
def test_a_page_shows_the_screen_and_its_words_are_the_screen_s(name: str) -> None:
    text = OF_ACTS[name]
    assert "![" in text
    assert "’" in text
    assert "'" not in _BOLD.sub("", text)
    unknown = [word for word in _BOLD.findall(text) if word.rstrip(" :") not in labels()]
    assert unknown == []


def test_every_page_is_reached_and_every_link_leads_somewhere() -> None:
    linked = {target for _, target in _LINK.findall(PAGES["README.md"])}
    assert set(PAGES) - {"README.md"} <= linked
    broken = [
        (name, target)
        for name, text in PAGES.items()
        for _, target in _LINK.findall(text)
        if not (GUIDE / target).is_file()
    ]
    assert broken == []


def test_every_picture_is_shown_and_light() -> None:
    shown = {target for text in PAGES.values() for mark, target in _LINK.findall(text) if mark}
    kept = {f"images/{path.name}": path.stat().st_size for path in (GUIDE / "images").glob("*")}
    assert set(kept) == shown
    assert {name: size for name, size in kept.items() if size >= MOST_BYTES} == {}
