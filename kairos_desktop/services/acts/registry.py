# SPDX-License-Identifier: MIT
"""Every act by its wire name, and the reading of an act from its JSON."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from kairos_desktop.services.acts import (
    absences,
    accounts,
    adhesion,
    aif_quotes,
    attendance,
    candidacies,
    delegates,
    end_papers,
    enrolments,
    entries,
    exits,
    handed,
    history,
    holds,
    interruptions,
    jobseekers,
    kairos_reports,
    month_papers,
    notices,
    outcomes,
    provider,
    reasons,
    registrations,
    remote_work,
    reports,
    sessions,
    settlements,
    sheets,
    signatures,
    slot_papers,
    slots,
    timetables,
)
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

ACTS: tuple[type[Act], ...] = (
    provider.DescribeProvider,
    provider.DescribeSite,
    sessions.OpenSession,
    sessions.RefreshSession,
    remote_work.DescribeDistance,
    sessions.PlanInterruption,
    sessions.CancelInterruption,
    jobseekers.CreateJobseeker,
    jobseekers.CorrectJobseeker,
    jobseekers.MergeJobseekers,
    jobseekers.UnmergeJobseekers,
    slots.CreateMeeting,
    slots.CreateAppointments,
    slots.DuplicateAppointments,
    slots.ChangeSlot,
    slots.DeleteSlot,
    registrations.Register,
    registrations.CancelRegistration,
    registrations.GivePlace,
    registrations.Transfer,
    candidacies.OpenCandidacies,
    candidacies.ChangeCandidacies,
    candidacies.RecordContact,
    candidacies.FixAppointment,
    holds.PlaceHold,
    holds.PlaceTrainingHold,
    holds.ReleaseHold,
    holds.ExpireHold,
    outcomes.RecordPresence,
    outcomes.RecordResult,
    enrolments.ProposeEnrolment,
    enrolments.FlagFileError,
    enrolments.RecordVerdict,
    enrolments.CompleteEnrolment,
    enrolments.WithdrawEnrolment,
    enrolments.IssueCertificate,
    entries.RecordEntry,
    entries.RecordAbsentAtEntry,
    entries.CorrectEntry,
    entries.IssueEntryAttestation,
    entries.ChangeEnd,
    entries.TellEnd,
    timetables.PlanLessons,
    timetables.RepeatLessons,
    timetables.ClearLessons,
    timetables.RecordClosure,
    timetables.RemoveClosure,
    absences.RecordAbsence,
    absences.QualifyAbsence,
    absences.CorrectAbsence,
    absences.RemoveAbsence,
    absences.TellAccident,
    absences.MarkHalfDays,
    remote_work.RecordRemoteWork,
    delegates.RecordDelegates,
    handed.HandDocuments,
    attendance.DeclareAttendance,
    attendance.RectifyAttendance,
    month_papers.IssueStatement,
    month_papers.IssueRecap,
    interruptions.RecordInterruption,
    interruptions.CorrectInterruption,
    exits.DropTrainee,
    exits.ExcludeTrainee,
    exits.CompleteTrainee,
    exits.ReopenTrainee,
    reports.RecordReport,
    reports.IssueReport,
    end_papers.IssueRealisation,
    end_papers.IssueAssiduity,
    notices.IssueNotice,
    notices.IssueLetter,
    aif_quotes.DraftQuote,
    aif_quotes.ChangeQuote,
    aif_quotes.IssueQuote,
    aif_quotes.SendQuote,
    aif_quotes.FollowQuote,
    aif_quotes.CancelQuote,
    reasons.DescribeReason,
    sheets.RecordSheet,
    kairos_reports.ReportToKairos,
    kairos_reports.UnreportToKairos,
    signatures.SignHalfDay,
    signatures.StrikeSignature,
    slot_papers.IssueSheet,
    slot_papers.IssueConvocation,
    adhesion.RecordAdhesionStep,
    adhesion.RecordClearance,
    accounts.CreateAccount,
    accounts.ChangeAccount,
    accounts.RenewPassword,
    accounts.ActivateAccount,
    accounts.CloseAccount,
    accounts.HandOver,
    settlements.SettleOutcome,
    history.Restore,
)

ACT_OF_NAME: dict[str, type[Act]] = {act.name: act for act in ACTS}


def read_act(
    name: str, version: int, args: dict[str, Any], new_id: Callable[[], UUID] | None = None
) -> Act | Refused:
    """The act with this wire name; `new_id` makes the ids that it creates and a script leaves out.

    Without it they are arguments like the others: a post has made them. Refuses "unknown_act",
    "unknown_version" and "act_arguments" with what is wrong.
    """
    kind = ACT_OF_NAME.get(name)
    if kind is None:
        return Refused("unknown_act", {"name": name})
    if version != kind.version:
        return Refused("unknown_version", {"name": name, "version": version})
    filled = args
    if new_id is not None:
        filled = {field: new_id() for field in kind.creates if field not in args} | args
    try:
        whole = _with_seconds(filled, _form(kind)) if _has_time(kind) else filled
        return msgspec.convert(whole, kind)
    except msgspec.ValidationError as trouble:
        return Refused("act_arguments", {"name": name, "trouble": str(trouble)})


@cache
def _form(kind: type[Act]) -> inspect.Type:
    """The form of an act's arguments; finding it costs more than deciding most acts."""
    return inspect.type_info(kind)


@cache
def _has_time(kind: type[Act]) -> bool:
    """Whether a time is among an act's arguments, however deep: few have one."""
    return _holds_time(_form(kind))


def _holds_time(wanted: inspect.Type) -> bool:
    match wanted:
        case inspect.TimeType():
            return True
        case inspect.StructType(fields=fields):
            return any(_holds_time(field.type) for field in fields)
        case inspect.VarTupleType(item_type=item):
            return _holds_time(item)
        case inspect.UnionType(types=types):
            return any(map(_holds_time, types))
        case _:
            return False


def _with_seconds(value: Any, wanted: inspect.Type) -> Any:
    """The arguments with « 09:30 » completed where a time is wanted, as people write it."""
    match wanted, value:
        case inspect.TimeType(), str() if re.fullmatch(r"\d{2}:\d{2}", value):
            return f"{value}:00"
        case inspect.StructType(fields=fields), dict():
            kinds = {field.encode_name: field.type for field in fields}
            return {
                name: _with_seconds(inner, kinds[name]) if name in kinds else inner
                for name, inner in value.items()  # pyright: ignore[reportUnknownVariableType]
            }
        case inspect.VarTupleType(item_type=item), list():
            return [_with_seconds(inner, item) for inner in value]  # pyright: ignore[reportUnknownVariableType]
        case inspect.UnionType(types=types), _:
            for kind in types:
                value = _with_seconds(value, kind)
            return value
        case _:
            return value
