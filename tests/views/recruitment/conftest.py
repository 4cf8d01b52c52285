# SPDX-License-Identifier: MIT
"""A real session page over a real encrypted file, shown without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from kairos_desktop.views.recruitment.session_page import SessionPage
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.on_screen import in_front
from tests.views.recruitment.scene import Scene, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kairos_desktop.models.vocabulary import DocumentKind
    from kairos_desktop.views.toolkit.desk import Desk, Notice, Place


class Said:
    """What the desk said, and where it was asked to go."""

    def __init__(self, desk: Desk) -> None:
        self.notices: list[Notice] = []
        self.places: list[Place] = []
        desk.said.connect(self.notices.append)
        desk.place_asked.connect(self.places.append)

    @property
    def last(self) -> str:
        """The last sentence."""
        return self.notices[-1].sentence


class KeptPapers:
    """Papers that were asked for."""

    def __init__(self) -> None:
        self.shown: list[tuple[DocumentKind, dict[str, Any]]] = []

    def show(
        self,
        kind: DocumentKind,
        *,
        slot_id: UUID | None = None,
        enrolment_ids: Sequence[UUID] = (),
        registration_ids: Sequence[UUID] = (),
        session_id: UUID | None = None,
        month: date | None = None,
        period: tuple[date, date] | None = None,
        note: str = "",
    ) -> None:
        ids = [*enrolment_ids, *registration_ids]
        asked: dict[str, Any] = {"slot_id": slot_id, "ids": ids, "note": note}
        if period:
            asked["period"] = period
        self.shown.append((kind, asked))


class KeptExports:
    """Tables that were saved."""

    def __init__(self) -> None:
        self.saved: list[tuple[str, list[str], list[list[str]]]] = []

    def save(self, title: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        self.saved.append((title, list(headings), [list(line) for line in lines]))


@pytest.fixture
def scene(tmp_path: Path, qapp: Any) -> Iterator[Scene]:
    apply_theme(qapp, "light")
    made = Scene(tmp_path)
    yield made
    made.desk.lanes.close()
    made.close()


@pytest.fixture
def slots(scene: Scene) -> dict[str, UUID]:
    """A busy Monday: fifteen on one info coll, a full one on Thursday, six RDV the week after."""
    return furnish(scene)


@pytest.fixture
def said(scene: Scene) -> Said:
    return Said(scene.desk)


@pytest.fixture
def papers(scene: Scene) -> KeptPapers:
    scene.desk.papers = kept = KeptPapers()
    return kept


@pytest.fixture
def exports(scene: Scene) -> KeptExports:
    scene.desk.exports = kept = KeptExports()
    return kept


@pytest.fixture
def page(scene: Scene, qtbot: QtBot) -> SessionPage:
    return in_front(SessionPage(scene.desk), qtbot)
