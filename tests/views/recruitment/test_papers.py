# SPDX-License-Identifier: MIT
"""What leaves the session page: papers of some lines or of all, and tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import (
    DocumentKind,
    EnrolmentState,
    NotRegisteredReason,
)
from kairos_desktop.services.acts.enrolments import IssueCertificate
from tests.views.recruitment.driving import (
    button_named,
    dialog_of,
    enrolled,
    offered,
    open_on,
    press,
    save,
    slot_lines,
    wait_for_lines,
)
from tests.views.recruitment.scene import OTHERS

if TYPE_CHECKING:
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.recruitment.session_page import SessionPage
    from tests.views.recruitment.conftest import KeptExports, KeptPapers, Said
    from tests.views.recruitment.scene import Scene


def test_the_papers_of_the_whole_list_leave_out_who_may_not_have_one(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], papers: KeptPapers
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    model = page.enrolled.card.model
    refused, kept = model.ids()
    page.enrolled.card.table.choose([refused])
    press(page, "Non inscrit")
    save(dialog_of(page, qtbot), qtbot, reason=NotRegisteredReason.NO_FUNDING)
    page.enrolled.card.table.choose(model.ids())
    actions = offered(page, "Imprimer…")
    assert list(actions) == [
        "AIS : les 2 lignes choisies",
        "AIS de toute la liste",
        "Certificats : les 2 lignes choisies",
        "Certificats de toute la liste",
        "AES : les 2 lignes choisies",
        "AES de toute la liste",
        "Avis de fin : les 2 lignes choisies",
        "Avis de fin de toute la liste",
        "Bilans : les 2 lignes choisies",
        "Bilans de toute la liste",
        "Certificats de réalisation : les 2 lignes choisies",
        "Certificats de réalisation de toute la liste",
        "Attestations d’assiduité : les 2 lignes choisies",
        "Attestations d’assiduité de toute la liste",
        "Dossier de preuves de la session",
    ]
    qtbot.waitUntil(lambda: model.row_at(0).enrolment.state is EnrolmentState.NOT_REGISTERED)
    actions["AIS de toute la liste"].click()
    offered(page, "Imprimer…")["Certificats de toute la liste"].click()
    assert papers.shown == [
        (
            DocumentKind.ENROLMENT_ATTESTATION,
            {"slot_id": None, "ids": [refused, kept], "note": ""},
        ),
        (
            DocumentKind.ENROLMENT_CERTIFICATE,
            {
                "slot_id": None,
                "ids": [kept],
                "note": "1 personne sans certificat : Le certificat ne s’imprime que pour un DE "
                "retenu ou inscrit (statut : Non inscrit).",
            },
        ),
    ]


def test_a_list_without_any_paper_says_why(
    scene: Scene, page: SessionPage, qtbot: QtBot, papers: KeptPapers, said: Said
) -> None:
    scene.create(OTHERS[:1])
    open_on(page, scene, qtbot, tab="enrolled")
    page.do("propose")
    dialog = dialog_of(page, qtbot)
    qtbot.keyClicks(dialog.people.line, "roux")
    qtbot.keyClick(dialog.people.line.popup(), Qt.Key.Key_Return)
    save(dialog, qtbot)
    wait_for_lines(page, qtbot)
    offered(page, "Imprimer…")["AIS de toute la liste"].click()
    assert not papers.shown
    assert said.last.startswith("1 personne sans AIS : L’AIS s’émet d’elle-même")


def test_the_sheets_of_a_day_of_rdv_are_asked_for(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], papers: KeptPapers
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="appointments")
    offered(page, "Imprimer…")["Liste des inscrits"].click()
    kind, asked = papers.shown[-1]
    first = min(
        (line for line in slot_lines(scene) if line.slot.held_on == date(2026, 12, 14)),
        key=lambda line: line.slot.starts_at,
    )
    assert (kind, asked["slot_id"]) == (DocumentKind.REGISTERED_LIST, first.id)


def test_papers_of_the_meeting_are_asked_for(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], papers: KeptPapers
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="presence", slot_id=slots["monday"])
    actions = offered(page, "Imprimer…")
    actions["Feuille d’émargement"].click()
    assert papers.shown[-1] == (
        DocumentKind.SIGN_IN_SHEET,
        {"slot_id": slots["monday"], "ids": [], "note": ""},
    )


def test_the_whole_table_is_exported_as_it_shows(
    scene: Scene, page: SessionPage, qtbot: QtBot, slots: dict[str, UUID], exports: KeptExports
) -> None:
    open_on(page, scene, qtbot, tab="meetings", list="presence", slot_id=slots["monday"])
    page.meetings.lists.card.table.ask_sort(0)
    press(page, "Exporter tout le tableau")
    title, headings, lines = exports.saved[-1]
    assert title.startswith("Saisie présence Info coll – Lun. 7 déc.")
    assert headings == ["N° DE", "Nom – Prénom", "Prescripteur", "Statut"]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert len(lines) == 9


def test_the_certificate_says_why_not_and_an_issued_one_stays_printable(
    scene: Scene,
    page: SessionPage,
    qtbot: QtBot,
    slots: dict[str, UUID],
    papers: KeptPapers,
) -> None:
    del slots
    open_on(page, scene, qtbot, tab="enrolled")
    table = page.enrolled.card.table
    table.choose(page.enrolled.card.model.ids()[:1])
    press(page, "Certificat")
    kind, asked = papers.shown[-1]
    assert kind is DocumentKind.ENROLMENT_CERTIFICATE
    scene.record(IssueCertificate(enrolment_id=asked["ids"][0]))
    press(page, "Non inscrit")
    save(dialog_of(page, qtbot), qtbot, reason=NotRegisteredReason.NO_FUNDING)
    assert enrolled(scene)["Courtois"] is EnrolmentState.NOT_REGISTERED
    assert button_named(page, "Certificat").isEnabled(), "an issued one stays reprintable"
    table.choose(page.enrolled.card.model.ids()[1:2])
    press(page, "Non inscrit")
    save(dialog_of(page, qtbot), qtbot, reason=NotRegisteredReason.NO_FUNDING)
    shown = button_named(page, "Certificat")
    qtbot.waitUntil(lambda: not shown.isEnabled())
    assert shown.toolTip() == (
        "Le certificat ne s’imprime que pour un DE retenu ou inscrit (statut : Non inscrit)."
    )
