# SPDX-License-Identifier: MIT
"""A command line that says in French what it did not understand: the post's and the back end's."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

_TROUBLES = (
    (r"the following arguments are required: (.*)", "il manque {0}"),
    (r"unrecognized arguments: (.*)", "« {0} » n’est pas attendu"),
    (
        r"argument (.*): invalid choice: '(.*?)' \(choose from (.*)\)",
        "« {1} » n’est pas dans {2}",
    ),
    (r"argument (.*): invalid int value: '(.*)'", "{0} attend un nombre entier, pas « {1} »"),
    (r"argument (.*): expected (?:one|at least one) argument", "il manque une valeur après {0}"),
    (r"argument (.*): ignored explicit argument (.*)", "{0} ne prend pas de valeur"),
    (r"ambiguous option: (.*) could match (.*)", "« {0} » peut être {1}"),
)


class FrenchParser(argparse.ArgumentParser):
    """A parser that says in French what it did not understand."""

    def error(self, message: str) -> NoReturn:
        """End with the code of what was not understood, the usage above the sentence."""
        said = message
        for pattern, sentence in _TROUBLES:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                said = sentence.format(*found.groups())
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : commande non comprise : {said}.\n")
