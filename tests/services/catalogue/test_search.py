# SPDX-License-Identifier: MIT
"""« Rechercher formation »: words, dates, numbers, owners, states, order and counts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.catalogue.index_rows import fold
from kairos_desktop.services.catalogue.search import (
    Counts,
    Filter,
    Sort,
    find,
    rows_for,
    typed_words,
)
from kairos_desktop.services.catalogue.store import Connection
from kairos_desktop.services.rules import folding
from tests.services.catalogue.conftest import Import
from tests.services.catalogue.documents import EXAMPLE, OTHER, OURS, action, document, formation
from tests.services.catalogue.documents import session as lheo_session

HAVRE = "99900011000026"


def numbers(connection: Connection, chosen: Filter, sort: Sort = Sort.START) -> list[str]:
    return [
        line.session_number[-4:]
        for line in rows_for(connection, find(connection, chosen, sort).ids)
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["9003", "9001", "9101", "9102", "9002"]),
        ("secretaire", ["9003", "9001", "9002"]),
        ("SECRÉTAIRE havre", ["9001", "9002"]),
        ("accueil bureau", ["9003", "9001", "9002"]),
        ("fecamp", ["9003"]),
        ("SE_0000009101", ["9101"]),
        ("99_AF_0000000202", ["9101", "9102"]),
        ("0000000502", ["9003"]),
        ("9002", ["9002"]),
        ("11/01/2027", ["9001"]),
        ("11/1/27", ["9001"]),
        ("01/2027", ["9003", "9001"]),
        ("mai 2027", ["9102"]),
        ("plume", ["9101", "9102"]),
        ("à distance", ["9101", "9102"]),
        ("%", ["9003", "9001", "9101", "9102", "9002"]),
        ("secrétaire caen", []),
        ("zzz", []),
    ],
)
def test_type_ahead(imported: Import, connection: Connection, typed: str, found: list[str]) -> None:
    imported(EXAMPLE)
    assert numbers(connection, Filter(words=typed)) == found


def test_own_sessions_are_those_delivered_else_those_answered_for(
    imported: Import, connection: Connection
) -> None:
    imported(EXAMPLE)
    assert numbers(connection, Filter(siret=HAVRE)) == ["9003", "9001", "9002"]
    assert numbers(connection, Filter(siret=OTHER)) == ["9003", "9101", "9102"]
    assert numbers(connection, Filter(siret=OURS)) == []
    assert numbers(connection, Filter(siret=OTHER, words="construire")) == ["9101", "9102"]


def test_an_absent_or_all_zero_delivering_siret_leaves_it_to_the_responsible_body(
    imported: Import, connection: Connection
) -> None:
    zeros = (
        "<organisme-formateur><SIRET-formateur><SIRET>00000000000000</SIRET></SIRET-formateur>"
        "</organisme-formateur>"
    )
    imported(document(formation(action(lheo_session("9001"), inside=zeros))))
    assert numbers(connection, Filter(siret=OURS)) == ["9001"]


def test_states_and_their_counts(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    assert find(connection, Filter()).counts == Counts(open=2, closed=1, suspended=1, unknown=1)
    assert find(connection, Filter()).counts.total == 5
    assert numbers(connection, Filter(state=RecruitmentState.OPEN)) == ["9003", "9001"]
    assert numbers(connection, Filter(state=RecruitmentState.CLOSED)) == ["9101"]
    assert numbers(connection, Filter(state=RecruitmentState.UNKNOWN)) == ["9102"]
    assert find(connection, Filter(words="plume")).counts == Counts(closed=1, unknown=1)


def test_expired_and_withdrawn_sessions_are_hidden_and_counted(
    imported: Import, connection: Connection
) -> None:
    old = '<extras info="session-perimee"><extra info="session-perimee">1</extra></extras>'
    kept, gone = lheo_session("S001", old), lheo_session("S002")
    imported(document(formation(action(kept, gone, lheo_session("S003")))))
    imported(document(formation(action(kept, lheo_session("S003")))))
    assert numbers(connection, Filter()) == ["S003"]
    assert numbers(connection, Filter(expired=True)) == ["S001", "S003"]
    assert numbers(connection, Filter(expired=True, state=RecruitmentState.OPEN)) == []
    assert numbers(connection, Filter(withdrawn=True)) == ["S002", "S003"]
    assert find(connection, Filter()).counts == Counts(unknown=1, expired=1, withdrawn=1)


def test_orders(imported: Import, connection: Connection) -> None:
    imported(EXAMPLE)
    assert numbers(connection, Filter(), Sort.START_LAST)[0] == "9002"
    assert numbers(connection, Filter(), Sort.TITLE)[:2] == ["9101", "9102"]
    towns = [line.town for line in rows_for(connection, find(connection, Filter(), Sort.TOWN).ids)]
    assert towns == sorted(towns)


def test_a_page_keeps_the_order_asked_and_skips_what_is_gone(
    imported: Import, connection: Connection
) -> None:
    imported(EXAMPLE)
    ids = find(connection, Filter()).ids
    page = [ids[3], uuid4(), ids[0]]
    assert [line.id for line in rows_for(connection, page)] == [ids[3], ids[0]]
    line = rows_for(connection, ids)[0]
    assert (line.town, line.permanent_entry) == ("Fécamp, Rouen", True)
    assert line.end.lheo == "20271217"


@given(st.text(max_size=30))
def test_words_are_folded_as_everywhere_else(text: str) -> None:
    assert fold(text) == folding.fold(text)
    assert set("".join(typed_words(text))).isdisjoint("%_'\" ")
