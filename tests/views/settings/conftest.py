# SPDX-License-Identifier: MIT
"""« Gestion des comptes » over a real encrypted file, with a back end that answers at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from kairos_desktop.views.settings.accounts_page import AccountsPage
from tests.views.settings.people import FakeDirectory, KeptPeople, People
from tests.views.settings.playing import Answers

if TYPE_CHECKING:
    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene


@pytest.fixture
def directory(scene: Scene) -> FakeDirectory:
    return FakeDirectory(scene.workspace.now)


@pytest.fixture
def keeper(directory: FakeDirectory) -> KeptPeople:
    return KeptPeople(directory)


@pytest.fixture
def people(scene: Scene) -> People:
    return People(scene.workspace)


@pytest.fixture
def accounts_page(people: People, desk: Desk, keeper: KeptPeople) -> AccountsPage:
    return AccountsPage(desk, keeper)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answers]:
    made = Answers(monkeypatch)

    def type_in(*typed: dict[str, Any] | None) -> Answers:
        made.type_in(monkeypatch, *typed)
        return made

    return type_in
