# SPDX-License-Identifier: MIT
"""The door makes profiles whole, lists them all, and explains each failure to people."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.key_slots import LOWEST_COST, Passphrase
from kairos_desktop.services.keyring_store import SecretStore
from kairos_desktop.services.profile_door import (
    DoorRefused,
    LocalDoor,
    NewProfile,
    Trouble,
    explained_to_people,
)

SIRET, LA_POSTE = "99900011000026", "35600000000048"
PHRASE = "k7!Zq2#mVx9?pL"


def no_keyring() -> SecretStore:
    raise failures.KeyringMissing


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "profils"


@pytest.fixture
def door(root: Path) -> LocalDoor:
    return LocalDoor(root, root.parent / "post.json", keyring=no_keyring, cost=LOWEST_COST)


def new(root: Path, siret: str = SIRET, name: str = "Étape & fils") -> NewProfile:
    return NewProfile(root / siret, siret, name, "Odile", PHRASE, personal=False)


def test_a_profile_that_cannot_be_finished_is_not_left_half_made(
    door: LocalDoor, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_unlocked: object) -> profiles.OpenProfile:
        raise failures.DiskFull(root)

    with monkeypatch.context() as patch:
        patch.setattr(profiles, "open_database", full)
        with pytest.raises(DoorRefused) as refused:
            door.create(new(root))
    assert refused.value.trouble is Trouble.DISK_FULL
    assert list(root.iterdir()) == []
    door.create(new(root)).profile.close()


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        (NewProfile(Path("x"), "99900011000025", "OF", "Odile", PHRASE, False), Trouble.BAD_SIRET),
        (NewProfile(Path("x"), SIRET, "OF", "Odile", "azerty", False), Trouble.WEAK_PASSPHRASE),
    ],
)
def test_what_cannot_be_is_refused_with_its_kind(
    door: LocalDoor, root: Path, wrong: NewProfile, trouble: Trouble
) -> None:
    asked = NewProfile(
        root / "x", wrong.siret, wrong.name, wrong.operator, wrong.passphrase, wrong.personal
    )
    with pytest.raises(DoorRefused) as refused:
        door.create(asked)
    assert refused.value.trouble is trouble
    assert not (root / "x").exists()


def test_every_profile_is_listed_by_name_and_the_last_one_known(
    door: LocalDoor, root: Path
) -> None:
    assert door.list() == ()
    assert door.last() is None
    door.create(new(root, SIRET, "Zénith")).profile.close()
    door.create(new(root, LA_POSTE, "atelier")).profile.close()
    assert [one.name for one in door.list()] == ["atelier", "Zénith"]
    assert door.last() == root / LA_POSTE
    assert door.operator(root / SIRET) == "Odile"
    door.open(root / SIRET, Passphrase(PHRASE), "Paul").close()
    assert door.last() == root / SIRET
    assert door.operator(root / SIRET) == "Paul"


@pytest.mark.parametrize("failure", failures.StorageFailure.__subclasses__(), ids=str)
def test_each_failure_becomes_a_sentence(failure: type[failures.StorageFailure]) -> None:
    if failure is failures.FileFailure:
        return
    made = failure(bits=1, needed=2) if failure is failures.WeakPassphrase else failure()  # pyright: ignore
    with pytest.raises(DoorRefused) as refused, explained_to_people():
        raise made
    assert refused.value.sentence.endswith(".")


def test_a_post_remembers_where_each_profile_receives(door: LocalDoor, root: Path) -> None:
    site_id = UUID(int=7)
    assert door.site(root / SIRET) is None
    door.keep_site(root / SIRET, site_id)
    assert (door.site(root / SIRET), door.site(root / LA_POSTE)) == (site_id, None)
    door.keep_site(root / SIRET, None)
    assert door.dossiers(root / SIRET) == Path()
    door.keep_dossiers(root / SIRET, root)
    assert door.dossiers(root / SIRET) == root
    assert door.site(root / SIRET) is None
