# SPDX-License-Identifier: MIT
"""« Calendrier des RDV »: month, week, day, list; a block opened, moved by hand and by key."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from PySide6.QtCore import QPoint, Qt

from kairos_desktop.services.queries import sessions
from kairos_desktop.views.agenda.calendar_page import CalendarPage, Mode
from kairos_desktop.views.agenda.day_name import DayName
from kairos_desktop.views.agenda.event_chip import EventChip
from kairos_desktop.views.agenda.moving import ALREADY_HELD
from kairos_desktop.views.toolkit import dialogs
from tests.views.recruitment.driving import press
from tests.views.walks import crammed_lists, focusable

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.views.recruitment.conftest import KeptExports, Said
    from tests.views.recruitment.scene import Scene

THURSDAY = date(2026, 12, 10)


def chips(where: QWidget) -> list[EventChip]:
    """The blocks that show, in order of time."""
    found = [each for each in where.findChildren(EventChip) if each.isVisibleTo(where)]
    return sorted(found, key=lambda chip: (chip.event_shown.day, chip.event_shown.start))


def chip_of(where: QWidget, day: date) -> EventChip:
    """The first block of a day."""
    return next(each for each in chips(where) if each.event_shown.day == day)


def day_named(where: QWidget, name: str) -> DayName:
    """The button of a day."""
    return next(
        each for each in where.findChildren(DayName) if each.accessibleName().startswith(name)
    )


def drag(qtbot: QtBot, chip: EventChip, to: QPoint) -> None:
    """Carry a block with the mouse to a point of the screen."""
    middle = chip.rect().center()
    qtbot.mousePress(chip, Qt.MouseButton.LeftButton, pos=middle)
    target = chip.mapFromGlobal(to)
    qtbot.mouseMove(chip, (middle + target) / 2)
    qtbot.mouseMove(chip, target)
    qtbot.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=target)


def held(scene: Scene, slot_id: UUID) -> tuple[date, time, time | None]:
    """When a slot is held."""
    line = scene.workspace.read(sessions.slot, slot_id)
    return line.slot.held_on, line.slot.starts_at, line.slot.ends_at


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every question is answered yes; its title and sentence are kept."""
    asked: list[tuple[str, str]] = []

    def yes(_parent: object, title: str, sentence: str, **_words: object) -> bool:
        asked.append((title, sentence))
        return True

    monkeypatch.setattr(dialogs, "confirm", yes)
    return asked


def test_a_month_shows_the_blocks_of_its_weeks_and_a_group_as_one(page: CalendarPage) -> None:
    shown = chips(page.month)
    assert [(chip.event_shown.day.isoformat(), len(chip.event_shown.lines)) for chip in shown] == [
        ("2026-11-30", 1),
        ("2026-12-07", 1),
        ("2026-12-10", 1),
        ("2026-12-14", 6),
    ]
    assert "6 RDV individuels" in shown[-1].accessibleName()
    assert day_named(page.month, "jeudi 10").accessibleName().endswith("2026, 1 rendez-vous")


def test_what_does_not_fit_in_a_day_is_counted_and_opens_the_day(
    page: CalendarPage, scene: Scene
) -> None:
    for hour in (8, 9, 10, 11, 12):
        scene.meeting(date(2026, 12, 16), hour)
    page.read()
    of_day = [chip for chip in chips(page.month) if chip.event_shown.day == date(2026, 12, 16)]
    press(page.month, f"{5 - len(of_day)} de plus")
    assert page.mode is Mode.DAY
    assert len(chips(page.one_day)) == 5


def test_a_block_keeps_the_keyboard_when_others_come_before_it(
    page: CalendarPage, scene: Scene, slots: dict[str, UUID]
) -> None:
    chip_of(page.month, THURSDAY).setFocus()
    for day in (8, 9, 16):
        scene.meeting(date(2026, 12, day), 9)
    page.read()
    assert chip_of(page.month, THURSDAY).hasFocus()
    # Tab goes from one to the next: their order is that of the days.
    order = [each for each in page.month.findChildren(EventChip) if each.isVisibleTo(page.month)]
    assert order == chips(page.month)
    assert len(order) == 7
    page.show_place({"day": date(2027, 3, 1)})
    assert not chips(page.month)
    assert day_named(page.month, "lundi 1er mars").hasFocus()


