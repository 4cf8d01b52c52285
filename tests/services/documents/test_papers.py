# SPDX-License-Identifier: MIT
"""Each paper says what it must, whole, on its pages."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest

from kairos_desktop.services.documents import frame, preview
from kairos_desktop.services.documents.facts import (
    Document,
    IssuedDocument,
    Pictures,
    full_name,
)
from kairos_desktop.services.documents.marks import (
    A4_HEIGHT,
    A4_WIDTH,
    INK,
    MARGIN,
    MUTED,
    Code,
    Strokes,
    Text,
)
from kairos_desktop.services.documents.render import compose, render, unprintable
from kairos_desktop.services.documents.typeface import announcement, measure
from tests.services.documents import examples as x

ALL: dict[str, Document] = {
    **x.SIGNED,
    "recovery": x.RECOVERY,
    "receipt": x.RECEIPT,
    "training-sheet": x.TRAINING_SHEET,
    "training-sheet-signed": x.SIGNED_SHEET,
}


def texts(document: Document, key: bytes | None = x.KEY) -> list[str]:
    with preview.opened(render(document, key=key).pdf) as pages:
        return [pages.text(index) for index in range(pages.count)]


def joined(document: Document) -> str:
    """Everything printed, spaces folded: a wrapped line reads as one."""
    return " ".join(" ".join(texts(document)).split())


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("certificate", 1),
        ("certificate-retained", 1),
        ("certificate-long", 1),
        ("attestation", 1),
        ("attestation-voided", 1),
        ("report", 1),
        ("realisation", 1),
        ("assiduity", 1),
        ("notice", 1),
        ("letter", 1),
        ("convocation", 1),
        ("list-45", 2),
        ("sheet-45", 3),
        ("sheet-12", 1),
        ("recovery", 1),
        ("receipt", 1),
        ("training-sheet", 1),
        ("certificate-provisional", 1),
    ],
)
def test_every_page_is_counted_and_says_that_it_does_not_replace_kairos(
    name: str, pages: int
) -> None:
    found = texts(ALL[name])
    assert len(found) == pages
    for number, text in enumerate(found, start=1):
        assert f"Page {number} sur {pages}" in text
        assert "Il ne remplace pas la saisie dans KAIROS." in text


@pytest.mark.parametrize("name", x.SIGNED)
def test_a_signed_paper_says_that_its_code_needs_no_network(name: str) -> None:
    assert frame.SIGNED in joined(x.SIGNED[name])


def test_without_a_key_nothing_claims_to_be_signed() -> None:
    assert "Code de vérification" not in " ".join(texts(x.CERTIFICATE, key=None))


def in_frame(document: Document) -> None:
    for page in compose(document, Pictures(), x.KEY).pages:
        for mark in page:
            if isinstance(mark, Text):
                width = measure(mark.text, mark.style.face, mark.style.size)
                assert mark.x >= MARGIN - 0.01
                assert mark.x + width <= A4_WIDTH - MARGIN + 0.01, mark.text
                assert 30 < mark.y < A4_HEIGHT - 25


@pytest.mark.parametrize("name", ALL)
def test_no_letter_leaves_the_frame(name: str) -> None:
    in_frame(ALL[name])


def test_a_word_wider_than_its_line_goes_on_below() -> None:
    person = msgspec.structs.replace(x.ANNE, last_name="W" * 200, address=("M" * 90,))
    certificate = msgspec.structs.replace(x.CERTIFICATE, person=person)
    attendee = msgspec.structs.replace(x.attendees(1)[0], name="W" * 120, placed_by="M" * 40)
    registered = msgspec.structs.replace(x.LIST_OF_45, attendees=(attendee,))
    for document in (certificate, registered):
        in_frame(document)
    assert "W" * 200 in "".join(joined(certificate).split())
    assert "W" * 120 in "".join(joined(registered).split())


@pytest.mark.parametrize("name", ALL)
def test_no_two_texts_overlap(name: str) -> None:
    for page in compose(ALL[name], Pictures(), x.KEY).pages:
        lines: dict[float, list[Text]] = {}
        for mark in page:
            if isinstance(mark, Text):
                lines.setdefault(round(mark.y), []).append(mark)
        for line in lines.values():
            for left, right in itertools.pairwise(sorted(line, key=lambda mark: mark.x)):
                end = left.x + measure(left.text, left.style.face, left.style.size)
                assert end <= right.x + 0.01, (left.text, right.text)


def test_a_certificate_names_the_person_and_the_session() -> None:
    said = joined(x.CERTIFICATE)
    for part in (
        "Madame Anne LEFÈVRE",
        "4567890D",
        "est inscrite à la formation suivante",
        "Secrétaire assistant : bureautique et accueil",
        "99_SE_0000000501 · SE_0000009001",
        "du 11 janvier 2027 au 25 juin 2027",
        "770 h, dont 595 h en centre et 175 h en entreprise · 35 h par semaine",
        "réf. 28N000000000",
        "France Travail – Le Havre Centre",
        "projet validé le 16 novembre 2026",
        "N° CI-2026-A-000142",
        "Le Havre, le 23 novembre 2026",
        "SIRET 999 000 110 00026",
    ):
        assert part.replace("\u00a0", " ") in said.replace("\u00a0", " ")


def test_the_certificate_of_a_retenu_says_that_the_adviser_decides() -> None:
    said = joined(x.RETAINED_CERTIFICATE)
    assert "projet à valider par le conseiller" in said
    assert "a été retenue pour" in said
    assert "est inscrite" not in said


def test_the_ais_of_a_retenu_claims_no_more() -> None:
    said = joined(msgspec.structs.replace(x.ATTESTATION, enrolment=x.RETAINED))
    assert "est retenue pour la session" in said
    assert "projet à valider par le conseiller" in said


def test_a_new_version_says_what_it_replaces_and_a_demonstration_says_so() -> None:
    said = joined(x.RETAINED_CERTIFICATE)
    assert "annule et remplace la version 1 du 20 novembre 2026".replace(" ", "") in "".join(
        said.split()
    )
    assert "DÉMO" in said
    assert "DÉMO" not in joined(x.CERTIFICATE)


def test_a_voided_version_is_marked_across_the_page() -> None:
    said = joined(x.VOIDED_ATTESTATION)
    assert "ANNULÉE" in said
    assert "version annulée le 23 novembre 2026".replace(" ", "") in "".join(said.split())


def test_an_ais_tells_the_interruptions_the_certification_and_the_birth_date() -> None:
    said = "".join(joined(x.ATTESTATION).split())
    for part in (
        "du 12 avril 2027 au 2 mai 2027 (congés de printemps)",
        "RNCP 36804",
        "1er février 1991",
        "Quesnel",
    ):
        assert part.replace(" ", "") in said
    none = msgspec.structs.replace(
        x.ATTESTATION, session=msgspec.structs.replace(x.SESSION, pauses=())
    )
    assert "aucune de plus de quinze jours" in joined(none)


def test_a_convocation_says_when_where_what_to_bring_and_whom_to_warn() -> None:
    said = "".join(joined(x.CONVOCATION).split())
    for part in ("lundi 7 décembre 2026 à 9 h", "salle 2", "une pièce d’identité", "01 99 00 12"):
        assert part.replace(" ", "") in said


@pytest.mark.parametrize("document", [x.LIST_OF_45, x.SHEET_OF_45], ids=["list", "sheet"])
def test_a_list_has_everyone_once_and_its_headings_on_each_page(document: IssuedDocument) -> None:
    pages = ["".join(text.split()) for text in texts(document)]
    for person in x.attendees(45):
        assert sum(page.count("".join(person.name.split())) for page in pages) >= 1, person.name
    assert all("Nometprénom" in page for page in pages)


def test_a_sign_in_sheet_shows_no_identifier_to_the_next_person() -> None:
    assert "4567890D" not in joined(x.SHEET_OF_45)
    assert "4567890D" in joined(x.LIST_OF_45)


def test_a_day_long_meeting_is_signed_twice_and_the_absent_are_marked() -> None:
    said = joined(x.SHEET_OF_12)
    assert "Signature, matin" in said
    assert "Signature, après-midi" in said
    assert said.count("absent(e)") == 2


@pytest.mark.parametrize("count", [12, 15])
def test_a_meeting_of_fifteen_is_signed_on_one_page(count: int) -> None:
    sheet = msgspec.structs.replace(x.SHEET_OF_45, attendees=x.attendees(count))
    assert render(sheet, key=x.KEY).pages == 1


def test_a_trainings_sheet_says_what_an_inspector_reads_and_names_no_identifier() -> None:
    said = joined(x.TRAINING_SHEET)
    for part in (
        "Lundi 11 janvier 2027, après-midi",
        "de 13 h 30 à 17 h",
        "Secrétaire assistant : bureautique et accueil",
        "Bureautique : tableur et publipostage",
        "Mme Lo",
        "salle 2",
        "64K0 CD7P 1F2E 7",
    ):
        assert part.replace("\u00a0", " ") in said.replace("\u00a0", " ")
    assert said.count("absence signalée") == 1
    assert "4567890D" not in said
    assert "supposés" not in said


def test_every_page_of_a_long_sheet_names_its_half_day() -> None:
    signers = tuple(x.SignerFacts(name=f"STAGIAIRE {n}") for n in range(30))
    pages = texts(msgspec.structs.replace(x.TRAINING_SHEET, signers=signers))
    assert len(pages) == 2
    for text in pages:
        assert "64K0 CD7P 1F2E 7" in text
        assert "Signature" in text


def test_what_was_signed_on_the_screen_is_drawn_dated_and_struck() -> None:
    said = joined(x.SIGNED_SHEET)
    for part in (
        "9 h 02 · 758e dab8",
        "barrée : 9 h 04",
        "signé sur papier",
        "12 h 29 · 0a7a a0ba",
    ):
        assert part in said
    marks = compose(x.SIGNED_SHEET, Pictures(), None).pages[0]
    hands = [mark for mark in marks if isinstance(mark, Strokes)]
    assert len(hands) == 5
    assert {mark.ink for mark in hands} == {INK, MUTED}
    assert all(MARGIN < mark.x < A4_WIDTH - MARGIN for mark in hands)
    forged = msgspec.structs.replace(x.SIGNED_SHEET.signers[0], strokes="illisible?")
    other = msgspec.structs.replace(x.SIGNED_SHEET, signers=(forged,))
    assert render(other).pages == 1


def test_the_code_of_a_sheet_is_drawn_and_claims_nothing() -> None:
    composed = compose(x.TRAINING_SHEET, Pictures(), x.KEY)
    assert composed.code == x.TRAINING_SHEET.code
    assert sum(isinstance(mark, Code) for mark in composed.pages[0]) == 1
    assert b"KD1:" not in render(x.TRAINING_SHEET, key=x.KEY).pdf


def test_an_empty_list_says_so() -> None:
    empty = msgspec.structs.replace(x.LIST_OF_45, attendees=())
    assert "Personne n’est inscrit à ce créneau" in joined(empty)


def test_the_recovery_sheet_has_every_group_and_no_code_to_scan() -> None:
    said = joined(x.RECOVERY)
    assert all(group in said for group in x.RECOVERY.groups)
    marks = compose(x.RECOVERY, Pictures(), x.KEY).pages[0]
    assert not any(isinstance(mark, Code) for mark in marks)


@pytest.mark.parametrize("name", x.HARD_NAMES)
def test_a_hard_name_comes_out_whole(name: str) -> None:
    person = msgspec.structs.replace(x.ANNE, first_name=name, last_name="")
    document = msgspec.structs.replace(x.CERTIFICATE, person=person)
    assert unprintable(document) == ()
    assert "".join(full_name(person).split()) in "".join(joined(document).split())


def test_markup_is_printed_as_it_was_typed() -> None:
    person = msgspec.structs.replace(x.ANNE, last_name="<b>&amp;<font color=red>")
    said = joined(msgspec.structs.replace(x.CERTIFICATE, person=person))
    assert "<B>&AMP;<FONT COLOR=RED>" in said


def test_other_scripts_are_announced_and_still_leave_a_mark() -> None:
    person = msgspec.structs.replace(x.ANNE, last_name="محمد 王")
    document = msgspec.structs.replace(x.CERTIFICATE, person=person)
    missing = unprintable(document)
    assert set(missing) == set("محمد王")
    assert "王" in announcement(missing)
    assert "□□□□ □" in joined(document)
    assert unprintable(x.CERTIFICATE) == ()


def test_another_script_in_a_list_of_names_is_announced_too() -> None:
    first, *others = x.TRAINING_SHEET.signers
    named = msgspec.structs.replace(first, name="田中 Anne")
    sheet = msgspec.structs.replace(x.TRAINING_SHEET, signers=(named, *others))
    assert unprintable(x.CERTIFICATE, x.TRAINING_SHEET, sheet) == ("田", "中")


def test_a_decomposed_name_is_composed_and_a_hidden_direction_mark_is_dropped() -> None:
    person = msgspec.structs.replace(x.ANNE, last_name="Lefe\u0300vre\u202e")
    document = msgspec.structs.replace(x.CERTIFICATE, person=person)
    assert unprintable(document) == ()
    assert "LEFÈVRE, identifiant" in joined(document).replace("E ,", "E,")


def test_the_same_facts_give_the_same_bytes_and_other_facts_do_not() -> None:
    first, again = render(x.CERTIFICATE, key=x.KEY), render(x.CERTIFICATE, key=x.KEY)
    assert first == again
    assert render(x.RETAINED_CERTIFICATE, key=x.KEY).sha256 != first.sha256


def test_neither_the_file_name_nor_the_metadata_hold_a_name() -> None:
    rendered = render(x.CERTIFICATE, key=x.KEY)
    assert rendered.file_name == "CI-2026-A-000142-v1.pdf"
    with preview.opened(rendered.pdf) as pages:
        assert "Lef" not in pages.keywords
    assert b"Lef" not in rendered.pdf.split(b"/Title")[1][:200]


def test_a_broken_logo_never_stops_a_paper() -> None:
    broken = Pictures(logo=b"\x89PNG not really", stamp=b"GIF89a")
    assert render(x.CERTIFICATE, broken, x.KEY).pages == 1


def test_facts_survive_the_json_that_keeps_them() -> None:
    kept = msgspec.json.encode(x.ATTESTATION)
    assert msgspec.json.decode(kept, type=IssuedDocument) == x.ATTESTATION


def test_a_paper_drawn_before_acceptance_says_that_it_is_provisional() -> None:
    said = joined(x.PROVISIONAL_CERTIFICATE)
    assert "PROVISOIRE" in said
    assert frame.PROVISIONAL in said
    assert "PROVISOIRE" not in joined(x.CERTIFICATE)


def test_a_voided_paper_is_voided_before_anything_else() -> None:
    head = msgspec.structs.replace(x.VOIDED_ATTESTATION.head, provisional=True)
    said = joined(msgspec.structs.replace(x.VOIDED_ATTESTATION, head=head))
    assert "ANNULÉE" in said
    assert "PROVISOIRE" not in said


def test_a_receipt_quotes_the_place_reached_and_the_comparison() -> None:
    said = joined(x.RECEIPT).replace("\u00a0", " ")
    assert "a reçu et traité tous les actes de ce poste, et les deux copies" in said
    for quoted in (
        "12043",
        "le 07/12/2026 à 9 h 12",
        "le 07/12/2026 à 8 h 30",
        "999 000 110 00026",
    ):
        assert quoted in said
    assert "Rien ne part vers KAIROS tout seul" in said


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"to_send": 2, "unconfirmed": 1}, "3 actes de ce poste n’étaient pas encore acquis"),
        ({"digest_ok_at": None}, "Les deux copies n’ont pas encore été comparées."),
    ],
)
def test_a_receipt_never_says_more_than_it_knows(fields: dict[str, Any], sentence: str) -> None:
    said = joined(msgspec.structs.replace(x.RECEIPT, **fields))
    assert sentence in said
    assert "étaient identiques" not in said


def test_the_name_of_a_receipt_says_when() -> None:
    assert render(x.RECEIPT).file_name == "accuse-de-transmission-2026-12-07-0915.pdf"
