# SPDX-License-Identifier: MIT
"""The pages of the training itself; each is imported at its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _absences(desk: Desk) -> Page:
    from kairos_desktop.views.training.absences_page import AbsencesPage

    return AbsencesPage(desk)


def _reasons(desk: Desk) -> Page:
    from kairos_desktop.views.training.reasons_page import ReasonsPage

    return ReasonsPage(desk)


def _month(desk: Desk) -> Page:
    from kairos_desktop.views.training.month_page import MonthPage

    return MonthPage(desk)


def _months(desk: Desk) -> Page:
    from kairos_desktop.views.training.months_page import MonthsPage

    return MonthsPage(desk)


def _sheets(desk: Desk) -> Page:
    from kairos_desktop.views.training.sheets_page import SheetsPage

    return SheetsPage(desk)


def _report(desk: Desk) -> Page:
    from kairos_desktop.views.training.report_page import ReportPage

    return ReportPage(desk)


def _quote(desk: Desk) -> Page:
    from kairos_desktop.views.training.quote_page import QuotePage

    return QuotePage(desk)


def _sheet(desk: Desk) -> Page:
    from kairos_desktop.views.training.sheet_page import SheetPage

    return SheetPage(desk)


def _notices(desk: Desk) -> Page:
    from kairos_desktop.views.training.notices_page import NoticesPage

    return NoticesPage(desk)


def _evidence(desk: Desk) -> Page:
    from kairos_desktop.views.training.evidence_page import EvidencePage

    return EvidencePage(desk)


def _retention(desk: Desk) -> Page:
    from kairos_desktop.views.training.retention_page import RetentionPage

    return RetentionPage(desk)


PAGES: dict[str, Callable[[Desk], Page]] = {
    "absences": _absences,
    "reasons": _reasons,
    "month": _month,
    "months": _months,
    "sheets": _sheets,
    "report": _report,
    "quote": _quote,
    "sheet": _sheet,
    "notices": _notices,
    "evidence": _evidence,
    "retention": _retention,
}
