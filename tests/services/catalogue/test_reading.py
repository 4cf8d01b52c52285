# SPDX-License-Identifier: MIT
"""What is read of a document, and how odd content is mended, kept or set aside."""

from __future__ import annotations

import gzip
from datetime import date, time
from pathlib import Path

import pytest

from kairos_desktop.services.catalogue.codes import FUNDERS, label
from kairos_desktop.services.catalogue.formation_reading import SetAside, read_formation
from kairos_desktop.services.catalogue.offer import Code, Formation
from kairos_desktop.services.catalogue.plain_text import line, paragraphs
from kairos_desktop.services.catalogue.source_file import LheoFile
from tests.services.catalogue.documents import (
    EXAMPLE,
    OURS,
    REAL,
    action,
    document,
    formation,
    session,
)


def read(path: Path, warnings: list[str] | None = None) -> list[Formation]:
    said = [] if warnings is None else warnings
    return [read_formation(element, said.append) for element in LheoFile(path).formations()]


def read_bytes(
    tmp_path: Path, content: bytes, warnings: list[str] | None = None
) -> list[Formation]:
    path = tmp_path / "offre.xml"
    path.write_bytes(content)
    return read(path, warnings)


def test_the_example_whole() -> None:
    warnings: list[str] = []
    first, second = read(EXAMPLE, warnings)
    assert warnings == []
    fixed, permanent = first.actions
    opened, later = fixed.sessions
    assert first.number == "99_AF_0000000101"
    assert first.formacodes == (Code("35054", "V14"), Code("35066", "V14"))
    assert first.rome == ("M1607", "M1602")
    assert first.certifications[0].rncp == "RNCP99999"
    assert (first.responsible.siret, first.responsible.activity_number) == (OURS, "28760000076")
    assert [place.name for place in permanent.places] == [
        "Salle louée de Fécamp",
        "Atelier des Quais, siège",
    ]
    assert permanent.places[0].siret == ""
    assert (fixed.permanent_entry, permanent.permanent_entry) == (False, True)
    assert (fixed.hours_centre, fixed.hours_company, fixed.hours_total) == (630, 175, 805)
    assert fixed.hours_weekly == 35
    assert [(funder.code, funder.seats) for funder in fixed.funders] == [("2", 12), ("4", 2)]
    assert fixed.funders[0].programme == "Programme régional fictif 2027"
    assert (opened.state, later.state) == ("1", "3")
    assert (opened.seats, opened.seats_least) == (14, 6)
    assert later.end.exact is None
    assert opened.contacts[0].phones == ("01 99 00 12 35",)
    meeting, appointments = opened.slots
    assert (meeting.modality, meeting.starts_at, meeting.ends_at) == ("9", time(9, 30), time(12))
    assert (meeting.seats, meeting.remote) == (20, False)
    assert meeting.address is not None
    assert meeting.address.name == "Salle Pommier"
    assert (appointments.modality, appointments.end.exact) == ("8", date(2026, 12, 9))
    assert permanent.sessions[0].slots[0].url == "https://www.atelier-des-quais.example/candidater"
    assert second.title == "Construire son projet & découvrir les métiers de l'aide"
    assert second.objective == "Confirmer un projet professionnel."
    assert second.results == ""
    assert [day.lheo for day in second.actions[0].information_dates] == ["20270112", "20270119"]
    assert second.actions[0].sessions[1].start.lheo == "20270500"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real LHEO files are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "number", "sessions", "sirets"),
    [
        ("intercarif-2.2-formation.xml", "07_10", ["114782", "123324"], ["82422814201874"]),
        ("intercarif-2.2-poec.xml", "24_162227", ["197649"], ["49386136300064"]),
        ("onisep-2.2.xml", "9436_18706", ["9436_18706"], []),
    ],
)
def test_real_files(name: str, number: str, sessions: list[str], sirets: list[str]) -> None:
    (read_one,) = read(REAL / name)
    assert read_one.number == number
    assert [one.number for each in read_one.actions for one in each.sessions] == sessions
    trainers = {body.siret for each in read_one.actions for body in each.trainers}
    assert sorted(trainers) == sirets
    assert all(each.information_dates == () for each in read_one.actions)
    assert "<" not in read_one.content + read_one.results + read_one.objective


@pytest.mark.parametrize(
    "namespace", ["http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.3", "urn:autre", None]
)
def test_any_namespace_is_read(tmp_path: Path, namespace: str | None) -> None:
    (read_one,) = read_bytes(tmp_path, document(namespace=namespace))
    assert (read_one.title, read_one.actions[0].sessions[0].number) == ("Accueil", "S1")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "windows-1252", "UTF-8"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = document(formation(title="Été à Évreux"), encoding=encoding)
    assert read_bytes(tmp_path, content)[0].title == "Été à Évreux"


def test_gzip_is_told_by_its_first_bytes_not_by_its_name(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, gzip.compress(document()))[0].title == "Accueil"


def test_lheo_plus_is_read(tmp_path: Path) -> None:
    content = (
        document()
        .replace(b"<lheo ", b"<lheo-plus><lheo ")
        .replace(b"</lheo>", b"</lheo></lheo-plus>")
    )
    assert read_bytes(tmp_path, content)[0].title == "Accueil"


