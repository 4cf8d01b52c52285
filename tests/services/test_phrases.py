# SPDX-License-Identifier: MIT
"""Several people, each with a passphrase: added, changed, taken off, and never the last one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import profile, recovery
from kairos_desktop.services.key_slots import LOWEST_COST, Passphrase, RecoveryCode
from kairos_desktop.services.phrases import ALONE, PhraseRefused, Phrases

SIRET = "99900011000026"
ODILE, PAUL, NEW = "k7!Zq2#mVx9?pL", "zG4!pWq8$Tk2:m", "yT5&nBr7%Hj3;d"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[profile.OpenProfile]:
    folder = tmp_path / SIRET
    first = Passphrase(ODILE, person="Odile", cost=LOWEST_COST)
    ways = [first, RecoveryCode(recovery.new_code())]
    profile.create_profile(folder, SIRET, "Étape & fils", ways)
    with profile.open_profile(folder, Passphrase(ODILE)) as made:
        yield made


@pytest.fixture
def phrases(opened: profile.OpenProfile) -> Phrases:
    return Phrases(opened.unlocked, cost=LOWEST_COST)


def people(phrases: Phrases) -> list[str]:
    return [each.person for each in phrases.known()]


def opens(opened: profile.OpenProfile, phrase: str) -> bool:
    from kairos_desktop.services import vault

    try:
        vault.unlock(opened.profile.folder, Passphrase(phrase), personal=False)
    except failures.WrongKey:
        return False
    return True


def test_each_person_has_a_phrase(opened: profile.OpenProfile, phrases: Phrases) -> None:
    phrases.add(ODILE, "  Paul  Vire ", PAUL)
    assert people(phrases) == ["Odile", "Paul Vire"]
    assert opens(opened, ODILE)
    assert opens(opened, PAUL)


def test_changing_a_phrase_takes_off_that_one_whoever_is_at_work(
    opened: profile.OpenProfile, phrases: Phrases
) -> None:
    phrases.add(ODILE, "Paul", PAUL)
    phrases.change(PAUL, NEW)
    assert people(phrases) == ["Odile", "Paul"]
    assert [opens(opened, each) for each in (ODILE, PAUL, NEW)] == [True, False, True]


def test_nobody_adds_nor_changes_without_a_present_phrase(phrases: Phrases) -> None:
    with pytest.raises(failures.WrongKey):
        phrases.add("pas la bonne", "Paul", PAUL)
    with pytest.raises(failures.WrongKey):
        phrases.change("pas la bonne", NEW)
    assert people(phrases) == ["Odile"]


def test_a_weak_phrase_is_refused_and_changes_nothing(phrases: Phrases) -> None:
    with pytest.raises(failures.WeakPassphrase):
        phrases.add(ODILE, "Paul", "paul2026")
    with pytest.raises(failures.WeakPassphrase):
        phrases.change(ODILE, "odile2026")
    assert people(phrases) == ["Odile"]


def test_a_name_has_one_phrase(phrases: Phrases) -> None:
    with pytest.raises(PhraseRefused) as refused:
        phrases.add(ODILE, "odile", PAUL)
    assert "« odile » a déjà une phrase" in refused.value.sentence


def test_a_phrase_taken_off_opens_nothing_and_the_last_one_stays(
    opened: profile.OpenProfile, phrases: Phrases
) -> None:
    phrases.add(ODILE, "Paul", PAUL)
    phrases.remove(phrases.known()[0].id)
    assert (people(phrases), opens(opened, ODILE)) == (["Paul"], False)
    with pytest.raises(PhraseRefused) as refused:
        phrases.remove(phrases.known()[0].id)
    assert refused.value.sentence == ALONE
    assert opens(opened, PAUL)
