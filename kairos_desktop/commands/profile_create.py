# SPDX-License-Identifier: MIT
"""`profile create`: a profile and the first line of « Informations prestataire »."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kairos_desktop.commands.answers import Exit, say, say_json
from kairos_desktop.commands.opening import asked_passphrase, workspace_of
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.key_slots import DemoKeyFile, Passphrase, Way

if TYPE_CHECKING:
    from argparse import Namespace


def run(args: Namespace) -> Exit:
    """Create the profile in --profile, or in the default folder of the SIRET."""
    siret = "".join(args.siret.split())
    profiles.refuse_bad_siret(siret)
    folder = args.profile or profiles.default_folder(profiles.default_root(), siret)
    way: Way = DemoKeyFile() if args.demo else _passphrase()
    profiles.create_profile(folder, siret, args.name, [way], demo=args.demo, letter=args.letter)
    with profiles.open_profile(folder, way) as profile:
        workspace_of(profile).record(
            [DescribeProvider(provider=Provider(siret=siret, name=args.name))]
        )
    if args.json:
        say_json({"profile": str(folder), "siret": siret, "name": args.name, "demo": args.demo})
    else:
        say(f"Profil créé : {folder}")
    return Exit.DONE


def _passphrase() -> Passphrase:
    given = os.environ.pop(profiles.PASSPHRASE_VARIABLE, "")
    return Passphrase(given or asked_passphrase("Choisissez une phrase de passe : "))
