# SPDX-License-Identifier: MIT
"""Small LHEO documents for the tests, each detail of which can be changed."""

from __future__ import annotations

from pathlib import Path

from kairos_desktop import resource_files

EXAMPLE = resource_files.path("demo", "example-2.3.xml")
REAL = Path(__file__).resolve().parents[4] / "shared" / "lheo" / "real"
OTHER = "99900022700010"
OURS = "99900011000018"


def session(
    number: str = "S1", inside: str = "", start: str = "20270111", end: str = "20270625"
) -> str:
    return (
        f'<session numero="{number}"><periode><debut>{start}</debut><fin>{end}</fin></periode>'
        f"{inside}</session>"
    )


def action(*sessions: str, number: str = "A1", inside: str = "") -> str:
    return f'<action numero="{number}">{"".join(sessions) or session()}{inside}</action>'


def formation(
    *actions: str,
    number: str = "99_F1",
    title: str = "Accueil",
    siret: str = OURS,
    changed: str = "",
    inside: str = "",
) -> str:
    datemaj = f' datemaj="{changed}"' if changed else ""
    numero = f' numero="{number}"' if number else ""
    return (
        f"<formation{numero}{datemaj}><intitule-formation>{title}</intitule-formation>{inside}"
        f"{''.join(actions) or action()}<organisme-formation-responsable>"
        f"<SIRET-organisme-formation><SIRET>{siret}</SIRET></SIRET-organisme-formation>"
        "<nom-organisme>Atelier des Quais</nom-organisme>"
        "</organisme-formation-responsable></formation>"
    )


def document(
    *formations: str,
    exported: str = "",
    namespace: str | None = "http://lheo.gouv.fr/2.3",
    encoding: str = "UTF-8",
    before: str = "",
) -> bytes:
    xmlns = f' xmlns="{namespace}"' if namespace is not None else ""
    extras = (
        f'<extras info="flux"><extra info="date-export">{exported}</extra></extras>'
        if exported
        else ""
    )
    body = "\n".join(formations) or formation()
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{before}<lheo{xmlns}><offres>\n'
        f"{body}\n</offres>{extras}</lheo>"
    )
    return text.encode(encoding)
