# SPDX-License-Identifier: MIT
"""What a server gives of the offer, beside what is imported here: the newer wins, both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.services.catalogue import generations, reception
from kairos_desktop.services.catalogue.holed import read_date
from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.catalogue.offer import Action, Formation, Provider, Session
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.snapshot import session_snapshot
from kairos_desktop.services.catalogue.store import Connection, open_catalogue, reception_path
from kairos_desktop.services.catalogue.summary import Preview
from kairos_desktop.services.sync.offer_wire import Covered, OfferAnswer, OfferedFormation
from tests.services.catalogue.conftest import NOW, Import
from tests.services.catalogue.documents import OTHER, OURS, action, document, formation, session
from tests.services.catalogue.test_generations import moves, shown

Receive = Callable[..., Preview]


def offered(number: str, title: str = "Accueil") -> OfferedFormation:
    """What `documents.formation` says, as a server gives it."""
    its = Session(number, read_date("20270111"), read_date("20270625"))
    body = Provider(siret=OURS, name="Atelier des Quais")
    return OfferedFormation(
        Formation("99_F1", title, body, actions=(Action("A1", sessions=(its,)),))
    )


def page(
    *given: OfferedFormation, live: tuple[str, ...] = ("S1",), dated: str = "20261120"
) -> OfferAnswer:
    return OfferAnswer(
        f"cursor of {dated}",
        NOW - timedelta(hours=1),
        dated,
        formations=given,
        covered=(Covered("99", OURS, dated, declared=True),),
        live=tuple(sessions(*live)),
    )


def sessions(*numbers: str) -> list[UUID]:
    return [session_id("99_F1", "A1", number) for number in numbers]


@pytest.fixture
def receive(catalogue: Path, key: DatabaseKey) -> Receive:
    def receive(*pages: OfferAnswer) -> Preview:
        connection = open_catalogue(catalogue, key)
        for each in pages:
            reception.keep_page(connection, each)
        assert reception.is_whole(connection)
        connection.close()
        return reception.take_in(catalogue, key, OURS, NOW)

    return receive


@pytest.fixture
def cursor(catalogue: Path, key: DatabaseKey) -> Callable[[], str]:
    """What a server would be asked for now."""

    def ask() -> str:
        connection = open_catalogue(catalogue, key)
        found = reception.cursor_of(connection)
        connection.close()
        return found

    return ask


def ours(*numbers: str, title: str = "Accueil") -> str:
    return formation(action(*(session(each) for each in numbers)), title=title)


def test_what_is_received_is_shown_and_its_origin_told(
    receive: Receive, connection: Connection, catalogue: Path, key: DatabaseKey
) -> None:
    assert generations.last_reception(connection) is None
    assert moves(receive(page(offered("S1")))) == (1, 0, 0, 0)
    assert shown(connection) == {"S1": "Accueil"}
    assert generations.last_reception(connection) == generations.Reception(
        NOW.isoformat(), "20261120"
    )
    assert not reception_path(catalogue).exists()
    snapshot = session_snapshot(connection, *sessions("S1"))
    assert snapshot is not None
    assert (snapshot.responsible.siret, str(snapshot.fresh_as_of)) == (OURS, "2026-11-20")
    # It would come again at the next contact: only files are taken back.
    assert generations.last_generation(connection) is None
    with pytest.raises(ImportRefused, match="ne peut plus être annulé"):
        generations.undo(catalogue, key)


def test_the_same_by_a_file_and_by_a_server_is_one(
    receive: Receive, imported: Import, connection: Connection
) -> None:
    imported(document(ours("S1"), exported="20261119"))
    assert moves(receive(page(offered("S1")))) == (0, 0, 1, 0)
    found = generations.last_generation(connection)
    assert found is not None
    assert found.n == 1
    # Nothing changed, and the date is known even so.
    with pytest.raises(ImportRefused, match="celui du 20/11/2026"):
        imported(document(ours("S1", "S2"), exported="20261119"))


def test_a_newer_reception_changes_and_withdraws_what_is_ours_alone(
    receive: Receive, imported: Import, connection: Connection
) -> None:
    trained = (
        "<organisme-formateur><SIRET-formateur><SIRET>"
        f"{OTHER}</SIRET></SIRET-formateur></organisme-formateur>"
    )
    imported(
        document(
            ours("S1", "S2"),
            formation(action(session("S3"), inside=trained), number="99_F3"),
            formation(action(session("S4")), number="98_F4"),
            exported="20261119",
        )
    )
    done = receive(page(offered("S1", "Nouveau")))
    assert moves(done) == (0, 1, 0, 1)
    # S3 is given by somebody else, S4 is of a feed that the server says nothing of.
    assert shown(connection) == {
        "S1": "Nouveau", "S2": "Accueil (retirée)", "S3": "Accueil", "S4": "Accueil",
    }  # fmt: skip


def test_an_older_reception_changes_nothing(
    receive: Receive, imported: Import, connection: Connection, cursor: Callable[[], str]
) -> None:
    imported(document(ours("S1", "S2", title="Récent"), exported="20261121"))
    done = receive(page(offered("S1", "Ancien"), offered("S9"), live=("S1", "S9")))
    assert moves(done) == (0, 0, 2, 0)
    assert shown(connection) == {"S1": "Récent", "S2": "Récent"}
    assert cursor() == "cursor of 20261120"


def test_a_newer_file_goes_over_what_was_received(
    receive: Receive, imported: Import, connection: Connection
) -> None:
    receive(page(offered("S1"), offered("S2"), live=("S1", "S2")))
    assert moves(imported(document(ours("S1", title="Récent"), exported="20261121"))) == (
        0,
        1,
        0,
        1,
    )
    assert shown(connection) == {"S1": "Récent", "S2": "Accueil (retirée)"}


def test_undoing_an_import_takes_what_was_received_since_and_asks_for_it_again(
    receive: Receive,
    imported: Import,
    connection: Connection,
    catalogue: Path,
    key: DatabaseKey,
    cursor: Callable[[], str],
) -> None:
    receive(page(offered("S1"), dated="20261101"))
    imported(document(ours("S1", "S2", title="Le mauvais fichier"), exported="20261110"))
    receive(page(offered("S1", "Reçu"), dated="20261120"))
    receive(page(dated="20261121"))
    assert shown(connection)["S2"].endswith("(retirée)")
    undone = generations.undo(catalogue, key)
    assert undone.files == ("offre0.xml",)
    assert shown(connection) == {"S1": "Accueil"}
    assert cursor() == "cursor of 20261101"
    receive(page(offered("S1", "Reçu"), dated="20261121"))
    assert shown(connection) == {"S1": "Reçu"}


def test_what_is_received_waits_for_an_import_that_is_prepared(
    receive: Receive, preview: Import, catalogue: Path, key: DatabaseKey, connection: Connection
) -> None:
    preview(document(ours("S1"), exported="20261119"))
    with pytest.raises(ImportRefused, match="en préparation"):
        receive(page(offered("S1", "Reçu")))
    generations.apply(catalogue, key, NOW)
    # The page is still there.
    assert moves(reception.take_in(catalogue, key, OURS, NOW)) == (0, 1, 0, 0)
    assert shown(connection) == {"S1": "Reçu"}


def test_what_the_server_has_and_this_post_no_longer_is_asked_for_once(
    receive: Receive, imported: Import, connection: Connection, cursor: Callable[[], str]
) -> None:
    receive(page(offered("S1"), offered("S2"), live=("S1", "S2"), dated="20261118"))
    imported(document(ours("S1"), exported="20261119"))
    assert shown(connection)["S2"].endswith("(retirée)")
    receive(page(live=("S1", "S2")))
    assert cursor() == ""
    receive(page(offered("S1"), offered("S2"), live=("S1", "S2")))
    assert shown(connection) == {"S1": "Accueil", "S2": "Accueil"}
    assert cursor() == "cursor of 20261120"


def test_pages_of_another_beginning_are_dropped(
    connection: Connection, catalogue: Path, key: DatabaseKey, cursor: Callable[[], str]
) -> None:
    opened = open_catalogue(catalogue, key)
    reception.keep_page(opened, replace(page(offered("S1")), more=True, cursor="the second"))
    assert (cursor(), reception.is_whole(opened)) == ("the second", False)
    opened.execute("INSERT INTO reception VALUES (0, 'further on', '', '')")
    assert (cursor(), reception.is_whole(opened)) == ("further on", False)
    opened.close()


def test_a_session_that_changed_between_two_pages_is_the_last_one(
    receive: Receive, connection: Connection
) -> None:
    first = replace(page(offered("S1", "Avant")), more=True, covered=(), live=())
    assert moves(receive(first, page(offered("S1", "Après")))) == (1, 0, 0, 0)
    assert shown(connection) == {"S1": "Après"}