def test_a_block_read_again_with_another_meeting_forgets_the_mouse(
    page: CalendarPage, qtbot: QtBot, scene: Scene, confirmed: list[tuple[str, str]], said: Said
) -> None:
    chip, button = chip_of(page.month, THURSDAY), Qt.MouseButton.LeftButton
    qtbot.mousePress(chip, button)
    qtbot.mouseMove(chip, chip.rect().center() + QPoint(90, 0))
    scene.meeting(date(2026, 12, 8), 9)
    page.read()
    assert chip.event_shown.day == date(2026, 12, 8)
    assert "mardi 8 décembre" in chip.accessibleName()
    assert "mardi 8 décembre" in chip.toolTip()
    there = day_named(page.month, "jeudi 17")
    qtbot.mouseRelease(chip, button, pos=chip.mapFromGlobal(there.mapToGlobal(QPoint(5, 5))))
    assert (confirmed, said.places) == ([], [])


def test_the_four_ways_show_the_same_meeting(page: CalendarPage, slots: dict[str, UUID]) -> None:
    for mode, view in ((Mode.WEEK, page.week), (Mode.DAY, page.one_day)):
        page.modes.choose(mode)
        assert chip_of(view, THURSDAY).event_shown.id == slots["thursday"]
    page.modes.choose(Mode.LIST)
    assert page.card.model.ids()[1:3] == (slots["thursday"], page.card.model.ids()[2])
    assert page.card.model.rowCount() == 3


def test_blocks_at_one_hour_stand_side_by_side(page: CalendarPage, scene: Scene) -> None:
    scene.meeting(THURSDAY, 14, 16)
    page.modes.choose(Mode.DAY)
    first, second = chips(page.one_day)
    assert not first.geometry().intersects(second.geometry())
    assert first.width() == second.width()


def test_enter_opens_the_list_of_a_block(
    page: CalendarPage, qtbot: QtBot, slots: dict[str, UUID], said: Said
) -> None:
    qtbot.keyClick(chip_of(page.month, date(2026, 12, 7)), Qt.Key.Key_Return)
    assert said.places[-1].arguments["slot_id"] == slots["monday"]
    assert said.places[-1].arguments["list"] == "presence"
    qtbot.mouseClick(chip_of(page.month, THURSDAY), Qt.MouseButton.LeftButton)
    assert said.places[-1].arguments["slot_id"] == slots["thursday"]
    assert said.places[-1].arguments["list"] == "registered"


def test_a_meeting_dragged_to_another_day_tells_whom_to_call_first(
    page: CalendarPage,
    qtbot: QtBot,
    scene: Scene,
    slots: dict[str, UUID],
    confirmed: list[tuple[str, str]],
) -> None:
    friday = day_named(page.month, "vendredi 11")
    drag(qtbot, chip_of(page.month, THURSDAY), friday.mapToGlobal(friday.rect().center()))
    [(title, told)] = confirmed
    assert title == "Déplacer l’Info coll"
    assert "jeu. 10 déc." in told
    assert "ven. 11 déc." in told
    assert "2 sont inscrites : à prévenir" in told
    assert held(scene, slots["thursday"])[:2] == (date(2026, 12, 11), time(14))
    assert chip_of(page.month, date(2026, 12, 11)).event_shown.id == slots["thursday"]
    assert scene.workspace.undo().changes.ids
    assert held(scene, slots["thursday"])[0] == THURSDAY


