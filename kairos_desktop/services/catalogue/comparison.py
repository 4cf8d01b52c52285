# SPDX-License-Identifier: MIT
"""Compares what was staged with the present generation, in SQL: `held` is the catalogue, read only.

Three rules (docs/adr/0022, 0023): an older file changes nothing of what a newer one said; a session
is withdrawn only when a file that speaks for its provider no longer has it; a part of a region's
feed speaks for the providers that it names only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.catalogue.refusals import ImportRefused, Notices
from kairos_desktop.services.catalogue.store import present_generation
from kairos_desktop.services.catalogue.summary import Counts, Preview

if TYPE_CHECKING:
    from kairos_desktop.services.catalogue.store import Connection

WHOLE_FEED = 4
"""A file with at least one session in four of those known of its feed is that feed, whole."""

_PRESENT = "FROM held.session s WHERE s.until IS NULL"


def compare(staging: Connection, counts: Counts, set_aside: Notices, warnings: Notices) -> Preview:
    """The preview, each staged session given its status.

    `ImportRefused` where every part of a file is older than what the catalogue already has.
    """
    _keep_newest(staging)
    _mark_older(staging)
    _refuse_older(staging)
    _give_status(staging)
    _find_withdrawn(staging, warnings)
    said = dict(staging.execute("SELECT status, count(*) FROM verdict GROUP BY status").fetchall())
    if older := said.get("older", 0):
        why = f"{older} session(s) plus anciennes que celles du catalogue : inchangées."
        warnings.add("Catalogue", why)
    files = staging.execute("SELECT name, dated FROM file ORDER BY n").fetchall()
    return Preview(
        counts.formations,
        counts.actions,
        counts.sessions,
        new=said.get("new", 0),
        changed=said.get("changed", 0),
        unchanged=said.get("unchanged", 0) + older,
        withdrawn=_one(staging, "SELECT count(*) FROM withdrawn"),
        set_aside=set_aside.listed(),
        warnings=warnings.listed(),
        files=tuple(name for name, _ in files),
        dated=max(dated for _, dated in files),
        base=present_generation(staging, "held."),
    )


def compare_received(staging: Connection, siret: str, dated: str) -> Preview:
    """The preview of what a server gave of the sessions of one SIRET; `live` has all their ids.

    It speaks for that SIRET alone: of the providers whose scopes it covers, and no other one's.
    """
    _mark_older(staging)
    _give_status(staging)
    staging.execute(
        f"INSERT INTO withdrawn(row) SELECT s.row {_PRESENT} AND NOT s.withdrawn "
        "AND s.row IN (SELECT o.row FROM held.owner o WHERE o.siret = ?) "
        "AND (s.source, s.responsible) IN (SELECT source, responsible FROM coverage "
        "WHERE NOT older) AND s.id NOT IN (SELECT id FROM live)",
        (siret,),
    )
    said = dict(staging.execute("SELECT status, count(*) FROM verdict GROUP BY status").fetchall())
    return Preview(
        formations=_one(staging, "SELECT count(*) FROM payload"),
        actions=0,
        sessions=sum(said.values()),
        new=said.get("new", 0),
        changed=said.get("changed", 0),
        unchanged=said.get("unchanged", 0) + said.get("older", 0),
        withdrawn=_one(staging, "SELECT count(*) FROM withdrawn"),
        set_aside=(),
        warnings=(),
        files=(),
        dated=dated,
        base=present_generation(staging, "held."),
    )


def lacks_some(staging: Connection) -> bool:
    """Whether a session that the server has is neither held, nor held anew by what is staged.

    So it is after an import that is not the server's was taken back, or went the other way.
    """
    return bool(
        _one(
            staging,
            "SELECT count(*) FROM live WHERE id NOT IN (SELECT id FROM staged) "
            f"AND id NOT IN (SELECT s.id {_PRESENT} AND NOT s.withdrawn)",
        )
    )


def _one(connection: Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _keep_newest(staging: Connection) -> None:
    """Of a session that two files of one import bring, keeps the newest file's."""
    if _one(staging, "SELECT count(*) FROM file") == 1:
        return
    staging.execute("CREATE UNIQUE INDEX staged_id ON staged(id, file)")
    staging.execute(
        "DELETE FROM staged WHERE EXISTS (SELECT 1 FROM staged o, file f, file mine "
        "WHERE o.id = staged.id AND o.file <> staged.file AND f.n = o.file "
        "AND mine.n = staged.file AND (f.dated, f.n) > (mine.dated, mine.n))"
    )


