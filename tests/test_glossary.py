# SPDX-License-Identifier: MIT
"""docs/glossary.md names every act and every word of the closed lists, in French."""

from pathlib import Path

from kairos_desktop.services.acts.registry import ACTS
from kairos_desktop.services.wording.act_words import act_title
from kairos_desktop.services.wording.labels import LISTS, label

GLOSSARY = (Path(__file__).parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_every_act_stands_in_the_glossary() -> None:
    for act in ACTS:
        line = f"| {act_title(act.name)} | `{act.name}` | `{act.__name__}` |"
        assert line in GLOSSARY, line


def test_every_word_of_the_closed_lists_stands_in_the_glossary() -> None:
    for kind in LISTS:
        _, _, section = GLOSSARY.partition(f"### `{kind.__name__}`\n")
        section = section.partition("### ")[0]
        for member in kind:
            line = f"| {label(member)} | `{member.value}` |"
            assert line in section, f"{kind.__name__}: {line}"
