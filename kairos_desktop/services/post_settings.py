# SPDX-License-Identifier: MIT
"""What this post remembers between two starts, and that is no secret.

One small JSON file in the local settings folder of the account. Losing it costs a few clicks, so
a file that cannot be read counts as an empty one; the version before stays beside it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from kairos_desktop.services import durable_files


@dataclass(frozen=True)
class AgendaChoices:
    """How one profile's meetings reach this post's other programs.

    `path` is the subscription file, "" for none; `with_contact` puts who receives into it;
    `announce_before` is in minutes, 0 for no announcement.
    """

    path: str = ""
    with_contact: bool = False
    announce_before: int = 15


# Read before the window is painted: by the standard library, which is loaded already.
@dataclass(frozen=True)
class PostSettings:
    """The settings of one account on one machine; profiles are named by their folder."""

    last_profile: str = ""
    operators: dict[str, str] = field(default_factory=dict[str, str])
    """Who works in each profile, as the history will say it."""
    sites: dict[str, str] = field(default_factory=dict[str, str])
    """The id of the site where each profile receives, unless said otherwise."""

    agendas: dict[str, AgendaChoices] = field(default_factory=dict[str, AgendaChoices])
    """What each profile's calendar gives to other programs."""

    dossiers: dict[str, str] = field(default_factory=dict[str, str])
    """The folder where the last file of evidence of each profile was written."""

    def with_opened(self, folder: Path, operator: str) -> PostSettings:
        """The settings once somebody has opened a profile."""
        operators = self.operators | {str(folder): operator}
        return replace(self, last_profile=str(folder), operators=operators)

    def with_site(self, folder: Path, site_id: str) -> PostSettings:
        """The settings once a site was taken; "" is the head office."""
        others = {name: kept for name, kept in self.sites.items() if name != str(folder)}
        return replace(self, sites=others | ({str(folder): site_id} if site_id else {}))

    def with_agenda(self, folder: Path, choices: AgendaChoices) -> PostSettings:
        """The settings once the choices of a profile's calendar were made."""
        return replace(self, agendas=self.agendas | {str(folder): choices})

    def with_dossiers(self, folder: Path, place: Path) -> PostSettings:
        """The settings once a file of evidence of a profile was written somewhere."""
        return replace(self, dossiers=self.dossiers | {str(folder): str(place)})


def default_path() -> Path:
    """Where the settings lie unless told otherwise; never in a roaming folder."""
    from platformdirs import user_config_path

    return user_config_path("kairos-desktop", appauthor=False, roaming=False) / "post.json"


def read(path: Path) -> PostSettings:
    """The settings kept, or those of the version before, or the first ones. Never fails."""
    for candidate in (path, durable_files.previous(path)):
        try:
            return _checked(json.loads(candidate.read_bytes()))
        except (OSError, ValueError):
            continue
    return PostSettings()


def _checked(kept: Any) -> PostSettings:
    """The settings that a file holds; ValueError for anything else."""
    if not isinstance(kept, dict):
        raise ValueError
    found = cast("dict[str, Any]", kept)
    last, operators = found.get("last_profile"), found.get("operators")
    # A file from before sites, or dossiers, were remembered has none.
    sites, dossiers = found.get("sites", {}), found.get("dossiers", {})
    kept_by_profile = (operators, sites, dossiers)
    if not isinstance(last, str) or not all(isinstance(each, dict) for each in kept_by_profile):
        raise ValueError
    return PostSettings(
        last,
        cast("dict[str, str]", operators),
        cast("dict[str, str]", sites),
        _agendas(found.get("agendas", {})),
        cast("dict[str, str]", dossiers),
    )


def _agendas(kept: Any) -> dict[str, AgendaChoices]:
    """The choices of each calendar; ValueError for anything else."""
    try:
        return {
            folder: AgendaChoices(
                str(each["path"]), bool(each["with_contact"]), int(each["announce_before"])
            )
            for folder, each in kept.items()
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError from error


def write(path: Path, settings: PostSettings) -> bool:
    """Keeps the settings in one step; says whether the disk took them. Never fails.

    A post that cannot remember its last profile must still open it.
    """
    try:
        durable_files.make_private_folder(path.parent)
        content = json.dumps(asdict(settings), ensure_ascii=False, indent=2).encode()
        durable_files.write_private(path, content, keep_previous=True)
    except OSError:
        return False
    return True
