# SPDX-License-Identifier: MIT
"""`show LIST`: the lists of the window, for scripts; the same queries as the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.commands.answers import CommandRefused, Exit, plain, say, say_json
from kairos_desktop.commands.opening import opened
from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.queries import (
    enrolments,
    history,
    people,
    provider,
    registrations,
    sessions,
)
from kairos_desktop.services.queries.registrations import RegistrationFilter
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.services.wording.slots import slot_when

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace

_TABS = {
    f"{prefix}-{suffix}": (kind, tab)
    for prefix, kind, second in (
        ("meeting", SlotKind.MEETING, "presence"),
        ("appointment", SlotKind.APPOINTMENT, "presence"),
        ("candidacy", SlotKind.CANDIDACY, "contact"),
    )
    for suffix, tab in (
        ("registered", Tab.REGISTERED),
        (second, Tab.PRESENCE),
        ("result", Tab.RESULT),
    )
}


def run(args: Namespace) -> Exit:
    """Print one list."""
    with opened(args.profile) as (profile, workspace):
        lines = [] if args.list == "offer" else _reader(args.list)(workspace, args)
        if args.list in ("offer", "sessions"):
            lines += _offer(profile, workspace, args)
    if args.json:
        say_json({"list": args.list, "count": len(lines), "rows": [plain(row) for row in lines]})
        return Exit.DONE
    for row in lines:
        say(str(row.get("text", "")) or " · ".join(str(value) for value in row.values()))
    say(f"{len(lines)} ligne(s).")
    return Exit.DONE


def _offer(profile: OpenProfile, workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    """The sessions of the offer; for the list of sessions, those not opened here yet."""
    from kairos_desktop.commands.offer import offered

    here = set(workspace.read(sessions.ids_for))
    rows = offered(profile, args.text or "", everyone=args.everyone)
    marked = [row | {"opened": row["id"] in here} for row in rows]
    return [row for row in marked if args.list == "offer" or not row["opened"]]


def _reader(name: str) -> Callable[[Workspace, Namespace], list[dict[str, Any]]]:
    return _registrations if name in _TABS else _READERS[name]


def _session_id(workspace: Workspace, args: Namespace) -> UUID:
    """The session asked for by --session (id or CARIF number) or by --slot."""
    if args.session:
        return session_named(workspace, args.session)
    if args.slot:
        line = workspace.read(sessions.slot, _uuid(args.slot))
        if line:
            return line.slot.session_id
        raise CommandRefused("Ce rendez-vous n’existe pas dans ce profil.", Exit.REFUSED)
    raise CommandRefused("Indiquez --session ou --slot.", Exit.USAGE)


def session_named(workspace: Workspace, text: str) -> UUID:
    """The session that an id or a CARIF number names. CommandRefused where none or several are."""
    try:
        return UUID(text)
    except ValueError:
        found = [
            row
            for row in workspace.read(sessions.search, text, 50)
            if text in (row.carif_session_number, row.carif_action_number)
        ]
    if len(found) == 1:
        return found[0].id
    raise CommandRefused(
        f"« {text} » ne désigne pas une seule session ouverte : donnez son identifiant "
        "(commande « show sessions »).",
        Exit.USAGE,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CommandRefused(f"« {text} » n’est pas un identifiant.", Exit.USAGE) from None


def _registrations(workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    kind, tab = _TABS[args.list]
    asked = RegistrationFilter(
        session_id=_session_id(workspace, args),
        kind=kind,
        tab=tab,
        slot_id=_uuid(args.slot) if args.slot else None,
        with_entered=args.entered,
        text=args.text or "",
    )
    lines = workspace.read(registrations.rows_for, workspace.read(registrations.ids_for, asked))
    return [
        {
            "registration_id": line.id,
            "slot_id": line.slot.id,
            "jobseeker_id": line.jobseeker.id,
            "ft_id": line.jobseeker.ft_id,
            "name": full_name(line.jobseeker),
            "state": line.registration.state,
            "state_label": label(line.registration.state),
            "result": line.registration.result,
            "result_label": label(line.registration.result),
            "reason": line.registration.reason,
            "placed_by": line.registration.placed_by,
            "rank": line.registration.rank,
            "contacted_on": line.registration.contacted_on,
            "flags": line.registration.flags,
            "text": f"{line.jobseeker.ft_id or '—'} · {full_name(line.jobseeker)} · "
            f"{label(line.registration.state)}",
        }
        for line in lines
    ]


def _sessions(workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    rows = workspace.read(sessions.rows_for, workspace.read(sessions.ids_for, args.text or ""))
    return [
        plain(row)
        | {
            "id": row.id,
            "opened": True,
            "text": f"{row.title} · {row.carif_session_number} · "
            f"{period(row.starts_on, row.ends_on)} · {row.town} · ouverte ici",
        }
        for row in rows
    ]


def _slots(workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    lines = workspace.read(sessions.slots_of, _session_id(workspace, args))
    return [
        plain(line.slot)
        | {
            "taken": line.seats.taken,
            "free": free_places(line.seats),
            "waiting": line.seats.waiting,
            "text": f"{label(line.slot.kind)} · "
            f"{slot_when(line.slot)} · "
            f"{line.seats.taken}/{line.seats.capacity}",
        }
        for line in lines
    ]


def _jobseekers(workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    rows = workspace.read(people.rows_for, workspace.read(people.ids_for, args.text or ""))
    return [plain(row) | {"text": f"{row.ft_id or '—'} · {full_name(row)}"} for row in rows]


def _enrolled(workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    session_id = _session_id(workspace, args)
    ids = workspace.read(enrolments.ids_for, session_id, args.text or "")
    return [
        plain(line.enrolment)
        | {
            "enrolment_id": line.id,
            "ft_id": line.jobseeker.ft_id,
            "name": full_name(line.jobseeker),
            "state_label": label(line.enrolment.state),
            "papers": [
                {
                    "id": paper.id,
                    "kind": paper.kind,
                    "number": paper.number,
                    "version": paper.version,
                    "state": paper.state,
                }
                for paper in line.papers
            ],
            "text": f"{line.jobseeker.ft_id or '—'} · {full_name(line.jobseeker)} · "
            f"{label(line.enrolment.state)}",
        }
        for line in workspace.read(enrolments.rows_for, ids)
    ]


def _history(workspace: Workspace, args: Namespace) -> list[dict[str, Any]]:
    lines = (
        workspace.read(history.of_rows, [_uuid(args.row)])
        if args.row
        else workspace.read(history.latest)
    )
    return [
        plain(line) | {"text": f"{line.at:%d/%m/%Y %H:%M} · {line.by} · {line.name}"}
        for line in lines
    ]


def _provider(workspace: Workspace, _args: Namespace) -> list[dict[str, Any]]:
    row = workspace.read(provider.provider)
    return [plain(row) | {"text": f"{row.siret} · {row.name}"}] if row else []


def _sites(workspace: Workspace, _args: Namespace) -> list[dict[str, Any]]:
    rows = workspace.read(provider.sites)
    return [plain(row) | {"text": f"{row.label} · {row.town}"} for row in rows]


_READERS = {
    "sessions": _sessions,
    "slots": _slots,
    "jobseekers": _jobseekers,
    "enrolled": _enrolled,
    "history": _history,
    "provider": _provider,
    "sites": _sites,
}
