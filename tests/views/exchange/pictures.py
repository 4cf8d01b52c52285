# SPDX-License-Identifier: MIT
"""Pictures of the screens of the exchange, to be looked at.

python -m tests.views.exchange.pictures OUT_FOLDER [light|dark] [WIDTHxHEIGHT]
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kairos_desktop.assembly.guide_menu import navigation
from kairos_desktop.models.rows import EnrolmentRow
from kairos_desktop.models.sheet_rows import SheetRow
from kairos_desktop.models.vocabulary import (
    EnrolmentOrigin,
    EnrolmentState,
    HalfDay,
    Mark,
    OutcomeKind,
    Prescriber,
    Presence,
    Reportable,
    Result,
)
from kairos_desktop.services.acts.absences import Dates, MarkHalfDays
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.holds import PlaceHold, PlaceTrainingHold
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.views.exchange.pages import exchange_pages
from kairos_desktop.views.exchange.watch import ExchangeWatch
from kairos_desktop.views.recruitment.pages import PAGES
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.exchange_scene import OTHER_POST, Exchanged
from tests.training_scene import write
from tests.views.demo import IDENTITY
from tests.views.exchange.conftest import KeptExchange
from tests.views.recruitment.scene import NOW, Scene, furnish

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTLED_MS = 300


def fill(scene: Scene, slots: Mapping[str, UUID]) -> Exchanged:
    """Acts to send, one doubtful, two refusals, an adaptation, a flag."""
    exchanged = Exchanged(scene.workspace)
    at = NOW - timedelta(minutes=4)
    exchanged.join(last_ok_at=at, digest_ok_at=at, head=1204, lease_until=NOW + timedelta(days=13))
    lines = scene.registrations

    def present(name: str) -> RecordPresence:
        return RecordPresence(registration_id=lines[name], presence=Presence.PRESENT)

    for name in ("Courtois", "Diallo", "Evrard"):
        scene.record(present(name))
        act = exchanged.pend()
    exchanged.doubt(act, Refused("registration_ended", {"state": "transferred"}))
    register = Register(
        registration_id=scene.workspace.new_id(),
        slot_id=slots["thursday"],
        jobseeker_id=scene.people["Petit"],
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )
    who = "Odile Tremblaie"
    exchanged.line(register, OutcomeKind.REFUSED, "slot_full", {"capacity": 6}, by=who, at=NOW)
    facts = {"table": "registration", "field": "state", "held": "absent", "said": "present"}
    exchanged.line(
        present("Ferreira"),
        OutcomeKind.FLAGGED,
        "concurrent_change",
        facts | {"by": "Paul Meunier", "at": NOW - timedelta(hours=1)},
        by=who,
        at=NOW - timedelta(days=1),
    )
    exchanged.line(
        register,
        OutcomeKind.ADAPTED,
        "waitlisted",
        {"capacity": 6, "rank": 2},
        by="Paul Meunier",
        post=OTHER_POST,
        at=NOW - timedelta(days=3),
    )
    proposed = ProposeEnrolment(
        enrolment_id=scene.workspace.new_id(),
        session_id=scene.session,
        jobseeker_id=scene.people["Petit"],
        prescriber=Prescriber.CAP_EMPLOI,
    )
    scene.record(proposed)
    exchanged.line(proposed, OutcomeKind.FLAGGED, "beyond_places", {"places": 15}, by=who, at=NOW)
    exchanged.line(present("Joly"), OutcomeKind.QUARANTINED, "post_revoked", {}, by=who, at=NOW)
    return exchanged


def flag(scene: Scene, exchanged: Exchanged) -> list[UUID]:
    """One line of each fact that is kept and to be checked; the ids of the lines."""
    november, monday = date(2026, 11, 1), date(2026, 11, 16)
    enrolments = [scene.workspace.new_id() for _ in range(2)]
    rows = [
        EnrolmentRow(
            id=enrolment,
            session_id=scene.session,
            jobseeker_id=scene.people[name],
            state=EnrolmentState.ENTERED,
            origin=EnrolmentOrigin.FROM_RESULT,
            since=monday,
            entered_on=date(2026, 9, 7),
            planned_end=date(2026, 10, 30),
        )
        for enrolment, name in zip(enrolments, ("d'Hérouville", "Joly"), strict=True)
    ]
    write(scene.workspace, *rows)
    registration, enrolment = scene.registrations["Joly"], enrolments[0]
    scene.record(RecordPresence(registration_id=registration, presence=Presence.PRESENT))
    hours = tuple(RemoteWork(enrolment_id=each, estimated=420) for each in enrolments)
    sheet = RecordSheet(
        session_id=scene.session, day=monday, half=HalfDay.AFTERNOON, signed=(enrolment,)
    )
    facts: list[tuple[Act, str, dict[str, object]]] = [
        (
            RecordResult(registration_id=registration, result=Result.SELECTED),
            "enrolment_stands",
            {"state": "registered"},
        ),
        (
            ReportToKairos(
                kind=Reportable.ENTRY, about_id=enrolment, said=("present", "2026-09-07")
            ),
            "already_reported",
            {"by": "Paul Meunier", "day": monday},
        ),
        *(
            (
                RecordRemoteWork(month=november, lines=hours[:count]),
                "remote_work_outside",
                {"count": count, "day": november},
            )
            for count in (1, 2)
        ),
        (sheet, "not_own_session", {"by": "Théo Roux", "day": monday}),
        (
            MarkHalfDays(
                enrolment_id=enrolment,
                dates=Dates(starts_on=monday, ends_on=monday),
                mark=Mark.TO_QUALIFY,
            ),
            "absence_after_exit",
            {"day": monday, "end": date(2026, 11, 6)},
        ),
        (
            sheet,
            "concurrent_change",
            {"by": "Paul Meunier", "at": NOW, "table": SheetRow.table},
        ),
    ]
    lines: list[UUID] = []
    for act, code, told in facts:
        scene.record(act)
        (act_id,) = exchanged.last_acts()
        exchanged.line(act, OutcomeKind.FLAGGED, code, told, by="Théo Roux", at=NOW, act_id=act_id)
        lines.append(act_id)
    return lines


def draw(out: Path, theme: str, size: str) -> None:
    """Draw one picture a screen."""
    app = QApplication([])
    apply_theme(app, "dark" if theme == "dark" else "light")
    out.mkdir(parents=True, exist_ok=True)
    scene = Scene(Path(tempfile.mkdtemp()))
    slots = furnish(scene)
    keeper = KeptExchange()
    keeper.operator = "Odile Tremblaie"
    pages = {**PAGES, **exchange_pages(keeper)}
    window = MainWindow(scene.desk, navigation(), pages, IDENTITY)
    watch = ExchangeWatch(scene.desk, keeper, window)
    watch.told.connect(window.top_bar.show_state)
    watch.acts_told.connect(window.status_bar.show_acts)
    watch.counted.connect(lambda count: window.side_panel.set_counter("settle", count))
    width, height = (int(part) for part in size.split("x"))
    window.resize(width, height)
    window.show()
    watch.read()

    def shot(name: str, page: str, **arguments: Any) -> None:
        window.go(Place(page, arguments))
        QTest.qWait(_SETTLED_MS)
        window.grab().save(str(out / f"{name}-{theme}-{size}.png"))

    shot("alone", "exchange")
    exchanged = fill(scene, slots)
    for key in ("settle", "exchange", "travel"):
        window.side_panel.show_entry(key, True)
    scene.desk.has_joined = True
    watch.read()
    shot("exchange", "exchange")
    exchanged.state(problem="post_revoked", failures=3)
    shot("exchange-revoked", "exchange")
    exchanged.state(problem="", failures=0)
    shot("travel-nothing", "travel")
    until = NOW.date() + timedelta(days=3)
    ahead = [scene.meeting(date(2026, 12, 8 + day), 10, 12, places=12) for day in range(2)]
    for slot, count in zip(ahead, (4, 3), strict=True):
        scene.record(
            PlaceHold(
                hold_id=scene.workspace.new_id(),
                slot_id=slot,
                places=count,
                until=until,
                label="le site de Fécamp",
            )
        )
    scene.record(
        PlaceTrainingHold(
            hold_id=scene.workspace.new_id(),
            session_id=scene.session,
            places=6,
            until=until,
            label="le site de Fécamp",
        )
    )
    exchanged.pend()
    shot("travel", "travel")
    shot("kept-training", "session", session_id=scene.session)
    shot("kept", "session", session_id=scene.session, tab="meetings", slot_id=ahead[0])
    shot("settle", "settle")
    settle = window.pages.page("settle")
    (beyond,) = [i.id for i in settle._items[settle.tab] if i.line.code == "beyond_places"]
    settle.card.table.choose([beyond])
    QTest.qWait(_SETTLED_MS)
    window.grab().save(str(out / f"settle-beyond-{theme}-{size}.png"))
    shot("settle-everyone", "settle", tab="everyone")
    for number, line in enumerate(flag(scene, exchanged)):
        shot("settle", "settle", tab="everyone")
        settle.card.table.choose([line])
        QTest.qWait(_SETTLED_MS)
        window.grab().save(str(out / f"settle-flag-{number}-{theme}-{size}.png"))
    shot("settle-doubtful", "settle", tab="doubtful")
    shot("settle-papers", "settle", tab="papers")
    for tab in ("registered", "presence"):
        shot(
            f"marks-{tab}",
            "session",
            session_id=scene.session,
            tab="meetings",
            list=tab,
            slot_id=slots["monday"],
        )
    window.close()
    scene.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    defaults = ["", "light", "1366x768"]
    given = sys.argv[1:]
    folder, look, wanted = [*given, *defaults[len(given) :]]
    draw(Path(folder), look, wanted)