def test_a_fifteenth_leading_zero_is_mended_and_said(tmp_path: Path) -> None:
    warnings: list[str] = []
    (read_one,) = read_bytes(tmp_path, document(formation(siret="0" + OURS)), warnings)
    assert read_one.responsible.siret == OURS
    assert len(warnings) == 1
    assert "un zéro de trop" in warnings[0]
    assert OURS in warnings[0]


@pytest.mark.parametrize(
    ("siret", "why"),
    [
        ("99900011000019", "sa clé est fausse"),
        ("123", "14 chiffres attendus"),
        ("199900011000018", "14 chiffres attendus"),
    ],
)
def test_a_doubtful_siret_is_kept_and_said(tmp_path: Path, siret: str, why: str) -> None:
    warnings: list[str] = []
    (read_one,) = read_bytes(tmp_path, document(formation(siret=siret)), warnings)
    assert read_one.responsible.siret == siret
    assert why in warnings[0]


def test_an_all_zero_siret_is_absent(tmp_path: Path) -> None:
    warnings: list[str] = []
    (read_one,) = read_bytes(tmp_path, document(formation(siret="0" * 14)), warnings)
    assert (read_one.responsible.siret, warnings) == ("", [])


def test_an_impossible_date_is_kept_flagged_and_said(tmp_path: Path) -> None:
    warnings: list[str] = []
    content = document(formation(action(session(start="20210231", end="00000000"))))
    (read_one,) = read_bytes(tmp_path, content, warnings)
    (held,) = read_one.actions[0].sessions
    assert (held.start.text, held.end.exact) == ("20210231", None)
    assert "20210231" in warnings[0]


def test_a_missing_state_is_not_a_closed_one(tmp_path: Path) -> None:
    (read_one,) = read_bytes(tmp_path, document())
    assert read_one.actions[0].sessions[0].state == ""


def test_unknown_codes_are_kept_and_shown(tmp_path: Path) -> None:
    funder = "<organisme-financeur><code-financeur>42</code-financeur></organisme-financeur>"
    slot = "<recrutement><modalite-recrutement>33</modalite-recrutement></recrutement>"
    content = document(formation(action(session(inside=slot), inside=funder)))
    (read_one,) = read_bytes(tmp_path, content)
    assert label(FUNDERS, read_one.actions[0].funders[0].code) == "code 42 (inconnu)"
    assert label(FUNDERS, "16") == "OPCO"
    assert read_one.actions[0].sessions[0].slots[0].modality == "33"


def test_extras_that_mark_a_session_or_an_action_expired(tmp_path: Path) -> None:
    old = '<extras info="session-perimee"><extra info="session-perimee">1</extra></extras>'
    old_action = '<extras info="type-action"><extra info="action-perimee">1</extra></extras>'
    content = document(
        formation(action(session("S1", old), session("S2")), action(number="A2", inside=old_action))
    )
    (read_one,) = read_bytes(tmp_path, content)
    assert [one.expired for one in read_one.actions[0].sessions] == [True, False]
    assert [each.expired for each in read_one.actions] == [False, True]


def test_an_unreadable_hour_is_shown_as_written(tmp_path: Path) -> None:
    slot = (
        "<recrutement><modalite-recrutement>9</modalite-recrutement>"
        "<heure-debut>le matin</heure-debut></recrutement>"
    )
    warnings: list[str] = []
    (read_one,) = read_bytes(tmp_path, document(formation(action(session(inside=slot)))), warnings)
    held = read_one.actions[0].sessions[0].slots[0]
    assert (held.starts_at, held.hours_text) == (None, "le matin")
    assert "le matin" in warnings[0]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (formation(number=""), "La formation n’a pas de numéro"),
        (formation(title="-"), "pas d’intitulé"),
        (formation(action(number="")), "Une action n’a pas de numéro"),
        (formation(action(session(number=" "))), "Une session n’a pas de numéro"),
        (formation(action(session(), session())), "Deux sessions portent les mêmes numéros"),
        (formation(action(session(start="20270301", end="20270228"))), "finit avant"),
        (formation(number="9" * 61), "plus de 60 caractères"),
        (
            formation().replace("organisme-formation-responsable", "organisme-inconnu"),
            "L’organisme responsable de la formation manque",
        ),
        (formation().replace("action", "acte"), "aucune action"),
    ],
)
def test_what_sets_a_formation_aside(tmp_path: Path, broken: str, why: str) -> None:
    with pytest.raises(SetAside, match=why):
        read_bytes(tmp_path, document(broken))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<p>Bonjour <b>à tous</b></p>", "Bonjour à tous"),
        ("a < b et c > d", "a < b et c > d"),
        ("AT&amp;T &eacute;t&eacute;", "AT&T été"),
        ("<script>alert(1)</script>Texte", "Texte"),
        ("&lt;p&gt;Deux fois&lt;/p&gt;", "Deux fois"),
        ("  trop \n d’espaces ", "trop d’espaces"),
        ("-", ""),
        ("zéro\u200b largeur", "zéro largeur"),
    ],
)
def test_markup_becomes_plain_text(written: str, plain: str) -> None:
    assert line(written) == plain


def test_paragraphs_and_lists_keep_their_lines() -> None:
    assert paragraphs("<p>Un</p><ul><li>deux</li><li>trois</li></ul>") == "Un\n\n- deux\n\n- trois"