def _mark_older(staging: Connection) -> None:
    """Marks what an older file says of a provider.

    Two declared dates are compared; without one, each session's own last change decides.
    """
    staging.execute(
        "UPDATE coverage SET older = 1 FROM file f WHERE f.n = coverage.file AND f.declared "
        "AND EXISTS (SELECT 1 FROM held.coverage h WHERE h.source = coverage.source "
        "AND h.responsible = coverage.responsible AND h.declared "
        # An hour is compared only where both files give one.
        "AND substr(h.dated, 1, length(f.dated)) > substr(f.dated, 1, length(h.dated)))"
    )


def _refuse_older(staging: Connection) -> None:
    """Refuses a file that says nothing but older things."""
    for name, dated, newest in staging.execute(
        "SELECT f.name, f.dated, max(h.dated) FROM file f JOIN coverage c ON c.file = f.n "
        "LEFT JOIN held.coverage h ON h.source = c.source AND h.responsible = c.responsible "
        "AND h.declared GROUP BY f.n HAVING min(c.older) = 1"
    ).fetchall():
        raise ImportRefused(
            f"Ce fichier est du {_french(dated)} ; le catalogue a déjà reçu celui du "
            f"{_french(newest)}. Un fichier plus ancien ne remplace pas un plus récent.",
            name,
        )


def _french(dated: str) -> str:
    return f"{dated[6:8]}/{dated[4:6]}/{dated[:4]}"


def _give_status(staging: Connection) -> None:
    staging.execute(
        # A session that nobody knows is older too, where all that its file says of the provider is.
        "INSERT INTO verdict SELECT row, CASE WHEN (SELECT c.older FROM coverage c "
        "WHERE c.source = staged.source AND c.responsible = staged.responsible "
        "AND c.file = staged.file) THEN 'older' ELSE coalesce((SELECT CASE "
        "WHEN s.dated > staged.dated AND staged.dated <> '' THEN 'older' "
        "WHEN s.hash = staged.hash AND NOT s.withdrawn THEN 'unchanged' ELSE 'changed' END "
        f"{_PRESENT} AND s.id = staged.id), 'new') END FROM staged"
    )


def _find_withdrawn(staging: Connection, warnings: Notices) -> None:
    """Lists the present sessions that the files should have and no longer have."""
    if _one(staging, "SELECT count(*) FROM set_aside WHERE formation_number = ''"):
        why = (
            "Une formation sans numéro est mise de côté : aucune session n’est retirée cette fois."
        )
        warnings.add("Catalogue", why)
        return
    staging.execute(
        "CREATE TEMP TABLE scope AS SELECT source, responsible FROM coverage WHERE NOT older "
        f"UNION SELECT s.source, s.responsible {_PRESENT} AND NOT s.withdrawn "
        "AND s.source IN (SELECT g.source FROM staged g JOIN verdict v ON v.row = g.row "
        "WHERE v.status <> 'older' GROUP BY g.source HAVING count(*) * ? >= (SELECT count(*) "
        f"{_PRESENT} AND NOT s.withdrawn AND s.source = g.source))",
        (WHOLE_FEED,),
    )
    staging.execute(
        "DELETE FROM scope WHERE (source, responsible) IN "
        "(SELECT source, responsible FROM coverage WHERE older)"
    )
    staging.execute(
        f"INSERT INTO withdrawn(row) SELECT s.row {_PRESENT} AND NOT s.withdrawn "
        "AND (s.source, s.responsible) IN (SELECT source, responsible FROM scope) "
        "AND s.id NOT IN (SELECT id FROM staged) "
        "AND s.formation_number NOT IN (SELECT formation_number FROM set_aside)"
    )
