# SPDX-License-Identifier: MIT
"""What an import changes, what it leaves, and how it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.services.catalogue import generations
from kairos_desktop.services.catalogue.generations import last_generation, undo
from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.catalogue.refusals import MOST_NOTICES, ImportRefused
from kairos_desktop.services.catalogue.search import Filter, find, rows_for
from kairos_desktop.services.catalogue.snapshot import session_snapshot
from kairos_desktop.services.catalogue.store import Connection, staging_path
from kairos_desktop.services.catalogue.summary import Preview
from tests.services.catalogue.conftest import NOW, Import
from tests.services.catalogue.documents import (
    EXAMPLE,
    OTHER,
    OURS,
    REAL,
    action,
    document,
    formation,
    session,
)

EVERY = Filter(expired=True, withdrawn=True)


def moves(done: Preview) -> tuple[int, int, int, int]:
    return done.new, done.changed, done.unchanged, done.withdrawn


def shown(connection: Connection, chosen: Filter = EVERY) -> dict[str, str]:
    lines = rows_for(connection, find(connection, chosen).ids)
    return {
        line.session_number: line.title + (" (retirée)" if line.withdrawn else "") for line in lines
    }


def content(connection: Connection) -> Sequence[object]:
    """Everything that a reader can see, in a stable order."""
    return [session_snapshot(connection, one) for one in find(connection, EVERY).ids]


def two(first: str = "Un", second: str = "Deux", exported: str = "") -> bytes:
    return document(
        formation(action(session("S1")), number="99_F1", title=first),
        formation(action(session("S2")), number="99_F2", title=second),
        exported=exported,
    )


def test_the_preview_changes_nothing(preview: Import, connection: Connection) -> None:
    done = preview(EXAMPLE)
    assert (done.formations, done.actions, done.sessions) == (2, 3, 5)
    assert moves(done) == (5, 0, 0, 0)
    assert done.dated == "20261102231500"
    assert content(connection) == []


def test_the_example_applied_then_the_same_again(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    before = content(connection)
    assert len(before) == 5
    again = imported(EXAMPLE)
    assert moves(again) == (0, 0, 5, 0)
    assert again.changes_nothing
    assert content(connection) == before


def test_the_summary_of_the_command_line(preview: Import) -> None:
    summary = preview(document(formation(), formation(number=""))).summary()
    assert summary["formations"] == 2
    assert summary["new"] == 1
    assert summary["set_aside"] == [
        {
            "where": "offre0.xml, formation 2",
            "why": "La formation n’a pas de numéro : on ne pourrait pas la suivre.",
        }
    ]


def test_new_changed_unchanged_withdrawn(imported: Import, connection: Connection) -> None:
    imported(two())
    done = imported(
        document(
            formation(action(session("S1"), session("S3")), number="99_F1", title="Un"),
            formation(action(session("S4")), number="99_F4", title="Quatre"),
        )
    )
    # S2's formation is gone, S1 did not move though its formation has one session more.
    assert moves(done) == (2, 0, 1, 1)
    assert shown(connection) == {"S1": "Un", "S2": "Deux (retirée)", "S3": "Un", "S4": "Quatre"}
    assert "S2" not in shown(connection, Filter())


def test_a_changed_session_shows_what_the_new_file_says(
    imported: Import, connection: Connection
) -> None:
    imported(two())
    assert moves(imported(two(second="Deux mieux"))) == (0, 1, 1, 0)
    assert shown(connection) == {"S1": "Un", "S2": "Deux mieux"}


def test_a_date_of_change_alone_changes_nothing(imported: Import) -> None:
    imported(document(formation(changed="20260901")))
    assert moves(imported(document(formation(changed="20261001")))) == (0, 0, 1, 0)


def test_a_withdrawn_session_keeps_what_was_known_and_can_come_back(
    imported: Import, connection: Connection
) -> None:
    imported(two(exported="20261101"))
    imported(document(formation(action(session("S1")), title="Un"), exported="20261102"))
    gone = session_snapshot(connection, session_id("99_F2", "A1", "S2"))
    assert gone is not None
    assert (gone.title, gone.fresh_as_of) == ("Deux", date(2026, 11, 1))
    assert gone.flags == ("withdrawn", "no_contact")
    assert moves(imported(two(exported="20261103"))) == (0, 1, 1, 0)
    back = session_snapshot(connection, session_id("99_F2", "A1", "S2"))
    assert back is not None
    assert (back.flags, back.fresh_as_of) == (("no_contact",), date(2026, 11, 3))


def test_two_regions_coexist(imported: Import, connection: Connection) -> None:
    imported(document(formation(number="24_F1", title="Centre")))
    done = imported(document(formation(number="28_F1", title="Normandie")))
    assert moves(done) == (1, 0, 0, 0)
    assert len(find(connection, Filter()).ids) == 2


def test_a_part_of_a_feed_withdraws_only_from_the_providers_it_names(
    imported: Import, connection: Connection
) -> None:
    many = [formation(action(session(f"S{n}")), number=f"99_F{n}", siret=OTHER) for n in range(9)]
    ours = [formation(action(session(f"O{n}")), number=f"99_O{n}") for n in range(2)]
    imported(document(*many, *ours))
    assert moves(imported(document(ours[0]))) == (0, 0, 1, 1)
    assert shown(connection)["O1"].endswith("(retirée)")
    assert shown(connection)["S1"] == "Accueil"


def test_a_feed_without_region_speaks_for_its_provider_only(imported: Import) -> None:
    imported(document(formation(number="F1")))
    assert moves(imported(document(formation(number="F2", siret=OTHER)))) == (1, 0, 0, 0)


def test_a_formation_set_aside_does_not_withdraw_its_sessions(
    imported: Import, connection: Connection
) -> None:
    imported(two())
    done = imported(
        document(
            formation(action(session("S1")), number="99_F1", title="Un"),
            formation(action(session("S2")), number="99_F2", title="-"),
        )
    )
    assert moves(done) == (0, 0, 1, 0)
    assert [notice.why for notice in done.set_aside] == ["La formation n’a pas d’intitulé."]
    assert shown(connection) == {"S1": "Un", "S2": "Deux"}


def test_a_formation_without_number_stops_every_withdrawal(
    imported: Import, connection: Connection
) -> None:
    imported(two())
    done = imported(document(formation(action(session("S1")), title="Un"), formation(number="")))
    assert done.withdrawn == 0
    assert "aucune session n’est retirée" in done.warnings[0].why


def test_an_older_file_is_refused(imported: Import, connection: Connection) -> None:
    imported(two(exported="20261102"))
    with pytest.raises(ImportRefused, match=r"du 01/11/2026.*celui du 02/11/2026"):
        imported(two("Vieux", exported="20261101"))
    assert shown(connection) == {"S1": "Un", "S2": "Deux"}


def test_the_hour_of_the_export_counts_where_both_give_one(imported: Import) -> None:
    imported(EXAMPLE)
    earlier = EXAMPLE.read_bytes().replace(b">231500<", b">221500<")
    with pytest.raises(ImportRefused, match="plus ancien"):
        imported(earlier)
    imported(EXAMPLE.read_bytes().replace(b'<extra info="heure-export">231500</extra>', b""))


def test_the_date_of_the_root_stands_in_for_the_export(imported: Import) -> None:
    undated = document(formation(number="99_F1"))
    imported(undated.replace(b"<lheo ", b'<lheo datecrea="2026-01-01" datemaj="2026-11-02" '))
    with pytest.raises(ImportRefused, match="02/11/2026"):
        imported(undated.replace(b"<lheo ", b'<lheo datemaj="20261031" '))


def test_an_older_formation_leaves_the_newer_one(imported: Import, connection: Connection) -> None:
    imported(document(formation(title="Nouveau", changed="20261010")))
    done = imported(document(formation(title="Ancien", changed="20261009")))
    assert moves(done) == (0, 0, 1, 0)
    assert "plus anciennes" in done.warnings[0].why
    assert shown(connection) == {"S1": "Nouveau"}


def test_what_is_older_for_one_provider_is_newer_for_another(
    imported: Import, connection: Connection
) -> None:
    ours = formation(action(session("S1")), number="99_F1", title="Nôtre récent")
    imported(document(ours, exported="20261105"))
    region = document(
        ours.replace("récent", "ancien"),
        formation(action(session("S2")), number="99_F2", siret=OTHER, title="Autre"),
        exported="20261102",
    )
    assert moves(imported(region)) == (1, 0, 1, 0)
    assert shown(connection) == {"S1": "Nôtre récent", "S2": "Autre"}


def test_a_session_that_only_an_older_file_has_does_not_come_back(
    imported: Import, connection: Connection
) -> None:
    imported(document(formation(), exported="20261105"))
    region = document(
        formation(),
        formation(action(session("S0")), number="99_F0", title="Retirée avant le premier import"),
        formation(action(session("S2")), number="99_F2", siret=OTHER, title="Autre"),
        exported="20261102",
    )
    assert moves(imported(region)) == (1, 0, 2, 0)
    assert shown(connection) == {"S1": "Accueil", "S2": "Autre"}


def test_of_two_files_the_newest_wins_whatever_their_order(
    imported: Import, connection: Connection
) -> None:
    newer, older = two("Récent", exported="20261105"), two("Ancien", exported="20261101")
    assert moves(imported(newer, older)) == (2, 0, 0, 0)
    assert shown(connection)["S1"] == "Récent"


def test_undo_gives_the_previous_generation_back(
    imported: Import, connection: Connection, catalogue: Path, key: DatabaseKey
) -> None:
    imported(two(exported="20261101"))
    first = content(connection)
    imported(document(formation(action(session("S1")), title="Autre"), exported="20261102"))
    second = content(connection)
    imported(two("Encore", exported="20261103"))
    assert undo(catalogue, key).n == 3
    assert content(connection) == second
    assert undo(catalogue, key).preview.withdrawn == 1
    assert content(connection) == first
    # An undone file is no longer the newest: one of the same day may come again.
    assert moves(imported(two(exported="20261101"))) == (0, 0, 2, 0)


def test_undoing_the_first_import_empties_the_catalogue(
    imported: Import, connection: Connection, catalogue: Path, key: DatabaseKey
) -> None:
    imported(EXAMPLE)
    undo(catalogue, key)
    assert content(connection) == []
    for table in ("session", "payload", "owner", "search", "coverage", "generation"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    with pytest.raises(ImportRefused, match="ne peut plus être annulé"):
        undo(catalogue, key)


def test_only_the_last_imports_can_be_undone_and_nothing_is_left_behind(
    imported: Import, connection: Connection, catalogue: Path, key: DatabaseKey
) -> None:
    titles = [f"Titre {n}" for n in range(generations.KEPT + 3)]
    for title in titles:
        imported(two(title))
    versions = connection.execute("SELECT count(*) FROM session WHERE until IS NOT NULL").fetchone()
    assert versions == (generations.KEPT,)
    for title in reversed(titles[-generations.KEPT - 1 : -1]):
        undo(catalogue, key)
        assert shown(connection)["S1"] == title
    with pytest.raises(ImportRefused, match="ne peut plus être annulé"):
        undo(catalogue, key)
    # A later import takes a number that no remaining version has: its undo takes only itself away.
    remaining = shown(connection)
    imported(two("Tout autre"))
    undo(catalogue, key)
    assert shown(connection) == remaining


def test_the_last_generation_tells_what_undoing_would_take_away(
    imported: Import, connection: Connection
) -> None:
    assert last_generation(connection) is None
    done = imported(EXAMPLE)
    found = last_generation(connection)
    assert found is not None
    assert (found.n, found.files, found.preview) == (1, ("example-2.3.xml",), done)
    assert found.imported_at == NOW.isoformat()


def test_a_preview_of_another_generation_is_not_applied(
    imported: Import, preview: Import, catalogue: Path, key: DatabaseKey, connection: Connection
) -> None:
    imported(two())
    preview(two("Préparé"))
    undo(catalogue, key)
    with pytest.raises(ImportRefused, match="a changé depuis l’aperçu"):
        generations.apply(catalogue, key, NOW)
    assert content(connection) == []


def test_nothing_is_applied_without_a_preview(catalogue: Path, key: DatabaseKey) -> None:
    with pytest.raises(ImportRefused, match="Aucun import"):
        generations.apply(catalogue, key, NOW)


def test_an_unfinished_preview_is_not_applied(
    preview: Import, catalogue: Path, key: DatabaseKey, connection: Connection
) -> None:
    with pytest.raises(ImportRefused):
        preview(document()[:-20])
    assert staging_path(catalogue).exists()
    with pytest.raises(ImportRefused):
        generations.apply(catalogue, key, NOW)
    assert content(connection) == []


def test_both_files_are_encrypted(preview: Import, catalogue: Path) -> None:
    preview(document(formation(title="MOTRECONNAISSABLE" * 300)))
    for path in (catalogue, staging_path(catalogue)):
        assert b"SQLite format" not in path.read_bytes()
        assert b"MOTRECONNAISSABLE" not in path.read_bytes()


def test_notices_are_bounded(preview: Import) -> None:
    extra = 7
    broken = [formation(number="") for _ in range(MOST_NOTICES + extra)]
    done = preview(document(*broken))
    assert len(done.set_aside) == MOST_NOTICES + 1
    assert done.set_aside[-1].why == f"et {extra} formations mises de côté de plus"
    assert done.formations == MOST_NOTICES + extra


@pytest.mark.skipif(not REAL.is_dir(), reason="the real LHEO files are not beside this checkout")
def test_the_real_files_go_in_together_and_stay(imported: Import, connection: Connection) -> None:
    done = imported(EXAMPLE, *sorted(REAL.glob("*.xml")))
    assert (done.formations, done.sessions) == (5, 9)
    assert moves(done) == (9, 0, 0, 0)
    assert done.set_aside == ()
    assert moves(imported(*sorted(REAL.glob("*.xml")))) == (0, 0, 4, 0)
    assert len(find(connection, Filter(siret=OURS)).ids) == 0
    assert len(find(connection, Filter(siret="99900011000026")).ids) == 3
