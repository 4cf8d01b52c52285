# SPDX-License-Identifier: MIT
"""The pill of the top bar: green for one thing only, and a plain sentence behind each word."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kairos_desktop.services.exchange_seen import ExchangeState
from kairos_desktop.services.wording.exchange_words import span, when
from kairos_desktop.views.exchange.state_pill import state_pill
from kairos_desktop.views.toolkit.columns import Pill

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 12, 7, 9, 15)
AT = datetime(2026, 12, 7, 9, 12, tzinfo=PARIS)


def state(**fields: Any) -> ExchangeState:
    """Everything acknowledged and compared, but for what is said."""
    typed = {"server_url": "https://x", "last_ok_at": AT, "digest_ok_at": AT} | fields
    return ExchangeState(**typed)


def pill(**fields: Any) -> Pill:
    return state_pill(state(**fields), NOW)[0]


def test_a_post_that_works_alone_says_so() -> None:
    made, why = state_pill(None, NOW)
    assert made == Pill("Poste autonome", "neutral")
    assert "rien ne part vers KAIROS tout seul" in why


def test_green_when_all_is_acknowledged_and_compared() -> None:
    made, why = state_pill(state(), NOW)
    assert made == Pill("À jour – 09:12", "ok")
    assert "Le serveur a tout reçu, et les copies sont identiques." in why


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"to_send": 1}, Pill("1 acte à envoyer", "hold")),
        ({"to_send": 3}, Pill("3 actes à envoyer", "hold")),
        ({"unconfirmed": 1}, Pill("Confirmation en cours", "accent")),
        ({"refused": 2, "mine": 3}, Pill("2 refus à traiter", "danger")),
        ({"refused": 1, "mine": 1, "to_send": 4}, Pill("1 refus à traiter", "danger")),
        ({"mine": 1}, Pill("1 à régulariser", "hold")),
        ({"failures": 1}, Pill("Hors ligne depuis 3 min", "warn")),
        ({"failures": 2, "to_send": 3}, Pill("Hors ligne depuis 3 min", "warn")),
        ({"last_ok_at": AT - timedelta(days=2)}, Pill("Hors ligne depuis 2 j", "warn")),
        ({"last_ok_at": AT - timedelta(minutes=12)}, Pill("Hors ligne depuis 15 min", "warn")),
        ({"problem": "signed_out", "to_send": 2}, Pill("Connexion à refaire", "danger")),
        ({"problem": "refresh_refused"}, Pill("Connexion à refaire", "danger")),
        ({"problem": "post_revoked"}, Pill("Poste retiré", "danger")),
        ({"problem": "post_revoked", "refused": 2}, Pill("Poste retiré", "danger")),
        ({"problem": "signed_out", "refused": 2}, Pill("2 refus à traiter", "danger")),
        ({"problem": "account_closed", "failures": 3}, Pill("Compte fermé", "danger")),
        ({"problem": "busy", "failures": 1}, Pill("Hors ligne depuis 3 min", "warn")),
        ({"last_ok_at": None}, Pill("Premier échange à faire", "warn")),
        ({"digest_ok_at": None}, Pill("Copies à comparer", "neutral")),
        ({"digest_ok_at": AT - timedelta(days=2)}, Pill("Copies à comparer", "neutral")),
    ],
)
def test_nothing_else_is_green(fields: dict[str, Any], expected: Pill) -> None:
    assert pill(**fields) == expected


def test_colleagues_lines_do_not_take_the_pill() -> None:
    assert pill(to_settle=4).role == "ok"


def test_a_recent_comparison_is_enough() -> None:
    assert pill(digest_ok_at=AT - timedelta(hours=47)).role == "ok"
    assert pill(last_ok_at=AT - timedelta(minutes=11)).role == "ok"


def test_the_explanation_always_says_that_nothing_goes_to_kairos() -> None:
    for made in (state(), state(to_send=2), state(refused=1), state(failures=4), None):
        assert "Rien ne part vers KAIROS" in state_pill(made, NOW)[1].replace("rien", "Rien")


def test_the_explanation_says_what_waits_and_what_is_doubtful() -> None:
    why = state_pill(state(to_send=2, doubtful=1, failures=1), NOW)[1]
    assert "2 actes attendent d’être envoyés : ils sont enregistrés ici." in why
    assert "1 acte sera probablement refusé." in why
    assert "Le serveur a tout reçu" not in why
    why = state_pill(state(to_send=1, doubtful=0), NOW)[1]
    assert "1 acte attend d’être envoyé : il est enregistré ici." in why


def test_what_only_a_person_can_mend_comes_first_and_says_that_nothing_is_lost() -> None:
    why = state_pill(state(problem="signed_out", to_send=2), NOW)[1]
    assert why.startswith("Le serveur vous demande de vous connecter à nouveau.")
    assert "rien n’est perdu" in why


def test_a_lease_that_has_run_out_is_told() -> None:
    late = state(failures=1, lease_until=AT - timedelta(minutes=1))
    assert "reconnectez-le" in state_pill(late, NOW)[1]
    assert "reconnectez-le" not in state_pill(state(lease_until=AT + timedelta(days=1)), NOW)[1]


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=0), "1 min"),
        (timedelta(seconds=119), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(hours=24), "1 j"),
        (timedelta(days=2, hours=23), "2 j"),
        (timedelta(days=16), "16 j"),
    ],
)
def test_a_silence_is_told_in_whole_units(length: timedelta, said: str) -> None:
    assert span(length) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (AT, "aujourd’hui à 9 h 12"),
        (AT.astimezone(ZoneInfo("UTC")), "aujourd’hui à 9 h 12"),
        (AT - timedelta(days=1), "hier à 9 h 12"),
        (AT - timedelta(days=3), "ven. 4 déc. 2026 à 9 h 12"),
    ],
)
def test_a_moment_is_told_as_one_says_it(at: datetime, said: str) -> None:
    assert when(at, NOW).replace("\u00a0", " ") == said