def test_dragging_in_the_week_changes_the_hour_and_keeps_the_length(
    page: CalendarPage,
    qtbot: QtBot,
    scene: Scene,
    slots: dict[str, UUID],
    confirmed: list[tuple[str, str]],
) -> None:
    del slots
    meeting = scene.meeting(date(2026, 12, 9), 9, 11)
    page.modes.choose(Mode.WEEK)
    chip = chip_of(page.week, date(2026, 12, 9))
    below = chip.mapToGlobal(QPoint(chip.width() // 2, chip.height() + 2))
    drag(qtbot, chip, below)
    assert len(confirmed) == 1
    assert held(scene, meeting) == (date(2026, 12, 9), time(11), time(13))


def test_a_group_moves_as_one_gesture(
    page: CalendarPage, qtbot: QtBot, scene: Scene, confirmed: list[tuple[str, str]]
) -> None:
    tuesday = day_named(page.month, "mardi 15")
    drag(
        qtbot,
        chip_of(page.month, date(2026, 12, 14)),
        tuesday.mapToGlobal(tuesday.rect().center()),
    )
    assert confirmed[0][0] == "Déplacer les 6 RDV individuels"
    moved = chip_of(page.month, date(2026, 12, 15)).event_shown
    assert [line.slot.starts_at for line in moved.lines][:2] == [time(9), time(9, 30)]
    scene.workspace.undo()
    page.read()
    assert len(chip_of(page.month, date(2026, 12, 14)).event_shown.lines) == 6


def test_what_has_been_held_stays_and_says_why(
    page: CalendarPage, qtbot: QtBot, said: Said, confirmed: list[tuple[str, str]]
) -> None:
    monday = chip_of(page.month, date(2026, 12, 7))
    friday = day_named(page.month, "vendredi 11")
    drag(qtbot, monday, friday.mapToGlobal(friday.rect().center()))
    assert said.last == ALREADY_HELD
    qtbot.keyClick(monday, Qt.Key.Key_M)
    assert said.last == ALREADY_HELD
    assert confirmed == []


def test_escape_leaves_a_dragged_block_where_it_was(
    page: CalendarPage, qtbot: QtBot, confirmed: list[tuple[str, str]]
) -> None:
    chip = chip_of(page.month, THURSDAY)
    friday = day_named(page.month, "vendredi 11")
    target = chip.mapFromGlobal(friday.mapToGlobal(friday.rect().center()))
    qtbot.mousePress(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    qtbot.mouseMove(chip, target)
    qtbot.keyClick(chip, Qt.Key.Key_Escape)
    qtbot.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=target)
    assert confirmed == []


def test_m_moves_by_typing(
    page: CalendarPage,
    qtbot: QtBot,
    scene: Scene,
    slots: dict[str, UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, dict[str, Any], str]] = []

    def typed(_parent: object, title: str, form: Any, **words: Any) -> dict[str, Any]:
        asked.append((title, form.values(), words["lead"]))
        return {"day": date(2026, 12, 17), "start": time(10, 15)}

    monkeypatch.setattr(dialogs, "ask", typed)
    qtbot.keyClick(chip_of(page.month, THURSDAY), Qt.Key.Key_M)
    title, values, lead = asked[0]
    assert title == "Déplacer l’Info coll"
    assert values == {"day": THURSDAY, "start": time(14)}
    assert "2 sont inscrites" in lead
    assert held(scene, slots["thursday"])[:2] == (date(2026, 12, 17), time(10, 15))


def test_arrows_go_from_day_to_day_and_enter_opens_the_day(
    page: CalendarPage, qtbot: QtBot
) -> None:
    page.focus_start()
    assert page.month.focusWidget() is day_named(page.month, "jeudi 10")
    qtbot.keyClick(day_named(page.month, "jeudi 10"), Qt.Key.Key_Down)
    day = day_named(page.month, "jeudi 17")
    assert page.month.focusWidget() is day
    qtbot.keyClick(day, Qt.Key.Key_Return)
    assert page.mode is Mode.DAY


def test_next_and_previous_follow_the_way_the_days_are_shown(page: CalendarPage) -> None:
    for mode, there in (
        (Mode.MONTH, "Janvier 2027"),
        (Mode.WEEK, "Semaine du 14 au 20 décembre 2026"),
    ):
        page.modes.choose(mode)
        page.show_place({"day": THURSDAY})
        press(page, "Suivant")
        assert page._period.text().startswith(there)
        press(page, "Précédent")
    press(page, "Aujourd’hui")
    assert page._period.text().startswith("Semaine du 7 au 13")


def test_the_whole_period_is_exported_whatever_shows(
    page: CalendarPage, exports: KeptExports
) -> None:
    press(page, "Exporter tout le tableau")
    [(title, headings, lines)] = exports.saved
    assert title == "Calendrier des RDV – Décembre 2026"
    assert headings[0] == "Jour"
    assert len(lines) == 4


def test_the_calendar_file_names_nobody_and_keeps_its_ids(
    page: CalendarPage,
    slots: dict[str, UUID],
    said: Said,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "rendez-vous.ics"
    monkeypatch.setattr(dialogs, "save_path", lambda *_words: target)
    press(page, "Exporter l’agenda (.ics)…")
    assert str(target) in said.last
    text = target.read_bytes()
    for name in ("Courtois", "Ben Salah", "Œuvrard"):
        assert name.encode() not in text
    events = {str(each["uid"]): each for each in Calendar.from_ical(text).walk("VEVENT")}
    thursday = events[f"{slots['thursday']}@kairos-desktop"]
    assert thursday.decoded("dtstart").isoformat() == "2026-12-10T14:00:00+01:00"
    assert "Secrétaire assistant" in str(thursday["summary"])


def test_a_calendar_that_cannot_be_written_says_so(
    page: CalendarPage, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "save_path", lambda *_words: tmp_path / "nowhere" / "a.ics")
    press(page, "Exporter l’agenda (.ics)…")
    assert "n’est plus branché" in said.last
    assert "vos données sont intactes" in said.last


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("size", [(1058, 690), (640, 440)])
def test_every_control_has_a_name(page: CalendarPage, mode: Mode, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.modes.choose(mode)
    unnamed = [each for each in focusable(page) if not each.accessibleName()]
    assert unnamed == []


def test_a_narrow_list_keeps_the_session_and_its_button(page: CalendarPage, qtbot: QtBot) -> None:
    page.resize(911, 512)
    page.modes.choose(Mode.LIST)
    qtbot.waitUntil(lambda: not crammed_lists(page))
