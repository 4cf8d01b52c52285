# SPDX-License-Identifier: MIT
"""Refuses any statement that touches an organisation's table without its key.

On PostgreSQL the policies hold even so; on SQLite this is the wall, and on both it finds the
mistake at the first test. What is read is the statement as the database receives it, so that a
statement written by hand is held as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kairos_server import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection


class UnguardedStatement(Exception):
    """A statement of ours that could reach another organisation's rows: a fault of the program."""


_NAMES = frozenset(schema.organisation.tables)
_DATA = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE)\b", re.IGNORECASE)
_TEXTS = re.compile(r"'(?:[^']|'')*'")
# A name before « = » or « ( » is a column that is set, or a table that is written.
_MENTION = re.compile(
    r"""\b(FROM|JOIN|INTO|UPDATE|USING|,)\s+(?:ONLY\s+)?"?(?:public\.)?(\w+)\b"?(?!\s*[=(])"""
    r"""(?:\s+(?:AS\s+)?"?(?!(?:ON|WHERE|SET|JOIN|LEFT|INNER|CROSS|GROUP|ORDER|LIMIT|USING|VALUES|"""
    r"""DEFAULT|SELECT|UNION|FOR|RETURNING|NATURAL|FULL|RIGHT|EXCEPT|INTERSECT|INDEXED|NOT)\b)(\w+)"?)?""",
    re.IGNORECASE,
)
_VALUE = r"""(?:%\(\w+\)s|%s|\$\d+|\?|:\w+)(?:::\w+)?"""
_GIVEN = re.compile(rf"\borg_id\"?\s*=\s*{_VALUE}|{_VALUE}\s*=\s*(?:\w+\.)?org_id\b", re.IGNORECASE)
_INSERTED = re.compile(r"""\bINTO\s+"?(?:public\.)?(\w+)"?\s*\(([^)]*)\)""", re.IGNORECASE)


EVERY_ORGANISATION = "every_organisation"
"""The execution option of a migration, the only one whose statements are for all."""


def watch(
    conn: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    """Listens to `before_cursor_execute`. UnguardedStatement."""
    fault = fault_of(statement)
    if fault and not conn.get_execution_options().get(EVERY_ORGANISATION):
        raise UnguardedStatement(fault)


@lru_cache(maxsize=4096)
def fault_of(statement: str) -> str:
    """What a statement lacks; nothing for one that is held to its organisation."""
    if not _DATA.match(statement):
        return ""
    bare = _TEXTS.sub("''", statement)
    for match in _INSERTED.finditer(bare):
        if match[1].lower() in _NAMES and not re.search(r"\borg_id\b", match[2]):
            return f"{match[1]}: written without its organisation"
    # Lists of columns are no lists of tables.
    bare = _INSERTED.sub(" ", bare)
    read = False
    for match in _MENTION.finditer(bare):
        if match[2].lower() not in _NAMES:
            continue
        read = True
        if not _is_held(bare, match[3] or match[2]):
            return f"{match[2]}: touched without its organisation"
    if read and not _GIVEN.search(bare):
        return "no organisation is given"
    return ""


def _is_held(statement: str, name: str) -> bool:
    """Whether a table, by its name in the statement, is compared by its organisation."""
    own = rf"\"?\b{re.escape(name)}\"?\.\"?org_id\"?"
    if re.search(rf"{own}\s*(?:=|IN\b)|=\s*{own}", statement, re.IGNORECASE):
        return True
    # Written by hand for one table, without the prefix.
    return re.search(rf"(?<!\.)\borg_id\s*=\s*{_VALUE}", statement, re.IGNORECASE) is not None
