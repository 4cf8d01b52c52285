# SPDX-License-Identifier: MIT
"""The pages about people; each is imported at its first visit."""

from collections.abc import Callable

from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.page import Page


def _people(desk: Desk) -> Page:
    from kairos_desktop.views.people.people_page import people_page

    return people_page(desk)


def _paths(desk: Desk) -> Page:
    from kairos_desktop.views.people.people_page import paths_page

    return paths_page(desk)


def _person(desk: Desk) -> Page:
    from kairos_desktop.views.people.person_page import PersonPage

    return PersonPage(desk)


def _story(desk: Desk) -> Page:
    from kairos_desktop.views.people.story_page import StoryPage

    return StoryPage(desk)


def _create(desk: Desk) -> Page:
    from kairos_desktop.views.people.create_page import CreatePage

    return CreatePage(desk)


def _merge(desk: Desk) -> Page:
    from kairos_desktop.views.people.merge_page import MergePage

    return MergePage(desk)


PAGES: dict[str, Callable[[Desk], Page]] = {
    "people": _people,
    "paths": _paths,
    "person": _person,
    "story": _story,
    "person-create": _create,
    "people-merge": _merge,
}
