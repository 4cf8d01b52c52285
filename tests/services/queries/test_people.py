# SPDX-License-Identifier: MIT
"""Finding people, and the records that may be the same person (domain 2.5)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.services.acts.jobseekers import MergeJobseekers, Person, person_row
from kairos_desktop.services.queries import paths, people, reading
from kairos_desktop.services.rules.duplicates import Likeness
from tests.factories import Scene

BORN = date(1990, 5, 17)


@pytest.fixture
def crowd(scene: Scene) -> Scene:
    for last, first, fields in (
        ("Lefèvre", "Anne", {"ft_id": "1234567A", "town": "Rouen", "birth_date": BORN}),
        ("d’Hérouville", "Marie-Ange", {"ft_id": "10000000017", "town": "Dieppe"}),
        ("Łukaszewicz", "Paweł", {"previous_ft_id": "2222222B", "birth_name": "Nowak"}),
        ("Œillet", "Théophile", {"town": "Caen"}),
    ):
        scene.person(last, first, **fields)
    return scene


@pytest.mark.parametrize("typed", ["王小明", "小明 王", "محمد", "عرب"])
def test_a_name_in_another_script_is_found_by_typing_it(crowd: Scene, typed: str) -> None:
    crowd.person("王", "小明")
    crowd.person("العربي", "محمّد")
    assert found(crowd, typed) == (["王"] if "小" in typed else ["العربي"])


def found(scene: Scene, text: str = "", **fields: Any) -> list[str]:
    ids = scene.workspace.read(people.ids_for, text, **fields)
    return [row.last_name for row in scene.workspace.read(people.rows_for, ids)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lefevre", ["Lefèvre"]),
        ("LEFÈVRE anne", ["Lefèvre"]),
        ("anne lef", ["Lefèvre"]),
        ("lukasz", ["Łukaszewicz"]),
        ("pawel nowak", ["Łukaszewicz"]),
        ("oeil", ["Œillet"]),
        ("œil", ["Œillet"]),
        ("dherou", ["d’Hérouville"]),
        ("d'hérouville", ["d’Hérouville"]),
        ("marie ange", ["d’Hérouville"]),
        ("0000001", ["d’Hérouville"]),
        ("2222222b", ["Łukaszewicz"]),
        ("e", ["d’Hérouville", "Lefèvre", "Łukaszewicz", "Œillet"]),
        ("lefevre paul", []),
        ("%", ["d’Hérouville", "Lefèvre", "Łukaszewicz", "Œillet"]),
        ("a_n zz", []),
    ],
)
def test_any_part_of_a_name_or_identifier_finds_in_any_order(
    crowd: Scene, text: str, names: list[str]
) -> None:
    assert found(crowd, text) == names


def test_people_are_sorted_as_a_french_list(crowd: Scene) -> None:
    assert found(crowd) == ["d’Hérouville", "Lefèvre", "Łukaszewicz", "Œillet"]
    assert found(crowd, descending=True)[0] == "Œillet"
    assert found(crowd, sort="ft_id", descending=True)[0] == "Lefèvre"
    assert found(crowd, sort="town")[-1] == "Lefèvre"
    assert found(crowd, sort="birth_date")[-1] == "Lefèvre"
    assert found(crowd, most=2) == ["d’Hérouville", "Lefèvre"]


def test_a_type_ahead_gives_the_first_ones(crowd: Scene) -> None:
    assert [row.last_name for row in crowd.workspace.read(people.search, "e", 1)] == [
        "d’Hérouville"
    ]


def test_a_merged_record_is_found_no_more(crowd: Scene) -> None:
    kept, absorbed = (row.id for row in crowd.rows(JobseekerRow)[:2])
    crowd.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed))
    assert len(found(crowd)) == 3
    card = crowd.workspace.read(people.card, kept)
    assert card
    assert [row.id for row in card.absorbed] == [absorbed]


def typed(**fields: Any) -> JobseekerRow:
    person = {"last_name": "Autre", "first_name": "Nom"} | fields
    return person_row(UUID(int=1), Person(**person))


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"ft_id": "1234567a"}, "Lefèvre", Likeness.SAME_ID),
        ({"ft_id": "2222222B"}, "Łukaszewicz", Likeness.SAME_ID),
        ({"previous_ft_id": "10000000017"}, "d’Hérouville", Likeness.SAME_ID),
        (
            {"last_name": "LEFEVRE", "first_name": "anne", "birth_date": BORN},
            "Lefèvre",
            Likeness.SAME_NAME_AND_BIRTH,
        ),
        ({"last_name": "Anne", "first_name": "Lefèvre"}, "Lefèvre", Likeness.NAMES_SWAPPED),
        ({"last_name": "lefevre", "first_name": "Anne"}, "Lefèvre", Likeness.SAME_NAME),
    ],
)
def test_a_suspect_is_shown_with_its_reason(
    crowd: Scene, fields: dict[str, Any], name: str, why: Likeness
) -> None:
    (suspect,) = crowd.workspace.read(people.suspects, typed(**fields))
    assert (suspect.jobseeker.last_name, suspect.likeness) == (name, why)


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "0612345678"},
        {"phone": "+33 6 12 34 56 78"},
        {"phone": "06.12.34.56.78"},
        {"email": " ANNE.roux@example.org "},
    ],
)
def test_the_same_telephone_or_mail_is_seen_however_it_is_typed(
    scene: Scene, fields: dict[str, Any]
) -> None:
    scene.person("Roux", "Anne", phone="06 12 34 56 78", email="anne.roux@example.org")
    other = typed(last_name="Martin", first_name="anne", **fields)
    (suspect,) = scene.workspace.read(people.suspects, other)
    assert suspect.likeness is Likeness.SAME_CONTACT


def test_the_surest_suspects_come_first_and_the_record_itself_never(crowd: Scene) -> None:
    crowd.person("Lefèvre", "Anne")
    crowd.person("Anne", "Lefèvre")
    me = typed(last_name="Lefèvre", first_name="Anne", ft_id="1234567A")
    reasons = [suspect.likeness for suspect in crowd.workspace.read(people.suspects, me)]
    assert reasons == [Likeness.SAME_ID, Likeness.NAMES_SWAPPED, Likeness.SAME_NAME]
    assert len(crowd.workspace.read(people.suspects, me, 1)) == 1
    lone = crowd.rows(JobseekerRow)[1]
    assert crowd.workspace.read(people.suspects, lone) == []


def test_nobody_like_them_is_no_suspect(crowd: Scene) -> None:
    assert crowd.workspace.read(people.suspects, typed()) == []


def test_a_record_shows_its_path_the_latest_first(crowd: Scene) -> None:
    session = crowd.session()
    person = crowd.rows(JobseekerRow)[0].id
    early = crowd.register(crowd.meeting(session, held_on=date(2026, 11, 30)), person)
    late = crowd.register(crowd.meeting(session), person)
    crowd.selected(crowd.present(early))
    card = crowd.workspace.read(people.card, person)
    assert card
    shown = [m.registration.id if m.registration else m.enrolment.state for m in card.moments]  # pyright: ignore
    assert shown == [late, early, "selected"]
    assert crowd.workspace.read(people.card, crowd.id()) is None


def test_a_line_counts_a_path_and_shows_its_last_step(crowd: Scene) -> None:
    session = crowd.session()
    anne, other = (row.id for row in crowd.rows(JobseekerRow)[:2])
    crowd.register(crowd.meeting(session, held_on=date(2026, 11, 30)), anne)
    late = crowd.register(crowd.meeting(session), anne)
    (line,) = crowd.workspace.read(paths.lines_for, [anne])
    assert (line.meetings, line.appointments, line.enrolments) == (2, 0, 0)
    assert line.latest
    assert line.latest.registration
    assert line.latest.registration.id == late
    crowd.selected(crowd.present(late))
    (line,) = crowd.workspace.read(paths.lines_for, [anne])
    assert (line.meetings, line.appointments, line.enrolments) == (2, 0, 1)
    (never,) = crowd.workspace.read(paths.lines_for, [other])
    assert (never.meetings, never.appointments, never.enrolments, never.latest) == (0, 0, 0, None)


def test_the_first_lines_are_those_of_the_first_ids(crowd: Scene) -> None:
    for descending in (False, True):
        ids = crowd.workspace.read(paths.ids_for, "", "town", descending)
        lines = crowd.workspace.read(paths.first_lines, "", "town", descending)
        assert [line.id for line in lines] == ids


def test_somebody_who_types_gets_fewer_lines_and_the_list_of_paths_the_latest(
    crowd: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, anne = crowd.workspace.read, crowd.rows(JobseekerRow)[0].id
    crowd.register(crowd.meeting(crowd.session()), anne)
    monkeypatch.setattr(paths, "FIRST_FOUND", 2)
    assert len(read(paths.first_lines, "")) == len(read(paths.ids_for, "")) == 4
    lines = read(paths.first_lines, "e")
    assert [line.id for line in lines] == read(paths.ids_for, "e")[:2]
    assert len(lines) == paths.first_count("e")
    assert paths.first_count(" - ") == paths.FIRST, "nothing that can be searched"
    (found,) = (line for line in read(paths.first_lines, "lefevre") if line.id == anne)
    (path,) = read(paths.first_lines, "lefevre", only_known_paths=True)
    assert (found.meetings, found.latest) == (path.meetings, None)
    assert path.latest is not None


def test_many_ids_are_those_of_the_rows(crowd: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    every = sorted(row.id for row in crowd.rows(JobseekerRow))
    for part in (1, 3, 2000):
        monkeypatch.setattr(reading, "_PART", part)
        assert sorted(crowd.workspace.read(paths.ids_for, "")) == every


def test_a_text_pasted_by_mistake_is_searched_by_its_first_words(crowd: Scene) -> None:
    assert found(crowd, "lefevre " * 5000) == ["Lefèvre"]
    assert found(crowd, " ".join(f"mot{rank}" for rank in range(5000))) == []
