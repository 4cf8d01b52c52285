# SPDX-License-Identifier: MIT
"""`profile create`: a profile, its ways in, and the first line of « Informations prestataire »."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kairos_desktop.commands.answers import Exit, say, say_json, warn
from kairos_desktop.commands.opening import asked_passphrase, workspace_of
from kairos_desktop.models import failures
from kairos_desktop.models.paris import paris_now
from kairos_desktop.services import passphrases, recovery, storage_failures
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.durable_files import write_private
from kairos_desktop.services.key_slots import DemoKeyFile, Passphrase, RecoveryCode, Way

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path


def run(args: Namespace) -> Exit:
    """Create the profile in --profile, or in the default folder of the SIRET."""
    siret = "".join(args.siret.split())
    profiles.refuse_bad_siret(siret)
    folder = args.profile or profiles.default_folder(profiles.default_root(), siret)
    code = recovery.new_code() if args.recovery_sheet else ""
    way: Way = DemoKeyFile() if args.demo else _passphrase(args.name)
    ways = [way, RecoveryCode(code)] if code else [way]
    profiles.create_profile(folder, siret, args.name, ways, demo=args.demo, letter=args.letter)
    if code:
        _write_sheet(args.recovery_sheet, args.name, siret, code)
    with profiles.open_profile(folder, way) as profile:
        workspace_of(profile).record(
            [DescribeProvider(provider=Provider(siret=siret, name=args.name))]
        )
    if args.json:
        say_json({"profile": str(folder), "siret": siret, "name": args.name, "demo": args.demo})
    else:
        say(f"Profil créé : {folder}")
    return Exit.DONE


def _passphrase(name: str) -> Passphrase:
    """The passphrase of the environment, a weak one said but taken; else a strong one typed."""
    given = os.environ.pop(profiles.PASSPHRASE_VARIABLE, "")
    if not given:
        return Passphrase(asked_passphrase("Choisissez une phrase de passe : "))
    try:
        passphrases.check(given, with_device=False, known=(name,))
    except failures.StorageFailure as weak:
        warn(f"Attention, le profil est créé tout de même. {storage_failures.sentence(weak)}")
    return Passphrase(given, unchecked=True)


def _write_sheet(path: Path, name: str, siret: str, code: str) -> None:
    """The recovery code, on paper once: nothing else keeps it."""
    from kairos_desktop.services.documents.render import render

    sheet = recovery.sheet(name, siret, code, paris_now().date())
    write_private(path, render(sheet).pdf)
