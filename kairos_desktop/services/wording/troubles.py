# SPDX-License-Identifier: MIT
"""What is wrong with the arguments of an act, in French, from what msgspec says of them.

A script's author reads these; the wire names stay as they are typed.
"""

from __future__ import annotations

import re

_KINDS = {
    "str": "un texte",
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "true ou false",
    "object": "un objet",
    "array": "une liste",
    "null": "null",
    "uuid": "un identifiant (UUID)",
    "date": "une date",
    "time": "une heure",
    "datetime": "un moment",
}
_SHAPES = {
    "date": "date mal écrite, ou impossible (AAAA-MM-JJ)",
    "time": "heure mal écrite, ou impossible (HH:MM:SS)",
    "datetime": "moment mal écrit, ou impossible (AAAA-MM-JJTHH:MM:SS+01:00)",
}
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"Object missing required field `(.+)`", "il manque « {0} »"),
    (r"Object contains unknown field `(.+)`", "« {0} » n’est pas attendu"),
    (r"Invalid enum value '?(.*?)'?", "« {0} » n’est pas une valeur possible"),
    (r"Invalid UUID", "identifiant (UUID) mal écrit"),
    (r"Expected `\w+` with no timezone component", "heure sans décalage attendue"),
    (r"Expected `\w+` ([<>]=?) (\S+)", "nombre {0} {1} attendu"),
    (r"JSON is malformed: .*\(byte (\d+)\)", "ce n’est pas du JSON (octet {0})"),
    (r"Input data was truncated", "la ligne est coupée"),
    (r".*codec can't decode.*|Invalid utf-8.*", "texte mal encodé, UTF-8 attendu"),
)
_WHERE = re.compile(r"(.*) - at `\$\.?(.*)`", re.DOTALL)


def trouble_text(said: str) -> str:
    """The trouble in French, with the argument that has it; one already in French is kept."""
    found = _WHERE.fullmatch(said)
    if found is None:
        return _french(said)
    where = f" (dans « {found[2]} »)" if found[2] else ""
    return _french(found[1]) + where


def _french(said: str) -> str:
    if found := re.fullmatch(r"Expected `(.+)`, got `(.+)`", said):
        return f"{_kinds(found[1])} est attendu, pas {_kinds(found[2])}"
    if found := re.fullmatch(r"Invalid RFC3339 encoded (\w+)", said):
        return _SHAPES[found[1]]
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return sentence.format(*found.groups())
    return said


def _kinds(names: str) -> str:
    return " ou ".join(_KINDS.get(name, name) for name in names.split(" | "))
