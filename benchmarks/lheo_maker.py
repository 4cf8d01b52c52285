# SPDX-License-Identifier: MIT
"""A synthetic LHEO 2.3 file of any size, written as a stream, the same for the same seed.

    python benchmarks/lheo_maker.py OUT.xml --mb 500

Every formation has about 13 kB, one or two actions, one to three sessions an action: the weight
met in the answers of the national hub. Everything in it is invented; SIRETs pass their keys.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = (
    "accueil atelier bilan bureautique classement commerce conseil courrier cuisine dossier "
    "entreprise équipe gestion hygiène immersion langue logistique métier numérique outil paie "
    "parcours pratique projet qualité relation rédaction secrétaire sécurité stage tableur tuteur"
).split()
TOWNS = (
    ("76600", "Le Havre", "76351"),
    ("76400", "Fécamp", "76259"),
    ("76000", "Rouen", "76540"),
    ("14000", "Caen", "14118"),
    ("27000", "Évreux", "27229"),
    ("50100", "Cherbourg-en-Cotentin", "50129"),
)


def siret(number: int) -> str:
    """A SIRET whose two Luhn keys are right, from a number below ten million."""
    siren = _with_key(f"9{number:07d}")
    return _with_key(f"{siren}0001")


def _with_key(digits: str) -> str:
    for key in "0123456789":
        total = 0
        for place, digit in enumerate(reversed(digits + key)):
            value = int(digit) * (1 + place % 2)
            total += value - 9 if value > 9 else value
        if total % 10 == 0:
            return digits + key
    raise AssertionError(digits)


def write_lheo(path: Path, megabytes: float, *, seed: int = 1, day: str = "20261102") -> int:
    """The number of formations written to `path`, which weighs about `megabytes`."""
    limit, chance = int(megabytes * 1_000_000), random.Random(seed)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3" '
            f'datecrea="{day}" datemaj="{day}">\n  <offres>\n'
        )
        while count == 0 or out.tell() < limit:
            count += 1
            _write_formation(out, count, chance)
        out.write(
            '  </offres>\n  <extras info="flux-synthetique">\n    <extra info="date-export">'
            f"{day}</extra>\n  </extras>\n</lheo>\n"
        )
    return count


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _address(chance: random.Random, pad: str) -> str:
    postcode, town, insee = chance.choice(TOWNS)
    return (
        f"{pad}<adresse>\n{pad}  <ligne>{chance.randint(1, 99)} rue des Exemples</ligne>\n"
        f"{pad}  <codepostal>{postcode}</codepostal>\n{pad}  <ville>{town}</ville>\n"
        f"{pad}  <departement>{postcode[:2]}</departement>\n"
        f"{pad}  <code-INSEE-commune>{insee}</code-INSEE-commune>\n{pad}  <region>28</region>\n"
        f"{pad}  <pays>FR</pays>\n{pad}  <geolocalisation>\n{pad}    <latitude>49.4</latitude>\n"
        f"{pad}    <longitude>0.1</longitude>\n{pad}  </geolocalisation>\n{pad}</adresse>\n"
    )


def _contact(chance: random.Random, pad: str, tag: str) -> str:
    name = chance.choice(WORDS).capitalize()
    return (
        f"{pad}<{tag}>\n{pad}  <type-contact>4</type-contact>\n{pad}  <coordonnees>\n"
        f"{pad}    <civilite>Mme</civilite>\n{pad}    <nom>{name}</nom>\n"
        f"{pad}    <prenom>Odile</prenom>\n" + _address(chance, pad + "    ") + f"{pad}    "
        f"<telfixe><numtel>01 99 00 {chance.randint(10, 99)} 30</numtel></telfixe>\n"
        f"{pad}    <courriel>contact@{name.encode('ascii', 'ignore').decode().lower()}.example"
        f"</courriel>\n{pad}  </coordonnees>\n{pad}</{tag}>\n"
    )


def _write_formation(out: IO[str], number: int, chance: random.Random) -> None:
    provider = chance.randint(1, 2000)
    out.write(
        f'    <formation numero="99_AF_{number:010d}" datecrea="20260901" datemaj="20261102">\n'
        "      <domaine-formation>\n"
        '        <code-FORMACODE ref="V14" tag="principal">35054</code-FORMACODE>\n'
        "        <code-NSF>324</code-NSF>\n        <code-ROME>M1607</code-ROME>\n"
        "      </domaine-formation>\n"
        f"      <intitule-formation>{_text(chance, 5)}</intitule-formation>\n"
        f"      <objectif-formation>{_text(chance, 60)}</objectif-formation>\n"
        f"      <resultats-attendus>{_text(chance, 12)}</resultats-attendus>\n"
        f"      <contenu-formation>{_text(chance, 170)}</contenu-formation>\n"
        "      <certifiante>1</certifiante>\n"
        + _contact(chance, "      ", "contact-formation")
        + "      <parcours-de-formation>4</parcours-de-formation>\n"
        "      <code-niveau-entree>13</code-niveau-entree>\n"
        "      <objectif-general-formation>6</objectif-general-formation>\n"
        "      <certification><code-RNCP>RNCP99999</code-RNCP></certification>\n"
    )
    for action in range(number % 2 + 1):
        out.writelines(_action(number, action, provider, chance))
    code = siret(provider)
    out.write(
        f'      <organisme-formation-responsable numero="99_OR_{provider:06d}">\n'
        "        <numero-activite>28760000076</numero-activite>\n"
        "        <SIRET-organisme-formation>\n"
        f"          <SIRET>{code}</SIRET>\n        </SIRET-organisme-formation>\n"
        f"        <nom-organisme>Organisme {provider}</nom-organisme>\n"
        f"        <raison-sociale>ORGANISME {provider}</raison-sociale>\n"
        "        <coordonnees-organisme>\n          <coordonnees>\n"
        + _address(chance, "            ")
        + "          </coordonnees>\n        </coordonnees-organisme>\n"
        + _contact(chance, "        ", "contact-organisme")
        + "      </organisme-formation-responsable>\n    </formation>\n"
    )


def _action(number: int, rank: int, provider: int, chance: random.Random) -> Iterator[str]:
    yield (
        f'      <action numero="99_SE_{number * 10 + rank:010d}" datemaj="20261102">\n'
        "        <rythme-formation>Temps plein</rythme-formation>\n"
        '        <code-public-vise ref="V14">80006</code-public-vise>\n'
        "        <niveau-entree-obligatoire>0</niveau-entree-obligatoire>\n"
        "        <modalites-alternance>-</modalites-alternance>\n"
        "        <modalites-enseignement>0</modalites-enseignement>\n"
        f"        <conditions-specifiques>{_text(chance, 10)}</conditions-specifiques>\n"
        "        <prise-en-charge-frais-possible>1</prise-en-charge-frais-possible>\n"
        "        <lieu-de-formation>\n          <coordonnees>\n"
        + _address(chance, "            ")
        + "          </coordonnees>\n        </lieu-de-formation>\n"
        "        <modalites-entrees-sorties>0</modalites-entrees-sorties>\n"
    )
    for session in range(chance.randint(1, 3)):
        yield _session(number * 100 + rank * 10 + session, chance)
    yield (
        f"        <modalites-recrutement>{_text(chance, 8)}</modalites-recrutement>\n"
        "        <nombre-heures-centre>630</nombre-heures-centre>\n"
        "        <nombre-heures-total>805</nombre-heures-total>\n"
        "        <conventionnement>1</conventionnement>\n"
        f'        <organisme-formateur numero="99_OF_{provider:06d}">\n'
        f"          <SIRET-formateur>\n            <SIRET>{siret(provider)}</SIRET>\n"
        "          </SIRET-formateur>\n"
        f"          <raison-sociale-formateur>ORGANISME {provider}</raison-sociale-formateur>\n"
        + _contact(chance, "          ", "contact-formateur")
        + "        </organisme-formateur>\n        <organisme-financeur>\n"
        f"          <code-financeur>{chance.choice((2, 4, 10))}</code-financeur>\n"
        "          <nb-places-financees>12</nb-places-financees>\n        </organisme-financeur>\n"
        '        <extras info="duree-hebdo">\n          <extra info="duree-hebdo">35</extra>\n'
        "        </extras>\n      </action>\n"
    )


def _session(number: int, chance: random.Random) -> str:
    year, month, day = chance.randint(2026, 2028), chance.randint(1, 9), chance.randint(1, 28)
    meeting = (
        "          <recrutement>\n            <modalite-recrutement>9</modalite-recrutement>\n"
        "            <a-distance>0</a-distance>\n"
        + _address(chance, "            ")
        + "            <nb-places>20</nb-places>\n            <periode>\n"
        "              <debut>20261203</debut>\n              <fin>20261203</fin>\n"
        "            </periode>\n"
        "            <heure-debut>09h30</heure-debut>\n            <heure-fin>12h</heure-fin>\n"
        "          </recrutement>\n"
    )
    return (
        f'        <session numero="SE_{number:010d}" datemaj="20261102">\n          <periode>\n'
        f"            <debut>{year}{month:02d}{day:02d}</debut>\n"
        f"            <fin>{year}{month + 3:02d}{day:02d}</fin>\n          </periode>\n"
        "          <adresse-inscription>\n"
        + _address(chance, "            ")
        + "          </adresse-inscription>\n"
        f"          <etat-recrutement>{chance.randint(1, 3)}</etat-recrutement>\n"
        + (meeting if number % 3 == 0 else "")
        + "        </session>\n"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mb", type=float, default=50.0)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(write_lheo(chosen.out, chosen.mb, seed=chosen.seed))


if __name__ == "__main__":
    main()
