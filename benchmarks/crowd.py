# SPDX-License-Identifier: MIT
"""Fills the back end's database as years and other organisations would, by its own statements.

Each row is a copy of one that the back end wrote, under another key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.back_end import DATABASE, SIRET

if TYPE_CHECKING:
    from tests.postgres import Cluster

BASE = 1_000_000
"""The rev of the first copy: above all that was pushed."""
IN_A_SLOT = 20

_ORG = "CASE WHEN {of} = 0 THEN '{own}'::uuid ELSE md5('organisation' || {of})::uuid END"


def fill(cluster: Cluster, registrations: int, organisations: int = 1) -> None:
    """Add registrations, each of a person of its own, dealt out to so many organisations.

    The first of these is the one that the posts of the benchmark belong to. At the end the
    database knows its figures, as autovacuum would tell it.
    """
    from kairos_desktop.models.ids import organisation_id

    own, last = str(organisation_id(SIRET)), BASE + registrations
    org = _ORG.format(of=f"mod(i, {organisations})", own=own)
    among = f"(i / {organisations} / {IN_A_SLOT}) || 'of' || mod(i, {organisations})"
    slot = f"md5('slot' || {among})::uuid"
    person, line, act = (_dated(what) for what in ("person", "line", "act"))
    other = _ORG.format(of="i", own=own)
    each = f"generate_series(0, {registrations - 1}) AS i"
    slots = f"(SELECT i FROM {each} WHERE mod(i / {organisations}, {IN_A_SLOT}) = 0) AS numbers"
    rev = {"org_id": org, "rev": f"{BASE} + i"}
    name = "'Nom' || i"
    numbers = {"org_id": org, "seq": f"{BASE} + i", "n": f"{BASE} + i"}
    of_slot = rev | {"id": slot, "session_id": "md5('session' || i)::uuid"}
    cluster.run(
        # No link is looked at: what is copied would be right by its making alone.
        "SET session_replication_role = replica",
        _copy("org_head", f"generate_series(1, {organisations - 1}) AS i", {"org_id": other}),
        _copy("training_session", slots, rev | {"id": of_slot["session_id"]}),
        _copy("slot", slots, of_slot),
        _copy("seats", slots, rev | {"id": slot}),
        _copy(
            "jobseeker", each, rev | {"id": person, "last_name": name, "sort_key": f"lower({name})"}
        ),
        _copy("registration", each, rev | {"id": line, "slot_id": slot, "jobseeker_id": person}),
        _copy("act", each, numbers | {"id": act}),
        _copy("image", each, {"org_id": org, "act_id": act, "id": line}),
        _copy("delivery", each, numbers | {"act_id": act}),
        f"UPDATE org_head SET head = {last}",
        "ANALYZE",
        database=DATABASE,
    )


def _dated(what: str) -> str:
    """An id of version 7, as posts make them: one after another, as the rows were."""
    return f"(lpad(to_hex(1764000000000 + i), 12, '0') || substr(md5('{what}' || i), 1, 20))::uuid"


def _one(table: str) -> str:
    return f"(SELECT {table} AS t FROM {table} LIMIT 1) AS template"


def _object(values: dict[str, str]) -> str:
    pairs = ", ".join(f"'{name}', {value}" for name, value in values.items())
    return f"json_build_object({pairs})"


def _copy(table: str, each: str, values: dict[str, str]) -> str:
    """Copies of one row of a table for each `i`, with these values."""
    return (
        f"INSERT INTO {table} SELECT r.* FROM {_one(table)}, {each},"
        f" LATERAL json_populate_record(t, {_object(values)}) AS r"
    )
