# SPDX-License-Identifier: MIT
"""The pages of this folder, by their key; each is imported at its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _todo(desk: Desk) -> Page:
    from kairos_desktop.views.boards.todo_page import TodoPage

    return TodoPage(desk)


def _actions(desk: Desk) -> Page:
    from kairos_desktop.views.boards.actions_page import ActionsPage

    return ActionsPage(desk)


def _kairos(desk: Desk) -> Page:
    from kairos_desktop.views.boards.kairos_page import KairosPage

    return KairosPage(desk)


def _overview(desk: Desk) -> Page:
    from kairos_desktop.views.boards.overview_page import OverviewPage

    return OverviewPage(desk)


PAGES: dict[str, Callable[[Desk], Page]] = {
    "todo": _todo,
    "boards-actions": _actions,
    "kairos": _kairos,
    "boards-overview": _overview,
}
