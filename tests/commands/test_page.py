# SPDX-License-Identifier: MIT
"""docs/command-line.md names every list, every exit code and every command."""

from __future__ import annotations

import argparse
from pathlib import Path

from kairos_desktop.commands.answers import Exit
from kairos_desktop.commands.parser import LISTS, build

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def options(parser: argparse.ArgumentParser) -> set[str]:
    """Every long option and every command, at any depth."""
    found = set[str]()
    for action in parser._actions:
        found |= {word for word in action.option_strings if word.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= {name} | options(below)
    return found


def test_every_list_exit_code_and_word_is_on_the_page() -> None:
    assert [name for name in LISTS if f"`{name}`" not in PAGE] == []
    assert [code for code in Exit if f"| {code.value} | " not in PAGE] == []
    words = options(build()) - {"--help", "--version"}
    assert [word for word in sorted(words) if word not in PAGE] == []
